"""Plans and reports: whether a figure has happened, and the year that a plan's own dates belong to."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

from gdie.annotation import Entity
from gdie.documents import Document, Span
from gdie.facts.model import PeriodOf
from gdie.facts.tasks import is_task_table
from gdie.indicators import load_status_words
from gdie.text.dates import Period, parse_date
from gdie.text.view import View, normalise

Status = Literal["reported", "planned"]

# A time that a sentence is about stands in front of its clause; 由2015年的4期 and 比上年 only compare.
_TOPIC = re.compile(
    r"(?:^|(?<=[。;,:\s)!?、]))(?:到|在|对于|面向|展望)?(?P<time>[12二][0-9O〇○零一二三四五六七八九]{3}(?:[-—至][0-9]{4})?学?年度?"
    r"|今年|本年度?|去年|上年度?|明年|来年|次年|下一?年度?|下一?步|下一?阶段|今后)"
)
_TIMELESS = re.compile(r"下一?步|下一?阶段|今后")
_ITEM = re.compile(
    r"\s*(?:[一二三四五六七八九十]+[是要、.]|第[一二三四五六七八九十]|其[一二三四五]|[(]?[0-9一二三四五六七八九十]{1,2}[).、])"
)
# What has been done already, also when it is said of a time after the report's.
_DONE = re.compile(r"已(?!有条件)|截至|截止|目前|实际")
# 由4期增加到8期: what stands first is so now.
_BASE = re.compile(r"[由从](?:[^,。;]{0,6}的)?$")
_CHANGE = re.compile(r"[^,。;]{0,4}(?:增|扩|提|拓|整合|归并|升|降|压|减|改|缩|发展|延长)")
_SENTENCE_END = re.compile(r"[。!?\n]")
_REACH = 600


def status_of(
    document: Document,
    view: View,
    figure: Entity,
    period: PeriodOf | None,
    reported: Period | None,
    own_date: bool = False,
) -> Status:
    """Planned: everything of a work-plan notice and its task tables, and in prose what lies after the period that the document
    reports on and what words of intent govern. `own_date`: the period is said of the figure itself, not inherited.
    """
    table = document.table_at(figure.start, figure.end)
    if document.metadata.kind == "work_plan_notice" or (table is not None and is_task_table(table)):
        return "planned"
    if table is not None:
        return "reported"
    start, end = view.from_source(figure.start, figure.end)
    if _BASE.search(view.text, max(0, start - 10), start) and _CHANGE.match(view.text, end):
        return "reported"
    after = _is_after(period, reported)
    # The year of a fragment is only inferred, and may be the one that it plans for.
    if own_date and not after and document.metadata.year and _says_when(period):
        return "reported"
    clause = re.split(r"[,。;:\n]", view.text[max(0, start - 60) : start])[-1]
    if _DONE.search(clause):
        return "reported"
    if after:
        return "planned"
    topic, _ = _topic(document, view, figure.start, reported)
    lead = topic if topic is not None else _sentence_start(view.text, start)
    intends = _intent().search(view.text, lead, start) is not None
    under_plan = _is_plan_heading(document, figure.start, reported)
    return (
        "planned" if (intends and (under_plan or topic is not None)) or (topic and under_plan) else "reported"
    )


def plan_year(document: Document, view: View, offset: int, reported: Period | None) -> int | None:
    """The year that a plan around `offset` is for, when its sentences name one after the reported period (2014年，…：6月底前…)."""
    table = document.table_at(offset, offset + 1)
    return None if table is not None else _topic(document, view, offset, reported)[1]


def _topic(
    document: Document, view: View, offset: int, reported: Period | None
) -> tuple[int | None, int | None]:
    """Where the last time that the paragraph puts in front is named, and its year; None unless it lies after the report."""
    if reported is None or reported.end is None:
        return None, None
    start, _ = view.from_source(offset, offset)
    section = document.section_at(offset)
    bound = max(0, start - _REACH, view.from_source(section.start, section.end)[1] if section else 0)
    if bound >= start:
        return None, None
    line = view.text.rfind("\n", bound, start) + 1
    while True:
        begin = max(bound, line)
        found = list(_TOPIC.finditer(view.text, begin, start))
        if found or line <= bound or not _ITEM.match(view.text, line):
            break
        line = view.text.rfind("\n", bound, line - 1) + 1
    if not found:
        return None, None
    time = found[-1]["time"]
    if _TIMELESS.fullmatch(time):
        return found[-1].start(), None
    named = parse_date(time, reported.end.year)
    if named is None or named.start is None or named.start <= reported.end:
        return None, None
    return found[-1].start(), named.start.year


def _says_when(period: PeriodOf | None) -> bool:
    return bool(period and period.text and parse_date(normalise(period.text).text, None))


def _is_after(period: PeriodOf | None, reported: Period | None) -> bool:
    if period is None or period.start is None or reported is None or reported.end is None:
        return False
    return period.start > reported.end.isoformat()


def _sentence_start(text: str, offset: int) -> int:
    """Where the sentence begins; a word of intent governs the whole list behind it (将…:一是…;二是…)."""
    bound = max(0, offset - _REACH)
    return max((m.end() for m in _SENTENCE_END.finditer(text, bound, offset)), default=bound)


def _is_plan_heading(document: Document, offset: int, reported: Period | None) -> bool:
    """Whether a heading over `offset`, of whatever level, announces plans or names a later year."""
    return any(_announces(normalise(document.slice(h)).text, reported) for h in _headings(document, offset))


def _headings(document: Document, offset: int) -> list[Span]:
    top = document.section_at(offset)
    if top is None:
        return []
    lower = [
        b for b in document.blocks if b.kind == "heading" and b.level > 1 and top.start < b.start < offset
    ]
    return [top, *lower[-1:]]


def _announces(title: str, reported: Period | None) -> bool:
    if any(word in title for word in load_status_words().plan_headings):
        return True
    years = (
        parse_date(m.group(), None) for m in re.finditer(r"[0-9二][0-9〇○零一二三四五六七八九]{3}年", title)
    )
    end = reported.end if reported else None
    return end is not None and any(y is not None and y.start is not None and y.start > end for y in years)


@cache
def _intent() -> re.Pattern[str]:
    return re.compile("|".join(load_status_words().planned))
