"""Inline markup for tests: `{COUNT#c 240件}` marks a span with an id, relations are words: `c CATEGORY_OF g`."""

import re

from gdie.annotation import Annotation, Entity, Relation

_SPAN = re.compile(r"\{([A-Z]+)(?:#(\w+))? ([^{}]*)\}")


def parse(marked: str, *relations: str) -> tuple[str, Annotation]:
    """The text without marks, and its annotation."""
    text = ""
    ids: dict[str, Entity] = {}
    position = 0
    for match in _SPAN.finditer(marked):
        text += marked[position : match.start()]
        entity = Entity(len(text), len(text) + len(match.group(3)), match.group(1))
        ids[match.group(2) or f"#{len(ids)}"] = entity
        text += match.group(3)
        position = match.end()
    text += marked[position:]
    arcs = []
    for relation in relations:
        head, label, tail = relation.split()
        arcs.append(Relation(ids[head], ids[tail], label))
    return text, Annotation(tuple(sorted(ids.values())), tuple(sorted(arcs)))
