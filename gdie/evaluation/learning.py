"""The learning curve: how scores on fixed held-out documents grow with the number of documents trained on."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from spacy.language import Language

from gdie.evaluation.claims import FACT_FIELDS
from gdie.evaluation.compared import Compared, slices_of
from gdie.evaluation.report import Report
from gdie.evaluation.summary import summarise

TrainWithout = Callable[[Collection[str]], Language]
"""Trains on all documents but the named ones."""


class SplitError(ValueError):
    """A split names a document for which there is no gold, or leaves nothing to train on."""


def learning_curve(
    names: Sequence[str],
    held_out: Sequence[str],
    train: TrainWithout,
    compare: Callable[[Language], Sequence[Compared]],
    *,
    sizes: Iterable[int] | None = None,
    seed: int = 0,
) -> Report:
    """Train on more and more of the documents `names` and compare the held-out ones each time.

    The documents are put in an order by `seed`, and each point has those of the point before it: what differs between two points is
    what was added. `sizes` are by default 1, 2, 4, … and all. Raises `SplitError` when nothing is left to train on.
    """
    pool = sorted(set(names) - set(held_out))
    if not pool:
        raise SplitError(f"nothing to train on: all of {', '.join(names)} are held out; hold out fewer")
    random.Random(seed).shuffle(pool)
    points = []
    for size in sorted({min(size, len(pool)) for size in sizes or doubling(len(pool))}):
        chosen = pool[:size]
        pipeline = train(sorted(set(names) - set(chosen)))
        summary = summarise(slices_of(compare(pipeline), FACT_FIELDS))
        points.append({"documents": size, "trained_on": sorted(chosen), "summary": summary})
    return Report(
        {
            "title": "learning curve",
            "kind": "curve",
            "held_out": list(held_out),
            "seed": seed,
            "points": points,
        }
    )


def doubling(most: int) -> Iterator[int]:
    """1, 2, 4, … up to and with `most`."""
    size = 1
    while size < most:
        yield size
        size *= 2
    yield most


def trainer(config: Path, paths: Mapping[str, Path], steps: int | None = None) -> TrainWithout:
    """What trains by a config; `steps` instead of the config's number of steps."""
    overrides: dict[str, Any] = {}
    if steps is not None:
        overrides = {"training.max_steps": steps, "training.eval_frequency": steps}

    def train_without(exclude: Collection[str]) -> Language:
        # Training pulls in much that scoring alone has no use for.
        from gdie.training.run import train

        with tempfile.TemporaryDirectory(prefix="gdie-curve-") as folder:
            output = Path(folder) / "model"
            return train(config, output, paths=paths, exclude=sorted(exclude), overrides=overrides)

    return train_without
