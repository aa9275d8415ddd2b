"""Work-plan annexes (任务分解表): a row is a task in prose; its deadline and its lead agency stand in cells of their own."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from gdie.documents import Cell, Span, Table
from gdie.facts.labels import label_key
from gdie.indicators import load_form
from gdie.text.view import normalise


@dataclass(frozen=True)
class TaskRow:
    """What a row of a task table says of the figures in its task: empty cells and lacking columns are None."""

    deadline: Cell | None
    lead: Cell | None


def is_task_table(table: Table) -> bool:
    """Whether the table holds prose, not figures."""
    return not table.value_columns


def task_cells(table: Table) -> list[Span]:
    """The cells of a task table that are prose, one record each."""
    return [
        Span(cell.start, cell.end)
        for row in table.rows
        for column, cell in enumerate(row.cells)
        if cell.text and not (row.placed and table.roles[column] == "index")
    ]


def is_numbering(table: Table, start: int, end: int) -> bool:
    """Whether `[start, end)` stands in a column of row numbers or in the header."""
    place = table.cell_at(start, end)
    return place is None or (table.rows[place[0]].placed and table.roles[place[1]] == "index")


def task_row(table: Table, start: int, end: int) -> TaskRow | None:
    """Deadline and lead agency of the row that `[start, end)` stands in; None outside the rows."""
    place = table.cell_at(start, end)
    if place is None:
        return None
    row = table.rows[place[0]]
    if not row.placed:
        return TaskRow(None, None)
    titles = {
        column: _key(title) for column in range(len(row.cells)) if (title := table.column_title(column))
    }
    columns = {role: _first(titles, words) for role, words in _words().items()}
    deadline, lead = (
        row.cells[column] if column is not None and row.cells[column].text else None
        for column in (columns["deadline"], columns["lead"])
    )
    return TaskRow(deadline, lead)


def _first(titles: dict[int, str], words: tuple[str, ...]) -> int | None:
    """The column whose title is the first of the words that any title is: 牵头单位 goes before 责任单位."""
    return next((column for word in words for column, title in titles.items() if title == word), None)


def _key(title: Cell) -> str:
    return label_key(normalise(title.text).text)


@cache
def _words() -> dict[str, tuple[str, ...]]:
    return load_form("tasks").columns
