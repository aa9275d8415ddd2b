"""doccano's JSONL: what its import takes, and what it exports, in a file or in a zip archive with one file an annotator.

Metadata (`doc`, `offset`, `gdie_id`, and `returns`, the places of carriage returns, which its editor would count wrongly and which
are blanks there) stand beside `text` or under `meta`. Spans are `entities` with ids, as projects with relations
export them, or triples [start, end, label] under `label`, as projects without do.
"""

from __future__ import annotations

import io
import json
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from gdie.annotation.doccano.tasks import shown, task_id
from gdie.annotation.formats import LARGEST, Source, is_plain, read_bounded
from gdie.annotation.records import Annotation, Entity, Record, RecordError, Relation, dump_records

MOST_MEMBERS = 1000  # of an archive
_NO_MEMBER = (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError, OSError)


def dump_doccano(records: Iterable[Record]) -> str:
    """The records as doccano's import for relation extraction takes them, one line each.

    Non-ASCII characters are escaped, since doccano guesses the encoding of a file; every line has the same keys.
    """
    return "".join(json.dumps(_row(record), ensure_ascii=True) + "\n" for record in records)


def read_doccano(path: Path) -> list[Source]:
    """The records of an export: a JSONL file, or a zip archive whose files are annotators. Raises `RecordError`."""
    content = read_bounded(path)
    if zipfile.is_zipfile(io.BytesIO(content)):
        return list(_members(path, content))
    return [_source(path.stem, path.name, content)]


def _row(record: Record) -> dict[str, Any]:
    row: dict[str, Any] = json.loads(dump_records([record]))
    text = shown(record.text)
    returns = [at for at, (was, is_) in enumerate(zip(record.text, text, strict=True)) if was != is_]
    identity = task_id(record.doc, record.offset, text)
    return {**row, "text": text, "gdie_id": identity, "returns": returns}


def _members(path: Path, content: bytes) -> Iterator[Source]:
    left = LARGEST
    with _archive(path, content) as archive:
        members = [info for info in archive.infolist() if not info.is_dir()]
        if len(members) > MOST_MEMBERS:
            raise RecordError(f"{path}: has more than {MOST_MEMBERS} files; it is no export of doccano")
        for info in members:
            where = f"{path.name}: {info.filename!r}"
            name = PurePosixPath(info.filename)
            if not is_plain(info.filename) or name.suffix != ".jsonl":
                yield Source(path.stem, (), (f"{where}: is not the .jsonl file of an annotator",))
                continue
            try:
                with archive.open(info) as stream:
                    data = stream.read(left + 1)
            except _NO_MEMBER as error:
                yield Source(path.stem, (), (f"{where}: can't be unpacked ({error})",))
                continue
            left -= len(data)
            if left < 0:
                raise RecordError(f"{path}: holds more than {LARGEST} bytes; split it")
            yield _source(name.stem, where, data)


def _archive(path: Path, content: bytes) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(io.BytesIO(content))
    except (*_NO_MEMBER, ValueError) as error:
        raise RecordError(f"{path}: is a broken archive ({error})") from None


def _source(name: str, where: str, content: bytes) -> Source:
    try:
        # str.splitlines would also cut at U+2028 and its like, which may stand inside a JSON string.
        lines = content.decode("utf-8-sig").split("\n")
    except UnicodeDecodeError:
        return Source(name, (), (f"{where}: is not UTF-8; export it as JSONL again",))
    records, refused = [], []
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                records.append(_record(json.loads(line)))
            except (ValueError, RecursionError) as error:
                refused.append(f"{where}, line {number}: {error}")
    return Source(name, tuple(records), tuple(refused))


def _record(row: Any) -> Record:
    """One row as a record. Raises ValueError saying what is wrong."""
    if not isinstance(row, dict):
        raise ValueError("is no JSON object")
    meta = row.get("meta")
    values = {**meta, **row} if isinstance(meta, dict) else row
    missing = [key for key in ("doc", "offset", "text") if values.get(key) is None]
    if missing:
        raise ValueError(f"lacks {', '.join(missing)}; was it uploaded with its metadata?")
    if not isinstance(values["doc"], str) or not isinstance(values["text"], str):
        raise ValueError("doc and text must be strings")
    entities = _entities(values)
    relations = [_relation(arc, entities) for arc in _rows(values.get("relations"), "relations")]
    annotation = Annotation(tuple(sorted(entities.values())), tuple(sorted(relations)))
    offset, text = _whole(values["offset"], "offset"), values["text"]
    identity = values.get("gdie_id")
    if isinstance(identity, str) and identity != task_id(values["doc"], offset, shown(text)):
        raise ValueError("text, doc or offset were changed since it was sent; send it again")
    return Record(values["doc"], offset, _with_returns(text, values.get("returns")), annotation)


def _with_returns(text: str, returns: Any) -> str:
    characters = list(text)
    for at in _rows(returns, "returns"):
        place = _whole(at, "returns")
        if text[place : place + 2] != " \n":
            raise ValueError(f"has no line end at {place}, where a carriage return was; send it again")
        characters[place] = "\r"
    return "".join(characters)


def _entities(values: Mapping[str, Any]) -> dict[str, Entity]:
    """The spans by id."""
    if values.get("entities") is None:
        if values.get("label") is None:
            raise ValueError("has neither entities nor label")
        return {str(number): _triple(one) for number, one in enumerate(_rows(values["label"], "label"))}
    entities: dict[str, Entity] = {}
    for span in _rows(values["entities"], "entities"):
        number, label = _field(span, "id"), _field(span, "label")
        if number in entities:
            raise ValueError(f"entity id {number} is used twice")
        start, end = (_whole(span.get(key), key) for key in ("start_offset", "end_offset"))
        entities[number] = Entity(start, end, label)
    return entities


def _triple(span: Any) -> Entity:
    if not isinstance(span, list) or len(span) != 3 or not isinstance(span[2], str):
        raise ValueError(f"{span!r} is not start, end, label")
    return Entity(_whole(span[0], "start"), _whole(span[1], "end"), span[2])


def _relation(arc: Any, entities: Mapping[str, Entity]) -> Relation:
    label, head, tail = (_field(arc, key) for key in ("type", "from_id", "to_id"))
    if head not in entities or tail not in entities:
        raise ValueError(f"dangling relation: {label} from {head} to {tail}, which are not both entities")
    return Relation(entities[head], entities[tail], label)


def _rows(value: Any, key: str) -> list[Any]:
    if value is None:
        return []
    if not isinstance(value, list):
        raise ValueError(f"{key} is no list")
    return value


def _field(row: Any, key: str) -> str:
    """A label or id; ids may be numbers or strings, which are the same."""
    value = row.get(key) if isinstance(row, dict) else None
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise ValueError(f"{str(row)[:60]} lacks {key}")
    return str(value)


def _whole(value: Any, key: str) -> int:
    """A whole number; exports may have made it a float or a string."""
    if isinstance(value, str) and value.isdecimal():
        return int(value)
    if isinstance(value, bool) or not isinstance(value, int | float) or value != value // 1:
        raise ValueError(f"{key} {str(value)[:20]!r} is no whole number")
    return int(value)
