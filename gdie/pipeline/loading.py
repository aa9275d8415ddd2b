"""Loading a trained pipeline: the shipped one, or one from a folder."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import spacy
from spacy.language import Language
from thinc.api import NumpyOps, get_current_ops, set_current_ops

# Importing the modules registers what a saved pipeline names.
from gdie.pipeline import embed, entities, linker, relation_model, relations, tokenizer

SHIPPED = Path(__file__).parent.parent / "models" / "gdie_zh"
REGISTERED = (embed, entities, linker, relation_model, relations, tokenizer)


class PipelineNotFound(ValueError):
    """No pipeline where one was expected; the message says where and what to do."""


@contextmanager
def numpy_products() -> Iterator[None]:
    """Models made or loaded inside multiply matrices with numpy's BLAS: on common processors several times faster
    than thinc's own."""
    before = get_current_ops()
    set_current_ops(NumpyOps(use_blis=False))
    try:
        yield
    finally:
        set_current_ops(before)


def load_pipeline(path: Path | None = None) -> Language:
    """The pipeline in `path`, by default the shipped one. Raises `PipelineNotFound`."""
    folder = path or SHIPPED
    if not (folder / "meta.json").is_file():
        raise PipelineNotFound(
            f"{folder}: holds no trained pipeline; train one with `gdie train --output {folder}`"
        )
    with numpy_products():
        return spacy.load(folder)
