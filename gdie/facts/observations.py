"""What a fact says of its agency: whose figure it is, of which year and of which kind of period, and whether it counts at all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import Literal

from gdie.facts.agencies import expand
from gdie.facts.labels import label_key
from gdie.facts.model import Fact, PeriodOf
from gdie.facts.report import Report
from gdie.indicators import (
    all_codes,
    cell_indicators,
    is_like,
    load_agency_words,
    load_code_kinds,
    load_indicators,
)
from gdie.text.view import normalise

Kind = Literal["annual", "as_of", "cumulative", "part_year", "multi_year", "since", "unknown"]
Scope = Literal["agency", "system"]
_FIRST_REPORT = (date(2008, 5, 1), date(2008, 12, 31))  # from the day the regulations came into force


@dataclass(frozen=True)
class When:
    """The period of an observation. Dates are ISO, None where open or not stated."""

    kind: Kind
    year: int | None
    start: str | None = None
    end: str | None = None
    flags: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Observation:
    """A fact that counts in a panel.

    `agency` is the owner's folded name; None where the document does not tell. `words` are the words for a whole system (全市, 各直属单位).
    `own` says that the figure stands in the report of its year. `part` says that it is only a part of what its code counts.
    """

    fact: Fact
    doc: str
    agency: str | None
    scope: Scope
    words: str
    when: When
    code: str
    unit: str | None
    own: bool
    part: bool
    flags: frozenset[str]


@lru_cache(maxsize=4096)
def agency_key(name: str) -> str:
    """An agency's name in simplified script without blanks, short organ names written out: the same for all its reports."""
    return expand("".join(normalise(name).text.split()))


def category_key(fact: Fact) -> str:
    """What a fact counts, for comparing: its category in simplified script without blanks and punctuation; empty for none."""
    return label_key(normalise(fact.category.text).text) if fact.category else ""


def observations(reports: Sequence[Report]) -> Iterator[Observation]:
    """The facts of all reports that count: counts with a code that are reported and no share of another figure."""
    known = frozenset(agency_key(r.agency) for r in reports if r.agency)
    for report in reports:
        by_id = {fact.id: fact for fact in report.facts}
        for fact in report.facts:
            if fact.kind == "count" and not fact.shares and fact.status == "reported" and _code(fact):
                yield _observation(fact, report, known, by_id)


def _code(fact: Fact) -> str | None:
    return fact.category.code if fact.category else None


def _observation(fact: Fact, report: Report, known: frozenset[str], by_id: dict[str, Fact]) -> Observation:
    code = _code(fact) or ""
    agency, scope, words, flags = _owner(fact, report, known)
    when = when_of(fact.period, report.year, code)
    own = report.year is None or when.year is None or report.year == when.year
    total = by_id.get(fact.part_of or "")
    # A column that the code does not speak of (直属单位), or an item of a list under its own code.
    column = fact.column is not None and code in all_codes() and code not in _matrix_codes()
    part = column or _one_of_the_rest(fact, code) or (total is not None and _code(total) == code)
    named = {"comparison": not own, "part": part, "agency_unknown": agency is None}
    return Observation(
        fact=fact,
        doc=report.doc,
        agency=agency,
        scope=scope,
        words=words,
        when=when,
        code=code,
        unit=normalise(fact.unit).text if fact.unit else None,
        own=own,
        part=part,
        flags=when.flags | flags | {name for name, true in named.items() if true},
    )


def _one_of_the_rest(fact: Fact, code: str) -> bool:
    """Whether a figure is one of the things that are counted under a row for the rest (公开栏 under 其他方式), not the row itself."""
    indicator = load_indicators().get(code)
    if indicator is None or indicator.rest is None:
        return False
    words = "".join(mention.text for mention in (fact.category, fact.channel) if mention)
    return indicator.rest not in label_key(normalise(words).text)


def _owner(
    fact: Fact, report: Report, known: frozenset[str]
) -> tuple[str | None, Scope, str, frozenset[str]]:
    """Agency, scope and words of a figure's owner.

    A name that is neither the reporting agency's nor another reporter's (各科室, 市局机关, 县局) means something only inside its
    report: it is put behind the reporting agency's name, so that figures of different reports never mix.
    """
    own = agency_key(report.agency) if report.agency else None
    owner = fact.agency
    if owner is None or owner.name is None:
        return own, "agency", "", frozenset()
    name = agency_key(owner.name)
    if owner.scope == "system":
        return own, "system", agency_key(owner.text or owner.name), frozenset()
    if name == own or name in known:
        return name, "agency", "", frozenset()
    words = load_agency_words()
    if name in words.self_words or (own is None and name in words.by_level):
        return own, "agency", "", frozenset()
    if own is None:
        return None, "agency", name, frozenset()
    return f"{own}/{name}", "agency", "", frozenset({"other_agency"})


def when_of(period: PeriodOf | None, report_year: int | None, code: str) -> When:
    """The kind of a figure's period and the year that it is listed under.

    | kind | period |
    |---|---|
    | annual | one calendar year; the first reports' May to December 2008 (flag first_year); none, in a report of a known year (flag year_assumed) |
    | as_of | a day, of something that is a state (staff, rules in force) |
    | cumulative | up to a day, of something that happens (requests) |
    | part_year, multi_year | less or more than one calendar year |
    | since | from a day on, without end |
    | unknown | not told |
    """
    if period is None:
        if report_year is None:
            return When("unknown", None)
        return When("annual", report_year, flags=frozenset({"year_assumed"}))
    start, end = _date(period.start), _date(period.end)
    stock = is_like(code, load_code_kinds().stocks)
    flags: frozenset[str] = frozenset()
    kind: Kind
    if start is None and end is None:
        return When("unknown", None)
    year = (end or start or date.min).year
    if start is None:
        kind = "as_of" if stock else "cumulative"
    elif end is None:
        kind = "since"
    elif start.year != end.year:
        kind = "multi_year"
    elif (start.month, start.day, end.month, end.day) == (1, 1, 12, 31):
        kind = "annual"
    elif (start, end) == _FIRST_REPORT:
        kind, flags = "annual", frozenset({"first_year"})
    else:
        kind = "as_of" if stock and start == end else "part_year"
    if kind == "annual" and is_like(code, load_code_kinds().looking_back) and report_year is not None:
        year = report_year
    return When(kind, year, period.start, period.end, flags)


@cache
def _matrix_codes() -> frozenset[str]:
    """The codes of cells that have a column of their own."""
    return frozenset(code for code, *_, column in cell_indicators() if column is not None)


def _date(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
