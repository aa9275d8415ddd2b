"""Declared counts: does a report name as many things as it says there are (六个部分 and then six of them)?"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from gdie.facts.model import Enumeration, Fact
from gdie.facts.report import Report
from gdie.reconcile import explain
from gdie.reconcile.interval import Interval
from gdie.reconcile.meaning import meaning
from gdie.reconcile.model import Explanation, Finding, Place, Severity, Verdict

RULE = "declared"


def declared_findings(report: Report) -> Iterator[Finding]:
    """One finding for each stated number with its list, in text order and without ids.

    Never an error: where one thing ends and the next begins is a reading of the text.
    """
    facts = {f.id: f for f in report.facts}
    for enumeration in report.enumerations:
        yield _judged(report.doc, enumeration, facts.get(enumeration.fact or ""))


def _judged(doc: str, enumeration: Enumeration, fact: Fact | None) -> Finding:
    stated = Interval.of(enumeration.value) if fact is None else meaning(fact)
    named = len(enumeration.items)
    if named in stated:
        return _finding(doc, enumeration, fact, "holds", "note")
    # A list with less than half of what is announced hardly claims to be all of it, whatever introduces it.
    if named < stated.low and (enumeration.open or 2 * named < stated.low):
        return _finding(doc, enumeration, fact, "partial", "note")
    return _finding(doc, enumeration, fact, "violated", "warning")


def _finding(
    doc: str, enumeration: Enumeration, fact: Fact | None, verdict: Verdict, severity: Severity
) -> Finding:
    spans = ((enumeration.start, enumeration.end), *enumeration.items)
    return Finding(
        doc=doc,
        id="",
        kind="sum",
        total=enumeration.fact,
        parts=(),
        stated=Fraction(enumeration.value),
        computed=Fraction(len(enumeration.items)),
        verdict=verdict,
        severity=severity,
        rule=RULE,
        explanation=_explained(enumeration, fact, verdict),
        places=tuple(
            Place(doc, None if n else enumeration.fact, start, end, "")
            for n, (start, end) in enumerate(spans)
        ),
    )


def _explained(enumeration: Enumeration, fact: Fact | None, verdict: Verdict) -> Explanation:
    named = len(enumeration.items)
    announced = explain.quoted(fact) if fact else str(enumeration.value)
    en, zh = (
        f"a list of {announced} is announced, {named} are named",
        f"文中称有{announced}，逐一列出{named}个",
    )
    match verdict:
        case "holds":
            return Explanation(f"{en}: agrees", f"{zh}，相符")
        case "partial":
            return Explanation(f"{en}; the list may not be complete", f"{zh}，所列未必齐全")
        case _:
            gap = enumeration.value - named
            more = "more" if gap < 0 else "fewer"
            return Explanation(f"{en}, {abs(gap)} {more}", f"{zh}，{'多' if gap < 0 else '少'}{abs(gap)}个")
