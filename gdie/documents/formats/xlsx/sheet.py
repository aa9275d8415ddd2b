"""The cells of one worksheet as the file holds them, bounded by those that are filled."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from gdie.documents.formats.xlsx.markup import attribute, truth, whole_number
from gdie.documents.limits import Limits

MAX_ROWS, MAX_COLUMNS = 1_048_576, 16_384
# A cell that is formatted but empty, as Excel writes it: with its reference, so that those behind it do not need it.
_EMPTY_CELL = re.compile(rb'<c r="[A-Z]{1,3}[0-9]{1,7}"(?: s="[0-9]{1,9}")?\s?/>')
_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})$")


class RawCell(NamedTuple):
    """A filled cell: row and column from 1, its type (`s`, `n`, `str` …), the number of its style, its value as written."""

    row: int
    column: int
    kind: str
    style: int
    value: str


class Merged(NamedTuple):
    """A merged range by its first and last row and column, from 1."""

    row: int
    column: int
    last_row: int
    last_column: int


class Hidden:
    """The rows or columns that are not shown, as ranges: a hostile sheet hides a million with one element."""

    def __init__(self) -> None:
        self._ranges: list[tuple[int, int]] = []
        self._firsts: list[int] = []
        self._before: list[int] = []

    def add(self, first: int, last: int) -> None:
        """Hide these and all between."""
        if self._ranges and self._ranges[-1][1] + 1 == first:
            self._ranges[-1] = (self._ranges[-1][0], last)
        elif first <= last:
            self._ranges.append((first, last))

    def close(self) -> None:
        """Make ready for `shown_before`: nothing is added any more."""
        joined: list[tuple[int, int]] = []
        for first, last in sorted(self._ranges):
            if joined and first <= joined[-1][1] + 1:
                joined[-1] = (joined[-1][0], max(joined[-1][1], last))
            else:
                joined.append((first, last))
        self._ranges = joined
        self._firsts = [first for first, _ in joined]
        self._before = [0]
        for first, last in joined:
            self._before.append(self._before[-1] + last - first + 1)

    def shown_before(self, number: int) -> int:
        """How many of the rows or columns before `number` are shown."""
        i = bisect_right(self._firsts, number - 1)
        hidden = self._before[i]
        if i and self._ranges[i - 1][1] >= number:
            hidden -= self._ranges[i - 1][1] - number + 1
        return number - 1 - hidden

    def covers(self, number: int) -> bool:
        """Whether it is hidden."""
        i = bisect_right(self._firsts, number)
        return i > 0 and self._ranges[i - 1][1] >= number


@dataclass
class RawSheet:
    """What a sheet holds besides its looks. `merged`: ranges whose first cell is filled."""

    cells: list[RawCell] = field(default_factory=list)
    merged: list[Merged] = field(default_factory=list)
    hidden_rows: Hidden = field(default_factory=Hidden)
    hidden_columns: Hidden = field(default_factory=Hidden)


class SheetHandler:
    """Collects a `RawSheet` from the elements of a worksheet. `dimension` is not looked at: it lies."""

    def __init__(self, limits: Limits, cells_before: int) -> None:
        self.sheet = RawSheet()
        self._limits = limits
        self._before = cells_before
        self._row = self._column = 0
        self._cell: tuple[str, int] | None = None
        self._parts: list[str] = []
        self._open = self._inline = self._phonetic = False
        self._filled: set[tuple[int, int]] | None = None

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        if name == "c":
            self._begin_cell(attributes)
        elif self._cell is not None:
            if name == "is":
                self._inline = True
            elif name == "rPh":
                self._phonetic = True
            self._open = name == "v" or (name == "t" and self._inline and not self._phonetic)
        elif name == "row":
            self._begin_row(attributes)
        elif name == "col" and _is_hidden(attributes, "width"):
            first = whole_number(attribute(attributes, "min"))
            last = min(whole_number(attribute(attributes, "max"), first), MAX_COLUMNS)
            self.sheet.hidden_columns.add(first, last)
        elif name == "mergeCell":
            self._add_merged(attribute(attributes, "ref"))

    def end(self, name: str) -> None:
        """An element ends."""
        if self._cell is None:
            return
        if name == "c":
            self._end_cell()
        elif name == "is":
            self._inline = False
        elif name == "rPh":
            self._phonetic = False
        if name in ("v", "t"):
            self._open = False

    def text(self, characters: str) -> None:
        """Characters, in any number of pieces."""
        if self._open:
            self._parts.append(characters)

    def _begin_row(self, attributes: Mapping[str, str]) -> None:
        # Some programs leave the numbers of rows and cells out; then they follow each other.
        number = whole_number(attributes.get("r", "").removesuffix(".0"))
        self._row = number if 0 < number <= MAX_ROWS else self._row + 1
        self._column = 0
        if _is_hidden(attributes, "ht"):
            self.sheet.hidden_rows.add(self._row, self._row)

    def _begin_cell(self, attributes: Mapping[str, str]) -> None:
        self._column += 1
        if (place := _place(attributes.get("r", ""))) is not None:
            self._row, self._column = place
        self._cell = attributes.get("t", "n"), whole_number(attributes.get("s", "0"))
        self._parts = []

    def _end_cell(self) -> None:
        kind, style = self._cell or ("n", 0)
        self._cell, self._open, self._inline, self._phonetic = None, False, False, False
        value = "".join(self._parts)
        if value and self._row and self._column <= MAX_COLUMNS:
            self.sheet.cells.append(RawCell(self._row, self._column, kind, style, value))
            self._limits.check("cells", self._before + len(self.sheet.cells))

    def _add_merged(self, ref: str) -> None:
        if self._filled is None:
            self._filled = {(cell.row, cell.column) for cell in self.sheet.cells}
        first, _, last = ref.partition(":")
        start, stop = _place(first), _place(last)
        if start is None or stop is None or start not in self._filled or stop < start or stop[1] < start[1]:
            return
        self.sheet.merged.append(Merged(*start, *stop))


def without_empty_cells(data: bytes) -> bytes:
    """The XML of a worksheet without the empty cells that a format down to the last row leaves by the million."""
    return data if b"<![CDATA[" in data else _EMPTY_CELL.sub(b"", data)


def _place(reference: str) -> tuple[int, int] | None:
    """Row and column (from 1) of a reference (`B7`); None for one that no sheet has."""
    match = _REFERENCE.match(reference)
    if not match:
        return None
    column = 0
    for letter in match[1].upper():
        column = column * 26 + ord(letter) - ord("A") + 1
    row = int(match[2])
    return (row, column) if 0 < row <= MAX_ROWS and column <= MAX_COLUMNS else None


def _is_hidden(attributes: Mapping[str, str], size: str) -> bool:
    return truth(attributes.get("hidden", "")) or attributes.get(size) == "0"
