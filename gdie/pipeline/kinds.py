"""The kind of a mention: what is alike in 我局 and 本厅, 2012年 and 2015年, 局网站 and 县政府门户网站."""

from __future__ import annotations

import re
from functools import lru_cache

from gdie.indicators import load_agency_words, load_channel_words

_SELF = re.compile(r"[我本][\u4e00-\u9fff]{1,4}")
_DIGITS = re.compile(r"[0-9]+|[〇零一二三四五六七八九十]+")


@lru_cache(maxsize=1 << 14)
def kind_of(label: str, text: str) -> str:
    """The kind of a mention in normalised text; empty for labels without kinds."""
    if label == "CHANNEL":
        return channel_code(text.lower()) or text[-1]
    if label == "DATE":
        return _DIGITS.sub("9", text)
    if label == "AGENCY":
        return _agency_kind(text)
    return ""


@lru_cache(maxsize=4096)
def channel_code(folded: str) -> str | None:
    """The code of the longest known word that a folded mention contains, the later one of two; None where there is none."""
    best = (0, -1)
    code = None
    for word, candidate in load_channel_words().items():
        place = folded.rfind(word)
        if place >= 0 and (len(word), place) > best:
            best, code = (len(word), place), candidate
    return code


def _agency_kind(text: str) -> str:
    words = load_agency_words()
    if text in words.self_words or _SELF.fullmatch(text):
        return "self"
    if any(word in text for word in words.learned):
        return "system"
    if text in words.by_level:
        return "level"
    return f"{min(len(text), 6) // 3}{text[-1]}"
