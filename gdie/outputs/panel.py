"""The panel: agency × year × indicator, as a long table with every value that was stated and a wide one with one value a cell."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from gdie.facts.observations import observations
from gdie.facts.report import Report
from gdie.outputs.codebook import MISSING, codebook, entries
from gdie.outputs.sheets import Cell, Field, Sheet
from gdie.outputs.values import KINDS, Subject, Value, distinct_values

EVIDENCE = 20  # places that a row lists
NAMED = 10  # documents that a note lists
# First years of the forms in use, where series break.
_FORM_PERIODS = ((2019, "from_2019"), (2014, "from_2014"), (0, "until_2013"))

FLAGS = {
    "year_assumed": "no period is stated, the year is the report's",
    "first_year": "May to December 2008, the time of the first reports",
    "comparison": "stated only in the report of another year",
    "unit": "the code has values in units that do not count alike (条, 件)",
    "part": "only a part of what the code counts: an item of a list, a column for other offices, one of the things under a row for the rest",
    "other_agency": "the owner is named inside the report of the agency before the stroke",
    "agency_unknown": "the document does not tell its agency and has rows of its own",
}

LONG: tuple[Field, ...] = (
    Field("agency", note="simplified script, full organ name; “agency/owner” for others named in its report"),
    Field("scope", note="agency: one agency; system: it and all below it"),
    Field("year", "int"),
    Field("period_kind", note=", ".join(KINDS)),
    Field("period_start"),
    Field("period_end"),
    Field("code"),
    Field("label"),
    Field("category", note="what is counted, as printed"),
    Field("unit"),
    Field("form", note="official forms that have the row"),
    Field("series", note="question that reports of all years answer"),
    Field("value", "float"),
    Field("value_max", "float", "upper end of a range"),
    Field("approx"),
    Field("implied", "bool", "zero in words"),
    Field("conflict", "bool", "another value of the same thing can't be true as well"),
    Field("preferred", "bool", "the one that the wide table takes, if it is of the year"),
    Field("source", note="table, text or both"),
    Field("facts", "int", "how often it is stated"),
    Field("documents"),
    Field("evidence", note=f"document:start-end in characters of its text, first {EVIDENCE}"),
    Field("text", note="as printed"),
    Field("section"),
    Field("confidence", "float"),
    Field("flags", note="; ".join(f"{flag}: {meaning}" for flag, meaning in FLAGS.items())),
)


@dataclass(frozen=True)
class Panel:
    """All values in the order of the long table, and the documents that gave none."""

    values: tuple[Value, ...]
    silent: tuple[str, ...] = ()

    @property
    def sheets(self) -> tuple[Sheet, Sheet, Sheet]:
        """The tables wide, long and codebook."""
        return wide(self), long(self), codebook()

    @property
    def note(self) -> str | None:
        """Which documents gave no value, if some did."""
        if not self.silent:
            return None
        more = f" and {len(self.silent) - NAMED} more" if len(self.silent) > NAMED else ""
        return f"no figure of a known indicator in {', '.join(self.silent[:NAMED])}{more}"


@dataclass(frozen=True)
class Line:
    """A row of the wide table: by code the value that stands for the year and the values in conflict, and the documents.

    The code of `subject` is empty.
    """

    subject: Subject
    year: int
    values: Mapping[str, Value]
    conflicts: Mapping[str, Sequence[Value]]
    documents: tuple[str, ...]


def build_panel(reports: Iterable[Report]) -> Panel:
    """The panel of reports. Documents of the same name are told apart by a number (`2014`, `2014#2`)."""
    named = _with_names(reports)
    values = tuple(sorted(distinct_values(observations(named)), key=_order))
    speaking = {seen.doc for value in values for seen in value.seen}
    return Panel(values, tuple(report.doc for report in named if report.doc not in speaking))


def _with_names(reports: Iterable[Report]) -> list[Report]:
    counts: Counter[str] = Counter()
    named = []
    for report in reports:
        counts[report.doc] += 1
        number = counts[report.doc]
        named.append(replace(report, doc=f"{report.doc}#{number}") if number > 1 else report)
    return named


@cache
def _official() -> dict[str, int]:
    return {code: place for place, code in enumerate(entries())}


def code_order(code: str) -> tuple[int, str]:
    """Sorts codes as the official forms list them, unknown ones at the end."""
    return (_official().get(code, len(_official())), code)


def _order(value: Value) -> tuple[Any, ...]:
    """By agency, scope and year, what is not known at the end; then by code, period and rank."""
    subject, when = value.subject, value.best.when
    return (
        *(subject.agency is None, subject.agency or subject.doc, subject.scope),
        *(subject.year is None, subject.year or 0, code_order(subject.code)),
        *(KINDS.index(when.kind), when.end or "", when.start or ""),
        *(not value.preferred, value.rank),
    )


def lines(panel: Panel) -> list[Line]:
    """The rows of the wide table: the preferred values of whole years and, where there is none, of states on the latest day of it."""
    rows: dict[Subject, list[Value]] = defaultdict(list)
    for value in panel.values:
        if value.subject.year is not None and value.best.when.kind in ("annual", "as_of"):
            rows[replace(value.subject, code="")].append(value)
    return [line for subject, values in rows.items() if (line := _line(subject, values)).values]


def _line(subject: Subject, values: Sequence[Value]) -> Line:
    taken: dict[str, Value] = {}
    conflicts: dict[str, list[Value]] = defaultdict(list)
    # Of a code's values the last one stays: a whole year's before a day's, the latest day's.
    for value in sorted(values, key=lambda v: (v.best.when.kind == "annual", v.best.when.end or "")):
        if value.preferred:
            taken[value.subject.code] = value
    for value in values:
        if value.conflict:
            conflicts[value.subject.code].append(value)
    return Line(
        subject,
        subject.year or 0,
        {code: taken[code] for code in sorted(taken, key=code_order)},
        conflicts,
        tuple(sorted({o.doc for v in values for o in v.seen})),
    )


def wide(panel: Panel) -> Sheet:
    """One row an agency, year and scope, one column a code; empty where nothing was found."""
    rows = lines(panel)
    codes = sorted({code for line in rows for code in line.values}, key=code_order)
    fields = (
        Field("agency", note=MISSING),
        Field("year", "int"),
        Field("scope"),
        Field("form_period", note="series break where the forms change"),
        Field("conflicts", note="codes for which contradicting values are stated; see the long table"),
        Field("documents"),
        *(Field(code, "float", _note(code)) for code in codes),
    )
    table: list[tuple[Cell, ...]] = [
        (
            line.subject.agency,
            line.year,
            line.subject.scope,
            form_period(line.year),
            _joined(line.conflicts),
            _joined(line.documents),
            *(line.values[code].best.fact.value if code in line.values else None for code in codes),
        )
        for line in rows
    ]
    return Sheet("wide", fields, table, frozen=3)


def form_period(year: int) -> str:
    """Which forms reports of a year use."""
    return next(name for first, name in _FORM_PERIODS if first <= year)


def _note(code: str) -> str:
    entry = entries().get(code)
    if entry is None:
        return ""
    return f"{entry.name}（{entry.base_unit}）" if entry.base_unit else entry.name


def long(panel: Panel) -> Sheet:
    """One row an agency, scope, year, code, period and distinct value."""
    return Sheet("long", LONG, [_long_row(value) for value in panel.values], frozen=3)


def _long_row(value: Value) -> tuple[Cell, ...]:
    subject, best = value.subject, value.best
    entry = entries().get(subject.code)
    sources = {o.fact.source for o in value.seen}
    places = sorted({(o.doc, o.fact.start, o.fact.end) for o in value.seen})
    return (
        *(subject.agency, subject.scope, subject.year),
        *(best.when.kind, best.when.start, best.when.end),
        *(subject.code, entry.name if entry else None),
        best.fact.category.text if best.fact.category else None,
        value.unit,
        _joined(entry.forms_of(subject.year)) if entry else None,
        entry.series_of(subject.year) if entry else None,
        *(best.fact.value, best.fact.value_max, best.fact.approx),
        all(o.fact.implied for o in value.seen),
        *(value.conflict, value.preferred),
        sources.pop() if len(sources) == 1 else "both",
        len(value.seen),
        _joined(sorted({o.doc for o in value.seen})),
        _joined(f"{doc}:{start}-{end}" for doc, start, end in places[:EVIDENCE]),
        *(best.fact.text, best.fact.section),
        round(max(o.fact.confidence for o in value.seen), 3),
        _joined(sorted(value.flags)),
    )


def _joined(words: Iterable[str]) -> str | None:
    return "|".join(words) or None
