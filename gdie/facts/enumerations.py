"""Stated numbers of things that the text then names one by one (由…、…和…等六部分组成; 2个专题，包括…和…; 两个方面：一是…；二是…).

Only lists that come apart cleanly are read: titles and quoted names, things joined by 、, and numbered points; items with figures of
their own are breakdowns. All texts here are normalised ones without the line breaks of fixed width.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from gdie.documents import Document
from gdie.facts.model import Enumeration, Fact
from gdie.text.numerals import NumeralError, parse_quantity
from gdie.text.offsets import rewrite
from gdie.text.view import normalise

# Titles (one inside another, too) and quoted names, and then brackets: what stands in them separates nothing.
_NAME = re.compile(
    r"《[^《》\n]{1,100}(?:《[^《》\n]{1,60}》[^《》\n]{0,60}){0,2}》|“[^“”\n]{1,60}”|‘[^‘’\n]{1,60}’"
)
_BRACKETS = re.compile(r"\([^()\n]{1,200}\)")
_INSIDE = re.compile(r"((?:[^()]|\(_{1,200}\)){1,600})\)")
# A line break within a sentence, as in text of fixed width.
_WRAP = re.compile(
    r"(?<=[^\n|]{19}[\u4e00-\u9fff、,])\n(?=[\u4e00-\u9fff])(?![一二三四五六七八九十]{1,3}[、是要])"
)

_THINGS = r"大类|个|项|类|种|家|处|所|套|章|大|部分|方面"
_KINDS = ("类", "大类", "种")
_EVENTS = r"次|期|场|届|轮|堂"
_WRITINGS = r"件|份|篇|部(?!分)"
_FIGURE = re.compile(
    r"(?<![0-9.第前每各另此该一二三四五六七八九十百千万亿])(?<![0-9],)(?<![0-9一二三四五六七八九十][至到~—-])"
    rf"(?P<figure>(?P<number>[0-9]{{1,2}}|[二两三四五六七八九十]{{1,3}}) ?(?P<more>[余多]?)(?P<unit>{_THINGS}|{_EVENTS}|{_WRITINGS}))"
    r"(?!次|月|体|以上|以下|百分点|小时|工作日|[点分之])(?P<noun>[\u4e00-\u9fff]{0,14})"
)
_VAGUE = re.compile(r"[近约超逾数几]$|超过$|不[少低]于$|不[足到]$|至[少多]$")
# What is named rather than met with: the number is one of points that a text goes through.
_POINTS = (
    "(?:方面|部分|环节|领域|层面|措施|举措|机制|问题|不足|重点|特点|原则|步骤|阶段|途径|方式|原因|到位|结合|转变|强化|突出"
    "|板块|版块|模块|要素|类别|层次|内容|制度|任务|工作(?![组站者室人])|情况)"
)
_POINTS_FIRST = re.compile(f".{{0,4}}?{_POINTS}")
_POINTS_LAST = re.compile(f".{{0,12}}{_POINTS}")

# Parts that need no other part's last word: 复议、诉讼情况 may be one thing, 概述、收费情况 never.
_WHOLE = re.compile(r"(?:概述|概况|前言|引言|说明|附[表件]|其[他它]|情况|问题|措施|事项|[》”)])$")
_ETC = re.compile(r"(?<![平高中初同相均对优上特])等(?!级|候|待|于|同|值|效)(?P<noun>[^、,]{0,15})$")
_AND = re.compile(
    r"以及|(?<![共总调缓温饱柔])和(?![谐睦]|平[区县镇乡街路]|解(?![读决释]))|(?<![参赠给])与(?![此否]|会[人者]|时俱)|(?<![涉以普危波顾企触])及(?![时其格早])"
)
_SPLIT = re.compile(rf"、|(?<=[》”)]),?(?=[《“])|{_AND.pattern}")
_COMMAS = re.compile(rf",|{_AND.pattern}")
_COUNTED = re.compile(
    rf"[0-9]|[二两三四五六七八九十百]{{1,4}}(?:{_THINGS}|{_EVENTS}|{_WRITINGS}|条|人|名|位|元)"
)
_NO_NAME = re.compile(r"[\s《》“”]{0,9}.?")
_BORDER = re.compile(r"[。;:!?,\n\t|]")
_LEAD = re.compile(
    r"(?P<all>包括|包含|涵盖|分为|分别[为是]|(?<!立)即)|(?<![自理事缘])由|(?<!服)从(?!事)|围绕"
)
_COMPOSING = re.compile(r"(?<![自理事缘])由|包括|包含|分为")
_COMPOSED = re.compile("[组构]成|个?部分")

_TITLES = re.compile(
    r"(?:(?:《_{1,200}》|“_{1,60}”)(?:\(_{0,200}\))?(?:[、,和及与]|以及)?){2,20}(?<![、,和及与])$"
)

_TITLED = re.compile(
    rf"(?:{_THINGS}|{_WRITINGS})(?:$|[\u4e00-\u9fff]{{0,5}}?(?:文件|办法|通知|制度|规定|意见|方案|细则|法规|规章|条例|预案|规划|标准|清单|目录|指南"
    "|公告|材料|专[栏题]|栏目|平台|公众号|账[号户]))"
)
_SIGNS = re.compile("[、》”]")

_TOPICS = "(?:(?:内容|主题|题目|名称|议题)(?:分别|依次)?[为是])"
_EACH = r"(?:(?:分别|依次)(?:[为是以就讲谈]|围绕|关于|事关|涉及|研究|通报|解读|介绍|题为|名为))"
_ALL = rf"(?P<all>即(?![可将时使便日知办])|{_EACH}|{_TOPICS}|分为)"
_SOME = r"(?P<some>其中(?:包括|有)?|主要(?:包括|有|是|为)|例如|比如|如)"
_CUE = rf"(?:{_ALL}|{_SOME}|包括|包含|涵盖):?"
_ELSEWHERE = re.compile("(?:方面|部分|环节|领域|层面)(?!的|$)")
_LISTED = re.compile(rf"(?P<sign>\(|[,:]|——?)? ?(?P<cue>{_CUE})?")

_DIGITS = "一二三四五六七八九"
_NUMERALS = (*_DIGITS, "十", *(f"十{digit}" for digit in _DIGITS), "二十")
# Marks of numbered points, from the first one on; {} is a Chinese numeral, # one in digits.
_MARKS = ("{}[是要]", "第{}[,、是]", "其{}[,、是]", r"\({}\)", r"\(#\)", r"#[.、](?![0-9])")
_POINT = r"(?<![^:;。,!?\n\s—])"
_BEFORE_POINTS = re.compile(r"(?:[,:]?(?:即|分别[是为]?|如下|包括)?[:。,]|——?)\s{0,20}")
_ITEM_END = re.compile(r"[。;\n]")
_NEXT_SECTION = re.compile(r"\n[ \t]{0,8}[一二三四五六七八九十]{1,3}、")
# Characters that numbered points, and other lists, may take.
_POINTS_REACH = 6000
_REACH = 600


@dataclass(frozen=True)
class _Names:
    """Spans of the things named, and whether there may be more of them."""

    items: tuple[tuple[int, int], ...]
    open: bool


def enumerations(document: Document, facts: Sequence[Fact]) -> tuple[Enumeration, ...]:
    """Every stated number with its list, in text order.

    Where a conjunction may join two things or stand within the name of one, the stated number decides how it is read, if it can; a list
    that nothing divides is left out.
    """
    view = normalise(document.text)
    text, unwrapped = rewrite(_WRAP, lambda _: "", view.text)
    counts = sorted((f for f in facts if f.kind == "count" and f.source == "text"), key=lambda f: f.start)
    starts = [f.start for f in counts]

    def source(start: int, end: int) -> tuple[int, int]:
        return view.to_source(*(unwrapped.to_old(start, end) if unwrapped else (start, end)))

    found = []
    plain = _NAME.sub(_masked, text)
    for figure in _FIGURE.finditer(plain):
        start, end = source(*figure.span("figure"))
        if document.table_at(start, end) is not None:
            continue
        near = counts[max(0, bisect_left(starts, start) - 1) : bisect_left(starts, end)]
        fact = next((f for f in near if f.start < end and start < f.end), None)
        value = _value(plain, figure, fact)
        names = value and (
            _points(plain, figure) or _behind(plain, figure, value) or _before(plain, figure, value)
        )
        if value and names:
            items = tuple(source(*item) for item in names.items)
            found.append(Enumeration(value, start, end, fact.id if fact else None, items, names.open))
    return tuple(found)


def _masked(match: re.Match[str]) -> str:
    return match[0][0] + "_" * (len(match[0]) - 2) + match[0][-1]


def _value(text: str, figure: re.Match[str], fact: Fact | None) -> int | None:
    """The number stated; None for one that is vague or no number, or of which there is nothing to list."""
    try:
        value = int(parse_quantity(figure["number"]).value if fact is None else fact.value)
    except NumeralError:
        return None
    vague = figure["more"] or _VAGUE.search(text, max(0, figure.start() - 3), figure.start())
    return None if value < 2 or (vague and fact is None) else value


def _points(text: str, figure: re.Match[str]) -> _Names | None:
    """Numbered points behind the figure (两个方面：一是…；二是…), up to the next section or another list of the kind."""
    named = _POINTS_LAST.fullmatch(figure["unit"] + figure["noun"])
    sign = _BEFORE_POINTS.match(text, figure.end())
    if not sign:
        return None
    for mark in _MARKS:
        first = _mark(mark, 1).match(text, sign.end())
        if first and (named or ("#" in mark and ":" in sign[0] and figure["unit"] not in _WRITINGS)):
            break
    else:
        return None
    end = min(len(text), first.end() + _POINTS_REACH)
    for boundary in (_NEXT_SECTION, _mark(mark, 1)):
        match = boundary.search(text, first.end(), end)
        end = match.start() if match else end
    starts = [first.start()]
    for number in range(2, len(_NUMERALS) + 1):
        if not (match := _mark(mark, number).search(text, starts[-1] + 1, end)):
            break
        starts.append(match.start())
    closing = _ITEM_END.search(text, starts[-1] + 3, end)
    items = tuple(pairwise([*starts, closing.start() if closing else end]))
    return _Names(items, False) if 1 < len(items) < len(_NUMERALS) else None


def _mark(mark: str, number: int) -> re.Pattern[str]:
    return re.compile(_POINT + mark.replace("{}", _NUMERALS[number - 1]).replace("#", str(number)))


def _behind(text: str, figure: re.Match[str], value: int) -> _Names | None:
    """A list behind the figure (2个专题，包括…和…; 制度三项（…）)."""
    lead = _LISTED.match(text, figure.end())
    if not lead or not (lead["cue"] or (lead["sign"] and lead["sign"] != ",")):
        return None
    region = _BRACKETS.sub(_masked, text[lead.end() : lead.end() + _REACH])
    if lead["sign"] == "(":
        inside = _INSIDE.match(region)
        region = inside[1] if inside else ""
    stop = _BORDER.search(region)
    if stop is None and len(region) == _REACH:
        return None
    goes_on = bool(stop and stop[0] == "," and _goes_on(region[stop.end() :]))
    region = region[: stop.start()] if stop else region
    etc = _ETC.search(region)
    if _ELSEWHERE.match(figure["noun"]) or (etc and lead["sign"] == "("):
        return None  # 在三个方面存在不足，主要是…; 38家企业（供水、供气等）: other things, kinds
    region = region[: etc.start()] if etc else region
    items = _items(region, value, 2 if lead["all"] else 1)
    if not items:
        return None
    proper = all(region[s] in "《“" and region[e - 1] in "》”" for s, e in items)
    if not (lead["all"] or figure["unit"] in _THINGS.split("|") or (proper and not lead["some"])):
        return None
    point = lead["sign"] == ":" and _POINTS_LAST.fullmatch(figure["unit"] + figure["noun"])
    joined = _AND.search(region, items[-2][1], items[-1][0])
    certain = lead["all"] or (joined if lead["cue"] else proper or point)
    opened = bool(etc or lead["some"] or goes_on or not certain)
    return _Names(tuple((s + lead.end(), e + lead.end()) for s, e in items), opened)


def _goes_on(rest: str) -> bool:
    """Whether the clause behind a comma may name more (，以及…; another row of things)."""
    clause = _BORDER.split(rest, maxsplit=1)[0]
    return "、" in clause or re.match(r"以及|及|和|与|还|另|同时|[《“]", clause) is not None


def _before(text: str, figure: re.Match[str], value: int) -> _Names | None:
    """A list before the figure (由甲、乙和丙三部分组成; 《甲》《乙》等制度5项)."""
    begin = max(0, figure.start() - _REACH)
    if not _SIGNS.search(text, begin, figure.start()):
        return None
    region = _BRACKETS.sub(_masked, text[begin : figure.start()])
    etc = _ETC.search(region)
    if etc is None and figure["unit"] == "份":
        return None  # copies
    if etc and etc["noun"] and (figure["noun"] or "的" in etc["noun"] or _COUNTED.search(etc["noun"])):
        return None  # 安全、环保等领域的标准23项: the number is of what the things have
    region = region[: etc.start()] if etc else re.sub("(?:这|合计|共计?)$", "", region)
    bound, clear, certain = _border(region, figure)
    items = _items(region[bound:], value, 1)
    if not items:
        return None
    names = [region[bound + s : bound + e] for s, e in items]
    # 甲局、乙局和丙局报送四个案例: a last name of another build may hold the verb that the number goes with.
    alike = _of_one_build(names)
    if not (certain or _are_counted(figure, region[bound:], etc is not None, alike)):
        return None
    opened = etc is not None or not clear or not (certain or alike)
    return _Names(tuple((s + bound + begin, e + bound + begin) for s, e in items), opened)


def _border(region: str, figure: re.Match[str]) -> tuple[int, bool, bool]:
    """Where a list that ends with the region begins, whether it certainly does there, and whether it certainly is of what is counted."""
    if titles := _TITLES.search(region):
        begin = titles.start()
        clear = begin > 0 and region[begin - 1] not in "、,和及与》"
        return begin, clear, _TITLED.match(figure["unit"] + figure["noun"]) is not None
    if _COMPOSED.match(figure["unit"] + figure["noun"]) or _COMPOSED.match(figure["noun"]):
        sentence = max((m.end() for m in _BORDER.finditer(region) if m[0] != ","), default=0)
        begin = max((m.end() for m in _COMPOSING.finditer(region, sentence)), default=-1)
        commas, stops = region.count(",", max(begin, 0)), region.count("、", max(begin, 0))
        # Commas divide a list only where they are many among its signs (由…,…,复议、诉讼情况,…七个部分组成).
        if begin >= 0 and (commas == 0 or (commas > 1 and 2 * commas >= stops)):
            return begin, True, True
    begin = max((m.end() for m in _BORDER.finditer(region)), default=0)
    if opening := _AND.match(region, begin):
        return opening.end(), True, False  # 与甲、乙和丙三个部门
    leads = [m for m in _LEAD.finditer(region, begin) if "、" in region[m.end() :]]
    if leads:
        kind = _POINTS_FIRST.match(figure["unit"] + figure["noun"]) or figure["unit"] in _KINDS
        return leads[-1].end(), True, bool(kind) and leads[-1]["all"] is not None
    return begin, region[begin - 1 : begin] in ("。", ";", ":", "!", "\n"), False


def _are_counted(figure: re.Match[str], region: str, etc: bool, alike: bool) -> bool:
    """Whether the number is one of the things before it rather than of what they have or hold."""
    thing = figure["unit"] in _THINGS.split("|")
    if etc:
        return thing or (figure["unit"] in _EVENTS.split("|") and len(figure["noun"]) > 1)
    if _POINTS_FIRST.match(figure["unit"] + figure["noun"]):
        return thing
    joined = _AND.search(region, region.rfind("、") + 1) is not None and len(figure["noun"]) > 1
    return thing and alike and not figure["number"].isdigit() and (joined or figure["unit"] in _KINDS)


def _items(region: str, value: int, least: int) -> tuple[tuple[int, int], ...] | None:
    """The spans of the things that a region names; None where it doesn't come apart.

    `least`: 1 where a list needs a 、 or two titles side by side, 2 where a conjunction will do.
    """
    if _COUNTED.search(region):
        return None
    commas = "," in region and not _TITLES.search(region)
    parts, signs = _parts(region, _COMMAS if commas else _SPLIT)
    if len(parts) < 2 or any(_NO_NAME.fullmatch(region, s, e) for s, e in parts):
        return None
    ends = [region[e - 1] for _, e in parts]
    head, often = Counter(ends).most_common(1)[0]
    # Between names of one build a conjunction joins; else it may stand within a name.
    weak = [
        n
        for n, sign in enumerate(signs)
        if _AND.fullmatch(sign) and not (often > 1 and ends[n] == ends[n + 1] == head)
    ]
    sure = len(parts) - len(weak)
    if sure < 2 and least < 2:
        return None
    kept = weak[: len(weak) - (value - sure)] if sure < value < len(parts) else weak if value <= sure else []
    items = tuple(_joined(parts, set(kept)))
    return items if value >= sure or _of_one_build([region[s:e] for s, e in items]) else None


def _of_one_build(names: Sequence[str]) -> bool:
    """Whether the names are so alike that none of them is a piece of another (复议、诉讼情况)."""
    last, length = names[-1][-1], len(names[-1])
    even = length > 2 < len(names) and all(len(n) == length for n in names[1:]) and len(names[0]) >= length
    return even or all(n[-1] == last or _WHOLE.search(n) for n in names)


def _parts(region: str, split: re.Pattern[str]) -> tuple[list[tuple[int, int]], list[str]]:
    parts, signs, start = [], [], 0
    for sign in split.finditer(region):
        parts.append((start, sign.start()))
        signs.append(sign[0])
        start = sign.end()
    return [*parts, (start, len(region))], signs


def _joined(parts: Sequence[tuple[int, int]], within: set[int]) -> Iterator[tuple[int, int]]:
    """The parts, those with one of the signs `within` behind them together with the next."""
    start = parts[0][0]
    for number, (_, end) in enumerate(parts):
        if number not in within:
            yield start, end
            start = parts[number + 1][0] if number + 1 < len(parts) else end
