"""A report as a Word file, and its tables as a workbook or CSV."""

from __future__ import annotations

import csv
import io

import docx
import openpyxl

from tests.rendering.report import Report, ReportTable


def as_docx(report: Report) -> bytes:
    """The report as a Word file."""
    document = docx.Document()
    for piece in report.pieces:
        if isinstance(piece, str):
            document.add_paragraph(piece)
            continue
        table = document.add_table(piece.height, piece.width, "Table Grid")
        for cell in piece.cells:
            place = table.cell(cell.row, cell.column)
            if cell.row_span > 1 or cell.column_span > 1:
                place = place.merge(
                    table.cell(cell.row + cell.row_span - 1, cell.column + cell.column_span - 1)
                )
            place.text = cell.text
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def as_xlsx(report: Report) -> bytes:
    """The tables of the report on one sheet each, with the line above each as its title."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    before = ""
    for piece in report.pieces:
        if isinstance(piece, str):
            before = piece
            continue
        sheet = book.create_sheet()
        sheet.cell(1, 1, before)
        sheet.merge_cells(start_row=1, end_row=1, start_column=1, end_column=piece.width)
        for cell in piece.cells:
            number = cell.text.isascii() and cell.text.isdigit()
            sheet.cell(cell.row + 2, cell.column + 1, int(cell.text) if number else cell.text or None)
            if cell.row_span > 1 or cell.column_span > 1:
                sheet.merge_cells(
                    start_row=cell.row + 2,
                    end_row=cell.row + 1 + cell.row_span,
                    start_column=cell.column + 1,
                    end_column=cell.column + cell.column_span,
                )
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def as_csv(report: Report, encoding: str = "utf-8-sig") -> bytes:
    """The report as a CSV file; a merged cell says its words where it begins."""
    stream = io.StringIO()
    writer = csv.writer(stream)
    for piece in report.pieces:
        if isinstance(piece, str):
            writer.writerow([piece])
            continue
        rows = [[""] * piece.width for _ in range(piece.height)]
        for cell in piece.cells:
            rows[cell.row][cell.column] = cell.text
        writer.writerows([*rows, []])
    return stream.getvalue().encode(encoding)


def tables_only(report: Report) -> Report:
    """The tables with the line above each."""
    pieces: list[str | ReportTable] = []
    for before, piece in zip(["", *report.pieces], report.pieces, strict=False):
        if isinstance(piece, ReportTable):
            pieces += [*([before] if isinstance(before, str) and before else []), piece]
    return Report(pieces)
