"""Tables as the text of a PDF: single blanks between the cells, or columns held by blanks (a Chinese character is two wide)."""

from __future__ import annotations

import random
import unicodedata

from gdie.training.forms.grid import Grid, Row
from gdie.training.forms.headers import header_lines
from gdie.training.forms.model import Figure, Style, Writer

GAP = 2


def display_width(text: str) -> int:
    """Columns of a terminal that the text takes."""
    return sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in text)


def write_single(writer: Writer, grid: Grid, style: Style, rng: random.Random) -> None:
    """Single blanks; the figures stand behind one of the pieces of a label over several lines."""
    _caption(writer, grid)
    header = header_lines(grid, style, rng)
    for line in header:
        writer.line(line)
    for row in grid.rows:
        for line in row.before + (tuple(header) if row.again else ()):
            writer.line(line)
        lead = _leads(writer, row, style)
        for place, piece in enumerate(row.pieces):
            writer.write(" ".join(filter(None, (lead if not place else "", piece))))
            if place == row.at and row.figures:
                words: list[str | Figure] = [*([row.unit] if row.unit else []), *row.figures]
                for i, word in enumerate(words):
                    # A blank cell leaves no blank either: its neighbours move together.
                    if not isinstance(word, Figure) or word.text:
                        writer.write(" " if i or row.label else "")
                    writer.item(word)
            writer.line()


def _leads(writer: Writer, row: Row, style: Style) -> str:
    """The leads that print in this row: what stands on lines of its own is written, what stands before the label is given back."""
    shown = [lead.printed for lead, show in zip(row.leads, row.shown, strict=True) if show]
    if style.leads == "own":
        for text in shown:
            writer.line(text)
        return ""
    return " ".join(shown)


def _caption(writer: Writer, grid: Grid) -> None:
    for text in (grid.title, grid.note):
        if text:
            writer.line(text)


def write_aligned(writer: Writer, grid: Grid, style: Style) -> None:
    """Columns held by blanks. Merged row cells stand on lines of their own, so that labels share one column."""
    _caption(writer, grid)
    lefts, widths = _columns(grid)
    header = _aligned_header(grid, lefts)
    for line in header:
        writer.line(line)
    indented = [" " * GAP if any(row.leads for row in grid.rows) and row.leads else "" for row in grid.rows]
    for row, indent in zip(grid.rows, indented, strict=True):
        for line in row.before + (tuple(header) if row.again else ()):
            writer.line(line)
        for depth, (lead, shown) in enumerate(zip(row.leads, row.shown, strict=True)):
            if shown:
                writer.line(" " * depth + lead.printed)
        for place, piece in enumerate(row.pieces):
            written = indent + piece
            writer.write(written)
            if place == row.at and row.figures:
                _aligned_figures(writer, row, grid, style, lefts, widths, display_width(written))
            writer.line()


def _columns(grid: Grid) -> tuple[list[int], list[int]]:
    """Left edges and widths of the unit and figure columns."""
    pieces = [GAP + display_width(piece) for row in grid.rows for piece in row.pieces if row.figures]
    corner = [display_width(cell.text) for line in grid.header for cell in line if cell.column < grid.labels]
    left = max([*pieces, *corner], default=0) + GAP if grid.labels else 0
    table = grid.expanded(fill=True)
    lefts, widths = [], []
    for column in range(grid.labels, grid.width):
        texts = [table[-1][column]] if table else []
        for row in grid.rows:
            items: list[str | Figure] = [row.unit or ""] if grid.units else []
            items += row.figures
            if items and row.figures:
                item = items[column - grid.labels]
                texts.append(item.text if isinstance(item, Figure) else item)
        lefts.append(left)
        widths.append(max(map(display_width, texts)) if texts else 1)
        left += widths[-1] + GAP
    return lefts, widths


def _aligned_header(grid: Grid, lefts: list[int]) -> list[str]:
    lines = []
    for cells in grid.header:
        line = ""
        for cell in cells:
            left = lefts[cell.column - grid.labels] if cell.column >= grid.labels else 0
            room = left - display_width(line)
            line += " " * (max(room, GAP) if line else room) + cell.text
        lines.append(line)
    return lines


def _aligned_figures(
    writer: Writer,
    row: Row,
    grid: Grid,
    style: Style,
    lefts: list[int],
    widths: list[int],
    position: int,
) -> None:
    items: list[str | Figure] = [row.unit or "", *row.figures] if grid.units else list(row.figures)
    for item, left, width in zip(items, lefts, widths, strict=True):
        text = item.text if isinstance(item, Figure) else item
        spare = width - display_width(text)
        shift = {"right": spare, "left": 0, "centre": spare // 2}[style.align]
        # Blanks behind the last figure of a line are no part of a text file's columns.
        if text:
            writer.write(" " * (left + shift - position))
            position = left + shift + display_width(text)
        writer.item(item)
