"""All checks of a report's figures against each other, and of the reports of consecutive years against one another."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from gdie.facts.model import Fact
from gdie.facts.report import Report
from gdie.reconcile import years
from gdie.reconcile.agreement import agreement_findings
from gdie.reconcile.changes import change_findings
from gdie.reconcile.corrections import corrected
from gdie.reconcile.declared import declared_findings
from gdie.reconcile.doubts import severity_of
from gdie.reconcile.form_rules import FormRules, form_tables
from gdie.reconcile.forms import form_findings
from gdie.reconcile.model import Finding, Place, Reconciliation
from gdie.reconcile.shares import share_findings
from gdie.reconcile.sums import sum_findings

_DIGITS = 16  # of a fingerprint, in hexadecimal


def check(report: Report) -> Reconciliation:
    """Every rule that can be tried on one report, whatever came of it, in text order with ids c1, c2, …

    The place of a finding is that of its first figure; a sum comes before the shares of its parts. What is to be said of the
    official forms as such comes last.
    """
    by_id = {f.id: f for f in report.facts}
    rules = FormRules(form_tables(report))
    in_forms = frozenset(fact.id for table in rules.tables for fact in table.cells.values())
    sums = [s for f in sum_findings(by_id, report.breakdowns, in_forms) if (s := _named(f, rules))]
    found = [
        *sums,
        *rules.findings((s.total or "", frozenset(s.parts)) for s in sums),
        *share_findings(by_id, report.breakdowns),
        *agreement_findings(report),
        *change_findings(report),
        *years.within(report),
        *declared_findings(report),
        *form_findings(report.doc, report.forms),
    ]
    complete = _complete(_ordered(found, by_id), by_id)
    return corrected(report, complete)


def check_years(reports: Sequence[Report]) -> tuple[tuple[Finding, ...], ...]:
    """What reports of one agency about consecutive years say of each other: for each report the findings on it and the year before.

    Ids count on their own (y1, y2, …) in each report. Facts of the other document are named `document#fact`.
    """
    found: dict[int, tuple[Finding, ...]] = {}
    for report, before, own in years.between(reports):
        by_id = {f.id: f for f in (*report.facts, *before.facts)}
        ordered = [replace(f, id=f"y{n}") for n, f in enumerate(_ordered(own, by_id), 1)]
        found[id(report)] = _complete(ordered, by_id)
    return tuple(found.get(id(report), ()) for report in reports)


def _named(finding: Finding, rules: FormRules) -> Finding | None:
    """A sum by the rule of the form that it is, which also says how grave a violation can be; None for a limit, which is no sum."""
    formula = rules.rule_of(finding.total or "", finding.parts)
    if formula is None:
        return finding
    if formula.relation == "<=":
        return None
    severity = finding.severity
    if finding.verdict == "violated" and not formula.strict and severity == "error":
        severity = severity_of(formula.strength, ())
    return replace(finding, rule=formula.rule, severity=severity)


def _ordered(found: Iterable[Finding], by_id: Mapping[str, Fact]) -> list[Finding]:
    places = {f.id: f.start for f in by_id.values()}
    last = max(places.values(), default=0) + 1

    def place(finding: Finding) -> tuple[int, int, tuple[int, ...]]:
        ids = finding.parts if finding.kind == "share" else (finding.total or "", *finding.parts)
        starts = [places[i] for i in ids if i in places] or [p.start for p in finding.places] or [last]
        parts = [places[i] for i in finding.parts if i in places] or [last]
        # A share stands where its percentage does; two lists of one total, in the order of their parts.
        first = starts[0] if finding.kind == "share" else min(starts)
        return first, min(parts), tuple(parts)

    return [replace(finding, id=f"c{n}") for n, finding in enumerate(sorted(found, key=place), 1)]


def _complete(found: Iterable[Finding], by_id: Mapping[str, Fact]) -> tuple[Finding, ...]:
    """Findings with the places of their figures and fingerprints."""
    seen: Counter[str] = Counter()
    complete = []
    for finding in found:
        placed = replace(finding, places=finding.places or tuple(_places(finding, by_id)))
        mark = _fingerprint(placed, by_id)
        seen[mark] += 1
        # The same words and figures twice in a document: told apart by their order.
        unique = mark if seen[mark] == 1 else f"{mark}-{seen[mark]}"
        complete.append(replace(placed, fingerprint=unique))
    return tuple(complete)


def _places(finding: Finding, by_id: Mapping[str, Fact]) -> Iterator[Place]:
    ids = (
        [*finding.parts[:1], finding.total, *finding.parts[1:]]
        if finding.kind == "share"
        else [
            finding.total,
            *finding.parts,
        ]
    )
    for identifier in ids:
        fact = by_id.get(identifier) if identifier else None
        if fact is not None:
            yield Place(fact.doc, identifier, fact.start, fact.end, fact.text)


def _fingerprint(finding: Finding, by_id: Mapping[str, Fact]) -> str:
    """A name for a finding that offsets and numbering have no part in: rule, verdict, and its figures with what they count."""
    words = [finding.rule, finding.kind, finding.verdict]
    if not finding.places:
        words.append(finding.explanation.en)
    for place in finding.places:
        fact = by_id.get(place.fact) if place.fact else None
        counted = fact.category.text if fact and fact.category else ""
        words += [place.text, counted, (fact.column or "") if fact else ""]
    text = "\x1f".join("".join(word.split()) for word in words)
    return hashlib.sha256(text.encode()).hexdigest()[:_DIGITS]
