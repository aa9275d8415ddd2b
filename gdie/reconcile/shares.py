"""Shares: is a printed percentage that of its counts in their total (field guide 2.3 C6, 3.6)?

The words beside a percentage often name the wrong total (占申请总数 of the valid applications), so the base is resolved by
what the counts are part of. Bases in order: the totals of the counts; what those totals, or figures that restate them, are
part of; without any of these, other figures of the section. A share of the first total alone may fail when all its
neighbours fit that total (C6): then it was computed on another base than they were, and that is an error.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

from gdie.facts.model import Breakdown, Fact
from gdie.reconcile import explain
from gdie.reconcile.doubts import INEXACT, PERIODS, UNITS, UNSURE, sure
from gdie.reconcile.interval import Interval
from gdie.reconcile.meaning import decimals, is_exact, meaning, number, printed_step
from gdie.reconcile.model import Constraint, Explanation, Finding, Severity, Verdict
from gdie.reconcile.units import comparable, same_unit

RULE = "share"

_CUT_OFF = Explanation(
    "agrees if the digits behind were cut off instead of rounded", "系截去尾数而未四舍五入，相符"
)
_AGREES = Explanation("agrees", "相符")
_NO_BASE = Explanation("the total that it is a share of is not known", "未找到所占总数，无法核对")
_OF_NOTHING = Explanation("there is no share of 0", "总数为零，无从计算比例")
_LAST_DIGIT = Explanation("only the last digit differs", "仅末位有出入")
_OTHER_FITS = Explanation("another total may be meant", "基数可能另有所指")


@dataclass(frozen=True)
class _Share:
    """A percentage with the counts it describes and the bases that it may refer to, nearest first."""

    percent: Fact
    counts: tuple[Fact, ...]
    bases: tuple[Fact, ...]  # totals of the counts, then what these are part of
    section: tuple[Fact, ...]  # the counts of its section
    totals: frozenset[str]  # ids of all figures with parts

    @property
    def direct(self) -> Fact | None:
        """The total that the counts are part of."""
        return self.bases[0] if self.bases else None

    @property
    def sum(self) -> Fraction:
        """The counts together, as printed."""
        return sum((number(c) for c in self.counts), Fraction(0))

    @cached_property
    def others(self) -> list[Fact]:
        """Further figures of the section that could be a total: those with parts first, then the nearest."""
        chosen = {f.id for f in (*self.bases, *self.counts)}
        least = max(Fraction(1), *(number(c) for c in self.counts))
        units = [c.unit for c in self.counts]
        large = [f for f in self.section if f.id not in chosen and number(f) >= least]
        return sorted(
            (f for f in large if comparable((f.unit, *units))),
            key=lambda f: (f.id not in self.totals, abs(f.start - self.percent.start)),
        )

    @cached_property
    def fits_direct(self) -> bool:
        """True where it is a share of the total that the counts are part of."""
        return self.direct is not None and self.fits(self.direct)

    def fits(self, base: Fact, truncated: bool = False) -> bool:
        """True where the printed percentage is that of the counts in `base`."""
        parts = Interval.total(meaning(c) for c in self.counts)
        whole = meaning(base)
        if parts.low < 0 or whole.low < 0:
            return False
        true = parts.over(whole)
        return true is not None and true.scaled(100).meets(meaning(self.percent, truncated))

    def of(self, base: Fact) -> Fraction | None:
        """The true percentage, to two more decimals than printed; None of a base of 0."""
        if number(base) == 0:
            return None
        unit = 10 ** (decimals(self.percent) + 2)
        # Half-up, as officials round; `round` would go to the even digit.
        return Fraction(math.floor(100 * self.sum / number(base) * unit + Fraction(1, 2)), unit)


def share_findings(facts: Mapping[str, Fact], breakdowns: Sequence[Breakdown]) -> Iterator[Finding]:
    """One finding for each percentage that describes counts, in no particular order and without ids."""
    resolver = _Bases(facts, breakdowns)
    lists: dict[str, list[_Share]] = defaultdict(list)
    for fact in facts.values():
        if fact.kind != "percent" or not fact.shares or not _is_share(fact):
            continue
        absent = [i for i in fact.shares if i not in facts]
        if absent:
            nothing = _Share(fact, (), (), (), frozenset())
            yield _finding(nothing, None, "unverifiable", "note", explain.missing(absent))
            continue
        share = resolver.share(fact)
        if share.direct is None:
            yield _without_total(share)
        else:
            lists[share.direct.id].append(share)
    for alike in lists.values():
        fitting = sum(s.fits_direct for s in alike)
        implied = _common_base(alike)
        for share in alike:
            others = len(alike) - 1, fitting - share.fits_direct
            yield _judged(share, share.bases[0], _agree(*others), implied)


def _agree(others: int, fitting: int) -> bool:
    """True where most other shares of the same total, and two at least, are right of it."""
    return fitting >= 2 and 2 * fitting > others


def _is_share(fact: Fact) -> bool:
    return fact.unit in ("%", "％", None) and not any(c in fact.text for c in "倍番")


class _Bases:
    """Finds the totals that a share may refer to."""

    def __init__(self, facts: Mapping[str, Fact], breakdowns: Sequence[Breakdown]) -> None:
        self.facts = facts
        self.totals = frozenset(b.total for b in breakdowns)
        sections: dict[str | None, list[Fact]] = defaultdict(list)
        # By value, too: what restates a total has the same.
        self.alike: dict[tuple[str | None, float], list[Fact]] = defaultdict(list)
        for fact in facts.values():
            if fact.kind == "count":
                sections[fact.section].append(fact)
                self.alike[fact.section, fact.value].append(fact)
        self.sections = {name: tuple(counts) for name, counts in sections.items()}

    def share(self, percent: Fact) -> _Share:
        """The share with its bases; all its counts must be among the facts."""
        counts = tuple(self.facts[i] for i in percent.shares)
        return _Share(
            percent,
            counts,
            tuple(self._ancestors(counts)),
            self.sections.get(percent.section, ()),
            self.totals,
        )

    def _ancestors(self, counts: Sequence[Fact]) -> Iterator[Fact]:
        """Totals of the counts, the nearest first, then totals of these and of figures that restate them."""
        level = [c.part_of for c in sorted(counts, key=lambda c: -c.start)]
        seen = {c.id for c in counts}
        while level:
            above: list[str | None] = []
            for identifier in level:
                fact = self.facts.get(identifier) if identifier else None
                if fact is None or fact.id in seen:
                    continue
                seen.add(fact.id)
                yield fact
                above += [fact.part_of, *(twin.part_of for twin in self._restatements(fact))]
            level = above

    def _restatements(self, fact: Fact) -> list[Fact]:
        """Earlier mentions of the same quantity (有效申请237件 … 237件有效申请中)."""
        return [
            f
            for f in self.alike[fact.section, fact.value]
            if f.start < fact.start and f.part_of is not None and same_unit((f.unit, fact.unit))
        ]


def _judged(share: _Share, direct: Fact, agreed: bool, implied: Interval | None) -> Finding:
    """The verdict on a share of which a total is known. `agreed`: its neighbours are shares of that total; `implied`: the totals of
    which all shares that fail would be right together."""
    if not comparable(f.unit for f in (direct, *share.counts)):
        return _not_comparable(share, direct, UNITS)
    if number(direct) == 0:
        return _not_comparable(share, direct, _OF_NOTHING)
    allowed = share.bases[:1] if agreed else share.bases
    for alone in share.counts if len(share.counts) > 1 else ():
        one = replace(share, counts=(alone,))
        if not share.fits(direct) and one.fits(direct):
            # A share that was taken for one of several counts together is that of one of them.
            share = one
            break
    for truncated in (False, True):
        for base in allowed:
            if share.fits(base, truncated):
                verdict: Verdict = "rounding" if truncated else "holds"
                note = _CUT_OFF if truncated else _AGREES
                return _finding(
                    share, base, verdict, "note", explain.share_ending(_line(share, base), [note])
                )
    better = next(
        (f for f in (*share.bases[1:], *share.others) if f.value != direct.value and share.fits(f)), None
    )
    if better and not sure(share.counts):
        # What it is a part of is a guess; the total that it is a share of says it better.
        return _finding(share, better, "holds", "note", explain.share_ending(_line(share, better), [_AGREES]))
    notes = [explain.other_base(better)] if better else _implied_base(share, direct, implied)
    doubts = tuple(_doubts(share, direct, other_fits=better is not None and not agreed))
    severity: Severity = "warning" if doubts else "error"
    found = _finding(
        share, direct, "violated", severity, explain.share_ending(_line(share, direct), notes, doubts)
    )
    # Shares of one other total are all right by themselves: none of their figures is to blame.
    return replace(found, constraints=()) if implied is not None else found


def _not_comparable(share: _Share, base: Fact, reason: Explanation) -> Finding:
    ending = explain.share_ending(_line(share, base), [reason])
    return _finding(share, base, "unverifiable", "note", ending)


def _without_total(share: _Share) -> Finding:
    for base in share.others:
        if share.fits(base):
            return _finding(share, base, "holds", "note", explain.share_ending(_line(share, base), [_AGREES]))
    counts = "、".join(explain.quoted(c) for c in share.counts)
    printed = explain.quoted(share.percent)
    line = Explanation(f"{printed} ({counts})", f"{printed}（{counts}）")
    return _finding(share, None, "unverifiable", "note", explain.share_ending(line, [_NO_BASE]))


def _doubts(share: _Share, base: Fact, other_fits: bool) -> Iterator[Explanation]:
    counted = (base, *share.counts)
    if not all(is_exact(f) for f in counted) or share.percent.approx != "exact" or _in_words(share.percent):
        yield INEXACT
    if not same_unit(f.unit for f in counted):
        yield UNITS
    if not sure((share.percent, *counted)):
        yield UNSURE
    if any(c.period and base.period and _span(c) != _span(base) for c in share.counts):
        yield PERIODS
    true = share.of(base)
    if true is not None and abs(number(share.percent) - true) < printed_step(share.percent):
        yield _LAST_DIGIT
    if other_fits:
        yield _OTHER_FITS


def _in_words(percent: Fact) -> bool:
    """八成五, 三分之一, 半数: an estimate, however it sounds."""
    return not any(mark in percent.text for mark in ("%", "％", "百分之"))


def _span(fact: Fact) -> tuple[str | None, str | None] | None:
    return (fact.period.start, fact.period.end) if fact.period else None


def _implied(share: _Share) -> Interval | None:
    """The whole numbers of which the share would be right, where the figures leave few enough to name them."""
    printed, parts = meaning(share.percent), Interval.total(meaning(c) for c in share.counts)
    if printed.low <= 0 or printed.high is None or not parts.is_point or parts.low == 0:
        return None
    low, high = math.ceil(100 * parts.low / printed.high), math.floor(100 * parts.low / printed.low)
    return Interval(Fraction(low), Fraction(high)) if low <= high else None


def _common_base(shares: Sequence[_Share]) -> Interval | None:
    """The totals of which all shares of one list that fail would be right, where there are several of them and such totals."""
    failing = [s for s in shares if not any(s.fits(b, cut) for b in s.bases for cut in (False, True))]
    ranges = [_implied(s) for s in failing]
    found = [r for r in ranges if r is not None and r.high is not None]
    if len(found) < 2 or len(found) < len(ranges):
        return None
    low, high = max(r.low for r in found), min(r.high for r in found if r.high is not None)
    return Interval(low, high) if low <= high else None


def _implied_base(share: _Share, base: Fact, common: Interval | None) -> list[Explanation]:
    own = common or _implied(share)
    if own is None or own.high is None:
        return []
    return [explain.implied_base(own.low, own.high, base.unit, common is not None)]


def _constraints(share: _Share, base: Fact, verdict: Verdict) -> tuple[Constraint, ...]:
    """What the percentage binds its counts and their total to, unless it is wrong itself."""
    printed = meaning(share.percent)
    if verdict not in ("holds", "violated") or base.id in share.percent.shares or printed.high is None:
        return ()
    counts = [(c.id, Fraction(100)) for c in share.counts]
    # A share that agrees may well have been computed from a total that was wrong already.
    lifted = frozenset({share.percent.id, *([base.id] if verdict == "holds" else [])})
    below = ((base.id, printed.low), *((i, -k) for i, k in counts))
    above = ((base.id, -printed.high), *counts)
    kept = [tuple((i, k) for i, k in terms if k) for terms in (below, above)]
    return tuple(Constraint(terms, "<=", lifted) for terms in kept)


def _line(share: _Share, base: Fact) -> Explanation:
    return explain.share_line(share.percent, share.counts, base, share.of(base) or Fraction(0))


def _finding(
    share: _Share, base: Fact | None, verdict: Verdict, severity: Severity, explanation: Explanation
) -> Finding:
    return Finding(
        doc=share.percent.doc,
        id="",
        kind="share",
        total=base.id if base else None,
        parts=(share.percent.id, *([c.id for c in share.counts] or share.percent.shares)),
        stated=number(share.percent),
        computed=share.of(base) if base else None,
        verdict=verdict,
        severity=severity,
        rule=RULE,
        explanation=explanation,
        constraints=_constraints(share, base, verdict) if base else (),
    )
