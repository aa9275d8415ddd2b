"""One cell a line, each opened by a tab, as word processors flatten a table; an empty cell is a line with a tab alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gdie.documents.model import Cell
from gdie.documents.tables.content import MAX_CELLS, is_blank, is_figure
from gdie.documents.tables.page import Page, RawRow, Run

_WIDTHS = range(2, 9)
_MAX_GAP = 4
_FIGURES = 0.85
_LONGEST_UNIT = 4


def read_indented(page: Page) -> Iterator[Run]:
    """Runs of tab-opened lines that make rows of one width."""
    i = 0
    while i < len(page):
        if page.taken(i) or not _opens(page, i):
            i += 1
            continue
        cells, lines = _cells(page, i)
        width = _width(cells)
        if width is not None and len(cells) >= 2 * width:
            whole = range(0, len(cells) - len(cells) % width, width)
            yield Run(
                "lines",
                tuple(
                    RawRow(tuple(cells[k : k + width]), lines[k][0], lines[k + width - 1][1]) for k in whole
                ),
            )
        i = lines[-1][1] + 1


def _opens(page: Page, i: int) -> bool:
    start, end = page.lines[i]
    return start < end and page.text[start] == "\t" and i not in page.furniture


def _cells(page: Page, i: int) -> tuple[list[Cell], list[tuple[int, int]]]:
    """Cells from line `i` on with their first and last lines. A line that is only indented carries the cell above it on."""
    cells: list[Cell] = []
    lines: list[tuple[int, int]] = []
    gap = 0
    broken = False  # by furniture: what follows carries no cell on
    for j in range(i, len(page)):
        if page.taken(j) or len(cells) >= MAX_CELLS:
            break
        if j in page.furniture:
            broken = True
            continue
        if _opens(page, j):
            cells.append(page.line_cell(j))
            lines.append((j, j))
        elif not page.line(j):
            gap += 1
            if gap > _MAX_GAP:
                break
            continue
        elif gap == 0 and not broken and page.raw(j)[0].isspace() and cells:
            cells[-1] = page.cell(cells[-1].start, page.lines[j][1])
            lines[-1] = (lines[-1][0], j)
        else:
            break
        gap, broken = 0, False
    return cells, lines


def _width(cells: Sequence[Cell]) -> int | None:
    """The number of columns at which the last column is all figures (or empty), but for titles that are repeated on each page,
    and the first alone holds labels."""
    for width in _WIDTHS:
        rows = range(width, len(cells) - width + 1, width)
        if len(rows) < 2:
            return None
        labels = all(cells[k].text and not is_figure(cells[k].text) for k in rows)
        ends = [cells[k + width - 1].text for k in rows]
        inner = [cells[k + c].text for k in rows for c in range(1, width - 1)]
        others = sum(len(c) > _LONGEST_UNIT and not is_figure(c) for c in inner)
        figures = sum(is_figure(e) or is_blank(e) for e in ends)
        if labels and figures >= _FIGURES * len(ends) and others <= (1 - _FIGURES) * len(inner):
            return width
    return None
