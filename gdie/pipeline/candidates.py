"""Which pairs of entities the relation model judges.

The reach is counted in entities of the tail's label, not in tokens: a token is one character here, and in a long list
the total stands hundreds of characters away from its last part.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from gdie.annotation import Entity, Relation, load_scheme


@dataclass(frozen=True)
class Reach:
    """How many entities of the tail's label before and after the head are candidates."""

    before: int
    after: int


DEFAULT_REACH: Mapping[str, Reach] = {
    "CATEGORY_OF": Reach(8, 6),
    "VIA": Reach(10, 6),
    "DURING": Reach(10, 2),
    "BY": Reach(14, 3),
    "PART_OF": Reach(60, 20),
    "SHARE_OF": Reach(6, 3),
}


@dataclass(frozen=True)
class Candidate:
    """A pair that the model scores: indices into the entities, and how many of the tail's label lie between."""

    head: int
    tail: int
    label: str
    rank: int


def propose(entities: Sequence[Entity], reach: Mapping[str, Reach] = DEFAULT_REACH) -> list[Candidate]:
    """All candidates of a record, grouped by head and relation. `entities` are in text order."""
    by_label: dict[str, list[int]] = defaultdict(list)
    for i, entity in enumerate(entities):
        by_label[entity.label].append(i)
    candidates = []
    for head, entity in enumerate(entities):
        for relation in load_scheme().relations.values():
            if entity.label not in relation.head:
                continue
            tails = [t for label in relation.tail for t in by_label[label] if t != head]
            limit = reach[relation.label]
            before = [t for t in tails if t < head][-limit.before :][::-1]
            after = [t for t in tails if t > head][: limit.after]
            candidates += [Candidate(head, t, relation.label, -k) for k, t in enumerate(before, 1)]
            candidates += [Candidate(head, t, relation.label, k) for k, t in enumerate(after, 1)]
    return candidates


def never_proposed(
    entities: Sequence[Entity], gold: Iterable[Relation], reach: Mapping[str, Reach] = DEFAULT_REACH
) -> list[Relation]:
    """The gold relations that no candidate covers: misses that no training can mend."""
    proposed = {(entities[c.head], entities[c.tail], c.label) for c in propose(entities, reach)}
    return [r for r in gold if (r.head, r.tail, r.label) not in proposed]
