"""The distinct values that reports state of one agency, year and code: equal ones put together, contradictions and the best one marked.

All values are kept. Values that cannot all be true (of the same agency, scope, code and period, in units that count alike) are a
conflict; figures that leave room (100余, 约5000, 12.8万) are in none with what lies inside. One value is preferred: from a table before
prose, exact before approximate, printed before a zero in words, from the report of its year before a comparison in another one, in the
form's unit, then the more confident one, then the one stated more often.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import combinations
from typing import Any

from gdie.facts.observations import Kind, Observation, Scope, When
from gdie.outputs.codebook import entries
from gdie.reconcile.meaning import is_exact, meaning
from gdie.reconcile.units import same_unit

KINDS: tuple[Kind, ...] = (
    "annual",
    "as_of",
    "cumulative",
    "part_year",
    "multi_year",
    "since",
    "unknown",
)


@dataclass(frozen=True)
class Subject:
    """What a value is stated of. `doc` is set where the agency is not known, so that reports never mix."""

    agency: str | None
    doc: str
    scope: Scope
    year: int | None
    code: str


@dataclass(frozen=True)
class Value:
    """One distinct value with the observations that state it, the best one first."""

    subject: Subject
    seen: tuple[Observation, ...]
    conflict: bool = False
    preferred: bool = False
    mixed_units: bool = False

    @property
    def best(self) -> Observation:
        """The observation that speaks for the value."""
        return self.seen[0]

    @cached_property
    def unit(self) -> str | None:
        """The unit of measure, in simplified script."""
        return next((o.unit for o in self.seen if o.unit), None)

    @cached_property
    def flags(self) -> frozenset[str]:
        """What holds for all observations, and what one of them tells of all: mixed units, the short first year."""
        common = frozenset.intersection(*(o.flags for o in self.seen))
        told = {flag for o in self.seen for flag in o.flags if flag == "first_year"}
        return common | told | ({"unit"} if self.mixed_units else set())

    @cached_property
    def rank(self) -> tuple[Any, ...]:
        """Sorts values that compete, the preferred one first."""
        return (*_rank(self.best), -len(self.seen), *_place(self.best))


def distinct_values(observations: Iterable[Observation]) -> list[Value]:
    """The values of all observations with the marks that they give each other, in the order of the first observation of each subject."""
    subjects: dict[Subject, list[Observation]] = defaultdict(list)
    for seen in observations:
        doc = "" if seen.agency else seen.doc
        subjects[Subject(seen.agency, doc, seen.scope, seen.when.year, seen.code)].append(seen)
    values: list[Value] = []
    for subject, stated in subjects.items():
        for competing in _grouped(stated, lambda o: _period(o.when)):
            equal = _grouped(competing, _figure)
            values += _judged([Value(subject, alike) for same in equal for alike in _by_unit(same)])
    return values


def _grouped(observations: Iterable[Observation], key: Any) -> list[list[Observation]]:
    groups: dict[Hashable, list[Observation]] = defaultdict(list)
    for seen in observations:
        groups[key(seen)].append(seen)
    return list(groups.values())


def _period(when: When) -> Hashable:
    """Values of one period compete. The last day of a year speaks for the year, as its report does."""
    annual = when.kind == "annual" or (when.kind == "as_of" and when.end == f"{when.year}-12-31")
    return "annual" if annual else (when.kind, when.start, when.end)


def _figure(seen: Observation) -> Hashable:
    fact = seen.fact
    thing = (fact.column, fact.category.text if fact.category else None) if seen.part else None
    return (fact.value, fact.value_max, fact.approx, seen.part, thing)


def _by_unit(equal: Iterable[Observation]) -> list[tuple[Observation, ...]]:
    """Observations of equal figures, those in units that count alike (件, 宗, none stated) together."""
    clusters: list[list[Observation]] = []
    for seen in sorted(equal, key=lambda o: (o.unit is None, _rank(o), _place(o))):
        fitting = (cluster for cluster in clusters if same_unit([cluster[0].unit, seen.unit]))
        if (cluster := next(fitting, None)) is not None:
            cluster.append(seen)
        else:
            clusters.append([seen])
    return [tuple(sorted(cluster, key=lambda o: (_rank(o), _place(o)))) for cluster in clusters]


def _rank(seen: Observation) -> tuple[Any, ...]:
    fact = seen.fact
    entry = entries().get(seen.code)
    official = entry.base_unit if entry else None
    return (
        fact.source != "table",
        not is_exact(fact),
        fact.implied,
        not seen.own,
        official is not None and not same_unit([seen.unit, official]),
        -fact.confidence,
    )


def _place(seen: Observation) -> tuple[Any, ...]:
    return (seen.doc, seen.fact.start, seen.fact.end, seen.fact.id)


def _judged(competing: Sequence[Value]) -> list[Value]:
    """The values of one period, the best first, with the marks that they give each other. Parts take no part."""
    ranked = sorted(competing, key=lambda v: v.rank)
    whole = [v for v in ranked if not v.best.part]
    clashing = {id(v) for pair in combinations(whole, 2) if _clash(*pair) for v in pair}
    mixed = not same_unit(v.unit for v in whole)
    return [
        replace(
            value,
            conflict=id(value) in clashing,
            preferred=bool(whole) and value is whole[0],
            mixed_units=mixed and not value.best.part,
        )
        for value in ranked
    ]


def _clash(a: Value, b: Value) -> bool:
    """Whether two values can't both be true: of the same offices, counted alike, of a known time, and no number that both can mean."""
    words, others = ({o.words for o in value.seen} for value in (a, b))
    same_offices = bool(words & others) or "" in words | others
    known = a.best.when.kind != "unknown"
    return (
        known
        and same_offices
        and same_unit([a.unit, b.unit])
        and not meaning(a.best.fact).meets(meaning(b.best.fact))
    )
