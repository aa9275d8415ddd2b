"""Training of the indicator linker: annotated codes and generated variants in, a linear model out.

The variants exchange names: the same figure under another name of its indicator, and as a sibling of it in some form (信函 → 传真,
国家秘密 → 商业秘密). Probabilities and threshold come from documents that a model has not seen: the documents are parted, each part is
linked by a model of the others.
"""

import random
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
from numpy.typing import NDArray
from scipy.special import log_softmax

from gdie.annotation import Annotation
from gdie.documents import Document
from gdie.facts import Fact
from gdie.facts.extraction import from_annotation
from gdie.facts.linking import link
from gdie.indicators import is_like, load_code_kinds, older_code, totals_of
from gdie.pipeline.link_features import NOTHING, Surroundings, by_total, features, named_classes
from gdie.pipeline.linker import Choice, LinkModel
from gdie.training.gold import GoldError, writer_of

Example = tuple[Surroundings, str]
REGULARISATION = 0.05
MIN_DOCUMENTS = 5
"""In how many examples a feature must stand to be kept."""
LEAST_WEIGHT = 0.008
"""Smaller weights are left out: a model of less than 1 MB instead of 20, for 0.002 of F1."""
PARTS = 4
PRECISION = 0.95
"""The threshold is the lowest at which this share of the codes given to unseen documents is right."""


@dataclass(frozen=True)
class Coded:
    """An annotated document: its facts as the gold gives them, without codes of prose, and the class of each of them."""

    document: Document
    facts: tuple[Fact, ...]
    year: int | None
    classes: dict[str, str]

    @property
    def examples(self) -> list[Example]:
        """What the linker would be asked, with the right answers."""
        asked: list[Example] = []

        def answer(figure: Surroundings, fact: Fact) -> Choice:
            asked.append((figure, self.classes[fact.id]))
            return Choice(self.classes[fact.id], 1.0)

        link(self.document, self.facts, answer, self.year)
        return asked


def coded_documents(
    gold: Sequence[tuple[Document, Annotation]], exclude: Collection[str] = ()
) -> list[Coded]:
    """The documents that have codes, but for those named."""
    return [_coded(*item) for item in gold if item[1].codes and item[0].stem not in exclude]


def _coded(document: Document, annotation: Annotation) -> Coded:
    found = from_annotation(document, replace(annotation, codes={}))
    classes = {f.id: older_code(annotation.codes.get((f.start, f.end), NOTHING)) for f in found.facts}
    return Coded(found.document, found.facts, found.year, classes)


@dataclass(frozen=True)
class Judged:
    """A figure of a document that the model has not seen: its class, the choice, and the scores that led to it.

    `scores` is None where the vocabulary alone decided.
    """

    document: str
    right: str
    choice: Choice
    scores: NDArray[np.float32] | None


def train_linker(documents: Sequence[Coded], seed: int = 0) -> LinkModel:
    """A linker for documents like these, its probabilities and threshold set on documents that were left out of a fit.

    Raises `GoldError` when the documents, or those beside a part of them, are too few to learn from.
    """
    scale, found = unseen(documents, seed)
    return replace(fit(documents, seed), scale=scale, threshold=threshold_of(found))


def unseen(documents: Sequence[Coded], seed: int = 0) -> tuple[float, list[Judged]]:
    """The figures of every document as linked by a model of other writers' documents, and the scale of their probabilities."""
    folds: list[tuple[LinkModel, list[Judged]]] = []
    for rest, part in parted(documents, PARTS):
        model = fit(rest, seed)
        folds.append((model, [one for document in part for one in judge(model, document)]))
    if not folds:
        raise GoldError(
            "indicator codes: one document is too few to learn from; annotate codes of more documents, or of none"
        )
    scale = _scale(folds)
    return scale, [one for model, found in folds for one in _rescaled(replace(model, scale=scale), found)]


def parted(documents: Sequence[Coded], parts: int) -> Iterator[tuple[list[Coded], list[Coded]]]:
    """For each part of the documents the others and the part. Documents of one writer stay together, where there are several writers.

    Fewer parts where there are fewer writers; none of a single document.
    """
    from sklearn.model_selection import GroupKFold  # slow to import

    names = [d.document.stem for d in documents]
    writers = [writer_of(name) for name in names] if len({*map(writer_of, names)}) > 1 else names
    if len(set(writers)) < 2:
        return
    folds = GroupKFold(max(2, min(parts, len(set(writers)))))
    for rest, part in folds.split(names, groups=writers):
        yield [documents[k] for k in rest], [documents[k] for k in part]


def judge(model: LinkModel, coded: Coded) -> list[Judged]:
    """The figures of a document as the model links them, each once, as decided in the end."""
    last: dict[str, Judged] = {}

    def choose(figure: Surroundings, fact: Fact) -> Choice:
        choice = model.choose(figure)
        scores = None if by_total(figure) else model.scores(figure)
        last[fact.id] = Judged(coded.document.stem, coded.classes[fact.id], choice, scores)
        return choice

    link(coded.document, coded.facts, choose, coded.year)
    return list(last.values())


def fit(documents: Sequence[Coded], seed: int) -> LinkModel:
    """A linker from the examples of documents and variants of them; its scale and threshold are not set yet.

    Raises `GoldError` when there are too few examples, or all of one class.
    """
    from scipy.sparse import csr_matrix  # scikit-learn is slow to import
    from sklearn.feature_extraction.text import CountVectorizer
    from sklearn.svm import LinearSVC

    real = [example for document in documents for example in document.examples]
    examples = [*real, *_variants(real, random.Random(seed))]
    if len(examples) < MIN_DOCUMENTS or len({label for _, label in examples}) < 2:
        raise GoldError(
            f"indicator codes: {len(real)} figures in {len(documents)} documents are too few to learn from; "
            "annotate codes of more documents, or of none"
        )
    counter = CountVectorizer(analyzer=sorted, min_df=MIN_DOCUMENTS, binary=True, dtype=np.float32)
    matrix: csr_matrix = counter.fit_transform([features(figure) for figure, _ in examples])
    machine = LinearSVC(C=REGULARISATION, random_state=seed)
    machine.fit(matrix, [label for _, label in examples])
    weights, bias = machine.coef_, machine.intercept_
    if len(machine.classes_) == 2:  # one row for both, in favour of the second
        weights, bias = np.concatenate([-weights, weights]), np.concatenate([-bias, bias])
    return LinkModel.of_weights(
        [str(label) for label in machine.classes_],
        [str(name) for name in counter.get_feature_names_out()],
        weights.T,
        bias,
        LEAST_WEIGHT,
    )


def _variants(examples: Sequence[Example], draw: random.Random) -> Iterator[Example]:
    for figure, label in examples:
        if label == NOTHING or is_like(label, load_code_kinds().by_channel):
            continue
        if names := _names().get(label):
            yield _renamed(figure, draw.choice(names)), label
        totals = totals_of().get(label)
        if totals:
            total = figure.total if figure.total in totals else draw.choice(sorted(totals))
            siblings = [c for c in _parts()[total] if c != label and c in _names()]
            if siblings:
                sibling = draw.choice(siblings)
                yield _renamed(figure, draw.choice(_names()[sibling])), sibling


def _renamed(figure: Surroundings, name: str) -> Surroundings:
    before = figure.before
    if figure.category and before.endswith(figure.category):
        before = before.removesuffix(figure.category) + name
    return replace(figure, category=name, before=before)


@cache
def _names() -> dict[str, list[str]]:
    """Class → its names, but for those that only a medium tells apart."""
    names: dict[str, list[str]] = {}
    for name, classes in sorted(named_classes().items()):
        for label in classes:
            if len(name) > 1 and not is_like(label, load_code_kinds().by_channel):
                names.setdefault(label, []).append(name)
    return names


@cache
def _parts() -> dict[str, list[str]]:
    parts: dict[str, list[str]] = {}
    for label, totals in sorted(totals_of().items()):
        for total in totals:
            parts.setdefault(total, []).append(label)
    return parts


def _scale(unseen: Sequence[tuple[LinkModel, Sequence[Judged]]]) -> float:
    """The scale under which the right classes of unseen figures are most likely."""

    def loss(scale: float) -> float:
        total = 0.0
        for model, found in unseen:
            places = {label: k for k, label in enumerate(model.classes)}
            for one in found:
                if one.scores is not None and one.right in places:
                    total -= float(log_softmax(scale * one.scores)[places[one.right]])
        return total

    return float(min(np.geomspace(0.5, 32, 25), key=loss))


def _rescaled(model: LinkModel, found: Sequence[Judged]) -> list[Judged]:
    return [one if one.scores is None else replace(one, choice=model.best(one.scores)) for one in found]


def threshold_of(found: Sequence[Judged]) -> float:
    """The lowest probability from which `PRECISION` of the codes given are right; 0.5 where none is high enough."""
    given = sorted(
        ((j.choice.probability, j.choice.label == j.right) for j in found if j.choice.label != NOTHING),
        reverse=True,
    )
    right = np.cumsum([ok for _, ok in given])
    # What is equally probable is given or not given together.
    last = [k for k, (p, _) in enumerate(given) if k + 1 == len(given) or given[k + 1][0] < p]
    good = [k for k in last if right[k] >= PRECISION * (k + 1)]
    return float(given[good[-1]][0]) if good else 0.5
