"""Growth, differences, points and multiples against the figures of the two years; rates over 100 %."""

from fractions import Fraction

import pytest
from fact_builder import Report as Made
from hypothesis import given
from hypothesis import strategies as st

from gdie.facts import PeriodOf
from gdie.facts.model import Change, Fact
from gdie.facts.report import Report
from gdie.reconcile.changes import change_findings, judge_change
from gdie.reconcile.model import Constraint, Finding
from gdie.reconcile.rates import rate_findings

_LAST_YEAR = PeriodOf("2013年", "2013-01-01", "2013-12-31")


def judged(kind: str, now: str, last: str, printed: str, **more: object) -> Finding:
    """What comes of a change printed beside both figures; `-` before the printed one makes it a decline."""
    made = Made()
    made.add(now, "申请")
    made.add(last, "申请", period=_LAST_YEAR)
    made.add(printed.removeprefix("-"), "申请")
    made.change_all(**more)
    current, former, figure = made.facts
    change = Change(kind, figure.id, current.id, former.id, 2013, not printed.startswith("-"))  # type: ignore[arg-type]
    return judge_change(change, current, former, figure)


@pytest.mark.parametrize(
    ("kind", "now", "last", "printed", "verdict", "severity"),
    [
        ("growth", "168件", "121件", "38.8%", "holds", "note"),
        ("growth", "168件", "121件", "39%", "holds", "note"),
        ("growth", "27件", "22件", "22.7%", "holds", "note"),
        ("growth", "29件", "26件", "11.5%", "holds", "note"),
        ("growth", "39件", "31件", "25.8%", "holds", "note"),
        ("growth", "40件", "31件", "29.0%", "holds", "note"),
        ("growth", "47件", "31件", "51.6%", "holds", "note"),
        ("growth", "48件", "31件", "54.8%", "holds", "note"),
        ("growth", "43件", "31件", "38.7%", "holds", "note"),
        ("growth", "45件", "29件", "55.1%", "rounding", "note"),  # 55.17
        ("growth", "168件", "121件", "28.8%", "violated", "error"),
        ("growth", "168件", "121件", "38.9%", "violated", "warning"),  # the last digit only
        ("growth", "12件", "0件", "100%", "unverifiable", "note"),
        ("growth", "0件", "12件", "-100%", "holds", "note"),
        ("growth", "70件", "80件", "-12.5%", "holds", "note"),
        ("growth", "70件", "80件", "12.5%", "violated", "error"),
        ("growth", "12.8万条", "10.1万条", "26.5%", "holds", "note"),  # 25.7 to 27.9
        ("growth", "12.8万条", "10.1万条", "29.5%", "violated", "warning"),
        ("growth", "240件", "100件", "1.4倍", "holds", "note"),
        ("growth", "240件", "100件", "2.4倍", "violated", "error"),
        ("growth", "205件", "100件", "翻一番", "holds", "note"),
        ("growth", "150件", "100件", "翻一番", "violated", "warning"),
        ("growth", "405件", "100件", "翻两番", "holds", "note"),
        ("growth", "180件", "100件", "七成以上", "holds", "note"),
        ("growth", "350件", "100件", "一倍以上", "holds", "note"),
        ("growth", "150件", "100件", "一倍以上", "violated", "warning"),
        ("growth", "118件", "100件", "近两成", "holds", "note"),
        ("growth", "至少90件", "100件", "-5%", "holds", "note"),
        ("growth", "90件", "至少100件", "-5%", "violated", "warning"),
        ("ratio", "240件", "100件", "2.4倍", "holds", "note"),
        ("ratio", "240件", "100件", "4倍", "violated", "error"),
        ("ratio", "240件", "100件", "3倍", "violated", "warning"),  # the last digit only
        ("ratio", "290件", "100件", "2倍", "rounding", "note"),
        ("ratio", "85件", "100件", "85%", "holds", "note"),
        ("ratio", "85件", "0件", "85%", "unverifiable", "note"),
        ("difference", "168件", "121件", "47件", "holds", "note"),
        ("difference", "168件", "121件", "46件", "violated", "error"),
        ("difference", "121件", "168件", "-47件", "holds", "note"),
        ("difference", "121件", "168件", "47件", "violated", "error"),
        ("difference", "412.6万条", "355.2万条", "57.4万条", "holds", "note"),
        ("difference", "3400余户", "2870户", "500多户", "holds", "note"),
        ("difference", "30件", "至少20件", "5件", "unverifiable", "note"),
        ("points", "64.9%", "58.7%", "6.2个百分点", "holds", "note"),
        ("points", "64.9%", "58.7%", "6.3个百分点", "holds", "note"),  # of shares before they were rounded
        ("points", "64.9%", "58.7%", "8.2个百分点", "violated", "error"),
        ("points", "58.7%", "64.9%", "-6.2个百分点", "holds", "note"),
        ("growth", "12元", "12次", "5%", "unverifiable", "note"),
    ],
)
def test_a_change_is_judged(
    kind: str, now: str, last: str, printed: str, verdict: str, severity: str
) -> None:
    found = judged(kind, now, last, printed)
    assert (found.verdict, found.severity) == (verdict, severity), found.explanation.zh


def test_a_finding_names_its_figures_and_what_is_true() -> None:
    found = judged("growth", "168件", "121件", "28.8%")
    assert (found.kind, found.rule, found.total, found.parts) == ("ratio", "C8", "f2", ("f3", "f1"))
    assert (found.stated, found.computed) == (Fraction("28.8"), Fraction("38.843"))
    assert found.explanation.zh == "申请168件，较2013年的121件增长38.843%，文中为增长28.8%"
    assert found.explanation.en == "申请168件 is 38.843% more than 申请121件, printed 28.8%"


@pytest.mark.parametrize(
    ("kind", "now", "last", "printed", "words"),
    [
        ("growth", "70件", "80件", "12.5%", "升降方向疑有误"),
        ("growth", "100件", "80件", "20%", "以本期数为基数"),
        ("growth", "80件", "100件", "-25%", "以本期数为基数"),
        ("growth", "240件", "100件", "2.4倍", "并非增长倍数"),
        ("difference", "3件", "5件", "2件", "升降方向疑有误"),
        ("points", "80%", "85%", "5个百分点", "升降方向疑有误"),
        ("difference", "约30件", "20件", "50件", "部分数字为约数"),
        ("ratio", "9件", "3件", "2倍", "为2013年的3件的3倍，文中为2倍"),
        ("points", "80%", "70%", "5个百分点", "较2013年的70%提高10个百分点，文中为提高5个百分点"),
    ],
)
def test_a_contradiction_is_explained(kind: str, now: str, last: str, printed: str, words: str) -> None:
    found = judged(kind, now, last, printed)
    assert found.verdict == "violated"
    assert words in found.explanation.zh


@pytest.mark.parametrize("more", [{"weakest": 0.5}, {"unit": None, "approx": "about"}])
def test_what_is_not_sure_only_warns(more: dict[str, object]) -> None:
    assert judged("difference", "168件", "121件", "7件", **more).severity == "warning"


def test_a_figure_of_another_document_only_warns_and_is_named_with_it() -> None:
    made = Made()
    current, figure = made.add("168件", "申请"), made.add("28.8%", "申请")
    former = made.add("121件", "申请", doc="older")
    found = judge_change(Change("growth", figure.id, current.id, None, 2013, True), current, former, figure)
    assert (found.verdict, found.severity, found.total) == ("violated", "warning", "older#f3")
    assert found.constraints == ()


@pytest.mark.parametrize(("printed", "sign"), [("47件", -1), ("-47件", 1)])
def test_a_difference_of_exact_figures_is_a_constraint(printed: str, sign: int) -> None:
    found = judged("difference", "168件", "121件", printed)
    terms = (("f1", Fraction(1)), ("f2", Fraction(-1)), ("f3", Fraction(sign)))
    assert found.constraints == (Constraint(terms),)
    assert judged("difference", "168件", "约121件", printed).constraints == ()
    assert judged("growth", "168件", "121件", "38.8%").constraints == ()


def findings(made: Made, **change: object) -> list[Finding]:
    """What comes of a growth of the first fact by the second, in a report of all facts."""
    fields = {"kind": "growth", "figure": "f2", "of": "f1", "than": None, "year": 2013, "rising": True}
    stated = Change(**(fields | change))  # type: ignore[arg-type]
    return list(change_findings(Report("report", None, 2014, tuple(made.facts), changes=(stated,))))


def elsewhere(*others: Fact | dict[str, object]) -> Made:
    made = Made()
    made.add("168件", "申请")
    made.add("28.8%", "申请")
    for other in others:
        made.add("121件", "申请", **({"period": _LAST_YEAR} | other))  # type: ignore[arg-type]
    return made


@pytest.mark.parametrize(
    ("others", "verdict"),
    [
        ([{}], "violated"),
        ([{}, {}], "violated"),  # said twice alike
        ([{}, {"value": 120}], "unverifiable"),
        ([], "unverifiable"),
        ([{"unit": "次"}], "unverifiable"),
        ([{"status": "planned"}], "unverifiable"),
        ([{"agency": None}], "unverifiable"),
        ([{"column": "网络"}], "unverifiable"),
        ([{"category": None}], "unverifiable"),
        ([{"period": PeriodOf("2013年", "2013-01-01", "2013-06-30")}], "unverifiable"),
        ([{"period": PeriodOf("2012年", "2012-01-01", "2012-12-31")}], "unverifiable"),
    ],
)
def test_the_earlier_figure_is_found_in_the_report(others: list[dict[str, object]], verdict: str) -> None:
    (found,) = findings(elsewhere(*others))
    assert found.verdict == verdict
    assert found.severity == ("warning" if verdict == "violated" else "note")
    assert found.total == ("f3" if verdict == "violated" else None)


def test_without_a_year_nothing_is_looked_for() -> None:
    (found,) = findings(elsewhere({}), year=None)
    assert found.verdict == "unverifiable"
    assert found.explanation.zh == "申请168件，文中变动为28.8%；文中未列明对比数字，无法核对"


def test_a_change_of_facts_that_are_not_there_says_nothing() -> None:
    assert findings(elsewhere(), of="f9") == []


@pytest.mark.parametrize(
    ("figure", "name", "more", "severity"),
    [
        ("104%", "办结率", {}, "error"),
        ("104%", "办结率", {"weakest": 0.3}, "warning"),
        ("104%", "申请", {"shares": ("f1",)}, "error"),
        ("104%", "申请", {}, None),  # growth, most likely
        ("100%", "办结率", {}, None),
        ("100%以上", "办结率", {}, None),
        ("104%", "投资完成率", {}, None),
        ("104%", "增长率", {}, None),
        ("104%", "使用率", {"column": "同比增长"}, None),
        ("2倍", "办结率", {}, None),
        ("104%", "办结率", {"status": "planned"}, None),
        ("104%", None, {}, None),
    ],
)
def test_a_rate_over_100(
    figure: str, name: str | None, more: dict[str, object], severity: str | None
) -> None:
    found = list(rate_findings([Made().add(figure, name, **more)]))
    assert [f.severity for f in found] == ([severity] if severity else [])
    assert [(f.kind, f.rule, f.verdict, f.total) for f in found] == [("ratio", "C9", "violated", None)] * len(
        found
    )


def test_growth_of_more_than_100_is_no_rate() -> None:
    made = Made()
    made.add("300件", "办结率")
    made.add("200%", "办结率")
    made.add("100件", "办结率", period=_LAST_YEAR)
    assert [f.rule for f in findings(made)] == ["C8"]


@given(now=st.integers(0, 10**6), last=st.integers(1, 10**6), places=st.integers(0, 2))
def test_growth_as_officials_compute_it_always_holds(now: int, last: int, places: int) -> None:
    grown = Fraction(100 * abs(now - last), last)
    unit = 10**places
    printed = Fraction(int(grown * unit + Fraction(1, 2)), unit)
    sign = "" if now >= last else "-"
    found = judged("growth", f"{now}件", f"{last}件", f"{sign}{float(printed):.{places}f}%")
    assert found.verdict == "holds"


@given(now=st.integers(0, 10**6), last=st.integers(0, 10**6), slip=st.integers(1, 50))
def test_a_wrong_difference_is_always_an_error(now: int, last: int, slip: int) -> None:
    sign = "" if now >= last else "-"
    found = judged("difference", f"{now}件", f"{last}件", f"{sign}{abs(now - last) + slip}件")
    assert (found.verdict, found.severity) == ("violated", "error")
    assert found.difference == slip
