"""What an official form says: each figure of its tables with indicator code, category, column and the total it is part of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from gdie.documents import Table
from gdie.facts.model import Mention
from gdie.indicators import Form, FormBlock, FormRow

Place = tuple[int, int]  # [start, end) of a figure in the text layer
Axis = Literal["row", "column"]  # along which figures add up
Closed = tuple[Place, Axis]


@dataclass(frozen=True)
class FormFigure:
    """A figure of a form. `category` is given only where it is not one stretch of a row label (stacked headers, broken labels)."""

    start: int
    end: int
    row: int
    code: str | None
    column: str | None
    total: Place | None = None
    category: Mention | None = None
    unit: str | None = None


@dataclass(frozen=True)
class UnreadRow:
    """A row whose figures can't be told with certainty: what stands there, and the readings that fit (none, if too many do)."""

    label: str
    printed: str
    start: int
    end: int
    readings: tuple[tuple[int, ...], ...] = ()


@dataclass(frozen=True)
class FormReading:
    """A table recognised as a block of an official form.

    `rows` gives the form's row for rows of the table; `missing` are rows of the form that the table lacks (optional ones aside), `extra` rows of the
    table that the form does not know, `moved` rows that stand elsewhere than in the form; the same for columns, by their titles. `closed` are the totals all of whose parts
    the form demands and the table has, along the row or down the column. `confidence` is how alike the labels are.
    """

    table: Table
    form: Form
    block: FormBlock
    confidence: float
    rows: Mapping[int, FormRow]
    figures: tuple[FormFigure, ...]
    missing: tuple[FormRow, ...] = ()
    extra: tuple[int, ...] = ()
    moved: tuple[int, ...] = ()
    missing_columns: tuple[str, ...] = ()
    extra_columns: tuple[str, ...] = ()
    moved_columns: tuple[str, ...] = ()
    unread: tuple[UnreadRow, ...] = ()
    closed: frozenset[Closed] = frozenset()


@dataclass(frozen=True)
class FormReadings:
    """All forms of a document, in text order, with their figures by place."""

    readings: tuple[FormReading, ...] = field(default=())

    @cached_property
    def by_table(self) -> dict[int, FormReading]:
        """Readings by the start of their table."""
        return {reading.table.start: reading for reading in self.readings}

    @cached_property
    def figures(self) -> dict[Place, FormFigure]:
        """Figures by their place."""
        return {(f.start, f.end): f for r in self.readings for f in r.figures}

    @cached_property
    def closed(self) -> frozenset[Closed]:
        """Totals whose parts are all there."""
        return frozenset(closed for r in self.readings for closed in r.closed)
