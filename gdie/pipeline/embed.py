"""The embedding that NER and relations share: hashed features of each token and its neighbours.

A one-character token says little by itself: its bigrams and trigram, its kind, and whether it stands in something that
reads like a quantity say more (spaCy's own prefix and suffix features are all the same for one character).
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc
from spacy.util import registry
from thinc.api import HashEmbed, Maxout, Model, chain, concatenate, list2ragged, ragged2list, with_array
from thinc.types import Floats2d, Ints2d

from gdie.pipeline.features import FEATURES, token_features

HIDDEN = 1  # the hash that stands for a hidden feature
# Features that have few values do with small tables.
_FEW = frozenset({"kind", "place", "brackets"})
_FEW_ROWS = 400

_known: dict[str, NDArray[np.uint64]] = {}


@registry.architectures("gdie.CharacterEmbed.v1")
def character_embed(
    width: int, feature_width: int, rows: int, hide: float
) -> Model[list[Doc], list[Floats2d]]:
    """Tokens → vectors of `width`: one hash table of `rows` × `feature_width` a feature (fewer rows for features of few values),
    mixed by a maxout layer.

    While training, each feature of each token is hidden with probability `hide`: annotated documents are few, and a model
    that can do without any single word has learned the form of a sentence instead of its words.
    """
    tables = [
        HashEmbed(feature_width, _FEW_ROWS if name in _FEW else rows, column=i, seed=11 + i, dropout=0.0)
        for i, name in enumerate(FEATURES)
    ]
    mix: Model[Any, Any] = Maxout(width, feature_width * len(FEATURES), nP=3, dropout=0.0, normalize=True)
    return chain(
        Model("token_features", _forward, attrs={"hide": hide}),
        list2ragged(),
        with_array(chain(concatenate(*tables), mix)),
        ragged2list(),
    )


def _known_features(doc: Doc) -> NDArray[np.uint64]:
    """The features of a Doc of the training material: the same texts come back in every epoch."""
    if doc.text not in _known:
        _known[doc.text] = token_features(doc)
    return _known[doc.text].copy()


def _forward(
    model: Model[list[Doc], list[Ints2d]], docs: list[Doc], is_train: bool
) -> tuple[list[Ints2d], Callable[[Any], list[Any]]]:
    arrays = [_known_features(doc) if is_train else token_features(doc) for doc in docs]
    if is_train and model.attrs["hide"]:
        for array in arrays:
            array[model.ops.xp.random.random(array.shape) < model.attrs["hide"]] = HIDDEN
    return [model.ops.asarray(array, dtype="uint64") for array in arrays], lambda _: []
