"""Rows whose cells are parted by blanks: `（一）收到申请数 件 31`, and columns that PDF text keeps apart by wide gaps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Literal

from gdie.documents.tables.alignment import align, align_to_titles
from gdie.documents.tables.captions import is_caption
from gdie.documents.tables.content import (
    MAX_CELLS,
    goes_on,
    has_han,
    is_block_line,
    is_label_title,
    is_measure,
    is_numbered,
    is_open,
    is_unit_title,
    is_value,
    is_value_title,
    is_year,
)
from gdie.documents.tables.page import Page, RawRow, Run
from gdie.documents.tables.spaced_lines import LONGEST_LINE, SpacedLine, spaced_line

_MAX_HEADER = 8
_LONGEST_END = 12
_MAX_TEXTS = 4
_MAX_BARE = 10


def read_spaced(page: Page) -> Iterator[Run]:
    """Runs of lines whose cells are parted by blanks."""
    i = 0
    while i < len(page):
        # A table opens with words.
        if page.taken(i) or page.skipped(i) or not has_han(page.line(i)[:LONGEST_LINE]):
            i += 1
            continue
        lines: list[SpacedLine] = []
        cells = bare = 0
        after = i + 1
        for j in page.content(i):
            line = spaced_line(page, j)
            after = j + 1
            if line is None:
                break
            lines.append(line)
            cells += len(line.cells)
            bare = bare + 1 if line.kind == "figures" else 0
            if cells > MAX_CELLS or bare > _MAX_BARE:
                break
        yield from _runs(page, lines)
        i = after


def _runs(page: Page, lines: list[SpacedLine]) -> Iterator[Run]:
    """Cut lines into stretches around their rows of figures and check each."""
    group: list[SpacedLine] = []
    texts: list[SpacedLine] = []
    for line in lines:
        if line.kind == "text":
            texts.append(line)
            continue
        if line.kind == "figures" and line.figures == 1:
            if group and page.is_lone_number(line.number) and not texts:
                continue  # a page number between two rows
            texts.append(line)
            continue
        if group and len(texts) > _MAX_TEXTS and not _has_header(texts):
            yield from _run(page, group)
            group = []
        if any(t.kind == "figures" for t in texts):
            # A number alone between words is a cell of another layout.
            yield from _run(page, group)
            group = []
            texts = texts[1 + max(k for k, t in enumerate(texts) if t.kind == "figures") :]
        group += (texts if group else _above(texts, line.figures)) + [line]
        texts = []
    tail = texts[:1] if group and texts and _ends_label(page, group[-1], texts) else []
    yield from _run(page, group + tail)


def _ends_label(page: Page, line: SpacedLine, texts: Sequence[SpacedLine]) -> bool:
    """Whether the line below the last row is the end of its label: a bracket is open, or only a heading comes behind it."""
    text = texts[0]
    if text.number != line.number + 1 or line.kind != "data":
        return False
    last = len(texts) == 1 and len(text.cells) == 1 and len(text.cells[0].text) <= _LONGEST_END
    following = text.number + 1
    return is_open(line.cells[0].text) or (last and following in page.headings)


def _has_header(texts: Sequence[SpacedLine]) -> bool:
    return any(_is_header(t) for t in texts)


def _above(texts: Sequence[SpacedLine], columns: int) -> list[SpacedLine]:
    """The lines above the first row of figures that belong to the table: titles, headings under them, a broken label."""
    header = [k for k, t in enumerate(texts[-_MAX_HEADER:]) if _is_header(t, columns)]
    near = list(texts[-_MAX_HEADER:])
    if header:
        first = header[-1]
        while first and (_is_header(near[first - 1]) or _belongs(near[first - 1])):
            first -= 1
        first -= 1 if first and _is_block(near[first - 1]) else 0
        return near[first:]
    if near and _is_block(near[-1]):
        return near[-1:]
    first = len(near)
    while first and len(near[first - 1].cells) == 1 and is_numbered(near[first - 1].cells[0].text):
        first -= 1
    named = first and is_caption(" ".join(c.text for c in near[first - 1].cells))
    if named and first < len(near):
        return near[first:]
    # Without a title above, a numbered line is a heading of the document, unless the label goes on below it.
    return []


def _is_block(line: SpacedLine) -> bool:
    return line.kind == "text" and len(line.cells) == 1 and is_block_line(line.cells[0].text)


def _is_header(line: SpacedLine, columns: int = 0) -> bool:
    """Whether a line of words is a row of titles, `columns` being the number of figures in the row below it if that is known."""
    if line.kind != "text" or len(line.cells) < 2:
        return False
    texts = [c.text for c in line.cells]
    if is_numbered(texts[0]) or any(len(t) > 40 for t in texts):
        return False
    if is_label_title(texts[0]) or all(len(t) == 1 for t in texts):
        return True
    titles = sum(is_value_title(t) or is_unit_title(t) or is_label_title(t) for t in texts)
    if len(texts) == columns and all(2 <= len(t) <= 10 for t in texts):
        return True
    return (titles >= 1 and max(map(len, texts[1:])) <= 16) or (
        len(texts) >= 3 and max(map(len, texts)) <= 12
    )


def _belongs(line: SpacedLine) -> bool:
    """Whether a line right above a row of titles is a part of a stacked header."""
    texts = [c.text for c in line.cells]
    return len(texts) >= 2 and not is_numbered(texts[0]) and max(map(len, texts[1:])) <= 16


def _run(page: Page, group: list[SpacedLine]) -> Iterator[Run]:
    data = [line for line in group if line.kind == "data"]
    bare = [line for line in group if line.kind == "figures"]
    first = next((line.figures for line in group if line.kind != "text"), 0)
    header = any(_is_header(line, first) for line in group)
    if not data:
        if header and len(bare) == 1 and bare[0].figures >= 4 and group[-1] is bare[0]:
            rows = [_row(line, "header" if line.kind == "text" else "") for line in group]
            yield Run("blanks", (*rows[:-1], align_to_titles(page, rows[:-1], rows[-1])))
        return
    if not _is_table(page, group, data, header):
        return
    rows = _joined(page, group)
    yield Run("blanks", tuple(align(page, rows)))


def _is_table(page: Page, group: Sequence[SpacedLine], data: Sequence[SpacedLine], header: bool) -> bool:
    """Whether lines with figures at their ends are rows: they agree in their columns and their labels are none of prose."""
    counts = Counter(line.figures for line in data)
    usual, often = counts.most_common(1)[0]
    units = sum(_unit(line) for line in data)
    numbered = sum(is_numbered(line.cells[0].text) for line in data)
    figures = [c.text for line in data for c in line.cells[-line.figures :]]
    if all(
        len(f) >= 7 or (f[0] == "0" and len(f) >= 3 and f.isdecimal()) for f in figures
    ) and numbered * 2 < len(data):
        return False  # telephone numbers
    if any(_is_block(line) for line in group):
        return True
    if header:
        return len(data) >= 2 or (
            len(data) == 1 and (usual >= 2 or _unit(data[0]) or _has_label_title(group))
        )
    if len(data) < 2:
        return False
    if units >= 0.6 * len(data):
        return True
    if usual >= 2 and often >= 0.6 * len(data):
        return all(not is_year(f) for f in figures[:1])
    captioned = _named(page, group[0].number)
    enough = len(data) >= (2 if captioned else 3) and (captioned or numbered >= 0.6 * len(data))
    return enough and often >= 0.6 * len(data) and not _is_contents(page, data)


def _unit(line: SpacedLine) -> bool:
    at = len(line.cells) - line.figures - 1
    return at >= 1 and is_measure(line.cells[at].text)


def _has_label_title(group: Sequence[SpacedLine]) -> bool:
    return any(line.kind == "text" and any(is_label_title(c.text) for c in line.cells) for line in group)


def _named(page: Page, first: int) -> bool:
    """Whether the line above says 表."""
    above = next((j for j in range(first - 1, max(-1, first - 4), -1) if not page.skipped(j)), None)
    return (
        above is not None
        and not page.taken(above)
        and is_caption(page.line(above))
        and "表" in page.line(above)
    )


def _is_contents(page: Page, data: Sequence[SpacedLine]) -> bool:
    """Whether the lines are a table of contents: numbers that rise from heading to heading."""
    numbers = [line.cells[-1].text for line in data]
    if not all(n.isdecimal() and len(n) <= 3 for n in numbers):
        return False
    pages = [int(n) for n in numbers]
    return pages == sorted(pages) and 0 not in pages and (len(set(pages)) > 1 or len(pages) < 3)


def _row(line: SpacedLine, kind: Literal["", "header", "block"] = "") -> RawRow:
    return RawRow(line.cells, line.number, line.number, kind)


def _joined(page: Page, group: Sequence[SpacedLine]) -> list[RawRow]:
    """The rows of the stretch; labels that are broken over neighbouring lines are one cell."""
    rows: list[RawRow] = []
    columns = next((line.figures for line in group if line.kind != "text"), 0)
    for line in group:
        row = _row(line, "header" if _is_header(line, columns) else "")
        upper = rows[-1] if rows else None
        breaks = (
            upper is not None
            and not upper.kind
            and not row.kind
            and len(upper.cells) == 1
            and upper.last + 1 == row.first
            and not is_value(upper.cells[0].text)
            and goes_on(upper.cells[0].text, row.cells[0].text)
            and not _rest_of_above(rows)
        )
        if upper is not None and breaks:
            cell = page.join(upper.cells[0], row.cells[0])
            rows[-1] = RawRow((cell, *row.cells[1:]), upper.first, row.last)
        else:
            rows.append(row)
    return rows


def _rest_of_above(rows: Sequence[RawRow]) -> bool:
    """Whether the last row of words ends the label of the row above it, whose figures stand behind the label's first line."""
    if len(rows) < 2 or len(rows[-2].cells) < 2:
        return False
    return is_open(rows[-2].cells[0].text) or not is_numbered(rows[-1].cells[0].text)
