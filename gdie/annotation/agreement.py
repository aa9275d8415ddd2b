"""Agreement of two or more annotators of the same documents. F1 is symmetric, so neither of a pair is the gold.

Only what both of a pair have seen counts: stretches of text, however each of them was cut into records.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from types import MappingProxyType
from typing import Any

from gdie.annotation.alpha import Alpha, Labels, character_units, entity_alpha
from gdie.annotation.annotators import Annotator, Shared, common, seen_by_one, shared_documents
from gdie.annotation.differences import Disagreement, disagreements, visible
from gdie.annotation.records import Annotation, Entity, RecordError
from gdie.annotation.score import (
    SpanScores,
    exact_entities,
    exact_relations,
    overlapping_entities,
    relations_on_common_entities,
)
from gdie.documents import Span

Pair = tuple[str, str]


@dataclass(frozen=True)
class Agreement:
    """Scores of every pair of annotators that has something in common, and α of all of them."""

    pairs: Mapping[Pair, SpanScores]
    alpha: Alpha

    @property
    def scores(self) -> SpanScores:
        """All pairs counted together."""
        return sum(self.pairs.values(), SpanScores())

    def as_json(self) -> dict[str, Any]:
        """Everything as plain values; α is null where it is not defined."""
        return {
            **self.scores.as_json(),
            "alpha": {"overall": self.alpha.overall, "labels": dict(self.alpha.by_label)},
            "pairs": [{"annotators": list(pair), **scores.as_json()} for pair, scores in self.pairs.items()],
        }


@dataclass(frozen=True)
class Difference:
    """A disagreement in its document: line (from 1), place, and each annotator's reading in words, in their order."""

    doc: str
    line: int
    context: str
    disagreement: Disagreement
    words: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """The difference as plain values."""
        where = self.disagreement
        plain = {"doc": self.doc, "line": self.line, "start": where.start, "end": where.end}
        return {**plain, "kind": where.kind, "labels": list(where.labels), "readings": list(self.words)}


@dataclass(frozen=True)
class Comparison:
    """Agreement over all documents and in each, where annotators differ, and what was left out, one line each."""

    names: tuple[str, ...]
    overall: Agreement
    documents: Mapping[str, Agreement]
    differences: tuple[Difference, ...]
    left_out: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """Everything as plain values."""
        return {
            "annotators": list(self.names),
            "overall": self.overall.as_json(),
            "documents": {doc: own.as_json() for doc, own in self.documents.items()},
            "differences": [difference.as_json() for difference in self.differences],
            "left_out": list(self.left_out),
        }


def agreement(annotators: Sequence[Annotator], texts: Mapping[str, str] = MappingProxyType({})) -> Comparison:
    """Compare the records of annotators, whatever documents they are of; how each of them was cut does not matter.

    `texts` are the text layers of documents, for line numbers and to hold the records against. Raises `RecordError` when
    records of one document are not of one text, or when no two annotators have a document in common.
    """
    names = tuple(annotator.name for annotator in annotators)
    documents = {}
    differences: list[Difference] = []
    units: Counter[Labels] = Counter()
    left_out = _left_out(annotators)
    for shared in shared_documents(annotators, texts):
        own_units = character_units(shared.annotations, shared.seen)
        pairs = compare(shared, names)
        left_out += _unshared(shared, names)
        if not pairs:
            continue
        documents[shared.doc] = Agreement(pairs, entity_alpha(own_units))
        units += own_units
        differences += [
            _difference(shared, found) for found in disagreements(shared.annotations, shared.seen)
        ]
    if not documents:
        raise RecordError(f"no document that two of {', '.join(names)} have annotated; check the paths")
    overall: dict[Pair, SpanScores] = {}
    for own in documents.values():
        for pair, scores in own.pairs.items():
            overall[pair] = overall.get(pair, SpanScores()) + scores
    total = Agreement(overall, entity_alpha(units))
    return Comparison(names, total, documents, tuple(differences), tuple(left_out))


def compare(shared: Shared, names: Sequence[str]) -> dict[Pair, SpanScores]:
    """Scores of every pair of annotators of one document, over what both have seen."""
    pairs = {}
    for i, j in combinations(range(len(names)), 2):
        if both := common(shared.seen[i], shared.seen[j]):
            first, second = (_inside(shared.annotations[who], both) for who in (i, j))
            pairs[names[i], names[j]] = SpanScores(
                exact_entities(first, second),
                overlapping_entities(first, second),
                exact_relations(first, second),
                relations_on_common_entities(first, second),
            )
    return pairs


def _inside(annotation: Annotation, spans: Sequence[Span]) -> Annotation:
    """What lies whole inside one of the spans; of a relation, each end."""
    starts = [span.start for span in spans]

    def inside(entity: Entity) -> bool:
        at = bisect_right(starts, entity.start) - 1
        return at >= 0 and entity.end <= spans[at].end

    return Annotation(
        tuple(e for e in annotation.entities if inside(e)),
        tuple(r for r in annotation.relations if inside(r.head) and inside(r.tail)),
    )


def _difference(shared: Shared, found: Disagreement) -> Difference:
    line = shared.text.count("\n", 0, found.start) + 1
    return Difference(shared.doc, line, found.context(shared.text), found, tuple(found.words(shared.text)))


def _left_out(annotators: Sequence[Annotator]) -> list[str]:
    """Documents that only one has."""
    own = {annotator.name: {record.doc for record in annotator.records} for annotator in annotators}
    holders = Counter(doc for docs in own.values() for doc in docs)
    return [
        f"{visible(doc)}: only {name} has it"
        for name, docs in own.items()
        for doc in sorted(docs)
        if holders[doc] == 1
    ]


def _unshared(shared: Shared, names: Sequence[str]) -> list[str]:
    """Stretches of a document that only one has."""
    return [
        f"{visible(shared.doc)} [{span.start}, {span.end}): only {names[who]} has it"
        for who, span in seen_by_one(shared)
    ]
