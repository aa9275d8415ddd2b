"""Tasks of a task table (任务分解表): a row is a task, its units and its deadline stand in columns of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

from gdie.documents import Cell, Row, Table
from gdie.facts.labels import label_key
from gdie.facts.obligations.deadlines import Due, cell_due, deadline_titles
from gdie.facts.obligations.model import Role
from gdie.facts.obligations.outline import is_numbered
from gdie.facts.obligations.units import Assignment, read_units, says_first_leads
from gdie.facts.tasks import is_task_table
from gdie.indicators import load_form, load_obligation_words
from gdie.text.view import View, normalise


@dataclass(frozen=True)
class Columns:
    """Column numbers by what they hold: the task and what it is listed under, units with their role, the deadline."""

    tasks: tuple[int, ...]
    units: dict[int, Role]
    deadline: int | None
    first_leads: bool


@dataclass(frozen=True)
class TaskLine:
    """One row. `under`: the cells of the task columns before that of the task. Cells carry their reading."""

    task: Cell
    under: tuple[Cell, ...]
    units: tuple[tuple[Cell, View, Assignment], ...]
    deadline: tuple[Cell, View, Due] | None


def columns_of(table: Table) -> Columns | None:
    """The columns of a task table; None for other tables and for ones that name no units."""
    titles = {
        k: normalise(cell.text).text for k in range(len(table.roles)) if (cell := table.column_title(k))
    }
    keys = {k: label_key(re.sub(r"\s+", "", title)) for k, title in titles.items()}
    units = {k: role for k, key in keys.items() if (role := _role(key))}
    deadline = next((k for k, key in keys.items() if k not in units and key in deadline_titles()), None)
    words = load_obligation_words().columns
    known = {*load_form("tasks").columns["task"], *words["task"]}
    tasks = tuple(k for k, key in keys.items() if key in known)
    if not units or not (tasks or is_task_table(table)):
        return None
    if not tasks:
        tasks = _longest(table, {*units, deadline, *(k for k, key in keys.items() if key in words["other"])})
    return (
        Columns(tasks, units, deadline, any(says_first_leads(t) for t in titles.values())) if tasks else None
    )


def task_lines(table: Table, columns: Columns, year: int | None) -> Iterator[TaskLine | Cell]:
    """The rows that hold a task, and the cells of rows that are a heading. Merged cells stand in their first row."""
    above: dict[int, Cell] = {}
    units_above: list[tuple[int, Cell]] = []
    for row in table.rows:
        filled = [cell for cell in row.cells if cell.text]
        if len(filled) == 1 and is_numbered(normalise(filled[0].text).text):
            above.clear()
            yield filled[0]
            continue
        if not row.placed or len(filled) < 2:
            continue
        row_cells = _aligned(table, row)
        cells = {k: row_cells[k] for k in columns.tasks if row_cells[k].text}
        if not cells:
            continue
        last = max(cells)
        first = min(cells)
        above = {k: cell for k, cell in {**above, **cells}.items() if k < first or k in cells}
        units = [(k, row_cells[k]) for k in columns.units if row_cells[k].text]
        units_above = units = units or units_above
        yield TaskLine(
            cells[last],
            tuple(cell for k, cell in sorted(above.items()) if k < last),
            tuple(_read(cell, columns.units[k]) for k, cell in sorted(units, key=lambda u: u[0])),
            _due(row_cells[columns.deadline], year) if columns.deadline is not None else None,
        )


def _aligned(table: Table, row: Row) -> tuple[Cell, ...]:
    """The cells by column; where a row lacks its number, words stand in that column and the last one is empty."""
    index = table.roles.index("index") if "index" in table.roles else None
    if index is None or row.cells[-1].text:
        return row.cells
    number = row.cells[index]
    if len(number.text) < 4 or is_numbered(normalise(number.text).text):
        return row.cells
    return (*row.cells[:index], Cell(number.start, number.start), *row.cells[index:-1])


def _read(cell: Cell, role: Role) -> tuple[Cell, View, Assignment]:
    view = normalise(cell.text)
    return cell, view, read_units(view.text, role)


def _due(cell: Cell, year: int | None) -> tuple[Cell, View, Due] | None:
    view = normalise(cell.text)
    due = cell_due(view.text, year)
    return (cell, view, due) if due else None


def _role(title: str) -> Role | None:
    """The role of a column by its title; one that names several (牵头单位和责任单位) is responsible."""
    words = load_obligation_words()
    labels = words.labels
    if title.endswith(words.columns["other"]):
        return None
    if role := labels.get(title):
        return cast(Role, role)
    roles = {role for label, role in labels.items() if label in title}
    if not roles:
        return None
    return cast(Role, roles.pop()) if len(roles) == 1 else "responsible"


def _longest(table: Table, taken: set[int | None]) -> tuple[int, ...]:
    """The text column with the most words, where no title says which one holds the tasks."""
    lengths = {
        k: sum(len(row.cells[k].text) for row in table.rows if row.placed)
        for k, role in enumerate(table.roles)
        if k not in taken and role in ("text", "label")
    }
    return (max(lengths, key=lambda k: lengths[k]),) if lengths else ()
