"""Figures that ran together: every way to cut digits into a row's cells that the row's own sum allows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import count

# More readings than this of one row say that the row can't be read; so do longer runs of digits.
MAX_READINGS = 400
# Cells tried for one row; a real row needs some thousands at most.
_MAX_STEPS = 100_000
_MAX_DIGITS = 60
_MAX_CELL_DIGITS = 9
_DIGITS = re.compile(r"[0-9]+")

# A reading is one (piece, start, end) a cell: which of the given runs it is cut from, and where.
Piece = tuple[int, int, int]
Reading = tuple[Piece, ...]


def values_of(reading: Reading, runs: Sequence[str]) -> tuple[int, ...]:
    """The numbers of a reading's cells."""
    return tuple(int(runs[run][start:end]) for run, start, end in reading)


def readings(runs: Sequence[str], groups: Sequence[int], summed: bool) -> list[Reading] | None:
    """All ways to cut `runs` (digits only, in order) into Σ groups cells.

    `groups` are the numbers of cells a sum spans: with `summed`, the last cell of each group is the sum of the others (table 三: one
    group of 7; table 四: three of 5). A cell has no leading zero. When there is one digit a cell or one run a cell no sum is asked
    for, since no other reading exists. None when there are too many to be of use.
    """
    width = sum(groups)
    total = sum(map(len, runs))
    if not runs or total < width or total > _MAX_DIGITS or not all(_DIGITS.fullmatch(r) for r in runs):
        return []
    if len(runs) == width and all(r == "0" or r[0] != "0" for r in runs):
        return [tuple((k, 0, len(r)) for k, r in enumerate(runs))]
    if total == width:
        return [tuple((k, d, d + 1) for k, r in enumerate(runs) for d in range(len(r)))]
    if not summed:
        return None
    try:
        found = _cut(runs, groups)
    except _TooManyError:
        return None
    return None if len(found) > MAX_READINGS else found


class _TooManyError(Exception):
    """More cells were tried than a real row needs."""


def _cut(runs: Sequence[str], groups: Sequence[int]) -> list[Reading]:
    """Depth-first over the cells; what a group's sum can't reach any more is cut off. Raises _TooManyError."""
    ends = [0]
    for run in runs:
        ends.append(ends[-1] + len(run))
    text = "".join(runs)
    borders = frozenset(ends)
    steps = count()

    @cache
    def tails(position: int, group: int) -> tuple[tuple[int, ...], ...]:
        """Cuts (cell ends) of the groups from `group` on that use the rest of the digits exactly."""
        if group == len(groups):
            return ((),) if position == len(text) else ()
        out: list[tuple[int, ...]] = []
        behind = sum(groups[group + 1 :])
        first, last = position + groups[group], len(text) - behind
        for end in range(first if behind else last, last + 1):
            for cells in _group(text, position, end, groups[group], borders, steps):
                for rest in tails(end, group + 1):
                    out.append(cells + rest)
                    if len(out) > MAX_READINGS:
                        return tuple(out)
        return tuple(out)

    return [
        tuple(_piece(start, end, ends) for start, end in zip((0, *cut), cut, strict=False))
        for cut in tails(0, 0)
    ]


def _piece(start: int, end: int, ends: Sequence[int]) -> Piece:
    run = max(k for k, e in enumerate(ends[:-1]) if e <= start)
    return run, start - ends[run], end - ends[run]


def _group(
    text: str, position: int, end: int, size: int, borders: frozenset[int], steps: Iterator[int]
) -> Iterator[tuple[int, ...]]:
    """Ends of the cells of one group that fills `[position, end)`: size−1 numbers and their sum.

    The sum is chosen first: it bounds all other cells, so that few cuts are left to try. Cells don't cross the runs' borders.
    """

    def cells(
        start: int, stop: int, left: int, rest: int, taken: tuple[int, ...]
    ) -> Iterator[tuple[int, ...]]:
        digits, longest = stop - start, len(str(rest))
        if digits < left or digits > left * longest:
            return
        for length in range(1, min(longest, digits - left + 1) + 1):
            edge = start + length
            if next(steps) > _MAX_STEPS:
                raise _TooManyError
            if not _whole(text, start, edge, borders):
                break
            number = int(text[start:edge])
            if number > rest:
                break
            if left == 1:
                if edge == stop and number == rest:
                    yield (*taken, edge)
            else:
                yield from cells(edge, stop, left - 1, rest - number, (*taken, edge))

    for length in range(1, min(_MAX_CELL_DIGITS, end - position - size + 1) + 1):
        start = end - length
        if _whole(text, start, end, borders):
            for cut in cells(position, start, size - 1, int(text[start:end]), ()):
                yield (*cut, end)


def _whole(text: str, start: int, end: int, borders: frozenset[int]) -> bool:
    """Whether `[start, end)` can be one cell: no leading zero, no border of runs inside."""
    return (end - start == 1 or text[start] != "0") and not any(b in borders for b in range(start + 1, end))
