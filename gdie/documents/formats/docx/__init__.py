"""Word files (.docx, .docm, .dotx): the text as printed, with automatic numbers, and the tables with their merged cells."""

from __future__ import annotations

from gdie.documents.content import Content, Hints
from gdie.documents.formats.docx.parts import open_parts
from gdie.documents.formats.docx.story import Story
from gdie.documents.limits import Limits


def read_docx(data: bytes, limits: Limits) -> Content:
    """Read a Word file.

    Tracked changes count as accepted; comments, hidden text, the table of contents, headers and footers are left out. Text boxes
    follow the paragraph they are anchored in, foot- and endnotes stand at the end. Charts, embedded objects and macros are not
    opened. Raises `UnreadableDocument`.
    """
    parts = open_parts(data, limits)
    return Content(tuple(Story(parts, limits).pieces()), Hints(title=parts.title))
