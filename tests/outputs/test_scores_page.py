"""The page of an evaluation: whole, self-contained, and unmoved by what a document says."""

import json
import re
import shutil
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from typer.testing import CliRunner

from gdie.cli import app
from gdie.outputs.scores.page import render_errors, render_page
from gdie.outputs.scores.saved import NoReport, read_report
from gdie.outputs.scores.svg import Estimate, Line, Point, intervals, lines
from tests.conftest import ROOT
from tests.evaluation.test_devset import PROSE, PROSE_FACTS, row, write

HOSTILE = "</td><script>alert('一')</script><img src=x onerror=alert(1)>{{ 7*7 }}\u202e&amp;<!--"
FETCHES = re.compile(r"https?://(?!www\.w3\.org/2000/svg)|url\(|@import|javascript:", re.IGNORECASE)
VOID = {"meta", "link", "br", "img", "input", "hr"}


class Page(HTMLParser):
    """Which tags and attributes a page has, and whether its tags are closed in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.languages: set[str] = set()
        self.open: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.languages |= {value or "" for name, value in attrs if name == "lang"}
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def check_page(text: str) -> Page:
    page = Page(text)
    assert page.open == []
    assert not page.tags & {"script", "img", "iframe", "link", "object"}
    assert not page.attributes & {"src", "href", "onerror", "onload", "onclick"}
    assert not FETCHES.search(text)
    return page


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """One evaluation by the command line, of passages of which one is hostile."""
    folder = tmp_path_factory.mktemp("passages")
    write(folder, "d001", PROSE, PROSE_FACTS)
    hostile = f"2015年,青禾市档案局{HOSTILE}共办来信12封,{HOSTILE}来访3封。"
    write(folder, "d002", hostile, [row(0, "12封", 12, "来信"), row(1, "12", 99, HOSTILE)], tags=[HOSTILE])
    write(
        folder,
        "d003",
        "项目 | 单位 | 数量 |\n来信数 | 封 | 12 |\n",
        [row(0, "12", 12, "来信", source="table")],
    )
    out = tmp_path_factory.mktemp("out")
    for name in ("gold", "written"):
        (out / name).mkdir()
    shutil.copy(ROOT / "annotations" / "gold" / "aqsiq-2016-plan.jsonl", out / "gold")
    marked = "{D 2013年}，{A! 我局}通过{H 网站}公开{G 信息}{C 12条|h=<}，办结率{P 99%|g=-}。\n"
    (out / "written" / "made-up.txt").write_text(marked, encoding="utf-8")
    arguments = [f"--{kind}={out / f'scores.{kind}'}" for kind in ("html", "json")]
    result = CliRunner().invoke(
        app,
        [
            "evaluate",
            f"--devset={folder}",
            "--baselines",
            f"--annotations={out / 'gold'}",
            f"--corpus={ROOT / 'corpus'}",
            f"--written={out / 'written'}",
            f"--errors={out / 'errors.jsonl'}",
            *arguments,
        ],
        catch_exceptions=False,
    )
    return {"result": result, "out": out, "folder": folder}


def test_everything_is_written(run: dict[str, Any]) -> None:
    assert run["result"].exit_code == 0
    table = run["result"].output
    for words in ("prose", "tables", "wholly right", "pattern", "crf", "calibration error"):
        assert words in table
    data = read_report(run["out"] / "scores.json")
    assert set(data["baselines"]) == {"pattern", "crf"}
    assert data["analysis"]["confidence"]["all"]["precision_recall"]["wanted"] == 7
    errors = [json.loads(line) for line in (run["out"] / "errors.jsonl").read_text("utf-8").splitlines()]
    assert {e["kind"] for e in errors} == set(data["analysis"]["errors"])
    assert sum(data["analysis"]["errors"].values()) == len(errors)
    # Scores can be published: only the list of errors quotes the passages.
    assert "alert" not in json.dumps({k: v for k, v in data.items() if k not in ("slices", "baselines")})


def test_the_page_is_self_contained_and_escapes_the_document(run: dict[str, Any]) -> None:
    text = (run["out"] / "scores.html").read_text("utf-8")
    page = check_page(text)
    assert "zh-CN" in page.languages
    assert "&lt;script&gt;" in text
    assert "{{ 7*7 }}" in text  # the document's words are no template
    assert "\u202e" not in text
    assert "svg" in page.tags
    assert text.count("<mark>") == sum(read_report(run["out"] / "scores.json")["analysis"]["errors"].values())
    for words in (
        "Calibration: all",
        "Precision and recall: all",
        "Scores: prose",
        "Confusion: channels",
        "tag:",
    ):
        assert words in text


def test_errors_alone(run: dict[str, Any]) -> None:
    errors = [json.loads(line) for line in (run["out"] / "errors.jsonl").read_text("utf-8").splitlines()]
    text = render_errors(HOSTILE, errors)
    check_page(text)
    assert f"({len([e for e in errors if e['kind'] == errors[0]['kind']])})" in text
    assert "<mark>" not in render_errors("none", [])


def test_a_saved_curve_is_shown_beside(run: dict[str, Any]) -> None:
    scores = read_report(run["out"] / "scores.json")
    points = [{"documents": n, "trained_on": [], "summary": scores["summary"]} for n in (1, 2, 7)]
    curve = {"title": "learning curve", "kind": "curve", "held_out": [HOSTILE], "seed": 1, "points": points}
    text = render_page([scores, curve])
    check_page(text)
    assert "Learning curve" in text
    assert text.count("<h2>") == 2
    alone = render_page([curve])
    assert "documents trained on" in alone


def test_charts_are_well_formed_and_escape_their_labels() -> None:
    chart = intervals(
        [(HOSTILE, [Estimate(HOSTILE, 0.5, 0.4, 0.6), Estimate("b", 0.0, 0.0, 0.0)]), ("二", [])], HOSTILE
    )
    curve = lines(
        [Line(HOSTILE, (Point(0, 0), Point(1, 1, 0.5, 1.0, 0.3)))], HOSTILE, "<x>", "&y", diagonal=True
    )
    for svg in (chart, curve, lines([], "nothing", "x", "y"), intervals([], "nothing")):
        root = ElementTree.fromstring(svg.replace("\u202e", ""))
        assert {e.tag.split("}")[1] for e in root.iter()} <= {
            "svg",
            "title",
            "text",
            "line",
            "circle",
            "polyline",
        }
    circle = next(
        e for e in ElementTree.fromstring(chart.replace("\u202e", "")).iter() if e.tag.endswith("circle")
    )
    assert float(circle.attrib["cx"]) == 210 + 420 * 0.5


@pytest.mark.parametrize("content", ["no json", "[]", '{"columns": {}}'])
def test_what_is_no_report_is_named(tmp_path: Path, content: str) -> None:
    path = tmp_path / "x.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(NoReport, match=r"x\.json"):
        read_report(path)


def test_two_kinds_of_evaluation_at_once_are_refused(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["evaluate", f"--devset={tmp_path}", "--curve"])
    assert result.exit_code == 2
    result = CliRunner().invoke(app, ["evaluate", f"--devset={tmp_path}"])
    assert result.exit_code == 2
