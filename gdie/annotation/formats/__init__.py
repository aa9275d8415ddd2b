"""Records from and to the files of other annotation tools: doccano's JSONL, brat's standoff, spaCy's DocBin.

Whatever is read is material of unknown origin: sizes are bounded, nothing is unpacked to disk, no file is trusted to name a path.
A record that is not valid is refused with its reason; all others are taken.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path
from types import MappingProxyType

from gdie.annotation.annotators import LONGEST
from gdie.annotation.check import problems
from gdie.annotation.doccano.tasks import shown
from gdie.annotation.records import Record, RecordError, dump_records

LARGEST = 64 * 1024 * 1024
"""Bytes of a file that is read, unpacked."""


class Format(str, Enum):
    """Formats of other tools."""

    doccano = "doccano"
    brat = "brat"
    docbin = "docbin"


@dataclass(frozen=True)
class Source:
    """What one annotator's file or folder holds: records, those that were refused and why, and what was passed over."""

    name: str
    records: tuple[Record, ...]
    refused: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def read_sources(paths: Iterable[Path], form: Format, texts: Mapping[str, str]) -> list[Source]:
    """The valid records of files and folders, annotators kept apart; a path that can't be read is a source without any.

    A record of a document in `texts` must fit its text, but for carriage returns that doccano shows as blanks.
    """
    found: list[Source] = []
    for path in paths:
        try:
            found += _read(path, form)
        except (RecordError, OSError) as error:
            found.append(Source(path.stem, (), (str(error),)))
    return [checked(_restored(source, texts), texts) for source in found]


def checked(source: Source, texts: Mapping[str, str] = MappingProxyType({})) -> Source:
    """The source with only its valid records; where two differ at one place, neither is taken."""
    refused, notes = list(source.refused), list(source.notes)
    taken: dict[tuple[str, int], list[Record]] = defaultdict(list)
    for record in source.records:
        where = _place(source, record)
        wrong = [f"{where}: {flaw}" for flaw in _flaws(record, texts)]
        refused += wrong
        if record in taken[record.doc, record.offset]:
            notes.append(f"{where}: stands there twice, taken once")
        elif not wrong:
            taken[record.doc, record.offset].append(record)
    for rivals in taken.values():
        if len(rivals) > 1:
            reason = "stands there more than once, differently; give one annotator at a time"
            refused.append(f"{_place(source, rivals[0])}: {reason}")
    records = tuple(own[0] for own in taken.values() if len(own) == 1)
    return replace(source, records=records, refused=tuple(refused), notes=tuple(notes))


def import_files(sources: Sequence[Source], output: Path) -> dict[Path, bytes]:
    """Files of records, one a document, by path; each source has its own folder if there are several.

    Raises `RecordError` when two sources with records have one name.
    """
    names = [source.name for source in sources if source.records]
    if len(sources) > 1 and not (_differ(names) and all(map(is_plain, names))):
        raise RecordError(f"sources need names that differ ({', '.join(names)}); import them one by one")
    files: dict[Path, bytes] = {}
    for source in sources:
        folder = output / source.name if len(sources) > 1 else output
        by_doc = defaultdict(list)
        for record in sorted(source.records, key=lambda r: (r.doc, r.offset)):
            by_doc[record.doc].append(record)
        files |= {folder / f"{doc}.jsonl": dump_records(own).encode("utf-8") for doc, own in by_doc.items()}
    return files


def export_files(records: Sequence[Record], form: Format, output: Path) -> dict[Path, bytes]:
    """Valid records as files of another tool, by path: `output` itself, or for brat files in that folder."""
    if form is Format.brat:
        from gdie.annotation.formats.brat import dump_brat

        return {output / name: content for name, content in dump_brat(records).items()}
    if form is Format.docbin:
        from gdie.annotation.formats.docbin import dump_docbin

        return {output: dump_docbin(records)}
    from gdie.annotation.formats.doccano_jsonl import dump_doccano

    return {output: dump_doccano(records).encode("ascii")}


def refuse_changes(files: Mapping[Path, bytes]) -> None:
    """Raise `RecordError` when one of the files stands there already with another content."""
    for path, content in files.items():
        if path.exists() and path.read_bytes() != content:
            raise RecordError(f"{path}: is there already with another content; name a new folder")


def read_bounded(path: Path) -> bytes:
    """The bytes of a file. Raises `RecordError` when it is larger than `LARGEST`, OSError when it can't be opened."""
    with path.open("rb") as stream:
        content = stream.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise RecordError(f"{path}: is larger than {LARGEST} bytes; split it")
    return content


def is_plain(name: str) -> bool:
    """Whether a name is that of a file in a folder: no separators, nothing unseen, not hidden."""
    unseen = {"Cc", "Cf", "Cs", "Cn", "Zl", "Zp"}
    return (
        0 < len(name) <= 200
        and name == name.strip()
        and not name.startswith(".")
        and not any(c in "/\\" or unicodedata.category(c) in unseen for c in name)
    )


def _differ(names: Sequence[str]) -> bool:
    return len({name.casefold() for name in names}) == len(names)


def _read(path: Path, form: Format) -> Iterable[Source]:
    if not path.exists():
        raise RecordError(f"{path}: does not exist; check the path")
    if form is Format.brat:
        from gdie.annotation.formats.brat import read_brat

        return [read_brat(path)]
    if form is Format.docbin:
        from gdie.annotation.formats.docbin import read_docbin

        return [read_docbin(path)]
    from gdie.annotation.formats.doccano_jsonl import read_doccano

    return read_doccano(path)


def _restored(source: Source, texts: Mapping[str, str]) -> Source:
    """The source with the texts of documents where only carriage returns differ."""
    return replace(source, records=tuple(_with_own_text(record, texts) for record in source.records))


def _with_own_text(record: Record, texts: Mapping[str, str]) -> Record:
    own = texts.get(record.doc, "")[record.offset : record.offset + len(record.text)]
    return replace(record, text=own) if record.offset >= 0 and shown(own) == record.text else record


def _place(source: Source, record: Record) -> str:
    return f"{source.name}: {record.doc!r}, record at offset {record.offset}"


def _flaws(record: Record, texts: Mapping[str, str]) -> Iterator[str]:
    if not is_plain(record.doc):
        yield "the document's name is not that of a file"
    if not 0 <= record.offset <= LONGEST:
        yield "no document reaches there"
    if any("\ud800" <= c <= "\udfff" for c in record.text):
        yield "its text has half a character (a lone surrogate)"
    if record.doc in texts:
        yield from problems(record, texts)
    else:
        yield from problems(replace(record, offset=0), {record.doc: record.text})
