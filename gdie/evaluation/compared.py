"""A document whose gold facts stand beside the predicted ones, and its scores by slice.

Slices of whole documents or passages: `all`, `prose passages` (nothing in tables), `table passages` (nothing in prose), and
whatever marks they bear (`format:old`, `script:hant`, `tag:nested`). Slices of facts, which say nothing of whole passages: `text`
and `table`; a missed figure belongs where the gold has it, a superfluous one where it was claimed to be. Matrices are mostly zeros and
easy: where there are any, `matrices`, `without matrices` and `table without matrices` tell them apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from gdie.evaluation.claims import Field
from gdie.evaluation.facts import FactScores, Pair, score_pairs
from gdie.evaluation.scores import Score

MATRIX = "tag:table3_matrix"
Slices = Mapping[str, Mapping[str, FactScores]]
"""Slice → document or passage → scores."""


@dataclass(frozen=True)
class Compared:
    """One document or passage. `labels` has gold and predicted label of entities that overlap, None where one side has none."""

    name: str
    text: str
    pairs: tuple[Pair, ...]
    implied: Score = field(default_factory=Score)
    marks: tuple[str, ...] = ()
    labels: tuple[tuple[str | None, str | None], ...] = ()

    def holds_only(self, source: str) -> bool:
        """Whether all gold facts stand in prose (`text`) or all in tables (`table`)."""
        return all(p.gold.source == source for p in self.pairs if p.gold is not None)


def slices_of(items: Sequence[Compared], fields: Sequence[Field]) -> dict[str, dict[str, FactScores]]:
    """The scores of documents or passages by slice."""
    matrices = any(MATRIX in item.marks for item in items)
    by_slice: dict[str, dict[str, FactScores]] = {}
    for item in items:
        for name, scores in _slices(item, fields, matrices):
            by_slice.setdefault(name, {})[item.name] = scores
    return by_slice


def pairs_of(items: Iterable[Compared], source: str | None = None) -> list[Pair]:
    """The pairs of all documents, or those in prose (`text`) or tables (`table`) only."""
    return [p for item in items for p in item.pairs if source in (None, p.source)]


def _slices(item: Compared, fields: Sequence[Field], matrices: bool) -> Iterator[tuple[str, FactScores]]:
    is_matrix = MATRIX in item.marks
    whole = score_pairs(item.pairs, fields, item.implied)
    yield "all", whole
    if matrices:
        yield ("matrices" if is_matrix else "without matrices"), whole
    for source, name in (("text", "prose passages"), ("table", "table passages")):
        if item.holds_only(source):
            yield name, whole
        pairs = [p for p in item.pairs if p.source == source]
        if pairs:
            part = score_pairs(pairs, fields, whole=False)
            yield source, part
            if matrices and source == "table" and not is_matrix:
                yield "table without matrices", part
    for mark in item.marks:
        yield mark, whole
