"""The trainable entity component: BILUO tags by a conditional random field on the shared embedding.

Against spaCy's transition parser it has two advantages here: the whole sentence is decided at once, and every entity comes
with a probability.
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
from gdie.pipeline import crf
from gdie.pipeline.component import TrainableComponent

# The probability of each entity, in the order of doc.ents; plain floats survive every way of saving a Doc.
SCORES_EXTENSION = "gdie_entity_scores"
if not Doc.has_extension(SCORES_EXTENSION):
    Doc.set_extension(SCORES_EXTENSION, default=None)

# The weight of a transition that no tag sequence has: e to this power is as good as nothing and no overflow.
_FORBIDDEN = -50.0
_SENTENCE_END = frozenset("。；;！!？?")
# A line break ends a stretch only when it has grown long: sentences may be broken over lines, tables have no full stops.
_LONG = 200


@cache
def tags() -> tuple[str, ...]:
    """O, then B-, I-, L-, U- of every label of the scheme."""
    return ("O", *(f"{place}-{label}" for label in load_scheme().entities for place in "BILU"))


@cache
def _legal() -> NDArray[np.float64]:
    """0 where tag j may follow tag i, else `_FORBIDDEN`; the last row is the start, the last column the end."""
    names = tags()
    size = len(names)
    table = np.full((size + 1, size + 1), _FORBIDDEN)
    for i, left in enumerate((*names, "O")):
        inside = left[0] in "BI"
        for j, right in enumerate((*names, "O")):
            continues = right[0] in "IL"
            if inside == continues and (not inside or left[1:] == right[1:]):
                table[i, j] = 0.0
    return table


@registry.architectures("gdie.EntityTagger.v2")
def entity_tagger(
    tok2vec: Model[list[Doc], list[Floats2d]], width: int, dropout: float
) -> Model[list[Doc], list[Floats2d]]:
    """Docs → one score a token and tag; the scores of transitions are the parameter `transitions`."""
    output: Model[Any, Any] = with_array(chain(Dropout(dropout), Linear(len(tags()), width)))
    scorer: Model[list[Doc], list[Floats2d]] = chain(tok2vec, output)
    size = len(tags()) + 1
    return Model(
        "entity_tagger",
        _forward,
        init=_init,
        layers=[scorer],
        refs={"tok2vec": tok2vec},
        params={"transitions": np.zeros((size, size), dtype="float32")},
    )


def _forward(
    model: Model[list[Doc], list[Floats2d]], docs: list[Doc], is_train: bool
) -> tuple[list[Floats2d], Callable[[list[Floats2d]], Any]]:
    scores, backprop = model.layers[0](docs, is_train)
    return scores, backprop


def _init(model: Model[list[Doc], list[Floats2d]], X: Any = None, Y: Any = None) -> None:  # noqa: N803
    model.layers[0].initialize(X=X, Y=Y)


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
            list(self._decode(doc, np.asarray(scores, dtype="float64"))) if len(doc) else []
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
        """Negative log-likelihood of the gold tags; the loss reported is the squared gradient."""
        scores, backprop = self.model.begin_update([example.predicted for example in examples])
        truth = np.concatenate([_truth(example.reference) for example in examples])
        stretches, offset = [], 0
        for example in examples:
            stretches += [(offset + a, offset + b) for a, b in stretches_of(example.predicted)]
            offset += len(example.predicted)
        stacked = np.vstack(scores).astype("float64")
        by_score, by_transition = crf.gradient(stacked, truth, self.transitions(), stretches)
        self.model.inc_grad("transitions", by_transition.astype("float32"))
        cuts = np.cumsum([len(own) for own in scores])[:-1]
        backprop([np.ascontiguousarray(own) for own in np.split(by_score.astype("float32"), cuts)])
        return float((by_score**2).sum())

    def initialize(
        self, get_examples: Callable[[], Iterable[Example]], *, nlp: Language | None = None
    ) -> None:
        """Size the layers from a few examples."""
        docs = [example.reference for example, _ in zip(get_examples(), range(8), strict=False)]
        self.model.initialize(X=docs)

    def score(self, examples: Iterable[Example], **_: Any) -> dict[str, Any]:
        """Precision, recall and F1 of exact spans."""
        return get_ner_prf(examples)  # type: ignore[no-any-return]

    def transitions(self) -> NDArray[np.float64]:
        """Scores of one tag after another (tags × tags), those that the tags rule out included."""
        learned = np.asarray(self.model.get_param("transitions"), dtype="float64")
        return np.maximum(learned + _legal(), _FORBIDDEN)

    def _decode(self, doc: Doc, scores: NDArray[np.float64]) -> Iterable[tuple[int, int, str, float]]:
        transitions = self.transitions()
        stretches = stretches_of(doc)
        path = np.concatenate([crf.best_path(scores[a:b], transitions) for a, b in stretches])
        probabilities = crf.marginals(scores, transitions, stretches)
        return _spans(doc, path, probabilities[np.arange(len(path)), path])


def stretches_of(doc: Doc) -> list[tuple[int, int]]:
    """The sentences of a Doc as (first token, token behind the last): what is decided and learned as one sequence."""
    words = [token.text for token in doc]
    ends = []
    start = 0
    for i, word in enumerate(words, 1):
        if word in _SENTENCE_END or (word == "\n" and i - start > _LONG) or i == len(words):
            ends.append((start, i))
            start = i
    return ends


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
