"""The development set: short passages with gold facts as JSON, for measuring only.

Names are compared after folding script, width and quotes; channels by canonical code; totals by the place of
their figure. The gold has no upper bounds of ranges, no offsets of channels and no indicator codes, so these are not compared.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from gdie.documents import Document, read_document
from gdie.evaluation.claims import FACT_FIELDS, Claim, Place, channel_codes, claims_of, contained, fold
from gdie.evaluation.compared import Compared, Slices, slices_of
from gdie.evaluation.facts import FactScores, align
from gdie.evaluation.scores import Score
from gdie.facts import Fact

FIELDS = tuple(f for f in FACT_FIELDS if f.name not in ("value_max", "channel", "code"))


class DevsetError(ValueError):
    """A folder that is no development set; the message names the file and what is wrong."""


@dataclass(frozen=True)
class Zero:
    """A zero that the passage states in words: where its cue stands, and what it denies (folded)."""

    start: int
    end: int
    category: str


@dataclass(frozen=True)
class Passage:
    """One passage with its gold."""

    document: Document
    format: str
    script: str
    tags: tuple[str, ...]
    claims: tuple[Claim, ...]
    zeros: tuple[Zero, ...]


@dataclass(frozen=True)
class DevsetScores:
    """The passages set beside their gold, and their scores by slice."""

    results: tuple[Compared, ...]

    @cached_property
    def by_slice(self) -> Slices:
        """Slice → passage → scores."""
        return slices_of(self.results, FIELDS)

    @property
    def slices(self) -> dict[str, FactScores]:
        """The scores of each slice, its passages added up."""
        return {name: sum(units.values(), FactScores()) for name, units in self.by_slice.items()}


def score_devset(folder: Path, extract: Callable[[Document], Sequence[Fact]]) -> DevsetScores:
    """Extract every passage of a folder and compare with its gold. Raises `DevsetError`."""
    return DevsetScores(
        tuple(_compare(passage, extract(passage.document)) for passage in read_devset(folder))
    )


def read_devset(folder: Path) -> list[Passage]:
    """The passages of a folder (`NAME.txt` with `NAME.json`), sorted by name. Raises `DevsetError`."""
    paths = sorted(folder.glob("*.json"))
    if not paths:
        raise DevsetError(f"{folder}: holds no passages; give the folder with the .txt and .json files")
    return [_read(path) for path in paths]


def _read(path: Path) -> Passage:
    document = read_document(path.with_suffix(".txt"))
    try:
        gold = json.loads(path.read_text(encoding="utf-8"))
        places = [_place(document.text, row["fig"], row["nth"]) for row in gold["facts"]]
        claims = tuple(_claim(row, places) for row in gold["facts"])
        zeros = tuple(
            Zero(*_place(document.text, row["cue"], row["nth"]), fold(row["category"]))
            for row in gold["implicit_zeros"]
        )
        return Passage(document, gold["format"], gold["script"], tuple(gold["tags"]), claims, zeros)
    except (KeyError, IndexError, TypeError, ValueError) as error:
        reason = f"lacks {error}" if isinstance(error, KeyError) else str(error)
        raise DevsetError(f"{path}: {reason}; see the format in the set's README.md") from None


def _claim(row: Mapping[str, Any], places: Sequence[Place]) -> Claim:
    def total(index: int | None) -> Place | None:
        return None if index is None else places[index]

    start, end = places[row["i"]]
    return Claim(
        start=start,
        end=end,
        value=row["value"],
        unit=row["unit"],
        approx=row["approx"],
        category=fold(row["category"]) if row["category"] else None,
        channel_code=channel_codes(row["channel"]) if row["channel"] else None,
        column=fold(row["column"]) if row.get("column") else None,
        period=(row["period"][0], row["period"][1]) if row["period"] else None,
        agency=fold(row["agency"]) if row["agency"] else None,
        part_of=total(row["part_of"]),
        share_of=total(row["share_of"]),
        status=row["status"],
        source=row["source"],
    )


def _place(text: str, words: str, nth: int) -> Place:
    """The span of the nth occurrence of words, overlapping ones counted."""
    start = -1
    for _ in range(nth):
        start = text.find(words, start + 1)
        if start < 0:
            raise ValueError(f"{words!r} does not stand {nth} times in the text")
    return start, start + len(words)


def _compare(passage: Passage, facts: Sequence[Fact]) -> Compared:
    return Compared(
        passage.document.stem,
        passage.document.text,
        tuple(align(passage.claims, claims_of(facts))),
        _implied(passage.zeros, [f for f in facts if f.implied]),
        (f"format:{passage.format}", f"script:{passage.script}", *(f"tag:{tag}" for tag in passage.tags)),
    )


def _implied(zeros: Sequence[Zero], found: Sequence[Fact]) -> Score:
    # The gold marks the cue alone, a fact runs from the cue to the noun, and one cue may deny several nouns.
    free = list(found)
    tp = 0
    for zero in zeros:
        for fact in free:
            noun = fold(fact.category.text) if fact.category else None
            if fact.start < zero.end and zero.start < fact.end and noun and contained(noun, zero.category):
                free.remove(fact)
                tp += 1
                break
    return Score(tp, len(free), len(zeros) - tp)
