"""Reports of consecutive years: what is carried over, what a later report says of the year before, and whose reports are compared."""

from dataclasses import replace
from typing import Any

import pytest
from fact_builder import Report as Made
from form_texts import AGENCY, by_code, edited, read, stats, t2, t3, t4, title
from hypothesis import given, settings
from hypothesis import strategies as st

from gdie.facts import AgencyOf, PeriodOf
from gdie.facts.model import Change, Mention
from gdie.facts.report import Report
from gdie.reconcile import Finding, check, check_years

ROWS: dict[str, str] = {
    "new": "9 2 0 0 0 0 11",
    "carried_in": "2 0 0 0 1 0 3",
    "granted": "8 2 0 0 1 0 11",
    "done.total": "8 2 0 0 1 0 11",
    "carried_out": "3 0 0 0 0 0 3",
}
NEXT: dict[str, str] = {
    "new": "6 1 0 0 0 0 7",
    "carried_in": "3 0 0 0 0 0 3",
    "granted": "9 1 0 0 0 0 10",
    "done.total": "9 1 0 0 0 0 10",
    "carried_out": "0 0 0 0 0 0 0",
}
BEFORE = read(title(2022) + t3(ROWS, whole=False), "r2022")
AFTER = read(title(2023) + t3(NEXT, whole=False), "r2023")

Said = tuple[str, str, str]


def said(found: tuple[Finding, ...]) -> list[Said]:
    return [(f.rule, f.verdict, f.severity) for f in found]


def carried(*reports: Report) -> list[tuple[Finding, ...]]:
    """What there is of each report besides what is restated."""
    return [tuple(f for f in own if f.rule != "C4") for own in check_years(reports)]


# B5


def test_what_is_carried_over_agrees_in_every_column() -> None:
    first, second = carried(BEFORE, AFTER)
    assert first == ()
    assert said(second) == [("B5", "holds", "note")] * 7
    assert [f.id for f in second] == [f"y{n}" for n in range(1, 8)]
    assert {f.doc for f in second} == {"r2023"}


@pytest.mark.parametrize("column", ["person", "legal", "total"])
def test_what_is_not_carried_over_is_named_with_both_places(column: str) -> None:
    _, second = carried(BEFORE, edited(AFTER, {f"t3.carried_in.{column}": 8}))
    (broken,) = (f for f in second if f.verdict == "violated")
    before, after = by_code(BEFORE)[f"t3.carried_out.{column}"], by_code(AFTER)[f"t3.carried_in.{column}"]
    assert (broken.rule, broken.kind, broken.severity) == ("B5", "carry_over", "warning")
    assert (broken.total, broken.parts) == (after.id, (f"r2022#{before.id}",))
    assert (broken.stated, broken.computed) == (8, before.value)
    assert [(p.doc, p.fact, p.start) for p in broken.places] == [
        ("r2023", after.id, after.start),
        ("r2022", f"r2022#{before.id}", before.start),
    ]
    assert broken.explanation.zh.startswith("2023年上年结转") and "2022年结转下年度" in broken.explanation.zh
    assert broken.explanation.zh.endswith(f"；两者不衔接，相差{8 - int(before.value)}")
    assert broken.explanation.en.startswith("2023: ") and "; 2022: " in broken.explanation.en


def test_a_blank_cell_of_either_year_is_not_judged() -> None:
    _, second = carried(
        edited(BEFORE, {"t3.carried_out.person": None}), edited(AFTER, {"t3.carried_in.total": None})
    )
    assert said(second) == [("B5", "holds", "note")] * 5


def test_a_form_of_2020_is_carried_over_to_one_of_2021() -> None:
    older = read(title(2020) + t3(ROWS, "t3-2019", whole=False), "old")
    newer = read(title(2021) + t3(NEXT, whole=False), "new")
    assert said(carried(older, newer)[1]) == [("B5", "holds", "note")] * 7


TWO_YEARS = (
    "指标\t2021年\t2022年\n本年新收政府信息公开申请数量\t18\t26\n上年结转政府信息公开申请数量\t2\t{}\n"
    "予以公开\t11\t17\n不予公开\t7\t8\n总计\t18\t25\n结转下年度继续办理\t2\t3\n"
)


@pytest.mark.parametrize(("figure", "verdict"), [(2, "holds"), (4, "violated")])
def test_two_years_in_one_document(figure: int, verdict: str) -> None:
    report = read(title(2022) + TWO_YEARS.format(figure))
    (found,) = (f for f in check(report).findings if f.rule == "B5")
    assert (found.verdict, found.severity) == (verdict, "note" if verdict == "holds" else "warning")
    # Both figures are of this document.
    assert all("#" not in i for i in (found.total or "", *found.parts))
    assert [p.text for p in found.places] == [str(figure), "2"]


@settings(max_examples=10)
@given(out=st.integers(0, 400), into=st.integers(0, 400))
def test_carried_out_and_in_must_be_equal(out: int, into: int) -> None:
    before = edited(BEFORE, {"t3.carried_out.person": out})
    _, second = carried(before, edited(AFTER, {"t3.carried_in.person": into}))
    broken = [f for f in second if f.verdict == "violated"]
    assert [f.difference for f in broken] == ([into - out] if into != out else [])


# B6, B7: table 二


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ({"licence": "120 -8 35"}, {"licence": "112 0 40"}, [("B6", "holds", "note")]),
        ({"licence": "120 -8 35"}, {"licence": "120 0 40"}, [("B6", "violated", "warning")]),
        ({"licence": "120 +5 35"}, {"licence": "125 1 40"}, [("B6", "holds", "note")]),
        (
            {"penalty": "60 0 3", "coercion": "9 1 0"},
            {"penalty": "60 0 1", "coercion": "9 0 0"},
            [("B6", "holds", "note"), ("B6", "violated", "warning")],
        ),
        ({"licence": "120 _ 35"}, {"licence": "118 0 40"}, []),
        # Fees have the same columns.
        ({"fee": "4 -1"}, {"fee": "3 0"}, [("B6", "holds", "note")]),
        ({"fee": "4 -1"}, {"fee": "4 0"}, [("B6", "violated", "warning")]),
    ],
)
def test_items_of_the_year_before(
    before: dict[str, str], after: dict[str, str], expected: list[Said]
) -> None:
    older = read(title(2019) + t2("t2-2019", before), "a")
    newer = read(title(2020) + t2("t2-2019", after), "b")
    assert said(carried(older, newer)[1]) == expected


def test_items_that_do_not_follow_say_what_they_should_be() -> None:
    older = read(title(2019) + t2("t2-2019", {"licence": "120 -8 35"}), "a")
    newer = read(title(2020) + t2("t2-2019", {"licence": "120 0 40"}), "b")
    (found,) = carried(older, newer)[1]
    assert (found.stated, found.computed, found.difference) == (120, 112, 8)
    assert len(found.parts) == 2 and all(p.startswith("a#") for p in found.parts)


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        ("5 2 43", ("B7", "holds", "note")),
        ("5 2 40", ("B7", "violated", "note")),
        ("0 0 40", ("B7", "holds", "note")),
    ],
)
def test_documents_in_force(after: str, expected: Said) -> None:
    older = read(title(2021) + t2("t2-2021", {"normative": "6 1 40"}), "a")
    newer = read(title(2022) + t2("t2-2021", {"normative": after}), "b")
    (found,) = carried(older, newer)[1]
    assert (found.rule, found.verdict, found.severity) == expected
    assert found.total == by_code(newer)["t2.normative.in_force"].id
    issued, repealed, _ = map(int, after.split())
    assert found.computed == 40 + issued - repealed


def test_blocks_of_other_columns_are_not_mixed() -> None:
    older = read(title(2020) + t2("t2-2019", {"licence": "120 -8 35", "normative": "4 4 30"}), "a")
    newer = read(title(2021) + t2("t2-2021", {"licence": "41", "normative": "2 0 32"}), "b")
    assert carried(older, newer)[1] == ()


# B8


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("2 0 0 0 2 0 0 0 0 0 0 0 0 0 0", "1 0 0 0 1 0 0 0 0 0 3 0 0 0 3", ("B8", "holds", "note")),
        ("2 0 0 0 2 0 0 0 0 0 0 0 0 0 0", "1 0 0 0 1 0 0 0 0 0 4 0 0 0 4", ("B8", "violated", "note")),
    ],
)
def test_suits_after_a_review_follow_reviews(before: str, after: str, expected: Said) -> None:
    older, newer = read(title(2021) + t4(before), "a"), read(title(2022) + t4(after), "b")
    (found,) = carried(older, newer)[1]
    assert (found.rule, found.verdict, found.severity) == expected
    assert set(found.parts) == {
        by_code(newer)["t4.review.total"].id,
        f"a#{by_code(older)['t4.review.total'].id}",
    }


# Which reports are compared


def test_the_order_of_reports_does_not_matter() -> None:
    assert carried(AFTER, BEFORE) == [carried(BEFORE, AFTER)[1], ()]


@pytest.mark.parametrize(
    "other",
    [
        replace(BEFORE, agency="松坪县水务局"),
        replace(BEFORE, agency=None),
        replace(BEFORE, year=2021),
        replace(BEFORE, year=2023),
        replace(BEFORE, year=2024),
        replace(BEFORE, year=None),
    ],
    ids=["other agency", "no agency", "a gap", "same year", "a year later", "no year"],
)
def test_reports_that_do_not_follow_each_other_are_left_alone(other: Report) -> None:
    wrong = edited(AFTER, {"t3.carried_in.total": 8})
    assert [
        f for own in check_years([other, wrong]) for f in own if f.verdict == "violated" and f.doc == "r2023"
    ] == []


def test_an_agency_is_known_by_short_names_and_old_script() -> None:
    assert len(carried(replace(BEFORE, agency="臨溪縣 水務局"), AFTER)[1]) == 7


def test_a_corrected_version_of_a_report_counts() -> None:
    wrong = edited(BEFORE, {"t3.carried_out.total": 30})
    found = carried(wrong, BEFORE, AFTER)
    assert said(found[2]) == [("B5", "holds", "note")] * 7 and found[:2] == [(), ()]
    found = carried(BEFORE, wrong, AFTER)
    assert [f.difference for f in found[2] if f.verdict == "violated"] == [-27]


def test_of_two_versions_of_the_later_report_the_last_one_is_judged() -> None:
    wrong = edited(AFTER, {"t3.carried_in.total": 8})
    found = carried(BEFORE, wrong, AFTER)
    assert found[:2] == [(), ()] and len(found[2]) == 7


def test_reports_with_the_same_file_stem_are_two_reports() -> None:
    before, after = (
        replace(BEFORE, doc="report"),
        edited(replace(AFTER, doc="report"), {"t3.carried_in.total": 8}),
    )
    before = replace(before, facts=tuple(replace(f, doc="report") for f in before.facts))
    after = replace(after, facts=tuple(replace(f, doc="report") for f in after.facts))
    first, second = carried(before, after)
    assert first == () and len(second) == 7
    (broken,) = (f for f in second if f.verdict == "violated")
    assert (broken.total, broken.parts) == (
        by_code(after)["t3.carried_in.total"].id,
        (f"report#{by_code(before)['t3.carried_out.total'].id}",),
    )
    assert [p.text for p in broken.places] == ["8", "3"]


def test_a_chain_of_years_is_compared_link_by_link() -> None:
    last = read(title(2024) + t3({**NEXT, "carried_in": "0 0 0 0 0 0 0"}, whole=False), "r2024")
    found = carried(BEFORE, AFTER, last)
    assert [len(own) for own in found] == [0, 7, 7]
    assert {p.partition("#")[0] for f in found[2] for p in f.parts} == {"r2023"}


def test_the_forms_of_2018_and_2019_have_nothing_to_carry() -> None:
    older = read(title(2018) + stats({"request.received.total": 3, "request.received.letter": 3}), "a")
    assert carried(older, read(title(2019) + t3(ROWS, "t3-2019", whole=False), "b")) == [(), ()]


# What the text says


def whole(year: int) -> PeriodOf:
    return PeriodOf(f"{year}年", f"{year}-01-01", f"{year}-12-31")


def up_to(year: int) -> PeriodOf:
    return PeriodOf(f"截至{year}年底", None, f"{year}-12-31")


Line = tuple[str, str, PeriodOf] | tuple[str, str, PeriodOf, dict[str, Any]]
CODES = {"申请": "request.received.total", "信息": "proactive.total", "培训": "activity.trainings"}


def text(year: int, *lines: Line) -> Report:
    """A report with figures of its text: `(申请, 121件, period)`."""
    made = Made()
    for number, (name, figure, period, *more) in enumerate(lines):
        values = {
            "doc": f"t{year}",
            "start": number * 1000,
            "category": Mention(name, 0, 0, CODES[name]),
            "period": period,
            "agency": AgencyOf(None, AGENCY, "agency"),
        }
        made.add(figure, name, **values | (more[0] if more else {}))
    return Report(f"t{year}", AGENCY, year, tuple(made.facts))


YEAR_2012 = text(
    2012, ("申请", "121件", whole(2012)), ("信息", "820条", whole(2012)), ("信息", "3100条", up_to(2012))
)
HOLDS, WARNING = ("C4", "holds", "note"), ("C4", "violated", "warning")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (("申请", "121件", whole(2012)), [HOLDS]),
        (("申请", "120余件", whole(2012)), [HOLDS]),
        (("申请", "112件", whole(2012)), [WARNING]),
        (("申请", "112件", whole(2011)), []),
        (("申请", "112件", PeriodOf("2012年上半年", "2012-01-01", "2012-06-30")), []),
        (("申请", "112元", whole(2012)), []),
        (("培训", "3次", whole(2012)), []),
        (("申请", "112件", whole(2012), {"status": "planned"}), []),
        (("申请", "112件", whole(2012), {"column": "直属单位"}), []),
        (("申请", "112件", whole(2012), {"agency": AgencyOf("全系统", "全系统", "system")}), []),
        # What may have been misread is worth nothing after a year.
        (("申请", "112件", whole(2012), {"weakest": 0.5}), []),
        (("申请", "112件", whole(2012), {"coded": 0.8}), []),
        (("申请", "121件", whole(2012), {"coded": 0.8}), [HOLDS]),
    ],
)
def test_what_a_report_says_of_the_year_before(line: Line, expected: list[Said]) -> None:
    first, second = check_years([YEAR_2012, text(2013, line)])
    assert first == () and said(second) == expected
    for finding in second:
        assert (finding.kind, finding.total, finding.parts) == ("agreement", "f1", ("t2012#f1",))
        assert finding.explanation.zh.startswith("2013年申请") and "2012年申请121件" in finding.explanation.zh


def test_the_table_of_the_year_before_goes_before_its_text() -> None:
    before = text(
        2012,
        ("申请", "112件", whole(2012)),
        ("申请", "121", whole(2012), {"source": "table", "unit": "件"}),
    )
    _, (found,) = check_years([before, text(2013, ("申请", "121件", whole(2012)))])
    assert (found.verdict, found.parts) == ("holds", ("t2012#f2",))


# C11


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([("信息", "900条", whole(2013)), ("信息", "4000条", up_to(2013))], [("C11", "holds", "note")]),
        ([("信息", "900条", whole(2013)), ("信息", "4100条", up_to(2013))], [("C11", "violated", "note")]),
        ([("信息", "900余条", whole(2013)), ("信息", "4050条", up_to(2013))], [("C11", "holds", "note")]),
        ([("信息", "4100条", up_to(2013))], []),
        ([("信息", "900条", whole(2013)), ("信息", "4100人次", up_to(2013))], []),
    ],
)
def test_cumulative_figures_grow_by_the_year(lines: list[Line], expected: list[Said]) -> None:
    _, second = check_years([YEAR_2012, text(2013, *lines)])
    assert said(second) == expected
    for finding in second:
        assert set(finding.parts) == {"t2012#f3", "f1"}
        assert finding.computed == 3100 + 900


@pytest.mark.parametrize(
    ("annual", "cumulative", "expected"),
    [("820条", "3100条", []), ("3200条", "3100条", [("C11", "violated", "note")]), ("820件", "300人次", [])],
)
def test_a_year_is_no_more_than_all_years(annual: str, cumulative: str, expected: list[Said]) -> None:
    report = text(2013, ("信息", annual, whole(2013)), ("信息", cumulative, up_to(2013)))
    found = tuple(f for f in check(report).findings if f.rule == "C11")
    assert said(found) == expected
    assert all((f.total, f.parts) == ("f1", ("f2",)) and "不应大于" in f.explanation.zh for f in found)


# Growth


@pytest.mark.parametrize(
    ("kind", "figure", "rising", "expected"),
    [
        ("growth", "38.8%", True, [("C8", "holds", "note")]),
        ("growth", "28.8%", True, [("C8", "violated", "warning")]),
        ("growth", "38.8%", False, [("C8", "violated", "warning")]),
        ("difference", "47件", True, [("C8", "holds", "note")]),
        ("difference", "46件", True, [("C8", "violated", "warning")]),
    ],
)
def test_growth_is_that_over_the_report_of_the_year_before(
    kind: Any, figure: str, rising: bool, expected: list[Said]
) -> None:
    change = Change(kind, "f2", "f1", None, 2012, rising)
    after = text(2013, ("申请", "168件", whole(2013)), ("申请", figure, whole(2013), {"column": "增"}))
    _, second = check_years([YEAR_2012, replace(after, changes=(change,))])
    assert said(second) == expected
    assert {(f.kind, f.total, f.parts) for f in second} == {("ratio", "t2012#f1", ("f2", "f1"))}
    assert all("2012年" in f.explanation.zh for f in second)


@pytest.mark.parametrize(
    "change",
    [
        Change("growth", "f2", "f1", "f3", 2012, True),  # the sentence has the earlier figure itself
        Change("growth", "f2", "f1", None, 2011, True),
        Change("growth", "f2", "f1", None, None, True),
        Change("growth", "f2", "f9", None, 2012, True),
        Change("growth", "f9", "f1", None, 2012, True),
    ],
)
def test_growth_over_something_else_is_left_to_others(change: Change) -> None:
    after = text(
        2013,
        ("申请", "168件", whole(2013)),
        ("申请", "28.8%", whole(2013)),
        ("申请", "110件", whole(2011)),
    )
    assert check_years([YEAR_2012, replace(after, changes=(change,))]) == ((), ())


def test_growth_of_what_last_year_did_not_count_is_not_judged() -> None:
    change = Change("growth", "f2", "f1", None, 2012, True)
    after = text(2013, ("培训", "9次", whole(2013)), ("培训", "50%", whole(2013)))
    assert check_years([YEAR_2012, replace(after, changes=(change,))]) == ((), ())


def test_fingerprints_of_two_years_do_not_depend_on_offsets() -> None:
    later = read(
        f"{title(2023)}一、总体情况\n[举办培训:3次=activity.trainings]。\n{t3(NEXT, whole=False)}", "r2023"
    )
    found, moved = check_years([BEFORE, AFTER])[1], check_years([BEFORE, later])[1]
    assert [f.total for f in found] != [f.total for f in moved]
    marks = [f.fingerprint for f in found]
    assert len(set(marks)) == len(marks) == 7
    assert marks == [f.fingerprint for f in moved]
