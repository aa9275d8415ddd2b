"""Putting records into files of gold: what else stands there stays byte for byte, and what differs is never overwritten unasked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from gdie.annotation.differences import disagreements, visible
from gdie.annotation.records import Record, dump_records, load_records

Conflict = Callable[[Record, Sequence[Record]], str | None]
"""What keeps a record from gold, given the gold that it overlaps; None if it may be added or replace that.

More than one record of gold must be a conflict.
"""


@dataclass(frozen=True)
class GoldChange:
    """What putting records into one file of gold comes to.

    `content` is the file's new text, None when nothing changes; `taken` are the records that it has then, `written` of them added
    or replaced; `conflicts` are the records that were not taken, each with what is in their way.
    """

    path: Path
    content: str | None
    taken: tuple[Record, ...]
    written: int
    conflicts: tuple[str, ...]

    @property
    def known(self) -> int:
        """How many stood there already."""
        return len(self.taken) - self.written


def splice(path: Path, records: Iterable[Record], conflict: Conflict) -> GoldChange:
    """The change that records of one document make to its file of gold, which need not exist; nothing is written here.

    `conflict` is asked about every record that does not stand there already. A last line without an end gets one when records are
    added. Raises `RecordError` when the file is not in the format.
    """
    lines = _lines(path)
    taken: list[Record] = []
    conflicts: list[str] = []
    written = 0
    for record in sorted(records, key=lambda r: r.offset):
        touching = [(i, gold) for i, (gold, _) in enumerate(lines) if gold and _touch(gold, record)]
        there = [gold for _, gold in touching]
        if there != [record]:
            reason = conflict(record, there)
            if reason is not None:
                conflicts.append(reason)
                continue
            new = (record, dump_records([record]))
            if touching:
                lines[touching[0][0]] = new
            else:
                if lines and not lines[-1][1].endswith("\n"):
                    lines[-1] = (lines[-1][0], lines[-1][1] + "\n")
                lines.insert(_place_of(record, lines), new)
            written += 1
        taken.append(record)
    content = "".join(line for _, line in lines) if written else None
    return GoldChange(path, content, tuple(taken), written, tuple(conflicts))


def change_gold(path: Path, records: Iterable[Record], overwrite: bool = False) -> GoldChange:
    """The change that adjudicated records make, as `splice` has it.

    A record with the same text at the same offset but other annotations is a conflict, unless `overwrite`, with a line for every
    place that differs; one that overlaps gold cut otherwise is a conflict always, since overwriting would lose what lies outside it.
    """

    def conflict(record: Record, there: Sequence[Record]) -> str | None:
        named = f"{visible(record.doc)}, record at offset {record.offset}"
        if len(there) > 1 or any(not _same_place(gold, record) for gold in there):
            return f"{named}: gold has this stretch cut otherwise; change it by hand"
        return f"{named}: gold differs{_differing(there[0], record)}" if there and not overwrite else None

    return splice(path, records, conflict)


def _lines(path: Path) -> list[tuple[Record | None, str]]:
    """The lines of a file with their ends as they are, each with its record; blank ones have none."""
    if not path.exists():
        return []
    records = iter(load_records(path))
    with path.open(encoding="utf-8", newline="") as stream:
        return [(next(records) if line.strip() else None, line) for line in stream]


def _touch(gold: Record, record: Record) -> bool:
    start = max(gold.offset, record.offset)
    end = min(gold.offset + len(gold.text), record.offset + len(record.text))
    return start < end or gold.offset == record.offset


def _same_place(gold: Record, record: Record) -> bool:
    return (gold.doc, gold.offset, gold.text) == (record.doc, record.offset, record.text)


def _place_of(record: Record, lines: Sequence[tuple[Record | None, str]]) -> int:
    return next((i for i, (gold, _) in enumerate(lines) if gold and gold.offset > record.offset), len(lines))


def _differing(gold: Record, record: Record) -> str:
    said = []
    for found in disagreements([gold.annotation, record.annotation]):
        old, new = found.words(record.text)
        said.append(f"\n  {'/'.join(found.labels)} {found.context(record.text)}: gold {old} | new {new}")
    return "".join(said)
