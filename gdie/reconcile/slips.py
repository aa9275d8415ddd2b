"""Slips of the pen: how likely it is that a figure printed as it is should have been another one (field guide 2.4).

Costs lie between 0 and 1, which is an arbitrary change. The cost of a slip rises where few digits are left that agree, as these
would agree by chance: of a number of one digit every other one is one digit away.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from math import floor

from gdie.reconcile.model import Explanation


@dataclass(frozen=True)
class Slip:
    """What kind of slip explains a change, and what it costs to believe in it (above 0, below 1)."""

    why: Explanation
    cost: float


_SWAPPED = Slip(Explanation("two neighbouring digits swapped", "相邻两位数字颠倒"), 0.1)
_MISSING = Slip(Explanation("one digit missing", "漏写一位数字"), 0.25)
_ADDED = Slip(Explanation("one digit too many", "多写一位数字"), 0.27)
_ALIKE = Slip(
    Explanation("one digit wrong, by one that is easily taken for it", "一位数字误作形近或邻键数字"), 0.32
)
_WRONG = Slip(Explanation("one digit wrong", "一位数字有误"), 0.4)
_FAR_SWAPPED = Slip(Explanation("two digits swapped", "两位数字互换"), 0.45)
_CARRIED = {
    1: Slip(Explanation("off by one", "相差1"), 0.5),
    10: Slip(Explanation("off by ten", "相差10"), 0.5),
}
_REPEATED = Slip(Explanation("a group of digits repeated", "一组数字重复"), 0.55)
_FACTORS = {10**4: 0.15, 10**8: 0.2, 10**3: 0.22, 100: 0.23, 10: 0.24}

_CONFUSED = 0.15
_TRUST = (0.0, 0.3, 0.6, 0.85)  # how much of a slip's plausibility is left with 1, 2, 3 digits that agree
_LIMIT = 10**15  # larger numbers are no statistics
_LONGEST = 60  # characters that a figure is printed with
_LOOK_ALIKE = frozenset(map(frozenset, ("08", "38", "56", "17", "06", "69", "35", "89", "49", "27")))

_FOLD = str.maketrans("０１２３４５６７８９．，", "0123456789.,")
_NUMBER = re.compile(r"[0-9][0-9,\s]{0,40}(?:\.[0-9]{1,10})?")


def slip(printed: str, value: Fraction, needed: Fraction) -> Slip | None:
    """The likeliest slip by which `needed` was printed as `printed`, which means `value` (both in the base unit); None if there is none.

    A figure printed with a magnitude word is compared at its printed precision: 129300 makes 12.9万 of 12.8万.
    """
    if not 0 <= value < _LIMIT or not 0 <= needed < _LIMIT or value == needed:
        return None
    digits, unit = _printed_digits(printed, value)
    found = [s for factor in _FACTORS for s in _magnitude(digits, unit, needed, factor)]
    rounded = _rounded(needed, unit)
    if rounded is not None and rounded in (changes := _changes(digits)):
        found.append(changes[rounded])
    return min(found, key=lambda s: s.cost, default=None)


def likely_slips(printed: str, value: Fraction) -> Iterator[tuple[Fraction, Slip]]:
    """All figures that `printed`, which means `value`, may stand for by one slip, at the printed precision."""
    if not 0 <= value < _LIMIT:
        return
    digits, unit = _printed_digits(printed, value)
    yield from ((n * unit, s) for n, s in _changes(digits).items())
    for factor in _FACTORS:
        for needed in (value * factor, value / factor):
            yield from ((needed, s) for s in _magnitude(digits, unit, needed, factor))


def confusion(value: Fraction) -> float:
    """The cost of a figure that was confused with another one, whose place has `value`: small numbers are alike by chance."""
    return _told(_CONFUSED, len(str(abs(floor(value)))))


def last_place(printed: str, value: Fraction) -> Fraction:
    """One unit of the last printed digit, in the base unit: 1000 for 12.8万, 1 for 52件."""
    return _printed_digits(printed, value)[1]


def _told(cost: float, digits: int) -> float:
    """The cost of a slip after which so many digits agree."""
    return 1 - (1 - cost) * _TRUST[digits] if digits < len(_TRUST) else cost


def _printed_digits(printed: str, value: Fraction) -> tuple[str, Fraction]:
    """The digits as printed, with what one unit of the last one counts; those of the value where they are not printed so."""
    numbers = _NUMBER.findall(printed[:_LONGEST].translate(_FOLD))
    digits = re.sub(r"[^0-9]", "", numbers[0]).lstrip("0") if len(numbers) == 1 else ""
    if digits and value:
        unit = abs(value) / int(digits)
        if re.fullmatch("10*(/1)?|1/10+", str(unit)):
            return digits, unit
    unit = Fraction(1)
    while (value / unit).denominator != 1 and unit > Fraction(1, 10**6):
        unit /= 10
    return str(abs(floor(value / unit))), unit


def _rounded(needed: Fraction, unit: Fraction) -> int | None:
    """`needed` in units of the last printed digit; None where that would cut off what the figure should show."""
    number = needed / unit
    return floor(number + Fraction(1, 2)) if unit > 1 or number.denominator == 1 else None


def _magnitude(digits: str, unit: Fraction, needed: Fraction, factor: int) -> Iterator[Slip]:
    """The slip of a figure that is `factor` times too large or too small."""
    for step in (unit * factor, unit / factor):
        number = needed / step
        if number == int(digits) or (unit > 1 and floor(number + Fraction(1, 2)) == int(digits)):
            why = Explanation(f"wrong by a factor of {factor}", f"数量级相差{factor}倍")
            if int(digits):
                yield Slip(why, _told(_FACTORS[factor], len(digits.rstrip("0"))))


@lru_cache(maxsize=512)
def _changes(digits: str) -> dict[int, Slip]:
    """Number after one slip in the digits is undone → the cheapest such slip."""
    found: dict[int, Slip] = {}
    for changed, kind in _undone(digits):
        if changed != digits and (changed == "0" or changed[:1] not in ("", "0")):
            made = Slip(kind.why, _told(kind.cost, min(len(digits), len(changed))))
            known = found.setdefault(int(changed), made)
            if made.cost < known.cost:
                found[int(changed)] = made
    return found


def _undone(digits: str) -> Iterator[tuple[str, Slip]]:
    size = len(digits)
    for place, digit in enumerate(digits):
        before, after = digits[:place], digits[place + 1 :]
        yield before + after, _ADDED
        for other in "0123456789":
            yield before + other + after, _ALIKE if _alike(digit, other) else _WRONG
        for far in range(place + 1, size):
            swapped = before + digits[far] + digits[place + 1 : far] + digit + digits[far + 1 :]
            yield swapped, _SWAPPED if far == place + 1 else _FAR_SWAPPED
        for length in range(2, (size - place) // 2 + 1):
            block, rest = digits[place : place + length], digits[place + length :]
            if rest.startswith(block):
                yield before + rest, _REPEATED
    for place in range(size + 1):
        for other in "0123456789":
            yield digits[:place] + other + digits[place:], _MISSING
    for gap, kind in _CARRIED.items():
        yield str(int(digits) + gap), kind
        if int(digits) >= gap:
            yield str(int(digits) - gap), kind


def _alike(one: str, other: str) -> bool:
    """True for digits that look alike or are neighbours on a keyboard."""
    return frozenset((one, other)) in _LOOK_ALIKE or abs(int(one) - int(other)) in (1, 9)
