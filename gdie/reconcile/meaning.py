"""What a printed figure can mean, as an interval (field guide 2.3 C3, C6; 3.1, 3.2).

| printed | meaning |
|---|---|
| 146件, 二百一十八条, 127.65元 | that number |
| 12.8万条, 8.5 in a column 万元 | ± half a unit of the last printed digit: 127500 to 128500 |
| 61.6% | half-up: 61.55 to 61.65 |
| 3500余条, 超过900万次 (at_least) | up to the next step of the last digit that is not 0: 3500 to 3599 |
| 数百条, 几十次 | up to ten times that |
| 至少30条, 不少于30条; a share at_least | no upper end; a share ends at 100 |
| 近3000人 (under) | down to the step below, 2000 to 3000; half of it where that would be nothing (近万册: 5000 to 10000) |
| 不足, 不到, 不超过, 以内, 以下 | anything from 0 |
| 约1250人, 3000人左右 (about) | ± half a unit of the last digit that is not 0, or ± 5 % where that is more |
| 3至5场 (`value_max`) | the range as printed |
| 三成, 三分之二, 半数 | ± 5 points, ± 5 %, ± 5 points: such words are never exact |
"""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from gdie.facts.model import Fact
from gdie.reconcile.interval import Interval

_FOLD = str.maketrans("０１２３４５６７８９．，％萬億幾數滿OoО○〇", "0123456789.,%万亿几数满00000")
_NUMBER = re.compile(r"[0-9](?:[0-9,\s]*[0-9])?(?:\.[0-9]+)?")
_MAGNITUDES = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}
_CHINESE = re.compile(r"[零0一二两三四五六七八九十百千点壹贰叁肆伍陆柒捌玖拾佰仟廿卅万亿]+")
_CLOSING = re.compile(r"[万亿]+$")
_SCALED = re.compile(r"[0-9][0-9,.\s]*([十百千万亿]+)")
_VAGUE = re.compile(r"(?:数|几)[十百千万亿]")
_MINIMUM = re.compile(r"至少|最少|起码|不[少低小]于|不下")
_NEARLY = re.compile(r"近|接")
_ABOUT = Fraction(5, 100)
_REMEMBERED = 1 << 15  # figures whose meaning is asked for again and again


def number(fact: Fact) -> Fraction:
    """The value of a fact, exactly as its decimal digits say."""
    return _exactly(fact.value)


@lru_cache(maxsize=_REMEMBERED)
def _exactly(value: float) -> Fraction:
    return Fraction(Decimal(repr(value)))


def is_exact(fact: Fact) -> bool:
    """True where the figure means one number: no approximator, no range, no digits rounded away."""
    return fact.approx == "exact" and fact.value_max is None and printed_step(fact) == 0


def meaning(fact: Fact, truncated: bool = False) -> Interval:
    """The numbers that a fact's figure can stand for, in its base unit (per cent for shares).

    With `truncated`, the digits behind the last printed one were cut off instead of rounded: 45.3 % is 45.3 to 45.4.
    """
    value = number(fact)
    if fact.value_max is not None:
        return Interval(value, max(value, _exactly(fact.value_max)))
    match fact.approx:
        case "at_least":
            return Interval(value, _above(fact, value))
        case "under":
            return Interval(_below(fact, value), value)
        case "about":
            return Interval.around(value, max(_place(fact) / 2, abs(value) * _ABOUT))
        case "exact":
            step = printed_step(fact)
            if not step:
                return Interval(value, value)
            return Interval(value, value + step) if truncated else Interval.around(value, step / 2)


def printed_step(fact: Fact) -> Fraction:
    """One unit of the last printed digit in the base unit; 0 where the figure is printed to the last one."""
    return _step(fact.text, fact.value, fact.kind == "percent")


@lru_cache(maxsize=_REMEMBERED)
def _step(printed: str, value: float, share: bool) -> Fraction:
    text = printed.translate(_FOLD)
    return _share_step(text, _exactly(value)) if share else _count_step(text, _exactly(value))


def decimals(fact: Fact) -> int:
    """How many decimals a percentage is printed with."""
    step = printed_step(fact)
    places = 0
    while 0 < step * 10**places < 1:
        places += 1
    return places


def _count_step(text: str, value: Fraction) -> Fraction:
    numbers = _NUMBER.findall(text)
    if len(numbers) > 1:  # 3万2千, 1亿2345万: the last magnitude counts; 1万2345 goes to the last one
        scaled = _SCALED.findall(text)
        last = re.search(r"[0-9]\s*([十百千万亿]+)(?!.*[0-9])", text)
        return Fraction(_product(scaled[-1])) if scaled and last else Fraction(0)
    if not numbers:
        return _chinese_step(text)
    printed = Fraction(Decimal(re.sub(r"[,\s]", "", numbers[0])))
    word = _SCALED.search(text)
    factor = value / printed if printed else Fraction(_product(word.group(1)) if word else 1)
    # A magnitude word behind the digits, or 万元 over the column, makes the value larger by a power of ten.
    if factor <= 1 or not re.fullmatch("10+", str(factor)):
        return Fraction(0)
    return factor / int(10 ** len(numbers[0].partition(".")[2]))


def _chinese_step(text: str) -> Fraction:
    run = _CHINESE.search(text)
    closing = run and _CLOSING.search(run.group())
    if not run or not closing:
        return Fraction(0)
    behind_point = run.group()[: closing.start()].partition("点")[2]
    return Fraction(_product(closing.group()), 10 ** len(behind_point))


def _product(magnitudes: str) -> int:
    result = 1
    for char in magnitudes:
        result *= _MAGNITUDES[char]
    return result


def _share_step(text: str, value: Fraction) -> Fraction:
    if "成" in text:
        return Fraction(1) if re.search(r"成[0-9一二三四五六七八九]|\.", text) else Fraction(10)
    head, found, parts = text.partition("分之")
    if found and not head.endswith("百"):
        return value / 10
    if not found and "半" in text:
        return Fraction(10)
    digits = re.search(r"(?:\.|点)([0-9零一二三四五六七八九]+)", parts or text)
    return Fraction(1, 10 ** len(digits.group(1))) if digits else Fraction(1)


def _place(fact: Fact) -> Fraction:
    """One unit of the last digit that is not 0: 100 for 3500, 1 for 12, 0.1 for 0.5."""
    exponent = Decimal(repr(fact.value)).normalize().as_tuple().exponent
    return Fraction(Decimal(1).scaleb(int(exponent)))


def _above(fact: Fact, value: Fraction) -> Fraction | None:
    text = fact.text.translate(_FOLD)
    if fact.kind == "percent":
        return Fraction(100) if value <= 100 else None
    if _MINIMUM.search(text) or value <= 0:
        return None
    if _VAGUE.search(text):
        return value * 10 - 1
    place = _place(fact)
    return value + place - (1 if place >= 1 else 0)


def _below(fact: Fact, value: Fraction) -> Fraction:
    if value <= 0:
        return value
    if not _NEARLY.search(fact.text):
        return Fraction(0)
    lower = value - _place(fact)
    return lower if lower > 0 else value / 2
