"""All checks of one document's facts against each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from gdie.facts.forms import FormReadings
from gdie.facts.model import Breakdown, Fact
from gdie.reconcile.forms import form_findings
from gdie.reconcile.model import Finding
from gdie.reconcile.shares import share_findings
from gdie.reconcile.sums import sum_findings


def check(
    facts: Sequence[Fact], breakdowns: Sequence[Breakdown], forms: FormReadings | None = None, doc: str = ""
) -> tuple[Finding, ...]:
    """Every sum and share of one document that can be tested, whatever came of it, in text order with ids c1, c2, …

    The place of a finding is that of its first figure; a sum comes before the shares of its parts. What is to be said of the
    official forms of document `doc` comes last.
    """
    by_id = {f.id: f for f in facts}
    found = [*sum_findings(by_id, breakdowns), *share_findings(by_id, breakdowns)]
    found += form_findings(doc, forms or FormReadings())
    places = {f.id: f.start for f in facts}
    last = max(places.values(), default=0) + 1

    def place(finding: Finding) -> tuple[int, int, tuple[str, ...]]:
        ids = finding.parts if finding.kind == "share" else (finding.total or "", *finding.parts)
        starts = [places[i] for i in ids if i in places] or [last]
        parts = [places[i] for i in finding.parts if i in places] or [last]
        # A share stands where its percentage does; two lists of one total, in the order of their parts.
        first = starts[0] if finding.kind == "share" else min(starts)
        return first, min(parts), finding.parts

    return tuple(replace(finding, id=f"c{n}") for n, finding in enumerate(sorted(found, key=place), 1))
