"""Krippendorff's α: agreement of any number of annotators beyond chance, also where some left units out.

The α of nominal data in the coincidence-matrix form of Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011),
section C: a unit that m ≥ 2 annotators have gives m(m-1) pairs of weight 1/(m-1) each; a unit that fewer have gives none.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from gdie.annotation.records import Annotation
from gdie.documents import Span

Unit = Sequence[Hashable | None]
"""What each annotator says of one unit; None where he did not see it."""
Labels = tuple[frozenset[str] | None, ...]
"""The labels that each annotator gives a character; empty for none, None where he did not see it."""


@dataclass(frozen=True)
class Alpha:
    """α over the characters of texts: of all labels together, and of each against all else. None where it is not defined.

    Each character is a unit and its label, or that it has none, the value. Long spans therefore weigh more than short ones,
    and two annotators who differ by one character of a span still agree on the rest of it.
    """

    overall: float | None
    by_label: Mapping[str, float | None]


def nominal_alpha(units: Iterable[tuple[Unit, int]]) -> float | None:
    """α of nominal values; `units` are kinds of units, each with the number of those that are alike.

    None when there are no pairs to compare or when all values are the same, where α is not defined.
    """
    values: Counter[Hashable] = Counter()
    disagreeing = 0.0
    for unit, times in units:
        own = Counter(value for value in unit if value is not None)
        seen = own.total()
        if seen < 2:
            continue
        disagreeing += times * _unequal_pairs(own) / (seen - 1)
        for value, count in own.items():
            values[value] += times * count
    expected = _unequal_pairs(values)
    return 1 - (values.total() - 1) * disagreeing / expected if expected else None


def entity_alpha(units: Mapping[Labels, int]) -> Alpha:
    """α over characters, of all labels and of each label alone."""
    labels = sorted({label for unit in units for own in unit if own for label in own})
    by_label = {label: nominal_alpha(_has(label, units)) for label in labels}
    return Alpha(nominal_alpha(units.items()), by_label)


def character_units(annotations: Sequence[Annotation], seen: Sequence[Iterable[Span]]) -> Counter[Labels]:
    """How many characters of a document have which labels by which annotator.

    `seen` are the stretches that each annotator has, disjoint; offsets are the document's. Where spans of one annotator overlap,
    the value is the set of their labels.
    """
    changes: dict[int, list[tuple[int, str | None, int]]] = defaultdict(list)
    for who, (annotation, spans) in enumerate(zip(annotations, seen, strict=True)):
        for span in spans:
            changes[span.start].append((who, None, 1))
            changes[span.end].append((who, None, -1))
        for entity in annotation.entities:
            changes[entity.start].append((who, entity.label, 1))
            changes[entity.end].append((who, entity.label, -1))
    active: list[Counter[str | None]] = [Counter() for _ in annotations]
    units: Counter[Labels] = Counter()
    for here, following in pairwise(sorted(changes)):
        for who, label, step in changes[here]:
            active[who][label] += step
        units[tuple(_labels(own) for own in active)] += following - here
    return units


def _labels(active: Mapping[str | None, int]) -> frozenset[str] | None:
    if not active.get(None):
        return None
    return frozenset(label for label, count in active.items() if label is not None and count)


def _has(label: str, units: Mapping[Labels, int]) -> Iterator[tuple[Unit, int]]:
    for unit, times in units.items():
        yield tuple(None if own is None else label in own for own in unit), times


def _unequal_pairs(counts: Mapping[Hashable, int]) -> int:
    return sum(counts.values()) ** 2 - sum(count**2 for count in counts.values())
