"""The network of the relation component: span vectors from the shared embedding plus hashed pair features."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc
from spacy.util import registry
from thinc.api import Dropout, HashEmbed, Linear, Maxout, Model, chain, concatenate
from thinc.types import Floats2d

from gdie.pipeline.pair_features import COLUMNS

LABELS = ("CATEGORY_OF", "VIA", "DURING", "BY", "PART_OF", "SHARE_OF")


@dataclass
class PairBatch:
    """The pairs of a batch of docs: token spans of head and tail in the stacked tokens, and feature rows."""

    docs: list[Doc]
    heads: NDArray[np.int64]  # (pairs, 2): first and last token, in the stacked tokens
    tails: NDArray[np.int64]
    features: NDArray[np.uint64]  # (pairs, len(COLUMNS))


@registry.architectures("gdie.RelationModel.v1")
def relation_model(
    tok2vec: Model[list[Doc], list[Floats2d]],
    width: int,
    hidden: int,
    feature_width: int,
    rows: int,
    dropout: float,
) -> Model[PairBatch, Floats2d]:
    """PairBatch → scores (pairs, len(LABELS)); a score of 0 is that of "none of the candidates"."""
    tables = [
        HashEmbed(feature_width, rows, column=i, seed=101 + i, dropout=0.0) for i in range(len(COLUMNS))
    ]
    embed: Model[Any, Any] = concatenate(*tables)
    scorer: Model[Any, Any] = chain(
        Dropout(dropout),
        Maxout(hidden, 4 * width + feature_width * len(COLUMNS), nP=2, normalize=True, dropout=dropout),
        Linear(len(LABELS), hidden),
    )
    return Model(
        "relation_model",
        _forward,
        init=_init,
        layers=[tok2vec, embed, scorer],
        refs={"tok2vec": tok2vec, "embed": embed, "scorer": scorer},
        dims={"nO": len(LABELS)},
    )


def _init(model: Model[PairBatch, Floats2d], X: PairBatch | None = None, Y: Any = None) -> None:  # noqa: N803
    model.get_ref("tok2vec").initialize(X=X.docs if X is not None else None)
    model.get_ref("embed").initialize()
    model.get_ref("scorer").initialize()


def _forward(
    model: Model[PairBatch, Floats2d], batch: PairBatch, is_train: bool
) -> tuple[Floats2d, Callable[[Floats2d], Any]]:
    ops = model.ops
    vectors, back_tokens = model.get_ref("tok2vec")(batch.docs, is_train)
    tokens = ops.xp.vstack(vectors) if vectors else ops.alloc2f(0, 0)
    width = tokens.shape[1]
    ends = (batch.heads[:, 0], batch.heads[:, 1], batch.tails[:, 0], batch.tails[:, 1])
    spans = ops.xp.hstack([tokens[index] for index in ends])
    features, back_features = model.get_ref("embed")(ops.asarray(batch.features), is_train)
    scores, back_scores = model.get_ref("scorer")(ops.xp.hstack([spans, features]), is_train)

    def backprop(d_scores: Floats2d) -> Any:
        d_both = back_scores(d_scores)
        d_spans = d_both[:, : spans.shape[1]]
        back_features(ops.as_contig(d_both[:, spans.shape[1] :]))
        d_tokens = ops.alloc2f(*tokens.shape)
        for k, index in enumerate(ends):
            ops.scatter_add(d_tokens, index, d_spans[:, k * width : (k + 1) * width])
        pieces, start = [], 0
        for vector in vectors:
            pieces.append(d_tokens[start : start + len(vector)])
            start += len(vector)
        return back_tokens(pieces)

    return scores, backprop
