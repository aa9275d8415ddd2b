"""Opening a PDF: what is encrypted, damaged or unpacks to too much is told before any page is read."""

from __future__ import annotations

import base64
import binascii
import io
import math
import re
import zlib
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from gdie.documents.errors import UnreadableDocument
from gdie.documents.formats.pdf.forms import check_drawing
from gdie.documents.limits import Limits

_STREAM = re.compile(rb"stream\r?\n|stream\r")
_END = b"endstream"
_CALL = re.compile(rb"/[^\s/<>()\[\]]+\s+Do\b")  # draws a form or a picture
_LETTERS = (b"ASCII85", b"/A85", b"ASCIIHex", b"/AHx")
_ENTRIES = 2_000  # bytes of the dictionary before a stream that are looked at
_LEAST = 1_000
_CHUNK = 1 << 16
_LAYERS = 4  # filters of one stream
_SUSPICIOUS = (
    16.0  # log 2 of how often the forms of a file could draw something at most, if each drew the next
)
_DAMAGED = "is damaged or cut off (no pages can be read); get it anew, or open it in a viewer and save it"
_ENCRYPTED = "is encrypted; save it without a password"


def open_pdf(data: bytes, limits: Limits) -> Any:
    """A `pypdfium2.PdfDocument` that is safe to read as far as can be told. Raises `UnreadableDocument`."""
    largest, calls = _weigh(data, limits)
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        code = getattr(error, "err_code", None)
        locked = code in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY)
        raise UnreadableDocument(_ENCRYPTED if locked else _DAMAGED) from None
    with ExitStack() as opened:
        opened.callback(document.close)
        pages = len(document)
        if pages < 1:
            raise UnreadableDocument(_DAMAGED)
        limits.check("pages", pages)
        if pdfium.FPDF_GetSecurityHandlerRevision(document.raw) != -1:
            # Opened with the empty password; its streams can be weighed only without it.
            data = _unlocked(document)
            largest, calls = _weigh(data, limits)
        if calls > _SUSPICIOUS or pages * largest > limits.unpacked:
            check_drawing(data, limits)
        opened.pop_all()
    return document


def _unlocked(document: Any) -> bytes:
    stream = io.BytesIO()
    try:
        document.save(stream, flags=pdfium.FPDF_REMOVE_SECURITY)
    except pypdfium2.PdfiumError:
        raise UnreadableDocument(_ENCRYPTED) from None
    return stream.getvalue()


def _weigh(data: bytes, limits: Limits) -> tuple[int, float]:
    """The size of the largest stream of a PDF, unpacked, and log 2 of how often its forms could draw something at most.

    pdfium itself unpacks up to a gigabyte a stream. Raises `UnreadableDocument` where all streams unpack to more than the limit.
    """
    total = largest = 0
    calls = 0.0
    for match in _STREAM.finditer(data):
        start = match.end()
        size = count = 0
        for piece in _unpacked(data, start, match.start()):
            size += len(piece)
            count += len(_CALL.findall(piece))
            if total + size > limits.unpacked:
                limits.check("unpacked", total + size, "the size it unpacks to")
        total += size
        largest = max(largest, size)
        calls += math.log2(max(count, 1))
    return largest, calls


def _unpacked(data: bytes, start: int, head: int) -> Iterator[bytes]:
    """What a stream unpacks to, in pieces: one deflated several times over, or deflated and written in letters.

    Whatever can't be unpacked comes as it is: work that leads to nothing counts too, or streams within streams would cost a lot.
    """
    entries = data[max(data.rfind(b"obj", max(head - _ENTRIES, 0), head), head - _ENTRIES, 0) : head]
    packed: Iterator[bytes | memoryview]
    if any(name in entries for name in _LETTERS):
        packed = iter([_from_letters(data[start : _end(data, start)])])
    elif _is_deflated(data[start : start + 2]):
        packed = _chunks(data, start)
    else:
        yield data[start : _end(data, start)]
        return
    for _ in range(_LAYERS):
        first = next(packed, b"")
        if not _is_deflated(first[:2]):
            yield bytes(first)
            break
        packed = _inflated(first, packed)
    for piece in packed:
        yield bytes(piece)


def _is_deflated(head: bytes | memoryview) -> bool:
    return len(head) == 2 and head[0] & 0x0F == 8 and (head[0] * 256 + head[1]) % 31 == 0


def _end(data: bytes, start: int) -> int:
    end = data.find(_END, start)
    return len(data) if end < 0 else end


def _chunks(data: bytes, start: int) -> Iterator[memoryview]:
    view = memoryview(data)
    for position in range(start, len(data), _CHUNK):
        yield view[position : position + _CHUNK]


def _inflated(first: bytes | memoryview, rest: Iterator[bytes | memoryview]) -> Iterator[bytes]:
    unpacker = zlib.decompressobj()
    waiting = first
    nothing = True
    try:
        while len(waiting) and not unpacker.eof:
            piece = unpacker.decompress(waiting, _CHUNK)
            if piece:
                nothing = False
                yield piece
            waiting = unpacker.unconsumed_tail or next(rest, b"")
    except zlib.error:
        if nothing:
            yield b" " + bytes(first[:_LEAST])


def _from_letters(text: bytes) -> bytes:
    try:
        if text.strip()[:1] == b"<" or re.fullmatch(rb"[0-9A-Fa-f\s]*>?\s*", text[:100]):
            return binascii.unhexlify(b"".join(text.split()).strip(b"<>"))
        return base64.a85decode(text.strip().removesuffix(b"~>"))
    except ValueError:
        return text
