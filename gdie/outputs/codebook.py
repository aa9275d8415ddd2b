"""What the codes of the panel mean: names, units, forms, years, series; one row a code, in the order of the official forms."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from gdie.indicators import (
    Column,
    Form,
    FormBlock,
    FormRow,
    all_codes,
    is_like,
    load_code_kinds,
    load_forms,
    load_indicators,
    load_outcomes,
    load_series,
)
from gdie.outputs.sheets import Field, Sheet
from gdie.text.numerals import parse_unit

MISSING = "An empty cell means that the value was not reported or not found. It never means zero: zeros are written as 0."

_IN_USE = 2099  # last year of forms that are in use
_NOTES = {
    "stock": "state at a time, not activity in a year",
    "back": "states the year before; listed under the year of the report",
    "sum": "sum that the full form does not print",
    "series": "the series is not exact: other forms count more or less under these rows",
}


@dataclass(frozen=True)
class Entry:
    """A code of the panel. `column` is its column of a matrix; years are the first and last of its forms, None while in use."""

    code: str
    label: str
    column: str | None
    unit: str | None
    base_unit: str | None
    forms: tuple[Form, ...]
    first_year: int | None
    last_year: int | None
    series: tuple[str, ...]
    outcomes: tuple[str, ...]
    synonyms: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def name(self) -> str:
        """Label and column in one."""
        return f"{self.label}：{self.column}" if self.column else self.label

    @property
    def is_stock(self) -> bool:
        """Whether the code counts a state at a time (staff, rules in force) instead of activity in a year."""
        return is_like(self.code, load_code_kinds().stocks)

    @property
    def looks_back(self) -> bool:
        """Whether the code states the year before the report's under the report's year."""
        return is_like(self.code, load_code_kinds().looking_back)

    def forms_of(self, year: int | None) -> tuple[str, ...]:
        """Ids of the forms that have the row: those for reports of that year, all of them where there are none."""
        own = tuple(f.id for f in self.forms if year is not None and f.years[0] <= year <= f.years[1])
        return own or tuple(f.id for f in self.forms)

    def series_of(self, year: int | None) -> str | None:
        """The key of the series that the code is counted under in reports of that year, or None."""
        held = (s.key for s in load_series().values() if year is not None and self.code in s.of_year(year))
        return next(held, None)


@cache
def entries() -> dict[str, Entry]:
    """All codes in the order of `indicators.toml`, the cells of a matrix in the order of its columns."""
    places: dict[str, list[tuple[Form, FormBlock, FormRow, Column | None]]] = {}
    for form, block, row in _rows():
        for column in block.axis.columns if block.axis else (None,):
            code = row.cell_code(column)
            if code in all_codes():
                places.setdefault(code, []).append((form, block, row, column))
    bases: dict[str, list[str]] = {}
    for code, found in places.items():
        bases.setdefault(found[0][2].cell_code(None), []).append(code)
    ordered: dict[str, Entry] = {}
    for base in load_indicators():
        for code in (base, *bases.get(base, ())):
            if code in all_codes() and code not in ordered:
                ordered[code] = _entry(code, base, places.get(code, []))
    return ordered


def _rows() -> Iterator[tuple[Form, FormBlock, FormRow]]:
    """All rows that figures have codes by, sums over the rows below a heading included."""
    for form in load_forms():
        for block in form.blocks:
            for row in block.rows:
                if row.code or row.group:
                    yield form, block, row


def _entry(code: str, base: str, places: list[tuple[Form, FormBlock, FormRow, Column | None]]) -> Entry:
    indicator = load_indicators()[base]
    forms = tuple({form.id: form for form, *_ in places}.values())
    column = next((c for *_, c in places if c), None)
    unit = (column and column.unit) or indicator.unit or next((b.unit for _, b, *_ in places if b.unit), None)
    last = max((form.years[1] for form in forms), default=None)
    series = tuple(s for s in load_series().values() if any(code in codes for codes in s.codes.values()))
    entry = Entry(
        code=code,
        label=_titled(indicator.group, indicator.label),
        column=_titled(column.group, column.label) if column else None,
        unit=unit,
        base_unit=parse_unit(unit).base if unit else None,
        forms=forms,
        first_year=min((form.years[0] for form in forms), default=None),
        last_year=None if last is None or last >= _IN_USE else last,
        series=tuple(s.key for s in series),
        outcomes=tuple(o.key for o in load_outcomes().values() if code in o.codes or base in o.codes),
        synonyms=indicator.synonyms,
        notes=(),
    )
    holds = {
        "stock": entry.is_stock,
        "back": entry.looks_back,
        "sum": bool(places) and all(row.group for _, _, row, _ in places),
        "series": any(not s.exact for s in series),
    }
    return replace(entry, notes=tuple(_NOTES[key] for key, true in holds.items() if true))


def _titled(group: str | None, label: str) -> str:
    return f"{group}：{label}" if group else label


FIELDS: tuple[Field, ...] = (
    Field("code", note=MISSING),
    Field("label"),
    Field("column", note="of a table with several columns of figures"),
    Field("unit", note="as the form states it"),
    Field("base_unit", note="of the values in the panel: 万元 are multiplied out"),
    Field("forms", note="official forms that have the row"),
    Field("titles"),
    Field("first_year", "int", "of the reports that use one of the forms"),
    Field("last_year", "int", "empty: in use"),
    Field("series", note="questions that reports of all years answer, under changing rows"),
    Field("outcome", note="of requests, reviews and suits"),
    Field("other_names"),
    Field("note"),
)


def codebook() -> Sheet:
    """One row a code."""
    rows = [
        (
            e.code,
            e.label,
            e.column,
            e.unit,
            e.base_unit,
            " ".join(form.id for form in e.forms) or None,
            "；".join(dict.fromkeys(t for form in e.forms for t in (form.title, *form.titles))) or None,
            e.first_year,
            e.last_year,
            " ".join(e.series) or None,
            " ".join(e.outcomes) or None,
            "、".join(e.synonyms) or None,
            "; ".join((*e.notes, MISSING)),
        )
        for e in entries().values()
    ]
    return Sheet("codebook", FIELDS, rows, frozen=1)
