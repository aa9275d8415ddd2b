"""The conditional random field against brute force: every sequence spelt out."""

import itertools

import numpy as np
import pytest
from numpy.typing import NDArray

from gdie.pipeline import crf

TAGS = 3
STRETCHES = ((0, 3), (3, 7), (7, 8))


@pytest.fixture
def numbers() -> tuple[NDArray[np.float64], NDArray[np.int64], NDArray[np.float64]]:
    draw = np.random.default_rng(4)
    return draw.normal(size=(8, TAGS)), draw.integers(0, TAGS, 8), draw.normal(size=(TAGS + 1, TAGS + 1))


def weight(scores: NDArray[np.float64], transitions: NDArray[np.float64], path: tuple[int, ...]) -> float:
    inner = sum(transitions[a, b] for a, b in itertools.pairwise(path))
    emitted = sum(scores[i, tag] for i, tag in enumerate(path))
    return float(transitions[-1, path[0]] + emitted + inner + transitions[path[-1], -1])


def paths(length: int) -> list[tuple[int, ...]]:
    return list(itertools.product(range(TAGS), repeat=length))


def loss(scores: NDArray[np.float64], truth: NDArray[np.int64], transitions: NDArray[np.float64]) -> float:
    total = 0.0
    for start, end in STRETCHES:
        own = scores[start:end]
        weights = [weight(own, transitions, p) for p in paths(end - start)]
        total += np.logaddexp.reduce(weights) - weight(own, transitions, tuple(truth[start:end]))
    return total


def test_gradients_are_those_of_the_likelihood(numbers) -> None:  # type: ignore[no-untyped-def]
    scores, truth, transitions = numbers
    by_score, by_transition = crf.gradient(scores, truth, transitions, STRETCHES)
    step = 1e-6
    for table, found in ((scores, by_score), (transitions, by_transition)):
        for place in np.ndindex(table.shape):
            before = loss(scores, truth, transitions)
            table[place] += step
            after = loss(scores, truth, transitions)
            table[place] -= step
            assert found[place] == pytest.approx((after - before) / step, abs=1e-4), place


def test_the_best_path_is_the_likeliest(numbers) -> None:  # type: ignore[no-untyped-def]
    scores, _, transitions = numbers
    for start, end in STRETCHES:
        own = scores[start:end]
        best = max(paths(end - start), key=lambda p: weight(own, transitions, p))
        assert tuple(crf.best_path(own, transitions)) == best


def test_marginals_are_the_sums_over_all_paths(numbers) -> None:  # type: ignore[no-untyped-def]
    scores, _, transitions = numbers
    found = crf.marginals(scores, transitions, STRETCHES)
    assert found.sum(axis=1) == pytest.approx(np.ones(8))
    for start, end in STRETCHES:
        own = scores[start:end]
        weights = {p: np.exp(weight(own, transitions, p)) for p in paths(end - start)}
        for i, tag in itertools.product(range(end - start), range(TAGS)):
            share = sum(w for p, w in weights.items() if p[i] == tag) / sum(weights.values())
            assert found[start + i, tag] == pytest.approx(share)
