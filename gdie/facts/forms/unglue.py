"""Titles and row labels that ran together: which words are which only the forms can tell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from rapidfuzz import fuzz

from gdie.documents import Cell, Document, Row, Table
from gdie.indicators import load_forms, load_indicators
from gdie.text.view import normalise

_TELLING = 4
_ALIKE = 75


def unglue(document: Document) -> Document:
    """The document with its run-together tables cut at the titles of the official forms, each title line opening a table."""
    if not any(table.layout == "glued" for table in document.tables):
        return document
    tables = tuple(
        piece
        for table in document.tables
        for piece in (_pieces(table) if table.layout == "glued" else (table,))
    )
    return replace(document, tables=tables)


def _pieces(table: Table) -> Iterator[Table]:
    header, rows, start, found = table.header, list[Row](), table.start, False
    for row in table.rows:
        titles, rest = _titles(row)
        if titles is not None:
            if rows:
                yield _piece(table, start, header, rows)
                header, start = (), titles.start
            header, rows, found = (*header, Row((titles,), placed=False)), [], True
        rows.append(rest)
    yield _piece(table, start, header, rows) if found else table


def _piece(table: Table, start: int, header: tuple[Row, ...], rows: list[Row]) -> Table:
    return replace(
        table,
        start=start,
        end=rows[-1].cells[-1].end,
        caption=table.caption if start == table.start else None,
        header=header,
        rows=tuple(rows),
        roles=("label", "value"),
    )


def _titles(row: Row) -> tuple[Cell | None, Row]:
    """The titles at the start of a row's label, if it has any, and the row without them."""
    labels = [c for c in row.cells[:-1] if c.text]
    if row.placed or len(labels) != 1:
        return None, row
    cell = labels[0]
    view = normalise(cell.text)
    places = [k for k, c in enumerate(view.text) if not c.isspace()]
    text = "".join(view.text[k] for k in places)
    name = _row_name(text)
    titles = text[: len(text) - len(name)]
    if not any(title in titles for title in (*_column_names(), *_block_titles())):
        return None, row
    if not name:
        return cell, Row(row.cells[-1:], placed=False)
    border = cell.start + view.to_source(places[len(titles)], len(view.text))[0]
    label = Cell(border, cell.end, cell.text[border - cell.start :])
    head = cell.text[: border - cell.start].rstrip()
    return Cell(cell.start, cell.start + len(head), head), Row((label, row.cells[-1]), placed=False)


def _row_name(text: str) -> str:
    """The end of `text` that is the name of a row, misprinted perhaps; empty where there is none."""
    for name in _row_names():
        end = text[-len(name) :]
        if end == name or (len(name) > _TELLING - 1 and fuzz.ratio(end, name) >= _ALIKE):
            return end
    return ""


@cache
def _row_names() -> tuple[str, ...]:
    """Names of the rows of matrices, longest first."""
    codes = {
        row.code for form in load_forms() for b in form.blocks if b.axis and not b.across for row in b.coded
    }
    indicators = [i for code, i in load_indicators().items() if code in codes]
    names = {normalise(n).text for i in indicators for n in (i.label, *i.synonyms)}
    return tuple(sorted(names, key=len, reverse=True))


@cache
def _block_titles() -> tuple[str, ...]:
    return tuple(
        {normalise(b.title).text for form in load_forms() for b in form.blocks if b.axis and b.title}
    )


@cache
def _column_names() -> tuple[str, ...]:
    """Titles of columns that no label of a row holds: 其他 and 总计 are too short to tell."""
    axes = {b.axis for form in load_forms() for b in form.blocks if b.axis}
    return tuple({normalise(c.label).text for axis in axes for c in axis.columns if len(c.label) >= _TELLING})
