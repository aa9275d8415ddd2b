"""The rules that an official form makes for its figures (field guide 2.1, 2.2), beyond the sums that the text lists by itself.

Each formula of `rules.toml` is tried in every column (over rows) or every row (over columns) of every table that is a form. Sums that
a list of parts covers already are judged there; `rule_of` says by which rule of the form.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from gdie.facts.forms import FormReading
from gdie.facts.model import Fact
from gdie.facts.report import Report
from gdie.indicators import Form, FormRow, Formula, axis_formulas, form_formulas
from gdie.reconcile import explain_forms as explain
from gdie.reconcile.doubts import figure_doubts, severity_of, sure
from gdie.reconcile.interval import Interval
from gdie.reconcile.meaning import meaning, number
from gdie.reconcile.model import Constraint, Explanation, Finding, Kind, Severity, Verdict

Cells = Mapping[str, Fact]
_DOMAIN = "B9"


@dataclass(frozen=True)
class FormTable:
    """A table that is a form, its facts by code; where rows have several figures each (本级, 直属单位), one for each of them."""

    reading: FormReading
    cells: Cells

    @property
    def form(self) -> Form:
        """The form that it is."""
        return self.reading.form

    @cached_property
    def year(self) -> int | None:
        """The year that its figures are of, where they agree on one."""
        ends = {f.period.end[:4] for f in self.cells.values() if f.period and f.period.end}
        return int(next(iter(ends))) if len(ends) == 1 else None


def form_tables(report: Report) -> list[FormTable]:
    """The forms of a report with their facts, in text order."""
    by_place = {(f.start, f.end): f for f in report.facts if f.source == "table"}
    found: list[FormTable] = []
    for reading in report.forms.readings:
        own = [
            (figure, fact)
            for figure in reading.figures
            if figure.code and (fact := by_place.get((figure.start, figure.end)))
        ]
        columns: dict[int, dict[str, Fact]] = defaultdict(dict)
        # One code for several figures of a row: offices or years side by side.
        several = len({(figure.row, figure.code) for figure, _ in own}) < len(own)
        for figure, fact in own:
            place = reading.table.cell_at(figure.start, figure.end) if several else None
            columns[place[1] if place else 0].setdefault(figure.code or "", fact)
        found += [FormTable(reading, columns[column]) for column in sorted(columns)]
    return found


def formulas_of(table: FormTable) -> Iterator[Formula]:
    """Every formula of the table's form over codes of cells: those over rows in each column, those over columns in each row."""
    block = table.reading.block
    for formula in form_formulas(table.form.id):
        if block.axis is None:
            yield formula
        else:
            yield from (_in_column(formula, column.key) for column in block.axis.columns)
    if block.axis is not None:
        rows = [row for row in block.coded if row.code]
        yield from (_in_row(f, row) for f in axis_formulas(block.axis.key) for row in rows)


def _in_column(formula: Formula, key: str) -> Formula:
    return _mapped(formula, lambda code: f"{code}.{key}")


def _in_row(formula: Formula, row: FormRow) -> Formula:
    return _mapped(formula, lambda key: f"{row.code}.{key}")


def _mapped(formula: Formula, name: Callable[[str], str]) -> Formula:
    left, right, earlier = (
        tuple(name(code) for code in codes) for codes in (formula.left, formula.right, formula.earlier)
    )
    return Formula(formula.rule, left, right, formula.strength, formula.relation, earlier)


class FormRules:
    """The formulas of a report's forms."""

    def __init__(self, tables: Sequence[FormTable]) -> None:
        self.tables = tables

    @cached_property
    def _sums(self) -> dict[tuple[str, frozenset[str]], Formula]:
        """Sums with one total, by total's id and the ids of all parts that have a fact."""
        found = {}
        for table in self.tables:
            for formula in formulas_of(table):
                if len(formula.right) == 1 and not formula.earlier and _lists(formula):
                    total = table.cells.get(formula.right[0])
                    parts = [table.cells[c] for c in formula.left if c in table.cells]
                    if total and parts:
                        found[total.id, frozenset(p.id for p in parts)] = formula
        return found

    def rule_of(self, total: str, parts: Iterable[str]) -> Formula | None:
        """The formula that a list of parts of a total is, extra rows that the form does not know aside."""
        own = frozenset(parts)
        exact = self._sums.get((total, own))
        if exact:
            return exact
        return next((f for (t, p), f in self._sums.items() if t == total and len(p) > 1 and p <= own), None)

    def findings(self, judged: Iterable[tuple[str, frozenset[str]]]) -> Iterator[Finding]:
        """One finding for each formula that can be tried; `judged` are the sums (total, parts) that others have judged."""
        done: dict[str, list[frozenset[str]]] = defaultdict(list)
        for total, parts in judged:
            done[total].append(parts)
        for table in self.tables:
            for formula in formulas_of(table):
                if formula.earlier:
                    continue
                instance = _Instance(formula, table)
                if instance.totals and any(
                    {p.id for p in instance.parts} <= parts for parts in done[instance.totals[0].id]
                ):
                    continue
                if finding := instance.finding():
                    yield finding
            yield from _domain(table)


def _lists(formula: Formula) -> bool:
    """Whether a list of parts can be the formula: a sum, or one row that is a part of another."""
    return formula.relation == "=" or len(formula.left) == 1


@dataclass(frozen=True)
class _Instance:
    """A formula with the cells of one table."""

    formula: Formula
    table: FormTable

    @cached_property
    def parts(self) -> list[Fact]:
        return [self.table.cells[c] for c in self.formula.left if c in self.table.cells]

    @cached_property
    def totals(self) -> list[Fact]:
        return [self.table.cells[c] for c in self.formula.right if c in self.table.cells]

    @cached_property
    def absent(self) -> list[str]:
        """Codes without a figure; rows that only some places print need none."""
        local = {row.code for row in self.table.reading.block.rows if row.local}
        codes = (*self.formula.left, *self.formula.right)
        return [c for c in codes if c not in self.table.cells and c not in local]

    def finding(self) -> Finding | None:
        """What came of it; None where a side is empty."""
        if not self.parts or not self.totals:
            return None
        left = Interval.total(meaning(f) for f in self.parts)
        right = Interval.total(meaning(f) for f in self.totals)
        right_blank = any(c in self.absent for c in self.formula.right)
        if self.formula.relation == "<=":
            if not left.exceeds(right):
                return self._made("holds", "note", explain.limit_holds(self.parts, self.totals))
            # What is blank at the right may be as large as it needs to be; at the left it could only add.
            return self._unverifiable() if right_blank else self._violated()
        if left.meets(right):
            return self._made("holds", "note", explain.balance_holds(self.parts, self.totals))
        if self.absent and (right_blank or not left.exceeds(right)):
            return self._unverifiable()
        return self._violated()

    def _violated(self) -> Finding:
        doubts = figure_doubts((*self.parts, *self.totals))
        say = explain.limit_violated if self.formula.relation == "<=" else explain.balance_violated
        severity = severity_of(self.formula.strength, doubts)
        return self._made("violated", severity, say(self.parts, self.totals, doubts))

    def _unverifiable(self) -> Finding:
        return self._made("unverifiable", "note", explain.blanks(len(self.absent), self.parts, self.totals))

    def _made(self, verdict: Verdict, severity: Severity, explanation: Explanation) -> Finding:
        total, parts, stated, computed = self._sides()
        usable = verdict in ("holds", "violated") and self.formula.strict and not self.absent
        return Finding(
            doc=total.doc,
            id="",
            kind=self._kind,
            total=total.id,
            parts=tuple(f.id for f in parts),
            stated=stated,
            computed=computed,
            verdict=verdict,
            severity=severity,
            rule=self.formula.rule,
            explanation=explanation,
            constraints=(self._constraint(),) if usable else (),
        )

    @property
    def _kind(self) -> Kind:
        single = len(self.formula.right) == 1 and self.formula.relation == "="
        return "sum" if single and len(self.formula.left) > 1 else "form"

    def _sides(self) -> tuple[Fact, list[Fact], Fraction, Fraction]:
        """The figure stated and what it is computed from: a balance is solved for its last term."""
        total = self.totals[-1]
        parts = [*self.parts, *self.totals[:-1]]
        computed = sum((number(f) for f in self.parts), Fraction(0)) - sum(
            (number(f) for f in self.totals[:-1]), Fraction(0)
        )
        return total, parts, number(total), computed

    def _constraint(self) -> Constraint:
        terms = [(f.id, Fraction(1)) for f in self.parts] + [(f.id, Fraction(-1)) for f in self.totals]
        return Constraint(tuple(terms), self.formula.relation)


def _domain(table: FormTable) -> Iterator[Finding]:
    """Cells that no figure of this form can have (B9)."""
    axis = table.reading.block.axis
    if axis is None or axis.total is None:
        return
    for fact in table.cells.values():
        value = number(fact)
        if value >= 0 and value.denominator == 1:
            continue
        severity: Severity = "error" if sure([fact]) else "warning"
        yield Finding(
            doc=fact.doc,
            id="",
            kind="form",
            total=fact.id,
            parts=(),
            stated=value,
            computed=None,
            verdict="violated",
            severity=severity,
            rule=_DOMAIN,
            explanation=explain.out_of_domain(fact),
        )
