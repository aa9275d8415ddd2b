"""Lines of a page that are none of its document: controls, facts about the page, ways to other pages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum

from gdie.documents.content import Grid
from gdie.documents.formats.html.conventions import conventions
from gdie.documents.formats.html.flow import Line
from gdie.documents.formats.html.tree import Element

_HEAD = 25
_TAIL = 60
_LONGEST = 160
_SENTENCE = re.compile(r"[。；！？]|[\u4e00-\u9fff][;；]")
_COUNTED = re.compile(r"\d\s*(?:万|人次|人|条|件)")
_REPORT = re.compile(r"[报報]告|年[报報]")
_REST = re.compile(r"[\s\u00a0\W_]+")
_STAMP = re.compile(r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?:\d{1,2}[:：]\d{2}(?:[:：]\d{2})?)?")

Piece = Line | tuple[Element, Grid]


class Kind(Enum):
    """What a line is, as far as its words tell."""

    TEXT = "text"
    CONTROL = "control"
    ABOUT = "about"
    AROUND = "around"
    LINKS = "links"


def kind(line: Line) -> Kind:
    """What a line is; a long one or one of sentences is always text."""
    text = "".join(line.text.split())
    if len(text) > _LONGEST:
        return Kind.TEXT
    words = conventions()
    if words.around.search(text) and not _SENTENCE.search(text.rstrip("。")):
        return Kind.AROUND
    left = words.controls.sub("", text)
    if not _REST.sub("", left):
        return Kind.CONTROL if re.search(r"[^\W\d_]", text) else Kind.TEXT
    if _STAMP.fullmatch(text):
        return Kind.ABOUT
    if not _SENTENCE.search(text) and _is_about(left):
        return Kind.ABOUT
    if line.linked >= 0.8 * len(line.text) and len(text) > 1:
        return Kind.LINKS
    return Kind.TEXT


def _is_about(text: str) -> bool:
    about = conventions().about
    if _COUNTED.search(text):
        return False
    first = about.search(text)
    if first is None:
        return False
    before = _REST.sub("", text[: first.start()])
    if before and not _STAMP.fullmatch(text[: first.start()].strip("|｜[]()（）【】")):
        return False
    parts = about.split(text[first.start() :])
    return all(len(part or "") <= 40 for part in parts)


def document_part(pieces: Sequence[Piece]) -> tuple[list[Piece], list[str]]:
    """The pieces of the document, and the lines about it that were left out."""
    kinds = [kind(piece) if isinstance(piece, Line) else None for piece in pieces]
    head = _head_end(pieces, kinds)
    tail = _tail_start(pieces)
    kept: list[Piece] = []
    about: list[str] = []
    for number, (piece, what) in enumerate(zip(pieces, kinds, strict=True)):
        at_edge = number < head or number >= tail
        if isinstance(piece, Line):
            sure = what is Kind.CONTROL and (at_edge or _surely_control(piece))
            if sure or (at_edge and what in (Kind.ABOUT, Kind.AROUND)):
                if what is Kind.ABOUT:
                    about.append(piece.text)
                continue
            if what is Kind.LINKS and at_edge and not (number < head and _like_title(piece)):
                continue
            if not piece.inside and what in (Kind.ABOUT, Kind.AROUND, Kind.LINKS):
                continue
        kept.append(piece)
    return kept, about


def _surely_control(line: Line) -> bool:
    return (
        2 * line.linked >= len(line.text) or conventions().sure.search("".join(line.text.split())) is not None
    )


def _like_title(line: Line) -> bool:
    return line.block.tag in ("h1", "h2", "h3") or (
        re.search(r"[报報]告|年[报報]", line.text) is not None and not line.linked
    )


def _head_end(pieces: Sequence[Piece], kinds: Sequence[Kind | None]) -> int:
    """Where the first sentence or grid of the document stands."""
    for number, (piece, what) in enumerate(zip(pieces, kinds, strict=True)):
        if not isinstance(piece, Line):
            return number
        if what is Kind.TEXT and (number >= _HEAD or _SENTENCE.search(piece.text)):
            return number
    return len(pieces)


def _tail_start(pieces: Sequence[Piece]) -> int:
    """Behind the last sentence or grid of the document."""
    for number in range(len(pieces) - 1, max(-1, len(pieces) - 1 - _TAIL), -1):
        piece = pieces[number]
        if not isinstance(piece, Line) or (_SENTENCE.search(piece.text) and kind(piece) is Kind.TEXT):
            return number + 1
    return max(0, len(pieces) - _TAIL)


def stands_in(lines: Sequence[str]) -> bool:
    """Whether lines are those of a page that only says that it has nothing to show."""
    text = "".join("".join(line.split()) for line in lines)
    return len(text) < 200 and conventions().stand_in.search(text) is not None
