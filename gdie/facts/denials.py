"""What a text denies: the things that a report counts and of which a clause says that there were none.

A clause states zeros when a denial is followed, up to the clause's end, by things that are counted (未收到任何申请), or
is itself the end and follows them (行政诉讼均未发生). What may stand between the two decides: a verb that goes with the
thing, its attributes, people who did nothing. Whatever else stands there or behind, and it is no zero.
All texts here are normalised ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from gdie.facts.denial_grammar import Thing, load_grammar

_CLAUSE_END = re.compile(r"[。;!?,:\n\t|…—]")
_SENTENCE_END = re.compile(r"[。;!?\n\t|]")
# No clause is looked at further than that from its denying word.
_REACH = 120


@dataclass(frozen=True)
class Denial:
    """A thing denied and the span of the words that deny it, both ends included, in offsets of the text."""

    start: int
    end: int
    thing: Thing
    complains: bool


@dataclass(frozen=True)
class _Clause:
    """A denying word, where it is in the text, what stands before it in its clause, whether it opens its sentence, and
    what stands behind it up to the clause's closing sign."""

    word: str
    start: int
    end: int
    before: str
    opens: bool
    rest: str
    closing: str


def denials(text: str) -> Iterator[Denial]:
    """What a normalised text denies, in text order; a denial of several things gives one each."""
    grammar = load_grammar()
    for word in grammar.denial.finditer(text):
        if word["word"] is None or not (clause := _clause(text, word)):
            continue
        complains = bool(grammar.still.search(clause.before))
        if things := _behind(clause):
            for thing in things:
                placed = _moved(thing, clause.end)
                yield Denial(clause.start, placed.end, placed, complains)
            continue
        begin = max(0, clause.start - _REACH)
        things, length = _before(clause, text[begin : clause.start])
        for thing in things:
            placed = _moved(thing, begin)
            yield Denial(placed.start, clause.end + length, placed, complains)


def _moved(thing: Thing, by: int) -> Thing:
    return replace(thing, start=thing.start + by, end=thing.end + by)


def _clause(text: str, word: re.Match[str]) -> _Clause | None:
    """The clause of a denying word; None where what stands before it makes it no statement of the year."""
    grammar = load_grammar()
    lead = text[max(0, word.start() - _REACH) : word.start()]
    before = lead[max((m.end() for m in _CLAUSE_END.finditer(lead)), default=0) :]
    sentence = lead[max((m.end() for m in _SENTENCE_END.finditer(lead)), default=0) :]
    if grammar.blocked.search(before) or grammar.plans.search(sentence):
        return None
    stop = _CLAUSE_END.search(text, word.end())
    end = stop.start() if stop else len(text)
    rest = text[word.end() : min(end, word.end() + _REACH)]
    following = grammar.next.search(rest)
    # Of 未收到、未办理申请 the first denial has its thing behind the second.
    if following and not grammar.alone.fullmatch(rest[: following.start()]):
        rest = rest[: following.start()]
    elif end > word.end() + _REACH:
        return None
    closing = text[end : end + 1]
    if closing == "?":
        return None
    return _Clause(word["word"], word.start(), word.end(), before, not sentence.strip(), rest, closing)


def _behind(clause: _Clause) -> list[Thing]:
    """The things denied that stand behind the denying word."""
    grammar, rest = load_grammar(), clause.rest
    filled = grammar.fillers.match(rest)
    at = filled.end() if filled else 0
    verb = grammar.verb.match(rest, at)
    if grammar.others.match(rest, verb.end() if verb else at):
        return []
    listed = grammar.things(rest, grammar.tail)
    if listed is None:
        return _event(clause, at, verb)
    things, tail = listed
    middle = rest[at : things[0].start]
    if verb and verb.start() >= things[0].start:
        verb = None
    left = grammar.left.search(middle)
    attributed = left is not None and left["verb"] in grammar.parts["attributes"]
    # 没有被问责的, goes on; 没有提出异议的, is a condition, 没有收到申请的单位 others.
    if tail["bare"] and clause.closing == "," and not (things[-1].act and (attributed or not middle)):
        return []
    if tail["owner"] and not things[-1].act:
        return []
    if grammar.doubled.search(middle) or grammar.figure.search(middle):
        return []
    if clause.word in grammar.parts["habitual"]:
        return things if clause.opens and things[0].kind in grammar.parts["habits"] else []
    if verb and grammar.suits(verb.group(), things):
        return things
    verbs = {m.group() for m in grammar.verb.finditer(middle) if len(m.group()) > 1}
    suited = any(grammar.suits(v, things) for v in (verbs | {left["verb"]} if left else verbs))
    if not middle and grammar.undone.match(rest, at) and clause.word in grammar.parts["verbal"]:
        return []
    return things if _joined(clause, middle, things[0], attributed, suited) else []


def _joined(clause: _Clause, middle: str, thing: Thing, attributed: bool, suited: bool) -> bool:
    """Whether the words between a denying word and a thing join them: none, people, an adjunct, attributes."""
    grammar = load_grammar()
    exists = clause.word in grammar.parts["existential"]
    people = grammar.people.match(middle) if exists else None
    if not middle:
        return exists or thing.act
    if people and people.end() == len(middle):
        return thing.act or thing.kind in grammar.parts["personal"]
    if people and grammar.again.match(middle, people.end()):
        return False
    if people or grammar.opener.match(middle):
        return attributed or suited or thing.act
    return exists and attributed and not grammar.hindered.match(middle)


def _event(clause: _Clause, at: int, verb: re.Match[str] | None) -> list[Thing]:
    """The event of no known name that is denied (未发生踩踏, 无信息误发事件)."""
    grammar, rest = load_grammar(), clause.rest
    if verb and verb.group() in grammar.parts["events"]:
        filled = grammar.fillers.match(rest, verb.end())
        event = grammar.event.match(rest, filled.end() if filled else verb.end())
    elif verb or clause.word in grammar.parts["existential"]:
        event = grammar.known_event.match(rest, verb.end() if verb else at)
    else:
        return []
    if not event or grammar.no_event.search(event["event"]):
        return []
    return [Thing(*event.span("event"), None, grammar.words.event_unit)]


def _before(clause: _Clause, lead: str) -> tuple[list[Thing], int]:
    """The things denied that stand before a denying word with which the clause ends (行政诉讼均未发生), and how far
    the words that deny them reach behind it."""
    grammar = load_grammar()
    alone = grammar.alone.match(clause.rest)
    if not alone or not (alone["verb"] or clause.word in grammar.parts["existential"]):
        return [], 0
    sentence = grammar.sentence.search(lead)
    listed = grammar.things(lead, grammar.front_tail, sentence.start() if sentence else 0)
    if listed is None or (alone["verb"] and not grammar.suits(alone["verb"], listed[0])):
        return [], 0
    return listed[0], alone.end()
