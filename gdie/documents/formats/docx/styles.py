"""What paragraph and character styles say of hidden text, numbering and tables of contents."""

from __future__ import annotations

import re
from dataclasses import dataclass

from gdie.documents.formats.docx.parts import Element, W, switch, value

_DEEPEST = 50  # Word allows eleven styles based on each other.
_CONTENTS = re.compile(r"toc \d$|目录 ?\d$", re.IGNORECASE)


@dataclass(frozen=True)
class Style:
    """A style with all that it takes over from those it is based on.

    `hidden` is None where no style of them says anything. `numbered_by` is the first of them that says anything of numbering: a
    list may bind a level to it.
    """

    hidden: bool | None = None
    list_id: str | None = None
    level: str | None = None
    numbered_by: str | None = None
    contents: bool = False


class Styles:
    """The style sheet of a document; without one, every style is empty."""

    def __init__(self, root: Element | None) -> None:
        self._elements: dict[str, Element] = {}
        self._default: str | None = None
        for element in () if root is None else root.iterchildren(W + "style"):
            name = element.get(W + "styleId", "")
            self._elements.setdefault(name, element)
            if element.get(W + "type") == "paragraph" and element.get(W + "default") in ("1", "true", "on"):
                self._default = name
        self._known: dict[str, Style] = {}

    def paragraph_style(self, name: str | None) -> Style:
        """The style of a paragraph that names `name` (None: the default style)."""
        return self.style(self._default if name is None else name)

    def style(self, name: str | None) -> Style:
        """A style by its id; an empty one where there is none of that id."""
        if name is None:
            return Style()
        if name not in self._known:
            self._known[name] = self._resolve(name)
        return self._known[name]

    def _resolve(self, name: str) -> Style:
        hidden: bool | None = None
        list_id = level = numbered_by = None
        contents = False
        current: str | None = name
        for _ in range(_DEEPEST):
            element = self._elements.get(current or "")
            if element is None:
                break
            properties = element.find(W + "pPr")
            numbering = None if properties is None else properties.find(W + "numPr")
            if hidden is None:
                hidden = switch(element.find(W + "rPr"), "vanish")
            if numbering is not None and list_id is None:
                numbered_by = numbered_by or current
                level = level or value(numbering, "ilvl")
                list_id = value(numbering, "numId")
            contents = contents or bool(_CONTENTS.match(value(element, "name") or ""))
            current = value(element, "basedOn")
        return Style(hidden, list_id, level, numbered_by, contents)
