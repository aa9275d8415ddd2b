import io
import json
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.console import Console

from gdie.annotation import Annotation, Entity
from gdie.documents.reading import document_from_text
from gdie.evaluation.devset import score_devset
from gdie.evaluation.facts import score_facts
from gdie.evaluation.report import DocumentScores, Report, devset_report, document_report
from gdie.evaluation.runs import Training, cross_validation, score_document
from gdie.evaluation.spans import score_spans
from gdie.facts.extraction import from_annotation
from tests.evaluation.strategies import fact
from tests.evaluation.test_devset import PROSE, PROSE_FACTS, oracle, write
from tests.markup import parse

GOLD = [fact("f1", 10), fact("f2", 20, part_of="f1")]
SPANS = Annotation((Entity(0, 2, "COUNT"), Entity(3, 5, "CATEGORY")))


def scores(name: str, found: int, seen: bool = False) -> DocumentScores:
    return DocumentScores(
        name,
        score_spans(SPANS, Annotation(SPANS.entities[:found])),
        score_facts(GOLD, GOLD[:found]),
        seen,
    )


def drawn(report: Report, width: int = 250) -> str:
    console = Console(file=io.StringIO(), width=width)
    console.print(report.table())
    text = console.file.getvalue()  # type: ignore[attr-defined]
    assert isinstance(text, str)
    return text


def test_pooled_mean_and_interval() -> None:
    report = document_report("四份报告", [scores("甲", 2), scores("乙", 0), scores("丙", 2)])
    total = report.data["columns"]["total"]
    assert total["documents"] == 3
    assert total["facts"]["fields"]["figure"]["recall"] == pytest.approx(4 / 6)
    assert total["mean_f1"]["figure"] == pytest.approx(2 / 3)
    low, high = total["intervals"]["figure"]
    assert low < total["facts"]["fields"]["figure"]["f1"] < high
    assert total["facts"]["whole"]["exact"] == {"accuracy": pytest.approx(2 / 3), "right": 2, "of": 3}
    assert total["spans"]["entities"]["micro"]["fn"] == 2
    # A field that occurs nowhere has no mean; 1.0 would flatter.
    assert total["mean_f1"]["share_of"] is None


def test_seen_documents_are_totalled_apart() -> None:
    columns = document_report("x", [scores("a", 2, seen=True), scores("b", 1)]).data["columns"]
    assert list(columns) == ["a (seen)", "b", "total seen", "total unseen"]
    assert columns["total seen"]["facts"]["fields"]["figure"]["f1"] == 1.0
    assert columns["total unseen"]["facts"]["fields"]["figure"]["f1"] < 1.0


def test_a_report_is_plain_and_the_same_every_time() -> None:
    documents = [scores("甲", 2), scores("乙", 1)]
    report = document_report("题", documents)
    assert report.json() == document_report("题", documents).json()
    saved = Report(json.loads(report.json()))
    assert saved.json() == report.json()
    assert drawn(saved) == drawn(report)
    assert "甲" in report.json()


def test_tables_show_names_as_they_are() -> None:
    text = drawn(document_report("[bold]题[/bold]", [scores("广州[red]", 1)]))
    assert "[bold]题[/bold]" in text
    assert "广州[red]" in text
    figure = next(line for line in text.splitlines() if "figure" in line and "0.667" in line)
    assert "1.000" in figure  # precision
    assert "0.500" in figure  # recall
    assert "COUNT" in text
    # Full-width characters take two cells: the borders stay in line.
    widths = {cell_len(line) for line in text.splitlines() if line.startswith(("│", "┃"))}
    assert len(widths) == 2  # one of each table


def test_no_documents_no_report() -> None:
    with pytest.raises(ValueError, match="at least one"):
        document_report("x", [])


def test_devset_report(tmp_path: Path) -> None:
    write(tmp_path, "d001", PROSE, PROSE_FACTS, tags=["list[1]"])
    report = devset_report("made up", score_devset(tmp_path, oracle))
    assert json.loads(report.json())["columns"]["all"]["facts"]["whole"]["similar"]["right"] == 1
    text = drawn(report)
    assert "format:old" in text
    assert "1/1" in text
    assert "list[1]" not in text  # phenomena are many: they stand in JSON and page
    assert "tag:list[1]" in report.data["slices"]
    assert "value_max" not in report.json()  # not in the gold, so not scored
    assert report.errors == ()


def test_baselines_stand_below_each_score() -> None:
    own, other = document_report("x", [scores("a", 2)]), document_report("x", [scores("a", 1)])
    text = drawn(own.beside({"pattern": other}))
    lines = text.splitlines()
    number = next(i for i, line in enumerate(lines) if "│ figure " in line)
    assert "1.000" in lines[number]
    assert "pattern" in lines[number + 1] and "0.667" in lines[number + 1]
    number = next(i for i, line in enumerate(lines) if "│ CATEGORY " in line)
    assert "pattern" in lines[number + 1] and "0.000" in lines[number + 1]


def test_slices_summary_and_errors_of_gold_documents() -> None:
    text, gold = parse(MARKED, *RELATIONS)
    document = document_from_text(text, "made-up")
    less = Annotation(gold.entities, tuple(r for r in gold.relations if r.label != "PART_OF"))
    report = document_report("x", [score_document((document, gold), from_annotation(document, less))])
    assert set(report.data["slices"]) == {
        "prose passages",
        "text",
        f"kind:{document.metadata.kind}",
        "script:hans",
    }
    assert report.data["summary"]["prose"]["part_of"]["value"] == 0.0
    assert report.data["summary"]["prose"]["wholly right"] == {
        "value": 0.0,
        "low": 0.0,
        "high": 0.0,
        "support": 1,
    }
    assert report.data["summary"]["tables"]["figure and value"] is None
    assert [(e.kind, e.figure, e.gold, e.predicted) for e in report.errors] == [
        ("part_of", "3件", "12件", None)
    ]
    assert report.data["analysis"]["errors"] == {"part_of": 1}
    assert report.data["analysis"]["confusion"]["entities"]["labels"] == [
        "AGENCY",
        "CATEGORY",
        "CHANNEL",
        "COUNT",
        "DATE",
    ]


MARKED = "{DATE 2015年},{AGENCY 青禾市档案局}共办理{CATEGORY#g 来信}{COUNT#t 12件},其中{CHANNEL#h 网上}{COUNT#p 3件}。"
RELATIONS = ("t CATEGORY_OF g", "p CATEGORY_OF g", "p VIA h", "p PART_OF t")


def test_gold_against_itself_and_against_less() -> None:
    text, gold = parse(MARKED, *RELATIONS)
    document = document_from_text(text, "made-up")
    perfect = score_document((document, gold), from_annotation(document, gold))
    assert {s.f1 for s in perfect.facts.fields.values()} == {1.0}
    assert perfect.facts.fields["value"].support == 2
    assert perfect.facts.fields["part_of"].support == perfect.facts.fields["channel"].support == 1
    assert perfect.spans.relations.micro.f1 == 1.0
    less = Annotation(gold.entities, tuple(r for r in gold.relations if r.label != "PART_OF"))
    worse = score_document((document, gold), from_annotation(document, less))
    assert worse.facts.fields["part_of"].recall == 0.0
    assert worse.facts.fields["value"].f1 == 1.0
    assert worse.spans.relations["PART_OF"].f1 == 0.0
    assert worse.facts.whole["similar"].right == 0


def test_leaving_out_a_document_that_is_not_there(tmp_path: Path) -> None:
    text, gold = parse(MARKED, *RELATIONS)
    with pytest.raises(ValueError, match="no gold for other; there is made-up"):
        cross_validation(
            [(document_from_text(text, "made-up"), gold)],
            Training(tmp_path / "c.cfg", tmp_path, tmp_path, tmp_path),
            leave_out=["other"],
        )
