"""brat's standoff: a pair of files NAME.txt and NAME.ann for every record.

NAME is `DOC@OFFSET`; a pair that is called otherwise is a whole document, at offset 0. Of the lines of an .ann file spans (T) and
relations (R) are read; events, attributes, normalisations, notes and equivalences have no place in records and are passed over
with a note. Offsets count code points. brat writes a span over a line break as fragments, one a line; other discontinuous spans
are refused, as the scheme has none.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import pairwise
from pathlib import Path

from gdie.annotation.formats import Source, read_bounded
from gdie.annotation.records import Annotation, Entity, Record, RecordError, Relation
from gdie.annotation.scheme import load_scheme

_NAME = re.compile(r"(?P<doc>.+)@(?P<offset>[0-9]{1,9})", re.DOTALL)
_LINE = re.compile(r"[^\n]+")


def dump_brat(records: Iterable[Record]) -> dict[str, bytes]:
    """The files of a folder for brat by name: a pair for each record, and the labels as `annotation.conf`."""
    files = {"annotation.conf": _configuration().encode("utf-8")}
    for record in records:
        name = f"{record.doc}@{record.offset:06}"
        files[f"{name}.txt"] = record.text.encode("utf-8")
        files[f"{name}.ann"] = _standoff(record).encode("utf-8")
    return files


def read_brat(path: Path) -> Source:
    """The records of a folder, or of one pair of files named by either. Raises `RecordError` when there is none."""
    files = sorted(path.glob("*.ann")) if path.is_dir() else [path.with_suffix(".ann")]
    if not files:
        raise RecordError(f"{path}: holds no .ann files; give brat's folder")
    records, refused, notes = [], [], []
    for file in files:
        try:
            text, lines = (_decoded(read_bounded(f)) for f in (file.with_suffix(".txt"), file))
            annotation, ignored = _annotation(text, lines)
        except OSError as error:
            refused.append(f"{error.filename}: cannot be opened ({error.strerror})")
            continue
        except ValueError as error:
            refused.append(f"{file}: {error}")
            continue
        named = _NAME.fullmatch(file.stem)
        doc, offset = (named["doc"], int(named["offset"])) if named else (file.stem, 0)
        records.append(Record(doc, offset, text, annotation))
        if ignored:
            kinds = ", ".join(f"{count} {kind}" for kind, count in sorted(ignored.items()))
            notes.append(f"{file}: lines passed over that records have no place for: {kinds}")
    return Source(path.stem, tuple(records), tuple(refused), tuple(notes))


def _configuration() -> str:
    scheme = load_scheme()
    arcs = [f"{r.label}\tArg1:{'|'.join(r.head)}, Arg2:{'|'.join(r.tail)}" for r in scheme.relations.values()]
    sections = {"entities": list(scheme.entities), "relations": arcs, "events": [], "attributes": []}
    return "\n".join("\n".join([f"[{name}]", *lines, ""]) for name, lines in sections.items())


def _standoff(record: Record) -> str:
    ids = {entity: f"T{number}" for number, entity in enumerate(record.annotation.entities, 1)}
    lines = []
    for e, name in ids.items():
        fragments = [
            (e.start + match.start(), e.start + match.end())
            for match in _LINE.finditer(record.text[e.start : e.end])
        ]
        places = ";".join(f"{start} {end}" for start, end in fragments)
        words = " ".join(record.text[start:end] for start, end in fragments)
        # Some readers cut lines also at U+2028 and its like.
        lines.append(f"{name}\t{e.label} {places}\t{' '.join(words.splitlines()).replace(chr(9), ' ')}")
    lines += [
        f"R{number}\t{r.label} Arg1:{ids[r.head]} Arg2:{ids[r.tail]}\t"
        for number, r in enumerate(record.annotation.relations, 1)
    ]
    return "".join(f"{line}\n" for line in lines)


def _decoded(content: bytes) -> str:
    try:
        # Not utf-8-sig: a byte order mark is a character that brat counts, too.
        return content.decode("utf-8")
    except UnicodeDecodeError:
        raise ValueError("is not UTF-8, or its .txt is not") from None


def _annotation(text: str, standoff: str) -> tuple[Annotation, Counter[str]]:
    """The annotation of a pair of files, and how many lines of each kind were passed over. Raises ValueError."""
    entities: dict[str, Entity] = {}
    arcs: list[str] = []
    ignored: Counter[str] = Counter()
    for line in standoff.split("\n"):
        if line.startswith("T"):
            name, entity = _entity(text, line)
            if name in entities:
                raise ValueError(f"{name} is used twice")
            entities[name] = entity
        elif line.startswith("R"):
            arcs.append(line)
        elif line.strip():
            ignored[line[0]] += 1
    relations = sorted(_relation(line, entities) for line in arcs)
    return Annotation(tuple(sorted(entities.values())), tuple(relations)), ignored


def _entity(text: str, line: str) -> tuple[str, Entity]:
    name, _, rest = line.partition("\t")
    mark, _, words = rest.partition("\t")
    label, _, places = mark.partition(" ")
    fragments = []
    for place in places.split(";"):
        ends = place.split(" ")
        if len(ends) != 2 or not all(end.isascii() and end.isdecimal() and len(end) < 10 for end in ends):
            raise ValueError(f"{line[:60]!r} is not id, label and offsets, text")
        fragments.append((int(ends[0]), int(ends[1])))
    for (_, end), (start, _) in pairwise(fragments):
        if start < end or text[end:start].strip():
            raise ValueError(f"{name} is discontinuous ({places}), which the scheme does not have")
    entity = Entity(fragments[0][0], fragments[-1][1], label)
    if "".join(words.split()) != "".join(text[entity.start : entity.end].split()):
        raise ValueError(f"{name} is {words[:40]!r}, but the text has something else there")
    return name, entity


def _relation(line: str, entities: Mapping[str, Entity]) -> Relation:
    parts = line.replace("\t", " ").split()
    arguments = dict(part.split(":", 1) for part in parts[2:] if ":" in part)
    if len(parts) != 4 or set(arguments) != {"Arg1", "Arg2"}:
        raise ValueError(f"{line[:60]!r} is not id, label, Arg1 and Arg2")
    if not set(arguments.values()) <= set(entities):
        raise ValueError(f"dangling relation: {line[:60]!r}")
    return Relation(entities[arguments["Arg1"]], entities[arguments["Arg2"]], parts[1])
