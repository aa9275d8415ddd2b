"""Tables of a page: which are data and which are layout, and the cells of the former by row and column."""

from __future__ import annotations

import re
from collections.abc import Callable

from gdie.documents.content import Grid, GridCell, Paragraph
from gdie.documents.formats.html.tree import Element
from gdie.documents.limits import Limits

_WIDEST = 1_000
_LONG_CELL = 400
_DIGIT = re.compile(r"[0-9０-９]")
_CELLS = ("td", "th")


def rows_of(table: Element) -> list[list[list[Element]]]:
    """The shown cells of a table by groups of rows, in the order of display: the head first, the foot last."""
    groups: dict[str, list[list[list[Element]]]] = {"thead": [], "tbody": [], "tfoot": []}
    for child in table.elements:
        if child.skip:
            continue
        if child.tag in groups:
            rows = [
                [cell for cell in row.elements if cell.tag in _CELLS and not cell.skip]
                for row in child.elements
                if row.tag == "tr" and not row.skip
            ]
            groups[child.tag].append(rows)
    return [*groups["thead"], *groups["tbody"], *groups["tfoot"]]


def is_data(table: Element) -> bool:
    """Whether a table holds data; a layout only places its parts. The cells have been measured."""
    rows = [row for group in rows_of(table) for row in group if row]
    cells = [cell for row in rows for cell in row]
    if not cells or table.get("role") == "presentation":
        return False
    figures = sum(1 for cell in cells if cell.han <= 12 and _has_digit(cell))
    if any(cell.tables for cell in cells):
        return len(cells) >= 12 and figures >= 6
    width = max(map(len, rows))
    total = sum(cell.han + cell.links for cell in cells)
    longest = max(cell.han + cell.links for cell in cells)
    if width < 2 or (longest > _LONG_CELL and longest >= 0.6 * total):
        return False
    if len(rows) == 1:
        return width >= 3 and figures >= 2
    return figures >= 3 or sum(cell.links for cell in cells) <= 0.6 * total


def _has_digit(cell: Element) -> bool:
    waiting: list[Element | str] = [cell]
    for _ in range(40):
        if not waiting:
            return False
        part = waiting.pop()
        if isinstance(part, str):
            if _DIGIT.search(part):
                return True
        elif not part.skip:
            waiting += part.children[:40]
    return False


def grid_of(table: Element, lines: Callable[[Element], tuple[Paragraph, ...]], limits: Limits) -> Grid:
    """The grid of a table. `lines` reads a cell.

    Spans are those of the standard, but no cell grows over another, and columns in which no cell begins are none.
    """
    placed: list[tuple[int, int, int, int, Element]] = []
    covered: list[int] = []  # columns of each row
    top = slots = 0
    for group in rows_of(table):
        busy: list[int] = []  # for each column the first row that is free again
        for number, cells in enumerate(group):
            column = 0
            for cell in cells:
                while column < len(busy) and busy[column] > number:
                    column += 1
                wanted = min(_span(cell, "colspan") or 1, _WIDEST)
                width = 1
                while width < wanted and not (column + width < len(busy) and busy[column + width] > number):
                    width += 1
                height = _span(cell, "rowspan")
                height = min(height, len(group) - number) if height else len(group) - number
                # All places that it covers: the search for a free one passes each of them in each row.
                slots += width * height
                limits.check("cells", slots)
                busy += [0] * (column + width - len(busy))
                busy[column : column + width] = [number + height] * width
                placed.append((top + number, column, height, width, cell))
                column += width
            covered.append(sum(row > number for row in busy))
        top += len(group)
    ragged = (row for row, count in enumerate(covered) if count < max(covered))
    column_of = _ranks({column for _, column, _, _, _ in placed})
    row_of = _ranks({row for row, _, _, _, _ in placed})
    return Grid(
        tuple(
            GridCell(
                row_of(row),
                column_of(column),
                lines(cell),
                row_of(row + height) - row_of(row),
                column_of(column + width) - column_of(column),
            )
            for row, column, height, width, cell in placed
        ),
        frozenset(map(row_of, ragged)),
    )


def _span(cell: Element, name: str) -> int:
    """A span as written, 1 where it is nonsense; 0 is the rest of the group."""
    match = re.match(r"\s*\+?(\d{1,9})", cell.get(name), re.ASCII)
    return int(match.group(1)) if match else 1


def _ranks(starts: set[int]) -> Callable[[int], int]:
    """How many of the starts lie before a place."""
    last = max(starts, default=0)
    before = [0]
    for place in range(last + 1):
        before.append(before[-1] + (place in starts))
    return lambda place: before[min(place, last + 1)]
