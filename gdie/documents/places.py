"""Where the characters of a text layer stand in their file."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, replace

from gdie.documents.content import Stretch
from gdie.documents.model import Place


@dataclass(frozen=True, slots=True)
class Anchor:
    """The characters `[start, end)` of the text layer are those of a stretch from `offset` on."""

    start: int
    end: int
    stretch: Stretch
    offset: int

    def place(self, start: int, end: int) -> Place:
        """The place of those of its characters that lie in `[start, end)`; a box is narrowed to them."""
        place, edges = self.stretch.place, self.stretch.edges
        if place.box is None or not edges:
            return place
        shift = self.offset - self.start
        covered = edges[max(start, self.start) + shift : min(end, self.end) + shift + 1]
        _, top, _, bottom = place.box
        return replace(place, box=(round(min(covered), 1), top, round(max(covered), 1), bottom))


class Places:
    """The anchors of a text layer in text order, which do not overlap."""

    def __init__(self, anchors: Iterable[Anchor] = ()) -> None:
        self._anchors = tuple(anchors)
        self._starts = [anchor.start for anchor in self._anchors]

    def at(self, start: int, end: int) -> Place | None:
        """The place of `[start, end)`; of characters that stand at several the first. Boxes of one page are joined."""
        first = max(bisect_right(self._starts, start) - 1, 0)
        found: Place | None = None
        for anchor in self._anchors[first:]:
            if anchor.start >= end:
                break
            if anchor.end > start:
                place = anchor.place(start, end)
                found = place if found is None else _joined(found, place)
        return found


def _joined(first: Place, other: Place) -> Place:
    if first.box is None or other.box is None or first.page != other.page:
        return first
    (left, top, right, bottom), (x0, y0, x1, y1) = first.box, other.box
    return replace(first, box=(min(left, x0), min(top, y0), max(right, x1), max(bottom, y1)))
