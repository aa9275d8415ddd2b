"""What a figure should be, of the values that it can take: the only one that is possible, or the only one that a slip explains."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor, inf

from gdie.reconcile.localise.model import Figure, Replacement
from gdie.reconcile.localise.rows import End
from gdie.reconcile.slips import Slip, confusion, last_place, likely_slips, slip


def possible(figure: Figure, low: End, high: End) -> bool:
    """True where a number that the figure may be lies between the ends."""
    return not figure.whole or _endless(low, high) or ceil(low) <= floor(high)


def arbitrary(figure: str, value: Fraction | None = None) -> Replacement:
    """A change that nothing explains."""
    return Replacement(figure, value, None, 1.0)


def proposal(figure: Figure, low: End, high: End) -> Replacement:
    """The value between the ends that the figure should have, where one alone is possible or plausible."""
    if _endless(low, high):
        return arbitrary(figure.id)  # everything is possible, so that what is plausible says nothing
    only = _only(figure, low, high)
    options = [
        (value, Slip(why, confusion(value)))
        for value, why in figure.likely
        if low <= value <= high and only in (None, value)
    ]
    if only is not None:
        made = slip(figure.printed, figure.value, only)
        options += [(only, made)] if made else []
    elif not options:
        slips = likely_slips(figure.printed, figure.value)
        options = [(v, s) for v, s in slips if low <= v <= high and (v.denominator == 1 or not figure.whole)]
    if len({value for value, _ in options}) != 1:
        return arbitrary(figure.id, only)
    value, best = min(options, key=lambda option: option[1].cost)
    return Replacement(figure.id, value, best.why, best.cost)


def _endless(low: End, high: End) -> bool:
    return inf in (-low, high)


def _only(figure: Figure, low: End, high: End) -> Fraction | None:
    """The one number between finite ends that can be printed like the figure, or else the one whole number."""
    if low == high:
        return Fraction(low)
    for step in (last_place(figure.printed, figure.value), *([Fraction(1)] if figure.whole else [])):
        first = ceil(Fraction(low) / step)
        if first == floor(Fraction(high) / step):
            return first * step
    return None
