import pytest
from hypothesis import given
from hypothesis import strategies as st

from gdie.evaluation.calibration import (
    BINS,
    Judged,
    calibration_error,
    judged,
    precision_recall,
    reliability,
)
from gdie.evaluation.claims import FACT_FIELDS, claims_of
from gdie.evaluation.facts import align
from tests.evaluation.strategies import fact

facts = st.lists(st.builds(Judged, st.floats(0, 1), st.booleans()), max_size=30)


def test_a_perfectly_calibrated_toy() -> None:
    # Of facts of confidence k/10 exactly k of 10 are right.
    toy = [Judged(k / 10, n < k) for k in range(11) for n in range(10)]
    assert calibration_error(toy) == pytest.approx(0.0)
    bins = reliability(toy)
    assert [b.facts for b in bins] == [10] * 9 + [20]  # 0.9 and 1.0 share the last bin
    assert all(b.confidence == pytest.approx(b.right) for b in bins)


def test_a_model_that_is_too_sure() -> None:
    assert calibration_error([Judged(1.0, n < 4) for n in range(10)]) == pytest.approx(0.6)
    assert calibration_error([Judged(0.0, True)]) == 1.0
    # Errors to both sides do not cancel out.
    assert calibration_error([Judged(0.85, True)] * 5 + [Judged(0.15, False)] * 5) == pytest.approx(0.15)
    assert calibration_error([]) is None


@given(facts)
def test_calibration_is_bounded_and_counts_every_fact(toy: list[Judged]) -> None:
    bins = reliability(toy)
    assert sum(b.facts for b in bins) == len(toy)
    assert all(b.low - 1e-9 <= b.confidence <= b.high + 1e-9 and 0 <= b.right <= 1 for b in bins)
    assert len(bins) <= BINS
    error = calibration_error(toy)
    assert (error is None) == (not toy)
    assert error is None or 0 <= error <= 1


def test_precision_and_recall_by_confidence() -> None:
    toy = [Judged(0.9, True), Judged(0.8, False), Judged(0.7, True), Judged(0.2, False)]
    curve = precision_recall(toy, wanted=4)  # two gold facts were never predicted
    points = [(p["threshold"], p["precision"], p["recall"]) for p in curve["points"]]
    assert points == [
        (0.9, 1.0, 0.25),
        (0.8, 0.5, 0.25),
        (0.7, pytest.approx(2 / 3), 0.5),
        (0.2, 0.5, 0.5),
    ]
    assert curve["average_precision"] == pytest.approx(0.25 * 1.0 + 0.25 * 2 / 3)
    assert precision_recall([], 3) == {"points": [], "average_precision": 0.0, "wanted": 3}


@given(facts, st.integers(0, 9))
def test_curves_are_bounded(toy: list[Judged], missed: int) -> None:
    right = sum(f.right for f in toy)
    curve = precision_recall(toy, right + missed)
    assert 0 <= curve["average_precision"] <= 1 + 1e-9
    assert all(0 <= p["precision"] <= 1 and 0 <= p["recall"] <= 1 for p in curve["points"])
    recalls = [p["recall"] for p in curve["points"]]
    assert recalls == sorted(recalls)
    if right:
        assert recalls[-1] == pytest.approx(right / (right + missed))


def test_a_fact_is_right_in_all_fields_or_wrong() -> None:
    gold = [fact("f1", 10), fact("f2", 20)]
    found = [fact("f1", 10, confidence=0.75), fact("f2", 20, unit="宗", confidence=0.5), fact("f3", 40)]
    assert judged(align(claims_of(gold), claims_of(found)), FACT_FIELDS) == [
        Judged(0.75, True),
        Judged(0.5, False),
        Judged(1.0, False),
    ]
