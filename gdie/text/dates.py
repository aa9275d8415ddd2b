"""Dates: the period that the exact text of a DATE span means, with the report's year for what is said
relative to it.

Conventions (field guide section 5, item 11): a period of activity has both ends; a deadline or an as-of date
(年底前, 截至11月底, 历年累计, and any 底 or 末) has only an end. What is vague (近年来) or no valid calendar
date is None.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date

from gdie.text.datetext import clean_date

MAX_LENGTH = 48
_FIRST_YEAR, _LAST_YEAR = 1900, 2100

_RANGE = re.compile(r"起?(?:至|到|~|-{1,2}|—{1,2})")

# Years said relative to the report's year, or in a range (至次年1月) to the year of its start.
_RELATIVE = {
    "本报告年度": 0, "报告年度": 0, "本年度": 0, "今年": 0, "本年": 0, "当年": 0,
    "全年度": 0, "全年": 0, "年度": 0,
    "上一年度": -1, "上一年": -1, "上年度": -1, "上年": -1, "去年": -1, "前年": -2,
    "下一年度": 1, "下一年": 1, "下年度": 1, "下年": 1, "明年": 1, "次年": 1, "来年": 1,
}  # fmt: skip
_WHOLE_YEAR = frozenset(
    (
        "年内",
        "年度内",
        "本年累计",
        "报告期",
        "报告期内",
        "本报告期",
        "本报告期内",
        "统计期内",
        "1年来",
        "这1年",
        "全年累计",
    )
)
_YEAR_END = frozenset(("年底", "年末", "年终", "岁末", "报告期末", "本报告期末", "统计期末"))
# Behind a year they leave it whole; alone they say nothing.
_WHOLE = frozenset(("", "内", "全年", "年内", "度", "同期", "累计", "整年", "1年", "度内", "全年度"))
_ALL_YEARS = frozenset(("历年累计", "历年", "历年来", "历年总计", "历年合计"))
_YEAR = re.compile(rf"(?P<number>[0-9]{{4}})(?:年度|年|$)|(?P<relative>{'|'.join(_RELATIVE)})")
_SCHOOL_YEAR = re.compile(
    r"([0-9]{4})年?(?:(?:至|到|~|-{1,2}|—{1,2}|/)([0-9]{4})年?)?学年度?|[本上下]一?学年度?"
)
_TWO_YEARS = re.compile(r"([0-9]{4})(?:、|和|与|及)([0-9]{4})(?:年度?(?:2年)?|2年|2年度)")
_FIRST_MONTHS = re.compile(r"[前头]([0-9]{1,2})个?月")
_SPAN_OF_YEARS = re.compile(r"(?:最?近|过去)([0-9]{1,2})年来?|([2-9]|1[0-9])年来")
_PLAN = re.compile(r"[“\"]?十(一|二|三|四)五[”\"]?(?:规划)?(?:时期)?")
_MONTHS = re.compile(r"([0-9]{1,2})月?(?:至|到|~|-{1,2}|—{1,2})([0-9]{1,2})月份?(底|末)?")
_MONTH = re.compile(r"([0-9]{1,2})月份?(?:(上旬|中旬|下旬)|(底|末)|([0-9]{1,2})[日号])?")
_DAY = re.compile(r"([0-9]{1,2})[日号]")
_QUARTERS = re.compile(r"第?([1-4])(?:(?:至|到|-|~|—)第?([1-4]))?季度?|前([23])个?季度")
_HALVES = {"上半年": (1, 6), "下半年": (7, 12)}


@dataclass(frozen=True)
class Period:
    """A period of days, both inclusive; None is an open end. At least one end is set and start <= end."""

    start: date | None
    end: date | None

    def __post_init__(self) -> None:
        if self.start is None and self.end is None:
            raise ValueError("a period has at least one end")
        if self.start and self.end and self.start > self.end:
            raise ValueError(f"a period cannot end before it starts: {self.start} {self.end}")

    @property
    def start_iso(self) -> str | None:
        """The first day as YYYY-MM-DD."""
        return self.start.isoformat() if self.start else None

    @property
    def end_iso(self) -> str | None:
        """The last day as YYYY-MM-DD."""
        return self.end.isoformat() if self.end else None


@dataclass(frozen=True)
class _Piece:
    """One expression: its days, the year and month a right part may inherit, and how precisely its end is
    said."""

    start: date
    end: date
    month: int | None = None
    day_exact: bool = False  # a day, 底 or 旬: 前 behind it makes a deadline
    as_of: bool = False  # 底, 末


def parse_date(text: str, year: int | None) -> Period | None:
    """The period that `text`, the exact text of a DATE span in any script and width, means.

    `year` is the year the report is about; expressions that need it (全年, 上半年, 11月30日前) are None
    without it.
    """
    if not 0 < len(text) <= MAX_LENGTH:
        return None
    try:
        return _period(clean_date(text), year)
    except ValueError:  # 2月30日, year 0, an end before its start
        return None


def says_year(text: str) -> bool:
    """Whether a folded mention itself says which year it is of, also relative to the report's (今年3月, 去年底, 本年度)."""
    match = _YEAR.match(text)
    return bool(match and match.group() not in ("全年", "全年度", "年度"))


def _period(text: str, year: int | None) -> Period | None:
    if text in _ALL_YEARS or text.removesuffix("累计") in _ALL_YEARS:
        return Period(None, date(_valid(year), 12, 31)) if year is not None else None
    if match := re.fullmatch(r"(?:截至|截止|至|到)(?:到|至)?(.+)", text):
        piece = _piece(match[1], year)
        return Period(None, piece.end) if piece else None
    if match := re.fullmatch(r"(.+?)(?:以前|之前|前)", text):
        piece = _piece(match[1], year)
        return Period(None, piece.end) if piece and piece.day_exact else None
    if match := re.fullmatch(r"(.+?)(?:以来|至今|起)", text):
        return _since(match[1], match.group().endswith("起"), year)
    piece = _piece(text, year)
    if piece:
        return Period(None if piece.as_of else piece.start, piece.end)
    return _range(text, year)


def _since(text: str, open_end: bool, year: int | None) -> Period | None:
    """From a time on: 今年以来 and 2008年以来 run to the end of the report's year, 3月1日起 has no end."""
    piece = _piece(text, year)
    if not piece or piece.as_of:
        return None
    if open_end or year is None or piece.start.year > year:
        return Period(piece.start, None)
    return Period(piece.start, date(year, 12, 31))


def _range(text: str, year: int | None) -> Period | None:
    for sign in _RANGE.finditer(text, 1):
        left, right = text[: sign.start()], text[sign.end() :]
        if re.fullmatch(r"[0-9]{4}", left) and not re.match(r"[0-9]{4}(?:年|$)", right):
            continue  # 2010-12年 says two different things
        first = _piece(left, year)
        if first is None or first.as_of:
            continue
        if first.month and _DAY.fullmatch(right):
            right = f"{first.month}月{right}"
        last = _piece(right, first.start.year)
        if last:
            return Period(first.start, last.end)
    return None


def _piece(text: str, year: int | None) -> _Piece | None:
    """One expression without range. Raises ValueError for an invalid calendar date."""
    if match := _PLAN.fullmatch(text):
        begin = 2006 + 5 * ("一二三四".index(match[1]))
        return _Piece(date(begin, 1, 1), date(begin + 4, 12, 31))
    if text in _WHOLE_YEAR:
        return _part(year, "") if year is not None else None
    if match := _SCHOOL_YEAR.fullmatch(text):
        return _school_year(match, year)
    if match := _TWO_YEARS.fullmatch(text):
        return _years(int(match[1]), int(match[2]))
    if match := _SPAN_OF_YEARS.fullmatch(text):
        length = int(match[1] or match[2])
        if year is None or length < 1:
            return None
        return _Piece(date(_valid(year - length + 1), 1, 1), date(year, 12, 31))
    if match := _YEAR.match(text):
        if match["number"]:
            base: int | None = int(match["number"])
        else:
            base = None if year is None else year + _RELATIVE[match["relative"]]
        rest = text[match.end() :]
        return None if base is None else _part(base, rest)
    return _part(year, text) if year is not None and text not in _WHOLE | {"底", "末"} else None


def _years(first: int, last: int) -> _Piece | None:
    """Two years in a row (2011、2012年); others are two periods."""
    if last != first + 1:
        return None
    return _Piece(date(_valid(first), 1, 1), date(_valid(last), 12, 31))


def _school_year(match: re.Match[str], year: int | None) -> _Piece | None:
    """1 September to 31 August; a report that is given one year means the school year that ends in it (本学年)."""
    if match[1]:
        first = int(match[1])
        if match[2] and int(match[2]) != first + 1:
            return None
    elif year is None:
        return None
    else:
        first = year - 1 + {"本": 0, "上": -1, "下": 1}[match.group()[0]]
    return _Piece(date(_valid(first), 9, 1), date(_valid(first + 1), 8, 31))


def _part(year: int, text: str) -> _Piece | None:
    """A part of a year: month, day, quarter, half, the whole (empty) or its end."""
    _valid(year)
    if text in _WHOLE:
        return _Piece(date(year, 1, 1), date(year, 12, 31))
    if text in _YEAR_END or text in ("底", "末"):
        return _Piece(date(year, 1, 1), date(year, 12, 31), day_exact=True, as_of=True)
    if text in _HALVES:
        return _months(year, *_HALVES[text])
    if match := _FIRST_MONTHS.fullmatch(text):
        return _months(year, 1, int(match[1]))
    if match := _QUARTERS.fullmatch(text):
        first, last = int(match[1] or 1), int(match[3] or match[2] or match[1])
        return _months(year, 3 * first - 2, 3 * last)
    if match := _MONTHS.fullmatch(text):
        piece = _months(year, int(match[1]), int(match[2]))
        return _Piece(piece.start, piece.end, day_exact=bool(match[3]))
    if not (match := _MONTH.fullmatch(text)):
        return None
    month = int(match[1])
    piece = _months(year, month, month)
    if match[4]:
        day = date(year, month, int(match[4]))
        return _Piece(day, day, month, day_exact=True)
    if match[3]:
        return _Piece(piece.start, piece.end, month, day_exact=True, as_of=True)
    if match[2]:
        first, last = {"上旬": (1, 10), "中旬": (11, 20), "下旬": (21, piece.end.day)}[match[2]]
        return _Piece(date(year, month, first), date(year, month, last), month, day_exact=True)
    return piece


def _months(year: int, first: int, last: int) -> _Piece:
    if not 1 <= first <= last <= 12:
        raise ValueError(f"no months: {first} to {last}")
    end = date(year, last, calendar.monthrange(year, last)[1])
    return _Piece(date(year, first, 1), end, month=first if first == last else None)


def _valid(year: int) -> int:
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise ValueError(f"year {year} is out of range")
    return year
