"""The words of a comparison as patterns: what says that a figure is a change, what it is compared with, what may stand between.

All texts are normalised; `#` stands for a figure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from gdie.indicators import ChangeWords, load_change_words

_CHINESE_DIGITS = str.maketrans("〇零○一二三四五六七八九", "000123456789")


@dataclass(frozen=True)
class Cue:
    """A word of change before a figure: where it starts in the words given, whether it says that a figure rose, whether it says
    so only of what is compared."""

    start: int
    rising: bool
    needs_comparison: bool


class ChangeGrammar:
    """The regular expressions of a comparison, from the words of `changes.toml`."""

    def __init__(self, words: ChangeWords) -> None:
        part = {name: _any(patterns) for name, patterns in words.grammar.items()}
        light = f"{part['light']}{{0,2}}"
        date = _any([part[name] for name in ("last_year", "year_before", "year", "other_time")])
        before = _any([part[name] for name in ("against", "beside", "origin")])
        self.words = words
        self._cue = re.compile(
            f"(?:{_any(words.no_change)}|(?P<word>{_any(words.words)})|(?P<compared>{_any(words.compared)})){light} *$"
        )
        self._comparison = re.compile(f"(?:{date}|{part['compared']}|#){part['adverb']}{{0,3}}$")
        self._multiple = re.compile(f"{part['multiple']}(?:{date})的?{light} *$")
        self._compared_before = re.compile(f"{before}(?:{date})[^,#]{{0,12}}#?[^,#]{{0,6}}{part['compared']}")
        self._against = re.compile(part["against"])
        self._span = re.compile(part["span"])
        self._date = re.compile(
            f"(?P<last>{part['last_year']})|(?P<before>{part['year_before']})|(?P<year>{part['year']})|(?P<other>{part['other_time']})"
        )
        self._origin = re.compile(f"{part['origin']}(?:(?:{date})的?|原来的?|原先的?|最初的?)?$")
        self._compared_time = re.compile(
            f"(?:{before}|同比|环比)[^#,]{{0,10}}?(?:{date})(?P<rest>[^#]{{0,12}})$"
        )
        self._past_time = re.compile(
            f"(?!{part['carried_over']})(?:{part['last_year']}|{part['year_before']})(?P<rest>[^#]{{0,12}})$"
        )
        self._times = re.compile(
            f"{before}[^#,]{{0,4}}?(?:{date})|{part['last_year']}|{part['year_before']}|环比|(?P<own>{date})"
        )
        self._inner_verb = re.compile(part["inner_verb"])
        self._own_year = re.compile(f"(?P<year>{part['year']})[^#,;:]{{0,12}}$")
        self._reached = re.compile(f"^[,、 ]?[^,;#]{{0,4}}{part['reached']}[^,;#]{{0,6}}$")
        self._level = re.compile(f"^[,、 ]?{part['level']}$")
        self._filler = re.compile(
            "|".join(
                [
                    part["reached"],
                    f"{before}[^#,]{{0,4}}?(?:{date})",
                    # A time by itself is that of the figure behind it; 第四季度增长 would be another thing.
                    f"(?:{date})(?=[^,#]{{0,6}}#)",
                    f"{part['multiple']}(?:{date})的",
                    part["last_year"],
                    part["year_before"],
                    "环比",
                    _any(words.words),
                    part["compared"],
                    before,
                    part["filler"],
                    part["light"],
                    part["adverb"],
                    _any(words.compared),
                    "#",
                ]
            )
        )

    def cue(self, lead: str, follows_comparison: bool) -> Cue | None:
        """The word of change that the words before a figure end with. `follows_comparison`: they begin behind an earlier figure."""
        found = self._cue.search(lead)
        if not found or self.reaches(lead):
            return None
        if word := found["word"]:
            return Cue(found.start(), self.words.words[word], False)
        if word := found["compared"]:
            before = lead[: found.start()]
            if self._comparison.search(before) or (follows_comparison and not self.is_about_more(before)):
                return Cue(found.start(), self.words.compared[word], True)
        return None

    def is_multiple(self, lead: str) -> bool:
        """Whether the words before a figure make it the multiple of an earlier one (是上年的)."""
        return self._multiple.search(lead) is not None

    def is_earlier(self, lead: str) -> bool:
        """Whether the words before a figure say that it is what another one is compared with (比2012年的, 由, 上年为)."""
        clause = re.split(r"[,;:]", lead)[-1]
        if self._origin.search(clause):
            return True
        found = self._compared_time.search(clause) or self._past_time.search(clause)
        return found is not None and not self._inner_verb.search(found["rest"])

    def own_year(self, lead: str) -> int | None:
        """The year that the words right before a figure name."""
        found = self._own_year.search(lead)
        return _number(found["year"]) if found else None

    def reaches(self, lead: str) -> bool:
        """Whether the words between two figures lead from an earlier level to a later one (由52件|上升到|97件)."""
        return self._reached.search(lead) is not None

    def is_level(self, lead: str) -> bool:
        """Whether the words between a change and a figure say that this is what came of it (增长六成|,达到|96件)."""
        return self._level.search(lead) is not None

    def names_time(self, words: str) -> bool:
        """Whether words name a time, or figure, that another can be compared with."""
        return "#" in words or self._date.search(words) is not None

    def names_own_time(self, words: str) -> bool:
        """Whether words name a time that nothing is compared with: then a change is that of this time (其中第四季度增长20%)."""
        return any(found["own"] for found in self._times.finditer(words))

    def compares_with_other(self, words: str) -> bool:
        """Whether words compare with something that is no time and no figure (比全省平均, 较预期), or over a span (两年净增)."""
        if self._span.search(re.split(r"[,;:]", words)[-1]):
            return True
        found = list(self._against.finditer(words))
        return bool(found) and not self.names_time(words[found[-1].end() :])

    def is_about_more(self, words: str) -> bool:
        """Whether the words between a figure and its change hold anything but comparison: then it may be the change of another."""
        return bool(self._filler.sub("", words).strip())

    def compared_before(self, words: str) -> str:
        """The words at the head of a sentence that name what all of it is compared with (与2012年相比,)."""
        found = self._compared_before.search(words)
        return found.group() if found else ""

    def year(self, words: str, now: int | None) -> tuple[bool, int | None]:
        """Whether the words name a time to compare with, and the year of the last one, as seen from year `now`; None where open."""
        found = list(self._date.finditer(words))
        if not found:
            return False, None
        last = found[-1]
        if year := last["year"]:
            named = _number(year)
            return True, named if now is None or named < now else None
        back = 1 if last["last"] else 2 if last["before"] else None
        return True, now - back if now is not None and back else None


def _number(year: str) -> int:
    return int(year[:4].translate(_CHINESE_DIGITS))


def _any(patterns: Iterable[str]) -> str:
    return f"(?:{'|'.join(patterns)})"


@cache
def change_grammar() -> ChangeGrammar:
    """The grammar of the words in `changes.toml`."""
    return ChangeGrammar(load_change_words())
