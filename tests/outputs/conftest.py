"""The shipped pipeline, loaded once for all tests that run commands."""

from functools import cache

import pytest
from spacy.language import Language

import gdie.pipeline
import gdie.pipeline.loading


@cache
def pipeline(_: object) -> Language:
    return gdie.pipeline.loading.load_pipeline(None)


@pytest.fixture(autouse=True)
def _one_pipeline(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gdie.pipeline, "load_pipeline", pipeline)
