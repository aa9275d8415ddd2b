"""Enumerations: neighbouring entities with nothing but list signs between them (甲3件、乙4件和丙5件)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from gdie.annotation import Entity

_LISTED = re.compile(r"[\s、，,；;和及与]*(?:以及)?\s*")
_EMPTY_BRACKETS = re.compile(r"[（(][占约为]{0,2}[)）]")


@dataclass(frozen=True)
class Gap:
    """What stands between two entities: the words that belong to no entity, and the labels of those between."""

    words: str
    labels: frozenset[str]

    @property
    def listed(self) -> bool:
        """Only signs of a list: 、 or a comma."""
        return "\n" not in self.words and _LISTED.fullmatch(self.words) is not None

    @property
    def bare(self) -> bool:
        """A list of these entities and no others."""
        return self.listed and not self.labels


def gap(text: str, entities: Sequence[Entity], first: int, second: int) -> Gap:
    """The gap between two entities, given by their numbers in text order."""
    words, position = "", entities[first].end
    for entity in entities[first + 1 : second]:
        words += text[position : entity.start]
        position = entity.end
    words += text[position : entities[second].start]
    labels = frozenset(e.label for e in entities[first + 1 : second])
    return Gap(_EMPTY_BRACKETS.sub("", words), labels)


def gaps(text: str, entities: Sequence[Entity], label: str) -> Iterator[tuple[int, int, Gap]]:
    """Neighbours of one label with what stands between them."""
    own = [i for i, e in enumerate(entities) if e.label == label]
    for first, second in pairwise(own):
        yield first, second, gap(text, entities, first, second)


def places(
    text: str, entities: Sequence[Entity], label: str, joins: Callable[[Gap], bool]
) -> dict[int, tuple[int, int]]:
    """Entity → its place in its enumeration, and how many that has. What stands alone is not in it."""
    found: dict[int, tuple[int, int]] = {}
    chain: list[int] = []
    for first, second, between in gaps(text, entities, label):
        if not joins(between):
            chain = []
            continue
        chain = chain or [first]
        chain.append(second)
        found.update({entity: (k, len(chain)) for k, entity in enumerate(chain)})
    return found
