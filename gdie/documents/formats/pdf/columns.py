"""The reading order of a page: from top to bottom, but one text column after the other where there are two."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from gdie.documents.formats.pdf.page import Line, median
from gdie.documents.formats.pdf.ruled import RuledTable

_LEAST_ROWS = 8  # lines on each side of a gutter
_BOTH = 0.5  # share of the lines that have text on both sides
_CROSSING = 0.25  # share of the lines that may run across the gutter: headings, titles
_WIDTH = 1.2  # of the gutter, in sizes of the letters
_FULL = (
    0.6  # how much of its column a line fills, in the middle of all lines: else it is a table without rules
)

_SLACK = 4.0  # points that a table of a text column may reach into the gutter beyond its middle

Item = Line | RuledTable


def in_reading_order(
    lines: Sequence[Line], tables: Sequence[RuledTable] = ()
) -> list[tuple[int, list[Item]]]:
    """The lines and tables of a page in groups that are read one after the other.

    Each group with its text column: 0 for what runs across the page (all of it, where there is one column), 1 left, 2 right.
    """
    items: list[Item] = sorted([*lines, *tables], key=lambda item: item.top)
    gutter = _gutter(lines)
    if gutter is None:
        return [(0, items)] if items else []
    groups: list[tuple[int, list[Item]]] = []
    left: list[Item] = []
    right: list[Item] = []
    for item in items:
        before, after = _halves(item, gutter) if isinstance(item, Line) else _side(item, gutter)
        if before is None and after is None:
            groups += [(1, left), (2, right), (0, [item])]
            left, right = [], []
        if before:
            left.append(before)
        if after:
            right.append(after)
    groups += [(1, left), (2, right)]
    return [(column, group) for column, group in groups if group]


def _side(table: RuledTable, gutter: float) -> tuple[RuledTable | None, RuledTable | None]:
    """The table as the left or right one; both None where it runs across the gutter."""
    if table.right <= gutter + _SLACK:
        return table, None
    return (None, table) if table.left >= gutter - _SLACK else (None, None)


def _halves(line: Line, gutter: float) -> tuple[Line | None, Line | None]:
    """The parts of a line to the left and right of the gutter; both None where a segment runs across."""
    if any(s.left < gutter < s.right for s in line.segments):
        return None, None
    before = [s for s in line.segments if s.right <= gutter]
    after = [s for s in line.segments if s.left >= gutter]
    return (
        Line(line.page, before) if before else None,
        Line(line.page, after) if after else None,
    )


def _gutter(rows: Sequence[Line]) -> float | None:
    """The x of the gutter between two text columns, or None."""
    if len(rows) < _LEAST_ROWS:
        return None
    left, right = min(line.left for line in rows), max(line.right for line in rows)
    if not 0 < right - left < 10_000:
        return None
    changes = [0] * (int(right - left) + 3)
    for line in rows:
        for segment in line.segments:
            changes[int(segment.left - left)] += 1
            changes[int(segment.right - left) + 1] -= 1
    covered = list(accumulate(changes))
    middle = range(len(covered) * 3 // 10, len(covered) * 7 // 10)
    least = min((covered[x] for x in middle), default=len(rows))
    if least > _CROSSING * len(rows):
        return None
    start, end = _longest_run([covered[x] <= least for x in middle])
    size = median([line.size for line in rows])
    if end - start < _WIDTH * size:
        return None
    gutter = left + middle[0] + (start + end) / 2
    halves = [_halves(line, gutter) for line in rows]
    both = sum(1 for before, after in halves if before and after)
    befores = [before.right - before.left for before, _ in halves if before]
    afters = [after.right - after.left for _, after in halves if after]
    if min(len(befores), len(afters)) < _LEAST_ROWS or both < _BOTH * len(rows):
        return None
    # A column of labels beside one of figures is a table: its lines are as short as their words.
    full = median(befores) >= _FULL * (gutter - left) and median(afters) >= _FULL * (right - gutter)
    return gutter if full else None


def _longest_run(flags: Sequence[bool]) -> tuple[int, int]:
    best = (0, 0)
    start = 0
    for i, flag in enumerate([*flags, False]):
        if not flag:
            if i - start > best[1] - best[0]:
                best = (start, i)
            start = i + 1
    return best
