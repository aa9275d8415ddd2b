"""Rows of an export: what a server says of one example, taken apart without trust."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gdie.annotation.doccano.tasks import annotation_hash
from gdie.annotation.records import Annotation, Entity, Relation


class RowError(ValueError):
    """A row that holds no task, or not all of it; the message says why."""


@dataclass(frozen=True)
class Row:
    """An example of the server. `number` is the server's own, `text` as the server has it; the rest is its metadata and annotation."""

    number: int
    id: str
    doc: str
    offset: int
    text: str
    gold: str
    pushed: str
    complete: bool
    annotation: Annotation
    returns: tuple[int, ...] = ()

    @property
    def pristine(self) -> bool:
        """Whether the annotation is the one that was pushed."""
        return annotation_hash(self.annotation) == self.pushed

    def metadata(self, *, complete: bool) -> dict[str, object]:
        """The metadata of the example, with `complete` set."""
        return {
            "gdie_id": self.id,
            "doc": self.doc,
            "offset": self.offset,
            "returns": list(self.returns),
            "gold": self.gold,
            "pushed": self.pushed,
            "complete": complete,
        }


def read_row(raw: object) -> Row:
    """One row of an export. Raises `RowError`."""
    if not isinstance(raw, dict):
        raise RowError("is no JSON object")
    if not isinstance(raw.get("gdie_id"), str):
        raise RowError("has no gdie_id: it was not pushed by gdie")
    return Row(
        _integer(raw, "id"),
        raw["gdie_id"],
        _text(raw, "doc"),
        _integer(raw, "offset"),
        _text(raw, "text"),
        _text(raw, "gold"),
        _text(raw, "pushed"),
        raw.get("complete") is True,
        _annotation(raw),
        _returns(raw.get("returns")),
    )


def _annotation(raw: Mapping[str, Any]) -> Annotation:
    by_id: dict[str, Entity] = {}
    for item in _items(raw, "entities"):
        entity = Entity(_integer(item, "start_offset"), _integer(item, "end_offset"), _text(item, "label"))
        number = _id(item, "id")
        if number in by_id:
            raise RowError(f"entity id {number!r} is used twice")
        by_id[number] = entity
    relations = []
    for item in _items(raw, "relations"):
        ends = []
        for end in ("from_id", "to_id"):
            number = _id(item, end)
            if number not in by_id:
                raise RowError(f"dangling relation: {end} {number!r} is no entity")
            ends.append(by_id[number])
        relations.append(Relation(ends[0], ends[1], _text(item, "type")))
    return Annotation(tuple(sorted(by_id.values())), tuple(sorted(relations)))


def _returns(value: object) -> tuple[int, ...]:
    """The places of carriage returns; for others only, so nothing depends on them here."""
    return tuple(at for at in value if isinstance(at, int)) if isinstance(value, list) else ()


def _items(raw: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    items = raw.get(key)
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise RowError(f"has no {key}; is it a project with relations?")
    return items


def _text(raw: Mapping[str, Any], key: str) -> str:
    value = raw.get(key)
    if not isinstance(value, str):
        raise RowError(f"{key} is no text")
    return value


def _id(raw: Mapping[str, Any], key: str) -> str:
    """An id as text: doccano writes numbers, some of its exports and tools write them as text."""
    value = raw.get(key)
    if isinstance(value, str):
        return value
    return str(_integer(raw, key))


def _integer(raw: Mapping[str, Any], key: str) -> int:
    value = raw.get(key)
    # Where other rows lack a key, the server makes floating-point numbers of it.
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    raise RowError(f"{key} is no whole number")
