"""Quantity plans: totals with breakdowns that close, to be put into words afterwards."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field

from gdie.training.synthesis.builder import Figure, Mark


@dataclass(eq=False)
class Quantity:
    """One number of the plan: what it counts, and by which way, of whom or when, as far as it differs from its total."""

    value: int
    unit: str
    category: str | None = None
    channel: str | None = None
    agency: str | None = None
    date: str | None = None
    parts: list[Quantity] = field(default_factory=list)
    axis: str = ""  # what the parts are divided by
    closed: bool = True  # the parts are all there is
    times: int = 1  # 各3件 of two things
    written: str = ""  # as it stands in the text; empty: exactly
    base: int = 0  # what its share is computed on
    labels: list[str] = field(default_factory=list)  # the things that share a 各
    # What was written for it.
    figure: Figure | None = None
    category_mark: Mark | None = None
    channel_marks: list[Mark] = field(default_factory=list)
    agency_mark: Mark | None = None
    date_mark: Mark | None = None
    percents: list[Figure] = field(default_factory=list)


@dataclass(frozen=True)
class Breakdown:
    """A total and its parts as they were written. `exact`: every figure is; `closed`: the parts are all there is."""

    total: Figure
    parts: tuple[Figure, ...]
    stated: int
    computed: int
    exact: bool
    closed: bool

    @property
    def holds(self) -> bool:
        """Whether the figures as written add up (or, where parts are missing, to no more than the total)."""
        return self.stated == self.computed if self.closed else self.computed <= self.stated


def partition(rng: random.Random, total: int, count: int, zeros: bool = False) -> list[int]:
    """`total` in `count` parts of uneven size; none is 0 unless `zeros`."""
    count = max(1, min(count, total)) if not zeros else max(1, count)
    floor = 0 if zeros else 1
    weights = [rng.paretovariate(0.9) for _ in range(count)]
    free = total - floor * count
    parts = [floor + int(free * w / sum(weights)) for w in weights]
    parts[rng.randrange(count)] += total - sum(parts)
    return parts


def settle(root: Quantity) -> list[Breakdown]:
    """Join what was written of a plan. Parts point to their totals and inherit what governs them."""
    breakdowns: list[Breakdown] = []
    _settle(root, None, (), breakdowns)
    return breakdowns


def _settle(
    node: Quantity, parent: Quantity | None, channels: Sequence[Mark], breakdowns: list[Breakdown]
) -> None:
    own = node.channel_marks or list(channels)
    if parent is not None:
        node.category_mark = node.category_mark or parent.category_mark
        node.agency_mark = node.agency_mark or parent.agency_mark
        node.date_mark = node.date_mark or parent.date_mark
    figure = node.figure
    if figure is not None:
        figure.category = node.category_mark
        figure.channels = list(own)
        figure.agency = node.agency_mark or figure.agency
        figure.date = node.date_mark or figure.date
        figure.part_of = parent.figure if parent else None
        for percent in node.percents:
            percent.shares = [figure]
    for part in node.parts:
        _settle(part, node, own, breakdowns)
    said = [p for p in node.parts if p.figure is not None]
    if figure is not None and said:
        breakdowns.append(
            Breakdown(
                figure,
                tuple(p.figure for p in said if p.figure),
                node.value,
                sum(p.value * p.times for p in said),
                not (node.written or any(p.written for p in said)),
                node.closed and len(said) == len(node.parts),
            )
        )


def spoil(root: Quantity, rng: random.Random) -> None:
    """Make one figure of a plan wrong, as clerks do: off by a little, two digits exchanged, a digit too many."""
    nodes = [root]
    for node in nodes:
        nodes += node.parts
    node = rng.choice([n for n in nodes if not n.parts] + [root])
    text = str(node.value)
    swapped = [text[:i] + text[i + 1] + text[i] + text[i + 2 :] for i in range(len(text) - 1)]
    tries = [int(s) for s in swapped if s != text and s[0] != "0"]
    tries += [node.value + rng.choice((1, 2, 9, 10)), node.value * 10 if node.value else 1]
    node.value = rng.choice(tries)
