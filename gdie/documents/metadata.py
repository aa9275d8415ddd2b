"""What a document says of itself near its top and foot: title, reporting agency, year, kind, date and number."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from gdie.documents.content import Hints
from gdie.documents.kinds import kind_of
from gdie.documents.model import Block, Metadata, Span, Table
from gdie.documents.publication import hinted_date, hinted_number, number_in, published_in
from gdie.documents.titles import YEAR, fold, name_in_title, year_in

# Organ words that a line of its own must end in to be an agency's name.
_ORGAN = (
    r"(?:局|委员会|委|厅|政府|办公室|办公厅|办事处|镇|乡|街道|管理处|中心|署|管委会|大学|学院|医院|学校|中学|小学"
    r"|公司|集团|研究院|研究所|监测站|总队|支队|大队|馆|海关|[^全内外干]部|支行|分行)"
)
_NAME = rf"[\u3400-\u9fff]{{1,28}}?{_ORGAN}"
# A place or the state at the beginning: what an agency in running text must have to be the reporting one.
_PLACED = re.compile(r"国家|中国|中华|[\u3400-\u9fff]{1,12}?(?:[省市县区旗州盟镇乡]|街道)[\u3400-\u9fff]")
_NO_PLACE = re.compile(r"(?:[省市县区州旗镇乡本我该各全]|国务院|省级|市级)")
_OFFICE = re.compile(
    r"(?<=[局委厅府署镇乡院学司会馆关])(?:院长|校长|局长|党政|综合)?办公室$|(?<=[^人民]政府)办$"
)
_DAY = r"\(?(?:[0-9]{4}|[二〇○零O一三四五六七八九]{4})(?:年|[-./])[^。,;]{2,9}\)?"
_SIGNATURE = re.compile(rf"[(]?({_NAME})[)]?(?:\s*{_DAY})?$")
_DATE_LINE = re.compile(rf"{_DAY}$")
_LABELLED = re.compile(
    r"(?:编制|填报|报告|报送|填表|发布|公开|发文|制发|编报)(?:单位|机构|机关)(?:名称)?\s*[:]\s*"
    rf"({_NAME})(?=\s|$|[)])|(?:信息)?来源\s*[:]\s*({_NAME})(?=\s|$|[)])"
)
_COMPILED = (
    re.compile(rf"由({_NAME})(?:组织|负责)*(?:编制|编写|撰写)"),
    re.compile(rf"(?:^|[,。:\s])({_NAME})(?:组织|负责|特|现)*(?:编制|编写|撰写)"),
    re.compile(rf"(?:现将|现公布|现发布|公布|将)({_NAME})(?={YEAR})"),
)
# In the caption of a table: in brackets, before the year, or between the year and the subject.
_IN_CAPTION = (
    re.compile(rf"[(]({_NAME})(?:[,、][^()]*)?[)]"),
    re.compile(rf"(?:^|\s|[:])({_NAME})(?={YEAR}|收到|政府信息|政务公开)"),
    re.compile(rf"[0-9]{{4}}年度?({_NAME})(?=政府信息|政务公开|收到)"),
)
_PERIOD = re.compile(r"统计(?:期限|时间|时限|时段)[^。]{0,12}?(?=(?:19|20)[0-9]{2}\s*年)")
_OF_REPORT = re.compile(rf"({YEAR}度?)[^。\n]{{0,16}}(?:报告|年报)")
# A title that does not end in the usual words, on one of the first lines.
_TITLE = re.compile(
    r"[^。;,>]{0,40}公开[^。;,>]{0,20}(?:报告|年报|总结|小结|情况|通知|要点|方案|计划)\s*(?:\(.*\))?$"
)
_PATH = re.compile(r"[>›»→]|首页|当前位置")  # where a page stands on its site
_TITLE_LINES = 12
_TITLE_AREA = 3  # lines before a title that may belong to it
_SHORT = 40
_FOOT = 8
_TOP = 1500
_SHORTEST_TITLE = 8
_LONGEST_HINT = 300
_NO_HINTS = Hints()
# Between the title of a page and the name of its site; the years of a school year are not parted.
_SITE = re.compile(
    r"\s+[-–—]+\s+|[|_｜＿]+|(?<![0-9年])[-–—]+(?![0-9])|--+|[-–—](?=[\u3400-\u9fff]*(?:网|政府|门户)$)"
)


def read_metadata(
    text: str, blocks: Sequence[Block], tables: Sequence[Table] = (), hints: Hints = _NO_HINTS
) -> Metadata:
    """What the text says of itself as printed; nothing is guessed from figures in the body. `hints` fill what it does not say."""
    folded = fold(text)
    hinted = hinted_title(hints.title)
    start = _hinted_block(folded, blocks, hinted)
    top = [b for b in blocks if start <= b.start < start + _TOP and not _PATH.search(folded, b.start, b.end)]
    titles = [b for b in top if b.kind == "title"]
    if start and top:
        titles = [top[0], *(b for b in titles[:_TITLE_LINES] if b is not top[0])]
    if not titles:
        others = (b for b in top[:_TITLE_LINES] if b.kind == "paragraph")
        titles = [b for b in others if _TITLE.match(folded[b.start : b.end])][:1]
    title = next((b for b in titles if year_in(folded[b.start : b.end])), titles[0] if titles else None)
    area = _area(folded, top, title) if title else None
    captions = [t.caption for t in tables if t.caption is not None]
    agency = _agency(folded, top, title, area, blocks) or _captioned_agency(folded, captions)
    year = _year(folded, title, area, captions) or (year_in(fold(hinted)) if hinted else None)
    lines = [folded[b.start : b.end] for b in titles] or ([fold(hinted)] if hinted else [])
    kind = kind_of(folded, lines, top, blocks, [folded[c.start : c.end] for c in captions], _is_specific)
    at_top = [b for b in blocks if b.start >= start]
    earliest = year if kind == "annual_report" else None
    published = published_in(folded, at_top, earliest)
    number = number_in(folded, at_top, title)
    return Metadata(
        title=Span(title.start, title.end) if title else None,
        agency=agency,
        year=year,
        kind=kind,
        title_text=_title_text(text, title, area, agency) if title else hinted,
        agency_text=_on_one_line(text, agency) if agency else hinted_agency(hinted, hints.agency),
        published=published[0] if published else hinted_date(hints.published or "", earliest),
        published_span=published[1] if published else None,
        number=_on_one_line(text, number) if number else hinted_number(hints.number or ""),
        number_span=number,
    )


def hinted_title(title: str | None) -> str | None:
    """The title that a file names outside its text, without the name of the site behind it; None where there is none."""
    parts = [p.strip() for p in _SITE.split(title.strip()[:_LONGEST_HINT])] if title else []
    named = [p for p in parts if p]
    return next((p for p in named if _TITLE.search(fold(p)) or year_in(fold(p))), next(iter(named), None))


def hinted_agency(title: str | None, agency: str | None) -> str | None:
    """The agency that a title outside the text names, else the one given there, if it is a whole name (白水市水务局, not 市水务局)."""
    if title and (span := name_in_title(fold(title), whole := Span(0, len(title)), whole)):
        return title[span.start : span.end]
    name = re.sub(r"\s+", "", agency or "")[:_SHORT]
    folded = fold(name)
    # The company that a file's properties name is mostly that of its program.
    if re.fullmatch(_NAME, folded) and _is_placed(folded) and not folded.endswith(("公司", "集团")):
        return name
    return None


def _hinted_block(folded: str, blocks: Sequence[Block], hinted: str | None) -> int:
    """Where the line stands that is the title as the file names it, below menus; 0 if none is."""
    if hinted is None or len(hinted) < _SHORTEST_TITLE:
        return 0
    wanted = re.sub(r"\s", "", fold(hinted))
    for block in blocks:
        short = block.kind != "table" and block.end - block.start < 2 * len(hinted) + _SHORT
        if short and re.sub(r"\s", "", folded[block.start : block.end]) == wanted:
            return block.start
    return 0


def _is_specific(line: str) -> bool:
    """Whether a line names a year or an agency."""
    whole = Span(0, len(line))
    named = (
        name_in_title(line, whole, whole) is not None
        or re.match(rf"{_NAME}[\u3400-\u9fff]", line) is not None
    )
    return year_in(line) is not None or (named and _PLACED.match(line) is not None)


def _title_text(text: str, title: Block, area: Span | None, agency: Span | None) -> str:
    """The title as printed, with the lines before it from the agency's name on where that stands above."""
    start = title.start
    if area is not None and agency is not None and area.start <= agency.start < title.start:
        start = agency.start
    return re.sub(r"^标[题題]\s*[:：]\s*", "", _on_one_line(text, Span(start, title.end)))


def _on_one_line(text: str, span: Span) -> str:
    """The words of a span, with no line end inside and no two blanks side by side."""
    words = re.split(r"\s*[\r\n]+\s*", text[span.start : span.end])
    return re.sub(r"\s+", " ", "".join(words)).strip()


def _area(folded: str, top: Sequence[Block], title: Block) -> Span:
    """The title with the short lines right before and behind it that it may be spread over."""
    place = top.index(title)
    first = place
    while first > max(0, place - _TITLE_AREA) and _may_belong(folded, top[first - 1]):
        first -= 1
    last = place + 1 < len(top) and _may_belong(folded, top[place + 1])
    return Span(top[first].start, top[place + 1].end if last else title.end)


def _may_belong(folded: str, block: Block) -> bool:
    line = folded[block.start : block.end]
    return (
        block.kind in ("title", "paragraph") and len(line) <= _SHORT and not re.search(r"[。;,:]|号$", line)
    )


def _year(folded: str, title: Block | None, area: Span | None, captions: Sequence[Span]) -> int | None:
    for span in (title, area):
        if span is not None and (year := year_in(folded[span.start : span.end])):
            return year
    if match := _PERIOD.search(folded):
        return year_in(folded[match.end() : match.end() + 8])
    # The year of a report is the one that stands before the word for it (2014年度政府信息公開年度報告).
    if match := _OF_REPORT.search(folded, 0, _TOP):
        return year_in(match.group(1))
    return next((year for c in captions if (year := year_in(folded[c.start : c.end]))), None)


def _agency(
    folded: str, top: Sequence[Block], title: Block | None, area: Span | None, blocks: Sequence[Block]
) -> Span | None:
    """The first of: in the title, on a line by itself next to it, as the compiler, in the box of the page, as signature.

    A title may name only the region (白水市2012年…报告).
    """
    if title is not None and area is not None and (span := name_in_title(folded, title, area)):
        return span
    near = [b for b in top if title is None or b.start <= title.end + 60]
    for block in near[:6]:
        if block.kind != "table" and (span := _signed(folded, block)):
            return span
    for pattern in _COMPILED:
        for block in top:
            for match in pattern.finditer(folded, block.start, block.end):
                if _is_placed(match.group(1)):
                    return _without_office(folded, Span(match.start(1), match.end(1)))
    return _signature(folded, blocks) or _labelled(folded, top)


def _signed(folded: str, block: Span) -> Span | None:
    """A line that is nothing but a name, with or without a date, less the office that signs for its agency."""
    match = _SIGNATURE.match(folded[block.start : block.end])
    if match is None or len(match.group(1)) < 3 or re.search("公开|报告|关于", match.group(1)):
        return None
    return _without_office(folded, Span(block.start + match.start(1), block.start + match.end(1)))


def _signature(folded: str, blocks: Sequence[Block]) -> Span | None:
    """The name at the foot or above a date line, the last one first."""
    for place, block in _from_the_foot(blocks):
        dated = place + 1 < len(blocks) and _DATE_LINE.match(_line(folded, blocks[place + 1]))
        if (place >= len(blocks) - _FOOT or dated) and (span := _signed(folded, block)):
            if _NO_PLACE.match(folded, span.start, span.end):
                continue
            return span
    return None


def _from_the_foot(blocks: Sequence[Block]) -> Iterator[tuple[int, Block]]:
    return ((place, b) for place, b in reversed(list(enumerate(blocks))) if b.kind == "paragraph")


def _line(folded: str, block: Span) -> str:
    return folded[block.start : min(block.end, block.start + _SHORT)]


def _labelled(folded: str, top: Sequence[Block]) -> Span | None:
    for block in top:
        for match in _LABELLED.finditer(folded, block.start, block.end):
            start, end = match.span(1 if match.group(1) else 2)
            if _is_placed(folded[start:end]):
                return _without_office(folded, Span(start, end))
    return None


def _is_placed(name: str) -> bool:
    return _PLACED.match(name) is not None and _NO_PLACE.match(name) is None


def _without_office(folded: str, span: Span) -> Span:
    """The agency whose office compiled the report: 某局 for 某局办公室, 某大学 for 某大学校长办公室."""
    match = _OFFICE.search(folded[span.start : span.end])
    return Span(span.start, span.start + match.start()) if match else span


def _captioned_agency(folded: str, captions: Sequence[Span]) -> Span | None:
    for caption in captions:
        for pattern in _IN_CAPTION:
            if match := pattern.search(folded, caption.start, caption.end):
                return Span(match.start(1), match.end(1))
    return None
