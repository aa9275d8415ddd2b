"""Saved web pages: the document of a page without the site around it."""

from __future__ import annotations

import re

from gdie.documents.content import Content, Grid, GridCell, Paragraph
from gdie.documents.encoding import decode
from gdie.documents.errors import UnreadableDocument
from gdie.documents.formats.html.about import hints, meta_hints
from gdie.documents.formats.html.article import boxes, choose, measure
from gdie.documents.formats.html.flow import Flow, Line
from gdie.documents.formats.html.furniture import Piece, document_part, stands_in
from gdie.documents.formats.html.tree import Page, parse
from gdie.documents.formats.html.visible import mark_shown
from gdie.documents.formats.html.wording import pinyin_spread, without_pinyin
from gdie.documents.limits import Limits

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{2,20})", re.IGNORECASE)
_LITTLE = 20
_NOTHING = "holds no text (a page that loads it by scripts, or one that stands in for it); open it in a browser, wait for the text and save it again"


def read_html(data: bytes, limits: Limits) -> Content:
    """The document of a web page: lines, tables of data and what the page says of it.

    Navigation, controls, counters and hidden text are left out. The place of each stretch is the selector of its block. Raises
    `UnreadableDocument` for pages without text, nested too deeply, or beyond the limits of characters and cells.
    """
    charset = _CHARSET.search(data[:4096])
    text, _ = decode(data, charset.group(1).decode("ascii") if charset else None)
    return read_page(text, limits)


def read_page(text: str, limits: Limits) -> Content:
    """`read_html` of a page that has been decoded."""
    page = parse(text, limits)
    mark_shown(page)
    data_tables = measure(page)
    if page.top.han + page.top.links < _LITTLE:
        # Some pages are hidden until their scripts have run.
        whole = parse(text, limits)
        mark_shown(whole, styles=False)
        tables = measure(whole)
        if whole.top.han >= max(2 * _LITTLE, 5 * page.top.han):
            page, data_tables = whole, tables
    top = page.top
    limits.check("characters", top.han)
    if not top.han + top.links:
        _refuse_frames(page)
    found = boxes(page)
    for box in found:
        box.skip = True
    choose(page, data_tables, meta_hints(page).title or "")
    pieces = list(Flow(page, data_tables, limits).pieces(top))
    kept, about = document_part(pieces)
    if not kept or stands_in([p.text for p in kept if isinstance(p, Line)] if not _grids(kept) else []):
        raise UnreadableDocument(_NOTHING)
    for box in found:
        box.skip = False
    return Content(_clean(kept), hints(page, found, about))


def _refuse_frames(page: Page) -> None:
    if any(e.tag in ("frame", "iframe") for e in page.elements):
        raise UnreadableDocument(
            "only shows other pages in frames; save the page of the frame that holds the report"
        )


def _grids(pieces: list[Piece]) -> bool:
    return any(not isinstance(piece, Line) for piece in pieces)


def _clean(pieces: list[Piece]) -> tuple[Paragraph | Grid, ...]:
    plain: list[Paragraph | Grid] = [p.paragraph if isinstance(p, Line) else p[1] for p in pieces]
    texts = [text for piece in plain for text in _texts(piece)]
    if not pinyin_spread(texts):
        return tuple(plain)
    return tuple(
        without_pinyin(piece)
        if isinstance(piece, Paragraph)
        else Grid(
            tuple(
                GridCell(c.row, c.column, tuple(map(without_pinyin, c.lines)), c.row_span, c.column_span)
                for c in piece.cells
            ),
            piece.ragged,
        )
        for piece in plain
    )


def _texts(piece: Paragraph | Grid) -> list[str]:
    return (
        [piece.text] if isinstance(piece, Paragraph) else [line.text for c in piece.cells for line in c.lines]
    )
