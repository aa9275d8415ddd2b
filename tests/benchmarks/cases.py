"""A report with an error beside the same report without it."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from tests.benchmarks.drafts import Draft, cell_id
from tests.benchmarks.figures import Figure, broken, repairs
from tests.benchmarks.reports import make
from tests.benchmarks.slips import Slip
from tests.benchmarks.speaker import Options
from tests.benchmarks.worlds import ERAS


@dataclass(frozen=True)
class Case:
    """A report with an error and without. `earlier` is the report of the year before, where the error needs it, `earlier_clean` the one
    that goes with the clean report, where it is another.

    `wrong` are the figures that are wrong with what they should say. `strict`: a strict rule of the oracle is broken; `only`: no other
    single figure could be changed to mend it. `area` tells tables from prose.
    """

    kind: str
    area: str
    clean: Draft
    altered: Draft
    wrong: Mapping[str, Fraction]
    strict: bool
    only: bool
    earlier: Draft | None = None
    earlier_clean: Draft | None = None

    @property
    def around(self) -> frozenset[str]:
        """The wrong figures and all that stand in a rule with one."""
        return frozenset().union(*(self.clean.around(i) for i in self.wrong)) | frozenset(self.wrong)


Injection = Callable[[random.Random, int], Case | None]
"""Makes a case from a seed of a report; None where that report has not what it takes."""


def some_report(seed: int, rng: random.Random, *eras: str) -> Draft:
    return make(seed, Options(era=rng.choice(eras or tuple(ERAS))))


def case_of(
    kind: str,
    area: str,
    clean: Draft,
    values: Mapping[str, Fraction],
    words: Mapping[str, str] | None = None,
) -> Case | None:
    """A case from the figures that are to change; None where that changes nothing."""
    values = {i: v for i, v in values.items() if v >= 0 and v != clean.figures[i].value}
    if not values:
        return None
    altered = clean.changed(values, words)
    wrong = broken(altered.rules, altered.values)
    strict = any(rule.strict for rule in wrong) and not _other_meaning(clean, values)
    only = repairs(altered.rules, altered.values) == set(values)
    return Case(kind, area, clean, altered, {i: clean.figures[i].value for i in values}, strict, only)


def _other_meaning(clean: Draft, values: Mapping[str, Fraction]) -> bool:
    """Whether a figure of the text comes to say what its words may mean as well: requests with those carried in (C5)."""
    requests = {cell_id(f"t3.{row}.total") for row in ("new", "carried_in")}
    if not requests <= set(clean.figures):
        return False
    both = sum((clean.figures[i].value for i in requests), Fraction(0))
    received = {"t3.new.total", "t3.done.total.total"}
    return any(value == both and clean.figures[i].quantity in received for i, value in values.items())


def slipped(kind: str, area: str, clean: Draft, figure: str, slip: Slip, rng: random.Random) -> Case | None:
    new = slip(clean.figures[figure].value, rng)
    return None if new is None else case_of(kind, area, clean, {figure: new})


def stated_twice(draft: Draft, first: str, second: str) -> list[tuple[Figure, Figure]]:
    """Pairs of figures of one quantity, the one here and the other there."""
    exact = [f for f in draft.figures.values() if f.is_exact and f.quantity]
    return [
        (a, b)
        for a in exact
        for b in exact
        if a.quantity == b.quantity and (a.where, b.where) == (first, second)
    ]
