"""The data files of `training/synthesis/`, typed."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from gdie.training.synthesis.grammar import Grammar

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib


class SynthesisError(ValueError):
    """The data files are missing or say what can't be; the message names the file."""


@dataclass(frozen=True)
class Work:
    """Something that a sector counts: 检查 在建工程 处, of about so many digits."""

    verb: str
    thing: str
    unit: str
    digits: int


@dataclass(frozen=True)
class Sector:
    """The agencies of one field and their words."""

    organs: tuple[str, ...]
    upper: tuple[str, ...]
    nation: str
    offices: tuple[str, ...]
    topics: tuple[str, ...]
    themes: tuple[str, ...]
    works: tuple[Work, ...]


@dataclass(frozen=True)
class Axis:
    """What totals are divided by; see axes.toml."""

    name: str
    fills: str
    parts: tuple[int, int]
    closed: float
    noun: tuple[str, ...] = ()
    groups: tuple[tuple[str, ...], ...] = ()
    rule: str = ""
    other: str = ""
    zeros: float = 0.0
    nest: Mapping[int, str] | None = None


@dataclass(frozen=True)
class Kind:
    """What is counted; see statements.toml."""

    nouns: str
    verb: str
    units: str
    size: tuple[int, int]
    axes: tuple[str, ...]
    via: float


@dataclass(frozen=True)
class Section:
    """One section of a family: its titles and paragraphs."""

    title: tuple[str, ...]
    skip: float
    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class Family:
    """A family of documents, when it was in use and how often it is drawn."""

    name: str
    years: tuple[int, int]
    weight: int
    sections: tuple[Section, ...]


@dataclass(frozen=True)
class Data:
    """Everything that the data files hold."""

    grammar: Grammar
    habits: Mapping[str, int]
    sectors: Mapping[str, Sector]
    axes: Mapping[str, Axis]
    kinds: Mapping[str, Kind]
    units: Mapping[str, Sequence[str]]
    families: tuple[Family, ...]


@lru_cache(maxsize=4)
def load_data(folder: Path) -> Data:
    """Read the files of a folder. Raises `SynthesisError`."""
    words, prose, statements, sections = (
        _read(folder / f"{name}.toml") for name in ("words", "prose", "statements", "sections")
    )
    return Data(
        Grammar([words["rules"], prose["rules"], statements["rules"]]),
        words["habits"],
        {name: _sector(row) for name, row in _read(folder / "sectors.toml").items()},
        {name: _axis(name, row) for name, row in _read(folder / "axes.toml").items()},
        {name: _kind(row) for name, row in statements["kinds"].items()},
        statements["units"],
        tuple(_family(name, row) for name, row in sections["families"].items()),
    )


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise SynthesisError(
            f"{path}: cannot be opened ({error.strerror}); name the templates' folder"
        ) from None
    except tomllib.TOMLDecodeError as error:
        raise SynthesisError(f"{path}: {error}") from None


def _sector(row: Mapping[str, str]) -> Sector:
    works = []
    for word in row["works"].split():
        verb, thing, unit, digits = word.split("/")
        works.append(Work(verb, thing, unit, int(digits)))
    lists = (tuple(row[key].split()) for key in ("organs", "upper", "offices", "topics", "themes"))
    organs, upper, offices, topics, themes = lists
    return Sector(organs, upper, row["nation"].split()[0], offices, topics, themes, tuple(works))


def _axis(name: str, row: Mapping[str, Any]) -> Axis:
    return Axis(
        name,
        row["fills"],
        (row["parts"][0], row["parts"][1]),
        row["closed"],
        tuple(row.get("noun", ())),
        tuple(tuple(group.split("|")) for group in row.get("groups", ())),
        row.get("rule", ""),
        row.get("other", ""),
        row.get("zeros", 0.0),
        {int(k): v for k, v in row.get("nest", {}).items()},
    )


def _kind(row: Mapping[str, Any]) -> Kind:
    return Kind(
        row["nouns"],
        row["verb"],
        row["units"],
        (row["size"][0], row["size"][1]),
        tuple(row["axes"]),
        row["via"],
    )


def _family(name: str, row: Mapping[str, Any]) -> Family:
    sections = (Section(tuple(s["title"]), s["skip"], tuple(s["paragraphs"])) for s in row["sections"])
    return Family(name, (row["years"][0], row["years"][1]), row["weight"], tuple(sections))
