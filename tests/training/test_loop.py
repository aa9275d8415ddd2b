"""The simulated annotation loop, a pipeline's doubt, and `gdie annotate next`."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from typer.testing import CliRunner

from gdie.annotation import Annotation, Entity, Record, cut, dump_records
from gdie.annotation.selection import STRATEGIES, Doubt
from gdie.cli import app
from gdie.documents import record_spans
from gdie.documents.reading import document_from_text
from gdie.pipeline import load_pipeline
from gdie.training.curves import dumped, effort_to, mean_score, table
from gdie.training.loop import DOCUMENTS, Plan, Point, first_document, simulate, split
from gdie.training.short import short_training
from gdie.training.uncertainty import doubts, gold_records, unannotated
from tests.conftest import ROOT

SENTENCE = "2031年，我局收到申请{}件，其中网上申请{}件。"
REPORT = (
    "示范局2031年政府信息公开工作年度报告\n\n一、概述\n本年度工作平稳有序。\n\n"
    "二、主动公开\n2031年，我局通过门户网站公开信息36条，其中法规类信息8条、业务类信息28条。\n\n"
    "三、依申请公开\n收到申请12件，办结11件，办结率91.7%。\n"
)


def record(doc: str, offset: int, count: int = 3) -> Record:
    text = SENTENCE.format(count, count - 1)
    start = text.index("申请") + 2
    entity = Entity(start, start + len(f"{count}件"), "COUNT")
    return Record(doc, offset, text, Annotation((entity,)))


POOL = {f"a{d:02}": [record(f"a{d:02}", 100 * i, 10 * d + i) for i in range(2, 8)] for d in range(1, 9)}


class Counter:
    """A model that is as good as it has seen many documents."""

    def __init__(self, records: Sequence[Record], seed: int) -> None:
        self.documents = {r.doc for r in records}
        self.records = list(records)
        self.seed = seed

    def doubts(self, texts: Sequence[str]) -> list[Doubt]:
        return [Doubt(1, 0.5, len(text) + sum(map(ord, text)) % 7, 0.5, "COUNT") for text in texts]

    def scores(self) -> tuple[float, float]:
        return len(self.documents) / 8, len(self.records) / 48


@pytest.mark.parametrize("strategy", [*STRATEGIES, DOCUMENTS])
def test_each_round_adds_what_was_asked_for(strategy: str) -> None:
    trained: list[Counter] = []

    def learn(records: Sequence[Record], seed: int) -> Counter:
        trained.append(Counter(records, seed))
        return trained[-1]

    plan = Plan(rounds=3, characters=60, sample=600)
    start = Counter(POOL[first_document(POOL, 5)], 5)
    points = simulate(POOL, strategy, 5, learn, start, plan)
    assert len(points) == 4
    assert points[0] == Point(6, sum(len(r.text) for r in start.records), 6, 1 / 8, 6 / 48)
    for before, after in zip([start, *trained], trained, strict=False):
        added = after.records[len(before.records) :]
        assert after.records[: len(before.records)] == before.records
        assert sum(len(r.text) for r in added[:-1]) < plan.characters <= sum(len(r.text) for r in added)
    places = [(r.doc, r.offset) for r in trained[-1].records]
    assert len(set(places)) == len(places)
    assert simulate(POOL, strategy, 5, Counter, start, plan) == points


def test_documents_are_annotated_whole_one_by_one() -> None:
    def learn(records: Sequence[Record], seed: int) -> Counter:
        begun = list(dict.fromkeys(r.doc for r in records))
        assert [r.doc for r in records] == [doc for doc in begun for r in records if r.doc == doc]
        assert all(sum(r.doc == doc for r in records) == 6 for doc in begun[:-1])
        return Counter(records, seed)

    start = Counter(POOL[first_document(POOL, 1)], 1)
    points = simulate(POOL, DOCUMENTS, 1, learn, start, Plan(rounds=4, characters=100))
    assert points[-1].records > 12


def test_loop_ends_when_nothing_is_left() -> None:
    start = Counter(POOL["a01"], 0)
    points = simulate({"a01": POOL["a01"]}, "random", 0, Counter, start, Plan(rounds=2))
    assert [p.records for p in points] == [6, 6, 6]


def test_nothing_of_a_held_out_writer_is_in_the_pool() -> None:
    names = ["real-2012", "a01-x", "a02-x", "b01-x", "b02-x", "b03-x", "c01-x"]
    pool, held_out = split({name: [record(name, 0)] for name in names}, ["real-2012"], "bc")
    assert list(pool) == ["a01-x", "a02-x"]
    assert held_out == ["real-2012", "b01-x", "b02-x", "c01-x"]


def test_short_training_repeats_itself() -> None:
    tiny = {
        "training.max_steps": 2,
        "training.eval_frequency": 2,
        "components.tok2vec.model.embed.rows": 200,
        "components.tok2vec.model.encode.depth": 1,
    }
    learn = short_training(ROOT / "configs" / "gdie.cfg", POOL["a02"], tiny)
    first, second = (learn(POOL["a01"], 3) for _ in range(2))
    texts = [r.text for r in POOL["a03"]]
    assert first.doubts(texts) == second.doubts(texts)
    assert first.scores() == second.scores()
    assert all(0 <= score <= 1 for score in first.scores())
    # Hardly trained: of every token as unsure as can be.
    assert min(d.lack / d.decisions for d in first.doubts(texts)) > 0.3


def test_doubt_of_the_shipped_pipeline() -> None:
    pipeline = load_pipeline()
    clear, unclear, empty = doubts(
        [SENTENCE.format(12, 5), "该项由上年结转部分之外的若干并入，另计。" * 3, ""], pipeline
    )
    assert clear.decisions > len("年，我局收到申请件，其中网上申请件。")
    for doubt in (clear, unclear):
        assert 0 <= doubt.weakest <= 1
        assert doubt.weakest <= doubt.lack <= doubt.decisions
        assert doubt.about
    assert clear.lack / clear.decisions < 0.05
    assert empty == Doubt()


def test_candidates_are_the_records_without_gold() -> None:
    document = document_from_text(REPORT, "demo")
    spans = record_spans(document)
    everything = list(unannotated([document], [], load_pipeline()))
    assert [c.offset for c in everything] == [s.start for s in spans]
    assert [c.text for c in everything] == [document.slice(s) for s in spans]
    gold = cut("demo", document.text, Annotation(), spans[-1:])
    left = list(unannotated([document], gold, load_pipeline()))
    assert [c.offset for c in left] == [s.start for s in spans[:-1]]
    of_another = cut("other", document.text, Annotation(), spans)
    assert len(list(unannotated([document], of_another, load_pipeline()))) == len(spans)


def test_next_prints_rows_that_stand_in_the_document(tmp_path: Path) -> None:
    report, gold, output = tmp_path / "demo.txt", tmp_path / "gold", tmp_path / "next.jsonl"
    report.write_text(REPORT, encoding="utf-8")
    gold.mkdir()
    arguments = ["annotate", "next", "2", str(report), "--gold", str(gold)]
    result = CliRunner().invoke(app, [*arguments, "-o", str(output)])
    assert result.exit_code == 0, result.output
    rows = [json.loads(line) for line in output.read_text(encoding="utf-8").splitlines()]
    assert len(rows) == 2
    for row in rows:
        assert row["doc"] == "demo"
        assert REPORT[row["offset"] :].startswith(row["text"])
        assert "件" in row["text"] or "条" in row["text"]
    document = document_from_text(REPORT, "demo")
    annotated = cut("demo", REPORT, Annotation(), record_spans(document))
    (gold / "demo.jsonl").write_text(dump_records(annotated), encoding="utf-8")
    assert "0 records" in CliRunner().invoke(app, arguments).output


@pytest.mark.parametrize("bad", [["--gold", "nowhere"], ["--model", "nowhere"]])
def test_next_complains_in_one_line(tmp_path: Path, bad: list[str]) -> None:
    report = tmp_path / "demo.txt"
    report.write_text(REPORT, encoding="utf-8")
    result = CliRunner().invoke(app, ["annotate", "next", "2", str(report), "--gold", str(tmp_path), *bad])
    assert result.exit_code == 2
    assert "Traceback" not in result.output


def test_gold_of_both_formats(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(dump_records(POOL["a01"]), encoding="utf-8")
    (tmp_path / "b.txt").write_text("收到{G 申请}{C 3件}。\n", encoding="utf-8")
    assert {r.doc for r in gold_records([tmp_path])} == {"a01", "b"}


POINTS = [
    {"characters": 100, "records": 2, "marks": 10, "entities": 0.5, "relations": 0.2},
    {"characters": 300, "records": 6, "marks": 30, "entities": 0.7, "relations": 0.4},
    {"characters": 500, "records": 8, "marks": 60, "entities": 0.66, "relations": 0.5},
]


@pytest.mark.parametrize(
    ("score", "level", "effort", "expected"),
    [
        ("entities", 0.4, "characters", 100),
        ("entities", 0.6, "characters", 200),
        ("entities", 0.7, "records", 6),
        ("relations", 0.45, "marks", 45),
        ("relations", 0.51, "marks", None),
    ],
)
def test_effort_to_a_score(score: str, level: float, effort: str, expected: float | None) -> None:
    found = effort_to(POINTS, score, level, effort)
    assert found == (None if expected is None else pytest.approx(expected))


def test_table_and_file_say_the_same() -> None:
    curves = [{"strategy": "random", "seed": s, "start": "a", "points": POINTS} for s in (0, 1)]
    results = {"settings": {"writers": "甲"}, "curves": curves}
    assert json.loads(dumped(results)) == results
    lines = table(results).splitlines()
    assert len(lines) == 3
    assert lines[2].startswith("| random | 2 | 0.660 · 0.500 | 0.680 (0.680–0.680) | 0.450 (0.450–0.450) |")
    assert mean_score(POINTS, "entities") == pytest.approx(0.68)
    assert "250 · 5 · 25" in lines[2]


def test_committed_results_can_be_read() -> None:
    results = json.loads((ROOT / "training" / "loop.json").read_text(encoding="utf-8"))
    held_out = set(results["settings"]["held_out"])
    assert {c["strategy"] for c in results["curves"]} == {*STRATEGIES, DOCUMENTS}
    assert not {c["start"] for c in results["curves"]} & held_out
    assert "combined" in table(results)
