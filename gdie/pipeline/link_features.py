"""What the linker sees of a figure: its category, the words around it, where it stands, and what has been decided before it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from gdie.indicators import older_code, synonyms, totals_of

_EDGE_OF_NAME = re.compile(r"总?(?:次数|数量|数)$")
_BEFORE, _AHEAD, _AFTER, _NEAR = 16, 7, 6, 4
NOTHING = "-"
"""The class of figures that are no indicator."""


@dataclass(frozen=True)
class Surroundings:
    """A figure with its context; all words are normalised. Classes are codes of the older form (`gdie.indicators.older_code`).

    `before` and `after` are the words of its sentence around it, `ahead` those before its category, `heading` the title of its section, `lead` the beginning of its
    paragraph; `total` is the class of the figure that it is a part of (None: it is a part of none or of one without a class),
    `previous` and `following` the nearest classes before and behind it in its paragraph, `part` whether it has a total at all.
    """

    category: str
    before: str
    ahead: str
    after: str
    heading: str
    lead: str
    channel: str | None
    unit: str | None
    year: int | None
    kind: str
    part: bool = False
    total: str | None = None
    total_category: str = ""
    previous: str | None = None
    following: str | None = None


def name_key(words: str) -> str:
    """A name as names are compared: without what says only that it is counted (数, 总数, 次数)."""
    return _EDGE_OF_NAME.sub("", words) or words


@cache
def named_classes() -> dict[str, frozenset[str]]:
    """Name → classes that it may be, from labels, synonyms and outcome words of the vocabulary."""
    classes: dict[str, set[str]] = {}
    for words, codes in synonyms().items():
        classes.setdefault(name_key(words), set()).update(older_code(code) for code in codes)
    return {name: frozenset(found) for name, found in classes.items()}


def by_total(figure: Surroundings) -> str | None:
    """The class that the vocabulary gives a name below the figure's total: 维持 below 行政诉讼. None where none or several fit."""
    found = (
        {c for c in _candidates(figure) if figure.total in totals_of().get(c, ())} if figure.total else set()
    )
    return found.pop() if len(found) == 1 else None


def _by_previous(figure: Surroundings) -> str | None:
    """The class that the vocabulary gives a name beside, or below, the last class of the paragraph; None where none or several fit."""
    if figure.previous is None:
        return None
    beside = totals_of().get(figure.previous, frozenset())
    found = {
        c
        for c in _candidates(figure)
        if figure.previous in totals_of().get(c, ()) or beside & totals_of().get(c, frozenset())
    }
    return found.pop() if len(found) == 1 else None


def _candidates(figure: Surroundings) -> frozenset[str]:
    return named_classes().get(name_key(figure.category), frozenset())


def features(figure: Surroundings) -> set[str]:
    """The names of the features that a figure has."""
    return set(_features(figure))


def _features(f: Surroundings) -> Iterator[str]:
    name = name_key(f.category)
    yield "1"
    yield f"c={name}"
    yield from (f"c{g}" for g in _grams(f"^{name}$", 1, 3))
    for known in _names_in(name):
        yield f"n={known}"
    before, after = f.before[-_BEFORE:], f.after[:_AFTER]
    yield from (f"b{g}" for g in _grams(before, 2, 3))
    yield from (f"e{g}" for g in _grams(before[-_NEAR:], 1, 2))
    yield from (f"m{g}" for g in _grams(f.ahead[-_AHEAD:], 1, 3))
    yield from (f"a{g}" for g in _grams(after[:_NEAR], 1, 2))
    yield from (f"h{g}" for g in _grams(f.heading, 2, 2))
    yield from (f"l{g}" for g in _grams(f.lead, 2, 2))
    candidates = _candidates(f)
    yield f"r={by_total(f)}"
    yield f"q={_by_previous(f)}"
    yield f"f={next(iter(candidates)) if len(candidates) == 1 else len(candidates) > 1}"
    era = "new" if (f.year or 0) >= 2019 else "old"
    unit, channel = f.unit or "", f.channel or ""
    total = f.total or ("?" if f.part else "")
    for label, value in (
        ("u", unit), ("v", channel), ("t", total), ("p", f.previous or ""), ("s", f.following or ""), ("k", f.kind), ("y", era), ("T", name_key(f.total_category)),
    ):  # fmt: skip
        yield f"{label}={value}"
    end = name[-2:]
    for label, value in (
        ("u", unit),
        ("v", channel),
        ("t", total),
        ("p", f.previous or ""),
        ("s", f.following or ""),
        ("k", f.kind),
        ("y", era),
    ):
        yield f"{label}={value}&{end}"
    yield f"t={total}&v={channel}"
    yield f"t={total}&c={name}"
    yield f"p={f.previous}&c={name}"
    yield f"s={f.following}&c={name}"
    yield f"p={f.previous}&s={f.following}"
    yield f"p={f.previous}&part={f.part}"
    yield f"s={f.following}&part={f.part}"
    yield f"v={channel}&c={name}"


def _grams(text: str, shortest: int, longest: int) -> Iterator[str]:
    for size in range(shortest, longest + 1):
        for start in range(len(text) - size + 1):
            yield text[start : start + size]


def _names_in(name: str) -> list[str]:
    """The longest known names that stand in a name."""
    found: list[str] = []
    for known in _by_length():
        if known in name and not any(known in longer for longer in found):
            found.append(known)
    return found


@cache
def _by_length() -> tuple[str, ...]:
    return tuple(sorted((n for n in named_classes() if len(n) > 1), key=len, reverse=True))
