"""The cells of a Word table on a grid that has no more columns than are seen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import accumulate

from gdie.documents.formats.docx.parts import Element, W, content_of, switch, value, whole_number

# Borders of one column drawn by hand miss each other by a millimetre or two. Twentieths of a point; a digit of small print is 90.
_SAME_BORDER = 90
_NO_GRID = 10_000


@dataclass
class TableCell:
    """A `w:tc` with its place on the grid (from 0)."""

    element: Element
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1

    @property
    def name(self) -> str:
        """The cell as spreadsheets name it (`B7`)."""
        letters, number = "", self.column + 1
        while number:
            number, rest = divmod(number - 1, 26)
            letters = chr(ord("A") + rest) + letters
        return f"{letters}{self.row + 1}"


@dataclass
class _Drawn:
    """A cell between two borders, counted as the file counts them."""

    element: Element
    row: int
    left: int
    right: int


def table_cells(table: Element, count_cell: Callable[[], None]) -> tuple[list[TableCell], bool]:
    """The cells of a `w:tbl` in reading order, merged ones once, and whether it only sets its content in a frame.

    That is so if no row has a second cell. Deleted and hidden rows are left out. `count_cell` is called before each cell is kept.
    """
    drawn = list(_drawn_cells(table, count_cell))
    columns = _columns(drawn, _positions(table))
    cells: list[TableCell] = []
    growing: dict[tuple[int, int], TableCell] = {}
    begun: dict[tuple[int, int], TableCell] = {}
    row = 0
    for each in drawn:
        while row < each.row:
            growing, begun, row = begun, {}, row + 1
        edges = columns[each.left], columns[each.right]
        merge = _merge(each.element, "vMerge")
        above = growing.get(edges) if merge == "continue" else None
        if above is not None:
            above.row_span += 1
            begun[edges] = above
            continue
        cell = TableCell(each.element, each.row, edges[0], column_span=edges[1] - edges[0])
        cells.append(cell)
        if merge is not None:
            begun[edges] = cell
    return cells, len({each.row for each in drawn}) == len(drawn)


def _drawn_cells(table: Element, count_cell: Callable[[], None]) -> Iterator[_Drawn]:
    number = 0
    for row in content_of(table):
        if row.tag != W + "tr":
            continue
        properties = row.find(W + "trPr")
        if properties is not None and (
            properties.find(W + "del") is not None or switch(properties, "hidden")
        ):
            continue
        left = whole_number(value(properties, "gridBefore"), 0)
        last: _Drawn | None = None
        for cell in content_of(row):
            if cell.tag != W + "tc":
                continue
            count_cell()
            own = cell.find(W + "tcPr")
            right = left + max(1, whole_number(value(own, "gridSpan"), 1))
            if last is not None and _merge(cell, "hMerge") == "continue":
                last.right = right
            elif own is None or own.find(W + "cellDel") is None:
                if last is not None:
                    yield last
                last = _Drawn(cell, number, left, right)
            left = right
        if last is not None:
            yield last
        number += 1


def _merge(cell: Element, kind: str) -> str | None:
    properties = cell.find(W + "tcPr")
    merge = None if properties is None else properties.find(W + kind)
    return None if merge is None else merge.get(W + "val", "continue")


def _positions(table: Element) -> list[int]:
    grid = table.find(W + "tblGrid")
    widths = (
        () if grid is None else (whole_number(c.get(W + "w"), 0) for c in grid.iterchildren(W + "gridCol"))
    )
    return [0, *accumulate(widths)]


def _columns(drawn: list[_Drawn], positions: list[int]) -> dict[int, int]:
    """For each border the number of the column that begins there: borders nobody uses don't count, near ones count once."""
    # A border may be one with those before it unless a cell lies between them.
    farthest_left: dict[int, int] = {}
    for cell in drawn:
        farthest_left[cell.right] = max(cell.left, farthest_left.get(cell.right, -1))
        farthest_left.setdefault(cell.left, -1)
    columns: dict[int, int] = {}
    first = -1
    for border in sorted(farthest_left):
        near = first >= 0 and 0 < _position(border, positions) - _position(first, positions) < _SAME_BORDER
        if not near or farthest_left[border] >= first:
            first = border
        columns[border] = first
    numbers = {border: number for number, border in enumerate(sorted(set(columns.values())))}
    return {border: numbers[first] for border, first in columns.items()}


def _position(border: int, positions: list[int]) -> int:
    if border < len(positions):
        return positions[border]
    return positions[-1] + (border - len(positions) + 1) * _NO_GRID
