"""Obligations of work-plan notices: each task with the units that lead, are responsible and support, and its deadline.

Read from what closes a task in prose and from the rows of task tables; needs no model. A document without either has none.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from gdie.documents import Cell, Document
from gdie.documents.furniture import is_page_number
from gdie.facts.agencies import reporter_of
from gdie.facts.obligations.build import Source, from_line, from_task, on_one_line
from gdie.facts.obligations.model import Deadline, Obligation, Passage, Role, Unit
from gdie.facts.obligations.names import Namer
from gdie.facts.obligations.prose import TablePlace, Task, cell_tasks, read_prose
from gdie.facts.obligations.rows import columns_of, task_lines
from gdie.facts.obligations.units import first_leads_note
from gdie.facts.tasks import is_task_table, task_cells
from gdie.text.view import View, normalise

__all__ = ["Deadline", "Obligation", "Passage", "Role", "Unit", "obligations"]

_TITLE = 80  # characters of a title, or of the first line, that tell the region


def obligations(document: Document) -> tuple[Obligation, ...]:
    """Every task of a document that names its units, in text order, numbered o1, o2 …"""
    view = _without_page_numbers(document, normalise(document.text))
    places = list(read_prose(document, view))
    title = document.metadata.title or next(iter(document.blocks), None)
    namer = Namer(
        reporter_of(document, view), normalise(document.slice(title)[:_TITLE]).text if title else ""
    )
    source = Source(document, view, namer, _first_leads(document, view, places))
    found = [o for place in places for o in _of_place(source, place) if o is not None]
    found.sort(key=lambda o: (o.task.start, o.units_text.start))
    return tuple(replace(o, id=f"o{number}") for number, o in enumerate(found, 1))


def _of_place(source: Source, place: Task | TablePlace) -> Iterator[Obligation | None]:
    if isinstance(place, Task):
        yield from_task(source, place)
        return
    columns = columns_of(place.table)
    if columns is None:
        if is_task_table(place.table):
            strict = source.document.metadata.kind == "annual_report"
            for span in task_cells(place.table):
                start, end = source.view.from_source(span.start, span.end)
                for task in cell_tasks(source.view.text, start, end, place.path, strict):
                    found = from_task(source, task)
                    yield replace(found, source="table") if found else None
        return
    under: tuple[str, ...] = ()
    for line in task_lines(place.table, columns, source.year):
        if isinstance(line, Cell):
            under = (on_one_line(line.text),)
        else:
            yield from_line(source, line, place.path, under, columns.first_leads)


def _without_page_numbers(document: Document, view: View) -> View:
    """The view with the lines that are page numbers blanked, so that none stands in a task or a name; offsets stay."""
    pieces, kept = [], 0
    for block in document.blocks:
        if block.kind != "table" and is_page_number(document.slice(block)):
            start, end = view.from_source(block.start, block.end)
            pieces += [view.text[kept:start], " " * (end - start)]
            kept = end
    return replace(view, text="".join([*pieces, view.text[kept:]]))


def _first_leads(document: Document, view: View, places: list[Task | TablePlace]) -> bool:
    """Whether the document says, outside of single tasks and table headers, that the first unit of each list leads."""
    own = [
        view.to_source(closing.start, closing.end)
        for place in places
        if isinstance(place, Task)
        for closing in place.closings
    ]
    own += [(cell.start, cell.end) for table in document.tables for row in table.header for cell in row.cells]
    notes = (view.to_source(*match.span()) for match in first_leads_note().finditer(view.text))
    return any(not any(a <= start and end <= b for a, b in own) for start, end in notes)
