"""The type of a file by its content; what is recognised but not read is refused by name."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal, NoReturn, cast

from gdie.documents.errors import NoDocument, UnreadableDocument
from gdie.documents.limits import DEFAULT_LIMITS, Limits
from gdie.documents.model import FileFormat
from gdie.documents.vocabulary import words

if TYPE_CHECKING:
    from gdie.documents.formats.packages import Package

Sniffed = FileFormat | Literal["zip"]

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_PDF_WITHIN = 1024
_HEAD = 65_536  # bytes in which a page or an XML file shows what it is
_BINARY_WITHIN = 512
_BOMS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
# Nothing, a byte order mark or blanks. A file of NULs is no empty one: it was damaged on its way.
_BLANK = b" \t\r\n\f\v\x1a"
_BEFORE_TAGS = re.compile(r"\s+|<!--|<\?|<!(?!doctype\b)|\ufeff", re.IGNORECASE)
_TAG = re.compile(r"<(!doctype|[A-Za-z][A-Za-z0-9:_.-]*)", re.IGNORECASE)
_ENDS = {"<!--": "-->", "<?": "?>", "<!": ">"}
_PAGE = re.compile(r"<!doctype\s+html|<html[\s>]|<body[\s>]", re.IGNORECASE)
_MARKUP = re.compile(r"</(?:p|div|td|tr|span|table|font|li)\s*>|<br\s*/?>|&nbsp;", re.IGNORECASE)
_FEWEST_TAGS = 4
_HEADER_LINE = re.compile(
    r"(?:From|To|Subject|Date|Received|Return-Path|MIME-Version|Message-ID|Content-[A-Za-z-]+|X-[A-Za-z-]+|Snapshot-[A-Za-z-]+)\s*:",
    re.IGNORECASE,
)
_MULTIPART = re.compile(r"^Content-Type\s*:\s*(multipart/[a-z]+|text/html)", re.IGNORECASE | re.MULTILINE)


def sniff(data: bytes, suffix: str = "", *, limits: Limits = DEFAULT_LIMITS) -> Sniffed:
    """The format of a file; "zip" for an archive of files. `suffix` (`.csv`) only tells apart text, Markdown and CSV.

    Raises `UnreadableDocument` for an empty file and for formats that are not read, `NoDocument` for files that can hold no report.
    """
    return _sniff(data, suffix, limits, named=True)


def sniff_in_folder(data: bytes, suffix: str = "", *, limits: Limits = DEFAULT_LIMITS) -> Sniffed:
    """The format of a file that was met in a folder and not given by name. Raises as `sniff`.

    Where the suffix is none of a document, texts are taken for scripts, settings or logs: `NoDocument`. Pages, PDF and office files
    are read under any name (`report.aspx`, no suffix at all).
    """
    if readable_suffix(suffix):
        return sniff(data, suffix, limits=limits)
    try:
        found = _sniff(data, suffix, limits, named=False)
    except NoDocument:
        raise
    except UnreadableDocument as error:
        if not data.strip(_BLANK):
            raise NoDocument(str(error)) from None
        raise
    if found == "text":
        raise NoDocument(
            f"is no document by its name ({suffix or 'no suffix'}); rename it to .txt to have it read"
        )
    return found


def readable_suffix(suffix: str) -> bool:
    """Whether files of this suffix (`.docx`, in any case) are meant as documents, those of formats that are not read included."""
    return suffix.lower() in _data()["suffixes"]["readable"]


def _sniff(data: bytes, suffix: str, limits: Limits, *, named: bool) -> Sniffed:
    head = _head(data)
    if not data.strip(_BLANK) or (len(data) <= _HEAD and not head.strip("\ufeff \t\r\n\f\v\x1a\u3000\xa0")):
        raise UnreadableDocument("is empty; nothing to extract")
    if data.startswith(_ZIP):
        return _zip(data, limits)
    if data.startswith(_OLE):
        raise UnreadableDocument(_compound(data))
    _refuse_binary(data)
    if _is_pdf(data):
        return "pdf"
    if _is_mail(head):
        return "mhtml"
    suffix = suffix.lower()
    suffixes = _data()["suffixes"]
    if suffix in suffixes["markdown"] and not _PAGE.search(head[:_PDF_WITHIN]):
        return "markdown"
    if _is_page(head, loose=named and suffix not in suffixes["csv"]):
        return "html"
    _refuse_xml(head)
    return "csv" if suffix in suffixes["csv"] else "text"


def _head(data: bytes) -> str:
    """The first characters, for the search of tags: these are ASCII, and no byte of GBK or Big5 looks like a bracket of theirs."""
    start = data[:_HEAD]
    for bom, encoding in _BOMS:
        if start.startswith(bom):
            return start[len(bom) :].decode(encoding if encoding != "utf-8" else "latin-1", errors="replace")
    sample = start[:400]
    if len(sample) >= 4 and sample.count(0) * 4 >= len(sample):
        # Latin characters in UTF-16 without a mark have a NUL in every other place.
        encoding = "utf-16-be" if sample[::2].count(0) > sample[1::2].count(0) else "utf-16-le"
        return start.decode(encoding, errors="replace")
    return start.decode("latin-1")


def _is_pdf(data: bytes) -> bool:
    at = data.find(b"%PDF-", 0, _PDF_WITHIN + 5)
    # A text may speak of "%PDF-"; behind junk there must be what a PDF is made of.
    return at == 0 or (at > 0 and b" obj" in data[at : at + 4096])


def _is_mail(head: str) -> bool:
    """Whether the file is a page saved with its pictures (MHTML); e-mails are refused."""
    head = head.lstrip("\ufeff\r\n")
    if not _HEADER_LINE.match(head):
        return False
    block = re.split(r"\r?\n[ \t]*\r?\n", head, maxsplit=1)[0]
    kind = _MULTIPART.search(block)
    if kind is None or "mime-version" not in block.lower():
        return False
    if kind[1].lower() in ("multipart/related", "text/html"):
        return True
    if re.search(r"Content-Location\s*:|Snapshot-", head, re.IGNORECASE):
        return True
    raise UnreadableDocument("is an e-mail; save its text or its attachment")


def _is_page(head: str, *, loose: bool) -> bool:
    """Whether the text begins as a page or a piece of one; `loose`: or is full of its tags."""
    opening = _first_tag(head)
    if opening is not None and (opening == "!doctype" or opening in _openers()):
        return not re.match(r"\s*<!doctype\s+(?!html)", head, re.IGNORECASE)
    if opening is not None:
        return opening.rpartition(":")[2] == "html"
    if not loose:
        return False
    return _PAGE.search(head) is not None or sum(1 for _ in _MARKUP.finditer(head)) >= _FEWEST_TAGS


def _first_tag(head: str) -> str | None:
    """The name of the first element, behind blanks, comments and declarations; None where text comes first."""
    at = 0
    while skipped := _BEFORE_TAGS.match(head, at):
        at = skipped.end()
        if end := _ENDS.get(skipped.group()):
            at = head.find(end, at)
            if at < 0:
                return None
            at += len(end)
    tag = _TAG.match(head, at)
    return tag[1].lower() if tag else None


def _refuse_xml(head: str) -> None:
    start = head.lstrip("\ufeff \t\r\n")
    if not start.startswith("<"):
        return
    for entry in _data()["xml"]:
        if any(words in start[:4096] for words in entry["says"]):
            _refuse(entry)
    if start.startswith("<?xml"):
        raise NoDocument("is an XML file; save the document as .docx, .xlsx, .html or .pdf")


def _refuse_binary(data: bytes) -> None:
    binary = 0 in data[:_BINARY_WITHIN]
    for signature, needs, at, text, entry in _signatures():
        if data.startswith(signature, at) and data.startswith(needs) and (binary or text):
            if entry["holds"] == "unread":
                raise UnreadableDocument(f"is {entry['name']}; {entry['advice']}")
            raise NoDocument(f"is {entry['name']}; nothing to extract")


def _compound(data: bytes) -> str:
    """What is wrong with a compound file (OLE), by the first stream of its directory that tells."""
    first: tuple[int, str] | None = None
    for entry in _data()["stream"]:
        at = data.find((entry["name"] + "\0").encode("utf-16-le"))
        if at >= 0 and entry["name"] == "EncryptedPackage":
            return cast(str, entry["error"])
        if at >= 0 and (first is None or at < first[0]):
            first = at, entry["error"]
    return first[1] if first else "is an old Office file (.doc, .xls, .wps or .et); save it as .docx or .xlsx"


def _zip(data: bytes, limits: Limits) -> Sniffed:
    from gdie.documents.formats.packages import open_package

    package = open_package(data, limits)
    names = {name.replace("\\", "/").lstrip("/").lower() for name in package.names}
    if "mimetype" in names:
        said = _start_of(package, "mimetype")
        for entry in _data()["mimetype"]:
            if said.lstrip().startswith(entry["begins"]):
                _refuse(entry)
    for entry in _data()["package"]:
        if entry["member"] in names:
            return _format(entry)
    if "[content_types].xml" in names:
        said = _start_of(package, "[Content_Types].xml")
        for entry in _data()["content_type"]:
            if entry["says"] in said:
                return _format(entry)
    return "zip"


def _start_of(package: Package, name: str) -> str:
    try:
        return package.read_member(name)[:_HEAD].decode("utf-8", errors="replace")
    except UnreadableDocument:
        return ""


def _format(entry: Mapping[str, Any]) -> FileFormat:
    if "format" not in entry:
        _refuse(entry)
    return cast(FileFormat, entry["format"])


def _refuse(entry: Mapping[str, Any]) -> NoReturn:
    if "no_report" in entry:
        raise NoDocument(entry["no_report"])
    raise UnreadableDocument(entry["error"])


def _data() -> dict[str, Any]:
    return words("sniffing")


@lru_cache(maxsize=1)
def _openers() -> frozenset[str]:
    return frozenset(_data()["html"]["openers"])


@lru_cache(maxsize=1)
def _signatures() -> Sequence[tuple[bytes, bytes, int, bool, Mapping[str, Any]]]:
    """Signature, what the file must begin with besides, offset, whether it counts in a text, entry."""
    found = []
    for entry in _data()["kind"]:
        needs = bytes.fromhex(entry.get("needs", ""))
        for number in entry["hex"]:
            signature = bytes.fromhex(number)
            printable = all(32 <= byte < 127 for byte in signature)
            found.append(
                (signature, needs, entry.get("at", 0), entry.get("text", False) or not printable, entry)
            )
    return found
