"""From elements to lines and grids, in the order and with the line breaks of a browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from gdie.documents.content import Grid, Paragraph, Stretch
from gdie.documents.formats.html.conventions import conventions
from gdie.documents.formats.html.grids import grid_of
from gdie.documents.formats.html.tree import Element, Page
from gdie.documents.formats.html.wording import blanks_shown, seen, trimmed
from gdie.documents.limits import Limits

_OWN_NUMBER = re.compile(
    r"\s*(?:[（(【]?(?:[0-9０-９]{1,3}|[一二三四五六七八九十]{1,3}|[a-zA-Z]|[ivxIVX]{1,5})[）)】、.．:：]|[①-⑳⑴-⒛㈠-㈩]|第[一二三四五六七八九十0-9])"
)
_PRE = re.compile(r"white-space:(pre|break-spaces)")
_BLOCK = re.compile(r"display:(?:block|table|flex|grid|list-item)")
_NO_MARKER = re.compile(r"list-style(?:-type)?:[^;]*none")
_LINE_END = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the page: its paragraph, how many of its characters are in links, its block, and whether the article holds it."""

    paragraph: Paragraph
    linked: int
    block: Element
    inside: bool

    @property
    def text(self) -> str:
        """Its characters."""
        return self.paragraph.text


@dataclass
class _Open:
    """The line that is being filled."""

    stretches: list[Stretch] = field(default_factory=list)
    linked: int = 0
    block: Element | None = None
    inside: bool = True
    number: Stretch | None = None


class Flow:
    """Reads the shown elements of a page. Raises `UnreadableDocument` beyond the limits of characters and cells."""

    def __init__(self, page: Page, data_tables: set[Element], limits: Limits) -> None:
        self._page = page
        self._data = data_tables
        self._limits = limits
        self._characters = 0
        self._cells = 0
        self._next: dict[Element, int] = {}

    def pieces(self, root: Element) -> Iterator[Line | tuple[Element, Grid]]:
        """The lines and grids of an element in reading order."""
        return self._walk(root, with_grids=True)

    def _cell_lines(self, cell: Element) -> tuple[Paragraph, ...]:
        return tuple(
            piece.paragraph for piece in self._walk(cell, with_grids=False) if isinstance(piece, Line)
        )

    def _walk(self, root: Element, *, with_grids: bool) -> Iterator[Line | tuple[Element, Grid]]:
        blocks = conventions().blocks
        now = _Open()
        # Of each open element: its remaining children, itself, the block its text belongs to, whether its line ends are kept.
        stack: list[tuple[Iterator[Element | str], Element, Element, bool]] = []

        def enter(element: Element, block: Element, kept: bool) -> bool:
            style = "".join(element.get("style").split()).lower() if "style" in element.attributes else ""
            is_block = element is root or element.tag in blocks or _BLOCK.search(style) is not None
            kept = (
                kept
                or element.tag in ("pre", "listing", "xmp", "plaintext")
                or _PRE.search(style) is not None
            )
            stack.append((iter(element.children), element, element if is_block else block, kept))
            return is_block

        enter(root, root, False)
        while stack:
            children, element, block, kept = stack[-1]
            child = next(children, None)
            if child is None:
                stack.pop()
                if element is block:
                    yield from self._end(now)
                    now = _Open(number=None if element.tag == "li" else now.number)
            elif isinstance(child, str):
                texts = _LINE_END.split(child) if kept else [child]
                for number, text in enumerate(texts):
                    if number:
                        yield from self._end(now)
                        now = _Open()
                    self._add(now, text, element, block)
            elif child.skip:
                continue
            elif child.tag == "br":
                yield from self._end(now)
                now = _Open(number=now.number)
            elif with_grids and child in self._data:
                yield from self._end(now)
                now = _Open()
                for caption in (e for e in child.elements if e.tag == "caption" and not e.skip):
                    yield from self._walk(caption, with_grids=False)
                grid = self._grid(child)
                if grid.cells:
                    yield child, grid
            elif enter(child, block, kept):
                yield from self._end(now)
                now = _Open(number=now.number)
                if child.tag == "li":
                    now.number = self._number(child)

    def _grid(self, table: Element) -> Grid:
        grid = grid_of(table, self._cell_lines, self._limits)
        self._cells += len(grid.cells)
        self._limits.check("cells", self._cells)
        return grid

    def _add(self, line: _Open, text: str, element: Element, block: Element) -> None:
        shown = blanks_shown(seen(text))
        if not shown or (shown == " " and not line.stretches):
            return
        self._characters += len(shown)
        self._limits.check("characters", self._characters)
        if line.block is None and shown != " ":
            line.block, line.inside = block, element.inside
        line.stretches.append(Stretch(shown, self._page.place(block)))
        if element.linked:
            line.linked += len(shown)

    def _end(self, line: _Open) -> Iterator[Line]:
        stretches = trimmed(line.stretches)
        line.stretches.clear()
        if not stretches or line.block is None:
            return
        if line.number is not None:
            first = "".join(s.text for s in stretches[:3])
            if not _OWN_NUMBER.match(first):
                stretches = (line.number, *stretches)
            line.number = None
        yield Line(Paragraph(stretches), line.linked, line.block, line.inside)

    def _number(self, item: Element) -> Stretch | None:
        """The number before an item of a numbered list."""
        above = item.parent
        if (
            above is None
            or above.tag != "ol"
            or _NO_MARKER.search("".join(above.get("style").split()).lower())
        ):
            return None
        value = item.get("value") or ("" if above in self._next else above.get("start"))
        match = re.match(r"\s*(\d{1,6})\s*$", value, re.ASCII)
        number = int(match.group(1)) if match else self._next.get(above, 1)
        self._next[above] = number + 1
        return Stretch(f"{_as_type(number, item.get('type') or above.get('type'))}.", self._page.place(item))


def _as_type(number: int, kind: str) -> str:
    if kind in ("a", "A") and number > 0:
        letters = ""
        while number:
            number, rest = divmod(number - 1, 26)
            letters = chr(ord(kind) + rest) + letters
        return letters
    if kind in ("i", "I") and 0 < number < 4000:
        pairs = zip(
            (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
            ("m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i"),
            strict=True,
        )
        roman = ""
        for value, sign in pairs:
            count, number = divmod(number, value)
            roman += sign * count
        return roman.upper() if kind == "I" else roman
    return str(number)
