"""Closed intervals of rational numbers: what a figure can mean is rarely one number. Rational, so that nothing drifts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class Interval:
    """All numbers from `low` to `high`, both included; `high` is None where there is no upper end (至少30条)."""

    low: Fraction
    high: Fraction | None

    def __post_init__(self) -> None:
        if self.high is not None and self.high < self.low:
            raise ValueError(f"interval ends before it begins: {self.low} > {self.high}")

    @classmethod
    def of(cls, value: Fraction | int) -> Interval:
        """The interval of one number."""
        return cls(Fraction(value), Fraction(value))

    @classmethod
    def around(cls, value: Fraction, margin: Fraction) -> Interval:
        """`value` ± `margin`."""
        return cls(value - margin, value + margin)

    @classmethod
    def total(cls, intervals: Iterable[Interval]) -> Interval:
        """The sum of intervals; 0 for none."""
        result = cls.of(0)
        for interval in intervals:
            result = result + interval
        return result

    @property
    def is_point(self) -> bool:
        """True where only one number is meant."""
        return self.low == self.high

    def __add__(self, other: Interval) -> Interval:
        high = None if self.high is None or other.high is None else self.high + other.high
        return Interval(self.low + other.low, high)

    def __contains__(self, value: Fraction | int) -> bool:
        return self.low <= value and (self.high is None or value <= self.high)

    def scaled(self, factor: Fraction | int) -> Interval:
        """Every number times a factor of 0 or more."""
        if factor < 0:
            raise ValueError("a negative factor would swap the ends")
        return Interval(self.low * factor, None if self.high is None else self.high * factor)

    def over(self, base: Interval) -> Interval | None:
        """All quotients of a number of this interval and one of `base`, both 0 or more; None where `base` can be 0 only.

        A base that can come down to 0 gives no upper end.
        """
        if self.low < 0 or base.low < 0:
            raise ValueError("quotients are defined for counts of 0 or more")
        if base.high == 0:
            return None
        low = Fraction(0) if base.high is None else self.low / base.high
        high = None if base.low == 0 or self.high is None else self.high / base.low
        return Interval(low, high)

    def meets(self, other: Interval) -> bool:
        """True where some number lies in both: the two figures can mean the same."""
        return (other.high is None or self.low <= other.high) and (
            self.high is None or other.low <= self.high
        )

    def exceeds(self, other: Interval) -> bool:
        """True where every number of this interval is larger than every one of the other."""
        return other.high is not None and self.low > other.high
