"""Features of single tokens, as 64-bit hashes: what the shared embedding looks at."""

from __future__ import annotations

from itertools import chain

import numpy as np
from numpy.typing import NDArray
from spacy.strings import hash_string
from spacy.tokens import Doc

from gdie.text.numerals import find_quantities

FEATURES = ("norm", "kind", "left_bigram", "right_bigram", "trigram", "quantity")

_HAN_DIGITS = frozenset("〇零一二两三四五六七八九十百千万亿半")
_CLOSE = frozenset("。；;！？!?")
_PAUSE = frozenset("，,、：:")


def norm(token: str) -> str:
    """The form under which a token is looked up: numbers by their shape, Latin runs in lower case."""
    if token[0].isdigit():
        return "9" * min(len(token), 5) + ("." if "." in token else "")
    return token.lower()


def kind(token: str) -> str:
    """A coarse class of a token."""
    first = token[0]
    if first.isdigit():
        return "number"
    if first == "\n":
        return "line"
    if first.isspace():
        return "blank"
    if first in _HAN_DIGITS:
        return "numeral"
    if first in _CLOSE:
        return "close"
    if first in _PAUSE:
        return "pause"
    if "\u3400" <= first <= "\u9fff":
        return "han"
    return "latin" if first.isalpha() else "sign"


def token_features(doc: Doc) -> NDArray[np.uint64]:
    """One row a token, one column a name in `FEATURES`."""
    words = [token.text for token in doc]
    forms = ["^", *map(norm, words), "$"]
    kinds = list(map(kind, words))
    quantity = _quantity_tags(doc)
    rows = np.empty((len(words), len(FEATURES)), dtype=np.uint64)
    for i in range(len(words)):
        left, here, right = forms[i : i + 3]
        columns = (here, "k" + kinds[i], "<" + left + here, ">" + here + right, left + here + right, quantity[i])
        rows[i] = [hash_string(column) for column in columns]
    return rows


def _quantity_tags(doc: Doc) -> list[str]:
    """Where each token stands in a span that reads like a quantity (B, I, L, U) and that span's last word, or O."""
    tags = ["q-O"] * len(doc)
    starts = {token.idx: token.i for token in doc}
    text = doc.text
    for start, end in chain(find_quantities(text)):
        first = starts.get(start)
        if first is None:
            continue
        last = first
        while last + 1 < len(doc) and doc[last + 1].idx < end:
            last += 1
        unit = text[end - 1 : end]
        for i in range(first, last + 1):
            place = ("U" if first == last else "B") if i == first else ("L" if i == last else "I")
            tags[i] = f"q-{place}-{unit if not unit.isdigit() else '9'}"
    return tags
