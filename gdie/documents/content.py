"""What the reader of a file format hands on: paragraphs and grids in reading order, each with its place in the file.

`gdie.documents.layer` makes the text layer, the blocks and the tables of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gdie.documents.model import NOWHERE, Place


@dataclass(frozen=True, slots=True)
class Stretch:
    """Characters that stand at one place. They hold no line end.

    `edges` (PDF): the left edge of each character and the right edge of the last, in points: one more than there are characters.
    They narrow the box of a part of the stretch.
    """

    text: str
    place: Place = NOWHERE
    edges: Sequence[float] = ()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One line of the text layer: a paragraph, heading or list item with its number as shown."""

    stretches: tuple[Stretch, ...]

    @property
    def text(self) -> str:
        """The characters of all stretches."""
        return "".join(s.text for s in self.stretches)


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell of a grid; `row` and `column` (from 0) are of its upper left corner. `lines` are its paragraphs or broken lines."""

    row: int
    column: int
    lines: tuple[Paragraph, ...]
    row_span: int = 1
    column_span: int = 1


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of the file, of statistics or not, by its cells. No two cells overlap; places without a cell are empty.

    `ragged` are rows that have fewer cells than there are columns, for spans have been lost: only the order of their cells is known.
    """

    cells: tuple[GridCell, ...]
    ragged: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Hints:
    """What the file says of the document outside its text (meta elements, the box above a web page, document properties)."""

    title: str | None = None
    published: str | None = None
    number: str | None = None
    agency: str | None = None


@dataclass(frozen=True)
class Content:
    """A file as read, before it is one text. `warnings` say what of it could not be read, each in a few words."""

    pieces: tuple[Paragraph | Grid, ...]
    hints: Hints = Hints()
    warnings: tuple[str, ...] = ()
