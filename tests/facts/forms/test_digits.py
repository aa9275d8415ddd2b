"""Digits that ran together: only readings that the row's own sum allows, and an end of the search."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gdie.facts.forms.digits import readings, values_of


@pytest.mark.parametrize(
    ("runs", "groups", "expected"),
    [
        (["6000028"], [7], [(6, 0, 0, 0, 0, 2, 8)]),  # one digit a cell
        (["123000015"], [7], [(12, 3, 0, 0, 0, 0, 15)]),
        (["282001031"], [7], [(2, 8, 20, 0, 1, 0, 31), (28, 2, 0, 0, 1, 0, 31)]),  # two readings add up
        (
            ["28", "2", "0", "0", "1", "0", "30"],
            [7],
            [(28, 2, 0, 0, 1, 0, 30)],
        ),  # whole cells: no sum is asked for
        (["28", "200103", "1"], [7], []),  # a blank is a border: 31 can't be cut from 3 and 1
        (["120001210102"], [5, 5], [(12, 0, 0, 0, 12, 1, 0, 1, 0, 2)]),  # two sums
        (["4160002150"], [7], []),  # nothing adds up
        (["12"], [7], []),  # too few digits
        (["1O5"], [2], []),
    ],
)
def test_readings(runs: list[str], groups: list[int], expected: list[tuple[int, ...]]) -> None:
    found = readings(runs, groups, summed=True)
    assert found is not None
    assert [values_of(r, runs) for r in found] == expected


@pytest.mark.parametrize("run", ["1" * 40, "12" * 12, "1234567890" * 3])
def test_a_hopeless_run_ends_early(run: str) -> None:
    assert readings([run], [7], summed=True) in (None, [])


def test_without_a_sum_zeros_may_still_tell_the_cells() -> None:
    assert readings(["000"], [3], summed=False)
    found = readings(["1008"], [3], summed=False)  # no cell begins with a zero: one reading is left
    assert found and [values_of(r, ["1008"]) for r in found] == [(10, 0, 8)]
    assert len(readings(["0123"], [3], summed=False) or ()) == 2
    assert readings(["1" * 60], [7], summed=False) is None


PARTS = st.lists(st.sampled_from([0, 0, 0, 1, 2, 7, 13, 40, 208, 1500]), min_size=6, max_size=6)


@given(PARTS)
@settings(max_examples=200, deadline=None)
def test_the_true_reading_is_among_those_found(parts: list[int]) -> None:
    true = (*parts, sum(parts))
    run = "".join(map(str, true))
    found = readings([run], [7], summed=True)
    if found is not None:
        values = [values_of(r, [run]) for r in found]
        assert true in values
        assert all("".join(map(str, v)) == run for v in values)
        assert all(sum(v[:-1]) == v[-1] for v in values) or len(run) == 7
