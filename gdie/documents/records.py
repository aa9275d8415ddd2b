"""Records: the units that are annotated, learned and predicted.

A record is a numbered section or subsection of up to about 3,000 characters. It never cuts a line, a list or a table;
training and extraction use the same cut, so the model sees at work what it has learned from.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from gdie.documents.model import Block, Document, Span

TARGET = 3000
# A table or paragraph beyond this is cut all the same: a model's memory grows with its record. Tables lose nothing by it,
# their structure is read from the document.
LONGEST = 6000
_LIST_ITEM = re.compile(
    r"[（(]?[0-9０-９]{1,2}[.．、)）]|[（(][一二三四五六七八九十]{1,3}[)）]|[一二三四五六七八九十]{1,2}是|[“\"「●■◆•·-]|其中"
)


def record_spans(document: Document, target: int = TARGET) -> tuple[Span, ...]:
    """Cut a document into records, in text order; together they hold every block but for what `LONGEST` cuts."""
    blocks = document.blocks
    if not blocks:
        return ()
    spans = (Span(group[0].start, group[-1].end) for group in _split(document.text, blocks, 1, target))
    return tuple(piece for span in spans for piece in _bounded(document.text, span))


def _bounded(text: str, span: Span) -> Iterator[Span]:
    start = span.start
    while span.end - start > LONGEST:
        line_end = text.rfind("\n", start + 1, start + LONGEST)
        cut = line_end + 1 if line_end > start else start + LONGEST
        yield Span(start, cut)
        start = cut
    yield Span(start, span.end)


def _split(text: str, blocks: Sequence[Block], level: int, target: int) -> list[list[Block]]:
    """Split at headings of `level`; pieces that are still too long are split one level lower, then packed."""
    if not _too_long(blocks, target) and level > 1:
        return [list(blocks)]
    if level > 3:
        return _pack(_paragraph_groups(text, blocks), target)
    pieces: list[list[Block]] = []
    for block in blocks:
        if not pieces or (block.kind == "heading" and block.level == level):
            pieces.append([])
        pieces[-1].append(block)
    parts = [group for piece in pieces for group in _split(text, piece, level + 1, target)]
    # Level-1 sections stay apart: dates and agencies are inherited inside a section only.
    return parts if level == 1 else _pack(parts, target)


def _too_long(blocks: Sequence[Block], target: int) -> bool:
    return blocks[-1].end - blocks[0].start > target


def _pack(groups: list[list[Block]], target: int) -> list[list[Block]]:
    packed: list[list[Block]] = []
    for group in groups:
        if packed and group[-1].end - packed[-1][0].start <= target:
            packed[-1].extend(group)
        else:
            packed.append(list(group))
    return packed


def _paragraph_groups(text: str, blocks: Sequence[Block]) -> list[list[Block]]:
    """Paragraphs, with what must not be cut from them: following list items and the rest of a broken line."""
    groups: list[list[Block]] = []
    for block in blocks:
        previous = groups[-1][-1] if groups else None
        continues = previous is not None and (
            _LIST_ITEM.match(text, block.start) is not None
            or previous.kind == "heading"
            or (previous.kind == "paragraph" and text[previous.end - 1] not in "。！？!?”」)）")
        )
        if continues:
            groups[-1].append(block)
        else:
            groups.append([block])
    return groups
