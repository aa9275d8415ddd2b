"""Entities and relations of a predicted annotation against the gold of the same document."""

from __future__ import annotations

from gdie.annotation import Annotation
from gdie.annotation.score import (
    SpanScores,
    exact_entities,
    exact_relations,
    overlapping_entities,
    relations_on_common_entities,
)


def score_spans(gold: Annotation, predicted: Annotation) -> SpanScores:
    """Compare two annotations whose offsets count the same document."""
    return SpanScores(
        exact_entities(gold, predicted),
        overlapping_entities(gold, predicted),
        exact_relations(gold, predicted),
        relations_on_common_entities(gold, predicted),
    )
