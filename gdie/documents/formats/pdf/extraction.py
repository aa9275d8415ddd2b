"""Characters, ruling lines and pictures of the pages, as pdfium finds them.

pdfium is the engine of Chrome: it knows the encodings of unembedded Chinese fonts, bounds what it unpacks, and is hardened by years of
hostile files. Its plain text is not used: it says where each character stands, and the reading order is found from that.
"""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from typing import Any

import pypdfium2.raw as pdfium

from gdie.documents.formats.pdf.objects import address, is_hidden, walk, widen
from gdie.documents.formats.pdf.page import Box, Glyph, Page, turned
from gdie.documents.formats.pdf.rules import find_drawings
from gdie.documents.limits import Limits

_SLANT = 0.08  # how far from a quarter turn text may stand, in radians, and still be read
_PALE = 0.72  # luminance, 0 black to 1 white
_WHITE = 0.97  # white text stands on dark cells
_FAINT = 150  # opacity, of 255
_HYPHENS = {0x02: 0x2D, 0xFFFE: 0x2D, 0xAD: 0x2D}  # what pdfium puts for a hyphen at the end of a line
_BLANK = " \u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t"
_NOTHING = "\u200b\u200c\u200d\u2060\ufeff"
_REPLACEMENT = "\ufffd"


class _Style:
    """What the characters of one drawing operation have in common."""

    __slots__ = ("hidden", "light", "quarter", "run", "size")

    def __init__(self, run: int, size: float, quarter: int | None, light: bool, hidden: bool) -> None:
        self.run, self.size, self.quarter, self.light, self.hidden = run, size, quarter, light, hidden


class _Frame:
    """From the space of a page's contents to the page as it is shown, upper left corner (0, 0)."""

    def __init__(self, page: Any) -> None:
        self.width, self.height = page.get_size()
        self.turns = page.get_rotation() // 90
        left, bottom, right, top = page.get_cropbox()
        self._left, self._top = min(left, right), max(bottom, top)
        flat = (self.height, self.width) if self.turns % 2 else (self.width, self.height)
        self._width, self._height = flat

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        """A box of the contents as one of the page."""
        flat = (left - self._left, self._top - top, right - self._left, self._top - bottom)
        return turned(flat, self._width, self._height, self.turns)


def extract_page(document: Any, number: int, limits: Limits, used: int) -> Page:
    """Page `number` (from 1) without the text that is neither upright nor sideways. `used`: characters of the pages before.

    Raises `UnreadableDocument` beyond the limit of characters, `pypdfium2.PdfiumError` for a page that can't be loaded.
    """
    page = document[number - 1]
    try:
        frame = _Frame(page)
        drawn = list(walk(page.raw))
        strings = [handle for kind, handle, _ in drawn if kind == pdfium.FPDF_PAGEOBJ_TEXT]
        hidden = {address(string) for string in strings if is_hidden(string)}
        for string in strings:
            widen(string)
        textpage = page.get_textpage()
        try:
            count = max(pdfium.FPDFText_CountChars(textpage.raw), 0)
            limits.check("characters", used + count)
            made = Page(number, frame.width, frame.height)
            glyphs = _glyphs(textpage.raw, count, frame, made, hidden)
            drawings = find_drawings(drawn, frame.box, frame.width * frame.height)
        finally:
            textpage.close()
    finally:
        page.close()
    made.rules, made.pictured = drawings
    _stand_up(made, glyphs)
    return made


def _glyphs(
    handle: Any, count: int, frame: _Frame, page: Page, hidden: set[int | None]
) -> list[tuple[int, Glyph]]:
    """The characters with the quarter turns they stand at."""
    rectangle, x, y = pdfium.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    styles: dict[int | None, _Style] = {}
    found: list[tuple[int, Glyph]] = []
    high = 0
    for index in range(count):
        owner = pdfium.FPDFText_GetTextObject(handle, index)
        if not owner:
            continue  # blanks and line ends that pdfium has made up
        key = address(owner)
        style = styles.get(key)
        if style is None:
            style = styles[key] = _style(handle, index, len(styles), frame.turns, key in hidden)
        code = pdfium.FPDFText_GetUnicode(handle, index)
        text, high = _character(_HYPHENS.get(code, code), high)
        if not text or style.quarter is None:
            continue
        if pdfium.FPDFText_HasUnicodeMapError(handle, index) == 1 or text == _REPLACEMENT:
            text = _REPLACEMENT
        if text == _REPLACEMENT or "\ue000" <= text <= "\uf8ff":
            page.unmapped += 1
        if not pdfium.FPDFText_GetLooseCharBox(handle, index, rectangle):
            continue
        pdfium.FPDFText_GetCharOrigin(handle, index, x, y)
        box = frame.box(rectangle.left, rectangle.bottom, rectangle.right, rectangle.top)
        origin = frame.box(x.value, y.value, x.value, y.value)
        if not all(map(math.isfinite, (*box, *origin))) or not style.size < 10_000:
            continue
        if box[2] < -1 or box[3] < -1 or box[0] > frame.width + 1 or box[1] > frame.height + 1:
            continue  # outside what is shown
        box = (min(box[0], box[2]), min(box[1], box[3]), max(box[0], box[2]), max(box[1], box[3]))
        glyph = Glyph(text, *box, 0.0, style.size, style.run, style.light, style.hidden)
        # The letters of a sideways line stand on a vertical one; turning the page makes it level.
        glyph.baseline = origin[1] if style.quarter % 2 == 0 else origin[0]
        found.append((style.quarter, glyph))
    return found


def _character(code: int, high: int) -> tuple[str, int]:
    """The character of a code, and the first half of a pair that waits for its second."""
    if 0xD800 <= code < 0xDC00:
        return "", code
    if 0xDC00 <= code < 0xE000:
        return (chr(0x10000 + ((high - 0xD800) << 10) + code - 0xDC00) if high else _REPLACEMENT), 0
    if code == 0 or code > 0x10FFFF:
        return _REPLACEMENT, 0
    text = chr(code)
    if text in _BLANK:
        return " ", 0
    return ("" if text in _NOTHING or code < 0x20 or 0x7F <= code < 0xA0 else text), 0


def _style(handle: Any, index: int, run: int, turns: int, hidden: bool) -> _Style:
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFText_GetMatrix(handle, index, matrix)
    size = pdfium.FPDFText_GetFontSize(handle, index) * math.hypot(matrix.c, matrix.d)
    # Contents are turned clockwise by the page, the angle counts against the clock.
    angle = math.atan2(matrix.b, matrix.a) - turns * math.pi / 2
    quarter = round(angle / (math.pi / 2))
    straight = abs(angle - quarter * math.pi / 2) <= _SLANT
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    light = False
    if pdfium.FPDFText_GetFillColor(handle, index, red, green, blue, alpha):
        luminance = (0.299 * red.value + 0.587 * green.value + 0.114 * blue.value) / 255
        light = _PALE < luminance < _WHITE or alpha.value < _FAINT
    return _Style(run, abs(size), quarter % 4 if straight else None, light, hidden)


def _stand_up(page: Page, glyphs: list[tuple[int, Glyph]]) -> None:
    """Turn the page so that most of its text is upright, and keep that text."""
    directions = Counter(quarter for quarter, glyph in glyphs if glyph.text != " ")
    if not directions:
        return
    # Text that runs upwards (a quarter against the clock) is upright after a quarter turn clockwise.
    quarter = directions.most_common(1)[0][0]
    page.glyphs = [glyph for direction, glyph in glyphs if direction == quarter]
    if quarter == 0:
        return
    width, height = page.width, page.height
    page.turn = quarter
    for glyph in page.glyphs:
        box = turned((glyph.left, glyph.top, glyph.right, glyph.bottom), width, height, quarter)
        glyph.left, glyph.top, glyph.right, glyph.bottom = box
        match quarter:
            case 1:
                pass  # the x of the origin is the y of the turned page
            case 2:
                glyph.baseline = height - glyph.baseline
            case _:
                glyph.baseline = width - glyph.baseline
    page.rules = [rule.turned(width, height, quarter) for rule in page.rules]
    if quarter % 2:
        page.width, page.height = height, width
