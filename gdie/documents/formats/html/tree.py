"""The element tree of a page, as browsers build it, in plain Python objects with the selector of each element."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser

from gdie.documents.errors import UnreadableDocument
from gdie.documents.formats.html.hazards import MASK, tamed
from gdie.documents.limits import Limits
from gdie.documents.model import Place

_SELECTOR = 1_000
_IDENTIFIER = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,60}\Z")


class Element:
    """An element with its children (elements and texts) in order."""

    __slots__ = (
        "attributes", "children", "data", "han", "hits", "inside", "linked", "links", "nth", "parent", "place", "sentences", "skip",
        "strong_hits", "tables", "tag", "texts",
    )  # fmt: skip

    def __init__(self, tag: str, attributes: dict[str, str | None], parent: Element | None, nth: int) -> None:
        self.tag = tag
        self.attributes = attributes
        self.parent = parent
        self.nth = nth
        self.children: list[Element | str] = []
        self.place: Place | None = None
        self.skip = False  # not shown, or not of the document
        self.inside = True  # in the element that holds the article
        self.linked = False  # within a link
        # Of all that is shown in it:
        self.han = 0  # Chinese characters and digits outside links
        self.links = 0  # those in links
        self.texts = 0  # texts outside links that have some
        self.sentences = 0  # ends of sentences
        self.hits = 0  # labels of the box above a document
        self.strong_hits = 0  # those that hardly stand elsewhere
        self.tables = 0
        self.data = 0  # tables of data

    def get(self, name: str) -> str:
        """An attribute, empty where there is none."""
        return self.attributes.get(name) or ""

    @property
    def elements(self) -> Iterator[Element]:
        """The child elements."""
        return (child for child in self.children if isinstance(child, Element))


class Page:
    """The elements of a page in document order."""

    def __init__(self, elements: list[Element]) -> None:
        self.elements = elements
        self.root = elements[0]
        self.top = next((e for e in self.root.elements if e.tag == "body"), self.root)
        self._ids = Counter(e.get("id") for e in elements if "id" in e.attributes)

    def place(self, element: Element) -> Place:
        """The place of an element: a selector that finds it and no other element of the page."""
        chain: list[Element] = []
        at: Element | None = element
        while at is not None and at.place is None:
            chain.append(at)
            at = at.parent
        for one in reversed(chain):
            one.place = Place(css=self._selector(one))
        assert element.place is not None
        return element.place

    def _selector(self, element: Element) -> str:
        name = element.get("id")
        if self._ids[name] == 1 and _IDENTIFIER.match(name):
            return f"#{name}"
        above = element.parent.place.css if element.parent is not None and element.parent.place else None
        if above is None or element.tag in ("body", "html"):
            return element.tag
        if len(above) > _SELECTOR or not _IDENTIFIER.match(element.tag):
            return above
        return f"{above} > {element.tag}:nth-of-type({element.nth})"


def parse(text: str, limits: Limits) -> Page:
    """The page of a text. Raises `UnreadableDocument` where its elements are nested too deeply."""
    text, masked = tamed(_without_noscript(text), limits)
    try:
        root = LexborHTMLParser(text).root
    except Exception as error:  # the binding raises several of its own, for memory and for its own faults
        raise UnreadableDocument(
            "cannot be parsed as a web page; open it in a browser and save it again"
        ) from error
    if root is None:
        raise UnreadableDocument("is empty; nothing to extract")
    elements: list[Element] = []
    above: list[tuple[Element, Counter[str]]] = []
    node = root
    while True:
        if node.is_element_node:
            parent, seen = above[-1] if above else (None, Counter())
            name = node.tag or ""
            tag = name.removeprefix(MASK) if masked else name
            seen[tag] += 1
            element = Element(tag, node.attributes, parent, seen[tag])
            elements.append(element)
            if parent is not None:
                parent.children.append(element)
            first = node.child
            if first is not None:
                above.append((element, Counter()))
                limits.check("nesting", len(above))
                node = first
                continue
        elif node.is_text_node and above:
            above[-1][0].children.append(node.text_content or "")
        following = node.next
        while following is None and above:
            above.pop()
            node = node.parent  # type: ignore[assignment]
            following = node.next if above else None
        if following is None or not above:
            return Page(elements)
        node = following


def _without_noscript(text: str) -> str:
    """The text with the elements emptied that only browsers without scripts show."""
    lowered = text.lower() if "<noscript" in text or "<NOSCRIPT" in text else ""
    if len(lowered) != len(text):
        return text
    kept: list[str] = []
    at = 0
    while (start := lowered.find("<noscript", at)) >= 0 and (end := lowered.find("</noscript", start)) >= 0:
        kept += (text[at:start], "<noscript>")
        at = end
    return "".join((*kept, text[at:]))
