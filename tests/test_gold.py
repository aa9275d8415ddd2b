"""What must be true of the committed gold: valid, recoverable by the model's candidates, stable as facts."""

import csv
from pathlib import Path

import pytest

from gdie.annotation import Annotation, Entity, load_records, problems
from gdie.documents import Document, read_document, record_spans
from gdie.facts import from_annotation
from gdie.facts.assemble import Context
from gdie.facts.forms import FormReadings
from gdie.facts.report import report_of
from gdie.pipeline.candidates import never_proposed
from gdie.reconcile import check
from gdie.text.view import normalise
from gdie.training.gold import annotation_files, check_annotations, load_gold, read_manifest, read_splits
from tests.conftest import ROOT
from tests.golden_files import FOLDER, differences, line

GOLD = {d.stem: (d, a) for d, a in load_gold(ROOT / "annotations" / "gold", ROOT / "corpus")}
WRITTEN = {path.stem for path in (ROOT / "annotations" / "written").glob("*.txt")}
documents = pytest.mark.parametrize("name", sorted(GOLD))


def test_every_document_of_the_manifest_has_gold_and_the_splits_name_them() -> None:
    names = {source.name for source in read_manifest(ROOT / "corpus")}
    assert names == set(GOLD)
    splits = read_splits(ROOT / "training" / "splits.toml")
    assert set(splits.leave_out) <= names
    assert set(splits.development) < WRITTEN


def test_written_reports_are_valid_and_apart_from_the_real_ones() -> None:
    assert len(WRITTEN) >= 60
    assert not WRITTEN & set(GOLD)
    files = annotation_files([ROOT / "annotations" / "written"])
    assert [line for line, _ in check_annotations(files, ROOT / "corpus", full=False)] == []


@pytest.mark.parametrize(
    "path", sorted((ROOT / "annotations").rglob("*.jsonl")), ids=lambda p: f"{p.parent.name}-{p.stem}"
)
def test_annotations_are_valid(path: Path) -> None:
    texts = {s.name: read_document(s.path).text for s in read_manifest(ROOT / "corpus")}
    assert [p for record in load_records(path) for p in problems(record, texts)] == []


@documents
def test_gold_records_are_cut_as_extraction_cuts_them(name: str) -> None:
    records = load_records(ROOT / "annotations" / "gold" / f"{name}.jsonl")
    spans = record_spans(GOLD[name][0])
    assert [(r.offset, r.offset + len(r.text)) for r in records] == [(s.start, s.end) for s in spans]


@documents
def test_no_gold_relation_is_out_of_the_candidates_reach(name: str) -> None:
    for record in load_records(ROOT / "annotations" / "gold" / f"{name}.jsonl"):
        assert never_proposed(record.annotation.entities, record.annotation.relations) == []


@documents
def test_every_figure_of_the_gold_becomes_a_fact_that_says_what_it_counts(name: str) -> None:
    document, annotation = GOLD[name]
    facts = {(f.start, f.end): f for f in from_annotation(document, annotation).facts}
    figures = [e for e in annotation.entities if e.label in ("COUNT", "PERCENT")]
    assert [document.text[e.start : e.end] for e in figures if (e.start, e.end) not in facts] == []
    assert [f.text for f in facts.values() if f.category is None] == []


@documents
def test_facts_of_the_gold_are_the_golden_ones(name: str, request: pytest.FixtureRequest) -> None:
    found = [line(f) for f in from_annotation(*GOLD[name]).facts]
    path = FOLDER / f"{name}.tsv"
    if request.config.getoption("--update-golden"):
        path.write_text("\n".join(found) + "\n", encoding="utf-8")
    expected = path.read_text(encoding="utf-8").splitlines()
    assert found == expected, differences(expected, found)


def test_mentions_before_the_record_are_inherited() -> None:
    """Each relation that the records cut off is found again by the rule; the one exception is known."""
    missed = []
    with (ROOT / "annotations" / "inherited.csv").open(encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            document, annotation = GOLD[row["doc"]]
            context = Context(document, normalise(document.text), annotation, {}, FormReadings())
            figure = next(e for e in annotation.entities if e.start == int(row["start"]))
            label = {"DURING": "DATE", "BY": "AGENCY"}[row["type"]]
            wanted = Entity(int(row["mention_start"]), int(row["mention_end"]), label)
            if context.inherited(figure, label) != wanted:
                missed.append((row["doc"], context.text(figure), context.text(wanted)))
    # Between the year and the figure stands 截止2012年12月31日, which is nearer.
    assert missed == [("aqsiq-2012", "11项", "2012年")]


def errors(document: Document, annotation: Annotation) -> list[tuple[str, float, float]]:
    extraction = from_annotation(document, annotation)
    return [
        (f.kind, float(f.stated), round(float(f.computed), 2))
        for f in check(report_of(extraction)).findings
        if f.verdict == "violated" and f.severity == "error"
    ]


@documents
def test_the_gold_reconciles_but_for_its_known_errors(name: str) -> None:
    known = {
        "guangzhou-2014": [
            ("share", 8.9, 9.04),
            ("share", 0.75, 0.76),
            ("share", 63.7, 64.59),
            ("sum", 15707.0, 15668.0),
        ],
        # 100余条 sent to reading rooms by the text, 34 by the table
        "shandong-2017": [("agreement", 100.0, 34.0)],
    }
    assert errors(*GOLD[name]) == known.get(name, [])


def test_an_injected_error_is_found_in_each_document() -> None:
    """The silence on consistent documents is no deafness: a changed total is reported."""
    for name, old, new in (
        ("aqsiq-2012", "开设了14个", "开设了16个"),
        ("shaanxi-2012", "1134条", "1184条"),
        ("shandong-2017", "283家", "383家"),
    ):
        document, annotation = GOLD[name]
        changed = Document(
            document.stem,
            document.text.replace(old, new),
            document.blocks,
            document.tables,
            document.metadata,
        )
        assert len(errors(changed, annotation)) == len(errors(*GOLD[name])) + 1, name


def test_a_file_that_cannot_be_read_does_not_end_the_check(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text("no record\n", encoding="utf-8")
    (tmp_path / "b.jsonl").write_text('{"doc": "b"}\n', encoding="utf-8")
    said = list(check_annotations(annotation_files([tmp_path]), ROOT / "corpus", full=False))
    assert [line.split(":")[0][-7:] for line, wrong in said if wrong] == ["a.jsonl", "b.jsonl"]
