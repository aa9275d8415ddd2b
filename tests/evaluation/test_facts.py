from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from gdie.evaluation.claims import FACT_FIELDS, channel_codes, char_f1, claims_of, contained, fold, similar
from gdie.evaluation.facts import FactScores, score_facts
from gdie.evaluation.scores import Accuracy, Score
from gdie.facts import AgencyOf, Fact, Mention, PeriodOf
from tests.evaluation.strategies import documents, fact

NAMES = [f.name for f in FACT_FIELDS]
TOTAL = fact("f1", 10, value=30)
PART = fact("f2", 20, part_of="f1", value_max=15)
SHARE = fact("f3", 40, unit="%", shares=("f2",))
GOLD = [TOTAL, PART, SHARE]


def changed(**changes: object) -> list[Fact]:
    return [TOTAL, replace(PART, **changes), SHARE]  # type: ignore[arg-type]


def lowered(scores: FactScores) -> set[str]:
    return {name for name, score in scores.fields.items() if score.f1 < 1.0}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, set()),
        ({"confidence": 0.1, "section": "二、其他", "id": "f2"}, set()),  # not compared
        ({"value": 30}, {"value"}),
        ({"value": 12 + 1e-12}, set()),  # the last bits of a float
        ({"value_max": None}, {"value_max"}),
        ({"unit": "宗"}, {"unit"}),  # 件, 宗, 例 are kept as written
        ({"unit": None}, {"unit"}),
        ({"approx": "about"}, {"approx"}),
        ({"category": None}, {"category", "category_similar", "category_contained"}),
        ({"category": Mention("会议", 0, 2)}, {"category", "category_similar", "category_contained"}),
        ({"category": Mention("咨询答复件", 0, 5)}, {"category"}),  # one character too many
        ({"category": Mention("咨询", 0, 2)}, {"category", "category_similar"}),  # half of it
        ({"category": Mention("諮詢答覆", 0, 4)}, set()),  # the same words in the other script
        ({"category": Mention("“咨询\n答复”", 0, 7)}, set()),  # quotes and a broken line
        ({"category": Mention("咨询答复", 90, 94)}, set()),  # another mention of the same words
        ({"category": Mention("咨询答复", 30, 34, "consult.received")}, {"code"}),  # the gold has none
        ({"channel": Mention("门户网站", 90, 94, "website")}, {"channel"}),
        ({"channel": Mention("官网", 70, 74, "website")}, set()),  # the same place and code
        ({"channel": Mention("信函", 70, 74, "letter")}, {"channel_code"}),
        ({"channel": None}, {"channel", "channel_code"}),
        ({"column": "企业"}, {"column"}),
        ({"period": PeriodOf("上年", "2014-01-01", "2014-12-31")}, {"period"}),
        ({"period": PeriodOf(None, "2015-01-01", "2015-12-31")}, set()),  # inherited or not, the same days
        ({"period": PeriodOf("近年", None, None)}, {"period"}),
        ({"agency": AgencyOf("市局", "青禾市水务局", "agency")}, {"agency"}),
        ({"agency": AgencyOf("本局", "青禾市檔案局", "system")}, set()),
        ({"part_of": None}, {"part_of"}),
        ({"part_of": "f3"}, {"part_of"}),
        ({"status": "planned"}, {"status"}),
        ({"source": "table"}, {"source"}),
        ({"start": 19}, set(NAMES) - {"code"}),  # a wrong span takes everything with it
        ({"end": 24}, set(NAMES) - {"code"}),
    ],
)
def test_each_field_is_lowered_by_its_own_errors_only(changes: dict[str, object], expected: set[str]) -> None:
    assert lowered(score_facts(GOLD, changed(**changes))) == expected


def test_a_wrong_value_is_both_missed_and_invented() -> None:
    scores = score_facts(GOLD, changed(unit="宗"))
    assert scores.fields["unit"] == Score(2, 1, 1)
    assert scores.matched["unit"] == Accuracy(2, 3)
    # Said where gold says nothing, and nothing said where gold speaks.
    assert score_facts(changed(unit=None), GOLD).fields["unit"] == Score(2, 1, 0)
    assert score_facts(GOLD, changed(unit=None)).fields["unit"] == Score(2, 0, 1)
    assert score_facts(changed(unit=None), changed(unit=None)).matched["unit"] == Accuracy(3, 3)


@given(documents())
def test_perfect(gold: list[Fact]) -> None:
    scores = score_facts(gold, gold)
    assert list(scores.fields) == NAMES
    assert lowered(scores) == set()
    assert all(a.right == a.of == len(gold) for a in scores.matched.values())
    assert scores.fields["value"].tp == len(gold)  # equal values do not collapse
    assert scores.fields["part_of"].tp == sum(f.part_of is not None for f in gold)
    assert scores.whole == {"exact": Accuracy(1, 1), "similar": Accuracy(1, 1)}


@given(documents())
def test_nothing_found_and_nothing_to_find(gold: list[Fact]) -> None:
    assume(gold)
    missed, invented = score_facts(gold, []), score_facts([], gold)
    for name in NAMES:
        assert missed.fields[name].tp == missed.fields[name].fp == 0
        assert missed.fields[name].fn == invented.fields[name].fp
    assert missed.fields["figure"] == Score(0, 0, len(gold))
    assert missed.whole["similar"] == invented.whole["similar"] == Accuracy(0, 1)
    assert missed.matched["value"] == Accuracy(0, 0)


@given(documents(), documents())
def test_f1_is_symmetric(a: list[Fact], b: list[Fact]) -> None:
    one, other = score_facts(a, b), score_facts(b, a)
    assert {n: s.f1 for n, s in one.fields.items()} == {n: s.f1 for n, s in other.fields.items()}
    assert one.matched == other.matched
    assert one.whole == other.whole
    for score in one.fields.values():
        assert score.tp <= one.fields["figure"].tp


@given(documents(), st.integers(1, 9))
def test_shifted_offsets_find_nothing(gold: list[Fact], by: int) -> None:
    assume(gold)
    shifted = [replace(f, start=f.start + by, end=f.end + by) for f in gold]
    scores = score_facts(gold, shifted)
    assert all(score.tp == 0 for score in scores.fields.values())


@given(documents())
def test_said_twice_costs_precision(gold: list[Fact]) -> None:
    assume(gold)
    scores = score_facts(gold, [*gold, *gold])
    assert scores.fields["figure"] == Score(len(gold), len(gold), 0)
    assert scores.fields["value"] == Score(len(gold), len(gold), 0)
    assert scores.whole["similar"] == Accuracy(0, 1)


@given(documents(), st.randoms())
def test_order_and_ids_do_not_matter(gold: list[Fact], random: object) -> None:
    new = {f.id: f"x{f.start}" for f in gold}
    other: list[Fact] = [
        replace(
            f,
            id=new[f.id],
            part_of=f.part_of and new[f.part_of],
            shares=tuple(new[s] for s in f.shares),
        )
        for f in gold
    ]
    random.shuffle(other)  # type: ignore[attr-defined]
    assert lowered(score_facts(gold, other)) == set()


def test_equal_figures_with_their_totals_exchanged() -> None:
    twins = [fact("f1", 10), fact("f2", 20), fact("f3", 30, part_of="f1"), fact("f4", 40, part_of="f2")]
    crossed = [*twins[:2], replace(twins[2], part_of="f2"), replace(twins[3], part_of="f1")]
    scores = score_facts(twins, crossed)
    assert scores.fields["value"].f1 == 1.0
    assert scores.fields["part_of"] == Score(0, 2, 2)


def test_a_period_without_dates_says_nothing() -> None:
    vague = changed(period=PeriodOf("近年", None, None))
    assert score_facts(GOLD, vague).fields["period"] == Score(2, 0, 1)
    assert score_facts(vague, vague).fields["period"] == Score(2, 0, 0)
    open_start = changed(period=PeriodOf("截至年底", None, "2015-12-31"))
    assert score_facts(open_start, open_start).fields["period"] == Score(3, 0, 0)


def test_the_nearest_count_of_a_share_is_compared() -> None:
    both = [TOTAL, PART, replace(SHARE, shares=("f1", "f2"))]
    assert score_facts(GOLD, both).fields["share_of"] == Score(1, 0, 0)
    assert score_facts(GOLD, [TOTAL, PART, replace(SHARE, shares=("f1",))]).fields["share_of"] == Score(
        0, 1, 1
    )


@pytest.mark.parametrize(
    ("predicted", "exact", "similar_too"),
    [
        (GOLD, 1, 1),
        (changed(channel=None, period=None, agency=None, status="planned"), 1, 1),  # not asked for
        (changed(category=Mention("咨询答复件", 0, 5)), 0, 1),
        (changed(category=Mention("会议", 0, 2)), 0, 0),
        (changed(unit=None), 0, 0),
        (changed(part_of=None), 0, 0),
        ([*GOLD, fact("f9", 90)], 0, 0),  # one figure too many
        ([TOTAL, PART], 0, 0),  # one too few
    ],
)
def test_wholly_right(predicted: Sequence[Fact], exact: int, similar_too: int) -> None:
    whole = score_facts(GOLD, predicted).whole
    assert whole == {"exact": Accuracy(exact, 1), "similar": Accuracy(similar_too, 1)}


def test_implied_facts_stand_apart() -> None:
    zero = fact("z1", 60, value=0, implied=True, category=Mention("行政复议", 61, 65))
    with_zero = score_facts([*GOLD, zero], GOLD)
    assert with_zero.implied == Score(0, 0, 1)
    assert with_zero.fields == score_facts(GOLD, GOLD).fields
    assert with_zero.whole["exact"] == Accuracy(1, 1)
    assert score_facts([zero, zero], [zero]).implied == Score(1, 0, 1)
    other = replace(zero, category=Mention("行政诉讼", 66, 70))
    assert score_facts([zero], [other]).implied == Score(0, 1, 1)
    # A figure is not an implied zero, even on the same words.
    assert score_facts([zero], [replace(zero, implied=False)]).fields["figure"] == Score(0, 1, 0)


def test_documents_add_up() -> None:
    total = sum([score_facts(GOLD, GOLD), score_facts(GOLD, []), score_facts([], GOLD)], FactScores())
    assert total.fields["figure"] == Score(3, 3, 3)
    assert total.whole["exact"] == Accuracy(1, 3)
    assert total.matched["value"] == Accuracy(3, 3)
    assert total.as_json()["fields"]["figure"]["f1"] == 0.5


def test_a_fact_that_refers_to_none_is_refused() -> None:
    with pytest.raises(ValueError, match="f2 refers to f1"):
        claims_of([PART])


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("門戶網站", {"website"}),
        ("信函、当面", {"letter", "in_person"}),  # a figure summed over two ways
        ("电话和传真", {"phone", "fax"}),
        ("飞鸽", {"飞鸽"}),  # unknown words stand for themselves
    ],
)
def test_channel_codes(text: str, codes: set[str]) -> None:
    assert channel_codes(text) == codes


@pytest.mark.parametrize(
    ("a", "b", "f1"),
    [
        ("甲乙丙丁", "甲乙丙丁", 1.0),
        ("甲乙", "丙丁", 0.0),
        ("甲乙丙丁", "甲乙丙丁戊己", 0.8),
        ("甲甲", "甲", 2 / 3),
        ("甲甲乙", "甲甲丙", 2 / 3),
        ("", "", 1.0),
    ],
)
def test_char_f1(a: str, b: str, f1: float) -> None:
    assert char_f1(a, b) == char_f1(b, a) == pytest.approx(f1)


def test_the_border_of_similar_belongs_to_it() -> None:
    assert similar("甲乙丙丁", "甲乙丙丁戊己")
    assert not similar("甲乙丙", "甲乙丙丁戊")
    assert contained("甲乙", "丙甲乙丁")
    assert not contained("甲乙", "甲丙乙")
    assert fold("「ＡＢ」 類") == "ab类"
