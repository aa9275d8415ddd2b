"""Exact maps between a text and a rewritten copy of it, also where the rewriting changed the length.

A rewriting step yields its text and an `OffsetMap`, or None where it kept every length. Steps are composed by
walking their maps one after another, so a step can be added or dropped without touching the others or the
evidence.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass

Edit = tuple[int, int, int, int]
"""`(start, end, new_start, new_end)`: the old stretch `[start, end)` became the new one. Never empty on the
old side."""


@dataclass(frozen=True)
class OffsetMap:
    """The edits of one step in text order; between two edits both texts run in parallel."""

    old_starts: tuple[int, ...]
    old_ends: tuple[int, ...]
    new_starts: tuple[int, ...]
    new_ends: tuple[int, ...]

    @classmethod
    def of(cls, edits: Iterable[Edit]) -> OffsetMap | None:
        """The map for these edits, or None when there are none (the identity)."""
        columns = tuple(zip(*edits, strict=True))
        return cls(*columns) if columns else None

    def to_old(self, start: int, end: int) -> tuple[int, int]:
        """Smallest span of the old text that covers `[start, end)` of the new one. O(log edits)."""
        return _cover(self.new_starts, self.new_ends, self.old_starts, self.old_ends, start, end)

    def to_new(self, start: int, end: int) -> tuple[int, int]:
        """Smallest span of the new text that covers `[start, end)` of the old one; empty if all of it was
        removed."""
        return _cover(self.old_starts, self.old_ends, self.new_starts, self.new_ends, start, end)


Step = Callable[[str], tuple[str, OffsetMap | None]]


def rewrite(
    pattern: re.Pattern[str], replacement: Callable[[str], str], text: str
) -> tuple[str, OffsetMap | None]:
    """Replace every match and record where. `pattern` must not match the empty string."""
    pieces: list[str] = []
    edits: list[Edit] = []
    kept, length = 0, 0
    for match in pattern.finditer(text):
        start, end = match.span()
        new = replacement(match.group())
        pieces += (text[kept:start], new)
        length += start - kept
        if new != match.group():
            edits.append((start, end, length, length + len(new)))
        kept, length = end, length + len(new)
    if not edits:
        return text, None
    pieces.append(text[kept:])
    return "".join(pieces), OffsetMap.of(edits)


def _cover(
    from_starts: tuple[int, ...],
    from_ends: tuple[int, ...],
    to_starts: tuple[int, ...],
    to_ends: tuple[int, ...],
    start: int,
    end: int,
) -> tuple[int, int]:
    # Several edits can share a start on the new side (removals); the last of them is the one that counts:
    # what was removed right before a span does not belong to it. The end is looked up by its last character,
    # which keeps what was removed right behind the span out as well.
    first = bisect_right(from_starts, start) - 1
    if first < 0:
        left = start
    elif start < from_ends[first]:
        left = to_starts[first]
    else:
        left = to_ends[first] + start - from_ends[first]
    if start == end:
        inside = first >= 0 and from_starts[first] < start < from_ends[first]
        return left, to_ends[first] if inside else left
    last = bisect_right(from_starts, end - 1) - 1
    if last < 0:
        return left, end
    if end <= from_ends[last]:
        return left, to_ends[last]
    return left, to_ends[last] + end - from_ends[last]
