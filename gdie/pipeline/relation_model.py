"""The network of the relation component: entities in the context of their neighbours, judged pair by pair.

An entity's vector is made from its border tokens in the shared embedding and from hashed features of what stands around it;
a convolution over the entities of a record then lets it see the list, the total, the medium some entities away, which
tokens hundreds of characters apart never meet. A pair is the two vectors and hashed features of its own.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc
from spacy.util import registry
from thinc.api import (
    Dropout,
    HashEmbed,
    Linear,
    Maxout,
    Model,
    chain,
    clone,
    concatenate,
    expand_window,
    residual,
    with_array,
)
from thinc.types import Floats2d

from gdie.pipeline.pair_features import COLUMNS, ENTITY_COLUMNS

LABELS = ("CATEGORY_OF", "VIA", "DURING", "BY", "PART_OF", "SHARE_OF")
_WINDOW = 2  # entities on either side that one layer sees


@dataclass
class PairBatch:
    """The entities of a batch of docs and their candidate pairs."""

    docs: list[Doc]
    spans: NDArray[np.int64]  # (entities, 2): first and last token, in the stacked tokens
    entity_features: NDArray[np.uint64]  # (entities, len(ENTITY_COLUMNS))
    lengths: list[int]  # entities of each doc
    pairs: NDArray[np.int64]  # (pairs, 2): numbers of head and tail in the stacked entities
    pair_features: NDArray[np.uint64]  # (pairs, len(COLUMNS))


@registry.architectures("gdie.RelationModel.v2")
def relation_model(
    tok2vec: Model[list[Doc], list[Floats2d]],
    width: int,
    hidden: int,
    feature_width: int,
    rows: int,
    depth: int,
    dropout: float,
) -> Model[PairBatch, Floats2d]:
    """PairBatch → scores (pairs, len(LABELS)); a score of 0 is that of "none of the candidates"."""
    around: Model[Any, Any] = concatenate(
        *(HashEmbed(feature_width, rows, column=i, seed=301 + i) for i in range(len(ENTITY_COLUMNS)))
    )
    features = feature_width * len(ENTITY_COLUMNS)
    mix: Model[Any, Any] = chain(Dropout(dropout), Maxout(hidden, 2 * width + features, nP=2, normalize=True))
    layer: Model[Any, Any] = residual(
        chain(
            expand_window(window_size=_WINDOW),
            Maxout(hidden, hidden * (2 * _WINDOW + 1), nP=2, normalize=True, dropout=dropout),
        )
    )
    encode: Model[Any, Any] = with_array(clone(layer, depth), pad=_WINDOW * depth)
    between: Model[Any, Any] = concatenate(
        *(HashEmbed(feature_width, rows, column=i, seed=101 + i) for i in range(len(COLUMNS)))
    )
    judge: Model[Any, Any] = chain(
        Dropout(dropout),
        Maxout(hidden, 2 * hidden + feature_width * len(COLUMNS), nP=2, normalize=True, dropout=dropout),
        Linear(len(LABELS), hidden),
    )
    return Model(
        "relation_model",
        _forward,
        init=_init,
        layers=[tok2vec, around, mix, encode, between, judge],
        refs={
            "tok2vec": tok2vec,
            "around": around,
            "mix": mix,
            "encode": encode,
            "between": between,
            "judge": judge,
        },
        dims={"nO": len(LABELS), "nH": hidden},
    )


def _init(model: Model[PairBatch, Floats2d], X: PairBatch | None = None, Y: Any = None) -> None:  # noqa: N803
    model.get_ref("tok2vec").initialize(X=X.docs if X is not None else None)
    for name in ("around", "mix", "between", "judge"):
        model.get_ref(name).initialize()
    model.get_ref("encode").initialize(X=[model.ops.alloc2f(1, model.get_dim("nH"))])


def _forward(
    model: Model[PairBatch, Floats2d], batch: PairBatch, is_train: bool
) -> tuple[Floats2d, Callable[[Floats2d], Any]]:
    ops = model.ops
    vectors, back_tokens = model.get_ref("tok2vec")(batch.docs, is_train)
    tokens = ops.xp.vstack(vectors)
    entities, back_entities = _encode(model, tokens, batch, is_train)
    features, back_features = model.get_ref("between")(ops.asarray(batch.pair_features), is_train)
    heads, tails = batch.pairs[:, 0], batch.pairs[:, 1]
    scores, back_scores = model.get_ref("judge")(
        ops.xp.hstack([entities[heads], entities[tails], features]), is_train
    )
    width = entities.shape[1]

    def backprop(d_scores: Floats2d) -> Any:
        d_all = back_scores(d_scores)
        back_features(ops.as_contig(d_all[:, 2 * width :]))
        d_entities = ops.alloc2f(*entities.shape)
        ops.scatter_add(d_entities, heads, ops.as_contig(d_all[:, :width]))
        ops.scatter_add(d_entities, tails, ops.as_contig(d_all[:, width : 2 * width]))
        return back_tokens(_pieces(back_entities(d_entities), [len(v) for v in vectors]))

    return scores, backprop


def _encode(
    model: Model[PairBatch, Floats2d], tokens: Floats2d, batch: PairBatch, is_train: bool
) -> tuple[Floats2d, Callable[[Floats2d], Floats2d]]:
    """The entities' vectors from the stacked tokens, and how gradients go back to the tokens."""
    ops = model.ops
    first, last = batch.spans[:, 0], batch.spans[:, 1]
    features, back_features = model.get_ref("around")(ops.asarray(batch.entity_features), is_train)
    mixed, back_mix = model.get_ref("mix")(ops.xp.hstack([tokens[first], tokens[last], features]), is_train)
    # A doc without entities has no sequence to convolve.
    lengths = [n for n in batch.lengths if n]
    encoded, back_encode = model.get_ref("encode")(_pieces(mixed, lengths), is_train)
    width = tokens.shape[1]

    def backprop(d_entities: Floats2d) -> Floats2d:
        d_mixed = ops.xp.vstack(back_encode(_pieces(d_entities, lengths)))
        d_all = back_mix(d_mixed)
        back_features(ops.as_contig(d_all[:, 2 * width :]))
        d_tokens = ops.alloc2f(*tokens.shape)
        ops.scatter_add(d_tokens, first, ops.as_contig(d_all[:, :width]))
        ops.scatter_add(d_tokens, last, ops.as_contig(d_all[:, width : 2 * width]))
        return d_tokens

    return ops.xp.vstack(encoded), backprop


def _pieces(stacked: Floats2d, lengths: list[int]) -> list[Any]:
    """Rows cut into stretches of the given lengths."""
    return [np.ascontiguousarray(piece) for piece in np.split(stacked, np.cumsum(lengths)[:-1])]
