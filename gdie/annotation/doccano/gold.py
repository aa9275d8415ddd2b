"""Pulled records into gold: only where gold is still what it was when they were pushed; nothing else of a file changes."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from gdie.annotation.doccano.pulling import Item
from gdie.annotation.doccano.tasks import Unfit, annotation_hash, place
from gdie.annotation.records import Record, dump_records, load_records

WRITTEN = "written.json"
"""Beside an annotator's pulled records: the hash of what was last written into gold, by task. Such gold is nobody else's change."""


@dataclass(frozen=True)
class Merged:
    """The new content of a gold file (None if it stays), the tasks whose records it holds now, and the conflicts."""

    content: str | None
    taken: dict[str, str]
    written: int
    conflicts: tuple[Unfit, ...]


def merge_gold(path: Path, items: Iterable[Item], written: Mapping[str, str]) -> Merged:
    """Put records into a gold file, which need not exist. Lines of other records stay byte for byte. Raises `RecordError`.

    `written` has the hashes of what was written into gold before, by task.
    """
    records = load_records(path) if path.exists() else []
    lines = _lines(path)
    where = [number for number, line in enumerate(lines) if line.strip()]
    gold = list(zip(where, records, strict=True))
    insertions: dict[int, list[Record]] = {}
    inserted: list[Record] = []
    taken: dict[str, str] = {}
    conflicts: list[Unfit] = []
    count = 0
    for item in items:
        record, known = item.record, {item.row.gold, written.get(item.row.id)}
        at, old = next(((n, r) for n, r in gold if _same_stretch(r, record)), (None, None))
        if old is None or old.annotation != record.annotation:
            reason = _conflict(old, record, [*records, *inserted], known)
            if reason:
                conflicts.append(Unfit(place(record.doc, record.offset), reason))
                continue
            count += 1
            if at is None:
                after = next((n for n, r in gold if r.offset > record.offset), len(lines))
                insertions.setdefault(after, []).append(record)
                inserted.append(record)
            else:
                lines[at] = dump_records([record])
        taken[item.row.id] = annotation_hash(record.annotation)
    content = _joined(lines, insertions) if count else None
    return Merged(content, taken, count, tuple(conflicts))


def read_written(folder: Path) -> dict[str, str]:
    """What `WRITTEN` in a folder says; nothing where it is missing or damaged, which makes more conflicts, never fewer."""
    try:
        data = json.loads((folder / WRITTEN).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {str(k): str(v) for k, v in data.items()} if isinstance(data, dict) else {}


def _conflict(
    old: Record | None, record: Record, gold: Iterable[Record], known: Collection[str | None]
) -> str | None:
    if old is not None:
        if old.text != record.text:
            return "gold has another text here"
        return None if annotation_hash(old.annotation) in known else "gold has changed since the push"
    end = record.offset + len(record.text)
    if any(r.offset < end and record.offset < r.offset + len(r.text) for r in gold):
        return "gold is cut into other records here"
    return None if "" in known else "gold that was here at the push has been removed"


def _same_stretch(a: Record, b: Record) -> bool:
    return a.offset == b.offset and len(a.text) == len(b.text)


def _lines(path: Path) -> list[str]:
    """The lines with their ends as they are."""
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as stream:
        return list(stream)


def _joined(lines: list[str], insertions: Mapping[int, list[Record]]) -> str:
    out: list[str] = []
    for number in range(len(lines) + 1):
        new = dump_records(sorted(insertions.get(number, ()), key=lambda r: r.offset))
        if new and out and not out[-1].endswith(("\n", "\r")):
            out.append("\n")
        out.append(new)
        if number < len(lines):
            out.append(lines[number])
    return "".join(out)
