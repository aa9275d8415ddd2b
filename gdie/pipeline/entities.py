"""The trainable entity component: a BILUO tagger on the shared embedding with a search for the best legal sequence.

Against spaCy's transition parser it has two advantages here: each decision rests on the words alone and not on the
decisions before it, which matters with few documents, and every entity comes with a probability.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language
from spacy.scorer import get_ner_prf
from spacy.tokens import Doc, Span
from spacy.training import Example
from spacy.util import registry
from spacy.vocab import Vocab
from thinc.api import Dropout, Linear, Model, chain, with_array
from thinc.types import Floats2d

from gdie.annotation import load_scheme
from gdie.pipeline.component import TrainableComponent

# The probability of each entity, in the order of doc.ents; plain floats survive every way of saving a Doc.
SCORES_EXTENSION = "gdie_entity_scores"
if not Doc.has_extension(SCORES_EXTENSION):
    Doc.set_extension(SCORES_EXTENSION, default=None)


@cache
def tags() -> tuple[str, ...]:
    """O, then B-, I-, L-, U- of every label of the scheme."""
    return ("O", *(f"{place}-{label}" for label in load_scheme().entities for place in "BILU"))


@cache
def _legal() -> NDArray[np.float64]:
    """0 where tag j may follow tag i, else minus infinity; the last row is the start, the last column the end."""
    names = tags()
    size = len(names)
    table = np.full((size + 1, size + 1), -np.inf)
    for i, left in enumerate((*names, "O")):
        inside = left[0] in "BI"
        for j, right in enumerate((*names, "O")):
            continues = right[0] in "IL"
            if inside == continues and (not inside or left[1:] == right[1:]):
                table[i, j] = 0.0
    return table


@registry.architectures("gdie.EntityTagger.v1")
def entity_tagger(
    tok2vec: Model[list[Doc], list[Floats2d]], width: int, dropout: float
) -> Model[list[Doc], list[Floats2d]]:
    """Docs → one score a token and tag."""
    output: Model[Any, Any] = with_array(chain(Dropout(dropout), Linear(len(tags()), width)))
    model: Model[list[Doc], list[Floats2d]] = chain(tok2vec, output)
    model.set_ref("tok2vec", tok2vec)
    return model


class EntityTagger(TrainableComponent):
    """`nlp` component `gdie_entities`."""

    def __init__(self, vocab: Vocab, model: Model[list[Doc], list[Floats2d]], name: str) -> None:
        self.vocab = vocab
        self.model = model
        self.name = name
        self.cfg: dict[str, Any] = {}

    def predict(self, docs: Iterable[Doc]) -> list[list[tuple[int, int, str, float]]]:
        """Entities as (first token, token behind the last, label, probability), one list a Doc."""
        docs = list(docs)
        if not any(len(doc) for doc in docs):
            return [[] for _ in docs]
        return [
            list(_spans(doc, *_best_sequence(np.asarray(scores, dtype="float64")))) if len(doc) else []
            for doc, scores in zip(docs, self.model.predict(docs), strict=True)
        ]

    def set_annotations(
        self, docs: Iterable[Doc], found: Sequence[list[tuple[int, int, str, float]]]
    ) -> None:
        """Write `doc.ents` and their probabilities."""
        for doc, spans in zip(docs, found, strict=True):
            doc.ents = [Span(doc, start, end, label=label) for start, end, label, _ in spans]
            doc._.gdie_entity_scores = [float(p) for _, _, _, p in spans]

    def learn(self, examples: list[Example]) -> float:
        """Token-wise cross entropy."""
        scores, backprop = self.model.begin_update([example.predicted for example in examples])
        gradients = []
        loss = 0.0
        for example, own in zip(examples, scores, strict=True):
            gradient = self.model.ops.softmax(own)
            gradient[np.arange(len(own)), _truth(example.reference)] -= 1
            loss += float((gradient**2).sum())
            gradients.append(gradient)
        backprop(gradients)
        return loss

    def initialize(
        self, get_examples: Callable[[], Iterable[Example]], *, nlp: Language | None = None
    ) -> None:
        """Size the layers from a few examples."""
        docs = [example.reference for example, _ in zip(get_examples(), range(8), strict=False)]
        self.model.initialize(X=docs)

    def score(self, examples: Iterable[Example], **_: Any) -> dict[str, Any]:
        """Precision, recall and F1 of exact spans."""
        return get_ner_prf(examples)  # type: ignore[no-any-return]


def _truth(reference: Doc) -> NDArray[np.int64]:
    number = {name: i for i, name in enumerate(tags())}
    truth = np.zeros(len(reference), dtype=np.int64)
    for span in reference.ents:
        if len(span) == 1:
            truth[span.start] = number[f"U-{span.label_}"]
            continue
        truth[span.start : span.end] = number[f"I-{span.label_}"]
        truth[span.start] = number[f"B-{span.label_}"]
        truth[span.end - 1] = number[f"L-{span.label_}"]
    return truth


def _best_sequence(scores: NDArray[np.float64]) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """The likeliest legal tag sequence (Viterbi) and the probability of each of its tags."""
    logs = scores - scores.max(axis=1, keepdims=True)
    logs -= np.log(np.exp(logs).sum(axis=1, keepdims=True))
    legal = _legal()
    inner = legal[:-1, :-1]
    back = np.empty(logs.shape, dtype=np.int64)
    best = logs[0] + legal[-1, :-1]
    columns = np.arange(logs.shape[1])
    for i in range(1, len(logs)):
        ways = best[:, None] + inner
        back[i] = ways.argmax(axis=0)
        best = ways[back[i], columns] + logs[i]
    path = np.empty(len(logs), dtype=np.int64)
    path[-1] = int((best + legal[:-1, -1]).argmax())
    for i in range(len(logs) - 1, 0, -1):
        path[i - 1] = back[i, path[i]]
    return path, np.exp(logs[np.arange(len(logs)), path])


def _spans(
    doc: Doc, path: NDArray[np.int64], probabilities: NDArray[np.float64]
) -> Iterable[tuple[int, int, str, float]]:
    """The entities of a tag sequence, without blanks at their ends; the least sure token is the entity's probability."""
    names = tags()
    start = 0
    for i, number in enumerate(path):
        name = names[number]
        if name[0] in "BU":
            start = i
        if name[0] in "LU":
            first, end = start, i + 1
            while first < end and doc[first].is_space:
                first += 1
            while end > first and doc[end - 1].is_space:
                end -= 1
            if first < end:
                yield first, end, name[2:], float(probabilities[start : i + 1].min())


@Language.factory(
    "gdie_entities",
    assigns=["doc.ents", "doc._.gdie_entity_scores"],
    default_score_weights={"ents_f": 1.0, "ents_p": None, "ents_r": None, "ents_per_type": None},
)
def make_entity_tagger(nlp: Language, name: str, model: Model[list[Doc], list[Floats2d]]) -> EntityTagger:
    """Factory of the entity component."""
    return EntityTagger(nlp.vocab, model, name)
