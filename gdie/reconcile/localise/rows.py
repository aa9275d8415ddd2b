"""Constraints as rows of numbers, with the ends of their sums, and which figures stand in which."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import inf
from typing import TypeAlias

from gdie.reconcile.localise.model import Figure, Names
from gdie.reconcile.model import Constraint

Exact: TypeAlias = int | Fraction  # whole numbers as int: several times as fast
End: TypeAlias = int | Fraction | float  # of an interval; float for ±∞ only

_HUGE = 10**30  # no statistic is as large


def exact(value: Fraction) -> Exact:
    """The same number, as int where it is whole."""
    return value.numerator if value.denominator == 1 else value


def bounds(terms: Iterable[tuple[Exact, End, End]]) -> tuple[End, End]:
    """The ends of a sum of intervals with their coefficients."""
    low: End = 0
    high: End = 0
    for coefficient, first, last in terms:
        low += coefficient * (first if coefficient > 0 else last)
        high += coefficient * (last if coefficient > 0 else first)
    return low, high


def broken(equal: bool, low: End, high: End) -> bool:
    """True where no number between the ends is 0, or, of an inequality, 0 or less."""
    return low > 0 or (equal and high < 0)


@dataclass(frozen=True)
class Row:
    """A constraint and the ends of its sum. `names` are all figures whose change bears on it: of the terms, and `lifters`."""

    terms: tuple[tuple[str, Exact], ...]
    equal: bool
    lifters: Names
    names: Names
    low: End
    high: End

    @property
    def violated(self) -> bool:
        """True where it does not hold, whatever the figures mean."""
        return broken(self.equal, self.low, self.high)

    @property
    def rigid(self) -> bool:
        """True where it holds and no single change of a figure would leave it so."""
        return self.equal and self.low == self.high == 0


class System:
    """All constraints on known figures by their index, and which figures stand in which."""

    def __init__(self, figures: Mapping[str, Figure], constraints: Sequence[Constraint]) -> None:
        self.figures = figures
        self.ends: dict[str, tuple[End, End]] = {
            name: (exact(f.meaning.low), inf if f.meaning.high is None else exact(f.meaning.high))
            for name, f in figures.items()
            if abs(f.value.numerator) < _HUGE
        }
        self.rows: dict[int, Row] = {}
        self.holding: dict[str, list[int]] = defaultdict(list)
        for index, constraint in enumerate(constraints):
            names = constraint.lifted_by.union(name for name, _ in constraint.terms)
            if names <= self.ends.keys():
                terms = tuple((name, exact(coefficient)) for name, coefficient in constraint.terms)
                low, high = bounds((c, *self.ends[name]) for name, c in terms)
                equal = constraint.relation == "="
                self.rows[index] = Row(terms, equal, constraint.lifted_by, names, low, high)
                for name, _ in terms:
                    self.holding[name].append(index)
        self.violated = frozenset(i for i, row in self.rows.items() if row.violated)

    def named(self, rows: Iterable[int]) -> Names:
        """The figures whose change may settle one of the rows."""
        return frozenset().union(*(self.rows[i].names for i in rows))

    def groups(self) -> list[frozenset[int]]:
        """Violated rows that share figures."""
        groups: list[tuple[frozenset[int], Names]] = []
        for index in sorted(self.violated):
            row, names = frozenset([index]), self.rows[index].names
            apart = [g for g in groups if not g[1] & names]
            joined = [g for g in groups if g[1] & names]
            groups = [*apart, (row.union(*(g[0] for g in joined)), names.union(*(g[1] for g in joined)))]
        return [rows for rows, _ in groups]
