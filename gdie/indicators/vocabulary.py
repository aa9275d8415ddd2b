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
    """Self references, self references that depend on the level, whole-system words, short organ names."""

    self_words: frozenset[str]
    by_level: dict[str, str]
    system: tuple[str, ...]
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
class ZeroWords:
    """Cues of zeros in words and the things they deny, with their units; words of table cells that are zeros."""

    cells: frozenset[str]
    cues: tuple[str, ...]
    nouns: dict[str, str]


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
    return AgencyWords(frozenset(data["self"]), data["by_level"], tuple(data["system"]["words"]), organs)


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
    """`zeros.toml`."""
    data = _read("zeros.toml")
    return ZeroWords(frozenset(data["cells"]), _longest_first(data["cues"]), data["nouns"])
