"""Figures of tables: labels, units, nesting, from made-up tables in the official forms' wording."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gdie.documents.reading import document_from_text
from gdie.facts import Fact, from_annotation
from gdie.facts.report import report_of
from gdie.facts.tables import table_annotation
from gdie.reconcile import check


def read(text: str) -> list[Fact]:
    document = document_from_text("某局2015年政府信息公开年度报告\n正文。\n\n" + text, "d")
    (table,) = document.tables
    return list(from_annotation(document, table_annotation(document, table)).facts)


FORM = """统计指标 | 单位 | 统计数
一、主动公开情况 | |
（一）主动公开政府信息数（不同渠道和方式公开相同信息计1条） | 条 | 1,204
其中：主动公开规范性文件数 | 条 | 11
制发规范性文件总数 | 件 | 13
（二）通过不同渠道和方式公开政府信息的情况 | |
1.政府公报公开政府信息数 | 条 | 10
2.其他方式公开政府信息数 | 条 | 7
三、依申请公开情况 | |
（一）收到申请数 | 件 | 3
1.当面申请数 | 件 | 1
2.其他形式 | 件 | 2
（二）申请答复数 | 件 | 3
1.同意公开答复数 | 件 | 1
2.不同意公开答复数 | 件 | 2
其中：涉及国家秘密 | 件 | 0
涉及商业秘密 | 件 | 2
3.申请信息不存在数 | 件 | 0
七、向图书馆、档案馆等查阅场所报送信息数 | 条 | 34
八、政府信息公开专项经费 | 万元 | 8.5
（二）举办各类培训班数 | 次 | 2
"""


def test_the_statistics_form() -> None:
    rows = [
        (f.category and f.category.text, f.channel and f.channel.text, f.value, f.unit, f.part_of)
        for f in read(FORM)
    ]
    assert rows == [
        ("政府信息", None, 1204, "条", None),
        ("主动公开规范性文件", None, 11, "条", "f1"),
        ("制发规范性文件", None, 13, "件", None),
        ("政府信息", "政府公报", 10, "条", None),
        ("政府信息", "其他方式", 7, "条", None),
        ("申请", None, 3, "件", None),
        ("申请", "当面", 1, "件", "f6"),
        ("申请", "其他形式", 2, "件", "f6"),
        ("申请答复", None, 3, "件", None),
        ("同意公开答复", None, 1, "件", "f9"),
        ("不同意公开答复", None, 2, "件", "f9"),
        ("国家秘密", None, 0, "件", "f11"),
        ("商业秘密", None, 2, "件", "f11"),
        ("申请信息不存在", None, 0, "件", "f9"),
        ("信息", "图书馆、档案馆等查阅场所", 34, "条", None),
        ("政府信息公开专项经费", None, 85000, "元", None),
        ("培训班", None, 2, "次", "f16"),
    ]


def test_every_figure_of_a_table_is_marked_as_such() -> None:
    assert {f.source for f in read(FORM)} == {"table"}
    assert {f.column for f in read(FORM)} == {None}


def test_the_figure_of_a_caption_is_the_total_of_a_flat_table() -> None:
    facts = read("附表4 申訴情況統計表 單位:9件\n指標 | 數量 |\n行政復議數 | 6 |\n行政訴訟數 | 3 |\n")
    assert [(f.text, f.category and f.category.text, f.unit, f.part_of) for f in facts] == [
        ("9件", "申訴", "件", None),
        ("6", "行政復議", "件", "f1"),
        ("3", "行政訴訟", "件", "f1"),
    ]


def test_dated_columns_give_periods_and_keep_their_totals_apart() -> None:
    facts = read(
        "指标名称\t计量单位\t2009年度\t历年累计\n主动公开信息数\t条\t70\t165\n其中：1.政府网站\t条\t52\t120\n2.政府公报\t条\t18\t45\n"
    )
    assert [(f.value, f.period and f.period.text, f.part_of) for f in facts] == [
        (70, "2009年度", None),
        (165, "历年累计", None),
        (52, "2009年度", "f1"),
        (120, "历年累计", "f2"),
        (18, "2009年度", "f1"),
        (45, "历年累计", "f2"),
    ]


def test_a_cell_that_says_none_is_an_implied_zero() -> None:
    zero, other = read("指标 | 单位 | 数量\n行政复议数量 | 件 | 无\n行政诉讼数量 | 件 | 2\n")
    assert (zero.value, zero.implied, zero.text, zero.unit) == (0, True, "无", "件")
    assert (zero.category and zero.category.text, zero.source) == ("行政复议", "table")
    assert not other.implied


@pytest.mark.parametrize("empty", ["", "-", "—", "/"])
def test_cells_without_a_figure_give_no_fact(empty: str) -> None:
    facts = read(f"指标 | 单位 | 数量\n申请数 | 件 | {empty}\n答复数 | 件 | 0\n投诉数 | 件 | 2\n")
    assert [f.value for f in facts] == [0, 2]


@pytest.mark.parametrize(
    ("rows", "complete"),
    [
        (
            "1.当面申请数 | 件 | 1\n2.信函申请数 | 件 | 2\n四、其他情况 | |\n",
            True,
        ),  # a heading is no missing figure
        ("1.当面申请数 | 件 | 1\n2.网络申请数 | 件 |\n3.信函申请数 | 件 | 2\n", False),
        ("1.当面申请数 | 件 | 1\n2.信函申请数 | 件 | 2\n3.网络申请数 | 件 | /\n", False),
    ],
)
def test_a_list_of_rows_with_blanks_is_not_called_complete(rows: str, complete: bool) -> None:
    text = "统计指标 | 单位 | 统计数\n（一）收到申请数 | 件 | 5\n" + rows
    document = document_from_text("某局2015年政府信息公开年度报告\n正文。\n\n" + text, "d")
    found = from_annotation(document, table_annotation(document, document.tables[0]))
    assert [b.complete for b in found.breakdowns] == [complete]


def test_lists_within_lists_close_at_their_own_numbering() -> None:
    facts = read(
        "指标 | 单位 | 数量\n答复总数 | 条 | 9\n其中：1.公开数 | 条 | 4\n2.否决总数 | 条 | 3\n其中：（1）不存在数 | 条 | 1\n"
        "（2）其他数 | 条 | 2\n3.转办数 | 条 | 2\n复议数 | 件 | 0\n"
    )
    assert [f.part_of for f in facts] == [None, "f1", "f1", "f3", "f3", "f1", None]


def test_a_matrix_adds_up_along_its_total_column_not_its_numbering() -> None:
    facts = read(
        "事项 | 自然人 | 企业 | 总计\n三、甲 | 1 | 2 | 3\n（一）乙 | 5 | 0 | 5\n（二）丙 | 1 | 1 | 2\n"
    )
    assert [(f.value, f.column, f.part_of) for f in facts[:3]] == [
        (1, "自然人", "f3"),
        (2, "企业", "f3"),
        (3, "总计", None),
    ]
    assert [f.part_of for f in facts if f.column == "总计"] == [None] * 3


@pytest.mark.parametrize(
    ("label", "category"),
    [
        ("“信息不存在”数", "信息不存在"),
        ("“信息不存在”及“不明确”数", "“信息不存在”及“不明确”"),
        ("2.不属于本行政机关公开数", "不属于本行政机关公开"),
        ("（三）从事信息公开工作人员数", "信息公开工作人员"),
    ],
)
def test_what_a_row_label_names(label: str, category: str) -> None:
    facts = read(f"指标 | 单位 | 数量\n{label} | 件 | 3\n另一项目数 | 件 | 2\n")
    assert facts[0].category and facts[0].category.text == category


PIECES = st.sampled_from(
    ["|", "\t", "\n", "\n\n", " ", "指标", "单位", "数量", "其中：", "一、", "（一）", "1.", "公开数", "申请总数", "条", "万元", "3", "12.5",
     "-", "/", "无", "2015年", "单位：9件", "统计表", "（县水务局）", "未收到", "行政复议", "10%", "\r\n", "，", "。"]
)  # fmt: skip


@settings(max_examples=400)
@given(st.lists(PIECES, max_size=60).map("".join))
def test_no_mixture_of_table_pieces_breaks_the_reading(text: str) -> None:
    document = document_from_text(text, "d")
    for table in document.tables:
        annotation = table_annotation(document, table)
        extraction = from_annotation(document, annotation)
        check(report_of(extraction))
        for fact in extraction.facts:
            assert text[fact.start : fact.end] == fact.text
