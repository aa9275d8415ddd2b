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
    explained = _explained(enumeration, fact)
    if named in stated:
        return _finding(doc, enumeration, "holds", "note", _with(explained, "agrees", "相符"))
    # A list with less than half of what is announced hardly claims to be all of it, whatever introduces it.
    if named < stated.low and (enumeration.open or 2 * named < stated.low):
        said = _with(explained, "the list may not be complete", "所列未必齐全")
        return _finding(doc, enumeration, "partial", "note", said)
    if named < stated.low:
        gap = explain.amount(stated.low - named)
        said = _with(explained, f"{gap} fewer", f"少{gap}个")
    else:
        gap = explain.amount(named - (stated.high or stated.low))
        said = _with(explained, f"{gap} more", f"多{gap}个")
    return _finding(doc, enumeration, "violated", "warning", said)


def _finding(
    doc: str, enumeration: Enumeration, verdict: Verdict, severity: Severity, explanation: Explanation
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
        explanation=explanation,
        places=tuple(
            Place(doc, None if n else enumeration.fact, start, end, "")
            for n, (start, end) in enumerate(spans)
        ),
    )


def _explained(enumeration: Enumeration, fact: Fact | None) -> Explanation:
    named = len(enumeration.items)
    return Explanation(
        f"a list of {explain.quoted(fact) if fact else enumeration.value} is announced, {named} are named",
        f"文中称有{explain.quoted(fact) if fact else f'{enumeration.value}个'}，逐一列出{named}个",
    )


def _with(explained: Explanation, en: str, zh: str) -> Explanation:
    return Explanation(f"{explained.en}: {en}", f"{explained.zh}，{zh}")
