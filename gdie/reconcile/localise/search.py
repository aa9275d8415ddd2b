"""The two searches for the lightest sets of figures that settle a group: branch and bound, and covers by integer programs."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from gdie.reconcile.localise.model import Names, Solution
from gdie.reconcile.localise.problem import Problem
from gdie.reconcile.localise.ranges import TooManyPairs

_NEAR = 0.25  # solutions that weigh this much more than the lightest are listed, too
_MANY = 7  # weight of a solution; a group with more errors was misread as a whole
_SETTLING = 40  # as many contradictions take the time of working out the values of one set
_NODES = 100  # of a program's search tree
_ROUNDS = 20  # programs for one group


def search(problem: Problem, effort: int) -> tuple[list[Solution], bool]:
    """All solutions of the least weight or nearly so, found in the order of their weight; whether the effort was enough.

    Sets wait in a queue by the least weight that they can lead to; what rules a set out is worked out only when its turn comes.
    """
    found: dict[Names, Solution] = {}
    empty: Names = frozenset()
    seen = {empty}
    queue: list[tuple[float, list[str], Names, list[Names]]] = [(0.0, [], empty, [])]
    limit: float = _MANY
    while queue and queue[0][0] <= limit:
        bound, order, changed, needed = heapq.heappop(queue)
        if any(names <= changed for names in found):
            continue
        if not needed:
            effort -= _SETTLING
            try:
                outcome = problem.settled(changed)
            except TooManyPairs:
                return list(found.values()), False
            needed = problem.untouched(changed)
            if not isinstance(outcome, Solution):
                needed += outcome
            elif not needed:
                found[changed] = outcome
                limit = min(limit, problem.weight(changed) + _NEAR)
                continue
            known = problem.weight(changed) + problem.least(needed)
            if known > bound:
                heapq.heappush(queue, (known, order, changed, needed))
                continue
        if effort < 0:
            return list(found.values()), False
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
    return list(found.values()), True


def program(problem: Problem) -> tuple[list[Solution], bool]:
    """The same as a covering problem: of each set of figures one must change. What a cover cannot settle gives further sets.

    The program (HiGHS) knows of figures only whether they change, so that nothing depends on floating-point numbers.
    """
    lines = [_one_of(names) for names in problem.untouched(frozenset())]
    found: list[Solution] = []
    limit: float = _MANY
    for _ in range(_ROUNDS):
        changed, proven = _cover(problem, lines)
        if changed is None or problem.weight(changed) > limit:
            return found, proven
        try:
            outcome = problem.settled(changed)
        except TooManyPairs:
            return found, False
        for names, alone in problem.single(changed):
            lines.append(_Line(dict.fromkeys(names - {alone}, 1) | {alone: -1}, 0))
        if isinstance(outcome, Solution):
            lines.append(_Line(dict.fromkeys(changed, -1), 1 - len(changed)))
            if not problem.untouched(changed):
                found.append(outcome)
                limit = min(limit, problem.weight(changed) + _NEAR)
        else:
            lines += [_one_of(names) for names in outcome]
    return found, False


@dataclass(frozen=True)
class _Line:
    """Σ coefficient · (1 if the figure changes, else 0) ≥ least."""

    terms: Mapping[str, int]
    least: int


def _one_of(names: Iterable[str]) -> _Line:
    return _Line(dict.fromkeys(names, 1), 1)


def _cover(problem: Problem, lines: Sequence[_Line]) -> tuple[Names | None, bool]:
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
