"""Making of PDF files for tests, with the Chinese fonts that every viewer has."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable, Iterable, Sequence

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

SONG = "STSong-Light"
MING = "MSung-Light"
WIDTH, HEIGHT = A4
LEFT, RIGHT = 28 * mm, WIDTH - 26 * mm
TOP, BOTTOM = HEIGHT - 37 * mm, 35 * mm
_NOT_FIRST = "，。、；：）》”！？％%"

for name in (SONG, MING):
    pdfmetrics.registerFont(UnicodeCIDFont(name))


def make_pdf(
    *drawers: Callable[[Canvas], object],
    pagesize: tuple[float, float] = A4,
    title: str = "",
    **options: object,
) -> bytes:
    """A PDF with one page for each function that draws one."""
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=pagesize, **options)
    if title:
        canvas.setTitle(title)
    for draw in drawers:
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


class Flow:
    """Text and tables set one after the other over as many pages as they take, as a word processor does."""

    def __init__(
        self, *, head: str = "", foot: str = "- {} -", left: float = LEFT, right: float = RIGHT
    ) -> None:
        self.stream = io.BytesIO()
        self.canvas = Canvas(self.stream, pagesize=A4)
        self.head, self.foot = head, foot
        self.left, self.right = left, right
        self.page = 1
        self.y = TOP

    def bytes(self) -> bytes:
        self._finish_page()
        self.canvas.save()
        return self.stream.getvalue()

    def break_page(self) -> None:
        self._finish_page()
        self.page += 1
        self.y = TOP

    def title(self, *lines: str, size: float = 22) -> None:
        for line in lines:
            self._room(size * 1.6)
            self.canvas.setFont(SONG, size)
            self.canvas.drawCentredString((self.left + self.right) / 2, self.y, line)

    def paragraph(self, text: str, size: float = 16, indent: float = 2) -> None:
        """A justified paragraph; `indent` in characters."""
        room = self.right - self.left
        rest, first = text, True
        while rest:
            start = self.left + (indent * size if first else 0)
            line, rest = _break(rest, size, room - (start - self.left))
            self._room(28)
            self.canvas.setFont(SONG, size)
            self.canvas.drawString(start, self.y, line)
            first = False

    def table(
        self,
        rows: Sequence[Sequence[str | None]],
        widths: Sequence[float],
        *,
        size: float = 9,
        high: float = 12,
        below: dict[tuple[int, int], int] | None = None,
    ) -> None:
        """A ruled table. None: the cell to the left goes on. `below`: how many rows the cell at (row, column) is high, if not one.

        Cells with more lines than one (parted by a line end) make their row higher. The page may end between any two rows.
        """
        below = below or {}
        edges = [self.left]
        for width in widths:
            edges.append(edges[-1] + width)
        hidden = {
            (row + k, column) for (row, column), count in below.items() for k in range(1, count)
        }  # places under a cell that goes down
        self.y -= 6
        top = self.y
        drawn_from = 0
        for i, row in enumerate(rows):
            tall = high * max(
                (cell or "").count("\n") + 1 for k, cell in enumerate(row) if (i, k) not in below
            )
            if top - tall < BOTTOM:
                self.canvas.line(edges[0], top, edges[-1], top)
                self.break_page()
                top = self.y
                drawn_from = i
            self._row(i, row, edges, top, tall, size, hidden, i == drawn_from)
            top -= tall
        self.canvas.line(edges[0], top, edges[-1], top)
        self.y = top - 10

    def _row(
        self,
        number: int,
        row: Sequence[str | None],
        edges: Sequence[float],
        top: float,
        tall: float,
        size: float,
        hidden: set[tuple[int, int]],
        first: bool,
    ) -> None:
        line = self.canvas.line
        line(edges[0], top, edges[0], top - tall)
        line(edges[-1], top, edges[-1], top - tall)
        self.canvas.setFont(SONG, size)
        for k, cell in enumerate(row):
            under = (number, k) in hidden
            if first or not under:
                line(edges[k], top, edges[k + 1], top)
            if cell is None:
                continue
            if k:
                line(edges[k], top, edges[k], top - tall)
            if under:
                continue
            for n, text in enumerate(cell.split("\n")):
                self.canvas.drawString(edges[k] + 2, top - size - n * size * 1.2, text)

    def _room(self, pitch: float) -> None:
        if self.y - pitch < BOTTOM:
            self.break_page()
        self.y -= pitch

    def _finish_page(self) -> None:
        self.canvas.setFont(SONG, 10.5)
        if self.head:
            self.canvas.drawString(self.left, HEIGHT - 45, self.head)
        if self.foot:
            self.canvas.drawCentredString(WIDTH / 2, 78, self.foot.format(self.page))
        self.canvas.showPage()


def _break(text: str, size: float, room: float) -> tuple[str, str]:
    """The characters that fit on a line and the rest; figures and words are not broken, no line begins with a full stop."""
    end = 0
    while end < len(text) and pdfmetrics.stringWidth(text[: end + 1], SONG, size) <= room:
        end += 1
    if end == len(text):
        return text, ""
    if text[end] in _NOT_FIRST:
        end -= 1
    while end > 1 and text[end - 1].isascii() and text[end].isascii() and text[end].isalnum():
        end -= 1
    return text[:end], text[end:].lstrip()


def picture() -> ImageReader:
    """A small grey picture."""
    from PIL import Image

    stream = io.BytesIO()
    Image.new("L", (60, 80), 200).save(stream, "PNG")
    stream.seek(0)
    return ImageReader(stream)


def lines_drawer(
    lines: Iterable[tuple[float, float, str]], *, size: float = 12, font: str = SONG
) -> Callable[[Canvas], None]:
    """Draws strings at (x, y from the upper edge)."""

    def draw(canvas: Canvas) -> None:
        canvas.setFont(font, size)
        for x, y, text in lines:
            canvas.drawString(x, HEIGHT - y, text)

    return draw


def raw_pdf(objects: Sequence[bytes]) -> bytes:
    """A PDF of objects as given; the first is the catalogue."""
    out = b"%PDF-1.4\n"
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    return (
        out
        + b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF"
        % (
            size,
            table,
            size,
            len(out),
        )
    )


def raw_stream(data: bytes, entries: bytes = b"", *, packed: int = 0) -> bytes:
    """A stream object, deflated `packed` times."""
    for _ in range(packed):
        data = zlib.compress(data, 9)
    filters = b"/Filter[%s]" % (b"/FlateDecode " * packed) if packed else b""
    return b"<<%s%s/Length %d>>stream\n%s\nendstream" % (entries, filters, len(data), data)


def one_page(
    content: bytes, resources: bytes = b"", more: Sequence[bytes] = (), *, page: bytes = b""
) -> bytes:
    """A PDF with one page of this content stream object; `more` are objects 5, 6, …"""
    return raw_pdf(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<<%s>>%s>>"
            % (resources, page),
            content,
            *more,
        ]
    )
