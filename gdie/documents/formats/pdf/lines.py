"""From characters at places to lines: what stands on one baseline, from left to right, with the blanks that are seen."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from gdie.documents.formats.pdf.page import Glyph, Line, Page, Segment

_WIDE = re.compile(
    r"[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef"
    r"\u2018-\u201d\u2026\u2014\u2460-\u24ff\u3000-\u303f\U00020000-\U0003ffff]"
)
# All as shares of the size of the letters.
_RAISED = 0.4  # baselines no further apart are one line: raised figures, other fonts
_TWICE = 0.25  # the same character no further apart is one, printed twice to look bold
_APART = 1.5  # a gap that parts segments
_BETWEEN_WIDE = 0.7  # a gap between two Han characters that is a blank: lines are stretched by less
_BETWEEN_DIGITS = 0.5
_BETWEEN_LETTERS = 0.18
_BETWEEN_BOTH = 0.45  # between a Han character and a letter or digit, where half a blank is usual typesetting
_TYPED = 0.3  # a blank that was typed shows at least so much, or it is no gap at all


def is_wide(text: str) -> bool:
    """Whether a character is of the Han scripts or full-width punctuation."""
    return _WIDE.match(text) is not None


def build_lines(glyphs: Iterable[Glyph], page: Page) -> list[Line]:
    """The lines of some characters of a page, from top to bottom."""
    lines = []
    for row in _rows(sorted(glyphs, key=lambda g: g.baseline)):
        row.sort(key=lambda g: (g.left, g.run))
        segments = list(_segments(_once(row)))
        if segments:
            lines.append(Line(page, segments))
    return lines


def _rows(glyphs: Sequence[Glyph]) -> Iterator[list[Glyph]]:
    row: list[Glyph] = []
    size = 0.0
    for glyph in glyphs:
        if row and glyph.baseline - row[0].baseline > _RAISED * max(size, glyph.size):
            yield row
            row, size = [], 0.0
        row.append(glyph)
        size = max(size, glyph.size)
    if row:
        yield row


def _once(row: Sequence[Glyph]) -> Iterator[Glyph]:
    """The characters of a line without those that are printed a second time at nearly the same place."""
    recent: list[Glyph] = []
    for glyph in row:
        recent = [g for g in recent[-8:] if glyph.left - g.left <= _TWICE * glyph.size]
        # A ligature is several characters at one place, but of one run.
        near = min(_TWICE * glyph.size, max(glyph.right - glyph.left, 0.1) / 2)
        if glyph.text != " " and any(
            g.text == glyph.text
            and g.run != glyph.run
            and glyph.left - g.left <= near
            and abs(glyph.baseline - g.baseline) <= near
            for g in recent
        ):
            continue
        recent.append(glyph)
        yield glyph


def _segments(row: Iterable[Glyph]) -> Iterator[Segment]:
    chosen: list[Glyph] = []
    parts: list[str] = []
    edges: list[float] = []
    typed = False
    for glyph in row:
        if glyph.text == " ":
            typed = bool(chosen)
            continue
        if chosen:
            before = chosen[-1]
            size = max(min(before.size, glyph.size), 1.0)
            gap = (glyph.left - before.right) / size
            if gap > _APART:
                yield _segment(chosen, parts, edges)
                chosen, parts, edges = [], [], []
            elif _is_blank(before.text, glyph.text, gap, typed):
                parts.append(" ")
                edges.append(min(before.right, glyph.left))
        # Edges never fall, although boxes of kerned letters overlap.
        parts.append(glyph.text)
        edges.append(max(glyph.left, edges[-1]) if edges else glyph.left)
        chosen.append(glyph)
        typed = False
    if chosen:
        yield _segment(chosen, parts, edges)


def _segment(glyphs: Sequence[Glyph], parts: Sequence[str], edges: Sequence[float]) -> Segment:
    sizes = sorted(g.size for g in glyphs)
    common = sizes[len(sizes) // 2]
    carrier = next(g for g in glyphs if g.size == common)
    return Segment(
        "".join(parts),
        [*edges, max(glyphs[-1].right, edges[-1])],
        min(g.top for g in glyphs),
        max(g.bottom for g in glyphs),
        carrier.baseline,
        common,
    )


def _is_blank(before: str, after: str, gap: float, typed: bool) -> bool:
    """Whether a gap between two characters, in sizes of the letters, is a blank. `typed`: the file has a blank there."""
    wide = is_wide(before), is_wide(after)
    if all(wide):
        return gap > _BETWEEN_WIDE
    if any(wide):
        return gap > (_TYPED if typed else _BETWEEN_BOTH)
    if typed:
        return gap > _BETWEEN_LETTERS / 3
    # Figures are set wide to fill a column, and a blank would make two of one.
    return gap > (_BETWEEN_DIGITS if before.isdigit() and after.isdigit() else _BETWEEN_LETTERS)
