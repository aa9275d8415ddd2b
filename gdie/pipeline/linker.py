"""Indicator linking: a linear model over what surrounds a figure, saved as plain arrays."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language
from spacy.tokens import Doc

from gdie.pipeline.link_features import NOTHING, Surroundings, by_total, features

FACTORY = "gdie_linker"
_FILE = "model.npz"


@dataclass(frozen=True)
class Choice:
    """A class (`NOTHING` for figures that are no indicator) and how probable it is."""

    label: str
    probability: float


@dataclass(frozen=True)
class LinkModel:
    """A linear classifier: sparse weights (features × classes), bias, and a scale that makes a softmax of its scores probabilities.

    The weights of feature k are `values[starts[k] : starts[k + 1]]`, for the classes `columns[…]`. Below `threshold` a class is not
    given: the figure gets none.
    """

    classes: tuple[str, ...]
    vocabulary: dict[str, int]
    starts: NDArray[np.int32]
    columns: NDArray[np.int16]
    values: NDArray[np.float32]
    bias: NDArray[np.float32]
    scale: float = 1.0
    threshold: float = 0.0

    @classmethod
    def of_weights(
        cls,
        classes: Sequence[str],
        names: Sequence[str],
        weights: NDArray[Any],
        bias: NDArray[Any],
        least: float,
    ) -> "LinkModel":
        """A model without the weights smaller than `least`, and without the features that have no other."""
        kept = np.abs(weights) >= least
        rows = np.flatnonzero(kept.any(axis=1))
        kept, weights = kept[rows], weights[rows]
        starts = np.concatenate([[0], np.cumsum(kept.sum(axis=1))])
        _, columns = np.nonzero(kept)
        return cls(
            tuple(classes),
            {names[int(row)]: k for k, row in enumerate(rows)},
            starts.astype(np.int32),
            columns.astype(np.int16),
            # As it is saved: a model must say the same before and after.
            weights[kept].astype(np.float16).astype(np.float32),
            bias.astype(np.float32),
        )

    def scores(self, figure: Surroundings) -> NDArray[np.float32]:
        """The score of each class."""
        rows = sorted(self.vocabulary[name] for name in features(figure) if name in self.vocabulary)
        if not rows:
            return self.bias
        slices = [slice(self.starts[row], self.starts[row + 1]) for row in rows]
        columns = np.concatenate([self.columns[s] for s in slices])
        values = np.concatenate([self.values[s] for s in slices])
        summed = np.bincount(columns, weights=values, minlength=len(self.classes))
        total: NDArray[np.float32] = (summed + self.bias).astype(np.float32)
        return total

    def choose(self, figure: Surroundings) -> Choice:
        """The best class. A name that the vocabulary has below the figure's total (维持 below 行政诉讼) decides alone."""
        known = by_total(figure)
        if known is not None:
            return Choice(known, 1.0)
        return self.best(self.scores(figure))

    def best(self, scores: NDArray[np.float32]) -> Choice:
        """The class with the highest score; `NOTHING` where it is not probable enough."""
        odds = np.exp(self.scale * (scores - scores.max()))
        best = int(odds.argmax())
        probability = float(odds[best] / odds.sum())
        return Choice(NOTHING if probability < self.threshold else self.classes[best], probability)


class Linker:
    """The component that carries the model with the pipeline.

    A figure's code rests on its section, its total and its neighbours, which lie beyond the records that a pipeline sees; so the
    component passes records on as they are, and `gdie.facts` asks it once a document's facts are known.
    """

    def __init__(self, nlp: Language, name: str) -> None:
        self.name = name
        self.model: LinkModel | None = None

    def __call__(self, doc: Doc) -> Doc:
        """The record, unchanged."""
        return doc

    def to_bytes(self, *, exclude: Iterable[str] = ()) -> bytes:
        """The model as plain arrays, nothing where there is none. Raises ValueError for a feature with a line break."""
        if self.model is None:
            return b""
        if odd := [name for name in self.model.vocabulary if "\n" in name]:
            raise ValueError(f"a feature with a line break cannot be saved: {odd[0]!r}")
        names = sorted(self.model.vocabulary, key=self.model.vocabulary.__getitem__)
        buffer = io.BytesIO()
        np.savez_compressed(
            buffer,
            classes=_letters(self.model.classes),
            features=_letters(names),
            starts=self.model.starts,
            columns=self.model.columns,
            values=self.model.values.astype(np.float16),
            bias=self.model.bias,
            settings=np.array([self.model.scale, self.model.threshold]),
        )
        return buffer.getvalue()

    def from_bytes(self, data: bytes, *, exclude: Iterable[str] = ()) -> "Linker":
        """Read what `to_bytes` wrote."""
        if not data:
            self.model = None
            return self
        with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
            scale, threshold = arrays["settings"].tolist()
            self.model = LinkModel(
                tuple(_words(arrays["classes"])),
                {name: k for k, name in enumerate(_words(arrays["features"]))},
                arrays["starts"],
                arrays["columns"],
                arrays["values"].astype(np.float32),
                arrays["bias"],
                scale,
                threshold,
            )
        return self

    def to_disk(self, path: Path, *, exclude: Iterable[str] = ()) -> None:
        """Write the model, as `to_bytes` has it, into a folder."""
        Path(path).mkdir(parents=True, exist_ok=True)
        (Path(path) / _FILE).write_bytes(self.to_bytes())

    def from_disk(self, path: Path, *, exclude: Iterable[str] = ()) -> "Linker":
        """Read what `to_disk` wrote."""
        return self.from_bytes((Path(path) / _FILE).read_bytes())


def _letters(words: Iterable[str]) -> NDArray[np.uint8]:
    """Words as one array of bytes, which needs no pickle."""
    return np.frombuffer("\n".join(words).encode(), dtype=np.uint8)


def _words(letters: NDArray[np.uint8]) -> list[str]:
    joined = letters.tobytes().decode()
    return joined.split("\n") if joined else []


@Language.factory(FACTORY)
def make_linker(nlp: Language, name: str) -> Linker:
    """A linker without a model; `from_disk` or training gives it one."""
    return Linker(nlp, name)


def linker_of(pipeline: Language) -> LinkModel | None:
    """The model of a pipeline's linker; None where it has none."""
    if FACTORY not in pipeline.pipe_names:
        return None
    component = pipeline.get_pipe(FACTORY)
    return component.model if isinstance(component, Linker) else None
