"""Automatic numbers of paragraphs as Word prints them (`numbering.xml`)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from gdie.documents.formats.docx.numerals import printed
from gdie.documents.formats.docx.parts import MC, Element, W, switch, value, whole_number
from gdie.documents.formats.docx.styles import Style, Styles

_LEVELS = 9
_PLACEHOLDER = re.compile(r"%([1-9])")
_LONGEST = 60  # characters of a number's pattern; Word allows 31
# Fonts whose letters are signs: what stands in the file (l, n, private-use characters) is not what is seen.
_SIGN_FONTS = re.compile(r"wingdings|symbol|webdings|marlett", re.IGNORECASE)
_CLOSED = re.compile(r"[、）)．。：〕】》」①-⓿⒈-⒛⑴-⒇]$")


@dataclass(frozen=True)
class _Level:
    pattern: str = ""
    form: str = "decimal"
    start: int = 1
    suffix: str = "tab"
    restart: int | None = None
    plain_digits: bool = False
    style: str | None = None
    bullet: bool = False


@dataclass
class _List:
    """A list (`w:num`): its levels, which counters it shares, and where it starts anew."""

    abstract: str
    levels: list[_Level]
    overrides: dict[int, int] = field(default_factory=dict)
    begun: set[int] = field(default_factory=set)


class Numbering:
    """The counters of all lists while the paragraphs of a document are read in order."""

    def __init__(self, root: Element | None, styles: Styles) -> None:
        self._styles = styles
        self._abstracts: dict[str, Element] = {}
        self._nums: dict[str, Element] = {}
        self._style_lists: dict[str, Element] = {}
        for element in () if root is None else root.iterchildren(W + "abstractNum", W + "num"):
            if element.tag == W + "num":
                self._nums.setdefault(element.get(W + "numId", ""), element)
            else:
                self._abstracts.setdefault(element.get(W + "abstractNumId", ""), element)
                if link := value(element, "styleLink"):
                    self._style_lists.setdefault(link, element)
        self._lists: dict[str, _List | None] = {}
        self._counters: dict[str, list[int | None]] = {}

    def next_number(self, properties: Element | None, style: Style) -> str:
        """The number of the next paragraph with what parts it from the text; empty for a paragraph without one.

        `properties` is the `w:pPr` of the paragraph, `style` its style.
        """
        direct = None if properties is None else properties.find(W + "numPr")
        own_list = value(direct, "numId")
        list_id = own_list or style.list_id
        found = self._list(list_id) if list_id not in (None, "0") else None
        if found is None:
            return ""
        level = value(direct, "ilvl")
        if level is None and own_list is None:
            # A list may bind its levels to styles; that is stronger than the level the style gives.
            bound = (n for n, each in enumerate(found.levels) if each.style == style.numbered_by)
            level = str(next(bound, style.level or 0))
        depth = whole_number(level, 0, _LEVELS - 1)
        counters = self._counters.setdefault(found.abstract, [None] * _LEVELS)
        self._count(found, counters, depth)
        return self._shown(found, counters, depth)

    @staticmethod
    def _count(found: _List, counters: list[int | None], depth: int) -> None:
        current = counters[depth]
        anew = depth in found.overrides and depth not in found.begun
        found.begun.add(depth)
        if current is None or anew:
            counters[depth] = found.overrides.get(depth, found.levels[depth].start)
        else:
            counters[depth] = current + 1
        for deeper in range(depth + 1, _LEVELS):
            restart = found.levels[deeper].restart
            if restart is None or depth < restart:
                counters[deeper] = None

    @staticmethod
    def _shown(found: _List, counters: list[int | None], depth: int) -> str:
        level = found.levels[depth]

        def number(match: re.Match[str]) -> str:
            place = int(match[1]) - 1
            other = found.levels[place]
            count = counters[place]
            if count is None:
                count = found.overrides.get(place, other.start)
            return printed(count, "decimal" if level.plain_digits and other.form != "none" else other.form)

        if level.bullet:
            return level.pattern + " " if level.pattern else ""
        text = _PLACEHOLDER.sub(number, level.pattern).strip()
        if not text or level.suffix == "nothing" or _CLOSED.search(text):
            return text
        return text + " "

    def _list(self, list_id: str | None) -> _List | None:
        key = list_id or ""
        if key not in self._lists:
            self._lists[key] = self._read_list(key)
        return self._lists[key]

    def _read_list(self, list_id: str) -> _List | None:
        num = self._nums.get(list_id)
        if num is None:
            return None
        key = value(num, "abstractNumId") or ""
        abstract = self._abstracts.get(key)
        if abstract is not None and (link := value(abstract, "numStyleLink")) is not None:
            # The levels stand in the list that the numbering style names.
            linked = self._nums.get(self._styles.style(link).list_id or "")
            key = (value(linked, "abstractNumId") if linked is not None else None) or key
            abstract = self._style_lists.get(link, self._abstracts.get(key))
            if abstract is not None:
                key = abstract.get(W + "abstractNumId", key)
        if abstract is None:
            return None
        levels = [_Level()] * _LEVELS
        for element in abstract.iterchildren(W + "lvl"):
            levels[whole_number(element.get(W + "ilvl"), 0, _LEVELS - 1)] = _level(element)
        overrides: dict[int, int] = {}
        for element in num.iterchildren(W + "lvlOverride"):
            depth = whole_number(element.get(W + "ilvl"), 0, _LEVELS - 1)
            changed = element.find(W + "lvl")
            if changed is not None:
                levels[depth] = _level(changed)
            if (start := value(element, "startOverride")) is not None:
                overrides[depth] = whole_number(start, 1)
        return _List(key, levels, overrides)


def _level(element: Element) -> _Level:
    form = value(element, "numFmt")
    if form is None or form == "custom":
        # Newer forms stand in an alternative, with an older one to fall back on.
        fallback = element.find(f"{MC}AlternateContent/{MC}Fallback")
        form = value(fallback, "numFmt") or form or "decimal"
    pattern = (value(element, "lvlText") or "")[:_LONGEST]
    bullet = form == "bullet"
    if bullet and pattern:
        fonts = element.find(f"{W}rPr/{W}rFonts")
        named = "" if fonts is None else " ".join(fonts.attrib.values())
        if _SIGN_FONTS.search(named) or any("\ue000" <= sign <= "\uf8ff" for sign in pattern):
            pattern = "•"
    restart = value(element, "lvlRestart")
    return _Level(
        pattern=pattern,
        form=form,
        start=whole_number(value(element, "start"), 0),
        suffix=value(element, "suff") or "tab",
        restart=None if restart is None else whole_number(restart, 0),
        plain_digits=switch(element, "isLgl") or False,
        style=value(element, "pStyle"),
        bullet=bullet,
    )
