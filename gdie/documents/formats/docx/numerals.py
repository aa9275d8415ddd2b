"""Numbers as Word prints them in front of the paragraphs of a list (`w:numFmt`)."""

from __future__ import annotations

from collections.abc import Callable

_HAN = "〇一二三四五六七八九"
_FORMAL = "零壹贰叁肆伍陆柒捌玖"
_FORMAL_TRADITIONAL = "零壹貳參肆伍陸柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    (1000, "M"),
    (900, "CM"),
    (500, "D"),
    (400, "CD"),
    (100, "C"),
    (90, "XC"),
    (50, "L"),
    (40, "XL"),
    (10, "X"),
    (9, "IX"),
    (5, "V"),
    (4, "IV"),
    (1, "I"),
)
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


def printed(number: int, form: str | None) -> str:
    """A number in a number format of Word; in plain digits where the format is unknown or has no sign for the number."""
    if form in ("none", "bullet"):
        return ""
    make = _FORMS.get(form or "decimal")
    return (make(number) if make is not None and number > 0 else "") or str(number)


def _han(number: int, digits: str = _HAN, places: str = "十百千", one_ten: str = "") -> str:
    """一, 十, 十一, 一百零三, up to 9999; beyond that nothing."""
    if number > 9999:
        return ""
    text = ""
    pending = False
    for place, digit in zip(range(len(str(number)) - 1, -1, -1), map(int, str(number)), strict=True):
        if digit == 0:
            pending = bool(text)
            continue
        if pending:
            text += "零"
            pending = False
        text += digits[digit] + (places[place - 1] if place else "")
    return text if one_ten or number >= 20 or number < 10 else text.removeprefix(digits[1])


def _han_to_hundred(number: int) -> str:
    return _han(number) if number < 100 else _digits(number)


def _formal(number: int) -> str:
    return _han(number, _FORMAL, "拾佰仟", "壹")


def _formal_traditional(number: int) -> str:
    return _han(number, _FORMAL_TRADITIONAL, "拾佰仟", "壹")


def _digits(number: int) -> str:
    return "".join(_HAN[int(digit)] for digit in str(number))


def _roman(number: int) -> str:
    text = ""
    for amount, letters in _ROMAN if number < 4000 else ():
        text += letters * (number // amount)
        number %= amount
    return text


def _letters(number: int) -> str:
    # Word goes on with AA, BB, …
    return chr(ord("A") + (number - 1) % 26) * ((number - 1) // 26 + 1) if number <= 26 * 20 else ""


def _run(first: str, most: int) -> Callable[[int], str]:
    return lambda number: chr(ord(first) + number - 1) if number <= most else ""


def _series(signs: str) -> Callable[[int], str]:
    return lambda number: signs[number - 1] if number <= len(signs) else ""


def _circled(number: int) -> str:
    for first, last, sign in ((1, 20, "①"), (21, 35, "㉑"), (36, 50, "㊱")):
        if first <= number <= last:
            return chr(ord(sign) + number - first)
    return ""


_FORMS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda number: f"{number:02}",
    "decimalFullWidth": lambda number: str(number).translate(_FULL_WIDTH),
    "decimalFullWidth2": lambda number: str(number).translate(_FULL_WIDTH),
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalEnclosedFullstop": _run("⒈", 20),
    "decimalEnclosedParen": _run("⑴", 20),
    "numberInDash": lambda number: f"-{number}-",
    "upperRoman": _roman,
    "lowerRoman": lambda number: _roman(number).lower(),
    "upperLetter": _letters,
    "lowerLetter": lambda number: _letters(number).lower(),
    "chineseCounting": _han_to_hundred,
    "taiwaneseCounting": _han_to_hundred,
    "chineseCountingThousand": _han,
    "taiwaneseCountingThousand": _han,
    "japaneseCounting": _han,
    "ideographDigital": _digits,
    "japaneseDigitalTenThousand": _digits,
    "taiwaneseDigital": _digits,
    "chineseLegalSimplified": _formal,
    "ideographLegalTraditional": _formal_traditional,
    "japaneseLegal": _formal_traditional,
    "ideographEnclosedCircle": _run("㊀", 10),
    "ideographTraditional": _series(_STEMS),
    "ideographZodiac": _series(_BRANCHES),
}
