"""What is printed on pages and is not of the report: page numbers, running heads and feet, watermarks, text without ink."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from gdie.documents.formats.pdf.page import Glyph, Line, Page, median
from gdie.documents.radicals import fold_radicals

_MARGIN = 0.13  # share of the height of a page, above and below, where furniture stands
_DEEP = 3  # lines from the edge of a page
_HAN = "一二三四五六七八九十百零〇"
_COUNT = rf"(?:\d{{1,4}}|[{_HAN}]{{1,5}}|[０-９]{{1,4}})"
_DASH = r"[-‐-―─－~～·•*|/_]"
_BARE = re.compile(rf"{_DASH}*\s*(\d{{1,4}})\s*{_DASH}*$")
_NUMBERED = re.compile(
    rf"(?:第\s*{_COUNT}\s*[页頁](?:\s*[,，/／]?\s*[（(]?[共总總]\s*{_COUNT}\s*[页頁][)）]?)?"
    rf"|[（(]?[共总總]\s*{_COUNT}\s*[页頁]\s*[,，/／]?\s*第\s*{_COUNT}\s*[页頁][)）]?"
    rf"|{_DASH}+\s*{_COUNT}\s*{_DASH}+|\d{{1,4}}\s*[/／]\s*\d{{1,4}}|[Pp]age\s*\d{{1,4}}(?:\s*of\s*\d{{1,4}})?)"
)
_SAME_PLACE = 3.0  # points
_LARGE = 1.8  # a watermark is larger than the text by this factor


def without_furniture(pages: Sequence[Page], lines: Sequence[list[Line]]) -> list[list[Line]]:
    """The lines of each page (those outside tables) without page numbers and running heads and feet."""
    edges = [_edge_lines(page, found) for page, found in zip(pages, lines, strict=True)]
    dropped = _page_numbers(edges)
    dropped |= _running(edges)
    return [[line for line in found if id(line) not in dropped] for found in lines]


def drop_watermarks(pages: Sequence[Page]) -> None:
    """Take large text that is pale, or repeated at one place of most pages, and text without ink off the pages."""
    sizes = Counter[float]()
    for page in pages:
        sizes.update(round(glyph.size * 2) / 2 for glyph in page.glyphs if glyph.text != " ")
    body = sizes.most_common(1)[0][0] if sizes else 0.0
    repeated = _repeated(pages, body * _LARGE)
    for page in pages:
        hidden = sum(glyph.hidden for glyph in page.glyphs)
        # The text of a scan is without ink, over its picture; elsewhere nobody can see it.
        unseen = 0 < hidden < len(page.glyphs) and page.pictured < 0.5
        page.glyphs = [
            glyph
            for glyph in page.glyphs
            if not (
                (unseen and glyph.hidden)
                or (glyph.light and glyph.size >= body * _LARGE)
                or _spot(glyph) in repeated
            )
        ]


def _repeated(pages: Sequence[Page], least: float) -> set[tuple[str, int, int]]:
    """Large characters that stand at one place on most of several pages."""
    if len(pages) < 3:
        return set()
    counts = Counter[tuple[str, int, int]]()
    for page in pages:
        counts.update({_spot(g) for g in page.glyphs if g.size >= least and g.text != " "})
    return {spot for spot, count in counts.items() if count > len(pages) / 2}


def _spot(glyph: Glyph) -> tuple[str, int, int]:
    return glyph.text, round(glyph.left / 2), round(glyph.baseline / 2)


def _edge_lines(page: Page, lines: Sequence[Line]) -> list[Line]:
    """The few lines at the edges of a page, those at its upper edge before those at its lower one."""
    ordered = sorted(lines, key=lambda line: line.top)
    upper = [line for line in ordered[:_DEEP] if line.bottom <= page.height * _MARGIN]
    lower = [line for line in ordered[-_DEEP:] if line.top >= page.height * (1 - _MARGIN)]
    return [*upper, *lower]


def _page_numbers(edges: Iterable[Sequence[Line]]) -> set[int]:
    """Lines that number the page: in words, between dashes, or bare where the numbers of pages go up with the pages."""
    dropped: set[int] = set()
    bare: dict[int, list[Line]] = defaultdict(list)
    pages = 0
    for lines in edges:
        pages += 1
        for place, line in enumerate(lines):
            text = fold_radicals(line.text).strip()
            if _NUMBERED.fullmatch(text):
                dropped.add(id(line))
            elif place in (0, len(lines) - 1) and (match := _BARE.match(text)):
                bare[int(match.group(1)) - line.page.number].append(line)
    for offset, found in bare.items():
        if len({line.page.number for line in found}) >= 2 or (pages <= 2 and offset == 0):
            dropped |= {id(line) for line in found}
    return dropped


def _running(edges: Sequence[Sequence[Line]]) -> set[int]:
    """Lines of the same words at the same place of several pages; the number of the page in them may differ."""
    places: dict[tuple[str, int], list[Line]] = defaultdict(list)
    for line in (line for lines in edges for line in lines):
        # The number of the page may stand at the other end of the line.
        parts = [s.text for s in line.segments if not _BARE.match(s.text)]
        words = _NUMBERED.sub("#", fold_radicals("  ".join(parts)))
        if not parts:
            continue
        places[words, round(line.left / _SAME_PLACE)].append(line)
    dropped: set[int] = set()
    for lines in places.values():
        middle = median([line.baseline for line in lines])
        same = [line for line in lines if abs(line.baseline - middle) <= _SAME_PLACE]
        # Heads of odd and even pages differ, and the cover has none.
        if len({line.page.number for line in same}) >= max(2, 0.3 * len(edges)):
            dropped |= {id(line) for line in same}
    return dropped
