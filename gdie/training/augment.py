"""Augmentation: records with their mentions exchanged for other mentions of the same label.

Five documents name few things; a model that has seen 法规类信息 between 公开 and 12条 in many wordings learns the place and
not the words (mention replacement, Dai and Adel 2020). Figures keep their text, so sums stay what they were.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence

from gdie.annotation import Annotation, Entity, Record, Relation

EXCHANGED = ("CATEGORY", "CHANNEL", "AGENCY", "DATE")


def augmented(records: Sequence[Record], copies: int, share: float, seed: int) -> Iterator[Record]:
    """The records, then `copies` variants of each, in which about `share` of the mentions are exchanged."""
    yield from records
    mentions: dict[str, list[str]] = defaultdict(list)
    for record in records:
        for entity in record.annotation.entities:
            if entity.label in EXCHANGED:
                mentions[entity.label].append(record.text[entity.start : entity.end])
    draw = random.Random(seed)
    pools = {label: sorted(set(words)) for label, words in mentions.items()}
    for _ in range(copies):
        for record in records:
            yield exchange(record, pools, share, draw)


def exchange(record: Record, pools: dict[str, list[str]], share: float, draw: random.Random) -> Record:
    """One variant of a record; entities and relations follow their words."""
    text = ""
    position = 0
    moved: dict[Entity, Entity] = {}
    for entity in record.annotation.entities:
        text += record.text[position : entity.start]
        words = record.text[entity.start : entity.end]
        if entity.label in pools and draw.random() < share:
            other = draw.choice(pools[entity.label])
            # Digits or letters that meet would become one token, and the span would begin inside it.
            if not (_joins(text, other) or _joins(other, record.text[entity.end :])):
                words = other
        moved[entity] = Entity(len(text), len(text) + len(words), entity.label)
        text += words
        position = entity.end
    text += record.text[position:]
    relations = (Relation(moved[r.head], moved[r.tail], r.label) for r in record.annotation.relations)
    return Record(
        record.doc, record.offset, text, Annotation(tuple(moved.values()), tuple(sorted(relations)))
    )


def _joins(left: str, right: str) -> bool:
    return bool(left and right) and _runs_on(left[-1]) and _runs_on(right[0])


def _runs_on(character: str) -> bool:
    return character.isdigit() or (character.isascii() and not character.isspace())
