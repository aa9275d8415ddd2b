"""Evaluation of pipelines: on gold documents, on the development set, and left out one by one."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from spacy.language import Language

from gdie.annotation import Annotation
from gdie.documents import Document, record_spans
from gdie.documents.reading import document_from_text
from gdie.evaluation.devset import score_devset
from gdie.evaluation.facts import score_facts
from gdie.evaluation.report import DocumentScores, Report, devset_report, document_report
from gdie.evaluation.spans import score_spans
from gdie.facts import Extraction, extract
from gdie.facts.extraction import extract_tables, from_annotation
from gdie.pipeline.candidates import never_proposed

Gold = tuple[Document, Annotation]


class SplitError(ValueError):
    """A split names a document for which there is no gold."""


def score_document(gold: Gold, predicted: Extraction, *, seen: bool = False) -> DocumentScores:
    """Compare what was extracted from a document with its gold annotation and the facts that follow from it."""
    document, annotation = gold
    facts = from_annotation(document, annotation).facts
    return DocumentScores(
        document.stem,
        score_spans(annotation, predicted.annotation),
        score_facts(facts, predicted.facts),
        seen,
        out_of_reach(document, annotation),
    )


def out_of_reach(document: Document, annotation: Annotation) -> int:
    """How many gold relations no candidate covers: misses that no training can mend."""
    count = 0
    for span in record_spans(document):
        entities = [e for e in annotation.entities if span.covers(e.start, e.end)]
        relations = [r for r in annotation.relations if span.covers(r.head.start, r.head.end)]
        count += len(never_proposed(entities, relations))
    return count


def evaluate_pipeline(
    pipeline: Language, gold: Iterable[Gold], *, seen: Callable[[Document], bool] = lambda _: False
) -> Report:
    """Extract gold documents with a pipeline. `seen` tells which of them it was trained on."""
    return document_report(
        "facts end to end",
        [score_document(item, extract(item[0], pipeline), seen=seen(item[0])) for item in gold],
    )


def cross_validation(
    gold: Sequence[Gold], config: Path, annotations: Path, leave_out: Collection[str], *, jobs: int = 1
) -> Report:
    """Train on all documents but one, extract that one, for each name of `leave_out`; `jobs` processes side by side.

    Raises `SplitError` when a name is not among the gold documents.
    """
    by_name = {document.stem: (document, annotation) for document, annotation in gold}
    if unknown := sorted(set(leave_out) - set(by_name)):
        raise SplitError(f"no gold for {', '.join(unknown)}; there is {', '.join(by_name)}")
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        # Each fold is a process of its own: training fixes the seeds of its process, whatever ran before.
        folds = [pool.submit(_fold, by_name[name], config, annotations) for name in leave_out]
        scores = [fold.result() for fold in folds]
    return document_report("leave one document out: facts end to end", scores)


def _fold(item: Gold, config: Path, annotations: Path) -> DocumentScores:
    # Training pulls in much that scoring alone has no use for.
    from gdie.training.run import train

    name = item[0].stem
    with tempfile.TemporaryDirectory(prefix="gdie-fold-") as folder:
        pipeline = train(config, Path(folder) / name, annotations=annotations, exclude=[name])
        return score_document(item, extract(item[0], pipeline))


def read_tables(text: str) -> Iterator[tuple[str, int, int, float]]:
    """Code, place and value of every figure that the official forms of a text give."""
    for fact in extract_tables(document_from_text(text, "form")).facts:
        if fact.source == "table" and fact.category and fact.category.code:
            yield fact.category.code, fact.start, fact.end, fact.value


def evaluate_devset(pipeline: Language, folder: Path) -> Report:
    """Extract the passages of a development set. Raises `DevsetError`."""
    return devset_report("development set", score_devset(folder, lambda d: extract(d, pipeline).facts))
