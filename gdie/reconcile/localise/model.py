"""What localisation takes and gives: figures that may be wrong, and the changes that would settle a group of contradictions."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from gdie.reconcile.interval import Interval
from gdie.reconcile.model import Explanation

Names: TypeAlias = frozenset[str]

_CLEARLY = 0.4  # what the best must be cheaper by than the next one to be the only one worth proposing


@dataclass(frozen=True)
class Figure:
    """A variable: `printed` as it stands there, its `value` in the base unit, and what it can mean as long as it is right.

    `whole`: only whole numbers are possible; `signed`: also those below 0. `weight` (above 0) is how hard it is to believe that
    the figure is wrong, 1 for most; solutions that together weigh more than 7 are not looked for. `likely`: values that it may have been confused with, and why.
    """

    id: str
    printed: str
    value: Fraction
    meaning: Interval
    whole: bool = True
    signed: bool = False
    weight: float = 1.0
    likely: tuple[tuple[Fraction, Explanation], ...] = ()


@dataclass(frozen=True)
class Replacement:
    """What a figure should be; `value` None: it must change, but to what is open. `cost` 1 is an arbitrary change."""

    figure: str
    value: Fraction | None
    why: Explanation | None
    cost: float


@dataclass(frozen=True)
class Solution:
    """Changes that settle a group of contradictions; no proper subset of the figures would do. `cost` is weight times cost."""

    replacements: tuple[Replacement, ...]
    cost: float


@dataclass(frozen=True)
class Localisation:
    """One connected group of contradictions: indices of the violated constraints, and solutions, the best first.

    They are those of the least weight, near ties included; of many, the best ones. Not `complete`: the search met its limit, so
    that there may be other ones, or nothing that is not too heavy would do.
    """

    broken: tuple[int, ...]
    solutions: tuple[Solution, ...]
    complete: bool

    @property
    def unique(self) -> bool:
        """True where there is one solution only, or the best is clearly more plausible than the next."""
        if not self.complete or not self.solutions:
            return False
        return len(self.solutions) == 1 or self.solutions[1].cost - self.solutions[0].cost >= _CLEARLY
