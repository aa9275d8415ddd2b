"""The arithmetic of changes over what figures can mean. A decline is counted downwards: it is above 0 where the figure fell.

growth       (this − last) / last, in %        difference   this − last, in its unit
ratio        this / last, in multiples         points       difference of two percentages
"""

from __future__ import annotations

import math
from fractions import Fraction

from gdie.facts.model import Change, Fact
from gdie.reconcile.interval import Interval
from gdie.reconcile.meaning import decimals, meaning, number, printed_step


def true_change(change: Change, now: Interval, last: Interval) -> Interval | None:
    """The changes that the two figures can amount to, in the unit of `printed_change`; None where they say nothing."""
    if change.kind in ("difference", "points"):
        return _minus(now, last) if change.rising else _minus(last, now)
    if now.low < 0 or last.low < 0:
        return None
    ratio = now.over(last)
    if ratio is None:
        return None
    if change.kind == "ratio":
        return ratio
    percent = ratio.scaled(100)
    if change.rising:
        return Interval(percent.low - 100, None if percent.high is None else percent.high - 100)
    # Without an upper end nothing but a decline is in question.
    high = max(Fraction(100), percent.low) if percent.high is None else percent.high
    return Interval(100 - high, 100 - percent.low)


def _minus(larger: Interval, smaller: Interval) -> Interval | None:
    if smaller.high is None:
        return None
    return Interval(larger.low - smaller.high, None if larger.high is None else larger.high - smaller.low)


def printed_change(change: Change, figure: Fact, truncated: bool = False) -> Interval:
    """What the printed change can mean: multiples as such, growth in per cent, anything else in its base unit."""
    shown = _meaning(figure, truncated)
    return shown.scaled(Fraction(1, 100)) if change.kind == "ratio" else shown


def _meaning(figure: Fact, truncated: bool) -> Interval:
    """As `meaning`, but growth may exceed 100 %, and digits of 倍 are hundreds of per cent; 翻一番 is never exact."""
    value, step = number(figure), change_step(figure)
    if figure.kind == "percent" and figure.value_max is None:
        if figure.approx == "at_least":
            return Interval(value, None)
        if figure.approx == "exact" and step != printed_step(figure):
            return Interval(value, value + step) if truncated else Interval.around(value, step / 2)
    return meaning(figure, truncated)


def change_step(figure: Fact) -> Fraction:
    """One unit of the last digit that a change is printed with; a multiple is hundreds of per cent, and a doubling never exact."""
    if "番" in figure.text:
        return Fraction(20)
    return printed_step(figure) * (100 if "倍" in figure.text else 1)


def stated_change(change: Change, figure: Fact) -> Fraction:
    """The printed change: of multiples the multiple, else the value."""
    return number(figure) / 100 if change.kind == "ratio" else number(figure)


def computed_change(change: Change, now: Fact, last: Fact, figure: Fact) -> Fraction:
    """The true change as printed figures have it: to two more decimals than the stated one where it is a quotient."""
    sign = 1 if change.rising else -1
    gap = sign * (number(now) - number(last))
    if change.kind in ("difference", "points"):
        return gap
    quotient = number(now) / number(last) if change.kind == "ratio" else 100 * gap / number(last)
    unit = 10 ** (decimals(figure) + 2)
    # Half-up, as officials round; `round` would go to the even digit.
    return Fraction(math.floor(quotient * unit + Fraction(1, 2)), unit)
