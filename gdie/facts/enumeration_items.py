"""Lists: where they begin, and what they name one by one: things joined by 、 and conjunctions, titles, numbered points.

All texts are normalised, and all spans are within the text given. What stands in titles, quotes and brackets separates nothing: it has
to be masked before.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from gdie.indicators import load_enumeration_words
from gdie.text.numerals import parse_quantity

Spans = tuple[tuple[int, int], ...]
"""Starts and ends of the things named, in text order."""

_WORDS = load_enumeration_words()


def any_of(patterns: Iterable[str]) -> str:
    """The alternation of some regular expressions."""
    return f"(?:{'|'.join(patterns)})"


UNITS = any_of([*_WORDS.things, *_WORDS.events, *_WORDS.writings])
BORDER = re.compile(r"[。;:!?,\n\t|()]")
_PART = {name: any_of(patterns) for name, patterns in _WORDS.grammar.items()}
_JOINT = re.compile(_PART["joint"])
# Titles (one inside another, too) and quoted names; brackets.
_NAME = re.compile(
    r"《[^《》\n]{1,100}(?:《[^《》\n]{1,60}》[^《》\n]{0,60}){0,2}》|“[^“”\n]{1,60}”|‘[^‘’\n]{1,60}’"
)
_BRACKETS = re.compile(r"\([^()\n]{1,200}\)")

# Signs between things. Commas stand between titles; where others stand, 、 divides nothing (由…，…，复议、诉讼情况，…组成).
_COMMA = re.compile(",(?![《“])")
_BY_COMMAS = re.compile(f",|(?P<joint>{_PART['joint']})")
_BY_STOPS = re.compile(f"、|(?<=[》”_]),?(?=[《“])|(?P<joint>{_PART['joint']})")
_NO_NAME = re.compile(r"[\s《》“”]{0,9}.?")
_COUNT = re.compile(f"[0-9]|[二两三四五六七八九十百]{{1,4}}(?:{UNITS}|{any_of(_WORDS.other_units)})")

# Titles side by side at the end, what leads to the parts of a whole, what leads to things of which the number may be all.
_TITLES = re.compile(f"(?:(?:《_+》|“_+”)_*(?:,|、|{_PART['joint']})?){{2,20}}(?<![、,和及与])$")
_COMPOSING = re.compile(f"{_PART['including']}|{_PART['dividing']}|{_PART['of']}")
_LEAD = re.compile(
    f"(?P<all>{_PART['including']}|{_PART['dividing']}|{_PART['all']})|{_PART['of']}|{_PART['about']}"
)

_NUMBER = "(?P<number>十?[一二三四五六七八九]|二?十)"
_POINT = r"(?<![^:;。,!?\n\s—])"
_DIGIT_MARKS = [
    re.compile(_POINT + mark.replace("#", "(?P<number>[0-9]{1,2})")) for mark in _WORDS.grammar["digit_marks"]
]
_MARKS = [re.compile(_POINT + mark.replace("#", _NUMBER)) for mark in _WORDS.grammar["marks"]]
_POINT_END = re.compile(r"[。;\n]")
_NEXT_SECTION = re.compile(r"\n[ \t]{0,8}[一二三四五六七八九十]{1,3}、")
# Characters that numbered points may take, and a number of them that may be one of a longer list.
_REACH = 6000
_MANY = 20


def mask_names(text: str) -> str:
    """The text with `_` for what stands in titles and quotes."""
    return _NAME.sub(lambda name: name[0][0] + "_" * (len(name[0]) - 2) + name[0][-1], text)


def mask_brackets(text: str) -> str:
    """The text with `_` for all brackets and what stands in them."""
    return _BRACKETS.sub(lambda brackets: "_" * len(brackets[0]), text)


def has_figures(text: str) -> bool:
    """Whether a text states figures."""
    return _COUNT.search(text) is not None


@dataclass(frozen=True)
class Opening:
    """Where a list begins, whether it certainly does there, and what it begins with: titles, words that lead to the parts of a whole
    (由…组成), words that may lead to all of the things (包括, 分别为), or neither."""

    start: int
    clear: bool
    lead: Literal["titles", "whole", "all", ""]


def opening_of(region: str, composed: bool) -> Opening:
    """Where the list begins that a masked region ends with. `composed`: it is said to make a whole (…六部分, …组成)."""
    if titles := _TITLES.search(region):
        start = titles.start()
        return Opening(start, start > 0 and region[start - 1] not in "、,和及与》", "titles")
    if composed:
        sentence = max((m.end() for m in BORDER.finditer(region) if m[0] != ","), default=0)
        start = max((m.end() for m in _COMPOSING.finditer(region, sentence)), default=-1)
        commas, stops = region.count(",", max(start, 0)), region.count("、", max(start, 0))
        # Commas divide a list only where they are many among its signs (由…,…,复议、诉讼情况,…七个部分组成).
        if start >= 0 and (commas == 0 or (commas > 1 and 2 * commas >= stops)):
            return Opening(start, True, "whole")
    start = max((m.end() for m in BORDER.finditer(region)), default=0)
    if joint := _JOINT.match(region, start):
        return Opening(joint.end(), True, "")  # 与甲、乙和丙三个部门
    if leads := [m for m in _LEAD.finditer(region, start) if "、" in region[m.end() :]]:
        return Opening(leads[-1].end(), True, "all" if leads[-1]["all"] else "")
    return Opening(start, start > 0 and region[start - 1] != ",", "")


def goes_on(rest: str) -> bool:
    """Whether the clause behind a comma may name more (，以及…; another row of things)."""
    clause = BORDER.split(rest, maxsplit=1)[0]
    return "、" in clause or clause.startswith((*_WORDS.going_on, "《", "“"))


@dataclass(frozen=True)
class Things:
    """What a region names; whether a conjunction joins the last two, whether all are titles or quoted names, and whether they are so
    alike in build that none is a piece of another."""

    spans: Spans
    joined: bool
    titles: bool
    alike: bool


def named_things(region: str, start: int, value: int, surely: int) -> Things | None:
    """The things that a masked region names, which starts there in the text; None where it doesn't come apart, or states figures.

    A conjunction may join two things or stand within the name of one: `value`, the number stated, decides how it is read, if it can.
    `surely`: into how many parts the region has to come without such conjunctions.
    """
    if has_figures(region):
        return None
    signs = list((_BY_COMMAS if _COMMA.search(region) else _BY_STOPS).finditer(region))
    parts = _between(signs, len(region))
    if len(parts) < 2 or any(_NO_NAME.fullmatch(region, *part) for part in parts):
        return None
    # Between names that end alike a conjunction joins.
    doubtful = [
        sign
        for sign, (before, behind) in zip(signs, pairwise(parts), strict=True)
        if sign["joint"] and region[before[1] - 1] != region[behind[1] - 1]
    ]
    sure = len(parts) - len(doubtful)
    if sure < surely:
        return None
    within = doubtful[: len(parts) - min(max(value, sure), len(parts))]
    kept = [sign for sign in signs if sign not in within]
    spans = _between(kept, len(region))
    names = [region[s:e] for s, e in spans]
    alike = _are_alike(names)
    if value < sure and not alike:
        return None
    titles = all(name[0] in "《“" and name[-1] in "》”" for name in names)
    joined = bool(kept) and kept[-1]["joint"] is not None
    return Things(tuple((start + s, start + e) for s, e in spans), joined, titles, alike)


def _between(signs: Sequence[re.Match[str]], length: int) -> Spans:
    starts, ends = [0, *(s.end() for s in signs)], [*(s.start() for s in signs), length]
    return tuple(zip(starts, ends, strict=True))


def _are_alike(names: Sequence[str]) -> bool:
    length = len(names[-1])
    # The first may have words of the sentence before it.
    if length > 2 < len(names) and all(len(n) == length for n in names[1:]) and len(names[0]) >= length:
        return True
    return all(n[-1] == names[-1][-1] or n[-1] in "》”_" or n.endswith(_WORDS.whole) for n in names)


def numbered_points(text: str, start: int, digits_only: bool) -> Spans | None:
    """The numbered points that start here, up to the next section or another list of the kind; None if there are none or too many."""
    for mark in _DIGIT_MARKS if digits_only else [*_MARKS, *_DIGIT_MARKS]:
        first = mark.match(text, start)
        if first and _number(first) == 1:
            return _points(text, first, mark)
    return None


def _points(text: str, first: re.Match[str], mark: re.Pattern[str]) -> Spans | None:
    end = min(len(text), first.end() + _REACH)
    if section := _NEXT_SECTION.search(text, first.end(), end):
        end = section.start()
    starts = [first.start()]
    for point in mark.finditer(text, first.end(), end):
        number = _number(point)
        if number == 1:
            end = point.start()
            break
        if number == len(starts) + 1:
            starts.append(point.start())
    closing = _POINT_END.search(text, starts[-1] + 3, end)
    points = tuple(pairwise([*starts, closing.start() if closing else end]))
    return points if 1 < len(points) < _MANY else None


def _number(point: re.Match[str]) -> int:
    return int(parse_quantity(point["number"]).value)
