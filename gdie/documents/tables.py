"""Tables of a plain-text layer, found from how they were flattened: pipes, tabs, one cell a line.

A candidate run of lines becomes a table only if its rows agree on a number of columns and one column holds figures;
sentences that merely contain numbers have neither.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gdie.documents.model import Cell, ColumnRole, Row, Span, Table

_UNIT_TITLES = re.compile(r"^(?:计量)?单位$|^(?:計量)?單位$")
_INDEX_TITLES = re.compile(r"^序号$|^序號$|^(?:指标)?代码$|^(?:指標)?代碼$")
_LABEL_TITLES = re.compile(r"指标|指標|项目|項目|内容|內容|名称|名稱|类别|類別|事项|事項|任务|任務")
_FIGURE = re.compile(
    r"[+\-－]?\s*[0-9０-９][0-9０-９,，.．\s]*(?!年)[万萬亿億千]?[\u3400-\u9fff]{0,3}[%％]?$"
)
_UNIT_WORD = re.compile(r"[\u3400-\u9fff]{1,3}$")
_NO_FIGURE = {"", "-", "—", "——", "－", "/", "／", "无", "無", "*"}
_CAPTION = re.compile(r"表|情况|情況|[单單]位\s*[:：]|^[（(].+[）)]$")
_NUMBERED = re.compile(r"[（(]?[一二三四五六七八九十]{1,3}[、)）]")
_MAX_COLUMNS = 40

Lines = Sequence[tuple[int, int]]


@dataclass(frozen=True)
class _Run:
    """A run of lines that may be a table, already cut into rows of cells."""

    first: int
    last: int
    rows: tuple[Row, ...]


def find_tables(text: str, lines: Lines) -> tuple[Table, ...]:
    """All tables of a text in order; they never overlap. Time is linear in the length of the text."""
    tables: list[Table] = []
    free = 0  # the first line that belongs to no table yet
    for run in _runs(text, lines):
        table = _build(text, lines, run, free)
        if table is not None:
            tables.append(table)
            free = run.last + 1
    return tuple(tables)


def _runs(text: str, lines: Lines) -> Iterator[_Run]:
    i = 0
    while i < len(lines):
        line = text[slice(*lines[i])]
        for reader in (_read_pipes, _read_tabs, _read_cells):
            run = reader(text, lines, i, line)
            if run is not None:
                yield run
                i = run.last
                break
        i += 1


def _cell(text: str, start: int, end: int) -> Cell:
    content = text[start:end].strip()
    left = start + text[start:end].index(content)
    return Cell(left, left + len(content), content)


def _split_line(text: str, start: int, end: int, separator: str) -> list[Cell]:
    cells = []
    position = start
    for part in text[start:end].split(separator):
        cells.append(_cell(text, position, position + len(part)))
        position += len(part) + len(separator)
    return cells


def _separated(text: str, lines: Lines, i: int, separator: str) -> _Run | None:
    """Lines that all hold `separator`; single blank lines between them are passed over."""
    rows: list[Row] = []
    last = i
    for j in range(i, len(lines)):
        start, end = lines[j]
        line = text[start:end]
        if separator not in line:
            if line.strip() or j > last + 1:
                break
            continue
        cells = _split_line(text, start, end, separator)
        # An opening or closing separator is a border, not an empty column.
        if separator == "|" and cells and not cells[-1].text:
            cells = cells[:-1]
        if separator == "|" and cells and not cells[0].text and line.lstrip().startswith("|"):
            cells = cells[1:]
        last = j
        if cells:  # a line of borders alone has none
            rows.append(Row(tuple(cells[:_MAX_COLUMNS])))
    return _Run(i, last, tuple(rows)) if len(rows) >= 2 else None


def _read_pipes(text: str, lines: Lines, i: int, line: str) -> _Run | None:
    return _separated(text, lines, i, "|") if "|" in line else None


def _read_tabs(text: str, lines: Lines, i: int, line: str) -> _Run | None:
    return _separated(text, lines, i, "\t") if "\t" in line.strip() else None


def _read_cells(text: str, lines: Lines, i: int, line: str) -> _Run | None:
    """One cell a line, each opened by a tab; other lines continue a cell, blank lines separate nothing."""
    if not line.startswith("\t"):
        return None
    cells: list[Cell] = []
    last = i
    gap = 0
    for j in range(i, len(lines)):
        start, end = lines[j]
        line = text[start:end]
        if line.startswith("\t"):
            cells.append(_cell(text, start, end))
        elif not line.strip():
            gap += 1
            if gap > 4:
                break
            continue
        elif gap == 0 and line[:1].isspace() and cells:
            whole = _cell(text, cells[-1].start, end)
            cells[-1] = whole
        else:
            break
        gap = 0
        last = j
    width = _width(cells)
    if width is None or len(cells) < 2 * width:
        # No table, but the lines have been looked at: without this, each of them would start the search again.
        return _Run(i, last, ())
    whole_rows = range(0, len(cells) - len(cells) % width, width)
    return _Run(i, last, tuple(Row(tuple(cells[k : k + width])) for k in whole_rows))


def _width(cells: Sequence[Cell]) -> int | None:
    """The number of columns at which one column is all figures (or empty) and the first holds labels."""
    for width in (2, 3, 4, 5, 6):
        rows = [cells[k : k + width] for k in range(width, len(cells) - width + 1, width)]
        if len(rows) < 2:
            return None
        labels = sum(bool(r[0].text) and not is_figure(r[0].text) for r in rows)
        figures = sum(is_figure(r[-1].text) or r[-1].text in _NO_FIGURE for r in rows)
        if labels == len(rows) and figures >= 0.95 * len(rows):
            return width
    return None


def is_figure(content: str) -> bool:
    """Whether the content of a cell is a number, with or without a unit."""
    return len(content) <= 24 and _FIGURE.match(content) is not None


def _build(text: str, lines: Lines, run: _Run, free: int) -> Table | None:
    width = max((len(r.cells) for r in run.rows), default=0)
    if width < 2:
        return None
    rows = [_padded(r, width) for r in run.rows]
    header_length = next(
        (k for k, r in enumerate(rows) if any(is_figure(c.text) for c in r.cells[1:])), len(rows)
    )
    # Empty value cells under a header (一、主动公开情况) are data rows: only leading rows without labels of rows are header.
    header_length = min(header_length, _header_rows(rows))
    header, data = tuple(rows[:header_length]), tuple(rows[header_length:])
    roles = _roles(header, data, width)
    if roles is None:
        return None
    caption = _caption(text, lines, run.first, free)
    start = caption.start if caption else lines[run.first][0]
    return Table(start, lines[run.last][1], caption=caption, header=header, rows=data, roles=roles)


def _padded(row: Row, width: int) -> Row:
    """The row with empty cells at its end for the columns that its line lacks."""
    end = row.cells[-1].end
    return Row(row.cells + (Cell(end, end),) * (width - len(row.cells)))


def _header_rows(rows: Sequence[Row]) -> int:
    first = rows[0]
    titled = any(
        _UNIT_TITLES.match(_squeeze(c.text)) or _LABEL_TITLES.search(_squeeze(c.text)) for c in first.cells
    )
    return 1 if titled or (not first.cells[0].text and any(c.text for c in first.cells)) else 0


def _squeeze(content: str) -> str:
    return re.sub(r"\s+", "", content)


def _roles(header: Sequence[Row], data: Sequence[Row], width: int) -> tuple[ColumnRole, ...] | None:
    """Role of each column, or None where no column is mostly figures (then it is no table of statistics)."""
    roles: list[ColumnRole] = []
    for column in range(width):
        title = next((_squeeze(h.cells[column].text) for h in header), "")
        content = [r.cells[column].text for r in data]
        filled = [c for c in content if c not in _NO_FIGURE]
        figures = sum(map(is_figure, filled))
        if _INDEX_TITLES.match(title):
            roles.append("index")
        elif _UNIT_TITLES.match(title):
            roles.append("unit")
        elif column and content and not (filled and figures < 0.8 * len(filled)) and (figures or title):
            roles.append("value")
        elif column and filled and all(_UNIT_WORD.match(c) for c in filled) and "label" in roles:
            roles.append("unit")
        else:
            roles.append("label")
    if "value" not in roles or "label" not in roles:
        return None
    return tuple(roles)


def _caption(text: str, lines: Lines, first: int, free: int) -> Span | None:
    """Up to three lines above the table, from line `free` on, that name it, state its unit or its agency in brackets."""
    top: int | None = None
    taken = blanks = 0
    for j in range(first - 1, free - 1, -1):
        line = text[slice(*lines[j])].strip()
        if not line:
            blanks += 1
            if blanks > 1:
                break
            continue
        if taken == 3 or len(line) > 60 or line[-1] in "。；;" or _NUMBERED.match(line):
            break
        if not _CAPTION.search(line):
            break
        top, taken, blanks = j, taken + 1, 0
    if top is None:
        return None
    end = next(j for j in range(first - 1, top - 1, -1) if text[slice(*lines[j])].strip())
    return Span(lines[top][0], lines[end][1])
