"""Slips of the pen: what a figure becomes by one."""

from __future__ import annotations

import random
from collections.abc import Callable
from fractions import Fraction

Slip = Callable[[Fraction, random.Random], Fraction | None]
"""Another value for a figure; None where this slip cannot happen to it."""


def one(value: Fraction, rng: random.Random) -> Fraction | None:
    """One more or less."""
    return value + (1 if value == 0 or rng.random() < 0.5 else -1)


def ten(value: Fraction, rng: random.Random) -> Fraction | None:
    """Ten more or less."""
    return value + (10 if value < 20 or rng.random() < 0.5 else -10)


def transposed(value: Fraction, rng: random.Random) -> Fraction | None:
    """Two neighbouring digits changed places."""
    digits = str(int(value))
    places = [
        n for n in range(len(digits) - 1) if digits[n] != digits[n + 1] and not (n == 0 and digits[1] == "0")
    ]
    if not places:
        return None
    n = rng.choice(places)
    return Fraction(digits[:n] + digits[n + 1] + digits[n] + digits[n + 2 :])


def dropped(value: Fraction, rng: random.Random) -> Fraction | None:
    """A digit is missing."""
    digits = str(int(value))
    found = [d for n in range(len(digits)) if (d := digits[:n] + digits[n + 1 :]) and d[0] != "0"]
    return Fraction(rng.choice(found)) if len(digits) > 1 and found else None


def added(value: Fraction, rng: random.Random) -> Fraction | None:
    """A digit too many."""
    digits = str(int(value))
    n = rng.randrange(1, len(digits) + 1)
    return Fraction(digits[:n] + rng.choice("123456789") + digits[n:]) if value else None


def mistyped(value: Fraction, rng: random.Random) -> Fraction | None:
    """One digit is another."""
    digits = str(int(value))
    n = rng.randrange(len(digits))
    other = rng.choice([d for d in "123456789" if d != digits[n]])
    return Fraction(digits[:n] + other + digits[n + 1 :])


def arbitrary(value: Fraction, rng: random.Random) -> Fraction | None:
    """Something else of the same size."""
    top = max(20, 2 * int(value))
    return Fraction(rng.choice([n for n in (rng.randint(1, top) for _ in range(9)) if n != value]))


SLIPS: dict[str, Slip] = {
    "off by one": one,
    "off by ten": ten,
    "transposed": transposed,
    "digit dropped": dropped,
    "digit added": added,
    "digit mistyped": mistyped,
    "arbitrary": arbitrary,
}
