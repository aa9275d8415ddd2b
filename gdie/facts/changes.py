"""Changes: which figures say how another one has changed since an earlier year, by the words around them (field guide C8).

A figure is one by what stands right before it (同比增长42%, 比上年多12件, 是去年的3倍) or by itself (翻一番); 增长到42件 is a level and
none. What changed is a figure of the same sentence that counts the same thing, or the nearest one with nothing but words of
comparison between. Where that is open there is no change: to leave one out is better than to read a wrong one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from gdie.documents import Document
from gdie.facts.change_figures import Figure, alike, sentences
from gdie.facts.change_words import change_grammar
from gdie.facts.model import Change, Fact
from gdie.text.view import normalise

# A change is looked for among so many figures before it.
_FIGURES = 40


def changes(document: Document, facts: Sequence[Fact]) -> tuple[Change, ...]:
    """What the document's prose says of changes, in text order. `facts` are all its facts, in text order."""
    view = normalise(document.text)
    counted = [f for f in facts if f.source == "text" and not f.implied]
    return tuple(change for sentence in sentences(view, counted) for change in _Sentence(sentence).changes())


@dataclass(frozen=True)
class _Sentence:
    """The figures of one sentence, in text order."""

    figures: Sequence[Figure]

    def changes(self) -> Iterator[Change]:
        """Every change of which it is clear what has changed."""
        inherited: int | None = None
        for place, figure in enumerate(self.figures):
            base = self._base(place) if figure.kind and figure.fact.status == "reported" else None
            if base is None or figure.kind is None:
                continue
            now = self.figures[base]
            named, year = self._compared_year(base, place)
            than = self._than(base, place, year)
            if figure.kind == "difference" and not named and than is None:
                continue  # 增加3个: new ones, compared with nothing
            if than is not None and year is None:
                year = _earlier_year(than, now)
            inherited = year if named or than is not None else inherited
            yield Change(
                figure.kind,
                figure.fact.id,
                now.fact.id,
                than.fact.id if than else None,
                inherited,
                figure.rising,
            )

    def _base(self, place: int) -> int | None:
        """Which figure has changed; None where that is not clear."""
        first, last = self._list(place)
        if last > first:
            return self._paired(place, first, last)
        own = [i for i in self._candidates(place) if self._same(i, place)]
        near = self._nearest(place)
        if near is not None and (not own or near in own):
            total = self.figures[near].fact.part_of
            # Of a total and its part, both of the same thing, either may be meant.
            return None if any(self.figures[i].fact.id == total for i in own) else near
        change = self.figures[place]
        if own and (change.kind == "ratio" or not change_grammar().names_own_time(change.lead)):
            totals = [i for i in own if self.figures[i].fact.part_of is None]
            return own[0] if len(own) == 1 else totals[0] if len(totals) == 1 else None
        return self._behind(place)

    def _candidates(self, place: int) -> list[int]:
        """The figures before a change that can be what changed, by their kind and year."""
        change = self.figures[place]
        found = [i for i in range(max(0, place - _FIGURES), place) if _can_change(self.figures[i], change)]
        return [
            i
            for i in found
            if not any(
                alike(self.figures[i].fact, self.figures[k].fact)
                and self.figures[i].is_before(self.figures[k])
                for k in found
            )
        ]

    def _nearest(self, place: int) -> int | None:
        """The last figure that can have changed, if only comparison stands between."""
        found = self._candidates(place)
        if not found:
            return None
        last = found[-1]
        now = self.figures[last]
        between = self.figures[last + 1 : place]
        if any(not f.kind and not f.earlier and not f.is_before(now) for f in between):
            return None
        words = self._words(last, place)
        if now.fact.part_of and ";" in words:
            return None
        return None if change_grammar().is_about_more(words) else last

    def _behind(self, place: int) -> int | None:
        """The level that a change is said to have led to (增长六成,达到96件)."""
        after = place + 1
        if after >= len(self.figures):
            return None
        level, change = self.figures[after], self.figures[place]
        fits = _can_change(level, change) and change_grammar().is_level(level.lead)
        known = level.fact.category is None or change.fact.category is None or self._same(after, place)
        return after if fits and known else None

    def _list(self, place: int) -> tuple[int, int]:
        """The first and the last of a list of changes (同比分别增长9%、11%)."""
        first = last = place
        while first and self.figures[first].listed:
            first -= 1
        while last + 1 < len(self.figures) and self.figures[last + 1].listed:
            last += 1
        return first, last

    def _paired(self, place: int, first: int, last: int) -> int | None:
        """What changed by one of a list of changes: the figure of its own category, else that of the same rank."""
        found = self._candidates(first)
        own = [i for i in found if self._same(i, place)]
        if len(own) == 1:
            return own[0]
        paired = not own and "分别" in self.figures[first].lead and len(found) == last - first + 1
        return found[place - first] if paired else None

    def _than(self, base: int, place: int, year: int | None) -> Figure | None:
        """The earlier figure that a change is compared with, where the sentence states it."""
        now = self.figures[base]
        before = min(base, place)
        for i in chain(range(place - 1, base, -1), range(before - 1, max(-1, before - _FIGURES), -1)):
            figure = self.figures[i]
            if figure.kind or not _can_change(figure, self.figures[place], earlier=True):
                continue
            if not (figure.earlier or figure.is_before(now)):
                continue
            if year is not None and figure.says_when and figure.year != year:
                continue
            beside = i > base and not change_grammar().is_about_more(self._words(base, i) + "#")
            leads_up = i == base - 1 and figure.earlier and change_grammar().reaches(now.lead)
            if self._same(i, base) or beside or leads_up:
                return figure
        return None

    def _compared_year(self, base: int, place: int) -> tuple[bool, int | None]:
        """Whether it is said which time a change is since, and the year of it."""
        grammar, now = change_grammar(), self.figures[base].year
        words = self._words(base, place) if base < place else self.figures[place].lead
        named, year = grammar.year(words, now)
        if named:
            return named, year
        return grammar.year(grammar.compared_before(self._words(max(-1, base - _FIGURES), base)), now)

    def _words(self, start: int, end: int) -> str:
        """The words between two figures, with # for each figure among them; from the sentence's start for -1."""
        return "#".join(f.lead for f in self.figures[start + 1 : end + 1])

    def _same(self, one: int, other: int) -> bool:
        """Whether two figures count the same thing, as far as they say."""
        first, second = (self.figures[i].fact.category for i in (one, other))
        return bool(first and second and (first.start, first.end) == (second.start, second.end))


def _can_change(figure: Figure, change: Figure, earlier: bool = False) -> bool:
    """Whether a figure is of the kind that a change is of; with `earlier`, whether it can be what is compared with."""
    if figure.kind or (figure.earlier and not earlier) or figure.fact.status != "reported":
        return False
    if change.kind == "points":
        return figure.is_rate
    if figure.fact.kind != "count":
        return False
    return change.kind != "difference" or alike(figure.fact, change.fact)


def _earlier_year(than: Figure, now: Figure) -> int | None:
    """The year of a figure that is compared with, where it is said and not the same (第四季度 and 第三季度)."""
    earlier = than.says_when and than.year and now.year and than.year < now.year
    return than.year if earlier else None
