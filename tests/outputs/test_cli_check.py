"""`gdie check` at the command line: formats, ignored rules, baselines, corrections, exit codes."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from gdie.cli import app

REPORT = """白云县水务局{year}年政府信息公开工作年度报告
附件 政府信息公开情况统计表
统计指标 | 单位 | 统计数
一、主动公开情况 | |
（一）主动公开政府信息数 | 条 | 120
三、依申请公开情况 | |
（一）收到申请数 | 件 | {received}
1.当面申请数 | 件 | 3
2.传真申请数 | 件 | 0
3.网络申请数 | 件 | 5
4.信函申请数 | 件 | 0
"""


def write(folder: Path, name: str, received: int, year: int = 2015) -> Path:
    path = folder / f"{name}.txt"
    path.write_text(REPORT.format(year=year, received=received), encoding="utf-8")
    return path


@pytest.fixture
def wrong(tmp_path: Path) -> Path:
    return write(tmp_path, "wrong", 80)


@pytest.fixture
def right(tmp_path: Path) -> Path:
    return write(tmp_path, "right", 8)


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["check", *(str(a) for a in arguments)])


def one_line(result: Result) -> str:
    """What is complained of, of a run that came to nothing."""
    assert result.exit_code == 2
    assert "Traceback" not in result.output
    (line,) = result.output.strip().splitlines()
    return line


def test_exit_codes(right: Path, wrong: Path, tmp_path: Path) -> None:
    assert run(right).exit_code == 0
    assert run(wrong).exit_code == 1
    both = run(wrong, tmp_path / "missing.txt", right)
    assert both.exit_code == 2
    assert "error c" in both.output
    assert "right\n" in both.output


def test_an_error_has_its_rule_and_line(wrong: Path) -> None:
    out = run(wrong).stdout
    assert "error c1 [A1]: " in out
    assert "    7: （一）收到申请数 | 件 | 80\n" in out
    assert "1 errors" in out


def test_in_chinese(wrong: Path) -> None:
    out = run(wrong, "--lang", "zh").stdout
    assert "  错误 c1 [A1]: " in out
    assert "错误1项" in out
    assert "error" not in out


def test_all_findings_are_json_lines(wrong: Path, right: Path, tmp_path: Path) -> None:
    result = run(wrong, right, "--format", "jsonl")
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert result.exit_code == 1
    assert {row["doc"] for row in rows} == {"wrong", "right"}
    assert list(rows[0])[:4] == ["doc", "id", "kind", "total"]
    assert {row["severity"] for row in rows if row["doc"] == "right"} <= {"note"}
    place = tmp_path / "findings.jsonl"
    run(wrong, right, "-o", place)
    assert place.read_text(encoding="utf-8") == result.stdout


def test_a_page(wrong: Path, tmp_path: Path) -> None:
    place = tmp_path / "findings.html"
    result = run(wrong, "-o", place, "--lang", "zh")
    assert (result.exit_code, result.stdout) == (1, "")
    assert place.read_text(encoding="utf-8").startswith('<!doctype html>\n<html lang="zh-CN">')
    assert run(wrong, "--format", "html", "--lang", "zh").stdout_bytes == place.read_bytes()


@pytest.mark.parametrize(
    "options", [["--ignore", "A1"], ["--ignore", "L*,A?"], ["--ignore=L1", "--ignore=A*"]]
)
def test_ignored_rules_do_not_count(options: list[str], wrong: Path, tmp_path: Path) -> None:
    place = tmp_path / "corrections.jsonl"
    result = run(wrong, *options, "--corrections", place, "--format", "jsonl")
    assert result.exit_code == 0
    assert '"A1"' not in result.stdout
    assert place.read_text(encoding="utf-8") == ""


def test_an_unknown_rule_is_one_line(wrong: Path) -> None:
    assert "Q7" in one_line(run(wrong, "--ignore", "Q7"))


def test_rules_are_listed_without_a_path() -> None:
    result = run("--rules", "--lang", "zh")
    assert result.exit_code == 0
    assert "│ A1 " in result.stdout
    assert "严格" in result.stdout


@pytest.mark.parametrize("arguments", [[], ["--all"], ["x.txt", "--update-baseline"]])
def test_what_is_missing_is_said(arguments: list[str]) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert "Usage" in result.output


def test_accepted_findings_stay_accepted(wrong: Path, right: Path, tmp_path: Path) -> None:
    accepted = tmp_path / "accepted.json"
    first = run(wrong, right, "--baseline", accepted, "--update-baseline")
    assert first.exit_code == 0
    assert "1 accepted" in first.stdout
    again = run(wrong, "--baseline", accepted)
    assert again.exit_code == 0
    assert "error c" not in again.stdout
    assert "已确认1项" in run(wrong, "--baseline", accepted, "--lang", "zh").stdout
    rows = run(wrong, "--baseline", accepted, "--format", "jsonl").stdout.splitlines()
    assert "error" not in {json.loads(row)["severity"] for row in rows}
    # The same contradiction elsewhere, or another one here, is new.
    assert run(write(tmp_path, "other", 80), "--baseline", accepted).exit_code == 1
    write(tmp_path, "wrong", 90)
    assert run(wrong, "--baseline", accepted).exit_code == 1


def test_what_is_accepted_survives_edits_elsewhere(wrong: Path, tmp_path: Path) -> None:
    accepted = tmp_path / "accepted.json"
    run(wrong, "--baseline", accepted, "--update-baseline")
    lines = wrong.read_text(encoding="utf-8").splitlines()
    lines.insert(1, "2015年，本局收到来信41封，举办培训2次。")
    wrong.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert run(wrong, "--baseline", accepted).exit_code == 0


def test_renewing_keeps_reasons_and_other_documents(wrong: Path, tmp_path: Path) -> None:
    accepted = tmp_path / "accepted.json"
    run(wrong, write(tmp_path, "other", 81), "--baseline", accepted, "--update-baseline")
    data = json.loads(accepted.read_text(encoding="utf-8"))
    assert [entry["doc"] for entry in data["entries"]] == ["other", "wrong"]
    for entry in data["entries"]:
        entry["reason"] = "已核"
    accepted.write_text(json.dumps(data), encoding="utf-8")
    run(wrong, "--baseline", accepted, "--update-baseline")
    assert json.loads(accepted.read_text(encoding="utf-8")) == data
    write(tmp_path, "wrong", 8)
    run(wrong, "--baseline", accepted, "--update-baseline")
    kept = json.loads(accepted.read_text(encoding="utf-8"))["entries"]
    assert [(entry["doc"], entry["reason"]) for entry in kept] == [("other", "已核")]


@pytest.mark.parametrize("content", [None, "{}", "not json"])
def test_a_baseline_that_can_not_be_used_is_one_line(
    content: str | None, wrong: Path, tmp_path: Path
) -> None:
    accepted = tmp_path / "accepted.json"
    if content is not None:
        accepted.write_text(content, encoding="utf-8")
    assert "accepted.json" in one_line(run(wrong, "--baseline", accepted))
    if content is not None:
        assert accepted.read_text(encoding="utf-8") == content


def test_corrections_are_records_of_their_own(wrong: Path, tmp_path: Path) -> None:
    place = tmp_path / "corrections.jsonl"
    run(wrong, "--corrections", place)
    rows = [json.loads(line) for line in place.read_text(encoding="utf-8").splitlines()]
    assert rows
    assert all(list(row) == ["doc", "id", "findings", "changes", "unique"] for row in rows)
    assert any(change["suggested"] == 8 for row in rows for change in row["changes"])


def test_standard_input_is_a_report() -> None:
    text = REPORT.format(year=2015, received=80)
    result = CliRunner().invoke(app, ["check", "-"], input=text.encode("utf-8"))
    assert result.exit_code == 1
    assert result.stdout.startswith("stdin\n")


def test_nothing_readable_leaves_earlier_files_as_they_were(tmp_path: Path) -> None:
    place = tmp_path / "findings.html"
    place.write_bytes(b"earlier")
    assert run(tmp_path / "missing.txt", "-o", place, "--corrections", place).exit_code == 2
    assert place.read_bytes() == b"earlier"
