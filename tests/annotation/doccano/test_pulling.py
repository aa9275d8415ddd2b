"""What comes back from a server is hostile until it is proved sound; and what gold takes of it."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gdie.annotation import Annotation, Entity, Record, dump_records, load_records
from gdie.annotation.doccano import server as server_module
from gdie.annotation.doccano.errors import ServerError
from gdie.annotation.doccano.files import gold_files, one_annotator, pulled_files, stale_files
from gdie.annotation.doccano.gold import merge_gold, read_written
from gdie.annotation.doccano.pulling import Item, Pulled, pull, read_rows
from gdie.annotation.doccano.rows import Row, RowError, read_row
from gdie.annotation.doccano.server import Project, Server, unpacked
from gdie.annotation.doccano.tasks import Task, annotation_hash
from tests.annotation.doccano.fakes import ANNOTATION, COUNTED, DATE, TEXT, record

TEXTS = {"d": TEXT, "e": TEXT}
GOOD = {"id": 5, **Task(record(), "").row(), "complete": True}


def changed(**values: Any) -> dict[str, Any]:
    return {**json.loads(json.dumps(GOOD)), **values}


def entity(number: object, label: object = "DATE", start: object = 0, end: object = 5) -> dict[str, Any]:
    return {"id": number, "label": label, "start_offset": start, "end_offset": end}


def test_a_good_row_is_a_record() -> None:
    found = read_rows("all", [GOOD], TEXTS, {5})
    assert found.unfit == ()
    assert [(item.record, item.approved) for item in found.items] == [(record(), True)]


def test_ids_may_be_text_and_numbers_may_have_a_point() -> None:
    """As doccano's exports and other tools write them."""
    row = changed(id=5.0, offset=0.0)
    for item in row["entities"]:
        item["id"] = str(item["id"])
        item["start_offset"] = float(item["start_offset"])
    for item in row["relations"]:
        item["id"], item["from_id"] = str(item["id"]), str(item["from_id"])
    assert read_rows("all", [row], TEXTS).items[0].record == record()


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (None, "no JSON object"),
        ([1], "no JSON object"),
        ({"id": 1, "text": "x"}, "has no gdie_id"),
        (changed(gdie_id=None), "has no gdie_id"),
        (changed(gdie_id="0" * 32), "changed on the server"),
        (changed(text=TEXT + "!"), "changed on the server"),
        (changed(offset=1), "changed on the server"),
        (changed(offset=1.5), "offset is no whole number"),
        (changed(offset=10**400), "changed on the server"),
        (changed(offset=float("inf")), "offset is no whole number"),
        (changed(offset=True), "offset is no whole number"),
        (changed(doc="../d"), "changed on the server"),
        (changed(doc=["d"]), "doc is no text"),
        (changed(text=None), "text is no text"),
        (changed(entities=None), "has no entities"),
        (changed(relations="x"), "has no relations"),
        (changed(entities=[1]), "has no entities"),
        (changed(entities=[entity(1), entity("1")], relations=[]), "used twice"),
        (changed(entities=[entity(None)], relations=[]), "id is no whole number"),
        (changed(entities=[], relations=[{"from_id": 1, "to_id": 2, "type": "VIA"}]), "dangling"),
        (changed(entities=[entity(1), entity(2, start=3, end=7)], relations=[]), "overlaps"),
        (changed(entities=[entity(1, end=99)], relations=[]), "outside the text"),
        (changed(entities=[entity(1, start=-1)], relations=[]), "outside the text"),
        (changed(entities=[entity(1, "\x1b[2J")], relations=[]), "unknown label"),
        (changed(complete=False, relations=[]), "push again"),
        ({**GOOD, **Task(record("gone"), "").row()}, "not in the corpus"),
        ({**GOOD, **Task(replace(record(), text="别的文字。", annotation=Annotation()), "").row()}, "has changed since"),
    ],
)  # fmt: skip
def test_rows_that_are_not_sound_are_listed_with_their_reason(row: object, reason: str) -> None:
    found = read_rows("all", [row, GOOD], TEXTS)
    assert [item.record for item in found.items] == [record()]
    assert len(found.unfit) == 1
    assert reason in found.unfit[0].reason


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(sorted(GOOD)), inner, max_size=9),
        max_leaves=12,
    )
)  # fmt: skip
def test_no_row_is_an_exception(value: Any) -> None:
    row = {**GOOD, **value} if isinstance(value, dict) else value
    found = read_rows("all", [row], TEXTS)
    assert len(found.items) + len(found.unfit) == 1
    assert all("\x1b" not in str(u.where) for u in found.unfit)


def test_line_ends_come_back_as_the_document_has_them() -> None:
    text = TEXT + "\r\n完\r\n"
    row = {"id": 1, **Task(record(text=text), "").row()}
    assert "\r" not in row["text"]
    assert [i.record for i in read_rows("all", [row], {"d": text}).items] == [record(text=text)]


@pytest.mark.parametrize("value", [None, 5, "x", [None, "y"], {"a": 1}])
def test_nothing_depends_on_the_places_of_returns(value: object) -> None:
    assert read_rows("all", [changed(returns=value)], TEXTS).items[0].row.returns == ()


def test_of_equal_doubles_one_is_taken_of_different_ones_none() -> None:
    other = changed(id=6, entities=[entity(1)], relations=[])
    assert len(read_rows("all", [GOOD, {**GOOD, "id": 6}], TEXTS).items) == 1
    found = read_rows("all", [GOOD, other], TEXTS)
    assert (found.items, found.unfit[0].reason[:20]) == ((), "stands there 2 times")
    # One that nobody marked is a leftover of the push.
    leftover = {**GOOD, "id": 7, "complete": False}
    assert read_rows("all", [leftover, other], TEXTS).items[0].record.annotation == Annotation((DATE,))


class FakeProjects:
    def __init__(self, **exports: dict[str, list[Any]]) -> None:
        self.exports = exports

    def projects(self) -> list[Project]:
        return [
            Project(n, name.replace("_", " · "), "", "", True, True, True, True)
            for n, name in enumerate(self.exports)
        ]

    def export(self, project: Project, *, approved: bool = False) -> dict[str, list[Any]]:
        rows = self.exports[project.name.replace(" · ", "_")]
        return {name: own[:1] if approved else own for name, own in rows.items()}


def test_annotators_stay_apart() -> None:
    second = {"id": 6, **Task(record("e"), "").row()}
    server = FakeProjects(
        p={"all": [GOOD]}, p_anna={"all": [GOOD, second]}, p_bo={"all": []}, q={"all": [GOOD]}
    )
    found = {own.annotator: own for own in pull(server, "p", TEXTS)}  # type: ignore[arg-type]
    assert {name: len(own.items) for name, own in found.items()} == {"all": 1, "anna": 2, "bo": 0}
    assert [item.approved for item in found["anna"].items] == [True, False]
    only = pull(server, "p", TEXTS, approved_only=True)  # type: ignore[arg-type]
    assert [len(own.items) for own in only] == [1, 1, 0]
    with pytest.raises(ServerError, match="no project 'x'"):
        pull(server, "x", TEXTS)  # type: ignore[arg-type]


def test_files_stay_in_their_folder(tmp_path: Path) -> None:
    names = ["../../up", "anna", "/etc/passwd"]
    found = [read_rows(name, [GOOD], TEXTS) for name in names]
    made = list(pulled_files(tmp_path, "../p", found))
    folders = {folder for _, folder, _ in made}
    assert len(folders) == 3
    for folder in folders:
        assert folder.resolve().parent.parent == tmp_path.resolve()
    for _, folder, files in made:
        assert list(files) == [folder / "d.jsonl"]
        assert list(files.values()) == [dump_records([record()])]


def test_files_of_earlier_pulls_are_named(tmp_path: Path) -> None:
    for name in ("d", "old"):
        (tmp_path / f"{name}.jsonl").touch()
    assert stale_files(tmp_path, [tmp_path / "d.jsonl"]) == [tmp_path / "old.jsonl"]


def test_gold_is_of_one_annotator() -> None:
    found = [Pulled(name, (), ()) for name in ("anna", "bo")]
    assert one_annotator(found, "bo") is found[1]
    assert one_annotator(found[:1], None) is found[0]
    with pytest.raises(ServerError, match="say which with --annotator: 'anna', 'bo'"):
        one_annotator(found, None)
    with pytest.raises(ServerError, match="no annotator 'x'"):
        one_annotator(found, "x")


def item(made: Record, gold: str, approved: bool = True) -> Item:
    row = Row(1, Task(made, "").id, made.doc, made.offset, made.text, gold, "", True, made.annotation)
    return Item(made, row, approved)


def records(count: int = 4) -> list[Record]:
    return [Record("d", n * 100, f"{n}" + TEXT, ANNOTATION.shifted(1)) for n in range(count)]


def test_only_the_line_of_the_record_changes(tmp_path: Path) -> None:
    """The other lines are not as they would be written anew."""
    path = tmp_path / "d.jsonl"
    own = records()
    lines = [json.dumps(json.loads(dump_records([r])), indent=None, separators=(",", ":")) for r in own]
    path.write_bytes(("\r\n".join(lines[:2]) + "\r\n\n" + "\n".join(lines[2:])).encode())
    before = annotation_hash(own[1].annotation)
    new = replace(own[1], annotation=Annotation((DATE.shifted(1),)))
    merged = merge_gold(path, [item(new, before)], {})
    assert merged.content is not None
    expected = path.read_bytes().decode().replace(lines[1] + "\r\n", dump_records([new]))
    assert (merged.content, merged.conflicts, merged.written) == (expected, (), 1)


@given(st.sets(st.integers(0, 5)), st.sets(st.integers(0, 5)), st.booleans())
def test_new_records_find_their_place(there: set[int], new: set[int], end: bool) -> None:
    import tempfile

    every = records(6)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "d.jsonl")
        old = dump_records(every[n] for n in sorted(there))
        path.write_text(old if end else old.rstrip("\n"), encoding="utf-8")
        merged = merge_gold(path, [item(every[n], "") for n in sorted(new)], {})
        assert merged.conflicts == ()
        assert merged.written == len(new - there)
        if merged.content is None:
            assert new <= there
            return
        path.write_text(merged.content, encoding="utf-8")
        assert load_records(path) == [every[n] for n in sorted(there | new)]
        assert set(old.splitlines()) <= set(merged.content.splitlines())


NEW = replace(records()[1], annotation=Annotation((DATE.shifted(1),)))
THEN, NOW = annotation_hash(Annotation()), annotation_hash(ANNOTATION.shifted(1))


@pytest.mark.parametrize(
    ("new", "pushed", "written", "reason"),
    [
        (NEW, NOW, {}, None),
        (NEW, THEN, {}, "gold has changed since the push"),
        (NEW, THEN, {Task(NEW, "").id: NOW}, None),
        (NEW, THEN, {Task(NEW, "").id: THEN}, "gold has changed since the push"),
        (NEW, "", {}, "gold has changed since the push"),
        (replace(NEW, text="9" + TEXT), NOW, {}, "another text"),
        (replace(NEW, offset=105), NOW, {}, "cut into other records"),
        (replace(NEW, offset=50), NOW, {}, "has been removed"),
        (replace(NEW, offset=50), "", {}, None),
    ],
)
def test_conflicts_are_shown_and_nothing_is_overwritten(
    tmp_path: Path, new: Record, pushed: str, written: dict[str, str], reason: str | None
) -> None:
    path = tmp_path / "d.jsonl"
    path.write_text(dump_records(records()), encoding="utf-8")
    merged = merge_gold(path, [item(new, pushed)], written)
    if reason is None:
        assert (merged.conflicts, merged.written) == ((), 1)
        assert merged.taken == (new,)
    else:
        assert (merged.content, merged.taken) == (None, ())
        assert reason in merged.conflicts[0]


def test_pulled_records_that_overlap_each_other_are_a_conflict(tmp_path: Path) -> None:
    pair = [item(NEW, ""), item(replace(NEW, offset=NEW.offset + 3), "")]
    merged = merge_gold(tmp_path / "none.jsonl", pair, {})
    assert (merged.written, len(merged.conflicts)) == (1, 1)


def test_what_gold_has_already_is_no_conflict(tmp_path: Path) -> None:
    path = tmp_path / "d.jsonl"
    path.write_text(dump_records(records()), encoding="utf-8")
    merged = merge_gold(path, [item(records()[1], THEN)], {})
    assert (merged.content, merged.conflicts, len(merged.taken)) == (None, (), 1)


def test_gold_takes_only_what_somebody_marked_as_done(tmp_path: Path) -> None:
    own = Pulled("anna", (item(NEW, ""), item(records()[2], "", approved=False)), ())
    done, (remembered, where) = gold_files(tmp_path / "gold", tmp_path, own)
    assert (done.written, done.unchanged, done.open) == (1, 0, 1)
    assert done.files == {tmp_path / "gold" / "d.jsonl": dump_records([NEW])}
    where.write_text(remembered, encoding="utf-8")
    assert read_written(tmp_path) == {Task(NEW, "").id: annotation_hash(NEW.annotation)}


@pytest.mark.parametrize("content", ["", "{", "[1]", "\ud800"])
def test_a_damaged_memory_is_none(tmp_path: Path, content: str) -> None:
    (tmp_path / "written.json").write_bytes(content.encode("utf-8", "surrogatepass"))
    assert read_written(tmp_path) == {}


def zipped(**files: str) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return data.getvalue()


def test_an_export_is_unpacked_in_memory_by_its_file_names() -> None:
    line = json.dumps({"text": "a\u2028b"}, ensure_ascii=False)
    rows = unpacked(
        zipped(**{"anna.jsonl": f"{line}\n{line}\n", "../../bo.jsonl": "\n", "sub/": ""}), "export"
    )
    assert rows == {"anna": [{"text": "a\u2028b"}] * 2, "../../bo": []}


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"no zip",
        zipped(**{"a.jsonl": "{"}),
        zipped(**{"a.jsonl": "[" * 100_000}),
        zipped(a="{}" * 9)[:-30],
    ],
)
def test_a_damaged_export_is_one_line(data: bytes) -> None:
    with pytest.raises(ServerError, match="damaged"):
        unpacked(data, "export")


def test_an_export_that_swells_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server_module, "_LONGEST_EXPORT", 1000)
    with pytest.raises(ServerError, match="larger than 1,000 bytes"):
        unpacked(zipped(**{"a.jsonl": " " * 600, "b.jsonl": " " * 600}), "export")


class Answer:
    def __init__(self, value: object) -> None:
        self.value = value

    def json(self) -> object:
        return self.value


class FakeBase:
    """Answers requests in turn and remembers them."""

    def __init__(self, *answers: object) -> None:
        self.answers, self.asked = list(answers), []

    def get(self, resource: str, **other: Any) -> Answer:
        self.asked.append((resource, other.get("params")))
        return Answer(self.answers.pop(0))


class FakeClient:
    def __init__(self, *answers: object) -> None:
        self._base_repository = FakeBase(*answers)


def project_row(number: int) -> dict[str, Any]:
    return {"id": number, "name": f"p{number}", "project_type": "x", "collaborative_annotation": True}


def test_the_servers_next_page_is_never_followed() -> None:
    client = FakeClient(
        {"results": [project_row(1)], "next": "https://evil.example/v1/projects?offset=5", "count": 2},
        {"results": [project_row(2)], "next": None, "count": 2},
    )
    assert [p.name for p in Server(client).projects()] == ["p1", "p2"]
    assert client._base_repository.asked == [
        ("projects", {"limit": 100, "offset": 0}),
        ("projects", {"limit": 100, "offset": 100}),
    ]


@pytest.mark.parametrize(
    "answer", [[], {"results": 1, "next": None}, {"results": [{}], "next": None}, "x", None]
)
def test_nonsense_is_one_line(answer: object) -> None:
    with pytest.raises(ServerError, match="not doccano's"):
        list(Server(FakeClient(answer)).projects())


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ([{"ready": True, "result": None, "error": {"text": "boom"}}], "the server failed"),
        ([{"ready": True}], "not doccano's"),
        ([{"ready": False, "error": None, "result": None}] * 3, "task worker"),
    ],
)
def test_a_task_of_the_server_that_fails_or_never_ends(
    monkeypatch: pytest.MonkeyPatch, answers: list[object], said: str
) -> None:
    monkeypatch.setattr(server_module, "_TASK", 0.1)
    with pytest.raises(ServerError, match=said):
        Server(FakeClient(*answers))._finished("7", "upload")


def test_a_row_error_says_what_lacks() -> None:
    with pytest.raises(RowError, match="label is no text"):
        read_row(changed(entities=[entity(1, label=3)], relations=[]))
    assert read_row(GOOD).annotation.relations == (COUNTED,)
    assert Entity(0, 5, "DATE") in read_row(GOOD).annotation.entities
