"""A text with marked stretches, line by line: overlapping stretches become one, one of several lines is cut at their ends."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Link:
    """A way from a mark to a finding: what it is called and the anchor that it leads to."""

    label: str
    target: str


@dataclass(frozen=True)
class Mark:
    """A marked stretch `[start, end)`, not empty. `rank` is the lower the worse what it is marked for, `links` lead to that."""

    start: int
    end: int
    rank: int
    links: tuple[Link, ...]


@dataclass(frozen=True)
class Stretch:
    """Words of one line, marked or not. `first` and `last` say whether the mark begins and ends with them."""

    text: str
    mark: Mark | None = None
    first: bool = False
    last: bool = False


def merged(marks: Iterable[Mark]) -> tuple[Mark, ...]:
    """The marks in text order without overlaps; each link once."""
    found: list[Mark] = []
    for mark in sorted(marks, key=lambda m: (m.start, m.end)):
        if found and mark.start < found[-1].end:
            before = found[-1]
            links = tuple(dict.fromkeys((*before.links, *mark.links)))
            end, rank = max(before.end, mark.end), min(before.rank, mark.rank)
            found[-1] = replace(before, end=end, rank=rank, links=links)
        else:
            found.append(mark)
    return tuple(found)


def mark_at(marks: Sequence[Mark], offset: int) -> Mark:
    """That of some `merged` marks which covers an offset; one must."""
    return marks[bisect_right(marks, offset, key=lambda m: m.start) - 1]


def marked_lines(text: str, marks: Sequence[Mark]) -> Iterator[tuple[Stretch, ...]]:
    """The lines of a text, cut where `merged` marks begin and end."""
    start, number = 0, 0
    for line in text.split("\n"):
        end, position, stretches = start + len(line), start, []
        while number < len(marks) and marks[number].start < end:
            mark = marks[number]
            first, last = max(mark.start, start), min(mark.end, end)
            stretches.append(Stretch(text[position:first]))
            stretches.append(Stretch(text[first:last], mark, mark.start >= start, mark.end <= end))
            position = last
            if mark.end > end:
                break  # goes on in the next line
            number += 1
        stretches.append(Stretch(text[position:end]))
        yield tuple(s for s in stretches if s.text)
        start = end + 1
