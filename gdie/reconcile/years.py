"""Reports of consecutive years: what was carried over, and what a later report says of the year before (field guide B5–B8, C11).

Two years may stand in one document or in two. A finding belongs to the later one; facts of another document are named
`document#fact`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from gdie.facts.model import Fact
from gdie.facts.observations import Observation, agency_key, observations
from gdie.facts.report import Report
from gdie.indicators import Formula, free_formulas
from gdie.reconcile import explain_forms as explain
from gdie.reconcile.agreement import SURE_CODE
from gdie.reconcile.changes import judge_change
from gdie.reconcile.doubts import severity_of, sure
from gdie.reconcile.form_rules import FormTable, form_tables, formulas_of
from gdie.reconcile.interval import Interval
from gdie.reconcile.meaning import meaning, number
from gdie.reconcile.model import Explanation, Finding, Kind, Severity, Verdict
from gdie.reconcile.units import same_unit

_RESTATED = "C4"
_CUMULATIVE = "C11"
Value = tuple[str, str, str]  # code, owner, scope


def within(report: Report) -> Iterator[Finding]:
    """The findings of one document whose tables are of several years."""
    dated = [(t.year, t) for t in form_tables(report) if t.year is not None]
    if len({year for year, _ in dated}) > 1:
        yield from _carried(dated, report.doc)
    values = _values(report, report)
    for value, fact in values.annual.items():
        whole = values.cumulative.get(value)
        if whole and same_unit((fact.unit, whole.unit)) and meaning(fact).exceeds(meaning(whole)):
            line = explain.limit_violated([fact], [whole], ())
            yield _finding(fact, (whole,), "carry_over", _CUMULATIVE, False, "note", line)


def between(reports: Sequence[Report]) -> Iterator[tuple[Report, Report, list[Finding]]]:
    """Reports of one agency about consecutive years, the later one first, with their findings, which belong to that.

    Facts of the earlier report go by their long names. Reports without agency or year take no part; of several about one year the last one counts (a corrected version).
    """
    by_agency: dict[str, dict[int, Report]] = defaultdict(dict)
    for report in reports:
        if report.agency and report.year is not None:
            by_agency[agency_key(report.agency)][report.year] = report
    for years in by_agency.values():
        for year, report in sorted(years.items()):
            if earlier := years.get(year - 1):
                pair = _Pair(earlier, report)
                yield report, pair.before, list(pair.findings())


class _Pair:
    """The reports of an agency about two consecutive years."""

    def __init__(self, earlier: Report, later: Report) -> None:
        self.later = later
        self.year = later.year or 0
        # Facts of the other document by their long name.
        self.before = replace(earlier, facts=tuple(_foreign(f) for f in earlier.facts))
        self.last = _values(earlier, self.before)
        self.now = _values(later, later)

    def findings(self) -> Iterator[Finding]:
        dated = [
            (report.year, table)
            for report in (self.before, self.later)
            for table in form_tables(report)
            if report.year is not None and table.year in (None, report.year)
        ]
        yield from _carried(dated, self.later.doc)
        yield from self._restated()
        yield from self._cumulative()
        yield from self._changes()

    def _restated(self) -> Iterator[Finding]:
        """The later report's figures of the year before (2012年121件) against the earlier report's own."""
        for observation in observations([self.later]):
            if (
                observation.part
                or observation.when.kind != "annual"
                or observation.when.year != self.year - 1
            ):
                continue
            fact, own = observation.fact, self.last.annual.get(_value(observation))
            if own is None or not same_unit((fact.unit, own.unit)):
                continue
            holds = meaning(fact).meets(meaning(own))
            certain = sure((fact, own)) and min(fact.coded, own.coded) >= SURE_CODE
            if not holds and not certain:
                continue
            line = explain.carried([fact], [own], (self.year - 1, self.year), holds)
            yield _finding(fact, (own,), "agreement", _RESTATED, holds, "warning", line)

    def _cumulative(self) -> Iterator[Finding]:
        for value, fact in self.now.cumulative.items():
            before, annual = self.last.cumulative.get(value), self.now.annual.get(value)
            if before is None or annual is None or not same_unit((fact.unit, before.unit, annual.unit)):
                continue
            both = [before, annual]
            holds = meaning(fact).meets(Interval.total(meaning(f) for f in both))
            line = explain.carried([fact], both, (self.year - 1, self.year), holds)
            yield _finding(fact, tuple(both), "carry_over", _CUMULATIVE, holds, "note", line)

    def _changes(self) -> Iterator[Finding]:
        """Growth that the later report states without the earlier figure."""
        by_id = {f.id: f for f in self.later.facts}
        values = {o.fact.id: _value(o) for o in observations([self.later]) if not o.part}
        for change in self.later.changes:
            if change.than is not None or change.year != self.year - 1 or change.of not in values:
                continue
            last = self.last.annual.get(values[change.of])
            figure, now = by_id.get(change.figure), by_id.get(change.of)
            if last is None or figure is None or now is None:
                continue
            finding = replace(judge_change(change, now, last, figure), total=last.id)
            # The earlier figure stands in another document, under a name that may count otherwise.
            if finding.severity == "error":
                finding = replace(finding, severity="warning")
            yield finding


@dataclass(frozen=True)
class _Values:
    """The whole figures of a report by what they count: those of its year, and those since the beginning."""

    annual: Mapping[Value, Fact]
    cumulative: Mapping[Value, Fact]


def _values(report: Report, named: Report) -> _Values:
    names = {f.id: g for f, g in zip(report.facts, named.facts, strict=True)}
    annual: dict[Value, Fact] = {}
    cumulative: dict[Value, Fact] = {}
    # Tables first: what they say of an indicator is the figure that counts.
    found = sorted(observations([report]), key=lambda o: o.fact.source != "table")
    for o in found:
        if o.part or not o.own:
            continue
        if o.when.kind == "annual":
            annual.setdefault(_value(o), names[o.fact.id])
        elif o.when.kind == "cumulative":
            cumulative.setdefault(_value(o), names[o.fact.id])
    return _Values(annual, cumulative)


def _value(observation: Observation) -> Value:
    return observation.code, observation.agency or "", f"{observation.scope} {observation.words}"


def _foreign(fact: Fact) -> Fact:
    return replace(fact, id=f"{fact.doc}#{fact.id}")


def _carried(tables: Sequence[tuple[int, FormTable]], doc: str) -> Iterator[Finding]:
    """The formulas with figures of the year before, tried on tables of consecutive years."""
    cells: dict[int, dict[str, Fact]] = defaultdict(dict)
    for year, table in tables:
        for code, fact in table.cells.items():
            cells[year].setdefault(code, fact)
    tried: set[tuple[int, Formula]] = set()
    for year, table in tables:
        if year - 1 not in cells:
            continue
        for formula in (*formulas_of(table), *free_formulas()):
            if formula.earlier and (year, formula) not in tried:
                tried.add((year, formula))
                finding = _tried(formula, cells[year], cells[year - 1], (year - 1, year))
                if finding:
                    yield replace(finding, doc=doc)


def _tried(
    formula: Formula, now: Mapping[str, Fact], before: Mapping[str, Fact], years: tuple[int, int]
) -> Finding | None:
    """A formula over the cells of two years; None where one is blank."""
    left = [now[c] for c in formula.left if c in now]
    right = [now[c] for c in formula.right if c in now]
    earlier = [before[c] for c in formula.earlier if c in before]
    blank = len(left) + len(right) + len(earlier) < len(formula.left) + len(formula.right) + len(
        formula.earlier
    )
    if blank or not left or not earlier:
        return None
    one = Interval.total(meaning(f) for f in left)
    other = Interval.total(_signed(f) for f in (*right, *earlier))
    holds = not one.exceeds(other) if formula.relation == "<=" else one.meets(other)
    line = explain.carried(left, [*earlier, *right], years, holds)
    severity = severity_of(formula.strength, ())
    found = _finding(
        left[0], (*earlier, *right, *left[1:]), "carry_over", formula.rule, holds, severity, line
    )
    others = sum((number(f) for f in left[1:]), Fraction(0))
    return replace(found, computed=sum((number(f) for f in (*earlier, *right)), Fraction(0)) - others)


def _signed(fact: Fact) -> Interval:
    return Interval.of(number(fact)) if number(fact) < 0 else meaning(fact)


def _finding(
    total: Fact,
    parts: tuple[Fact, ...],
    kind: Kind,
    rule: str,
    holds: bool,
    severity: Severity,
    explanation: Explanation,
) -> Finding:
    verdict: Verdict = "holds" if holds else "violated"
    return Finding(
        doc=total.doc,
        id="",
        kind=kind,
        total=total.id,
        parts=tuple(p.id for p in parts),
        stated=number(total),
        computed=sum((number(p) for p in parts), Fraction(0)),
        verdict=verdict,
        severity="note" if holds else severity,
        rule=rule,
        explanation=explanation,
    )
