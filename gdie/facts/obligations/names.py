"""Full names of units: the reporting agency and its offices, organs by their table, the region that a list leaves out.

A name that was found is in simplified script and without blanks, so that lists of several documents can be joined; one that was
not stays as printed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from gdie.facts.agencies import Reporter, expand
from gdie.facts.obligations.bodies import is_group
from gdie.facts.regions import regions_of
from gdie.indicators import load_agency_words, load_obligation_words
from gdie.text.view import normalise

_REMARK = re.compile(r"\([^()]*\)$")


@dataclass(frozen=True)
class Namer:
    """Names units of a document as its reporting agency would; where none is known its region is that of the `title` (folded)."""

    reporter: Reporter
    title: str = ""

    def name(self, printed: str, before: str | None = None) -> str:
        """The full name of a unit. `before` is the one listed before it in the same enumeration, as printed."""
        printed = re.sub(r"\s+", "", printed)
        folded = normalise(printed).text
        if self.reporter.resolve(printed).scope == "system" or is_group(folded):
            return printed
        named = self._find(_REMARK.sub("", folded))
        if named is None and before is not None:
            named = self._office_like(folded, re.sub(r"\s+", "", normalise(before).text))
        return named or printed

    def _find(self, folded: str) -> str | None:
        if self.reporter.resolve(folded).name == self.reporter.name != folded:
            office = "" if folded.endswith(self._agency[-1]) else self._office
            return self._agency + office
        if head := self._own_head(folded):
            return self._agency + folded.removeprefix(head)
        if full := self._with_region(folded):
            return expand(full)
        full = expand(folded)
        return full if full != folded else None

    def _office_like(self, folded: str, before: str) -> str | None:
        """办公厅 behind 总局法规司 is 总局办公厅."""
        inner = folded.endswith(load_obligation_words().bodies.inner)
        return self._agency + folded if inner and self._own_head(before) else None

    def _own_head(self, folded: str) -> str | None:
        """The words for the reporting agency that a name of one of its offices begins with (总局 in 总局法规司)."""
        for short, level in load_agency_words().by_level.items():
            own = self._agency.endswith(short[-1]) and self._level == level
            if own and folded.startswith(short) and folded != short:
                return short
        return None

    @cached_property
    def _office(self) -> str:
        offices = load_obligation_words().bodies.offices
        return next((word for word in offices if self.reporter.folded.endswith(word)), "")

    @cached_property
    def _agency(self) -> str:
        """The reporting agency without the office that issues for it, written out."""
        return expand(self.reporter.folded.removesuffix(self._office))

    @cached_property
    def _level(self) -> str:
        if self._agency.startswith(("国家", "中国", "中华人民共和国")):
            return "国家"
        return next(reversed(self._regions), "")

    @cached_property
    def _regions(self) -> dict[str, str]:
        """Word for a level → the region of it that the agency's name begins with (市 → 璃屿市), outermost first.

        An autonomous region goes by its own word too (自治区).
        """
        levels = load_obligation_words().bodies.levels
        name = self._agency
        if not name:
            of_title = re.match(
                rf"(?:[0-9]{{4}}年)?([\u4e00-\u9fff]{{1,13}}?(?:{'|'.join(levels)}))(?=[0-9]{{4}}年|二[〇零○]|政务|政府)",
                self.title,
            )
            name = of_title[1] if of_title else ""
        return {
            word: name[: region.end]
            for region in regions_of(name)
            for word in (next((w for w in levels if region.name.endswith(w)), region.level), region.level)
        }

    def _with_region(self, folded: str) -> str | None:
        """A name whose region is only said by its level, written out (市财政局)."""
        bodies = load_obligation_words().bodies
        if len(folded) < 3 or folded.startswith(bodies.not_levels):
            return None
        for level, region in self._regions.items():
            if folded.startswith(level):
                return region + folded.removeprefix(level)
        return None
