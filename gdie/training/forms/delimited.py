"""Tables with a sign between the cells: pipes and tabs."""

from __future__ import annotations

from collections.abc import Sequence

from gdie.training.forms.grid import Grid, Row
from gdie.training.forms.model import Figure, Layout, Style, Writer

Item = str | Figure

BORDERS: dict[Layout, dict[str, tuple[str, str, str]]] = {
    "pipes": {
        "closed": ("", " | ", " |"),
        "open": ("", " | ", ""),
        "both": ("| ", " | ", " |"),
        "tight": ("|", "|", "|"),
        "markdown": ("| ", " | ", " |"),
    },
    "tabs": {"plain": ("", "\t", ""), "opened": ("\t", "\t", ""), "closed": ("", "\t", "\t")},
}
"""What stands before, between and behind the cells."""


def write(writer: Writer, grid: Grid, layout: Layout, style: Style, width: int) -> None:
    """One table; `width` is the number of columns that rows are filled up to where the style pads them."""
    borders = BORDERS[layout][style.border]
    padding: list[Item] = (
        [""] * max(0, width - grid.width) if style.manner == "empty" and style.padded else []
    )
    if grid.title:
        _line(writer, _merged([grid.title], grid.width, style) + padding, borders)
    if grid.note:
        writer.line(grid.note)
    _header(writer, grid, style, padding, borders)
    for row in grid.rows:
        for line in row.before:
            writer.line(line)
        if row.again:
            _header(writer, grid, style, padding, borders)
        _line(writer, _cells(row, grid, style) + padding, borders)


def _header(
    writer: Writer, grid: Grid, style: Style, padding: Sequence[Item], borders: tuple[str, str, str]
) -> None:
    if style.manner in ("repeated", "empty"):
        lines = grid.expanded(fill=style.manner == "repeated")
    else:
        lines = [[cell.text for cell in line] for line in grid.header]
    for place, line in enumerate(lines):
        _line(writer, [*line, *padding], borders)
        if style.border == "markdown" and place == 0:
            writer.line("|" + " --- |" * (len(line) + len(padding)))


def _merged(texts: list[Item], width: int, style: Style) -> list[Item]:
    """A cell over several columns as the style has merged cells."""
    match style.manner:
        case "repeated":
            return texts * width
        case "empty":
            return [*texts, *[""] * (width - 1)]
        case _:
            return texts


def _cells(row: Row, grid: Grid, style: Style) -> list[Item]:
    label = "\n".join(row.pieces)
    if not row.figures:
        rest = grid.width - 1
        if style.heading == "merged":
            return _merged([label], grid.width, style)
        return [label, *["——" if style.heading == "dash" else ""] * rest]
    cells: list[Item] = []
    for lead, shown in zip(row.leads, row.shown, strict=True):
        if style.manner == "repeated" or (shown and style.manner != "dropped"):
            cells.append(lead.printed)
        elif style.manner == "empty":
            cells.append("")
    if row.label:
        cells += _merged([label], grid.labels - len(row.leads), style)
    if grid.units:
        cells.append(row.unit or "")
    return [*cells, *row.figures]


def _line(writer: Writer, cells: Sequence[Item], borders: tuple[str, str, str]) -> None:
    before, between, behind = borders
    writer.write(before)
    for place, cell in enumerate(cells):
        if place:
            writer.write(between)
        writer.item(cell)
    writer.line(behind)
