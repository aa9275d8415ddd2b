"""The pattern baseline: a number with its unit, the noun phrase next to it, and channels from the vocabulary."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

from spacy.tokens import Doc

from gdie.annotation import Entity
from gdie.indicators import load_channel_words
from gdie.text.numerals import NumeralError, find_quantities, parse_quantity

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

LONGEST = 25
"""Characters of a noun phrase."""


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("pattern.toml").read_text(encoding="utf-8"))


@cache
def _borders() -> re.Pattern[str]:
    words = [*map(re.escape, _words()["breaks"]), *_words()["verbs"]]
    return re.compile("|".join(sorted(words, key=len, reverse=True)))


@cache
def _dates() -> re.Pattern[str]:
    return re.compile(_words()["date"])


@cache
def _channels() -> re.Pattern[str]:
    return re.compile("|".join(re.escape(w) for w in sorted(load_channel_words(), key=len, reverse=True)))


def find_pattern(doc: Doc) -> Iterator[tuple[Entity, float]]:
    """Figures, noun phrases, channels and dates of a normalised text, all equally sure."""
    text = doc.text
    figures = list(_figures(text))
    phrases = list(dict.fromkeys(_phrases(text, figures)))
    taken = [*figures, *phrases]
    for entity in taken:
        yield entity, 1.0
    for label, pattern in (("DATE", _dates()), ("CHANNEL", _channels())):
        for match in pattern.finditer(text.lower()):
            entity = Entity(match.start(), match.end(), label)
            if not any(entity.start < t.end and t.start < entity.end for t in taken):
                yield entity, 1.0


def _figures(text: str) -> Iterator[Entity]:
    for start, end in find_quantities(text):
        try:
            quantity = parse_quantity(text[start:end])
        except NumeralError:
            continue
        if quantity.unit is not None:
            yield Entity(start, end, "PERCENT" if quantity.kind == "percent" else "COUNT")


def _phrases(text: str, figures: list[Entity]) -> Iterator[Entity]:
    """For each count what stands between the last border and it, or, where that is nothing, from it to the next border."""
    previous = 0
    for figure in figures:
        begin = max([previous, figure.start - LONGEST])
        begin = max([begin, *(m.end() for m in _borders().finditer(text, begin, figure.start))])
        previous = figure.end
        if figure.label != "COUNT":
            continue
        if begin == figure.start:
            border = _borders().search(text, figure.end, figure.end + LONGEST)
            begin, end = figure.end, border.start() if border else figure.end
        else:
            end = figure.start
        if begin < end and not any(f.start < end and begin < f.end for f in figures):
            yield Entity(begin, end, "CATEGORY")
