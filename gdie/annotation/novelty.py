"""What is new in texts: orders of texts by what they bring that others don't, reckoned in pieces of one to three characters.

Two ways: what is least like everything before it (k-center greedy; Sener and Savarese 2018), and what brings most of what is
frequent and has not been had (coverage, a submodular function of the pieces; Wei, Iyer and Bilmes 2015).
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gdie.text import normalise

Floats = NDArray[np.float64]


def by_distance(texts: Sequence[str], known: Sequence[str]) -> Iterator[tuple[int, float]]:
    """The places of texts, each time the one that is least like `known` and those before it, with its likeness to the likest (0 to 1)."""
    from sklearn.feature_extraction.text import TfidfTransformer  # slow to import

    vectors = TfidfTransformer(sublinear_tf=True).fit_transform(_pieces([*texts, *known]))
    own = vectors[: len(texts)]
    nearest = np.zeros(len(texts))
    for row in vectors[len(texts) :]:
        nearest = np.maximum(nearest, (own @ row.T).toarray().ravel())
    for _ in texts:
        best = int(nearest.argmin())
        yield best, float(min(nearest[best], 1.0))
        nearest = np.maximum(nearest, (own @ own[best].T).toarray().ravel())
        nearest[best] = np.inf


def by_coverage(
    texts: Sequence[str], known: Sequence[str], weights: Floats, efforts: Floats
) -> Iterator[tuple[int, float]]:
    """The places of texts, each time the one that brings most for its effort, with what it brings as a share of what the first did.

    A piece counts as often as the texts have it, those with more weight counting more, times the logarithm of how often `known` and
    the chosen texts have it: the sum is greatest when the chosen have the pieces in the proportions of all texts. What a text brings
    only falls as more is chosen, so the one that brought most before is the best as soon as it still does (lazy greedy, Minoux 1978).
    """
    counts = _pieces([*texts, *known])
    own = counts[: len(texts)]
    # What one text alone has says nothing of the others.
    wanted = np.asarray(own.T @ weights).ravel() * (counts.getnnz(axis=0) > 1)
    have = 1.0 + np.asarray(counts[len(texts) :].sum(axis=0)).ravel()

    def pieces(i: int) -> tuple[NDArray[np.int32], Floats]:
        where = slice(own.indptr[i], own.indptr[i + 1])
        return own.indices[where], own.data[where]

    def gain(i: int) -> float:
        where, more = pieces(i)
        return float((wanted[where] * np.log1p(more / have[where])).sum() / efforts[i])

    queue = [(-gain(i), i) for i in range(len(texts))]
    heapq.heapify(queue)
    most = -queue[0][0] if queue and queue[0][0] else 1.0
    while queue:
        _, i = heapq.heappop(queue)
        now = gain(i)
        if queue and (-now, i) > queue[0]:
            heapq.heappush(queue, (-now, i))
            continue
        yield i, now / most
        where, more = pieces(i)
        have[where] += more


def _pieces(texts: Sequence[str]) -> Any:
    """How often each text has each piece: one sparse row a text."""
    from sklearn.feature_extraction.text import CountVectorizer  # slow to import

    made = CountVectorizer(analyzer="char", ngram_range=(1, 3), preprocessor=_levelled, dtype=np.float64)
    return made.fit_transform(texts)


def _levelled(text: str) -> str:
    """A text without blanks, in which all digits are alike; never empty."""
    return "".join("0" if c.isdecimal() else c for c in normalise(text).text if not c.isspace()) or " "
