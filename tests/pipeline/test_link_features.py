"""What the linker sees of a figure: names, totals, neighbours and words near it, in either script."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gdie.annotation.markup import read_markup
from gdie.facts.extraction import from_annotation
from gdie.facts.linking import link
from gdie.indicators import all_codes, older_code, totals_of
from gdie.pipeline.link_features import NOTHING, Surroundings, by_total, features, name_key, named_classes
from gdie.pipeline.linker import Choice
from tests.pipeline.surroundings import figure


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("行政复议数", "行政复议"),
        ("行政复议数量", "行政复议"),
        ("新闻发布会总次数", "新闻发布会"),
        ("申请总数", "申请"),
        ("数字档案", "数字档案"),
        ("总数", "总数"),
        ("数", "数"),
        ("", ""),
    ],
)
def test_names_are_compared_without_what_says_that_they_are_counted(words: str, key: str) -> None:
    assert name_key(words) == key


def test_every_name_stands_for_classes_of_the_older_forms() -> None:
    known = all_codes()
    for name, classes in named_classes().items():
        assert classes and name == name_key(name), name
        assert {c for c in classes if c not in known or older_code(c) != c} == set(), name
    assert {"review.upheld", "litigation.upheld", "complaint.upheld"} <= named_classes()["维持"]
    assert named_classes()["商业秘密"] == {"request.answered.denied.trade_secret"}


@pytest.mark.parametrize(
    ("category", "total", "expected"),
    [
        ("维持", "review.total", "review.upheld"),
        ("维持", "litigation.total", "litigation.upheld"),
        ("维持数", "complaint.total", "complaint.upheld"),
        ("国家秘密", "request.answered.denied.total", "request.answered.denied.state_secret"),
        ("信息不存在", "request.answered.total", "request.answered.nonexistent"),
        ("信息不存在", "request.answered.refused.total", "request.answered.refused.nonexistent"),
        ("维持", None, None),
        ("维持", "fee.total", None),
        # 不予公开 is a row of two forms below the same total.
        ("不予公开", "request.answered.total", None),
        ("河道采砂", "review.total", None),
        ("", "review.total", None),
        ("维持", "no.such.class", None),
        ("维持", NOTHING, None),
    ],
)
def test_a_name_below_a_total_is_one_class_or_none(
    category: str, total: str | None, expected: str | None
) -> None:
    one = figure(category, total=total, part=total is not None)
    assert by_total(one) == expected
    assert f"r={expected}" in features(one)


@pytest.mark.parametrize(
    ("category", "previous", "expected"),
    [
        ("维持", "review.total", "review.upheld"),  # below it
        ("纠正", "litigation.upheld", "litigation.corrected"),  # beside it
        ("维持", None, None),
        ("维持", "fee.total", None),
        ("河道采砂", "review.total", None),
    ],
)
def test_a_name_behind_a_class_is_below_or_beside_it(
    category: str, previous: str | None, expected: str | None
) -> None:
    assert f"q={expected}" in features(figure(category, previous=previous))


@pytest.mark.parametrize(
    ("more", "there", "absent"),
    [
        ({"total": "review.total", "part": True}, "t=review.total", "t=?"),
        ({"part": True}, "t=?", "t="),
        ({}, "t=", "t=?"),
        ({"previous": "review.total"}, "p=review.total", "p="),
        ({"following": "review.upheld"}, "s=review.upheld", "s="),
        ({"previous": "a.b", "following": "c.d"}, "p=a.b&s=c.d", "p=None&s=None"),
        ({"total_category": "申请总数", "part": True}, "T=申请", "T=申请总数"),
        ({"channel": "letter"}, "v=letter", "v="),
        ({"unit": None}, "u=", "u=件"),
        ({"kind": "zero0"}, "k=zero0", "k=text+"),
        ({"year": None}, "y=old", "y=new"),
        ({"year": 2018}, "y=old", "y=new"),
        ({"year": 2019}, "y=new", "y=old"),
    ],
)
def test_what_stands_beside_a_figure_is_a_feature(more: dict[str, Any], there: str, absent: str) -> None:
    found = features(figure(**more))
    assert there in found
    assert absent not in found


@pytest.mark.parametrize(
    ("category", "there", "absent"),
    [
        ("申请总数", {"c=申请", "c^申", "c请$"}, {"c=申请总数", "c数$"}),
        # The longest name alone: it holds the shorter ones.
        ("属于国家秘密", {"n=属于国家秘密"}, {"n=国家秘密"}),
        ("涉密及商业秘密", {"n=商业秘密", "f=False"}, {"f=True"}),
        ("商业秘密", {"f=request.answered.denied.trade_secret"}, {"f=False"}),
        ("维持", {"f=True"}, {"f=False"}),
        ("河道采砂", {"f=False"}, {"f=True"}),
    ],
)
def test_a_name_is_seen_whole_in_pieces_and_by_the_names_in_it(
    category: str, there: set[str], absent: set[str]
) -> None:
    found = features(figure(category))
    assert there <= found
    assert not absent & found


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"before": "甲乙丙丁收到群众来信来访及电话咨询共计十六字"}, {"before": "戊己收到群众来信来访及电话咨询共计十六字"}),
        ({"after": "其中涉农占"}, {"after": "其中涉农均"}),
        ({"ahead": "本年里我局依法依规答复"}, {"ahead": "去年我局依法依规答复"}),
    ],
)  # fmt: skip
def test_words_far_from_a_figure_change_nothing(one: dict[str, str], other: dict[str, str]) -> None:
    assert features(figure(**one)) == features(figure(**other))


def test_near_words_heading_and_lead_do_change_something() -> None:
    plain = features(figure())
    for place in ("before", "ahead", "after", "heading", "lead"):
        assert features(figure(**{place: "行政复议"})) != plain, place


def test_a_figure_without_any_words_still_has_features() -> None:
    empty = Surroundings("", "", "", "", "", "", None, None, None, "text0")
    assert {"1", "c=", "u=", "t=", "p=", "s=", "y=old", "k=text0"} <= features(empty)


WORDS = st.text(
    st.characters(blacklist_characters="\n", blacklist_categories=("Cs",)) | st.sampled_from("申请维持数总"),
    max_size=20,
)


@given(WORDS, WORDS, WORDS, st.sampled_from([None, *sorted({t for ts in totals_of().values() for t in ts})]))
def test_any_words_give_features_of_one_line_and_the_same_ones_again(
    category: str, before: str, after: str, total: str | None
) -> None:
    one = figure(category, before=before, after=after, total=total, part=total is not None)
    found = features(one)
    assert features(one) == found
    assert "1" in found and not [name for name in found if "\n" in name]
    assert by_total(one) in {None, *named_classes().get(name_key(category), ())}


SIMPLIFIED = (
    "河东县环境局2015年政府信息公开年度报告\n一、依申请公开情况\n"
    "{D 2015年}，{A 我局}共收到{G 公开申请}{C#t 12件}；通过{H 电子邮件}收到{G 申请}{C 3件|h=< p=t}。"
    "答复{G 申请}{C#a 11件}，其中{G 属于国家秘密}{C 2件|p=a}。"
)
TRADITIONAL = (
    "河東縣環境局2015年政府信息公開年度報告\n一、依申請公開情況\n"
    "{D 2015年},{A 我局}共收到{G 公開申請}{C#t 12件};通過{H 電子郵件}收到{G 申請}{C 3件|h=< p=t}。"
    "答復{G 申請}{C#a 11件},其中{G 屬於國家秘密}{C 2件|p=a}。"
)


def seen(source: str) -> list[Surroundings]:
    """The figures of a marked text as the linker is asked for them."""
    marked = read_markup(source, "x")
    found = from_annotation(marked.document, marked.annotation)
    asked: list[Surroundings] = []

    def decide(one: Surroundings, _: object) -> Choice:
        asked.append(one)
        return Choice(NOTHING, 1.0)

    link(found.document, found.facts, decide, found.year)
    return asked


def test_script_and_width_make_no_difference() -> None:
    simplified, traditional = seen(SIMPLIFIED), seen(TRADITIONAL)
    assert [s.category for s in simplified[:4]] == ["公开申请", "申请", "申请", "属于国家秘密"]
    assert simplified == traditional
    assert [features(s) for s in simplified] == [features(s) for s in traditional]
    assert simplified[1].channel == "email" and simplified[0].heading == "一依申请公开情况"
