"""Whole tables run together in one line: `…数量8000019二、上年结转…数量0000000…`, cut where a numbering opens the next label."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from gdie.documents.model import Cell
from gdie.documents.tables.content import has_han, is_sentence
from gdie.documents.tables.glued import LONGEST_LABEL, MIN_FIGURES, count_titles, even_rows, glued_row
from gdie.documents.tables.page import Page, RawRow, Run

# In a line of run-together rows a new label opens at each of these.
_OPENING = re.compile(
    r"[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十]{1,3}[)）]|(?<![0-9０-９])[0-9０-９]+(?:[.．](?![0-9０-９])|、)"
)
# Digits that end a row in front of a label without a number.
_NEXT_LABEL = re.compile(r"(?<=[\u3400-\u9fff”（])([0-9０-９]+)(?=[\u3400-\u9fff（]{3})")
_BRACKETED = re.compile(r"[（(][^（）()]{0,60}[)）]")
_LONGEST_RUN = 200
# Characters of a table that has run together in one line; a longer line is something else.
_SHORTEST_TABLE = 20
_LONGEST_TABLE = 20_000


def read_run_together(page: Page) -> Iterator[Run]:
    """Single lines in which a whole table has run together, cut at the numberings that follow a digit or a label."""
    for i in range(len(page)):
        start, end = page.lines[i]
        if not _SHORTEST_TABLE <= end - start <= _LONGEST_TABLE or page.taken(i) or i in page.furniture:
            continue
        rows = _run_together(page, i)
        if rows:
            yield Run("glued", rows)


@dataclass(frozen=True)
class _Segment:
    """A stretch of a run-together line from one numbering to the next: label `[start, border)`, digits `[border, end)`."""

    start: int
    border: int
    end: int


def _run_together(page: Page, i: int) -> tuple[RawRow, ...]:
    start, end = page.lines[i]
    segments = _segments(page.text, start, end)
    segments = segments and [part for s in segments for part in _unnumbered(page.text, s)]
    if segments is None or sum(s.end > s.border for s in segments) < MIN_FIGURES:
        return ()
    rows: list[RawRow] = []
    titles = page.cell(start, segments[0].start)
    if count_titles(titles.text) >= 2 and not is_sentence(titles.text):
        rows.append(RawRow((titles,), i, i, "header", sure=False))
    labels: Cell | None = None
    for segment in segments:
        if segment.end == segment.border:
            # A heading's words are a cell of the row that they open, as they would be in a line of their own.
            if labels is not None:
                rows.append(RawRow((labels,), i, i))
            labels = page.cell(segment.start, segment.border)
            continue
        row = glued_row(page, i, segment.start, segment.border, segment.end)
        if row is None:
            return ()
        if labels is not None:
            row = RawRow((labels, *row.cells), i, i, sure=row.sure)
            labels = None
        rows.append(row)
    if labels is not None:
        rows.append(RawRow((labels,), i, i))
    return even_rows(rows)


def _segments(text: str, start: int, end: int) -> list[_Segment] | None:
    """The line cut at its numberings, or None where it is no line of run-together rows.

    Arabic numbering behind digits is ambiguous (`20000023.补正`): the last digits open the next label if its siblings count up to
    them, and all digits belong to the figure otherwise.
    """
    segments: list[_Segment] = []
    position = start
    sibling = 0  # the number of the last arabic numbering of the open list
    bad = 0
    opening = _OPENING.search(text, start, end)
    if opening is None or (text[start : opening.start()].strip() and opening.start() - start > _LONGEST_RUN):
        return None
    while opening is not None:
        at, after = opening.start(), opening.end()
        arabic = text[at].isdigit()
        if arabic:
            digits = after - at - 1
            if digits > _LONGEST_RUN:
                return None
            taken = _numbering_digits(text[at : after - 1], sibling)
            if taken:
                sibling = int(text[after - 1 - taken : after - 1])
            elif at > position and digits > 2:
                # The whole run is a figure, with its point; the label goes on behind it without a number.
                segments.append(_cut(text, position, after))
                position, opening = after, _OPENING.search(text, after, end)
                continue
            else:
                opening = _OPENING.search(text, after, end)
                continue
            at = after - 1 - taken
        else:
            sibling = 0
            before = text[at - 1] if at > start else ""
            if before in "第（(“《":
                opening = _OPENING.search(text, after, end)
                continue
        if text[position:at].strip():
            segment = _cut(text, position, at)
            segments.append(segment)
            bad += _is_bad(text, segment)
            if bad > 2 and bad > 0.1 * len(segments):
                return None
        position = at
        opening = _OPENING.search(text, after, end)
    segments.append(_cut(text, position, end))
    bad += _is_bad(text, segments[-1])
    if segments and segments[0].border == segments[0].end and not _OPENING.match(text, segments[0].start):
        segments = segments[1:]  # words before the first numbering are a caption or titles
    return segments if bad == 0 else None


def _unnumbered(text: str, segment: _Segment) -> Iterator[_Segment]:
    """The stretch cut where words without a number follow digits: a row that has no numbering."""
    position = segment.start
    label = _BRACKETED.sub(lambda m: "（" * len(m.group()), text[segment.start : segment.border])
    for match in _NEXT_LABEL.finditer(label):
        end = segment.start + match.end(1)
        yield _Segment(position, segment.start + match.start(1), end)
        position = end
    yield _Segment(position, segment.border, segment.end)


def _numbering_digits(digits: str, sibling: int) -> int:
    """How many of the last digits of a run before a point are the number of the next label: 1, 2, or 0 for none."""
    for count in (1, 2):
        if count <= len(digits) and int(digits[-count:]) == sibling + 1 and digits[-count] not in "0０":
            return count
    if len(digits) <= 2:
        return 0 if len(digits) == 2 and int(digits) <= sibling else len(digits)
    return 0


def _cut(text: str, start: int, end: int) -> _Segment:
    """Label and digits of a stretch; digits that are not at its end belong to the label."""
    last = end
    while last > start and text[last - 1].isspace():
        last -= 1
    border = last
    while border > start and (text[border - 1].isdigit() or text[border - 1] in ".．,，%％"):
        border -= 1
    if border < last and not any(c.isdigit() for c in text[border:last]):
        border = last
    return _Segment(start, border, last)


def _is_bad(text: str, segment: _Segment) -> bool:
    """Whether a stretch reads as prose."""
    label = text[segment.start : segment.border]
    if len(label) > LONGEST_LABEL:
        return True
    return is_sentence(label) or (segment.end > segment.border and not has_han(label))
