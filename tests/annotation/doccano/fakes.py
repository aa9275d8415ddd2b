"""A server in memory that takes rows as doccano does, with its weaknesses."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from gdie.annotation import Annotation, Entity, Record, Relation
from gdie.annotation.doccano.errors import ServerError
from gdie.annotation.doccano.server import Label, Project

PROJECT = Project(1, "p", "SequenceLabeling", "", True, True, True, True)
TEXT = "2012年共收到申请240件，网上办理。"
DATE, CATEGORY, COUNT, CHANNEL = (
    Entity(0, 5, "DATE"),
    Entity(8, 10, "CATEGORY"),
    Entity(10, 14, "COUNT"),
    Entity(15, 17, "CHANNEL"),
)
COUNTED = Relation(COUNT, CATEGORY, "CATEGORY_OF")
ANNOTATION = Annotation((DATE, CATEGORY, COUNT, CHANNEL), (COUNTED,))


def record(doc: str = "d", annotation: Annotation = ANNOTATION, text: str = TEXT) -> Record:
    return Record(doc, 0, text, annotation)


@dataclass
class FakeServer:
    """`before` is called with every request's name and may raise; `keep` says what of an imported row arrives."""

    rows: dict[int, dict[str, Any]] = field(default_factory=dict)
    approved: set[int] = field(default_factory=set)
    before: Callable[[str], None] = lambda _: None
    keep: Callable[[dict[str, Any]], dict[str, Any]] = lambda row: row
    copies: int = 1
    uploads: int = 0
    made: list[Project] = field(default_factory=list)
    types: dict[str, list[Label]] = field(default_factory=lambda: {"span": [], "relation": []})
    users: tuple[str, ...] = ("anna",)

    def projects(self) -> list[Project]:
        return self.made

    def create_project(self, name: str, guideline: str) -> Project:
        self.made.append(replace(PROJECT, name=name, guideline=guideline))
        return self.made[-1]

    def set_guideline(self, project: Project, guideline: str) -> None:
        self.made = [replace(p, guideline=guideline) for p in self.made]

    def labels(self, project: Project, kind: str) -> list[Label]:
        return self.types[kind]

    def create_label(self, project: Project, kind: str, label: Label) -> None:
        self.types[kind].append(label)

    def add_annotator(self, project: Project, user: str) -> bool:
        return user in self.users

    def upload(self, project: Project, jsonl: str) -> None:
        assert jsonl.isascii()
        self.before("upload")
        self.uploads += 1
        for _ in range(self.copies):
            for line in jsonl.splitlines():
                number = max(self.rows, default=0) + 1
                self.rows[number] = {"id": number, **self.keep(json.loads(line))}
        self.before("uploaded")

    def export(self, project: Project, *, approved: bool = False) -> dict[str, list[Any]]:
        self.before("export")
        return {"all": [r for n, r in self.rows.items() if not approved or n in self.approved]}

    def delete_example(self, project: Project, number: int) -> None:
        self.before("delete")
        del self.rows[number]

    def set_metadata(self, project: Project, number: int, metadata: Mapping[str, object]) -> None:
        self.before("mark")
        self.rows[number] |= metadata


class Breaks:
    """Raises at the `at`-th request."""

    def __init__(self, at: int) -> None:
        self.left = at

    def __call__(self, _: str) -> None:
        self.left -= 1
        if self.left == 0:
            raise ServerError("broken")
