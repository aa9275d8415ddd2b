"""Which findings of a run are shown, in which order, and the excerpts of text they rest on."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

import pytest

from gdie.documents import Document
from gdie.facts import Mention
from gdie.facts.report import Report
from gdie.indicators import load_rules
from gdie.outputs.findings import checking
from gdie.outputs.findings.excerpts import Excerpt, Library
from gdie.outputs.findings.selection import (
    Checked,
    UnknownRule,
    ignored_rules,
    inconsistent,
    proposals,
    shown,
    without_rules,
)
from gdie.outputs.findings.words import proposal, summary, suspicion
from gdie.reconcile.model import Explanation, Finding, Reconciliation, Suspect
from tests.outputs.findings import SLIP, checked, correction, fact, finding, place

TEXT = "标题\n全年受理来信12封。其中表扬5封、批评8封；另有来电30次。\n附表\n"


def line(excerpt: Excerpt) -> str:
    return "".join(f"[{p.text}]" if p.place else p.text for p in excerpt.pieces)


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ((), set()),
        (("A1", "B9"), {"A1", "B9"}),
        (("A1, B9,",), {"A1", "B9"}),
        (("L*",), {"L1", "L2", "L3"}),
        (("s[uh]*",), {"sum", "share"}),
    ],
)
def test_rules_are_named_by_id_and_pattern(options: tuple[str, ...], expected: set[str]) -> None:
    assert ignored_rules(options, load_rules()) == expected


@pytest.mark.parametrize("pattern", ["Z9", "a1", "A1,Z*"])
def test_a_rule_that_is_not_there_is_named(pattern: str) -> None:
    with pytest.raises(UnknownRule, match=pattern.rpartition(",")[2].replace("*", r"\*")):
        ignored_rules([pattern], load_rules())


def test_worst_first_and_then_in_text_order() -> None:
    one = checked(
        "a",
        TEXT,
        finding("c1", "note", places=(place(TEXT, "12封"),)),
        finding("c2", "warning", rule="form"),
        finding("c3", "warning", places=(place(TEXT, "30次"),)),
        finding("c4", places=(place(TEXT, "30次"), place(TEXT, "8封"))),
        finding("c5", places=(place(TEXT, "标题", doc="b"), place(TEXT, "5封"))),
    )
    assert [f.id for f in shown(one, False)] == ["c5", "c4", "c3", "c2"]
    assert [f.id for f in shown(one, True)] == ["c5", "c4", "c3", "c2", "c1"]


def test_ignored_rules_vanish_from_findings_verdict_and_corrections() -> None:
    one = checked(
        "a",
        TEXT,
        finding("c1", rule="A1"),
        finding("c2", "warning", rule="sum"),
        finding("c3", "note", rule="A1"),
        corrections=(correction("k1", "c1"), correction("k2", "c1", "c2"), correction("k3", "c2")),
    )
    assert inconsistent(one)
    left = without_rules(one, frozenset({"A1"}))
    assert not inconsistent(left)
    assert [f.id for f in left.findings] == ["c2"]
    assert [(c.id, c.findings) for c in left.corrections] == [("k2", ("c2",)), ("k3", ("c2",))]


@pytest.mark.parametrize(
    ("severity", "verdict", "expected"),
    [
        ("error", "violated", True),
        ("error", "unverifiable", False),
        ("warning", "violated", False),
        ("note", "violated", False),
    ],
)
def test_only_violated_errors_make_a_report_inconsistent(severity: str, verdict: str, expected: bool) -> None:
    assert inconsistent(checked("a", TEXT, finding("c1", severity, verdict=verdict))) is expected


def test_only_corrections_without_a_choice_are_proposed() -> None:
    one = checked(
        "a",
        TEXT,
        finding("c1"),
        corrections=(correction("k1", "c1", unique=False), correction("k2", "c1")),
    )
    assert [c.id for c in proposals(one)] == ["k2"]


def test_findings_across_years_join_the_later_document(monkeypatch: pytest.MonkeyPatch) -> None:
    own = {"a": (finding("c1"), finding("c2")), "b": (finding("c1", doc="b"),)}

    def check_years(reports: Sequence[Report]) -> tuple[tuple[Finding, ...], ...]:
        assert [r.doc for r in reports] == ["a", "b"]
        return (), (finding("y1", rule="G1", doc="b"), finding("y2", rule="G2", doc="b"))

    monkeypatch.setattr(checking, "check_years", check_years)
    reports = [Report(doc, None, None, (fact("12封", 3),)) for doc in "ab"]
    found = [Reconciliation(own["a"], (correction("k1", "c1"),)), Reconciliation(own["b"])]
    a, b = checking.checked_together(
        (checking.checked_alone(Document(report.doc, TEXT), report, one), report)
        for report, one in zip(reports, found, strict=True)
    )
    assert [f.id for f in a.findings] == ["c1", "c2"]
    assert [(f.id, f.rule) for f in b.findings] == [("c1", "A1"), ("c2", "G1"), ("c3", "G2")]
    assert [c.id for c in a.corrections] == ["k1"]
    assert set(a.facts) == {"f3"}


@pytest.mark.parametrize(
    ("figures", "expected"),
    [
        (("12封",), "2: 全年受理来信[12封]。"),
        (("8封", "5封"), "2: 其中表扬[5封]、批评[8封]；"),
        (("30次", "12封"), "2: 全年受理来信[12封]。其中表扬5封、批评8封；另有来电[30次]。"),
        (("附表",), "3: [附表]"),
        (("来信12封", "12封", "2封"), "2: 全年受理[来信12封]。"),
    ],
)
def test_an_excerpt_is_the_sentence_of_the_figures(figures: tuple[str, ...], expected: str) -> None:
    one = checked("a", TEXT, finding("c1", places=tuple(place(TEXT, f) for f in figures)))
    (found,) = Library([one]).excerpts(one.findings[0], one)
    assert f"{found.line}: {line(found)}" == expected


def test_figures_of_several_lines_are_several_excerpts() -> None:
    one = checked("a", TEXT, finding("c1", places=(place(TEXT, "附表"), place(TEXT, "12封"))))
    assert [e.line for e in Library([one]).excerpts(one.findings[0], one)] == [2, 3]


def test_long_stretches_are_cut() -> None:
    text = f"{'前' * 500}7件{'中' * 500}8件{'后' * 500}"
    one = checked("a", text, finding("c1", places=(place(text, "7件"), place(text, "8件"))))
    (found,) = Library([one]).excerpts(one.findings[0], one)
    assert line(found) == f"…{'前' * 60}[7件]{'中' * 20}…{'中' * 20}[8件]{'后' * 40}…"


@pytest.mark.parametrize(("name", "start"), [("f12", 0), ("a#f12", 0), ("f12", 12), ("f404", 0), (None, 0)])
def test_a_figure_alone_on_its_line_has_what_it_counts_before_it(name: str | None, start: int) -> None:
    text = "受理来信\n总数\n（封）\n 12\n其他\n"
    at = text.index("12")
    counted = replace(fact("12", at), id="f12", category=Mention("受理来信\n总数", start, start + 7))
    one = checked("a", text, finding("c1", places=(replace(place(text, "12"), fact=name),)))
    (found,) = Library([replace(one, facts={"f12": counted})]).excerpts(one.findings[0], one)
    known = name in ("f12", "a#f12") and start == 0
    assert f"{found.line}: {line(found)}" == f"4: {'受理来信 总数 … ' if known else ''} [12]"


def test_places_in_other_documents_come_last_and_name_them() -> None:
    other = "上年来信11封。"
    places = (place(other, "11封", doc="b"), place(TEXT, "12封"))
    one, two = checked("a", TEXT, finding("c1", places=places)), checked("b", other)
    found = Library([two, one]).excerpts(one.findings[0], one)
    assert [(e.holder.stem, line(e)) for e in found] == [
        ("a", "全年受理来信[12封]。"),
        ("b", "上年来信[11封]。"),
    ]


def test_of_files_of_one_name_the_one_with_the_words_is_meant() -> None:
    first, second = "上年来信11封。", "全年来信12封。"
    one = checked("a", second, finding("c1", places=(place(first, "11封"), place(second, "12封"))))
    earlier = checked("a", first)
    found = Library([earlier, one]).excerpts(one.findings[0], one)
    assert [(e.holder is one, line(e)) for e in found] == [
        (True, "全年来信[12封]。"),
        (False, "上年来信[11封]。"),
    ]


@pytest.mark.parametrize(("start", "end"), [(0, 0), (500, 502), (0, 500), (-2, 1)])
def test_places_outside_of_the_text_are_passed_over(start: int, end: int) -> None:
    wrong = replace(place(TEXT, "12封"), start=start, end=end)
    one = checked("a", TEXT, finding("c1", places=(wrong, place(TEXT, "12封", doc="missing"))))
    assert Library([one]).excerpts(one.findings[0], one) == []


@pytest.mark.parametrize(
    ("suspect", "en", "zh"),
    [
        (
            Suspect("f9", Fraction(13), SLIP, "source"),
            "f9 12封 may stand for 13封: one digit wrong",
            "f9 12封或应为13封：一位数字有误",
        ),
        (
            Suspect("b#f9", None, SLIP, "reading"),
            "b#f9 12封 may be wrong: one digit wrong; misreading of the report",
            "b#f9 12封可能有误：一位数字有误；识读差错",
        ),
        (
            Suspect("f404", Fraction(5, 2), SLIP, "source"),
            "f404 may stand for 2.5: one digit wrong",
            "f404或应为2.5：一位数字有误",
        ),
    ],
)
def test_suspects_in_words(suspect: Suspect, en: str, zh: str) -> None:
    one, two = (checked(stem, TEXT, facts=(fact("12封", 9),)) for stem in "ab")
    library = Library([one, two])
    assert suspicion(suspect, one, library, "en") == en
    assert suspicion(suspect, one, library, "zh") == zh


def test_corrections_and_counts_in_words() -> None:
    one = checked("a", TEXT, finding("c1"), finding("c2", "warning"), facts=(fact("12封", 9),), accepted=3)
    change = Suspect("f9", Fraction(13), Explanation("", ""), "source")
    found = correction("k1", "c1", "c2", change=change)
    assert proposal(found, one, Library([one]), "en") == "correction k1 (of c1, c2): f9 12封 → 13封"
    assert proposal(found, one, Library([one]), "zh") == "更正建议k1（c1、c2）：f9 12封 → 13封"
    assert summary(one, "en") == "5 checks: 1 errors, 1 warnings, 3 accepted"
    assert summary(one, "zh") == "共核对5项：错误1项，提示1项，已确认3项"
    assert summary(Checked(one.document, {}, ()), "en") == "0 checks: 0 errors, 0 warnings"
