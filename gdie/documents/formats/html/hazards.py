"""What a page could do to its parser.

The HTML standard lets a page of a few kilobytes grow to millions of elements: formatting elements that are never closed are opened
again in every paragraph. Deep nesting, and many attributes of one tag, cost the parser the square of their number. Such pages are
changed or refused before it sees them.
"""

from __future__ import annotations

import re

from gdie.documents.errors import UnreadableDocument
from gdie.documents.limits import Limits

MASK = "x-"
# Up to so many tags the square of the depth is still a fraction of a second.
_FEW_TAGS = 20_000
# Formatting elements times tags: about how many elements the parser could make by opening them again.
_REOPENED = 2_000_000
_ATTRIBUTES = 1_000
# Each element takes half a kilobyte of memory; pages as large as a file may be have a third of so many.
_MOST_TAGS = 1_500_000

_FORMATTING_NAMES = "b|big|code|em|font|i|s|small|strike|strong|tt|u"
_FORMATTING = re.compile(rf"(?<=<)(/?)(?=(?:{_FORMATTING_NAMES})[\s/>])", re.IGNORECASE)
_TAG = re.compile(r"<!--(?:-?>|.*?--!?>|.*)|<(/?)([a-zA-Z][^\s/>]*)", re.DOTALL)
_TAG_END = re.compile(r"([^>=]*(?:=(?:\s*\"[^\"]*\"|\s*'[^']*'|(?!\s*[\"']))[^>=]*)*)>")
_VALUE = re.compile(r"\"[^\"]*\"|'[^']*'")


def _set(names: str) -> frozenset[str]:
    return frozenset(names.split())


_VOID = _set(
    "area base basefont bgsound br col embed frame hr html head body img input keygen link meta param source track wbr"
)
_RAW = _set("script style textarea title xmp iframe noembed noframes")
_INLINE = _set(f"{_FORMATTING_NAMES.replace('|', ' ')} a span label sub sup o:p st1 ins del nobr")
_SCOPES = _set("table td th caption object applet marquee template select svg math button")
_PARTS = _set("table td th tr tbody thead tfoot caption")
_ROWS = _set("tbody thead tfoot")
# What a start tag closes, with all above it, and what keeps it from looking further down.
_CLOSED_BY = {
    "li": (_set("li"), _set("ul ol menu dir")),
    "option": (_set("option"), _set("select")),
    "tr": (_set("tr"), _ROWS | {"table"}),
    **dict.fromkeys(("dt", "dd"), (_set("dt dd"), _set("dl"))),
    **dict.fromkeys(("td", "th"), (_set("td th"), _ROWS | {"tr", "table"})),
    **dict.fromkeys(_ROWS, (_ROWS, _set("table"))),
}


def tamed(text: str, limits: Limits) -> tuple[str, bool]:
    """The text of a page, harmless for the parser, and whether its formatting elements had to be renamed (with `MASK`) for that.

    Raises `UnreadableDocument` for a page that is nested too deeply, has a tag of too many attributes, or too many tags.
    """
    tags = text.count("<")
    if tags > _MOST_TAGS:
        raise UnreadableDocument("has more elements than any report; split the page")
    if tags > _FEW_TAGS or len(text) > 4 * _ATTRIBUTES:
        _check_tags(text, tags > _FEW_TAGS, limits)
    formatting = sum(1 for match in _FORMATTING.finditer(text) if not match.group(1))
    if formatting * tags <= _REOPENED:
        return text, False
    return _FORMATTING.sub(rf"\1{MASK}", text), True


def _check_tags(text: str, count_depth: bool, limits: Limits) -> None:
    opened: list[str] = []
    at = 0
    while (match := _TAG.search(text, at)) is not None:
        at = match.end()
        if match.group(2) is None:
            continue
        end = _TAG_END.match(text, at)
        if end is None:  # the file ends within the tag
            return
        at = end.end()
        attributes = end.group(1)
        if len(attributes) > 2 * _ATTRIBUTES and len(_VALUE.sub(" ", attributes).split()) > _ATTRIBUTES:
            raise UnreadableDocument(
                f"has a tag of more than {_ATTRIBUTES:,} attributes; save the page again in a browser"
            )
        name = match.group(2).lower()
        if name in _RAW and not match.group(1):
            at = _raw_end(text, at, name)
        elif count_depth and name not in _VOID:
            if match.group(1):
                _close(opened, name)
            elif not attributes.endswith("/") or name in _PARTS:
                _open(opened, name)
                limits.check("nesting", len(opened))


def _raw_end(text: str, at: int, name: str) -> int:
    end = re.compile(rf"</{name}", re.IGNORECASE).search(text, at)
    return end.start() if end else len(text)


def _open(opened: list[str], name: str) -> None:
    closed, fence = _CLOSED_BY.get(name, (frozenset(), frozenset()))
    if closed:
        for place in range(len(opened) - 1, -1, -1):
            if opened[place] in closed:
                del opened[place:]
                break
            if opened[place] in fence or (opened[place] in _SCOPES and name not in _PARTS):
                break
    if name not in _INLINE:
        place = len(opened) - 1
        while place >= 0 and opened[place] in _INLINE:
            place -= 1
        if place >= 0 and opened[place] == "p":
            del opened[place:]
    opened.append(name)


def _close(opened: list[str], name: str) -> None:
    for place in range(len(opened) - 1, -1, -1):
        if opened[place] == name:
            del opened[place:]
            return
        if opened[place] in _SCOPES and name not in _PARTS:
            return
