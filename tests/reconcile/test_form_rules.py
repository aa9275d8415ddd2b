"""The rules of the official forms: found where they are broken, named, and silent about what is blank."""

import pytest
from form_texts import (
    APPLICANTS,
    NOTHING,
    RESULTS,
    by_code,
    edited,
    findings,
    local,
    read,
    stats,
    t2,
    t3,
    t4,
    title,
    unsure,
    violated,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from gdie.facts.report import Report
from gdie.reconcile import Finding
from gdie.reconcile.form_rules import form_tables

# A table 三 and a table 四 in which everything agrees.
MATRIX: dict[str, str] = {
    "new": "21 4 0 1 2 0 28",
    "carried_in": "3 1 0 0 0 1 5",
    "granted": "9 2 0 0 1 0 12",
    "partial": "4 1 0 0 0 0 5",
    "denied.third_party": "2 0 0 1 0 0 3",
    "unable.not_held": "5 1 0 0 1 1 8",
    "other.misc": "1 0 0 0 0 0 1",
    "done.total": "21 4 0 1 2 1 29",
    "carried_out": "3 1 0 0 0 0 4",
}
CASES = "3 1 0 1 5 0 0 2 1 3 1 0 0 0 1"
WHOLE = title() + t3(MATRIX) + t4(CASES)


def figure(code: str) -> int:
    return int(by_code(read(WHOLE))[code].value)


def of_form(made: str | Report) -> list[Finding]:
    """What the rules of forms came to, what differs from the printed form aside."""
    return [f for f in findings(made) if f.rule != "form"]


def broken(made: str | Report, *rules: str) -> list[Finding]:
    return [f for f in findings(made, *rules) if f.verdict == "violated"]


def test_a_whole_form_without_errors_agrees_by_every_rule() -> None:
    found = of_form(WHOLE)
    assert {(f.verdict, f.severity) for f in found} == {("holds", "note")}
    count = {rule: sum(f.rule == rule for f in found) for rule in ("B1", "B2", "B3", "B4")}
    assert count == {"B1": 7, "B2": 7, "B3": 25, "B4": 3}
    # B8 speaks of two years.
    assert len(found) == 42


def test_the_form_of_2019_has_one_row_for_the_rest() -> None:
    rows = {k: v for k, v in MATRIX.items() if k != "other.misc"} | {"other": "1 0 0 0 0 0 1"}
    report = read(title(2019) + t3(rows, "t3-2019"))
    assert {f.verdict for f in of_form(report)} == {"holds"}
    assert ("B2", "error") in violated(edited(report, {"t3.other.person": 2, "t3.other.total": 2}))


@pytest.mark.parametrize(
    ("row", "column"),
    [*(("carried_out", column) for column in APPLICANTS), ("new", "legal"), ("carried_in", "total")],
)
def test_the_balance_is_tried_in_every_column(row: str, column: str) -> None:
    code = f"t3.{row}.{column}"
    report = edited(read(WHOLE), {code: figure(code) + 3})
    found = findings(report, "B1")
    (one,) = (f for f in found if f.verdict == "violated")
    assert (one.kind, one.severity, abs(one.difference or 0)) == ("form", "error", 3)
    # A balance is solved for its last term.
    assert one.total == by_code(report)[f"t3.carried_out.{column}"].id
    assert len([f for f in found if f.verdict == "holds"]) == 6


@pytest.mark.parametrize("column", APPLICANTS)
def test_results_are_added_up_in_every_column(column: str) -> None:
    found = broken(edited(read(WHOLE), {f"t3.denied.process.{column}": 2}))
    assert {(f.rule, f.kind, f.severity) for f in found} == {("B3", "sum", "error"), ("B2", "sum", "error")}
    b2, b3 = sorted(found, key=lambda f: f.rule)
    assert (b2.difference, len(b2.parts), len(b3.parts)) == (-2, 21, 6)


@pytest.mark.parametrize("group", ["review", "suit_direct", "suit_after"])
@pytest.mark.parametrize("result", RESULTS)
def test_results_of_reviews_and_suits_are_added_up(group: str, result: str) -> None:
    code = f"t4.{group}.{result}"
    (one,) = broken(edited(read(WHOLE), {code: figure(code) + 4}))
    assert (one.rule, one.kind, one.severity) == ("B4", "sum", "error")
    assert one.difference == (4 if result == "total" else -4)
    assert len(one.parts) == 4 and "结果维持" in one.explanation.zh


def test_explanations_name_rows_and_columns() -> None:
    (one,) = broken(edited(read(WHOLE), {"t3.carried_out.ngo": 2}), "B1")
    assert "（社会公益组织）2" in one.explanation.zh and "两者应相等，相差2" in one.explanation.zh
    assert one.explanation.en.count("（社会公益组织）") >= 4 and "difference 2" in one.explanation.en


# Blank cells


@pytest.mark.parametrize(
    ("row", "column", "blank"),
    [
        ("new", "total", "_"),
        ("new", "person", "/"),
        ("carried_out", "business", "—"),
        ("done.total", "total", "-"),
        ("granted", "legal", "_"),
    ],
)
def test_what_is_blank_is_never_an_error(row: str, column: str, blank: str) -> None:
    figures = MATRIX.get(row, NOTHING["t3"]).split()
    figures[APPLICANTS.index(column)] = blank
    report = read(title() + t3({**MATRIX, row: " ".join(figures)}))
    assert f"t3.{row}.{column}" not in by_code(report)
    found = of_form(report)
    assert [f.explanation.zh for f in found if f.verdict == "violated"] == []
    assert {f.severity for f in found} == {"note"}
    assert any(f.verdict in ("unverifiable", "partial") for f in found)


def test_what_is_blank_is_said() -> None:
    report = edited(read(WHOLE), {"t3.new.person": None})
    (found,) = (f for f in findings(report, "B1") if f.verdict != "holds")
    assert (found.verdict, found.severity, found.constraints) == ("unverifiable", "note", ())
    assert found.explanation.zh.startswith("有1项数据空缺，无法核对")
    assert found.explanation.en.startswith("not assessable: 1 of the figures")


@pytest.mark.parametrize(
    ("cells", "rule"),
    [
        # As many were new as had to be there at least, whatever was carried in.
        ({"t3.carried_in.person": None, "t3.new.person": 25}, "B1"),
        # The other results alone are more than all.
        ({"t3.granted.person": None, "t3.partial.person": 34}, "B2"),
        ({"t3.granted.person": None, "t3.granted.total": 2}, "B3"),
        ({"t4.review.corrected": None, "t4.review.upheld": 6}, "B4"),
    ],
)
def test_a_blank_part_excuses_no_excess(cells: dict[str, object], rule: str) -> None:
    assert rule in [r for r, _ in violated(edited(read(WHOLE), cells))]


@pytest.mark.parametrize(
    ("cells", "rule"),
    [
        ({"t3.carried_out.person": None, "t3.new.person": 99}, "B1"),
        ({"t3.carried_in.person": None, "t3.new.person": 2}, "B1"),
        ({"t3.granted.person": None, "t3.partial.person": 2}, "B2"),
        ({"t4.review.corrected": None, "t4.review.upheld": 1}, "B4"),
        ({"t4.review.total": None, "t4.review.upheld": 99}, "B4"),
    ],
)
def test_what_a_blank_cell_may_make_good_is_no_contradiction(cells: dict[str, object], rule: str) -> None:
    assert rule not in [r for r, _ in violated(edited(read(WHOLE), cells))]


def test_only_totals_cannot_be_judged_along_the_row() -> None:
    cells = [c for c in by_code(read(WHOLE)) if c.startswith("t3.")]
    report = edited(read(WHOLE), {c: None for c in cells if not c.endswith(".total")})
    found = [f for f in of_form(report) if f.rule != "B4"]
    assert [(f.rule, f.verdict) for f in found] == [("B1", "holds"), ("B2", "holds")]


PARTS = ("granted", "partial", "denied.internal", "unable.unclear", "unprocessed.repeat", "other.misc")
ROWS = (*PARTS, "done.total", "carried_out", "carried_in", "new")


@st.composite
def matrices(draw: st.DrawFn) -> dict[str, int | None]:
    """The cells of a table 三 in which everything agrees, some of them left blank."""
    small = st.integers(0, 9)
    rows = {row: [draw(small) for _ in range(6)] for row in PARTS}
    rows["done.total"] = [sum(rows[row][c] for row in PARTS) for c in range(6)]
    rows["carried_out"] = [draw(small) for _ in range(6)]
    both = [a + b for a, b in zip(rows["done.total"], rows["carried_out"], strict=True)]
    rows["carried_in"] = [draw(st.integers(0, n)) for n in both]
    rows["new"] = [a - b for a, b in zip(both, rows["carried_in"], strict=True)]
    cells: dict[str, int | None] = {}
    for row, figures in rows.items():
        cells |= {f"t3.{row}.{c}": n for c, n in zip(APPLICANTS, [*figures, sum(figures)], strict=True)}
    for blank in draw(st.sets(st.sampled_from(sorted(cells)), max_size=8)):
        cells[blank] = None
    return cells


@settings(max_examples=10)
@given(matrices())
def test_leaving_out_cells_of_a_right_table_is_no_contradiction(cells: dict[str, int | None]) -> None:
    found = of_form(edited(read(title() + t3({})), cells))
    assert [f.explanation.zh for f in found if f.verdict == "violated"] == []
    assert None in cells.values() or {f.verdict for f in found} == {"holds"}


# The form of 2014–2018

STATS: dict[str, object] = {
    "proactive.total": 480,
    "proactive.normative": 6,
    "proactive.normative_issued": 7,
    "proactive.channel.website": 450,
    "proactive.channel.wechat": 90,
    "response.events": 3,
    "response.press.total": 2,
    "response.press.chief": 1,
    "response.social": 4,
    "request.received.total": 19,
    "request.received.in_person": 3,
    "request.received.online": 11,
    "request.received.letter": 5,
    "request.closed.total": 18,
    "request.closed.on_time": 16,
    "request.closed.extended": 2,
    "request.answered.total": 18,
    "request.answered.granted": 12,
    "request.answered.denied.total": 4,
    "request.answered.denied.privacy": 3,
    "request.answered.denied.other_legal": 1,
    "request.answered.nonexistent": 2,
    "review.total": 2,
    "review.upheld": 2,
    "reading_room.total": 60,
    "reading_room.paper": 35,
    "reading_room.electronic": 25,
    "capacity.staff.total": 8,
    "capacity.staff.full_time": 2,
    "capacity.staff.part_time": 6,
}
OLDER = title(2016) + stats(STATS)


def test_a_right_statistics_form_has_no_contradiction() -> None:
    found = of_form(OLDER)
    assert {f.severity for f in found} == {"note"}
    assert [f.rule for f in found if f.verdict == "violated"] == []
    assert {f.rule for f in found if f.verdict == "holds"} >= {f"A{n}" for n in range(1, 12) if n != 7}


def test_a_part_that_does_not_exceed_its_whole_keeps_its_rule() -> None:
    assert {(f.verdict, f.severity) for f in findings(OLDER, "A7")} == {("holds", "note")}
    assert len(findings(OLDER, "A7")) == 3


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"request.received.online": 12}, [("A1", "error")]),
        ({"request.closed.extended": 3}, [("A2", "error")]),
        ({"request.answered.clarify": 2}, [("A3", "error")]),
        ({"request.answered.denied.safety": 1}, [("A4", "error")]),
        # No row for undecided ones: more than the results is likely, fewer is not.
        ({"review.total": 3}, []),
        ({"litigation.upheld": 1}, [("A5", "warning")]),
        ({"reading_room.paper": 36}, [("A6", "error")]),
        ({"capacity.staff.part_time": 5}, [("A6", "error")]),
        # 其中: a part is no more than the whole.
        ({"response.press.chief": 3}, [("A7", "error")]),
        ({"response.interview.chief": 1}, [("A7", "error")]),
        ({"proactive.normative": 481, "proactive.normative_issued": 500}, [("A7", "error")]),
        # Rules of thumb are never more than a note.
        ({"proactive.total": 560}, [("A8", "note")]),
        ({"proactive.channel.website": 481}, [("A8", "note")]),
        ({"response.events": 7}, [("A9", "note")]),
        ({"request.answered.total": 17, "request.answered.granted": 11}, [("A10", "note")]),
        ({"proactive.normative": 9}, [("A11", "note")]),
    ],
)
def test_rules_of_the_statistics_form(cells: dict[str, object], expected: list[tuple[str, str]]) -> None:
    assert violated(edited(read(OLDER), cells)) == expected


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"request.received.letter": 2, "request.received.other": 3}, []),
        ({"request.received.other": 3}, [("A1", "error")]),
    ],
)
def test_a_row_that_only_some_places_print(cells: dict[str, object], expected: list[tuple[str, str]]) -> None:
    assert violated(title(2016) + stats(STATS | cells)) == expected


# Rules that are hints may still compare what is left.
HINTS = {("A8", "note"), ("A9", "note"), ("A10", "note"), ("A11", "note")}


@pytest.mark.parametrize(
    "blank",
    [
        ["request.received.fax"],
        ["request.received.total"],
        ["response.press.total"],
        ["response.press.chief"],
        ["proactive.total"],
        ["proactive.channel.website"],
        ["review.upheld"],
        ["capacity.staff.full_time", "capacity.staff.part_time"],
        ["reading_room.paper"],
        ["request.answered.denied.total"],
        ["request.answered.denied.privacy"],
        ["request.answered.total"],
    ],
    ids=" ".join,
)
def test_blanks_in_the_statistics_form_are_no_errors(blank: list[str]) -> None:
    assert set(violated(edited(read(OLDER), dict.fromkeys(blank)))) <= HINTS


@pytest.mark.parametrize(
    "cells",
    [
        {"request.received.fax": "_", "response.press.total": "/", "proactive.channel.website": "—"},
        {"request.answered.denied.privacy": None, "review.upheld": "_", "capacity.staff.full_time": "-"},
    ],
)
def test_blanks_as_printed_are_no_errors(cells: dict[str, object]) -> None:
    assert set(violated(title(2016) + stats(STATS | cells))) <= HINTS


@pytest.mark.parametrize(
    ("cells", "rule"),
    [
        ({"request.received.in_person": None, "request.received.online": 15}, "A1"),
        ({"capacity.staff.full_time": None, "capacity.staff.part_time": 9}, "A6"),
        ({"request.answered.denied.privacy": None, "request.answered.denied.safety": 4}, "A4"),
    ],
)
def test_what_is_left_blank_does_not_hide_an_excess(cells: dict[str, object], rule: str) -> None:
    assert rule in [r for r, _ in violated(edited(read(OLDER), cells))]


def test_an_approximate_figure_is_compared_by_what_it_can_mean() -> None:
    report = read(title(2016) + stats(STATS | {"response.events": "7余"}))
    (found,) = findings(report, "A9")
    assert (found.verdict, found.severity) == ("violated", "note")
    (found,) = findings(edited(report, {"response.events": "5余"}), "A9")
    assert found.verdict == "holds"


# Two columns of figures


def two(given: dict[str, str]) -> str:
    both = {code: f"{figure} {figure}" for code, figure in STATS.items()}
    return title(2016) + stats(both | given, ("本级", "直属单位"))


def test_each_office_is_judged_by_itself() -> None:
    report = read(two({"request.received.total": "19 24", "request.received.online": "11 16"}))
    assert [t.cells["request.received.total"].value for t in form_tables(report)] == [19, 24]
    assert [f.explanation.zh for f in of_form(report) if f.verdict == "violated"] == []


@pytest.mark.parametrize(
    ("given", "rules"),
    [
        ({"request.received.online": "11 14"}, ["A1"]),
        ({"request.closed.total": "17 18", "request.closed.on_time": "15 16"}, ["A10"]),
        ({"capacity.staff.total": "9 9"}, ["A6", "A6"]),
    ],
)
def test_an_error_in_the_column_of_one_office(given: dict[str, str], rules: list[str]) -> None:
    assert [rule for rule, _ in violated(two(given))] == rules


@pytest.mark.parametrize(
    "given",
    [
        {"request.received.fax": "_ 0"},
        {"request.received.in_person": "_ 4", "request.received.total": "19 20"},
        {"response.events": "_ 3"},
        {"request.answered.total": "/ 18"},
    ],
)
def test_a_blank_of_one_office_is_not_filled_from_the_other(given: dict[str, str]) -> None:
    report = read(two(given))
    assert violated(report) == []
    first, second = form_tables(report)
    assert second.cells.keys() - first.cells.keys() == {next(iter(given))}


# Tables of two years

YEARS = (
    "指标\t2021年\t2022年\n本年新收政府信息公开申请数量\t18\t26\n上年结转政府信息公开申请数量\t2\t{carried}\n"
    "予以公开\t11\t17\n不予公开\t7\t8\n总计\t18\t25\n结转下年度继续办理\t2\t{out}\n"
)


@pytest.mark.parametrize(
    ("carried", "out", "expected"),
    [(2, 3, []), (1, 2, ["B5"]), (2, 5, ["B1"]), (4, 3, ["B1", "B5"])],
)
def test_columns_of_two_years_are_two_tables(carried: int, out: int, expected: list[str]) -> None:
    report = read(title(2022) + YEARS.format(carried=carried, out=out))
    assert [t.year for t in form_tables(report)] == [2021, 2022]
    assert sorted(rule for rule, _ in violated(report)) == expected


def test_a_table_whose_figures_are_of_several_years_is_of_none() -> None:
    report = read(title(2020) + t2("t2-2019", {"licence": "80 3 40"}))
    (table,) = form_tables(report)
    assert table.year is None
    assert violated(report) == []


# What cells can be


@pytest.mark.parametrize(("figure", "shown"), [("-2", "为-2"), ("2.5", "为2.5"), ("－1", "为-1")])
def test_cells_of_table_three_are_whole_numbers(figure: str, shown: str) -> None:
    rows = {**MATRIX, "partial": f"{figure} 1 0 0 0 0 5"}
    (found,) = findings(title() + t3(rows), "B9")
    assert (found.verdict, found.severity, found.kind) == ("violated", "error", "form")
    assert (found.parts, found.computed) == ((), None)
    assert shown in found.explanation.zh and "非负整数" in found.explanation.zh


def test_cells_of_table_four_are_whole_numbers() -> None:
    assert ("B9", "error") in violated(title() + t4("3 1 0 -1 5 0 0 2 1 3 1 0 0 0 1"))


@pytest.mark.parametrize(
    "text",
    [
        title(2020) + t2("t2-2019", {"licence": "80 -3 40", "fee": "2 -1"}),
        title(2023) + t2("t2-2021", {"fee": "12.75", "rule": "1 0 3"}),
        title(2016) + stats(STATS | {"capacity.budget": "3.5"}),
    ],
)
def test_changes_may_be_negative_and_money_has_decimals(text: str) -> None:
    assert findings(text, "B9") == []
    assert violated(text) == []


# Readings that are not sure


@pytest.mark.parametrize(
    ("code", "rule"),
    [
        ("t3.carried_out.person", "B1"),
        ("t3.granted.person", "B2"),
        ("t3.new.total", "B3"),
        ("t4.review.total", "B4"),
    ],
)
def test_an_unsure_figure_makes_a_warning(code: str, rule: str) -> None:
    report = edited(read(WHOLE), {code: 17})
    assert (rule, "error") in violated(report)
    found = broken(unsure(report, code))
    assert rule in {f.rule for f in found}
    assert {f.severity for f in found} == {"warning"}
    assert all("not certain: the figures may have been misread" in f.explanation.en for f in found)


def test_a_cell_that_may_be_misread_is_no_certain_breach_of_its_domain() -> None:
    report = edited(read(WHOLE), {"t3.granted.person": "2.5"})
    assert [f.severity for f in findings(report, "B9")] == ["error"]
    assert [f.severity for f in findings(unsure(report, "t3.granted.person"), "B9")] == ["warning"]


def test_only_strict_rules_bind_their_figures() -> None:
    found = [f for f in findings(OLDER) if f.kind == "form"]
    assert {f.rule for f in found if not f.constraints} == {"A8", "A9", "A10", "A11"}
    assert all(len(f.constraints) == 1 for f in findings(WHOLE, "B1"))


# Forms of before 2014


@pytest.mark.parametrize(("copy", "expected"), [(30, []), (31, [("C12", "error")]), (3, [("C12", "error")])])
def test_fees_are_search_mail_and_copies(copy: int, expected: list[tuple[str, str]]) -> None:
    text = title(2010) + local(
        {"收费总金额": 100, "其中：1.检索费": 50, "2.邮寄费": 20, "3.复制费": copy, "减免收费的总金额": 0}
    )
    assert violated(text) == expected
