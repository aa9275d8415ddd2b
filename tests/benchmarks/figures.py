"""Printed figures, and the rules between them that a made-up report keeps: an oracle that knows nothing of gdie.

A rule says whether it holds for given values. `strict` ones are those that reconciliation must see broken: closed lists, the strict
rules of the official forms, restatements, shares.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from math import floor
from typing import Literal

Values = Mapping[str, Fraction]
Look = Literal["exact", "comma", "han", "wan", "over", "about", "percent", "cell"]
Where = Literal["overview", "body", "table"]
EXACT: tuple[Look, ...] = ("exact", "comma", "han", "cell")
_DIGITS = "零一二三四五六七八九"


@dataclass(frozen=True)
class Figure:
    """One printed figure. Figures of the same `quantity` restate each other; `words` print it otherwise than its look does."""

    id: str
    value: Fraction
    unit: str = ""
    look: Look = "exact"
    decimals: int = 0
    quantity: str | None = None
    code: str | None = None
    where: Where = "body"
    words: str | None = None

    @property
    def text(self) -> str:
        """The figure as it is printed."""
        return self.words if self.words is not None else printed(self)

    @property
    def is_exact(self) -> bool:
        """Whether it states one number."""
        return self.look in EXACT and self.words is None


def printed(figure: Figure) -> str:
    """A value in one of the looks of figures in prose; a cell is printed by its form."""
    value, unit = figure.value, figure.unit
    match figure.look:
        case "percent":
            return f"{decimal(value, figure.decimals)}%"
        case "comma":
            return f"{int(value):,}{unit}"
        case "han":
            return han(int(value)) + unit
        case "wan":
            return f"{decimal(value / 10000, figure.decimals)}万{unit}"
        case "over":
            return f"{leading(int(value))}余{unit}"
        case "about":
            return f"约{leading(int(value) + step_of(int(value)) // 2)}{unit}"
        case "cell" | "exact":
            return f"{value if value.denominator == 1 else float(value)}{unit}"


def decimal(value: Fraction, places: int, truncated: bool = False) -> str:
    """A number rounded half up, or cut off, at so many decimals; zeros at the end are printed."""
    scaled = floor(value * 10**places + (0 if truncated else Fraction(1, 2)))
    whole, rest = divmod(scaled, 10**places)
    return f"{whole}.{rest:0{places}}" if places else str(whole)


def leading(value: int) -> int:
    """The number with 0 behind its first two digits: what 余 and 约 stand with."""
    return value // step_of(value) * step_of(value)


def step_of(value: int) -> int:
    """One unit of the second digit, ten at least."""
    step: int = 10 ** max(1, len(str(value)) - 2)
    return step


def han(value: int) -> str:
    """A number below 100 in Chinese numerals."""
    tens, ones = divmod(value, 10)
    if not tens:
        return _DIGITS[ones]
    return ("" if tens == 1 else _DIGITS[tens]) + "十" + (_DIGITS[ones] if ones else "")


@dataclass(frozen=True)
class Sum:
    """Σ coefficient · figure = 0, or ≤ 0. `name` is the rule's id, or what kind of list it is."""

    name: str
    terms: tuple[tuple[str, int], ...]
    strict: bool = True
    relation: Literal["=", "<="] = "="

    @property
    def figures(self) -> tuple[str, ...]:
        """Ids of the figures."""
        return tuple(i for i, _ in self.terms)

    def holds(self, values: Values) -> bool:
        """Whether it holds; figures that are not printed make it say nothing."""
        if any(i not in values for i, _ in self.terms):
            return True
        total = sum((values[i] * c for i, c in self.terms), Fraction(0))
        return total == 0 if self.relation == "=" else total <= 0

    def solved(self, figure: str, values: Values) -> Fraction | None:
        """The value of one figure with which an equation holds."""
        if self.relation != "=" or any(i not in values for i, _ in self.terms):
            return None
        own = dict(self.terms)[figure]
        rest = sum((values[i] * c for i, c in self.terms if i != figure), Fraction(0))
        return -rest / own


@dataclass(frozen=True)
class Share:
    """A percentage of a count in a base, rounded half up or cut off at its decimals."""

    percent: str
    count: str
    base: str
    decimals: int
    name: str = "share"
    strict: bool = True

    @property
    def figures(self) -> tuple[str, ...]:
        """Ids of the figures."""
        return (self.percent, self.count, self.base)

    def holds(self, values: Values) -> bool:
        """Whether the percentage is the count's share."""
        if values[self.base] == 0:
            return True
        return _agrees(values[self.percent], 100 * values[self.count] / values[self.base], self.decimals)


@dataclass(frozen=True)
class Growth:
    """A growth in per cent from `then` to `now`."""

    percent: str
    now: str
    then: str
    decimals: int
    name: str = "growth"
    strict: bool = False

    @property
    def figures(self) -> tuple[str, ...]:
        """Ids of the figures."""
        return (self.percent, self.now, self.then)

    def holds(self, values: Values) -> bool:
        """Whether the percentage is the growth, without its sign."""
        if values[self.then] == 0:
            return True
        true = abs(100 * (values[self.now] - values[self.then]) / values[self.then])
        return _agrees(values[self.percent], true, self.decimals)


Rule = Sum | Share | Growth


def _agrees(stated: Fraction, true: Fraction, decimals: int) -> bool:
    step = Fraction(1, 10**decimals)
    return stated - step / 2 <= true < stated + step / 2 or stated <= true < stated + step


def list_rule(name: str, total: str, parts: Sequence[str], closed: bool, strict: bool = True) -> Sum:
    """The rule of a list of parts; an open one can only be too large."""
    terms = (*((p, 1) for p in parts), (total, -1))
    return Sum(name, terms, strict and closed, "=" if closed else "<=")


def restatements(figures: Sequence[Figure]) -> list[Sum]:
    """Exact figures of one quantity are equal."""
    by_quantity: dict[str, list[Figure]] = {}
    for figure in figures:
        if figure.quantity and figure.is_exact:
            by_quantity.setdefault(figure.quantity, []).append(figure)
    return [
        Sum("restated", ((a.id, 1), (b.id, -1)))
        for alike in by_quantity.values()
        for a, b in combinations(alike, 2)
    ]


def broken(rules: Sequence[Rule], values: Values) -> list[Rule]:
    """The rules that do not hold."""
    return [rule for rule in rules if not rule.holds(values)]


def repairs(rules: Sequence[Rule], values: Values) -> set[str]:
    """The figures of which one changed alone makes all rules hold: where there is one, no reader could point elsewhere."""
    wrong = broken(rules, values)
    if not wrong:
        return set()
    around: dict[str, list[Rule]] = {}
    for rule in rules:
        for figure in rule.figures:
            around.setdefault(figure, []).append(rule)
    common = set.intersection(*(set(rule.figures) for rule in wrong))
    return {figure for figure in common if _mends(figure, wrong, around[figure], values)}


def _mends(figure: str, wrong: Sequence[Rule], around: Sequence[Rule], values: Values) -> bool:
    if all(not isinstance(rule, Sum) and rule.percent == figure for rule in wrong):
        return True  # a percentage can always be put right
    solutions = {
        solved
        for rule in wrong
        if isinstance(rule, Sum) and (solved := rule.solved(figure, values)) is not None
    }
    if not solutions:  # only shares are wrong: a count or base that fits them all may exist
        return any(
            all(rule.holds({**values, figure: candidate}) for rule in around)
            for candidate in _fitting(figure, wrong, values)
        )
    return any(
        value >= 0 and all(rule.holds({**values, figure: value}) for rule in around) for value in solutions
    )


def _fitting(figure: str, wrong: Sequence[Rule], values: Values) -> list[Fraction]:
    share = next((r for r in wrong if isinstance(r, Share)), None)
    if share is None or values[share.percent] == 0:
        return []
    if figure == share.count:
        middle = values[share.percent] * values[share.base] / 100
    else:
        middle = 100 * values[share.count] / values[share.percent]
    return [Fraction(max(0, round(middle) + n)) for n in range(-40, 41)]
