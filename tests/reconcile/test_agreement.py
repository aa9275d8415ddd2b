"""Restatements: the same quantity in overview, body and table, and what only looks like it."""

from dataclasses import replace
from typing import Any

import pytest
from fact_builder import Report as Made
from form_texts import by_code, edited, findings, read, t3, t4, title
from hypothesis import given
from hypothesis import strategies as st

from gdie.facts import AgencyOf, PeriodOf
from gdie.facts.model import Change, Fact, Mention
from gdie.facts.report import Report
from gdie.reconcile.agreement import agreement_findings
from gdie.reconcile.model import Constraint

NEW, CARRIED, DONE, OUT = "t3.new.total", "t3.carried_in.total", "t3.done.total.total", "t3.carried_out.total"
AGENCY = "临溪县水务局"
LAST = PeriodOf("2022年", "2022-01-01", "2022-12-31")
APART = 1000  # characters; far enough from each other to be statements of their own

Line = tuple[str, str, str, dict[str, Any]] | tuple[str, str, str]


def made(*lines: Line, near: bool = False) -> Report:
    """Figures one by one: `(name, figure, code)` of the text; a name that begins with 表 is a row of a table."""
    built = Made()
    for number, (name, figure, code, *more) in enumerate(lines):
        start = number * (30 if near else APART)
        table = {"source": "table", "column": "总计", "unit": "件"} if name.startswith("表") else {}
        values = {
            "start": start,
            "end": start + len(figure),
            "agency": AgencyOf(None, AGENCY, "agency"),
            "period": PeriodOf(None, "2023-01-01", "2023-12-31"),
            "category": Mention(name.removeprefix("表"), start, start, code or None),
        }
        built.add(figure, name, **values | table | (more[0] if more else {}))
    return Report("report", AGENCY, 2023, tuple(built.facts))


def found(report: Report) -> list[tuple[str, str, str]]:
    return [(f.rule, f.verdict, f.severity) for f in agreement_findings(report)]


HOLDS, ERROR, WARNING = (
    [("C4", "holds", "note")],
    [("C4", "violated", "error")],
    [("C4", "violated", "warning")],
)
TABLE = ("表本年新收申请", "31", NEW)


@pytest.mark.parametrize(
    ("text", "table", "expected"),
    [
        ("31件", "31", HOLDS),
        ("三十一件", "31", HOLDS),
        ("32件", "31", ERROR),
        ("13件", "31", ERROR),
        ("0件", "31", ERROR),
        # 余, 多 are a lower bound, 近 an upper one.
        ("30余件", "34", HOLDS),
        ("30余件", "30", HOLDS),
        ("100余件", "102", HOLDS),
        ("30余件", "29", ERROR),
        ("40多件", "34", ERROR),
        ("近40件", "38", HOLDS),
        ("近40件", "41", ERROR),
        ("至少20件", "340", HOLDS),
        ("不足20件", "18", HOLDS),
        ("数十件", "34", HOLDS),
        ("约30件", "31", HOLDS),
        ("约30件", "60", ERROR),
        ("1.2万件", "12034", HOLDS),
        ("1.2万件", "12934", ERROR),
    ],
)
def test_a_figure_of_the_text_is_held_against_the_table(
    text: str, table: str, expected: list[tuple[str, str, str]]
) -> None:
    assert found(made(("收到申请", text, NEW), ("表本年新收申请", table, NEW))) == expected
    # … wherever the table stands.
    assert found(made(("表本年新收申请", table, NEW), ("收到申请", text, NEW))) == expected


def test_a_finding_names_both_figures() -> None:
    (finding,) = agreement_findings(made(("收到申请", "28件", NEW), TABLE))
    assert (finding.kind, finding.total, finding.parts) == ("agreement", "f1", ("f2",))
    assert (finding.stated, finding.computed, finding.difference) == (28, 31, -3)
    assert finding.constraints == (Constraint((("f1", 1), ("f2", -1))),)  # type: ignore[arg-type]
    assert finding.explanation.zh == "文中为收到申请28件，表中为本年新收申请（总计）31件，前后不一致，相差3"
    assert finding.explanation.en == (
        "in the text 收到申请28件 is stated, in the table 本年新收申请（总计）31件; difference 3"
    )


# C5: what else 收到, 受理, 办结 may mean

T3 = (
    ("表本年新收申请", "31", NEW),
    ("表上年结转申请", "4", CARRIED),
    ("表总计", "29", DONE),
    ("表结转下年度", "6", OUT),
)
T4 = (("表未经复议直接起诉", "2", "t4.suit_direct.total"), ("表复议后起诉", "1", "t4.suit_after.total"))
EITHER = [("C5", "holds", "note")]


@pytest.mark.parametrize(
    ("figure", "code", "rows", "expected"),
    [
        ("31件", NEW, T3, HOLDS),
        ("35件", NEW, T3, EITHER),  # new with carried in
        ("34件", NEW, T3, ERROR),
        ("30余件", NEW, (("表本年新收申请", "28", NEW), *T3[1:]), EITHER),
        ("29件", DONE, T3, HOLDS),
        ("31件", DONE, T3, EITHER),  # 受理, 办理: those that came
        ("35件", DONE, T3, EITHER),
        ("33件", DONE, T3, ERROR),
        # Two cells are needed for a sum.
        ("35件", NEW, T3[:1], ERROR),
        ("6件", CARRIED, T3, ERROR),
    ],
)
def test_words_that_may_mean_two_things(
    figure: str, code: str, rows: tuple[Line, ...], expected: list[tuple[str, str, str]]
) -> None:
    report = made(("受理申请", figure, code), *rows)
    assert found(report) == expected
    (finding,) = agreement_findings(report)
    if expected == EITHER:
        assert finding.constraints == ()
        assert "之和" in finding.explanation.zh and "相符" in finding.explanation.zh


def test_what_was_carried_in_and_done_with_and_carried_out_are_the_same_sum() -> None:
    rows = (("表本年新收申请", "31", NEW), ("表总计", "29", DONE), ("表结转下年度", "6", OUT))
    (finding,) = agreement_findings(made(("收到申请", "35件", NEW), *rows))
    assert (finding.rule, finding.verdict, finding.parts) == ("C5", "holds", ("f3", "f4"))
    assert finding.computed == 35


def test_suits_are_of_two_kinds() -> None:
    assert found(made(("行政诉讼", "3件", "litigation.total"), *T4)) == EITHER
    ((_, verdict, severity),) = found(made(("行政诉讼", "5件", "litigation.total"), *T4))
    assert (verdict, severity) == ("violated", "warning")


# What is no restatement


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(
            (("门户网站点击", "310次", "consult.page_views"), ("专栏点击", "42次", "consult.page_views")),
            id="two",
        ),
        pytest.param(
            (
                ("举办培训", "2次", "activity.trainings"),
                ("举办培训", "3次", "activity.trainings"),
                ("举办培训", "1次", "activity.trainings"),
            ),
            id="three",
        ),
    ],
)
@pytest.mark.parametrize(
    "table", [(), (("表举办培训", "7", "activity.trainings"), ("表点击", "352", "consult.page_views"))]
)
def test_items_side_by_side_are_no_restatements(lines: tuple[Line, ...], table: tuple[Line, ...]) -> None:
    assert found(made(*lines, *table, near=True)) == []


def test_equal_figures_side_by_side_are_said_twice() -> None:
    assert found(made(("收到申请", "31件", NEW), ("收到申请", "31件", NEW), TABLE, near=True)) == HOLDS * 2


def changed(text: dict[str, Any], table: dict[str, Any] | None = None) -> list[tuple[str, str, str]]:
    lines: tuple[Line, ...] = (("收到申请", "28件", NEW, text), ("表本年新收申请", "31", NEW, table or {}))
    return found(made(*lines))


@pytest.mark.parametrize(
    "text",
    [
        {"period": LAST},
        {"period": PeriodOf("上半年", "2023-01-01", "2023-06-30")},
        {"period": PeriodOf("截至2023年底", None, "2023-12-31")},
        {"agency": AgencyOf("县水文站", "县水文站", "agency")},
        {"agency": AgencyOf("全系统", "全系统", "system")},
        {"status": "planned"},
        {"part_of": "f2"},
        {"shares": ("f2",)},
        {"category": Mention("收到申请", 0, 0, "request.received.letter")},
        {"category": Mention("收到申请", 0, 0, None)},
        {"category": None},
        {"kind": "percent"},
    ],
    ids=lambda t: " ".join(t),
)
def test_other_quantities_are_left_alone(text: dict[str, Any]) -> None:
    assert changed({}) == ERROR
    assert changed(text) == []


def test_a_zero_in_words_against_the_table() -> None:
    """未收到申请 beside 31 requests in the table: worth a look, but words may be about something else."""
    assert [f[1:] for f in changed({"implied": True, "value": 0})] == [WARNING[0][1:]]


def test_the_same_owner_by_another_name_is_no_other() -> None:
    assert changed({"agency": AgencyOf("我局", AGENCY, "agency")}) == ERROR
    assert changed({"agency": None, "period": None}) == ERROR


def test_the_same_words_for_a_system_are_the_same_owner() -> None:
    system = {"agency": AgencyOf("全系统", "全系统", "system")}
    assert changed(system, system) == ERROR
    assert changed(system, {"agency": AgencyOf("全县", "全县", "system")}) == []


@pytest.mark.parametrize(
    ("lines", "change", "expected"),
    [
        # 收到31件，比上年的24件多7件: neither is this year's figure.
        ((("申请", "24件", NEW), ("申请", "31件", NEW)), ("f2", "f1"), []),
        ((("申请", "24件", NEW), ("申请", "31件", NEW)), ("f2", None), []),
    ],
)
def test_figures_of_a_change_are_aside(
    lines: tuple[Line, ...], change: tuple[str, str | None], expected: list[tuple[str, str, str]]
) -> None:
    of, than = change
    figure = "f1" if than is None else "f9"
    report = replace(made(*lines), changes=(Change("difference", figure, of, than, 2022, True),))
    assert found(report) == expected
    assert found(made(*lines)) == ERROR


def test_figures_of_a_change_are_not_held_against_the_table() -> None:
    lines: tuple[Line, ...] = (("收到申请", "31件", NEW), ("增加", "7件", NEW), ("上年", "24件", NEW), TABLE)
    change = Change("difference", "f2", "f1", "f3", 2022, True)
    assert found(replace(made(*lines), changes=(change,))) == HOLDS
    assert found(made(*lines)) == HOLDS + WARNING * 2


# Doubts


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ({"weakest": 0.5}, "个别数字的归属识别把握不足"),
        ({"coded": 0.85, "text": "13件", "value": 13}, "两处所指指标可能不同"),
        ({"category": Mention("申请、咨询和投诉", 0, 0, NEW)}, "文中为多类事项合并计数"),
        ({"unit": "条", "text": "28条"}, "计量单位不一致"),
    ],
)
def test_what_is_not_certain_only_warns(text: dict[str, Any], words: str) -> None:
    assert changed(text) == WARNING
    (finding,) = agreement_findings(made(("收到申请", "28件", NEW, text), ("表本年新收申请", "31件", NEW)))
    assert words in finding.explanation.zh and "not certain" in finding.explanation.en


def test_just_sure_enough_is_certain() -> None:
    assert changed({"coded": 0.9, "weakest": 0.7}) == ERROR
    assert changed({}, {"weakest": 0.5}) == WARNING


def test_doubts_do_not_matter_where_the_figures_agree() -> None:
    doubtful = {"weakest": 0.2, "coded": 0.3}
    assert found(made(("收到申请、咨询", "31件", NEW, doubtful), TABLE)) == HOLDS


def test_a_part_that_agrees_tells_of_another_scope() -> None:
    # 全年办理47件，其中本机关31件
    report = made(("收到申请", "47件", NEW), ("本机关收到", "31件", "", {"part_of": "f1"}), TABLE)
    assert found(report) == WARNING
    (finding,) = agreement_findings(report)
    assert "统计口径可能不同" in finding.explanation.zh
    assert (
        found(made(("收到申请", "47件", NEW), ("本机关收到", "30件", "", {"part_of": "f1"}), TABLE)) == ERROR
    )


@pytest.mark.parametrize(
    ("unit", "expected"), [("宗", ERROR), ("条", WARNING), ("元", [("C4", "unverifiable", "note")])]
)
def test_units(unit: str, expected: list[tuple[str, str, str]]) -> None:
    assert found(made(("收到申请", f"28{unit}", NEW), ("表本年新收申请", "31件", NEW))) == expected


def test_a_guessed_indicator_with_another_figure_says_nothing() -> None:
    assert changed({"coded": 0.85}) == [("C4", "unverifiable", "note")]


# In the text alone

OVERVIEW = ("主动公开信息", "2304条", "proactive.total", {"section": "一、概述"})


@pytest.mark.parametrize(
    ("name", "figure", "more", "expected"),
    [
        ("主动公开信息", "2304条", {}, HOLDS),
        ("主動公開信息", "2304条", {}, HOLDS),
        ("主动公开信息", "2340条", {}, ERROR),
        ("主动公开信息", "2300余条", {}, HOLDS),
        ("主动公开信息", "2400余条", {}, ERROR),
        # Other words may mean something else of the same code, unless the figures all but agree.
        ("公开政务信息", "2340条", {}, WARNING),
        ("公开政务信息", "1187条", {}, []),
        ("主动公开信息", "2340件", {}, []),
        ("主动公开信息", "1800条", {"channel": Mention("门户网站", 0, 0, "website")}, []),
        ("主动公开信息", "1800条", {"column": "本级"}, []),
        ("主动公开信息", "2101条", {"period": LAST}, []),
        ("主动公开信息", "2340条", {"coded": 0.6}, WARNING),
    ],
)
def test_the_same_words_in_two_sections(
    name: str, figure: str, more: dict[str, Any], expected: list[tuple[str, str, str]]
) -> None:
    body: Line = (name, figure, "proactive.total", {"section": "二、主动公开情况"} | more)
    assert found(made(OVERVIEW, body)) == expected


def test_every_later_mention_is_held_against_the_first() -> None:
    lines: list[Line] = [("主动公开信息", n, "proactive.total") for n in ("2304条", "2304条", "2340条")]
    assert [(f.total, f.parts, f.verdict) for f in agreement_findings(made(*lines))] == [
        ("f2", ("f1",), "holds"),
        ("f3", ("f1",), "violated"),
    ]
    (_, finding) = agreement_findings(made(*lines))
    assert finding.explanation.zh == "文中为主动公开信息2340条，文中为主动公开信息2304条，前后不一致，相差36"
    assert finding.explanation.en.endswith("elsewhere in the text 主动公开信息2304条; difference 36")


def test_of_several_tables_the_one_that_agrees_counts() -> None:
    other: Line = ("表本年新收申请", "12", NEW)
    assert found(made(("收到申请", "31件", NEW), other, TABLE)) == HOLDS
    report = made(("收到申请", "30件", NEW), other, TABLE)
    (finding,) = agreement_findings(report)
    assert (finding.verdict, finding.parts) == ("violated", ("f3",))


def test_tables_alone_restate_nothing() -> None:
    assert found(made(TABLE, ("表收到申请", "12", NEW))) == []


@given(text=st.integers(0, 5000), table=st.integers(0, 5000))
def test_exact_figures_agree_only_where_they_are_equal(text: int, table: int) -> None:
    (finding,) = agreement_findings(made(("收到申请", f"{text}件", NEW), ("表本年新收申请", str(table), NEW)))
    assert (finding.verdict == "holds") == (text == table)
    assert finding.difference == text - table


# From real tables

MATRIX: dict[str, str] = {
    "new": "21 4 0 1 2 0 28",
    "carried_in": "3 1 0 0 0 1 5",
    "granted": "21 4 0 1 2 1 29",
    "done.total": "21 4 0 1 2 1 29",
    "carried_out": "3 1 0 0 0 0 4",
}


@pytest.mark.parametrize(
    ("prose", "expected"),
    [
        (f"[收到申请:28件={NEW}]，[办结:29件={DONE}]。", [("C4", "holds")] * 2),
        (f"[收到申请:33件={NEW}]，[办结:29件={DONE}]。", [("C5", "holds"), ("C4", "holds")]),
        (f"[收到申请:82件={NEW}]。", [("C4", "violated")]),
        (
            "[行政诉讼:3件=litigation.total]，[行政复议:2件=t4.review.total]。",
            [("C5", "holds"), ("C4", "violated")],
        ),
        (f"[收到申请:28件={NEW}]，其中[自然人申请:21件=t3.new.person]。", [("C4", "holds")] * 2),
    ],
)
def test_prose_before_tables_three_and_four(prose: str, expected: list[tuple[str, str]]) -> None:
    text = f"{title()}一、总体情况\n本年度{prose}\n{t3(MATRIX, whole=False)}{t4('1 0 0 0 1 0 0 2 0 2 1 0 0 0 1')}"
    (*said,) = (f for f in findings(text, "C4", "C5") if f.kind == "agreement")
    assert [(f.rule, f.verdict) for f in said] == expected
    for finding in said:
        assert finding.places[0].fact == finding.total and len(finding.places) == 1 + len(finding.parts)


def test_a_changed_cell_is_found_by_the_text() -> None:
    text = f"{title()}一、总体情况\n本年度[收到申请:28件={NEW}]。\n{t3(MATRIX, whole=False)}"
    report = edited(read(text), {"t3.new.total": 38})
    said = {f.rule: f for f in findings(report) if f.verdict == "violated"}
    assert set(said) == {"B1", "B3", "C4"}
    cell: Fact = next(f for f in report.facts if f.value == 38)
    assert by_code(report)[NEW].source == "text" and said["C4"].parts == (cell.id,)
