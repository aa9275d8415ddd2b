"""The short answer: a dozen measures in prose, in tables and in all, each with its bootstrap interval."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from gdie.evaluation.compared import Slices
from gdie.evaluation.facts import FactScores
from gdie.evaluation.scores import Accuracy, Score, accuracy_interval, f1_interval

PARTS = {
    "prose": ("text", "prose passages"),
    "tables": ("table", "table passages"),
    "all": ("all", "all"),
}
"""Column of the summary → the slice of its facts, and the slice of passages that can be wholly right in it."""


@dataclass(frozen=True)
class Measure:
    """One row: F1 of a field or of the zeros stated in words, accuracy of a field on matched figures, or the share of passages
    wholly right."""

    name: str
    of: Literal["fields", "matched", "implied", "whole"]
    key: str = ""


MEASURES = (
    Measure("figure and value", "fields", "value"),
    Measure("unit, of matched", "matched", "unit"),
    Measure("approx, of matched", "matched", "approx"),
    Measure("category, exact", "fields", "category"),
    Measure("category, character F1 ≥ 0.8", "fields", "category_similar"),
    Measure("indicator code", "fields", "code"),
    Measure("channel, by code", "fields", "channel_code"),
    Measure("channel, of matched", "matched", "channel_code"),
    Measure("period", "fields", "period"),
    Measure("agency", "fields", "agency"),
    Measure("status, of matched", "matched", "status"),
    Measure("part_of", "fields", "part_of"),
    Measure("share_of", "fields", "share_of"),
    Measure("stated zeros", "implied"),
    Measure("wholly right", "whole", "similar"),
)


def summarise(by_slice: Slices) -> dict[str, dict[str, Any]]:
    """`{part: {measure: {"value", "low", "high", "support"}}}`; None where the part has nothing to measure.

    Intervals draw whole documents or passages.
    """
    summary = {}
    for part, (facts, passages) in PARTS.items():
        summary[part] = {
            m.name: _value(m, list(by_slice.get(passages if m.of == "whole" else facts, {}).values()))
            for m in MEASURES
        }
    return summary


def _value(measure: Measure, units: Sequence[FactScores]) -> dict[str, float | int] | None:
    if measure.of in ("fields", "implied"):
        scores = (
            [u.implied for u in units]
            if measure.of == "implied"
            else [u.fields[measure.key] for u in units if measure.key in u.fields]
        )
        total = sum(scores, Score())
        if not total.support + total.predicted:
            return None
        interval, value, support = f1_interval(scores), total.f1, total.support
    else:
        counted = [group[measure.key] for u in units if measure.key in (group := getattr(u, measure.of))]
        pooled = sum(counted, Accuracy())
        if not pooled.of:
            return None
        interval, value, support = accuracy_interval(counted), pooled.value, pooled.of
    return {"value": value, "low": interval.low, "high": interval.high, "support": support}
