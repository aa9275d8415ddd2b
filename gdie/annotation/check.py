"""Validation of annotated records against the scheme and the corpus."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import pairwise

from gdie.annotation.records import Record
from gdie.annotation.scheme import Scheme, load_scheme


def problems(record: Record, texts: Mapping[str, str]) -> Iterator[str]:
    """Everything that is wrong with a record, one line each.

    `texts` maps a document's name to its text layer; a record must be found there at its offset.
    """
    yield from _text_problems(record, texts)
    yield from _entity_problems(record, load_scheme())
    yield from _relation_problems(record, load_scheme())


def _text_problems(record: Record, texts: Mapping[str, str]) -> Iterator[str]:
    text = texts.get(record.doc)
    if text is None:
        yield f"document {record.doc!r} is not in the corpus"
    elif text[record.offset : record.offset + len(record.text)] != record.text:
        yield f"text differs from document {record.doc!r} at offset {record.offset}"


def _entity_problems(record: Record, scheme: Scheme) -> Iterator[str]:
    entities = record.annotation.entities
    for e in entities:
        where = f"{e.label} [{e.start}, {e.end})"
        if e.label not in scheme.entities:
            yield f"{where}: unknown label"
        if not 0 <= e.start < e.end <= len(record.text):
            yield f"{where}: outside the text of {len(record.text)} characters, or empty"
            continue
        marked = record.text[e.start : e.end]
        if marked != marked.strip():
            yield f"{where}: {marked!r} begins or ends with a blank"
    for a, b in pairwise(sorted(entities)):
        if b.start < a.end:
            yield f"{a.label} [{a.start}, {a.end}) overlaps {b.label} [{b.start}, {b.end})"


def _relation_problems(record: Record, scheme: Scheme) -> Iterator[str]:
    seen: Counter[tuple[object, ...]] = Counter()
    heads: Counter[tuple[object, str]] = Counter()
    for r in record.annotation.relations:
        where = f"{r.label} [{r.head.start}, {r.head.end}) → [{r.tail.start}, {r.tail.end})"
        kind = scheme.relations.get(r.label)
        if kind is None:
            yield f"{where}: unknown relation"
            continue
        if r.head.label not in kind.head or r.tail.label not in kind.tail:
            yield f"{where}: joins {r.head.label} to {r.tail.label}, which the scheme does not allow"
        if r.head == r.tail:
            yield f"{where}: joins a span to itself"
        seen[(r.head, r.tail, r.label)] += 1
        if seen[(r.head, r.tail, r.label)] == 2:
            yield f"{where}: stands there twice"
        heads[(r.head, r.label)] += 1
        if heads[(r.head, r.label)] == 2 and not kind.many:
            yield f"{where}: a second {r.label} of one figure"
    parents = {r.head: r.tail for r in record.annotation.relations if r.label == "PART_OF"}
    for start in parents:
        node, steps = start, 0
        while node in parents and steps <= len(parents):
            node, steps = parents[node], steps + 1
        if steps > len(parents):
            yield f"PART_OF [{start.start}, {start.end}): the chain of totals is a circle"
            return
