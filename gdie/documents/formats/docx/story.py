"""The paragraphs and tables of a Word file in reading order, numbered, with text boxes and notes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from gdie.documents.content import Grid, GridCell, Paragraph, Stretch
from gdie.documents.formats.docx.numbering import Numbering
from gdie.documents.formats.docx.paragraphs import read_paragraph, text_boxes
from gdie.documents.formats.docx.parts import Element, Parts, W, content_of, value
from gdie.documents.formats.docx.styles import Styles
from gdie.documents.formats.docx.tables import table_cells
from gdie.documents.limits import Limits
from gdie.documents.model import Place

_PAGE_AT_END = re.compile(r"\t\s*[-－—]?\s*[0-9ivxlIVXL]+\s*[-－—]?\s*$")
_ORDINARY_NOTE = (None, "normal")
Line = list[Stretch]


@dataclass
class _Where:
    """A run of paragraphs and tables that are counted together, or a cell, where all have one place."""

    part: str | None = None
    cell: Place | None = None
    in_grid: bool = False
    paragraphs: int = 0
    tables: int = 0

    def next_paragraph(self) -> Place:
        if self.cell is not None:
            return self.cell
        self.paragraphs += 1
        return Place(part=self.part, paragraph=self.paragraphs)


class Story:
    """Reads the parts of one file once, from the first paragraph to the last note."""

    def __init__(self, parts: Parts, limits: Limits) -> None:
        self._parts = parts
        self._limits = limits
        self._styles = Styles(parts.styles)
        self._numbering = Numbering(parts.numbering, self._styles)
        self._characters = 0
        self._cells = 0
        self._boxes = 0
        # The notes in the order of their marks; those of a kind are numbered from 1.
        self._notes: dict[tuple[str, str], None] = {}

    def pieces(self) -> Iterator[Paragraph | Grid]:
        """The body, then the notes it refers to. Raises `UnreadableDocument` beyond a limit."""
        yield from self._container(self._parts.body, _Where())
        for kind, root in (("footnote", self._parts.footnotes), ("endnote", self._parts.endnotes)):
            found = (
                {} if root is None else {note.get(W + "id", ""): note for note in root.iterchildren(W + kind)}
            )
            wanted = [identity for each, identity in self._notes if each == kind]
            for number, identity in enumerate(wanted, 1):
                note = found.get(identity)
                if note is not None and note.get(W + "type") in _ORDINARY_NOTE:
                    yield from self._container(note, _Where(part=f"{kind} {number}"))

    def _container(self, container: Element, where: _Where) -> Iterator[Paragraph | Grid]:
        # Lines of a paragraph whose end was deleted: they run on in the next one.
        carried: list[Line] = []
        anchored: list[Element] = []
        for block in content_of(container):
            if block.tag == W + "p":
                lines, drawings, runs_on = self._paragraph(block, where.next_paragraph())
                if carried:
                    carried[-1].extend(lines[0])
                    carried.extend(lines[1:])
                else:
                    carried = lines
                anchored += drawings
                if runs_on:
                    continue
                yield from self._shown(carried)
                carried = []
                for drawing in anchored:
                    yield from self._text_boxes(drawing, where)
                anchored = []
            elif block.tag == W + "tbl":
                yield from self._shown(carried)
                carried = []
                yield from self._table(block, where)
        yield from self._shown(carried)

    def _paragraph(self, paragraph: Element, place: Place) -> tuple[list[Line], list[Element], bool]:
        properties = paragraph.find(W + "pPr")
        style = self._styles.paragraph_style(value(properties, "pStyle"))
        read = read_paragraph(paragraph, style, self._styles)
        for note in read.notes:
            self._notes.setdefault(note)
        mark = None if properties is None else properties.find(W + "rPr")
        runs_on = mark is not None and (
            mark.find(W + "del") is not None or mark.find(W + "moveFrom") is not None
        )
        lines = [[Stretch(text, place)] for text in read.lines]
        if style.contents and _PAGE_AT_END.search(read.lines[-1]):
            # A line of the table of contents: a heading told twice, and a page number that looks like a figure.
            return [[]], read.drawings, runs_on
        number = "" if runs_on else self._numbering.next_number(properties, style)
        if number and (any(map(str.strip, read.lines)) or not read.drawings):
            first = read.lines[0].lstrip()
            # 1. in front of 20件 must not become 1.20件.
            joint = " " if number[-1] in "0123456789." and first[:1].isdecimal() else ""
            lines[0] = [Stretch(number + joint, place), Stretch(first, place)]
        return lines, read.drawings, runs_on

    def _shown(self, lines: Iterable[Line]) -> Iterator[Paragraph]:
        for line in lines:
            self._characters += sum(len(stretch.text) for stretch in line)
            self._limits.check("characters", self._characters)
            if any(stretch.text.strip() for stretch in line):
                yield Paragraph(tuple(stretch for stretch in line if stretch.text))

    def _text_boxes(self, drawing: Element, where: _Where) -> Iterator[Paragraph | Grid]:
        for box in text_boxes(drawing):
            self._boxes += 1
            inside = _Where(part=f"text box {self._boxes}", in_grid=where.in_grid)
            if isinstance(box, str):
                yield from self._shown([[Stretch(" ".join(box.split()), inside.next_paragraph())]])
            else:
                yield from self._container(box, inside)

    def _table(self, table: Element, where: _Where) -> Iterator[Paragraph | Grid]:
        cells, is_frame = table_cells(table, self._count_cell)
        if not where.in_grid:
            where.tables += 1
        number = where.tables
        grid: list[GridCell] = []
        for cell in cells:
            place = where.cell if where.in_grid else None
            place = place or Place(part=where.part, table=number, cell=cell.name)
            if is_frame:
                inside = replace(where, cell=place)
                yield from self._container(cell.element, inside)
                where.tables = inside.tables
            else:
                inside = replace(where, cell=place, in_grid=True)
                lines = tuple(_flat(self._container(cell.element, inside)))
                grid.append(GridCell(cell.row, cell.column, lines, cell.row_span, cell.column_span))
        if grid:
            yield Grid(tuple(grid))

    def _count_cell(self) -> None:
        self._cells += 1
        self._limits.check("cells", self._cells)


def _flat(pieces: Iterable[Paragraph | Grid]) -> Iterator[Paragraph]:
    """A table within a cell becomes lines of the cell, one a row."""
    for piece in pieces:
        if isinstance(piece, Paragraph):
            yield piece
            continue
        rows: dict[int, Line] = {}
        for cell in piece.cells:
            for line in cell.lines:
                row = rows.setdefault(cell.row, [])
                if row:
                    row.append(Stretch("\t", line.stretches[0].place))
                row.extend(line.stretches)
        yield from (Paragraph(tuple(row)) for row in rows.values())
