"""Reasons why a sum that does not close is still no proof of an error. Each is a phrase for the explanation."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from fractions import Fraction

from gdie.facts.model import Fact
from gdie.indicators import Strength
from gdie.reconcile.interval import Interval
from gdie.reconcile.lists import Listing
from gdie.reconcile.meaning import is_exact, meaning, number
from gdie.reconcile.model import Explanation, Severity
from gdie.reconcile.slips import slip
from gdie.reconcile.units import counts_cases, same_unit

# Below this, a decision of the model is a guess: a contradiction that rests on it may be a misreading.
SURE = 0.7
# A slip of the pen that costs no more than this leaves little to choose; up to that, little if it is the only one.
_PLAIN, _POSSIBLE = 0.48, 0.55
# What a list may miss of its total by an error of adding up: a share of it, and things.
_SMALL, _FEW = Fraction(5, 100), Fraction(2)
# Characters behind the last part, or behind the next figure, within which a figure counts as standing beside the list; so many
# figures can follow.
BESIDE, _FOLLOWING = 40, 4
# A gap that is closed by figures beside the list is hardly an accident from here on.
TELLING = 4

# Field guide A5: lists of outcomes have no row for undecided cases, so the total may be larger.
_OUTCOME = re.compile(r"[维維]持|[纠糾][正错錯]|撤[销銷]|[驳駁]回|[败敗][诉訴]|[胜勝][诉訴]")
_UNDECIDED = re.compile(r"未[审審办辦]?[结結]|尚未|[审審]理中|正在|待[审審]|[结結][转轉]|在[办辦]")
# Cues that cannot be meant of some parts only, as 其中 sometimes is.
_DIVIDES = ("分别", "分別", "分为", "分為", "由")
# Cues that are often said of some parts.
_AMONG = ("其中", "包括", "含")
_EACH = re.compile(r"^\s*各")
_NAMES = re.compile(r"[、,，]|(?<![共总總])和|(?<![参參])[与與]|(?<![涉以普危])及")

INEXACT = Explanation("some figures are approximate", "部分数字为约数")
UNITS = Explanation("the figures are in different units", "各数计量单位不一致")
UNSURE = Explanation("the figures may have been misread", "个别数字的归属识别把握不足")
PERIODS = Explanation("they cover different periods", "各数统计期间不一致")
OWNERS = Explanation("total and parts have different owners", "总数与分项的统计主体不一致")
CHANNELS = Explanation(
    "an item published through several channels counts in each", "同一信息经多种渠道公开时可能重复计数"
)
UNDECIDED = Explanation("undecided cases may be missing from the list", "未审结案件可能未列入分项")
BORDERS = Explanation("where the list begins is an inference", "分项起止系推断")
LEFT_OUT = Explanation(
    "a figure beside the list would close it and may be a part", "列表旁另有一数可补足差额，或为未识别的分项"
)
EXCERPT = Explanation("“其中” may list some of the parts only", "“其中”所列可能未列全")
GOES_ON = Explanation("the following sentence may continue the list", "后文可能仍有分项")


def doubts(listing: Listing) -> tuple[Explanation, ...]:
    """Every reason not to call a list that misses its total an error; none where the contradiction is certain."""
    total, parts = listing.total, listing.parts
    below = listing.computed < listing.stated
    found = (
        (INEXACT, listing.vague),
        (UNITS, not same_unit(f.unit for f in (total, *parts))),
        (UNSURE, not sure((total, *parts))),
        (PERIODS, any(_differ(_period(total), _period(p)) for p in parts)),
        (OWNERS, _other_owner(total, parts)),
        (CHANNELS, not below and by_channel(listing)),
        (UNDECIDED, below and _leaves_undecided_out(parts)),
        (BORDERS, listing.assumed),
        (GOES_ON, below and listing.goes_on),
        (EXCERPT, below and _excerpt(listing)),
    )
    return tuple(reason for reason, applies in found if applies)


def left_out(listing: Listing, facts: Iterable[Fact]) -> bool:
    """True where counts inside the list or right behind it, which were not read as its parts, are just what is missing.

    Only in prose: which row of a table belongs to which is no guess.
    """
    gap = listing.stated - listing.computed
    own = {f.id for f in (listing.total, *listing.parts)}
    first, last = listing.parts[0].start, listing.parts[-1].end
    near = sorted(
        (
            f
            for f in facts
            if f.id not in own
            and f.kind == "count"
            and f.source == "text"
            and first <= f.start <= last + _FOLLOWING * BESIDE
            and same_unit((f.unit, listing.total.unit))
        ),
        key=lambda f: f.start,
    )
    if any(number(f) == gap for f in near if f.start <= last + BESIDE):
        return True
    running, end = Fraction(0), last
    for fact in (f for f in near if f.start > last):
        if fact.start > end + BESIDE:
            return False
        running, end = running + number(fact), fact.end
        if running >= gap:
            return running == gap
    return False


def sparse(listing: Listing) -> bool:
    """其中 with nothing behind it like 等 claims all parts (C1), but hardly with most of the total left over.

    So a list in prose that comes to less than half of its total counts as open, unless it says that it divides the total, or
    the whole gap is one slip of the pen: that is an error however large.
    """
    prose = any(p.source == "text" for p in listing.parts)
    if not prose or 2 * listing.computed >= listing.stated or listing.cue.startswith(_DIVIDES):
        return False
    return not _one_slip(listing) or not same_unit(f.unit for f in (listing.total, *listing.parts))


def _excerpt(listing: Listing) -> bool:
    """其中 claims all parts (C1), yet is often said of some: a list that misses its total by much, and by no plain slip, may be one."""
    if not listing.cue.startswith(_AMONG) or all(p.source == "table" for p in listing.parts):
        return False
    gap = listing.stated - listing.computed
    return gap > _FEW and gap > _SMALL * listing.stated and not _one_slip(listing)


def open_by_shares(listing: Listing, facts: Iterable[Fact]) -> bool:
    """True where every part has its share of the total beside it, all of them right, and they leave some of the total over."""
    shares = {f.shares[0]: f for f in facts if f.kind == "percent" and len(f.shares) == 1}
    own = [shares.get(p.id) for p in listing.parts]
    if number(listing.total) <= 0 or not all(own):
        return False
    whole = meaning(listing.total)
    for part, share in zip(listing.parts, own, strict=True):
        true = meaning(part).over(whole)
        if share is None or true is None or not true.scaled(100).meets(meaning(share)):
            return False
    together = Interval.total(meaning(s) for s in own if s is not None)
    return together.high is not None and together.high < 100


def _one_slip(listing: Listing) -> bool:
    """True where a plain slip is the whole difference, or a possible one of one figure and of no other."""
    gap = listing.stated - listing.computed
    needed = [(listing.total, listing.computed), *((p, number(p) + gap) for p in listing.parts)]
    slips = [slip(f.text, number(f), value) for f, value in needed]
    costs = sorted(s.cost for s in slips if s is not None and s.cost <= _POSSIBLE)
    return bool(costs) and (costs[0] <= _PLAIN or len(costs) == 1)


def sure(facts: Iterable[Fact]) -> bool:
    """True where the reading of all the facts can be relied on."""
    return all(f.weakest >= SURE for f in facts)


def figure_doubts(facts: Sequence[Fact]) -> tuple[Explanation, ...]:
    """The doubts that figures themselves give: approximate ones, and unsure readings."""
    found = ((INEXACT, not all(is_exact(f) for f in facts)), (UNSURE, not sure(facts)))
    return tuple(reason for reason, applies in found if applies)


def severity_of(strength: Strength, doubts: Sequence[Explanation]) -> Severity:
    """How grave a violation is: of a strict rule an error unless there are doubts, of a soft one a note at most."""
    if strength == "soft":
        return "note"
    return "warning" if doubts or strength == "quasi" else "error"


def by_channel(listing: Listing) -> bool:
    """True for figures of one thing by several channels (field guide A8); requests come by one way each."""
    channels = {p.channel.code or p.channel.text for p in listing.parts if p.channel}
    return len(channels) > 1 and not any(counts_cases(f.unit) for f in (listing.total, *listing.parts))


def distributive(fact: Fact) -> bool:
    """各3件: one figure that stands for several (field guide 3.4); to add it once would be wrong."""
    return bool(_EACH.match(fact.text)) or bool(fact.category and _EACH.match(fact.category.text))


def names(fact: Fact) -> int:
    """How many things a category names (商业企业、法律服务机构 → 2)."""
    return len([n for n in _NAMES.split(fact.category.text) if n.strip()]) if fact.category else 1


def _period(fact: Fact) -> tuple[str | None, str | None] | None:
    return (fact.period.start, fact.period.end) if fact.period else None


def _differ(first: object, second: object) -> bool:
    return first is not None and second is not None and first != second


def _other_owner(total: Fact, parts: tuple[Fact, ...]) -> bool:
    """All parts belong to one agency, but the total to another. Several owners are a list of them (C10)."""
    owners = {(p.agency.name, p.agency.scope) for p in parts if p.agency}
    return (
        total.agency is not None
        and len(owners) == 1
        and (total.agency.name, total.agency.scope) not in owners
    )


def _leaves_undecided_out(parts: tuple[Fact, ...]) -> bool:
    categories = [p.category.text for p in parts if p.category]
    return any(_OUTCOME.search(c) for c in categories) and not any(_UNDECIDED.search(c) for c in categories)
