"""What words around a figure say of it: approximators that stand apart, durations, the period of the whole report."""

from __future__ import annotations

import re

from gdie.facts.model import Approx
from gdie.indicators import load_status_words
from gdie.text.dates import Period, parse_date

_APART: tuple[tuple[re.Pattern[str], Approx], ...] = (
    (re.compile(r"(?:大约|大概|约)(?:占|为|达到|达|有)$"), "about"),
    (re.compile(r"(?:不少于|不低于|至少|起码)[\u4e00-\u9fff]{1,2}$"), "at_least"),
    (re.compile(r"(?:不足|不到|接近|将近)(?:占|为|达到|达|有)$"), "under"),
)
_DAY = r"(?:[0-9]{4}|[二2][0-9〇○零OoО一二三四五六七八九]{3})(?:年[0-9一二三四五六七八九十]{1,3}月[0-9一二三四五六七八九十]{1,3}日|(?P<sign>[-./])[0-9]{1,2}(?P=sign)[0-9]{1,2})"
_LATER_DAY = r"(?:(?:[0-9]{4}|二[0-9〇○零一二三四五六七八九]{3})年)?[0-9一二三四五六七八九十]{1,3}月[0-9一二三四五六七八九十]{1,3}日|[0-9]{4}[-./][0-9]{1,2}[-./][0-9]{1,2}"
_REPORT_PERIOD = re.compile(
    rf"(?:统计|数据)(?:的)?(?:期限|期间|时间|时限|时段|周期|区间|范围)[^。\n0-9二]{{0,6}}(?P<days>{_DAY}起?(?:至|到|-|—|~)(?:{_LATER_DAY}))"
)
# What a title says beside its year: a school year, or a part of the year that alone is reported.
_TITLE_PERIOD = re.compile(
    r"(?P<time>[0-9]{4}年?(?:[-—~至/]+[0-9]{4}年?)?学年|[0-9]{4}年(?:第?[一二三四1-4]季度|[上下]半年|前三季度|1?[0-9]?[-—~至]?[0-9]{1,2}月份?))度?(?=[^。:\n]{0,6}(?:信息|政务)公开)"
)
_TITLE_AREA = 200


def separated_approx(before: str) -> Approx:
    """The approximator in the few normalised characters before a figure when a verb stands between (约占58%)."""
    return next((approx for pattern, approx in _APART if pattern.search(before)), "exact")


def is_duration(behind: str) -> bool:
    """Whether the normalised characters right behind a figure make it a duration or deadline (20个|工作日)."""
    return behind.startswith(load_status_words().durations)


def report_period(view_text: str, year: int | None) -> Period | None:
    """The 统计期限 that the document states, else what its title says (2015-2016学年, 2016年第三季度), else the whole year."""
    if match := _REPORT_PERIOD.search(view_text):
        stated = parse_date(match["days"], year)
        if stated is not None and stated.start and stated.end:
            return stated
    if year is None:
        return None
    match = _TITLE_PERIOD.search(view_text, 0, _TITLE_AREA)
    titled = parse_date(match["time"], year) if match else None
    if titled is not None and titled.end and titled.end.year == year:
        return titled
    return parse_date(f"{year}年", year)
