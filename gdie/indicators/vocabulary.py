"""The vocabularies, typed. All words are simplified script and half width: compare them with normalised text."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib


@dataclass(frozen=True)
class AgencyWords:
    """Self references, self references that depend on the level, whole-system words, short organ names.

    Of the whole-system words `learned` are those that the trained relation model tells apart.
    """

    self_words: frozenset[str]
    by_level: dict[str, str]
    system: tuple[str, ...]
    learned: tuple[str, ...]
    organs: dict[str, str]


@dataclass(frozen=True)
class TableWords:
    """What is cut from the row labels and captions of statistics tables."""

    verbs: tuple[str, ...]
    endings: tuple[str, ...]
    inner_verbs: tuple[str, ...]
    fillers: tuple[str, ...]
    caption_endings: tuple[str, ...]
    caption_nothing: tuple[str, ...]
    totals: tuple[str, ...]


@dataclass(frozen=True)
class StatusWords:
    """Words that make a figure a plan, or a duration and thus no statistic."""

    planned: tuple[str, ...]
    plan_headings: tuple[str, ...]
    durations: tuple[str, ...]


@dataclass(frozen=True)
class ZeroNoun:
    """A thing that a report can deny: its kind, its unit, and whether it is an act (无人投诉) or a mere name."""

    kind: str
    unit: str
    act: bool


@dataclass(frozen=True)
class ZeroWords:
    """Zeros stated in words: words of cells, what can be denied, the verbs that go with each kind, the unit of an
    event of no known name, the kinds whose lack is complained of, and the regular expressions of a clause by their part in it."""

    cells: frozenset[str]
    nouns: dict[str, ZeroNoun]
    verbs: dict[str, tuple[str, ...]]
    event_unit: str
    means: frozenset[str]
    grammar: dict[str, tuple[str, ...]]


@dataclass(frozen=True)
class BodyWords:
    """How the names of bodies end and begin, which words are no names, and the regions that names may lack."""

    organs: tuple[str, ...]
    not_organs: tuple[str, ...]
    ends: tuple[str, ...]
    groups: tuple[str, ...]
    common: tuple[str, ...]
    inner: tuple[str, ...]
    offices: tuple[str, ...]
    regions: tuple[str, ...]
    region_organs: tuple[str, ...]
    levels: tuple[str, ...]
    not_levels: tuple[str, ...]


@dataclass(frozen=True)
class DeadlineWords:
    """Words that make a time a deadline, and those of what comes again and again."""

    before: tuple[str, ...]
    not_before: tuple[str, ...]
    within: tuple[str, ...]
    done: tuple[str, ...]
    until: tuple[str, ...]
    ends_of_year: tuple[str, ...]
    recurring: tuple[str, ...]


@dataclass(frozen=True)
class ObligationWords:
    """Who has to do a task: labels and verbs with the role they give, the words around them, columns of task tables."""

    labels: dict[str, str]
    verbs: dict[str, str]
    line_labels: tuple[str, ...]
    label_prefixes: tuple[str, ...]
    manners: tuple[str, ...]
    generic_verbs: tuple[str, ...]
    first: tuple[str, ...]
    leads: tuple[str, ...]
    openers: tuple[str, ...]
    remarks: tuple[str, ...]
    joiners: tuple[str, ...]
    columns: dict[str, tuple[str, ...]]
    bodies: BodyWords
    deadlines: DeadlineWords


@dataclass(frozen=True)
class ChangeWords:
    """Words of change with whether they say that a figure rose, those that say so only behind what is compared with, those that
    only read like them, those in names of percentages that may exceed 100 %, and the regular expressions of a comparison by their part
    in it."""

    words: dict[str, bool]
    compared: dict[str, bool]
    no_change: tuple[str, ...]
    beyond_100: tuple[str, ...]
    grammar: dict[str, tuple[str, ...]]


@dataclass(frozen=True)
class EnumerationWords:
    """Stated numbers of things that are then named: units by what they count, words beside numbers and lists, and the regular
    expressions of a list by their part in it."""

    things: tuple[str, ...]
    kinds: tuple[str, ...]
    events: tuple[str, ...]
    writings: tuple[str, ...]
    copies: tuple[str, ...]
    other_units: tuple[str, ...]
    no_count_before: tuple[str, ...]
    no_count_behind: tuple[str, ...]
    vague: tuple[str, ...]
    titled: tuple[str, ...]
    whole: tuple[str, ...]
    summing: tuple[str, ...]
    going_on: tuple[str, ...]
    grammar: dict[str, tuple[str, ...]]


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath(name).read_text(encoding="utf-8"))


def _longest_first(words: list[str]) -> tuple[str, ...]:
    return tuple(sorted(words, key=len, reverse=True))


@cache
def load_channel_words() -> dict[str, str]:
    """Word → channel code. Raises ValueError when a word stands under two codes."""
    codes: dict[str, str] = {}
    for code, entry in _read("channels.toml").items():
        for word in entry["words"]:
            if codes.setdefault(word, code) != code:
                raise ValueError(f"channels.toml: {word} stands under {codes[word]} and {code}")
    return codes


@cache
def load_agency_words() -> AgencyWords:
    """`agencies.toml`."""
    data = _read("agencies.toml")
    organs = {short: data["organs"][short] for short in _longest_first(list(data["organs"]))}
    learned = tuple(data["system"]["words"])
    system = (*learned, *data["system"]["more"])
    return AgencyWords(frozenset(data["self"]), data["by_level"], system, learned, organs)


@cache
def load_table_words() -> TableWords:
    """`tables.toml`."""
    data = {key: _longest_first(words) for key, words in _read("tables.toml").items()}
    return TableWords(**data)


@cache
def load_status_words() -> StatusWords:
    """`status.toml`."""
    data = _read("status.toml")
    return StatusWords(*(tuple(data[key]) for key in ("planned", "plan_headings", "durations")))


@cache
def load_zero_words() -> ZeroWords:
    """`zeros.toml`. Raises ValueError when a noun stands twice."""
    data = _read("zeros.toml")
    nouns: dict[str, ZeroNoun] = {}
    for kind, entry in data["kinds"].items():
        for noun in (*entry["acts"], *entry["names"]):
            if noun in nouns:
                raise ValueError(f"zeros.toml: {noun} stands twice")
            nouns[noun] = ZeroNoun(kind, data["units"].get(noun, entry["unit"]), noun in entry["acts"])
    return ZeroWords(
        cells=frozenset(data["cells"]),
        nouns=nouns,
        verbs={kind: _longest_first(entry["verbs"]) for kind, entry in data["kinds"].items()},
        event_unit=data["event_unit"],
        means=frozenset(data["means"]),
        grammar={part: _longest_first(words) for part, words in data["grammar"].items()},
    )


@cache
def load_change_words() -> ChangeWords:
    """`changes.toml`. Raises ValueError when a word both rises and falls."""
    data = _read("changes.toml")
    return ChangeWords(
        words=_directions(data["rising"], data["falling"]),
        compared=_directions(data["rising_compared"], data["falling_compared"]),
        no_change=_longest_first(data["no_change"]),
        beyond_100=tuple(data["beyond_100"]),
        grammar={part: tuple(patterns) for part, patterns in data["grammar"].items()},
    )


def _directions(rising: list[str], falling: list[str]) -> dict[str, bool]:
    """Word → whether it rises, longest word first."""
    if both := set(rising) & set(falling):
        raise ValueError(f"changes.toml: {', '.join(sorted(both))} both rises and falls")
    return {word: word in rising for word in _longest_first([*rising, *falling])}


@cache
def load_enumeration_words() -> EnumerationWords:
    """`enumerations.toml`."""
    data = _read("enumerations.toml")
    grammar = {part: tuple(patterns) for part, patterns in data.pop("grammar").items()}
    return EnumerationWords(**{key: _longest_first(words) for key, words in data.items()}, grammar=grammar)


@cache
def load_obligation_words() -> ObligationWords:
    """`obligations.toml`. Raises ValueError when a label or verb gives two roles."""
    data = _read("obligations.toml")
    return ObligationWords(
        labels=_by_role(data, "labels"),
        verbs=_by_role(data, "verbs"),
        columns={key: tuple(titles) for key, titles in data["columns"].items()},
        bodies=BodyWords(**{key: _longest_first(words) for key, words in data["bodies"].items()}),
        deadlines=DeadlineWords(**{key: _longest_first(words) for key, words in data["deadlines"].items()}),
        **{key: _longest_first(words) for key, words in data["wording"].items()},
    )


def _by_role(data: dict[str, Any], what: str) -> dict[str, str]:
    """Word → role, longest word first."""
    roles: dict[str, str] = {}
    for role in ("lead", "responsible", "supporting"):
        for word in data[role][what]:
            if roles.setdefault(word, role) != role:
                raise ValueError(f"obligations.toml: {word} stands under {roles[word]} and {role}")
    return {word: roles[word] for word in _longest_first(list(roles))}
