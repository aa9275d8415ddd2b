"""A report before it is a file: paragraphs and tables whose cells have spans."""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace

from gdie.documents import Document, Row, Table
from gdie.documents.blocks import lines
from gdie.documents.content import Content, Grid, GridCell, Paragraph, Stretch
from gdie.documents.furniture import furniture_lines
from gdie.indicators.forms import load_form
from gdie.training.forms import report_values
from gdie.training.forms.grid import Grid as FormGrid
from gdie.training.forms.grid import grids
from gdie.training.forms.model import Cell as TrueCell
from gdie.training.forms.model import Figure, Style, Values


@dataclass(frozen=True)
class TableCell:
    """A cell with its upper left corner (from 0) and spans. `figure` is what it truly says, where it is of a form."""

    row: int
    column: int
    text: str
    row_span: int = 1
    column_span: int = 1
    figure: Figure | None = None


@dataclass(frozen=True)
class ReportTable:
    """A table by its cells; no two overlap."""

    cells: tuple[TableCell, ...]

    @property
    def height(self) -> int:
        """The number of rows."""
        return max(c.row + c.row_span for c in self.cells)

    @property
    def width(self) -> int:
        """The number of columns."""
        return max(c.column + c.column_span for c in self.cells)

    def rows(self) -> list[list[TableCell]]:
        """The cells that begin in each row, from the left."""
        found: list[list[TableCell]] = [[] for _ in range(self.height)]
        for cell in sorted(self.cells, key=lambda c: (c.row, c.column)):
            found[cell.row].append(cell)
        return found


@dataclass
class Report:
    """Paragraphs and tables in order."""

    pieces: list[str | ReportTable] = field(default_factory=list)

    @property
    def figures(self) -> list[TrueCell]:
        """What the forms truly say; the places are of no meaning."""
        cells = [c for p in self.pieces if isinstance(p, ReportTable) for c in p.cells]
        return [
            TrueCell(f.code, 0, 0, f.value, f.factor, f.required)
            for f in (c.figure for c in cells)
            if f is not None and f.code is not None and f.value is not None
        ]

    def content(self) -> Content:
        """The report as a reader would hand it on."""
        return Content(tuple(_paragraph(p) if isinstance(p, str) else _grid(p) for p in self.pieces))


def _paragraph(text: str) -> Paragraph:
    return Paragraph((Stretch(text),))


def _grid(table: ReportTable) -> Grid:
    return Grid(
        tuple(
            GridCell(c.row, c.column, tuple(map(_paragraph, c.text.split("\n"))), c.row_span, c.column_span)
            for c in table.cells
        )
    )


def form_tables(name: str, values: Values, style: Style, rng: random.Random) -> list[str | ReportTable]:
    """The tables of an official form with their captions above them."""
    pieces: list[str | ReportTable] = []
    for grid in grids(load_form(name), values, "pipes", style, rng):
        pieces += [line for line in (grid.title, grid.note) if line]
        pieces.append(_form_table(grid))
    return pieces


def _form_table(grid: FormGrid) -> ReportTable:
    cells = [
        TableCell(r, c.column, c.text, c.down, c.across) for r, line in enumerate(grid.header) for c in line
    ]
    top = len(grid.header)
    open_leads: dict[int, TableCell] = {}
    for number, row in enumerate(grid.rows, top):
        for depth, (lead, shown) in enumerate(zip(row.leads, row.shown, strict=True)):
            if shown:
                open_leads[depth] = TableCell(number, depth, lead.printed, 0)
                cells.append(open_leads[depth])
            old = open_leads[depth]
            new = TableCell(old.row, depth, old.text, number - old.row + 1)
            cells[cells.index(old)] = open_leads[depth] = new
        label = row.label.printed if row.label else ""
        first = len(row.leads)
        if not row.figures:
            cells.append(TableCell(number, 0, label, 1, grid.width))
            continue
        if row.label:
            cells.append(TableCell(number, first, label, 1, grid.labels - first))
        if grid.units:
            cells.append(TableCell(number, grid.labels, row.unit or ""))
        left = grid.labels + grid.units
        cells += [TableCell(number, left + k, f.text, figure=f) for k, f in enumerate(row.figures)]
    return ReportTable(tuple(cells))


def report_2021(seed: int) -> Report:
    """A made report with the three forms of 2021 and a little prose around them."""
    rng = random.Random(seed)
    values = report_values(rng)
    style = Style("once")
    report = Report(
        ["某县水务局2022年政府信息公开工作年度报告", "一、总体情况", "本局按照要求公开政府信息。"]
    )
    for heading, form in (
        ("二、主动公开政府信息情况", "t2-2021"),
        ("三、收到和处理政府信息公开申请情况", "t3-2021"),
        ("四、政府信息公开行政复议、行政诉讼情况", "t4"),
    ):
        report.pieces += [heading, *form_tables(form, values, style, rng)]
    report.pieces += ["五、存在的主要问题及改进情况", "公开的深度有待加强。"]
    return report


def report_of(document: Document) -> Report:
    """A document that was read from text as it would have been printed: furniture out, tables as tables."""
    report = Report()
    spans = list(lines(document.text))
    furniture = {spans[i] for i in furniture_lines(document.text, spans)}
    tables = {table.start: table for table in document.tables}
    for block in document.blocks:
        if block.kind != "table":
            if not any(start <= block.start < end for start, end in furniture):
                report.pieces.append(document.slice(block))
            continue
        table = tables[block.start]
        if table.caption:
            report.pieces += [
                line.strip() for line in document.slice(table.caption).split("\n") if line.strip()
            ]
        report.pieces.append(_printed(table))
    return report


def _printed(table: Table) -> ReportTable:
    cells = []
    for number, row in enumerate((*table.header, *table.rows)):
        cells += _row(number, row)
    return ReportTable(tuple(cells))


def _row(number: int, row: Row) -> list[TableCell]:
    texts = ["".join(cell.text.split()) for cell in row.cells]
    return [TableCell(number, column, text) for column, text in enumerate(texts)]


def joined(pieces: list[str | ReportTable]) -> ReportTable:
    """Captions and tables as one table, as the official form has them: a caption is a row over all columns, the last cell of a shorter
    row covers the rest."""
    width = max(p.width for p in pieces if isinstance(p, ReportTable))
    cells: list[TableCell] = []
    top = 0
    for piece in pieces:
        if isinstance(piece, str):
            cells.append(TableCell(top, 0, piece, 1, width))
            top += 1
            continue
        for cell in piece.cells:
            last = cell.column + cell.column_span == piece.width
            across = width - cell.column if last else cell.column_span
            cells.append(replace(cell, row=cell.row + top, column_span=across))
        top += piece.height
    return ReportTable(tuple(cells))
