"""What the values of figures say of their relations: which counts add up to which, which shares come out.

Evidence for the relation model, never a condition: an inconsistent report must be read as it is written.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

# The longest list of parts, and how far behind its parts or before them a total is looked for (in counts).
LONGEST = 40
BEHIND = 3
BEFORE = 60
# Two numbers add up to a third by chance too easily: a pair must stand this near to its total.
NEAR = 3


@dataclass(frozen=True)
class Amount:
    """A figure as it is reckoned with: its number among the entities, its value, its unit, decimals if it is a share."""

    entity: int
    value: float
    unit: str | None
    decimals: int | None = None


@dataclass(frozen=True)
class Evidence:
    """`groups`: total → part → how many parts its group has. `totals_of`: part → totals that a group of it adds up to.
    `shares`: (percent, count) for which some other count is a base that gives the percentage."""

    groups: Mapping[int, Mapping[int, int]]
    totals_of: Mapping[int, frozenset[int]]
    shares: frozenset[tuple[int, int]]


def weigh(counts: Sequence[Amount], percents: Sequence[Amount]) -> Evidence:
    """All sums and shares that come out among figures in text order."""
    groups = _groups(counts)
    totals_of: dict[int, set[int]] = defaultdict(set)
    for total, parts in groups.items():
        for part in parts:
            totals_of[part].add(total)
    return Evidence(
        groups, {part: frozenset(totals) for part, totals in totals_of.items()}, _shares(counts, percents)
    )


def _groups(counts: Sequence[Amount]) -> dict[int, dict[int, int]]:
    """Runs of neighbouring counts of one unit that add up to a count before or right behind them.

    The parts of an inner total (right behind it) are passed over by the run of the outer one.
    """
    places: dict[float, list[int]] = defaultdict(list)
    for i, count in enumerate(counts):
        places[count.value].append(i)
    inner: dict[
        int, int
    ] = {}  # place of a total whose parts stand right behind it → place behind the last of them
    found: dict[int, dict[int, int]] = defaultdict(dict)
    for start in range(len(counts) - 1, -1, -1):
        for run in _runs(counts, start, inner):
            for total in _totals(counts, places, run):
                for part in run:
                    known = found[counts[total].entity]
                    known[counts[part].entity] = max(len(run), known.get(counts[part].entity, 0))
                if total == start - 1 and len(run) > 1:
                    inner[total] = max(inner.get(total, 0), run[-1] + 1)
    return dict(found)


def _runs(counts: Sequence[Amount], start: int, inner: Mapping[int, int]) -> list[list[int]]:
    runs: list[list[int]] = []
    run: list[int] = []
    place = start
    while place < len(counts) and len(run) < LONGEST and counts[place].unit == counts[start].unit:
        run = [*run, place]
        if len(run) > 1:
            runs.append(run)
        place = inner.get(place, place + 1)
    return runs


def _totals(counts: Sequence[Amount], places: Mapping[float, Sequence[int]], run: Sequence[int]) -> list[int]:
    value = sum(counts[i].value for i in run)
    own = places.get(value)
    if value <= 0 or own is None:
        return []
    first, last = run[0], run[-1]
    before, behind = (NEAR, 1) if len(run) == 2 else (BEFORE, BEHIND)
    around = own[bisect_left(own, first - before) : bisect_right(own, last + behind)]
    return [i for i in around if i < first or i > last]


def _shares(counts: Sequence[Amount], percents: Sequence[Amount]) -> frozenset[tuple[int, int]]:
    holds = set()
    for percent in percents:
        if not 0 < percent.value <= 100:
            continue
        tolerance = 0.5000001 * 10.0 ** -(percent.decimals or 0)
        near = [c for c in counts if abs(c.entity - percent.entity) <= 16 and c.value > 0]
        bases = sorted(c.value for c in counts if abs(c.entity - percent.entity) <= BEFORE and c.value > 0)
        for count in near:
            if any(
                base > count.value
                and math.isclose(100 * count.value / base, percent.value, abs_tol=tolerance)
                for base in bases
            ):
                holds.add((percent.entity, count.entity))
    return frozenset(holds)
