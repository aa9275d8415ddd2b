"""A whole check: order, places and names of findings, suspects, and corrections that settle what contradicts itself."""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

import pytest
from fact_builder import report
from form_texts import by_code, edited, findings, read, stats, t3, title, unsure
from hypothesis import given, settings
from hypothesis import strategies as st

from gdie.facts.report import Report
from gdie.reconcile import Finding, Reconciliation, check
from gdie.reconcile.corrections import SUSPECTS

MATRIX: dict[str, str] = {
    "new": "47 6 0 0 1 0 54",
    "carried_in": "5 1 0 0 0 0 6",
    "granted": "28 4 0 0 1 0 33",
    "partial": "9 1 0 0 0 0 10",
    "unable.not_held": "8 1 0 0 0 0 9",
    "done.total": "45 6 0 0 1 0 52",
    "carried_out": "7 1 0 0 0 0 8",
}
TABLE = t3(MATRIX)
RIGHT = title() + TABLE


def broken(found: Reconciliation) -> list[Finding]:
    return [f for f in found.findings if f.verdict == "violated"]


def changed(made: Report, values: Mapping[str, Fraction]) -> Report:
    """The report with other values of some facts, by id."""
    facts = (
        replace(f, value=float(values[f.id]), text=str(values[f.id])) if f.id in values else f
        for f in made.facts
    )
    return replace(made, facts=tuple(facts))


# Corrections


@pytest.mark.parametrize(
    ("code", "figure", "value", "why"),
    [
        ("t3.granted.person", 82, 28, "相邻两位数字颠倒"),
        ("t3.new.person", 477, 47, "多写一位数字"),
        ("t3.new.total", 4, 54, "漏写一位数字"),
        ("t3.carried_out.total", 3, 8, "一位数字误作形近或邻键数字"),
        ("t3.done.total.person", 450, 45, "数量级相差10倍"),
        ("t3.partial.business", 0, 1, "误填相邻单元格数字"),
    ],
)
def test_a_wrong_cell_is_found_by_its_row_and_column(code: str, figure: int, value: int, why: str) -> None:
    made = edited(read(RIGHT), {code: figure})
    fact = by_code(made)[code]
    found = check(made)
    (correction,) = found.corrections
    (change,) = correction.changes
    assert (change.fact, change.suggested, change.origin) == (fact.id, value, "source")
    assert correction.unique and (correction.doc, correction.id) == ("d", "p1")
    assert {f.id for f in broken(found)} == set(correction.findings)
    for finding in broken(found):
        assert [s.fact for s in finding.suspects] == [fact.id]
        assert finding.severity == "error"
        assert finding.explanation.zh.endswith(f"{figure}疑应为{value}（{change.why.zh}）")
        assert finding.explanation.en.endswith(f"{figure} may stand for {value} ({change.why.en})")
    if len(str(figure)) > 1:
        assert change.why.zh == why
    assert change.reason == change.why.en


def test_a_correction_as_a_record() -> None:
    found = check(edited(read(RIGHT), {"t3.granted.person": 82}))
    assert [c.as_json() for c in found.corrections] == [
        {
            "doc": "d",
            "id": "p1",
            "findings": [f.id for f in broken(found)],
            "changes": [
                {
                    "fact": "f15",
                    "suggested": 28,
                    "reason": "two neighbouring digits swapped",
                    "origin": "source",
                }
            ],
            "unique": True,
        }
    ]


def test_what_is_printed_never_changes() -> None:
    made = edited(read(RIGHT), {"t3.granted.person": 82})
    before = made.facts
    (first, *_) = broken(check(made))
    assert made.facts == before
    assert "82" in first.explanation.zh


CELLS = sorted(f"t3.{row}.{column}" for row in MATRIX for column in ("person", "business", "legal", "total"))


@settings(max_examples=10)
@given(st.dictionaries(st.sampled_from(CELLS), st.integers(0, 99), min_size=1, max_size=2))
def test_corrections_settle_what_they_say(cells: dict[str, int]) -> None:
    made = edited(read(RIGHT), cells)
    found = check(made)
    ids = {f.id: (f.rule, f.total) for f in broken(found)}
    for correction in found.corrections:
        assert correction.findings and set(correction.findings) <= set(ids)
        values = {s.fact: s.suggested for s in correction.changes}
        assert all(v is not None and v >= 0 and v.denominator == 1 for v in values.values())
        after = broken(check(changed(made, {k: v for k, v in values.items() if v is not None})))
        settled = {ids[i] for i in correction.findings}
        assert settled.isdisjoint({(f.rule, f.total) for f in after})
    # Each contradiction has a proposal, and one that is the only likely one is said.
    assert {i for c in found.corrections for i in c.findings} == set(ids)
    assert all(f.suspects for f in broken(found))


@settings(max_examples=40)
@given(st.lists(st.integers(100, 900), min_size=2, max_size=6), st.integers(0, 5), st.integers(1, 90))
def test_a_list_that_does_not_close_suspects_its_own_figures(parts: list[int], place: int, gap: int) -> None:
    printed = list(parts)
    printed[place % len(parts)] += gap
    made = report(f"申请 {sum(parts)}件 = " + " + ".join(f"项{n} {p}件" for n, p in enumerate(printed)))
    for finding in broken(made.reconcile()):
        own = {finding.total, *finding.parts}
        assert 0 < len(finding.suspects) <= SUSPECTS and {s.fact for s in finding.suspects} <= own
        assert len({s.fact for s in finding.suspects}) == len(finding.suspects)
        for suspect in finding.suspects:
            fact = next(f for f in made.facts if f.id == suspect.fact)
            # A total that is too small, or a part that is too large.
            right = fact.value + gap if fact.id == finding.total else fact.value - gap
            assert suspect.suggested == right


@pytest.mark.parametrize(
    ("line", "fact", "value", "why"),
    [
        ("申请 103件 = 网络 64件 + 信函 22件 + 当面 44件", "f1", 130, "two neighbouring digits swapped"),
        ("申请 130件 = 网络 46件 + 信函 22件 + 当面 44件", "f2", 64, "two neighbouring digits swapped"),
        ("信息 25630条 = 规章 1930条 + 动态 633条", "f1", 2563, "wrong by a factor of 10"),
        ("信息 1739万条 = 规章 930条 + 动态 809条", "f1", 1739, "wrong by a factor of 10000"),
    ],
)
def test_the_one_slip_that_explains_all_is_named(line: str, fact: str, value: int, why: str) -> None:
    found = report(line).reconcile()
    (finding,) = broken(found)
    best = finding.suspects[0]
    assert (best.fact, best.suggested, best.reason) == (fact, value, why)
    assert found.corrections[0].unique and not any(c.unique for c in found.corrections[1:])
    assert f"疑应为{value}" in finding.explanation.zh and f"may stand for {value}" in finding.explanation.en


def test_where_nothing_tells_the_figures_apart_none_is_named() -> None:
    found = report("申请 2043件 = 网络 1204件 + 信函 391件 + 当面 457件").reconcile()
    (finding,) = broken(found)
    assert [s.fact for s in finding.suspects] == ["f1", "f2", "f3", "f4"]
    assert len(found.corrections) == 4 and not any(c.unique for c in found.corrections)
    assert "疑应为" not in finding.explanation.zh and "may stand for" not in finding.explanation.en
    assert {s.reason for s in finding.suspects} == {"no slip of the pen is apparent"}


def test_at_most_so_many_suspects_are_listed() -> None:
    parts = " + ".join(f"项{n} {n}11件" for n in range(1, 10))
    (finding,) = broken(report(f"申请 4000件 = {parts}").reconcile())
    assert len(finding.suspects) == SUSPECTS


def test_what_closes_another_list_is_not_the_wrong_figure() -> None:
    # 申请 closes by way; by theme it does not.
    made = report("申请 130件 = 网络 64件 + 信函 66件", "f1 = 土地 70件 + 房屋 48件")
    found = made.reconcile()
    (finding,) = broken(found)
    assert {s.fact for s in finding.suspects} == {"f4", "f5"}


def test_a_report_without_contradictions_has_no_corrections() -> None:
    found = check(read(RIGHT))
    assert found.corrections == () and all(f.suspects == () for f in found.findings)


@pytest.mark.parametrize(
    ("text", "figure", "value"),
    [
        # The neighbour of the cell, although no slip makes one of the other.
        ("t3.carried_in.total", 0, 6),
    ],
)
def test_neighbouring_cells_are_confused(text: str, figure: int, value: int) -> None:
    found = check(edited(read(RIGHT), {text: figure}))
    assert found.corrections[0].changes[0].suggested == value


def test_the_figure_of_the_year_before_is_told() -> None:
    rows = {"request.received.total": 315, "request.received.letter": 64, "request.received.online": 108}
    text = f"{title(2016)}2015年[收到申请:172件=request.received.total]。\n{stats(rows)}"
    made = read(text)
    last = next(f for f in made.facts if f.value == 172)
    period = (
        replace(last.period, text="2015年", start="2015-01-01", end="2015-12-31") if last.period else None
    )
    made = replace(made, facts=tuple(replace(f, period=period) if f is last else f for f in made.facts))
    found = check(made)
    assert [c.changes[0].why.zh for c in found.corrections if c.changes[0].suggested == 172] == [
        "误用上一年度数字"
    ]


# Shares


@pytest.mark.parametrize(
    ("share", "value"),
    [("54.4%", "45.4"), ("43.5%", "45.4"), ("4.54%", "45.38"), ("35%", "45"), ("54.38%", "45.38")],
)
def test_a_wrong_share_should_be_what_the_counts_give(share: str, value: str) -> None:
    found = report(f"申请 130件 = 网络 59件[{share}] + 信函 71件[54.6%]").reconcile()
    (finding,) = broken(found)
    assert (finding.kind, finding.severity) == ("share", "error")
    (suspect,) = finding.suspects
    assert (suspect.fact, suspect.suggested) == ("f3", Fraction(value))
    (correction,) = found.corrections
    assert correction.unique and correction.changes == (suspect,)
    assert f"{share}疑应为{value}%" in finding.explanation.zh


def test_a_share_that_tells_of_a_wrong_count() -> None:
    found = report("申请 130件 = 网络 95件[45.4%] + 信函 71件[54.6%]").reconcile()
    assert {f.kind for f in broken(found)} == {"sum", "share"}
    best = found.corrections[0]
    assert [(s.fact, s.suggested, s.why.zh) for s in best.changes] == [("f2", 59, "相邻两位数字颠倒")]
    assert best.unique and set(best.findings) == {f.id for f in broken(found)}


# Where a reading is not sure


def test_a_figure_that_may_be_misread_is_told_from_an_error_of_the_report() -> None:
    made = report("申请 1O0件 = 网络 64件 + 信函 25件 + 当面 20件")
    found = made.reconcile()
    (finding,) = broken(found)
    assert [(s.fact, s.suggested, s.origin) for s in finding.suspects[:1]] == [("f1", 109, "reading")]
    assert {s.origin for s in finding.suspects[1:]} == {"source"}
    assert "1O0件或系误读，原文可能为109件" in finding.explanation.zh
    assert "1O0件 may have been misread for 109件" in finding.explanation.en
    assert finding.suspects[0].as_json()["origin"] == "reading"


def test_an_unsure_figure_is_the_first_suspect_and_the_reading_may_be_wrong() -> None:
    line = "申请 2043件 = 网络 1204件 + 信函 391件 + 当面 457件"
    found = report(line).change("391件", weakest=0.4).reconcile()
    (finding,) = broken(found)
    assert finding.severity == "warning"
    assert [(s.fact, s.origin) for s in finding.suspects[:1]] == [("f3", "reading")]
    assert finding.suspects[0].suggested == 382


@pytest.mark.parametrize("code", ["t3.granted.person", "t3.granted.total"])
def test_warnings_give_suspects_but_no_corrections(code: str) -> None:
    made = unsure(edited(read(RIGHT), {"t3.granted.person": 82}), code)
    found = check(made)
    assert {f.severity for f in broken(found) if f.rule == "B3"} == {"warning"}
    assert all(f.suspects for f in broken(found))
    certain = {f.id for f in broken(found) if f.severity == "error"}
    assert {i for c in found.corrections for i in c.findings} <= certain
    if code == "t3.granted.person":
        assert found.corrections == ()


def test_a_list_that_may_be_an_excerpt_is_not_corrected() -> None:
    found = report("申请 100件 = 网络 60件 + 信函 30件 其中 补正 20件").reconcile()
    (finding,) = broken(found)
    assert (finding.severity, found.corrections) == ("warning", ())
    assert finding.suspects and "疑应为" not in finding.explanation.zh


def test_errors_have_no_suspects_from_warnings() -> None:
    # The second list might be settled by 130件, too, but is not certain.
    made = report("申请 130件 = 网络 64件 + 信函 60件", "f1 = 土地 70件 + 房屋 54件").change(
        "70件", weakest=0.3
    )
    found = made.reconcile()
    error = next(f for f in broken(found) if f.severity == "error")
    alone = report("申请 130件 = 网络 64件 + 信函 60件").reconcile()
    assert [(s.fact, s.suggested) for s in error.suspects] == [
        (s.fact, s.suggested) for s in broken(alone)[0].suspects
    ]
    assert {i for c in found.corrections for i in c.findings} == {error.id}


# Order, ids, places


def test_findings_stand_in_text_order_and_are_numbered() -> None:
    found = findings(f"{title()}一、总体情况\n[收到申请:54件=t3.new.total]。\n{TABLE}")
    assert [f.id for f in found] == [f"c{n}" for n in range(1, len(found) + 1)]
    starts = [min(p.start for p in f.places) for f in found if f.places]
    assert starts == sorted(starts)
    assert found[0].kind == "agreement" and all(f.doc == "d" for f in found)


def test_a_sum_comes_before_the_shares_of_its_parts() -> None:
    found = report("申请 130件 = 网络 59件[45.4%] + 信函 71件[54.6%]").check()
    assert [f.kind for f in found] == ["sum", "share", "share"]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("申请 130件 = 网络 59件 + 信函 71件", [["130件", "59件", "71件"]]),
        # A share: what is printed, its base, its counts.
        (
            "申请 130件 = 网络 59件[45.4%] + 信函 71件",
            [["130件", "59件", "71件"], ["45.4%", "130件", "59件"]],
        ),
        (
            "申请 130件 = A 50件 & B 9件[45.4%] + C 71件",
            [["130件", "50件", "9件", "71件"], ["45.4%", "130件", "50件", "9件"]],
        ),
        ("申请 130件 = 网络 59件 + ?x", [["130件", "59件"]]),
    ],
)
def test_places_begin_with_the_figure_that_a_finding_is_about(line: str, expected: list[list[str]]) -> None:
    made = report(line)
    found = made.check()
    assert [[p.text for p in f.places] for f in found] == expected
    for finding in found:
        for place in finding.places:
            fact = next(f for f in made.facts if f.id == place.fact)
            assert (place.doc, place.start, place.end) == (fact.doc, fact.start, fact.end)
    assert [p["text"] for p in found[0].as_json()["places"]] == expected[0]


def test_places_of_a_balance_and_of_a_restatement() -> None:
    made = read(f"{title()}一、总体情况\n[收到申请:54件=t3.new.total]。\n{TABLE}")
    found = check(made).findings
    agreement = next(f for f in found if f.kind == "agreement")
    assert [p.fact for p in agreement.places] == [agreement.total, *agreement.parts]
    cells = by_code(made)
    balance = next(f for f in found if f.rule == "B1" and f.total == cells["t3.carried_out.person"].id)
    rows = ("carried_out", "new", "carried_in", "done.total")
    assert [p.fact for p in balance.places] == [cells[f"t3.{row}.person"].id for row in rows]
    assert [p.text for p in balance.places] == ["7", "47", "5", "45"]


# Fingerprints


def marks(found: Reconciliation | list[Finding]) -> list[str]:
    return [f.fingerprint for f in (found.findings if isinstance(found, Reconciliation) else found)]


def test_a_fingerprint_names_each_finding_and_is_the_same_in_every_run() -> None:
    found = marks(check(read(RIGHT)))
    assert len(set(found)) == len(found) and all(found)
    assert found == marks(check(read.__wrapped__(RIGHT)))


@pytest.mark.parametrize(
    "before",
    [
        "一、总体情况\n本年度[举办培训:3次=activity.trainings]，[培训:240人次=activity.trainees]。\n",
        "说明：本报告由县水务局编制。\n\n",
    ],
)
def test_fingerprints_stay_when_other_parts_of_a_document_change(before: str) -> None:
    wrong = t3({**MATRIX, "granted": "82 4 0 0 1 0 33"})
    old, new = findings(title() + wrong), findings(title() + before + wrong)
    assert marks(new) == marks(old)
    assert [f.places[0].start for f in new] != [f.places[0].start for f in old]
    if "培训" in before:
        assert [f.total for f in new] != [f.total for f in old]


def test_the_name_of_the_file_and_blanks_have_no_part_in_a_fingerprint() -> None:
    renamed = read(RIGHT.replace("| 47 |", "|  47  |"), "other")
    assert marks(check(renamed)) == marks(check(read(RIGHT)))


def test_another_figure_makes_another_finding() -> None:
    old = {f.fingerprint: f for f in check(read(RIGHT)).findings}
    new = {f.fingerprint: f for f in check(edited(read(RIGHT), {"t3.granted.person": 82})).findings}
    assert {f.rule for mark, f in new.items() if mark not in old} == {"B2", "B3"}
    assert len(set(old) - set(new)) == 2


@pytest.mark.parametrize("times", [2, 3])
def test_equal_findings_are_told_apart_by_their_order(times: int) -> None:
    line = "申请 100件 = 网络 60件 + 信函 30件"
    found = marks(report(*[line] * times).reconcile())
    (single,) = marks(report(line).reconcile())
    assert found == [single, *(f"{single}-{n}" for n in range(2, times + 1))]


def test_the_same_figures_of_other_things_are_other_findings() -> None:
    one, other = report("申请 100件 = 网络 60件 + 信函 40件"), report("答复 100件 = 同意 60件 + 不同意 40件")
    assert marks(one.reconcile()) != marks(other.reconcile())


def test_suspects_have_no_part_in_a_fingerprint() -> None:
    line = "申请 103件 = 网络 64件 + 信函 22件 + 当面 44件"
    with_more = report(line, "f2 = 甲 30件 + 乙 34件")
    old, new = report(line).reconcile(), with_more.reconcile()
    assert [s.fact for s in old.findings[0].suspects] != [s.fact for s in new.findings[0].suspects]
    assert old.findings[0].fingerprint == new.findings[0].fingerprint
