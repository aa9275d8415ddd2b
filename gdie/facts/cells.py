"""What a table adds to the figure in one of its cells: unit of its column, header or caption, and the column's name."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from gdie.annotation import Entity
from gdie.documents import Cell, Document, Row, Table
from gdie.text.dates import parse_date
from gdie.text.numerals import NumeralError, Quantity, parse_unit
from gdie.text.view import normalise

_UNIT_NOTE = re.compile(r"单位:\s*[0-9,.]*\s*([\u4e00-\u9fff]{1,3})")
_UNIT_IN_TITLE = re.compile(r"([件条次个人份篇])数$")


@dataclass(frozen=True)
class TableReading:
    """A figure's quantity with unit and magnitude of its table, where it stands, and the title of its column."""

    quantity: Quantity
    source: Literal["text", "table"]
    column: str | None


def names_period(title: Cell) -> bool:
    """Whether a column's title is a period (2009年度, 历年累计); which one does not matter here."""
    return parse_date(normalise(title.text).text, 2000) is not None


def read_cell(document: Document, table: Table, figure: Entity, quantity: Quantity) -> TableReading:
    """The reading of a figure that stands in a table; figures of its caption have no column."""
    place = table.cell_at(figure.start, figure.end)
    if place is None:
        return TableReading(quantity, "table", None)
    row, column = table.rows[place[0]], place[1]
    title = table.column_title(column)
    several = len(table.value_columns) > 1
    named = title is not None and several and not names_period(title)
    if quantity.unit is None and (unit := _unit(document, table, row, column)):
        quantity = _with_unit(quantity, unit)
    return TableReading(quantity, "table", title.text if title and named else None)


def _unit(document: Document, table: Table, row: Row, column: int) -> str | None:
    """The unit as printed: of the row's unit cell, the column's title, or the caption; None where none is stated."""
    if "unit" in table.roles:
        stated = row.cells[table.roles.index("unit")].text
        if stated:
            return stated
    if title := table.column_title(column):
        view = normalise(title.text)
        if match := _UNIT_NOTE.search(view.text) or _UNIT_IN_TITLE.search(view.text):
            return title.text[slice(*view.to_source(*match.span(1)))]
    if table.caption:
        caption = document.slice(table.caption)
        view = normalise(caption)
        if match := _UNIT_NOTE.search(view.text):
            return caption[slice(*view.to_source(*match.span(1)))]
    return None


def _with_unit(quantity: Quantity, text: str) -> Quantity:
    """The quantity as if its unit stood behind it, magnitude (万元) included."""
    try:
        unit = parse_unit(text)
    except NumeralError:
        return replace(quantity, unit=text)
    return replace(quantity, value=_times(quantity.value, unit.factor), unit=unit.base)


def _times(value: float, factor: int) -> float:
    """Decimal multiplication: 8.5 × 10000 and 0.6 × 10000 are whole numbers."""
    product = Decimal(repr(value)) * factor
    return int(product) if product == product.to_integral_value() else float(product)
