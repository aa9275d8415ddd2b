"""Where annotators of one text differ: what overlaps is one disagreement, with the reading of each beside the others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeVar

from gdie.annotation.records import Annotation, Entity, Relation
from gdie.documents import Span

CONTEXT = 10  # characters shown on either side of a disagreement
Item = Entity | Relation
AnyItem = TypeVar("AnyItem", Entity, Relation)


@dataclass(frozen=True)
class Disagreement:
    """Entities that overlap, or relations of one label whose heads do, which not all annotators have.

    A reading is what one annotator has there, perhaps nothing; None says that he has not seen the place. `[start, end)` are the
    entities or the heads.
    """

    kind: Literal["entity", "relation"]
    start: int
    end: int
    readings: tuple[frozenset[Item] | None, ...]

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels that occur, sorted."""
        return tuple(sorted({item.label for reading in self.readings for item in reading or ()}))

    def words(self, text: str) -> list[str]:
        """Each annotator's reading in words of `text`."""
        return ["not annotated" if r is None else _words(text, r) for r in self.readings]

    def context(self, text: str) -> str:
        """The place in `text` with a few characters before and after it, in one line."""
        before, after = text[max(0, self.start - CONTEXT) : self.start], text[self.end : self.end + CONTEXT]
        return f"{visible(before)}【{visible(text[self.start : self.end])}】{visible(after)}"


@dataclass(frozen=True)
class _Holders:
    """The numbers of the annotators who have an item, and of those who have seen its place."""

    having: frozenset[int]
    able: frozenset[int]


def disagreements(
    annotations: Sequence[Annotation], seen: Sequence[Sequence[Span]] | None = None
) -> list[Disagreement]:
    """All disagreements in text order, entities before relations. `seen` are each annotator's stretches; by default all see all.

    An item counts among those who have seen all of it, if they are two or more.
    """
    entities = _disputed([a.entities for a in annotations], seen)
    relations = _disputed([a.relations for a in annotations], seen)
    by_label: dict[str, list[Relation]] = defaultdict(list)
    for relation in relations:
        by_label[relation.label].append(relation)
    found = [_disagreement(group, entities, len(annotations)) for group in _groups(entities)]
    for own in by_label.values():
        found += [_disagreement(group, relations, len(annotations)) for group in _groups(own)]
    return sorted(found, key=lambda d: (d.kind, d.start, d.end, d.labels))


def visible(text: str) -> str:
    """The text in one line, with blanks for what does not print or would act on a terminal."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _place(item: Item) -> Entity:
    return item.head if isinstance(item, Relation) else item


def _ends(item: Item) -> tuple[Entity, ...]:
    return (item.head, item.tail) if isinstance(item, Relation) else (item,)


def _sees(spans: Sequence[Span], item: Item) -> bool:
    return all(any(span.covers(e.start, e.end) for span in spans) for e in _ends(item))


def _disputed(
    own: Sequence[Iterable[AnyItem]], seen: Sequence[Sequence[Span]] | None
) -> dict[AnyItem, _Holders]:
    """The items that not all have who see them."""
    having: dict[AnyItem, set[int]] = defaultdict(set)
    for who, items in enumerate(own):
        for item in items:
            having[item].add(who)
    disputed = {}
    for item, whose in having.items():
        able = {who for who in range(len(own)) if seen is None or _sees(seen[who], item)}
        if len(able) > 1 and able - whose:
            disputed[item] = _Holders(frozenset(whose), frozenset(able))
    return disputed


def _groups(items: Iterable[AnyItem]) -> Iterator[list[AnyItem]]:
    """Items whose places overlap, directly or by way of others."""
    group: list[AnyItem] = []
    reached = 0
    for item in sorted(items, key=lambda i: (_place(i).start, _place(i).end)):
        if group and _place(item).start >= reached:
            yield group
            group = []
        group.append(item)
        reached = max(reached, _place(item).end)
    if group:
        yield group


def _disagreement(group: Sequence[AnyItem], disputed: Mapping[AnyItem, _Holders], size: int) -> Disagreement:
    able = {who for item in group for who in disputed[item].able}
    readings = tuple(
        frozenset(item for item in group if who in disputed[item].having) if who in able else None
        for who in range(size)
    )
    kind: Literal["entity", "relation"] = "relation" if isinstance(group[0], Relation) else "entity"
    places = [_place(item) for item in group]
    return Disagreement(kind, min(p.start for p in places), max(p.end for p in places), readings)


def _words(text: str, reading: frozenset[Item]) -> str:
    said = []
    for item in sorted(reading, key=lambda i: (_ends(i), i.label)):
        marked = " → ".join(visible(text[e.start : e.end]) for e in _ends(item))
        said.append(marked if isinstance(item, Relation) else f"{visible(item.label)} {marked}")
    return "; ".join(said) or "–"
