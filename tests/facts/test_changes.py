"""What a text says of change: which figure changed, against which, since when, and what only looks like it."""

import re
import time

import pytest

from gdie.documents.reading import document_from_text
from gdie.facts import from_annotation
from gdie.facts.changes import changes
from gdie.facts.model import Change, Fact
from gdie.indicators import load_change_words
from tests.markup import parse

TITLE = "河东县财政局2013年政府信息公开工作年度报告\n"
_MARK = re.compile(r"\{([CPG])(#\w+)? ")
_LABELS = {"C": "COUNT", "P": "PERCENT", "G": "CATEGORY"}


def read(marked: str, *relations: str, title: str = TITLE) -> tuple[tuple[Fact, ...], tuple[Change, ...]]:
    """The facts and changes of a text whose figures are marked: `{C 12件}`, `{P 5%}`, categories `{G#g 申请}`."""
    written = _MARK.sub(lambda m: f"{{{_LABELS[m[1]]}{m[2] or ''} ", title + marked + "\n")
    text, annotation = parse(written, *relations)
    document = document_from_text(text, "d")
    facts = from_annotation(document, annotation).facts
    return facts, changes(document, facts)


def said(marked: str, *relations: str, title: str = TITLE) -> list[str]:
    """The changes, each as `kind ±figure of figure [than figure] [year]`."""
    facts, found = read(marked, *relations, title=title)
    texts = {f.id: f.text for f in facts}
    return [
        f"{c.kind} {'+' if c.rising else '-'}{texts[c.figure]} of {texts[c.of]}"
        + (f" than {texts[c.than]}" if c.than else "")
        + (f" {c.year}" if c.year else "")
        for c in found
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "2013年收到申请{C 168件}，比2012年的{C 121件}增加{C 47件}，增长{P 38.8%}。",
            ["difference +47件 of 168件 than 121件 2012", "growth +38.8% of 168件 than 121件 2012"],
        ),
        ("主动公开信息{C 640条}，同比增长{P 42%}。", ["growth +42% of 640条 2012"]),
        ("主动公开信息{C 640条}，较上年下降{P 12.5%}。", ["growth -12.5% of 640条 2012"]),
        ("收到来信{C 30件}，同比减少{C 15件}。", ["difference -15件 of 30件 2012"]),
        ("接待来访{C 30人次}，比前年多{C 4人次}。", ["difference +4人次 of 30人次 2011"]),
        ("受理申请{C 9件}，比上年多受理{C 3件}。", ["difference +3件 of 9件 2012"]),
        ("受理申请{C 9件}，比去年略少{C 3件}。", ["difference -3件 of 9件 2012"]),
        (
            "网上申请占{P 64.9%}，占比较上年提高{P 6.2个百分点}。",
            ["points +6.2个百分点 of 64.9% 2012"],
        ),
        ("满意率为{P 97%}，上年为{P 98%}，下降{P 1个百分点}。", ["points -1个百分点 of 97% than 98% 2012"]),
        (
            "申请由2012年的{C 52件}上升到{C 97件}，增长{P 86.5%}。",
            ["growth +86.5% of 97件 than 52件 2012"],
        ),
        ("热线座席从{C 8个}增至{C 12个}，增长{P 50%}。", ["growth +50% of 12个 than 8个"]),
        ("访问量{C 90万次}，是去年的{P 3倍}。", ["ratio +3倍 of 90万次 2012"]),
        ("访问量{C 90万次}，相当于2011年的{P 85%}。", ["ratio +85% of 90万次 2011"]),
        ("访问量{C 90万次}，比上年增长{P 1倍}。", ["growth +1倍 of 90万次 2012"]),
        ("访问量{C 90万次}，较上年{P 翻一番}。", ["growth +翻一番 of 90万次 2012"]),
        (
            "公开信息{C 400条}，2012年是{C 198条}，{P 翻了一番}。",
            ["growth +翻了一番 of 400条 than 198条 2012"],
        ),
        (
            "与2011年的{C 80件}相比，共受理{C 60件}，下降{P 25%}。",
            ["growth -25% of 60件 2011"],
        ),  # what 80件 counts is not said
        ("与2011年相比，受理申请{C 60件}，下降{P 25%}。", ["growth -25% of 60件 2011"]),
        ("公开信息{C 60条}；与上年相比，增长{P 25%}。", ["growth +25% of 60条 2012"]),
        ("第三季度受理{C 6件}，环比增长{P 20%}。", ["growth +20% of 6件"]),
        ("关注人数{C 600人}，比年初增加{C 40人}。", ["difference +40人 of 600人"]),
        ("访问量同比上升{P 五成}，达到{C 96万次}。", ["growth +五成 of 96万次 2012"]),
        ("申请量（{C 20件}）比上年（{C 16件}）增长{P 25%}。", ["growth +25% of 20件 than 16件 2012"]),
        (
            "受理申请{C 20件}、咨询{C 60件}，同比分别增长{P 42%}、{P 35%}。",
            ["growth +42% of 20件 2012", "growth +35% of 60件 2012"],
        ),
        ("全年公開信息{C 640條}，較上年增長{P 42%}，增幅達{P 42%}。", ["growth +42% of 640條 2012"] * 2),
        ("公开信息{C ６４０条}，同比增长{P ４２％}。", ["growth +４２％ of ６４０条 2012"]),
        ("公开信息{C 二百条}，比二〇一二年增长{P 百分之十}。", ["growth +百分之十 of 二百条 2012"]),
        ("公开信息{C 640条}，增幅为{P 10%}。", ["growth +10% of 640条"]),
    ],
)
def test_changes_are_read(text: str, expected: list[str]) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "公开信息{C 42条}，与上年持平。",
        "公开信息由上年的{C 30条}增长到{C 42条}。",
        "座席{C 8个}，下一步提高到{C 12个}。",
        "座席{C 8个}，新增{C 2个}。",
        "设栏目{C 8个}，增加{C 3个}专栏。",  # new ones, compared with nothing
        "设栏目{C 8个}，累计增加{C 3个}。",
        "举办培训{C 8期}，增加值达{C 3亿元}。",
        "公开信息{C 42条}，最多{C 20条}。",
        "公开信息{C 42条}，占{P 20%}。",
        "公示药品{C 42种}，药价平均下降{P 20%}。",
        "公示药品{C 42种}，催办电话减少{P 三成}。",
        "不合格率为{P 7.4%}，高于全省平均{P 1.9个百分点}。",
        "不合格率为{P 7.4%}，比全省平均高{P 1.9个百分点}。",
        "满意率为{P 94%}，比预期提高{P 1.9个百分点}。",
        "企业{C 42家}，两年净增{C 9家}。",
        "收到申请{C 42件}。其中反映的问题增长{P 20%}。",
        "受理申请{C 20件}、咨询{C 60件}，增长{P 42%}、{P 35%}、{P 7%}。",
        "受理投诉{C 20件}，上年结转{C 3件}。",
        "合格率{P 98%}，同比增长{P 2%}。",  # of a rate, points or per cent may be meant
    ],
)
def test_what_only_looks_like_a_change_is_none(text: str) -> None:
    assert said(text) == []


def test_what_is_planned_is_no_change() -> None:
    assert said("2014年，我局将推进公开，力争发布信息{C 200条}，比上年增长{P 20%}。") == []


def test_the_category_tells_what_changed() -> None:
    """所占比例 of the first of two, which no order of words tells."""
    text = "{G#a 信函}占{P#x 20%}，{G#b 网络}占{P#y 70%}，{G#c 信函}申请上升{P#d 3个百分点}。"
    own = ("x CATEGORY_OF a", "y CATEGORY_OF b")
    assert said(text, *own, "d CATEGORY_OF a") == ["points +3个百分点 of 20%"]
    assert said(text, *own, "d CATEGORY_OF c") == []


def test_of_a_total_and_a_part_of_the_same_thing_neither_is_chosen() -> None:
    text = "公开{G#g 信息}{C#t 90条}，其中网站{C#p 50条}，同比增长{P#c 20%}。"
    relations = ("t CATEGORY_OF g", "p CATEGORY_OF g", "c CATEGORY_OF g")
    assert said(text, *relations, "p PART_OF t") == []


def test_a_change_of_a_quarter_alone_is_not_that_of_the_year() -> None:
    text = "受理{G#g 申请}{C#t 90件}，其中第四季度增长{P#c 20%}。"
    assert said(text, "t CATEGORY_OF g", "c CATEGORY_OF g") == []


def test_without_a_year_of_the_report_the_year_compared_with_is_open() -> None:
    facts, found = read("公开信息{C 640条}，同比增长{P 42%}。", title="情况\n")
    assert [(c.kind, c.year) for c in found] == [("growth", None)]
    assert facts[0].period is None


@pytest.mark.parametrize(
    "text",
    [
        "公开信息{C 1条}" + "，比上年增加{C 2条}" * 400,
        "公开信息{C 1条}" + "比" * 4000 + "增长{P 2%}",
        "公开信息{C 1条}" + "由上年的" * 2000 + "{C 2条}，增长{P 2%}",
        "、".join(["{C 2条}"] * 600) + "同比分别增长" + "、".join(["{P 2%}"] * 600),
    ],
)
def test_hostile_text_takes_no_time(text: str) -> None:
    written = _MARK.sub(lambda m: f"{{{_LABELS[m[1]]} ", TITLE + text)
    plain, annotation = parse(written)
    document = document_from_text(plain, "d")
    facts = from_annotation(document, annotation).facts
    begun = time.perf_counter()
    changes(document, facts)
    assert time.perf_counter() - begun < 2


def test_words_are_simplified_and_rise_or_fall() -> None:
    words = load_change_words()
    assert words.words["增长"] and not words.words["下降"]
    assert not set(words.words) & set(words.compared)
