"""Tables without columns: a cell a line, slashes, and everything run together."""

from __future__ import annotations

import random

from gdie.training.forms.grid import Grid, Row, level
from gdie.training.forms.headers import header_lines
from gdie.training.forms.model import Figure, Style, Writer

INDENT = "\u3000\u3000"

Item = str | Figure


def write_cells(writer: Writer, grid: Grid, style: Style) -> None:
    """One cell a line, and where the style says so blank lines between rows or cells and a tab before each cell."""
    tabbed = style.manner.startswith("tabbed")
    for text in (grid.title, grid.note):
        if text:
            writer.line("\t" + text if tabbed and text == grid.title else text)
            _behind_row(writer, style)
    _head(writer, grid, style)
    for row in grid.rows:
        for line in row.before:
            writer.line(line)
        if row.again:
            _head(writer, grid, style)
        indent = INDENT * (level(row.label) - 1) if row.label and style.indent and tabbed else ""
        leads = [lead.printed for lead, shown in zip(row.leads, row.shown, strict=True) if shown]
        items: list[Item] = [*leads, *([indent + "".join(row.pieces)] if row.label else [])]
        if grid.units and (row.figures or tabbed):
            items.append(row.unit or "")
        if not row.figures and tabbed:
            items += [""] * grid.figures
        _row(writer, [*items, *row.figures], style)


def _head(writer: Writer, grid: Grid, style: Style) -> None:
    for line in grid.header:
        _row(writer, [cell.text for cell in line], style)


def _row(writer: Writer, items: list[Item], style: Style) -> None:
    for item in items:
        if not style.manner.startswith("tabbed") and _text(item) == "":
            writer.item(item)
            continue
        if style.manner.startswith("tabbed"):
            writer.write("\t")
        writer.item(item)
        writer.line()
        if style.manner == "tabbed_apart":
            writer.line()
    _behind_row(writer, style)


def _behind_row(writer: Writer, style: Style) -> None:
    if style.manner != "bare":
        writer.line()


def _text(item: Item) -> str:
    return item.text if isinstance(item, Figure) else item


def write_slashes(writer: Writer, grid: Grid) -> None:
    """Lists with slashes between the cells, as people type them."""
    for text in (grid.title, grid.note):
        if text:
            writer.line(text)
    header = ["/".join(cell.text for cell in line) for line in grid.header]
    for line in header:
        writer.line(line)
    for row in grid.rows:
        for line in row.before + (tuple(header) if row.again else ()):
            writer.line(line)
        writer.write("".join(row.pieces))
        if row.figures:
            items: list[Item] = [*([row.unit] if row.unit else []), *row.figures]
            for item in items:
                writer.write("/")
                writer.item(item)
        writer.line()


def write_glued(writer: Writer, grid: Grid, style: Style, rng: random.Random) -> None:
    """Everything run together, a row a line or the whole table in one."""
    end = "" if style.manner == "line" else "\n"
    header = [line.replace(" ", "") for line in header_lines(grid, style, rng)]
    for text in (grid.title, grid.note, *header):
        if text:
            writer.write(text + end)
    for row in grid.rows:
        for line in row.before if end else ():
            writer.line(line)
        for text in header if row.again and end else ():
            writer.write(text + end)
        _glued_row(writer, row)
        writer.write(end)


def _glued_row(writer: Writer, row: Row) -> None:
    for lead, shown in zip(row.leads, row.shown, strict=True):
        if shown:
            writer.write(lead.printed)
    writer.write("".join(row.pieces) + (row.unit or ""))
    for figure in row.figures:
        writer.figure(figure)
