"""A linear-chain conditional random field in numpy: its gradient for training, its best path for prediction.

Lafferty, McCallum, Pereira (2001). Scores are logits; `transitions` is (tags + 1) × (tags + 1), entry (i, j) for tag j after
tag i, its last row for tags at the start of a sequence, its last column for tags at its end.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def gradient(
    scores: Floats, truth: Ints, transitions: Floats, stretches: Sequence[tuple[int, int]]
) -> tuple[Floats, Floats]:
    """Gradient of the negative log-likelihood, by scores and by transitions.

    `scores` (tokens × tags) and `truth` (tokens) hold several sequences in a row, `stretches` their half-open places; all are
    run side by side, longest first, with forward and backward weights scaled at every step.
    """
    stretches = sorted(stretches, key=lambda s: s[0] - s[1])
    alive = _alive(stretches)
    emitted, tags = _laid_out(scores, truth, stretches)
    weights = np.exp(emitted - emitted.max(axis=2, keepdims=True))
    moves = np.exp(transitions)
    forward = _forward(weights, moves, alive)
    backward = _backward(weights, moves, forward, alive)
    marginals = forward * backward
    by_transition = _pair_gradient(weights, moves, forward, backward, tags, alive)
    numbers = np.arange(len(stretches))
    last = np.array([end - start - 1 for start, end in stretches])
    by_transition[-1, :-1] += marginals[0].sum(axis=0)
    by_transition[:-1, -1] += marginals[last, numbers].sum(axis=0)
    np.subtract.at(by_transition, (-1, tags[0]), 1)
    np.subtract.at(by_transition, (tags[last, numbers], -1), 1)
    by_score = np.zeros_like(scores)
    for k, (start, end) in enumerate(stretches):
        by_score[start:end] = marginals[: end - start, k]
    by_score[np.arange(len(truth)), truth] -= 1
    return by_score, by_transition


def best_path(scores: Floats, transitions: Floats) -> Ints:
    """The likeliest tags of one sequence (Viterbi)."""
    inner = transitions[:-1, :-1]
    back = np.empty(scores.shape, dtype=np.int64)
    best = scores[0] + transitions[-1, :-1]
    columns = np.arange(scores.shape[1])
    for i in range(1, len(scores)):
        ways = best[:, None] + inner
        back[i] = ways.argmax(axis=0)
        best = ways[back[i], columns] + scores[i]
    path = np.empty(len(scores), dtype=np.int64)
    path[-1] = int((best + transitions[:-1, -1]).argmax())
    for i in range(len(scores) - 1, 0, -1):
        path[i - 1] = back[i, path[i]]
    return path


def marginals(scores: Floats, transitions: Floats, stretches: Sequence[tuple[int, int]]) -> Floats:
    """The probability of each tag at each token (tokens × tags)."""
    ordered = sorted(stretches, key=lambda s: s[0] - s[1])
    alive = _alive(ordered)
    emitted, _ = _laid_out(scores, np.zeros(len(scores), dtype=np.int64), ordered)
    weights = np.exp(emitted - emitted.max(axis=2, keepdims=True))
    moves = np.exp(transitions)
    forward = _forward(weights, moves, alive)
    both = forward * _backward(weights, moves, forward, alive)
    result = np.zeros_like(scores)
    for k, (start, end) in enumerate(ordered):
        result[start:end] = both[: end - start, k]
    return result


def _alive(stretches: Sequence[tuple[int, int]]) -> list[int]:
    """How many of the stretches, longest first, are longer than 0, 1, 2, …"""
    lengths = np.array([end - start for start, end in stretches])
    return [int((lengths > t).sum()) for t in range(int(lengths[0]))]


def _laid_out(scores: Floats, truth: Ints, stretches: Sequence[tuple[int, int]]) -> tuple[Floats, Ints]:
    longest = stretches[0][1] - stretches[0][0]
    emitted = np.zeros((longest, len(stretches), scores.shape[1]))
    tags = np.zeros((longest, len(stretches)), dtype=np.int64)
    for k, (start, end) in enumerate(stretches):
        emitted[: end - start, k] = scores[start:end]
        tags[: end - start, k] = truth[start:end]
    return emitted, tags


def _forward(weights: Floats, moves: Floats, alive: Sequence[int]) -> Floats:
    forward = np.zeros_like(weights)
    now = moves[-1, :-1] * weights[0]
    forward[0] = now / now.sum(axis=1, keepdims=True)
    for t in range(1, len(weights)):
        now = (forward[t - 1, : alive[t]] @ moves[:-1, :-1]) * weights[t, : alive[t]]
        forward[t, : alive[t]] = now / now.sum(axis=1, keepdims=True)
    return forward


def _backward(weights: Floats, moves: Floats, forward: Floats, alive: Sequence[int]) -> Floats:
    """Backward weights, scaled so that forward × backward is the marginal."""
    backward = np.zeros_like(weights)
    for t in range(len(weights) - 1, -1, -1):
        going_on = alive[t + 1] if t + 1 < len(weights) else 0
        backward[t, going_on : alive[t]] = moves[:-1, -1]
        if going_on:
            ahead = weights[t + 1, :going_on] * backward[t + 1, :going_on]
            backward[t, :going_on] = ahead @ moves[:-1, :-1].T
        scale = (forward[t, : alive[t]] * backward[t, : alive[t]]).sum(axis=1, keepdims=True)
        backward[t, : alive[t]] /= scale
    return backward


def _pair_gradient(
    weights: Floats, moves: Floats, forward: Floats, backward: Floats, tags: Ints, alive: Sequence[int]
) -> Floats:
    result = np.zeros_like(moves)
    inner = moves[:-1, :-1]
    for t in range(1, len(weights)):
        before = forward[t - 1, : alive[t]]
        ahead = weights[t, : alive[t]] * backward[t, : alive[t]]
        scale = ((before @ inner) * ahead).sum(axis=1, keepdims=True)
        result[:-1, :-1] += ((before / scale).T @ ahead) * inner
        np.subtract.at(result, (tags[t - 1, : alive[t]], tags[t, : alive[t]]), 1)
    return result
