"""What a document says of itself near its top: title, reporting agency, year, kind."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from gdie.documents.model import Block, DocumentKind, Metadata, Span, Table

# Names end in one of these organ words; a trailing 办公室/办公厅 belongs to the name only in a title of its own.
_ORGAN = r"(?:总局|總局|局|委员会|委員會|委|厅|廳|人民政府|政府|办公厅|辦公廳|办公室|辦公室|办事处|辦事處|镇|鎮|街道|管理处|中心|分局|署|管委会|管委會|大学|大學|学院|學院|医院|醫院|公司|集团|集團|研究院|研究所|监测站|總隊|总队|支队|支隊|大队|大隊|馆|館)"
_END_OF_ORGAN = r"[局委厅廳府署镇鎮院学學司会會馆館]"
_NAME = rf"[\u3400-\u9fff]{{1,24}}?{_ORGAN}"
_BEFORE_YEAR = re.compile(
    rf"^[^\u3400-\u9fff]*({_NAME})(?:(?:关于|關於)?(?:发布|發布|印发|印發)?)(?:《)?(?=[12][0-9０-９]{{3}}|二[〇○零])"
)
_ABOUT = re.compile(rf"^[^\u3400-\u9fff]*({_NAME})(?:关于|關於)")
_COMPILED_BY = re.compile(rf"由({_NAME})(?:负责|負責)?(?:编制|編制|编写|編寫)")
_OFFICE = re.compile(rf"(?<={_END_OF_ORGAN})(?:院长|院長|校长|校長|局长|局長)?(?:办公室|辦公室)$")
_WHOLE_LINE = re.compile(rf"^[（(]?({_NAME})(?:办公室|辦公室)?[)）]?$")
# In the caption of a table: in brackets, before the year, or between the year and the subject.
_IN_CAPTION = (
    re.compile(rf"[（(]({_NAME})(?:[,，、][^()（）]*)?[)）]"),
    re.compile(rf"(?:^|\s|[:：])({_NAME})(?=[12][0-9０-９]{{3}}年|收到|政府信息|政务公开)"),
    re.compile(rf"[0-9０-９]{{4}}年度?({_NAME})(?=政府信息|政务公开|收到)"),
)
_YEAR = re.compile(r"((?:19|20)[0-9]{2})\s*年")
_PERIOD = re.compile(r"(?:统计期限|統計期限)[^。]{0,12}?((?:19|20)[0-9]{2})\s*年")
_REPORT = re.compile(r"(?:年度|工作|公开|公開)(?:工作)?(?:年度)?(?:报告|報告)|情况统计表|情況統計表")
_NOTICE = re.compile(r"要点|要點|任务分解|任務分解|任务分工|任務分工|责任清单|責任清單|重点任务|重點任務")
_TOP = 1500


def read_metadata(text: str, blocks: Sequence[Block], tables: Sequence[Table] = ()) -> Metadata:
    """Title, agency and year as printed; nothing is guessed from figures in the body."""
    top = [b for b in blocks if b.start < _TOP]
    titles = [b for b in top if b.kind == "title"]
    title = next((b for b in titles if _YEAR.search(_digits(text, b))), titles[0] if titles else None)
    return Metadata(
        title=Span(title.start, title.end) if title else None,
        agency=_agency(text, top, title, blocks) or _captioned_agency(text, tables),
        year=_year(text, title) or _captioned_year(text, tables),
        kind=_kind(text, titles),
    )


def _digits(text: str, span: Span) -> str:
    return unicodedata.normalize("NFKC", text[span.start : span.end])


def _kind(text: str, titles: Sequence[Block]) -> DocumentKind:
    joined = " ".join(text[b.start : b.end] for b in titles)
    if _NOTICE.search(joined):
        return "work_plan_notice"
    if _REPORT.search(joined or text[:_TOP]):
        return "annual_report"
    return "other"


def _year(text: str, title: Block | None) -> int | None:
    if title is not None and (match := _YEAR.search(_digits(text, title))):
        return int(match.group(1))
    folded = unicodedata.normalize("NFKC", text)
    if match := _PERIOD.search(folded):
        return int(match.group(1))
    # The year of a report is the one that stands before the word for it (2014年度政府信息公開年度報告).
    if match := re.search(r"((?:19|20)[0-9]{2})\s*年度?[^。\n]{0,16}(?:报告|報告)", folded[:_TOP]):
        return int(match.group(1))
    return None


def _agency(text: str, top: Sequence[Block], title: Block | None, blocks: Sequence[Block]) -> Span | None:
    def found(pattern: re.Pattern[str], block: Span) -> Span | None:
        match = pattern.search(text[block.start : block.end])
        return Span(block.start + match.start(1), block.start + match.end(1)) if match else None

    for block in [title] if title else []:
        for pattern in (_BEFORE_YEAR, _ABOUT):
            if span := found(pattern, block):
                return span
    near_title = [b for b in top if title is None or b.start <= title.end + 60]
    for block in near_title[:6]:
        if span := found(_WHOLE_LINE, block):
            return span
    for block in top:
        if span := found(_COMPILED_BY, block):
            return _without_office(text, span)
    for block in reversed(blocks[-4:]):
        if span := found(_WHOLE_LINE, block):
            return span
    return None


def _without_office(text: str, span: Span) -> Span:
    """The agency whose office compiled the report: 某局 for 某局办公室, 某大学 for 某大学校长办公室."""
    match = _OFFICE.search(text, span.start, span.end)
    return Span(span.start, match.start()) if match else span


def _captions(tables: Sequence[Table]) -> list[Span]:
    return [t.caption for t in tables if t.caption is not None]


def _captioned_agency(text: str, tables: Sequence[Table]) -> Span | None:
    for caption in _captions(tables):
        for pattern in _IN_CAPTION:
            if match := pattern.search(text, caption.start, caption.end):
                return Span(match.start(1), match.end(1))
    return None


def _captioned_year(text: str, tables: Sequence[Table]) -> int | None:
    years = (_YEAR.search(_digits(text, caption)) for caption in _captions(tables))
    return next((int(match.group(1)) for match in years if match), None)
