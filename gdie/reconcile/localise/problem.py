"""One group of contradictions: whether a set of figures can settle it by changing, and where it cannot, what else must change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import inf

from gdie.reconcile.localise.model import Names, Solution
from gdie.reconcile.localise.ranges import Range, absurd, ends_of
from gdie.reconcile.localise.rows import Exact, System, bounds
from gdie.reconcile.localise.values import arbitrary, possible, proposal


class Problem:
    """The violated rows of one group, which must be settled, and all that holds, which must stay so."""

    def __init__(self, system: System, group: frozenset[int]) -> None:
        self.system = system
        self.group = group
        self.ignored = system.violated - group

    def weight(self, changed: Iterable[str]) -> float:
        """What it costs to believe that these figures are wrong."""
        return sum(self.system.figures[name].weight for name in changed)

    def untouched(self, changed: Names) -> list[Names]:
        """Sets of figures in each of which another must change: of violated rows without a change, of rigid ones with a single one."""
        rows = self.system.rows
        waiting = [rows[i].names for i in self.group if rows[i].names.isdisjoint(changed)]
        return waiting + [names - {alone} for names, alone in self.single(changed)]

    def single(self, changed: Names) -> list[tuple[Names, str]]:
        """Rigid rows in which a figure is the only one that changes: their figures, and that one."""
        rows, holding = self.system.rows, self.system.holding
        return [
            (rows[i].names, name)
            for name in changed
            for i in holding[name]
            if rows[i].rigid and len(rows[i].names & changed) == 1 and name not in rows[i].lifters
        ]

    def least(self, needed: Sequence[Names]) -> float:
        """A lower bound of the weight that a change in each of these sets must have; infinite where one is empty.

        Each change pays for the sets that it lies in by equal shares, so that each set costs at least its cheapest share.
        """
        degree = Counter(name for names in needed for name in names)
        figures = self.system.figures
        return sum(min((figures[n].weight / degree[n] for n in names), default=inf) for names in needed)

    def settled(self, changed: Names) -> Solution | list[Names]:
        """The changes of these figures with which all rows hold; else sets of figures in each of which another must change.

        A figure may be left at the value that it has: all of them change only where nothing is `untouched`. Raises TooManyPairs.
        """
        figures = self.system.figures
        names = sorted(changed)
        ranges = list(self._ranges(changed))
        impossible = absurd(ranges, names)
        if impossible:
            return [self._bound_by(r.factors, changed) for r in impossible]
        ends = {name: ends_of(name, ranges, names) for name in names}
        if not all(possible(figures[name], *ends[name]) for name in names):
            return [self.system.named(i for r in ranges for i in r.factors) - changed]
        made = [proposal(figures[name], *ends[name]) for name in names]
        fixed = [Range({r.figure: 1}, r.value, r.value, {}) for r in made if r.value is not None]
        if absurd([*fixed, *ranges], names):
            # Each value is possible, but not all of them together: what is not determined stays open.
            made = [r if ends[r.figure][0] == ends[r.figure][1] else arbitrary(r.figure) for r in made]
        return Solution(tuple(made), sum(figures[r.figure].weight * r.cost for r in made))

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

    def _ranges(self, changed: Names) -> Iterator[Range]:
        """What the rows say of the changed figures, all others ranging over what they mean, and that counts are 0 or more."""
        system = self.system
        touched = self.group.union(*(system.holding[name] for name in changed)) - self.ignored
        for index in sorted(touched):
            row = system.rows[index]
            if row.lifters & changed:
                continue
            low, high = bounds((c, *system.ends[n]) for n, c in row.terms if n not in changed)
            terms = {n: c for n, c in row.terms if n in changed}
            yield Range(terms, -high if row.equal else -inf, -low, {index: 1})
        for name in changed:
            if not system.figures[name].signed:
                yield Range({name: 1}, 0, inf, {})
