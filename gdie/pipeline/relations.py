"""The trainable relation component: for each figure, which category, channel, date, agency, total it belongs to.

For relations of which a figure has at most one, the candidates of a figure compete in one softmax together with "none";
for the others (a figure summed over several channels, a share over two counts) each candidate stands for itself.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language
from spacy.scorer import PRFScore
from spacy.tokens import Doc, Span
from spacy.training import Example
from spacy.vocab import Vocab
from thinc.api import Model

from gdie.annotation import Entity, load_scheme
from gdie.annotation.examples import doc_entities, doc_relations
from gdie.pipeline.candidates import Candidate, never_proposed, propose
from gdie.pipeline.component import TrainableComponent
from gdie.pipeline.decoding import decode
from gdie.pipeline.pair_features import PairFeatures
from gdie.pipeline.relation_model import LABELS, PairBatch


@dataclass(frozen=True)
class _Pairs:
    """The candidates of one Doc with what the model needs of them."""

    candidates: list[Candidate]
    spans: NDArray[np.int64]  # (entities, 2) first and last token
    entity_features: NDArray[np.uint64]
    features: NDArray[np.uint64]


class RelationExtractor(TrainableComponent):
    """`nlp` component `gdie_relations`; needs entities and a shared tok2vec before it."""

    def __init__(self, vocab: Vocab, model: Model[PairBatch, Any], name: str) -> None:
        self.vocab = vocab
        self.model = model
        self.name = name
        self.cfg: dict[str, Any] = {}
        self._cache: dict[tuple[str, tuple[Entity, ...]], _Pairs] = {}

    def predict(self, docs: Iterable[Doc]) -> list[tuple[_Pairs, NDArray[np.float64]]]:
        """Candidates and their probabilities, one entry a Doc."""
        docs = list(docs)
        pairs = [self._pairs(doc) for doc in docs]
        if not any(p.candidates for p in pairs):
            return [(p, np.zeros(0)) for p in pairs]
        scores = self.model.predict(_batch(docs, pairs))
        result, start = [], 0
        for p in pairs:
            own = np.asarray(scores[start : start + len(p.candidates)], dtype="float64")
            result.append((p, _probabilities(p.candidates, own)))
            start += len(p.candidates)
        return result

    def set_annotations(
        self, docs: Iterable[Doc], scores: Sequence[tuple[_Pairs, NDArray[np.float64]]]
    ) -> None:
        """Decide each relation along enumerations; see `gdie.pipeline.decoding`."""
        for doc, (pairs, probabilities) in zip(docs, scores, strict=True):
            chosen = decode(doc.text, doc_entities(doc), pairs.candidates, probabilities)
            doc._.gdie_relations = [
                [int(pairs.spans[c.head, 0]), int(pairs.spans[c.tail, 0]), c.label, float(p)]
                for c, p in chosen
            ]

    def learn(self, examples: list[Example]) -> float:
        """Gold entities, gold relations; a relation outside the candidates counts as none of them."""
        docs = [example.predicted for example in examples]
        for example in examples:
            # Both sides come from the same tokeniser, so token numbers carry over.
            example.predicted.ents = [
                Span(example.predicted, e.start, e.end, label=e.label) for e in example.reference.ents
            ]
        pairs = [self._pairs(doc, cached=True) for doc in docs]
        if not any(p.candidates for p in pairs):
            return 0.0
        scores, backprop = self.model.begin_update(_batch(docs, pairs))
        gradient = self.model.ops.alloc2f(*scores.shape)
        loss = 0.0
        start = 0
        for example, p in zip(examples, pairs, strict=True):
            stop = start + len(p.candidates)
            own = np.asarray(scores[start:stop], dtype="float64")
            error = _probabilities(p.candidates, own) - _truth(example.reference, p)
            columns = [LABELS.index(c.label) for c in p.candidates]
            gradient[np.arange(start, stop), columns] = error
            loss += float((error**2).sum())
            start = stop
        backprop(gradient / max(1, len(examples)))
        return loss

    def initialize(
        self, get_examples: Callable[[], Iterable[Example]], *, nlp: Language | None = None
    ) -> None:
        """Size the layers from a few examples."""
        docs = [example.reference for example, _ in zip(get_examples(), range(8), strict=False)]
        self.model.initialize(X=_batch(docs, [self._pairs(doc) for doc in docs]))

    def score(self, examples: Iterable[Example], **_: Any) -> dict[str, Any]:
        """Precision, recall and F1 on predicted entities, and how many gold pairs no candidate covers."""
        total = PRFScore()
        by_label = {label: PRFScore() for label in LABELS}
        missed = 0
        for example in examples:
            gold = {r for r, _ in doc_relations(example.reference)}
            predicted = {r for r, _ in doc_relations(example.predicted)}
            missed += len(never_proposed(doc_entities(example.reference), gold))
            total.score_set(predicted, gold)
            for label, score in by_label.items():
                score.score_set(
                    {r for r in predicted if r.label == label}, {r for r in gold if r.label == label}
                )
        return {
            "rel_p": total.precision,
            "rel_r": total.recall,
            "rel_f": total.fscore,
            "rel_never_proposed": missed,
            "rel_per_type": {label: score.to_dict() for label, score in by_label.items()},
        }

    def _pairs(self, doc: Doc, cached: bool = False) -> _Pairs:
        entities = doc_entities(doc)
        key = (doc.text, tuple(entities))
        if cached and key in self._cache:
            return self._cache[key]
        candidates = propose(entities)
        features = PairFeatures(doc.text, entities)
        spans = np.array([[e.start, e.end - 1] for e in doc.ents], dtype=np.int64).reshape(-1, 2)
        pairs = _Pairs(candidates, spans, features.entity_rows(), features.rows(candidates))
        if cached:
            self._cache[key] = pairs
        return pairs


def _batch(docs: list[Doc], pairs: list[_Pairs]) -> PairBatch:
    spans, indices, tokens, entities = [], [], 0, 0
    for doc, p in zip(docs, pairs, strict=True):
        index = np.array([[c.head, c.tail] for c in p.candidates], dtype=np.int64).reshape(-1, 2)
        spans.append(p.spans + tokens)
        indices.append(index + entities)
        tokens += len(doc)
        entities += len(p.spans)
    return PairBatch(
        docs,
        np.vstack(spans),
        np.vstack([p.entity_features for p in pairs]),
        [len(p.spans) for p in pairs],
        np.vstack(indices),
        np.vstack([p.features for p in pairs]),
    )


def _groups(candidates: Sequence[Candidate]) -> Iterator[tuple[str, slice]]:
    """Stretches of candidates that share head and relation (they are proposed in this order)."""
    start = 0
    for (_, label), group in groupby(candidates, key=lambda c: (c.head, c.label)):
        stop = start + sum(1 for _ in group)
        yield label, slice(start, stop)
        start = stop


def _probabilities(candidates: Sequence[Candidate], scores: NDArray[np.float64]) -> NDArray[np.float64]:
    result = np.zeros(len(candidates))
    relations = load_scheme().relations
    for label, where in _groups(candidates):
        own = np.clip(scores[where, LABELS.index(label)], -30, 30)
        if relations[label].many:
            result[where] = 1 / (1 + np.exp(-own))
        else:
            weights = np.exp(own - max(0.0, own.max()))
            result[where] = weights / (weights.sum() + np.exp(-max(0.0, own.max())))
    return result


def _truth(reference: Doc, pairs: _Pairs) -> NDArray[np.float64]:
    gold = {(h, t, label) for h, t, label, _ in reference._.gdie_relations or []}
    first = pairs.spans[:, 0] if len(pairs.spans) else pairs.spans
    return np.array(
        [float((int(first[c.head]), int(first[c.tail]), c.label) in gold) for c in pairs.candidates]
    )


@Language.factory(
    "gdie_relations",
    assigns=["doc._.gdie_relations"],
    requires=["doc.ents"],
    default_score_weights={
        "rel_f": 1.0,
        "rel_p": None,
        "rel_r": None,
        "rel_never_proposed": None,
        "rel_per_type": None,
    },
)
def make_relation_extractor(nlp: Language, name: str, model: Model[PairBatch, Any]) -> RelationExtractor:
    """Factory of the relation component."""
    return RelationExtractor(nlp.vocab, model, name)
