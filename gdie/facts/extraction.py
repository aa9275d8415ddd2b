"""Extraction: from a document and a pipeline to entities, relations, facts and breakdowns."""

from __future__ import annotations

from dataclasses import dataclass, field

from spacy.language import Language

from gdie.annotation import Annotation, Entity, Relation
from gdie.annotation.examples import doc_entities, doc_relations, to_source
from gdie.documents import Document, Table, record_spans
from gdie.facts.assemble import Probabilities, assemble
from gdie.facts.breakdowns import breakdowns
from gdie.facts.model import Breakdown, Fact
from gdie.facts.tables import table_annotation
from gdie.text.view import normalise


@dataclass(frozen=True)
class Extraction:
    """Everything that was found in a document. `annotation` is in offsets of the text layer."""

    document: Document
    annotation: Annotation
    facts: tuple[Fact, ...]
    breakdowns: tuple[Breakdown, ...]
    probabilities: Probabilities = field(default_factory=dict)


def extract(document: Document, pipeline: Language) -> Extraction:
    """Run the pipeline over the document's records, read its tables by structure, and assemble the facts."""
    probabilities: dict[Entity | Relation, float] = {}
    spans = record_spans(document)
    views = [normalise(document.slice(span)) for span in spans]
    for span, view, doc in zip(spans, views, pipeline.pipe(v.text for v in views), strict=True):
        for entity, probability in zip(doc_entities(doc), doc._.gdie_entity_scores, strict=True):
            probabilities[to_source(view, entity).shifted(span.start)] = probability
        for relation, probability in doc_relations(doc):
            moved = Relation(to_source(view, relation.head), to_source(view, relation.tail), relation.label)
            probabilities[moved.shifted(span.start)] = probability
    return from_annotation(document, _with_tables(document, probabilities), probabilities)


def from_annotation(
    document: Document, annotation: Annotation, probabilities: Probabilities | None = None
) -> Extraction:
    """The facts of a document whose entities and relations are known, as gold or from the model."""
    facts = assemble(document, annotation, probabilities)
    return Extraction(document, annotation, facts, breakdowns(document, facts), probabilities or {})


def _with_tables(document: Document, found: Probabilities) -> Annotation:
    """The model's annotation of the prose with that of the tables put in for what the model saw in them."""
    entities = {item for item in found if isinstance(item, Entity)}
    relations = {item for item in found if isinstance(item, Relation)}
    for table in document.tables:
        body = _body_start(table)
        own = table_annotation(document, table, [e for e in entities if table.start <= e.start < body])
        inside = {
            e for e in entities if body <= e.start < table.end or any(_overlap(e, o) for o in own.entities)
        }
        entities = (entities - inside) | set(own.entities)
        relations = {r for r in relations if r.head not in inside and r.tail not in inside} | set(
            own.relations
        )
    return Annotation(tuple(sorted(entities)), tuple(sorted(relations)))


def _body_start(table: Table) -> int:
    first = (*table.header, *table.rows)[0]
    return min(cell.start for cell in first.cells)


def _overlap(a: Entity, b: Entity) -> bool:
    return a.start < b.end and b.start < a.end
