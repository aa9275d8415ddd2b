"""Official forms in made-up reports: recognised with code, column and total, and silent where nobody could tell."""

from dataclasses import replace

import pytest

from gdie.documents.reading import document_from_text
from gdie.facts import Extraction, Fact
from gdie.facts.extraction import extract_tables
from gdie.facts.report import report_of
from gdie.reconcile import check

HEAD = "白云县档案局2022年政府信息公开工作年度报告\n"
SECTION = "三、收到和处理政府信息公开申请情况\n"


def read(text: str) -> Extraction:
    return extract_tables(document_from_text(text, "d"))


def by_code(extraction: Extraction) -> dict[str | None, Fact]:
    return {f.category.code: f for f in extraction.facts if f.category}


TITLES = "事项 | 自然人 | 商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 | 总计 |\n"
MATRIX = (
    "一、本年新收政府信息公开申请数量 | 5 | 1 | 0 | 0 | 0 | 0 | 6 |\n"
    "二、上年结转政府信息公开申请数量 | 1 | 0 | 0 | 0 | 0 | 0 | 1 |\n"
    "三、本年度办理结果 | （一）予以公开 | 4 | 1 | 0 | 0 | 0 | 0 | 5 |\n"
    "（三）不予公开 | 5.属于三类内容事务信息 | 1 | 0 | 0 | 0 | 0 | 0 | 1 |\n"
    "（七）总计 | 5 | 1 | 0 | 0 | 0 | 0 | 6 |\n"
    "四、结转下年度继续办理 | 1 | 0 | 0 | 0 | 0 | 0 | 1 |\n"
)


def test_a_matrix_gives_codes_columns_and_totals_along_and_down() -> None:
    extraction = read(HEAD + SECTION + TITLES + MATRIX)
    facts = by_code(extraction)
    assert len(extraction.facts) == 42
    granted, total = facts["t3.granted.person"], facts["t3.granted.total"]
    assert (granted.value, granted.column, granted.part_of) == (4, "自然人", total.id)
    assert (total.column, total.part_of) == ("总计", facts["t3.done.total.total"].id)
    assert facts["t3.new.total"].part_of is None
    # A misprinted row is the form's row all the same, and a 总计 counts what its heading says.
    assert facts["t3.denied.internal.person"].value == 1
    done = facts["t3.done.total.total"].category
    assert done and done.text == "本年度办理结果"
    (reading,) = extraction.forms.readings
    assert (reading.form.id, reading.extra, reading.moved) == ("t3-2021", (), ())
    assert "部分公开" in {row.label for row in reading.missing}


def test_a_total_is_two_sums_its_row_and_its_column() -> None:
    extraction = read(HEAD + SECTION + TITLES + MATRIX.replace("| 5 |\n（三）", "| 6 |\n（三）"))
    found = check(report_of(extraction)).findings
    violated = [f for f in found if f.verdict == "violated"]
    # The row 予以公开 is out; its column lacks rows of the form, so it can only be too large, which it is.
    assert [(f.stated, f.computed) for f in violated] == [(6, 5), (6, 7)]


def test_figures_that_ran_together_are_cut_by_sum_and_rules() -> None:
    text = (
        HEAD + SECTION + "申请人情况自然人法人或其他组织总计商业企业科研机构社会公益组织法律服务机构其他\n"
        "一、本年新收政府信息公开申请数量282001031\n二、上年结转政府信息公开申请数量0000000\n"
        "（七）总计282001031\n四、结转下年度继续办理0000000\n"
    )
    extraction = read(text)
    (reading,) = extraction.forms.readings
    # 28/2/0… and 2/8/20… both add up, and the balance of the columns does not tell them apart: nothing is said, and said so.
    assert {row.label for row in reading.unread} == {"本年新收政府信息公开申请数量", "总计"}
    assert reading.unread[0].readings == ((2, 8, 20, 0, 1, 0, 31), (28, 2, 0, 0, 1, 0, 31))
    assert {f.value for f in extraction.facts} == {0}
    warning = next(
        f for f in check(report_of(replace(extraction, breakdowns=()))).findings if f.severity == "warning"
    )
    assert (warning.kind, warning.verdict) == ("form", "unverifiable")
    assert "28/2/0/0/1/0/31" in warning.explanation.en and "282001031" in warning.explanation.zh
    certain = by_code(read(text.replace("（七）总计282001031", "（七）总计28 2 0 0 1 0 31")))
    assert certain.get("t3.new.person") is None or certain["t3.new.person"].value == 28


@pytest.mark.parametrize(
    ("year", "codes"),
    [("2022", {"t2.rule.issued", "t2.rule.repealed"}), ("2020", {"t2.rule.made", "t2.rule.published"})],
)
def test_a_lost_header_is_told_by_the_year(year: str, codes: set[str]) -> None:
    text = (
        HEAD.replace("2022", year)
        + "二、主动公开政府信息情况\n第二十条第（一）项\n规章 | 1 | 0 | 3\n规范性文件 | 2 | 1 | 9\n"
    )
    assert codes <= set(by_code(read(text)))


def test_a_lost_header_without_a_year_is_nobodys() -> None:
    extraction = read("第二十条第（一）项\n规章 | 1 | 0 | 3\n规范性文件 | 2 | 1 | 9\n")
    assert extraction.forms.readings == ()
    assert [f.category.code for f in extraction.facts if f.category] == [None] * 6


def test_columns_of_years_are_each_a_total() -> None:
    text = "指标\t2021年\t2022年\n本年新收政府信息公开申请数量\t18\t26\n予以公开\t11\t17\n不予公开\t7\t8\n总计\t18\t25\n"
    facts = read(text).facts
    assert [(f.category.code if f.category else "", f.part_of, f.column) for f in facts[2:6]] == [
        ("t3.granted.total", "f7", None),
        ("t3.granted.total", "f8", None),
        ("t3.denied.total.total", "f7", None),
        ("t3.denied.total.total", "f8", None),
    ]
    assert [f.status for f in facts] == ["reported"] * 8


def test_a_reduced_matrix_keeps_its_columns() -> None:
    text = (
        HEAD
        + SECTION
        + (
            "自然人 法人或其他组织 总计\n一、本年新收政府信息公开申请数量 17 8 25\n二、上年结转政府信息公开申请数量 1 1 2\n"
            "（七）总计 14 9 23\n四、结转下年度继续办理 4 0 4\n"
        )
    )
    extraction = read(text)
    assert [(f.column, f.category.code if f.category else "") for f in extraction.facts[:3]] == [
        ("自然人", "t3.new.person"),
        ("法人或其他组织", None),
        ("总计", "t3.new.total"),
    ]
    assert all(f.verdict == "holds" for f in check(report_of(extraction)).findings)
    (reading,) = extraction.forms.readings
    assert reading.missing_columns == ("商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")
    assert reading.extra_columns == ("法人或其他组织",)


def test_what_differs_from_the_form_is_noted() -> None:
    text = (
        HEAD
        + "附表4 申诉情况统计表\n指标 | 数量\n行政诉讼数 | 2\n行政复议数 | 1\n行政申诉数 | 0\n其中：对首次处理不满意的申诉数 | 0\n往年补录 | 4\n"
    )
    extraction = read(text)
    (reading,) = extraction.forms.readings
    assert (reading.form.id, len(reading.moved), len(reading.extra)) == ("local-2008", 1, 1)
    (note,) = (f for f in check(report_of(replace(extraction, breakdowns=()))).findings if f.kind == "form")
    assert (
        note.severity == "note"
        and "1 rows out of place" in note.explanation.en
        and "增加行1处" in note.explanation.zh
    )


def test_table_four_counts_results_by_group() -> None:
    text = HEAD + (
        "四、因政府信息公开工作被申请行政复议、提起行政诉讼情况\n行政复议 | 行政诉讼 |\n未经复议直接起诉 | 复议后起诉 |\n"
        + " | ".join(["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"] * 3)
        + " |\n2 | 1 | 0 | 0 | 3 | 0 | 0 | 0 | 0 | 0 | 1 | 0 | 0 | 1 | 2 |\n"
    )
    facts = by_code(read(text))
    assert len(facts) == 15
    corrected, total = facts["t4.review.corrected"], facts["t4.review.total"]
    assert (corrected.value, corrected.part_of, corrected.column) == (1, total.id, None)
    assert corrected.category and total.category
    assert (corrected.category.text, total.category.text) == ("结果纠正", "行政复议")


def test_units_stand_in_titles_and_money_in_its_magnitude() -> None:
    text = HEAD + (
        "二、主动公开政府信息情况\n第二十条第（八）项 |\n信息内容 | 本年收费金额（单位：万元） |\n行政事业性收费 | 71.08 |\n"
    )
    (fee,) = read(text).facts
    assert (fee.value, fee.unit, fee.period and fee.period.text) == (710800, "元", "本年")
    assert fee.category and fee.category.code == "t2.fee.amount"


def test_a_deadline_and_a_lead_agency_are_cells_of_the_task() -> None:
    document = document_from_text(
        "白云县2018年政务公开工作要点任务分解表\n序号 | 工作任务 | 牵头单位 | 完成时限\n"
        "1 | 组织业务考核3次 | 县政府办 | 2018年8月底\n2 | 更新目录12项 | 县发改局 | 全年\n",
        "d",
    )
    (table,) = document.tables
    assert table.value_columns == ()
    from gdie.facts.tasks import is_task_table, task_row

    row = task_row(table, document.text.index("3次"), document.text.index("3次") + 2)
    assert is_task_table(table) and row and row.deadline and row.lead
    assert (row.deadline.text, row.lead.text) == ("2018年8月底", "县政府办")
