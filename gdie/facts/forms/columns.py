"""Which column of a form's matrix a printed column is: by its title, or by its place where all columns are there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from gdie.documents import Cell, Row, Table
from gdie.facts.forms.align import similarity
from gdie.facts.labels import label_key
from gdie.indicators import Axis, Column
from gdie.text.dates import parse_date
from gdie.text.view import normalise

_UNIT_NOTE = re.compile(r"\s*\(单位:[^()]*\)?\s*$")
_SQUEEZE = re.compile(r"\s+")


@dataclass(frozen=True)
class FormColumn:
    """A column of figures: the axis's column (None for groups such as 法人或其他组织) and its title as printed.

    `title` is None where facts have no column: the title is a period, or there is one column only. `printed` is the whole title cell,
    None where the header has lost it.
    """

    column: Column | None
    title: str | None
    printed: str | None = None


@dataclass(frozen=True)
class ColumnMatch:
    """The columns of a table against an axis. `evidence` from 0 (by place alone) to 1 (every title is the axis's)."""

    columns: tuple[FormColumn, ...]
    evidence: float


def clean_title(text: str) -> str:
    """A column's title as printed, without line breaks and without the note of its unit."""
    view = normalise(text)
    match = _UNIT_NOTE.search(view.text)
    end = view.to_source(0, match.start())[1] if match and match.start() else len(text)
    return _SQUEEZE.sub("", text[:end])


def names_period(title: Cell) -> bool:
    """Whether a column's title is a period (2009年度, 历年累计); which one does not matter here."""
    return parse_date(normalise(title.text).text, 2000) is not None


def title_key(text: str) -> str:
    """A column's title for comparing."""
    view = normalise(text)
    return label_key(_UNIT_NOTE.sub("", view.text))


def value_titles(table: Table) -> tuple[Cell | None, ...]:
    """The title cell of each value column, where the header tells; a header row that is not in columns tells by its length."""
    columns = table.value_columns
    titles = [table.column_title(c) for c in columns]
    for row in table.header:
        filled = [c for c in row.cells if c.text]
        if not row.placed and any(t is None for t in titles) and len(columns) <= len(filled):
            behind = filled[len(filled) - len(columns) :]
            if len(filled) - len(columns) <= len(table.roles) - len(columns):
                titles = [t or c for t, c in zip(titles, behind, strict=True)]
    return tuple(titles)


def match_columns(table: Table, axis: Axis, width: int | None) -> ColumnMatch | None:
    """The table's value columns as columns of the axis; `width` figures a row (None: unknown, digits ran together).

    None where neither the titles nor the number of columns fit.
    """
    found = header_evidence(table.header, axis)
    full = tuple(_by_place(table.header, c) for c in axis.columns)
    if width is None:
        return ColumnMatch(full, found)
    titles = value_titles(table) if width == len(table.value_columns) else ()
    named = tuple(_named(title, axis) for title in titles)
    known = [n.column.key for n in named if n.column]
    if width == len(axis.columns):
        permuted = len(known) == width and len(set(known)) == width
        return ColumnMatch(named if permuted else full, found)
    if titles and all(t is not None for t in titles):
        if all(t is not None and names_period(t) for t in titles) and axis.total_index is not None:
            return ColumnMatch((FormColumn(axis.columns[axis.total_index], None),) * len(titles), 0.2)
        fitting = sum(n.column is not None or n.title in _groups(axis) for n in named)
        # A header that names more columns than these stands in rows that are merged.
        whole = len(_titles(table.header) & {title_key(c.label) for c in axis.columns}) <= len(known)
        if whole and len(set(known)) == len(known) and fitting >= max(1, 0.6 * len(named)):
            return ColumnMatch(named, fitting / len(named))
    if width == 1 and axis.total_index is not None:
        return ColumnMatch((FormColumn(axis.columns[axis.total_index], None),), 0.0)
    return None


def _titles(header: Sequence[Row]) -> set[str]:
    return {title_key(cell.text) for row in header for cell in row.cells if cell.text}


def header_evidence(header: Sequence[Row], axis: Axis) -> float:
    """The share of the axis's column titles that stand in the header, wherever."""
    text = label_key("".join(_SQUEEZE.sub("", normalise(c.text).text) for r in header for c in r.cells))
    return sum(title_key(c.label) in text for c in axis.columns) / len(axis.columns) if text else 0.0


def _named(title: Cell | None, axis: Axis) -> FormColumn:
    if title is None:
        return FormColumn(None, None)
    key = title_key(title.text)
    best = max(axis.columns, key=lambda c: similarity(key, frozenset({title_key(c.label)})))
    known = similarity(key, frozenset({title_key(best.label)})) > 0
    return FormColumn(best if known else None, clean_title(title.text), title.text)


def _by_place(header: Sequence[Row], column: Column) -> FormColumn:
    """The column with its title as the header prints it; its official name where no cell of the header holds it alone."""
    for row in header:
        for cell in row.cells:
            if cell.text and title_key(cell.text) == title_key(column.label):
                return FormColumn(column, clean_title(cell.text), cell.text)
    return FormColumn(column, column.label)


def _groups(axis: Axis) -> set[str]:
    return {c.group for c in axis.columns if c.group}
