"""Which figure of a table without a known form is the total of which: by numbering and 其中, by rows and columns called 合计."""

from __future__ import annotations

from collections.abc import Sequence

from gdie.documents import Table
from gdie.facts.forms.rows import FormLine, is_number
from gdie.facts.labels import Label
from gdie.indicators import load_table_words
from gdie.text.view import normalise

# Statistics forms have one or two columns of figures (a year and the years together).
_LIST_COLUMNS = 2

Spot = tuple[int, int]  # row and value column of a figure


def totals(table: Table, lines: Sequence[FormLine]) -> dict[Spot, Spot]:
    """The place of the total of each figure that has one. Only rows whose cells stand in the table's columns are looked at."""
    width = len(table.value_columns)
    if width <= _LIST_COLUMNS:
        by_row = _parents(lines)
        return {
            (i, k): (parent, k)
            for i, parent in enumerate(by_row)
            if parent is not None
            for k in range(len(lines[i].cells))
        }
    return _matrix_totals(table, lines)


def summed_headings(lines: Sequence[FormLine]) -> dict[int, Label]:
    """For rows called 总计 the heading above them that has no figures of its own: it is what they count.

    （七）总计 below 三、本年度办理结果 counts the 办理结果; without a heading a 总计 counts what it says.
    """
    found: dict[int, Label] = {}
    above: list[Label] = []  # headings that are open, outermost first
    for i, line in enumerate(lines):
        own = line.label
        for heading in line.headings:
            _open(above, heading)
        if own is None:
            continue
        if _is_total(own.key) and own.level is not None:
            outer = [h for h in above if h.level is not None and h.level < own.level]
            if outer:
                found[i] = outer[-1]
        if line.has_figures:
            above = [
                h for h in above if h.level is not None and own.level is not None and h.level < own.level
            ]
        else:
            _open(above, own)
    return found


def _open(above: list[Label], heading: Label) -> None:
    while above and (heading.level is None or (above[-1].level or 0) >= heading.level):
        above.pop()
    if heading.level is not None:
        above.append(heading)


def _matrix_totals(table: Table, lines: Sequence[FormLine]) -> dict[Spot, Spot]:
    """In a matrix a column called 合计 sums its row; a row called 合计 sums that column (every column, where there is no such one)
    over the rows that are numbered like it."""
    titles = [table.column_title(c) for c in table.value_columns]
    across = next((k for k, t in enumerate(titles) if t and _is_total(t.text)), None)
    down = next((i for i, line in enumerate(lines) if line.label and _is_total(line.label.key)), None)
    found: dict[Spot, Spot] = {}
    for i, line in enumerate(lines):
        if not line.placed:
            continue
        for k in range(len(line.cells)):
            if across is not None and k != across:
                found[i, k] = (i, across)
            elif down is not None and i != down and _level(line) == _level(lines[down]):
                found[i, k] = (down, k)
    return found


def _level(line: FormLine) -> int | None:
    return line.label.level if line.label else None


def _is_total(text: str) -> bool:
    return normalise(text).text.strip() in load_table_words().totals


def _parents(lines: Sequence[FormLine]) -> list[int | None]:
    """For each row the row that is its total, or None.

    其中 opens a list below the row above it; the rows behind it stay in the list as long as they have its numbering and its
    total's unit (制发规范性文件总数 follows 其中：主动公开规范性文件数 without being a part). Other rows nest by their numbering. A
    heading without a figure is no total.
    """
    parents: list[int | None] = []
    numbered: list[tuple[int, int]] = []  # (level, row) of the open numbered rows
    lists: list[tuple[int, int | None]] = []  # (total, level of its parts) of the open 其中 lists
    for i, line in enumerate(lines):
        own = line.label.level if line.label else None
        if line.label and line.label.of_which and i > 0:
            before = lines[i - 1].label
            sibling = lists and before and before.of_which and lists[-1][1] == own
            if not sibling:
                lists.append((i - 1, own))
        else:
            while lists and not (lists[-1][1] == own and lines[lists[-1][0]].unit == line.unit):
                lists.pop()
        if lists:
            parents.append(_with_figure(lists[-1][0], lines))
            continue
        level = -1 if own is None else own
        while numbered and numbered[-1][0] >= level:
            numbered.pop()
        parents.append(_with_figure(numbered[-1][1] if numbered else None, lines))
        if own is not None:
            numbered.append((own, i))
    return parents


def _with_figure(number: int | None, lines: Sequence[FormLine]) -> int | None:
    return number if number is not None and any(map(is_number, lines[number].cells)) else None
