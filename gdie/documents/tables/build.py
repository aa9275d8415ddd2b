"""From the runs of all readers to tables: the most telling layouts first, each line in one table at most."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from gdie.documents.model import Span, Table
from gdie.documents.tables.captions import find_caption
from gdie.documents.tables.content import LONE_ROW, MAX_CELLS, is_contact, is_figure, is_value
from gdie.documents.tables.glued import read_glued
from gdie.documents.tables.indented import read_indented
from gdie.documents.tables.lone import read_lone, read_lone_lines, read_titled
from gdie.documents.tables.page import Page, Run
from gdie.documents.tables.run_together import read_run_together
from gdie.documents.tables.sections import Section, cut_sections, without_empty_columns
from gdie.documents.tables.separated import read_pipes, read_slashes, read_tabs
from gdie.documents.tables.shape import Shape, find_prose_shape, find_shape, place, place_header
from gdie.documents.tables.spaced import read_spaced
from gdie.documents.tables.stacked import read_stacked

Reader = Callable[[Page], Iterator[Run]]

# A sign between the cells tells more than blanks or line ends do; what a layout has taken no later one looks at.
_READERS: tuple[Reader, ...] = (
    read_pipes,
    read_tabs,
    read_indented,
    read_slashes,
    read_run_together,
    read_glued,
    read_spaced,
    read_stacked,
    read_titled,
    read_lone,
    read_lone_lines,
)
_PROSE_LAYOUTS = ("pipes", "tabs", "lines")


def find_tables(text: str, lines: Sequence[tuple[int, int]], grids: Sequence[Run] = ()) -> tuple[Table, ...]:
    """All tables of a text in text order; they never overlap. `lines` are the offsets of all lines. Linear time.

    `grids` are the rows of tables that the file itself marks as such; nothing about them has to be found out from the text.
    """
    page = Page(text, lines)
    found: list[tuple[int, int, Table]] = []
    for reader in ((lambda _: iter(grids)), *_READERS):
        for run in reader(page):
            for first, last, table in _tables(page, run):
                page.take(first, last)
                found.append((first, last, table))
    found.sort(key=lambda item: (item[0], item[2].start))
    tables: list[Table] = []
    free = 0
    for first, last, table in found:
        tables.append(_captioned(page, table, first, free))
        free = last + 1
    return tuple(tables)


def rows_of_tables(page: Page, run: Run) -> Iterator[tuple[int, int]]:
    """The first and last lines of the tables that are in a run."""
    return ((first, last) for first, last, _ in _tables(page, run))


def _captioned(page: Page, table: Table, first: int, free: int) -> Table:
    if table.caption is not None:
        return table
    caption = find_caption(page, first, free)
    return replace(table, start=caption.start, caption=caption) if caption else table


def _tables(page: Page, run: Run) -> Iterator[tuple[int, int, Table]]:
    """The tables of a run with their first and last lines."""
    for section in cut_sections(run.rows):
        if run.even:
            section = without_empty_columns(section)
        shape = find_shape(section) if _is_statistics(section) else None
        if shape is None and run.layout in _PROSE_LAYOUTS:
            shape = find_prose_shape(section)
        if shape is None:
            continue
        for part in _bounded(section):
            first, last = part.every[0].first, part.every[-1].last
            yield first, last, _table(page, run, part, shape)


def _is_statistics(section: Section) -> bool:
    """Whether there are rows enough: two, or one that has a header, a block's name or very many figures."""
    if not any(is_figure(c.text) for r in section.rows for c in r.cells if not is_contact(r.cells[0].text)):
        return False
    if len(section.rows) >= 2 or section.header or section.block:
        return True
    cells = section.rows[0].cells
    together = len(cells) == 1 and len(cells[0].text) >= LONE_ROW
    return together or sum(is_value(c.text) for c in cells) >= LONE_ROW


def _bounded(section: Section) -> Iterator[Section]:
    """The section in pieces that are not too large; a piece but for the first has no header."""
    piece = Section(section.block, section.header)
    cells = 0
    for row in section.rows:
        if cells + len(row.cells) > MAX_CELLS:
            yield piece
            piece, cells = Section(), 0
        piece.rows.append(row)
        cells += len(row.cells)
    yield piece


def _table(page: Page, run: Run, section: Section, shape: Shape) -> Table:
    every = section.every
    block = section.block
    caption = None
    if block is not None:
        cell = next(c for c in block.cells if c.text)
        caption = Span(cell.start, cell.end)
    start, end = page.lines[every[0].first][0], page.lines[every[-1].last][1]
    return Table(
        start,
        end,
        caption=caption,
        header=tuple(place_header(r, shape) for r in section.header),
        rows=tuple(place(r, shape) for r in section.rows),
        roles=shape.roles,
        layout=run.layout,
    )
