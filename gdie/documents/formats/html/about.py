"""What a page says of its document outside the text: meta elements, the box above it, the line below its title."""

from __future__ import annotations

import re
from collections.abc import Sequence

from gdie.documents.content import Hints
from gdie.documents.formats.html.conventions import conventions
from gdie.documents.formats.html.tree import Element, Page
from gdie.documents.formats.html.wording import blanks_shown, seen

_DATE = re.compile(r"(?<!\d)((?:19|20)\d\d)\s?[-/.年]\s?(\d{1,2})\s?[-/.月]\s?(\d{1,2})(?!\d)")
_NUMBER = re.compile(
    r"[\u4e00-\u9fff]{1,12}\s?[〔\[［【(（]\s?(?:19|20)\d\d\s?[〕\]］】)）]\s?第?\d{1,4}\s?号"
)
_SOURCE = re.compile(
    r"(?:来源|來源|发布机构|发布单位)[:：]([\u4e00-\u9fff（）()]{2,40}?(?=发布|作者|浏览|点击|阅读|字|日期|时间|打印|责任|来源|$|[^\u4e00-\u9fff（）()]))"
)
_ITSELF = re.compile(r"(?:本站|本网|原创|网络|互联网|转载|本网站)")
_PUBLISHED = re.compile(r"(?:发布|發佈|發布|发表|公开|更新|录入|成文|生成)?(?:时间|時間|日期)[:：]")


def iso_date(text: str) -> str | None:
    """The first date of a text as `YYYY-MM-DD`, or None."""
    for match in _DATE.finditer(text):
        year, month, day = map(int, match.groups())
        if 1 <= month <= 12 and 1 <= day <= 31:
            return f"{year:04}-{month:02}-{day:02}"
    return None


def hints(page: Page, boxes: Sequence[Element], lines: Sequence[str]) -> Hints:
    """The hints of a page from its boxes, its meta elements and the lines about it, in this order of trust."""
    box = _of_boxes(boxes)
    meta = meta_hints(page)
    joined = " ".join(lines)
    dated = _PUBLISHED.search(joined)
    source = _SOURCE.search("".join(joined.split()))
    return Hints(
        title=box.title or meta.title,
        published=box.published
        or meta.published
        or (iso_date(joined[dated.start() :]) if dated else iso_date(joined)),
        number=box.number,
        agency=box.agency
        or meta.agency
        or (source.group(1) if source and not _ITSELF.match(source.group(1)) else None),
    )


def _of_boxes(boxes: Sequence[Element]) -> Hints:
    kinds = conventions().box
    found: dict[str, str] = {}
    for box in boxes:
        labels = ""
        for text in _texts(box):
            match = conventions().box_label.match("".join(text.split()))
            value = text
            if match:
                labels = match.group(1)
                value = re.split("[:：]", text, maxsplit=1)[1] if re.search("[:：]", text) else ""
            value = blanks_shown(value).strip(" :：【】")
            if value and labels:
                for kind, names in kinds.items():
                    if labels in names:
                        found.setdefault(f"{kind} {labels}", value)
                labels = ""

    def first(kind: str) -> str | None:
        return next(
            (found[f"{kind} {name}"] for name in sorted(kinds[kind]) if f"{kind} {name}" in found), None
        )

    number = first("number")
    published = first("published")
    return Hints(
        title=first("title"),
        published=iso_date(published) if published else None,
        number=number if number and _NUMBER.search(number) else None,
        agency=first("agency"),
    )


def _texts(box: Element) -> list[str]:
    texts: list[str] = []
    waiting: list[Element | str] = [box]
    while waiting:
        part = waiting.pop()
        if isinstance(part, str):
            if text := seen(part).strip():
                texts.append(text)
        elif not part.skip:
            waiting += reversed(part.children)
    return texts


def meta_hints(page: Page) -> Hints:
    """What the head of a page says."""
    said: dict[str, str] = {}
    for element in page.elements:
        if element.tag == "meta":
            name = (element.get("name") or element.get("property")).lower()
            content = blanks_shown(seen(element.get("content"))).strip()
            if name and content and len(content) <= 200:
                said.setdefault(name, content)

    def first(kind: str) -> str | None:
        return next((said[name] for name in conventions().meta[kind] if name in said), None)

    published = first("published")
    title = first("title") or next(
        (
            t
            for e in page.elements
            if e.tag == "title"
            for c in e.children[:1]
            if isinstance(c, str) and (t := blanks_shown(seen(c)).strip())
        ),
        None,
    )
    return Hints(title=title, published=iso_date(published) if published else None, agency=first("agency"))
