"""The annotation scheme as data: `scheme.toml` and the values that it types."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib


@dataclass(frozen=True)
class EntityType:
    """A span label: what it marks, and its doccano shortcut and colour."""

    label: str
    meaning: str
    key: str
    colour: str


@dataclass(frozen=True)
class RelationType:
    """A relation label: the span labels allowed as head and tail, and whether a head may have several tails."""

    label: str
    head: tuple[str, ...]
    tail: tuple[str, ...]
    many: bool
    colour: str


@dataclass(frozen=True)
class Scheme:
    """All span and relation labels, in the order of the data file."""

    entities: dict[str, EntityType]
    relations: dict[str, RelationType]

    def relation_between(self, head: str, tail: str) -> RelationType | None:
        """The one relation that can join a head label to a tail label, or None."""
        return next((r for r in self.relations.values() if head in r.head and tail in r.tail), None)


@cache
def load_scheme() -> Scheme:
    """Read `scheme.toml`. Raises ValueError when a relation names a label that is none."""
    data = tomllib.loads(files(__package__).joinpath("scheme.toml").read_text(encoding="utf-8"))
    entities = {k: EntityType(k, v["meaning"], v["key"], v["colour"]) for k, v in data["entities"].items()}
    relations = {}
    for label, r in data["relations"].items():
        for end in (*r["head"], *r["tail"]):
            if end not in entities:
                raise ValueError(f"scheme.toml: relation {label} names {end}, which is no entity label")
        relations[label] = RelationType(label, tuple(r["head"]), tuple(r["tail"]), r["many"], r["colour"])
    return Scheme(entities, relations)
