"""Rows whose cells are parted by a sign: pipes, tabs, slashes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from gdie.documents.model import Cell, TableLayout
from gdie.documents.tables.content import (
    LONE_ROW,
    MAX_CELLS,
    MAX_COLUMNS,
    goes_on,
    has_han,
    is_label_title,
    is_measure,
    is_numbered,
    is_sentence,
    is_unit,
    is_value,
    is_value_title,
)
from gdie.documents.tables.page import Page, RawRow, Run

_PIPE = re.compile(r"[|｜│┃]")
_TAB = re.compile(r"\t")
_SLASH = re.compile(r"[/／]")
_RULE = re.compile(r"[\s|｜│┃+\-=—─━═:：┌┬┐├┼┤└┴┘╔╗╚╝╠╣╦╩╬]+$")
_RULE_MARK = re.compile(r"[\-=—─━═]{2}|[|｜]\s*:?-+:?\s*[|｜]?")
_LONGEST_PIECE = 60
_LONGEST_SLASHED = 90


def read_pipes(page: Page) -> Iterator[Run]:
    """Runs of lines with `|` (also full-width or drawn) between the cells."""
    return _read(page, "pipes", _PIPE)


def read_tabs(page: Page) -> Iterator[Run]:
    """Runs of lines with tabs between the cells; a tab that only indents is none."""
    return _read(page, "tabs", _TAB)


def read_slashes(page: Page) -> Iterator[Run]:
    """Runs of lines such as `收到申请数/件/26`: as many slashes in each, a figure behind the last."""
    rows: list[RawRow] = []
    width = 0  # cells of the rows of the run; a heading row has one
    i = 0
    while i < len(page):
        row = None if page.taken(i) else _slashed(page, i)
        if row is not None and (not rows or width == len(row.cells)):
            rows.append(row)
            width = len(row.cells)
        elif row is None and rows and not page.taken(i) and _is_heading(page, i):
            rows.append(RawRow((page.line_cell(i),), i, i))
        elif row is not None or not page.skipped(i):
            yield from _slash_run(rows)
            rows = [row] if row is not None else []
            width = len(row.cells) if row is not None else 0
        i += 1
    yield from _slash_run(rows)


def _is_heading(page: Page, i: int) -> bool:
    line = page.line(i)
    return is_numbered(line) and len(line) <= _LONGEST_PIECE and not is_sentence(line)


def _slashed(page: Page, i: int) -> RawRow | None:
    line = page.line(i)
    if (
        len(line) > _LONGEST_SLASHED
        or not ("/" in line or "／" in line)
        or "://" in line
        or is_sentence(line)
    ):
        return None
    cells = _split(page, *page.lines[i], _SLASH)
    # A slash at the end, or two together, is a cell that says so (申请数/件//).
    figure = len(cells) == 2 and (is_value(cells[1].text) or is_value_title(cells[1].text))
    if len(cells) < 3 - figure or not cells[0].text or not has_han(cells[0].text):
        return None
    return RawRow(tuple(cells), i, i)


def _slash_run(rows: list[RawRow]) -> Iterator[Run]:
    while rows and len(rows[-1].cells) == 1:
        rows = rows[:-1]
    data = [r for r in rows if len(r.cells) > 1]
    figures = sum(is_value(r.cells[-1].text) or not r.cells[-1].text for r in data)
    if len(data) >= 3 and figures >= len(data) - 1 and any(is_value(r.cells[-1].text) for r in data):
        yield Run("slashes", tuple(rows))


def _split(page: Page, start: int, end: int, separator: re.Pattern[str]) -> list[Cell]:
    cells: list[Cell] = []
    position = start
    for match in separator.finditer(page.text, start, end):
        if len(cells) > MAX_COLUMNS:
            return cells
        cells.append(page.cell(position, match.start()))
        position = match.end()
    cells.append(page.cell(position, end))
    return cells


def _read(page: Page, layout: TableLayout, separator: re.Pattern[str]) -> Iterator[Run]:
    """Lines that hold the separator, with single lines between them that are pieces of broken cells."""
    i = 0
    while i < len(page):
        if page.taken(i) or not _parted(page, i, separator):
            i += 1
            continue
        found: list[int] = []
        pieces: list[int] = []
        cells = 0
        for j in page.content(i):
            if _parted(page, j, separator):
                found += [*pieces, j]
                pieces = []
                cells += 1 + sum(
                    1 for _ in islice(separator.finditer(page.text, *page.lines[j]), MAX_COLUMNS)
                )
                if cells > MAX_CELLS:
                    break
            elif _is_rule(page.line(j)):
                continue
            elif len(pieces) < 3 and _is_piece(page, j):
                pieces.append(j)
            else:
                break
        rows = tuple(_rows(page, found, separator))
        words = has_han(page.text[page.lines[i][0] : page.lines[found[-1]][1]])
        # Figures alone are no table, but for one long row of them.
        if words or (len(rows) == 1 and LONE_ROW <= len(rows[0].cells) <= MAX_COLUMNS):
            yield Run(layout, rows)
        i = found[-1] + 1


def _parted(page: Page, i: int, separator: re.Pattern[str]) -> bool:
    line = page.line(i)
    if i in page.furniture:
        return False
    return "\t" in line if separator is _TAB else separator.search(line) is not None


def _is_rule(line: str) -> bool:
    """Whether a line only draws a border or, in Markdown, parts the header from the rows."""
    return _RULE.match(line) is not None and _RULE_MARK.search(line) is not None


def _is_piece(page: Page, i: int) -> bool:
    """Whether a line without separators can be a piece of a cell, a heading row, or the name of a block."""
    line = page.line(i)
    return len(line) <= _LONGEST_PIECE and has_han(line) and (line[-1] not in "。；;" or len(line) <= 30)


def _rows(page: Page, numbers: list[int], separator: re.Pattern[str]) -> Iterator[RawRow]:
    """The rows of a run; lines that carry on a broken cell are joined to the row that they belong to."""
    split = [(j, *_cells(page, j, separator)) for j in numbers]
    if separator is _TAB and all(opens for _, _, opens, _ in split):
        # Tabs that only indent are no column.
        split = [(j, cells[1:], False, closes) for j, cells, _, closes in split]
    split = _without_borders(split, separator)
    counts = Counter(len(cells) for _, cells, _, _ in split if len(cells) > 1)
    width = max((n for n, k in counts.items() if k >= 2), default=0)
    open_row: RawRow | None = None
    closed = True
    for j, cells, opens, closes in split:
        if not cells:  # a line of borders
            continue
        row = RawRow(tuple(cells), j, j)
        if open_row is not None:
            joined = None if closed or opens else _joined(page, open_row, row, width)
            if joined is not None:
                open_row, closed = joined, closes
                continue
            yield open_row
        open_row, closed = row, closes
    if open_row is not None:
        yield open_row


def _cells(page: Page, i: int, separator: re.Pattern[str]) -> tuple[list[Cell], bool, bool]:
    """Cells of a line without its borders, and whether a separator opens and closes it."""
    start, end = page.lines[i]
    line = page.line(i)
    if separator is _PIPE and _is_rule(line):
        return [], True, True
    cells = _split(page, start, end, separator)
    opens = not cells[0].text and len(cells) > 1
    closes = not cells[-1].text and len(cells) > 1
    return cells, opens, closes


_Split = tuple[int, list[Cell], bool, bool]


def _without_borders(split: list[_Split], separator: re.Pattern[str]) -> list[_Split]:
    """The lines without the empty cells outside a border.

    A pipe at the edge of most lines is a border; else it closes an empty cell, or carries a broken one on. A tab is a border where
    every line ends with it.
    """
    whole = [s for s in split if s[1]]
    opened, closed = sum(s[2] for s in whole), sum(s[3] for s in whole)
    if separator is _PIPE:
        # Where lines without the pipe have as many cells, the pipe closes an empty one.
        longest = {
            c: max((len(cells) for _, cells, _, at in whole if at is c), default=0) for c in (True, False)
        }
        left = 2 * opened > len(whole)
        right = 2 * closed > len(whole) and longest[False] < longest[True]
    else:
        left, right = False, closed == len(whole)
    return [
        (j, cells[left and opens : len(cells) - (right and closes)], opens, closes)
        for j, cells, opens, closes in split
    ]


def _joined(page: Page, upper: RawRow, lower: RawRow, width: int) -> RawRow | None:
    """Both rows as one whose cell is broken over their lines, or None where they are two rows."""
    if lower.first != upper.last + 1:
        return None
    left, right = upper.cells[-1].text, lower.cells[0].text
    together = len(upper.cells) + len(lower.cells) - 1
    if not left or not right or is_value(left) or is_value(right) or is_measure(left):
        return None
    # Two short rows, one of titles or one with a figure at its end, are no prose that is broken over lines.
    titled = len(upper.cells) > 1 and is_label_title(upper.cells[0].text) and not is_numbered(left)
    if (titled or is_value(lower.cells[-1].text)) and not goes_on(left, right):
        return None
    if len(upper.cells) >= width:
        # A whole row takes a line without separators as the end of its last cell, a prose cell.
        fits = len(upper.cells) == width and len(lower.cells) == 1 and not is_value(left)
        if not fits or _is_row_of_its_own(left, right):
            return None
    elif together > width or ((together != width or len(lower.cells) >= width) and not goes_on(left, right)):
        return None
    middle = page.join(upper.cells[-1], lower.cells[0])
    return RawRow((*upper.cells[:-1], middle, *lower.cells[1:]), upper.first, lower.last)


def _is_row_of_its_own(left: str, right: str) -> bool:
    """Whether the line below a whole row is a row or a heading of its own rather than the end of the last cell."""
    return (
        len(left) < 4 or is_numbered(right) or is_unit(left) or (right.startswith("第") and len(right) < 16)
    )
