"""What is compared of a fact: one flat value a fact, and the fields with what counts as the same.

Gold facts, predicted facts and the development set's JSON all become claims, so that one scorer serves all.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from gdie.facts import Fact
from gdie.facts.channels import channel_code
from gdie.text.view import normalise

Place = tuple[int, int]
SIMILAR = 0.8
"""Character F1 from which two categories count as the same in the lenient variant."""
_QUOTES = re.compile(r"[\s“”‘’\"']+")
_JOINTS = re.compile(r"[、,;和及与]")


@dataclass(frozen=True)
class Claim:
    """One fact as it is compared; None is an absent field. Names are folded, totals given by their place."""

    start: int
    end: int
    value: float
    value_max: float | None = None
    unit: str | None = None
    approx: str = "exact"
    category: str | None = None
    code: str | None = None
    channel: Place | None = None
    channel_code: frozenset[str] | None = None
    column: str | None = None
    period: tuple[str | None, str | None] | None = None
    agency: str | None = None
    part_of: Place | None = None
    share_of: Place | None = None
    status: str = "reported"
    source: str = "text"
    confidence: float = field(default=1.0, compare=False)

    @property
    def place(self) -> Place:
        """The span of the figure."""
        return self.start, self.end


@dataclass(frozen=True)
class Field:
    """A field of the scores: where a claim has it, and when two values of it (never None) are the same."""

    name: str
    read: Callable[[Claim], Any]
    same: Callable[[Any, Any], bool] = lambda gold, predicted: bool(gold == predicted)


def claims_of(facts: Sequence[Fact]) -> list[Claim]:
    """The claims of one document's facts, implied ones left out.

    Raises ValueError when a fact refers to one that is not among `facts`.
    """
    places = {f.id: (f.start, f.end) for f in facts}

    def place(fact: Fact, identifier: str | None) -> Place | None:
        if identifier is not None and identifier not in places:
            raise ValueError(f"{fact.doc}: fact {fact.id} refers to {identifier}, which is not there")
        return None if identifier is None else places[identifier]

    return [
        Claim(
            start=f.start,
            end=f.end,
            value=f.value,
            value_max=f.value_max,
            unit=f.unit,
            approx=f.approx,
            category=fold(f.category.text) if f.category else None,
            code=f.category.code if f.category else None,
            channel=(f.channel.start, f.channel.end) if f.channel else None,
            channel_code=channel_codes(f.channel.text) if f.channel else None,
            column=fold(f.column) if f.column else None,
            period=_period(f),
            agency=fold(f.agency.name) if f.agency and f.agency.name else None,
            part_of=place(f, f.part_of),
            share_of=place(f, f.share_of),
            status=f.status,
            source=f.source,
            confidence=f.confidence,
        )
        for f in facts
        if not f.implied
    ]


def _period(fact: Fact) -> tuple[str | None, str | None] | None:
    # A period whose words could not be read as dates says nothing that could be right or wrong.
    if fact.period is None or fact.period.start is fact.period.end is None:
        return None
    return fact.period.start, fact.period.end


@cache
def fold(text: str) -> str:
    """A name without differences of script, width, case, quotes and blanks."""
    return _QUOTES.sub("", normalise(text).text).lower()


def channel_codes(text: str) -> frozenset[str]:
    """The canonical codes of a channel's words; several media joined by 、 or 和 have one each.

    Words without a code stand for themselves, so that an unknown channel can still be found.
    """
    pieces = [piece for piece in _JOINTS.split(fold(text)) if piece]
    return frozenset(channel_code(piece) or piece for piece in pieces)


def char_f1(first: str, second: str) -> float:
    """F1 of the multisets of characters of two texts; 1.0 for two empty ones."""
    total = len(first) + len(second)
    return 2 * (Counter(first) & Counter(second)).total() / total if total else 1.0


def similar(first: str, second: str) -> bool:
    """Whether two folded names have a character F1 of at least `SIMILAR`."""
    return char_f1(first, second) >= SIMILAR


def contained(first: str, second: str) -> bool:
    """Whether one of two folded names contains the other."""
    return first in second or second in first


def equal_value(first: float, second: float) -> bool:
    """Whether two values are the same number, but for the last bits of a float."""
    return math.isclose(first, second, rel_tol=1e-9, abs_tol=1e-12)


FACT_FIELDS = (
    Field("figure", lambda c: c.place),
    Field("value", lambda c: c.value, equal_value),
    Field("value_max", lambda c: c.value_max, equal_value),
    Field("unit", lambda c: c.unit),
    Field("approx", lambda c: c.approx),
    Field("category", lambda c: c.category),
    Field("category_similar", lambda c: c.category, similar),
    Field("category_contained", lambda c: c.category, contained),
    Field("code", lambda c: c.code),
    Field("column", lambda c: c.column),
    Field("channel", lambda c: c.channel),
    Field("channel_code", lambda c: c.channel_code),
    Field("period", lambda c: c.period),
    Field("agency", lambda c: c.agency),
    Field("part_of", lambda c: c.part_of),
    Field("share_of", lambda c: c.share_of),
    Field("status", lambda c: c.status),
    Field("source", lambda c: c.source),
)
"""Every field. `category` is the folded text, `channel` the span, `channel_code` the canonical codes."""
