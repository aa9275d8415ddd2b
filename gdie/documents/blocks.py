"""Segmentation of the text layer: tables first, then headings and paragraphs, one block a line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from gdie.documents.model import Block, BlockKind, Table
from gdie.documents.tables import Run, find_tables

_HAN = "一二三四五六七八九十"
# (level, pattern). A level-1 heading is numbered 一、 or names an annex; a numbered line that runs on
# for a whole sentence is a paragraph, hence the length limits and the ban on a final full stop.
_HEADINGS = (
    (1, re.compile(rf"第?[{_HAN}]{{1,3}}(?:、|部分|章)(?!是)[^。；;]{{2,40}}$")),
    (1, re.compile(r"(?:附件|附表|附圖|附图|引言|前言)[0-9０-９一二三四五六]?[:：]?\s*$")),
    (2, re.compile(rf"[（(][{_HAN}]{{1,3}}[)）][^；;]{{2,40}}$")),
    (3, re.compile(r"[0-9０-９]{1,2}[.．、][^。；;0-9０-９][^。；;]{1,30}$")),
)
_TITLE_LINES = 12
_TITLE = re.compile(r"(?:报告|報告|通知|要点|要點|表)(?:[（(].{1,12}[)）])?$")


def lines(text: str) -> Iterator[tuple[int, int]]:
    """Offsets of each line without its line end. Only LF, CRLF and CR end a line."""
    for match in re.finditer(r"[^\r\n]*(?:\r\n|\r|\n|$)", text):
        if match.start() == match.end():
            continue
        content = match.group().rstrip("\r\n")
        yield match.start(), match.start() + len(content)


def segment(text: str, grids: Sequence[Run] = ()) -> tuple[tuple[Block, ...], tuple[Table, ...]]:
    """Blocks in text order (blank lines have none) and the tables among them; `grids` are rows that the file itself has as tables."""
    spans = list(lines(text))
    tables = find_tables(text, spans, grids)
    blocks: list[Block] = [Block(t.start, t.end, "table") for t in tables]
    covered = iter(tables)
    table = next(covered, None)
    first_lines = _TITLE_LINES
    for start, end in spans:
        while table is not None and table.end <= start:
            table = next(covered, None)
        if table is not None and table.start <= start < table.end:
            continue
        stripped = text[start:end].strip()
        if not stripped:
            continue
        first_lines -= 1
        left = start + text[start:end].index(stripped)
        kind, level = _classify(stripped, first_lines >= 0)
        blocks.append(Block(left, left + len(stripped), kind, level))
    return tuple(sorted(blocks, key=lambda b: b.start)), tables


def _classify(line: str, near_top: bool) -> tuple[BlockKind, int]:
    for level, pattern in _HEADINGS:
        if pattern.match(line):
            return "heading", level
    if near_top and len(line) <= 60 and _TITLE.search(line):
        return "title", 0
    return "paragraph", 0
