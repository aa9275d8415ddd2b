"""What is taken for what: labels of entities, and channels of facts, each with a row and a column for nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from gdie.annotation import Annotation
from gdie.evaluation.facts import Pair

NOTHING = "–"
SEVERAL = "several"
UNKNOWN = "other words"
LabelPair = tuple[str | None, str | None]


def label_pairs(gold: Annotation, predicted: Annotation) -> tuple[LabelPair, ...]:
    """Gold and predicted label of entities matched one to one by the characters they share, most first; None where unmatched."""
    shared = sorted(
        (
            (min(g.end, p.end) - max(g.start, p.start), g, p)
            for g in gold.entities
            for p in predicted.entities
            if g.start < p.end and p.start < g.end
        ),
        # Of equal overlaps the one with the right label, then the first.
        key=lambda match: (-match[0], match[1].label != match[2].label, match[1], match[2]),
    )
    pairs: list[LabelPair] = []
    free_gold, free_predicted = Counter(gold.entities), Counter(predicted.entities)
    for _, wanted, found in shared:
        if free_gold[wanted] and free_predicted[found]:
            free_gold[wanted] -= 1
            free_predicted[found] -= 1
            pairs.append((wanted.label, found.label))
    pairs += [(e.label, None) for e in free_gold.elements()]
    pairs += [(None, e.label) for e in free_predicted.elements()]
    return tuple(pairs)


def channel_pairs(pairs: Iterable[Pair], known: frozenset[str]) -> list[LabelPair]:
    """Gold and predicted channel code of matched facts that have one on either side."""

    def name(codes: frozenset[str] | None) -> str | None:
        if codes is None:
            return None
        if len(codes) > 1:
            return SEVERAL
        (code,) = codes
        return code if code in known else UNKNOWN

    both = [
        (name(p.gold.channel_code), name(p.predicted.channel_code))
        for p in pairs
        if p.gold is not None and p.predicted is not None
    ]
    return [pair for pair in both if pair != (None, None)]


def confusion(pairs: Iterable[LabelPair]) -> dict[str, Any]:
    """A matrix as plain values: `{"labels", "counts"}`, rows gold, columns predicted, the last of each for nothing."""
    counts = Counter(pairs)
    named = sorted({label for pair in counts for label in pair if label is not None})
    labels = [*named, None] if any(None in pair for pair in counts) else named
    return {
        "labels": [label or NOTHING for label in labels],
        "counts": [[counts[gold, predicted] for predicted in labels] for gold in labels],
    }
