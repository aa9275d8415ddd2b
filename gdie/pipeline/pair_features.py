"""Features of entities and of candidate pairs, as categorical columns that are hashed into the relation model's embedding."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import accumulate
from operator import attrgetter

import numpy as np
from numpy.typing import NDArray
from spacy.strings import get_string_id

from gdie.annotation import Entity
from gdie.pipeline.arithmetic import Amount, weigh
from gdie.pipeline.candidates import Candidate
from gdie.pipeline.enumerations import Gap, places
from gdie.pipeline.kinds import kind_of
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
    "aligned",
    "tail_kind",
)
ENTITY_COLUMNS = (
    "label",
    "skeleton_before",
    "skeleton_after",
    "cues_before",
    "before",
    "after",
    "ending",
    "beginning",
    "kind",
)

_CUES = re.compile(
    r"其中|包括|分别|分为|含|合计|共计|总计|总数|共|占|通过|利用|截至|同比|比|各|累计|受理|办结|收到|此外|另|同时|以及|主要|涉及"
)
_PUNCTUATION = re.compile(r"[^，、；。：（）()“”《》\n,;:|\t]+")
_DECIMALS = re.compile(r"[.]([0-9]+)")
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
        self.alone = self._places(attrgetter("bare"))
        self.with_others = self._places(attrgetter("listed"))
        self.evidence = weigh(self._amounts("COUNT"), self._amounts("PERCENT"))

    def _places(self, joins: Callable[[Gap], bool]) -> dict[int, tuple[int, int]]:
        labels = {entity.label for entity in self.entities}
        return {i: p for label in labels for i, p in places(self.text, self.entities, label, joins).items()}

    def _aligned(self, c: Candidate) -> str:
        """Whether head and tail have the same place in two lists (信函、网络分别为12件、30件)."""
        head = self.alone.get(c.head)
        tail = (self.with_others if self.entities[c.tail].label == "COUNT" else self.alone).get(c.tail)
        if head is None or tail is None:
            return f"{head is None}/{tail is None}"
        return f"{head[0] == tail[0]}/{max(-2, min(2, head[1] - tail[1]))}"

    def _amounts(self, label: str) -> list[Amount]:
        amounts = []
        for i, (entity, value) in enumerate(zip(self.entities, self.values, strict=True)):
            if entity.label == label and value is not None:
                decimals = _DECIMALS.search(self.text, entity.start, entity.end)
                amounts.append(Amount(i, value, self.units[i], len(decimals[1]) if decimals else 0))
        return amounts

    def entity_rows(self) -> NDArray[np.uint64]:
        """One row an entity, one column a name in `ENTITY_COLUMNS`."""
        rows = np.empty((len(self.entities), len(ENTITY_COLUMNS)), dtype=np.uint64)
        for i, entity in enumerate(self.entities):
            rows[i] = [
                get_string_id(f"{name}|{entity.label}|{value}")
                for name, value in zip(ENTITY_COLUMNS, self._entity_columns(i), strict=True)
            ]
        return rows

    def _entity_columns(self, i: int) -> tuple[object, ...]:
        text, entity = self.text, self.entities[i]
        left = self.entities[i - 1].end if i else 0
        right = self.entities[i + 1].start if i + 1 < len(self.entities) else len(text)
        before = text[max(left, entity.start - 30) : entity.start]
        after = text[entity.end : min(right, entity.end + 30)]
        own = text[entity.start : entity.end]
        beginning: object = own[:2]
        ending: object = own[-2:]
        if entity.label in ("COUNT", "PERCENT"):
            ending = self.units[i]
            largest = max(self.evidence.groups.get(i, {0: 0}).values())
            beginning = f"{min(largest, 4)}/{i in self.evidence.totals_of}"
        return (
            "",
            _PUNCTUATION.sub(".", before)[-8:],
            _PUNCTUATION.sub(".", after)[:8],
            " ".join(sorted(set(_CUES.findall(before)))),
            before[-3:],
            after[:3],
            ending,
            beginning,
            kind_of(entity.label, own),
        )

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
            self._value_evidence(c),
            f"{side}{min(tail.start - line_start, 6)}{min(lines, 2)}",
            side + "".join(e.label[:2] for e in self.entities[low + 1 : high])[-12:],
            side + self._aligned(c),
            f"{kind_of(tail.label, text[tail.start : tail.end])}/{side}{abs(c.rank) == 1}",
        )

    def _value_evidence(self, c: Candidate) -> str:
        if c.label == "SHARE_OF":
            decimals = _DECIMALS.search(self.text, self.entities[c.head].start, self.entities[c.head].end)
            return f"{(c.head, c.tail) in self.evidence.shares}/{decimals is not None}"
        if c.label != "PART_OF":
            return ""
        part, total = self.values[c.head], self.values[c.tail]
        if part is None or total is None:
            return "unknown"
        order = "less" if part < total else "equal" if part == total else "more"
        group = self.evidence.groups.get(c.tail, {})
        rivals = self.evidence.totals_of.get(c.head, frozenset()) - {c.tail}
        nearer = any(abs(r - c.head) < abs(c.tail - c.head) for r in rivals)
        return f"{order}/{min(group.get(c.head, 0), 5)}/{bool(rivals)}/{nearer}/{bool(group)}"


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
