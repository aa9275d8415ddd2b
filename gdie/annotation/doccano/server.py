"""A doccano server: the few requests that pushing and pulling need, over doccano-client.

Where the client or the server can't be relied on, requests are made here: lists are asked for page by page instead of by the addresses
that the server names, exports are read without the file name that it names, and imports are watched until they end or fail.
"""

from __future__ import annotations

import io
import json
import tempfile
import time
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from gdie.annotation.doccano.client import logged_in, one_line
from gdie.annotation.doccano.errors import ServerError, shortened

Kind = Literal["span", "relation"]
Rows = dict[str, list[Any]]
SHARED = "all"  # doccano's name for what all members of a project made together

_PAGE = 100
_MOST_PAGES = 1000
_LONGEST_EXPORT = 512 * 1024 * 1024  # bytes, packed and unpacked
_TASK = 600.0  # seconds that an import or export may take


@dataclass(frozen=True)
class Project:
    """A project of the server, with the settings that matter."""

    id: int
    name: str
    kind: str
    guideline: str
    relations: bool
    graphemes: bool
    overlapping: bool
    shared: bool


@dataclass(frozen=True)
class Label:
    """A span or relation type: name, shortcut key or none, colour (`#rrggbb`)."""

    name: str
    key: str | None
    colour: str


def connect(url: str, user: str, password: str, *, timeout: float = 60.0, allow_http: bool = False) -> Server:
    """Log in. `timeout` is of one request, in seconds. Raises `ServerError`."""
    client = logged_in(url, user, password, timeout=timeout, allow_http=allow_http)
    return Server(client)


class Server:
    """A server that somebody is logged in to. Every method raises `ServerError` when it can't do what it says."""

    def __init__(self, client: Any) -> None:
        self._client = client
        self._base = client._base_repository

    def projects(self) -> Iterator[Project]:
        """The projects that the user is a member of."""
        for row in self._listed("projects", "list the projects"):
            with one_line("list the projects"):
                yield _project(row)

    def create_project(self, name: str, guideline: str) -> Project:
        """Make a project for spans and relations, in which all members work on one annotation."""
        with one_line(f"create project {name!r}"):
            made = self._client.create_project(
                name,
                "SequenceLabeling",
                "gdie",
                guideline,
                use_relation=True,
                grapheme_mode=True,
                allow_overlapping=True,
                collaborative_annotation=True,
            )
            return _project(self._base.get(f"projects/{int(made.id)}").json())

    def set_guideline(self, project: Project, guideline: str) -> None:
        """Give a project another guideline."""
        # The client would set all other fields, too, and empty those that it doesn't know.
        changes = {"resourcetype": "SequenceLabelingProject", "guideline": guideline}
        self._patch(f"projects/{project.id}", changes, "set the guideline")

    def labels(self, project: Project, kind: Kind) -> list[Label]:
        """The span or relation types of a project."""
        with one_line(f"list the {kind} types"):
            types = self._client.list_label_types(project.id, kind)
            return [Label(str(t.text), t.suffix_key, str(t.background_color)) for t in types]

    def create_label(self, project: Project, kind: Kind, label: Label) -> None:
        """Give a project a span or relation type."""
        with one_line(f"create {kind} type {label.name}"):
            self._client.create_label_type(project.id, kind, label.name, None, label.key, label.colour)

    def add_annotator(self, project: Project, user: str) -> bool:
        """Make a user a member who annotates, unless they are one. False when the server has no such user."""
        with one_line(f"make {user!r} a member"):
            if any(member.username == user for member in self._client.list_members(project.id)):
                return True
            # The client's search writes the name into the address unescaped.
            users = self._base.get("users", params={"q": user}).json()
            found = next((int(u["id"]) for u in users if u["username"] == user), None)
            if found is None:
                return False
            role = next(int(r.id) for r in self._client.list_roles() if r.name == "annotator")
            self._base.post(f"projects/{project.id}/members", json={"user": found, "role": role})
            return True

    def upload(self, project: Project, jsonl: str) -> None:
        """Import rows. Raises `ServerError` also when the server took the file and failed on what is in it."""
        what = "upload records"
        with tempfile.TemporaryDirectory() as folder, one_line(what):
            path = Path(folder, "records.jsonl")
            # The server guesses encodings; there is nothing to guess in ASCII.
            path.write_text(jsonl, encoding="ascii", newline="\n")
            imports = self._client.data_import._data_upload_repository
            upload = imports.upload(str(path))
            task = imports.ingest(project.id, [upload], "RelationExtraction", "JSONL")
        result = self._finished(task, what)
        # A file that fails in part is a success for doccano.
        failures = result.get("error") if isinstance(result, dict) else None
        if failures:
            raise ServerError(f"{what}: the server could not take all ({shortened(failures)})")

    def export(self, project: Project, *, approved: bool = False) -> Rows:
        """Every example with its annotation, by who made it: `SHARED`, or each member where they work apart."""
        what = f"export project {project.name!r}"
        with one_line(what):
            request = {"format": "JSONL", "exportApproved": approved}
            task = self._base.post(f"projects/{project.id}/download", json=request).json()["task_id"]
        self._finished(task, what)
        with one_line(what):
            response = self._base.get(f"projects/{project.id}/download", params={"taskId": task}, stream=True)
            data = bytearray()
            for chunk in response.iter_content(1 << 16):
                data += chunk
                if len(data) > _LONGEST_EXPORT:
                    raise ServerError(f"{what}: larger than {_LONGEST_EXPORT:,} bytes")
        return unpacked(bytes(data), what)

    def delete_example(self, project: Project, number: int) -> None:
        """Remove one example with its annotation."""
        # Never by doccano's bulk request: with no ids it removes all examples.
        with one_line(f"remove example {number}"):
            self._base.delete(f"projects/{project.id}/examples/{number}")

    def set_metadata(self, project: Project, number: int, metadata: Mapping[str, object]) -> None:
        """Give an example other metadata; its text and annotation stay."""
        self._patch(f"projects/{project.id}/examples/{number}", {"meta": dict(metadata)}, "mark a record")

    def _listed(self, resource: str, what: str) -> Iterator[Any]:
        # The server's own `next` may name another host, or http where the way is https.
        for page in range(_MOST_PAGES):
            with one_line(what):
                params = {"limit": _PAGE, "offset": page * _PAGE}
                answer = self._base.get(resource, params=params).json()
                rows, more = list(answer["results"]), answer["next"]
            yield from rows
            if not more or not rows:
                return

    def _patch(self, resource: str, changes: Mapping[str, object], what: str) -> None:
        with one_line(what):
            address = f"{self._base.api_url}/{resource}"
            self._base._session.patch(address, json=dict(changes)).raise_for_status()

    def _finished(self, task: object, what: str) -> object:
        """The result of a task of the server, when it has ended well."""
        end, pause = time.monotonic() + _TASK, 0.05
        while time.monotonic() < end:
            with one_line(what):
                status = self._base.get(f"tasks/status/{task}").json()
                ready, failure, result = bool(status["ready"]), status["error"], status["result"]
            if failure:
                raise ServerError(f"{what}: the server failed ({shortened(failure)}); run again")
            if ready:
                return result
            time.sleep(pause)
            pause = min(1.0, pause * 2)
        raise ServerError(f"{what}: not done after {_TASK:.0f} s; is the server's task worker running?")


def unpacked(data: bytes, what: str) -> Rows:
    """The rows of an export by the name of its file, without `.jsonl`. Nothing is written anywhere."""
    rows: Rows = {}
    left = _LONGEST_EXPORT
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for member in archive.infolist():
                if member.is_dir():
                    continue
                with archive.open(member) as stream:
                    content = stream.read(left + 1)
                left -= len(content)
                if left < 0:
                    raise ServerError(f"{what}: larger than {_LONGEST_EXPORT:,} bytes")
                lines = content.decode("utf-8").split("\n")
                rows[member.filename.removesuffix(".jsonl")] = [json.loads(x) for x in lines if x.strip()]
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, EOFError) as error:
        raise ServerError(f"{what}: the export is damaged ({shortened(error, 120)}); run again") from None
    return rows


def _project(row: Mapping[str, Any]) -> Project:
    return Project(
        int(row["id"]),
        str(row["name"]),
        str(row["project_type"]),
        str(row.get("guideline") or ""),
        bool(row.get("use_relation")),
        bool(row.get("grapheme_mode")),
        bool(row.get("allow_overlapping")),
        bool(row["collaborative_annotation"]),
    )
