"""From stretches of a view or a cell to obligations with offsets of the text layer and full names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from gdie.documents import Cell, Document
from gdie.documents.furniture import is_page_number
from gdie.facts.obligations.deadlines import Due, cell_due, task_due
from gdie.facts.obligations.model import Deadline, Obligation, Passage, Role, Unit
from gdie.facts.obligations.names import Namer
from gdie.facts.obligations.prose import Stretch, Task
from gdie.facts.obligations.rows import TaskLine
from gdie.facts.obligations.units import Member
from gdie.text.view import View

Roles = dict[Role, list[Unit]]


@dataclass(frozen=True)
class Source:
    """A document with what is needed to say its obligations. `first_leads`: its first responsible unit leads."""

    document: Document
    view: View
    namer: Namer
    first_leads: bool

    @property
    def year(self) -> int | None:
        """The year of the plan."""
        return self.document.metadata.year

    def passage(self, start: int, end: int, base: int = 0, view: View | None = None) -> Passage:
        """What `[start, end)` of a view stands for; `base` is where the view's text begins in the document."""
        first, last = (base + at for at in (view or self.view).to_source(start, end))
        return Passage(self.document.text[first:last], first, last)

    def heading(self, stretch: Stretch) -> str:
        """A heading as printed, on one line."""
        return on_one_line(self.passage(*stretch).text)


def from_task(source: Source, task: Task) -> Obligation | None:
    """The obligation of a task in prose; None where nothing names a unit or there is no task."""
    roles: Roles = {"lead": [], "responsible": [], "supporting": []}
    first_leads = source.first_leads
    due: Due | None = None
    for closing in task.closings:
        read = closing.assignment
        first_leads = first_leads or read.first_leads
        _add(roles, source, read.members, closing.base)
        if read.deadline and due is None:
            due = _shifted(closing.base, read.deadline, source)
    if due is None:
        due = task_due(source.view.text, source.year, task.start, task.end)
    if task.start == task.end or not any(roles.values()):
        return None
    text = source.view.text
    end = task.closings[-1].start + len(text[task.closings[-1].start : task.closings[-1].end].rstrip())
    return _obligation(
        source,
        tuple(source.heading(stretch) for stretch in task.path),
        source.passage(task.start, task.end),
        source.passage(task.closings[0].start, end),
        _leading(roles, first_leads),
        _deadline(source.passage(due.start, due.end), due) if due else None,
        "text",
    )


def from_line(
    source: Source, line: TaskLine, path: Iterable[Stretch], under: Iterable[str], first_leads: bool
) -> Obligation | None:
    """The obligation of a row of a task table; None where no cell names a unit."""
    roles: Roles = {"lead": [], "responsible": [], "supporting": []}
    first_leads = first_leads or source.first_leads
    for cell, view, read in line.units:
        first_leads = first_leads or read.first_leads
        _add(roles, source, read.members, cell.start, view)
    if not any(roles.values()):
        return None
    start = min(cell.start for cell, _, _ in line.units)
    end = max(cell.end for cell, _, _ in line.units)
    inside = (on_one_line(cell.text) for cell in line.under)
    section = (*(source.heading(stretch) for stretch in path), *under, *inside)
    return _obligation(
        source,
        section,
        _of_cell(source, line.task),
        Passage(source.document.text[start:end], start, end),
        _leading(roles, first_leads),
        _due_of_line(source, line),
        "table",
    )


def on_one_line(text: str) -> str:
    """Words as printed, without line ends and runs of blanks."""
    return " ".join(re.sub(r"\s*\n\s*", "", text).split())


def _obligation(
    source: Source,
    section: tuple[str, ...],
    task: Passage,
    units: Passage,
    roles: Roles,
    deadline: Deadline | None,
    kind: Literal["text", "table"],
) -> Obligation:
    lead, responsible, supporting = (tuple(roles[role]) for role in ("lead", "responsible", "supporting"))
    stem = source.document.stem
    return Obligation(stem, "", section, task, units, lead, responsible, supporting, deadline, kind)


def _add(
    roles: Roles, source: Source, members: Iterable[Member], base: int, view: View | None = None
) -> None:
    """Add units to their roles, each once. `base`: where the content begins, in the document's view or of a cell's `view`."""
    opener: dict[int, str] = {}
    for member in members:
        if view is None:
            printed = source.passage(base + member.start, base + member.end)
        else:
            printed = source.passage(member.start, member.end, base, view)
        words = _unwrapped(printed.text)
        name = source.namer.name(words, opener.get(member.chain))
        unit = Unit(printed.text, printed.start, printed.end, name)
        opener.setdefault(member.chain, words)
        if all(other.start != unit.start for other in roles[member.role]):
            roles[member.role].append(unit)


def _unwrapped(printed: str) -> str:
    """A name as printed on one line, without a page number that it was printed around."""
    return "".join(line.strip() for line in printed.splitlines() if not is_page_number(line.strip()))


def _leading(roles: Roles, first_leads: bool) -> Roles:
    """The roles, with the first responsible unit as the lead where the plan says so and names no other."""
    if not first_leads or roles["lead"] or not roles["responsible"]:
        return roles
    first, *rest = roles["responsible"]
    return {**roles, "lead": [first], "responsible": rest}


def _shifted(base: int, span: tuple[int, int], source: Source) -> Due | None:
    """The deadline that a closing states, in offsets of the view."""
    start, end = (base + at for at in span)
    due = cell_due(source.view.text[start:end], source.year)
    return Due(start + due.start, start + due.end, due.period) if due else None


def _due_of_line(source: Source, line: TaskLine) -> Deadline | None:
    """The deadline in its column, else in a cell of units, else in the task."""
    if line.deadline:
        cell, view, due = line.deadline
        return _deadline(source.passage(due.start, due.end, cell.start, view), due)
    for cell, view, read in line.units:
        if read.deadline and (due_in := cell_due(view.text[slice(*read.deadline)], source.year)):
            start = read.deadline[0]
            place = source.passage(start + due_in.start, start + due_in.end, cell.start, view)
            return _deadline(place, due_in)
    start, end = source.view.from_source(line.task.start, line.task.end)
    inside = task_due(source.view.text, source.year, start, end)
    return _deadline(source.passage(inside.start, inside.end), inside) if inside else None


def _deadline(place: Passage, due: Due) -> Deadline:
    first, last = (due.period.start_iso, due.period.end_iso) if due.period else (None, None)
    return Deadline(place.text, place.start, place.end, last, (first, last))


def _of_cell(source: Source, cell: Cell) -> Passage:
    return Passage(source.document.text[cell.start : cell.end], cell.start, cell.end)
