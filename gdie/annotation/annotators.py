"""Several annotators of the same documents: their records as read, and each document as all of them have it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from gdie.annotation.records import Annotation, Record, RecordError, load_records, merge
from gdie.documents import Span

LONGEST = 10_000_000  # characters of a document; a report has some ten thousand


@dataclass(frozen=True)
class Annotator:
    """One annotator's records, and a name that tells him from the others."""

    name: str
    records: tuple[Record, ...]


@dataclass(frozen=True)
class Shared:
    """One document as several annotators have it: what each has marked and which stretches each has seen.

    Offsets are the document's; the stretches of one annotator are disjoint, in text order, and none touches the next.
    """

    doc: str
    text: str
    annotations: tuple[Annotation, ...]
    seen: tuple[tuple[Span, ...], ...]


def read_annotators(paths: Sequence[Path]) -> list[Annotator]:
    """One annotator a path: a JSONL file, or a folder of them. Raises `RecordError`.

    They are named by the last part of their paths in which all differ.
    """
    if len(paths) < 2:
        raise RecordError("there is nothing to compare; give the records of two annotators or more")
    annotators = []
    for path, name in zip(paths, _names(paths), strict=True):
        files = sorted(path.glob("*.jsonl")) if path.is_dir() else [path]
        if not files:
            raise RecordError(f"{path}: holds no .jsonl files; give the folder or file of one annotator")
        annotators.append(Annotator(name, tuple(r for file in files for r in load_records(file))))
    return annotators


def shared_documents(annotators: Sequence[Annotator], texts: Mapping[str, str]) -> list[Shared]:
    """Every document that at least two annotators have, by name.

    `texts` are the text layers of documents. Where one is missing the records stand in for it; blank lines between records
    are then not counted in line numbers. Raises `RecordError` when records are not of one and the same text.
    """
    own: list[dict[str, list[Record]]] = []
    for annotator in annotators:
        by_doc = defaultdict(list)
        for record in annotator.records:
            by_doc[record.doc].append(record)
        own.append({doc: _in_order(annotator.name, records) for doc, records in by_doc.items()})
    documents = sorted({doc for by_doc in own for doc in by_doc})
    return [
        _shared(doc, [by_doc.get(doc, []) for by_doc in own], texts.get(doc))
        for doc in documents
        if sum(doc in by_doc for by_doc in own) > 1
    ]


def common(spans: Iterable[Span], others: Iterable[Span]) -> list[Span]:
    """The stretches that lie in both of two lists of disjoint stretches in text order."""
    mine, theirs = list(spans), list(others)
    found, i, j = [], 0, 0
    while i < len(mine) and j < len(theirs):
        start, end = max(mine[i].start, theirs[j].start), min(mine[i].end, theirs[j].end)
        if start < end:
            found.append(Span(start, end))
        if mine[i].end < theirs[j].end:
            i += 1
        else:
            j += 1
    return found


def seen_by_one(shared: Shared) -> list[tuple[int, Span]]:
    """The stretches that only one annotator has, with his number; blank ones are passed over."""
    borders = sorted({border for spans in shared.seen for s in spans for border in (s.start, s.end)})
    found: list[tuple[int, Span]] = []
    for start, end in pairwise(borders):
        holders = [i for i, spans in enumerate(shared.seen) if any(s.covers(start, end) for s in spans)]
        if len(holders) == 1 and shared.text[start:end].strip():
            found.append((holders[0], Span(start, end)))
    return found


def _shared(doc: str, own: Sequence[Sequence[Record]], text: str | None) -> Shared:
    records = [record for part in own for record in part]
    text = _stitched(records) if text is None else text
    for record in records:
        if text[record.offset : record.offset + len(record.text)] != record.text:
            raise RecordError(f"{doc!r}: the record at offset {record.offset} is of another text")
    return Shared(doc, text, tuple(map(merge, own)), tuple(_joined(part) for part in own))


def _in_order(name: str, records: Iterable[Record]) -> list[Record]:
    ordered = sorted(records, key=lambda r: (r.offset, len(r.text)))
    for record in ordered:
        where = f"{name}: {record.doc!r}, record at offset {record.offset}"
        if not 0 <= record.offset <= LONGEST:
            raise RecordError(f"{where}: no document begins or reaches there")
        for e in record.annotation.entities:
            if not 0 <= e.start < e.end <= len(record.text):
                raise RecordError(f"{where}: {e.label!r} [{e.start}, {e.end}) lies outside its text")
    for a, b in pairwise(ordered):
        if b.offset < a.offset + len(a.text):
            raise RecordError(f"{name}: {a.doc!r}: the records at {a.offset} and {b.offset} overlap")
    return ordered


def _joined(records: Iterable[Record]) -> tuple[Span, ...]:
    """The stretches of records in text order; those that touch are one."""
    spans: list[Span] = []
    for record in records:
        end = record.offset + len(record.text)
        if spans and spans[-1].end == record.offset:
            spans[-1] = Span(spans[-1].start, end)
        elif record.text:
            spans.append(Span(record.offset, end))
    return tuple(spans)


def _stitched(records: Iterable[Record]) -> str:
    """A text with every record at its offset; what lies between them becomes a line break, then blanks."""
    pieces: list[str] = []
    length = 0
    for record in sorted(records, key=lambda r: (r.offset, -len(r.text))):
        gap = record.offset - length
        if gap > 0:
            pieces += ["\n" if length else " ", " " * (gap - 1)]
            length = record.offset
        pieces.append(record.text[length - record.offset :])
        length += len(pieces[-1])
    return "".join(pieces)


def _names(paths: Sequence[Path]) -> list[str]:
    parts = [path.with_suffix("").parts if path.suffix == ".jsonl" else path.parts for path in paths]
    for back in range(1, min(map(len, parts), default=0) + 1):
        names = [own[-back] for own in parts]
        if len(set(names)) == len(names):
            return names
    return [f"{path.stem} {number}" for number, path in enumerate(paths, 1)]
