"""Figures that ran together: every way to cut digits into a row's cells that the row's own sum allows."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import accumulate, combinations
from math import comb

# More readings than this of one row say that the row can't be read; so do longer runs of digits.
MAX_READINGS = 400
_MAX_DIGITS = 60
_MAX_CUTS = 5_000
_MAX_CELL_DIGITS = 9
_DIGITS = re.compile(r"[0-9]+")

# A reading is one (piece, start, end) a cell: which of the given runs it is cut from, and where.
Piece = tuple[int, int, int]
Reading = tuple[Piece, ...]
Cuts = dict[int, list[tuple[int, ...]]]


def values_of(reading: Reading, runs: Sequence[str]) -> tuple[int, ...]:
    """The numbers of a reading's cells."""
    return tuple(int(runs[run][start:end]) for run, start, end in reading)


def readings(runs: Sequence[str], groups: Sequence[int], summed: bool) -> list[Reading] | None:
    """All ways to cut `runs` (digits only, in order) into Σ groups cells.

    `groups` are the numbers of cells a sum spans: with `summed`, the last cell of each group is the sum of the others (table 三: one
    group of 7; table 四: three of 5). A cell has no leading zero. Where there is one run a cell, no sum is asked for. None when there
    are too many to be of use.
    """
    width = sum(groups)
    total = sum(map(len, runs))
    if not runs or total < width or total > _MAX_DIGITS or not all(_DIGITS.fullmatch(r) for r in runs):
        return []
    if len(runs) == width and all(r == "0" or r[0] != "0" for r in runs):
        return [tuple((k, 0, len(r)) for k, r in enumerate(runs))]
    if not summed and comb(total - 1, width - 1) > _MAX_CUTS:
        return None
    found = _cut(runs, groups) if summed else _plain(runs, width)
    return None if len(found) > MAX_READINGS else found


def _cut(runs: Sequence[str], groups: Sequence[int]) -> list[Reading]:
    """All cuts of the runs into groups of cells that end in their sum; a few more than `MAX_READINGS` at most."""
    text = "".join(runs)
    ends = [0, *accumulate(map(len, runs))]
    borders = frozenset(ends)

    @cache
    def cuts(start: int, end: int, cells: int) -> Cuts:
        """Sum → cell ends of all ways to cut `[start, end)` into so many cells."""
        if cells == 1:
            fits = end - start <= _MAX_CELL_DIGITS and _whole(text, start, end, borders)
            return {int(text[start:end]): [(end,)]} if fits else {}
        found: dict[int, list[tuple[int, ...]]] = {}
        for edge in range(start + 1, end - cells + 2):
            for first in cuts(start, edge, 1):
                for rest, ways in cuts(edge, end, cells - 1).items():
                    found.setdefault(first + rest, []).extend((edge, *way) for way in ways)
        return found

    @cache
    def tails(position: int, group: int) -> tuple[tuple[int, ...], ...]:
        """Cuts (cell ends) of the groups from `group` on that use the rest of the digits exactly."""
        if group == len(groups):
            return ((),) if position == len(text) else ()
        out: list[tuple[int, ...]] = []
        behind = sum(groups[group + 1 :])
        first, last = position + groups[group], len(text) - behind
        for end in range(first if behind else last, last + 1):
            for cells in _group(text, position, end, groups[group], cuts):
                for rest in tails(end, group + 1):
                    out.append(cells + rest)
                    if len(out) > MAX_READINGS:
                        return tuple(out)
        return tuple(out)

    return [
        tuple(_piece(start, end, ends) for start, end in zip((0, *cut), cut, strict=False))
        for cut in tails(0, 0)
    ]


def _plain(runs: Sequence[str], width: int) -> list[Reading]:
    """All cuts into so many cells where no sum tells; a few more than `MAX_READINGS` at most."""
    text = "".join(runs)
    ends = [0, *accumulate(map(len, runs))]
    borders = frozenset(ends)
    found: list[Reading] = []
    for edges in combinations(range(1, len(text)), width - 1):
        cut = (*edges, len(text))
        pairs = list(zip((0, *edges), cut, strict=True))
        if all(_whole(text, start, end, borders) for start, end in pairs):
            found.append(tuple(_piece(start, end, ends) for start, end in pairs))
        if len(found) > MAX_READINGS:
            break
    return found


def _piece(start: int, end: int, ends: Sequence[int]) -> Piece:
    run = max(k for k, e in enumerate(ends[:-1]) if e <= start)
    return run, start - ends[run], end - ends[run]


def _group(
    text: str, position: int, end: int, size: int, cuts: Callable[[int, int, int], Cuts]
) -> Iterator[tuple[int, ...]]:
    """Ends of the cells of one group that fills `[position, end)`: size−1 numbers and their sum.

    For each possible sum the numbers before it are halved: what the left half adds up to says what the right half must.
    """
    left_cells = (size - 1) // 2
    right_cells = size - 1 - left_cells
    for length in range(1, min(_MAX_CELL_DIGITS, end - position - size + 1) + 1):
        stop = end - length
        for total in cuts(stop, end, 1):
            for middle in range(position + left_cells, stop - right_cells + 1):
                right = cuts(middle, stop, right_cells)
                for number, firsts in cuts(position, middle, left_cells).items():
                    for last in right.get(total - number, ()):
                        for first in firsts:
                            yield (*first, *last, end)


def _whole(text: str, start: int, end: int, borders: frozenset[int]) -> bool:
    """Whether `[start, end)` can be one cell: no leading zero, no border of runs inside."""
    return (end - start == 1 or text[start] != "0") and not any(b in borders for b in range(start + 1, end))
