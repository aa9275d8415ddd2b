"""Group by group: each is solved by itself, and groups whose solutions meet are solved together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import inf

from gdie.reconcile.localise.model import Figure, Localisation, Replacement
from gdie.reconcile.localise.problem import Problem
from gdie.reconcile.localise.rows import End, System, bounds, broken
from gdie.reconcile.localise.search import program, search
from gdie.reconcile.model import Constraint

_EFFORT = 20000  # contradictions looked at in one group before the program takes over


def localise(
    figures: Mapping[str, Figure], constraints: Sequence[Constraint], most: int = 10, effort: int = _EFFORT
) -> tuple[Localisation, ...]:
    """Each group of contradictions with at most `most` solutions, in the order of the constraints.

    Constraints that name figures which are not among `figures`, or absurdly large ones, are ignored. `effort` limits the exact
    search of each group.
    """
    system = System(figures, constraints)
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


def _solved(system: System, group: frozenset[int], most: int, effort: int) -> Localisation:
    problem = Problem(system, group)
    solutions, done = search(problem, effort)
    if not solutions and not done:
        solutions, done = program(problem)
    ranked = sorted(solutions, key=lambda s: (s.cost, [r.figure for r in s.replacements]))
    return Localisation(tuple(sorted(group)), tuple(ranked[:most]), done and bool(ranked))


def _clash(
    system: System, groups: Sequence[frozenset[int]], solved: Mapping[frozenset[int], Localisation]
) -> list[frozenset[int]]:
    """Groups that must be solved together, as what settles one touches the other."""
    changed = {g: {r.figure for s in solved[g].solutions for r in s.replacements} for g in groups}
    for number, one in enumerate(groups):
        for other in groups[number + 1 :]:
            if changed[one] & (changed[other] | system.named(other)) or changed[other] & system.named(one):
                return [one, other]
    best = {r.figure: r for g in groups for s in solved[g].solutions[:1] for r in s.replacements}
    for index in sorted({i for name in best for i in system.holding[name]}):
        row = system.rows[index]
        if row.violated or row.lifters & best.keys():
            continue
        low, high = bounds((c, *_after(best, name, system.ends[name])) for name, c in row.terms)
        touching = [g for g in groups if row.names & changed[g]]
        if len(touching) > 1 and broken(row.equal, low, high):
            return touching
    return []


def _after(best: Mapping[str, Replacement], name: str, ends: tuple[End, End]) -> tuple[End, End]:
    """The ends of a figure once the best solutions are carried out."""
    if name not in best:
        return ends
    value = best[name].value
    return (-inf, inf) if value is None else (value, value)
