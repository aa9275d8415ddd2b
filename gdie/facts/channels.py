"""Canonical codes of channel mentions."""

from __future__ import annotations

from functools import cache

from gdie.indicators import load_channel_words
from gdie.text.view import normalise


@cache
def channel_code(text: str) -> str | None:
    """The code of the longest known word that the mention contains, the later one of two; None where there is none."""
    folded = normalise(text).text.lower()
    best = (0, -1)
    code = None
    for word, candidate in load_channel_words().items():
        place = folded.rfind(word)
        if place >= 0 and (len(word), place) > best:
            best, code = (len(word), place), candidate
    return code
