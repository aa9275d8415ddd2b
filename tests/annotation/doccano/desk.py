"""What annotators do on a server, by its API; and the commands as they are typed."""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from click.testing import Result
from typer.testing import CliRunner

from gdie.annotation import Annotation, Entity, Record, Relation, dump_records
from gdie.annotation.doccano.client import load_client
from gdie.annotation.doccano.server import Server
from gdie.cli import app
from tests.annotation.doccano.process import Doccano
from tests.conftest import ROOT


def typed(doccano: Doccano, *arguments: object, url: str | None = None, **user: str) -> Result:
    """Run `gdie annotate …` in this process as the administrator or another user."""
    environment = {
        **os.environ,
        "GDIE_DOCCANO_URL": url or doccano.url,
        "GDIE_DOCCANO_USER": user.get("user", doccano.admin),
        "GDIE_DOCCANO_PASSWORD": user.get("password", doccano.password),
    }
    return CliRunner().invoke(app, ["annotate", *map(str, arguments)], env=environment)


def push(doccano: Doccano, *arguments: object, **other: Any) -> Result:
    """`gdie annotate push` with the project's labels and guideline."""
    labels = ["--labels", ROOT / "annotations" / "labels"]
    guideline = ["--guideline", ROOT / "annotations" / "guidelines.md"]
    return typed(doccano, "push", *arguments, *labels, *guideline, **other)


def write_gold(folder: Path, records: Sequence[Record]) -> None:
    """Gold files of records, one a document."""
    for doc in {record.doc for record in records}:
        own = [record for record in records if record.doc == doc]
        (folder / f"{doc}.jsonl").write_text(dump_records(own), encoding="utf-8")


class Annotator:
    """A user who changes what is in a project. Offsets are of the text as the server has it."""

    def __init__(self, client: Any, name: str) -> None:
        self.client, self.name = client, name
        self.password = ""

    @classmethod
    def new(cls, doccano: Doccano, name: str) -> Annotator:
        """A new user of the server, logged in."""
        password = secrets.token_urlsafe(12)
        administrator(doccano).client.create_user(name, password)
        client = load_client().DoccanoClient(doccano.url)
        client.login(name, password)
        annotator = cls(client, name)
        annotator.password = password
        return annotator

    def server(self) -> Server:
        return Server(self.client)

    def open(self, project: str) -> Desk:
        [found] = [p for p in self.client.list_projects() if p.name == project]
        return Desk(self.client, int(found.id))


def administrator(doccano: Doccano) -> Annotator:
    """The administrator, logged in."""
    client = load_client().DoccanoClient(doccano.url)
    client.login(doccano.admin, doccano.password)
    return Annotator(client, doccano.admin)


class Desk:
    """One project in the hands of one user."""

    def __init__(self, client: Any, project: int) -> None:
        self.client, self.project = client, project

    def examples(self) -> dict[tuple[str, int], int]:
        """The server's numbers of the examples, by document and offset."""
        page = self.client._base_repository.get(
            f"projects/{self.project}/examples", params={"limit": 1000}
        ).json()
        return {(row["meta"]["doc"], row["meta"]["offset"]): row["id"] for row in page["results"]}

    def count(self) -> int:
        return int(self.client._base_repository.get(f"projects/{self.project}/examples").json()["count"])

    def spans(self, example: int) -> dict[Entity, int]:
        """The numbers of the spans of an example."""
        types = {t.id: t.text for t in self.client.list_label_types(self.project, "span")}
        return {
            Entity(s.start_offset, s.end_offset, types[s.label]): s.id
            for s in self.client.list_spans(self.project, example)
        }

    def add(self, example: int, entity: Entity) -> int:
        made = self.client.create_span(self.project, example, entity.start, entity.end, entity.label)
        return int(made.id)

    def change(self, example: int, old: Entity, new: Entity) -> None:
        number = self.spans(example)[old]
        self.client.update_span(self.project, example, number, new.start, new.end, new.label)

    def remove(self, example: int, entity: Entity) -> None:
        self.client.delete_span(self.project, example, self.spans(example)[entity])

    def join(self, example: int, relation: Relation) -> None:
        spans = self.spans(example)
        head, tail = spans[relation.head], spans[relation.tail]
        self.client.create_relation(self.project, example, head, tail, relation.label)

    def part(self, example: int, relation: Relation) -> None:
        """Remove a relation."""
        types = {t.id: t.text for t in self.client.list_label_types(self.project, "relation")}
        by_number = {number: entity for entity, number in self.spans(example).items()}
        [number] = [
            r.id
            for r in self.client.list_relations(self.project, example)
            if Relation(by_number[r.from_id], by_number[r.to_id], types[r.type]) == relation
        ]
        self.client.delete_relation(self.project, example, number)

    def approve(self, example: int) -> None:
        """Mark an example as done; a second time takes it back."""
        self.client.update_example_state(self.project, example)

    def raw(self, method: str, path: str, **body: Any) -> Any:
        base = self.client._base_repository
        response = base._session.request(method, f"{base.api_url}/projects/{self.project}{path}", **body)
        response.raise_for_status()
        return response


def pulled(folder: Path) -> list[Any]:
    """The lines of all pulled files of a folder."""
    lines = (line for path in sorted(folder.glob("*.jsonl")) for line in path.read_text("utf-8").split("\n"))
    return [json.loads(line) for line in lines if line]


def without(annotation: Annotation, *gone: Entity | Relation) -> Annotation:
    """An annotation without entities, their relations, and relations."""
    return Annotation(
        tuple(e for e in annotation.entities if e not in gone),
        tuple(r for r in annotation.relations if not {r, r.head, r.tail} & set(gone)),
    )


def with_more(annotation: Annotation, *new: Entity | Relation) -> Annotation:
    """An annotation with further entities and relations."""
    entities = (*annotation.entities, *(e for e in new if isinstance(e, Entity)))
    relations = (*annotation.relations, *(r for r in new if isinstance(r, Relation)))
    return Annotation(tuple(sorted(entities)), tuple(sorted(relations)))
