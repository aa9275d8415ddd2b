"""From the content of a file to a `Document`: one text layer with blocks, tables and the place of every character.

A paragraph is one line. A row of a table is one line too, its cells between pipes; a merged cell says its words where it begins. A grid that
holds no statistics and no list of tasks (a box of addresses, a layout) becomes lines of text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from gdie.documents.blocks import lines, segment
from gdie.documents.content import Content, Grid, GridCell, Paragraph, Stretch
from gdie.documents.errors import UnreadableDocument
from gdie.documents.limits import Limits
from gdie.documents.metadata import read_metadata
from gdie.documents.model import Cell, Document, FileFormat
from gdie.documents.places import Anchor, Places
from gdie.documents.radicals import fold_radicals
from gdie.documents.tables import Page, RawRow, Run, opens_section, rows_of_tables

_WIDE = r"[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\u2018-\u201d\u2026\u2014\U00020000-\U0003ffff]"
# Between these no blank is put where a line is broken inside a cell.
_CLOSE = re.compile(rf"{_WIDE}|[0-9%)\]]")
_OPEN = re.compile(_WIDE)
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f\x85\u2028\u2029\ud800-\udfff]")
_LONGEST_SHORT = 40  # characters of the cells of a row that is printed on one line where it is no table


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch from `offset` on, with the text it has in the layer."""

    text: str
    stretch: Stretch | None = None
    offset: int = 0


_Line = tuple[_Piece, ...]
_Row = tuple[_Line, ...]
_Rows = list[_Row]
"""The rows of one or several grids below each other, one cell a column; an empty line where there is no cell or one goes on.

A row of which only the order of the cells is known has just these.
"""


def document_from_content(content: Content, stem: str, form: FileFormat, limits: Limits) -> Document:
    """Lay out the content of a file. Raises `UnreadableDocument` where it is beyond the limits."""
    layer = _Layer(limits)
    for piece in _pieces(content, limits):
        if isinstance(piece, list):
            layer.add_rows(piece)
        else:
            layer.add(piece)
    text = layer.text
    if not text:
        raise UnreadableDocument("holds no text; nothing to extract")
    blocks, tables = segment(text, layer.runs(text))
    metadata = read_metadata(text, blocks, tables, content.hints)
    return Document(stem, text, blocks, tables, metadata, form, Places(layer.anchors), content.warnings)


def _pieces(content: Content, limits: Limits) -> Iterator[_Line | _Rows]:
    """Lines and grids without empty ones; grids of one width with nothing between them are one, a heading of the document parts them."""
    rows: _Rows = []
    cells = 0
    for piece in content.pieces:
        if isinstance(piece, Paragraph):
            if line := _line(piece):
                yield from _parted(rows)
                yield line
                rows = []
            continue
        more = _rows(piece, limits.cells - cells, limits)
        if rows and more and _width(rows) != _width(more):
            yield from _parted(rows)
            rows = []
        rows += more
        cells += sum(map(len, more))
    yield from _parted(rows)


def _parted(rows: _Rows) -> Iterator[_Line | _Rows]:
    """The rows of a grid up to each row that is a heading of the document, and those headings."""
    first = 0
    for i, (row, below) in enumerate(pairwise(rows)):
        filled = [line for line in row if line]
        following = next(line for line in below if line)
        if len(filled) == 1 and opens_section(_text(filled[0]), _text(following)):
            yield rows[first:i]
            yield filled[0]
            first = i + 1
    yield rows[first:]


def _width(rows: _Rows) -> int:
    return max(map(len, rows), default=0)


def _text(line: _Line) -> str:
    return "".join(piece.text for piece in line)


def _line(paragraph: Paragraph) -> _Line:
    """The characters of a paragraph without the blanks around them; empty where there is nothing else."""
    pieces = [_Piece(_clean(s.text), s) for s in paragraph.stretches if s.text]
    filled = [i for i, piece in enumerate(pieces) if piece.text.strip()]
    if not filled:
        return ()
    pieces = pieces[filled[0] : filled[-1] + 1]
    left = pieces[0].text.lstrip()
    pieces[0] = replace(pieces[0], text=left, offset=len(pieces[0].text) - len(left))
    pieces[-1] = replace(pieces[-1], text=pieces[-1].text.rstrip())
    return tuple(pieces)


def _clean(text: str) -> str:
    """The text with unified ideographs for radicals and blanks for control characters, character for character."""
    return _CONTROL.sub(" ", fold_radicals(text))


def _rows(grid: Grid, room: int, limits: Limits) -> _Rows:
    """The rows of a grid without its empty rows and columns."""
    filled = [(cell, line) for cell in grid.cells if (line := _joined(cell))]
    rows = {row: i for i, row in enumerate(sorted({cell.row for cell, _ in filled}))}
    ordered = {cell.column for cell, _ in filled if cell.row not in grid.ragged}
    columns = {column: i for i, column in enumerate(sorted(ordered))}
    count = len(rows) * len(columns)
    if count > room:
        limits.check("cells", limits.cells - room + count)
    table: list[list[_Line]] = [[] if row in grid.ragged else [()] * len(columns) for row in rows]
    for cell, line in filled:
        if cell.row not in grid.ragged:
            table[rows[cell.row]][columns[cell.column]] = line
    for cell in sorted(grid.cells, key=lambda c: c.column):
        if cell.row in grid.ragged and cell.row in rows:
            table[rows[cell.row]].append(_joined(cell))
    return [tuple(row) for row in table]


def _joined(cell: GridCell) -> _Line:
    """The lines of a cell as one; a blank parts them where the words would run together without it."""
    pieces: list[_Piece] = []
    for paragraph in cell.lines:
        line = _line(paragraph)
        if not line:
            continue
        if pieces and not (_CLOSE.match(pieces[-1].text[-1]) and _OPEN.match(line[0].text[0])):
            pieces.append(_Piece(" "))
        pieces.extend(line)
    return tuple(pieces)


class _Layer:
    """The text layer as it grows, with its anchors and the rows of its grids."""

    def __init__(self, limits: Limits) -> None:
        self.anchors: list[Anchor] = []
        self._limits = limits
        self._parts: list[str] = []
        self._length = 0
        self._grids: list[list[tuple[Cell, ...]]] = []

    @property
    def text(self) -> str:
        """The layer so far."""
        return "".join(self._parts)

    def add(self, line: _Line) -> None:
        """One line."""
        self._write(line)
        self._say("\n")

    def add_rows(self, rows: _Rows) -> None:
        """The rows of a grid that are of a table, one a line between pipes; the others as lines of text."""
        before = False
        for row, tabular in zip(rows, _tabular(rows), strict=True):
            if tabular:
                if not before:
                    self._grids.append([])
                self._grids[-1].append(self._row(row))
            else:
                self._loose(row)
            before = tabular

    def runs(self, text: str) -> list[Run]:
        """The rows of all grids with the numbers of their lines."""
        numbers = {start: i for i, (start, _) in enumerate(lines(text))}
        # A row's line begins two characters before its first cell.
        return [
            Run(
                "pipes",
                tuple(RawRow(cells, n, n) for cells in grid for n in (numbers[cells[0].start - 2],)),
                even=True,
            )
            for grid in self._grids
        ]

    def _row(self, row: _Row) -> tuple[Cell, ...]:
        cells = []
        for k, line in enumerate(row):
            self._say(" | " if k else "| ")
            start = self._length
            self._write(line)
            cells.append(Cell(start, self._length, _text(line)))
        self._say(" |\n")
        return tuple(cells)

    def _loose(self, row: _Row) -> None:
        """A row that is of no table: short cells on one line, others on lines of their own."""
        filled = [line for line in row if line]
        short = sum(len(_text(line)) for line in filled) <= _LONGEST_SHORT
        for k, line in enumerate(filled):
            if k and short:
                self._say("  ")
            self._write(line)
            if not short:
                self._say("\n")
        if short:
            self._say("\n")

    def _write(self, line: _Line) -> None:
        for piece in line:
            start = self._length
            self._say(piece.text)
            if piece.stretch is not None:
                self.anchors.append(Anchor(start, self._length, piece.stretch, piece.offset))

    def _say(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)
        self._limits.check("characters", self._length)


def _tabular(rows: _Rows) -> list[bool]:
    """Which rows of a grid are of a table."""
    found = [False] * len(rows)
    if _width(rows) < 2:
        return found
    raw: list[RawRow] = []
    parts: list[str] = []
    spans: list[tuple[int, int]] = []
    length = 0
    for number, row in enumerate(rows):
        cells, first = [], length
        for line in row:
            content = _text(line)
            cells.append(Cell(length, length + len(content), content))
            parts += [content, "|"]
            length += len(content) + 1
        raw.append(RawRow(tuple(cells), number, number))
        spans.append((first, length))
    for top, bottom in rows_of_tables(Page("".join(parts), spans), Run("pipes", raw, even=True)):
        found[top : bottom + 1] = [True] * (bottom + 1 - top)
    return found
