"""A run of rows cut into tables: which rows are header, where a new header begins another table, what is said twice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from gdie.documents.model import Cell
from gdie.documents.tables.content import (
    is_blank,
    is_block_line,
    is_figure,
    is_label_title,
    is_measure,
    is_numbered,
    is_text_title,
    is_unit,
    is_value,
    is_value_title,
    is_year,
    squeeze,
)
from gdie.documents.tables.page import RawRow

_MAX_HEADER = 12


@dataclass
class Section:
    """The rows of one table: the block line above it, its header rows, the others."""

    block: RawRow | None = None
    header: list[RawRow] = field(default_factory=list)
    rows: list[RawRow] = field(default_factory=list)

    @property
    def every(self) -> list[RawRow]:
        """All rows in text order, the block line included."""
        return [*([self.block] if self.block else []), *self.header, *self.rows]


def cut_sections(rows: Sequence[RawRow]) -> Iterator[Section]:
    """The tables of a run. A header that is repeated word for word is dropped; any other opens a new table."""
    rows = [_merged(row) for row in rows]
    if titles := _prose_header(rows):
        yield Section(None, list(rows[:titles]), _without_repeats(rows[titles:], rows[:titles]))
        return
    section = Section()
    waiting: list[RawRow] = []  # a block line, and header rows that may only repeat what is known
    known: tuple[tuple[str, ...], ...] = ()
    for i, row in enumerate(rows):
        first = not section.rows and len(section.header) < _MAX_HEADER
        if is_header(row, first) or (first and _is_merged_title(rows, i)):
            waiting.append(row)
            continue
        if _is_block(rows, i):
            waiting.append(row)
            continue
        if waiting:
            block = waiting[0] if _is_lone(waiting[0]) and not _is_header_only(waiting) else None
            header = [r for r in waiting if r is not block]
            titles_here = tuple(_titles(r) for r in header)
            if section.rows and (titles_here != known or block is not None):
                yield section
                section = Section()
            if not section.rows:
                section = Section(block, [*section.header, *header])
                known = titles_here
            waiting = []
        section.rows.append(row)
    if section.rows or waiting:
        if not section.rows:
            section.header += waiting
        yield section


def without_empty_columns(section: Section) -> Section:
    """The section without the columns in which none of its rows has anything. Rows shorter than the others stay as they are."""
    width = max(len(r.cells) for r in section.every)
    whole = [r for r in section.every if len(r.cells) == width]
    used = [k for k in range(width) if any(r.cells[k].text for r in whole)]

    def kept(row: RawRow) -> RawRow:
        return replace(row, cells=tuple(row.cells[k] for k in used)) if len(row.cells) == width else row

    return Section(
        kept(section.block) if section.block else None,
        [kept(r) for r in section.header],
        [kept(r) for r in section.rows],
    )


def _merged(row: RawRow) -> RawRow:
    """The row with one cell for words that all its cells repeat: a cell over all columns, as some sites print it."""
    words = {c.text for c in row.cells if c.text}
    if len(words) != 1 or len([c for c in row.cells if c.text]) < 2 or is_value(next(iter(words))):
        return row
    cells = [c if k == 0 else Cell(c.start, c.start) for k, c in enumerate(row.cells)]
    return replace(row, cells=tuple(cells))


def is_header(row: RawRow, first: bool) -> bool:
    """Whether a row is of a header: titles, and no figures. Where no data row came before (`first`), any row of words is."""
    if row.kind:
        return row.kind == "header"
    filled = [c for c in row.cells if c.text]
    if not filled or any(is_figure(c.text) and not is_year(c.text) for c in filled):
        return False
    if is_numbered(filled[0].text) and not is_label_title(filled[0].text):
        return False
    titled = is_label_title(filled[0].text)
    if any(is_year(c.text) for c in filled) and not titled:
        return False
    unit = is_measure if first else is_unit
    words = [c for c in filled if not is_blank(c.text) and not (unit(c.text) and not is_title(c))]
    if titled and len(filled) >= 2:
        return len(words) >= 1 and not any(is_blank(c.text) for c in filled)
    if len(words) < 2:
        return False
    titles = sum(map(is_title, words))
    return first or (titles >= 2 and titles == len(words) and not _is_row_label(words[0].text))


def _is_merged_title(rows: Sequence[RawRow], i: int) -> bool:
    """Whether row `i` is a title whose cell spans the columns of the titles below it."""
    filled = [c for c in rows[i].cells if c.text]
    lone = len(filled) == 1 < len(rows[i].cells) and is_label_title(filled[0].text)
    return lone and i + 1 < len(rows) and is_header(rows[i + 1], first=True)


def _is_row_label(content: str) -> bool:
    return content in ("总计", "合计", "總計", "合計", "小计", "小計")


def is_title(cell: Cell) -> bool:
    """Whether a cell reads as a column title of any kind."""
    return (
        is_label_title(cell.text)
        or is_value_title(cell.text)
        or squeeze(cell.text) in ("单位", "單位", "计量单位")
    )


def _is_lone(row: RawRow) -> bool:
    filled = [c for c in row.cells if c.text]
    return row.kind == "block" or (
        row.kind != "header" and len(filled) == 1 and not is_label_title(filled[0].text)
    )


def _is_header_only(waiting: Sequence[RawRow]) -> bool:
    return all(not _is_lone(r) for r in waiting)


def _is_block(rows: Sequence[RawRow], i: int) -> bool:
    """Whether row `i` has one cell that names the table whose header is the next row."""
    row = rows[i]
    if row.kind == "block":
        return True
    filled = [c for c in row.cells if c.text]
    if len(filled) != 1 or is_value(filled[0].text) or i + 1 >= len(rows):
        return False
    if is_block_line(filled[0].text):
        return True
    return is_header(rows[i + 1], first=False) and not is_label_title(filled[0].text)


def _titles(row: RawRow) -> tuple[str, ...]:
    return tuple(squeeze(c.text) for c in row.cells if c.text)


def _prose_header(rows: Sequence[RawRow]) -> int:
    """1 where the rows are of prose under a row of titles, else 0."""
    if len(rows) < 3:
        return 0
    titles = [c.text for c in rows[0].cells if c.text]
    named = sum(map(is_text_title, titles))
    if len(titles) < 2 or 2 * named < len(titles) or any(is_figure(t) for t in titles):
        return 0
    body = [r for r in rows[1:] if len(r.cells) >= 2]
    figures = sum(any(is_figure(c.text) for c in r.cells[1:]) for r in body)
    words = sum(
        sum(bool(c.text) and not is_value(c.text) and not is_unit(c.text) for c in r.cells) >= 2 for r in body
    )
    return int(len(body) >= 2 and figures <= 0.2 * len(body) and words >= 0.6 * len(body))


def _without_repeats(rows: Sequence[RawRow], header: Sequence[RawRow]) -> list[RawRow]:
    known = {_titles(r) for r in header}
    return [r for r in rows if _titles(r) not in known]
