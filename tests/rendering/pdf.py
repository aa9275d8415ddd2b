"""A report as a printed PDF: lines broken at the margin, page numbers, tables with rules over several pages."""

from __future__ import annotations

import io
from html import escape
from typing import Any

from reportlab.lib import colors
from reportlab.lib.enums import TA_CENTER
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table, TableStyle

from tests.rendering.report import Report, ReportTable

FONTS = {"hans": "STSong-Light", "hant": "MSung-Light"}


def as_pdf(report: Report, script: str = "hans") -> bytes:
    """The report as a PDF with a text layer."""
    font = FONTS[script]
    pdfmetrics.registerFont(UnicodeCIDFont(font))
    text = ParagraphStyle(
        "text", fontName=font, fontSize=12, leading=20, wordWrap="CJK", firstLineIndent=24, spaceAfter=0
    )
    title = ParagraphStyle(
        "title", fontName=font, fontSize=18, leading=28, wordWrap="CJK", alignment=TA_CENTER
    )
    heading = ParagraphStyle("heading", parent=text, fontSize=14, spaceBefore=8)
    cell = ParagraphStyle("cell", fontName=font, fontSize=8, leading=11, wordWrap="CJK")
    flow: list[Any] = []
    width = A4[0] - 2 * 60
    for number, piece in enumerate(report.pieces):
        if isinstance(piece, ReportTable):
            flow.append(_table(piece, cell, width))
            continue
        style = title if number == 0 else heading if piece[1:2] == "、" and len(piece) < 40 else text
        flow += [Paragraph(escape(line).replace(" ", "&nbsp;"), style) for line in piece.split("\n")]
    stream = io.BytesIO()
    template = SimpleDocTemplate(
        stream, pagesize=A4, leftMargin=60, rightMargin=60, topMargin=60, bottomMargin=60
    )

    def number_page(canvas: Any, doc: Any) -> None:
        canvas.setFont(font, 9)
        canvas.drawCentredString(A4[0] / 2, 30, f"- {doc.page} -")

    template.build(flow, onFirstPage=number_page, onLaterPages=number_page)
    return stream.getvalue()


def _table(table: ReportTable, style: ParagraphStyle, width: float) -> Table:
    grid: list[list[Any]] = [[""] * table.width for _ in range(table.height)]
    commands: list[tuple[Any, ...]] = [
        ("GRID", (0, 0), (-1, -1), 0.5, colors.black),
        ("LEFTPADDING", (0, 0), (-1, -1), 2),
        ("RIGHTPADDING", (0, 0), (-1, -1), 2),
    ]
    for cell in table.cells:
        grid[cell.row][cell.column] = Paragraph(escape(cell.text).replace("\n", "<br/>"), style)
        if cell.row_span > 1 or cell.column_span > 1:
            end = (cell.column + cell.column_span - 1, cell.row + cell.row_span - 1)
            commands.append(("SPAN", (cell.column, cell.row), end))
    longest = [
        max([min(len(c.text), 40) for c in table.cells if c.column == k and c.column_span == 1] or [1])
        for k in range(table.width)
    ]
    weights = [max(n, 3) ** 0.7 for n in longest]
    return Table(
        grid, colWidths=[width * w / sum(weights) for w in weights], style=TableStyle(commands), repeatRows=0
    )
