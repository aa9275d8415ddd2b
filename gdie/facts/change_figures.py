"""Figures with the words before them, sentence by sentence, and what these make of each: a change, or what is compared with."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from gdie.facts.change_words import change_grammar
from gdie.facts.model import Fact
from gdie.text.view import View, simplify

Kind = Literal["growth", "ratio", "difference", "points"]

# A clause that opens with a comparison (;与2012年相比增长23%) goes on with the figures of the one before.
_END = re.compile(
    r"[。!?]|;(?! *(?:同比|环比|[与和同较比](?:上一?|去|前一?)年|[与和同较比][12二][0-9〇零○一二三四五六七八九]{3}年))"
    r"|(?<=[。;,:!?)])\s*\n|\n\s*\n"
)
_LIST = re.compile(r"\s*(?:[、和与及]|以及)\s*")
# So many characters before a figure are looked at; a longer way to the figure before it is about something else.
_REACH = 80


@dataclass(frozen=True)
class Figure:
    """A figure with the normalised words before it: back to the figure before, or to the start of its sentence.

    `kind` and `rising` are those of a change, None for any other figure. `earlier`: the words say that another one is compared
    with it. `listed`: it goes on with a list of changes.
    """

    fact: Fact
    lead: str
    earlier: bool
    kind: Kind | None = None
    rising: bool = True
    listed: bool = False

    @property
    def year(self) -> int | None:
        """The year of the figure, by the words right before it, else by its period."""
        named = change_grammar().own_year(self.lead)
        end = self.fact.period and (self.fact.period.end or self.fact.period.start)
        return named or (int(end[:4]) if end else None)

    @property
    def says_when(self) -> bool:
        """Whether the figure has a time of its own, not only that of the report."""
        own = self.fact.period is not None and self.fact.period.text is not None
        return own or change_grammar().own_year(self.lead) is not None

    def is_before(self, other: Figure) -> bool:
        """Whether the figure is said to be of an earlier time than another."""
        if change_grammar().own_year(self.lead) is not None and self.year != other.year:
            return self.year is not None and other.year is not None and self.year < other.year
        first, second = self.fact.period, other.fact.period
        if not first or not second or not first.text:
            return False
        ends = first.end or first.start, second.end or second.start
        return ends[0] is not None and ends[1] is not None and ends[0] < ends[1]

    @property
    def is_rate(self) -> bool:
        """A percentage that is a level, which can change by points."""
        return self.fact.kind == "percent" and self.fact.unit != "百分点" and not _times(self.fact)


def sentences(view: View, facts: Sequence[Fact]) -> Iterator[list[Figure]]:
    """The figures of each sentence that has any. `facts` are those of the prose, in text order; a long way between two of them ends
    a sentence too."""
    sentence: list[Figure] = []
    last = 0
    for fact in facts:
        start, end = view.from_source(fact.start, fact.end)
        begin = max(last, start - _REACH)
        breaks = [m.end() for m in _END.finditer(view.text, begin, start)]
        if (breaks or start - last > _REACH) and sentence:
            yield sentence
            sentence = []
        lead = view.text[max([begin, *breaks]) : start].replace("#", " ")
        sentence.append(_figure(fact, lead, sentence[-1] if sentence else None))
        last = end
    if sentence:
        yield sentence


def _figure(fact: Fact, lead: str, previous: Figure | None) -> Figure:
    grammar = change_grammar()
    if previous and previous.kind and _LIST.fullmatch(lead) and alike(previous.fact, fact):
        return Figure(fact, lead, False, previous.kind, previous.rising, listed=True)
    if fact.unit == "%" and grammar.is_multiple(lead):
        return Figure(fact, lead, False, "ratio")
    behind = previous is not None and (previous.earlier or previous.kind is not None)
    cue = grammar.cue(lead, behind)
    if cue and not grammar.compares_with_other(lead[: cue.start]):
        return Figure(fact, lead, False, _kind(fact), cue.rising)
    if "番" in fact.text:
        return Figure(fact, lead, False, "growth")
    return Figure(fact, lead, grammar.is_earlier(lead))


def _kind(fact: Fact) -> Kind:
    if fact.kind == "count":
        return "difference"
    return "points" if fact.unit == "百分点" else "growth"


def _times(fact: Fact) -> bool:
    return fact.kind == "percent" and any(char in fact.text for char in "倍番")


def alike(one: Fact, other: Fact) -> bool:
    """Whether two figures are of one kind and, as far as they have any, one unit."""
    units = {_folded(f.unit) for f in (one, other) if f.unit}
    return one.kind == other.kind and len(units) < 2


@lru_cache(maxsize=4096)
def _folded(unit: str) -> str:
    return simplify(unit)
