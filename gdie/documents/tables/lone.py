"""Figures with titles and no row of labels: a line of figures under its header, titles and figures run together in one line."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gdie.documents.tables.content import (
    LONE_ROW,
    MAX_COLUMNS,
    has_han,
    is_block_start,
    is_sentence,
    is_value,
)
from gdie.documents.tables.glued import count_titles
from gdie.documents.tables.page import Page, RawRow, Run

# So many figures in a line, or digits in a run of them, are a row of their own under a header of so many characters.
_FIGURES = 8
_DIGITS = 10
_HEADER = 20
_MAX_HEADER_LINES = 12
_LONGEST_TITLE = 120
_LONGEST_LINE = 4000
_TITLES = 3
_DIGIT_RUN = re.compile(r"[+\-－]?[0-9０-９](?:[0-9０-９,，.．+\-－]*[0-9０-９])?")
_NUMBERED = re.compile(r"[0-9０-９][.．、](?![0-9０-９])")
_ONLY_DIGITS = re.compile(r"[0-9０-９]+$")


def read_lone(page: Page) -> Iterator[Run]:
    """Lines of figures alone under lines of titles."""
    for i in range(len(page)):
        line = page.line(i)
        if page.taken(i) or page.skipped(i) or not line or has_han(line[:2]):
            continue
        words = line.split()
        many = len(words) >= _FIGURES and all(map(is_value, words))
        if not many and not (len(line) >= _DIGITS and _ONLY_DIGITS.match(line)):
            continue
        header = _header(page, i)
        titled = sum(len(c.text) for r in header for c in r.cells) >= _HEADER
        if titled or len(words) >= LONE_ROW or (len(line) >= LONE_ROW and _below_heading(page, i)):
            yield Run("blanks" if many else "glued", (*(header if titled else ()), _row(page, i, many)))


def read_lone_lines(page: Page) -> Iterator[Run]:
    """Many figures, each in a line of its own, without any words."""
    i = 0
    while i < len(page):
        found: list[int] = []
        if not page.skipped(i) and not page.taken(i):
            for j in page.content(i):
                if not is_value(page.line(j)) or len(found) > MAX_COLUMNS:
                    break
                found.append(j)
        if LONE_ROW <= len(found) <= MAX_COLUMNS:
            yield Run("lines", (RawRow(tuple(page.line_cell(j) for j in found), found[0], found[-1]),))
        i = found[-1] + 1 if found else i + 1


def _below_heading(page: Page, i: int) -> bool:
    """Whether a heading stands right above line `i`, or a sentence between them."""
    above = [j for j in range(i - 1, max(-1, i - 8), -1) if not page.skipped(j)][:2]
    return any(j in page.headings for j in above)


def _row(page: Page, i: int, many: bool) -> RawRow:
    start, _ = page.lines[i]
    raw = page.raw(i)
    if not many:
        return RawRow((page.line_cell(i),), i, i, sure=False)
    return RawRow(
        tuple(page.cell(start + m.start(), start + m.end()) for m in re.finditer(r"\S+", raw)), i, i
    )


def _header(page: Page, first: int) -> tuple[RawRow, ...]:
    """The lines of titles above line `first`: short, without figures and full stops."""
    rows: list[RawRow] = []
    for j in range(first - 1, max(-1, first - 3 * _MAX_HEADER_LINES), -1):
        if page.skipped(j):
            continue
        line = page.line(j)
        digits = any(c.isdigit() for c in line)
        if page.taken(j) or digits or len(line) > _LONGEST_TITLE or is_sentence(line) or not has_han(line):
            break
        start = page.lines[j][0]
        cells = tuple(page.cell(start + m.start(), start + m.end()) for m in re.finditer(r"\S+", page.raw(j)))
        rows.append(RawRow(cells, j, j, "header"))
        if len(rows) == _MAX_HEADER_LINES:
            break
    return tuple(reversed(rows))


def read_titled(page: Page) -> Iterator[Run]:
    """Lines in which titles, labels and figures have run together without any numbering to part them.

    The rows are words and the digits behind them; which of the words are titles only the form of the table can tell.
    """
    for i in range(len(page)):
        start, end = page.lines[i]
        if page.taken(i) or page.skipped(i) or not _HEADER <= end - start <= _LONGEST_LINE:
            continue
        line = page.line(i)
        if (
            not line[-1].isdigit()
            or is_sentence(line)
            or _NUMBERED.search(line)
            or any(c in line for c in "|｜\t")
        ):
            continue
        rows: list[RawRow] = []
        position = start
        for match in _DIGIT_RUN.finditer(page.text, start, end):
            cells = (page.cell(position, match.start()), page.cell(*match.span()))
            rows.append(RawRow(cells, i, i, sure=False))
            position = match.end()
        if not rows or not all(has_han(r.cells[0].text) for r in rows):
            continue
        if count_titles(rows[0].cells[0].text) >= _TITLES or (len(rows) > 1 and is_block_start(line)):
            if len(rows) == 1:  # titles and figures, and no label of a row
                titles, figures = rows[0].cells
                rows = [RawRow((titles,), i, i, "header"), RawRow((figures,), i, i, sure=False)]
            yield Run("glued", tuple(rows))
