"""From a path, stream or bytes to a `Document`: the type by content, then the reader of that format.

Bad input raises `UnreadableDocument` with one line that says what to do.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from gdie.documents.blocks import segment
from gdie.documents.content import Content
from gdie.documents.encoding import decode
from gdie.documents.errors import UnreadableDocument
from gdie.documents.hidden import HIDDEN
from gdie.documents.layer import document_from_content
from gdie.documents.limits import DEFAULT_LIMITS, Limits
from gdie.documents.metadata import read_metadata
from gdie.documents.model import Document, FileFormat
from gdie.documents.sniffing import sniff, sniff_in_folder

_HIDDEN = re.compile(f"[{HIDDEN}]+")
Reader = Callable[[bytes, Limits], Content]

# Module and function of each reader; the libraries behind them are heavy and only loaded when such a file comes.
_READERS: dict[FileFormat, tuple[str, str]] = {
    "markdown": ("markdown", "read_markdown"),
    "csv": ("csv_tables", "read_csv_table"),
    "html": ("html", "read_html"),
    "mhtml": ("mhtml", "read_mhtml"),
    "docx": ("docx", "read_docx"),
    "pdf": ("pdf", "read_pdf"),
    "xlsx": ("xlsx", "read_xlsx"),
}


def read_document(path: Path, *, limits: Limits = DEFAULT_LIMITS) -> Document:
    """Read one file. Raises `UnreadableDocument`."""
    return read_bytes(load(path, limits), path.stem, str(path), suffix=path.suffix, limits=limits)


def read_stream(stream: BinaryIO, stem: str = "stdin", *, limits: Limits = DEFAULT_LIMITS) -> Document:
    """Read a document from an open binary stream. Raises `UnreadableDocument`."""
    return read_bytes(stream.read(limits.bytes + 1), stem, "standard input", limits=limits)


def load(path: Path, limits: Limits = DEFAULT_LIMITS) -> bytes:
    """The bytes of a file, at most one more than the limit. Raises `UnreadableDocument`."""
    try:
        with path.open("rb") as stream:
            return stream.read(limits.bytes + 1)
    except IsADirectoryError:
        raise UnreadableDocument(f"{path}: is a folder; give it on its own to walk it") from None
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        reason = getattr(error, "strerror", None) or str(error)
        raise UnreadableDocument(f"{path}: cannot be opened ({reason}); check the path") from None


def read_bytes(
    data: bytes,
    stem: str,
    name: str,
    *,
    suffix: str = "",
    given: bool = True,
    limits: Limits = DEFAULT_LIMITS,
) -> Document:
    """Read a document whose file is in memory; `name` stands in errors.

    A file that was not `given` by name but met in a folder is a document only by its suffix or as a page, PDF or office file: a
    script or a list of settings is none. Raises `UnreadableDocument`, `NoDocument` where it can hold no report.
    """
    try:
        if len(data) > limits.bytes:
            raise UnreadableDocument(
                f"is larger than {limits.bytes:,} bytes; split it, or allow more with --limit bytes=N"
            )
        form = (sniff if given else sniff_in_folder)(data, suffix, limits=limits)
        if form == "zip":
            raise UnreadableDocument(
                "is an archive of files; unpack it, or give its path to `gdie extract` or `gdie check`"
            )
        if form == "text":
            text, _ = decode(data)
            limits.check("characters", len(text))
            return document_from_text(text, stem)
        return document_from_content(_reader(form)(data, limits), stem, form, limits)
    except UnreadableDocument as error:
        # What a message quotes of a file may hold anything.
        raise type(error)(f"{name}: {_HIDDEN.sub(' ', str(error))}") from None


def _reader(form: FileFormat) -> Reader:
    module, function = _READERS[form]
    reader: Reader = getattr(importlib.import_module(f"gdie.documents.formats.{module}"), function)
    return reader


def document_from_text(text: str, stem: str) -> Document:
    """Segment a text that has already been decoded."""
    blocks, tables = segment(text)
    return Document(stem, text, blocks, tables, read_metadata(text, blocks, tables))
