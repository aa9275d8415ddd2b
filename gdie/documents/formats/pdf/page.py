"""The values of the PDF reader. All lengths are in points; y grows downwards from the upper edge of the page as it is read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from gdie.documents.content import Paragraph, Stretch
from gdie.documents.model import Place

Box = tuple[float, float, float, float]  # left, top, right, bottom


@dataclass(slots=True)
class Glyph:
    """One character where it is printed. `run` tells the strings of one drawing operation apart."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    baseline: float
    size: float
    run: int
    light: bool = False  # pale or see-through
    hidden: bool = False  # drawn without ink, as recognised text over a scan is

    @property
    def middle(self) -> float:
        """The middle from left to right."""
        return (self.left + self.right) / 2


@dataclass(frozen=True, slots=True)
class Rule:
    """A ruling line from `start` to `end`: horizontal at y = `at`, or vertical at x = `at`."""

    horizontal: bool
    at: float
    start: float
    end: float

    def turned(self, width: float, height: float, quarters: int) -> Rule:
        """The rule after its page of this size has been turned clockwise."""
        flat = (
            (self.start, self.at, self.end, self.at)
            if self.horizontal
            else (self.at, self.start, self.at, self.end)
        )
        left, top, right, bottom = turned(flat, width, height, quarters)
        if self.horizontal == (quarters % 2 == 0):
            return Rule(True, top, left, right)
        return Rule(False, left, top, bottom)


@dataclass(slots=True)
class Page:
    """A page as it is read: a page whose text stands sideways has been turned, by `turn` quarters clockwise."""

    number: int
    width: float
    height: float
    glyphs: list[Glyph] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    pictured: float = 0.0  # share of the page that its largest picture covers
    turn: int = 0
    unmapped: int = 0  # characters whose font doesn't say which they are

    def place(self, box: Box) -> Place:
        """The place of a box, on the page as it is shown."""
        left, top, right, bottom = turned(box, self.width, self.height, -self.turn)
        return Place(page=self.number, box=(round(left, 1), round(top, 1), round(right, 1), round(bottom, 1)))


def turned(box: Box, width: float, height: float, quarters: int) -> Box:
    """A box of a page of this size after the page has been turned clockwise."""
    left, top, right, bottom = box
    match quarters % 4:
        case 1:
            return height - bottom, left, height - top, right
        case 2:
            return width - right, height - bottom, width - left, height - top
        case 3:
            return top, width - right, bottom, width - left
        case _:
            return box


@dataclass(slots=True)
class Segment:
    """Characters of one line with no wide gap between them; `text` has the blanks that are seen, `edges` as in `Stretch`."""

    text: str
    edges: list[float]
    top: float
    bottom: float
    baseline: float
    size: float

    @property
    def left(self) -> float:
        """The left edge."""
        return self.edges[0]

    @property
    def right(self) -> float:
        """The right edge."""
        return self.edges[-1]


@dataclass(slots=True)
class Line:
    """What stands on one baseline, from left to right: never empty."""

    page: Page
    segments: list[Segment]

    @property
    def left(self) -> float:
        """The left edge."""
        return self.segments[0].left

    @property
    def right(self) -> float:
        """The right edge."""
        return self.segments[-1].right

    @property
    def top(self) -> float:
        """The upper edge."""
        return min(s.top for s in self.segments)

    @property
    def bottom(self) -> float:
        """The lower edge."""
        return max(s.bottom for s in self.segments)

    @property
    def baseline(self) -> float:
        """The y of the line the letters stand on."""
        return self.segments[0].baseline

    @property
    def size(self) -> float:
        """The size of most of its characters."""
        return max(self.segments, key=lambda s: len(s.text)).size

    @property
    def text(self) -> str:
        """The characters, two blanks for each wide gap."""
        return "  ".join(s.text for s in self.segments)

    def stretch(self, after: str = "") -> Stretch:
        """The line as one stretch, with `after` behind it at its right edge."""
        edges: list[float] = []
        for segment in self.segments:
            edges += [edges[-1], segment.left] if edges else []
            edges += segment.edges if not edges else segment.edges[1:]
        edges += [edges[-1]] * len(after)
        place = self.page.place((self.left, self.top, self.right, self.bottom))
        # On a page that is read sideways the characters of a line differ in y, which edges don't tell.
        return Stretch(self.text + after, place, () if self.page.turn else tuple(round(e, 1) for e in edges))


def paragraph(lines: Iterable[Line]) -> Paragraph:
    """Lines that each are a stretch of one paragraph, with nothing between them."""
    return Paragraph(tuple(line.stretch() for line in lines))


def median(values: Sequence[float], default: float = 0.0) -> float:
    """The middle value, the higher of two."""
    return sorted(values)[len(values) // 2] if values else default
