"""What printed figures can mean."""

from fractions import Fraction

import pytest
from fact_builder import Report

from gdie.reconcile import Interval, meaning
from gdie.reconcile.meaning import decimals, is_exact, number

EXACT = [
    ("146件", 146),
    ("15,482条", 15482),
    ("１２３４件", 1234),
    ("1O条", 10),  # letter O of a scan, no magnitude
    ("二百一十八条", 218),
    ("1286.50元", Fraction("1286.5")),
    ("0件", 0),
    ("1万2345条", 12345),
]

RANGES = [
    # digits rounded away by a magnitude word
    ("12.8万条", 127500, 128500),
    ("7283万條", 72825000, 72835000),
    ("8.6千册", 8550, 8650),
    ("0.6亿次", 55000000, 65000000),
    ("3万2千条", 31500, 32500),
    ("三点五万条", 34500, 35500),
    ("五万条", 45000, 55000),
    # at least: up to the next step of the last digit that is not 0
    ("3500余条", 3500, 3599),
    ("40余次", 40, 49),
    ("100余件", 100, 199),
    ("1270余人次", 1270, 1279),
    ("3.2万余条", 32000, 32999),
    ("十余次", 10, 19),
    ("超过900万次", 9000000, 9999999),
    ("数百条", 100, 999),
    ("不少于400条", 400, None),
    ("至少30条", 30, None),
    # under
    ("近3000人", 2000, 3000),
    ("近万册", 5000, 10000),
    ("近12万条", 110000, 120000),
    ("不足100件", 0, 100),
    ("不超过5次", 0, 5),
    # about: half a step of the last digit, or 5 %
    ("约3000人", 2500, 3500),
    ("约1250人", Fraction("1187.5"), Fraction("1312.5")),
    ("300人次左右", 250, 350),
    # ranges
    ("3至5场", 3, 5),
    ("四五百条", 400, 500),
    # shares
    ("61.6%", Fraction("61.55"), Fraction("61.65")),
    ("０.75％", Fraction("0.745"), Fraction("0.755")),
    ("58%", Fraction("57.5"), Fraction("58.5")),
    ("百分之四十六", Fraction("45.5"), Fraction("46.5")),
    ("百分之四点五", Fraction("4.45"), Fraction("4.55")),
    ("三成", 25, 35),
    ("九成五", Fraction("94.5"), Fraction("95.5")),
    ("半数", 45, 55),
    ("90%以上", 90, 100),
    ("约25%", Fraction("23.75"), Fraction("26.25")),
]


@pytest.mark.parametrize(("figure", "value"), EXACT)
def test_exact_figures_mean_one_number(figure: str, value: Fraction | int) -> None:
    fact = Report().add(figure)
    assert is_exact(fact)
    assert meaning(fact) == Interval.of(value)


@pytest.mark.parametrize(("figure", "low", "high"), RANGES)
def test_other_figures_mean_a_range(figure: str, low: Fraction, high: Fraction | None) -> None:
    fact = Report().add(figure)
    assert not is_exact(fact)
    assert meaning(fact) == Interval(Fraction(low), None if high is None else Fraction(high))


def test_a_column_in_ten_thousands_rounds_like_a_word() -> None:
    fact = Report().add("8.5元", text="8.5", value=85000, source="table")
    assert meaning(fact) == Interval(Fraction(84500), Fraction(85500))


def test_cut_off_digits() -> None:
    fact = Report().add("45.3%")
    assert meaning(fact, truncated=True) == Interval(Fraction("45.3"), Fraction("45.4"))


def test_binary_floats_do_not_show() -> None:
    fact = Report().add("61.6%")
    assert number(fact) == Fraction(616, 10)
    assert [decimals(Report().add(p)) for p in ("58%", "0.75%", "三成", "三分之二")] == [0, 2, 0, 0]
