"""What a parenthesis or cell says of the units of a task: who leads, who is responsible, who supports.

Two ways of saying it, also mixed: labels (牵头单位:甲,责任单位:乙、丙) and verbs (甲牵头,乙、丙配合). All offsets count
characters of the content that is read, a stretch of a view.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import cast

from gdie.facts.obligations.bodies import is_body, listed
from gdie.facts.obligations.deadlines import deadline_titles, find_due
from gdie.facts.obligations.model import Role
from gdie.indicators import load_obligation_words

_HIDDEN = "\ufffc"
_LONGEST = 2000  # characters of a parenthesis
_CLAUSE = re.compile(r"[^,;。]+")


@dataclass(frozen=True)
class Member:
    """A unit at `[start, end)`; members of one enumeration have the same `chain`."""

    role: Role
    start: int
    end: int
    chain: int


@dataclass(frozen=True)
class Assignment:
    """What was read: the units, a deadline among them, whether labels or verbs said the roles.

    `first_leads`: it says that the first responsible unit leads.
    """

    members: tuple[Member, ...]
    deadline: tuple[int, int] | None
    labelled: bool
    verbs: bool
    first_leads: bool


@dataclass
class _Found:
    members: list[Member] = field(default_factory=list)
    deadline: tuple[int, int] | None = None
    labelled: bool = False
    verbs: bool = False


def read_units(content: str, role: Role | None = None) -> Assignment:
    """The units in `content` (view text without the brackets around it); `role` is that of a cell's column."""
    shown = hide_nested(content)
    found = _Found()
    for kind, start, end in _segments(content, shown):
        found.labelled = found.labelled or kind is not None
        if kind == "deadline":
            if shown[start:end].strip(" \t\n,;。"):
                found.deadline = (start, start + len(shown[start:end].rstrip(" \t\n,;。")))
        elif kind is not None:
            _read_segment(content, shown, start, end, cast(Role, kind), found)
        else:
            _read_segment(content, shown, start, end, role, found)
    members = tuple(found.members)
    return Assignment(members, found.deadline, found.labelled, found.verbs, says_first_leads(content))


def says_first_leads(text: str) -> bool:
    """Whether a text says that the first of the responsible units leads."""
    return first_leads_note().search(text) is not None


def hide_nested(content: str) -> str:
    """The content with every bracketed remark in it made unreadable, length kept."""
    shown, depth = [], 0
    for character in content:
        depth += character in "([【〔"
        shown.append(_HIDDEN if depth > 0 else character)
        depth -= character in ")]】〕" and depth > 0
    return "".join(shown)


def _segments(content: str, shown: str) -> Iterator[tuple[str | None, int, int]]:
    """Stretches under one label: its role, "deadline", None before the first label. Those of other labels are left out."""
    marks: list[tuple[int, int, str]] = []
    for match in label_pattern().finditer(content):
        opens = not content[: match.start()].strip() or content[match.start() - 1] in ",;。、\n\t "
        if shown[match.start()] != _HIDDEN and (match["mark"] == ":" or opens):
            marks.append((match.start(), match.end(), kind_of(match["label"])))
    covered = [(a, b) for a, b, _ in marks]
    for match in re.finditer(r"(?:^|(?<=[,;。\s]))[\u4e00-\u9fff]{2,8}\s*:", shown):
        if not any(a < match.end() and match.start() < b for a, b in covered):
            marks.append((match.start(), match.end(), "other"))
    marks.sort()
    first = marks[0][0] if marks else len(content)
    if first:
        yield None, 0, first
    ends = [*(begin for begin, _, _ in marks), len(content)][1:]
    for (_, start, kind), end in zip(marks, ends, strict=True):
        if kind != "other":
            yield kind, start, end


def _read_segment(content: str, shown: str, start: int, end: int, role: Role | None, found: _Found) -> None:
    """Add the units of one segment. Units without a verb of their own belong to the label, else to the next verb."""
    waiting: list[tuple[int, int, int]] = []
    for clause in _CLAUSE.finditer(shown, start, end):
        chain, cut = clause.start(), clause.start()
        if says_first_leads(clause.group()):
            continue
        cut = _after_deadline(shown, cut, clause.end(), found)
        for verb in _verbs().finditer(shown, cut, clause.end()):
            found.verbs = True
            own = _role_of_verb(verb, role)
            spans = [*waiting, *((a, b, chain) for a, b in listed(content, shown, cut, verb.start()))]
            found.members += [Member(own, *span) for span in spans]
            waiting, cut = [], verb.end()
        rest = [(a, b, chain) for a, b in listed(content, shown, cut, clause.end())]
        if role is None:
            waiting += rest
        else:
            found.members += [Member(role, *span) for span in rest]
    if found.verbs and role is None:
        named = [span for span in waiting if is_body(content[span[0] : span[1]])]
        found.members += [Member("responsible", *span) for span in named]


def _after_deadline(shown: str, start: int, end: int, found: _Found) -> int:
    """Where the units begin in a clause that opens with a deadline (6月底前由甲负责); at its end where it has none (6月底前完成)."""
    due = next(iter(find_due(shown, None, start, end)), None)
    if due is None or shown[start : due.start].strip():
        return start
    found.deadline = (due.start, due.end)
    rest = shown[due.end : end].strip()
    return end if rest.startswith(load_obligation_words().deadlines.done) else due.end


def _role_of_verb(verb: re.Match[str], role: Role | None) -> Role:
    """The role a verb gives; behind a label that stays unless the verb says another one (各部门配合)."""
    words = load_obligation_words()
    spoken = verb["lead"] or verb["other"]
    if role is not None and any(spoken.endswith(word) for word in words.generic_verbs):
        return "lead" if verb["lead"] else role
    return cast(Role, words.verbs[spoken])


def may_name_units(content: str) -> bool:
    """Whether a stretch is short enough for a list of units and has a word that gives a role."""
    return len(content) <= _LONGEST and _cue().search(content) is not None


def unlike_bodies(content: str, assignment: Assignment) -> bool:
    """Whether a member does not read like the name of a body: then a clause with a verb is no list of units (张三负责)."""
    return not all(is_body(content[m.start : m.end]) for m in assignment.members)


def kind_of(label: str) -> str:
    """The role that a label gives, or "deadline"."""
    words = load_obligation_words()
    return next((role for word, role in words.labels.items() if label.endswith(word)), "deadline")


@cache
def label_pattern() -> re.Pattern[str]:
    """A label and what parts it from the units: `mark` is a colon, or 为 or nothing where a blank follows."""
    words = load_obligation_words()
    names = "|".join(re.escape(w) for w in sorted([*words.labels, *deadline_titles()], key=len, reverse=True))
    return re.compile(
        rf"(?<![为是])(?P<label>(?:{'|'.join(words.label_prefixes)})?(?:{names}))\s*"
        r"(?:\([^()]{1,30}\)\s*)?(?:(?P<mark>:|为(?=\S))\s*|(?<=\s))"
    )


@cache
def _verbs() -> re.Pattern[str]:
    words = load_obligation_words()
    lead = "|".join(w for w, role in words.verbs.items() if role == "lead")
    other = "|".join(w for w, role in words.verbs.items() if role != "lead")
    return re.compile(
        rf"(?:{'|'.join(words.manners)}|\s)*(?:(?P<lead>{lead})(?!{_nouns()})|(?P<other>{other})(?=[、,;。\s]|$))"
    )


@cache
def _cue() -> re.Pattern[str]:
    words = load_obligation_words()
    return re.compile("|".join(re.escape(word) for word in (*words.labels, *words.verbs, *deadline_titles())))


@cache
def _nouns() -> str:
    """What follows 牵头 in a label: 单位, 部门, 处室."""
    return "|".join(sorted({label[-2:] for label in load_obligation_words().labels}))


@cache
def first_leads_note() -> re.Pattern[str]:
    """排名第一位的为牵头单位 and its like."""
    words = load_obligation_words()
    lead = "|".join(words.leads)
    leads = rf"[为是](?:{lead})|(?:{lead})(?:{_nouns()})"
    return re.compile(rf"(?:{'|'.join(words.first)})[^,;。():]{{0,8}}?(?:{leads})")
