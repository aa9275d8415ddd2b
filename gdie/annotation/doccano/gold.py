"""Pulled records into gold: only where gold is still what it was when they were pushed; nothing else of a file changes."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path

from gdie.annotation.doccano.pulling import Item
from gdie.annotation.doccano.tasks import annotation_hash, place
from gdie.annotation.gold_files import GoldChange, splice
from gdie.annotation.records import Record

WRITTEN = "written.json"
"""Beside an annotator's pulled records: the hash of what was last written into gold, by task. Such gold is nobody else's change."""


def merge_gold(path: Path, items: Iterable[Item], written: Mapping[str, str]) -> GoldChange:
    """The change that pulled records make, as `splice` has it. Raises `RecordError`.

    `written` has the hashes of what was written into gold before, by task.
    """
    rows = {item.record: item.row for item in items}

    def conflict(record: Record, there: Sequence[Record]) -> str | None:
        row = rows[record]
        reason = _conflict(record, there, {row.gold, written.get(row.id)})
        return reason and f"{place(record.doc, record.offset)}: {reason}"

    return splice(path, rows, conflict)


def read_written(folder: Path) -> dict[str, str]:
    """What `WRITTEN` in a folder says; nothing where it is missing or damaged, which makes more conflicts, never fewer."""
    try:
        data = json.loads((folder / WRITTEN).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {str(k): str(v) for k, v in data.items()} if isinstance(data, dict) else {}


def _conflict(record: Record, there: Sequence[Record], known: Collection[str | None]) -> str | None:
    if not there:
        return None if "" in known else "gold that was here at the push has been removed"
    old = there[0]
    if len(there) > 1 or (old.offset, len(old.text)) != (record.offset, len(record.text)):
        return "gold is cut into other records here"
    if old.text != record.text:
        return "gold has another text here"
    return None if annotation_hash(old.annotation) in known else "gold has changed since the push"
