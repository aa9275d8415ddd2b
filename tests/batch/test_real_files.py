"""Folders of real files: bad ones among good ones, pages that could not be read, findings with their places in a file."""

import json
import zipfile
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from gdie.cli import app
from gdie.documents import DEFAULT_LIMITS
from tests.bad_files import BAD_FILES
from tests.documents.pdf_making import make_pdf, picture
from tests.outputs.conftest import _one_pipeline  # noqa: F401  (one pipeline for all runs in this process)
from tests.rendering.office import as_docx
from tests.rendering.report import Report, report_2021

TITLE = "白云县水务局2022年政府信息公开工作年度报告"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(a) for a in arguments])


def test_bad_files_do_not_stop_a_batch(tmp_path: Path) -> None:
    place = tmp_path / "in"
    place.mkdir()
    bad = [b for b in BAD_FILES if b.limits == DEFAULT_LIMITS and b.name != "one-line.txt"]
    for one in bad:
        (place / one.name).write_bytes(one.make())
    (place / "middle.docx").write_bytes(as_docx(report_2021(1)))
    (place / "zz.txt").write_text(f"{TITLE}\n2022年，我局收到申请12件。\n", encoding="utf-8")
    (place / "news.txt").write_text("全县举办消防培训\n今天，共有30人参加。\n", encoding="utf-8")
    report = tmp_path / "report.jsonl"
    result = run("extract", place, "--format", "jsonl", "--report", report)
    assert result.exit_code == 2
    assert "Traceback" not in result.stderr
    facts = [json.loads(line) for line in result.stdout.splitlines()]
    assert {fact["doc"] for fact in facts} == {"middle", "news", "zz"}
    files = {
        Path(f["path"]).name: f for f in map(json.loads, report.read_text(encoding="utf-8").splitlines())
    }
    assert len(files) == len(bad) + 3
    assert files["news.txt"]["kind"] == "other"
    lines = result.stderr.splitlines()
    assert all(line.startswith("gdie: ") for line in lines)
    assert lines[-1].startswith("gdie: read 3 files, 1 of them neither annual report nor work plan (")
    for one in bad:
        status, reason = files[one.name]["status"], files[one.name]["reason"]
        if one.name.endswith(".zip"):
            continue  # an archive's own line depends on whether it could be opened
        assert (status, one.said in reason) in (("failed", True), ("skipped", True)), one.name
        told = [line for line in lines if f"/{one.name}: " in line]
        assert len(told) == (status == "failed"), one.name
    assert files["middle.docx"]["form"] == "t3-2021" and files["middle.docx"]["facts"] == 200


def test_pages_that_could_not_be_read_are_told(tmp_path: Path) -> None:
    path = tmp_path / "half.pdf"

    def text(canvas) -> None:  # type: ignore[no-untyped-def]
        canvas.setFont("STSong-Light", 12)
        canvas.drawString(90, 700, TITLE)
        canvas.drawString(90, 670, "2022年，我局共收到政府信息公开申请12件，按时办结12件。")

    path.write_bytes(make_pdf(text, lambda canvas: canvas.drawImage(picture(), 0, 0, 595, 842)))
    report = tmp_path / "report.jsonl"
    result = run("extract", path, "-o", tmp_path / "out.jsonl", "--report", report)
    assert result.exit_code == 0
    warning = "page 2 is a scan without text and was not read"
    assert result.stderr.count(warning) == 1
    assert json.loads(report.read_text(encoding="utf-8"))["reason"] == warning


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_findings_name_their_places_in_the_file(tmp_path: Path, lang: str) -> None:
    path = tmp_path / "draft.docx"
    wrong = "2022年，我局新收政府信息公开申请42件，其中网上申请19件、信函申请5件。"
    path.write_bytes(as_docx(Report([TITLE, "一、总体情况", wrong])))
    result = run("check", path, "--format", "jsonl")
    assert result.exit_code == 1
    (finding,) = [f for f in map(json.loads, result.stdout.splitlines()) if f["severity"] == "error"]
    assert [place["place"]["paragraph"] for place in finding["places"]] == [3, 3, 3]
    shown = run("check", path, "--lang", lang).stdout
    assert ("第3段: " if lang == "zh" else "paragraph 3: ") + wrong in shown
    page = run("check", path, "--format", "html", "--lang", lang).stdout
    assert ("第3段" if lang == "zh" else "paragraph 3") in page


def test_what_is_no_document_in_a_folder_is_skipped_and_read_by_name(tmp_path: Path) -> None:
    place = tmp_path / "in"
    (place / "page_files").mkdir(parents=True)
    text = f"{TITLE}\n2022年，我局收到申请12件。\n"
    page = f"<html><body><h1>{TITLE}</h1><p>2022年，我局收到申请12件。</p></body></html>"
    for name, content in {
        "page_files/site.css": "p { margin: 12px } /* 共收到申请999件 */",
        "page_files/site.js": "var text = '共收到申请999件';",
        "settings.toml": 'title = "共收到申请999件"',
        "report.aspx": page,
        "no-suffix": page,
        "report.TXT": text,
    }.items():
        (place / name).write_text(content, encoding="utf-8")
    with zipfile.ZipFile(place / "all.zip", "w") as archive:
        archive.writestr("more/other.txt", text)
        archive.writestr("more/settings.toml", "x = 999")
    result = run("extract", place, "--format", "jsonl")
    assert result.exit_code == 0
    facts = [json.loads(line) for line in result.stdout.splitlines()]
    assert sorted(f["doc"] for f in facts) == ["no-suffix", "other", "report", "report"]
    assert {f["value"] for f in facts} == {12}
    assert result.stderr.strip() == "gdie: read 4 files (4 skipped)"
    named = run("extract", place / "settings.toml", "--format", "jsonl")
    assert [json.loads(line)["value"] for line in named.stdout.splitlines()] == [999]
