"""Against a real server: what is pushed, and what comes back after people have worked on it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from gdie.annotation import Annotation, Entity, Record, Relation, load_records
from gdie.annotation.doccano.tasks import Task, tasks_of
from gdie.documents import read_document
from gdie.facts import extract
from gdie.pipeline import load_pipeline
from tests.annotation.doccano.desk import (
    Annotator,
    administrator,
    pulled,
    push,
    typed,
    with_more,
    without,
    write_gold,
)
from tests.annotation.doccano.process import Doccano
from tests.conftest import ROOT
from tests.markup import parse

pytestmark = pytest.mark.doccano
CORPUS, GOLD = ROOT / "corpus", ROOT / "annotations" / "gold"


@pytest.fixture(scope="module")
def anna(doccano: Doccano) -> Annotator:
    return Annotator.new(doccano, "anna")


@pytest.fixture(scope="module")
def bo(doccano: Doccano) -> Annotator:
    return Annotator.new(doccano, "bo.w+1@home")


def stored(records: list[Record]) -> dict[tuple[str, int], Annotation]:
    return {(r.doc, r.offset): r.annotation for r in records}


def all_gold() -> list[Record]:
    return [record for path in sorted(GOLD.glob("*.jsonl")) for record in load_records(path)]


def loaded(folder: Path) -> list[Record]:
    return [record for path in sorted(folder.glob("*.jsonl")) for record in load_records(path)]


def test_edits_of_two_annotators_arrive_and_nothing_else_changes(
    doccano: Doccano, anna: Annotator, bo: Annotator, tmp_path: Path
) -> None:
    out, people = tmp_path / "pulled", ["--annotator", anna.name, "--annotator", bo.name]
    first = push(doccano, CORPUS, "--project", "five", *people, "--annotations", GOLD)
    assert first.exit_code == 0, first.output
    assert first.output.count("39 records sent, 0 were there, 0 doubles removed") == 2
    got = typed(doccano, "pull", "--project", "five", "-o", out, "--corpus", CORPUS)
    assert got.exit_code == 0, got.output
    folders = sorted(p.name for p in (out / "five").iterdir())
    assert folders == sorted([anna.name, bo.name])
    for path in GOLD.glob("*.jsonl"):
        for folder in folders:
            assert (out / "five" / folder / path.name).read_bytes() == path.read_bytes()

    gold = stored(all_gold())
    edited = {anna.name: dict(gold), bo.name: dict(gold)}
    long = [key for key, a in gold.items() if len(a.relations) > 5]

    desk, mine, key = anna.open(f"five · {anna.name}"), edited[anna.name], long[0]
    number, before = desk.examples()[key], gold[key]
    gone = before.relations[0].head
    desk.remove(number, gone)
    free = next(n for n in range(5000) if not any(e.start <= n < e.end for e in before.entities))
    extra = Entity(free, free + 1, "DATE")
    desk.add(number, extra)
    mine[key] = with_more(without(before, gone), extra)
    key = long[1]
    number, before = desk.examples()[key], gold[key]
    parted = before.relations[-1]
    desk.part(number, parted)
    desk.approve(number)
    mine[key] = without(before, parted)

    desk, mine, key = bo.open(f"five · {bo.name}"), edited[bo.name], long[0]
    number, before = desk.examples()[key], gold[key]
    inside = {end for r in before.relations for end in (r.head, r.tail)}
    lone = next(e for e in before.entities if e not in inside and e.end - e.start > 1)
    shorter = Entity(lone.start, lone.end - 1, "CHANNEL")
    desk.change(number, lone, shorter)
    mine[key] = with_more(without(before, lone), shorter)
    key = long[2]
    number, before = desk.examples()[key], gold[key]
    old = next(r for r in before.relations if r.label == "CATEGORY_OF")
    other = next(e for e in before.entities if e.label == "CATEGORY" and e != old.tail)
    desk.part(number, old)
    desk.join(number, Relation(old.head, other, "CATEGORY_OF"))
    mine[key] = with_more(without(before, old), Relation(old.head, other, "CATEGORY_OF"))
    key = long[3]
    number = desk.examples()[key]
    for entity in gold[key].entities:
        desk.remove(number, entity)
    mine[key] = Annotation()

    for _ in range(2):
        got = typed(doccano, "pull", "--project", "five", "-o", out, "--corpus", CORPUS)
        assert got.exit_code == 0, got.output
        for name, wanted in edited.items():
            assert stored(loaded(out / "five" / name)) == wanted
        again = push(doccano, CORPUS, "--project", "five", *people, "--annotations", GOLD)
        assert again.output.count("0 records sent, 39 were there, 0 doubles removed") == 2
        assert [user.open(f"five · {user.name}").count() for user in (anna, bo)] == [39, 39]

    only = tmp_path / "approved"
    got = typed(doccano, "pull", "--project", "five", "-o", only, "--corpus", CORPUS, "--approved")
    assert got.exit_code == 0, got.output
    assert stored(loaded(only / "five" / anna.name)) == {long[1]: edited[anna.name][long[1]]}
    assert loaded(only / "five" / bo.name) == []


def test_the_project_has_types_settings_and_guideline(doccano: Doccano, gold: Path) -> None:
    for _ in range(2):
        done = push(doccano, CORPUS / "shaanxi-2012.txt", "--project", "types", "--annotations", GOLD)
        assert done.exit_code == 0, done.output
    admin = administrator(doccano)
    [project] = [p for p in admin.server().projects() if p.name == "types"]
    assert (project.relations, project.graphemes, project.overlapping, project.shared) == (True,) * 4
    assert project.guideline == (ROOT / "annotations" / "guidelines.md").read_text("utf-8").strip()
    for kind in ("span", "relation"):
        rows = json.loads((ROOT / "annotations" / "labels" / f"{kind}_types.json").read_text("utf-8"))
        wanted = {(r["text"], r["suffixKey"], r["backgroundColor"]) for r in rows}
        assert {(x.name, x.key, x.colour) for x in admin.server().labels(project, kind)} == wanted


def test_suggestions_come_back_as_the_model_made_them(doccano: Doccano, gold: Path, tmp_path: Path) -> None:
    done = push(doccano, CORPUS, "--project", "suggested", "--annotations", gold)
    assert done.exit_code == 0, done.output
    pipeline = load_pipeline()
    documents = [read_document(path) for path in sorted(CORPUS.glob("*.txt"))]
    tasks, unfit = tasks_of(documents, {}, lambda d: extract(d, pipeline).annotation)
    assert unfit == []
    assert sum(len(t.record.annotation.relations) for t in tasks) > 500
    out = tmp_path / "pulled"
    assert typed(doccano, "pull", "--project", "suggested", "-o", out, "--corpus", CORPUS).exit_code == 0
    assert stored(loaded(out / "suggested" / "all")) == stored([t.record for t in tasks])
    # Nobody has looked at them: none of them may become gold.
    got = typed(
        doccano,
        "pull",
        "--project",
        "suggested",
        "-o",
        out,
        "--corpus",
        CORPUS,
        "--gold",
        "--annotations",
        gold,
    )
    assert (got.exit_code, list(gold.iterdir())) == (0, []), got.output
    assert "0 records written" in got.output


def test_without_suggestions_records_are_bare(doccano: Doccano, gold: Path, tmp_path: Path) -> None:
    document = CORPUS / "shaanxi-2012.txt"
    done = push(doccano, document, "--project", "bare", "--annotations", gold, "--no-suggest")
    assert done.exit_code == 0, done.output
    typed(doccano, "pull", "--project", "bare", "-o", tmp_path, "--corpus", CORPUS)
    rows = pulled(tmp_path / "bare" / "all")
    assert rows
    assert not any(row["entities"] for row in rows)


ODD = {
    "hant": (
        "{DATE 2013年度}，本{AGENCY 縣政府}臺灣事務辦公室受理{CATEGORY#g 申請}{COUNT#n ３６件}。　\n臺諮產佈藉粧\n"
    ),
    "crlf": "一、概况  \r\n{DATE 2014年}{AGENCY 我局} \r\n共公开{CATEGORY#g 信息}{COUNT#n 12条}\t\r\n\r\n{DATE 今年}结束。\r\n",
    "plane": "😀𠮷野家{DATE 2015年}👍🏽办结{CATEGORY#g 申请}{COUNT#n 7件}，𪚥{CHANNEL 网站}👨‍👩‍👧é\u200b。",
    "signs": '{DATE 2016年}"引号"\\n与\\与{AGENCY 我委}\u2028另收{CATEGORY#g 来信}{COUNT#n 1,204 封}\u00a0\ufeff<b>&amp;</b>NaN null \u0085end',
}


@pytest.mark.parametrize("name", ODD)
def test_offsets_are_exact_in_any_text(doccano: Doccano, gold: Path, tmp_path: Path, name: str) -> None:
    text, annotation = parse(ODD[name], "n CATEGORY_OF g")
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / f"{name}.txt").write_bytes(text.encode("utf-8"))
    document = read_document(corpus / f"{name}.txt")
    begin = document.text.index(text[0]) if document.text[:1] != text[:1] else 0
    assert document.text[begin:] == text
    write_gold(gold, [Record(name, 0, text, annotation)])
    done = push(doccano, corpus, "--project", f"odd {name}", "--annotations", gold)
    assert done.exit_code == 0, done.output

    desk = administrator(doccano).open(f"odd {name}")
    number = desk.examples()[name, 0]
    date = next(e for e in annotation.entities if e.label == "DATE")
    count = next(e for e in annotation.entities if e.label == "COUNT")
    desk.join(number, Relation(count, date, "DURING"))
    desk.remove(number, annotation.entities[-1] if annotation.entities[-1] not in (date, count) else date)
    got = typed(doccano, "pull", "--project", f"odd {name}", "-o", tmp_path / "out", "--corpus", corpus)
    assert got.exit_code == 0, got.output
    [record] = loaded(tmp_path / "out" / f"odd {name}" / "all")
    assert record.text == text
    gone = annotation.entities[-1] if annotation.entities[-1] not in (date, count) else date
    assert record.annotation == without(with_more(annotation, Relation(count, date, "DURING")), gone)


def test_what_is_not_sound_is_listed_and_the_rest_is_taken(
    doccano: Doccano, gold: Path, tmp_path: Path
) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    records = []
    for name in ("good", "overlap", "strange", "moved", "later", "gone"):
        text, annotation = parse(
            "{DATE 2012年}共收到{CATEGORY#g 申请}{COUNT#n 240件}。" + name, "n CATEGORY_OF g"
        )
        (corpus / f"{name}.txt").write_text(text, encoding="utf-8")
        records.append(Record(name, 0, text, annotation))
    write_gold(gold, records)
    assert push(doccano, corpus, "--project", "wrong", "--annotations", gold).exit_code == 0
    desk = administrator(doccano).open("wrong")
    at = desk.examples()
    desk.add(at["overlap", 0], Entity(3, 7, "AGENCY"))
    desk.raw("POST", "/span-types", json={"text": "NUMBER"})
    desk.add(at["strange", 0], Entity(0, 2, "NUMBER"))
    desk.raw("PATCH", f"/examples/{at['moved', 0]}", json={"text": "改过的文字"})
    desk.raw("POST", "/examples", json={"text": "没有来历的一段", "meta": {}})
    (corpus / "later.txt").write_text("另一篇文字。", encoding="utf-8")
    (corpus / "gone.txt").unlink()
    got = typed(doccano, "pull", "--project", "wrong", "-o", tmp_path / "out", "--corpus", corpus)
    assert got.exit_code == 1
    assert stored(loaded(tmp_path / "out" / "wrong" / "all")) == {("good", 0): records[0].annotation}
    said = " ".join(got.output.split())
    for reason in (
        "overlap at 0: DATE [0, 5) overlaps AGENCY [3, 7)",
        "strange at 0: NUMBER [0, 2): unknown label",
        "moved at 0: text, document or offset was changed on the server",
        "later at 0: the document has changed since the push",
        "gone at 0: document 'gone' is not in the corpus",
        "has no gdie_id",
    ):
        assert reason in said, said


def test_gold_takes_approved_records_and_shows_conflicts(
    doccano: Doccano, gold: Path, tmp_path: Path
) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    records = []
    for name in ("ours", "theirs", "both", "open"):
        text, annotation = parse(
            "{DATE 2012年}共收到{CATEGORY#g 申请}{COUNT#n 240件}。" + name, "n CATEGORY_OF g"
        )
        (corpus / f"{name}.txt").write_text(text, encoding="utf-8")
        records.append(Record(name, 0, text, annotation))
    write_gold(gold, records)
    assert push(doccano, corpus, "--project", "gold", "--annotations", gold).exit_code == 0
    desk = administrator(doccano).open("gold")
    date = Entity(0, 5, "DATE")
    for name in ("theirs", "both", "open"):
        desk.remove(desk.examples()[name, 0], date)
    for name in ("ours", "theirs", "both"):
        desk.approve(desk.examples()[name, 0])
    changed = {r.doc: r for r in records}
    relation = records[0].annotation.relations[0]
    for name in ("ours", "both"):
        changed[name] = replace(changed[name], annotation=without(changed[name].annotation, relation))
    write_gold(gold, list(changed.values()))

    def pull() -> tuple[int, str]:
        got = typed(
            doccano, "pull", "--project", "gold", "-o", tmp_path / "out", "--corpus", corpus, "--gold",
            "--annotations", gold,
        )  # fmt: skip
        return got.exit_code, " ".join(got.output.split())

    code, said = pull()
    assert code == 1
    for name in ("ours", "both"):
        assert f"conflict: {name} at 0: gold has changed since the push" in said
        assert load_records(gold / f"{name}.jsonl") == [changed[name]]
    assert "1 records written, 0 unchanged, 1 not done" in said
    assert load_records(gold / "theirs.jsonl")[0].annotation == without(records[1].annotation, date)
    assert load_records(gold / "open.jsonl") == [records[3]]
    # What an earlier pull wrote is nobody else's change: further work arrives.
    desk.part(desk.examples()["theirs", 0], records[1].annotation.relations[0])
    assert "1 records written" in pull()[1]
    assert load_records(gold / "theirs.jsonl")[0].annotation == without(records[1].annotation, date, relation)
    assert pull()[1].count("0 records written, 1 unchanged") == 1


def test_members_who_work_apart_come_back_apart(
    doccano: Doccano, anna: Annotator, bo: Annotator, tmp_path: Path
) -> None:
    """A project that somebody made with the other setting exports one file a member."""
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "a.txt").write_text("2012年共收到申请240件。", encoding="utf-8")
    admin = administrator(doccano)
    admin.client.create_project(
        "apart", "SequenceLabeling", "d", use_relation=True, grapheme_mode=True, allow_overlapping=True
    )
    [project] = [p for p in admin.server().projects() if p.name == "apart"]
    refused = push(doccano, corpus, "--project", "apart", "--no-suggest")
    assert (refused.exit_code, "members must share" in refused.output) == (2, True)
    for kind, name in (("span", "COUNT"), ("span", "DATE"), ("relation", "DURING")):
        admin.client.create_label_type(project.id, kind, name)
    tasks, _ = tasks_of([read_document(corpus / "a.txt")], {}, None)
    admin.server().upload(project, json.dumps(tasks[0].row()) + "\n")
    for user in (anna, bo):
        assert admin.server().add_annotator(project, user.name)
    for user, entity in ((anna, Entity(10, 14, "COUNT")), (bo, Entity(0, 5, "DATE"))):
        desk = user.open("apart")
        desk.add(desk.examples()["a", 0], entity)
    got = typed(doccano, "pull", "--project", "apart", "-o", tmp_path / "out", "--corpus", corpus)
    # Never marked as complete, so what differs from the push is not trusted.
    assert got.exit_code == 1
    for example in admin.open("apart").examples().values():
        [row] = admin.server().export(project)[anna.name]
        meta = {k: row[k] for k in ("gdie_id", "doc", "offset", "gold", "pushed")}
        admin.server().set_metadata(project, example, {**meta, "complete": True})
    got = typed(doccano, "pull", "--project", "apart", "-o", tmp_path / "out", "--corpus", corpus)
    assert got.exit_code == 0, got.output
    made = {p.name: loaded(p)[0].annotation.entities for p in (tmp_path / "out" / "apart").iterdir()}
    assert made == {
        anna.name: (Entity(10, 14, "COUNT"),),
        bo.name: (Entity(0, 5, "DATE"),),
        doccano.admin: (),
    }


@pytest.mark.parametrize(
    ("user", "project", "said"),
    [
        ({"password": "not it"}, "five", "user name or password is wrong"),
        ({}, "no such project", "there is no project 'no such project'"),
    ],
)
def test_refusals_are_one_line(doccano: Doccano, user: dict[str, str], project: str, said: str) -> None:
    got = typed(doccano, "pull", "--project", project, "--corpus", CORPUS, **user)
    assert got.exit_code == 2
    assert said in got.output
    assert "Traceback" not in got.output


def test_an_annotator_may_not_pull(doccano: Doccano, tmp_path: Path) -> None:
    user = Annotator.new(doccano, "carl")
    document = CORPUS / "shaanxi-2012.txt"
    done = push(doccano, document, "--project", "closed", "--annotator", "carl", "--annotator", "nobody")
    assert done.exit_code == 0, done.output
    assert "the server has no user 'nobody'" in done.output
    got = typed(
        doccano, "pull", "--project", "closed", "--corpus", CORPUS, "-o", tmp_path, user="carl",
        password=user.password,
    )  # fmt: skip
    assert (got.exit_code, "log in as an administrator" in got.output) == (2, True), got.output


def test_what_next_names_is_pushed_alone(doccano: Doccano, gold: Path, tmp_path: Path) -> None:
    document = CORPUS / "shaanxi-2012.txt"
    tasks, _ = tasks_of([read_document(document)], {}, None)
    picked = [tasks[1], tasks[3]]
    lines = ({"doc": t.record.doc, "offset": t.record.offset, "text": t.record.text} for t in picked)
    choice = tmp_path / "next.jsonl"
    choice.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    arguments = ["--project", "chosen", "--annotations", gold, "--no-suggest", "--only", choice]
    assert "2 records sent" in push(doccano, document, *arguments).output
    assert set(administrator(doccano).open("chosen").examples()) == {
        (t.record.doc, t.record.offset) for t in picked
    }


def test_ids_differ_by_document_offset_and_text() -> None:
    records = [Record(d, o, t, Annotation()) for d in "ab" for o in (0, 1) for t in ("x", "y")]
    assert len({Task(r, "").id for r in records}) == len(records)
