"""Lines as cells, and tables of prose that have one cell a line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gdie.documents.model import Cell
from gdie.documents.tables.content import is_index_title, is_text_title, is_value
from gdie.documents.tables.page import RawRow


@dataclass(frozen=True)
class Item:
    """A line as a cell, and whether it is a figure or a sign for none."""

    number: int
    cell: Cell
    figure: bool

    @property
    def text(self) -> str:
        """The content of the line."""
        return self.cell.text


def row_of(items: Sequence[Item], kind: str = "") -> RawRow:
    """Items below each other as the cells of one row."""
    cells = tuple(t.cell for t in items)
    first, last = items[0].number, items[-1].number
    if kind == "header":
        return RawRow(cells, first, last, "header")
    return RawRow(cells, first, last, "block" if kind == "block" else "")


def prose_rows(items: Sequence[Item]) -> tuple[RawRow, ...]:
    """Rows of a table of prose: 序号 and other titles, then cells by the line, each row opened by the next number."""
    start = next((k for k, t in enumerate(items) if is_index_title(t.text)), None)
    if start is None:
        return ()
    first = next((k for k in range(start + 1, len(items)) if items[k].text in ("1", "１")), None)
    if first is None or not 3 <= first - start <= 8:
        return ()
    titles = items[start:first]
    if sum(is_text_title(t.text) for t in titles) < 0.5 * len(titles):
        return ()
    rows = [row_of(titles, "header")]
    number = 1
    opened = first
    for k in range(first + 1, len(items) + 1):
        closes = k == len(items) or (
            items[k].text.isdecimal() and int(items[k].text) == number + 1 and k - opened >= len(titles)
        )
        if closes:
            if k == len(items):
                k = min(k, opened + len(titles))
            rows.append(row_of(items[opened:k]))
            number, opened = number + 1, k
    whole = sum(len(r.cells) == len(titles) for r in rows[1:])
    prose = sum(sum(not is_value(c.text) for c in r.cells) >= 2 for r in rows[1:])
    enough = len(rows) >= 3 and whole >= 0.5 * (len(rows) - 1) and prose >= 0.6 * (len(rows) - 1)
    return tuple(rows) if enough else ()
