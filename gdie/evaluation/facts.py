"""Facts end to end: the gold facts of a document against the predicted ones, field by field.

Facts are matched by the span of their figure. A field that gold and prediction both leave out is neither
right nor wrong in precision and recall; a wrong value is both a false positive and a false negative, and so
is everything that a figure on a wrong span carries. Accuracy is over matched figures only, and there two
absent values agree.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from gdie.evaluation.claims import FACT_FIELDS, Claim, Field, Place, claims_of
from gdie.evaluation.scores import Accuracy, Score
from gdie.facts import Fact

Count = TypeVar("Count", Score, Accuracy)
WHOLE = {
    "exact": ("figure", "value", "unit", "category", "part_of", "share_of"),
    "similar": ("figure", "value", "unit", "category_similar", "part_of", "share_of"),
}
"""What must be right of every fact of a document that is wholly right, by how the category is compared."""


@dataclass(frozen=True)
class Pair:
    """A gold and a predicted claim on the same span, or one of them alone."""

    gold: Claim | None
    predicted: Claim | None

    @property
    def source(self) -> str:
        """Prose or table, as the gold has it where there is gold."""
        claim = self.gold or self.predicted
        assert claim is not None
        return claim.source

    def agrees(self, field: Field) -> bool:
        """Whether both are there and have the same value, or both none."""
        if self.gold is None or self.predicted is None:
            return False
        gold, predicted = field.read(self.gold), field.read(self.predicted)
        if gold is None or predicted is None:
            return gold is predicted
        return field.same(gold, predicted)


@dataclass(frozen=True)
class FactScores:
    """Scores of one or, added up, several documents.

    `fields` has precision and recall by field, `matched` the accuracy by field on matched figures, `implied`
    the facts stated without a figure (in no other number), `whole` the documents wholly right by the keys of
    `WHOLE`; it is empty where only a part of each document was looked at.
    """

    fields: Mapping[str, Score] = field(default_factory=dict)
    matched: Mapping[str, Accuracy] = field(default_factory=dict)
    implied: Score = field(default_factory=Score)
    whole: Mapping[str, Accuracy] = field(default_factory=dict)

    def __add__(self, other: FactScores) -> FactScores:
        return FactScores(
            _added(self.fields, other.fields),
            _added(self.matched, other.matched),
            self.implied + other.implied,
            _added(self.whole, other.whole),
        )

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        return {
            "fields": {name: score.as_json() for name, score in self.fields.items()},
            "matched": {name: accuracy.as_json() for name, accuracy in self.matched.items()},
            "implied": self.implied.as_json(),
            "whole": {name: accuracy.as_json() for name, accuracy in self.whole.items()},
        }


def score_facts(gold: Sequence[Fact], predicted: Sequence[Fact]) -> FactScores:
    """Compare the facts of one document. Implied facts are right on the same span with the same category.

    Raises ValueError when a fact refers to one that is not there.
    """
    pairs = align(claims_of(gold), claims_of(predicted))
    return score_pairs(pairs, FACT_FIELDS, Score.of(_zeros(gold), _zeros(predicted)))


def align(gold: Iterable[Claim], predicted: Iterable[Claim]) -> list[Pair]:
    """Match claims by the span of their figure, one to one and in order; the pairs are in text order."""
    by_place: dict[Place, tuple[list[Claim], list[Claim]]] = defaultdict(lambda: ([], []))
    for side, claims in enumerate((gold, predicted)):
        for claim in claims:
            by_place[claim.place][side].append(claim)
    pairs = []
    for place in sorted(by_place):
        wanted, found = by_place[place]
        for i in range(max(len(wanted), len(found))):
            pairs.append(Pair(wanted[i] if i < len(wanted) else None, found[i] if i < len(found) else None))
    return pairs


def score_pairs(
    pairs: Sequence[Pair], fields: Sequence[Field], implied: Score | None = None, *, whole: bool = True
) -> FactScores:
    """Count the pairs of one document; with `whole` they are all of it, and it may be wholly right."""
    implied = Score() if implied is None else implied
    return FactScores(
        {f.name: _score(pairs, f) for f in fields},
        {f.name: _accuracy(pairs, f) for f in fields},
        implied,
        {name: Accuracy(int(_wholly(pairs, names)), 1) for name, names in WHOLE.items()} if whole else {},
    )


def _score(pairs: Iterable[Pair], field: Field) -> Score:
    tp = fp = fn = 0
    for pair in pairs:
        wanted = pair.gold is not None and field.read(pair.gold) is not None
        found = pair.predicted is not None and field.read(pair.predicted) is not None
        right = wanted and found and pair.agrees(field)
        tp += right
        fp += found and not right
        fn += wanted and not right
    return Score(tp, fp, fn)


def _accuracy(pairs: Iterable[Pair], field: Field) -> Accuracy:
    both = [p for p in pairs if p.gold is not None and p.predicted is not None]
    return Accuracy(sum(p.agrees(field) for p in both), len(both))


def _wholly(pairs: Iterable[Pair], names: Sequence[str]) -> bool:
    fields = [f for f in FACT_FIELDS if f.name in names]
    return all(pair.agrees(f) for pair in pairs for f in fields)


def _zeros(facts: Iterable[Fact]) -> list[tuple[int, int, Place | None]]:
    implied = [f for f in facts if f.implied]
    return [(f.start, f.end, (f.category.start, f.category.end) if f.category else None) for f in implied]


def _added(first: Mapping[str, Count], second: Mapping[str, Count]) -> dict[str, Count]:
    total = dict(first)
    for name, count in second.items():
        total[name] = total[name] + count if name in total else count
    return total
