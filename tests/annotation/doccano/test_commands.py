"""`gdie annotate push` and `pull` as they are typed, with a server in memory; and projects as a push sets them up."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from typer.testing import CliRunner

import gdie.cli.doccano as commands
from gdie.annotation import Annotation, dump_records, load_records
from gdie.annotation.doccano import client
from gdie.annotation.doccano.errors import ServerError
from gdie.annotation.doccano.projects import Setup, ensure_project
from gdie.annotation.doccano.server import Label
from gdie.cli import app
from tests.annotation.doccano.fakes import ANNOTATION, PROJECT, TEXT, FakeServer, record
from tests.conftest import ROOT

SETUP = Setup(
    (Label("COUNT", "c", "#209cee"), Label("DATE", "d", "#ff8c42")), (Label("VIA", None, "#ffcc00"),), "Rules"
)
LABELS, GUIDELINE = ROOT / "annotations" / "labels", ROOT / "annotations" / "guidelines.md"


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, gold: Path) -> FakeServer:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "d.txt").write_text(TEXT, encoding="utf-8")
    (gold / "d.jsonl").write_text(dump_records([record()]), encoding="utf-8")
    fake = FakeServer()
    monkeypatch.setattr(commands, "_connected", lambda *_: fake)
    monkeypatch.chdir(tmp_path)
    return fake


def typed(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["annotate", *map(str, arguments)])


def push(*arguments: object) -> Result:
    return typed("push", "corpus", "--project", "p", "--annotations", "gold", "--labels", LABELS, "--guideline", GUIDELINE, *arguments)  # fmt: skip


def pull(*arguments: object) -> Result:
    return typed("pull", "--project", "p", "--annotations", "gold", "-o", "pulled", *arguments)


def test_push_correct_pull(server: FakeServer, gold: Path) -> None:
    assert "1 records sent" in push().output
    assert "0 records sent, 1 were there" in push().output
    entities = server.rows[1]["entities"]
    entities[0]["end_offset"] = 4
    got = pull("--gold")
    assert (got.exit_code, "0 records written, 0 unchanged, 1 not done" in got.output) == (0, True), (
        got.output
    )
    server.approved = {1}
    got = pull("--gold")
    assert (got.exit_code, "1 records written" in got.output) == (0, True), got.output
    for path in (Path("pulled/p/all/d.jsonl"), gold / "d.jsonl"):
        assert load_records(path)[0].annotation.entities[0].end == 4
    # Somebody changes gold, somebody else the server.
    theirs = dump_records([record(annotation=Annotation(ANNOTATION.entities))])
    (gold / "d.jsonl").write_text(theirs, encoding="utf-8")
    entities[0]["end_offset"] = 3
    got = pull("--gold")
    assert (got.exit_code, "conflict: d at 0: gold has changed since the push" in got.output) == (1, True)
    assert (gold / "d.jsonl").read_text(encoding="utf-8") == theirs


def test_each_annotator_has_a_project(server: FakeServer) -> None:
    done = push("--annotator", "anna", "--annotator", "bo")
    assert done.exit_code == 0
    assert [p.name for p in server.made] == ["p · anna", "p · bo"]
    assert "the server has no user 'bo'" in done.output


def test_what_is_left_out_ends_with_one(server: FakeServer, gold: Path, tmp_path: Path) -> None:
    bad = {**json.loads(dump_records([record()])), "text": TEXT + "!"}
    (gold / "d.jsonl").write_text(json.dumps(bad) + "\n", encoding="utf-8")
    done = push()
    assert (done.exit_code, "d at 0: text differs" in done.output, server.rows) == (1, True, {})
    (gold / "d.jsonl").unlink()
    assert push("--no-suggest").exit_code == 0
    server.rows[1]["text"] = "\x1b[2Jx"
    got = pull()
    assert (got.exit_code, "changed on the server" in got.output, "\x1b[2J" in got.output) == (1, True, False)


def test_texts_that_the_editor_miscounts_are_named(server: FakeServer, tmp_path: Path) -> None:
    (tmp_path / "corpus" / "flag.txt").write_text("2012年🇨🇳共12件。", encoding="utf-8")
    assert "flag at 0: has characters that the editor counts as one" in push("--no-suggest").output


@pytest.mark.parametrize(
    ("arguments", "environment", "said"),
    [
        ([], {}, "which server?"),
        (["--url", "http://example.org"], {}, "not encrypted"),
        (["--url", "https://u:p@example.org"], {}, "leave it out"),
        (["--url", "https://example.org"], {}, "set GDIE_DOCCANO_USER and GDIE_DOCCANO_PASSWORD"),
        (["--url", "https://example.org"], {"GDIE_DOCCANO_USER": "u"}, "set GDIE_DOCCANO_USER"),
        ([], {"GDIE_DOCCANO_URL": "http://example.org"}, "not encrypted"),
    ],
)
def test_no_way_to_a_server_is_one_line(
    monkeypatch: pytest.MonkeyPatch, arguments: list[str], environment: dict[str, str], said: str
) -> None:
    monkeypatch.setattr(client, "load_client", lambda: None)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    got = typed("pull", "--project", "p", "--corpus", ROOT / "corpus", *arguments)
    assert (got.exit_code, said in got.output) == (2, True), got.output


def test_no_option_takes_a_password() -> None:
    for command in ("push", "pull"):
        options = typed(command, "--help").output
        assert "--password" not in options
        assert "--user" not in options


def test_a_project_gets_what_it_lacks_and_keeps_what_it_has() -> None:
    server = FakeServer()
    own = [Label("DATE", "c", "#000000"), Label("MINE", None, "#111111")]
    server.types["span"] = list(own)
    project, notes = ensure_project(server, "p", SETUP, None)  # type: ignore[arg-type]
    assert (project.name, project.guideline, notes) == ("p", "Rules", [])
    # Another type has the key already.
    assert server.types == {
        "span": [*own, Label("COUNT", None, "#209cee")],
        "relation": list(SETUP.relations),
    }
    ensure_project(server, "p", replace(SETUP, guideline="Other rules"), None)  # type: ignore[arg-type]
    assert [(p.name, p.guideline) for p in server.made] == [("p", "Other rules")]
    assert len(server.types["span"]) == 3


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"kind": "DocumentClassification"}, "sequence labelling"),
        ({"relations": False}, "relations must be on"),
        ({"graphemes": False}, "graphemes must be on"),
        ({"overlapping": False}, "overlapping spans must be allowed"),
        ({"shared": False}, "members must share"),
    ],
)
def test_a_project_that_is_set_up_otherwise_is_refused(change: dict[str, Any], said: str) -> None:
    server = FakeServer(made=[replace(PROJECT, **change)])
    with pytest.raises(ServerError, match=said):
        ensure_project(server, "p", SETUP, None)  # type: ignore[arg-type]


def test_two_projects_of_one_name_are_refused() -> None:
    with pytest.raises(ServerError, match="2 projects are named 'p'"):
        ensure_project(FakeServer(made=[PROJECT, PROJECT]), "p", SETUP, None)  # type: ignore[arg-type]


def test_made_up_records_are_sound() -> None:
    assert record().annotation == ANNOTATION
