"""Until when a task is due: the times of a text that are deadlines, with the days they mean.

A date in the past of the plan (对2015年底前成文的文件) and a duration (3个工作日内) are none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from gdie.indicators import load_form, load_obligation_words
from gdie.text.dates import MAX_LENGTH, Period, parse_date

_NUMBER = "[0-9一二三四五六七八九十]"
_YEAR = r"(?:[0-9〇零○一二三四五六七八九]{4}年度?|[今本当明次来]年度?|下一?年度?)"
_MONTH = rf"(?:{_NUMBER}{{1,3}}月份?(?:{_NUMBER}{{1,3}}[日号]|[底末]|[上中下]旬)?|[0-9]{{1,2}}\.[0-9]{{1,2}})"
_QUARTER = r"(?:第?[一二三四1-4]个?季度|[上下]半年)[底末]?"
_NUMERIC = r"(?<![0-9])[0-9]{4}[-./][0-9]{1,2}[-./][0-9]{1,2}"


@dataclass(frozen=True)
class Due:
    """A deadline at `[start, end)` of the text it was found in; `period` is None for a rhythm and for unclear words."""

    start: int
    end: int
    period: Period | None


def find_due(text: str, year: int | None, start: int = 0, end: int | None = None) -> list[Due]:
    """The deadlines in `[start, end)` of a view's text, in order. `year` is the plan's; without it 年底前 has no date."""
    stop = len(text) if end is None else end
    found = [
        Due(*match.span("time"), _period(match["time"], year))
        for match in _dated().finditer(text, start, stop)
    ]
    found = [due for due in found if not _is_past(due.period, year)]
    if not found:
        found = [Due(*match.span(), None) for match in _recurring().finditer(text, start, stop)]
    return found


def task_due(text: str, year: int | None, start: int, end: int) -> Due | None:
    """When the task in `[start, end)` is done: of several deadlines the latest, of equal ones the first."""
    return max(
        find_due(text, year, start, end),
        key=lambda due: (due.period.end_iso if due.period else None) or "",
        default=None,
    )


def cell_due(text: str, year: int | None) -> Due | None:
    """The deadline that a cell or label 完成时限 says: all of it, its date where one can be read. None for an empty one."""
    words = re.search(r"\S(?:.*\S)?", text, re.DOTALL)
    if words is None:
        return None
    period = _period(words.group(), year)
    if period is None and (inner := task_due(text, year, 0, len(text))):
        period = inner.period
    return Due(*words.span(), period)


def _period(text: str, year: int | None) -> Period | None:
    if len(text) > MAX_LENGTH:
        return None
    words = load_obligation_words().deadlines
    text = re.sub(r"\s+", "", text)
    whole = f"(?:{'|'.join(words.done)})$"
    text = re.sub(whole, "", text)
    if period := parse_date(text, year):
        return period
    text = re.sub(rf"(?:{'|'.join(words.within)})$", "", text)
    if period := parse_date(text, year):
        return period
    # The end of a quarter or half: only then is it due.
    if match := re.fullmatch(rf"(.*(?:季度|半年))[底末](?:{'|'.join(words.before)})?", text):
        period = parse_date(match[1], year)
        return Period(None, period.end) if period and period.end else None
    return None


def _is_past(period: Period | None, year: int | None) -> bool:
    return period is not None and year is not None and period.end is not None and period.end.year < year


@cache
def _dated() -> re.Pattern[str]:
    words = load_obligation_words().deadlines
    before, within = "|".join(words.before), "|".join(words.within)
    year_end = "|".join(words.ends_of_year)
    point = rf"(?:{_MONTH}|{_QUARTER}|{year_end}|(?<=年)[底末])"
    time = rf"(?:{_YEAR}?\s?{point}|{_NUMERIC})"
    whole_year = rf"(?:{_YEAR}|(?<![0-9一二两三四五六七八九十几数近])年度?)"
    return re.compile(
        rf"(?P<time>(?<![0-9])(?:{time}(?:{before})(?!{'|'.join(words.not_before)})"
        rf"|(?<=[^年月日号底末0-9][{''.join(words.until)}]){_YEAR}?(?:{year_end}|[0-9]{{1,2}}月[底末]|(?<=年)[底末])"
        rf"|(?:{_YEAR}?{_QUARTER}|{whole_year})(?:{within})"
        rf"|{time}(?=(?:{'|'.join(words.done)}))))"
    )


@cache
def _recurring() -> re.Pattern[str]:
    return re.compile("|".join(load_obligation_words().deadlines.recurring))


@cache
def deadline_titles() -> tuple[str, ...]:
    """How a column or label of deadlines is called, longest first."""
    titles = {*load_form("tasks").columns["deadline"], *load_obligation_words().columns["deadline"]}
    return tuple(sorted(titles, key=len, reverse=True))
