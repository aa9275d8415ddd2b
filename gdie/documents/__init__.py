"""Documents: a file becomes a text layer with blocks, sections, tables and metadata. Knows no other room."""

from gdie.documents.model import Block, Cell, Document, Metadata, Row, Span, Table
from gdie.documents.reading import UnreadableDocument, find_documents, read_document, read_stream
from gdie.documents.records import record_spans

__all__ = [
    "Block",
    "Cell",
    "Document",
    "Metadata",
    "Row",
    "Span",
    "Table",
    "UnreadableDocument",
    "find_documents",
    "read_document",
    "read_stream",
    "record_spans",
]
