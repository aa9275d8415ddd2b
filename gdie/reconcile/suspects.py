"""The figure that is probably wrong, where one slip of the pen, and only one, explains the whole difference.

Only slips that leave little to choose: neighbouring digits swapped, a digit too many or too few, and a magnitude word (万) or
zeros too many or too few.
Localisation over several constraints builds on this later; a proposal never replaces what is printed.
"""

from __future__ import annotations

from fractions import Fraction

from gdie.reconcile.lists import Listing
from gdie.reconcile.meaning import number
from gdie.reconcile.model import Suspect

SWAPPED = "two neighbouring digits swapped"
ADDED = "one digit too many"
DROPPED = "one digit missing"
MAGNITUDE = "wrong by a factor of {}"
_FACTORS = (10**4, 10**3, 100, 10)


def suspects(listing: Listing) -> tuple[Suspect, ...]:
    """The one figure of a list whose slip explains the difference; none where several or no figures would."""
    gap = listing.stated - listing.computed
    found = [_slip(listing.total.id, listing.stated, listing.computed)]
    found += [_slip(p.id, number(p), number(p) + gap) for p in listing.parts]
    likely = [s for s in found if s is not None]
    return tuple(likely) if len(likely) == 1 else ()


def _slip(fact: str, printed: Fraction, needed: Fraction) -> Suspect | None:
    if printed <= 0 or needed <= 0 or printed == needed:
        return None
    for factor in _FACTORS:
        if printed in (needed * factor, needed / factor):
            return Suspect(fact, needed, MAGNITUDE.format(factor))
    if printed.denominator != 1 or needed.denominator != 1:
        return None
    digits, wanted = str(printed), str(needed)
    for reason, alike in (
        (SWAPPED, _swapped(digits, wanted)),
        (ADDED, _one_more(digits, wanted)),
        (DROPPED, _one_more(wanted, digits)),
    ):
        if alike:
            return Suspect(fact, needed, reason)
    return None


def _one_more(longer: str, shorter: str) -> bool:
    """True where one digit taken from the longer number leaves the shorter one; of two digits that says nothing."""
    return (
        len(shorter) > 1
        and len(longer) == len(shorter) + 1
        and any(longer[:n] + longer[n + 1 :] == shorter for n in range(len(longer)))
    )


def _swapped(first: str, second: str) -> bool:
    differ = [n for n, (a, b) in enumerate(zip(first, second, strict=False)) if a != b]
    return (
        len(first) == len(second)
        and len(differ) == 2
        and differ[1] == differ[0] + 1
        and first[differ[0]] == second[differ[1]]
        and first[differ[1]] == second[differ[0]]
    )
