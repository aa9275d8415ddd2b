"""Indicators and official forms, typed: `indicators.toml` holds every name once, `forms/*.toml` refer to it by code.

A form has blocks (tables, or parts of a table with a header of their own). A block is a list of rows with one figure each, or a
matrix of rows and the columns of an axis. The code of a matrix cell is `<row code>.<column key>`.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from typing import Any

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib


@dataclass(frozen=True)
class Indicator:
    """A stable code with its official name, unit (None where the form states none) and other names.

    `rest` is the word for the row as a whole where many things are counted under it (其他).
    """

    code: str
    label: str
    unit: str | None
    synonyms: tuple[str, ...]
    group: str | None = None
    rest: str | None = None


@dataclass(frozen=True)
class Column:
    """A column of a matrix. `group` is the merged header cell above it; only `signed` ones may be negative."""

    key: str
    label: str
    group: str | None = None
    unit: str | None = None
    note: str = ""
    signed: bool = False
    decimal: bool = False


@dataclass(frozen=True)
class Axis:
    """The columns of a matrix in printed order; `total` is the key of the column that sums the others."""

    key: str
    columns: tuple[Column, ...]
    total: str | None
    title: str | None

    @cached_property
    def total_index(self) -> int | None:
        """The place of the total column, or None."""
        return next((i for i, c in enumerate(self.columns) if c.key == self.total), None)


@dataclass(frozen=True)
class FormRow:
    """A printed row. `code` is None for headings; `label` is the name as this form prints it, without number, lead and note.

    `of` is the code of the total that the row is a part of, `local` marks rows that only some places print. `group` is the code of
    the sum of the rows below a heading, which the form does not print (abridged tables print it in their place).
    """

    label: str
    code: str | None = None
    group: str | None = None
    number: str = ""
    lead: str = ""
    note: str = ""
    of: str | None = None
    local: bool = False

    def cell_code(self, column: Column | None) -> str:
        """The code of the row's figure in a column of a matrix; without a column the row's own. Empty for headings."""
        base = self.code or self.group or ""
        return f"{base}.{column.key}" if column else base

    @property
    def printed(self) -> str:
        """The whole label as the form prints it."""
        return f"{self.lead}{self.number}{self.label}{self.note}"


@dataclass(frozen=True)
class FormBlock:
    """A table of a form. Without an axis each row has one figure; `across` prints the rows of a matrix side by side in one line."""

    rows: tuple[FormRow, ...]
    axis: Axis | None = None
    title: str | None = None
    corner: str | None = None
    unit: str | None = None
    across: bool = False

    @cached_property
    def coded(self) -> tuple[FormRow, ...]:
        """The rows that have figures."""
        return tuple(row for row in self.rows if row.code)

    @property
    def width(self) -> int:
        """Figures in a row."""
        return len(self.axis.columns) if self.axis else 1


@dataclass(frozen=True)
class Form:
    """An official form in one version; `years` are the first and last year of the reports that use it.

    `titles` are other titles that are in use.
    """

    id: str
    title: str
    source: str
    years: tuple[int, int]
    section: str
    header: tuple[str, ...]
    blocks: tuple[FormBlock, ...]
    columns: dict[str, tuple[str, ...]]
    titles: tuple[str, ...] = ()

    @cached_property
    def tables(self) -> tuple[FormBlock, ...]:
        """The parts that are a table of their own: matrices one by one, lists together, for places print them apart or as one."""
        matrices = tuple(block for block in self.blocks if block.axis)
        rows = tuple(row for block in self.blocks if not block.axis for row in block.rows)
        return (*matrices, FormBlock(rows)) if rows else matrices


def _read(*path: str) -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath(*path).read_text(encoding="utf-8"))


@cache
def _data() -> dict[str, Any]:
    return _read("indicators.toml")


@cache
def load_indicators() -> dict[str, Indicator]:
    """All indicators by code, matrix rows included; names that only a form uses are among the synonyms."""
    names: dict[str, list[str]] = {
        code: list(entry.get("synonyms", ())) for code, entry in _data()["indicators"].items()
    }
    for form in load_forms():
        for row in (row for block in form.blocks for row in block.coded):
            if row.code and row.label not in (*names[row.code], _data()["indicators"][row.code]["label"]):
                names[row.code].append(row.label)
    return {
        code: Indicator(
            code, entry["label"], entry.get("unit"), tuple(names[code]), entry.get("group"), entry.get("rest")
        )
        for code, entry in _data()["indicators"].items()
    }


@cache
def load_axes() -> dict[str, Axis]:
    """The axes of the matrices by name."""
    return {
        name: Axis(
            name,
            tuple(Column(key, **column) for key, column in entry["columns"].items()),
            entry.get("total"),
            entry.get("title"),
        )
        for name, entry in _data()["axes"].items()
    }


@cache
def load_forms() -> tuple[Form, ...]:
    """All official forms, in the order of their file names. Raises ValueError for a reference to an unknown code."""
    folder = files(__package__).joinpath("forms")
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".toml"))
    return tuple(_form(_read("forms", name)) for name in names)


def load_form(identifier: str) -> Form:
    """The form with this id. Raises KeyError."""
    return {form.id: form for form in load_forms()}[identifier]


def _form(data: dict[str, Any]) -> Form:
    blocks = tuple(_block(entry, data["id"]) for entry in data.get("blocks", ()))
    first, last = data["years"]
    return Form(
        id=data["id"],
        title=data["title"],
        titles=tuple(data.get("titles", ())),
        source=data["source"],
        years=(first, last),
        section=data["section"],
        header=tuple(data.get("header", ())),
        blocks=blocks,
        columns={role: tuple(titles) for role, titles in data.get("columns", {}).items()},
    )


def _block(data: dict[str, Any], form: str) -> FormBlock:
    return FormBlock(
        rows=tuple(_row(entry, form) for entry in data["rows"]),
        axis=load_axes()[data["axis"]] if "axis" in data else None,
        title=data.get("title"),
        corner=data.get("corner"),
        unit=data.get("unit"),
        across=data.get("across", False),
    )


def _row(data: dict[str, Any], form: str) -> FormRow:
    code = data.get("code") or data.get("group")
    indicators = _data()["indicators"]
    for reference in (code, data.get("of")):
        if reference is not None and reference not in indicators:
            raise ValueError(f"forms/{form}.toml: no indicator {reference} in indicators.toml")
    own = {
        key: data[key] for key in ("code", "group", "number", "lead", "note", "of", "local") if key in data
    }
    label = data.get("label") or data.get("heading") or indicators[code]["label"]
    return FormRow(label=label, **own)


def cell_indicators() -> Iterator[tuple[str, Form, FormBlock, FormRow, Column | None]]:
    """Every figure of every form: its code with form, block, row and column (None in a list)."""
    for form in load_forms():
        for block in form.blocks:
            for row in block.coded:
                for column in block.axis.columns if block.axis else (None,):
                    yield row.cell_code(column), form, block, row, column
