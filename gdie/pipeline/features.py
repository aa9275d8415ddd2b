"""Features of single tokens, as 64-bit hashes: what the shared embedding looks at."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray
from spacy.strings import get_string_id
from spacy.tokens import Doc

from gdie.text.numerals import find_quantities

FEATURES = ("norm", "kind", "left_bigram", "right_bigram", "trigram", "quantity", "place", "brackets")

_HAN_DIGITS = frozenset("〇零一二两三四五六七八九十百千万亿半")
_CLOSE = frozenset("。；;！？!?")
_PAUSE = frozenset("，,、：:")
_BREAKS = frozenset({"close", "pause", "line"})
_BRACKETS = {"《": "》", "“": "”", "(": ")", "「": "」", "【": "】", "〔": "〕"}
_CLOSING = frozenset(_BRACKETS.values())
# A bracket that is never closed is forgotten after so many tokens.
_REACH = 80


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
    quantity = _quantity_tags(words)
    place = _places(kinds, quantity)
    inside = _brackets(words)
    rows = np.empty((len(words), len(FEATURES)), dtype=np.uint64)
    for i in range(len(words)):
        left, here, right = forms[i : i + 3]
        columns = (
            here,
            "k" + kinds[i],
            "<" + left + here,
            ">" + here + right,
            left + here + right,
            quantity[i],
            place[i],
            inside[i],
        )
        rows[i] = [get_string_id(column) for column in columns]
    return rows


def _places(kinds: Sequence[str], quantity: Sequence[str]) -> list[str]:
    """How far a token stands from the next quantity of its clause, and from the clause's beginning.

    What a figure counts stands between the two, however it is worded.
    """
    ahead = ["-"] * len(kinds)
    distance: int | None = None
    for i in range(len(kinds) - 1, -1, -1):
        if kinds[i] in _BREAKS:
            distance = None
        elif quantity[i] != "q-O":
            distance = 0
        elif distance is not None:
            distance += 1
        ahead[i] = "-" if distance is None else str(_near(distance))
    places = []
    since = 0
    for i, name in enumerate(kinds):
        since = 0 if name in _BREAKS or quantity[i] != "q-O" else since + 1
        places.append(f"p{ahead[i]}/{min(since, 3)}")
    return places


def _brackets(words: Sequence[str]) -> list[str]:
    """Inside which brackets each token stands, outermost first: names in titles and quotes are not what they look like."""
    tags = []
    open_: list[tuple[str, int]] = []
    for i, word in enumerate(words):
        # Only titles run on over a line break.
        open_ = [(b, at) for b, at in open_ if i - at < _REACH and (word != "\n" or b == "《")]
        sign = "+" if word in _BRACKETS else "-" if open_ and word in _CLOSING else ""
        tags.append("b" + "".join(b for b, _ in open_) + sign)
        if word in _BRACKETS:
            open_.append((word, i))
        elif sign == "-":
            last = max((k for k, (b, _) in enumerate(open_) if _BRACKETS[b] == word), default=len(open_))
            del open_[last:]
    return tags


def _near(distance: int) -> int:
    return distance if distance <= 4 else 8 if distance <= 8 else 16 if distance <= 16 else 99


def _quantity_tags(words: Sequence[str]) -> list[str]:
    """Where each token stands in a span that reads like a quantity (B, I, L, U) and that span's last word, or O."""
    tags = ["q-O"] * len(words)
    offsets = [0, *accumulate(map(len, words))]
    number = {offset: i for i, offset in enumerate(offsets)}
    text = "".join(words)
    for start, end in find_quantities(text):
        if start not in number:
            continue
        first = number[start]
        last = bisect_left(offsets, end) - 1
        unit = "9" if text[end - 1].isdigit() else text[end - 1]
        for i in range(first, last + 1):
            place = ("U" if first == last else "B") if i == first else ("L" if i == last else "I")
            tags[i] = f"q-{place}-{unit}"
    return tags
