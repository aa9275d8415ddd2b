"""Pulling: rows of a project become records again, each annotator's apart; what is not sound is listed and left out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from gdie.annotation.check import problems
from gdie.annotation.doccano.errors import ServerError, shortened
from gdie.annotation.doccano.projects import annotator_of
from gdie.annotation.doccano.rows import Row, RowError, read_row
from gdie.annotation.doccano.server import SHARED, Rows, Server
from gdie.annotation.doccano.tasks import Unfit, place, shown, task_id
from gdie.annotation.records import Record


@dataclass(frozen=True)
class Item:
    """A sound record, the row that it comes from, and whether it was approved."""

    record: Record
    row: Row
    approved: bool


@dataclass(frozen=True)
class Pulled:
    """What one annotator made: sound records in the order of documents and offsets, and the rows that were left out."""

    annotator: str
    items: tuple[Item, ...]
    unfit: tuple[Unfit, ...]

    def by_document(self) -> dict[str, list[Item]]:
        """The sound records of each document."""
        documents: dict[str, list[Item]] = defaultdict(list)
        for item in self.items:
            documents[item.record.doc].append(item)
        return dict(documents)


def pull(server: Server, name: str, texts: Mapping[str, str], *, approved_only: bool = False) -> list[Pulled]:
    """Everything that was made in the project of a name, and in its annotators' own ones. `texts` are the documents' by name.

    Raises `ServerError`, also when there is no such project.
    """
    found: dict[str, Pulled] = {}
    for project in server.projects():
        own = annotator_of(project.name, name)
        if project.name != name and own is None:
            continue
        approved = server.export(project, approved=True)
        rows = approved if approved_only else server.export(project)
        for member, made in rows.items():
            annotator = own if own is not None and member == SHARED else member
            if annotator in found:
                raise ServerError(f"two projects of {name!r} have annotations by {shortened(annotator)!r}")
            found[annotator] = read_rows(annotator, made, texts, _numbers(approved, member))
    if not found:
        raise ServerError(f"there is no project {name!r} that you are a member of; check --project")
    return [found[annotator] for annotator in sorted(found)]


def read_rows(
    annotator: str, rows: Iterable[object], texts: Mapping[str, str], approved: Collection[int] = ()
) -> Pulled:
    """The sound records among rows; `approved` are the numbers of approved examples."""
    sound: dict[str, list[Item]] = defaultdict(list)
    unfit: list[Unfit] = []
    for number, raw in enumerate(rows, 1):
        try:
            row = read_row(raw)
            record = _record(row, texts)
        except RowError as error:
            unfit.append(Unfit(_where(raw, number), str(error)))
            continue
        sound[row.id].append(Item(record, row, row.number in approved))
    items = []
    for copies in sound.values():
        best = [item for item in copies if item.row.complete] or copies
        if len({item.record.annotation for item in best}) == 1:
            items.append(max(best, key=lambda item: item.approved))
        else:
            record = best[0].record
            reason = f"stands there {len(best)} times, annotated differently; remove all but one"
            unfit.append(Unfit(place(record.doc, record.offset), reason))
    items.sort(key=lambda item: (item.record.doc, item.record.offset))
    return Pulled(annotator, tuple(items), tuple(unfit))


def _record(row: Row, texts: Mapping[str, str]) -> Record:
    """The sound record of a row. Raises `RowError` with all that is wrong."""
    if task_id(row.doc, row.offset, row.text) != row.id:
        raise RowError("text, document or offset was changed on the server")
    text = texts.get(row.doc)
    if text is None:
        raise RowError(f"document {row.doc!r} is not in the corpus")
    here = text[row.offset : row.offset + len(row.text)]
    if row.offset < 0 or shown(here) != row.text:
        raise RowError("the document has changed since the push")
    if not (row.complete or row.pristine):
        raise RowError("had not arrived as a whole when the push ended; push again, then pull")
    record = Record(row.doc, row.offset, here, row.annotation)
    wrong = list(problems(record, texts))
    if wrong:
        raise RowError("; ".join(wrong))
    return record


def _numbers(rows: Rows, member: str) -> set[int]:
    numbers = set()
    for raw in rows.get(member, ()):
        try:
            numbers.add(read_row(raw).number)
        except RowError:
            continue
    return numbers


def _where(raw: object, number: int) -> str:
    """A name for a row that may be anything."""
    if not isinstance(raw, dict) or not isinstance(raw.get("doc"), str):
        return f"row {number}"
    offset = raw.get("offset")
    if isinstance(offset, float) and offset.is_integer():
        offset = int(offset)
    return shortened(place(raw["doc"], offset), 100)
