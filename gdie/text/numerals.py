"""Quantities: what the exact text of a COUNT or PERCENT span says, as a value in the base unit.

`parse_quantity` refuses what it cannot read; it never guesses. `find_quantities` is the opposite: every
stretch that could be a quantity, for features and baselines.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from gdie.text.candidates import find_quantities
from gdie.text.figures import Figure, NumeralError, read_figure
from gdie.text.lexicon import Approx, lexicon
from gdie.text.view import normalise

__all__ = ["NumeralError", "Quantity", "Unit", "find_quantities", "parse_quantity", "parse_unit"]

MAX_LENGTH = 40
_RANGE = re.compile(r"\s*(?:至|到|-{1,2}|~|—{1,2})\s*")
_INFIX = re.compile(r"(?P<head>.+?)\s*(?P<word>有余|余|多|来|几)\s*(?P<magnitude>[百千万亿]*)")
_SHARE = re.compile(r"(?P<of>[一二三四五六七八九十两零百千万0-9]+)分之(?P<parts>.+)")
_TENTHS = re.compile(
    r"(?P<tenths>[一二两三四五六七八九十]{1,2}|[0-9](?:\.[0-9])?|10)成(?P<rest>[一二三四五六七八九半])?"
)
_DOUBLING = re.compile(r"翻了?(?P<times>[一两二三四五])?番")
_PER = {"百": Decimal(1), "千": Decimal("0.1"), "万": Decimal("0.01")}


@dataclass(frozen=True)
class Quantity:
    """A figure's value in its base unit.

    `value_max` is the upper end of a range. `unit` is the base unit as written (條 stays 條, 万元 gives 元),
    `%` for every share, ratio and multiple, `百分点` for percentage points, None for a bare number.
    """

    value: int | float
    value_max: int | float | None
    unit: str | None
    approx: Approx
    kind: Literal["count", "percent"]


@dataclass(frozen=True)
class Unit:
    """A unit as a column or caption states it: the base unit as written and how many of it one is (万元: 元,
    10000)."""

    base: str
    factor: int


@dataclass(frozen=True)
class _Amount:
    """A figure on the way to a `Quantity`. `tail` is the unit as it stands at the end of the text."""

    figure: Figure
    approx: tuple[Approx, ...] = ()
    percent: str | None = None
    tail: str = ""


def parse_quantity(text: str) -> Quantity:
    """The quantity that `text`, the exact text of a COUNT or PERCENT span in any script and width, stands
    for.

    A range gives its lower end with `at_least` and the upper end as `value_max`. 成, 分之, 倍 and 番 are
    percentages (三成 30, 三分之二 66.67, 1倍 and 翻一番 100). Raises NumeralError for anything else.
    """
    if len(text) > MAX_LENGTH:
        raise NumeralError(f"{len(text)} characters are too many for a quantity")
    view = normalise(text)
    start, end, approx = _strip_approximators(view.text)
    body = view.text[start:end]
    try:
        amount = _range(body) or _single(body, bare=bool({"about", "at_least", "under"} & set(approx)))
    except NumeralError as error:
        raise NumeralError(f"{text!r} is no quantity: {error}") from None
    high = amount.figure.high
    return Quantity(
        _number(amount.figure.low),
        None if high is None else _number(high),
        amount.percent or (view.written[end - len(amount.tail) : end] or None),
        _approx(approx, amount.approx, high is not None),
        "percent" if amount.percent else "count",
    )


def parse_unit(text: str) -> Unit:
    """The unit that a table column, header or caption states (条, 万元, 千册, %). Raises NumeralError."""
    view = normalise(text.strip())
    word = view.text
    if word in lexicon().units or word == "%":
        return Unit(view.written, 1)
    for magnitude, factor in lexicon().magnitudes.items():
        if word.startswith(magnitude) and word[len(magnitude) :] in lexicon().units:
            return Unit(view.written[len(magnitude) :], factor)
    raise NumeralError(f"{text!r} is no unit")


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


def _approx(outer: tuple[Approx, ...], inner: tuple[Approx, ...], is_range: bool) -> Approx:
    kinds = {*outer, *inner} - {"exact"}
    if {"at_least", "under"} <= kinds:
        return "about"  # 近30余次 contradicts itself
    order: tuple[Approx, ...] = ("at_least", "under", "about")
    return next((kind for kind in order if kind in kinds), "at_least" if is_range else "exact")


def _strip_approximators(text: str) -> tuple[int, int, tuple[Approx, ...]]:
    """Where the text without blanks and approximators around it starts and ends, and what they say."""
    words = lexicon()
    start, end = len(text) - len(text.lstrip()), len(text.rstrip())
    found: list[Approx] = []
    for _ in range(2):  # 至少30条以上, 大约近30条
        for word, kind in words.prefix.items():
            if text.startswith(word, start, end):
                start += len(word)
                found.append(kind)
                break
        for word, kind in words.suffix.items():
            if text.endswith(word, start, end) and end - start > len(word):
                end -= len(word)
                found.append(kind)
                break
        start += len(text[start:end]) - len(text[start:end].lstrip())
        end = start + len(text[start:end].rstrip())
    for word, kind in words.prefix_of_magnitude.items():
        if text.startswith(word, start, end) and re.match("[百千万亿半]", text[start + len(word) : end]):
            start += len(word)
            found.append(kind)
    return start, end, tuple(found)


def _range(body: str) -> _Amount | None:
    """A range (3至5万件, 20%-30%, 百分之三至五), or None where no range sign stands between two parts."""
    sign = _RANGE.search(body, 1)
    if not sign or sign.end() == len(body):
        return None
    left, right = body[: sign.start()], body[sign.end() :]
    head = re.match("[百千万]分之", left)
    if head and not right.startswith(head.group()):
        right = head.group() + right
    upper = _single(right)
    lower = _lower_end(left, upper)
    low = lower.figure.low
    if lower.figure.magnitude == 1 and low < upper.figure.low / upper.figure.magnitude:
        low *= upper.figure.magnitude  # 3至5万 shares its 万; 5000至1万 does not
    if lower.figure.high is not None or upper.figure.high is not None or low >= upper.figure.low:
        raise NumeralError("the ends of the range do not ascend")
    return _Amount(Figure(low, upper.figure.low), lower.approx + upper.approx, upper.percent, upper.tail)


def _lower_end(left: str, upper: _Amount) -> _Amount:
    """The left part of a range, which may have left its unit to the right one."""
    try:
        amount = _single(left)
    except NumeralError:
        amount = _Amount(upper.figure)
    if not amount.tail and not amount.percent:
        return _single(left + upper.tail)
    if amount.percent != upper.percent or (not amount.percent and amount.tail != upper.tail):
        raise NumeralError("the two ends of the range have different units")
    return amount


def _single(body: str, bare: bool = False) -> _Amount:
    if not body:
        raise NumeralError("it has no number")
    return _percent(body, bare) or _count(body, bare)


def _count(body: str, bare: bool) -> _Amount:
    units = lexicon().units
    longest = max(map(len, units))
    problem: NumeralError | None = None
    for length in (*range(min(longest, len(body) - 1), 0, -1), 0):
        tail = body[len(body) - length :]
        if tail and tail not in units:
            continue
        try:
            figure, approx = _numeral(body[: len(body) - length], bare)
        except NumeralError as error:
            problem = problem or error
        else:
            return _Amount(figure, approx, None, tail)
    assert problem is not None  # length 0 was tried
    raise problem


def _percent(body: str, bare: bool) -> _Amount | None:
    """A share, rate, multiple or difference of rates; None where the text has none of their words."""
    if body in ("半数", "一半", "对半") or (body == "半" and bare):
        return _Amount(Figure(Decimal(50)), (), "%")
    if body == "百分百":
        return _Amount(Figure(Decimal(100)), (), "%")
    if match := _DOUBLING.fullmatch(body):
        times = int(read_figure(match["times"] or "一").low)
        return _Amount(Figure(Decimal(100 * (2**times - 1))), (), "%")
    if match := _SHARE.fullmatch(body):
        return _share(match["of"], match["parts"])
    if match := _TENTHS.fullmatch(body):
        rest = match["rest"]
        more = Decimal(0) if not rest else Decimal(5) if rest == "半" else read_figure(rest).low
        tail = "" if rest else "成"
        return _Amount(_scaled(read_figure(match["tenths"]), Decimal(10), more), (), "%", tail)
    if body.endswith("倍半"):
        figure, approx = _numeral(body[:-2], bare=False)
        return _Amount(_scaled(figure, Decimal(100), Decimal(50)), approx, "%")
    for word, factor in lexicon().percent.items():
        if body.endswith(word):
            figure, approx = _numeral(body[: -len(word)], bare)
            unit = "百分点" if word.endswith("百分点") else "%"
            return _Amount(_scaled(figure, factor), approx, unit, word)
    return None


def _share(of: str, parts: str) -> _Amount:
    if of in _PER:
        figure, approx = _numeral(parts, bare=True)
        return _Amount(_scaled(figure, _PER[of]), approx, "%")
    whole, (figure, approx) = read_figure(of), _numeral(parts, bare=False)
    if whole.high is not None or whole.low < 2 or figure.high is not None:
        raise NumeralError(f"{of}分之{parts} is no fraction")
    return _Amount(Figure(round(figure.low * 100 / whole.low, 2)), approx, "%")


def _scaled(figure: Figure, factor: Decimal, more: Decimal = Decimal(0)) -> Figure:
    high = None if figure.high is None else figure.high * factor + more
    return Figure(figure.low * factor + more, high)


def _numeral(text: str, bare: bool) -> tuple[Figure, tuple[Approx, ...]]:
    """The number without unit, with sign, vague word (数百) or approximator inside (3.2万余, 二十余万,
    十几)."""
    text = text.strip()
    signed = re.match(r"[+-](?=[0-9])", text)
    if signed:
        figure = read_figure(text[1:])
        return (replace(figure, low=-figure.low) if text[0] == "-" else figure), ()
    if match := _INFIX.fullmatch(text):
        word = match["word"]
        figure, approx = _numeral(match["head"] + match["magnitude"], bare=word != "几")
        return figure, (*approx, lexicon().infix[word])
    for word, kind in lexicon().vague.items():
        if text.startswith(word) and text[len(word) :] in lexicon().magnitudes:
            return read_figure(text[len(word) :], bare=True), (kind,)
    return read_figure(text, bare), ()
