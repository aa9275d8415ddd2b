"""What stays the same when forms change: outcomes, series across forms, and the codes that prose uses in a year, typed."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from gdie.indicators.forms import cell_indicators, load_axes, load_forms, load_indicators

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

_FIRST_TABLES, _PRESENT_TABLES = 2019, 2021
_PERIODS = (("until_2013", 0), ("from_2014", 2014), ("from_2019", _FIRST_TABLES))


@dataclass(frozen=True)
class Outcome:
    """How a request, review or suit ended: the words for it across eras, and the codes that count it."""

    key: str
    words: tuple[str, ...]
    codes: tuple[str, ...]


@dataclass(frozen=True)
class Series:
    """A question that reports of all years answer: by first year of a form period the codes to add up (field guide 1.7).

    `exact` is false where one form counts more or less under its rows than the others.
    """

    key: str
    label: str
    codes: dict[int, tuple[str, ...]]
    exact: bool

    def of_year(self, year: int) -> tuple[str, ...]:
        """The codes that answer the question in the reports of a year; empty where their form does not ask it."""
        periods = [first for _, first in _PERIODS if first <= year]
        return self.codes.get(periods[-1], ())


@cache
def all_codes() -> frozenset[str]:
    """Every code that a figure can have: indicators with a figure of their own, cells of matrices, and sums that forms leave out.

    A sum over a list of rows that the form does not print (不予公开 in table 三) has cells like the rows.
    """
    cells = {code for code, *_ in cell_indicators()}
    rows = {row.code for form in load_forms() for block in form.blocks if block.axis for row in block.coded}
    groups = {
        row.cell_code(column)
        for form in load_forms()
        for block in form.blocks
        if block.axis
        for row in block.rows
        if row.group
        for column in block.axis.columns
    }
    headed = {row.group for form in load_forms() for block in form.blocks for row in block.rows if row.group}
    return frozenset((set(load_indicators()) - rows - headed) | cells | groups)


def indicator_files() -> list[Path]:
    """The data files that names and codes come from."""
    folder = Path(str(files(__package__)))
    return [folder / name for name in ("indicators.toml", "outcomes.toml", "concepts.toml")] + sorted(
        (folder / "forms").glob("*.toml")
    )


@cache
def load_outcomes() -> dict[str, Outcome]:
    """`outcomes.toml`. Raises ValueError for a code that no indicator has."""
    outcomes = {
        key: Outcome(key, tuple(entry["words"]), tuple(entry["codes"]))
        for key, entry in _read("outcomes.toml").items()
    }
    known = all_codes() | set(load_indicators())
    _check("outcomes.toml", (code for outcome in outcomes.values() for code in outcome.codes), known)
    return outcomes


@dataclass(frozen=True)
class CodeKinds:
    """Kinds of codes, as patterns: states at a time, rows that look back a year, and what goes by a figure's channel."""

    stocks: tuple[str, ...]
    looking_back: tuple[str, ...]
    by_channel: tuple[str, ...]


@cache
def load_code_kinds() -> CodeKinds:
    """`kinds.toml`. Raises ValueError for a pattern that no code has."""
    kinds = CodeKinds(**{name: tuple(patterns) for name, patterns in _read("kinds.toml").items()})
    patterns = (*kinds.stocks, *kinds.looking_back, *kinds.by_channel)
    if idle := [p for p in patterns if not any(is_like(code, [p]) for code in all_codes())]:
        raise ValueError(f"kinds.toml: no code is like {', '.join(idle)}")
    return kinds


def is_like(code: str, patterns: Iterable[str]) -> bool:
    """Whether a code is of one of the patterns."""
    return any(fnmatchcase(code, pattern) for pattern in patterns)


@cache
def load_series() -> dict[str, Series]:
    """The series of `concepts.toml`. Raises ValueError for a code that no indicator has."""
    found = {
        key: Series(
            key,
            entry["label"],
            {first: tuple(entry[name]) for name, first in _PERIODS if name in entry},
            entry["exact"],
        )
        for key, entry in _read("concepts.toml")["series"].items()
    }
    _check(
        "concepts.toml", (c for s in found.values() for codes in s.codes.values() for c in codes), all_codes()
    )
    return found


@cache
def _since_2019() -> dict[str, tuple[str, str]]:
    table = {old: (first, present) for old, (first, present) in _read("concepts.toml")["since_2019"].items()}
    _check("concepts.toml", (c for old, new in table.items() for c in (old, *new)), all_codes())
    return table


@cache
def _older() -> dict[str, str]:
    older: dict[str, str] = {}
    for old, codes in _since_2019().items():
        for code in codes:
            older.setdefault(code, old)
    return older


def code_in_year(code: str, year: int | None) -> str:
    """The code under which prose of a report's year counts what an older form counts as `code`; `code` itself where it is the same."""
    if year is None or year < _FIRST_TABLES or code not in _since_2019():
        return code
    return _since_2019()[code][year >= _PRESENT_TABLES]


def older_code(code: str) -> str:
    """The code of the older form for what a code of the tables since 2019 counts; `code` itself where there is none.

    Of several older ones (answered and closed) the first.
    """
    return _older().get(code, code)


@cache
def totals_of() -> dict[str, frozenset[str]]:
    """For each code the codes that some form makes it a part of; all in older codes, rows of matrices by their 总计 cell."""
    totals: dict[str, set[str]] = {}
    for code, _, block, row, column in cell_indicators():
        sums = block.axis.total if block.axis else None
        if column is not None and sums is None:
            continue
        if column is not None and column.key != sums:
            totals.setdefault(older_code(code), set()).add(older_code(f"{row.code}.{sums}"))
        elif row.of:
            of = f"{row.of}.{sums}" if sums else row.of
            totals.setdefault(older_code(code), set()).add(older_code(of))
    return {code: frozenset(found) for code, found in totals.items()}


@cache
def synonyms() -> dict[str, frozenset[str]]:
    """Words → codes that they may name: labels, other names and the words of outcomes. Matrix rows stand for their 总计 cell."""
    words: dict[str, set[str]] = {}
    totals = {axis.total for axis in load_axes().values() if axis.total}
    codes = all_codes()

    def add(names: Iterable[str], code: str) -> None:
        targets = [code] if code in codes else [f"{code}.{total}" for total in totals]
        for name in names:
            words.setdefault(name, set()).update(t for t in targets if t in codes)

    for indicator in load_indicators().values():
        add((indicator.label, *indicator.synonyms), indicator.code)
    for outcome in load_outcomes().values():
        for code in outcome.codes:
            add(outcome.words, code)
    return {name: frozenset(targets) for name, targets in words.items() if targets}


def _check(name: str, used: Iterable[str], known: Iterable[str]) -> None:
    if unknown := sorted(set(used) - set(known)):
        raise ValueError(f"{name}: no indicator {', '.join(unknown)} in indicators.toml or the forms")


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath(name).read_text(encoding="utf-8"))
