"""Where what is pulled belongs, and its content; nothing is written here."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from gdie.annotation.doccano.errors import ServerError
from gdie.annotation.doccano.gold import WRITTEN, merge_gold, read_written
from gdie.annotation.doccano.names import folder_name, folder_names
from gdie.annotation.doccano.pulling import Pulled
from gdie.annotation.doccano.tasks import Task, annotation_hash
from gdie.annotation.records import dump_records


@dataclass(frozen=True)
class GoldFiles:
    """The gold files that change, records written and found the same already, records nobody marked as done, and conflicts."""

    files: dict[Path, str]
    written: int
    unchanged: int
    open: int
    conflicts: tuple[str, ...]


def one_annotator(found: Sequence[Pulled], name: str | None) -> Pulled:
    """The one that is meant. Raises `ServerError` when there is no such annotator, or several and none is named."""
    names = ", ".join(repr(own.annotator) for own in found)
    meant = [own for own in found if name is None or own.annotator == name]
    if not meant:
        raise ServerError(f"there is no annotator {name!r} in the project, only {names}")
    if len(meant) > 1:
        raise ServerError(f"gold is of one annotator; say which with --annotator: {names}")
    return meant[0]


def pulled_files(
    output: Path, project: str, found: Sequence[Pulled]
) -> Iterator[tuple[Pulled, Path, dict[Path, str]]]:
    """Of each annotator the folder, and the content of the files in it."""
    folders = folder_names(own.annotator for own in found)
    for own in found:
        folder = output / folder_name(project) / folders[own.annotator]
        documents = own.by_document().items()
        yield (
            own,
            folder,
            {
                folder / f"{doc}.jsonl": dump_records(item.record for item in items)
                for doc, items in documents
            },
        )


def stale_files(folder: Path, files: Collection[Path]) -> list[Path]:
    """The files of a folder of records that are none of these."""
    return sorted(set(folder.glob("*.jsonl")) - set(files))


def gold_files(gold: Path, folder: Path, own: Pulled) -> tuple[GoldFiles, tuple[str, Path]]:
    """What an annotator's records change in gold, and the content and path of the file that remembers it.

    Only records that are marked as done count: nobody has looked at the others. Raises `RecordError`.
    """
    written = read_written(folder)
    files: dict[Path, str] = {}
    taken: dict[str, str] = {}
    conflicts: list[str] = []
    count = 0
    for doc, items in own.by_document().items():
        path = gold / f"{doc}.jsonl"
        merged = merge_gold(path, [item for item in items if item.approved], written)
        if merged.content is not None:
            files[path] = merged.content
        taken |= {Task(record, "").id: annotation_hash(record.annotation) for record in merged.taken}
        conflicts += merged.conflicts
        count += merged.written
    still_open = sum(not item.approved for item in own.items)
    remembered = json.dumps(written | taken, indent=0, sort_keys=True) + "\n"
    done = GoldFiles(files, count, len(taken) - count, still_open, tuple(conflicts))
    return done, (remembered, folder / WRITTEN)
