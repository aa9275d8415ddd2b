"""What every file must end in: a sound document, or one line that says what is wrong with the file."""

from __future__ import annotations

import math
import zlib
from collections.abc import Iterable, Sequence
from itertools import pairwise

from selectolax.lexbor import LexborHTMLParser

from gdie.documents import Document, NoDocument, Place, Span, UnreadableDocument, read_bytes, record_spans
from gdie.documents.formats.archive import Archive
from gdie.documents.limits import DEFAULT_LIMITS
from gdie.documents.sniffing import sniff_in_folder
from gdie.facts.extraction import extract_tables

_MEMBERS = 12  # files of an archive that are read
_SPANS = 40  # spans of a document whose places are asked for
_LAID = "| \n"  # characters of the text layer that are of no file
# One document in so many goes on to extraction, which takes longer than most readers, and no longer one than this.
_EXTRACTED, _LONGEST_EXTRACTED = 3, 40_000


class BrokenPromise(AssertionError):
    """A document or an error that is not as it should be."""


def check(data: bytes, suffix: str) -> str:
    """Read a file and hold the result against all promises; what came out in a word. Anything raised is a finding."""
    if suffix == ".zip":
        return _check_archive(data)
    try:
        document = read_bytes(data, "x", "x", suffix=suffix)
    except UnreadableDocument as error:
        _check_line(str(error), "x: ")
        return "refused"
    check_document(document)
    if zlib.crc32(data) % _EXTRACTED == 0 and len(document.text) <= _LONGEST_EXTRACTED:
        facts = extract_tables(document).facts
        for fact in facts:
            _promise(0 <= fact.start <= fact.end <= len(document.text), "a fact outside the text")
    return document.format


def _check_archive(data: bytes) -> str:
    try:
        archive = Archive(data)
    except UnreadableDocument as error:
        _check_line(str(error), "")
        return "refused"
    names = [member.name for member in archive.members]
    _promise(len(names) == len(set(names)), "two members of one name")
    for member in archive.members[:_MEMBERS]:
        parts = member.name.split("/")
        _promise(
            all(part not in ("", ".", "..") for part in parts),
            f"a name that leads elsewhere: {member.name!r}",
        )
        _promise(not any(c < " " for c in member.name), f"a name that can't be shown: {member.name!r}")
        try:
            content = archive.read(member.path)
            sniff_in_folder(content, member.suffix)
        except UnreadableDocument as error:
            _check_line(str(error), "")
            continue
        check(content, member.suffix if member.suffix != ".zip" else "")
    return "archive"


def check_document(document: Document) -> None:
    """Hold a document against the promises of its type."""
    text = document.text
    _promise(text.strip() != "", "no text")
    _promise(len(text) <= DEFAULT_LIMITS.characters, "more text than allowed")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        raise BrokenPromise("a lone surrogate in the text") from None
    _check_order(document.blocks, len(text), "blocks")
    _check_order(document.tables, len(text), "tables")
    records = record_spans(document)
    _check_order(records, len(text), "records")
    spans: list[Span] = [*document.blocks[:_SPANS], *records[:2]]
    for table in document.tables:
        _promise(document.table_at(table.start, table.end) is table, "a table that is not where it says")
        rows = (*table.header, *table.rows)
        _promise(bool(rows), "a table without rows")
        cells = [cell for row in rows for cell in row.cells]
        for row in rows:
            _promise(not row.placed or len(row.cells) == len(table.roles), "a placed row of another width")
        for cell in cells:
            _promise(table.covers(cell.start, cell.end), "a cell outside its table")
            _promise(text[cell.start : cell.end] == cell.text, f"a cell that is not its slice: {cell}")
        spans += [cell for cell in cells if cell.text][:_SPANS]
    metadata = document.metadata
    for span in (metadata.title, metadata.agency, metadata.published_span, metadata.number_span):
        _promise(span is None or span.end <= len(text), "metadata outside the text")
    for span in spans:
        place = document.place_of(span.start, span.end)
        if document.format == "text":
            _promise(place is None, "a place in a plain text")
        elif document.slice(span).strip(_LAID):
            _promise(place is not None, f"no place of {span}")
            assert place is not None
            _check_place(place, document.format)


def _check_order(spans: Sequence[Span], length: int, what: str) -> None:
    _promise(all(0 <= s.start <= s.end <= length for s in spans), f"{what} outside the text")
    _promise(all(a.end <= b.start for a, b in pairwise(spans)), f"{what} out of order")


def _check_place(place: Place, form: str) -> None:
    needed: Iterable[object]
    match form:
        case "pdf":
            _promise(place.page is not None and 1 <= place.page <= DEFAULT_LIMITS.pages, f"no page: {place}")
            if place.box is not None:
                left, top, right, bottom = place.box
                _promise(all(map(math.isfinite, place.box)), f"a box without end: {place}")
                _promise(left <= right and top <= bottom, f"a box inside out: {place}")
            return
        case "html" | "mhtml":
            _promise(bool(place.css) and len(place.css or "") < 3000, f"no selector: {place}")
            try:
                LexborHTMLParser("<p></p>").css(place.css or "")
            except Exception as error:  # the binding's own kinds
                raise BrokenPromise(f"no selector: {place.css!r}") from error
            return
        case "docx":
            needed = (place.paragraph, place.table, place.part)
        case "xlsx":
            needed = (place.sheet,)
        case "csv":
            needed = (place.cell,)
        case _:
            needed = (place.line,)
    _promise(any(each is not None for each in needed), f"a place that says nothing: {place}")


def _check_line(line: str, start: str) -> None:
    """An error is one line that can be shown, and says what to do."""
    _promise(line.startswith(start), f"an error without the name: {line!r}")
    _promise(len(line) < 400, f"a long error: {line[:500]!r}")
    _promise(";" in line, f"an error that doesn't say what to do: {line!r}")
    odd = [c for c in line if not c.isprintable()]
    _promise(not odd, f"an error with characters that can't be shown: {line!r}")


def _promise(kept: bool, broken: str) -> None:
    if not kept:
        raise BrokenPromise(broken)


__all__ = ["BrokenPromise", "NoDocument", "check", "check_document"]
