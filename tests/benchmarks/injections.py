"""One error at a time, of every kind that happens in practice (field guide 2.4), and variants that look odd but are no error."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from tests.benchmarks import prose_errors as prose
from tests.benchmarks import table_errors as tables
from tests.benchmarks.cases import Case, Injection
from tests.benchmarks.drafts import Draft
from tests.benchmarks.reports import make
from tests.benchmarks.slips import SLIPS
from tests.benchmarks.speaker import Options


@dataclass(frozen=True)
class Variant:
    """A report, or two, in which nothing may be called an error."""

    kind: str
    drafts: tuple[Draft, ...] = field(default=())


INJECTIONS: dict[str, Injection] = {
    **{f"total: {slip}": prose.total(slip) for slip in SLIPS},
    **{f"part: {slip}": prose.part(slip) for slip in SLIPS},
    "unit slip": prose.unit_slip,
    "stale base": prose.stale_base,
    "other base": prose.other_base,
    "wrong share": prose.wrong_share,
    "text vs table": prose.mention("text vs table", "body", "table"),
    "overview vs table": prose.mention("overview vs table", "overview", "table"),
    "overview vs body": prose.mention("overview vs body", "overview", "body"),
    "late edit": prose.late_edit,
    "sub-list": prose.sub_list,
    "balance": tables.balance,
    "t3 cell": tables.cell("t3.", "table 三"),
    "t4 cell": tables.cell("t4.", "table 四"),
    "form cell": tables.cell("", "form of 2014"),
    "neighbours swapped": tables.swapped_neighbours,
    "columns swapped": tables.t4_columns,
    "last year": tables.last_year,
    "carry-over": tables.carry_over,
    "growth": prose.growth,
    "declared": prose.declared,
}
VARIANTS: dict[str, Options] = {
    "truncated shares": Options(truncated=True),
    "only totals filled": Options(era="present", blank=True),
    "undecided cases": Options(era="stats", undecided=True),
    "rounded key figures": Options(vague=True),
    "many lists": Options(figures=150),
}


def cases(kind: str, count: int, seed: int) -> list[Case]:
    """So many cases of a kind; fewer where the reports seldom have what it takes."""
    found: list[Case] = []
    for number in range(count * 12):
        rng = random.Random(f"{seed}/{kind}/{number}")
        case = INJECTIONS[kind](rng, rng.randrange(10**6))
        if case is not None:
            found.append(case)
        if len(found) == count:
            break
    return found


def variants(count: int, seed: int) -> list[Variant]:
    """So many reports of each kind that only looks odd, and pairs of successive years."""
    made = [
        Variant(kind, (make(f"{seed}-{kind}-{n}", options),))
        for kind, options in VARIANTS.items()
        for n in range(count)
    ]
    pairs = [
        Variant("two years", tables.two_years(10**7 + seed * 1000 + n, random.Random(n)))
        for n in range(count)
    ]
    return [*made, *pairs]
