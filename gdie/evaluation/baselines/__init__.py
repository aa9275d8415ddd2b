"""Baselines: simple annotators in the shape of a pipeline, so that the same assembly and the same scorers judge them.

Tables are read by their structure whatever the pipeline is: there the baselines differ from the model in captions and tasks only.
"""

from __future__ import annotations

from collections.abc import Iterable

from spacy.language import Language

from gdie.annotation import Record
from gdie.evaluation.baselines.component import pipeline_of
from gdie.evaluation.baselines.crf import train_crf
from gdie.evaluation.baselines.pattern import find_pattern

__all__ = ["pipeline_of", "train_baselines"]


def train_baselines(records: Iterable[Record]) -> dict[str, Language]:
    """The pattern, which learns nothing, and a CRF trained on the records. Raises `MissingExtra`."""
    return {"pattern": pipeline_of(find_pattern), "crf": pipeline_of(train_crf(records))}
