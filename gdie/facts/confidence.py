"""How likely a fact is right, from the probabilities of the model's decisions behind it.

Each decision may be sure while one of twelve is wrong, so neither their least nor their product says how often the whole fact is
right. A logistic regression over them does; it is fitted to facts of documents that the model has not seen
(`gdie.evaluation.confidence`).
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from gdie.annotation import Annotation, Entity, Relation, load_scheme
from gdie.facts.model import Fact

Probabilities = Mapping[Entity | Relation, float]
CERTAIN = 1.0
"""Confidence of a figure that stands in a table: its structure decides, no model."""
STATED_ZERO = 0.95
"""Confidence of a zero stated in words: the share of them that was right on sentences written before the rules were tuned."""
_EDGE = 1e-4


class CalibrationError(ValueError):
    """A calibration that does not fit; the message says what to do."""


@dataclass(frozen=True)
class Calibration:
    """Weights of a logistic regression over `EVIDENCE`, in its order."""

    weights: tuple[float, ...]
    bias: float

    @classmethod
    def read(cls, path: Path) -> Calibration | None:
        """The calibration in a file, None where there is no file. Raises `CalibrationError`."""
        if not path.is_file():
            return None
        try:
            return cls.from_json(json.loads(path.read_text(encoding="utf-8")))
        except (json.JSONDecodeError, UnicodeDecodeError, AttributeError, TypeError):
            raise CalibrationError(
                f"{path}: is no calibration of confidence; write it anew with gdie train --calibrate"
            ) from None

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Calibration:
        """From `as_json`. Raises `CalibrationError` when it is of other evidence, or none."""
        weights = data.get("weights", {})
        if list(weights) != list(EVIDENCE) or "bias" not in data:
            raise CalibrationError(
                "the calibration of confidence is of other evidence than this version's; train again"
            )
        return cls(tuple(float(w) for w in weights.values()), float(data["bias"]))

    def as_json(self) -> dict[str, Any]:
        """Plain values, weights by the name of their evidence."""
        return {"weights": dict(zip(EVIDENCE, self.weights, strict=True)), "bias": self.bias}

    def probability(self, evidence: Sequence[float]) -> float:
        """How likely a fact with this evidence is right."""
        score = self.bias + sum(w * x for w, x in zip(self.weights, evidence, strict=True))
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))


def _names() -> tuple[str, ...]:
    relations = load_scheme().relations
    return (
        "figure",
        *(f"{kind} {label}" for label in relations for kind in ("relation", "mention", "none")),
        "least",
        "product",
        "mentions",
    )


EVIDENCE = _names()
"""What a fact's confidence rests on: the log-odds of the figure, of each relation and of the mention that it leads to (0 and a mark
where there is none), of the least of them and of their product, and how many mentions the fact has."""


def evidence(figure: Entity, relations: Sequence[Relation], probabilities: Probabilities) -> list[float]:
    """The evidence of the fact of a figure; `relations` are those that it is the head of."""
    by_label: dict[str, list[Relation]] = {}
    for relation in relations:
        by_label.setdefault(relation.label, []).append(relation)
    found = [_log_odds(probabilities.get(figure, 1.0))]
    every = [probabilities.get(figure, 1.0)]
    for label in load_scheme().relations:
        own = by_label.get(label, [])
        joined = [probabilities.get(r, 1.0) for r in own]
        mentions = [probabilities.get(r.tail, 1.0) for r in own]
        every += [*joined, *mentions]
        found += [_log_odds(min(joined)), _log_odds(min(mentions)), 0.0] if own else [0.0, 0.0, 1.0]
    return [*found, _log_odds(min(every)), _log_odds(math.prod(every)), float(len(relations))]


def confident(facts: Iterable[Fact], least: float) -> tuple[Fact, ...]:
    """The facts with at least this confidence; what they said of facts that are left out is left out too."""
    kept = [f for f in facts if f.confidence >= least]
    there = {f.id for f in kept}
    return tuple(
        replace(
            f,
            part_of=f.part_of if f.part_of in there else None,
            shares=tuple(s for s in f.shares if s in there),
        )
        for f in kept
    )


def _log_odds(probability: float) -> float:
    inside = min(max(probability, _EDGE), 1 - _EDGE)
    return math.log(inside / (1 - inside))


def heads(annotation: Annotation) -> dict[Entity, list[Relation]]:
    """The relations of each head."""
    found: dict[Entity, list[Relation]] = {}
    for relation in annotation.relations:
        found.setdefault(relation.head, []).append(relation)
    return found
