"""Evaluation of pipelines: on gold documents, on the development set, left out one by one, and on more and more documents."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from spacy.language import Language

from gdie.annotation import Annotation, Record
from gdie.documents import Document, record_spans
from gdie.documents.reading import document_from_text
from gdie.evaluation.claims import claims_of
from gdie.evaluation.compared import Compared
from gdie.evaluation.confusion import label_pairs
from gdie.evaluation.devset import score_devset
from gdie.evaluation.facts import align, score_facts
from gdie.evaluation.learning import SplitError, learning_curve, trainer
from gdie.evaluation.report import DocumentScores, Report, devset_report, document_report
from gdie.evaluation.spans import score_spans
from gdie.facts import Extraction, extract
from gdie.facts.confidence import Calibration
from gdie.facts.extraction import extract_tables, from_annotation
from gdie.pipeline.candidates import never_proposed
from gdie.text.view import normalise

Gold = tuple[Document, Annotation]
Baselines = Mapping[str, Language]
TRADITIONAL = 0.05
"""Share of characters that folding changes, from which a text is in traditional script."""


@dataclass(frozen=True)
class Training:
    """What a model is trained from: a config, folders in place of those of its section `paths`, and how its confidence is calibrated."""

    config: Path
    annotations: Path
    corpus: Path
    written: Path
    confidence: Path | None = None

    @property
    def paths(self) -> dict[str, Path]:
        """The folders by their names in the config."""
        return {"annotations": self.annotations, "corpus": self.corpus, "written": self.written}


def score_document(gold: Gold, predicted: Extraction, *, seen: bool = False) -> DocumentScores:
    """Compare what was extracted from a document with its gold annotation and the facts that follow from it."""
    document, annotation = gold
    facts = from_annotation(document, annotation).facts
    scores = score_facts(facts, predicted.facts)
    return DocumentScores(
        document.stem,
        score_spans(annotation, predicted.annotation),
        scores,
        seen,
        out_of_reach(document, annotation),
        Compared(
            document.stem,
            document.text,
            tuple(align(claims_of(facts), claims_of(predicted.facts))),
            scores.implied,
            (f"kind:{document.metadata.kind}", f"script:{_script(document.text)}"),
            label_pairs(annotation, predicted.annotation),
        ),
    )


def out_of_reach(document: Document, annotation: Annotation) -> int:
    """How many gold relations no candidate covers: misses that no training can mend."""
    count = 0
    for span in record_spans(document):
        entities = [e for e in annotation.entities if span.covers(e.start, e.end)]
        relations = [r for r in annotation.relations if span.covers(r.head.start, r.head.end)]
        count += len(never_proposed(entities, relations))
    return count


def _script(text: str) -> str:
    """Traditional script, where folding changes many characters, or simplified, where it changes a few variants."""
    view = normalise(text)
    changed = sum(a != b for a, b in zip(view.written, view.text, strict=True))
    return "hant" if changed > TRADITIONAL * len(view.text) else "hans"


def evaluate_pipeline(
    pipeline: Language,
    gold: Iterable[Gold],
    *,
    seen: Callable[[Document], bool] = lambda _: False,
    baselines: Baselines | None = None,
    curves: bool = False,
) -> Report:
    """Extract gold documents with a pipeline. `seen` tells which of them it was trained on; `curves` adds those of precision and recall."""
    items = list(gold)

    def report(nlp: Language) -> Report:
        scores = [score_document(item, extract(item[0], nlp), seen=seen(item[0])) for item in items]
        return document_report("facts end to end", scores, curves=curves)

    return _beside(report, pipeline, baselines)


def evaluate_devset(
    pipeline: Language, folder: Path, *, baselines: Baselines | None = None, curves: bool = False
) -> Report:
    """Extract the passages of a development set. Raises `DevsetError`."""

    def report(nlp: Language) -> Report:
        scores = score_devset(folder, lambda d: extract(d, nlp).facts)
        return devset_report("development set", scores, curves=curves)

    return _beside(report, pipeline, baselines)


def cross_validation(
    gold: Sequence[Gold],
    training: Training,
    leave_out: Collection[str],
    *,
    jobs: int = 1,
    baselines: bool = False,
    curves: bool = False,
) -> Report:
    """Train on all documents but one, extract that one, for each name of `leave_out`; `jobs` processes side by side.

    With `baselines` these are trained on the same splits. Raises `SplitError` when a name is not among the gold documents.
    """
    splits = _splits(gold, leave_out)
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        # Each fold is a process of its own: training fixes the seeds of its process, whatever ran before.
        folds = [pool.submit(_fold, item, training, baselines) for item in splits]
        results = [fold.result() for fold in folds]
    reports = {
        name: document_report(
            "leave one document out: facts end to end", [r[name] for r in results], curves=curves
        )
        for name in (results[0] if results else ())
    }
    model = reports.pop("")
    return model.beside(reports) if reports else model


def learning_curve_of(
    gold: Sequence[Gold],
    training: Training,
    held_out: Sequence[str],
    *,
    steps: int | None = None,
    sizes: Iterable[int] | None = None,
    seed: int = 0,
) -> Report:
    """The learning curve on held-out gold documents; all others are trained on bit by bit. Raises `SplitError`."""
    tests = _splits(gold, held_out)

    def compare(nlp: Language) -> list[Compared]:
        scores = (score_document(item, extract(item[0], nlp)) for item in tests)
        return [s.compared for s in scores if s.compared is not None]

    names = sorted(_records(training))
    train = trainer(training.config, training.paths, steps)
    return learning_curve(names, held_out, train, compare, sizes=sizes, seed=seed)


def make_baselines(training: Training, exclude: Collection[str] = ()) -> dict[str, Language]:
    """The baselines, trained on all annotated documents but the named ones. Raises `MissingExtra`."""
    from gdie.evaluation.baselines import train_baselines

    records = _records(training, exclude)
    return train_baselines(record for of_document in records.values() for record in of_document)


def _records(training: Training, exclude: Collection[str] = ()) -> dict[str, list[Record]]:
    # Training pulls in much that scoring alone has no use for.
    from gdie.training.material import annotated_records

    return annotated_records(training.annotations, training.corpus, training.written, exclude)


def read_tables(text: str) -> Iterator[tuple[str, int, int, float]]:
    """Code, place and value of every figure that the official forms of a text give."""
    for fact in extract_tables(document_from_text(text, "form")).facts:
        if fact.source == "table" and fact.category and fact.category.code:
            yield fact.category.code, fact.start, fact.end, fact.value


def _beside(report: Callable[[Language], Report], pipeline: Language, baselines: Baselines | None) -> Report:
    own = report(pipeline)
    return own.beside({name: report(nlp) for name, nlp in baselines.items()}) if baselines else own


def _splits(gold: Sequence[Gold], leave_out: Collection[str]) -> list[Gold]:
    """The gold documents that are left out in turn; those that are not named are only trained on."""
    by_name = {document.stem: (document, annotation) for document, annotation in gold}
    if unknown := sorted(set(leave_out) - set(by_name)):
        raise SplitError(f"no gold for {', '.join(unknown)}; there is {', '.join(by_name)}")
    if not leave_out:
        raise SplitError(f"no document to leave out; there is {', '.join(by_name)}")
    from sklearn.model_selection import PredefinedSplit  # slow to import

    names, wanted = list(by_name), list(leave_out)
    folds = PredefinedSplit([wanted.index(name) if name in wanted else -1 for name in names])
    return [by_name[names[i]] for _, test in folds.split() for i in test]


def _fold(item: Gold, training: Training, baselines: bool) -> dict[str, DocumentScores]:
    """The scores of the model, under no name, and of the baselines, all trained without the document."""
    from gdie.training.run import train

    name = item[0].stem
    with tempfile.TemporaryDirectory(prefix="gdie-fold-") as folder:
        calibration = Calibration.read(training.confidence) if training.confidence else None
        model = train(
            training.config, Path(folder) / name, paths=training.paths, exclude=[name], confidence=calibration
        )
        systems = {"": model, **(make_baselines(training, [name]) if baselines else {})}
        return {label: score_document(item, extract(item[0], nlp)) for label, nlp in systems.items()}
