"""Reads the numeral of a quantity: digits, Chinese numerals, magnitude words and mixtures of them.

Own reader instead of cn2an, which refuses 四五百, 卅, 三点五万, 3万2千 (strict) and bare magnitudes, fails on
一亿二 with a KeyError and takes 一二 for 12; `tests/text/test_numerals.py` lists what differs.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from gdie.text.lexicon import lexicon

MAX_DIGITS = 15  # times 万亿 this is still exact in a Decimal
_WRITTEN = ("零〇○", "一壹", "二两贰", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖")
_DIGITS = {char: value for value, chars in enumerate(_WRITTEN) for char in chars}
_CANONICAL = {char: chars[0] for chars in _WRITTEN for char in chars} | {"两": "两"}
_ZEROS = str.maketrans("OoО○〇", "00000")  # the third one is Cyrillic
_DIGIT_OR_LETTER_O = re.compile("[0-9OoО]")
_FORMAL = str.maketrans("拾佰仟萬億", "十百千万亿")
_TENS = {"廿": "二十", "卅": "三十", "卌": "四十"}

_PLAIN = r"(?:[0-9]{1,3}(?:,\s?[0-9]{3})+|[0-9]{1,3}(?:\s[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?"
_ARABIC = re.compile(_PLAIN)
_SCALED = re.compile(rf"({_PLAIN})\s*([百千万亿]{{1,2}})")
_DIGIT = "[一二两三四五六七八九]"
_SECTION = re.compile(  # below 10,000; a 零 may stand wherever a place is skipped
    rf"(?:(?P<k>{_DIGIT})千)?(?P<z1>零)?(?:(?P<h>{_DIGIT})百)?(?P<z2>零)?"
    rf"(?:(?P<t>{_DIGIT})?(?P<ten>十))?(?P<z3>零)?(?P<u>{_DIGIT})?"
)
# 一〇五, 二〇一三; two digits without zero would be 四五 (four or five)
_DIGIT_BY_DIGIT = re.compile("[零一二三四五六七八九]{3,}|[零一二三四五六七八九]零")
_FUZZY = re.compile(r"(|.*[十百千万亿零])([一二两三四五六七八])([二三四五六七八九])([十百千万亿]*)")


class NumeralError(ValueError):
    """The text is no quantity, or not one that can be read without guessing."""


@dataclass(frozen=True)
class Figure:
    """A number: `low`, and `high` where the numeral names two (四五百 is 400 to 500).

    `magnitude` is the factor of a closing magnitude word (12.8万: 10000), by which ranges share it (3至5万).
    """

    low: Decimal
    high: Decimal | None = None
    magnitude: int = 1


def read_figure(text: str, bare: bool = False) -> Figure:
    """The number written in `text` (a view's text). `bare` allows a magnitude word alone (近万 is 10000).

    Raises NumeralError.
    """
    if bare and text in lexicon().magnitudes:
        magnitude = lexicon().magnitudes[text]
        return Figure(Decimal(magnitude), None, magnitude)
    if text and not text.strip("○"):
        raise NumeralError(f"{text!r} is a mark, not a zero")
    if _DIGIT_OR_LETTER_O.search(text):
        return _arabic(text.translate(_ZEROS), text)
    return _chinese(text)


def _arabic(digits: str, text: str) -> Figure:
    if _ARABIC.fullmatch(digits):
        return Figure(_decimal(digits, text))
    total, limit, position, magnitude = Decimal(0), None, 0, 1
    for match in _SCALED.finditer(digits):
        factor = lexicon().magnitudes.get(match[2])
        if factor is None or match.start() != position:
            break
        amount = _decimal(match[1], text)
        if limit is not None and amount * factor >= limit:
            raise NumeralError(f"magnitudes of {text!r} do not descend")
        total += amount * factor
        limit, position, magnitude = factor, match.end(), factor if position == 0 else 1
    rest = digits[position:]
    if limit is None:
        raise NumeralError(f"{text!r} is no number")
    if not rest:
        return Figure(total, None, magnitude)
    # 1万2345 is a number; 3万5 is 35,000 when spoken and a slip when printed, so it is not guessed
    if not re.fullmatch(r"[0-9]+", rest) or 10 ** len(rest) != limit:
        raise NumeralError(f"cannot read {rest!r} behind the magnitude word in {text!r}")
    return Figure(total + int(rest))


def _decimal(digits: str, text: str) -> Decimal:
    plain = re.sub(r"[,\s]", "", digits)
    if len(plain) > MAX_DIGITS:
        raise NumeralError(f"{text!r} has more than {MAX_DIGITS} digits")
    return Decimal(plain)


def _chinese(text: str) -> Figure:
    numeral = text.translate(_FORMAL)
    for char, words in _TENS.items():
        numeral = numeral.replace(char, words)
    numeral = "".join(_CANONICAL.get(char, char) for char in numeral)
    whole, point, fraction = numeral.partition("点")
    if point:
        return _spoken_decimal(whole, fraction, text)
    if _DIGIT_BY_DIGIT.fullmatch(numeral):
        return Figure(_decimal("".join(str(_DIGITS[char]) for char in numeral), text))
    value = _integer(numeral)
    if value is not None:
        return Figure(Decimal(value), None, _closing_magnitude(numeral))
    fuzzy = _FUZZY.fullmatch(numeral)
    if fuzzy:
        head, first, second, tail = fuzzy.groups()
        low, high = _integer(head + first + tail), _integer(head + second + tail)
        near = (_DIGITS[second] - _DIGITS[first] == 1) or first + second == "三五"
        if near and low is not None and high is not None:
            return Figure(Decimal(low), Decimal(high), _closing_magnitude(tail))
    raise NumeralError(f"{text!r} is no number")


def _spoken_decimal(whole: str, fraction: str, text: str) -> Figure:
    digits = re.match(r"[零一二三四五六七八九]+", fraction)
    value = _integer(whole)
    if value is None or not digits:
        raise NumeralError(f"{text!r} is no decimal")
    word = fraction[digits.end() :]
    factor = lexicon().magnitudes.get(word, 0) if word else 1
    if factor == 0 or word.startswith("十"):
        raise NumeralError(f"{word!r} in {text!r} is no magnitude word")
    number = _decimal(f"{value}." + "".join(str(_DIGITS[c]) for c in digits.group()), text)
    return Figure(number * factor, None, factor)


def _closing_magnitude(numeral: str) -> int:
    match = re.search(r"[万亿]+$", numeral)
    return lexicon().magnitudes.get(match.group(), 1) if match else 1


def _integer(numeral: str) -> int | None:
    """A Chinese integer with places (一万二千), or None. Spoken short forms count: 一百二 is 120, 三万五 is
    35,000."""
    if numeral == "零":
        return 0
    for word, factor in (("亿", 10**8), ("万", 10**4)):
        left, found, right = numeral.rpartition(word)
        if not found:
            continue
        high = _integer(left)
        low = _remainder(right, factor)
        return None if not high or low is None or low >= factor or high >= 10**9 else high * factor + low
    return _section(numeral)


def _remainder(numeral: str, factor: int) -> int | None:
    """What stands behind 万 or 亿."""
    if not numeral:
        return 0
    if numeral in _DIGITS and numeral != "零":
        return _DIGITS[numeral] * factor // 10
    value = _integer(numeral.removeprefix("零"))
    return value or None


def _section(numeral: str) -> int | None:
    match = _SECTION.fullmatch(numeral)
    if not numeral or not match or numeral.startswith("零") or numeral.endswith("零"):
        return None
    thousands, hundreds, units = (_DIGITS.get(match[name] or "零", 0) for name in "khu")
    tens = _DIGITS[match["t"]] if match["t"] else int(bool(match["ten"]))
    if units and not match["ten"]:
        spoken = not (match["z1"] or match["z2"] or match["z3"])
        if spoken and hundreds:
            return thousands * 1000 + hundreds * 100 + units * 10
        if spoken and thousands:
            return thousands * 1000 + units * 100
    return thousands * 1000 + hundreds * 100 + tens * 10 + units
