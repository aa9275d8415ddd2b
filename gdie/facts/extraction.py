"""Extraction: from a document and a pipeline to entities, relations, facts and breakdowns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from spacy.language import Language

from gdie.annotation import Annotation, Entity, Relation
from gdie.annotation.examples import doc_entities, doc_relations, to_source
from gdie.documents import Document, Span, Table, record_spans
from gdie.facts.assemble import assemble, report_year
from gdie.facts.breakdowns import breakdowns
from gdie.facts.changes import changes
from gdie.facts.confidence import Calibration, Probabilities
from gdie.facts.enumerations import enumerations
from gdie.facts.forms import FormReadings, read_forms, unglue
from gdie.facts.linking import link
from gdie.facts.model import Breakdown, Change, Enumeration, Fact
from gdie.facts.tables import table_annotation
from gdie.facts.tasks import is_task_table, task_cells
from gdie.pipeline.link_features import Surroundings
from gdie.pipeline.linker import Choice, linker_of
from gdie.text.view import normalise


@dataclass(frozen=True)
class Extraction:
    """Everything that was found in a document. `annotation` is in offsets of the text layer; `year` is the one reported on."""

    document: Document
    annotation: Annotation
    year: int | None
    facts: tuple[Fact, ...]
    breakdowns: tuple[Breakdown, ...]
    forms: FormReadings
    probabilities: Probabilities = field(default_factory=dict)
    changes: tuple[Change, ...] = ()
    enumerations: tuple[Enumeration, ...] = ()


def extract(document: Document, pipeline: Language) -> Extraction:
    """Run the pipeline over the document's records, read its tables by structure, and assemble the facts."""
    document = unglue(document)
    probabilities: dict[Entity | Relation, float] = {}
    spans = list(prose_spans(document))
    views = [normalise(document.slice(span)) for span in spans]
    # What the pipeline keeps of the words of one document would add up over thousands.
    with pipeline.memory_zone():
        # Small batches: memory grows with the characters of a batch, speed hardly does.
        docs = pipeline.pipe((view.text for view in views), batch_size=2)
        for span, view, doc in zip(spans, views, docs, strict=True):
            for entity, probability in zip(doc_entities(doc), doc._.gdie_entity_scores, strict=True):
                probabilities[to_source(view, entity).shifted(span.start)] = probability
            for relation, probability in doc_relations(doc):
                head, tail = to_source(view, relation.head), to_source(view, relation.tail)
                probabilities[Relation(head, tail, relation.label).shifted(span.start)] = probability
    forms = read_forms(document)
    annotation = _with_tables(document, probabilities, forms)
    found = from_annotation(document, annotation, probabilities, forms, _calibration(pipeline))
    return _linked(found, pipeline)


def _calibration(pipeline: Language) -> Calibration | None:
    """What the pipeline's confidence is calibrated by, where it is."""
    data = pipeline.meta.get("gdie", {}).get("confidence")
    return Calibration.from_json(data) if data else None


def _linked(found: Extraction, pipeline: Language) -> Extraction:
    """The extraction with the codes that the pipeline's linker gives, where it has one."""
    linker = linker_of(pipeline)
    if linker is None:
        return found

    def decide(figure: Surroundings, fact: Fact) -> Choice:
        return linker.choose(figure)

    return replace(found, facts=link(found.document, found.facts, decide, found.year))


def extract_tables(document: Document) -> Extraction:
    """The facts of the document's tables alone; needs no pipeline."""
    document = unglue(document)
    forms = read_forms(document)
    return from_annotation(document, _with_tables(document, {}, forms), {}, forms)


def from_annotation(
    document: Document,
    annotation: Annotation,
    probabilities: Probabilities | None = None,
    forms: FormReadings | None = None,
    calibration: Calibration | None = None,
) -> Extraction:
    """The facts of a document whose entities and relations are known, as gold or from the model."""
    if forms is None:
        document = unglue(document)
        forms = read_forms(document)
    facts = tuple(
        replace(fact, place=document.place_of(fact.start, fact.end))
        for fact in assemble(document, annotation, forms, probabilities, calibration)
    )
    return Extraction(
        document,
        annotation,
        report_year(document, annotation),
        facts,
        breakdowns(document, facts, forms),
        forms,
        probabilities or {},
        changes(document, facts),
        enumerations(document, facts),
    )


def prose_spans(document: Document) -> Iterator[Span]:
    """The records of a document without the bodies of its tables: statistics are read by structure, tasks cell by cell."""
    bodies = [(Span(_body_start(t), t.end), t) for t in document.tables]
    for record in record_spans(document):
        start = record.start
        for body, table in bodies:
            if start < body.end and body.start < record.end:
                if start < body.start:
                    yield Span(start, body.start)
                if is_task_table(table):
                    yield from (c for c in task_cells(table) if start <= c.start < record.end)
                start = max(start, body.end)
        if start < record.end:
            yield Span(start, record.end)


def _with_tables(document: Document, found: Probabilities, forms: FormReadings) -> Annotation:
    """The model's annotation of the prose, captions included, with that of the tables."""
    entities = {item for item in found if isinstance(item, Entity)}
    relations = {item for item in found if isinstance(item, Relation)}
    for table in document.tables:
        if is_task_table(table):
            continue
        body = _body_start(table)
        captioned = [e for e in entities if table.start <= e.start < body]
        own = table_annotation(document, table, captioned, forms.by_table.get(table.start))
        above = [e for e in own.entities if e.start < body]
        # What a caption says of its figure (单位:9件) is read by structure too.
        inside = {e for e in captioned if any(_overlap(e, o) for o in above)}
        entities = (entities - inside) | set(own.entities)
        relations = {r for r in relations if not {r.head, r.tail} & inside} | set(own.relations)
    return Annotation(tuple(sorted(entities)), tuple(sorted(relations)))


def _body_start(table: Table) -> int:
    first = (*table.header, *table.rows)[0]
    return min(cell.start for cell in first.cells)


def _overlap(a: Entity, b: Entity) -> bool:
    return a.start < b.end and b.start < a.end
