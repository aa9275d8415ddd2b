"""Error localisation: the smallest sets of figures whose change makes everything agree that must (Fellegi and Holt 1976).

A contradiction says that one of several figures is wrong, not which. The figures of a report are bound by many constraints, and
few figures can be changed so that all of them hold at once. Those sets are found exactly, by branching on the figures of what
does not hold and eliminating the changed ones from the rest (de Waal, Pannekoek and Scholtus 2011, chapter 3); with more errors
than that can master, as covers of the constraints that this implies, by integer programs (Garfinkel, Kunnathur and Liepins
1986). Solutions are then ranked by how plausible the needed changes are.

Knows nothing of facts: figures are variables with ids. A constraint holds where 0 lies in the interval of its sum, each figure
ranging over all that it can mean, by itself in each constraint.
"""

from __future__ import annotations

import heapq
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil, floor, inf
from typing import TypeAlias, TypeVar

from gdie.reconcile.interval import Interval
from gdie.reconcile.model import Constraint, Explanation
from gdie.reconcile.slips import Slip, confusion, last_place, likely_slips, slip

Exact: TypeAlias = int | Fraction  # whole numbers as int: several times as fast
End: TypeAlias = int | Fraction | float  # of an interval; float for ±∞ only
Names: TypeAlias = frozenset[str]

_NEAR = 0.25  # solutions that weigh this much more than the lightest are listed, too
_CLEARLY = 0.4  # what the best must be cheaper by than the next one to be the only one worth proposing
_EFFORT = 20000  # contradictions looked at in one group before the program takes over
_PAIRS = 600  # pairs of rows that the elimination of one figure may combine
_NODES = 100  # of a program's search tree
_SETTLING = 40  # as many contradictions take the time of working out the values of one set
_ROUNDS = 20  # programs for one group
_MANY = 7  # weight of a solution; a group with more errors was misread as a whole
_HUGE = 10**30  # no statistic is as large


@dataclass(frozen=True)
class Figure:
    """A variable: `printed` as it stands there, its `value` in the base unit, and what it can mean as long as it is right.

    `whole`: only whole numbers are possible; `signed`: also those below 0. `weight` (above 0) is how hard it is to believe that
    the figure is wrong, 1 for most; solutions that together weigh more than 7 are not looked for. `likely`: values that it may have been confused with, and why.
    """

    id: str
    printed: str
    value: Fraction
    meaning: Interval
    whole: bool = True
    signed: bool = False
    weight: float = 1.0
    likely: tuple[tuple[Fraction, Explanation], ...] = ()


@dataclass(frozen=True)
class Replacement:
    """What a figure should be; `value` None: it must change, but to what is open. `cost` 1 is an arbitrary change."""

    figure: str
    value: Fraction | None
    why: Explanation | None
    cost: float


@dataclass(frozen=True)
class Solution:
    """Changes that settle a group of contradictions; no proper subset of the figures would do. `cost` is weight times cost."""

    replacements: tuple[Replacement, ...]
    cost: float


@dataclass(frozen=True)
class Localisation:
    """One connected group of contradictions: indices of the violated constraints, and solutions, the best first.

    They are those of the least weight, near ties included; of many, the best ones. Not `complete`: the search met its limit, so
    that there may be other ones, or nothing that is not too heavy would do.
    """

    broken: tuple[int, ...]
    solutions: tuple[Solution, ...]
    complete: bool

    @property
    def unique(self) -> bool:
        """True where there is one solution only, or the best is clearly more plausible than the next."""
        if not self.complete or not self.solutions:
            return False
        return len(self.solutions) == 1 or self.solutions[1].cost - self.solutions[0].cost >= _CLEARLY


def localise(
    figures: Mapping[str, Figure], constraints: Sequence[Constraint], most: int = 10, effort: int = _EFFORT
) -> tuple[Localisation, ...]:
    """Each group of contradictions with at most `most` solutions, in the order of the constraints.

    Constraints that name figures which are not among `figures`, or absurdly large ones, are ignored. `effort` limits the exact
    search of each group.
    """
    system = _System(figures, constraints)
    solved: dict[frozenset[int], Localisation] = {}
    groups = system.groups()
    while True:
        for group in groups:
            if group not in solved:
                solved[group] = _solved(system, group, most, effort)
        clash = _clash(system, groups, solved)
        if not clash:
            return tuple(solved[g] for g in sorted(groups, key=min))
        groups = [g for g in groups if g not in clash] + [frozenset().union(*clash)]


def _solved(system: _System, group: frozenset[int], most: int, effort: int) -> Localisation:
    problem = _Problem(system, group)
    solutions, done = _search(problem, effort)
    if not solutions and not done:
        solutions, done = _program(problem)
    ranked = sorted(solutions, key=lambda s: (s.cost, [r.figure for r in s.replacements]))
    return Localisation(tuple(sorted(group)), tuple(ranked[:most]), done and bool(ranked))


def _clash(
    system: _System, groups: Sequence[frozenset[int]], solved: Mapping[frozenset[int], Localisation]
) -> list[frozenset[int]]:
    """Groups that must be solved together, as what settles one touches the other."""
    changed = {g: {r.figure for s in solved[g].solutions for r in s.replacements} for g in groups}
    for number, one in enumerate(groups):
        for other in groups[number + 1 :]:
            if changed[one] & (changed[other] | system.named(other)) or changed[other] & system.named(one):
                return [one, other]
    best = {r.figure: r for g in groups if solved[g].solutions for r in solved[g].solutions[0].replacements}
    for row in system.rows.values():
        if row.violated or row.lifters & best.keys() or not row.names & best.keys():
            continue
        low, high = _bounds((c, *_after(best, name, system.ends[name])) for name, c in row.terms)
        touching = [g for g in groups if row.names & changed[g]]
        if _broken(row.equal, low, high) and len(touching) > 1:
            return touching
    return []


def _after(best: Mapping[str, Replacement], name: str, ends: tuple[End, End]) -> tuple[End, End]:
    """The ends of a figure once the best solutions are carried out."""
    if name not in best:
        return ends
    value = best[name].value
    return (-inf, inf) if value is None else (value, value)


# Constraints as rows of numbers


@dataclass(frozen=True)
class _Row:
    terms: tuple[tuple[str, Exact], ...]
    equal: bool
    lifters: Names
    names: Names
    low: End
    high: End

    @property
    def violated(self) -> bool:
        return _broken(self.equal, self.low, self.high)

    @property
    def rigid(self) -> bool:
        """True where it holds and no single change of a figure would leave it so."""
        return self.equal and self.low == self.high == 0


class _System:
    """All constraints on known figures by their index, and which figures stand in which."""

    def __init__(self, figures: Mapping[str, Figure], constraints: Sequence[Constraint]) -> None:
        self.figures = figures
        self.ends: dict[str, tuple[End, End]] = {
            name: (_exact(f.meaning.low), inf if f.meaning.high is None else _exact(f.meaning.high))
            for name, f in figures.items()
            if abs(f.value.numerator) < _HUGE
        }
        self.rows: dict[int, _Row] = {}
        self.holding: dict[str, list[int]] = defaultdict(list)
        self.lifting: dict[str, list[int]] = defaultdict(list)
        for index, constraint in enumerate(constraints):
            names = constraint.lifted_by.union(name for name, _ in constraint.terms)
            if names <= self.ends.keys():
                terms = tuple((name, _exact(coefficient)) for name, coefficient in constraint.terms)
                low, high = _bounds((c, *self.ends[name]) for name, c in terms)
                row = _Row(terms, constraint.relation == "=", constraint.lifted_by, names, low, high)
                self.rows[index] = row
                for name, _ in terms:
                    self.holding[name].append(index)
                for name in row.lifters:
                    self.lifting[name].append(index)
        self.violated = frozenset(i for i, row in self.rows.items() if row.violated)

    def named(self, rows: Iterable[int]) -> Names:
        """The figures whose change may settle one of the rows."""
        return frozenset().union(*(self.rows[i].names for i in rows))

    def groups(self) -> list[frozenset[int]]:
        """Violated rows that share figures."""
        groups: list[tuple[frozenset[int], Names]] = []
        for index in sorted(self.violated):
            row, names = frozenset([index]), self.rows[index].names
            apart = [g for g in groups if not g[1] & names]
            joined = [g for g in groups if g[1] & names]
            groups = [*apart, (row.union(*(g[0] for g in joined)), names.union(*(g[1] for g in joined)))]
        return [rows for rows, _ in groups]


def _exact(value: Fraction) -> Exact:
    return value.numerator if value.denominator == 1 else value


def _bounds(terms: Iterable[tuple[Exact, End, End]]) -> tuple[End, End]:
    """The ends of a sum of intervals with their coefficients."""
    low: End = 0
    high: End = 0
    for coefficient, first, last in terms:
        low += coefficient * (first if coefficient > 0 else last)
        high += coefficient * (last if coefficient > 0 else first)
    return low, high


def _broken(equal: bool, low: End, high: End) -> bool:
    return low > 0 or (equal and high < 0)


# Which values the changed figures can take


@dataclass(frozen=True)
class _Range:
    """low ≤ Σ coefficient · changed figure ≤ high: the sum of some rows of the system, each times a factor."""

    terms: Mapping[str, Exact]
    low: End
    high: End
    factors: Mapping[int, Exact]

    @property
    def absurd(self) -> bool:
        """True where no values of the changed figures can make it true."""
        return not self.terms and not self.low <= 0 <= self.high


class _TooManyPairs(Exception):
    """The elimination of a figure would take too long."""


def _less(one: _Range, other: _Range, name: str) -> _Range:
    """`one` less that multiple of `other` which makes the figure disappear."""
    factor = _exact(Fraction(one.terms[name], other.terms[name]))
    ends = (factor * other.low, factor * other.high)
    terms = _difference(one.terms, other.terms, factor)
    factors = _difference(one.factors, other.factors, factor)
    return _Range(terms, one.low - max(ends), one.high - min(ends), factors)


_Key = TypeVar("_Key", str, int)


def _difference(one: Mapping[_Key, Exact], other: Mapping[_Key, Exact], factor: Exact) -> dict[_Key, Exact]:
    result = dict(one)
    for key, coefficient in other.items():
        result[key] = result.get(key, 0) - factor * coefficient
    return {key: coefficient for key, coefficient in result.items() if coefficient}


def _without(ranges: Sequence[_Range], name: str) -> list[_Range]:
    """What the ranges say of the other figures: Gaussian elimination by an equation, or else Fourier and Motzkin's.

    Raises _TooManyPairs.
    """
    others = [r for r in ranges if name not in r.terms]
    having = [r for r in ranges if name in r.terms]
    pivot = next((r for r in having if r.low == r.high), None)
    if pivot is not None:
        return others + [_less(r, pivot, name) for r in having if r is not pivot]
    having = _tightest(having, name)
    if len(having) * (len(having) - 1) > 2 * _PAIRS:
        raise _TooManyPairs
    pairs = (_less(r, s, name) for n, r in enumerate(having) for s in having[:n])
    return others + [r for r in pairs if (r.low, r.high) != (-inf, inf)]


def _tightest(ranges: Sequence[_Range], name: str) -> list[_Range]:
    """Of ranges of the same sum, but for a factor, the one with the highest low end and the one with the lowest high end."""
    alike: dict[frozenset[tuple[str, Fraction]], list[tuple[End, End, _Range]]] = defaultdict(list)
    for r in ranges:
        factor = Fraction(1) / r.terms[name]
        low, high = sorted((factor * r.low, factor * r.high))
        alike[frozenset((n, factor * c) for n, c in r.terms.items())].append((low, high, r))
    kept: list[_Range] = []
    for group in alike.values():
        lowest = max(group, key=lambda ends: ends[0])[2]
        highest = min(group, key=lambda ends: ends[1])[2]
        kept += [lowest] if lowest is highest else [lowest, highest]
    return kept


def _absurd(ranges: Sequence[_Range], names: Iterable[str]) -> list[_Range]:
    """What cannot be true whatever values the figures take; nothing where all ranges can be met."""
    for name in names:
        ranges = _without(ranges, name)
    return [r for r in ranges if r.absurd]


def _ends(ranges: Sequence[_Range], names: Iterable[str], name: str) -> tuple[End, End]:
    """Between what numbers one of the figures must lie, of ranges without contradiction."""
    for other in names:
        if other != name:
            ranges = _without(ranges, other)
    low: End = -inf
    high: End = inf
    for r in ranges:
        if name in r.terms:
            ends = [Fraction(1) / r.terms[name] * end for end in (r.low, r.high)]
            low, high = max(low, min(ends)), min(high, max(ends))
    return low, high


# One group of contradictions


class _Problem:
    """The violated rows of one group, which must be settled, and all that holds, which must stay so."""

    def __init__(self, system: _System, group: frozenset[int]) -> None:
        self.system = system
        self.group = group
        self.ignored = system.violated - group

    def weight(self, changed: Iterable[str]) -> float:
        """What it costs to believe that these figures are wrong."""
        return sum(self.system.figures[name].weight for name in changed)

    def untouched(self, changed: Names) -> list[Names]:
        """Sets of figures in each of which another must change: of violated rows without a change, of rigid ones with a single one."""
        rows, holding = self.system.rows, self.system.holding
        touched = {i for name in changed for i in holding[name]}
        lifted = {i for name in changed for i in self.system.lifting[name]}
        waiting = [rows[i].names for i in self.group if i not in touched and i not in lifted]
        return waiting + [names - {alone} for names, alone in self.single(changed)]

    def single(self, changed: Names) -> list[tuple[Names, str]]:
        """Rigid rows in which a figure is the only one that changes: their figures, and that one."""
        rows, holding = self.system.rows, self.system.holding
        touched = Counter(i for name in changed for i in holding[name])
        return [
            (rows[i].names, name)
            for name in changed
            for i in holding[name]
            if touched[i] == 1 and rows[i].rigid and not rows[i].lifters & changed
        ]

    def least(self, needed: Sequence[Names]) -> float:
        """A lower bound of the weight that a change in each of these sets must have; infinite where one is empty.

        Each change pays for the sets that it lies in by equal shares, so that each set costs at least its cheapest share.
        """
        degree = Counter(name for names in needed for name in names)
        figures = self.system.figures
        return sum(min((figures[n].weight / degree[n] for n in names), default=inf) for names in needed)

    def settled(self, changed: Names) -> tuple[Replacement, ...] | list[Names]:
        """The new values of the changed figures with which all rows hold; else sets of figures in each of which another must change."""
        names = sorted(changed)
        ranges = list(self._ranges(changed))
        absurd = _absurd(ranges, names)
        if absurd:
            return [self._bound_by(r.factors, changed) for r in absurd]
        ends = {name: _ends(ranges, names, name) for name in names}
        if not all(_possible(self.system.figures[name], *ends[name]) for name in names):
            return [self.system.named(i for r in ranges for i in r.factors) - changed]
        made = [_proposal(self.system.figures[name], *ends[name]) for name in names]
        fixed = [_Range({r.figure: 1}, r.value, r.value, {}) for r in made if r.value is not None]
        if not _absurd([*fixed, *ranges], names):
            return tuple(made)
        # Each value is possible, but not all of them together: what is not determined stays open.
        return tuple(r if ends[r.figure][0] == ends[r.figure][1] else _open(r.figure) for r in made)

    def _bound_by(self, factors: Mapping[int, Exact], changed: Names) -> Names:
        """The other figures in a sum of rows, each times a factor: those that do not cancel out, and all that lift a row."""
        system = self.system
        left: dict[str, Exact] = {}
        names: set[str] = set()
        for index, factor in factors.items():
            row = system.rows[index]
            names |= row.lifters
            for name, coefficient in row.terms:
                left[name] = left.get(name, 0) + factor * coefficient
                if system.ends[name][0] != system.ends[name][1]:
                    names.add(name)
        return frozenset(names.union(name for name, c in left.items() if c)) - changed

    def _ranges(self, changed: Names) -> Iterator[_Range]:
        rows = self.system.rows
        touched = self.group.union(*(self.system.holding[name] for name in changed)) - self.ignored
        for index in sorted(touched):
            row = rows[index]
            if row.lifters & changed:
                continue
            low, high = _bounds((c, *self.system.ends[n]) for n, c in row.terms if n not in changed)
            terms = {n: c for n, c in row.terms if n in changed}
            yield _Range(terms, -high if row.equal else -inf, -low, {index: 1})
        for name in changed:
            if not self.system.figures[name].signed:
                yield _Range({name: 1}, 0, inf, {})


def _possible(figure: Figure, low: End, high: End) -> bool:
    """True where a number that the figure may be lies between the ends."""
    return not figure.whole or inf in (-low, high) or ceil(low) <= floor(high)


def _open(name: str) -> Replacement:
    return Replacement(name, None, None, 1.0)


def _proposal(figure: Figure, low: End, high: End) -> Replacement:
    """The value between the ends that the figure should have, where one alone is possible or plausible."""
    only = _only(figure, low, high)
    options = [(v, Slip(why, confusion(v))) for v, why in figure.likely if low <= v <= high]
    if only is not None:
        options = [(v, s) for v, s in options if v == only]
        made = slip(figure.printed, figure.value, only)
        options += [(only, made)] if made else []
    elif inf in (-low, high):
        return _open(figure.id)  # everything is possible, so that what is plausible says nothing
    elif not options:
        slips = likely_slips(figure.printed, figure.value)
        options = [(v, s) for v, s in slips if low <= v <= high and (v.denominator == 1 or not figure.whole)]
    if len({v for v, _ in options}) != 1:
        return replace(_open(figure.id), value=only)
    value, best = min(options, key=lambda option: option[1].cost)
    return Replacement(figure.id, value, best.why, best.cost)


def _only(figure: Figure, low: End, high: End) -> Fraction | None:
    """The one number between the ends that can be printed like the figure, or else the one whole number."""
    if low == high:
        return Fraction(low)
    if inf in (-low, high):
        return None
    for step in (last_place(figure.printed, figure.value), *([Fraction(1)] if figure.whole else [])):
        first = ceil(Fraction(low) / step)
        if first == floor(Fraction(high) / step):
            return first * step
    return None


# The two searches


def _search(problem: _Problem, effort: int) -> tuple[list[Solution], bool]:
    """All solutions of the least weight or nearly so, found in the order of their weight; whether the effort was enough.

    Sets wait in a queue by the least weight that they can lead to; what rules a set out is worked out only when its turn comes.
    """
    found: list[tuple[Names, Solution]] = []
    empty: Names = frozenset()
    seen = {empty}
    queue: list[tuple[float, list[str], Names, list[Names]]] = [(0.0, [], empty, [])]
    limit: float = _MANY
    while queue and queue[0][0] <= limit:
        bound, order, changed, needed = heapq.heappop(queue)
        if any(names <= changed for names, _ in found):
            continue
        if not needed:
            effort -= _SETTLING
            try:
                outcome = problem.settled(changed)
            except _TooManyPairs:
                return [s for _, s in found], False
            needed = problem.untouched(changed)
            if isinstance(outcome, list):
                needed += outcome
            elif not needed:
                found.append((changed, _solution(problem, outcome)))
                limit = min(limit, problem.weight(changed) + _NEAR)
                continue
            known = problem.weight(changed) + problem.least(needed)
            if known > bound:
                heapq.heappush(queue, (known, order, changed, needed))
                continue
        if effort < 0:
            return [s for _, s in found], False
        branch = min(needed, key=len)
        for name in sorted(branch):
            more = changed | {name}
            if more not in seen:
                seen.add(more)
                waiting = problem.untouched(more)
                effort -= 1 + len(waiting)
                bound = problem.weight(more) + problem.least(waiting)
                if bound <= limit:
                    heapq.heappush(queue, (bound, sorted(more), more, []))
    return [s for _, s in found], True


def _solution(problem: _Problem, replacements: tuple[Replacement, ...]) -> Solution:
    figures = problem.system.figures
    return Solution(replacements, sum(figures[r.figure].weight * r.cost for r in replacements))


def _program(problem: _Problem) -> tuple[list[Solution], bool]:
    """The same as a covering problem: of each set of figures one must change. What a cover cannot settle gives further sets.

    The program (HiGHS) knows of figures only whether they change, so that nothing depends on floating-point numbers.
    """
    lines = [_Line(dict.fromkeys(names, 1), 1) for names in problem.untouched(frozenset())]
    found: list[Solution] = []
    limit: float = _MANY
    for _ in range(_ROUNDS):
        changed, proven = _cover(problem, lines)
        if changed is None or problem.weight(changed) > limit:
            return found, proven
        try:
            outcome = problem.settled(changed)
        except _TooManyPairs:
            return found, False
        lines += [
            _Line(dict.fromkeys(names - {alone}, 1) | {alone: -1}, 0)
            for names, alone in problem.single(changed)
        ]
        if isinstance(outcome, list):
            lines += [_Line(dict.fromkeys(others, 1), 1) for others in outcome]
        else:
            lines.append(_Line(dict.fromkeys(changed, -1), 1 - len(changed)))
            if not problem.untouched(changed):
                found.append(_solution(problem, outcome))
                limit = min(limit, problem.weight(changed) + _NEAR)
    return found, False


@dataclass(frozen=True)
class _Line:
    """Σ coefficient · (1 if the figure changes, else 0) ≥ least."""

    terms: Mapping[str, int]
    least: int


def _cover(problem: _Problem, lines: Sequence[_Line]) -> tuple[Names | None, bool]:
    """The lightest set that meets all lines, None without one; whether that is certain."""
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import coo_array

    names = sorted({name for line in lines for name in line.terms})
    column = {name: n for n, name in enumerate(names)}
    entries = [(c, n, column[name]) for n, line in enumerate(lines) for name, c in line.terms.items()]
    coefficients, at_row, at_column = zip(*entries, strict=True)
    matrix = coo_array((coefficients, (at_row, at_column)), shape=(len(lines), len(names)))
    result = milp(
        [problem.system.figures[name].weight for name in names],
        integrality=1,
        bounds=Bounds(0, 1),
        constraints=LinearConstraint(matrix.tocsr(), [line.least for line in lines]),
        options={"node_limit": _NODES},
    )
    if result.status != 0:  # 2: there is none; else the limit was met
        return None, result.status == 2
    return frozenset(name for name, used in zip(names, result.x, strict=True) if used > 0.5), True
