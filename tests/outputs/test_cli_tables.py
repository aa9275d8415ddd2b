"""`gdie extract` and `gdie panel` at the command line: formats, places, exit codes, bad files in a batch."""

import csv
import io
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import openpyxl
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner, Result

from gdie.cli import app
from gdie.outputs import sheets
from gdie.outputs.flat import SCHEMA

REPORT = """白云县水务局{year}年政府信息公开工作年度报告
附件 政府信息公开情况统计表
统计指标 | 单位 | 统计数
一、主动公开情况 | |
（一）主动公开政府信息数 | 条 | {proactive}
其中：主动公开规范性文件数 | 条 | 5
三、依申请公开情况 | |
（一）收到申请数 | 件 | {received}
1.当面申请数 | 件 | 3
2.传真申请数 | 件 | 0
3.网络申请数 | 件 | 5
4.信函申请数 | 件 | 0
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "reports"
    place.mkdir()
    for year, proactive, received in ((2015, 120, 8), (2016, 131, 8)):
        text = REPORT.format(year=year, proactive=proactive, received=received)
        (place / f"shuiwu-{year}.txt").write_text(text, encoding="utf-8")
    return place


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(a) for a in arguments])


def header_of(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8-sig").partition("\n")[0].split(",")


def test_csv_goes_to_standard_output(folder: Path) -> None:
    result = run("extract", folder, "--format", "csv")
    assert result.exit_code == 0
    assert result.stdout_bytes.startswith(b"\xef\xbb\xbfdoc,id,")
    found = list(csv.DictReader(io.StringIO(result.stdout_bytes.decode("utf-8-sig"))))
    coded = {(row["doc"], row["category_code"]): row["value"] for row in found}
    assert coded["shuiwu-2015", "proactive.total"] == "120"
    assert coded["shuiwu-2016", "proactive.total"] == "131"


@pytest.mark.parametrize("ending", ["csv", "XLSX", "parquet", "jsonl", "txt"])
def test_the_ending_names_the_format(ending: str, folder: Path, tmp_path: Path) -> None:
    place = tmp_path / f"facts.{ending}"
    assert run("extract", folder, "-o", place).exit_code == 0
    start = place.read_bytes()[:4]
    expected = {"csv": b"\xef\xbb\xbfd", "XLSX": b"PK\x03\x04", "parquet": b"PAR1", "jsonl": b'{"do'}
    assert start == expected.get(ending, b"shui")


def test_the_format_goes_before_the_ending(folder: Path, tmp_path: Path) -> None:
    place = tmp_path / "facts.txt"
    assert run("extract", folder, "-o", place, "--format", "parquet").exit_code == 0
    assert pq.read_schema(place).names == [f.name for f in SCHEMA]


@pytest.mark.parametrize("form", ["xlsx", "parquet"])
def test_binary_formats_go_into_a_pipe_but_not_to_a_terminal(
    form: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("extract", folder, "--format", form).stdout_bytes[:2] in (b"PK", b"PA")
    terminal = SimpleNamespace(isatty=lambda: True)
    monkeypatch.setattr("gdie.cli.reading.sys", SimpleNamespace(stdout=terminal, stderr=sys.stderr))
    result = run("extract", folder, "--format", form)
    assert result.exit_code == 2
    assert "name a file with -o" in result.output


def test_more_facts_than_excel_holds_are_one_line(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheets, "EXCEL_ROWS", 4)
    result = run("extract", folder, "-o", tmp_path / "facts.xlsx")
    assert result.exit_code == 2
    assert "an Excel sheet holds 3; write csv or parquet" in result.output
    assert not (tmp_path / "facts.xlsx").exists()


def test_a_panel_is_a_table_at_the_terminal(folder: Path) -> None:
    result = run("panel", folder)
    assert result.exit_code == 0
    for words in ("白云县水务局", "proactive.total", "主动公开政府信息数", "2015", "2016", "131"):
        assert words in result.stdout


def test_a_panel_is_a_workbook(folder: Path, tmp_path: Path) -> None:
    place = tmp_path / "panel.xlsx"
    assert run("panel", folder, "-o", place).exit_code == 0
    book = openpyxl.load_workbook(place)
    assert book.sheetnames == ["wide", "long", "codebook"]
    header, *found = book["wide"].iter_rows(values_only=True)
    column = header.index("proactive.total")
    assert [(row[0], row[1], row[column]) for row in found] == [
        ("白云县水务局", 2015, 120),
        ("白云县水务局", 2016, 131),
    ]


@pytest.mark.parametrize("options", [["--format", "parquet"], ["--format", "csv"], []])
def test_a_panel_is_a_folder(options: list[str], folder: Path, tmp_path: Path) -> None:
    place = tmp_path / "panel"
    assert run("panel", folder, "-o", place, *options).exit_code == 0
    form = options[1] if options else "csv"
    assert sorted(p.name for p in place.iterdir()) == [f"codebook.{form}", f"long.{form}", f"wide.{form}"]
    if form == "csv":
        assert header_of(place / "wide.csv")[:3] == ["agency", "year", "scope"]
        first = {p.name: p.read_bytes() for p in place.iterdir()}
        assert run("panel", folder, "-o", place, *options).exit_code == 0
        assert {p.name: p.read_bytes() for p in place.iterdir()} == first


@pytest.mark.parametrize(
    ("options", "message"),
    [(["--format", "csv"], "name a workbook or a folder"), (["-o", "panel.xls"], "give --format")],
)
def test_what_panel_can_not_write_is_said_at_once(options: list[str], message: str, folder: Path) -> None:
    result = run("panel", folder, *options)
    assert result.exit_code == 2
    assert message in " ".join(result.output.replace("│", " ").split())


def test_a_folder_where_a_file_stands_is_one_line(folder: Path, tmp_path: Path) -> None:
    place = tmp_path / "panel"
    place.write_text("mine", encoding="utf-8")
    result = run("panel", folder, "-o", place)
    assert result.exit_code == 2
    assert "panel" in result.output
    assert "Traceback" not in result.output
    assert place.read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("command", ["extract", "panel"])
def test_a_bad_file_does_not_stop_the_batch(command: str, folder: Path, tmp_path: Path) -> None:
    (folder / "broken.txt").write_bytes(b"\x00\x01\x02\xff\xfe\x00" * 50)
    place = tmp_path / "out.xlsx"
    result = run(command, folder, "-o", place)
    assert result.exit_code == 2
    assert "broken.txt" in result.output
    rows = openpyxl.load_workbook(place).worksheets[0].max_row
    assert rows > 2


def test_nothing_readable_leaves_an_earlier_panel_as_it_was(tmp_path: Path) -> None:
    place = tmp_path / "panel.xlsx"
    place.write_bytes(b"earlier")
    result = run("panel", tmp_path / "missing", "-o", place)
    assert result.exit_code == 2
    assert place.read_bytes() == b"earlier"


def test_standard_input_is_a_report(monkeypatch: pytest.MonkeyPatch) -> None:
    text = REPORT.format(year=2015, proactive=120, received=8)
    result = CliRunner().invoke(app, ["panel", "-"], input=text.encode("utf-8"))
    assert result.exit_code == 0
    assert "proactive.total" in result.stdout


def test_help_and_the_table_formats_wait_for_heavy_libraries() -> None:
    code = "import sys, gdie.cli; print([m for m in ('pandas', 'pyarrow', 'xlsxwriter') if m in sys.modules])"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert loaded.strip() == "[]"
