"""Where the cells of a worksheet stand once what is hidden is left out, with the spans of merged ones."""

from __future__ import annotations

import heapq
from bisect import bisect_left, bisect_right, insort
from collections.abc import Sequence
from typing import NamedTuple

from gdie.documents.formats.xlsx.sheet import Hidden, Merged, RawCell, RawSheet


class Laid(NamedTuple):
    """A shown cell with its place (from 0, hidden rows and columns not counted) and its spans."""

    row: int
    column: int
    row_span: int
    column_span: int
    cell: RawCell


def lay_out(sheet: RawSheet) -> list[Laid]:
    """The shown cells by rows. Cells under a merged one are left out, merged ranges that overlap another are ignored."""
    rows, columns = sheet.hidden_rows, sheet.hidden_columns
    rows.close()
    columns.close()
    ranges = {(m.row, m.column): m for m in sheet.merged}
    # Of two cells at one place the later counts.
    cells = {(cell.row, cell.column): cell for cell in sheet.cells}
    laid: list[Laid] = []
    for place, cell in cells.items():
        merged = ranges.get(place, Merged(*place, *place))
        row, row_span = _shown(rows, merged.row, merged.last_row)
        column, column_span = _shown(columns, merged.column, merged.last_column)
        if row_span and column_span:
            laid.append(Laid(row, column, row_span, column_span, cell))
    # A merged cell whose first row is hidden begins where another may: the one that spans more comes first.
    laid.sort(key=lambda c: (c.row, c.column, -c.row_span, -c.column_span))
    return _within(_without_covered(laid))


def _shown(hidden: Hidden, first: int, last: int) -> tuple[int, int]:
    before = hidden.shown_before(first)
    return before, hidden.shown_before(last + 1) - before


def _without_covered(laid: Sequence[Laid]) -> list[Laid]:
    """The cells that lie under no earlier one; a cell whose span would reach over others of its first row spans nothing."""
    kept: list[Laid] = []
    # Merged cells that reach into the present row, as ranges of columns that don't overlap; and the rows behind which they end.
    open_ranges: list[tuple[int, int]] = []
    ends: list[tuple[int, tuple[int, int]]] = []
    for cell in laid:
        while ends and ends[0][0] <= cell.row:
            _, gone = heapq.heappop(ends)
            del open_ranges[bisect_left(open_ranges, gone)]
        i = bisect_right(open_ranges, (cell.column, 2**31))
        if i and open_ranges[i - 1][1] > cell.column:
            continue
        if i < len(open_ranges) and open_ranges[i][0] < cell.column + cell.column_span:
            cell = cell._replace(row_span=1, column_span=1)
        reach = (cell.column, cell.column + cell.column_span)
        insort(open_ranges, reach)
        heapq.heappush(ends, (cell.row + cell.row_span, reach))
        kept.append(cell)
    return kept


def _within(laid: Sequence[Laid]) -> list[Laid]:
    """The cells with spans that end at the last row and column where a cell begins: a range to the end of the sheet is no wider."""
    if not laid:
        return []
    bottom = max(cell.row for cell in laid) + 1
    right = max(cell.column for cell in laid) + 1
    return [
        cell._replace(
            row_span=min(cell.row_span, bottom - cell.row),
            column_span=min(cell.column_span, right - cell.column),
        )
        for cell in laid
    ]
