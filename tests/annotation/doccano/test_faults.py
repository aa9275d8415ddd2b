"""Against a real server by way of a proxy that breaks one request: nothing is lost or doubled, and a second run completes."""

from __future__ import annotations

import json
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from gdie.annotation import Annotation, Entity, Record
from gdie.annotation.doccano import pushing
from gdie.annotation.doccano.projects import ensure_project, project_name, read_setup
from gdie.annotation.doccano.pulling import read_rows
from gdie.annotation.doccano.pushing import push
from gdie.annotation.doccano.server import Project, Server, connect
from gdie.annotation.doccano.tasks import Task
from tests.annotation.doccano import desk
from tests.annotation.doccano.conftest import TIMEOUT
from tests.annotation.doccano.desk import Annotator, administrator, without, write_gold
from tests.annotation.doccano.process import Doccano
from tests.annotation.doccano.proxy import Fault, Proxy
from tests.conftest import ROOT
from tests.markup import parse

pytestmark = pytest.mark.doccano
RECORDS = 5


@pytest.fixture
def records(tmp_path: Path, gold: Path) -> list[Record]:
    """Five documents of one record, in a folder `corpus` beside their gold."""
    made = []
    (tmp_path / "corpus").mkdir()
    for number in range(RECORDS):
        marked = (
            f"{{DATE 2012年}}共收到{{CATEGORY#g 申请}}{{COUNT#n {number + 200}件}}，{{CHANNEL 网上}}办理。"
        )
        text, annotation = parse(marked, "n CATEGORY_OF g")
        (tmp_path / "corpus" / f"r{number}.txt").write_text(text, encoding="utf-8")
        made.append(Record(f"r{number}", 0, text, annotation))
    write_gold(gold, made)
    return made


@pytest.fixture(autouse=True)
def _small_bundles(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pushing, "BUNDLE", 2)


@pytest.fixture
def server(doccano: Doccano) -> Server:
    return connect(doccano.url, doccano.admin, doccano.password)


@pytest.fixture
def project(server: Server, request: pytest.FixtureRequest) -> Project:
    labels = ROOT / "annotations" / "labels"
    setup = read_setup(labels, ROOT / "annotations" / "guidelines.md")
    return ensure_project(server, project_name(request.node.name), setup, None)[0]


def tasks(records: list[Record]) -> list[Task]:
    return [Task(record, "") for record in records]


def assert_whole(server: Server, project: Project, records: list[Record]) -> None:
    rows = server.export(project)["all"]
    assert len(rows) == len(records)
    assert all(row["complete"] is True for row in rows)
    found = read_rows("all", rows, {r.doc: r.text for r in records})
    assert found.unfit == ()
    assert [item.record for item in found.items] == records


REQUESTS = {
    "log in": r"POST /v1/auth/login",
    "make the project": r"POST /v1/projects$",
    "make a type": r"POST /v1/projects/\d+/span-types",
    "make another type": r"POST /v1/projects/\d+/relation-types",
    "send a file": r"POST /v1/fp/process",
    "import it": r"POST /v1/projects/\d+/upload",
    "see how it went": r"GET /v1/tasks/status",
    "export": r"GET /v1/projects/\d+/download",
    "mark": r"PATCH /v1/projects/\d+/examples",
}


@pytest.mark.parametrize(
    ("what", "act"),
    [
        *((what, act) for what in REQUESTS for act in ("500", "drop")),
        ("log in", "refuse"),
        ("import it", "refuse"),
    ],
)
def test_a_broken_push_is_completed_by_the_next(
    doccano: Doccano, proxy: Proxy, server: Server, records: list[Record], gold: Path, what: str, act: str
) -> None:
    name = f"broken {what} {act}"
    corpus = gold.parent / "corpus"
    arguments = [corpus, "--project", name, "--annotations", gold, "--timeout", TIMEOUT]
    proxy.fault = Fault(REQUESTS[what], act, at=2 if what in ("import it", "mark") else 1)
    first = desk.push(doccano, *arguments, url=proxy.url)
    assert first.exit_code == 2, first.output
    assert "Traceback" not in first.output
    assert len([line for line in first.output.splitlines() if line.startswith("gdie:")]) == 1
    second = desk.push(doccano, *arguments, url=proxy.url)
    assert second.exit_code == 0, second.output
    [project] = [p for p in server.projects() if p.name == name]
    assert_whole(server, project, records)
    assert [len(server.labels(project, kind)) for kind in ("span", "relation")] == [6, 6]


@pytest.mark.parametrize("what", ["import it", "mark"])
def test_an_answer_that_comes_too_late(
    doccano: Doccano, proxy: Proxy, server: Server, records: list[Record], gold: Path, what: str
) -> None:
    arguments = [gold.parent / "corpus", "--project", f"late {what}", "--annotations", gold]
    proxy.fault = Fault(REQUESTS[what], "hang")
    first = desk.push(doccano, *arguments, "--timeout", TIMEOUT, url=proxy.url)
    assert (first.exit_code, "no answer in time" in first.output) == (2, True), first.output
    assert desk.push(doccano, *arguments).exit_code == 0
    [project] = [p for p in server.projects() if p.name == f"late {what}"]
    assert_whole(server, project, records)


@pytest.fixture
def revived(doccano: Doccano) -> Iterator[None]:
    yield
    doccano.stop()
    doccano.start()


@pytest.mark.parametrize("at", [1, 2])
@pytest.mark.usefixtures("revived")
def test_a_server_that_dies_half_way(
    doccano: Doccano, proxy: Proxy, records: list[Record], gold: Path, at: int
) -> None:
    arguments = [gold.parent / "corpus", "--project", f"dead {at}", "--annotations", gold]
    proxy.fault = Fault(REQUESTS["import it"], lambda: doccano.stop(signal.SIGKILL), at=at)
    first = desk.push(doccano, *arguments, url=proxy.url)
    assert (first.exit_code, "no connection" in first.output) == (2, True), first.output
    doccano.start()
    assert desk.push(doccano, *arguments, url=proxy.url).exit_code == 0
    server = connect(doccano.url, doccano.admin, doccano.password)
    [project] = [p for p in server.projects() if p.name == f"dead {at}"]
    assert_whole(server, project, records)


@pytest.mark.parametrize(
    "lost",
    ["labels_relation", "labels_span"],
    ids=["relations", "spans and relations"],
)
def test_an_import_that_was_cut_off_is_sent_again(
    doccano: Doccano, server: Server, project: Project, records: list[Record], lost: str
) -> None:
    """The server writes examples first, then spans, then relations; it may die between them."""
    server.upload(project, "".join(json.dumps(t.row()) + "\n" for t in tasks(records)))
    inside = f"example_id in (select id from examples_example where project_id = {project.id})"
    for table in ("labels_relation", lost):
        doccano.query(f"delete from {table} where {inside}")
    found = read_rows("all", server.export(project)["all"], {r.doc: r.text for r in records})
    assert [record.reason.split(";")[0] for record in found.unfit] == [
        "had not arrived as a whole when the push ended"
    ] * RECORDS
    done = push(server, project, tasks(records))
    assert (done.sent, done.removed, done.missing) == (RECORDS, RECORDS, ())
    assert_whole(server, project, records)


def test_doubles_of_a_server_that_tried_twice_are_removed(
    server: Server, project: Project, records: list[Record]
) -> None:
    lines = "".join(json.dumps(t.row()) + "\n" for t in tasks(records))
    for _ in range(3):
        server.upload(project, lines)
    # Nobody has worked on them: as long as nothing is removed, one of the equal ones is taken.
    found = read_rows("all", server.export(project)["all"], {r.doc: r.text for r in records})
    assert ([item.record for item in found.items], found.unfit) == (records, ())
    done = push(server, project, tasks(records))
    assert (done.sent, done.present, done.removed) == (0, RECORDS, 2 * RECORDS)
    assert_whole(server, project, records)


def test_work_is_never_removed(
    doccano: Doccano, server: Server, project: Project, records: list[Record]
) -> None:
    """Somebody works on examples before the push that was cut off is repeated."""
    lines = "".join(json.dumps(t.row()) + "\n" for t in tasks(records))
    for _ in range(2):
        server.upload(project, lines)
    mine = administrator(doccano).open(project.name)
    numbers = sorted(row["id"] for row in server.export(project)["all"] if row["doc"] == "r0")
    extra = Entity(11, 12, "CHANNEL")
    mine.remove(numbers[1], records[0].annotation.entities[-1])
    mine.add(numbers[1], extra)
    [approved, _] = sorted(row["id"] for row in server.export(project)["all"] if row["doc"] == "r1")
    mine.remove(approved, records[1].annotation.entities[-1])
    mine.approve(approved)
    done = push(server, project, tasks(records))
    assert (done.sent, done.removed) == (0, RECORDS)
    left = {row["doc"]: row["id"] for row in server.export(project)["all"]}
    assert len(left) == RECORDS
    assert (left["r0"], left["r1"]) == (numbers[1], approved)
    assert extra in mine.spans(numbers[1])
    assert len(mine.spans(approved)) == len(records[1].annotation.entities) - 1


def test_an_annotator_who_removes_everything_is_believed(
    doccano: Doccano, server: Server, project: Project, records: list[Record]
) -> None:
    push(server, project, tasks(records))
    mine = administrator(doccano).open(project.name)
    for number in mine.examples().values():
        for entity in records[0].annotation.entities:
            mine.remove(number, entity)
    assert push(server, project, tasks(records)).sent == 0
    found = read_rows("all", server.export(project)["all"], {r.doc: r.text for r in records})
    assert [item.record.annotation for item in found.items] == [Annotation()] * RECORDS


@pytest.mark.parametrize("act", ["500", "drop", "hang"])
def test_a_broken_pull_writes_nothing(
    doccano: Doccano,
    proxy: Proxy,
    server: Server,
    project: Project,
    records: list[Record],
    tmp_path: Path,
    act: str,
) -> None:
    push(server, project, tasks(records))
    arguments = ["--project", project.name, "-o", tmp_path / "out", "--corpus", tmp_path / "corpus"]
    proxy.fault = Fault(REQUESTS["export"], act, at=2)
    got = desk.typed(doccano, "pull", *arguments, "--timeout", TIMEOUT, url=proxy.url)
    assert (got.exit_code, "Traceback" in got.output) == (2, False), got.output
    assert not (tmp_path / "out").exists()
    assert desk.typed(doccano, "pull", *arguments).exit_code == 0
    assert len(list((tmp_path / "out").rglob("r*.jsonl"))) == RECORDS


def test_what_the_server_says_of_a_bad_file_is_passed_on(server: Server, project: Project) -> None:
    with pytest.raises(ConnectionError, match="could not take all"):
        server.upload(project, '{"text": "甲"\n'.encode("ascii", "backslashreplace").decode())


def test_only_the_one_host_is_ever_asked(
    doccano: Doccano, proxy: Proxy, records: list[Record], gold: Path
) -> None:
    """The server names absolute addresses for the next page; with many projects there is one."""
    admin = administrator(doccano)
    for number in range(7):
        admin.client.create_project(f"many {number}", "SequenceLabeling", "d")
    page = admin.client._base_repository.get("projects", params={"limit": 5}).json()
    assert page["next"].startswith("http://")
    server = connect(proxy.url, doccano.admin, doccano.password)
    assert len({p.id for p in server.projects()}) == page["count"]
    assert all(line.split()[1].startswith("/v1/") for line in proxy.seen)


def test_an_annotator_sees_what_was_pushed(
    doccano: Doccano, server: Server, records: list[Record], gold: Path
) -> None:
    user = Annotator.new(doccano, "dora")
    arguments = [gold.parent / "corpus", "--project", "seen", "--annotations", gold, "--annotator", "dora"]
    assert desk.push(doccano, *arguments).exit_code == 0
    mine = user.open("seen · dora")
    number = mine.examples()["r0", 0]
    assert set(mine.spans(number)) == set(records[0].annotation.entities)
    mine.remove(number, records[0].annotation.entities[0])
    [project] = [p for p in server.projects() if p.name == "seen · dora"]
    found = read_rows("dora", server.export(project)["all"], {r.doc: r.text for r in records})
    assert found.items[0].record.annotation == without(
        records[0].annotation, records[0].annotation.entities[0]
    )
