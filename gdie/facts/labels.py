"""Row labels of statistics tables: numbering, the level it gives, and the category and channel that the words name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache

from gdie.documents import Cell, Span
from gdie.indicators import load_channel_words, load_table_words
from gdie.text.view import View, normalise

# Numbering styles, outermost first; a label's level is the place of its style here.
_LEVELS = (
    re.compile(r"[一二三四五六七八九十]{1,3}[、.]"),
    re.compile(r"\([一二三四五六七八九十]{1,3}\)、?"),
    re.compile(r"[0-9]{1,2}(?:[、)]|\.(?![0-9]))"),
    re.compile(r"\([0-9]{1,2}\)、?"),
)
_OF_WHICH = re.compile(r"其中[:,]?")
_BLANK = re.compile(r"\s+")
_REMARK = re.compile(r"\s*\([^()]*\)?$", re.DOTALL)
_TO_SHELF = re.compile(r"向(.+?)报送(.+)")
# A label that stands behind its heading in one cell: 三、本年度办理结果（一）予以公开.
_INNER = re.compile(
    r"(?<=[\u4e00-\u9fff)”])\s*(?=(?:\([一二三四五六七八九十]{1,3}\)|[0-9]{1,2}[.、)])[\s、]*[\u4e00-\u9fff“])"
)
_HAN = "一二三四五六七八九十"
_COUNT = re.compile(rf"[0-9]+|[{_HAN}]+")
_SILENT = re.compile(r"[\s“”\"'‘’「」《》、,，。.;:：；()*·-]+")


@dataclass(frozen=True)
class Label:
    """A row label: where it starts in the text layer, its view, and its body `[start, end)` there without numbering and 其中."""

    base: int
    view: View
    start: int
    end: int
    level: int | None = None
    number: str = ""
    of_which: bool = False

    @cached_property
    def key(self) -> str:
        """The body for comparing: without remarks in brackets, blanks, quotes and punctuation."""
        return label_key(self.view.text[self.start : self.end])

    def span(self, start: int, end: int) -> Span | None:
        """The stretch of the text layer of `[start, end)` of the view, without blanks at its ends; None where nothing is left."""
        text = self.view.text
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        return Span(*(self.base + k for k in self.view.to_source(start, end))) if start < end else None


@lru_cache(maxsize=1 << 14)
def label_key(text: str) -> str:
    """`text` (normalised) as labels are compared. A remark that is the whole label stays."""
    text = text.replace("其它", "其他")
    bare = _REMARK.sub("", text)
    return _SILENT.sub("", bare) or _SILENT.sub("", text)


def count_of(number: str) -> int | None:
    """The number that a numbering says: 3 for 三、, （三） and 3.; None for none."""
    match = _COUNT.search(number)
    if match is None:
        return None
    digits = match.group()
    return int(digits) if digits.isascii() else _HAN.index(digits[-1]) + 1 + 10 * (len(digits) - 1)


def read_labels(cell: Cell) -> list[Label]:
    """The labels that stand in a cell: mostly one; of a heading and a row that ran together (三、本年度办理结果（一）予以公开) both."""
    view = normalise(cell.text)
    begins = [0, *(m.end() for m in _INNER.finditer(view.text))]
    return [_label(cell, view, a, b) for a, b in zip(begins, [*begins[1:], len(view.text)], strict=True)]


def read_label(cell: Cell) -> Label:
    """The label of a row from its cell; of several in one cell (heading and row) the last."""
    return read_labels(cell)[-1]


def _label(cell: Cell, view: View, start: int, end: int) -> Label:
    text = view.text
    level, number, of_which = None, "", False
    moved = True
    while moved:
        moved = False
        if match := _OF_WHICH.match(text, start, end):
            of_which, start, moved = True, match.end(), True
        for k, style in enumerate(_LEVELS):
            if match := style.match(text, start, end):
                level, number, start, moved = k, match.group(), match.end(), True
        if match := _BLANK.match(text, start, end):
            start, moved = match.end(), True
    return Label(cell.start, view, start, end, level, number, of_which)


def label_spans(label: Label, keep_verb: bool = False) -> tuple[Span | None, Span | None]:
    """Category and channel that a label names, as spans of the text layer.

    A label that is a medium and nothing else (5.其他形式, 1.政府网站) is a channel without a category of its own.
    """
    text = label.view.text
    start, end = label.start, label.end
    words = load_table_words()
    if match := _REMARK.search(text, start, end):
        end = match.start() if match.start() > start else end
    if match := _TO_SHELF.match(text[:end], start):
        ending = _without_ending(text, match.start(2), end)
        return label.span(match.start(2), ending), label.span(*match.span(1))
    channel = None
    first = start if keep_verb else _after(text, start, end, words.verbs)
    medium = next((w for w in _media() if text.startswith(w, first)), None)
    last = _without_ending(text, first, end)
    if medium and text[first + len(medium) : last] not in ("", "数"):
        channel = label.span(first, first + len(medium))
        first = _after(text, first + len(medium), last, words.verbs)
    elif medium and first + len(medium) == last:
        return None, label.span(first, last)
    for verb in words.inner_verbs:
        if text[first:last].endswith(verb) and last - first > len(verb) + 1:
            last -= len(verb)
    for word in words.fillers:
        first += len(word) if text.startswith(word, first) else 0
    if text[first:last].startswith("“") and text.find("”", first, last) == last - 1:
        first, last = first + 1, last - 1
    return label.span(first, last), channel


@cache
def _media() -> tuple[str, ...]:
    return tuple(sorted(load_channel_words(), key=len, reverse=True))


def _after(text: str, start: int, end: int, verbs: Sequence[str]) -> int:
    """The offset after a leading verb, unless nothing or only 范围 would be left."""
    for verb in verbs:
        if text.startswith(verb, start) and end - start - len(verb) >= 2:
            return start + len(verb)
    return start


def _without_ending(text: str, start: int, end: int) -> int:
    for word in load_table_words().endings:
        if text[start:end].endswith(word) and end - start > len(word):
            return end - len(word)
    return end
