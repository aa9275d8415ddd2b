"""The rows of a table as the forms look at them: label, numbering, and figure cells in order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from gdie.documents import Cell, Row, Table
from gdie.documents.tables import is_placeholder as stands_for_no_figure
from gdie.facts.forms.align import PrintedRow, row_names, similarity
from gdie.facts.labels import Label, read_labels
from gdie.indicators import load_forms, load_zero_words
from gdie.text.numerals import NumeralError, parse_quantity, parse_unit
from gdie.text.view import normalise

_RUN = re.compile(r"[0-9]+")
_RUN_AND_NUMBER = re.compile(r"[0-9]{3,}[.、]")


@dataclass(frozen=True)
class FormLine:
    """A table row. `cells` are its figure cells, one a value column where `placed`, else as they come (placeholders included).

    `headings` are the labels before its own: of merged rows (三、本年度办理结果 | （一）予以公开), in a cell apart or in the same.
    """

    headings: tuple[Label, ...]
    label: Label | None
    cells: tuple[Cell, ...]
    placed: bool
    unit: str | None

    @property
    def has_figures(self) -> bool:
        """Whether any of the cells holds something."""
        return any(cell.text for cell in self.cells)

    @property
    def printed(self) -> PrintedRow:
        """The row for aligning."""
        label = self.label
        if label is None:
            return PrintedRow("", "", None, self.has_figures)
        return PrintedRow(label.key, label.number, label.level, self.has_figures)


def form_lines(table: Table) -> list[FormLine]:
    """All data rows of a table."""
    return [_line(table, row) for row in table.rows]


def is_number(cell: Cell) -> bool:
    """Whether the cell reads as a quantity."""
    try:
        parse_quantity(cell.text)
    except NumeralError:
        return False
    return True


def says_none(cell: Cell) -> bool:
    """Whether the cell says in a word that there is none: a zero without a figure."""
    return normalise(cell.text).text.strip() in load_zero_words().cells


def is_placeholder(cell: Cell) -> bool:
    """Whether the cell holds a sign or word in place of a figure; they differ in meaning, but none of them is a number."""
    return stands_for_no_figure(cell.text)


def digits(cell: Cell) -> str | None:
    """The digits of a cell that holds nothing else, half width; None for any other cell."""
    text = normalise(cell.text).text
    return text if _RUN.fullmatch(text) and len(text) == len(cell.text) else None


def _line(table: Table, row: Row) -> FormLine:
    if row.placed:
        labels = [c for c, role in zip(row.cells, table.roles, strict=True) if role in ("label", "text")]
        units = [c.text for c, role in zip(row.cells, table.roles, strict=True) if role == "unit"]
        cells = [c for c, role in zip(row.cells, table.roles, strict=True) if role == "value"]
        return FormLine(*_labels(labels), tuple(cells), True, next((u for u in units if u), None))
    # Separators say where a cell is empty; without them an empty cell is only padding.
    separated = table.layout in ("pipes", "tabs", "slashes")
    labels, cells = _loose([c for c in row.cells if c.text or separated])
    unit = None
    if len(labels) > 1 and _is_unit(labels[-1]):
        unit = labels.pop().text
    return FormLine(*_labels(labels), tuple(cells), False, unit)


def _loose(cells: Sequence[Cell]) -> tuple[list[Cell], list[Cell]]:
    """Label cells and the figure cells behind the last of them; figures before a label (an index) are passed over."""
    last = max((k for k, c in enumerate(cells) if c.text and not _figure_like(c)), default=-1)
    labels = [c for c in cells[: last + 1] if c.text and not _figure_like(c)]
    return labels, list(cells[last + 1 :])


def _figure_like(cell: Cell) -> bool:
    return is_placeholder(cell) or is_number(cell) or digits(cell) is not None or _numbered(cell)


def _numbered(cell: Cell) -> bool:
    """Whether the cell is digits with the number of the next row behind them (0230180236.)."""
    return _RUN_AND_NUMBER.fullmatch(normalise(cell.text).text) is not None


def _is_unit(cell: Cell) -> bool:
    try:
        parse_unit(cell.text)
    except NumeralError:
        return False
    return True


def _labels(cells: Sequence[Cell]) -> tuple[tuple[Label, ...], Label | None]:
    """The headings of merged rows and the row's own label: the last."""
    found = [label for cell in cells if cell.text for label in read_labels(cell)]
    if found:
        found[-1:] = _without_heading(found[-1])
    return tuple(found[:-1]), found[-1] if found else None


def _without_heading(label: Label) -> list[Label]:
    """Heading and row where they ran together without a number between them (不予公开属于国家秘密), else the label."""
    text = label.view.text
    for heading, names in _headings().items():
        if not text.startswith(heading, label.start):
            continue
        border = label.start + len(heading)
        rest = replace(
            label, start=border + len(text[border:]) - len(text[border:].lstrip()), number="", level=None
        )
        if rest.start < rest.end and similarity(rest.key, names):
            return [replace(label, end=border), rest]
    return [label]


@cache
def _headings() -> dict[str, frozenset[str]]:
    """Headings of matrices without figures of their own, with the names of the rows of their form."""
    found: dict[str, frozenset[str]] = {}
    for form in load_forms():
        for block in form.blocks:
            names = (
                frozenset[str]().union(*(row_names(row) for row in block.coded))
                if block.axis
                else frozenset()
            )
            for row in block.rows:
                if block.axis and row.code is None:
                    found[normalise(row.label).text] = (
                        found.get(normalise(row.label).text, frozenset()) | names
                    )
    return found
