"""The filled cells of a sheet as paragraphs and grids: what stands apart is cut apart, the lines above and below a table are no rows of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from gdie.documents.content import Grid, GridCell, Paragraph, Stretch
from gdie.documents.model import Place

# A sheet is cut at blank rows, then at blank columns, and each piece again; no real sheet needs more.
_ROUNDS = 2
_FIGURE = re.compile(r"[-+－＋]?[0-9０-９][0-9０-９,，.．]*\s*[%％‰]?$|[-—－/／无無]{1,2}$")
_LABELLED = re.compile(r"[\u3400-\u9fff（）()\s]{1,20}[:：]")
_NOTE = re.compile(
    r"[*＊※]?\s*(?:注|註|备注|備註|附注|附註|说明|說明|填[报表報]说明|数据来源|[填制][报表報]|审核|審核|单位负责人|联系)"
)
_NUMBERED = re.compile(r"[（(]?[一二三四五六七八九十0-9]{1,3}[、)）.．]")
_BLOCK = re.compile(r"第.{1,14}[条條项項]")
_LONGEST_BLOCK = 30
_LINE_END = re.compile(r"\r\n|[\r\n\v\f\x85\u2028\u2029]")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufeff\u200b]")
_LONG = 60  # characters of a cell that is rather a sentence than a label


@dataclass(frozen=True, slots=True)
class SheetCell:
    """A filled cell of a sheet: row and column from 0, hidden ones not counted, and its lines."""

    row: int
    column: int
    lines: tuple[Paragraph, ...]
    row_span: int = 1
    column_span: int = 1

    @property
    def text(self) -> str:
        """Its lines in one."""
        return "".join(line.text for line in self.lines).strip()

    @property
    def below(self) -> int:
        """The row behind its last."""
        return self.row + self.row_span

    @property
    def behind(self) -> int:
        """The column behind its last."""
        return self.column + self.column_span


def cell_lines(text: str, place: Place) -> tuple[Paragraph, ...]:
    """The lines of a cell's text without control characters; none where nothing is left."""
    lines = (_CONTROL.sub("", line) for line in _LINE_END.split(text.replace("\t", " ")))
    return tuple(Paragraph((Stretch(line, place),)) for line in lines if line.strip())


def column_letters(column: int) -> str:
    """The letters of a column (from 1) as spreadsheets name it: 28 is AB."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def cut_regions(cells: Sequence[SheetCell]) -> list[Paragraph | Grid]:
    """The paragraphs and tables of a sheet in reading order. `cells` are filled and don't overlap."""
    bands: list[list[SheetCell]] = []
    before: tuple[int, int] | None = None
    for band in _bands(sorted(cells, key=lambda c: (c.row, c.column))):
        columns = _columns(band)
        if columns == before and _goes_on(band):
            bands[-1] += band
        else:
            bands.append(band)
        before = columns
    return [piece for band in bands for piece in _pieces(band, _ROUNDS)]


def _goes_on(band: Sequence[SheetCell]) -> bool:
    """Whether cells below a blank row are of the table above it: figures come before any other header."""
    for row in _rows(band):
        if len(row) > 1:
            return any(_FIGURE.match(cell.text) for cell in row)
        if not (_NUMBERED.match(row[0].text) and len(row[0].text) <= _LONG):
            return False
    return False


def _columns(cells: Sequence[SheetCell]) -> tuple[int, int]:
    return min(cell.column for cell in cells), max(cell.behind for cell in cells)


def _pieces(band: Sequence[SheetCell], rounds: int) -> Iterator[Paragraph | Grid]:
    """The pieces of cells without a blank row among them: lines above, tables side by side, lines below."""
    rows = _rows(band)
    first, last = _body(rows)
    for row in rows[:first]:
        yield from _paragraphs(row)
    body = [cell for row in rows[first:last] for cell in row]
    sides = _sides(body) if rounds else [body]
    if len(sides) > 1:
        for side in sides:
            for part in _bands(side):
                yield from _pieces(part, rounds - 1)
    elif body:
        yield from _table(body)
    for row in rows[last:]:
        yield from _paragraphs(row)


def _bands(cells: Sequence[SheetCell]) -> list[list[SheetCell]]:
    """The cells, sorted by row, cut where a row is blank in all of them."""
    bands: list[list[SheetCell]] = []
    end = -1
    for cell in cells:
        if not bands or cell.row > end:
            bands.append([])
        bands[-1].append(cell)
        end = max(end, cell.below)
    return bands


def _rows(cells: Sequence[SheetCell]) -> list[list[SheetCell]]:
    rows: list[list[SheetCell]] = []
    for cell in cells:
        if not rows or rows[-1][0].row != cell.row:
            rows.append([])
        rows[-1].append(cell)
    return rows


def _body(rows: Sequence[Sequence[SheetCell]]) -> tuple[int, int]:
    """The rows `[first, last)` that are of a table: without titles, captions and notes."""
    left, right = _columns([cell for row in rows for cell in row])
    if right - left == 1:
        return len(rows), len(rows)
    # A row is loose only where nothing merged reaches from it into the table.
    fullest = [0, *accumulate((len(row) for row in reversed(rows)), max)][::-1]
    first = 0
    while first < len(rows) and _is_above(rows, first, left, right, fullest[first + 1]):
        first += 1
    last = len(rows)
    while last > first and _is_below(rows[last - 1], left, right):
        last -= 1
    return first, last


def _is_above(rows: Sequence[Sequence[SheetCell]], number: int, left: int, right: int, fullest: int) -> bool:
    """Whether a row stands above the table; `fullest`: the most cells that a row below it has."""
    row = rows[number]
    next_row = rows[number + 1][0].row if number + 1 < len(rows) else row[0].below
    if len(row) == 1:
        cell = row[0]
        if cell.column_span >= right - left:
            return _BLOCK.match(cell.text) is None or len(cell.text) > _LONGEST_BLOCK
        # Merged over some columns behind the first it is the upper line of a header whose corner is empty.
        return cell.below <= next_row and not (cell.column_span > 1 and cell.column > left)
    # 填报单位：… 单位：件
    labelled = [_LABELLED.match(cell.text) is not None for cell in row]
    return (
        labelled[0]
        and (all(labelled) or len(row) < fullest)
        and all(cell.below <= next_row and not _FIGURE.match(cell.text) for cell in row)
    )


def _is_below(row: Sequence[SheetCell], left: int, right: int) -> bool:
    first = row[0]
    if _NOTE.match(first.text) and (len(row) == 1 or all(_LABELLED.match(c.text) for c in row[::2])):
        return True
    if len(row) > 1 or first.column > left:
        return False
    # A label whose figure was not filled in is a row; a sentence or a line over the whole width is not.
    return (
        first.column_span >= right - left and not _NUMBERED.match(first.text) and not _BLOCK.match(first.text)
    ) or (len(first.text) > _LONG and not _NUMBERED.match(first.text))


def _sides(cells: Sequence[SheetCell]) -> list[list[SheetCell]]:
    """The cells cut at blank columns, where what is left and right of them is a table each."""
    columns: dict[int, list[SheetCell]] = {}
    for cell in cells:
        columns.setdefault(cell.column, []).append(cell)
    groups: list[list[SheetCell]] = []
    end = -1
    for column in sorted(columns):
        if not groups or column > end:
            groups.append([])
        groups[-1] += columns[column]
        end = max([end, *(cell.behind for cell in columns[column])])
    sides: list[list[SheetCell]] = []
    for group in groups:
        if sides and not (_stands_alone(sides[-1]) and _stands_alone(group)):
            sides[-1] += group
        else:
            sides.append(group)
    return [sorted(side, key=lambda c: (c.row, c.column)) for side in sides]


def _stands_alone(cells: Sequence[SheetCell]) -> bool:
    """Whether cells can be a table of their own: several rows and columns, words in the first."""
    left = min(cell.column for cell in cells)
    labels = [cell for cell in cells if cell.column == left]
    figures = sum(1 for cell in labels if _FIGURE.match(cell.text))
    return len(labels) > 1 and len(cells) > len(labels) and figures * 2 <= len(labels)


def _table(cells: Sequence[SheetCell]) -> Iterator[Paragraph | Grid]:
    top, left = cells[0].row, min(cell.column for cell in cells)
    if all(cell.column == left for cell in cells):
        for cell in cells:
            yield from cell.lines
        return
    yield Grid(
        tuple(GridCell(c.row - top, c.column - left, c.lines, c.row_span, c.column_span) for c in cells)
    )


def _paragraphs(row: Sequence[SheetCell]) -> Iterator[Paragraph]:
    """A row of no table: one cell by its lines, several as one line."""
    if len(row) == 1:
        yield from row[0].lines
        return
    stretches: list[Stretch] = []
    for cell in row:
        for line in cell.lines:
            if stretches:
                stretches.append(replace(line.stretches[0], text="  "))
            stretches += line.stretches
    yield Paragraph(tuple(stretches))
