"""What a push reads beside the documents: the gold that they have, and the records that it is to keep to."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from pathlib import Path

from gdie.annotation.doccano.tasks import Task
from gdie.annotation.records import Record, RecordError, load_records

Choice = frozenset[tuple[str, int, int]]


def gold_of(folder: Path, names: Iterable[str]) -> dict[str, list[Record]]:
    """The gold of documents by their names; a document may have none. Raises `RecordError`."""
    paths = {name: folder / f"{name}.jsonl" for name in names}
    return {name: load_records(path) for name, path in paths.items() if path.is_file()}


def read_choice(path: Path) -> Choice:
    """The records that a JSONL file names by `doc`, `offset` and `text`. Raises `RecordError`."""
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
        rows = [json.loads(line) for line in lines if line.strip()]
        return frozenset((str(row["doc"]), int(row["offset"]), len(row["text"])) for row in rows)
    except OSError as error:
        raise RecordError(f"{path}: cannot be opened ({error.strerror}); check the path") from None
    except (KeyError, TypeError, ValueError, RecursionError):
        raise RecordError(f"{path}: a line names no record by doc, offset and text") from None


def chosen(tasks: Collection[Task], choice: Choice) -> list[Task]:
    """The tasks that are named. Raises `RecordError` when a named record is none of them."""
    named = [t for t in tasks if (t.record.doc, t.record.offset, len(t.record.text)) in choice]
    if len(named) < len(choice):
        raise RecordError(
            f"{len(choice) - len(named)} of {len(choice)} chosen records are not in these documents"
        )
    return named
