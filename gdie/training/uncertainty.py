"""What a pipeline is unsure of: the probabilities of tags and relations that extraction throws away."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language
from spacy.tokens import Doc

from gdie.annotation import Record, load_records, load_scheme
from gdie.annotation.examples import doc_entities
from gdie.annotation.markup import load_markup
from gdie.annotation.selection import Candidate, Doubt
from gdie.documents import Document, Span, record_spans
from gdie.facts.extraction import prose_spans
from gdie.facts.forms import unglue
from gdie.pipeline import candidates as pairs
from gdie.pipeline import crf
from gdie.pipeline.entities import EntityTagger, stretches_of, tags
from gdie.pipeline.relations import RelationExtractor
from gdie.text.view import normalise
from gdie.training.gold import annotation_files

Floats = NDArray[np.float64]
_BATCH = 4
_AROUND = 6
"""Characters shown on both sides of a token."""


def unannotated(
    documents: Iterable[Document], gold: Iterable[Record], pipeline: Language
) -> Iterator[Candidate]:
    """The records of documents that no gold record of the same document overlaps, with the pipeline's doubt.

    The bodies of tables are read by structure, so there is no doubt in them.
    """
    taken: dict[str, list[Span]] = {}
    for record in gold:
        taken.setdefault(record.doc, []).append(Span(record.offset, record.offset + len(record.text)))
    for document in documents:
        known = taken.get(document.stem, ())
        wanted = [
            span
            for span in record_spans(document)
            if document.slice(span).strip()
            and not any(span.start < k.end and k.start < span.end for k in known)
        ]
        pieces = [p for p in prose_spans(unglue(document)) if any(s.covers(p.start, p.start) for s in wanted)]
        found = list(zip(pieces, doubts([document.slice(p) for p in pieces], pipeline), strict=True))
        for span in wanted:
            doubt = sum((d for p, d in found if span.start <= p.start < span.end), Doubt())
            yield Candidate(document.stem, span.start, document.slice(span), doubt)


def gold_records(paths: Iterable[Path]) -> list[Record]:
    """The records of JSONL files, of reports in inline markup, and of folders of both; an empty folder has none. Raises `GoldError`,
    `RecordError`."""
    filled = [path for path in paths if not path.is_dir() or any(path.iterdir())]
    files = annotation_files(filled) if filled else []
    return [r for f in files for r in (load_markup(f).records() if f.suffix == ".txt" else load_records(f))]


def doubts(texts: Sequence[str], pipeline: Language) -> list[Doubt]:
    """How unsure the pipeline is of each text: of the tag of every token, and of every relation of every figure it finds."""
    found: list[Doubt] = []
    for start in range(0, len(texts), _BATCH):
        docs = [pipeline.make_doc(normalise(text).text) for text in texts[start : start + _BATCH]]
        found += [tags_ + relations for tags_, relations in _of_docs(docs, pipeline)]
    return found


def _of_docs(docs: Sequence[Doc], pipeline: Language) -> Iterator[tuple[Doubt, Doubt]]:
    """Doubt in tags and in relations. The components run one by one, as the pipeline runs them."""
    tagger, extractor = pipeline.get_pipe("gdie_entities"), pipeline.get_pipe("gdie_relations")
    assert isinstance(tagger, EntityTagger) and isinstance(extractor, RelationExtractor)
    embedding = pipeline.get_pipe("tok2vec")
    embedding.set_annotations(docs, embedding.predict(docs))
    tagger.set_annotations(docs, tagger.predict(docs))
    scores = tagger.model.predict(docs)
    for doc, own, (given, likely) in zip(docs, scores, extractor.predict(docs), strict=True):
        yield (
            _of_tags(doc, np.asarray(own, dtype="float64"), tagger),
            _of_relations(doc, given.candidates, likely),
        )


def _of_tags(doc: Doc, scores: Floats, tagger: EntityTagger) -> Doubt:
    if not len(doc):
        return Doubt()
    likely = crf.marginals(scores, tagger.transitions(), stretches_of(doc))
    doubt, weakest = _doubt(likely)
    token = doc[weakest]
    around = doc.text[max(0, token.idx - _AROUND) : token.idx + len(token) + _AROUND]
    return replace(doubt, about=f"{tags()[int(likely[weakest].argmax())]} …{' '.join(around.split())}…")


def _of_relations(doc: Doc, candidates: Sequence[pairs.Candidate], probabilities: Floats) -> Doubt:
    """One decision a figure and relation where there is at most one tail, else one a candidate."""
    if not candidates:
        return Doubt()
    entities = doc_entities(doc)
    kinds = load_scheme().relations
    rows: list[tuple[str, list[float]]] = []
    groups = groupby(
        zip(candidates, probabilities, strict=True), key=lambda pair: (pair[0].head, pair[0].label)
    )
    for (head, label), group in groups:
        own = [float(p) for _, p in group]
        about = f"{label} of {doc.text[entities[head].start : entities[head].end]}"
        if kinds[label].many:
            rows += [(about, [p, 1 - p]) for p in own]
        else:
            rows.append((about, [*own, max(0.0, 1 - sum(own))]))
    table = np.zeros((len(rows), max(len(row) for _, row in rows)))
    for i, (_, row) in enumerate(rows):
        table[i, : len(row)] = row
    doubt, weakest = _doubt(table)
    return replace(doubt, about=rows[weakest][0])


def _doubt(likely: Floats) -> tuple[Doubt, int]:
    """The doubt in decisions (rows of probabilities), and the number of the least sure one."""
    entropy = -(likely * np.log(np.maximum(likely, 1e-12))).sum()
    lack = 1 - likely.max(axis=1)
    weakest = int(lack.argmax())
    return Doubt(len(likely), float(lack.sum()), float(entropy), float(lack[weakest])), weakest
