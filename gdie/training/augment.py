"""Augmentation: records with their mentions exchanged for other mentions of the same label.

Five documents name few things; a model that has seen 法规类信息 between 公开 and 12条 in many wordings learns the place and
not the words (mention replacement, Dai and Adel 2020). Figures keep their text, so sums stay what they were.
"""

from __future__ import annotations

import random
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from gdie.annotation import Annotation, Entity, Record, Relation

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

EXCHANGED = ("CATEGORY", "CHANNEL", "AGENCY", "DATE")
# How many agencies are made from regions and organs.
AGENCIES = 300

Pools = Mapping[str, Sequence[str]]


def augmented(
    records: Sequence[Record], copies: int, share: float, seed: int, words: Pools
) -> Iterator[Record]:
    """The records, then `copies` variants of each, in which about `share` of the mentions are exchanged.

    What they are exchanged for comes in equal parts from the records themselves and, for labels that have any, from `words`.
    """
    yield from records
    draw = random.Random(seed)
    own = mentions(records)
    for _ in range(copies):
        for record in records:
            yield exchange(record, own, words, share, draw)


def mentions(records: Iterable[Record]) -> Pools:
    """The different mentions of each label that is exchanged."""
    found: dict[str, set[str]] = defaultdict(set)
    for record in records:
        for entity in record.annotation.entities:
            if entity.label in EXCHANGED:
                found[entity.label].add(record.text[entity.start : entity.end])
    return {label: sorted(texts) for label, texts in found.items()}


def read_vocabulary(path: Path, seed: int) -> Pools:
    """The word lists of `training/vocabulary.toml` by label; agencies are made of a region and an organ."""
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    draw = random.Random(seed)
    made = [draw.choice(data["regions"]) + draw.choice(data["organs"]) for _ in range(AGENCIES)]
    agencies = sorted({*made, *data["organs"], *data["references"]})
    return {"CATEGORY": data["categories"], "CHANNEL": data["channels"], "AGENCY": agencies}


def exchange(record: Record, own: Pools, words: Pools, share: float, draw: random.Random) -> Record:
    """One variant of a record; entities and relations follow their words."""
    text = ""
    position = 0
    moved: dict[Entity, Entity] = {}
    for entity in record.annotation.entities:
        text += record.text[position : entity.start]
        chosen = record.text[entity.start : entity.end]
        if entity.label in own and draw.random() < share:
            source = words if entity.label in words and draw.random() < 0.5 else own
            other = draw.choice(source[entity.label])
            # Digits or letters that meet would become one token, and the span would begin inside it.
            if not (_joins(text, other) or _joins(other, record.text[entity.end :])):
                chosen = other
        moved[entity] = Entity(len(text), len(text) + len(chosen), entity.label)
        text += chosen
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
