"""The shipped pipeline on the documents that it was trained on, and the command line around it."""

import json
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from spacy.util import load_config

from gdie.annotation import load_records
from gdie.annotation.markup import load_markup
from gdie.documents import read_document
from gdie.evaluation import codes as code_scores
from gdie.evaluation.codes import ALL, score_seen
from gdie.evaluation.facts import FactScores
from gdie.evaluation.runs import score_document
from gdie.facts import Extraction, Fact, extract, from_annotation
from gdie.facts.confidence import EVIDENCE
from gdie.facts.report import report_of
from gdie.indicators import indicator_files
from gdie.pipeline import SHIPPED, load_pipeline
from gdie.reconcile import check
from gdie.training.gold import file_hash, load_gold
from tests.conftest import ROOT
from tests.golden_files import differences, line

GOLD = load_gold(ROOT / "annotations" / "gold", ROOT / "corpus")


@cache
def extraction(name: str) -> Extraction:
    return extract(read_document(ROOT / "corpus" / f"{name}.txt"), load_pipeline())


def facts_in(name: str, words: str) -> list[Fact]:
    """The facts whose figures stand in the first occurrence of `words` (⏎ for a line break)."""
    text = extraction(name).document.text
    start = text.index(words.replace("⏎", "\n"))
    return [f for f in extraction(name).facts if start <= f.start < start + len(words)]


def test_the_gold_facts_are_reproduced() -> None:
    scores = sum(
        (score_document(item, extraction(item[0].stem), seen=True).facts for item in GOLD), FactScores()
    )
    changed = "\n".join(
        differences(
            [line(f) for f in from_annotation(*item).facts], [line(f) for f in extraction(item[0].stem).facts]
        )
        for item in GOLD
    )
    for field, least in (("figure", 0.99), ("value", 0.99), ("category", 0.97), ("part_of", 0.95)):
        assert scores.fields[field].f1 >= least, f"{field} {scores.fields[field].f1:.3f}\n{changed}"


def test_a_list_number_before_a_name_that_is_a_number_is_no_figure() -> None:
    assert facts_in("shandong-2017", "7.12365质监热线") == []


@pytest.mark.parametrize(
    ("name", "words", "expected"),
    [
        ("guangzhou-2014", "2.規章119條;3.規范性文件31條", [(119, "規章"), (31, "規范性文件")]),
        ("guangzhou-2014", "10.政府信息公開年度報告1條", [(1, "政府信息公開年度報告")]),
        ("shandong-2017", "253 家企业整改复查合格", [(253, "企业")]),
        ("shandong-2017", "属⏎⏎于已主动公开范围的8件", [(8, "已主动公开范围")]),
        ("aqsiq-2012", "不予受理的20件", [(20, "不予受理")]),
        ("shandong-2017", "召开四次新闻发布会4次", [(4, "新闻发布会"), (4, "新闻发布会")]),
    ],
)
def test_hard_figures_and_what_they_count(name: str, words: str, expected: list[tuple[float, str]]) -> None:
    found = [(f.value, f.category and f.category.text) for f in facts_in(name, words)]
    assert found == expected


def test_a_share_over_two_counts() -> None:
    (share,) = facts_in("guangzhou-2014", "共占總數的23.3%")
    by_id = {f.id: f for f in extraction("guangzhou-2014").facts}
    assert [by_id[i].text for i in share.shares] == ["4件", "3件"]


def test_nothing_happened_once_is_zero() -> None:
    found = facts_in("shandong-2017", "未出现一起")
    assert {(f.value, f.implied) for f in found} == {(0, True)}
    assert [f.category.text for f in found if f.category] == ["举报", "行政复议", "行政诉讼"]


def test_rows_whose_number_stands_lines_below_the_label() -> None:
    (fact,) = facts_in("shandong-2017", "七、向图书馆、档案馆等查阅场所报送信息数\n\n\n\t条\n\t34")
    assert (fact.value, fact.unit, fact.source) == (34, "条", "table")
    assert fact.channel and fact.channel.text == "图书馆、档案馆等查阅场所"


def test_debris_of_images_gives_nothing() -> None:
    text = extraction("shandong-2017").document.text
    for fact in extraction("shandong-2017").facts:
        start = text.rfind("\n", 0, fact.start)
        assert "[image" not in text[start : fact.end]
        assert not text[start + 1 : fact.start].startswith(("=", "BERI", "THALD", "SEIEER"))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("aqsiq-2012", []),
        ("aqsiq-2016-plan", []),
        ("shaanxi-2012", []),
        ("shandong-2017", ["100余条"]),
        ("guangzhou-2014", ["8.9%", "0.75%", "63.7%", "15707條"]),
    ],
)
def test_errors_found_in_the_five_documents(name: str, expected: list[str]) -> None:
    found = extraction(name)
    by_id = {f.id: f for f in found.facts}
    errors = [
        by_id[(f.parts[0] if f.kind == "share" else f.total) or ""].text
        for f in check(report_of(found)).findings
        if f.verdict == "violated" and f.severity == "error"
    ]
    assert errors == expected


DATA = (".jsonl", ".toml", ".txt")


def test_the_shipped_model_was_made_from_the_committed_gold_and_config() -> None:
    made = json.loads((SHIPPED / "meta.json").read_text(encoding="utf-8"))["gdie"]
    assert made["left_out"] == []
    assert made["config"] == {"name": "gdie.cfg", "sha256": file_hash(ROOT / "configs" / "gdie.cfg")}
    for name, path in load_config(ROOT / "configs" / "gdie.cfg")["paths"].items():
        source = ROOT / path
        files = [source] if source.is_file() else [source / file for file in made[name]]
        assert made[name] == {file.name: file_hash(file) for file in files}, name
        if source.is_dir():
            assert len(made[name]) == len([f for f in source.iterdir() if f.suffix in DATA])
    assert sum(p.stat().st_size for p in SHIPPED.rglob("*") if p.is_file()) <= 11_000_000
    assert not [p for p in SHIPPED.rglob("*") if p.suffix in (".pkl", ".pickle", ".joblib")]


def test_the_gold_codes_are_reproduced_end_to_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(code_scores, "extract", lambda document, _: extraction(document.stem))
    groups = score_seen(load_pipeline(), GOLD).groups
    shown = {name: (c.precision, c.recall, c.support) for name, c in groups.items()}
    assert groups[ALL].support >= 220, shown
    assert (groups[ALL].precision or 0) >= 0.97, shown
    assert (groups[ALL].recall or 0) >= 0.95, shown


def test_the_linker_was_trained_on_the_committed_codes_and_indicators() -> None:
    made = json.loads((SHIPPED / "meta.json").read_text(encoding="utf-8"))["gdie"]["linker"]
    files = [f for name in ("gold", "written") for f in (ROOT / "annotations" / name).glob("*.codes.tsv")]
    assert made["codes"] == {file.name: file_hash(file) for file in files}
    assert made["indicators"] == {file.name: file_hash(file) for file in indicator_files()}
    assert made["left_out"] == []


def test_the_shipped_confidence_is_the_committed_one() -> None:
    made = json.loads((SHIPPED / "meta.json").read_text(encoding="utf-8"))["gdie"]["confidence"]
    committed = json.loads((ROOT / "training" / "confidence.json").read_text(encoding="utf-8"))
    assert made == committed
    assert list(made["weights"]) == list(EVIDENCE)


def gdie(*arguments: str | Path, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "gdie.cli", *map(str, arguments)]
    return subprocess.run(command, input=stdin, capture_output=True, check=False)


FACT_KEYS = [
    "doc", "id", "kind", "text", "start", "end", "value", "value_max", "unit", "approx", "implied", "category", "channel",
    "column", "period", "agency", "part_of", "share_of", "status", "source", "section", "confidence", "place",
]  # fmt: skip
FINDING_KEYS = [
    "doc", "id", "kind", "total", "parts", "stated", "computed", "difference", "verdict", "severity", "rule",
    "explanation", "suspects", "places", "fingerprint",
]  # fmt: skip


def test_extract_prints_the_contract_and_offsets_hold(tmp_path: Path) -> None:
    out = tmp_path / "facts.jsonl"
    done = gdie("extract", ROOT / "corpus", "--format", "jsonl", "-o", out)
    assert (done.returncode, done.stdout) == (0, b""), done.stderr.decode()
    rows = [json.loads(row) for row in out.read_text(encoding="utf-8").splitlines()]
    texts = {p.stem: p.read_text(encoding="utf-8") for p in (ROOT / "corpus").glob("*.txt")}
    assert {row["doc"] for row in rows} == set(texts) and len(rows) > 400
    for row in rows:
        assert list(row) == FACT_KEYS
        assert texts[row["doc"]][row["start"] : row["end"]] == row["text"]
        if row["category"]:
            assert (
                texts[row["doc"]][row["category"]["start"] : row["category"]["end"]]
                == row["category"]["text"]
            )


def test_obligations_of_a_work_plan() -> None:
    done = gdie("extract", "--obligations", ROOT / "corpus" / "aqsiq-2016-plan.txt", "--format", "jsonl")
    assert done.returncode == 0, done.stderr.decode()
    rows = [json.loads(row) for row in done.stdout.decode().splitlines()]
    assert len(rows) == 30
    assert {row["doc"] for row in rows} == {"aqsiq-2016-plan"}


def test_a_least_confidence_leaves_facts_out_and_nothing_dangling() -> None:
    path = ROOT / "corpus" / "shaanxi-2012.txt"
    every, sure = (
        [
            json.loads(row)
            for row in gdie("extract", path, "--format", "jsonl", *more).stdout.decode().splitlines()
        ]
        for more in ((), ("--min-confidence", "0.9"))
    )
    ids = {row["id"] for row in sure}
    assert 0 < len(sure) < len(every)
    for row in every:
        if abs(row["confidence"] - 0.9) > 0.0005:  # it is printed with three digits
            assert (row["id"] in ids) == (row["confidence"] > 0.9), row
    assert {row[field] for row in sure for field in ("part_of", "share_of")} <= {None, *ids}


def test_check_exits_with_the_verdict_and_prints_the_contract() -> None:
    done = gdie("check", ROOT / "corpus" / "guangzhou-2014.txt", "--format", "jsonl")
    assert done.returncode == 1
    rows = [json.loads(row) for row in done.stdout.decode().splitlines()]
    assert all(list(row) == FINDING_KEYS for row in rows)
    (media,) = [r for r in rows if r["kind"] == "sum" and r["verdict"] == "violated"]
    assert (media["stated"], media["computed"], media["difference"]) == (15707, 15668, 39)
    assert gdie("check", ROOT / "corpus" / "aqsiq-2012.txt").returncode == 0


def test_findings_for_officials_are_chinese() -> None:
    done = gdie("check", ROOT / "corpus" / "guangzhou-2014.txt", "--lang", "zh")
    assert "相差39" in done.stdout.decode()


def test_standard_input_and_text() -> None:
    text = "某县水务局2015年政府信息公开年度报告\n2015年，我局共收到政府信息公开申请12件。\n"
    done = gdie("extract", "-", "--format", "jsonl", stdin=text.encode())
    rows = [json.loads(row) for row in done.stdout.decode().splitlines()]
    assert [(row["doc"], row["value"], row["unit"]) for row in rows] == [("stdin", 12, "件")]
    assert gdie("text", "-", stdin=text.encode()).stdout == text.encode()


def test_a_bad_file_is_one_line_and_the_others_go_on(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"\x00\x01")
    (tmp_path / "b.txt").write_text("某局2015年政府信息公开年度报告\n共收到申请3件。", encoding="utf-8")
    done = gdie("extract", tmp_path, "--format", "jsonl")
    assert done.returncode == 2
    bad, summary = done.stderr.decode().strip().splitlines()
    assert "a.txt" in bad and summary == "gdie: read 1 file (1 failed)"
    assert [json.loads(row)["doc"] for row in done.stdout.decode().splitlines()] == ["b"]


@pytest.mark.parametrize(
    "arguments",
    [
        ("extract", "none.txt"),
        ("check", "none.txt"),
        ("text", "none.txt"),
        ("extract", "-", "--model", "no-model"),
        ("evaluate", "--annotations", "nowhere"),
        ("evaluate", "--devset", "nowhere"),
        ("train", "--config", "none.cfg"),
        ("annotate", "check", "none.jsonl"),
        ("annotate", "agreement", "none.jsonl", "none.jsonl"),
        ("annotate", "convert", "none.txt"),
    ],
)
def test_what_is_missing_is_said_in_one_line(arguments: tuple[str, ...]) -> None:
    done = gdie(*arguments, stdin=b"text")
    message = done.stderr.decode().strip()
    assert done.returncode == 2
    assert "Traceback" not in message and len(message.splitlines()) == 1, message


def test_report_text_cannot_speak_to_the_terminal(tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    path.write_text("2015年，\u202e收到[bold]政府信息公开申请12件。\n", encoding="utf-8")
    done = gdie("extract", path)
    assert done.returncode == 0
    assert "\u202e" not in done.stdout.decode() and "\x1b" not in done.stdout.decode()


def test_tables_go_to_a_file_whole(tmp_path: Path) -> None:
    for command in ("check", "extract"):
        out = tmp_path / command
        done = gdie(command, ROOT / "corpus" / "aqsiq-2012.txt", "-o", out)
        assert (done.returncode, done.stdout) == (0, b"")
        assert out.read_text(encoding="utf-8").startswith("aqsiq-2012")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["check", "extract"]


def test_a_lesser_training_does_not_replace_the_shipped_model() -> None:
    for option in ("--quick", "--develop", "--exclude=aqsiq-2012"):
        done = gdie("train", option)
        assert done.returncode == 2 and b"shipped model" in done.stderr


def test_marked_reports_become_records(tmp_path: Path) -> None:
    source = min((ROOT / "annotations" / "written").glob("*.txt"))
    done = gdie("annotate", "convert", source, "-o", tmp_path / "out.jsonl")
    assert (done.returncode, done.stdout) == (0, b"")
    assert load_records(tmp_path / "out.jsonl") == load_markup(source).records()
    done = gdie("annotate", "check", source, "--review")
    assert done.returncode == 0
    assert done.stdout.decode().splitlines()[-1] == "1 files, 0 problems"


def test_spacy_alone_can_load_the_model() -> None:
    code = f"import spacy; print(len(spacy.load({str(SHIPPED)!r})('2012年,我局共收到申请240件。').ents) > 1)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "True", done.stderr
