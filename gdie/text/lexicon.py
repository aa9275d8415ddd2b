"""The words of quantities: units, magnitudes and approximators, read once from their data files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Literal, TypeVar, cast

from gdie.text.tables import load_toml

Approx = Literal["exact", "about", "at_least", "under"]
_T = TypeVar("_T")


@dataclass(frozen=True)
class Lexicon:
    """All words in simplified script; the keys of each mapping are ordered longest first."""

    magnitudes: Mapping[str, int]
    units: frozenset[str]
    percent: Mapping[str, Decimal]
    prefix: Mapping[str, Approx]
    prefix_of_magnitude: Mapping[str, Approx]
    vague: Mapping[str, Approx]
    infix: Mapping[str, Approx]
    suffix: Mapping[str, Approx]
    not_after: Mapping[str, str]


@cache
def lexicon() -> Lexicon:
    """The lexicon of `units.toml` and `approximators.toml`."""
    units, words = load_toml("units.toml"), load_toml("approximators.toml")
    return Lexicon(
        magnitudes=_longest_first(units["magnitudes"]),
        units=frozenset(unit for group in units["units"].values() for unit in group),
        percent=_longest_first({word: Decimal(factor) for word, factor in units["percent"].items()}),
        prefix=_approximators(words["prefix"]),
        prefix_of_magnitude=_approximators(words["prefix_of_magnitude"]),
        vague=_approximators(words["vague"]),
        infix=_approximators(words["infix"]),
        suffix=_approximators(words["suffix"]),
        not_after=words["not_after"],
    )


def _approximators(groups: dict[str, list[str]]) -> dict[str, Approx]:
    return _longest_first({word: cast(Approx, kind) for kind, words in groups.items() for word in words})


def _longest_first(table: dict[str, _T]) -> dict[str, _T]:
    return dict(sorted(table.items(), key=lambda item: -len(item[0])))
