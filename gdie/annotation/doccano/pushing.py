"""Pushing tasks to a project so that each is there once and whole, whatever went wrong before.

An import is not one step for the server: examples come first, their spans later, their relations last, and an import that fails is tried
again from the start. So a row is marked complete only when an export has shown that all of it is there. One that is not marked and lacks
something was cut off and is sent again; one that is marked belongs to the annotators and is never touched.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from gdie.annotation.doccano.rows import Row, RowError, read_row
from gdie.annotation.doccano.server import Project, Rows, Server
from gdie.annotation.doccano.tasks import Task, place

# A failed import costs one bundle; and SQLite takes some 30,000 spans at once.
BUNDLE = 50
_ROUNDS = 3  # of sending and looking: the first and two repairs


@dataclass(frozen=True)
class Plan:
    """What is to be done so that every task is there once: examples to remove, tasks to send, rows to mark as complete."""

    delete: tuple[int, ...]
    upload: tuple[Task, ...]
    mark: tuple[Row, ...]
    notes: tuple[str, ...]

    @property
    def settled(self) -> bool:
        """Whether everything is there once; it may still have to be marked."""
        return not (self.delete or self.upload)


@dataclass(frozen=True)
class Pushed:
    """What a push did: tasks sent, tasks that were there, examples removed as doubles or cut off; and what stays wrong."""

    project: Project
    sent: int
    present: int
    removed: int
    notes: tuple[str, ...]
    missing: tuple[str, ...]


def push(server: Server, project: Project, tasks: Sequence[Task]) -> Pushed:
    """Send what is not there yet and repair what was cut off. Raises `ServerError`; a second push then goes on where this one stopped."""
    sent: set[str] = set()
    removed = 0
    notes: dict[str, None] = {}
    step = _planned(server, project, tasks)
    for _ in range(_ROUNDS):
        notes |= dict.fromkeys(step.notes)
        for number in step.delete:
            server.delete_example(project, number)
        for row in step.mark:
            server.set_metadata(project, row.number, row.metadata(complete=True))
        if step.settled:
            break
        for bundle in _bundles(step.upload):
            server.upload(project, "".join(json.dumps(t.row(), ensure_ascii=True) + "\n" for t in bundle))
        sent |= {task.id for task in step.upload}
        removed += len(step.delete)
        step = _planned(server, project, tasks)
    missing = tuple(
        f"{place(t.record.doc, t.record.offset)}: the server does not keep it as it was sent"
        for t in step.upload
    )
    return Pushed(project, len(sent), len(tasks) - len(sent), removed, tuple(notes), missing)


def plan(tasks: Iterable[Task], rows: Rows, approved: Collection[int] = ()) -> Plan:
    """Compare tasks with the rows of an export; `approved` are the numbers of the examples that somebody approved."""
    copies = _by_id(rows)
    delete: list[int] = []
    upload: list[Task] = []
    mark: list[Row] = []
    notes: list[str] = []
    for task in tasks:
        there = copies.get(task.id, [])
        worked = [row for row in there if row.complete or row.number in approved or _changed(row, task)]
        fresh = [row for row in there if row not in worked]
        kept = worked or [row for row in fresh if row.pristine][:1]
        if not kept:
            upload.append(task)
        delete += [row.number for row in fresh if row not in kept]
        mark += [row for row in kept if not row.complete]
        where = place(task.record.doc, task.record.offset)
        if len(worked) > 1:
            notes.append(
                f"{where}: stands there {len(worked)} times, and each was worked on; remove all but one"
            )
        elif worked and not worked[0].complete and not worked[0].pristine:
            notes.append(f"{where}: was worked on before all of it had arrived; it stays as it is")
    return Plan(tuple(delete), tuple(upload), tuple(mark), tuple(notes))


def _planned(server: Server, project: Project, tasks: Sequence[Task]) -> Plan:
    rows = server.export(project)
    wanted = {task.id for task in tasks}
    open_rows = any(not row.complete for row in _readable(rows) if row.id in wanted)
    approved = {r.number for r in _readable(server.export(project, approved=True))} if open_rows else ()
    return plan(tasks, rows, approved)


def _changed(row: Row, task: Task) -> bool:
    """Whether somebody has worked on a row that is not marked: it has what was not sent."""
    if row.pristine:
        return False
    sent = task.record.annotation
    return not (
        set(row.annotation.entities) <= set(sent.entities)
        and set(row.annotation.relations) <= set(sent.relations)
    )


def _by_id(rows: Rows) -> dict[str, list[Row]]:
    copies: dict[str, dict[int, Row]] = defaultdict(dict)
    for row in _readable(rows):
        copies[row.id].setdefault(row.number, row)
    return {key: [found[number] for number in sorted(found)] for key, found in copies.items()}


def _readable(rows: Rows) -> Iterator[Row]:
    """The rows that gdie pushed; others of the project are none of its business."""
    for raw in (raw for own in rows.values() for raw in own):
        try:
            yield read_row(raw)
        except RowError:
            continue


def _bundles(tasks: Sequence[Task]) -> Iterator[Sequence[Task]]:
    for start in range(0, len(tasks), BUNDLE):
        yield tasks[start : start + BUNDLE]
