"""Fitting the confidence of facts: models that have not seen a document extract it, and what was right is regressed on the evidence."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

import numpy as np
from spacy.language import Language

from gdie.annotation import Annotation
from gdie.documents import Document
from gdie.evaluation.calibration import RIGHT
from gdie.evaluation.claims import FACT_FIELDS, claims_of
from gdie.evaluation.facts import align
from gdie.evaluation.runs import Training
from gdie.facts import extract
from gdie.facts.confidence import EVIDENCE, Calibration, CalibrationError, evidence, heads
from gdie.facts.extraction import from_annotation
from gdie.training.gold import Splits

Gold = tuple[Document, Annotation]
_FIELDS = [field for field in FACT_FIELDS if field.name in RIGHT]


@dataclass(frozen=True)
class Observed:
    """The evidence of an extracted fact of prose, and whether all that is compared of it is right."""

    document: str
    evidence: tuple[float, ...]
    right: bool


def observe(pipeline: Language, items: Iterable[Gold]) -> list[Observed]:
    """Every fact that a pipeline extracts from the prose of annotated documents; stated zeros have no evidence and are left out."""
    found = []
    for document, annotation in items:
        extracted = extract(document, pipeline)
        gold = from_annotation(document, annotation)
        relations = heads(extracted.annotation)
        figures = {
            (e.start, e.end): e for e in extracted.annotation.entities if e.label in ("COUNT", "PERCENT")
        }
        for pair in align(claims_of(gold.facts), claims_of(extracted.facts)):
            if pair.predicted is None or pair.predicted.source == "table":
                continue
            figure = figures[pair.predicted.place]
            seen = evidence(figure, relations.get(figure, ()), extracted.probabilities)
            found.append(Observed(document.stem, tuple(seen), all(pair.agrees(f) for f in _FIELDS)))
    return found


def fit(observed: Sequence[Observed]) -> Calibration:
    """The regression of right on evidence. Raises `CalibrationError` unless there are right and wrong facts."""
    from sklearn.linear_model import LogisticRegression  # slow to import
    from sklearn.preprocessing import StandardScaler

    right = np.array([o.right for o in observed])
    if right.all() or not right.any():
        raise CalibrationError(
            "confidence can't be fitted: of the facts of unseen documents all are right, or none"
        )
    scaler = StandardScaler()
    scaled = scaler.fit_transform(np.array([o.evidence for o in observed]))
    model = LogisticRegression(C=1.0, max_iter=2000).fit(scaled, right)
    weights = model.coef_[0] / scaler.scale_
    bias = float(model.intercept_[0] - (weights * scaler.mean_).sum())
    assert len(weights) == len(EVIDENCE)
    return Calibration(tuple(round(float(w), 6) for w in weights), round(bias, 6))


def folds_of(splits: Splits, gold: Iterable[Gold], written: Iterable[Gold]) -> list[list[str]]:
    """The names of the documents of each fold."""
    real, invented = ([document.stem for document, _ in items] for items in (gold, written))
    return [fold.of(real, invented) for fold in splits.confidence]


def calibrate(
    training: Training, folds: Sequence[Sequence[str]], items: Sequence[Gold], jobs: int = 1
) -> Calibration:
    """Train once without the documents of each fold, observe these, and fit the confidence to all; `jobs` trainings side by side."""
    by_name = {item[0].stem: item for item in items}
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        tasks = [pool.submit(_fold, training, [by_name[name] for name in fold]) for fold in folds]
        return fit([one for task in tasks for one in task.result()])


def _fold(training: Training, items: Sequence[Gold]) -> list[Observed]:
    from gdie.training.run import train

    names = [document.stem for document, _ in items]
    with tempfile.TemporaryDirectory(prefix="gdie-fold-") as folder:
        model = train(training.config, Path(folder) / "model", paths=training.paths, exclude=names, linked=0)
        return observe(model, items)
