"""Columns that a text keeps apart by display width: which of them the figures of a row with empty cells stand in."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from gdie.documents.model import Cell
from gdie.documents.tables.content import is_value
from gdie.documents.tables.page import Page, RawRow

_LONGEST_LINE = 400


def display_column(text: str, line_start: int, offset: int) -> int:
    """Where `offset` is shown in its line: a Chinese character is two columns wide, and so are quotes in Chinese text."""
    return sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in text[line_start:offset])


def align(page: Page, rows: Sequence[RawRow]) -> list[RawRow]:
    """The rows, those with too few figures filled up with empty cells where the others show whose columns are empty."""
    full = _full_rows(rows)
    count = _figures(full[0]) if full else 0
    titles = _titles(rows)
    # One column of figures can't show that there are more; it has a unit beside it.
    if titles is not None and len(titles.cells) - 1 > count > 1:
        return [align_to_titles(page, rows, row) for row in rows]
    if len(full) < 2:
        return list(rows)
    spans = [[_shown(page, row, cell) for cell in row.cells[-count:]] for row in full]
    columns = [(min(s[k][0] for s in spans), max(s[k][1] for s in spans)) for k in range(count)]
    if any(left[1] >= right[0] for left, right in pairwise(columns)):
        return list(rows)  # the rows do not keep their columns
    return [_filled(page, row, columns) for row in rows]


def align_to_titles(page: Page, rows: Sequence[RawRow], row: RawRow) -> RawRow:
    """A row with fewer figures than the header has titles, filled up where each figure stands under one title."""
    titles = _titles(rows)
    if titles is None:
        return row
    named = titles.cells if _figures(row) == len(row.cells) else titles.cells[1:]
    return _filled(page, row, [_shown(page, titles, cell) for cell in named])


def _titles(rows: Sequence[RawRow]) -> RawRow | None:
    """The header row with the most cells."""
    return max((r for r in rows if r.kind == "header"), key=lambda r: len(r.cells), default=None)


def _figures(row: RawRow) -> int:
    count = 0
    for cell in reversed(row.cells):
        if not is_value(cell.text):
            break
        count += 1
    return count


def _full_rows(rows: Sequence[RawRow]) -> list[RawRow]:
    counts = Counter(k for r in rows if not r.kind and (k := _figures(r)) and k < len(r.cells))
    if not counts:
        return []
    most = max(counts)
    return [r for r in rows if not r.kind and _figures(r) == most and most < len(r.cells)] if most > 1 else []


def _shown(page: Page, row: RawRow, cell: Cell) -> tuple[int, int]:
    """Where the cell begins and ends in its line as shown."""
    start = page.lines[row.last][0]
    if cell.end - start > _LONGEST_LINE:
        return 0, 0
    left = display_column(page.text, start, cell.start)
    return left, left + display_column(page.text, cell.start, cell.end)


def _filled(page: Page, row: RawRow, columns: Sequence[tuple[int, int]]) -> RawRow:
    count = _figures(row)
    if row.kind or not 0 < count < len(columns):
        return row
    own = row.cells[-count:]
    places: list[int] = []
    for cell in own:
        left, right = _shown(page, row, cell)
        near = [k for k, (a, b) in enumerate(columns) if left <= b and a <= right]
        if len(near) != 1 or (places and near[0] <= places[-1]):
            return row
        places.append(near[0])
    cells = list(row.cells[:-count])
    position = cells[-1].end if cells else row.cells[0].start
    for k in range(len(columns)):
        if k in places:
            cells.append(own[places.index(k)])
            position = cells[-1].end
        else:
            cells.append(Cell(position, position))
    return RawRow(tuple(cells), row.first, row.last, row.kind, row.sure)
