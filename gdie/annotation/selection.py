"""Which records to annotate next: strategies that order records by what a model is unsure of and by what is new in them.

All is reckoned by the effort of annotating: what a record is worth is divided by its length with a fixed part for opening it, so
that neither a heading of one doubtful word nor a giant list wins by its size. Settles (2009) has an overview of the strategies.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from rich.table import Table
from rich.text import Text

from gdie.annotation.differences import visible
from gdie.annotation.novelty import by_coverage, by_distance
from gdie.text import NumeralError, find_quantities, normalise, parse_quantity

OPENING = 50
"""What it takes to open and grasp a record, in characters read."""
_SHOWN = 60


@dataclass(frozen=True)
class Doubt:
    """How unsure a model is of what it decides in a text: tags of tokens, relations of figures. Doubts of texts add up.

    `lack` sums what the likeliest choice lacks of certainty, `entropy` is in nats. `weakest` is the greatest lack of one decision,
    and `about` says what that one is on.
    """

    decisions: int = 0
    lack: float = 0.0
    entropy: float = 0.0
    weakest: float = 0.0
    about: str = ""

    def __add__(self, other: Doubt) -> Doubt:
        weaker = max(self, other, key=lambda doubt: doubt.weakest)
        return Doubt(
            self.decisions + other.decisions,
            self.lack + other.lack,
            self.entropy + other.entropy,
            weaker.weakest,
            weaker.about,
        )


@dataclass(frozen=True)
class Candidate:
    """A record that has no gold: `text` stands at `offset` of the document named `doc`."""

    doc: str
    offset: int
    text: str
    doubt: Doubt = field(default_factory=Doubt)

    @cached_property
    def effort(self) -> float:
        """What it takes to annotate it, in characters."""
        return len(self.text.strip()) + OPENING

    @cached_property
    def has_figures(self) -> bool:
        """Whether something in it reads like a figure with its unit, or like a percentage."""
        text = normalise(self.text).text
        return any(_is_figure(text, start, end) for start, end in find_quantities(text))


@dataclass(frozen=True)
class Choice:
    """A record to annotate, how much it is worth by the strategy (0 to 1, not comparable between strategies), and why."""

    candidate: Candidate
    score: float
    reason: str

    def as_json(self) -> dict[str, Any]:
        """The choice as plain values: where, what, how much, why."""
        one = self.candidate
        return {
            "doc": one.doc,
            "offset": one.offset,
            "text": one.text,
            "score": round(self.score, 4),
            "reason": self.reason,
        }


Ordered = Iterator[tuple[int, float, str]]
"""Places of candidates, best first, with score and reason."""
Order = Callable[[Sequence[Candidate], Sequence[str], int], Ordered]
"""Orders candidates; the others are the annotated texts and a seed."""


def _by_chance(candidates: Sequence[Candidate], annotated: Sequence[str], seed: int) -> Ordered:
    draw = random.Random(seed)
    scores = [draw.random() for _ in candidates]
    return ((i, scores[i], "by chance") for i in _descending(scores))


def _by_confidence(candidates: Sequence[Candidate], annotated: Sequence[str], seed: int) -> Ordered:
    """What is lacking in certainty, counted the more the less sure the least sure decision is."""
    return _by_value(candidates, [c.doubt.lack * c.doubt.weakest / c.effort for c in candidates])


def _by_entropy(candidates: Sequence[Candidate], annotated: Sequence[str], seed: int) -> Ordered:
    return _by_value(candidates, [c.doubt.entropy / c.effort for c in candidates])


def _by_value(candidates: Sequence[Candidate], values: Sequence[float]) -> Ordered:
    most = max(values) or 1.0
    return ((i, values[i] / most, _doubtful(candidates[i])) for i in _descending(values))


def _by_distance(candidates: Sequence[Candidate], annotated: Sequence[str], seed: int) -> Ordered:
    for i, like in by_distance([c.text for c in candidates], annotated):
        yield i, 1 - like, f"{like:.0%} like what is annotated or chosen"


def _by_coverage(candidates: Sequence[Candidate], annotated: Sequence[str], seed: int) -> Ordered:
    for i, score in _covering(candidates, annotated, [1.0] * len(candidates)):
        yield i, score, "brings what is frequent in the candidates and rare in what is annotated"


def _by_doubtful_coverage(candidates: Sequence[Candidate], annotated: Sequence[str], seed: int) -> Ordered:
    weights = [c.doubt.entropy / c.effort for c in candidates]
    for i, score in _covering(candidates, annotated, weights if any(weights) else [1.0] * len(weights)):
        yield i, score, _doubtful(candidates[i])


def _covering(
    candidates: Sequence[Candidate], annotated: Sequence[str], weights: Sequence[float]
) -> Iterator[tuple[int, float]]:
    efforts = np.array([c.effort for c in candidates])
    return by_coverage([c.text for c in candidates], annotated, np.array(weights), efforts)


@dataclass(frozen=True)
class Strategy:
    """A way to order candidates, and what it does in a few words."""

    explanation: str
    order: Order


STRATEGIES: Mapping[str, Strategy] = {
    "random": Strategy("by chance", _by_chance),
    "confidence": Strategy("least confidence: mean and minimum of the probabilities", _by_confidence),
    "entropy": Strategy("most entropy of tags and relations", _by_entropy),
    "diversity": Strategy("least like what is annotated or chosen", _by_distance),
    "coverage": Strategy("makes what is annotated most like the candidates", _by_coverage),
    "combined": Strategy("coverage of what the model is unsure of", _by_doubtful_coverage),
}
DEFAULT = "combined"


def ranked(
    candidates: Sequence[Candidate], strategy: str = DEFAULT, *, annotated: Sequence[str] = (), seed: int = 0
) -> Iterator[Choice]:
    """The candidates, best first; `annotated` are the texts that have gold. The same seed gives the same order.

    Records without anything like a figure come last, and so does what stands word for word in `annotated` or in a record before it.
    Raises `KeyError` for a strategy that there is none of.
    """
    order = STRATEGIES[strategy].order
    for group in _tiers(candidates, annotated):
        if group:
            for i, score, reason in order(group, annotated, seed):
                yield Choice(group[i], score, reason)


def choices_table(choices: Sequence[Choice]) -> Table:
    """The choices for people, one a row, with how they begin."""
    table = Table(title=f"{len(choices)} records to annotate", title_justify="left")
    for name in ("", "document", "offset", "characters", "score", "why", "text"):
        right = name in ("", "offset", "characters", "score")
        table.add_column(name, justify="right" if right else "left", overflow="fold")
    for number, choice in enumerate(choices, 1):
        one = choice.candidate
        cells = (one.doc, str(one.offset), str(len(one.text)), f"{choice.score:.2f}", choice.reason)
        begins = visible(one.text[:_SHOWN])
        table.add_row(str(number), *(Text(visible(cell)) for cell in cells), Text(begins))
    return table


def _tiers(
    candidates: Sequence[Candidate], annotated: Sequence[str]
) -> tuple[list[Candidate], list[Candidate]]:
    """What is worth annotating, and what is left for the end."""
    seen = {text.strip() for text in annotated}
    first: list[Candidate] = []
    last: list[Candidate] = []
    for one in candidates:
        text = one.text.strip()
        (first if text not in seen and one.has_figures else last).append(one)
        seen.add(text)
    return first, last


def _is_figure(text: str, start: int, end: int) -> bool:
    if text[max(0, start - 2) : start].rstrip().endswith("第"):  # 第三十一条 is an article, not 31 items
        return False
    try:
        return bool(parse_quantity(text[start:end]).unit)
    except NumeralError:
        return False


def _descending(values: Sequence[float]) -> list[int]:
    """The places of values, greatest first; of equal ones the first first."""
    return sorted(range(len(values)), key=lambda i: -values[i])


def _doubtful(one: Candidate) -> str:
    doubt = one.doubt
    if not doubt.decisions:
        return "nothing for the model to decide"
    return f"{doubt.lack:.1f} expected errors; least sure: {doubt.about} ({1 - doubt.weakest:.2f})"
