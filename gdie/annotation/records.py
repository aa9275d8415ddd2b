"""Annotated records: values, and doccano-compatible JSONL.

One line: `{"text", "entities": [{"id", "label", "start_offset", "end_offset"}], "relations": [{"id", "from_id", "to_id",
"type"}], "doc", "offset"}`. Offsets are code points of `text`; `offset` is where `text` begins in the document.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from gdie.documents import Span


class RecordError(ValueError):
    """A JSONL line that is no record; the message names file, line and what is wrong."""


@dataclass(frozen=True, order=True)
class Entity:
    """A labelled span `[start, end)`."""

    start: int
    end: int
    label: str

    def shifted(self, by: int) -> Entity:
        """The same entity with both offsets moved."""
        return Entity(self.start + by, self.end + by, self.label)


@dataclass(frozen=True, order=True)
class Relation:
    """A labelled arc from a head to a tail entity."""

    head: Entity
    tail: Entity
    label: str

    def shifted(self, by: int) -> Relation:
        """The same relation with all offsets moved."""
        return Relation(self.head.shifted(by), self.tail.shifted(by), self.label)


@dataclass(frozen=True)
class Annotation:
    """Entities and relations of one text, in text order.

    `codes` are the indicator codes of figures and implied zeros by their span, as far as annotated; records don't carry them.
    """

    entities: tuple[Entity, ...] = ()
    relations: tuple[Relation, ...] = ()
    codes: Mapping[tuple[int, int], str] = field(default_factory=dict, hash=False)

    def shifted(self, by: int) -> Annotation:
        """The same annotation of a text that begins `by` characters later."""
        return Annotation(
            tuple(e.shifted(by) for e in self.entities), tuple(r.shifted(by) for r in self.relations)
        )


@dataclass(frozen=True)
class Record:
    """An annotated piece of a document: `text` stands at `offset` of the document named `doc`."""

    doc: str
    offset: int
    text: str
    annotation: Annotation


def merge(records: Iterable[Record]) -> Annotation:
    """The annotation of a whole document from its records, in document offsets."""
    shifted = [r.annotation.shifted(r.offset) for r in records]
    return Annotation(
        tuple(sorted(e for a in shifted for e in a.entities)),
        tuple(sorted(r for a in shifted for r in a.relations)),
    )


def cut(doc: str, text: str, annotation: Annotation, spans: Iterable[Span]) -> list[Record]:
    """The records of `spans` of a document: what lies inside one whole; blank stretches give none."""
    records = []
    for span in spans:
        if not text[span.start : span.end].strip():
            continue
        inside = {e for e in annotation.entities if span.covers(e.start, e.end)}
        relations = (r for r in annotation.relations if r.head in inside and r.tail in inside)
        own = Annotation(tuple(sorted(inside)), tuple(sorted(relations))).shifted(-span.start)
        records.append(Record(doc, span.start, text[span.start : span.end], own))
    return records


def load_records(path: Path) -> list[Record]:
    """Read one JSONL file. Raises `RecordError` with file and line."""
    records = []
    for number, line in _lines(path):
        try:
            records.append(_from_json(json.loads(line)))
        except (KeyError, TypeError, ValueError) as error:
            reason = f"lacks {error}" if isinstance(error, KeyError) else str(error)
            raise RecordError(f"{path}:{number}: {reason}; see the format in annotations/README.md") from None
    return records


def dump_records(records: Iterable[Record]) -> str:
    """The records as JSONL text, one line each, ids in text order."""
    return "".join(json.dumps(_to_json(r), ensure_ascii=False) + "\n" for r in records)


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    try:
        content = path.read_text(encoding="utf-8")
    except OSError as error:
        raise RecordError(f"{path}: cannot be opened ({error.strerror}); check the path") from None
    except UnicodeDecodeError:
        raise RecordError(f"{path}: is not UTF-8; export it from doccano as JSONL again") from None
    # str.splitlines would also cut at U+2028 and its like, which may stand inside a JSON string.
    for number, line in enumerate(content.split("\n"), 1):
        if line.strip():
            yield number, line


def _from_json(row: dict[str, Any]) -> Record:
    by_id = {}
    for e in row["entities"]:
        if e["id"] in by_id:
            raise ValueError(f"entity id {e['id']} is used twice")
        by_id[e["id"]] = Entity(int(e["start_offset"]), int(e["end_offset"]), str(e["label"]))
    relations = []
    for r in row["relations"]:
        for end in ("from_id", "to_id"):
            if r[end] not in by_id:
                raise ValueError(f"dangling relation: {r['type']} has {end} {r[end]}, which is no entity")
        relations.append(Relation(by_id[r["from_id"]], by_id[r["to_id"]], str(r["type"])))
    annotation = Annotation(tuple(sorted(by_id.values())), tuple(sorted(relations)))
    return Record(str(row["doc"]), int(row["offset"]), str(row["text"]), annotation)


def _to_json(record: Record) -> dict[str, Any]:
    ids = {entity: i for i, entity in enumerate(record.annotation.entities, 1)}
    return {
        "doc": record.doc,
        "offset": record.offset,
        "text": record.text,
        "entities": [
            {"id": i, "label": e.label, "start_offset": e.start, "end_offset": e.end} for e, i in ids.items()
        ],
        "relations": [
            {"id": i, "from_id": ids[r.head], "to_id": ids[r.tail], "type": r.label}
            for i, r in enumerate(record.annotation.relations, 1)
        ],
    }
