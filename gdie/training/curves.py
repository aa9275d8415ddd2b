"""What the simulated loop found: its file, and a table of it.

The file has `settings` and `curves`, one a strategy and seed, each with its `points`: records, characters and marks (entities and
relations) annotated, and F1 of entities and relations on the held-out documents.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

Point = Mapping[str, Any]
LEVELS = {"entities": (0.65, 0.70), "relations": (0.60, 0.65)}
"""F1 for which it is said how much annotation it takes."""
EFFORTS = ("characters", "records", "marks")


def dumped(results: Mapping[str, Any]) -> str:
    """The results as JSON, one curve a line."""
    curves = ",\n".join(f"  {json.dumps(curve, ensure_ascii=False)}" for curve in results["curves"])
    settings = json.dumps(results["settings"], ensure_ascii=False)
    return f'{{\n "settings": {settings},\n "curves": [\n{curves}\n ]\n}}\n'


def effort_to(points: Sequence[Point], score: str, level: float, effort: str) -> float | None:
    """How much of `effort` it takes until F1 `score` first is at `level`, straight lines between points; None if it never is."""
    if points[0][score] >= level:
        return float(points[0][effort])
    for before, after in pairwise(points):
        if after[score] >= level:
            share = (level - before[score]) / (after[score] - before[score])
            return float(before[effort] + share * (after[effort] - before[effort]))
    return None


def mean_score(points: Sequence[Point], score: str) -> float:
    """The mean of F1 over the points behind the start: the area under the curve."""
    later = [point[score] for point in points[1:]]
    return float(sum(later) / len(later))


def table(results: Mapping[str, Any]) -> str:
    """Markdown: for each strategy the mean over its seeds of F1 after the last round and over all rounds, with the range of the
    latter, and what it takes to reach `LEVELS`. A level that some seed does not reach has the number of those that do."""
    by_strategy: dict[str, list[Sequence[Point]]] = {}
    for curve in results["curves"]:
        by_strategy.setdefault(curve["strategy"], []).append(curve["points"])
    head = [
        "strategy",
        "seeds",
        "last: entities · relations",
        "all rounds: entities (range)",
        "relations (range)",
    ]
    wanted = [(score, level) for score, levels in LEVELS.items() for level in levels]
    head += [f"{score} {level:.2f}: {' · '.join(EFFORTS)}" for score, level in wanted]
    lines = [head, ["---"] * len(head)]
    for name, curves in by_strategy.items():
        last = " · ".join(f"{_mean([c[-1][score] for c in curves]):.3f}" for score in LEVELS)
        row = [name, str(len(curves)), last]
        for score in LEVELS:
            means = [mean_score(curve, score) for curve in curves]
            row.append(f"{_mean(means):.3f} ({min(means):.3f}–{max(means):.3f})")
        row += [_reached(curves, score, level) for score, level in wanted]
        lines.append(row)
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _reached(curves: Sequence[Sequence[Point]], score: str, level: float) -> str:
    reached = [curve for curve in curves if effort_to(curve, score, level, EFFORTS[0]) is not None]
    if len(reached) < len(curves):
        return f"reached by {len(reached)} of {len(curves)}"
    found = ([effort_to(curve, score, level, effort) or 0.0 for curve in curves] for effort in EFFORTS)
    return " · ".join(f"{_mean(values):,.0f}" for values in found)


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)
