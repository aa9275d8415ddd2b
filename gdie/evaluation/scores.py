"""The values that evaluation counts with, and bootstrap intervals of them.

`Score` and `LabelScores` come from the annotation room, where the agreement of two annotators is counted by
the same rules; the conventions for empty sides stand there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from gdie.annotation.score import LabelScores, Score

__all__ = ["Accuracy", "Interval", "LabelScores", "Score", "accuracy_interval", "f1_interval"]

RESAMPLES = 1000
LEVEL = 0.95
SEED = 20130331


@dataclass(frozen=True)
class Accuracy:
    """How many of how many are right. Of nothing, all is right (1.0)."""

    right: int = 0
    of: int = 0

    def __post_init__(self) -> None:
        if not 0 <= self.right <= self.of:
            raise ValueError(f"not a part of a whole: {self}")

    def __add__(self, other: Accuracy) -> Accuracy:
        return Accuracy(self.right + other.right, self.of + other.of)

    @property
    def value(self) -> float:
        """The share that is right."""
        return self.right / self.of if self.of else 1.0

    def as_json(self) -> dict[str, float | int]:
        """Plain values."""
        return {"accuracy": self.value, "right": self.right, "of": self.of}


@dataclass(frozen=True)
class Interval:
    """A percentile interval of the bootstrap."""

    low: float
    high: float

    def as_json(self) -> list[float]:
        """`[low, high]`."""
        return [self.low, self.high]


def f1_interval(
    units: Sequence[Score], *, resamples: int = RESAMPLES, level: float = LEVEL, seed: int = SEED
) -> Interval:
    """The interval of the micro F1 over documents or passages, one score each.

    Whole units are drawn with replacement: figures of one document succeed and fail together, so drawing
    single figures would make the interval too narrow. With a handful of units it is a rough guide only.
    """
    sums = _resampled([(s.tp, s.fp, s.fn) for s in units], resamples, seed)
    tp, wrong = sums[:, 0], sums[:, 1] + sums[:, 2]
    return _percentiles(2 * tp, 2 * tp + wrong, level)


def accuracy_interval(
    units: Sequence[Accuracy], *, resamples: int = RESAMPLES, level: float = LEVEL, seed: int = SEED
) -> Interval:
    """The interval of a pooled accuracy over documents or passages, one value each."""
    sums = _resampled([(a.right, a.of) for a in units], resamples, seed)
    return _percentiles(sums[:, 0], sums[:, 1], level)


def _resampled(counts: Sequence[tuple[int, ...]], resamples: int, seed: int) -> np.ndarray:
    """Sums of the counts over `resamples` draws of as many units as there are, shape (resamples, counts)."""
    if not counts:
        raise ValueError("an interval needs at least one document")
    drawn = np.random.default_rng(seed).integers(len(counts), size=(resamples, len(counts)))
    return np.asarray(np.array(counts, dtype=np.int64)[drawn].sum(axis=1))


def _percentiles(part: np.ndarray, whole: np.ndarray, level: float) -> Interval:
    # Draws with nothing to count say nothing; where there is never anything, all is right, as everywhere.
    drawn = whole > 0
    ratios = part[drawn] / whole[drawn] if drawn.any() else np.ones(1)
    low, high = np.quantile(ratios, [(1 - level) / 2, (1 + level) / 2])
    return Interval(float(low), float(high))
