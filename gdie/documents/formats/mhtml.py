"""Web archives (MHTML, .mht): a page and its pictures in one message."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import Message

from gdie.documents.content import Content
from gdie.documents.errors import UnreadableDocument
from gdie.documents.formats.html import read_html
from gdie.documents.limits import Limits

_BOUNDARY = re.compile(rb"boundary\s*=", re.IGNORECASE)
_MOST_PARTS = 2_000
_NO_PAGE = "is a web archive without a page in it; save the page again as a complete web page"


def read_mhtml(data: bytes, limits: Limits) -> Content:
    """The document of the page in a web archive, as `read_html` reads it. Raises `UnreadableDocument`."""
    if len(_BOUNDARY.findall(data)) > 50:
        raise UnreadableDocument(
            "has web archives within each other; save the page again as a complete web page"
        )
    try:
        page = next(
            (part for part in _parts(message_from_bytes(data, policy=policy.compat32)) if _is_page(part)),
            None,
        )
        content = page.get_payload(decode=True) if page is not None else None
    except Exception as error:  # the parser of messages raises many kinds on broken headers
        raise UnreadableDocument(
            "is a damaged web archive; save the page again as a complete web page"
        ) from error
    if not isinstance(content, bytes) or not content.strip():
        raise UnreadableDocument(_NO_PAGE)
    return read_html(content, limits)


def _is_page(part: Message) -> bool:
    return part.get_content_type() in ("text/html", "application/xhtml+xml")


def _parts(message: Message) -> Iterator[Message]:
    """The parts of a message in order, those within parts too."""
    waiting = [message]
    for _ in range(_MOST_PARTS):
        if not waiting:
            return
        part = waiting.pop()
        if part.is_multipart():
            payload = part.get_payload()
            if isinstance(payload, list):
                waiting += [p for p in reversed(payload) if isinstance(p, Message)]
        else:
            yield part
