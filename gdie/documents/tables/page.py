"""The lines of a text as the readers of tables see them, and the rows that they hand on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from gdie.documents.furniture import furniture_lines, is_lone_number
from gdie.documents.model import Cell, TableLayout
from gdie.documents.tables.content import is_blank, is_block_line, is_measure, is_numbered

# Blank lines and furniture that a row may be away from the row above it.
MAX_GAP = 8

_SECTION = re.compile(
    r"[一二三四五六七八九十]{1,3}、[^|｜\t。；;]{2,40}(?:情况|情況|事项|事項|问题|問題|措施|安排|打算|[说說]明)$"
)

_ANNEX = re.compile(r"附[表件圖图]\s*[0-9０-９一二三四五六七八九十]{1,2}(?![0-9０-９])[^|｜\t。]{0,40}$")
_ONE_FIGURE = re.compile(r"[\u3400-\u9fff]\s*[0-9０-９.,，]{1,6}$")
_TOP_LEVEL = re.compile(r"一[、.．]")

RowKind = Literal["", "header", "block"]


@dataclass(frozen=True)
class RawRow:
    """A row as its lines give it: the cells in text order, the first and the last line.

    `kind` is set where the reader knows that the row is of the header, or names the block below it. `sure` is False where a cell
    may hold the digits of several columns.
    """

    cells: tuple[Cell, ...]
    first: int
    last: int
    kind: RowKind = ""
    sure: bool = True


@dataclass(frozen=True)
class Run:
    """Rows that stand together and may be a table, or several below each other.

    `even`: the rows, but for some that have lost cells, have one for every column of the grid that the file has; tables below each
    other share its columns, of which each uses some.
    """

    layout: TableLayout
    rows: Sequence[RawRow]
    even: bool = False


def _ends_in_figure(line: str) -> bool:
    """Whether one figure stands behind words, as in a list; a row of several is the first of another table."""
    return _ONE_FIGURE.search(line) is not None and not _TOP_LEVEL.match(line) and not is_block_line(line)


def opens_section(line: str, behind: str) -> bool:
    """Whether a line such as 四、行政复议、行政诉讼情况 is a heading of the document, by what stands below it, and not a row of a table."""
    if not _SECTION.match(line):
        return False
    # 一、 below 三、 is the first row of a table in that section.
    inner = is_numbered(behind) and not _TOP_LEVEL.match(behind)
    return not (inner or is_blank(behind) or is_measure(behind) or _ends_in_figure(behind))


class Page:
    """A text with its lines. Lines that a table has taken are not looked at again."""

    def __init__(self, text: str, lines: Sequence[tuple[int, int]]) -> None:
        self.text = text
        self.lines = lines
        self.furniture = furniture_lines(text, lines)
        self._stripped = [text[start:end].strip() for start, end in lines]
        self._taken = bytearray(len(lines))
        self._skipped = bytearray(not line for line in self._stripped)
        for i in self.furniture:
            self._skipped[i] = 1
        # A heading of the document parts tables as a table that has been taken does.
        self.headings = frozenset(self._section_headings())
        for i in self.headings:
            self._taken[i] = 1

    def _section_headings(self) -> Iterator[int]:
        """Lines such as 四、行政复议、行政诉讼情况 or 附表3 that open a section.

        A row of a table may read so too (八、机构建设和保障经费情况), but then its sub-rows, its unit or its figures come next.
        """
        content = [i for i, skipped in enumerate(self._skipped) if not skipped]
        for i, following in pairwise([*content, None]):
            if i is not None and _ANNEX.match(self._stripped[i]):
                yield i
            if i is not None and opens_section(
                self._stripped[i], "" if following is None else self._stripped[following]
            ):
                yield i

    def __len__(self) -> int:
        return len(self.lines)

    def raw(self, i: int) -> str:
        """Line `i` without its line end."""
        start, end = self.lines[i]
        return self.text[start:end]

    def line(self, i: int) -> str:
        """Line `i` without the blanks around it."""
        return self._stripped[i]

    def take(self, first: int, last: int) -> None:
        """Mark the lines from `first` to `last` as part of a table."""
        self._taken[first : last + 1] = b"\1" * (last + 1 - first)

    def taken(self, i: int) -> bool:
        """Whether line `i` is part of a table."""
        return bool(self._taken[i])

    def skipped(self, i: int) -> bool:
        """Whether line `i` is blank or furniture, which parts no table."""
        return bool(self._skipped[i])

    def content(self, i: int, cells: bool = False) -> Iterator[int]:
        """The lines from `i` on, without blank lines and furniture, up to a taken line or a gap that parts tables.

        With `cells`, a line of a tab alone among lines that a tab opens is an empty cell, and no blank line.
        """
        last = i
        for j in range(i, len(self.lines)):
            if self._taken[j] or j - last > MAX_GAP:
                return
            empty = cells and not self._stripped[j] and self._opens(j) and self._opens(last)
            if not self._skipped[j] or empty:
                last = j
                yield j

    def _opens(self, i: int) -> bool:
        start, end = self.lines[i]
        return start < end and self.text[start] == "\t"

    def is_lone_number(self, i: int) -> bool:
        """Whether line `i` is a bare short number, which between whole rows is a page number."""
        return is_lone_number(self.line(i))

    def cell(self, start: int, end: int) -> Cell:
        """The cell of `[start, end)` without the blanks around it; an empty one stands at its start."""
        content = self.text[start:end].strip()
        if not content:
            return Cell(start, start)
        left = start + self.text[start:end].index(content)
        return Cell(left, left + len(content), content)

    def line_cell(self, i: int) -> Cell:
        """Line `i` as one cell."""
        return self.cell(*self.lines[i])

    def join(self, first: Cell, last: Cell) -> Cell:
        """One cell from the start of `first` to the end of `last`, whatever line ends are between them."""
        return Cell(first.start, last.end, self.text[first.start : last.end])
