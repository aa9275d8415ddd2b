"""The whole harness on models that are broken in known ways: every score must fall by exactly what is broken."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from gdie.annotation import Annotation
from gdie.documents.reading import document_from_text
from gdie.evaluation.report import Report, document_report
from gdie.evaluation.runs import score_document
from gdie.facts.extraction import from_annotation
from tests.evaluation.test_spans import renamed
from tests.markup import parse

MARKED = (
    "{DATE 2015年},{AGENCY 青禾市档案局}共收到{CATEGORY#g 咨询事项}{COUNT#t 40件},"
    "其中通过{CHANNEL#h 电子邮件}{COUNT#p 30件}、通过{CHANNEL#l 信函}{COUNT#q 10件},电子邮件占{PERCENT#s 75%}。"
)
RELATIONS = (
    "t CATEGORY_OF g",
    "p CATEGORY_OF g",
    "q CATEGORY_OF g",
    "p VIA h",
    "q VIA l",
    "p PART_OF t",
    "q PART_OF t",
    "s SHARE_OF p",
)
TEXT, GOLD = parse(MARKED, *RELATIONS)
DOCUMENT = document_from_text(TEXT, "made-up")


def report_of(predicted: Annotation) -> Report:
    return document_report("x", [score_document((DOCUMENT, GOLD), from_annotation(DOCUMENT, predicted))])


def counts(report: Report, *path: str) -> tuple[int, int, int]:
    value: Any = report.data["columns"]["total"]
    for key in path:
        value = value[key]
    return value["tp"], value["fp"], value["fn"]


def whole(report: Report) -> float:
    value = report.data["summary"]["all"]["wholly right"]["value"]
    assert isinstance(value, float)
    return value


def test_the_gold_itself() -> None:
    report = report_of(GOLD)
    assert counts(report, "spans", "entities", "micro") == (9, 0, 0)
    assert counts(report, "spans", "relations", "micro") == (8, 0, 0)
    assert counts(report, "facts", "fields", "value") == (4, 0, 0)
    assert whole(report) == 1.0
    assert report.errors == ()
    assert report.data["analysis"]["confidence"]["all"]["expected_calibration_error"] == 0.0


def test_empty_output() -> None:
    report = report_of(Annotation())
    assert counts(report, "spans", "entities", "micro") == (0, 0, 9)
    assert counts(report, "spans", "entities_overlapping", "micro") == (0, 0, 9)
    assert counts(report, "spans", "relations", "micro") == (0, 0, 8)
    assert counts(report, "facts", "fields", "value") == (0, 0, 4)
    assert whole(report) == 0.0
    assert report.data["analysis"]["errors"] == {"missed figure": 4}
    assert report.data["analysis"]["confidence"]["all"]["expected_calibration_error"] is None


def test_swapped_labels() -> None:
    report = report_of(renamed(GOLD, {"CATEGORY": "CHANNEL", "CHANNEL": "CATEGORY"}))
    assert counts(report, "spans", "entities", "micro") == (6, 3, 3)
    assert counts(report, "spans", "entities", "labels", "CHANNEL") == (0, 1, 2)
    # Only relations that touch neither label stay.
    assert counts(report, "spans", "relations", "micro") == (3, 5, 5)
    matrix = report.data["analysis"]["confusion"]["entities"]
    category, channel = matrix["labels"].index("CATEGORY"), matrix["labels"].index("CHANNEL")
    assert (matrix["counts"][category][channel], matrix["counts"][channel][category]) == (1, 2)


def test_swapped_relations() -> None:
    names = {"CATEGORY_OF": "VIA", "VIA": "CATEGORY_OF"}
    swapped = tuple(replace(r, label=names.get(r.label, r.label)) for r in GOLD.relations)
    report = report_of(Annotation(GOLD.entities, swapped))
    assert counts(report, "spans", "entities", "micro") == (9, 0, 0)
    assert counts(report, "spans", "relations", "micro") == (3, 5, 5)
    # The share takes its category from its count: all three it was right of are wrong, and the total has none.
    assert counts(report, "facts", "fields", "category") == (0, 3, 4)
    # The share has the medium of its count, the total has none.
    assert counts(report, "facts", "fields", "channel_code") == (0, 4, 3)
    assert counts(report, "facts", "fields", "part_of") == (2, 0, 0)
    assert whole(report) == 0.0


def test_shifted_offsets() -> None:
    shifted = renamed(GOLD, {}).shifted(1)
    report = report_of(Annotation(shifted.entities[:-1], ()))
    assert counts(report, "spans", "entities", "micro")[0] == 0
    assert counts(report, "facts", "fields", "figure")[0] == 0
    assert whole(report) == 0.0


def test_relations_that_were_never_proposed_are_misses() -> None:
    report = report_of(Annotation(GOLD.entities, ()))
    assert counts(report, "spans", "relations", "micro") == (0, 0, 8)
    assert counts(report, "spans", "relations_on_common_entities", "micro") == (0, 0, 8)
    assert counts(report, "facts", "fields", "value") == (4, 0, 0)
    assert counts(report, "facts", "fields", "part_of") == (0, 0, 2)


def test_said_twice() -> None:
    report = report_of(Annotation(GOLD.entities * 2, GOLD.relations * 2))
    assert counts(report, "spans", "entities", "micro") == (9, 9, 0)
    assert counts(report, "spans", "relations", "micro") == (8, 8, 0)


@pytest.mark.parametrize(
    ("label", "field", "kind", "figures"),
    [
        ("PART_OF", "part_of", "part_of", 2),
        ("SHARE_OF", "share_of", "share_of", 1),
        ("VIA", "channel_code", "channel", 3),  # the share loses the medium of its count too
    ],
)
def test_a_relation_that_is_not_learned_is_seen_in_its_field(
    label: str, field: str, kind: str, figures: int
) -> None:
    report = report_of(Annotation(GOLD.entities, tuple(r for r in GOLD.relations if r.label != label)))
    assert counts(report, "facts", "fields", field)[0] == 0
    assert report.data["analysis"]["errors"][kind] == figures
    assert counts(report, "facts", "fields", "value") == (4, 0, 0)


def test_every_break_lowers_the_mean_of_the_measures() -> None:
    def mean(report: Report) -> float:
        values = [v["value"] for v in report.data["summary"]["all"].values() if v]
        return sum(values) / len(values)

    breaks: list[Callable[[Annotation], Annotation]] = [
        lambda _: Annotation(),
        lambda a: renamed(a, {"COUNT": "DATE", "DATE": "COUNT"}),
        lambda a: Annotation(tuple(e.shifted(-1) for e in a.entities[1:])),
        lambda a: Annotation(a.entities, a.relations[1:]),
    ]
    for broken in breaks:
        assert mean(report_of(broken(GOLD))) < mean(report_of(GOLD)) == 1.0
