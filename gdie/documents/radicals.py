"""Radicals and compatibility ideographs as the unified ideographs they look like.

Many PDF files say ⽂ (KANGXI RADICAL SCRIPT) where 文 was typed: the font has one glyph for both and its table back to characters
names the wrong one. Words then look right and match nothing.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import chain

from gdie.documents.vocabulary import words

_BLOCKS = (range(0x2E80, 0x2EF4), range(0x2F00, 0x2FD6), range(0xF900, 0xFB00), range(0x2F800, 0x2FA20))
_FOLDED = re.compile("[\u2e80-\u2ef3\u2f00-\u2fd5\uf900-\ufaff\U0002f800-\U0002fa1f]")


def fold_radicals(text: str) -> str:
    """The text with unified ideographs for radicals (⽂ ⻓) and for compatibility ideographs, character for character.

    All else stays as it is: full-width forms, ligatures and numerals are no matter of this function.
    """
    return text.translate(_table()) if _FOLDED.search(text) else text


@lru_cache(maxsize=1)
def _table() -> dict[int, int]:
    """Code points of radicals and compatibility ideographs with those of their unified ideographs."""
    table = {ord(radical): ord(ideograph) for radical, ideograph in words("radicals")["unified"].items()}
    for code in chain.from_iterable(_BLOCKS):
        other = unicodedata.normalize("NFKC", chr(code))
        if len(other) == 1 and other != chr(code):
            table[code] = ord(other)
    return table
