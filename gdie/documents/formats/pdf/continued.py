"""Ruled tables as grids; those that go on over the end of a page are one."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field

from gdie.documents.content import Grid, GridCell
from gdie.documents.formats.pdf.lines import build_lines
from gdie.documents.formats.pdf.page import Line, paragraph
from gdie.documents.formats.pdf.ruled import RuledTable
from gdie.documents.radicals import fold_radicals

_SAME = 4.0  # points between the edges of one column on two pages
_OPEN, _CLOSED = "（(〔[【《“", "）)〕]】》”"
_GOES_ON = re.compile(r"[、，。；：）》】”,;:)]")
_BEGINS = re.compile(
    r"第?[一二三四五六七八九十]{1,3}(?:、|部分|章)|[（(][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}[.．、)）]|[①-⑳]|其中|其他|[合总小累]计|总数|注[:：]"
)
_MOST_HEADER_ROWS = 5
_MARGIN = 1.6  # a line that comes so near to both sides of its cell, in sizes of the letters, fills it
_DIGITS = re.compile(r"[\d,.]+")
_FIGURE = re.compile(r"\s*(?:[-+]?[\d,.]+\s*[%％]?|[/／—–－-]+|无)\s*$")


@dataclass(slots=True)
class _Cell:
    row: int
    last_row: int
    left: float
    right: float
    lines: list[Line]

    @property
    def text(self) -> str:
        return "".join(line.text for line in self.lines)


@dataclass(slots=True)
class GrowingTable:
    """A table as far as it has been read: its rows on all pages so far. x counts from its left edge."""

    last: RuledTable
    edges: list[float] = field(default_factory=list)
    rows: int = 0
    cells: list[_Cell] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._add(self.last)

    def goes_on_as(self, table: RuledTable) -> bool:
        """Whether `table`, the first thing of the next page where this one is the last of its own, has the same columns.

        A page may lack the edges of columns that are merged in all its rows.
        """
        if table.page.number != self.last.page.number + 1 or table.page.turn != self.last.page.turn:
            return False
        mine, its = self.edges, [x - table.left for x in table.xs]
        if abs(mine[-1] - its[-1]) > _SAME:
            return False
        fewer, more = sorted((mine, its), key=len)
        return all(any(abs(x - other) <= _SAME for other in more) for x in fewer)

    def take(self, table: RuledTable) -> None:
        """Append the rows of the next page; a row that the end of the page has cut is one again."""
        above = {(round(c.left), round(c.right)): c for c in self.cells if c.last_row == self.rows - 1}
        end, count = self.rows, len(self.cells)
        self._add(table)
        new = self.cells[count:]
        first = end + self._repeated(end, new)
        pairs = [(_counterpart(above, cell), cell) for cell in new if cell.row == first]
        if self._is_cut(pairs):
            self._mend(pairs, new)
        elif first == end:
            self._lengthen(pairs)
        self.last = table

    def grid(self) -> Grid:
        """The table with all its cells, empty ones too."""
        cells = []
        padding = self._padding()
        for cell in self.cells:
            column, end = self._edge(cell.left), self._edge(cell.right)
            if end > column:
                lines = tuple(map(paragraph, self._whole(cell, padding)))
                cells.append(GridCell(cell.row, column, lines, cell.last_row - cell.row + 1, end - column))
        return Grid(tuple(sorted(cells, key=lambda c: (c.row, c.column))))

    def _padding(self) -> float:
        """The least room between a left edge and what stands in the cell."""
        gaps = (line.left - self.last.left - cell.left for cell in self.cells for line in cell.lines)
        return min((gap for gap in gaps if gap >= 0), default=0.0)

    def _whole(self, cell: _Cell, padding: float) -> list[list[Line]]:
        """The lines of a cell; those that a figure is broken over, since its column is too narrow for it, are one."""
        if len(cell.lines) < 2 or not all(_DIGITS.fullmatch(line.text) for line in cell.lines):
            return [[line] for line in cell.lines]
        room = cell.right - cell.left - 2 * padding
        broken = all(
            line.right - line.left + 0.9 * (line.right - line.left) / len(line.text) > room
            for line in cell.lines[:-1]
        )
        return [cell.lines] if broken else [[line] for line in cell.lines]

    def _add(self, table: RuledTable) -> None:
        for x in table.xs:
            if not any(abs(x - table.left - edge) <= _SAME for edge in self.edges):
                self.edges.append(x - table.left)
        self.edges.sort()
        for cell in table.cells:
            left, right = table.xs[cell.column] - table.left, table.xs[cell.last_column + 1] - table.left
            lines = build_lines(cell.glyphs, table.page)
            self.cells.append(_Cell(cell.row + self.rows, cell.last_row + self.rows, left, right, lines))
        self.rows += len(table.ys) - 1

    def _edge(self, x: float) -> int:
        after = bisect_left(self.edges, x)
        near = range(max(after - 1, 0), min(after + 1, len(self.edges)))
        return min(near, key=lambda i: abs(self.edges[i] - x))

    def _is_cut(self, pairs: Sequence[tuple[_Cell | None, _Cell]]) -> bool:
        """Whether the first row of a page is the rest of the last row of the page before: words go on, and no figure meets another."""
        goes_on = False
        for above, cell in pairs:
            if above is None:
                return False
            if cell.last_row > cell.row:
                if cell.lines or above.last_row == above.row:
                    return False
                continue  # a merged cell that goes on
            if _FIGURE.match(above.text) and _FIGURE.match(cell.text):
                return False
            if above.lines and cell.lines:
                if _BEGINS.match(fold_radicals(cell.text)):
                    return False
                wrapped = (
                    self._fills(above) and not _FIGURE.match(above.text) and not _FIGURE.match(cell.text)
                )
                bracketed = _open(above.text) and _closes(cell.text)
                goes_on = goes_on or wrapped or bracketed or _GOES_ON.match(cell.text) is not None
        return goes_on

    def _fills(self, cell: _Cell) -> bool:
        """Whether the last line of a cell of the page before fills it, so that words must have gone on below."""
        line = cell.lines[-1]
        before, after = line.left - self.last.left - cell.left, self.last.left + cell.right - line.right
        return max(before, after) <= _MARGIN * line.size

    def _repeated(self, end: int, new: Sequence[_Cell]) -> int:
        """How many rows the next page begins with that are the header of the table once more. `end`: the rows before it."""
        headers: list[list[tuple[int, str]]] = []
        for cells, start in ((self.cells, 0), (new, end)):
            found: list[list[tuple[int, str]]] = [[] for _ in range(_MOST_HEADER_ROWS)]
            for cell in cells:
                if start <= cell.row < start + _MOST_HEADER_ROWS and cell.row < (
                    end if start == 0 else self.rows
                ):
                    found[cell.row - start].append((round(cell.left / _SAME), cell.text))
            headers += found
        count = 0
        for one, other in zip(headers[:_MOST_HEADER_ROWS], headers[_MOST_HEADER_ROWS:], strict=True):
            if one != other or not any(text for _, text in one):
                break
            count += 1
        return count

    def _mend(self, pairs: Sequence[tuple[_Cell | None, _Cell]], new: Sequence[_Cell]) -> None:
        """Put the cells of a row to those of the last row above; the rows after it move up."""
        cut = pairs[0][1].row
        gone = set()
        for above, cell in pairs:
            if above is None:
                continue
            above.lines = above.lines + cell.lines
            if cell.last_row == cut:
                gone.add(id(cell))
            elif above.last_row == cut - 1:  # goes on below; where a header is between, it begins anew
                above.last_row = cell.last_row - 1
                gone.add(id(cell))
        for cell in new:
            if cell.row > cut:
                cell.row -= 1
            if cell.last_row >= cut:
                cell.last_row -= 1
        self.cells = [cell for cell in self.cells if id(cell) not in gone]
        self.rows -= 1

    def _lengthen(self, pairs: Sequence[tuple[_Cell | None, _Cell]]) -> None:
        """A merged cell whose words stand on the page before goes on."""
        for above, cell in pairs:
            merged = above is not None and (above.last_row > above.row or cell.last_row > cell.row)
            if above is not None and merged and above.lines and not cell.lines:
                above.last_row = cell.last_row
                self.cells = [c for c in self.cells if c is not cell]


def _counterpart(above: dict[tuple[int, int], _Cell], cell: _Cell) -> _Cell | None:
    for (left, right), other in above.items():
        if abs(left - cell.left) <= _SAME and abs(right - cell.right) <= _SAME:
            return other
    return None


def _open(text: str) -> bool:
    return sum(text.count(sign) for sign in _OPEN) > sum(text.count(sign) for sign in _CLOSED)


def _closes(text: str) -> bool:
    return sum(text.count(sign) for sign in _OPEN) < sum(text.count(sign) for sign in _CLOSED)
