"""The passages here are made up for the test; nothing of the development set may stand in the repository."""

import io
import json
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import spacy
from rich.console import Console

from gdie.annotation import Annotation
from gdie.documents import Document
from gdie.evaluation import inconsistencies
from gdie.evaluation.devset import DevsetError, read_devset
from gdie.evaluation.gold_reports import gold_report
from gdie.evaluation.inconsistencies import (
    Detection,
    FalseAlarm,
    Judged,
    Outcome,
    judge,
    score_inconsistencies,
)
from gdie.evaluation.report import Report as Scores
from gdie.facts import Breakdown, Fact
from gdie.facts.extraction import Extraction
from gdie.facts.forms import FormReadings
from gdie.facts.report import Report
from gdie.reconcile.model import Correction, Explanation, Finding, Place, Reconciliation, Suspect
from tests.evaluation.strategies import fact
from tests.evaluation.test_devset import row, write

# Figures f0, f1, … of the made-up report stand at 0–3, 10–13, …
SPOTS = [(10 * n, 10 * n + 3) for n in range(8)]
FACTS = tuple(fact(f"f{n}", start) for n, (start, _) in enumerate(SPOTS))
REPORT = Report("made-up", None, 2015, FACTS)
WHY = Explanation("one digit wrong", "一位数字有误")


def judged(kind: str, total: int, parts: Sequence[int], least: int, right: float | None = None) -> Judged:
    return Judged(kind, SPOTS[total], tuple(SPOTS[n] for n in parts), least, right)


def finding(total: str | None, *parts: str, identifier: str = "c1", **other: Any) -> Finding:
    values: dict[str, Any] = {
        "doc": "made-up",
        "id": identifier,
        "kind": "sum",
        "total": total,
        "parts": parts,
        "stated": Fraction(12),
        "computed": Fraction(13),
        "verdict": "violated",
        "severity": "error",
        "rule": "sum",
        "explanation": WHY,
    }
    return Finding(**(values | other))


@pytest.mark.parametrize(
    ("contradiction", "found"),
    [
        (judged("sum", 0, [1, 2], 1), finding("f0", "f1", "f2")),
        (judged("sum", 0, [1, 2], 1), finding("f0", "f2", "f5")),  # one part is enough
        (judged("percent", 3, [1, 0], 0), finding("f7", "f3", "f6", kind="share")),  # the percentage alone
        (judged("text_table", 0, [4], 1), finding("f4", "f0", kind="agreement")),  # either is the total
        (judged("balance", 6, [1, 2, 5], 2), finding("f6", "f1", "f2")),
        (judged("sum", 0, [1], 1), finding("f0", places=(Place("made-up", None, 11, 12, "2"),))),  # overlap
    ],
)
def test_a_finding_on_the_figures_of_a_contradiction_is_right(contradiction: Judged, found: Finding) -> None:
    outcomes, false = judge(REPORT, Reconciliation((found,)), [contradiction])
    assert [(o.passage, o.severity, o.findings) for o in outcomes] == [("made-up", "error", (found,))]
    assert false == []


@pytest.mark.parametrize(
    ("contradiction", "found", "alarms"),
    [
        (judged("sum", 0, [1, 2], 1), finding("f0", "f3", "f4"), 1),  # another list of the total
        (judged("sum", 0, [1, 2], 1), finding("f5", "f1", "f2"), 1),  # the same parts of another total
        (judged("balance", 6, [1, 2, 5], 2), finding("f6", "f1"), 1),
        (judged("text_table", 0, [4], 1), finding("f0", "f1", "f2"), 1),
        (judged("sum", 0, [1], 1), finding("f0", "f1", severity="note"), 0),
        (judged("sum", 0, [1], 1), finding("f0", "f1", verdict="unverifiable", severity="warning"), 0),
        (judged("sum", 0, [1], 1), finding("gone", "lost"), 1),  # ids that no fact has
    ],
)
def test_other_findings_are_not(contradiction: Judged, found: Finding, alarms: int) -> None:
    outcomes, false = judge(REPORT, Reconciliation((found,)), [contradiction])
    assert [(o.severity, o.findings) for o in outcomes] == [(None, ())]
    assert [a.finding for a in false] == [found] * alarms


def test_the_gravest_finding_on_a_contradiction_counts() -> None:
    both = finding("f0", "f1", severity="warning"), finding("f0", "f2", identifier="c2")
    outcomes, _ = judge(REPORT, Reconciliation(both), [judged("sum", 0, [1, 2], 1)])
    assert (outcomes[0].severity, outcomes[0].findings) == ("error", both)


@pytest.mark.parametrize(
    ("found", "group"),
    [
        (finding("f0", "f1", "f2"), "sums"),
        (finding("f0", "f2", "f3", "f6"), "sums"),  # half of the parts
        (finding("f0", "f3", "f6"), "other"),  # one of four
        (finding("f4", "f5"), "partial"),
        (finding("f4", "f7"), "other"),
    ],
)
def test_what_the_gold_says_of_a_false_alarm(found: Finding, group: str) -> None:
    gold = [judged("partial", 4, [5], 1), judged("sums", 0, [1, 2, 3, 7], 2)]
    outcomes, false = judge(REPORT, Reconciliation((found,)), gold)
    assert outcomes == []
    assert [a.group for a in false] == [group]


@pytest.mark.parametrize(
    ("suspect", "located"),
    [
        (Suspect("f0", Fraction(13), WHY), True),
        (Suspect("f0", Fraction(14), WHY), False),
        (Suspect("f1", Fraction(13), WHY), False),  # the value of another figure
        (Suspect("f0", None, WHY), False),
        (Suspect("gone", Fraction(13), WHY), False),
    ],
)
@pytest.mark.parametrize("corrected", [False, True])
def test_the_right_value_is_looked_for_among_suspects_and_corrections(
    suspect: Suspect, located: bool, corrected: bool
) -> None:
    found = finding("f0", "f1", suspects=() if corrected else (suspect,))
    corrections = (Correction("made-up", "k1", ("c1",), (suspect,), True),) if corrected else ()
    outcomes, _ = judge(REPORT, Reconciliation((found,), corrections), [judged("sum", 0, [1], 1, 13.0)])
    assert (outcomes[0].suspects, outcomes[0].located) == ((suspect,), located)


@pytest.mark.parametrize(("suggested", "located"), [(9, True), (10, False)])
def test_the_right_share_is_right_to_its_printed_precision(suggested: int, located: bool) -> None:
    percent = replace(FACTS[3], kind="percent", text="8%", value=8, unit="%")
    report = replace(REPORT, facts=(*FACTS[:3], percent))
    found = finding("f0", "f3", kind="share", suspects=(Suspect("f3", Fraction(suggested), WHY),))
    outcomes, _ = judge(report, Reconciliation((found,)), [judged("percent", 3, [1, 0], 0, 9.4)])
    assert outcomes[0].located is located


def test_a_correction_of_something_else_is_no_suspect() -> None:
    other = Correction("made-up", "k1", ("c9",), (Suspect("f0", Fraction(13), WHY),), True)
    result = Reconciliation((finding("f0", "f1"),), (other,))
    outcomes, _ = judge(REPORT, result, [judged("sum", 0, [1], 1, 13.0)])
    assert outcomes[0].suspects == ()


TEXT = "2015年,青禾市档案局办理来信13封,其中网上3封、信函9封。网上占25%。全年举办讲座5至7场次,通过电视、报纸宣传。"
OWN = {"agency": "青禾市档案局"}
ROWS = [
    row(0, "13封", 13, "来信", **OWN),
    row(1, "3封", 3, "来信", nth=2, channel="网上", part_of=0, **OWN),
    row(2, "9封", 9, "来信", channel="信函", part_of=0, **OWN),
    row(3, "25%", 25, "来信", unit="%", share_of=1, **OWN),
    row(4, "5至7场次", 5, "讲座", unit="场次", approx="at_least", channel="电视、报纸", **OWN),
]
WRONG = [{"kind": "sum", "total": 0, "parts": [1, 2], "stated": 13, "sum": 12, "note": ""}]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path, "d001", TEXT, ROWS, inconsistencies=WRONG)
    right = TEXT.replace("13封", "12封")
    write(
        tmp_path,
        "d002",
        right,
        [ROWS[0] | {"fig": "12封", "value": 12}, row(1, "3封", 3, "来信", part_of=0), *ROWS[2:]],
    )
    return tmp_path


def gold_of(folder: Path) -> Report:
    return gold_report(read_devset(folder)[0], ROWS, spacy.blank("zh"))


def test_gold_facts_as_a_report(folder: Path) -> None:
    report = gold_of(folder)
    total, online, letters, share, talks = report.facts
    assert [f.text for f in report.facts] == [TEXT[f.start : f.end] for f in report.facts]
    assert (total.value, total.unit, total.kind, total.weakest) == (13, "封", "count", 1.0)
    assert total.period and (total.period.start, total.period.end) == ("2015-01-01", "2015-12-31")
    assert total.agency and (total.agency.name, total.agency.scope) == ("青禾市档案局", "agency")
    assert (online.part_of, letters.part_of, share.shares) == ("f0", "f0", ("f1",))
    assert (share.kind, share.share_of) == ("percent", "f1")
    assert (talks.value_max, talks.approx) == (7, "at_least")
    assert report.breakdowns == (Breakdown("f0", ("f1", "f2"), True, "其中"),)
    assert (report.doc, report.agency) == ("d001", "青禾市档案局")


def test_names_are_those_nearest_to_the_figure(folder: Path) -> None:
    _, online, letters, share, talks = gold_of(folder).facts
    assert online.channel and online.channel.start == TEXT.index("网上3封")
    assert letters.category and letters.category.start == TEXT.index("来信13封")
    assert share.category and TEXT[share.category.start : share.category.end] == "来信"
    # Names behind the figure count, too; two media have no code in common.
    assert talks.channel and talks.channel.start == TEXT.index("电视、报纸")
    assert online.channel.code is not None
    assert talks.channel.code is None


def test_a_name_put_together_from_several_places(tmp_path: Path) -> None:
    rows = [row(0, "12封", 12, "来函", **OWN)]
    write(tmp_path, "d001", "青禾市档案局,2015年,12封。", rows)
    category = gold_report(read_devset(tmp_path)[0], rows, spacy.blank("zh")).facts[0].category
    assert category and (category.text, category.start, category.end) == ("来函", 13, 13)


def blind(document: Document, _: spacy.Language) -> Extraction:
    return Extraction(document, Annotation(), 2015, (), (), FormReadings())


def added_up(report: Report) -> Reconciliation:
    """A reconciliation that adds up each list, and nothing else."""
    values = {f.id: Fraction(f.value) for f in report.facts}
    found = []
    for n, listed in enumerate(report.breakdowns):
        holds = sum(values[p] for p in listed.parts) == values[listed.total]
        verdict = "holds" if holds else "violated"
        found.append(finding(listed.total, *listed.parts, identifier=f"c{n}", verdict=verdict))
    return Reconciliation(tuple(found))


def test_both_ways(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inconsistencies, "extract", blind)
    monkeypatch.setattr(inconsistencies, "check", added_up)
    found = score_inconsistencies(folder, spacy.blank("zh"))
    assert {way: [o.severity for o in d.outcomes] for way, d in found.items()} == {
        "end to end": [None],
        "gold facts": ["error"],
    }
    assert [d.false_alarms for d in found.values()] == [(), ()]


def test_what_the_gold_says_is_only_compared_with(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[tuple[Fact, ...]] = []

    def remember(report: Report) -> Reconciliation:
        given.append(report.facts)
        return Reconciliation(())

    monkeypatch.setattr(inconsistencies, "extract", blind)
    monkeypatch.setattr(inconsistencies, "check", remember)
    score_inconsistencies(folder, spacy.blank("zh"))
    path = folder / "d001.json"
    path.write_text(
        json.dumps(json.loads(path.read_text(encoding="utf-8")) | {"inconsistencies": []}), encoding="utf-8"
    )
    assert score_inconsistencies(folder, spacy.blank("zh"))["gold facts"].outcomes == ()
    assert given[: len(given) // 2] == given[len(given) // 2 :]


@pytest.mark.parametrize(
    ("other", "message"),
    [
        ({"inconsistencies": [{"kind": "sum", "total": 0, "parts": [1]}]}, "sum"),
        ({"sums": [{"total": 7, "parts": [1]}]}, "IndexError"),
        ({"partial": [{"total": 0, "parts": None}]}, "TypeError"),
    ],
)
def test_bad_gold_is_named(tmp_path: Path, other: dict[str, Any], message: str) -> None:
    write(tmp_path, "d007", TEXT, ROWS, **other)
    with pytest.raises(DevsetError, match=rf"d007\.json: .*{message}"):
        score_inconsistencies(tmp_path, spacy.blank("zh"))


def test_values_and_table() -> None:
    caught = Outcome("d001", judged("sum", 0, [1], 1), (finding("f0", "f1"),), (), True)
    missed = Outcome("d002", judged("balance", 0, [1, 2], 2), (), (), False)
    alarm = FalseAlarm("d003", finding("f0", "f1", severity="warning"), "partial")
    scores = Scores({"kind": "curve", "title": "t", "held_out": [], "points": []})
    scores = scores.with_detection({"gold facts": Detection((caught, missed), (alarm,))})
    values = json.loads(scores.json())["inconsistencies"]["gold facts"]
    assert (values["found"], values["of"], values["errors"], values["warnings"], values["located"]) == (
        1,
        2,
        1,
        0,
        1,
    )
    assert values["false"] == {
        "errors": {"sums": 0, "partial": 0, "other": 0},
        "warnings": {"sums": 0, "partial": 1, "other": 0},
    }
    assert values["outcomes"][1] == {
        "passage": "d002",
        "kind": "balance",
        "severity": None,
        "suspects": 0,
        "located": False,
    }
    assert values["false_alarms"] == [
        {"passage": "d003", "rule": "sum", "severity": "warning", "on": "partial"}
    ]
    console = Console(file=io.StringIO(), width=180)
    console.print(scores.table())
    drawn = console.file.getvalue()  # type: ignore[attr-defined]
    line = next(line for line in drawn.splitlines() if "gold facts" in line)
    assert [cell.strip() for cell in line.strip("│").split("│")] == [
        "gold facts",
        "1/2",
        "1",
        "1",
        "0 / 0 / 0",
        "0 / 1 / 0",
        "d002 balance",
    ]
