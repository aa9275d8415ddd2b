"""Where the document stands in its page: what is around it is left out, in doubt it is kept."""

from __future__ import annotations

import re

from gdie.documents.formats.html.conventions import conventions
from gdie.documents.formats.html.grids import is_data
from gdie.documents.formats.html.tree import Element, Page

_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff0-9０-９]")
_SENTENCE = re.compile(r"[。；;！？]")
_BLANK = re.compile(r"[\s\u3000\u00a0]+")
_PARTS = frozenset(["div", "ul", "p", "table", "footer", "aside", "dl", "section"])
_SPLIT = re.compile(r"[-_\s]+")
_GENERIC = frozenset(
    [
        "body",
        "div",
        "section",
        "article",
        "main",
        "center",
        "form",
        "font",
        "span",
        "td",
        "tr",
        "tbody",
        "table",
        "ul",
        "li",
        "dl",
        "dd",
        "fieldset",
        "figure",
        "pre",
    ]
)
_TITLED = re.compile(
    r"(?:[报報]告|年[报報]|附件|附表|[统統][计計]表|情[况況]表|通知)(?:[（(][^）)]{0,20}[）)])?\d{0,2}[:：]?$|^(?:附件|附表)"
)
_UNIT = re.compile(r"^[（(]?(?:单位|計量單位|計量单位|计量单位|單位)[:：]")


def measure(page: Page) -> set[Element]:
    """Count what is shown in each element, within and outside links; the tables that hold data."""
    label = conventions().box_label
    strong = conventions().strong_label
    for element in page.elements:
        above = element.parent
        href = element.get("href")
        element.linked = (above is not None and above.linked) or (
            element.tag == "a" and bool(href) and not href.startswith("#")
        )
    data: set[Element] = set()
    for element in reversed(page.elements):
        if element.skip:
            continue
        for child in element.children:
            if isinstance(child, str):
                count = len(_HAN.findall(child))
                if not count:
                    continue
                if element.linked:
                    element.links += count
                    continue
                element.han += count
                element.texts += 1
                element.sentences += len(_SENTENCE.findall(child))
                if len(child) < 200:
                    squeezed = _BLANK.sub("", child)
                    element.hits += label.match(squeezed) is not None
                    element.strong_hits += strong.match(squeezed) is not None
            elif not child.skip:
                element.han += child.han
                element.links += child.links
                element.sentences += child.sentences
                element.texts += child.texts
                element.hits += child.hits
                element.strong_hits += child.strong_hits
                element.tables += child.tables
                element.data += child.data
        if element.tag == "table":
            if is_data(element):
                data.add(element)
                element.data += 1
            element.tables += 1
    return data


def boxes(page: Page) -> list[Element]:
    """The boxes of facts about a document (索引号, 发布机构 …) that stand above it, each as the smallest element around it."""
    found: list[Element] = []
    inside: set[Element] = set()
    for element in page.elements:
        if element.parent in inside:
            inside.add(element)
        elif (
            not element.skip
            and (element.strong_hits >= 2 or (element.strong_hits and element.hits >= 3))
            and element.sentences <= 3
            and element.han + element.links <= 40 * element.hits + 60
            and element.texts <= 2 * element.hits + 4
            and not any(e.hits == element.hits for e in element.elements if not e.skip)
        ):
            found.append(element)
            inside.add(element)
    return found


def choose(page: Page, data_tables: set[Element], title: str) -> None:
    """Mark the element that holds the article, and what is surely not of the document, to be skipped. `title` is the page's."""
    top = page.top
    core = _core(page, top, data_tables)
    squeezed = _BLANK.sub("", title)
    _prune_around(core, top, squeezed)
    _prune_within(core, squeezed)


def _core(page: Page, top: Element, data_tables: set[Element]) -> Element:
    content = conventions().content
    named = [
        e
        for e in page.elements
        if e.han >= 0.4 * top.han
        and not e.skip
        and e.tag in _GENERIC
        and e not in data_tables
        and _names(e) & content
    ]
    most = max((e.han for e in named), default=0)
    # The innermost of those that hold most: the names are also given to what holds the columns of a site.
    start = next((e for e in reversed(named) if e.han >= 0.85 * most), top) if most >= 30 else top
    at = start
    while True:
        heir = next((e for e in at.elements if not e.skip and e.han >= 0.8 * start.han), None)
        if heir is None or heir.tag not in _GENERIC or heir in data_tables:
            break
        at = heir
    while at is not top and at.tag in ("span", "font", "tr", "tbody"):
        assert at.parent is not None
        at = at.parent
    # The article is not cut out of the named element: what stands beside its longest part belongs to it.
    return start if start is not top else at


def _prune_around(core: Element, top: Element, title: str) -> None:
    at = core
    for element in _shown(top):
        element.inside = False
    for element in _shown(core):
        element.inside = True
    while at is not top and at.parent is not None:
        above = at.parent
        before = True
        for sibling in above.elements:
            if sibling is at:
                before = False
            elif not sibling.skip and not _belongs(sibling, core, title if before else "", before=before):
                sibling.skip = True
        at = above


def _belongs(element: Element, core: Element, title: str, *, before: bool) -> bool:
    """Whether an element beside the article may be of the document."""
    names = _names(element)
    if element.han < 0.3 * core.han and names & conventions().chrome and not element.data:
        return before and _titled(element, title)
    if element.data:
        return True
    if element.links > element.han:
        return False
    if element.sentences and element.han >= 15:
        return True
    if names & conventions().content and element.han >= 20:
        return True
    text = short_text(element)
    words = conventions()
    if words.around.search(text):
        return False
    return bool(text) and (
        words.report.search(text) is not None
        or element.han >= 30
        or _TITLED.search(text) is not None
        or _UNIT.match(text) is not None
        or (before and _titled(element, title))
    )


def _titled(element: Element, title: str) -> bool:
    """Whether an element is a title of the document, or has one in it."""
    if element.han > 80:
        return False
    waiting = [element]
    for _ in range(30):
        if not waiting:
            return False
        at = waiting.pop()
        text = short_text(at)
        if (
            at.han >= 4
            and text
            and (_TITLED.search(text) or (title.startswith(text) and 2 * len(text) >= len(title)))
        ):
            return True
        waiting += [e for e in at.elements if not e.skip and e.han]
    return False


def _prune_within(core: Element, title: str) -> None:
    chrome = conventions().chrome
    for element in _shown(core):
        if element is core or element.skip or element.data or element.sentences > 3 or element.han > 200:
            continue
        if element.tag not in _PARTS or element.han > 0.2 * core.han:
            continue
        if _names(element) & chrome and not _titled(element, title):
            element.skip = True


def _shown(root: Element) -> list[Element]:
    """An element and all in it that are not skipped, in document order."""
    found: list[Element] = []
    waiting = [root]
    while waiting:
        element = waiting.pop()
        found.append(element)
        waiting += [e for e in reversed(element.children) if isinstance(e, Element) and not e.skip]
    return found


def _names(element: Element) -> frozenset[str]:
    named = f"{element.get('id')} {element.get('class')}".lower()[:300]
    tag = (element.tag,) if element.tag in ("header", "footer", "aside") else ()
    return frozenset(
        (*tag, *named.split(), *_SPLIT.split(named), *(re.sub(r"\d+$", "", n) for n in named.split()))
    )


def short_text(element: Element, most: int = 120) -> str:
    """The text of an element without blanks, empty where it is longer."""
    parts: list[str] = []
    length = 0
    waiting: list[Element | str] = [element]
    while waiting:
        part = waiting.pop()
        if isinstance(part, str):
            part = _BLANK.sub("", part)
            length += len(part)
            if length > most:
                return ""
            parts.append(part)
        elif not part.skip:
            if part.han + part.links > most:
                return ""
            waiting += reversed(part.children)
    return "".join(parts)
