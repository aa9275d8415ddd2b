"""Putting records into files of gold: what else stands there stays byte for byte, and what differs is never overwritten unasked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from gdie.annotation.differences import disagreements, visible
from gdie.annotation.records import Record, dump_records, load_records


@dataclass(frozen=True)
class GoldChange:
    """What putting records into one file of gold comes to.

    `content` is the file's new text, None when nothing changes; `written` counts records added or replaced, `known` those that
    stood there already; `conflicts` are the records that were not taken, each with a line for every place that differs.
    """

    path: Path
    content: str | None
    written: int
    known: int
    conflicts: tuple[str, ...]


def change_gold(path: Path, records: Iterable[Record], overwrite: bool = False) -> GoldChange:
    """The change that records of one document make to its file of gold, which need not exist; nothing is written here.

    A record with the same text at the same offset but other annotations is a conflict, unless `overwrite`; one that overlaps gold
    cut otherwise is a conflict always, since overwriting would lose what lies outside it. Raises `RecordError` when the file is
    not in the format.
    """
    lines = _lines(path)
    written = known = 0
    conflicts = []
    for record in sorted(records, key=lambda r: r.offset):
        touching = [i for i, (gold, _) in enumerate(lines) if _touch(gold, record)]
        same = [i for i in touching if _same_place(lines[i][0], record)]
        line = dump_records([record]).removesuffix("\n")
        if len(touching) > len(same) or len(same) > 1:
            conflicts.append(f"{_named(record)}: gold has this stretch cut otherwise; change it by hand")
        elif not same:
            lines.insert(_place_of(record, lines), (record, line))
            written += 1
        elif lines[same[0]][0] == record:
            known += 1
        elif overwrite:
            lines[same[0]] = (record, line)
            written += 1
        else:
            conflicts.append(f"{_named(record)}: gold differs{_differing(lines[same[0]][0], record)}")
    content = "".join(f"{line}\n" for _, line in lines) if written else None
    return GoldChange(path, content, written, known, tuple(conflicts))


def _lines(path: Path) -> list[tuple[Record, str]]:
    """The records of a file with their lines as they stand; blank lines are dropped."""
    if not path.exists():
        return []
    records = load_records(path)
    # Not read_text: it would change the line ends of other records.
    lines = path.read_bytes().decode("utf-8").split("\n")
    return list(zip(records, (line for line in lines if line.strip()), strict=True))


def _touch(gold: Record, record: Record) -> bool:
    start = max(gold.offset, record.offset)
    end = min(gold.offset + len(gold.text), record.offset + len(record.text))
    return start < end or gold.offset == record.offset


def _same_place(gold: Record, record: Record) -> bool:
    return (gold.doc, gold.offset, gold.text) == (record.doc, record.offset, record.text)


def _place_of(record: Record, lines: Sequence[tuple[Record, str]]) -> int:
    return next((i for i, (gold, _) in enumerate(lines) if gold.offset > record.offset), len(lines))


def _differing(gold: Record, record: Record) -> str:
    said = []
    for found in disagreements([gold.annotation, record.annotation]):
        old, new = found.words(record.text)
        said.append(f"\n  {'/'.join(found.labels)} {found.context(record.text)}: gold {old} | new {new}")
    return "".join(said)


def _named(record: Record) -> str:
    return f"{visible(record.doc)}, record at offset {record.offset}"
