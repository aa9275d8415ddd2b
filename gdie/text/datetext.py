"""The text of a DATE in one spelling: simplified, without blanks and outer words, numbers in digits, 年月日 for other signs."""

from __future__ import annotations

import re

from gdie.text.figures import NumeralError, read_figure
from gdie.text.view import normalise

_DIGITS = str.maketrans("〇零○OoО一二三四五六七八九", "000000123456789")
_YEARS = re.compile("[0-9〇零○OoО一二三四五六七八九]{4}(?=年|至|到|-)")
_SMALL = re.compile(  # 上一年 and 下一年 are words
    r"(?<![上下])[一二两三四五六七八九十廿卅]{1,3}(?=[年个月日号季]|至第?[一二三四五六七八九十]{1,3}[年个月季])"
)
_NUMERIC_DAY = re.compile(r"(?<![0-9])([0-9]{4})([-./])([0-9]{1,2})\2([0-9]{1,2})(?![0-9./])")
_NUMERIC_MONTH = re.compile(r"(?<![0-9])([0-9]{4})[./]([0-9]{1,2})(?![0-9./])")
_NUMERIC_MONTH_DAY = re.compile(r"(?<=[至到~—-])([0-9]{1,2})\.([0-9]{1,2})(?![0-9.年月])")
_BLANKS = re.compile(r"\s+|\(含\)|(?<=[日号])(?:0|24|零)[时点]")
_OUTER = re.compile(r"^(?:整个|累计(?=至|到|截))|(?<=[^年])累计$")
# 自2008年5月1日《条例》施行以来 runs from that day.
_LAW = re.compile(r"(?:《[^《》]{2,24}》|[^0-9年月日]{0,8}条例)(?:颁布|正式)?(?:实施|施行)(?=以来|起|至今)")
_TWO_QUARTERS = re.compile(r"第?(一、?第?二|三、?第?四)(?=季度)")


def clean_date(text: str) -> str:
    """Simplified, without blanks, every number in ASCII digits, numeric dates spelt with 年月日."""
    text = _BLANKS.sub("", normalise(text).text)
    text = _OUTER.sub("", text).replace("元月", "1月").replace("到至", "至")
    text = _LAW.sub("", text)
    text = _TWO_QUARTERS.sub(lambda m: "1至2" if m[1].startswith("一") else "3至4", text)
    text = _YEARS.sub(lambda digits: digits.group().translate(_DIGITS), text)
    text = _SMALL.sub(_arabic, text)
    text = _NUMERIC_DAY.sub(r"\1年\3月\4日", text)
    text = _NUMERIC_MONTH.sub(r"\1年\2月", text)
    text = _NUMERIC_MONTH_DAY.sub(r"\1月\2日", text)
    return re.sub(r"^[自从]|(?:止|的?期间|以内|之间)$", "", text)


def _arabic(match: re.Match[str]) -> str:
    try:
        return str(int(read_figure(match.group()).low))
    except NumeralError:
        return match.group()
