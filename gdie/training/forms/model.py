"""The values of the generator: what a rendering may look like, what may spoil it, and what comes out."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from decimal import Decimal
from typing import Literal, get_args

Layout = Literal["pipes", "tabs", "blanks", "cells", "slashes", "glued"]
LAYOUTS: tuple[Layout, ...] = get_args(Layout)

Value = int | Decimal
Values = dict[str, Value | None]

MANNERS: dict[Layout, tuple[str, ...]] = {
    # Merged cells of the source: once, in every place they cover, as empty cells after the first, or (row cells) lost.
    "pipes": ("once", "repeated", "empty", "dropped"),
    "tabs": ("once", "repeated", "empty", "dropped"),
    # Text of a PDF: without its layout, or with columns held by blanks.
    "blanks": ("single", "aligned"),
    # One cell a line: bare, a blank line after each row, a tab before each cell, the same with blank lines between cells.
    "cells": ("bare", "spaced", "tabbed", "tabbed_apart"),
    "slashes": ("plain",),
    "glued": ("rows", "line"),
}
# Where a blank cell leaves a trace, so that no figure can be taken for its neighbour's.
CARRIES_BLANKS = {"once", "repeated", "empty", "dropped", "aligned", "tabbed", "tabbed_apart"}


@dataclass(frozen=True)
class Style:
    """How one rendering looks. `manner` is one of `MANNERS[layout]`; the rest matters only in some layouts.

    `border`: pipes closed, open, both, tight or markdown; tabs plain, opened or closed. `header`: how a stacked header reaches
    blanks and glued text. `leads`: where the merged cell before several rows stands in text without cells. `heading`: what fills
    the row of a heading in a list. `align`: figures in aligned columns. `titles`: whether the parts of a list have captions.
    """

    manner: str
    border: str = "closed"
    header: Literal["stacked", "halves", "vertical", "line"] = "stacked"
    leads: Literal["first", "own", "middle"] = "first"
    heading: Literal["merged", "empty", "dash"] = "merged"
    align: Literal["right", "left", "centre"] = "right"
    titles: bool = True
    units: bool = True
    plus: bool = False
    indent: bool = False
    padded: bool = False


@dataclass(frozen=True)
class Noise:
    """What goes wrong on the way to the text file. `rate` is the share of rows or cells that a noise of rows or cells hits.

    `undecidable` blanks cells where the layout does not show it; it stands apart, since no reader can get them back.
    """

    typos: bool = False
    broken: bool = False
    spaced: bool = False
    numbering: bool = False
    wide_digits: bool = False
    thousands: bool = False
    cell_units: bool = False
    blanks: bool = False
    placeholders: bool = False
    furniture: bool = False
    traditional: bool = False
    missing: bool = False
    extra: bool = False
    swapped: bool = False
    unquoted: bool = False
    blank_lines: bool = False
    headless: bool = False
    punctuation: bool = False
    undecidable: bool = False
    rate: float = 0.18

    @property
    def names(self) -> tuple[str, ...]:
        """The noises that are on."""
        return tuple(name for name in NOISES if getattr(self, name))


NOISES: tuple[str, ...] = tuple(f.name for f in fields(Noise) if f.name != "rate")
CLEAN = Noise()


@dataclass(frozen=True)
class Figure:
    """The figure of a cell before it has a place. `code` is None in rows that are no part of the form."""

    code: str | None
    text: str
    value: Value | None
    factor: int | None = 1
    required: bool = True


@dataclass(frozen=True)
class Cell:
    """A printed cell: where its figure stands and what it says, None for a blank or a placeholder.

    `value` is what the slice says by itself, `factor` what one of it is in base units by its column or caption (10000 under
    万元; None where the form's unit 万元 is not printed). A cell that is not `required` may be left unread: 无, which states a
    zero without a figure, and figures of glued rows that can be cut in several ways; what is read of it must be right all the same.
    """

    code: str
    start: int
    end: int
    value: Value | None
    factor: int | None = 1
    required: bool = True

    @property
    def accepted(self) -> tuple[Decimal, ...]:
        """The values in base units that a reader may give."""
        if self.value is None:
            return ()
        factors = (1, 10000) if self.factor is None else (self.factor,)
        return tuple(Decimal(self.value) * factor for factor in factors)


@dataclass(frozen=True)
class RenderedForm:
    """A text with everything its tables say."""

    text: str
    cells: tuple[Cell, ...]
    layout: Layout
    manner: str


@dataclass
class Writer:
    """Text in the making that notes where the figures come to stand."""

    parts: list[str] = field(default_factory=list)
    cells: list[Cell] = field(default_factory=list)
    length: int = 0

    def write(self, text: str) -> None:
        """Add text."""
        self.parts.append(text)
        self.length += len(text)

    def line(self, text: str = "") -> None:
        """Add a line."""
        self.write(text + "\n")

    def figure(self, figure: Figure) -> None:
        """Add the text of a figure and note its cell."""
        if figure.code is not None:
            end = self.length + len(figure.text)
            self.cells.append(
                Cell(figure.code, self.length, end, figure.value, figure.factor, figure.required)
            )
        self.write(figure.text)

    def item(self, item: str | Figure) -> None:
        """Add a label or a figure."""
        if isinstance(item, Figure):
            self.figure(item)
        else:
            self.write(item)
