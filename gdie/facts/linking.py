"""Facts to indicator codes: what the linker is told of a figure, in text order, so that earlier decisions help later ones."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from gdie.documents import Document
from gdie.facts.channels import channel_code
from gdie.facts.model import Fact
from gdie.indicators import code_in_year, older_code
from gdie.pipeline.link_features import NOTHING, Surroundings
from gdie.pipeline.linker import Choice
from gdie.text.view import View, normalise

Decide = Callable[[Surroundings, Fact], Choice]
"""What chooses the class of a figure: the linker, or the gold."""
_SENTENCE = re.compile(r"[。;!?\n]")
_WORDS = re.compile(r"[^\u4e00-\u9fff]+")
_REACH = 60
_LEAD = 14


def link(document: Document, facts: Sequence[Fact], decide: Decide, year: int | None) -> tuple[Fact, ...]:
    """The facts with the codes that `decide` gives those that have none.

    `year` is the year of the report: since 2019 prose speaks of the rows of tables 三 and 四. Percentages and
    figures that have a code (of official forms) are left as they are.
    """
    return _Walk(document, facts, decide, year).linked()


@dataclass(frozen=True)
class _Place:
    """What of the text is the same for all figures of a paragraph."""

    start: int
    heading: str
    lead: str


@dataclass(frozen=True)
class _Spot:
    """Where a figure stands in the view."""

    start: int
    end: int
    place: _Place


class _Walk:
    """Two passes over a document's facts: the second one knows what the first decided for the figures behind."""

    def __init__(self, document: Document, facts: Sequence[Fact], decide: Decide, year: int | None) -> None:
        self.document = document
        self.facts = facts
        self.decide = decide
        self.year = year
        self.view = normalise(document.text)
        self.by_id: Mapping[str, Fact] = {f.id: f for f in facts}
        self.given = {f.id: older_code(f.category.code) for f in facts if f.category and f.category.code}
        self.classes = dict(self.given)
        self.sure: dict[str, float] = {}
        self.places: dict[int, _Place] = {}
        self.spots = [self._spot(fact) for fact in facts]

    def linked(self) -> tuple[Fact, ...]:
        for complete in (False, True):
            self._pass(complete)
        return tuple(self._coded(fact) for fact in self.facts)

    def _pass(self, complete: bool) -> None:
        following = self._following() if complete else [None] * len(self.facts)
        last: tuple[int, str] | None = None  # paragraph and class of the last figure that has one
        for number, (fact, spot) in enumerate(zip(self.facts, self.spots, strict=True)):
            if fact.id not in self.given and fact.kind == "count" and fact.category is not None:
                previous = last[1] if last and last[0] == spot.place.start else None
                chosen = self.decide(self._surroundings(fact, spot, previous, following[number]), fact)
                self.classes.pop(fact.id, None)
                if chosen.label != NOTHING:
                    self.classes[fact.id] = chosen.label
                    self.sure[fact.id] = chosen.probability
            if own := self.classes.get(fact.id):
                last = spot.place.start, own

    def _following(self) -> list[str | None]:
        """For each figure the class of the next one in its paragraph that has one."""
        found: list[str | None] = []
        after: tuple[int, str] | None = None
        for fact, spot in zip(reversed(self.facts), reversed(self.spots), strict=True):
            found.append(after[1] if after and after[0] == spot.place.start else None)
            if own := self.classes.get(fact.id):
                after = spot.place.start, own
        return found[::-1]

    def _coded(self, fact: Fact) -> Fact:
        own = self.classes.get(fact.id)
        if own is None or fact.id in self.given or fact.category is None:
            return fact
        category = replace(fact.category, code=code_in_year(own, self.year))
        return replace(fact, category=category, coded=self.sure[fact.id])

    def _spot(self, fact: Fact) -> _Spot:
        start, end = self.view.from_source(fact.start, fact.end)
        return _Spot(start, end, self._place(fact, start))

    def _place(self, fact: Fact, start: int) -> _Place:
        begin = self.view.text.rfind("\n", 0, start) + 1
        if begin not in self.places:
            heading = self.document.section_at(fact.start)
            words = _WORDS.sub("", normalise(self.document.slice(heading)).text) if heading else ""
            line = self.view.text[begin : begin + 2 * _LEAD].split("\n")[0]
            lead = _WORDS.sub("", line)[:_LEAD]
            self.places[begin] = _Place(begin, words, lead)
        return self.places[begin]

    def _surroundings(
        self, fact: Fact, spot: _Spot, previous: str | None, following: str | None
    ) -> Surroundings:
        total = self.by_id.get(fact.part_of) if fact.part_of else None
        return Surroundings(
            category=_folded(fact.category.text) if fact.category else "",
            before=_before(self.view, spot.start),
            ahead=self._ahead(fact, spot.start),
            after=self.view.text[spot.end : spot.end + 8].split("\n")[0],
            heading=spot.place.heading,
            lead=spot.place.lead,
            channel=channel_code(fact.channel.text) if fact.channel else None,
            unit=_folded(fact.unit) if fact.unit else None,
            year=self.year,
            kind=("zero" if fact.implied else fact.source) + ("+" if fact.value else "0"),
            part=total is not None,
            total=self.classes.get(total.id) if total else None,
            total_category=_folded(total.category.text) if total and total.category else "",
            previous=previous,
            following=following,
        )

    def _ahead(self, fact: Fact, start: int) -> str:
        """The words before the category, where it stands before the figure in its sentence: 答复 in 答复申请31件."""
        if fact.category is None or fact.category.start >= fact.start:
            return _before(self.view, start)
        named, _ = self.view.from_source(fact.category.start, fact.category.end)
        return _before(self.view, named) if named < start else _before(self.view, start)


def _before(view: View, start: int) -> str:
    """The words of the figure's sentence before it."""
    stretch = view.text[max(0, start - _REACH) : start]
    return _SENTENCE.split(stretch)[-1]


def _folded(words: str) -> str:
    return re.sub(r"\s+", "", normalise(words).text)
