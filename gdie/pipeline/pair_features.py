"""Features of a candidate pair, as categorical columns that are hashed into the relation model's embedding."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray
from spacy.strings import get_string_id

from gdie.annotation import Entity
from gdie.pipeline.candidates import Candidate
from gdie.text.numerals import NumeralError, parse_quantity

COLUMNS = (
    "rank",
    "distance",
    "figures_between",
    "lines_and_sentences",
    "between",
    "skeleton",
    "cues_between",
    "before_head",
    "after_head",
    "before_tail",
    "after_tail",
    "tail_text",
    "units",
    "values",
    "line_start",
    "labels_between",
)

_CUES = re.compile(
    r"其中|包括|分别|分为|含|合计|共计|总计|总数|共|占|通过|利用|截至|同比|比|各|累计|受理|办结|收到|此外|另|同时|以及|主要|涉及"
)
_PUNCTUATION = re.compile(r"[^，、；。：（）()“”《》\n,;:|\t]+")
_SENTENCE_END = frozenset("。；;！？!?")
_BUCKETS = (1, 2, 3, 4, 6, 8, 12, 16, 24, 40, 80, 160, 400, 1000)


class PairFeatures:
    """Computes the feature rows of all candidates of one record (entities in offsets of `text`, in text order)."""

    def __init__(self, text: str, entities: Sequence[Entity]) -> None:
        self.text = text
        self.entities = entities
        self.lines = [0, *accumulate(c == "\n" for c in text)]
        self.sentences = [0, *accumulate(c in _SENTENCE_END for c in text)]
        self.figures = [0, *accumulate(e.label in ("COUNT", "PERCENT") for e in entities)]
        self.units: list[str | None] = []
        self.values: list[float | None] = []
        for entity in entities:
            unit, value = _quantity(text, entity)
            self.units.append(unit)
            self.values.append(value)
        self.in_sum = _sum_runs(entities, self.values)

    def rows(self, candidates: Sequence[Candidate]) -> NDArray[np.uint64]:
        """One row a candidate, one column a name in `COLUMNS`."""
        rows = np.empty((len(candidates), len(COLUMNS)), dtype=np.uint64)
        for i, candidate in enumerate(candidates):
            rows[i] = [
                get_string_id(f"{name}|{candidate.label}|{value}")
                for name, value in zip(COLUMNS, self._columns(candidate), strict=True)
            ]
        return rows

    def _columns(self, c: Candidate) -> tuple[object, ...]:
        text, head, tail = self.text, self.entities[c.head], self.entities[c.tail]
        first, second = (head, tail) if c.head < c.tail else (tail, head)
        gap = text[first.end : second.start]
        low, high = min(c.head, c.tail), max(c.head, c.tail)
        side = "<" if c.tail < c.head else ">"
        lines = self.lines[second.start] - self.lines[first.end]
        sentences = self.sentences[second.start] - self.sentences[first.end]
        figures = self.figures[high] - self.figures[low + 1]
        near = gap if len(gap) <= 400 else gap[:200] + gap[-200:]
        cues = sorted(set(_CUES.findall(near)))
        line_start = text.rfind("\n", 0, tail.start) + 1
        return (
            c.rank,
            f"{side}{_bucket(len(gap))}",
            f"{side}{min(figures, 12)}",
            f"{side}{min(lines, 3)}/{min(sentences, 4)}",
            f"{side}{gap}" if len(gap) <= 6 else f"{side}long",
            side + _PUNCTUATION.sub(".", near)[-14:],
            f"{side}{' '.join(cues)}",
            text[max(0, head.start - 2) : head.start],
            text[head.end : head.end + 2],
            text[max(0, tail.start - 2) : tail.start],
            text[tail.end : tail.end + 2],
            text[tail.start : tail.end]
            if tail.label != "COUNT"
            else _CUES.findall(text[tail.end : tail.end + 12]),
            f"{self.units[c.head] == self.units[c.tail]}/{side}{c.rank}" if c.label == "PART_OF" else "",
            self._value_evidence(c) if c.label == "PART_OF" else "",
            f"{side}{min(tail.start - line_start, 6)}{min(lines, 2)}",
            side + "".join(e.label[:2] for e in self.entities[low + 1 : high])[-12:],
        )

    def _value_evidence(self, c: Candidate) -> str:
        part, total = self.values[c.head], self.values[c.tail]
        if part is None or total is None:
            return "unknown"
        order = "less" if part < total else "equal" if part == total else "more"
        adds_up = c.head in self.in_sum.get(c.tail, ())
        return f"{order}/{adds_up}"


def _bucket(length: int) -> int:
    return next((i for i, limit in enumerate(_BUCKETS) if length <= limit), len(_BUCKETS))


def _quantity(text: str, entity: Entity) -> tuple[str | None, float | None]:
    if entity.label not in ("COUNT", "PERCENT"):
        return None, None
    try:
        quantity = parse_quantity(text[entity.start : entity.end])
    except NumeralError:
        return None, None
    return quantity.unit, float(quantity.value)


def _sum_runs(entities: Sequence[Entity], values: Sequence[float | None]) -> dict[int, frozenset[int]]:
    """For each COUNT, the neighbouring COUNTs that stand in an unbroken run which adds up to it.

    A run begins at most three counts away from its total, on either side; equal counts stay apart.
    """
    counts = [i for i, e in enumerate(entities) if e.label == "COUNT" and values[i] is not None]
    found: dict[int, frozenset[int]] = {}
    for position, total in enumerate(counts):
        members: set[int] = set()
        for step in (1, -1):
            for skip in (1, 2, 3):
                members.update(_run(counts, values, position + step * skip, step, values[total] or 0))
        found[total] = frozenset(members)
    return found


def _run(
    counts: Sequence[int], values: Sequence[float | None], position: int, step: int, total: float
) -> list[int]:
    run: list[int] = []
    rest = total
    while 0 <= position < len(counts) and len(run) < 40:
        value = values[counts[position]] or 0
        if value > rest:
            return []
        run.append(counts[position])
        rest -= value
        if rest == 0 and len(run) > 1:
            return run
        position += step
    return []
