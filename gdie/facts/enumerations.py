"""Stated numbers of things that the text then names one by one (由…、…和…等六部分组成; 2个专题，包括…和…; 两个方面：一是…；二是…).

Only lists that come apart cleanly are read: titles and quoted names, things joined by 、, and numbered points; items with figures of
their own are breakdowns. All texts here are normalised ones without the line breaks of fixed width.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from gdie.documents import Document
from gdie.facts.enumeration_items import (
    BORDER,
    UNITS,
    Opening,
    Spans,
    Things,
    any_of,
    goes_on,
    has_figures,
    mask_brackets,
    mask_names,
    named_things,
    numbered_points,
    opening_of,
)
from gdie.facts.model import Enumeration, Fact
from gdie.indicators import load_enumeration_words
from gdie.text.numerals import NumeralError, parse_quantity
from gdie.text.offsets import rewrite
from gdie.text.view import normalise

_WORDS = load_enumeration_words()
_PART = {name: any_of(patterns) for name, patterns in _WORDS.grammar.items()}
# In Chinese numerals: a noun ends where another figure begins (5家企业落实了三项工作).
_NUMERAL = "[二两三四五六七八九十]{1,3}"
_FIGURE = re.compile(
    rf"(?<![0-9.一二三四五六七八九十百千万亿])(?<!{any_of(_WORDS.no_count_before)})(?<![0-9],)(?<![0-9一二三四五六七八九十][至到~—-])"
    rf"(?P<figure>(?P<number>[0-9]{{1,2}}|{_NUMERAL}) ?(?P<more>[余多]?)(?P<unit>{UNITS}))"
    rf"(?!{any_of(_WORDS.no_count_behind)})(?P<noun>(?:(?!{_NUMERAL}{UNITS})[\u4e00-\u9fff]){{0,14}})"
)
# A line break within a sentence, as in text of fixed width.
_WRAP = re.compile(
    r"(?<=[^\n|]{19}[\u4e00-\u9fff、,])\n(?=[\u4e00-\u9fff])(?![一二三四五六七八九十]{1,3}[、是要])"
)
# Characters that a list may take.
_REACH = 600

# Of the unit and what is counted: points that a text goes through, titles, parts of a whole.
_POINTS = re.compile(f".{{0,12}}{_PART['points']}$")
_POINTS_SOON = re.compile(f".{{0,4}}?{_PART['points']}")
_TITLED = re.compile(
    f"(?:{any_of([*_WORDS.things, *_WORDS.writings])})(?:$|[\u4e00-\u9fff]{{0,5}}?{any_of(_WORDS.titled)})"
)
_COMPOSED = re.compile(f"{UNITS}?{_PART['composed']}")
_ELSEWHERE = re.compile(_PART["elsewhere"])

# Behind the figure: what leads to numbered points, or to another list.
_ANNOUNCED = re.compile(rf"(?:[,:]?{_PART['announcing']}?[:。,]|——?)\s{{0,20}}")
_LISTED = re.compile(
    f"(?P<sign>[(,:]|——?)? ?(?P<cue>(?:(?P<all>{_PART['dividing']}|{_PART['all']}|{_PART['each']})|(?P<some>{_PART['some']})|{_PART['including']}):?)?"
)

# What a list ends with; what stands between it and its number.
_ETC = re.compile(f"{_PART['etc']}(?P<noun>[^、,]{{0,15}})$")
_SUM = re.compile(f"{any_of(_WORDS.summing)}$")

_Named = tuple[Spans, bool]
"""The things named, and whether there may be more of them."""


@dataclass(frozen=True)
class _Figure:
    """A stated number with its unit and the noun behind it, if any; `end` is that of the noun. `spelled`: in Chinese numerals."""

    start: int
    end: int
    value: int
    unit: str
    noun: str
    spelled: bool

    @property
    def counted(self) -> str:
        """The unit and the noun."""
        return self.unit + self.noun


def enumerations(document: Document, facts: Sequence[Fact]) -> tuple[Enumeration, ...]:
    """Every stated number with its list, in text order; a list that nothing divides is left out."""
    view = normalise(document.text)
    text, unwrapped = rewrite(_WRAP, lambda _: "", view.text)
    text = mask_names(text)
    counts = sorted((f for f in facts if f.kind == "count" and f.source == "text"), key=lambda f: f.start)
    starts = [f.start for f in counts]

    def source(start: int, end: int) -> tuple[int, int]:
        return view.to_source(*(unwrapped.to_old(start, end) if unwrapped else (start, end)))

    found = []
    for match in _FIGURE.finditer(text):
        start, end = source(*match.span("figure"))
        if document.table_at(start, end) is not None:
            continue
        near = counts[max(0, bisect_left(starts, start) - 1) : bisect_left(starts, end)]
        fact = next((f for f in near if f.start < end and start < f.end), None)
        figure = _figure(text, match, fact)
        named = figure and (_points(text, figure) or _behind(text, figure) or _before(text, figure))
        if figure and named:
            things, may_be_more = named
            items = tuple(source(*thing) for thing in things)
            found.append(Enumeration(figure.value, start, end, fact.id if fact else None, items, may_be_more))
    return tuple(found)


def _figure(text: str, match: re.Match[str], fact: Fact | None) -> _Figure | None:
    """The number stated; None for one that is no number, or of which there is nothing to list, or vague and no fact."""
    try:
        value = int(parse_quantity(match["number"]).value if fact is None else fact.value)
    except NumeralError:
        return None
    vague = match["more"] or text.endswith(_WORDS.vague, 0, match.start())
    if value < 2 or (vague and fact is None):
        return None
    return _Figure(*match.span(), value, match["unit"], match["noun"], not match["number"].isdigit())


def _points(text: str, figure: _Figure) -> _Named | None:
    """Numbered points behind the figure (两个方面：一是…；二是…)."""
    sign = _ANNOUNCED.match(text, figure.end)
    named = _POINTS.match(figure.counted)
    if not sign or not (named or (":" in sign[0] and figure.unit not in _WORDS.writings)):
        return None
    points = numbered_points(text, sign.end(), digits_only=not named)
    return (points, False) if points else None


def _behind(text: str, figure: _Figure) -> _Named | None:
    """A list behind the figure (2个专题，包括…和…; 制度三项（…）)."""
    lead = _LISTED.match(text, figure.end)
    if not lead or not (lead["cue"] or lead["sign"] not in (None, ",")):
        return None
    region = mask_brackets(text[lead.end() : lead.end() + _REACH])
    stop = BORDER.search(region)
    if (stop is None and len(region) == _REACH) or (lead["sign"] == "(" and ")" not in region):
        return None
    more = stop and stop[0] == "," and goes_on(region[stop.end() :])
    region = region[: stop.start()] if stop else region
    etc = _ETC.search(region)
    if _ELSEWHERE.match(figure.noun) or (etc and lead["sign"] == "("):
        return None  # 在三个方面存在不足，主要是…; 38家企业（供水、供气等）: other things, kinds
    region = region[: etc.start()] if etc else region
    things = named_things(region, lead.end(), figure.value, 1 if lead["all"] else 2)
    if not things or not (
        lead["all"] or figure.unit in _WORDS.things or (things.titles and not lead["some"])
    ):
        return None
    if lead["cue"]:
        complete = lead["all"] or things.joined
    else:
        complete = things.titles or (lead["sign"] == ":" and _POINTS.match(figure.counted))
    return things.spans, bool(etc or lead["some"] or more or not complete)


def _before(text: str, figure: _Figure) -> _Named | None:
    """A list before the figure (由甲、乙和丙三部分组成; 《甲》《乙》等制度5项)."""
    begin = max(0, figure.start - _REACH)
    region = mask_brackets(text[begin : figure.start])
    etc = _ETC.search(region)
    if etc is None and figure.unit in _WORDS.copies:
        return None
    if etc and etc["noun"] and (figure.noun or "的" in etc["noun"] or has_figures(etc["noun"])):
        return None  # 安全、环保等领域的标准23项: the number is of what the things have
    region = region[: etc.start()] if etc else _SUM.sub("", region)
    opening = opening_of(region, _COMPOSED.match(figure.counted) is not None)
    things = named_things(region[opening.start :], begin + opening.start, figure.value, 2)
    if not things:
        return None
    sure = _surely_counts(figure, opening)
    if not (sure or _counts(figure, etc is not None, things)):
        return None
    # 甲局、乙局和丙局报送四个案例: a last name of another build may hold the verb that the number goes with.
    complete = etc is None and opening.clear and (sure or things.alike)
    return things.spans, not complete


def _surely_counts(figure: _Figure, opening: Opening) -> bool:
    """Whether the number is certainly one of the things before it, by what they begin with."""
    if opening.lead == "titles":
        return _TITLED.match(figure.counted) is not None
    counts_all = _POINTS_SOON.match(figure.counted) or figure.unit in _WORDS.kinds
    return opening.lead == "whole" or (opening.lead == "all" and bool(counts_all))


def _counts(figure: _Figure, etc: bool, things: Things) -> bool:
    """Whether the number is one of the things before it rather than of what they have or hold."""
    if figure.unit in _WORDS.events:
        return etc and len(figure.noun) > 1
    if figure.unit not in _WORDS.things:
        return False
    if etc or _POINTS_SOON.match(figure.counted):
        return True
    joined = things.joined and len(figure.noun) > 1
    return things.alike and figure.spelled and (joined or figure.unit in _WORDS.kinds)
