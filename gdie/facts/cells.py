"""What a table adds to the figure in one of its cells: unit of its row, column or caption, its column's name, its indicator code."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from gdie.annotation import Entity
from gdie.documents import Document, Table
from gdie.facts.forms.columns import clean_title, names_period
from gdie.facts.forms.reading import FormFigure
from gdie.facts.forms.units import stated_unit
from gdie.facts.model import Mention
from gdie.text.numerals import NumeralError, Quantity, parse_unit


@dataclass(frozen=True)
class TableReading:
    """A figure's quantity with unit and magnitude of its table, where it stands, and what the table says of it.

    `category` is set where the words for it are not one stretch of the text (stacked headers), `code` where a form names it.
    """

    quantity: Quantity
    source: Literal["text", "table"]
    column: str | None = None
    code: str | None = None
    category: Mention | None = None


def read_cell(
    document: Document, table: Table, figure: Entity, quantity: Quantity, form: FormFigure | None
) -> TableReading:
    """The reading of a figure that stands in a table; `form` is what its official form says of it."""
    if form is not None:
        return TableReading(_with_unit(quantity, form.unit), "table", form.column, form.code, form.category)
    place = table.cell_at(figure.start, figure.end)
    if place is None:  # in the caption
        return TableReading(quantity, "table")
    row, column = table.rows[place[0]], place[1]
    units = [c.text for c, role in zip(row.cells, table.roles, strict=False) if role == "unit" and row.placed]
    title = table.column_title(column) if row.placed else None
    unit = stated_unit(document, table, next(filter(None, units), None), title.text if title else None)
    several = len(table.value_columns) > 1
    named = title is not None and several and not names_period(title)
    return TableReading(
        _with_unit(quantity, unit), "table", clean_title(title.text) if title and named else None
    )


def _with_unit(quantity: Quantity, text: str | None) -> Quantity:
    """The quantity as if its unit stood behind it, magnitude (万元) included; a unit of its own goes first."""
    if quantity.unit is not None or not text:
        return quantity
    try:
        unit = parse_unit(text)
    except NumeralError:
        return replace(quantity, unit=text)
    return replace(quantity, value=_times(quantity.value, unit.factor), unit=unit.base)


def _times(value: float, factor: int) -> float:
    """Decimal multiplication: 8.5 × 10000 and 0.6 × 10000 are whole numbers."""
    product = Decimal(repr(value)) * factor
    return int(product) if product == product.to_integral_value() else float(product)
