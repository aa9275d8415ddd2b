"""Changes: does what the text says of growth agree with the figures of the two years (field guide C8), and is any rate over 100 % (C9)?

Where the sentence does not give the earlier figure, that of the report for the year is taken, if it gives just one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from gdie.facts.model import Change, Fact, Mention, PeriodOf
from gdie.facts.report import Report
from gdie.reconcile import explain
from gdie.reconcile.change_values import (
    change_step,
    computed_change,
    printed_change,
    stated_change,
    true_change,
)
from gdie.reconcile.doubts import INEXACT, PERIODS, UNITS, UNSURE, sure
from gdie.reconcile.meaning import is_exact, meaning, number
from gdie.reconcile.model import Constraint, Explanation, Finding, Severity, Verdict
from gdie.reconcile.rates import rate_findings
from gdie.reconcile.units import comparable, same_unit

RULE = "C8"

_AGREES = Explanation("agrees", "相符")
_WITHIN = Explanation("agrees within what the figures can mean", "在约数或进位范围内相符")
_CUT_OFF = Explanation(
    "agrees if the digits behind were cut off instead of rounded", "系截去尾数而未四舍五入，相符"
)
_NO_LAST = Explanation("the earlier figure is not stated", "文中未列明对比数字，无法核对")
_OF_NOTHING = Explanation("there is no growth from 0", "对比数为零，无从计算增幅")
_DIRECTION = Explanation("it would be right in the other direction", "升降方向疑有误")
_WRONG_BASE = Explanation(
    "it would be right of the later figure", "所列比例系以本期数为基数计算，应以对比期数为基数"
)
_MULTIPLE = Explanation(
    "it is the multiple of the earlier figure", "所列倍数系本期数与对比期数之比，并非增长倍数"
)
_LAST_DIGIT = Explanation("only the last digit differs", "仅末位有出入")
_NOT_BESIDE = Explanation("the earlier figure stands elsewhere", "对比数字系从他处取得")
# Rising and falling, in English and in Chinese.
_WORDS = {
    "growth": (("{} more than", "增长{}"), ("{} less than", "下降{}")),
    "difference": (("{} more than", "增加{}"), ("{} less than", "减少{}")),
    "points": (
        ("{} percentage points more than", "提高{}个百分点"),
        ("{} percentage points less than", "下降{}个百分点"),
    ),
    "ratio": (("{} times", "{}倍"),) * 2,
}


def change_findings(report: Report) -> Iterator[Finding]:
    """One finding for each change that the report's text states, then one for each rate over 100 %; without ids."""
    facts = {f.id: f for f in report.facts}
    stated = {c.figure for c in report.changes}
    for change in report.changes:
        if change.figure not in facts or change.of not in facts:
            continue
        now, figure = facts[change.of], facts[change.figure]
        last = facts.get(change.than) if change.than else _last(report, change, now, stated)
        yield (
            _not_judged(now, figure, None, _NO_LAST)
            if last is None
            else judge_change(change, now, last, figure)
        )
    yield from rate_findings(f for f in report.facts if f.id not in stated)


def judge_change(change: Change, now: Fact, last: Fact, figure: Fact) -> Finding:
    """Whether `figure` is the change of `now` since `last`, which may be a fact of another document."""
    if not comparable((now.unit, last.unit)):
        return _not_judged(now, figure, last, UNITS)
    if number(last) == 0 and change.kind in ("growth", "ratio"):
        return _not_judged(now, figure, last, _OF_NOTHING)
    true = true_change(change, meaning(now), meaning(last))
    if true is None:
        return _not_judged(now, figure, last, INEXACT)
    finding = Finding(
        doc=figure.doc,
        id="",
        kind="ratio",
        total=_name(last, figure),
        parts=(figure.id, now.id),
        stated=stated_change(change, figure),
        computed=computed_change(change, now, last, figure),
        verdict="holds",
        severity="note",
        rule=RULE,
        explanation=_AGREES,
        constraints=_constraints(change, now, last, figure),
    )
    for truncated in (False, True):
        printed = printed_change(change, figure, truncated)
        # Of what is cut off, the next step is no longer left: 3 can't be printed as 2.
        beyond = truncated and printed.high is not None and true.low >= printed.high
        if true.meets(printed) and not beyond:
            verdict: Verdict = "rounding" if truncated else "holds"
            exact = finding.stated == finding.computed or (_is_plain(now) and _is_plain(last))
            note = _CUT_OFF if truncated else _AGREES if exact else _WITHIN
            line = explain.share_ending(_line(change, now, last, figure), [note])
            return replace(finding, verdict=verdict, explanation=line)
    doubts = list(_doubts(change, now, last, figure))
    line = explain.share_ending(_line(change, now, last, figure), _notes(change, now, last, figure), doubts)
    severity: Severity = "warning" if doubts else "error"
    return replace(finding, verdict="violated", severity=severity, explanation=line)


def _constraints(change: Change, now: Fact, last: Fact, figure: Fact) -> tuple[Constraint, ...]:
    """this − last − difference = 0, where all three are exact figures of one document."""
    operands = (now, last, figure)
    if change.kind != "difference" or not all(map(is_exact, operands)):
        return ()
    if len({f.id for f in operands}) < 3 or len({f.doc for f in operands}) > 1:
        return ()
    step = Fraction(-1 if change.rising else 1)
    return (Constraint(((now.id, Fraction(1)), (last.id, Fraction(-1)), (figure.id, step))),)


def _notes(change: Change, now: Fact, last: Fact, figure: Fact) -> Iterator[Explanation]:
    """What a change that does not agree would be right of."""
    printed, current, former = printed_change(change, figure), meaning(now), meaning(last)
    if change.kind != "ratio":
        turned = true_change(replace(change, rising=not change.rising), current, former)
        if turned is not None and turned.meets(printed):
            yield _DIRECTION
    if change.kind == "growth" and number(now) != 0:
        if "倍" in figure.text and change.rising and (times := current.over(former)):
            if times.scaled(100).meets(printed):
                yield _MULTIPLE
        else:
            swapped = true_change(replace(change, rising=not change.rising), former, current)
            if swapped is not None and swapped.meets(printed):
                yield _WRONG_BASE


def _doubts(change: Change, now: Fact, last: Fact, figure: Fact) -> Iterator[Explanation]:
    if "番" in figure.text or not all(map(_is_plain, (now, last, figure))):
        yield INEXACT
    if not same_unit((now.unit, last.unit)):
        yield UNITS
    if not sure((now, last, figure)):
        yield UNSURE
    if change.than != last.id or last.doc != now.doc:
        yield _NOT_BESIDE
    if now.period and last.period and _days(now.period) != _days(last.period):
        yield PERIODS
    gap = abs(stated_change(change, figure) - computed_change(change, now, last, figure))
    if figure.kind == "percent" and gap < change_step(figure) / (100 if change.kind == "ratio" else 1):
        yield _LAST_DIGIT


def _not_judged(now: Fact, figure: Fact, last: Fact | None, reason: Explanation) -> Finding:
    """A change that cannot be checked."""
    current, printed = explain.quoted(now), "".join(figure.text.split())
    beside = f"、{explain.quoted(last)}" if last else ""
    line = Explanation(f"{current}{beside}, change {printed}", f"{current}{beside}，文中变动为{printed}")
    return Finding(
        doc=figure.doc,
        id="",
        kind="ratio",
        total=_name(last, figure) if last else None,
        parts=(figure.id, now.id),
        stated=number(figure),
        computed=None,
        verdict="unverifiable",
        severity="note",
        rule=RULE,
        explanation=explain.share_ending(line, [reason]),
    )


def _line(change: Change, now: Fact, last: Fact, figure: Fact) -> Explanation:
    """What the change truly is, beside what is printed."""
    true = computed_change(change, now, last, figure)
    rises = change.rising if change.kind == "ratio" or true >= 0 else not change.rising
    unit = {"growth": "%", "difference": now.unit}.get(change.kind)
    en, zh = (w.format(explain.amount(abs(true), unit)) for w in _WORDS[change.kind][0 if rises else 1])
    printed = "".join(figure.text.split())
    said = _WORDS[change.kind][0 if change.rising else 1][1]
    verb = "" if change.kind == "ratio" or printed.startswith("翻") else said[:2]
    current, former = explain.quoted(now), explain.quoted(last)
    when = f"{change.year}年的" if change.year else ""
    # What both count need not be said twice.
    short = when + (
        former.removeprefix(explain.name(last)) if explain.name(now) == explain.name(last) else former
    )
    relation = f"为{short}的{zh}" if change.kind == "ratio" else f"较{short}{zh}"
    return Explanation(
        f"{current} is {en} {former}, printed {printed}{'' if change.rising else ' less'}",
        f"{current}，{relation}，文中为{verb}{printed}",
    )


def _name(last: Fact, figure: Fact) -> str:
    """The id of the earlier figure, with its document where that is another one."""
    return last.id if last.doc == figure.doc else f"{last.doc}#{last.id}"


def _is_plain(fact: Fact) -> bool:
    """Whether a figure is printed as it is: a count to the last digit, a percentage without approximator."""
    return is_exact(fact) or (fact.kind == "percent" and fact.approx == "exact" and fact.value_max is None)


def _days(period: PeriodOf) -> tuple[str | None, str | None]:
    """Which part of a year a period is."""
    return period.start and period.start[4:], period.end and period.end[4:]


def _last(report: Report, change: Change, now: Fact, changed: set[str]) -> Fact | None:
    """The figure of the same thing for the year compared with; None where there is none, or several that differ."""
    if change.year is None or now.period is None:
        return None
    found = [
        f
        for f in report.facts
        if f.kind == now.kind
        and f.id not in changed
        and f.status == "reported"
        and f.period is not None
        and (f.period.end or "")[:4] == str(change.year)
        and _days(f.period) == _days(now.period)
        and _same_thing(f, now)
    ]
    return found[0] if found and len({(f.value, f.value_max, f.approx) for f in found}) == 1 else None


def _same_thing(one: Fact, other: Fact) -> bool:
    """Whether two figures count the same of the same owner by the same way."""
    return _thing(one) == _thing(other) and one.category is not None and same_unit((one.unit, other.unit))


def _thing(fact: Fact) -> tuple[str | None, ...]:
    owner = (fact.agency.name, fact.agency.scope) if fact.agency else (None, None)
    return (_key(fact.category), _key(fact.channel), fact.column, *owner)


def _key(mention: Mention | None) -> str | None:
    return (mention.code or mention.text) if mention else None
