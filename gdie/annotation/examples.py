"""From annotated records to spaCy Docs and Examples: source offsets become offsets of the normalised view."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from spacy.tokens import Doc
from spacy.training import Example

from gdie.annotation.records import Entity, Record, Relation
from gdie.text.view import View, normalise

# A list of [head's first token, tail's first token, label, probability]: plain values survive every way of saving a Doc.
RELATIONS_EXTENSION = "gdie_relations"
if not Doc.has_extension(RELATIONS_EXTENSION):
    Doc.set_extension(RELATIONS_EXTENSION, default=None)


class Misaligned(ValueError):
    """A gold span that does not begin and end at token borders; the message shows it."""


def to_doc(record: Record, tokenizer: Callable[[str], Doc]) -> Doc:
    """The record as a Doc of its normalised view, with gold entities and relations. Raises `Misaligned`."""
    view = normalise(record.text)
    doc = tokenizer(view.text)
    spans = {}
    for entity in record.annotation.entities:
        start, end = view.from_source(entity.start, entity.end)
        span = doc.char_span(start, end, label=entity.label)
        if span is None:
            around = record.text[max(0, entity.start - 5) : entity.end + 5]
            marked = record.text[entity.start : entity.end]
            raise Misaligned(
                f"{record.doc} offset {record.offset}: {entity.label} {marked!r} cuts a token in {around!r}"
            )
        spans[entity] = span
    doc.ents = list(spans.values())
    doc._.gdie_relations = [
        [spans[r.head].start, spans[r.tail].start, r.label, 1.0] for r in record.annotation.relations
    ]
    return doc


def to_examples(records: Iterable[Record], tokenizer: Callable[[str], Doc]) -> list[Example]:
    """One Example a record."""
    docs = [to_doc(record, tokenizer) for record in records]
    return [Example(tokenizer(doc.text), doc) for doc in docs]


def doc_entities(doc: Doc) -> list[Entity]:
    """The entities of a Doc in text order, in offsets of its text."""
    return [Entity(e.start_char, e.end_char, e.label_) for e in doc.ents]


def doc_relations(doc: Doc) -> list[tuple[Relation, float]]:
    """The relations of a Doc with their probabilities, in offsets of its text."""
    by_token = {e.start: Entity(e.start_char, e.end_char, e.label_) for e in doc.ents}
    return [(Relation(by_token[h], by_token[t], label), p) for h, t, label, p in doc._.gdie_relations or []]


def to_source(view: View, entity: Entity) -> Entity:
    """The entity of a view as an entity of the source."""
    return Entity(*view.to_source(entity.start, entity.end), entity.label)
