"""Arithmetic of intervals."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gdie.reconcile import Interval

numbers = st.fractions(min_value=0, max_value=10**9, max_denominator=1000)


@st.composite
def intervals(draw: st.DrawFn) -> Interval:
    low = draw(numbers)
    return Interval(low, draw(st.none() | numbers.map(lambda width: low + width)))


def inside(draw: st.DataObject, interval: Interval) -> Fraction:
    part = draw.draw(st.fractions(min_value=0, max_value=1, max_denominator=100))
    high = interval.low + 10 if interval.high is None else interval.high
    return interval.low + (high - interval.low) * part


@given(intervals(), intervals(), st.data())
def test_sum_holds_every_sum(a: Interval, b: Interval, data: st.DataObject) -> None:
    assert inside(data, a) + inside(data, b) in a + b


@given(intervals(), intervals(), st.data())
def test_quotient_holds_every_quotient(a: Interval, b: Interval, data: st.DataObject) -> None:
    divisor = inside(data, b)
    quotient = a.over(b)
    assert divisor == 0 or (quotient is not None and inside(data, a) / divisor in quotient)


@given(intervals(), intervals(), intervals())
def test_addition_has_no_order(a: Interval, b: Interval, c: Interval) -> None:
    assert a + b == b + a
    assert (a + b) + c == a + (b + c) == Interval.total([c, a, b])


@given(intervals(), intervals())
def test_two_intervals_meet_or_one_lies_above(a: Interval, b: Interval) -> None:
    assert a.meets(b) == b.meets(a)
    assert [a.meets(b), a.exceeds(b), b.exceeds(a)].count(True) == 1


@given(intervals(), numbers)
def test_scaling_is_repeated_addition(a: Interval, factor: Fraction) -> None:
    assert a.scaled(3) == a + a + a
    assert a.scaled(factor).low == a.low * factor


def test_ends_belong_to_it() -> None:
    interval = Interval.around(Fraction(10), Fraction(1, 2))
    assert Fraction(19, 2) in interval
    assert Fraction(21, 2) in interval
    assert interval.meets(Interval.of(Fraction(21, 2)))
    assert 11 not in interval


def test_nothing_is_left_of_a_base_of_zero() -> None:
    assert Interval.of(3).over(Interval.of(0)) is None
    assert Interval.of(3).over(Interval(Fraction(0), Fraction(6))) == Interval(Fraction(1, 2), None)


def test_an_interval_does_not_end_before_it_begins() -> None:
    with pytest.raises(ValueError, match="ends before"):
        Interval(Fraction(2), Fraction(1))
