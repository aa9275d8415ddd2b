"""Random figures for a form that keep its rules: sums of parts, balances over rows, totals of columns."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from gdie.indicators import Axis, Column, Form, FormBlock, FormRow, Formula, form_sums, load_indicators
from gdie.training.forms.model import Value, Values

LOCAL_SHARE = 0.35
# Cells that are not the first column of a matrix are empty-handed more often: most requests come from persons.
LATER_ZERO = 0.3


@dataclass(frozen=True)
class Scale:
    """The size of an agency: the share of zeros, and the largest figures as a power of ten."""

    zero: float
    power: float


SCALES = (Scale(0.65, 0.95), Scale(0.6, 0.95), Scale(0.45, 2.0), Scale(0.3, 3.2), Scale(0.2, 4.6))
# Units of what runs into thousands at large agencies; staff, meetings and cases do not.
MANY_OF = ("条", "人次")
FEWER = 0.6

# What is carried over from last year is at most one part in this many.
MOST_CARRIED = 3

Draw = Callable[[FormRow], Value]


def random_values(form: Form, rng: random.Random) -> Values:
    """A value for every figure of the form; None for all figures of local rows that this place does not print."""
    scale = rng.choice(SCALES)
    left_out = {
        row.code for block in form.blocks for row in block.coded if row.local and rng.random() >= LOCAL_SHARE
    }
    lists = [row for block in form.blocks if not block.axis for row in block.coded]
    values = _column(lists, form_sums(form.id), left_out, lambda row: _listed(row, scale, rng), rng)
    for block in form.blocks:
        if block.axis:
            values |= _matrix(block, block.axis, form_sums(form.id), left_out, scale, rng)
    return values


def amount(scale: Scale, rng: random.Random, zero: float | None = None) -> int:
    """A count: often zero, else of any order of magnitude, the lower ones more often."""
    if rng.random() < (scale.zero if zero is None else zero):
        return 0
    return int(10 ** rng.triangular(0, scale.power, scale.power * 0.3))


def _listed(row: FormRow, scale: Scale, rng: random.Random) -> Value:
    unit = load_indicators()[row.code].unit if row.code else None
    if unit == "万元":
        return _money(scale, rng, Decimal("0.1"))
    return amount(scale if unit in MANY_OF else Scale(scale.zero, scale.power * FEWER), rng)


def _money(scale: Scale, rng: random.Random, step: Decimal) -> Value:
    whole = amount(scale, rng, zero=0.35)
    if not whole or rng.random() < 0.3:
        return whole
    value = Decimal(whole) + Decimal(rng.randint(1, 99)) / 100
    return value.quantize(step if rng.random() < 0.5 else Decimal("0.01"))


def _matrix(
    block: FormBlock,
    axis: Axis,
    rules: Sequence[Formula],
    left_out: set[str | None],
    scale: Scale,
    rng: random.Random,
) -> Values:
    """Each column by itself, then the total of the columns."""
    values: Values = {}
    sums: dict[str, Value | None] = {row.code: None for row in block.coded if row.code}
    # A matrix of results or applicants thins out to the right, one of different things does not.
    later = axis.total_index is not None
    if block.across:  # proceedings are far fewer than what they are about
        scale = Scale(min(0.9, scale.zero + LATER_ZERO / 2), max(0.5, scale.power * FEWER))
    for place, column in enumerate(axis.columns):
        if place == axis.total_index:
            continue
        thinner = Scale(min(0.95, scale.zero + LATER_ZERO), max(0.5, scale.power - 1))
        drawn = thinner if later and place else scale
        figures = _column(block.coded, rules, left_out, partial(_cell, column, drawn, rng), rng)
        for code, value in figures.items():
            values[f"{code}.{column.key}"] = value
            if value is not None:
                sums[code] = (sums[code] or 0) + value
    if axis.total_index is not None:
        values |= {f"{code}.{axis.total}": value for code, value in sums.items()}
    return values


def _cell(column: Column, scale: Scale, rng: random.Random, _: FormRow) -> Value:
    if column.signed:
        return rng.choice((-1, 1)) * amount(Scale(0.5, scale.power / 2), rng)
    if column.decimal:
        return _money(scale, rng, Decimal("0.01"))
    return amount(scale, rng)


def _column(
    rows: Iterable[FormRow],
    rules: Sequence[Formula],
    left_out: set[str | None],
    draw: Draw,
    rng: random.Random,
) -> Values:
    """Figures of one column that keep the rules; parts of totals that no rule sums are at most the total."""
    by_code = {row.code: row for row in rows if row.code}
    sums = {rule.right[0]: rule for rule in rules if len(rule.right) == 1 and rule.right[0] in by_code}
    values: Values = {code: None for code in by_code if code in left_out}

    def value_of(code: str) -> Value:
        if code not in values:
            row, rule = by_code[code], sums.get(code)
            if rule:
                value = sum((value_of(part) for part in rule.left), start=0)
                # Cases without a row of their own (not yet decided) make a total larger where the rule leaves room.
                values[code] = value if rule.strict or rng.random() < 0.7 else value + rng.randint(1, 3)
            elif row.of in by_code and row.of not in sums and row.of:
                whole = value_of(row.of)
                values[code] = rng.choice((0, int(whole), rng.randint(0, int(whole))))
            else:
                values[code] = draw(row)
        return values[code] or 0

    for code in by_code:
        value_of(code)
    for rule in rules:
        if len(rule.right) > 1 and rule.left[0] in by_code:
            _balance(rule, values)
    return values


def _balance(rule: Formula, values: Values) -> None:
    """Give the first figure at the left what the balance needs; the others there take no more than there is."""
    room = sum((values[code] or 0 for code in rule.right), start=0)
    for code in rule.left[1:]:
        values[code] = min(values[code] or 0, room // MOST_CARRIED)
        room -= values[code] or 0
    values[rule.left[0]] = room
