"""Inline markup for tests: `{COUNT#c 240件}` marks a span with an id, relations are words: `c CATEGORY_OF g`."""

from gdie.annotation import Annotation, Relation
from gdie.annotation.markup import parse_marks


def parse(marked: str, *relations: str) -> tuple[str, Annotation]:
    """The text without marks, and its annotation."""
    text, marks = parse_marks(marked)
    ids = {mark.id or f"#{number}": mark.entity for number, mark in enumerate(marks)}
    arcs = []
    for relation in relations:
        head, label, tail = relation.split()
        arcs.append(Relation(ids[head], ids[tail], label))
    return text, Annotation(tuple(sorted(ids.values())), tuple(sorted(arcs)))
