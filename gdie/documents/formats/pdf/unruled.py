"""Tables without rules: lines below each other whose segments stand in the same columns, figures among them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from gdie.documents.content import Grid, GridCell
from gdie.documents.formats.pdf.page import Line, Segment, paragraph

_LEAST_LINES = 3
_FIGURE = re.compile(r"[-+－]?[\d０-９][\d０-９,，.．]*[%％]?$|[—–\-－/／]{1,2}$")
_NEAR = 2.6  # from baseline to baseline, in sizes of the letters


def find_unruled(lines: Sequence[Line]) -> Iterator[Line | Grid]:
    """The lines of one text column, with grids for those that surely are tables.

    What is less sure stays lines, in which two blanks part the cells.
    """
    run: list[Line] = []
    for line in lines:
        if run and not (_agrees(run, line) and line.baseline - run[-1].baseline < _NEAR * line.size):
            yield from _finished(run)
            run = []
        run.append(line)
    yield from _finished(run)


def _agrees(run: Sequence[Line], line: Line) -> bool:
    """Whether a line has as many segments as the last one, each in the column of its counterpart and in no other."""
    above, below = run[-1].segments, line.segments
    if len(above) != len(below) or len(below) < 2:
        return False
    pairs = list(zip(above, below, strict=True))
    return all(_overlap(a, b) for a, b in pairs) and not any(
        _overlap(a, b) for (a, _), (_, b) in pairwise(pairs)
    )


def _overlap(one: Segment, other: Segment) -> bool:
    return min(one.right, other.right) > max(one.left, other.left)


def _finished(run: Sequence[Line]) -> Iterator[Line | Grid]:
    if len(run) < _LEAST_LINES or not _has_figures(run):
        yield from run
        return
    yield Grid(
        tuple(
            GridCell(row, column, (paragraph([Line(line.page, [segment])]),))
            for row, line in enumerate(run)
            for column, segment in enumerate(line.segments)
        )
    )


def _has_figures(run: Sequence[Line]) -> bool:
    """Whether a column but the first has figures only, below its header."""
    columns = zip(*(line.segments for line in run), strict=True)
    next(columns)
    return any(all(_FIGURE.match(s.text) for s in column[1:]) for column in columns)
