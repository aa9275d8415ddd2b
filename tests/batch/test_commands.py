"""Runs over many files at the command line: interrupted and resumed, reported, limited, by several processes."""

import csv
import json
import re
import zipfile
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner, Result

from gdie.batch.sources import Source
from gdie.batch.work import Outcome, Worker
from gdie.cli import app
from gdie.documents import DEFAULT_LIMITS
from tests.outputs.conftest import _one_pipeline  # noqa: F401  (one pipeline for all runs in this process)

PLAN = "关于印发{}年政务公开工作要点的通知\n一、推进公开\n公开财政预算。（财务司负责，6月底前完成）\n"
REPORT = """白云县水务局{}年政府信息公开工作年度报告
附件 政府信息公开情况统计表
统计指标 | 单位 | 统计数
一、主动公开情况 | |
（一）主动公开政府信息数 | 条 | 120
三、依申请公开情况 | |
（一）收到申请数 | 件 | 80
1.当面申请数 | 件 | 3
2.传真申请数 | 件 | 0
3.网络申请数 | 件 | 5
4.信函申请数 | 件 | 0
"""
YEARS = range(2011, 2017)


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(a) for a in arguments])


def plans(*arguments: object) -> Result:
    """Obligations need no pipeline."""
    return run("extract", "--obligations", "--format", "jsonl", *arguments)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "in"
    for year in YEARS:
        own = place / f"{year % 2}"
        own.mkdir(parents=True, exist_ok=True)
        (own / f"plan-{year}.txt").write_text(PLAN.format(year), encoding="utf-8")
    return place


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    place = tmp_path / "reports"
    place.mkdir()
    for year in YEARS:
        (place / f"report-{year}.txt").write_text(REPORT.format(year), encoding="utf-8")
    return place


def interrupt(
    monkeypatch: pytest.MonkeyPatch, name: str, error: type[BaseException] = KeyboardInterrupt
) -> None:
    """Ctrl-C while a file is read."""
    work = Worker.work

    def stopped(self: Worker, source: Source, known: frozenset[str] = frozenset()) -> Outcome:
        if name in source.name:
            raise error
        return work(self, source, known)

    monkeypatch.setattr(Worker, "work", stopped)


def journal_of(output: Path) -> Path:
    return output.with_name(output.name + ".partial")


@pytest.mark.parametrize("ending", ["jsonl", "csv", "parquet", "xlsx", "txt"])
def test_an_interrupted_run_goes_on_to_the_same_output(
    ending: str, reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, output = tmp_path / f"whole.{ending}", tmp_path / f"out.{ending}"
    assert run("extract", reports, "-o", whole).exit_code == 0
    with monkeypatch.context() as patch:
        interrupt(patch, "report-2014")
        stopped = run("extract", reports, "-o", output, "--report", tmp_path / "files.jsonl")
    assert stopped.exit_code == 130
    assert "--resume" in stopped.stderr
    assert not output.exists()
    assert len(journal_of(output).read_bytes().splitlines()) == 4
    assert len((tmp_path / "files.jsonl").read_text().splitlines()) == 3
    resumed = run("extract", reports, "-o", output, "--resume")
    assert resumed.exit_code == 0
    assert "read 6 files, 3 of them in the interrupted run" in resumed.stderr
    assert output.read_bytes() == whole.read_bytes()
    assert not journal_of(output).exists()


def test_findings_of_an_interrupted_run_are_the_same(
    reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for ending in ("html", "jsonl"):
        whole, output = tmp_path / f"whole.{ending}", tmp_path / f"out.{ending}"
        assert run("check", reports, "-o", whole).exit_code == 1
        with monkeypatch.context() as patch:
            interrupt(patch, "report-2014")
            assert run("check", reports, "-o", output).exit_code == 130
        assert run("check", reports, "-o", output, "--resume", "--ignore", "Q*").exit_code == 2
        assert run("check", reports, "-o", output, "--resume").exit_code == 1
        assert output.read_bytes() == whole.read_bytes()


def test_a_panel_of_an_interrupted_run_is_the_same(
    reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, output = tmp_path / "whole.xlsx", tmp_path / "out.xlsx"
    assert run("panel", reports, "-o", whole).exit_code == 0
    interrupt(monkeypatch, "report-2014")
    assert run("panel", reports, "-o", output).exit_code == 130
    monkeypatch.undo()
    assert run("panel", reports, "-o", output, "--resume").exit_code == 0
    assert output.read_bytes() == whole.read_bytes()


def test_a_file_that_changed_is_read_again(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    output = tmp_path / "out.jsonl"
    with monkeypatch.context() as patch:
        interrupt(patch, "plan-2015")
        assert plans(folder, "-o", output).exit_code == 130
    (folder / "0" / "plan-2012.txt").write_text(
        PLAN.format(2099).replace("财务司", "人事司"), encoding="utf-8"
    )
    (folder / "0" / "plan-2014.txt").unlink()
    (folder / "0" / "another.txt").write_text(PLAN.format(2000), encoding="utf-8")
    resumed = plans(folder, "-o", output, "--resume")
    rows = [json.loads(line) for line in output.read_text(encoding="utf-8").splitlines()]
    assert [row["doc"] for row in rows] == [
        "another",
        "plan-2012",
        "plan-2016",
        "plan-2011",
        "plan-2013",
        "plan-2015",
    ]
    assert rows[1]["responsible"][0]["text"] == "人事司"
    assert ", 3 of them" in resumed.stderr  # 2016, 2011, 2013


def test_an_interrupted_run_is_not_begun_anew_by_mistake(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    output = tmp_path / "out.jsonl"
    with monkeypatch.context() as patch:
        interrupt(patch, "plan-2015")
        plans(folder, "-o", output)
    before = journal_of(output).read_bytes()
    for options, words in (
        ([], "add --resume to go on with it, or delete it"),
        (["--resume", "--limit", "pages=9"], "of a run with other settings (limits)"),
    ):
        result = plans(folder, "-o", output, *options)
        assert result.exit_code == 2
        assert len(result.output.strip().splitlines()) == 1
        assert words in result.output
        assert journal_of(output).read_bytes() == before


def test_resuming_needs_an_output(folder: Path) -> None:
    result = plans(folder, "--resume")
    assert result.exit_code == 2
    assert "name it with -o" in " ".join(result.output.replace("│", " ").split())


def test_a_run_that_did_nothing_leaves_nothing(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    output = tmp_path / "out.jsonl"
    output.write_bytes(b"earlier")
    interrupt(monkeypatch, "plan-")
    assert plans(folder, "-o", output).exit_code == 130
    assert plans(tmp_path / "missing", "-o", output).exit_code == 2
    assert not journal_of(output).exists()
    assert output.read_bytes() == b"earlier"


def test_failures_are_tried_again(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    output, bad = tmp_path / "out.jsonl", folder / "0" / "plan-2012.txt"
    bad.write_bytes(b"")
    with monkeypatch.context() as patch:
        interrupt(patch, "plan-2015")
        assert plans(folder, "-o", output).exit_code == 130
    again = plans(folder, "-o", output, "--resume")
    assert again.exit_code == 2
    assert f"{bad}: is empty" in again.stderr


def test_by_two_processes_the_output_is_the_same(reports: Path, tmp_path: Path) -> None:
    (reports / "bad.txt").write_bytes(b"")
    for command, more in (("extract", ["--format", "jsonl"]), ("check", [])):
        one = run(command, reports, *more)
        two = run(command, reports, *more, "--jobs", 2)
        assert (two.stdout, two.stderr, two.exit_code) == (one.stdout, one.stderr, 2)
    whole, output = tmp_path / "one.csv", tmp_path / "two.csv"
    run("extract", reports, "-o", whole)
    run("extract", reports, "-o", output, "--jobs", 2)
    assert output.read_bytes() == whole.read_bytes()


def test_the_report_says_what_became_of_each_file(reports: Path, tmp_path: Path) -> None:
    (reports / "bad.txt").write_bytes(b"")
    (reports / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(50))
    with zipfile.ZipFile(reports / "z.zip", "w") as packed:
        packed.writestr("年报/2020.txt", REPORT.format(2020))
    place = tmp_path / "files.jsonl"
    result = run("extract", reports, "-o", tmp_path / "facts.jsonl", "--report", place)
    assert result.exit_code == 2
    assert "read 7 files (1 skipped, 1 failed)" in result.stderr
    rows = {row["path"].removeprefix(f"{reports}/"): row for row in map(json.loads, place.open())}
    assert list(rows) == [
        "bad.txt",
        "picture.png",
        *(f"report-{y}.txt" for y in YEARS),
        "z.zip/年报/2020.txt",
    ]
    first, member = rows["report-2011.txt"], rows["z.zip/年报/2020.txt"]
    assert (first["status"], first["format"], first["facts"], first["year"]) == ("read", "text", 6, 2011)
    assert first["bytes"] == (reports / "report-2011.txt").stat().st_size
    assert re.fullmatch("[0-9a-f]{64}", first["sha256"])
    assert (first["agency"], member["doc"]) == ("白云县水务局", "2020")
    assert rows["picture.png"]["status"] == "skipped"
    assert rows["picture.png"]["facts"] is None
    assert (rows["bad.txt"]["status"], rows["bad.txt"]["bytes"]) == ("failed", 0)
    assert all(list(row) == list(first) for row in rows.values())


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_the_report_is_a_table_by_its_ending(ending: str, folder: Path, tmp_path: Path) -> None:
    place = tmp_path / f"files.{ending}"
    assert plans(folder, "--report", place).exit_code == 0
    if ending == "csv":
        rows = list(csv.reader(place.open(encoding="utf-8-sig")))
    else:
        rows = [list(r) for r in openpyxl.load_workbook(place).worksheets[0].iter_rows(values_only=True)]
    assert rows[0][:3] == ["path", "status", "reason"]
    assert [Path(row[0]).stem for row in rows[1:4]] == ["plan-2012", "plan-2014", "plan-2016"]


def test_a_report_without_a_place_is_said_before_the_work(folder: Path, tmp_path: Path) -> None:
    result = plans(folder, "--report", tmp_path / "no" / "files.csv")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "No such file or directory" in result.stderr


def test_a_folder_of_pictures_holds_no_reports(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(50))
    result = plans(tmp_path)
    assert result.exit_code == 2
    assert f"{tmp_path}: holds no reports" in result.stderr.replace("\n", "")


@pytest.mark.parametrize("command", ["extract", "check", "panel", "text"])
def test_limits_are_checked_and_listed(command: str, folder: Path) -> None:
    path = folder / "0" / "plan-2012.txt"
    result = run(command, path, "--limit", "characters=5")
    assert result.exit_code == 2
    assert "exceeds the limit of 5" in result.stderr
    for wrong in ("words=5", "pages=x", "pages=-1"):
        assert run(command, path, "--limit", wrong).exit_code == 2
    text = " ".join(re.sub(r"[│┃]", " ", run(command, "--help").output).split())
    for name, value in vars(DEFAULT_LIMITS).items():
        assert f"{name}:" in text
        assert f"{value:,}" in text


def test_an_output_that_is_a_folder_is_said_before_the_work(folder: Path, tmp_path: Path) -> None:
    result = plans(folder, "-o", tmp_path)
    assert result.exit_code == 2
    assert "name a file with -o" in " ".join(result.output.replace("│", " ").split())
    assert not journal_of(tmp_path).exists()
