"""A pipeline of one component that asks a function for entities and joins them by nearness."""

from collections.abc import Callable, Iterable

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import filter_spans

from gdie.annotation import Entity, Relation
from gdie.annotation.examples import doc_entities
from gdie.evaluation.baselines.nearest import relate
from gdie.pipeline.loading import REGISTERED

assert REGISTERED  # the tokeniser and the Doc's extensions

Find = Callable[[Doc], Iterable[tuple[Entity, float]]]
"""Entities of a Doc, in offsets of its text, each with a probability."""


class Baseline:
    """Writes what the pipeline's own components write: entities, their probabilities, relations."""

    def __init__(self) -> None:
        self.find: Find = lambda _: ()

    def __call__(self, doc: Doc) -> Doc:
        """Annotate one Doc; an entity that cuts a token takes all of it, of overlapping ones the longest stays."""
        sure: dict[tuple[int, int], float] = {}
        spans = []
        for entity, probability in self.find(doc):
            span = doc.char_span(entity.start, entity.end, label=entity.label, alignment_mode="expand")
            if span is not None:
                spans.append(span)
                sure.setdefault((span.start, span.end), probability)
        doc.ents = filter_spans(spans)
        doc._.gdie_entity_scores = [sure[e.start, e.end] for e in doc.ents]
        entities = doc_entities(doc)
        first = {entity: span.start for entity, span in zip(entities, doc.ents, strict=True)}
        doc._.gdie_relations = [_arc(r, first) for r in relate(doc.text, entities)]
        return doc


def _arc(relation: Relation, first: dict[Entity, int]) -> list[object]:
    return [first[relation.head], first[relation.tail], relation.label, 1.0]


@Language.factory("gdie_baseline", assigns=["doc.ents", "doc._.gdie_relations"])
def make_baseline(nlp: Language, name: str) -> Baseline:
    """Factory of the component; what finds the entities is set afterwards, for it is no plain value."""
    return Baseline()


def pipeline_of(find: Find) -> Language:
    """A pipeline around a function that finds entities."""
    nlp = spacy.blank("zh", config={"nlp": {"tokenizer": {"@tokenizers": "gdie.NumberAwareTokenizer.v1"}}})
    component = nlp.add_pipe("gdie_baseline")
    assert isinstance(component, Baseline)
    component.find = find
    return nlp
