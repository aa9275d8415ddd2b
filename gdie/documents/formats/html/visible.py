"""What of a page is shown, as far as its own styles say: hidden text is not of the document."""

from __future__ import annotations

import re

from gdie.documents.formats.html.conventions import conventions
from gdie.documents.formats.html.tree import Element, Page

_COMMENT = re.compile(r"/\*.*?(?:\*/|$)", re.DOTALL)
_SIMPLE = re.compile(r"([a-z][a-z0-9]*)?([.#])([A-Za-z_][\w-]*)$")
_DISPLAY = re.compile(r"(?:^|;)display:([a-z-]+)")
_VISIBILITY = re.compile(r"(?:^|;)visibility:([a-z]+)")
_NO_SIZE = re.compile(r"(?:^|;)font-size:0(?:\.0+)?(?:px|pt|em|rem|%)?(?:!important)?(?:;|$)")
_STYLE_CHARACTERS = 500_000


class _Rules:
    """The rules of style elements that show or hide by one class or id."""

    def __init__(self, page: Page) -> None:
        self.hidden: dict[tuple[str, str, str], bool] = {}
        sheets = [e for e in page.elements if e.tag == "style"]
        text = "".join(str(c) for e in sheets for c in e.children if isinstance(c, str))[:_STYLE_CHARACTERS]
        depth = 0
        selectors = ""
        for part in re.split(r"([{}])", _COMMENT.sub("", text)):
            if part == "{":
                depth += 1
            elif part == "}":
                depth = max(0, depth - 1)
            elif depth == 0:
                selectors = part
            elif depth == 1 and not selectors.lstrip().startswith("@"):
                self._add(selectors, part)

    def _add(self, selectors: str, declarations: str) -> None:
        display = _DISPLAY.search(_squeezed(declarations))
        if display is None:
            return
        for selector in selectors.split(","):
            match = _SIMPLE.match(selector.strip())
            if match:
                tag, kind, name = match.groups()
                self.hidden[(tag or "", kind, name)] = display.group(1) == "none"

    def hide(self, element: Element) -> bool:
        if not self.hidden:
            return False
        names = [("#", element.get("id"))] if element.get("id") else []
        names += [(".", name) for name in element.get("class").split()]
        found = [self.hidden.get((tag, kind, name)) for kind, name in names for tag in (element.tag, "")]
        return True in found and False not in found


def _squeezed(style: str) -> str:
    return "".join(style.split()).lower()


def mark_shown(page: Page, *, styles: bool = True) -> None:
    """Set `skip` of the elements that are not shown, with all within them; without `styles` only of kinds that show no text.

    A font size of 0 hides only the texts of the element itself: it is often set to close the gaps between elements within.
    """
    unshown = conventions().unshown
    rules = _Rules(page) if styles else None
    invisible: set[Element] = set()
    for element in page.elements:
        above = element.parent
        if (above is not None and above.skip) or element.tag in unshown:
            element.skip = True
            continue
        element.skip = False
        if rules is None:
            continue
        style = _squeezed(element.get("style")) if "style" in element.attributes else ""
        display = _DISPLAY.search(style)
        if display.group(1) == "none" if display else "hidden" in element.attributes or rules.hide(element):
            element.skip = True
            continue
        visibility = _VISIBILITY.search(style)
        if (visibility.group(1) in ("hidden", "collapse")) if visibility else above in invisible:
            invisible.add(element)
        if element in invisible or (style and _NO_SIZE.search(style)):
            element.children = [child for child in element.children if isinstance(child, Element)]
