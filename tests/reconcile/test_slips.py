"""Slips of the pen: which figure another one may stand for, and how likely that is."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gdie.reconcile.slips import confusion, last_place, likely_slips, slip

CASES = [
    ("4237件", 4237, 4327, "相邻两位数字颠倒"),
    ("４２３７件", 4237, 4327, "相邻两位数字颠倒"),
    ("4,237", 4237, 4327, "相邻两位数字颠倒"),
    ("5 230条", 5230, 5320, "相邻两位数字颠倒"),
    ("52104万条", 521040000, 52104, "数量级相差10000倍"),
    ("7.4万条", 74000, 740000000, "数量级相差10000倍"),
    ("7.4万条", 74000, 738812345, "数量级相差10000倍"),
    ("3480", 3480, 348, "数量级相差10倍"),
    ("348", 348, 34800, "数量级相差100倍"),
    ("235", 235, 2935, "漏写一位数字"),
    ("29735", 29735, 2935, "多写一位数字"),
    ("4537", 4537, 4587, "一位数字误作形近或邻键数字"),
    ("4532", 4532, 4582, "一位数字误作形近或邻键数字"),
    ("4532", 4532, 4932, "一位数字有误"),
    ("12.8万", 128000, 129000, "一位数字误作形近或邻键数字"),
    ("12.8万", 128000, 129300, "一位数字误作形近或邻键数字"),
    ("12.8万", 128000, 148000, "一位数字有误"),
    ("1.28亿", 128000000, 218000000, "相邻两位数字颠倒"),
    ("4237", 4237, 7234, "两位数字互换"),
    ("299", 299, 300, "相差1"),
    ("2995", 2995, 3005, "相差10"),
    ("1000", 1000, 999, "相差1"),
    ("3737", 3737, 37, "一组数字重复"),
    ("5273734", 5273734, 52734, "一组数字重复"),
    ("一百二十三件", 123, 132, "相邻两位数字颠倒"),
    ("3万2千", 32000, 23000, "相邻两位数字颠倒"),
]


@pytest.mark.parametrize(("printed", "value", "needed", "why"), CASES)
def test_kind(printed: str, value: int, needed: int, why: str) -> None:
    found = slip(printed, Fraction(value), Fraction(needed))
    assert found is not None
    assert found.why.zh == why


@pytest.mark.parametrize(
    ("printed", "value", "needed"),
    [
        ("4237", 4237, 4237),
        ("4237", 4237, 9851),
        ("4237", 4237, -4237),
        ("4237", 4237, Fraction(8475, 2)),
        ("0", 0, 0),
        ("12.8万", 128000, 128100),
    ],
)
def test_no_slip(printed: str, value: int, needed: int) -> None:
    assert slip(printed, Fraction(value), Fraction(needed)) is None


def test_absurdly_many_digits_are_no_slip() -> None:
    assert slip("9" * 5000, Fraction(10**5000 - 1), Fraction(17)) is None
    assert slip("17", Fraction(17), Fraction(10**5000)) is None
    assert not list(likely_slips("9" * 5000, Fraction(10**5000 - 1)))


def test_decimals_count_as_digits() -> None:
    found = slip("127.65元", Fraction("127.65"), Fraction("172.65"))
    assert found is not None
    assert found.why.en == "two neighbouring digits swapped"


@pytest.mark.parametrize(
    ("cheaper", "dearer"),
    [
        ((5273, 5723), (5273, 52730000)),
        ((5273, 52730000), (5273, 52743)),
        ((5273, 52743), (52743, 5273)),
        ((52743, 5273), (5273, 5278)),
        ((5273, 5278), (5273, 5293)),
        ((5273, 5293), (5273, 3275)),
        ((5299, 5300), (535393, 9)),
        ((5273, 52743), (5, 57)),  # of one digit that says little
        ((5278, 5273), (8, 3)),
        ((5273, 5723), (53, 35)),
    ],
)
def test_order(cheaper: tuple[int, int], dearer: tuple[int, int]) -> None:
    def cost(pair: tuple[int, int]) -> float:
        found = slip(str(pair[0]), Fraction(pair[0]), Fraction(pair[1]))
        return found.cost if found else 1.0

    assert cost(cheaper) < cost(dearer)


@pytest.mark.parametrize(
    ("printed", "value", "step"),
    [
        ("12.8万", Fraction(128000), 1000),
        ("52件", Fraction(52), 1),
        ("1.30亿", Fraction(130000000), 10**6),
        ("8.5", Fraction(85000), 1000),  # a column in 万元
        ("0", Fraction(0), 1),
        ("127.65元", Fraction("127.65"), Fraction(1, 100)),
    ],
)
def test_last_place(printed: str, value: Fraction, step: Fraction) -> None:
    assert last_place(printed, value) == step


def test_small_numbers_are_confused_by_chance() -> None:
    assert confusion(Fraction(4)) > confusion(Fraction(41)) > confusion(Fraction(4132)) > 0


@given(st.integers(0, 10**9), st.data())
def test_likely_slips_are_slips(value: int, data: st.DataObject) -> None:
    needed, found = data.draw(st.sampled_from(list(likely_slips(str(value), Fraction(value)))))
    assert needed >= 0
    assert 0 < found.cost < 1
    if needed != value and needed < 10**15:
        best = slip(str(value), Fraction(value), needed)
        assert best is not None
        assert best.cost <= found.cost


@given(st.text("0123456789０，,.万亿 O件", max_size=200), st.integers(0, 10**12), st.integers(0, 10**12))
def test_any_print_is_taken(printed: str, value: int, needed: int) -> None:
    found = slip(printed, Fraction(value), Fraction(needed))
    assert found is None or (value != needed and 0 < found.cost < 1)
