"""Entities and relations of a predicted annotation against the gold of the same document."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from gdie.annotation import Annotation
from gdie.annotation.score import (
    exact_entities,
    exact_relations,
    overlapping_entities,
    relations_on_common_entities,
)
from gdie.evaluation.scores import LabelScores


@dataclass(frozen=True)
class SpanScores:
    """Scores by label of one or, added up, several documents.

    `relations` is end to end: both labelled spans and the relation's label must be right, and a gold pair
    that was never proposed is a miss like any other. `relations_on_common` leaves out relations of entities
    that were not found, which tells errors of the relation component from those of the entities; it is no
    score of the system.
    """

    entities: LabelScores = field(default_factory=LabelScores)
    overlapping: LabelScores = field(default_factory=LabelScores)
    relations: LabelScores = field(default_factory=LabelScores)
    relations_on_common: LabelScores = field(default_factory=LabelScores)

    def __add__(self, other: SpanScores) -> SpanScores:
        return SpanScores(
            self.entities + other.entities,
            self.overlapping + other.overlapping,
            self.relations + other.relations,
            self.relations_on_common + other.relations_on_common,
        )

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        return {
            "entities": self.entities.as_json(),
            "entities_overlapping": self.overlapping.as_json(),
            "relations": self.relations.as_json(),
            "relations_on_common_entities": self.relations_on_common.as_json(),
        }


def score_spans(gold: Annotation, predicted: Annotation) -> SpanScores:
    """Compare two annotations whose offsets count the same document."""
    return SpanScores(
        exact_entities(gold, predicted),
        overlapping_entities(gold, predicted),
        exact_relations(gold, predicted),
        relations_on_common_entities(gold, predicted),
    )
