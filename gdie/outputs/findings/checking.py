"""All documents of a run, checked by themselves and against each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from gdie.documents import Document
from gdie.facts.report import Report
from gdie.outputs.findings.selection import Checked
from gdie.reconcile import Finding, Reconciliation, check, check_years


def check_all(read: Iterable[tuple[Document, Report]]) -> list[Checked]:
    """Every document checked by itself, then all against each other over the years.

    What comes of the latter is added to the document that it belongs to, with ids that go on where those of the document end.
    """
    checked, reports = [], []
    for document, report in read:
        checked.append(checked_alone(document, report, check(report)))
        reports.append(report)
    return checked_together(checked, reports)


def checked_alone(document: Document, report: Report, found: Reconciliation) -> Checked:
    """A document with what the checks of it alone came to."""
    facts = {fact.id: fact for fact in report.facts}
    return Checked(document, facts, found.findings, found.corrections)


def checked_together(checked: Sequence[Checked], reports: Sequence[Report]) -> list[Checked]:
    """Documents that are checked by themselves, checked against each other over the years."""
    return [
        replace(one, findings=(*one.findings, *_renumbered(across, len(one.findings))))
        for one, across in zip(checked, check_years(reports), strict=True)
    ]


def _renumbered(findings: Iterable[Finding], last: int) -> Iterator[Finding]:
    return (replace(finding, id=f"c{n}") for n, finding in enumerate(findings, last + 1))
