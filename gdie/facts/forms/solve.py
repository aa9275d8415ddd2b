"""Rows with several readings: the form's rules over the columns say which of them go together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice, product

from gdie.indicators import Formula

Values = tuple[int, ...]
# Combinations of readings that are tried; more say that the rows are too open to be told apart.
_MAX_COMBINATIONS = 50_000


def solve(
    domains: Mapping[str, Sequence[Values]], rules: Sequence[Formula], codes: Sequence[str]
) -> dict[str, Values]:
    """The values of the rows that have one reading left.

    `domains` gives the readings of each row (by code); rules whose rows are all there must hold in every column. Where no combination
    obeys them (the report's own sums are wrong) the rules decide nothing, and rows with one reading keep it.
    """
    open_rows = [code for code in domains if len(domains[code]) > 1]
    certain = {code: choices[0] for code, choices in domains.items() if len(choices) == 1}
    usable = [r for r in rules if r.strict and all(c in domains for c in _present(r, domains, codes))]
    usable = [r for r in usable if any(c in open_rows for c in (*r.left, *r.right))]
    if not open_rows or not usable:
        return certain
    ruled = [code for code in open_rows if any(code in (*r.left, *r.right) for r in usable)]
    combinations = islice(product(*(domains[code] for code in ruled)), _MAX_COMBINATIONS + 1)
    fitting: list[tuple[Values, ...]] = []
    for number, combination in enumerate(combinations):
        if number == _MAX_COMBINATIONS:
            return certain
        values = {**certain, **dict(zip(ruled, combination, strict=True))}
        if all(_holds(rule, values) for rule in usable):
            fitting.append(combination)
    for place, code in enumerate(ruled):
        left = {combination[place] for combination in fitting}
        if len(left) == 1:
            certain[code] = left.pop()
    return certain


def _present(rule: Formula, domains: Mapping[str, Sequence[Values]], codes: Sequence[str]) -> list[str]:
    """The rows that a rule needs: all of the form's, optional ones only where they are printed."""
    return [c for c in (*rule.left, *rule.right) if c in codes or c in domains]


def _holds(rule: Formula, values: Mapping[str, Values]) -> bool:
    left = [values[c] for c in rule.left if c in values]
    right = [values[c] for c in rule.right if c in values]
    if not left or not right:
        return True
    return all(
        sum(a) == sum(b) for a, b in zip(zip(*left, strict=True), zip(*right, strict=True), strict=True)
    )
