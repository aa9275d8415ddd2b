"""Whether the confidence of a fact says how likely it is right: reliability, calibration error, precision and recall by threshold."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from gdie.evaluation.claims import Field
from gdie.evaluation.facts import Pair

BINS = 10
RIGHT = (
    "figure",
    "value",
    "unit",
    "approx",
    "category_similar",
    "column",
    "channel_code",
    "period",
    "agency",
    "part_of",
    "share_of",
    "status",
)
"""The fields that must all be right of a right fact."""
POINTS = 100  # of a precision–recall curve in a report


class MissingExtra(ValueError):
    """A package of an optional part is not installed; the message says what to install."""

    def __init__(self, package: str) -> None:
        super().__init__(
            f"{package} is not installed; run python3 -m pip install '.[evaluate]' in the project's folder"
        )


@dataclass(frozen=True)
class Judged:
    """A predicted fact: how sure the model was, and whether it is right."""

    confidence: float
    right: bool


@dataclass(frozen=True)
class Bin:
    """The facts whose confidence lies in `[low, high)`, the last bin with its upper end: how many, how sure, how many right."""

    low: float
    high: float
    facts: int
    confidence: float
    right: float


def judged(pairs: Iterable[Pair], fields: Sequence[Field]) -> list[Judged]:
    """Every predicted fact with whether all of `fields` agree with the gold; a superfluous one is wrong."""
    return [
        Judged(p.predicted.confidence, all(p.agrees(f) for f in fields))
        for p in pairs
        if p.predicted is not None
    ]


def reliability(facts: Sequence[Judged], bins: int = BINS) -> list[Bin]:
    """The bins of equal width that hold any fact, in order."""
    groups: dict[int, list[Judged]] = {}
    for fact in facts:
        groups.setdefault(min(int(fact.confidence * bins), bins - 1), []).append(fact)
    return [
        Bin(
            k / bins,
            (k + 1) / bins,
            len(group),
            sum(f.confidence for f in group) / len(group),
            sum(f.right for f in group) / len(group),
        )
        for k, group in sorted(groups.items())
    ]


def calibration_error(facts: Sequence[Judged], bins: int = BINS) -> float | None:
    """The expected calibration error: the mean gap between confidence and share of right facts, bins weighted by their facts.

    None without facts.
    """
    if not facts:
        return None
    return sum(b.facts * abs(b.confidence - b.right) for b in reliability(facts, bins)) / len(facts)


def precision_recall(facts: Sequence[Judged], wanted: int) -> dict[str, Any]:
    """Precision and recall when facts below a confidence are left out: points from the strictest to the most lenient threshold.

    `wanted` is how many gold facts there are: those never predicted are missed at every threshold.
    """
    from sklearn.metrics import precision_recall_curve  # slow to import

    right = sum(f.right for f in facts)
    if not right:
        return {"points": [], "average_precision": 0.0, "wanted": wanted}
    precision, recall, thresholds = precision_recall_curve(
        [f.right for f in facts], [f.confidence for f in facts]
    )
    # scikit-learn knows of predicted facts only; its last point (precision 1, recall 0) stands for no threshold.
    recall = recall * (right / wanted)
    average = float(-np.sum(np.diff(recall) * precision[:-1]))
    kept = np.unique(np.linspace(0, len(thresholds) - 1, min(POINTS, len(thresholds))).round().astype(int))
    points = [
        {"recall": float(recall[i]), "precision": float(precision[i]), "threshold": float(thresholds[i])}
        for i in kept[::-1]
    ]
    return {"points": points, "average_precision": average, "wanted": wanted}
