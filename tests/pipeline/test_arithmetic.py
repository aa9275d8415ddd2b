"""Sums and shares that come out among the figures of a record."""

import pytest

from gdie.pipeline.arithmetic import Amount, weigh


def counts(*values: float, unit: str = "件") -> list[Amount]:
    return [Amount(i, value, unit) for i, value in enumerate(values)]


@pytest.mark.parametrize(
    ("values", "groups"),
    [
        ((12, 5, 4, 3), {0: {1: 3, 2: 3, 3: 3}}),  # 共12件，其中5、4、3件
        ((5, 4, 3, 12), {3: {0: 3, 1: 3, 2: 3}}),  # the total behind its parts
        ((9, 12, 5, 4, 3), {1: {2: 3, 3: 3, 4: 3}, 0: {2: 2, 3: 2}}),  # by chance 5 + 4 = 9, near enough
        # A nested breakdown is passed over, 20 = 12 + 8; that 7 + 5 + 8 give it as well cannot be helped.
        ((20, 12, 7, 5, 8), {0: {1: 2, 2: 3, 3: 3, 4: 3}, 1: {2: 2, 3: 2}}),
        ((7, 7), {}),  # a restatement is no sum
        ((0, 0, 0), {}),
        ((1, 2, 4, 8, 99, 3), {5: {}}),  # 1 + 2 = 3, but a pair must stand near
    ],
)
def test_groups_that_add_up(values: tuple[float, ...], groups: dict[int, dict[int, int]]) -> None:
    found = weigh(counts(*values), []).groups
    assert found == {total: parts for total, parts in groups.items() if parts}


def test_parts_of_another_unit_are_no_run() -> None:
    mixed = [Amount(0, 12, "件"), Amount(1, 5, "件"), Amount(2, 7, "次")]
    assert weigh(mixed, []).groups == {}


def test_each_part_knows_its_totals() -> None:
    assert weigh(counts(12, 12, 5, 4, 3), []).totals_of == {i: frozenset({0, 1}) for i in (2, 3, 4)}


@pytest.mark.parametrize(
    ("percent", "decimals", "holds"),
    [(61.6, 1, True), (61, 0, False), (62, 0, True), (60.8, 1, False)],
)
def test_shares_that_come_out(percent: float, decimals: int, holds: bool) -> None:
    share = Amount(2, percent, "%", decimals)
    assert ((2, 1) in weigh(counts(237, 146), [share]).shares) is holds
