"""The paragraphs of a document with the headings above each: where its numbering ends, its own title, its path.

Offsets count characters of the document's view.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from gdie.documents import Block, Document
from gdie.documents.furniture import is_page_number
from gdie.facts.obligations.units import label_pattern
from gdie.text.view import View

_HAN = "一二三四五六七八九十"
# Numbering, outermost first; a paragraph's rank is the place of its style here.
_STYLES = (
    re.compile(rf"第[{_HAN}]{{1,3}}(?:部分|章|编|篇)[、,:.]?"),
    re.compile(rf"[{_HAN}]{{1,3}}、"),
    re.compile(rf"\([{_HAN}]{{1,3}}\)、?"),
    re.compile(r"[0-9]{1,2}(?:、|\.(?![0-9])|\.(?=[0-9]{1,4}[年月日天小]|[0-9]{4}[-./]))"),
    re.compile(r"\([0-9]{1,2}\)、?"),
    re.compile(r"[0-9]{1,2}\)、?"),
    re.compile(rf"(?:第?[{_HAN}]{{1,2}}是|第[{_HAN}]{{1,2}}[,、])[,:]?"),
)
_ANNEX = re.compile(r"附(?:件|表)[0-9一二三四五六七八九]{0,2}[:]?$")
# A title has few words; with a comma it is one only when it is short.
_TITLE = re.compile(r"(?:[^。;:,!?]{2,32}|[^。;:!?]{2,24})。(?=\s*\S)")
_HEADING = re.compile(r"[^。;!?\n]{2,44}。?$")
_BLANK = re.compile(r"\s*")
_SENTENCE_END = "。！？!?;；:：”」』)）】"
_WRAPPED = 20  # characters from which a line can be a wrapped one
_OPEN = 300  # characters within which a bracket that is open keeps a paragraph going


@dataclass(frozen=True)
class Paragraph:
    """A paragraph `[start, end)` whose words begin at `body`; `rank` is None without a number."""

    start: int
    end: int
    body: int
    rank: int | None = None
    heading: bool = False


def paragraphs(document: Document, view: View) -> Iterator[Paragraph | Block]:
    """The paragraphs and table blocks in text order; lines that a line end or a page end cut are put together."""
    current: Paragraph | None = None
    for block in document.blocks:
        if block.kind == "table":
            if current:
                yield current
            current = None
            yield block
            continue
        start, end = view.from_source(block.start, block.end)
        if start == end or is_page_number(document.text[block.start : block.end]):
            continue
        if current and _continues(view.text, current, start, end):
            current = replace(current, end=end, heading=False)
            continue
        if current:
            yield current
        current = _paragraph(view.text, start, end, block.kind == "heading")
    if current:
        yield current


def strip_numbers(text: str, start: int, end: int) -> int:
    """Where the words begin behind blanks and list numbers."""
    return _numbering(text, start, end)[0]


def is_numbered(text: str) -> bool:
    """Whether a text begins with a list number and says something."""
    begin, rank = _numbering(text, 0, len(text))
    return rank is not None and begin < len(text)


def opens_with_number(text: str, start: int, end: int) -> bool:
    """Whether `[start, end)` begins with a list number (二是, 2.)."""
    return _numbering(text, start, end)[1] is not None


def title_of(text: str, paragraph: Paragraph, stop: int) -> tuple[int, int] | None:
    """The title that opens a numbered paragraph (（一）加强解读。出台政策前…), with its number; it ends before `stop`."""
    if paragraph.rank is None or paragraph.rank >= len(_STYLES) - 1:
        return None
    match = _TITLE.match(text, paragraph.body, stop)
    return (paragraph.start, match.end()) if match else None


def is_heading(text: str, paragraph: Paragraph, stop: int) -> bool:
    """Whether a numbered paragraph up to `stop` is one short phrase, as headings are."""
    if _ANNEX.match(text, paragraph.start, stop):
        return True
    if paragraph.rank is None or paragraph.rank >= len(_STYLES) - 1:
        return False
    return paragraph.heading or _HEADING.match(text, paragraph.body, stop) is not None


def _paragraph(text: str, start: int, end: int, heading: bool) -> Paragraph:
    body, rank = _numbering(text, start, end)
    if rank is None and _ANNEX.match(text, start, end):
        rank = 0
    return Paragraph(start, end, body, rank, heading)


def _numbering(text: str, start: int, end: int) -> tuple[int, int | None]:
    """Where the words begin, and the rank of the first number."""
    first = None
    moved = True
    while moved:
        moved = False
        if match := _BLANK.match(text, start, end):
            start = match.end()
        for rank, style in enumerate(_STYLES):
            if match := style.match(text, start, end):
                start, moved = match.end(), True
                first = rank if first is None else first
    return start, first


def _continues(text: str, before: Paragraph, start: int, end: int) -> bool:
    """Whether the line `[start, end)` goes on with the paragraph before it."""
    if _numbering(text, start, end)[1] is not None:
        return False
    if _is_open(text, before):
        return True
    if label_pattern().match(text, start, end):
        return False
    between = text[before.end : start]
    if between.count("\n") != 1 or _ANNEX.match(text, start, end):
        return False
    line = text.rfind("\n", 0, before.end) + 1
    length = before.end - line
    if length < max(_WRAPPED, 0.9 * (end - start)):
        return False
    indented = text[before.start - 1 : before.start].isspace() and text[before.start - 1] != "\n"
    next_indented = not between.endswith("\n")
    if next_indented:
        return False
    return indented or (not before.heading and text[before.end - 1] not in _SENTENCE_END)


def _is_open(text: str, before: Paragraph) -> bool:
    """Whether a bracket is open near the end of a paragraph."""
    depth = 0
    for character in reversed(text[max(before.start, before.end - _OPEN) : before.end]):
        depth += (character in ")】〕") - (character in "(【〔")
        if depth < 0:
            return True
    return False
