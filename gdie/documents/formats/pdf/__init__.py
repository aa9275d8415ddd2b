"""PDF files: the text layer of the pages in reading order, tables by their rules, without what belongs to the pages only."""

from __future__ import annotations

from gdie.documents.formats.pdf.reading import read_pdf

__all__ = ["read_pdf"]
