"""From a path or stream to a `Document`. Bad input raises `UnreadableDocument` with one line that says what to do."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from gdie.documents.blocks import segment
from gdie.documents.metadata import read_metadata
from gdie.documents.model import Document

MAX_BYTES = 20_000_000
SUFFIXES = (".txt",)
# UTF-8 is tried strictly first: random GBK text is practically never valid UTF-8.
ENCODINGS = ("utf-8-sig", "gb18030", "big5")


class UnreadableDocument(ValueError):
    """A file that can't be read as a document; the message names the file, what is wrong and what to do."""


def read_document(path: Path, *, max_bytes: int = MAX_BYTES) -> Document:
    """Read one file. Raises `UnreadableDocument`."""
    try:
        with path.open("rb") as stream:
            data = stream.read(max_bytes + 1)
    except IsADirectoryError:
        raise UnreadableDocument(f"{path}: is a folder; give it on its own to walk it") from None
    except OSError as error:
        raise UnreadableDocument(f"{path}: cannot be opened ({error.strerror}); check the path") from None
    return _document(data, path.stem, str(path), max_bytes)


def read_stream(stream: BinaryIO, stem: str = "stdin", *, max_bytes: int = MAX_BYTES) -> Document:
    """Read a document from an open binary stream. Raises `UnreadableDocument`."""
    return _document(stream.read(max_bytes + 1), stem, "standard input", max_bytes)


def find_documents(path: Path) -> Iterator[Path]:
    """The readable files of a folder, walked in sorted order; a file is itself. Links are not followed."""
    if not path.is_dir():
        yield path
        return
    for child in sorted(path.iterdir()):
        if child.is_symlink():
            continue
        if child.is_dir():
            yield from find_documents(child)
        elif child.suffix.lower() in SUFFIXES:
            yield child


def document_from_text(text: str, stem: str) -> Document:
    """Segment a text that has already been decoded."""
    blocks, tables = segment(text)
    return Document(stem, text, blocks, tables, read_metadata(text, blocks, tables))


def _document(data: bytes, stem: str, name: str, max_bytes: int) -> Document:
    if len(data) > max_bytes:
        raise UnreadableDocument(f"{name}: larger than {max_bytes:,} bytes; split it or raise --max-bytes")
    if not data.strip():
        raise UnreadableDocument(f"{name}: is empty; nothing to extract")
    return document_from_text(_decode(data, name), stem)


def _decode(data: bytes, name: str) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode("utf-16")
        except UnicodeDecodeError:
            raise UnreadableDocument(f"{name}: damaged UTF-16 text; save it as UTF-8") from None
    # Control characters other than tab, line ends and form feed do not stand in text files.
    if any(byte < 32 and byte not in b"\t\n\r\f" for byte in set(data)):
        raise UnreadableDocument(f"{name}: is a binary file, not text; export it as plain text (.txt) first")
    for encoding in ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableDocument(f"{name}: neither UTF-8, UTF-16, GB18030 nor Big5; save it as UTF-8")
