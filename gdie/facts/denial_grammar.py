"""The words of a denying clause as patterns: what denies, what is denied, and what may stand around and between."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from gdie.indicators import ZeroWords, load_zero_words

# Quotes and blanks, then the end of the clause or a remark in brackets.
_END = r"[ ”’\"]*(?:$|[()“”])"


@dataclass(frozen=True)
class Thing:
    """A thing denied: its span, its kind and unit, and whether it is an act (投诉) or a mere name."""

    start: int
    end: int
    kind: str | None
    unit: str
    act: bool = False


class Grammar:
    """The regular expressions of the clause, from the words of `zeros.toml`."""

    def __init__(self, words: ZeroWords) -> None:
        part = {name: _any(patterns) for name, patterns in words.grammar.items()}
        verb = _any(_longest(w for own in (words.grammar["verbs"], *words.verbs.values()) for w in own))
        firm = {w for name in ("verbal", "existential") for w in words.grammar[name]}
        scopes = rf"{part['scopes']}(?:{part['joints']}{part['scopes']})*{part['scoped']}"
        first = "".join(sorted({noun[0] for noun in words.nouns}))
        fillers, endings = f"{part['fillers']}*", f"{part['endings']}*"
        self.words = words
        self.parts = words.grammar
        self.denial = re.compile(
            f"{part['never']}|(?P<word>{_any(_longest((*firm, *words.grammar['habitual'])))})"
        )
        self.next = re.compile(
            f"{part['between']}+{part['adverbs']}?(?!{part['never']})(?={_any(_longest(firm))})"
        )
        self.fillers = re.compile(fillers)
        self.people = re.compile(part["persons"])
        self.opener = re.compile(part["openers"])
        self.verb = re.compile(verb)
        self.thing = re.compile(
            rf"(?!{part['shared']})(?:{scopes})?(?P<noun>(?=[{first}]){_any(_longest(words.nouns))})"
        )
        self.joint = re.compile(rf"[”’》]?{part['suffixes']}?{part['joints']}{part['links']}*[“‘《]?")
        self.tail = re.compile(rf"{endings}(?P<bare>的(?P<owner>{part['owners']})?)?{_END}")
        topic = rf"(?<={part['topics']})。"
        self.sentence = re.compile(rf"(?:[^。;!?\t|]|{topic})*$")
        self.front_tail = re.compile(rf"{endings}(?:{part['adverbs']}|{topic})*$")
        self.left = re.compile(rf"(?P<verb>{verb}|{part['attributes']}){fillers}$")
        self.alone = re.compile(rf"(?![0-9]){fillers}(?P<verb>{verb})?{fillers}(?=、|{_END})")
        self.undone = re.compile(rf"{part['undone']}$")
        self.figure = re.compile(part["figures"])
        self.again = re.compile(part["doubled"])
        self.doubled = re.compile(rf"{part['doubled']}$")
        self.hindered = re.compile(part["hindrances"])
        self.others = re.compile(part["others"])
        self.blocked = re.compile(part["blocked"])
        self.plans = re.compile(part["plans"])
        self.still = re.compile(rf"{part['still']}$")
        self.event = re.compile(
            rf"(?:{part['openers']}.{{2,60}}的)?(?P<event>[\u4e00-\u9fff]{{2,14}}?){endings}的?{_END}"
        )
        self.known_event = re.compile(rf"(?P<event>[\u4e00-\u9fff]{{1,10}}{part['event_ends']}){_END}")
        self.no_event = re.compile(rf"{part['no_event']}|的")

    def things(
        self, text: str, tail: re.Pattern[str], at: int = 0
    ) -> tuple[list[Thing], re.Match[str]] | None:
        """The first list of things from a place on behind which the text ends as the tail says."""
        while found := self.thing.search(text, at):
            things = [self._thing(found)]
            while (joint := self.joint.match(text, things[-1].end)) and (
                found := self.thing.match(text, joint.end())
            ):
                things.append(self._thing(found))
            if end := tail.match(text, things[-1].end):
                return things, end
            at = things[0].start + 1
        return None

    def suits(self, verb: str, things: Sequence[Thing]) -> bool:
        """Whether denying the verb leaves none of the things."""
        own = self.words.verbs
        return verb in self.parts["verbs"] or any(verb in own[t.kind] for t in things if t.kind)

    def _thing(self, found: re.Match[str]) -> Thing:
        noun = self.words.nouns[found["noun"]]
        return Thing(*found.span(), noun.kind, noun.unit, noun.act)


def _any(patterns: Iterable[str]) -> str:
    return f"(?:{'|'.join(patterns)})"


def _longest(words: Iterable[str]) -> list[str]:
    return sorted(set(words), key=lambda word: (-len(word), word))


@cache
def load_grammar() -> Grammar:
    """The grammar of the words in `zeros.toml`."""
    return Grammar(load_zero_words())
