"""The rules of the official forms: found where they are broken, named, and silent about what is blank."""

import pytest
from form_texts import (
    APPLICANTS,
    NOTHING,
    RESULTS,
    by_code,
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

from gdie.reconcile import Finding, check
from gdie.reconcile.form_rules import form_tables

# A table 三 and a table 四 in which everything agrees.
MATRIX: dict[str, str | None] = {
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


def changed(row: str, column: str, figure: str) -> dict[str, str | None]:
    """The matrix with one cell that says something else."""
    figures = (MATRIX.get(row) or NOTHING["t3"]).split()
    figures[APPLICANTS.index(column)] = figure
    return {**MATRIX, row: " ".join(figures)}


def of_form(written: str) -> list[Finding]:
    """What the rules of forms came to, what differs from the printed form aside."""
    return [f for f in findings(written) if f.rule != "form"]


def test_a_whole_form_without_errors_agrees_by_every_rule() -> None:
    found = of_form(title() + t3(MATRIX) + t4(CASES))
    assert {(f.verdict, f.severity) for f in found} == {("holds", "note")}
    count = {rule: sum(f.rule == rule for f in found) for rule in ("B1", "B2", "B3", "B4")}
    assert count == {"B1": 7, "B2": 7, "B3": 25, "B4": 3}
    # B8 speaks of two years.
    assert len(found) == 42


def test_the_form_of_2019_has_one_row_for_the_rest() -> None:
    rows = {k: v for k, v in MATRIX.items() if k != "other.misc"} | {"other": "1 0 0 0 0 0 1"}
    assert {f.verdict for f in of_form(title(2019) + t3(rows, "t3-2019"))} == {"holds"}
    assert ("B2", "error") in violated(title(2019) + t3(rows | {"other": "2 0 0 0 0 0 2"}, "t3-2019"))


@pytest.mark.parametrize("column", APPLICANTS)
@pytest.mark.parametrize("row", ["new", "carried_in", "carried_out"])
def test_the_balance_is_tried_in_every_column(row: str, column: str) -> None:
    old = (MATRIX[row] or "").split()[APPLICANTS.index(column)]
    found = findings(title() + t3(changed(row, column, str(int(old) + 3))), "B1")
    (broken,) = (f for f in found if f.verdict == "violated")
    assert (broken.kind, broken.severity, abs(broken.difference or 0)) == ("form", "error", 3)
    # A balance is solved for its last term.
    report = read(title() + t3(changed(row, column, str(int(old) + 3))))
    facts = {f.id: f for f in report.facts}
    assert facts[broken.total or ""].category == by_code(report)[f"t3.carried_out.{column}"].category
    assert len([f for f in found if f.verdict == "holds"]) == 6


@pytest.mark.parametrize("column", APPLICANTS)
def test_results_are_added_up_in_every_column(column: str) -> None:
    found = findings(title() + t3(changed("denied.process", column, "2")), "B2", "B3")
    broken = [f for f in found if f.verdict == "violated"]
    assert [(f.rule, f.kind, f.severity) for f in broken] == [
        ("B3", "sum", "error"),
        ("B2", "sum", "error"),
    ] or [(f.rule, f.kind, f.severity) for f in broken] == [("B2", "sum", "error"), ("B3", "sum", "error")]
    b2 = next(f for f in broken if f.rule == "B2")
    assert (b2.difference, len(b2.parts)) == (-2, 21)


@pytest.mark.parametrize("group", range(3), ids=["review", "suit_direct", "suit_after"])
@pytest.mark.parametrize("result", range(5), ids=RESULTS)
def test_results_of_reviews_and_suits_are_added_up(group: int, result: int) -> None:
    figures = CASES.split()
    figures[5 * group + result] = str(int(figures[5 * group + result]) + 4)
    (broken,) = (f for f in of_form(title() + t4(" ".join(figures))) if f.verdict == "violated")
    assert (broken.rule, broken.kind, broken.severity) == ("B4", "sum", "error")
    assert broken.difference == (4 if result == 4 else -4)
    assert "结果维持" in broken.explanation.zh


def test_explanations_name_rows_and_columns() -> None:
    (broken,) = (
        f for f in findings(title() + t3(changed("carried_out", "ngo", "2")), "B1") if f.verdict == "violated"
    )
    assert "（社会公益组织）2" in broken.explanation.zh and "两者应相等，相差2" in broken.explanation.zh
    assert broken.explanation.en.count("（社会公益组织）") >= 4 and "difference 2" in broken.explanation.en


# Blank cells


@pytest.mark.parametrize("blank", ["_", "/", "—", "-"])
@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("new", "total"),
        ("new", "person"),
        ("carried_out", "business"),
        ("done.total", "total"),
        ("granted", "legal"),
    ],
)
def test_what_is_blank_is_never_an_error(row: str, column: str, blank: str) -> None:
    found = of_form(title() + t3(changed(row, column, blank)))
    assert [f.explanation.zh for f in found if f.verdict == "violated"] == []
    assert {f.severity for f in found} == {"note"}
    assert any(f.verdict in ("unverifiable", "partial") for f in found)


def test_what_is_blank_is_said() -> None:
    (found,) = (
        f for f in findings(title() + t3(changed("new", "person", "_")), "B1") if f.verdict != "holds"
    )
    assert (found.verdict, found.severity, found.constraints) == ("unverifiable", "note", ())
    assert found.explanation.zh.startswith("有1项数据空缺，无法核对")
    assert found.explanation.en.startswith("not assessable: 1 of the figures")


@pytest.mark.parametrize(
    ("rows", "rule"),
    [
        # 21 and more were new, 20 done and none carried out, whatever the blank cell was.
        (
            {
                **MATRIX,
                "carried_in": "_ 1 0 0 0 1 5",
                "done.total": "10 4 0 1 2 1 29",
                "granted": "1 2 0 0 1 0 12",
            },
            "B1",
        ),
        # The other results alone are more than all.
        ({**MATRIX, "granted": "_ 2 0 0 1 0 12", "partial": "34 1 0 0 0 0 5"}, "B2"),
        ({**MATRIX, "granted": "_ 2 0 0 1 0 2"}, "B3"),
    ],
)
def test_a_blank_part_excuses_no_excess(rows: dict[str, str | None], rule: str) -> None:
    assert rule in [r for r, _ in violated(title() + t3(rows))]


def test_only_totals_or_only_persons_cannot_be_judged_along_the_row() -> None:
    totals = {row: f"_ _ _ _ _ _ {(figures or '').split()[-1]}" for row, figures in MATRIX.items()}
    rest = dict.fromkeys(
        (c.removeprefix("t3.").rpartition(".")[0] for c in by_code(read(title() + t3({})))), "_ _ _ _ _ _ 0"
    )
    found = of_form(title() + t3({**rest, **totals}))
    assert {f.verdict for f in found} == {"holds"}
    assert {f.rule for f in found} == {"B1", "B2"}


@st.composite
def matrices(draw: st.DrawFn) -> tuple[dict[str, list[int]], set[tuple[str, int]]]:
    """A table 三 in which everything agrees, and cells to leave blank."""
    parts = ["granted", "partial", "denied.internal", "unable.unclear", "unprocessed.repeat", "other.misc"]
    small = st.integers(0, 9)
    rows = {row: [draw(small) for _ in range(6)] for row in parts}
    rows["done.total"] = [sum(rows[row][c] for row in parts) for c in range(6)]
    rows["carried_out"] = [draw(small) for _ in range(6)]
    both = [a + b for a, b in zip(rows["done.total"], rows["carried_out"], strict=True)]
    rows["carried_in"] = [draw(st.integers(0, n)) for n in both]
    rows["new"] = [a - b for a, b in zip(both, rows["carried_in"], strict=True)]
    for figures in rows.values():
        figures.append(sum(figures))
    blank = draw(st.sets(st.tuples(st.sampled_from(sorted(rows)), st.integers(0, 6)), max_size=8))
    return rows, blank


@settings(max_examples=25)
@given(matrices())
def test_leaving_out_cells_of_a_right_table_is_no_contradiction(
    made: tuple[dict[str, list[int]], set[tuple[str, int]]],
) -> None:
    rows, blank = made
    given = {
        row: " ".join("_" if (row, c) in blank else str(n) for c, n in enumerate(figures))
        for row, figures in rows.items()
    }
    found = of_form(title() + t3(given))
    assert [f.explanation.zh for f in found if f.verdict == "violated"] == []
    assert blank or {f.verdict for f in found} == {"holds"}


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


def test_a_right_statistics_form_has_no_contradiction() -> None:
    found = of_form(title(2016) + stats(STATS))
    assert {f.severity for f in found} == {"note"}
    assert [f.rule for f in found if f.verdict == "violated"] == []
    assert {f.rule for f in found if f.verdict == "holds"} >= {f"A{n}" for n in range(1, 12)}


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"request.received.online": 12}, [("A1", "error")]),
        ({"request.closed.extended": 3}, [("A2", "error")]),
        ({"request.answered.clarify": 2}, [("A3", "error")]),
        ({"request.answered.denied.safety": 1}, [("A4", "error")]),
        # No row for undecided ones: more than the results is likely, fewer is not.
        ({"review.total": 3}, [("A5", "warning")]),
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
        # A row that only some places print, whether it is there or not.
        ({"request.received.letter": 2, "request.received.other": 3}, []),
        ({"request.received.other": 3}, [("A1", "error")]),
    ],
)
def test_rules_of_the_statistics_form(cells: dict[str, object], expected: list[tuple[str, str]]) -> None:
    assert violated(title(2016) + stats(STATS | cells)) == expected


@pytest.mark.parametrize(
    "cells",
    [
        {"request.received.fax": "_"},
        {"request.received.total": "_"},
        {"response.press.total": "/"},
        {"response.press.chief": "_"},
        {"proactive.total": "_"},
        {"proactive.channel.website": "—"},
        {"review.upheld": "_"},
        {"capacity.staff.full_time": "_", "capacity.staff.part_time": "_"},
        {"reading_room.paper": "_"},
        {"request.answered.denied.total": "_"},
        {"request.answered.denied.privacy": None},
    ],
)
def test_blanks_in_the_statistics_form_are_no_errors(cells: dict[str, object]) -> None:
    assert [v for v in violated(title(2016) + stats(STATS | cells)) if v[1] != "note"] == []
    assert {r for r, _ in violated(title(2016) + stats(STATS | cells))} <= {"A8", "A9", "A10", "A11"}


@pytest.mark.parametrize(
    ("cells", "rule"),
    [
        ({"response.press.total": 1, "response.press.chief": 2}, "A7"),
        ({"request.received.in_person": "_", "request.received.online": 15}, "A1"),
        ({"capacity.staff.full_time": "_", "capacity.staff.part_time": 9}, "A6"),
    ],
)
def test_what_is_left_blank_does_not_hide_an_excess(cells: dict[str, object], rule: str) -> None:
    assert rule in [r for r, _ in violated(title(2016) + stats(STATS | cells))]


def test_a_balance_holds_or_fails_by_what_figures_can_mean() -> None:
    found = findings(title(2016) + stats(STATS | {"response.events": "7余"}), "A9")
    assert [(f.verdict, f.severity) for f in found] == [("violated", "note")]
    assert "not certain" in found[0].explanation.en


# Two columns of figures


def two(given: dict[str, str]) -> str:
    both = {code: f"{figure} {figure}" for code, figure in STATS.items()}
    return title(2016) + stats(both | given, ("本级", "直属单位"))


def test_each_office_is_judged_by_itself() -> None:
    found = of_form(two({}))
    assert [f.explanation.zh for f in found if f.verdict == "violated"] == []
    report = read(two({"request.received.total": "19 24", "request.received.online": "11 16"}))
    assert len(form_tables(report)) == 2
    assert [t.cells["request.received.total"].value for t in form_tables(report)] == [19, 24]
    assert [f.rule for f in check(report).findings if f.verdict == "violated"] == []


@pytest.mark.parametrize(
    ("given", "rules"),
    [
        ({"request.received.online": "11 14"}, ["A1"]),
        ({"request.closed.total": "17 18", "request.closed.extended": "1 2"}, ["A10"]),
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
        {"proactive.normative_issued": "_ 6"},
        {"request.answered.total": "_ 18"},
    ],
)
def test_a_blank_of_one_office_is_not_filled_from_the_other(given: dict[str, str]) -> None:
    assert violated(two(given)) == []
    first, second = form_tables(read(two(given)))
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
    text = title(2022) + YEARS.format(carried=carried, out=out)
    first, second = form_tables(read(text))
    assert (first.year, second.year) == (2021, 2022)
    assert sorted(rule for rule, _ in violated(text)) == expected


def test_a_table_whose_figures_are_of_several_years_is_of_none() -> None:
    report = read(title(2020) + t2("t2-2019", {"licence": "80 3 40"}))
    (table,) = form_tables(report)
    assert table.year is None
    assert [f.verdict for f in check(report).findings if f.verdict == "violated"] == []


# What cells can be


@pytest.mark.parametrize(
    ("figure", "shown"),
    [("-2", "为-2"), ("2.5", "为2.5"), ("－1", "为-1")],
)
def test_cells_of_table_three_are_whole_numbers(figure: str, shown: str) -> None:
    found = findings(title() + t3(changed("partial", "person", figure)), "B9")
    assert [(f.verdict, f.severity, f.kind, f.parts, f.computed) for f in found] == [
        ("violated", "error", "form", (), None)
    ]
    assert shown in found[0].explanation.zh and "非负整数" in found[0].explanation.zh


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
    ],
)
def test_an_unsure_figure_makes_a_warning(code: str, rule: str) -> None:
    row, column = code.removeprefix("t3.").rsplit(".", 1)
    report = read(title() + t3(changed(row, column, "17")))
    assert (rule, "error") in [
        (f.rule, f.severity) for f in check(report).findings if f.verdict == "violated"
    ]
    doubtful = check(unsure(report, code)).findings
    broken = [f for f in doubtful if f.verdict == "violated"]
    assert broken and {f.severity for f in broken} == {"warning"}


# Forms of before 2014


@pytest.mark.parametrize(("copy", "expected"), [(30, []), (31, [("C12", "error")]), (3, [("C12", "error")])])
def test_fees_are_search_mail_and_copies(copy: int, expected: list[tuple[str, str]]) -> None:
    text = title(2010) + local(
        {"收费总金额": 100, "其中：1.检索费": 50, "2.邮寄费": 20, "3.复制费": copy, "减免收费的总金额": 0}
    )
    assert violated(text) == expected
