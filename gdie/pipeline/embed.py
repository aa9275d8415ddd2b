"""The embedding that NER and relations share: hashed features of each token and its neighbours.

A one-character token says little by itself: its bigrams and trigram, its kind, and whether it stands in something that
reads like a quantity say more (spaCy's own prefix and suffix features are all the same for one character).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from spacy.tokens import Doc
from spacy.util import registry
from thinc.api import HashEmbed, Maxout, Model, chain, concatenate, list2ragged, ragged2list, with_array
from thinc.types import Floats2d, Ints2d

from gdie.pipeline.features import FEATURES, token_features


@registry.architectures("gdie.CharacterEmbed.v1")
def character_embed(width: int, feature_width: int, rows: int) -> Model[list[Doc], list[Floats2d]]:
    """Tokens → vectors of `width`: one hash table of `rows` × `feature_width` a feature, mixed by a maxout layer."""
    tables = [
        HashEmbed(feature_width, rows, column=i, seed=11 + i, dropout=0.0) for i in range(len(FEATURES))
    ]
    mix: Model[Any, Any] = Maxout(width, feature_width * len(FEATURES), nP=3, dropout=0.0, normalize=True)
    return chain(
        Model("token_features", _forward),
        list2ragged(),
        with_array(chain(concatenate(*tables), mix)),
        ragged2list(),
    )


def _forward(
    model: Model[list[Doc], list[Ints2d]], docs: list[Doc], is_train: bool
) -> tuple[list[Ints2d], Callable[[Any], list[Any]]]:
    arrays = [model.ops.asarray(token_features(doc), dtype="uint64") for doc in docs]
    return arrays, lambda _: []
