"""A form with values as a table that no layout has touched yet: header cells with their spans, and rows with what leads them."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from gdie.indicators.forms import Axis, Column, Form, FormBlock, FormRow, load_indicators
from gdie.training.forms.model import Figure, Layout, Style, Value, Values

TEN_THOUSAND = 10000


@dataclass(frozen=True)
class HeaderCell:
    """A cell of the header with its place and span; rows are the header's own."""

    text: str
    column: int
    across: int = 1
    down: int = 1


@dataclass(frozen=True)
class Row:
    """A row. `leads` are the merged cells it stands behind, outermost first, `shown` says which of them print here.

    `before` are lines that come between it and the row above, `again` repeats the header there. `cuts` are the places in the
    label where the line ends, `at` the piece of the label that the figures follow.
    """

    label: FormRow | None
    figures: tuple[Figure, ...] = ()
    unit: str | None = None
    leads: tuple[FormRow, ...] = ()
    shown: tuple[bool, ...] = ()
    before: tuple[str, ...] = ()
    again: bool = False
    cuts: tuple[int, ...] = ()
    at: int = 0

    @property
    def pieces(self) -> tuple[str, ...]:
        """The label as the line ends cut it; one piece where none does."""
        text = self.label.printed if self.label else ""
        ends = (0, *self.cuts, len(text))
        return tuple(text[a:b] for a, b in pairwise(ends))


Header = tuple[tuple[HeaderCell, ...], ...]


@dataclass(frozen=True)
class Grid:
    """One table: `labels` columns of labels, one of units where `units`, then `figures` columns."""

    title: str | None
    note: str | None
    header: Header
    rows: tuple[Row, ...]
    labels: int
    units: bool
    figures: int
    groups: tuple[int, ...]
    summed: bool

    @property
    def width(self) -> int:
        """All columns."""
        return self.labels + self.units + self.figures

    def expanded(self, fill: bool) -> list[list[str]]:
        """The header with a text for every column; merged cells say their text everywhere, or once where not `fill`."""
        table = [[""] * self.width for _ in self.header]
        for line, cells in enumerate(self.header):
            for cell in cells:
                places = [
                    (r, c)
                    for r in range(line, line + cell.down)
                    for c in range(cell.column, cell.column + cell.across)
                ]
                for r, c in places if fill else places[:1]:
                    table[r][c] = cell.text
        return table

    def leaves(self) -> list[str]:
        """The header cells right above the figures."""
        table = self.expanded(fill=True)
        return table[-1][self.width - self.figures :] if table else []


def level(row: FormRow) -> int:
    """How deep a row stands, by the manner of its number: 一、 1, （一） 2, 1. 3, （1） and rows without number 4."""
    if re.match(r"[一二三四五六七八九十]+、", row.number):
        return 1
    if re.match(r"（[一二三四五六七八九十]+）", row.number):
        return 2
    return 3 if re.match(r"\d+\.", row.number) else 4


def grids(form: Form, values: Values, layout: Layout, style: Style, rng: random.Random) -> list[Grid]:
    """The tables of a form as they would stand in the original document."""
    tables = []
    for block in form.blocks:
        if block.axis and block.across:
            tables.append(_across(block, block.axis, values))
        elif block.axis:
            tables.append(_matrix(block, block.axis, values, style, rng))
        else:
            tables.append(_list(form, block, values, style))
    if not style.titles and len(tables) > 1 and not form.blocks[0].axis:
        # One list: the first header serves all, and no part has a caption.
        rows = tuple(row for table in tables for row in table.rows)
        tables = [replace(tables[0], title=None, note=None, rows=rows)]
    return tables


def placed(rows: Sequence[Row], middle: bool = False) -> tuple[Row, ...]:
    """The rows with their leads shown in the first of the rows that each covers, or in the middle one, as PDF text has it."""
    shown = [[False] * len(row.leads) for row in rows]
    for depth in range(max((len(row.leads) for row in rows), default=0)):
        start = 0
        while start < len(rows):
            head = rows[start].leads[: depth + 1]
            end = start + 1
            while end < len(rows) and rows[end].leads[: depth + 1] == head:
                end += 1
            if len(head) > depth:
                shown[(start + end - 1) // 2 if middle else start][depth] = True
            start = end
    return tuple(replace(row, shown=tuple(show)) for row, show in zip(rows, shown, strict=True))


def _list(form: Form, block: FormBlock, values: Values, style: Style) -> Grid:
    units = style.units and len(form.header) == 3
    header = form.header if len(form.header) < 3 or units else (form.header[0], form.header[-1])
    rows: list[Row] = []
    for row in _renumbered(block.rows, values):
        if row.code is None:
            rows.append(Row(row))
        elif row.code in values and not (row.local and values[row.code] is None):
            unit = load_indicators()[row.code].unit
            # 万元 that stands nowhere is for the reader to know from the form.
            factor = 1 if unit != "万元" else (TEN_THOUSAND if units else None)
            figure = _figure(row.code, values[row.code], factor)
            rows.append(Row(row, (figure,), unit if units else None))
    note = f"单位：{block.unit}" if block.unit else None
    cells = tuple(HeaderCell(text, column) for column, text in enumerate(header))
    return Grid(block.title, note, (cells,), tuple(rows), 1, units, 1, (1,), False)


def _renumbered(rows: Sequence[FormRow], values: Values) -> list[FormRow]:
    """The rows that this place prints; behind local ones the next numbers of the same total go on counting."""
    kept: list[FormRow] = []
    for row in rows:
        if row.local and values.get(row.code or "") is None:
            continue
        number = row.number
        if any(other.local and other.of == row.of for other in kept):
            taken = {other.number for other in kept if other.of == row.of}
            while number in taken and re.search(r"\d", number):
                number = re.sub(r"\d+", lambda match: str(int(match.group()) + 1), number)
        kept.append(replace(row, number=number))
    return kept


def _figure(code: str, value: Value | None, factor: int | None = 1) -> Figure:
    return Figure(code, "" if value is None else str(value), value, factor)


def _matrix(block: FormBlock, axis: Axis, values: Values, style: Style, rng: random.Random) -> Grid:
    rows: list[Row] = []
    leads: list[FormRow] = []
    for row in _renumbered([r for r in block.rows if not (r.local and _unprinted(r, axis, values))], values):
        leads = [lead for lead in leads if level(lead) < level(row)]
        if row.code is None:
            leads.append(row)
            continue
        figures = tuple(
            _column_figure(row.cell_code(column), column, values, style, rng) for column in axis.columns
        )
        rows.append(Row(row, figures, leads=tuple(leads)))
    labels = 1 + max(len(row.leads) for row in rows)
    return Grid(
        title=block.title,
        note=None,
        header=_header(block, axis, labels),
        rows=placed(rows),
        labels=labels,
        units=False,
        figures=len(axis.columns),
        groups=(len(axis.columns),),
        summed=axis.total_index is not None,
    )


def _unprinted(row: FormRow, axis: Axis, values: Values) -> bool:
    return all(values.get(row.cell_code(column)) is None for column in axis.columns)


def _column_figure(code: str, column: Column, values: Values, style: Style, rng: random.Random) -> Figure:
    value = values[code]
    figure = _figure(code, value, TEN_THOUSAND if column.unit == "万元" else 1)
    if value is None:
        return figure
    if column.signed and value > 0 and style.plus:
        return replace(figure, text=f"+{value}")
    if column.decimal and column.unit == "元" and value and rng.random() < 0.5:
        # An amount in 元 is often written with a unit of its own, in ten thousands.
        short = Decimal(value) / TEN_THOUSAND
        return replace(figure, text=f"{short.normalize():f}万元")
    return figure


def _header(block: FormBlock, axis: Axis, labels: int) -> Header:
    grouped = any(column.group for column in axis.columns)
    depth = (1 if axis.title else 0) + (2 if grouped else 1)
    lines: list[list[HeaderCell]] = [[] for _ in range(depth)]
    if block.corner:
        lines[0].append(HeaderCell(block.corner, 0, labels, depth))
    if axis.title:
        lines[0].append(HeaderCell(axis.title, labels, len(axis.columns)))
    top = 1 if axis.title else 0
    group = None
    for place, column in enumerate(axis.columns, start=labels):
        if column.group is None:
            lines[top].append(HeaderCell(column.label + column.note, place, 1, depth - top))
        else:
            if column.group != group:
                members = sum(other.group == column.group for other in axis.columns)
                lines[top].append(HeaderCell(column.group, place, members))
            lines[-1].append(HeaderCell(column.label + column.note, place))
        group = column.group
    return tuple(tuple(line) for line in lines)


def _across(block: FormBlock, axis: Axis, values: Values) -> Grid:
    """A matrix whose rows stand side by side in one line of figures, under their labels."""
    width = len(axis.columns)
    lines: list[list[HeaderCell]] = [[], [], []]
    group = None
    names = [load_indicators()[row.code] for row in block.coded if row.code]
    for place, (row, name) in enumerate(zip(block.coded, names, strict=True)):
        if name.group is None:
            lines[0].append(HeaderCell(row.label, place * width, width, 2))
        else:
            if name.group != group:
                members = sum(other.group == name.group for other in names)
                lines[0].append(HeaderCell(name.group, place * width, members * width))
            lines[1].append(HeaderCell(row.label, place * width, width))
        group = name.group
        lines[2] += [HeaderCell(c.label, place * width + i) for i, c in enumerate(axis.columns)]
    figures = tuple(
        _figure(row.cell_code(column), values[row.cell_code(column)])
        for row in block.coded
        for column in axis.columns
    )
    count = len(block.coded)
    return Grid(
        title=None,
        note=None,
        header=tuple(tuple(line) for line in lines if line),
        rows=(Row(None, figures),),
        labels=0,
        units=False,
        figures=count * width,
        groups=(width,) * count,
        summed=axis.total_index is not None,
    )
