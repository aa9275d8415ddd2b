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
    JOINT,
    UNITS,
    WORDS,
    Spans,
    Things,
    any_of,
    has_figures,
    mask_brackets,
    mask_names,
    named_things,
    numbered_points,
)
from gdie.facts.model import Enumeration, Fact
from gdie.text.numerals import NumeralError, parse_quantity
from gdie.text.offsets import rewrite
from gdie.text.view import normalise

# A line break within a sentence, as in text of fixed width.
_WRAP = re.compile(
    r"(?<=[^\n|]{19}[\u4e00-\u9fff、,])\n(?=[\u4e00-\u9fff])(?![一二三四五六七八九十]{1,3}[、是要])"
)
_PART = {name: any_of(patterns) for name, patterns in WORDS.grammar.items()}
_FIGURE = re.compile(
    rf"(?<![0-9.一二三四五六七八九十百千万亿])(?<!{any_of(WORDS.no_count_before)})(?<![0-9],)(?<![0-9一二三四五六七八九十][至到~—-])"
    rf"(?P<figure>(?P<number>[0-9]{{1,2}}|[二两三四五六七八九十]{{1,3}}) ?(?P<more>[余多]?)(?P<unit>{UNITS}))"
    rf"(?!{any_of(WORDS.no_count_behind)})(?P<noun>[\u4e00-\u9fff]{{0,14}})"
)
_BORDER = re.compile(r"[。;:!?,\n\t|()]")
# Characters that a list may take.
_REACH = 600

# Of the unit and what is counted: points that a text goes through, titles, parts of a whole.
_POINTS = re.compile(f".*{_PART['points']}$")
_POINTS_SOON = re.compile(f".{{0,4}}?{_PART['points']}")
_TITLED = re.compile(
    f"(?:{any_of([*WORDS.things, *WORDS.writings])})(?:$|[\u4e00-\u9fff]{{0,5}}?{any_of(WORDS.titled)})"
)
_COMPOSED = re.compile(f"{UNITS}?{_PART['composed']}")
_ELSEWHERE = re.compile(_PART["elsewhere"])

# Behind the figure: what leads to numbered points, or to another list.
_ANNOUNCED = re.compile(rf"(?:[,:]?{_PART['announcing']}?[:。,]|——?)\s{{0,20}}")
_LISTED = re.compile(
    f"(?P<sign>[(,:]|——?)? ?(?P<cue>(?:(?P<all>{_PART['dividing']}|{_PART['all']}|{_PART['each']})|(?P<some>{_PART['some']})|{_PART['including']}):?)?"
)
_ETC = re.compile(f"{_PART['etc']}(?P<noun>[^、,]{{0,15}})$")

# Before the figure: signs without which there is no list, titles up to it, what leads to a list.
_SIGNS = re.compile("[、》”]")
_TITLES = re.compile(f"(?:(?:《_+》|“_+”)_*(?:,|、|{JOINT.pattern})?){{2,20}}(?<![、,和及与])$")
_COMPOSING = re.compile(f"{_PART['including']}|{_PART['dividing']}|{_PART['of']}")
_LEAD = re.compile(
    f"(?P<all>{_PART['including']}|{_PART['dividing']}|{_PART['all']})|{_PART['of']}|{_PART['about']}"
)
_SUM = re.compile(f"{any_of(WORDS.summing)}$")


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


@dataclass(frozen=True)
class _List:
    """The things named, and whether there may be more of them."""

    items: Spans
    open: bool


@dataclass(frozen=True)
class _Opening:
    """Where a list begins, whether it certainly does there, and whether the number behind it is certainly its own."""

    start: int
    clear: bool
    own: bool


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
            items = tuple(source(*item) for item in named.items)
            found.append(Enumeration(figure.value, start, end, fact and fact.id, items, named.open))
    return tuple(found)


def _figure(text: str, match: re.Match[str], fact: Fact | None) -> _Figure | None:
    """The number stated; None for one that is no number, or of which there is nothing to list, or vague and no fact."""
    try:
        value = int(parse_quantity(match["number"]).value if fact is None else fact.value)
    except NumeralError:
        return None
    vague = match["more"] or text.endswith(WORDS.vague, 0, match.start())
    if value < 2 or (vague and fact is None):
        return None
    return _Figure(*match.span(), value, match["unit"], match["noun"], not match["number"].isdigit())


def _points(text: str, figure: _Figure) -> _List | None:
    """Numbered points behind the figure (两个方面：一是…；二是…)."""
    sign = _ANNOUNCED.match(text, figure.end)
    named = _POINTS.match(figure.counted)
    if not sign or not (named or (":" in sign[0] and figure.unit not in WORDS.writings)):
        return None
    points = numbered_points(text, sign.end(), digits_only=not named)
    return _List(points, False) if points else None


def _behind(text: str, figure: _Figure) -> _List | None:
    """A list behind the figure (2个专题，包括…和…; 制度三项（…）)."""
    lead = _LISTED.match(text, figure.end)
    if not lead or not (lead["cue"] or lead["sign"] not in (None, ",")):
        return None
    region = mask_brackets(text[lead.end() : lead.end() + _REACH])
    stop = _BORDER.search(region)
    if stop is None and len(region) == _REACH:
        return None
    goes_on = stop and stop[0] == "," and _goes_on(region[stop.end() :])
    region = region[: stop.start()] if stop else region
    etc = _ETC.search(region)
    if _ELSEWHERE.match(figure.noun) or (etc and lead["sign"] == "("):
        return None  # 在三个方面存在不足，主要是…; 38家企业（供水、供气等）: other things, kinds
    region = region[: etc.start()] if etc else region
    things = named_things(region, lead.end(), figure.value, 1 if lead["all"] else 2)
    if not things or not (lead["all"] or figure.unit in WORDS.things or (things.titles and not lead["some"])):
        return None
    if lead["cue"]:
        complete = lead["all"] or things.joined
    else:
        complete = things.titles or (lead["sign"] == ":" and _POINTS.match(figure.counted))
    return _List(things.spans, bool(etc or lead["some"] or goes_on or not complete))


def _goes_on(rest: str) -> bool:
    """Whether the clause behind a comma may name more (，以及…; another row of things)."""
    clause = _BORDER.split(rest, maxsplit=1)[0]
    return "、" in clause or clause.startswith((*WORDS.going_on, "《", "“"))


def _before(text: str, figure: _Figure) -> _List | None:
    """A list before the figure (由甲、乙和丙三部分组成; 《甲》《乙》等制度5项)."""
    begin = max(0, figure.start - _REACH)
    if not _SIGNS.search(text, begin, figure.start):
        return None
    region = mask_brackets(text[begin : figure.start])
    etc = _ETC.search(region)
    if etc is None and figure.unit in WORDS.copies:
        return None
    if etc and etc["noun"] and (figure.noun or "的" in etc["noun"] or has_figures(etc["noun"])):
        return None  # 安全、环保等领域的标准23项: the number is of what the things have
    region = region[: etc.start()] if etc else _SUM.sub("", region)
    opening = _opening(region, figure)
    things = named_things(region[opening.start :], begin + opening.start, figure.value, 2)
    if not things or not (opening.own or _is_own(figure, etc is not None, things)):
        return None
    # 甲局、乙局和丙局报送四个案例: a last name of another build may hold the verb that the number goes with.
    complete = etc is None and opening.clear and (opening.own or things.alike)
    return _List(things.spans, not complete)


def _opening(region: str, figure: _Figure) -> _Opening:
    """Where a list that ends with the region begins."""
    if titles := _TITLES.search(region):
        start = titles.start()
        clear = start > 0 and region[start - 1] not in "、,和及与》"
        return _Opening(start, clear, _TITLED.match(figure.counted) is not None)
    if _COMPOSED.match(figure.counted):
        sentence = max((m.end() for m in _BORDER.finditer(region) if m[0] != ","), default=0)
        start = max((m.end() for m in _COMPOSING.finditer(region, sentence)), default=-1)
        # A single comma divides no list (由办公室负责编写，概述、公开情况、问题三个部分…).
        if start >= 0 and region.count(",", start) != 1:
            return _Opening(start, True, True)
    start = max((m.end() for m in _BORDER.finditer(region)), default=0)
    if joint := JOINT.match(region, start):
        return _Opening(joint.end(), True, False)  # 与甲、乙和丙三个部门
    leads = [m for m in _LEAD.finditer(region, start) if "、" in region[m.end() :]]
    if leads:
        kind = _POINTS_SOON.match(figure.counted) or figure.unit in WORDS.kinds
        return _Opening(leads[-1].end(), True, bool(kind) and leads[-1]["all"] is not None)
    return _Opening(start, start > 0 and region[start - 1] != ",", False)


def _is_own(figure: _Figure, etc: bool, things: Things) -> bool:
    """Whether the number is one of the things before it rather than of what they have or hold."""
    if figure.unit in WORDS.events:
        return etc and len(figure.noun) > 1
    if figure.unit not in WORDS.things:
        return False
    if etc or _POINTS_SOON.match(figure.counted):
        return True
    joined = things.joined and len(figure.noun) > 1
    return things.alike and figure.spelled and (joined or figure.unit in WORDS.kinds)
