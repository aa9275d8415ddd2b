"""Documents: a file becomes a text layer with blocks, sections, tables and metadata. Knows no other room."""

from gdie.documents.errors import NoDocument, UnreadableDocument
from gdie.documents.limits import DEFAULT_LIMITS, Limits
from gdie.documents.model import Block, Cell, Document, Metadata, Place, Row, Span, Table
from gdie.documents.reading import load, read_bytes, read_document, read_stream
from gdie.documents.records import record_spans

__all__ = [
    "DEFAULT_LIMITS",
    "Block",
    "Cell",
    "Document",
    "Limits",
    "Metadata",
    "NoDocument",
    "Place",
    "Row",
    "Span",
    "Table",
    "UnreadableDocument",
    "load",
    "read_bytes",
    "read_document",
    "read_stream",
    "record_spans",
]
