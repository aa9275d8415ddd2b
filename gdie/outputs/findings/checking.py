"""The documents of a run, checked by themselves, against each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from gdie.documents import Document
from gdie.facts.report import Report
from gdie.outputs.findings.selection import Checked
from gdie.reconcile import Finding, Reconciliation, check_years


def checked_alone(document: Document, report: Report, found: Reconciliation) -> Checked:
    """A document with what the checks of it alone came to."""
    facts = {fact.id: fact for fact in report.facts}
    return Checked(document, facts, found.findings, found.corrections)


def checked_together(alone: Iterable[tuple[Checked, Report]]) -> list[Checked]:
    """Documents that are checked by themselves, checked against each other over the years.

    What comes of it is added to the document that it belongs to, with ids that go on where those of the document end.
    """
    checked, reports = [], []
    for one, report in alone:
        checked.append(one)
        reports.append(report)
    return [
        replace(one, findings=(*one.findings, *_renumbered(across, len(one.findings))))
        for one, across in zip(checked, check_years(reports), strict=True)
    ]


def _renumbered(findings: Iterable[Finding], last: int) -> Iterator[Finding]:
    return (replace(finding, id=f"c{n}") for n, finding in enumerate(findings, last + 1))
