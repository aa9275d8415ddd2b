"""Dates: text and report year to a period; the unknown and the damaged to None."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gdie.text.dates import Period, parse_date, says_year

YEAR = 2014

READ = [  # text, start, end, reason
    ("2012年", "2012-01-01", "2012-12-31", "a year"),
    ("2012年度", "2012-01-01", "2012-12-31", "a year"),
    ("2012", "2012-01-01", "2012-12-31", "a column header"),
    ("２０１２年", "2012-01-01", "2012-12-31", "full width"),
    ("2012 年 3 月", "2012-03-01", "2012-03-31", "blanks"),
    ("二〇一三年", "2013-01-01", "2013-12-31", "Chinese numerals"),
    ("二○一三年度", "2013-01-01", "2013-12-31", "a circle for the zero"),
    ("二零一三年", "2013-01-01", "2013-12-31", "零 for the zero"),
    ("2O13年", "2013-01-01", "2013-12-31", "letter O reads as zero"),
    ("2012年全年", "2012-01-01", "2012-12-31", "the whole year"),
    ("2012年内", "2012-01-01", "2012-12-31", "the whole year"),
    ("2012年1月1日至12月31日", "2012-01-01", "2012-12-31", "right part takes the year"),
    ("2012年1月1日至2012年12月31日", "2012-01-01", "2012-12-31", "both years"),
    ("自2008年5月1日起至12月31日止", "2008-05-01", "2008-12-31", "outer words are tolerated"),
    ("2008年5月至12月", "2008-05-01", "2008-12-31", "months"),
    ("2012.1.1-2012.12.31", "2012-01-01", "2012-12-31", "numeric with stops"),
    ("2012.1.1-6.30", "2012-01-01", "2012-06-30", "numeric without the second year"),
    ("2012-01-01至2012-06-30", "2012-01-01", "2012-06-30", "ISO"),
    ("2012/3/5", "2012-03-05", "2012-03-05", "slashes"),
    ("2012.10", "2012-10-01", "2012-10-31", "numeric month"),
    ("2012年9月", "2012-09-01", "2012-09-30", "a month"),
    ("2012年9月份", "2012-09-01", "2012-09-30", "a month"),
    ("2012年2月", "2012-02-01", "2012-02-29", "a leap year's February"),
    ("2012年3月15日", "2012-03-15", "2012-03-15", "a day"),
    ("2012年3月15号", "2012-03-15", "2012-03-15", "a day"),
    ("二〇一二年三月十五日", "2012-03-15", "2012-03-15", "a day in Chinese numerals"),
    ("7月10日", "2014-07-10", "2014-07-10", "a day of the report's year"),
    ("十一月三十日", "2014-11-30", "2014-11-30", "a day in Chinese numerals"),
    ("3月1日-15日", "2014-03-01", "2014-03-15", "right part takes the month"),
    ("9月", "2014-09-01", "2014-09-30", "a month of the report's year"),
    ("1-9月", "2014-01-01", "2014-09-30", "months"),
    ("1月至9月", "2014-01-01", "2014-09-30", "months"),
    ("2012年1～6月", "2012-01-01", "2012-06-30", "months"),
    ("9月上旬", "2014-09-01", "2014-09-10", "ten days"),
    ("2月下旬", "2014-02-21", "2014-02-28", "the rest of the month"),
    ("11月1日至次年1月31日", "2014-11-01", "2015-01-31", "次年 counts from the start"),
    ("上半年", "2014-01-01", "2014-06-30", "half"),
    ("2012年下半年", "2012-07-01", "2012-12-31", "half"),
    ("第三季度", "2014-07-01", "2014-09-30", "quarter"),
    ("一季度", "2014-01-01", "2014-03-31", "quarter without 第"),
    ("2012年4季度", "2012-10-01", "2012-12-31", "quarter in digits"),
    ("前三季度", "2014-01-01", "2014-09-30", "quarters"),
    ("第一至第三季度", "2014-01-01", "2014-09-30", "quarters"),
    ("全年", "2014-01-01", "2014-12-31", "the report's year"),
    ("本年度", "2014-01-01", "2014-12-31", "the report's year"),
    ("今年", "2014-01-01", "2014-12-31", "the report's year"),
    ("今年以來", "2014-01-01", "2014-12-31", "the report's year, traditional"),
    ("年内", "2014-01-01", "2014-12-31", "the report's year"),
    ("一年来", "2014-01-01", "2014-12-31", "the report's year"),
    ("报告期内", "2014-01-01", "2014-12-31", "the report's year"),
    ("上年", "2013-01-01", "2013-12-31", "the year before"),
    ("上一年度", "2013-01-01", "2013-12-31", "the year before"),
    ("去年同期", "2013-01-01", "2013-12-31", "compared with the year before"),
    ("前年", "2012-01-01", "2012-12-31", "two years before"),
    ("明年", "2015-01-01", "2015-12-31", "the year after"),
    ("下一年度", "2015-01-01", "2015-12-31", "the year after"),
    ("今年6月底前", None, "2014-06-30", "a deadline"),
    ("2012年10月底", None, "2012-10-31", "底 is an end"),
    ("截至11月底", None, "2014-11-30", "as of"),
    ("截止2012年底", None, "2012-12-31", "as of, misspelt as often"),
    ("截至2012年3月15日", None, "2012-03-15", "as of a day"),
    ("截至2012年", None, "2012-12-31", "as of a year"),
    ("至2012年底", None, "2012-12-31", "as of"),
    ("年底前", None, "2014-12-31", "a deadline"),
    ("2015年底前", None, "2015-12-31", "a deadline of another year"),
    ("6月底前", None, "2014-06-30", "a deadline"),
    ("11月30日前", None, "2014-11-30", "a deadline"),
    ("11月30日之前", None, "2014-11-30", "a deadline"),
    ("上年末", None, "2013-12-31", "the end of the year before"),
    ("历年累计", None, "2014-12-31", "all years"),
    ("歷年累計", None, "2014-12-31", "all years, traditional"),
    ("2010-2012年", "2010-01-01", "2012-12-31", "years"),
    ("2010年至2012年", "2010-01-01", "2012-12-31", "years"),
    ("2010—2012年度", "2010-01-01", "2012-12-31", "years"),
    ("近三年", "2012-01-01", "2014-12-31", "years up to the report's"),
    ("近3年来", "2012-01-01", "2014-12-31", "years up to the report's"),
    ("两年来", "2013-01-01", "2014-12-31", "years up to the report's"),
    ("2008年以来", "2008-01-01", "2014-12-31", "from a year to the report's"),
    ("2008年5月1日起", "2008-05-01", None, "an open end"),
    ("“十二五”期间", "2011-01-01", "2015-12-31", "a five-year plan"),
    ("2013—2014学年", "2013-09-01", "2014-08-31", "a school year"),
    ("2013-2014学年度", "2013-09-01", "2014-08-31", "a school year"),
    ("2013学年", "2013-09-01", "2014-08-31", "a school year by its first year"),
    ("本学年", "2013-09-01", "2014-08-31", "the school year that ends in the report's"),
    ("下学年", "2014-09-01", "2015-08-31", "the school year after"),
    ("2013、2014年", "2013-01-01", "2014-12-31", "two years in a row"),
    ("2013、2014两年", "2013-01-01", "2014-12-31", "two years in a row"),
    ("第三、四季度", "2014-07-01", "2014-12-31", "two quarters"),
    ("一二季度", "2014-01-01", "2014-06-30", "two quarters"),
    ("前十个月", "2014-01-01", "2014-10-31", "months from the first"),
    ("元月", "2014-01-01", "2014-01-31", "January"),
    ("整个2014年", "2014-01-01", "2014-12-31", "the whole year"),
    ("这一年", "2014-01-01", "2014-12-31", "the report's year"),
    ("截至2014年12月31日24时", None, "2014-12-31", "an hour adds nothing"),
    ("2014年1月1日零时至12月31日24时", "2014-01-01", "2014-12-31", "hours add nothing"),
    ("累计至2014年底", None, "2014-12-31", "as of"),
    ("2008年以来累计", "2008-01-01", "2014-12-31", "from a year to the report's"),
    ("自2008年5月1日《条例》施行以来", "2008-05-01", "2014-12-31", "the law has a date of its own"),
    ("截至报告期末", None, "2014-12-31", "the end of the report's year"),
]

UNKNOWN = [
    ("", "nothing"),
    ("2月30日", "no such day"),
    ("2013年2月29日", "no leap year"),
    ("2012年13月", "no such month"),
    ("2012年0月", "no such month"),
    ("9999年", "no year of a report"),
    ("20l3年", "letter l is not read as 1"),
    ("201年", "damaged"),
    ("12年", "a duration or half a year number"),
    ("一年", "a duration"),
    ("年", "no date"),
    ("近年来", "vague"),
    ("目前", "vague"),
    ("同期", "of what"),
    ("累计", "since when"),
    ("月底前", "of which month"),
    ("9月前", "with or without September"),
    ("2010-12年", "two readings"),
    ("3.5", "rather a number"),
    ("12月至1月", "runs backwards"),
    ("2012年至2010年", "runs backwards"),
    ("2011年、2012年", "two dates"),
    ("2009、2012年", "two years apart"),
    ("2013—2015学年", "two school years or a misprint"),
    ("《条例》施行以来", "the day is not said"),
    ("建站以来", "since when"),
    ("截至目前", "as of when"),
    ("2012年2月30日", "no such day"),
    ("2012年12月31", "damaged"),
    ("20个工作日", "a duration"),
    ("每季度", "a rhythm"),
    ("第4期", "no date"),
    ("国庆前", "no date"),
    ("2012年" * 20, "far too long"),
]


@pytest.mark.parametrize(("text", "start", "end", "reason"), READ)
def test_periods(text: str, start: str | None, end: str | None, reason: str) -> None:
    period = parse_date(text, YEAR)
    assert period is not None, reason
    assert (period.start_iso, period.end_iso) == (start, end), reason


@pytest.mark.parametrize(("text", "reason"), UNKNOWN)
def test_nothing_is_invented(text: str, reason: str) -> None:
    assert parse_date(text, YEAR) is None, reason


@pytest.mark.parametrize(
    "text",
    [
        "全年",
        "上半年",
        "第三季度",
        "本学年",
        "前十个月",
        "7月10日",
        "年底前",
        "历年累计",
        "近三年",
        "去年",
        "截至11月底",
        "年内",
    ],
)
def test_relative_dates_need_the_year(text: str) -> None:
    assert parse_date(text, None) is None


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("2012年3月", True),
        ("去年底", True),
        ("今年6月底前", True),
        ("本年度", True),
        ("全年", False),
        ("6月底前", False),
    ],
)
def test_whether_a_date_says_its_year(text: str, says: bool) -> None:
    assert says_year(text) is says


def test_without_the_reports_year_a_start_stays_open() -> None:
    assert parse_date("2008年以来", None) == Period(date(2008, 1, 1), None)


def test_a_period_is_never_empty_or_backwards() -> None:
    with pytest.raises(ValueError, match="at least one end"):
        Period(None, None)
    with pytest.raises(ValueError, match="before it starts"):
        Period(date(2012, 2, 1), date(2012, 1, 1))


quick = settings(deadline=None, max_examples=100)


@quick
@given(st.dates(date(1950, 1, 1), date(2099, 12, 31)), st.dates(date(1950, 1, 1), date(2099, 12, 31)))
def test_written_periods_read_back(one: date, other: date) -> None:
    start, end = sorted((one, other))
    written = (f"{day.year}年{day.month}月{day.day}日" for day in (start, end))
    assert parse_date("至".join(written), None) == Period(start, end)
    assert parse_date(f"{start.isoformat()}至{end.isoformat()}", YEAR) == Period(start, end)


@settings(deadline=None, max_examples=400)
@given(
    st.text(
        st.sampled_from("0123456789二〇一三十年月日底前至到-.截近来以上下半季度第全本去累计旬初○O"),
        max_size=14,
    ),
    st.one_of(st.none(), st.integers(-5, 10_000)),
)
def test_anything_is_read_or_none(text: str, year: int | None) -> None:
    period = parse_date(text, year)
    assert period is None or period.start or period.end


@quick
@given(st.text(max_size=60))
def test_no_text_breaks_it(text: str) -> None:
    parse_date(text, YEAR)
