"""What a finding rests on, in the words of the documents: lines cut to the sentences of the figures, the figures marked."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from gdie.facts import Fact
from gdie.outputs.findings.selection import Checked
from gdie.reconcile.model import Finding, Place

_SENTENCE_END = re.compile(r"[。！？；!?;]")
_LEAD = 60  # longest stretch of a sentence before its first figure
_TAIL = 40  # and behind its last one
_GAP = 60  # longest stretch between two figures that is shown whole
_LONGEST = 80  # of a marked stretch


@dataclass(frozen=True)
class Piece:
    """Words of a document; `place` is that of a figure, None for what stands around it."""

    text: str
    place: Place | None = None


@dataclass(frozen=True)
class Excerpt:
    """A part of one line. `holder` is the document that it is from, `line` counts from 1, its first figure begins at `start`."""

    holder: Checked
    line: int
    start: int
    pieces: tuple[Piece, ...]


class Library:
    """The documents of a run, to find places and facts in that findings name."""

    def __init__(self, checked: Sequence[Checked]) -> None:
        self._named: defaultdict[str, list[Checked]] = defaultdict(list)
        for one in checked:
            self._named[one.stem].append(one)

    def holder(self, place: Place, home: Checked) -> Checked | None:
        """The document of a place named in a finding of `home`; None where it can't be told.

        Files of several folders may have one name: then it is the one that has the words of the place.
        """
        named = [one for one in self._named[place.doc] if place.end <= len(one.document.text)]
        if len(named) > 1:
            named.sort(key=lambda one: one is not home)
            named = [one for one in named if one.document.text[place.start : place.end] == place.text]
        return named[0] if named else None

    def fact(self, name: str, home: Checked) -> Fact | None:
        """The fact of an id (`f12`, in another document `name#f12`) in a finding of `home`."""
        doc, _, own = name.rpartition("#")
        holders = self._named[doc] if doc else [home]
        return next((one.facts[own] for one in holders if own in one.facts), None)

    def places(self, finding: Finding, home: Checked) -> list[tuple[Checked, Place]]:
        """The places of a finding of `home`, each with its document: those of `home` first, then by document, in text order."""
        found = [
            (one, place)
            for place in finding.places
            if 0 <= place.start < place.end and (one := self.holder(place, home))
        ]
        return sorted(found, key=lambda f: (f[0] is not home, f[0].stem, id(f[0]), f[1].start))

    def as_json(self, finding: Finding, home: Checked) -> dict[str, Any]:
        """A finding of `home` as its contract has it, each of its places with the one in the file (`place`, null for plain text)."""
        data = finding.as_json()
        for place, plain in zip(finding.places, data["places"], strict=True):
            holder = self.holder(place, home)
            there = holder.document.place_of(place.start, place.start + 1) if holder else None
            plain["place"] = there and there.as_json()
        return data

    def excerpts(self, finding: Finding, home: Checked) -> list[Excerpt]:
        """The lines that a finding of `home` rests on: those of `home` first, then of other documents."""
        lines = groupby(self.places(finding, home), key=lambda f: (f[0], f[0].line_of(f[1].start)))
        return [_excerpt(one, line, [place for _, place in group]) for (one, line), group in lines]


def _excerpt(holder: Checked, line: int, places: Sequence[Place]) -> Excerpt:
    pieces = list(_pieces(holder.document.text, holder.line_starts[line - 1], places))
    if not any(piece.text.strip() for piece in pieces if piece.place is None):
        pieces[:0] = _label(holder, places[0])
    return Excerpt(holder, line, places[0].start, tuple(pieces))


def _label(holder: Checked, place: Place) -> Iterator[Piece]:
    """What the figure of a table with a line for each cell counts; it stands on an earlier line."""
    fact = holder.facts.get((place.fact or "").rpartition("#")[2])
    if fact and fact.category and fact.category.end <= place.start:
        yield Piece(f"{_shortened(' '.join(fact.category.text.split()), _GAP)} … ")


def _pieces(text: str, start: int, places: Sequence[Place]) -> Iterator[Piece]:
    """The line that begins at `start`, from the sentence of the first place to that of the last."""
    end = text.find("\n", start)
    end = len(text) if end < 0 else end
    position, whole = _beginning(text, start, places[0].start)
    if not whole:
        yield Piece("…")
    for place in places:
        first, last = max(place.start, position), min(place.end, end)
        if first >= last:
            continue  # lies in the one before
        yield Piece(_shortened(text[position:first], _GAP))
        yield Piece(_shortened(text[first:last], _LONGEST), place)
        position = last
    last, whole = _ending(text, position, end)
    yield Piece(text[position:last] + ("" if whole else "…"))


def _beginning(text: str, line: int, figure: int) -> tuple[int, bool]:
    """Where the sentence of a figure begins, or so far before the figure as is shown; and whether it is the former."""
    far = max(line, figure - _LEAD)
    ends = [match.end() for match in _SENTENCE_END.finditer(text, far, figure)]
    return (ends[-1], True) if ends else (far, far == line)


def _ending(text: str, figure: int, line: int) -> tuple[int, bool]:
    far = min(line, figure + _TAIL)
    found = _SENTENCE_END.search(text, figure, far)
    return (found.end(), True) if found else (far, far == line)


def _shortened(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[: longest // 3]}…{text[-longest // 3 :]}"
