"""Errors in the prose: lists, shares, restatements, growth, announced numbers."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from tests.benchmarks.cases import Case, Injection, case_of, slipped, some_report, stated_twice
from tests.benchmarks.drafts import Draft
from tests.benchmarks.figures import Growth, Share, Sum
from tests.benchmarks.slips import SLIPS, arbitrary, mistyped, one, ten


def _lists(draft: Draft) -> list[Sum]:
    """The closed lists of the prose."""
    return [r for r in draft.own_rules if isinstance(r, Sum) and r.name == "list" and r.strict]


def _pick(values: Sequence[str], rng: random.Random) -> str | None:
    return rng.choice(values) if values else None


def total(slip: str) -> Injection:
    """The total of a closed list."""

    def inject(rng: random.Random, seed: int) -> Case | None:
        clean = some_report(seed, rng)
        figure = _pick([r.terms[-1][0] for r in _lists(clean)], rng)
        return (figure and slipped(f"total: {slip}", "prose list", clean, figure, SLIPS[slip], rng)) or None

    return inject


def part(slip: str) -> Injection:
    """A part of a closed list."""

    def inject(rng: random.Random, seed: int) -> Case | None:
        clean = some_report(seed, rng)
        figure = _pick([i for r in _lists(clean) for i, _ in r.terms[:-1]], rng)
        return (figure and slipped(f"part: {slip}", "prose list", clean, figure, SLIPS[slip], rng)) or None

    return inject


def unit_slip(rng: random.Random, seed: int) -> Case | None:
    """万 behind a figure that is printed in full (173769万条)."""
    clean = some_report(seed, rng)
    found = [i for r in _lists(clean) for i in r.figures if clean.figures[i].value >= 100]
    if not (figure := _pick(found, rng)):
        return None
    old = clean.figures[figure]
    words = f"{old.text.removesuffix(old.unit)}万{old.unit}"
    case = case_of("unit slip 万", "prose list", clean, {figure: old.value * 10000}, {figure: words})
    # What is printed is exact: the magnitude word is the error.
    return case and replace(case, strict=True)


def _shares_of(draft: Draft) -> dict[str, list[Share]]:
    by_base: dict[str, list[Share]] = {}
    for rule in draft.own_rules:
        if isinstance(rule, Share):
            by_base.setdefault(rule.base, []).append(rule)
    return {base: shares for base, shares in by_base.items() if len(shares) > 1}


def _rounded(value: Fraction, decimals: int) -> Fraction:
    step = Fraction(1, 10**decimals)
    return (value / step + Fraction(1, 2)).__floor__() * step


def stale_base(rng: random.Random, seed: int) -> Case | None:
    """All shares of a list computed on an older total."""
    clean = some_report(seed, rng)
    found = _shares_of(clean)
    if not (base := _pick(list(found), rng)):
        return None
    stale = (clean.figures[base].value * rng.choice((93, 95, 105, 108)) / 100).__floor__() + 1
    values = {
        s.percent: _rounded(100 * clean.figures[s.count].value / stale, s.decimals) for s in found[base]
    }
    return case_of("shares: stale base", "share", clean, values)


def other_base(rng: random.Random, seed: int) -> Case | None:
    """All shares of a list computed on another total than the one that they are said to be of."""
    clean = some_report(seed, rng, "stats", "tables", "present")
    found = _shares_of(clean)
    totals = [r.terms[-1][0] for r in _lists(clean)]
    if not (base := _pick([b for b in found if b in totals], rng)):
        return None
    unit, stated = clean.figures[base].unit, clean.figures[base].value
    near = {
        v
        for t in totals
        if clean.figures[t].unit == unit
        and (v := clean.figures[t].value) != stated
        and stated / 2 < v < 2 * stated
    }
    if not near:
        return None
    other = rng.choice(sorted(near))
    values = {
        s.percent: _rounded(100 * clean.figures[s.count].value / other, s.decimals) for s in found[base]
    }
    return case_of("shares: base named wrongly", "share", clean, values)


def wrong_share(rng: random.Random, seed: int) -> Case | None:
    """One percentage with a digit mistyped."""
    clean = some_report(seed, rng)
    shares = [s for group in _shares_of(clean).values() for s in group]
    if not shares:
        return None
    share = rng.choice(shares)
    scale = 10**share.decimals
    new = mistyped(clean.figures[share.percent].value * scale, rng)
    return case_of("share: wrong", "share", clean, {share.percent: (new or Fraction(0)) / scale})


def mention(kind: str, first: str, second: str) -> Injection:
    """One of two places that state the same quantity."""

    def inject(rng: random.Random, seed: int) -> Case | None:
        clean = some_report(seed, rng)
        pairs = stated_twice(clean, first, second)
        if not pairs:
            return None
        figure, _ = rng.choice(pairs)
        return slipped(kind, "restated", clean, figure.id, rng.choice((one, ten, mistyped, arbitrary)), rng)

    return inject


def late_edit(rng: random.Random, seed: int) -> Case | None:
    """A total and one of its parts brought up to date, the other places not: the list closes."""
    clean = some_report(seed, rng)
    restated = {a.id for where in ("table", "overview") for a, _ in stated_twice(clean, "body", where)}
    rules = [r for r in _lists(clean) if r.terms[-1][0] in restated]
    if not rules:
        return None
    rule = rng.choice(rules)
    figures, more = (rng.choice(rule.terms[:-1])[0], rule.terms[-1][0]), rng.randint(1, 5)
    return case_of(
        "late edit of one list",
        "restated",
        clean,
        {i: clean.figures[i].value + more for i in figures},
    )


def sub_list(rng: random.Random, seed: int) -> Case | None:
    """The reasons of refusal do not add up to the refusals."""
    clean = some_report(seed, rng)
    totals = ("request.answered.refused.total", "request.answered.denied.total", "t3.denied.total.total")
    rules = [r for r in _lists(clean) if clean.figures[r.terms[-1][0]].quantity in totals]
    parts = [i for r in rules for i, _ in r.terms[:-1]]
    figure = _pick(parts, rng)
    return (figure and slipped("sub-list off", "prose list", clean, figure, one, rng)) or None


def growth(rng: random.Random, seed: int) -> Case | None:
    """A growth that is not that of the two figures beside it."""
    clean = some_report(seed, rng)
    rates = [r.percent for r in clean.own_rules if isinstance(r, Growth)]
    if not rates:
        return None
    figure = clean.figures[rates[0]]
    new = mistyped(figure.value * 10, rng)
    return case_of("growth wrong", "growth", clean, {figure.id: (new or Fraction(0)) / 10})


def declared(rng: random.Random, seed: int) -> Case | None:
    """More parts are named than announced, or fewer where the list does not end in 等."""
    clean = some_report(seed, rng, "free", "stats")
    if "declared" not in clean.figures:
        return None
    is_open = any(isinstance(piece, str) and "等{Z#declared" in piece for piece in clean.pieces)
    number = rng.choice((4, 5) if is_open else (4, 5, 7))
    return case_of("declared number", "declared", clean, {"declared": Fraction(number)})
