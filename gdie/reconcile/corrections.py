"""From contradictions to the figures that are probably wrong: findings get suspects, and minimal corrections stand beside them.

Everything that holds is evidence, too: a figure that closes another list is hardly the wrong one. What is printed never changes.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from gdie.facts.model import Fact
from gdie.facts.report import Report
from gdie.reconcile import explain
from gdie.reconcile.doubts import SURE
from gdie.reconcile.form_rules import form_tables
from gdie.reconcile.localise import Figure, Localisation, Replacement, localise
from gdie.reconcile.meaning import meaning, number, printed_step
from gdie.reconcile.model import (
    NO_SLIP,
    Constraint,
    Correction,
    Explanation,
    Finding,
    Origin,
    Reconciliation,
    Suspect,
)
from gdie.reconcile.slips import slip

SUSPECTS = 5  # so many are listed for one finding
_NEIGHBOUR = Explanation("the figure of the neighbouring cell", "误填相邻单元格数字")
_LAST_YEAR = Explanation("the figure of the year before", "误用上一年度数字")
# Totals are added up, and added up wrongly more often than a part is miscounted.
_OF_TOTALS = 0.97
_MISREAD = re.compile(r"[OoIl|]")


def corrected(report: Report, findings: Sequence[Finding]) -> Reconciliation:
    """The findings with suspects and explanations that name them, and corrections of what is certainly wrong.

    What is only a warning may rest on a wrong reading: it gets suspects of its own, but has no say in those of errors.
    """
    if not any(_is_violated(f) for f in findings):
        return Reconciliation(tuple(findings))
    certain = [f for f in findings if not _is_violated(f) or f.severity == "error"]
    doubtful = [f for f in findings if _is_violated(f) and f.severity == "warning"]
    by_id = {f.id: f for f in report.facts}
    figures = _figures(report, findings)
    suspects: dict[str, list[Suspect]] = {}
    corrections: list[Correction] = []
    for localisation, broken in _localised(figures, certain):
        named = _solutions(localisation, broken, by_id)
        for finding in broken:
            suspects[finding.id] = _of_finding(named)
        for changes in named:
            corrections.append(
                Correction(
                    report.doc,
                    f"p{len(corrections) + 1}",
                    tuple(f.id for f in broken),
                    tuple(changes),
                    localisation.unique and changes is named[0],
                )
            )
    if doubtful:
        for localisation, broken in _localised(figures, [*certain, *doubtful]):
            named = _solutions(localisation, broken, by_id)
            for finding in broken:
                suspects.setdefault(finding.id, _of_finding(named))
    for finding in findings:
        if _is_violated(finding) and finding.id not in suspects:
            suspects[finding.id] = list(_computed(finding, by_id))
    unique = {c.findings: c for c in corrections if c.unique}
    settled = {i: c for ids, c in unique.items() for i in ids}
    return Reconciliation(
        tuple(_with(f, suspects.get(f.id, []), settled.get(f.id), by_id) for f in findings),
        tuple(corrections),
    )


def _is_violated(finding: Finding) -> bool:
    return finding.verdict == "violated"


def _localised(
    figures: Mapping[str, Figure], findings: Sequence[Finding]
) -> Iterator[tuple[Localisation, list[Finding]]]:
    """Each group of contradictions with the findings that it makes."""
    owners: list[Finding] = []
    constraints: list[Constraint] = []
    for finding in findings:
        owners += [finding] * len(finding.constraints)
        constraints += finding.constraints
    for localisation in localise(figures, constraints):
        broken = {owners[i].id: owners[i] for i in localisation.broken}
        yield localisation, list(broken.values())


def _computed(finding: Finding, by_id: Mapping[str, Fact]) -> Iterator[Suspect]:
    """Of a change or a carry-over, which bind no figures by constraints, the figure that is computed from others."""
    name = {"ratio": finding.parts[:1], "carry_over": (finding.total or "",)}.get(finding.kind, ())
    for fact in (by_id[i] for i in name if i in by_id):
        if finding.computed is not None and finding.computed >= 0:
            step = printed_step(fact) or Fraction(1)
            value = _rounded(finding.computed, step) if fact.kind == "percent" else finding.computed
            found = slip(fact.text, number(fact), value)
            yield Suspect(fact.id, value, found.why if found else NO_SLIP, _origin(fact))


def _of_finding(solutions: Sequence[Sequence[Suspect]]) -> list[Suspect]:
    """The suspects of all solutions, those of the best one first, each figure once."""
    found: dict[str, Suspect] = {}
    for suspect in (s for changes in solutions for s in changes):
        found.setdefault(suspect.fact, suspect)
    return list(found.values())[:SUSPECTS]


def _solutions(
    localisation: Localisation, broken: Sequence[Finding], by_id: Mapping[str, Fact]
) -> list[list[Suspect]]:
    return [
        [_suspect(r, by_id[r.figure], broken) for r in solution.replacements]
        for solution in localisation.solutions
    ]


def _suspect(replacement: Replacement, fact: Fact, broken: Sequence[Finding]) -> Suspect:
    value, why = replacement.value, replacement.why
    share = next((f for f in broken if f.kind == "share" and f.parts[0] == fact.id), None)
    if share and share.computed is not None:
        # Nothing binds a share that may be wrong: what it should be is what the counts give.
        value = _rounded(share.computed, printed_step(fact))
        found = slip(fact.text, number(fact), value)
        why = found.why if found else None
    return Suspect(fact.id, value, why or NO_SLIP, _origin(fact))


def _rounded(value: Fraction, step: Fraction) -> Fraction:
    steps = value / step + Fraction(1, 2)
    return (steps.numerator // steps.denominator) * step


def _origin(fact: Fact) -> Origin:
    """A likely misreading, or an error of the report itself."""
    return "reading" if fact.weakest < SURE or _MISREAD.search(fact.text) else "source"


def _with(
    finding: Finding, suspects: Sequence[Suspect], settled: Correction | None, by_id: Mapping[str, Fact]
) -> Finding:
    """A finding with its suspects; the explanation names them where there is one correction only."""
    if not suspects:
        return finding
    named = settled.changes if settled else ()
    own = [s for s in named if s.fact in (finding.total, *finding.parts)] or list(named)
    return replace(
        finding,
        suspects=tuple(suspects),
        explanation=explain.suspected(finding.explanation, own, by_id),
    )


def _figures(report: Report, findings: Sequence[Finding]) -> dict[str, Figure]:
    used = {i for f in findings for c in f.constraints for i, _ in c.terms}
    used |= {i for f in findings for c in f.constraints for i in c.lifted_by}
    totals = {i for f in findings if f.kind == "sum" and (i := f.total)}
    likely = _confusions(report)
    return {
        fact.id: Figure(
            id=fact.id,
            printed=fact.text,
            value=number(fact),
            meaning=meaning(fact),
            whole=fact.kind == "count" and number(fact).denominator == 1,
            signed=number(fact) < 0,
            weight=min(1.0, max(0.3, fact.weakest)) * (_OF_TOTALS if fact.id in totals else 1.0),
            likely=tuple(likely.get(fact.id, ())),
        )
        for fact in report.facts
        if fact.id in used
    }


def _confusions(report: Report) -> dict[str, list[tuple[Fraction, Explanation]]]:
    """Values that a figure may have been confused with: those of the cells beside it, and its own of another year."""
    found: dict[str, list[tuple[Fraction, Explanation]]] = defaultdict(list)
    for table in form_tables(report):
        order = sorted(table.cells.values(), key=lambda f: f.start)
        for left, right in pairwise(order):
            found[left.id].append((number(right), _NEIGHBOUR))
            found[right.id].append((number(left), _NEIGHBOUR))
    by_code: dict[str, list[Fact]] = defaultdict(list)
    for fact in report.facts:
        if fact.category and fact.category.code:
            by_code[fact.category.code].append(fact)
    for alike in by_code.values():
        for fact in alike:
            for other in alike:
                if _year(fact) != _year(other) and number(fact) != number(other):
                    found[fact.id].append((number(other), _LAST_YEAR))
    return found


def _year(fact: Fact) -> str | None:
    return fact.period.end[:4] if fact.period and fact.period.end else None
