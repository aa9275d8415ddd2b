"""Markdown: the text without its marks, list markers as typed, tables as grids. HTML tables within it are read as in web pages."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from html import unescape
from typing import TYPE_CHECKING

from gdie.documents.content import Content, Grid, GridCell, Hints, Paragraph, Stretch
from gdie.documents.errors import UnreadableDocument
from gdie.documents.limits import Limits
from gdie.documents.model import Place

if TYPE_CHECKING:
    from markdown_it.token import Token

# Deeper lists and quotations are cut off by the parser.
_NESTING = 100
# The parser looks from each bracket for its partner: beyond this, links are not looked for.
_MOST_BRACKETS = 20_000
# The parser takes a kilobyte or two for each line.
_MOST_LINES = 200_000
# Properties of the page between two lines of three hyphens.
_FRONT_LINES = 200
_FRONT_END = re.compile(r"(?:---|\.\.\.)[ \t]*$")
_FRONT_LINE = re.compile(r"[\w.-]+[ \t]*:|[ \t#]|-[ \t]|$")
_FRONT_TITLE = re.compile(r"title[ \t]*:[ \t]*(?P<quote>[\"']?)(.+?)(?P=quote)[ \t]*$")
_WIDE = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f“”‘’…—]")
# Chinese text is mostly kept one paragraph a line, without blank lines. Only a line as wide as wrapped ones are, that stops within
# a sentence, goes on in the next, unless that one begins like a heading or an item.
_WRAPPED = 56
_SENTENCE_END = re.compile(r"[。！？；：!?;:][”’）)\]】》]*\s*$")
_BEGINNING = re.compile(
    r"\s*(?:第?[一二三四五六七八九十]{1,3}[、章]|[（(][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}[.．、](?!\d)|[①-⑳]|附[件表])"
)
# Strong text beside Chinese punctuation: the marks are no marks by the rules, which want a blank there.
_STRONG = re.compile(r"\*\*(?![\s*、，。；：！？）”》])([^*\n]+)(?<![\s*])\*\*")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_TABLE = re.compile(r"<table\b", re.IGNORECASE)
_TABLE_END = re.compile(r"</table\s*>", re.IGNORECASE)
# Each is read like a web page of its own.
_MOST_HTML = 500
_TAG = re.compile(r"<!--(?:.*?-->|.*\Z)|</?[A-Za-z][^<>]*>", re.DOTALL)


def read_markdown(data: bytes, limits: Limits) -> Content:
    """Read Markdown (CommonMark with tables). Front matter is left out but for its title. Raises `UnreadableDocument`."""
    from markdown_it import MarkdownIt

    from gdie.documents.encoding import decode

    text = decode(data)[0].replace("\r\n", "\n").replace("\r", "\n")
    limits.check("characters", len(text))
    if text.count("\n") > _MOST_LINES:
        raise UnreadableDocument("has more lines than any report; split the file")
    front, title = _front_matter(text)
    if front:
        # Blank lines in their place, so that lines keep their numbers.
        text = "\n" * front + text.split("\n", front)[front]
    parser = MarkdownIt("commonmark", {"maxNesting": _NESTING}).enable("table")
    if text.count("[") > _MOST_BRACKETS:
        parser.disable(["link", "image"])
    return Content(tuple(_Reader(text, limits).pieces(parser.parse(text))), Hints(title=title))


def _front_matter(text: str) -> tuple[int, str | None]:
    """How many lines the front matter takes, and the title it names."""
    lines = text.split("\n", _FRONT_LINES)[:_FRONT_LINES]
    if lines[0].rstrip() != "---":
        return 0, None
    title = None
    for number, line in enumerate(lines[1:], 2):
        if _FRONT_END.match(line):
            return (number, title) if number < len(lines) else (0, None)
        if not _FRONT_LINE.match(line):
            return 0, None
        if len(line) < 500 and (found := _FRONT_TITLE.match(line)):
            title = title or found[2].strip()
    return 0, None


class _Reader:
    """Makes paragraphs and grids of the parser's tokens."""

    def __init__(self, text: str, limits: Limits) -> None:
        self._limits = limits
        self._source = text.split("\n")
        # Where HTML tables end: the parser ends one at its first blank line.
        self._table_ends = [n for n, line in enumerate(self._source, 1) if _TABLE_END.search(line)]
        self._cells = 0
        self._html_tables = 0

    def pieces(self, tokens: Sequence[Token]) -> Iterator[Paragraph | Grid]:
        marker = ""
        cells: list[GridCell] | None = None
        row = column = line = done = 0
        for token in tokens:
            if token.map is not None:
                line = token.map[0] + 1
            if line <= done:
                continue
            match token.type:
                case "list_item_open":
                    marker += f"{token.info}{token.markup} "
                case "table_open":
                    cells, row = [], -1
                case "table_close" if cells is not None:
                    yield Grid(tuple(cells))
                    cells = None
                case "tr_open":
                    row, column = row + 1, -1
                case "td_open" | "th_open":
                    column += 1
                    self._count(1)
                case "inline" if cells is not None:
                    cells.append(
                        GridCell(row, column, tuple(_paragraph(each) for each in _lines(token, line)))
                    )
                case "inline":
                    for each in _joined(_lines(token, line)):
                        yield _paragraph(each, marker)
                        marker = ""
                case "fence" | "code_block":
                    yield from _as_typed(token, line)
                case "html_block":
                    source = token.content
                    if _TABLE.search(source):
                        done = self._table_end(token)
                        source = "\n".join(self._source[line - 1 : done])
                    yield from self._html(source, line)

    def _count(self, cells: int) -> None:
        self._cells += cells
        self._limits.check("cells", self._cells)

    def _table_end(self, token: Token) -> int:
        first, last = token.map or [0, 0]
        at = bisect_left(self._table_ends, last)
        closed = bisect_left(self._table_ends, first + 1) < at
        return last if closed or at == len(self._table_ends) else self._table_ends[at]

    def _html(self, source: str, line: int) -> Iterator[Paragraph | Grid]:
        place = Place(line=line)
        if _TABLE.search(source) and self._html_tables < _MOST_HTML:
            from gdie.documents.formats.html import read_page

            self._html_tables += 1
            try:
                found = read_page(source, self._limits).pieces
            except UnreadableDocument:
                found = ()
            for piece in found:
                if isinstance(piece, Grid):
                    self._count(len(piece.cells))
                    yield Grid(
                        tuple(
                            replace(c, lines=tuple(_placed(each, place) for each in c.lines))
                            for c in piece.cells
                        )
                    )
                else:
                    yield _placed(piece, place)
            if found:
                return
        for text in _TAG.sub("", _BREAK.sub("\n", source)).split("\n"):
            if text.strip():
                yield Paragraph((Stretch(unescape(text.strip()), place),))


def _placed(paragraph: Paragraph, place: Place) -> Paragraph:
    return Paragraph(tuple(Stretch(stretch.text, place) for stretch in paragraph.stretches))


def _as_typed(token: Token, line: int) -> Iterator[Paragraph]:
    for number, text in enumerate(token.content.split("\n"), line + (token.type == "fence")):
        if text.strip():
            yield Paragraph((Stretch(text, Place(line=number)),))


_Line = list[tuple[str, int]]
"""Parts of a line, each with the line of the file it stands in."""


def _paragraph(parts: _Line, marker: str = "") -> Paragraph:
    stretches = [Stretch(text, Place(line=number)) for text, number in parts if text]
    if marker and parts:
        stretches.insert(0, Stretch(marker, Place(line=parts[0][1])))
    return Paragraph(tuple(stretches))


def _lines(inline: Token, line: int) -> list[_Line]:
    """The lines of the source within a paragraph or cell, without marks."""
    lines: list[tuple[list[str], int]] = [([], line)]
    for token in inline.children or ():
        match token.type:
            case "text" | "code_inline":
                lines[-1][0].append(token.content)
            case "softbreak" | "hardbreak":
                line += 1
                lines.append(([], line))
            case "html_inline":
                if _BREAK.fullmatch(token.content):
                    lines.append(([], line))
                line += token.content.count("\n")
    return [
        [(text, number)] for parts, number in lines if (text := _STRONG.sub(r"\1", "".join(parts))).strip()
    ]


def _joined(lines: list[_Line]) -> Iterator[_Line]:
    """Lines of the source put together where a paragraph was wrapped."""
    current: _Line = []
    for line in lines:
        text = line[0][0]
        if current and _goes_on(current[-1][0], text):
            before = current[-1][0].rstrip()
            text = text.lstrip()
            joint = "" if _WIDE.match(before[-1]) or _WIDE.match(text[0]) else " "
            current[-1] = (before + joint, current[-1][1])
            current.append((text, line[0][1]))
            continue
        if current:
            yield current
        current = line
    if current:
        yield current


def _goes_on(line: str, following: str) -> bool:
    if _SENTENCE_END.search(line) or _BEGINNING.match(following):
        return False
    return len(line) + len(_WIDE.findall(line)) >= _WRAPPED
