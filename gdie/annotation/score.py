"""Precision, recall and F1 by counts, and the scores of one annotation against another.

Conventions, the same everywhere in gdie:

- counts are of multisets: what stands there twice must be found twice;
- nothing to find and nothing found is right (1.0); nothing to find but something found, or nothing found
  where there was something, is 0.0;
- a sum of scores is micro-averaged; a macro average is the mean over the labels that occur on either side.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, TypeVar

from gdie.annotation.records import Annotation, Entity, Relation

T = TypeVar("T", bound=Hashable)


@dataclass(frozen=True)
class Score:
    """Counts of true positives, false positives, false negatives. They add up: `sum(scores, Score())`."""

    tp: int = 0
    fp: int = 0
    fn: int = 0

    def __post_init__(self) -> None:
        if min(self.tp, self.fp, self.fn) < 0:
            raise ValueError(f"counts cannot be negative: {self}")

    @classmethod
    def of(cls, gold: Iterable[Hashable], predicted: Iterable[Hashable]) -> Score:
        """Count two multisets against each other."""
        wanted, found = Counter(gold), Counter(predicted)
        tp = (wanted & found).total()
        return cls(tp, found.total() - tp, wanted.total() - tp)

    def __add__(self, other: Score) -> Score:
        return Score(self.tp + other.tp, self.fp + other.fp, self.fn + other.fn)

    @property
    def support(self) -> int:
        """How many there were to find."""
        return self.tp + self.fn

    @property
    def predicted(self) -> int:
        """How many were found, rightly or not."""
        return self.tp + self.fp

    @property
    def precision(self) -> float:
        """The share of what was found that is right."""
        return self._ratio(self.tp, self.predicted)

    @property
    def recall(self) -> float:
        """The share of what was to find that was found."""
        return self._ratio(self.tp, self.support)

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall; the same when gold and prediction change places."""
        return self._ratio(2 * self.tp, self.support + self.predicted)

    def as_json(self) -> dict[str, float | int]:
        """Counts and ratios as plain values."""
        return {
            "precision": self.precision,
            "recall": self.recall,
            "f1": self.f1,
            "support": self.support,
            "tp": self.tp,
            "fp": self.fp,
            "fn": self.fn,
        }

    def _ratio(self, part: int, whole: int) -> float:
        if whole:
            return part / whole
        return 0.0 if self.fp or self.fn else 1.0


@dataclass(frozen=True)
class LabelScores:
    """One score a label. Adding keeps the labels of both."""

    by_label: Mapping[str, Score] = field(default_factory=lambda: MappingProxyType({}))

    @classmethod
    def of(
        cls,
        gold: Iterable[T],
        predicted: Iterable[T],
        label: Callable[[T], str],
        count: Callable[[list[T], list[T]], Score] = Score.of,
    ) -> LabelScores:
        """Group both sides by label and count each group with `count`."""
        groups: dict[str, tuple[list[T], list[T]]] = defaultdict(lambda: ([], []))
        for side, items in enumerate((gold, predicted)):
            for item in items:
                groups[label(item)][side].append(item)
        return cls({name: count(*groups[name]) for name in sorted(groups)})

    def __add__(self, other: LabelScores) -> LabelScores:
        names = sorted({*self.by_label, *other.by_label})
        return LabelScores({name: self[name] + other[name] for name in names})

    def __getitem__(self, label: str) -> Score:
        return self.by_label.get(label, Score())

    @property
    def micro(self) -> Score:
        """All labels counted together."""
        return sum(self.by_label.values(), Score())

    @property
    def macro_f1(self) -> float:
        """The mean F1 over the labels that occur; 1.0 when none does."""
        occurring = [s.f1 for s in self.by_label.values() if s.support or s.predicted]
        return sum(occurring) / len(occurring) if occurring else 1.0

    def as_json(self) -> dict[str, Any]:
        """Every label, micro and macro as plain values."""
        return {
            "labels": {label: score.as_json() for label, score in self.by_label.items()},
            "micro": self.micro.as_json(),
            "macro_f1": self.macro_f1,
        }


@dataclass(frozen=True)
class SpanScores:
    """Scores by label of one or, added up, several documents.

    `relations` is end to end: both labelled spans and the relation's label must be right, and a gold pair
    that was never proposed is a miss like any other. `relations_on_common` leaves out relations of entities
    that were not found, which tells errors of the relation component from those of the entities; it is no
    score of the system.
    """

    entities: LabelScores = field(default_factory=LabelScores)
    overlapping: LabelScores = field(default_factory=LabelScores)
    relations: LabelScores = field(default_factory=LabelScores)
    relations_on_common: LabelScores = field(default_factory=LabelScores)

    def __add__(self, other: SpanScores) -> SpanScores:
        return SpanScores(
            self.entities + other.entities,
            self.overlapping + other.overlapping,
            self.relations + other.relations,
            self.relations_on_common + other.relations_on_common,
        )

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        return {
            "entities": self.entities.as_json(),
            "entities_overlapping": self.overlapping.as_json(),
            "relations": self.relations.as_json(),
            "relations_on_common_entities": self.relations_on_common.as_json(),
        }


def exact_entities(gold: Annotation, predicted: Annotation) -> LabelScores:
    """Entities by label; right is the same label on the same span."""
    return LabelScores.of(gold.entities, predicted.entities, _label)


def overlapping_entities(gold: Annotation, predicted: Annotation) -> LabelScores:
    """Entities by label; right is the same label on spans that share a character, each span used once."""
    return LabelScores.of(gold.entities, predicted.entities, _label, _overlaps)


def exact_relations(gold: Annotation, predicted: Annotation) -> LabelScores:
    """Relations by label, end to end: right is the same label between the same two labelled spans."""
    return LabelScores.of(gold.relations, predicted.relations, _label)


def relations_on_common_entities(gold: Annotation, predicted: Annotation) -> LabelScores:
    """Relations by label, only those between entities that both annotations have."""
    common = set(gold.entities) & set(predicted.entities)

    def inside(annotation: Annotation) -> list[Relation]:
        return [r for r in annotation.relations if r.head in common and r.tail in common]

    return LabelScores.of(inside(gold), inside(predicted), _label)


def _label(item: Entity | Relation) -> str:
    return item.label


def _overlaps(gold: list[Entity], predicted: list[Entity]) -> Score:
    # Taking spans by their end, and for each the earliest-ending partner still free, is a largest one-to-one
    # matching: a partner that ends later can serve every later span that one which ends earlier can.
    free = sorted(gold, key=lambda e: e.end)
    tp = 0
    for span in sorted(predicted, key=lambda e: e.end):
        partner = next((i for i, g in enumerate(free) if g.start < span.end and span.start < g.end), None)
        if partner is not None:
            del free[partner]
            tp += 1
    return Score(tp, len(predicted) - tp, len(gold) - tp)
