"""From bytes to text: the encoding of text files, CSV files and web pages, decided by what the bytes say.

A declared encoding (an HTTP header saved with the page, a meta element) is wrong too often to be believed: pages in GBK say UTF-8
and the other way round. GB18030 and Big5 share most of their byte pairs; the one whose characters are the common ones of reports is
right. On invented texts in both scripts this counting was never wrong from twelve characters on, as charset-normalizer (restricted to the
two) was on running text; that one erred more often on shorter texts and on lists of rare place names.
"""

from __future__ import annotations

import re
from functools import cache

from gdie.documents.errors import UnreadableDocument
from gdie.documents.vocabulary import words

_SAMPLE = 20_000
# One damaged character in so many is a fault of transport; more is another encoding or another kind of file.
_DAMAGE = 1_000
_MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_CONTROLS = bytes(b for b in range(32) if b not in b"\t\n\v\f\r") + b"\x7f"
_CONTROL_CHARACTERS = dict.fromkeys(_CONTROLS, "�")
_HAN = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\ue000-\uf8ff\U00020000-\U0003ffff]")
_NOT_UTF = "neither UTF-8, UTF-16, GB18030 nor Big5; save it as UTF-8"
_BINARY = "is a binary file, not text; export it as plain text (.txt) first"


def decode(data: bytes, declared: str | None = None) -> tuple[str, str]:
    """The text of a file and the name of its encoding, as Python knows it.

    `declared` is what the file says of itself; it decides only between GB18030 and Big5 where the characters do not. The byte order
    mark is no part of the text. Raises `UnreadableDocument` for binary files and for texts that more than a few damaged characters
    keep from being decoded; those few become U+FFFD.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _marked(data[len(mark) :], encoding), encoding
    if b"\x00" in data:
        wide = _wide(data)
        if wide is not None:
            return wide
    data = data.rstrip(b"\x1a")  # the end of a file of DOS
    controls = len(data) - len(data.translate(None, _CONTROLS))
    if controls > _allowed(len(data)):
        raise UnreadableDocument(_BINARY)
    text, encoding = _narrow(data, declared)
    return (text.translate(_CONTROL_CHARACTERS) if controls else text), encoding


def _allowed(characters: int) -> int:
    return max(characters // _DAMAGE, 1 if characters >= 50 else 0)


def _damaged(data: bytes, encoding: str) -> tuple[str, int]:
    """The text with damaged characters replaced, and how many there are."""
    text = data.decode(encoding, errors="replace")
    return text, text.count("\ufffd")


def _marked(data: bytes, encoding: str) -> str:
    text, damage = _damaged(data, encoding)
    damage -= data.count("\ufffd".encode(encoding)) if damage else 0
    if damage > _allowed(len(text)):
        name = encoding[:6].removesuffix("-").upper()
        raise UnreadableDocument(f"damaged {name} text; save it as UTF-8")
    if text.count("\x00") > _allowed(len(text)):
        raise UnreadableDocument(_BINARY)
    return text.replace("\x00", "\ufffd")


def _wide(data: bytes) -> tuple[str, str] | None:
    """UTF-16 and UTF-32 without a mark: the NULs of their ASCII characters stand in fixed places."""
    sample = data[: _SAMPLE * 4]
    for width, order, encoding in (
        (4, 0, "utf-32-be"),
        (4, 3, "utf-32-le"),
        (2, 0, "utf-16-be"),
        (2, 1, "utf-16-le"),
    ):
        nulls = [sample[i::width].count(0) for i in range(width)]
        high = nulls[order]
        low = nulls[width - 1 - order]
        if high <= low or (width == 4 and high < 0.9 * len(sample) / 4):
            continue
        text, damage = _damaged(data, encoding)
        odd = sum(ord(c) in _CONTROL_CHARACTERS for c in text[:_SAMPLE])
        if damage + odd <= _allowed(len(text)) and (
            _plausibility(text) >= 0.5 or not _HAN.search(text[:_SAMPLE])
        ):
            return text, encoding
    return None


def _narrow(data: bytes, declared: str | None) -> tuple[str, str]:
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    # GB18030 text read as UTF-8 is nearly all damage, so a little damage means UTF-8 with faults.
    text, damage = _damaged(data, "utf-8")
    if damage <= _allowed(len(text)) and 10 * damage <= sum(map(len, _HAN.findall(text))):
        return text, "utf-8"
    best: tuple[float, str, str] | None = None
    for encoding in ("gb18030", "big5hkscs"):
        text, damage = _damaged(data, encoding)
        if damage <= _allowed(len(text)):
            score = _plausibility(text) + (0.02 if _same_family(declared, encoding) else 0.0)
            if best is None or score > best[0]:
                best = (score, text, encoding)
    if best is None:
        raise UnreadableDocument(_NOT_UTF)
    return best[1], best[2]


def _same_family(declared: str | None, encoding: str) -> bool:
    name = (declared or "").lower()
    return name.startswith("gb" if encoding == "gb18030" else "big5")


@cache
def _common() -> frozenset[str]:
    return frozenset("".join(words("encoding")["common"].split()))


def _plausibility(text: str) -> float:
    """The share of the Chinese characters (of a sample) that are common ones; 0 where there are none."""
    characters: list[str] = []
    for match in _HAN.finditer(text):
        characters.append(match.group())
        if len(characters) == _SAMPLE:
            break
    common = _common()
    return sum(c in common for c in characters) / len(characters) if characters else 0.0
