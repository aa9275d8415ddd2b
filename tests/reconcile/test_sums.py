"""Totals and their lists: table-driven over written reports."""

import pytest
from fact_builder import Report, report
from hypothesis import given
from hypothesis import strategies as st

from gdie.facts.model import AgencyOf, Mention, PeriodOf
from gdie.reconcile import Finding

Judgement = tuple[str, str]


def judged(made: Report) -> list[Judgement]:
    return [(f.verdict, f.severity) for f in made.check() if f.kind == "sum"]


HOLDS, PARTIAL, UNSURE = ("holds", "note"), ("partial", "note"), ("unverifiable", "note")
ERROR, WARNING = ("violated", "error"), ("violated", "warning")

CASES = [
    # 002: media figures do not make the total stated
    ("15707条 = 1643条 + 432条 + 785条 + 12808条", [ERROR]),
    # 000: figures of different units close
    ("10841条 = 740条 + 9860条 + 229幅 + 12条", [HOLDS]),
    # … and where they do not, the units may be why
    ("10841条 = 740条 + 9860条 + 228幅 + 12条", [WARNING]),
    # 001: equal figures count twice
    ("1134条 = 191条 + 10条 + 275条 + 24条 + 57条 + 223条 + 223条 + 131条", [HOLDS]),
    # 件 and 宗 are the same thing
    ("30件 = 20宗 + 11例", [ERROR]),
    # 000: an open list stays below its total
    ("237件 > 41件 + 32件 + 31件 + 30件 + 23件 + 15件", [PARTIAL]),
    # 002: overlapping facets in sentences of their own, even if together they exceed the total
    ("2101条 > 190条 > 16条 > 1357条 > 398条 > 99条 > 900条", [PARTIAL] * 6),
    # a list over several sentences or lines (002: replies)
    ("30件 > 12件 > 0件 > 0件 > 11件 > 4件 + 3件", [HOLDS]),
    # by way, and by theme: never added
    ("38宗 = 24宗 + 9宗 + 5宗 = 17宗 + 2宗 + 3宗 + 16宗", [HOLDS, HOLDS]),
    ("240条 = 91条 + 23条 + 17条 + 66条 + 38条 + 15条 = 225条 + 15条", [ERROR, HOLDS]),
    # … also in one sentence
    ("38宗 = 24宗 + 9宗 + 5宗 + 17宗 + 2宗 + 3宗 + 16宗", [HOLDS, HOLDS]),
    # the second list of one sentence has no claim of its own; what follows a closed list may be details
    ("31件 = 20件 + 11件 + 5件 + 3件", [HOLDS, PARTIAL]),
    # the first one has, where the second closes
    ("30件 = 20件 + 11件 + 12件 + 11件 + 4件 + 3件", [ERROR, HOLDS]),
    # a complete list that its neighbour sentence completes
    ("100件 = 60件 + 30件 > 10件", [HOLDS]),
    # … or may complete
    ("100件 = 60件 + 20件 > 15件", [WARNING, PARTIAL]),
    ("2101条 = 1900条 + 191条 > 190条", [ERROR, PARTIAL]),
    # an open list exceeds its total
    ("28件 > 11件 + 16件 + 4件", [WARNING]),
    # one part larger than the whole: an error only where the text says part
    ("28件 其中 31件", [ERROR]),
    ("28件 > 31件", [WARNING]),
    # 其中 with most of the total left over is of some parts; not so if one slip explains it all
    ("15071起 = 1865起 + 243起", [PARTIAL]),
    ("31篇 = 9篇 + 4条", [PARTIAL]),
    ("2402件 = 200件 + 40件", [ERROR]),
    ("86425万条 = 31870条 + 54555条", [ERROR]),
    # 其中 may list some of the parts only, unless little is missing
    ("386人 = 271人 + 64人", [WARNING]),
    ("386人 = 271人 + 113人", [ERROR]),
    # the shares beside the parts say that they are not all
    ("100件 = 40件[40%] + 35件[35%]", [PARTIAL]),
    ("100件 = 40件[40%] + 55件[60%]", [ERROR]),
    # approximate figures
    ("500余条 = 200条 + 310条", [HOLDS]),
    ("500余条 = 300条 + 310条", [WARNING]),
    ("12.8万条 = 1.1万余条 + 4.6万余条 + 7万余条", [HOLDS]),
    ("12.8万条 = 70000条 + 57990条", [HOLDS]),
    ("12.8万条 = 70000条 + 58900条", [("rounding", "note")]),
    ("12.8万条 = 70000条 + 59900条", [ERROR]),
    # 各 stands for several
    ("5件 = 各2件 + 1件", [UNSURE]),
    ("17件 = 自然人 11件 + 企业、律所 3件", [UNSURE]),
    # nothing to compare
    ("5次 = 120人次 + 10人次", [UNSURE]),
    ("30件 = 20件 + ?f9", [UNSURE]),
    # A5: undecided cases have no row
    ("行政复议 6件 = 维持 4件 + 纠正 1件", [WARNING]),
    ("行政复议 6件 = 维持 4件 + 纠正 1件 + 尚未审结 0件", [ERROR]),
    # A8: one item by several channels
    ("2483条 = 信息 319条@公报 + 信息 851条@网站 + 信息 2348条@微信", [WARNING]),
    ("2483条 > 信息 851条@网站 + 信息 2348条@微信", [("violated", "note")]),
    ("2483条 = 信息 319条@公报 + 信息 1851条@网站", [WARNING]),
    ("30件 = 申请 20件@网络 + 申请 11件@信函", [ERROR]),
    # zeros
    ("0件 = 0件 + 0件", [HOLDS]),
    ("0件 = 1件 + 0件", [ERROR]),
]


@pytest.mark.parametrize(("line", "expected"), CASES)
def test_verdicts(line: str, expected: list[Judgement]) -> None:
    made = report(line.replace("各2件", "2件"))
    if "各2件" in line:
        made.change("2件", text="各2件")
    assert judged(made) == expected


def only(made: Report) -> Finding:
    (finding,) = made.check()
    return finding


def test_a_finding_is_the_contract() -> None:
    made = report("新闻信息 15707条 = 报刊通讯类 1643条 + 电视类 432条 + 广播类 785条 + 网络类 12808条")
    found = only(made).as_json()
    explanation, suspects, places, fingerprint = map(
        found.pop, ("explanation", "suspects", "places", "fingerprint")
    )
    assert found == {
        "doc": "report",
        "id": "c1",
        "kind": "sum",
        "total": "f1",
        "parts": ["f2", "f3", "f4", "f5"],
        "stated": 15707,
        "computed": 15668,
        "difference": 39,
        "verdict": "violated",
        "severity": "error",
        "rule": "sum",
    }
    assert [s["fact"] for s in suspects] == ["f1", "f2", "f3", "f4", "f5"]
    assert suspects[0]["suggested"] == 15668
    assert [p["fact"] for p in places] == ["f1", "f2", "f3", "f4", "f5"]
    assert len(fingerprint) == 16
    assert explanation["zh"] == (
        "新闻信息合计15707条，但所列4项之和为15668条（报刊通讯类1643条、电视类432条、广播类785条、网络类12808条），相差39条"
    )
    assert "15668条" in explanation["en"]


def test_parts_of_one_category_are_told_apart() -> None:
    made = report("申请 31件 = 申请 20件@网络 + 申请 10件@信函")
    assert "（网络20件、信函10件）" in only(made).explanation["zh"]


def test_a_quantity_written_twice_counts_once() -> None:
    """003: 其中通过省政府新闻发布平台召开四次新闻发布会4次."""
    made = report("10次 = 新闻发布会 四次 + 新闻发布会 4次")
    category = Mention("新闻发布会", 30, 35, None)
    made.change("四次", category=category).change("4次", category=category)
    assert judged(made) == [PARTIAL]


def test_decimals_are_printed_without_noise() -> None:
    found = only(report("费用 0.4元 = 检索费 0.1元 + 复制费 0.2元"))
    assert (found.as_json()["computed"], found.as_json()["difference"]) == (0.3, 0.1)
    assert "0.3元" in found.explanation["zh"]


@pytest.mark.parametrize(
    ("line", "figure", "suggested"),
    [
        ("412条 = 37条 + 11条 + 5条 + 368条", "412条", 421),
        ("86425万条 = 31870条 + 54555条", "86425万条", 86425),
        ("421条 = 37条 + 11条 + 5条 + 386条", "386条", 368),
        ("250条 = 100条 + 15条", "15条", 150),
        ("2402件 = 200件 + 40件", "2402件", 240),
        ("1400件 = 1000件 + 40件", "1400件", 1040),  # swapped digits are likelier than 400 for 40
        ("257条 = 100条 + 115条", None, None),
    ],
)
def test_a_slip_that_explains_all_is_named(line: str, figure: str | None, suggested: int | None) -> None:
    made = report(line)
    finding = only(made)
    if figure is None:
        assert "疑应为" not in finding.explanation.zh
        return
    first = finding.suspects[0]
    assert (first.fact, first.suggested) == (made.of(figure).id, suggested)
    assert f"疑应为{suggested}" in finding.explanation.zh


@pytest.mark.parametrize(
    "changes",
    [
        {"weakest": 0.6},
        {"period": PeriodOf("累计", None, "2014-12-31")},
        {"agency": AgencyOf("全系统", "市质监局", "system")},
    ],
)
def test_doubt_about_a_figure_is_no_error(changes: dict[str, object]) -> None:
    made = report("30件 = 20件 + 9件").change("30件", **changes)
    finding = only(made)
    assert (finding.verdict, finding.severity) == ("violated", "warning")
    assert "not certain" in finding.explanation.en
    assert made.reconcile().corrections == ()


def test_several_owners_are_a_list_of_them() -> None:
    made = report("30件 = 20件 + 9件").change("20件", agency=AgencyOf("县局", "县局", "agency"))
    assert judged(made) == [ERROR]


def test_rows_and_columns_of_a_matrix_are_two_lists() -> None:
    made = report("28件#总计 = 17件#总计 + 10件#总计 + 1件#总计 + 25件#自然人 + 2件#企业 + 2件#其他")
    made.change_all(source="table")
    assert judged(made) == [HOLDS, ERROR]


def test_a_table_holds_lists_only() -> None:
    made = report("30件 = 20件 + 10件 + 12件 + 0件 + 11件 + 4件 + 2件").change_all(source="table")
    assert judged(made) == [HOLDS, WARNING]
    made = report("30件 = 20件 + 10件 + 5件").change_all(source="table")
    assert judged(made) == [ERROR]


def test_findings_stand_in_text_order() -> None:
    made = report("38宗 = 24宗[63.2%] + 14宗[36.8%]", "10条 > 4条", "f2 = 12宗 + 12宗")
    assert [(f.id, f.kind, f.total) for f in made.check()] == [
        ("c1", "sum", "f1"),
        ("c2", "sum", "f2"),
        ("c3", "share", "f1"),
        ("c4", "share", "f1"),
        ("c5", "sum", "f6"),
    ]


def test_nothing_to_check() -> None:
    assert Report().check() == ()
    assert report("3件").check() == ()


def test_long_degenerate_lists_end() -> None:
    assert len(report("1件 = " + " + ".join(["1件"] * 1500)).check()) == 1500


counts = st.lists(st.integers(0, 5000), min_size=1, max_size=8)


@given(st.lists(counts, min_size=1, max_size=3), st.booleans())
def test_consistent_lists_are_never_an_error(lists: list[list[int]], one_sentence: bool) -> None:
    """Several breakdowns of one total, each filled up to it, in any split over sentences."""
    total = max(sum(parts) for parts in lists)
    filled = [[*parts, total - sum(parts)] for parts in lists]
    sign = " + " if one_sentence else " = "
    made = report(f"{total}件 = " + sign.join(" + ".join(f"{p}件" for p in parts) for parts in filled))
    assert {f.verdict for f in made.check()} == {"holds"}


@given(counts, st.integers(0, 8))
def test_a_list_over_two_sentences_closes(parts: list[int], cut: int) -> None:
    head, tail = parts[:cut], parts[cut:]
    written = " > ".join(" + ".join(f"{p}件" for p in some) for some in (head, tail) if some)
    made = report(f"{sum(parts)}件 > {written}")
    assert all(f.verdict in ("holds", "partial") for f in made.check())


@given(st.lists(st.integers(1, 5000), min_size=2, max_size=8), st.integers(1, 400), st.booleans())
def test_a_wrong_total_of_a_complete_list_is_found(parts: list[int], off: int, above: bool) -> None:
    total = sum(parts) + (off if above else -off)
    made = report(f"{max(total, 0)}件 = " + " + ".join(f"{p}件" for p in parts))
    found = made.check()
    assert (
        any(f.verdict == "violated" for f in found) or len(found) > 1
    )  # split where a part of the list closes


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=8))
def test_rounded_parts_of_a_rounded_total_are_never_an_error(parts: list[int]) -> None:
    def printed(value: int) -> str:
        return f"{value / 10**4:.1f}万条"

    made = report(f"{printed(sum(parts))} = " + " + ".join(printed(p) for p in parts))
    assert all(f.verdict in ("holds", "rounding") for f in made.check())


@pytest.mark.parametrize(
    ("beside", "expected"),
    [
        ("3件", WARNING),  # just what is missing: likely a part that was not read as one
        ("5件", ERROR),
        ("3人次", ERROR),  # counts something else
    ],
)
def test_a_figure_beside_the_list_that_would_close_it(beside: str, expected: Judgement) -> None:
    made = report("88件 = 31件 + 54件")
    made.add(beside, "其他处理")
    assert judged(made) == [expected]


def test_a_row_of_another_list_does_not_explain_the_gap_of_a_table() -> None:
    made = report("88件 = 31件 + 54件")
    made.add("3件", "涉及商业秘密")
    assert judged(made.change_all(source="table")) == [ERROR]
