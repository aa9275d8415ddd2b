from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gdie.evaluation.scores import (
    Accuracy,
    LabelScores,
    Score,
    accuracy_interval,
    f1_interval,
)

items = st.lists(st.sampled_from("abcd"), max_size=8)
counts = st.builds(Score, st.integers(0, 9), st.integers(0, 9), st.integers(0, 9))


@pytest.mark.parametrize(
    ("gold", "predicted", "expected", "precision", "recall", "f1"),
    [
        ("ab", "ab", Score(2, 0, 0), 1.0, 1.0, 1.0),  # perfect
        ("", "", Score(0, 0, 0), 1.0, 1.0, 1.0),  # nothing to find, nothing found
        ("", "a", Score(0, 1, 0), 0.0, 0.0, 0.0),  # nothing to find, something found
        ("a", "", Score(0, 0, 1), 0.0, 0.0, 0.0),  # an empty prediction earns no precision
        ("aaa", "a", Score(1, 0, 2), 1.0, 1 / 3, 0.5),  # equal figures do not collapse
        ("a", "aaa", Score(1, 2, 0), 1 / 3, 1.0, 0.5),  # a repeated prediction counts each time
        ("aabb", "abbc", Score(3, 1, 1), 0.75, 0.75, 0.75),
        ("ab", "cd", Score(0, 2, 2), 0.0, 0.0, 0.0),
    ],
)
def test_multisets(
    gold: str, predicted: str, expected: Score, precision: float, recall: float, f1: float
) -> None:
    score = Score.of(gold, predicted)
    assert score == expected
    assert (score.precision, score.recall, score.f1) == pytest.approx((precision, recall, f1))
    assert (score.support, score.predicted) == (len(gold), len(predicted))


@given(items, items)
def test_f1_is_symmetric_and_bounded(gold: list[str], predicted: list[str]) -> None:
    score, mirrored = Score.of(gold, predicted), Score.of(predicted, gold)
    assert score.f1 == mirrored.f1
    assert score.precision == mirrored.recall
    assert 0 <= min(score.precision, score.recall) <= score.f1 <= max(score.precision, score.recall) <= 1
    assert (score.f1 == 1.0) == (sorted(gold) == sorted(predicted))


@given(items, items, items, items)
def test_sums_are_micro_averages(a: list[str], b: list[str], c: list[str], d: list[str]) -> None:
    joined = Score.of([(1, x) for x in a] + [(2, x) for x in c], [(1, x) for x in b] + [(2, x) for x in d])
    assert Score.of(a, b) + Score.of(c, d) == joined


@given(items)
def test_what_is_added_to_a_perfect_prediction_costs_precision_only(gold: list[str]) -> None:
    score = Score.of(gold, [*gold, "z"])
    assert score.recall == (1.0 if gold else 0.0)
    assert score.precision == len(gold) / (len(gold) + 1)


@pytest.mark.parametrize("make", [lambda: Score(-1, 0, 0), lambda: Accuracy(2, 1), lambda: Accuracy(-1, 1)])
def test_impossible_counts_are_refused(make: Callable[[], object]) -> None:
    with pytest.raises(ValueError, match=r"Score|Accuracy"):
        make()


def test_labels_micro_and_macro() -> None:
    scores = LabelScores.of(["a1", "a2", "b1"], ["a1", "b2", "c1"], label=lambda x: x[0])
    assert scores.by_label == {"a": Score(1, 0, 1), "b": Score(0, 1, 1), "c": Score(0, 1, 0)}
    assert scores.micro == Score(1, 2, 2)
    # c has no gold, yet inventing it costs.
    assert scores.macro_f1 == pytest.approx((2 / 3 + 0 + 0) / 3)
    assert scores["unheard of"] == Score()
    assert LabelScores().macro_f1 == LabelScores().micro.f1 == 1.0


@given(items, items)
def test_labels_add_up(gold: list[str], predicted: list[str]) -> None:
    scores = LabelScores.of(gold, predicted, label=str)
    assert scores.micro == Score.of(gold, predicted)
    assert (scores + scores).micro == scores.micro + scores.micro
    assert scores + LabelScores() == scores


@given(st.lists(counts, min_size=1, max_size=6), st.integers(0, 3))
def test_intervals_are_seeded_and_do_not_depend_on_order(units: list[Score], seed: int) -> None:
    interval = f1_interval(units, resamples=200, seed=seed)
    assert interval == f1_interval(units, resamples=200, seed=seed)
    assert 0 <= interval.low <= interval.high <= 1
    singles = [u.f1 for u in units]
    # A pooled F1 lies between those of its parts, or at 1 where nothing was to count.
    assert min(singles) - 1e-9 <= interval.low
    assert interval.high <= max(singles) + 1e-9


def test_intervals_of_equal_and_of_unlike_units() -> None:
    assert f1_interval([Score(3, 1, 1)] * 5).as_json() == pytest.approx([0.75, 0.75])
    wide = f1_interval([Score(9, 0, 0), Score(0, 9, 9)] * 3)
    assert wide.low < 0.5 < wide.high
    narrow = f1_interval([Score(9, 0, 0), Score(0, 9, 9)] * 300)
    assert narrow.high - narrow.low < wide.high - wide.low
    assert accuracy_interval([Accuracy(1, 1), Accuracy(0, 1)] * 20).as_json() == pytest.approx(
        [0.35, 0.65], abs=0.06
    )
    with pytest.raises(ValueError, match="at least one"):
        f1_interval([])


def test_a_sample_of_units_differs_from_the_units() -> None:
    # If units were not drawn with replacement, every interval would be a point.
    samples = {f1_interval([Score(1, 0, 0), Score(0, 1, 1), Score(2, 1, 0)], seed=s) for s in range(3)}
    assert all(i.low < i.high for i in samples)


def test_draws_with_nothing_to_count_do_not_flatter() -> None:
    # The field occurs in one of three documents, and there it is always wrong.
    assert f1_interval([Score(0, 1, 1), Score(), Score()]).as_json() == [0.0, 0.0]
    assert f1_interval([Score(), Score()]).as_json() == [1.0, 1.0]
    assert accuracy_interval([Accuracy(0, 3), Accuracy()]).as_json() == [0.0, 0.0]
