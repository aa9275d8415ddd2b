"""From a PDF file to its paragraphs and grids."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

import pypdfium2

from gdie.documents.content import Content, Grid, Hints, Paragraph
from gdie.documents.errors import UnreadableDocument
from gdie.documents.formats.pdf.columns import Item, in_reading_order
from gdie.documents.formats.pdf.continued import GrowingTable
from gdie.documents.formats.pdf.extraction import extract_page
from gdie.documents.formats.pdf.furniture import drop_watermarks, without_furniture
from gdie.documents.formats.pdf.lines import build_lines
from gdie.documents.formats.pdf.opening import open_pdf
from gdie.documents.formats.pdf.page import Line, Page
from gdie.documents.formats.pdf.paragraphs import Margins, join_lines, margins
from gdie.documents.formats.pdf.ruled import RuledTable, find_ruled
from gdie.documents.formats.pdf.unruled import find_unruled
from gdie.documents.limits import Limits
from gdie.documents.radicals import fold_radicals

_FEW = 20  # characters: a page with fewer and a picture over half of it is a scan
_PICTURED = 0.4
_UNMAPPED = 0.3  # share of characters nobody knows, beyond which the rest is worth nothing
_HAN = re.compile(r"[\u4e00-\u9fff]")
_PROGRAM_TITLE = re.compile(
    r"Microsoft|WPS|[\\/]|\.(?:docx?|wps|xlsx?|pdf|pptx?|rtf|txt|html?|indd|cdr)\s*$", re.I
)
_NO_TITLE = frozenset({"无标题", "未命名", "无标题文档", "新建文档", "文档", "幻灯片"})


def read_pdf(data: bytes, limits: Limits) -> Content:
    """Read a PDF file: its text layer, not its pictures.

    Raises `UnreadableDocument`: encrypted, damaged, a scan without text, fonts that don't say which characters they show, beyond the limits.
    """
    document = open_pdf(data, limits)
    try:
        pages = _pages(document, limits)
        hints = _hints(document)
    finally:
        document.close()
    scans = _check_text(pages)
    drop_watermarks(pages)
    tables = []
    cells = 0
    for page in pages:
        found = find_ruled(page)
        cells += sum(len(table.cells) for table in found)
        limits.check("cells", cells)
        tables.append(found)
    lines = without_furniture(pages, [build_lines(page.glyphs, page) for page in pages])
    groups = [in_reading_order(*both) for both in zip(lines, tables, strict=True)]
    return Content(tuple(_pieces(groups)), hints, _unread(scans))


def _pages(document: Any, limits: Limits) -> list[Page]:
    pages: list[Page] = []
    used = 0
    for number in range(1, len(document) + 1):
        try:
            page = extract_page(document, number, limits, used)
        except pypdfium2.PdfiumError:
            raise UnreadableDocument(
                f"is damaged (page {number} can't be read); get it anew, or open it in a viewer and save it"
            ) from None
        used += len(page.glyphs)
        pages.append(page)
    return pages


def _check_text(pages: Sequence[Page]) -> list[int]:
    """The numbers of the pages that are scans. Raises `UnreadableDocument` where there is no text, or none that can be told."""
    counts = [sum(glyph.text != " " for glyph in page.glyphs) for page in pages]
    scans = [
        number
        for number, (page, count) in enumerate(zip(pages, counts, strict=True), 1)
        if count < _FEW and page.pictured > _PICTURED
    ]
    texts = sum(count >= _FEW for count in counts)
    if scans and not texts:
        of = "1 page that is a picture" if len(scans) == 1 else f"{len(scans)} pages of pictures"
        raise UnreadableDocument(
            f"is a scan without text ({of}); run character recognition (OCR) on it first"
        )
    if not any(counts):
        raise UnreadableDocument(
            "has no text layer (its pages are empty or drawn); run character recognition (OCR) on it first"
        )
    if sum(page.unmapped for page in pages) > _UNMAPPED * sum(counts):
        raise UnreadableDocument(
            "has text whose fonts don't say which characters they show; "
            "make the PDF anew from the original, or run character recognition (OCR) on it"
        )
    return scans


def _unread(scans: Sequence[int]) -> tuple[str, ...]:
    """What to say of pages that are scans among others."""
    if not scans:
        return ()
    if len(scans) == 1:
        return (f"page {scans[0]} is a scan without text and was not read",)
    shown = ", ".join(map(str, scans[:10])) + (" …" if len(scans) > 10 else "")
    return (f"pages {shown} are scans without text and were not read",)


def _pieces(pages: Sequence[Sequence[tuple[int, list[Item]]]]) -> Iterator[Paragraph | Grid]:
    """Paragraphs and grids of the groups of all pages."""
    found = _margins(pages)
    waiting: list[tuple[Line, Margins]] = []
    growing: GrowingTable | None = None
    for groups in pages:
        for column, items in groups:
            for item in items:
                if isinstance(item, RuledTable):
                    yield from _text(waiting)
                    waiting = []
                    if growing is not None and growing.goes_on_as(item):
                        growing.take(item)
                        continue
                    if growing is not None:
                        yield growing.grid()
                    growing = GrowingTable(item)
                    continue
                if growing is not None:
                    yield growing.grid()
                    growing = None
                waiting.append((item, found[_key(item, column)]))
    yield from _text(waiting)
    if growing is not None:
        yield growing.grid()


def _key(line: Line, column: int) -> tuple[int, int]:
    return round(line.page.width), column


def _margins(pages: Sequence[Sequence[tuple[int, list[Item]]]]) -> dict[tuple[int, int], Margins]:
    lines: dict[tuple[int, int], list[Line]] = defaultdict(list)
    for groups in pages:
        for column, items in groups:
            for item in items:
                if isinstance(item, Line):
                    lines[_key(item, column)].append(item)
    return {key: margins(chosen, across=key[1] == 0) for key, chosen in lines.items()}


def _text(lines: Sequence[tuple[Line, Margins]]) -> Iterator[Paragraph | Grid]:
    """Paragraphs of lines between two tables, and the tables without rules among them."""
    within = {id(line): found for line, found in lines}
    prose: list[Line] = []
    for piece in find_unruled([line for line, _ in lines]):
        if isinstance(piece, Grid):
            yield from join_lines(prose, within)
            prose = []
            yield piece
        else:
            prose.append(piece)
    yield from join_lines(prose, within)


def _hints(document: Any) -> Hints:
    try:
        title = document.get_metadata_value("Title").strip()
    except (pypdfium2.PdfiumError, UnicodeError):
        return Hints()
    title = " ".join(fold_radicals(title).split())
    sensible = len(_HAN.findall(title)) >= 4 and len(title) <= 100 and not _PROGRAM_TITLE.search(title)
    return Hints(title=title if sensible and title not in _NO_TITLE else None)
