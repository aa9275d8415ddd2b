"""Tasks of documents and what a push plans, against a server in memory."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gdie.annotation import Annotation, Entity, Record, RecordError, Relation, problems
from gdie.annotation.doccano.choice import chosen, gold_of, read_choice
from gdie.annotation.doccano.errors import ServerError
from gdie.annotation.doccano.pushing import plan, push
from gdie.annotation.doccano.rows import read_row
from gdie.annotation.doccano.tasks import Task, annotation_hash, miscounted, shown, tasks_of
from gdie.documents.reading import document_from_text
from tests.annotation.doccano.fakes import (
    ANNOTATION,
    CATEGORY,
    CHANNEL,
    COUNT,
    COUNTED,
    DATE,
    PROJECT,
    TEXT,
    Breaks,
    FakeServer,
    record,
)

BARE = Annotation()
PARTS = (
    "一、概述\n" + "2012年，我局公开信息。\n" * 3,
    "二、公开情况\n" + "全年公开240件。\n" * 3,
    "三、依申请公开\n" + "收到申请12件。\n" * 3,
)


def task(doc: str = "d", annotation: Annotation = ANNOTATION) -> Task:
    return Task(record(doc, annotation), "")


def server_with(*rows: dict[str, Any], **other: Any) -> FakeServer:
    return FakeServer({n: {"id": n, **row} for n, row in enumerate(rows, 1)}, **other)


def test_all_rows_have_the_same_keys() -> None:
    keys = {
        "text",
        "entities",
        "relations",
        "doc",
        "offset",
        "gdie_id",
        "gold",
        "pushed",
        "complete",
        "returns",
    }
    assert set(task().row()) == set(task(annotation=BARE).row()) == keys


def test_hashes_do_not_depend_on_order_but_on_everything_else() -> None:
    turned = Annotation(ANNOTATION.entities[::-1], ANNOTATION.relations)
    assert annotation_hash(turned) == annotation_hash(ANNOTATION)
    others = [
        BARE,
        Annotation(ANNOTATION.entities),
        Annotation(ANNOTATION.entities, (replace(COUNTED, label="VIA"),)),
        Annotation((replace(DATE, end=4), *ANNOTATION.entities[1:]), ANNOTATION.relations),
    ]
    assert len({annotation_hash(a) for a in (*others, ANNOTATION)}) == 5


@given(st.text(st.characters(codec="utf-8"), min_size=1, max_size=60), st.data())
def test_a_row_comes_back_as_it_was_sent(text: str, data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=6)))
    entities = tuple(Entity(a, b, "COUNT") for a, b in zip(cuts[::2], cuts[1::2], strict=False))
    relations = tuple(Relation(a, b, "PART_OF") for a, b in pairwise(entities))
    one = Task(Record("d", 7, text, Annotation(entities, relations)), "")
    line = json.dumps(one.row(), ensure_ascii=True)
    assert line.isascii()
    row = read_row({"id": 1, **json.loads(line)})
    assert (row.text, row.offset, row.annotation) == (shown(text), 7, one.record.annotation)
    assert len(row.text) == len(text)
    assert row.pristine
    assert not row.complete


def test_line_ends_of_two_characters_are_shown_as_two() -> None:
    text = "2012年\r\n\r\n共240件\r。"
    assert shown(text) == "2012年 \n \n共240件\r。"
    row = Task(record(text=text), "").row()
    assert (row["text"], row["returns"]) == (shown(text), [5, 7])
    # Marking a row as complete keeps all that is known of it.
    sent = {key: value for key, value in row.items() if key not in ("text", "entities", "relations")}
    assert read_row({"id": 1, **row}).metadata(complete=False) == sent


@pytest.mark.parametrize(
    ("text", "is_so"),
    [
        ("臺灣２０１２年，　共240件", False),
        ("𠮷😀𪚥", False),
        ("e\u0301", True),
        ("👩\u200d👧", True),
        ("👍🏽", True),
        ("❤\ufe0f", True),
        ("🇨🇳", True),
    ],
)
def test_texts_that_the_editor_miscounts(text: str, is_so: bool) -> None:
    assert miscounted(text) is is_so


def test_documents_are_cut_as_extraction_cuts_them_and_gold_stays_whole() -> None:
    text = "".join(PARTS)
    start = len(PARTS[0])
    gold = Record("d", start + 7, PARTS[1][7:15], Annotation((Entity(4, 8, "COUNT"),)))
    asked = []

    def suggest(document: Any) -> Annotation:
        asked.append(document.stem)
        return Annotation((Entity(5, 10, "DATE"), Entity(start + 11, start + 15, "COUNT")))

    tasks, unfit = tasks_of([document_from_text(text, "d")], {"d": [gold]}, suggest)
    assert (unfit, asked) == ([], ["d"])
    assert [t.record for t in tasks if t.gold] == [gold]
    assert next(t for t in tasks if t.gold).gold == annotation_hash(gold.annotation)
    covered = sorted((t.record.offset, t.record.offset + len(t.record.text)) for t in tasks)
    assert all(a[1] <= b[0] for a, b in pairwise(covered))
    left = set(range(len(text))) - {n for a, b in covered for n in range(a, b)}
    assert not "".join(text[n] for n in sorted(left)).strip()
    dates = [t.record for t in tasks if any(e.label == "DATE" for e in t.record.annotation.entities)]
    assert [r.text[5:10] for r in dates] == ["2012年"]


def test_the_model_is_asked_only_where_gold_is_missing() -> None:
    document = document_from_text(PARTS[0], "d")
    bare, _ = tasks_of([document], {}, None)
    gold = [replace(t.record, annotation=BARE) for t in bare]

    def fail(_: Any) -> Annotation:
        raise AssertionError

    tasks, unfit = tasks_of([document], {"d": gold}, fail)
    assert ([t.record for t in tasks], unfit) == (gold, [])


@given(st.data())
def test_no_suggestion_leaves_with_a_problem(data: st.DataObject) -> None:
    labels = st.sampled_from(["COUNT", "DATE", "CATEGORY", "AGENCY", "OTHER"])
    spans = st.builds(Entity, st.integers(-2, 20), st.integers(0, 22), labels)
    entities = data.draw(st.lists(spans, max_size=6))
    ends = st.sampled_from([*entities, DATE])
    kinds = st.sampled_from(["CATEGORY_OF", "PART_OF", "DURING", "WRONG"])
    relations = data.draw(st.lists(st.builds(Relation, ends, ends, kinds), max_size=6))
    suggested = Annotation(tuple(entities), tuple(relations))
    tasks, unfit = tasks_of([document_from_text(TEXT, "d")], {}, lambda _: suggested)
    assert unfit == []
    assert [list(problems(t.record, {"d": TEXT})) for t in tasks] == [[]]


def test_sound_parts_of_a_suggestion_stay() -> None:
    wrong = (Entity(3, 7, "AGENCY"), Entity(14, 16, "CHANNEL"))
    circle = Relation(COUNT, COUNT, "PART_OF")
    suggested = Annotation((DATE, *wrong, CATEGORY, COUNT), (COUNTED, circle))
    [only], _ = tasks_of([document_from_text(TEXT, "d")], {}, lambda _: suggested)
    assert only.record.annotation == Annotation((DATE, CATEGORY, COUNT, wrong[1]), (COUNTED,))


@pytest.mark.parametrize(
    ("gold", "text", "reason"),
    [
        (record(annotation=Annotation((Entity(0, 99, "DATE"),))), TEXT, "outside the text"),
        (record(text=TEXT.replace("240", "241")), TEXT, "text differs"),
        (record(doc="other"), TEXT, "not in the corpus"),
        (record(text="甲\0乙", annotation=BARE), "甲\0乙", "NUL"),
        (record(text="甲\ud800乙", annotation=BARE), "甲\ud800乙", "lone surrogate"),
    ],
)
def test_records_that_may_not_leave_are_listed(gold: Record, text: str, reason: str) -> None:
    tasks, unfit = tasks_of([document_from_text(text, "d")], {"d": [gold]}, None)
    assert tasks == []
    assert [reason in record.reason for record in unfit] == [True]


def test_two_documents_of_one_name_are_refused() -> None:
    document = document_from_text(TEXT, "d")
    with pytest.raises(RecordError, match="two documents are named 'd'"):
        tasks_of([document, document], {}, None)


def test_chosen_records(tmp_path: Path) -> None:
    tasks, _ = tasks_of([document_from_text(TEXT, name) for name in "ab"], {}, None)
    path = tmp_path / "next.jsonl"
    row = {"doc": "b", "offset": 0, "text": tasks[1].record.text, "score": 0.5}
    path.write_text(json.dumps(row) + "\n\n", encoding="utf-8")
    assert chosen(tasks, read_choice(path)) == [tasks[1]]
    with pytest.raises(RecordError, match="1 of 1 chosen records"):
        chosen(tasks[:1], read_choice(path))
    for content in ("{", "[1]", '{"doc": "b"}', "[" * 100_000):
        path.write_text(content, encoding="utf-8")
        with pytest.raises(RecordError):
            read_choice(path)
    assert gold_of(tmp_path, ["none"]) == {}


def test_a_push_marks_what_has_arrived_and_repeats_nothing() -> None:
    server = FakeServer()
    tasks = [task(f"d{n}") for n in range(120)]
    first = push(server, PROJECT, tasks)
    assert (first.sent, first.present, first.removed, first.missing, server.uploads) == (120, 0, 0, (), 3)
    assert all(row["complete"] is True for row in server.rows.values())
    before = json.dumps(server.rows)
    again = push(server, PROJECT, tasks)
    assert (again.sent, again.present, again.removed, again.notes) == (0, 120, 0, ())
    assert json.dumps(server.rows) == before


@given(st.lists(st.integers(1, 60), max_size=4), st.integers(1, 3))
def test_whatever_breaks_a_last_push_leaves_each_record_once(breaks: list[int], copies: int) -> None:
    tasks = [task(f"d{n}", ANNOTATION if n % 3 else BARE) for n in range(7)]
    server = FakeServer(copies=copies)
    for at in breaks:
        server.before = Breaks(at)
        try:
            push(server, PROJECT, tasks)
        except ServerError:
            continue
    server.before = lambda _: None
    done = push(server, PROJECT, tasks)
    assert done.missing == ()
    assert sorted(row["doc"] for row in server.rows.values()) == [f"d{n}" for n in range(7)]
    assert all(row["complete"] is True and read_row(row).pristine for row in server.rows.values())


def test_what_the_server_does_not_keep_is_said() -> None:
    server = FakeServer(keep=lambda row: {**row, "relations": []})
    done = push(server, PROJECT, [task("a"), task("b", BARE)])
    assert done.missing == ("a at 0: the server does not keep it as it was sent",)
    assert [row["doc"] for row in server.rows.values() if row["complete"]] == ["b"]


CUT = {**task().row(), "relations": []}
EMPTY = {**CUT, "entities": []}
WHOLE = task().row()
MARKED = {**EMPTY, "complete": True}
WORKED = json.loads(json.dumps(WHOLE))
WORKED["entities"][0]["end_offset"] = 4


@pytest.mark.parametrize(
    ("rows", "approved", "kept", "sent"),
    [
        ([], [], [], True),
        ([WHOLE], [], [1], False),
        ([CUT], [], [], True),
        ([EMPTY], [], [], True),
        ([MARKED], [], [1], False),
        ([WORKED], [], [1], False),
        ([WHOLE, WHOLE, WHOLE], [], [1], False),
        ([CUT, WHOLE], [], [2], False),
        ([CUT, EMPTY], [], [], True),
        ([WHOLE, MARKED], [], [2], False),
        ([WHOLE, WORKED], [], [2], False),
        ([WHOLE, WHOLE], [2], [2], False),
        ([EMPTY], [1], [1], False),
        ([MARKED, WORKED], [], [1, 2], False),
        ([{"text": "foreign"}, {**WHOLE, "relations": None}], [], [1, 2], True),
    ],
)
def test_which_examples_stay(
    rows: list[dict[str, Any]], approved: list[int], kept: list[int], sent: bool
) -> None:
    server = server_with(*rows, approved=set(approved))
    planned = plan([task()], server.export(PROJECT), approved)
    assert sorted(set(server.rows) - set(planned.delete)) == kept
    assert bool(planned.upload) is sent
    done = push(server, PROJECT, [task()])
    assert set(kept) <= set(server.rows)
    assert done.missing == ()
    twice = [n for n in kept if server.rows[n].get("complete")]
    assert len(twice) < 2 or "worked on" in done.notes[0]


def test_a_number_is_asked_for_once_where_members_export_apart() -> None:
    row = {"id": 1, **WHOLE}
    assert plan([task()], {"anna": [row], "bo": [row]}).settled


def test_other_entities_of_a_row_count_as_work() -> None:
    added = json.loads(json.dumps({**WHOLE, "relations": []}))
    added["entities"].append({"id": 9, "label": "DATE", "start_offset": 15, "end_offset": 16})
    assert CHANNEL in read_row({"id": 1, **added}).annotation.entities
    assert plan([task()], {"all": [{"id": 1, **added}]}).delete == ()
