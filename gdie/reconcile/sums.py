"""Sums: does a total agree with the list of its parts (field guide 2.3 C1, C2, C3, C10)?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from gdie.facts.model import Breakdown, Fact
from gdie.reconcile import explain
from gdie.reconcile.doubts import (
    LEFT_OUT,
    TELLING,
    by_channel,
    distributive,
    doubts,
    left_out,
    names,
    open_by_shares,
    sparse,
)
from gdie.reconcile.lists import Listing, listings
from gdie.reconcile.meaning import number
from gdie.reconcile.model import Constraint, Explanation, Finding, Severity, Verdict
from gdie.reconcile.units import comparable

RULE = "sum"

# Cues by which the text itself calls what follows a part of the total.
_SAYS_PART = ("其中", "包括", "含", "分为", "分别")
_EACH = Explanation("a figure with 各 stands for several", "含“各”字的数字代表多项")
_UNITS = Explanation("the figures count different things", "各数计量单位不同")


def sum_findings(
    facts: Mapping[str, Fact], breakdowns: Sequence[Breakdown], in_forms: frozenset[str] = frozenset()
) -> Iterator[Finding]:
    """One finding for each list of parts, in no particular order and without ids. `in_forms` are the facts of official forms."""
    by_total: dict[str, list[Breakdown]] = defaultdict(list)
    for breakdown in breakdowns:
        absent = [i for i in (breakdown.total, *breakdown.parts) if i not in facts]
        if absent or not breakdown.parts:
            yield _missing(breakdown, facts, absent)
        elif breakdown.assumed:
            yield from _assumed(breakdown, facts)
        else:
            by_total[breakdown.total].append(breakdown)
    for total, group in by_total.items():
        for listing in listings(facts[total], group, facts, in_forms):
            yield _judged(listing, facts)


def _missing(breakdown: Breakdown, facts: Mapping[str, Fact], absent: Sequence[str]) -> Finding:
    known = [facts[i] for i in (breakdown.total, *breakdown.parts) if i in facts]
    total = facts.get(breakdown.total)
    return Finding(
        doc=known[0].doc if known else "",
        id="",
        kind="sum",
        total=breakdown.total,
        parts=breakdown.parts,
        stated=number(total) if total else None,
        computed=None,
        verdict="unverifiable",
        severity="note",
        rule=RULE,
        explanation=explain.missing(absent),
    )


def _assumed(breakdown: Breakdown, facts: Mapping[str, Fact]) -> Iterator[Finding]:
    """A list that the words make, but that the model did not see: worth a warning where it does not close."""
    (listing,) = listings(facts[breakdown.total], [breakdown], facts, frozenset(breakdown.parts))
    if not listing.closes(truncated=True):
        listing = replace(listing, assumed=True)
        reasons = doubts(listing)
        yield _finding(listing, "violated", "warning", explain.sum_violated(listing, reasons))


def _judged(listing: Listing, facts: Mapping[str, Fact]) -> Finding:
    if any(distributive(p) for p in listing.parts):
        return _unverifiable(listing, _EACH)
    if listing.closes():
        return _finding(listing, "holds", "note", explain.sum_holds(listing, rounding=False))
    if listing.closes(truncated=True):
        return _finding(listing, "rounding", "note", explain.sum_holds(listing, rounding=True))
    exceeds = listing.computed_meaning().exceeds(listing.stated_meaning())
    if not exceeds and (not listing.complete or sparse(listing) or open_by_shares(listing, facts.values())):
        return _finding(listing, "partial", "note", explain.sum_partial(listing))
    if not comparable(f.unit for f in (listing.total, *listing.parts)):
        return _unverifiable(listing, _UNITS)
    if _closes_distributed(listing):
        return _unverifiable(listing, _EACH)
    reasons = doubts(listing)
    if not exceeds and left_out(listing, facts.values()):
        if listing.stated - listing.computed >= TELLING:
            return _unverifiable(listing, LEFT_OUT)
        reasons = (*reasons, LEFT_OUT)
    return _finding(listing, "violated", _severity(listing, reasons), explain.sum_violated(listing, reasons))


def _severity(listing: Listing, reasons: Sequence[Explanation]) -> Severity:
    """How sure a contradiction is.

    A list that claims to be complete is held to its claim. An open one may be several lists whose items overlap, so that
    exceeding the total proves nothing; but one part that the text itself introduces as part (其中) cannot exceed the whole.
    """
    if not listing.complete and by_channel(listing):
        return "note"
    single = len(listing.parts) == 1 and listing.cue.startswith(_SAYS_PART)
    return "error" if not reasons and (listing.complete or single) else "warning"


def _closes_distributed(listing: Listing) -> bool:
    """True where the list closes if one figure counts for each of the things that its category names (A、B各3件)."""
    return any(
        listing.computed + number(p) * (count - 1) == listing.stated
        for p in listing.parts
        if (count := names(p)) > 1
    )


def _unverifiable(listing: Listing, reason: Explanation) -> Finding:
    return _finding(listing, "unverifiable", "note", explain.sum_unverifiable(listing, reason))


def _constraints(listing: Listing, verdict: Verdict) -> tuple[Constraint, ...]:
    """What the list binds its figures to; nothing where its borders are a guess or it agrees only with digits cut off."""
    if listing.assumed or verdict not in ("holds", "violated", "partial"):
        return ()
    terms = {listing.total.id: Fraction(-1)} | {p.id: Fraction(1) for p in listing.parts}
    closed = verdict == "holds" or (verdict == "violated" and listing.complete)
    return (Constraint(tuple(terms.items()), "=" if closed else "<="),)


def _finding(
    listing: Listing,
    verdict: Verdict,
    severity: Severity,
    explanation: Explanation,
) -> Finding:
    return Finding(
        doc=listing.total.doc,
        id="",
        kind="sum",
        total=listing.total.id,
        parts=tuple(p.id for p in listing.parts),
        stated=listing.stated,
        computed=listing.computed,
        verdict=verdict,
        severity=severity,
        rule=RULE,
        explanation=explanation,
        constraints=_constraints(listing, verdict),
    )
