"""Which values the changed figures can take: figures are eliminated one by one from what the rows say of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import inf
from typing import TypeVar

from gdie.reconcile.localise.rows import End, Exact, exact

_PAIRS = 600  # pairs of ranges that the elimination of one figure may combine


@dataclass(frozen=True)
class Range:
    """low ≤ Σ coefficient · changed figure ≤ high: the sum of some rows of the system, each times a factor."""

    terms: Mapping[str, Exact]
    low: End
    high: End
    factors: Mapping[int, Exact]


class TooManyPairs(Exception):
    """The elimination of a figure would take too long."""


def absurd(ranges: Sequence[Range], names: Iterable[str]) -> list[Range]:
    """What cannot be true whatever values the figures take; nothing where all ranges can be met. Raises TooManyPairs."""
    for name in names:
        ranges = _without(ranges, name)
    return [r for r in ranges if not r.terms and not r.low <= 0 <= r.high]


def ends_of(name: str, ranges: Sequence[Range], names: Iterable[str]) -> tuple[End, End]:
    """Between what numbers one of the figures must lie, of ranges without contradiction. Raises TooManyPairs."""
    for other in names:
        if other != name:
            ranges = _without(ranges, other)
    low: End = -inf
    high: End = inf
    for r in ranges:
        if name in r.terms:
            first, last = _scaled(r, Fraction(1) / r.terms[name])
            low, high = max(low, first), min(high, last)
    return low, high


def _scaled(range_: Range, factor: Exact) -> tuple[End, End]:
    """The ends of a multiple of the sum."""
    one, other = factor * range_.low, factor * range_.high
    return (one, other) if factor > 0 else (other, one)


def _without(ranges: Sequence[Range], name: str) -> list[Range]:
    """What the ranges say of the other figures: Gaussian elimination by an equation, or else Fourier and Motzkin's."""
    others = [r for r in ranges if name not in r.terms]
    having = [r for r in ranges if name in r.terms]
    pivot = next((r for r in having if r.low == r.high), None)
    if pivot is not None:
        return others + [_less(r, pivot, name) for r in having if r is not pivot]
    having = _tightest(having, name)
    if len(having) * (len(having) - 1) > 2 * _PAIRS:
        raise TooManyPairs
    pairs = (_less(r, s, name) for n, r in enumerate(having) for s in having[:n])
    return others + [r for r in pairs if (r.low, r.high) != (-inf, inf)]


def _less(one: Range, other: Range, name: str) -> Range:
    """`one` less that multiple of `other` which makes the figure disappear."""
    factor = exact(Fraction(one.terms[name], other.terms[name]))
    low, high = _scaled(other, factor)
    terms = _difference(one.terms, other.terms, factor)
    factors = _difference(one.factors, other.factors, factor)
    return Range(terms, one.low - high, one.high - low, factors)


_Key = TypeVar("_Key", str, int)


def _difference(one: Mapping[_Key, Exact], other: Mapping[_Key, Exact], factor: Exact) -> dict[_Key, Exact]:
    result = dict(one)
    for key, coefficient in other.items():
        result[key] = result.get(key, 0) - factor * coefficient
    return {key: coefficient for key, coefficient in result.items() if coefficient}


def _tightest(ranges: Sequence[Range], name: str) -> list[Range]:
    """Of ranges of the same sum, but for a factor, the one with the highest low end and the one with the lowest high end."""
    alike: dict[frozenset[tuple[str, Fraction]], list[tuple[End, End, Range]]] = defaultdict(list)
    for r in ranges:
        factor = Fraction(1) / r.terms[name]
        alike[frozenset((n, factor * c) for n, c in r.terms.items())].append((*_scaled(r, factor), r))
    kept: list[Range] = []
    for group in alike.values():
        lowest = max(group, key=lambda ends: ends[0])[2]
        highest = min(group, key=lambda ends: ends[1])[2]
        kept += [lowest] if lowest is highest else [lowest, highest]
    return kept
