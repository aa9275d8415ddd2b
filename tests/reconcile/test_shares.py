"""Percentages and the totals that they are of."""

import math
from fractions import Fraction

import pytest
from fact_builder import Report, report
from hypothesis import given
from hypothesis import strategies as st

from gdie.facts.model import Mention
from gdie.reconcile import Finding


def shares(made: Report) -> list[Finding]:
    return [f for f in made.check() if f.kind == "share"]


def judged(made: Report) -> list[tuple[str, str]]:
    return [(f.verdict, f.severity) for f in shares(made)]


AQSIQ = report("240件 = 有效申请 237件 + 3件", "有效申请 237件 = 146件[61.6%] + 84件[35.4%] + 7件[3%]")
GUANGZHOU = report(
    "2101条 = 3条 + 2098条 > 政策法规类 190条[8.9%] + 规划计划类 16条[0.75%] + 业务类 1357条[63.7%]"
)
HEYUAN = report(
    "申请 100件 = 有效申请 96件 + 4件",
    "有效申请 96件 = 47件[49%] + 24件[25%] + 16件[16.7%] + 其他 9件[6.2%] "
    "= 同意公开 58件[58%] + 11件[11.5%] + 8件[8.3%] + 19件[19.8%]",
)


def test_a_wrongly_named_base_is_resolved_silently() -> None:
    """000: 占申请总数的61.6% is of the 237 valid applications, not of all 240."""
    assert judged(AQSIQ) == [("holds", "note")] * 3
    assert {f.total for f in shares(AQSIQ)} == {AQSIQ.of("237件", 2).id}


def test_shares_that_fit_no_total() -> None:
    """002: 8.9, 0.75 and 63.7 % were computed on another total; each names the ones that it can be."""
    assert judged(GUANGZHOU) == [("violated", "error")] * 3
    first, _, last = shares(GUANGZHOU)
    assert first.as_json()["computed"] == 9.043
    assert first.as_json()["difference"] == -0.143
    assert first.parts == (GUANGZHOU.of("8.9%").id, GUANGZHOU.of("190条").id)
    assert last.explanation.zh == (
        "业务类1357条占2101条的64.588%，文中为63.7%；按本组各项不符比例共同推算，总数应为2129至2131条"
    )


def test_a_share_of_another_base_than_its_neighbours() -> None:
    """58 % is right of all 100 applications, but the other shares of the list are of the 96 valid ones."""
    found = {f.parts[0]: f for f in shares(HEYUAN) if f.verdict != "holds"}
    assert {i: f.severity for i, f in found.items()} == {
        HEYUAN.of("6.2%").id: "error",
        HEYUAN.of("58%").id: "error",
    }
    assert "系按申请100件计算" in found[HEYUAN.of("58%").id].explanation.zh


def test_a_nested_list_may_give_shares_of_the_whole() -> None:
    made = report("100件 = 60件 + 40件", "f2 = 45件[45%] + 15件[15%]")
    assert judged(made) == [("holds", "note")] * 2
    assert {f.total for f in shares(made)} == {"f1"}


def test_a_share_of_two_counts_adds_them() -> None:
    """002: 4件及…3件，共占总数的23.3%."""
    made = report("30件 > 12件[40%] > 0件[0%] > 11件[36.7%] > 无关 4件 & 不明确 3件[23.3%]")
    assert judged(made) == [("holds", "note")] * 4
    last = shares(made)[-1]
    assert last.parts == ("f10", "f8", "f9")
    assert "无关4件、不明确3件合占30件的23.333%" in last.explanation.zh


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("130件 > 59件[45.4%] > 1件[0.8%]", ["holds", "holds"]),
        ("130件 > 59件[45.3%] > 1件[0.7%]", ["rounding", "rounding"]),  # cut off
        ("1.6万批次 > 203批次[1.3%]", ["holds"]),
        ("3000余件 > 1500件[50%]", ["holds"]),
        ("9件 > 6件[三分之二]", ["holds"]),
        ("9件 > 6件[约七成]", ["holds"]),
        ("8件 > 8件[100%] > 0件[0%]", ["holds", "holds"]),
        ("0件 > 0件[0%]", ["unverifiable"]),
        ("8次 > 30人次[12%]", ["unverifiable"]),
    ],
)
def test_verdicts(line: str, expected: list[str]) -> None:
    assert [f.verdict for f in shares(report(line))] == expected


@pytest.mark.parametrize(
    "line",
    [
        "200件 > 60余件[50%]",  # an approximate count
        "200件 > 60件[约50%]",
        "300件 > 100件[33.4%]",  # only the last digit
        "200条 > 60篇[50%]",  # other units
        "200件 > 60件[50%] > 20件[16.7%]",  # another total fits: 120
    ],
)
def test_no_error_while_in_doubt(line: str) -> None:
    made = report(line, "120件")
    assert {f.severity for f in shares(made) if f.verdict == "violated"} == {"warning"}


def test_an_unsure_reading_is_no_error() -> None:
    made = report("200件 > 60件[50%]").change("60件", weakest=0.6)
    assert judged(made) == [("violated", "warning")]


def test_without_a_total_of_its_own_a_share_cannot_be_wrong() -> None:
    """A rate beside its count (办结1079封，办结率99.4%): right of a figure nearby, or not to be judged."""
    made = report("群众来信 1086封", "办结 1079封")
    made.add("99.4%", "办结率", shares=("f2",))
    assert [(f.verdict, f.total) for f in shares(made)] == [("holds", "f1")]
    made.change("99.4%", text="90.4%", value=90.4)
    assert [(f.verdict, f.severity, f.total) for f in shares(made)] == [("unverifiable", "note", None)]
    made.change("90.4%", section="二、")
    assert judged(made) == [("unverifiable", "note")]


def test_growth_and_missing_counts() -> None:
    made = report("微博 5573条")
    made.add("42%", "微博")  # 同比增长: of no count
    made.add("1倍", "微博", shares=("f1",))
    made.add("6.2个百分点", "微博", shares=("f1",))
    assert shares(made) == []
    made.add("50%", shares=("f99",))
    (finding,) = shares(made)
    assert (finding.verdict, finding.computed, finding.as_json()["difference"]) == (
        "unverifiable",
        None,
        None,
    )


def test_a_ring_of_totals_ends() -> None:
    made = report("10件 = 5件[50%] + 5件").change("10件", part_of="f2")
    assert judged(made) == [("holds", "note")]


def test_document_words_stay_on_one_line() -> None:
    made = report("10件 > 5件[20%]").change("5件", category=Mention("属\n于已主动\u3000公开", 0, 0, None))
    assert "属于已主动公开5件占10件的50%" in shares(made)[0].explanation.zh


@given(st.lists(st.integers(0, 5000), min_size=1, max_size=8), st.integers(0, 2), st.booleans())
def test_true_shares_are_never_violated(parts: list[int], places: int, cut_off: bool) -> None:
    total = sum(parts)
    unit = 10**places
    lines = []
    for part in parts:
        true = Fraction(100 * part, total or 1) * unit
        printed = math.floor(true if cut_off else true + Fraction(1, 2))
        lines.append(f"{part}件[{printed / unit:.{places}f}%]")
    found = shares(report(f"{total}件 = " + " + ".join(lines)))
    assert all(f.verdict in ("holds", "rounding", "unverifiable") for f in found)
