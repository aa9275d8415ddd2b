"""What words around a figure say of it: approximators that stand apart, plans, the period of the whole report."""

from __future__ import annotations

import re
from typing import Literal

from gdie.annotation import Entity
from gdie.documents import Document
from gdie.facts.model import Approx, PeriodOf
from gdie.facts.tasks import is_task_table
from gdie.indicators import load_status_words
from gdie.text.dates import Period, parse_date
from gdie.text.view import View, normalise

_APART: tuple[tuple[re.Pattern[str], Approx], ...] = (
    (re.compile(r"(?:大约|大概|约)(?:占|为|达到|达|有)$"), "about"),
    (re.compile(r"(?:不少于|不低于|至少|起码)[\u4e00-\u9fff]{1,2}$"), "at_least"),
    (re.compile(r"(?:不足|不到|接近|将近)(?:占|为|达到|达|有)$"), "under"),
)
_REPORT_PERIOD = re.compile(
    r"统计期限(?:为|是|自|从|:)*((?:19|20)[0-9]{2}年[0-9]{1,2}月[0-9]{1,2}日(?:起)?(?:至|到|-)(?:(?:19|20)[0-9]{2}年)?[0-9]{1,2}月[0-9]{1,2}日)"
)
# A word of intent governs the whole list behind it (将…：一是…；二是…), so semicolons end nothing.
_SENTENCE_END = re.compile(r"[。!?\n]")
_INTENT_REACH = 400


def separated_approx(before: str) -> Approx:
    """The approximator in the few normalised characters before a figure when a verb stands between (约占58%)."""
    return next((approx for pattern, approx in _APART if pattern.search(before)), "exact")


def is_duration(behind: str) -> bool:
    """Whether the normalised characters right behind a figure make it a duration or deadline (20个|工作日)."""
    return behind.startswith(load_status_words().durations)


def report_period(view_text: str, year: int | None) -> Period | None:
    """The 统计期限 that the document states, else the whole year that it reports on."""
    if match := _REPORT_PERIOD.search(view_text):
        return parse_date(match.group(1).replace("日起", "日"), year)
    return parse_date(f"{year}年", year) if year else None


def status_of(
    document: Document, view: View, figure: Entity, period: PeriodOf | None, year: int | None
) -> Literal["reported", "planned"]:
    """Planned: everything of a work-plan notice and its task tables, and in prose periods after the report's, and figures governed by a word of intent."""
    table = document.table_at(figure.start, figure.end)
    if document.metadata.kind == "work_plan_notice" or (table is not None and is_task_table(table)):
        return "planned"
    if table is not None:
        return "reported"
    if year and period and period.start and int(period.start[:4]) > year:
        return "planned"
    words = load_status_words()
    heading = document.section_at(figure.start)
    if heading is None:
        return "reported"
    title = normalise(document.slice(heading)).text
    if not any(word in title for word in words.plan_headings):
        return "reported"
    start, _ = view.from_source(figure.start, figure.end)
    begin = max(
        (m.end() for m in _SENTENCE_END.finditer(view.text, max(0, start - _INTENT_REACH), start)),
        default=max(0, start - _INTENT_REACH),
    )
    return "planned" if any(w in view.text[begin:start] for w in words.planned) else "reported"
