"""Files that no report can be read from: broken, mislabelled, hostile. Each is made here, with what must be said of it."""

from __future__ import annotations

import gzip
import io
import random
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass

import docx
import openpyxl

from gdie.documents import DEFAULT_LIMITS, Limits

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OLE = bytes.fromhex("d0cf11e0a1b11ae1")
LAUGHS = (
    '<!DOCTYPE lolz [<!ENTITY a "哈">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    + "]>"
)
SECRET = '<!DOCTYPE x [<!ENTITY secret SYSTEM "file:///etc/passwd">]>'


@dataclass(frozen=True)
class BadFile:
    """A file by its name, how it is made, and words that its error must have; `limits` where others than the usual ones are tested."""

    name: str
    make: Callable[[], bytes]
    said: str
    limits: Limits = DEFAULT_LIMITS


def _noise(size: int, seed: int = 1) -> bytes:
    return random.Random(seed).randbytes(size)


def _zip(parts: dict[str, bytes | str], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", compression) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return stream.getvalue()


def good_docx() -> bytes:
    """A whole Word file with a table."""
    document = docx.Document()
    document.add_paragraph("某县水务局2022年政府信息公开工作年度报告")
    document.add_paragraph("本年度共收到申请12件。")
    table = document.add_table(2, 2)
    for cell, text in zip(
        [c for row in table.rows for c in row.cells], ("指标", "数量", "申请数", "12"), strict=True
    ):
        cell.text = text
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def good_xlsx() -> bytes:
    """A whole workbook."""
    book = openpyxl.Workbook()
    for row in (("指标", "数量"), ("申请数", 12), ("答复数", 11)):
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _with_part(package: bytes, name: str, data: bytes | str | None) -> bytes:
    """A package with one part replaced, or left out."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        parts: dict[str, bytes | str] = {n: archive.read(n) for n in archive.namelist()}
    parts.pop(name, None)
    return _zip(parts if data is None else parts | {name: data})


def _document_xml(body: str, before: str = "") -> bytes:
    xml = f'<?xml version="1.0" encoding="UTF-8"?>{before}<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
    return _with_part(good_docx(), "word/document.xml", xml)


def _run(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def _encrypted_members(package: bytes) -> bytes:
    """The package with the flag for encryption set on all members."""
    data = bytearray(package)
    for signature, flag in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(signature)
        while at >= 0:
            data[at + flag] |= 1
            at = data.find(signature, at + 4)
    return bytes(data)


def _lying_zip() -> bytes:
    """A Word file whose main part says that it is small and is not."""
    package = bytearray(_with_part(good_docx(), "word/document.xml", b" " * 300_000_000))
    with zipfile.ZipFile(io.BytesIO(bytes(package))) as archive:
        local = archive.getinfo("word/document.xml").header_offset
    central = package.rfind(b"word/document.xml") - 46
    package[local + 22 : local + 26] = struct.pack("<I", 1000)
    package[central + 24 : central + 28] = struct.pack("<I", 1000)
    return bytes(package)


def _nested_zips(depth: int) -> bytes:
    data = _zip({"a.txt": "共收到申请12件。"})
    for n in range(depth):
        data = _zip({f"{n}.zip": data})
    return data


def pdf(pages: int = 1, content: bytes = b"", extra: bytes = b"") -> bytes:
    """A small PDF by hand: pages that share one content stream (compressed)."""
    packed = zlib.compress(content, 9)
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count %d /Kids [%s] >>"
        % (pages, b" ".join(b"%d 0 R" % (5 + n) for n in range(pages))),
        b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(packed), packed),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        *[
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 3 0 R /Resources << /Font << /F1 4 0 R >> >> >>"
        ]
        * pages,
    ]
    out = io.BytesIO()
    out.write(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.write(b"".join(b"%010d 00000 n \n" % place for place in places))
    out.write(
        b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, extra, start)
    )
    return out.getvalue()


def _encrypted_pdf() -> bytes:
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfgen.canvas import Canvas

    stream = io.BytesIO()
    canvas = Canvas(stream, encrypt=StandardEncryption("open sesame", "owner"))
    canvas.drawString(100, 700, "report")
    canvas.save()
    return stream.getvalue()


def _scan() -> bytes:
    from PIL import Image
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    stream = io.BytesIO()
    canvas = Canvas(stream)
    for _ in range(3):
        canvas.drawImage(ImageReader(Image.new("L", (60, 80), 200)), 0, 0, 595, 842)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def _wide_xlsx(rows: int, columns: int) -> bytes:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    for _ in range(rows):
        sheet.append([1] * columns)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _empty_docx() -> bytes:
    stream = io.BytesIO()
    docx.Document().save(stream)
    return stream.getvalue()


def _empty_xlsx() -> bytes:
    stream = io.BytesIO()
    openpyxl.Workbook().save(stream)
    return stream.getvalue()


def _ole(stream_name: str) -> bytes:
    return OLE + b"\0" * 1000 + stream_name.encode("utf-16-le") + b"\0" * 1000


def _mhtml(kind: str, body: str) -> bytes:
    return (
        "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=XX\r\n\r\n"
        f"--XX\r\nContent-Type: {kind}\r\n\r\n{body}\r\n--XX--\r\n"
    ).encode()


BAD_FILES: tuple[BadFile, ...] = (
    # Text
    BadFile("empty.txt", lambda: b"", "is empty"),
    BadFile("blank.txt", lambda: b" \r\n\t" * 100, "is empty"),
    BadFile("nul.txt", lambda: b"\0" * 5000, "binary"),
    BadFile("noise.txt", lambda: _noise(5000), "binary"),
    BadFile("high.txt", lambda: bytes(b | 0x80 for b in _noise(5000)), "neither UTF-8"),
    BadFile("cut-utf16.txt", lambda: b"\xff\xfe" + "共".encode("utf-16-le") * 3 + b"\xd8", "UTF-16"),
    BadFile("one-line.txt", lambda: b"a" * 50_000_000, "larger than 20,000,000 bytes"),
    BadFile("one-line-allowed.txt", lambda: b"a" * 50_000_000, "characters", Limits(bytes=10**9)),
    # Mislabelled
    BadFile("picture.pdf", lambda: b"\x89PNG\r\n\x1a\n" + _noise(500), "picture"),
    BadFile("photo.docx", lambda: b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + _noise(500), "picture"),
    BadFile("program.html", lambda: b"MZ\x90\0\x03\0\0\0" + _noise(500), "program"),
    BadFile("old.doc", lambda: _ole("WordDocument"), ".docx"),
    BadFile("old.xls", lambda: _ole("Workbook"), ".xlsx"),
    BadFile("locked.docx", lambda: _ole("EncryptedPackage"), "encrypted"),
    BadFile("letter.doc", lambda: rb"{\rtf1\ansi \'b9\'ab}", "RTF"),
    BadFile(
        "open.odt", lambda: _zip({"mimetype": "application/vnd.oasis.opendocument.text"}), "OpenDocument"
    ),
    BadFile("layout.ofd", lambda: _zip({"OFD.xml": "<ofd:OFD/>", "Doc_0/Document.xml": "<x/>"}), "OFD"),
    BadFile("packed.rar", lambda: b"Rar!\x1a\x07\x01\x00" + _noise(500), "RAR"),
    BadFile("packed.7z", lambda: b"7z\xbc\xaf\x27\x1c" + _noise(500), "7z"),
    BadFile("packed.gz", lambda: gzip.compress(b"x" * 500), "gzip"),
    # DOCX
    BadFile("cut.docx", lambda: good_docx()[:9000], "damaged"),
    BadFile("gutted.docx", lambda: _with_part(good_docx(), "word/document.xml", None), "is no Word document"),
    BadFile("torn.docx", lambda: _with_part(good_docx(), "word/document.xml", "<w:document"), "damaged"),
    BadFile("blank.docx", _empty_docx, "holds no text"),
    BadFile("laughs.docx", lambda: _document_xml(_run("&j;"), LAUGHS), "declares entities"),
    BadFile("xxe.docx", lambda: _document_xml(_run("&secret;"), SECRET), "declares entities"),
    BadFile(
        "deep.docx",
        lambda: _document_xml("<w:sdt><w:sdtContent>" * 5000 + "</w:sdtContent></w:sdt>" * 5000),
        "damaged",
    ),
    BadFile("separator.docx", lambda: _document_xml("<w:p xmlns:o='\u2028'/>"), "damaged"),
    BadFile("bomb.docx", lambda: _with_part(good_docx(), "word/document.xml", b" " * 300_000_000), "unpack"),
    BadFile("liar.docx", _lying_zip, "damaged"),
    BadFile("locked-members.docx", lambda: _encrypted_members(good_docx()), "encrypted"),
    BadFile("cells.docx", good_docx, "cells", Limits(cells=3)),
    # XLSX, CSV
    BadFile("cut.xlsx", lambda: good_xlsx()[:3000], "damaged"),
    BadFile("gutted.xlsx", lambda: _with_part(good_xlsx(), "xl/worksheets/sheet1.xml", None), "damaged"),
    BadFile("blank.xlsx", _empty_xlsx, "holds no filled cell"),
    BadFile(
        "laughs.xlsx",
        lambda: _with_part(
            good_xlsx(),
            "xl/worksheets/sheet1.xml",
            f'<?xml version="1.0"?>{LAUGHS}<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>&j;</t></is></c></row></sheetData></worksheet>',
        ),
        "declares a document type",
    ),
    BadFile("wide.xlsx", lambda: _wide_xlsx(600, 500), "cells"),
    BadFile("cells.csv", lambda: "指标,数量\n".encode() + "申请数,12\n".encode() * 200_000, "cells"),
    BadFile("binary.csv", lambda: _noise(5000), "binary"),
    # HTML
    BadFile(
        "script.html",
        lambda: b"<html><head><script>var a = 'text';</script></head><body></body></html>",
        "no text",
    ),
    BadFile(
        "frames.html",
        lambda: b"<html><frameset cols='20%,80%'><frame src='a.html'><frame src='b.html'></frameset></html>",
        "frame",
    ),
    BadFile(
        "deep.html", lambda: ("<html><body>" + "<div>" * 100_000 + "共收到申请12件。").encode(), "nesting"
    ),
    BadFile("nul.html", lambda: b"<html><body>" + b"\0" * 5000, "binary"),
    BadFile("empty.mht", lambda: _mhtml("image/png", "AAAA"), "without a page"),
    BadFile(
        "attributes.html",
        lambda: b"<html><body><p " + b" ".join(b"a%d=1" % n for n in range(100_000)) + b">text",
        "attributes",
    ),
    BadFile("quotes.md", lambda: b">" * 1_000_000, "no text"),
    BadFile(
        "soft-404.html",
        lambda: "<html><body><h1>404 Not Found</h1><p>您访问的页面不存在</p></body></html>".encode(),
        "no text",
    ),
    # PDF
    BadFile("cut.pdf", lambda: pdf(3, b"BT /F1 12 Tf (report) Tj ET")[:400], "damaged"),
    BadFile("header.pdf", lambda: b"%PDF-1.7\n" + _noise(2000), "damaged"),
    BadFile("locked.pdf", _encrypted_pdf, "encrypted"),
    BadFile("scan.pdf", _scan, "scan"),
    BadFile("long.pdf", lambda: pdf(600, b"BT /F1 12 Tf 100 700 Td (report) Tj ET"), "pages"),
    BadFile("bomb.pdf", lambda: pdf(1, b" " * 400_000_000), "unpack"),
    BadFile("blank.pdf", lambda: pdf(2, b" "), "no text"),
    # Archives
    BadFile("empty.zip", lambda: _zip({}), "archive"),
    BadFile("cut.zip", lambda: _zip({"a.txt": "共12件。" * 1000})[:-30], "damaged"),
)
