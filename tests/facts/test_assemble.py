"""Assembly of facts from marked text: what a fact inherits, borrows and resolves."""

import pytest

from gdie.documents.reading import document_from_text
from gdie.facts import Fact, from_annotation
from tests.markup import parse

TITLE = "河东县财政局2015年政府信息公开工作年度报告\n"


def facts(marked: str, *relations: str, title: str = TITLE) -> dict[str, Fact]:
    text, annotation = parse(title + marked, *relations)
    return {f.text: f for f in from_annotation(document_from_text(text, "d"), annotation).facts}


def test_a_figure_becomes_a_fact_with_its_evidence() -> None:
    marked = "{DATE#d 2014年}，{AGENCY#a 我局}通过{CHANNEL#h 局门户网站}公开{CATEGORY#g 财政信息}{COUNT#c 3.2万余条}。"
    fact = facts(marked, "c CATEGORY_OF g", "c VIA h", "c DURING d", "c BY a")["3.2万余条"]
    assert (fact.value, fact.unit, fact.approx, fact.kind) == (32000, "条", "at_least", "count")
    assert fact.category and fact.category.text == "财政信息"
    assert fact.channel and (fact.channel.text, fact.channel.code) == ("局门户网站", "website")
    assert fact.period and (fact.period.start, fact.period.end) == ("2014-01-01", "2014-12-31")
    assert fact.agency and (fact.agency.text, fact.agency.name) == ("我局", "河东县财政局")
    assert fact.as_json()["share_of"] is None
    assert fact.section is None


def test_a_share_takes_what_it_lacks_from_its_count() -> None:
    marked = "{DATE#d 2014年}{CATEGORY#g 网上申请}{COUNT#c 9件}，占{PERCENT#p 45%}。"
    share = facts(marked, "c CATEGORY_OF g", "c DURING d", "p SHARE_OF c")["45%"]
    assert share.category and share.category.text == "网上申请"
    assert share.period and share.period.start == "2014-01-01"
    assert share.share_of == "f1"
    assert share.channel is None


def test_a_share_over_two_counts_keeps_both() -> None:
    share = facts("{COUNT#a 4件}及{COUNT#b 3件}，共占{PERCENT#p 23.3%}。", "p SHARE_OF a", "p SHARE_OF b")[
        "23.3%"
    ]
    assert share.shares == ("f1", "f2")
    assert share.share_of == "f2"


def test_equal_figures_stay_apart() -> None:
    text, annotation = parse(
        TITLE + "{COUNT#a 3件}、{COUNT#b 3件}、{COUNT#t 6件}", "a PART_OF t", "b PART_OF t"
    )
    found = from_annotation(document_from_text(text, "d"), annotation)
    assert [f.value for f in found.facts] == [3, 3, 6]
    assert found.breakdowns[0].parts == ("f1", "f2")


@pytest.mark.parametrize(
    ("marked", "figure", "approx"),
    [
        ("约占{PERCENT 58%}。", "58%", "about"),  # a verb stands between
        ("至少听取{COUNT 一次}汇报。", "一次", "at_least"),
        ("共{COUNT 58件}。", "58件", "exact"),
        ("预约{COUNT 58件}。", "58件", "exact"),  # 约 belongs to another word
    ],
)
def test_approximators_that_stand_apart(marked: str, figure: str, approx: str) -> None:
    assert facts(marked)[figure].approx == approx


@pytest.mark.parametrize(
    "marked", ["在{COUNT 20个}工作日内答复。", "{COUNT 24}小时内发布。", "{COUNT 3}个月内办结。"]
)
def test_durations_are_no_statistics(marked: str) -> None:
    assert facts(marked) == {}


def test_date_and_agency_are_inherited_from_the_section_then_the_title() -> None:
    marked = (
        "一、概述\n公开{COUNT 5条}。\n二、申请情况\n{DATE 2013年}{AGENCY#a 县档案局}办理{COUNT#c 2件}，报{AGENCY 县政府}。\n"
        + "说明文字若干。" * 500
        + "\n（一）收到申请\n收到{COUNT 7件}。\n"
    )
    found = facts(marked, "c BY a")
    first, second = found["5条"], found["7件"]
    assert first.period and (first.period.text, first.period.start) == (None, "2015-01-01")
    assert first.agency and (first.agency.text, first.agency.name) == (None, "河东县财政局")
    assert second.period and second.period.text == "2013年"
    assert second.agency and second.agency.name == "县档案局"  # 县政府 owns no figure
    assert second.section == "二、申请情况"


def test_the_stated_period_of_the_report_is_the_default() -> None:
    found = facts("本报告统计期限自2015年5月1日起至2015年12月31日止。\n公开{COUNT 5条}。")
    period = found["5条"].period
    assert period and (period.start, period.end) == ("2015-05-01", "2015-12-31")


def test_a_figure_without_unit_takes_that_of_its_list() -> None:
    marked = "共{COUNT#t 9件}，其中公开{COUNT#a 6}，不公开{COUNT#b 3件}，粉丝{COUNT 15.2万}。"
    found = facts(marked, "a PART_OF t", "b PART_OF t")
    assert found["6"].unit == "件"
    assert found["15.2万"].unit is None


@pytest.mark.parametrize(
    ("marked", "status"),
    [
        ("六、存在问题和下一步工作\n将组织培训{COUNT 3次}。", "planned"),
        ("六、存在问题和下一步工作\n培训仅{COUNT 3次}。", "reported"),
        ("二、公开情况\n培训{COUNT 3次}。", "reported"),
    ],
)
def test_plans_are_told_from_reports(marked: str, status: str) -> None:
    assert facts(marked)["3次"].status == status


PLANS = "六、存在的主要问题和改进措施\n"


@pytest.mark.parametrize(
    ("marked", "figure", "status"),
    [
        ("二、公开情况\n2016年，我局将组织培训{COUNT 3次}。", "3次", "planned"),  # no heading says so
        ("二、公开情况\n下一步，我局将组织培训{COUNT 3次}。", "3次", "planned"),
        ("二、公开情况\n明年力争组织培训{COUNT 3次}。", "3次", "planned"),
        ("二、公开情况\n我局将公开列入考核，培训{COUNT 3次}。", "3次", "reported"),  # 将 for 把
        ("六、问题和2016年安排\n培训争取达到{COUNT 3次}。", "3次", "planned"),
        ("五、问题\n（二）下一步打算\n拟组织培训{COUNT 3次}。", "3次", "planned"),
        (PLANS + "2016年，我局这样做：一是培训{COUNT 3次}。\n二是印发手册{COUNT 9册}。", "9册", "planned"),
        (PLANS + "2016年，我局将把监测点由{COUNT 5个}增加到{COUNT 8个}。", "5个", "reported"),  # as it is now
        (PLANS + "2016年，我局将把监测点由{COUNT 5个}增加到{COUNT 8个}。", "8个", "planned"),
        (PLANS + "目前已建成{COUNT 3个}查阅点，计划再建{COUNT 2个}。", "3个", "reported"),
        (PLANS + "目前已建成{COUNT 3个}查阅点，计划再建{COUNT 2个}。", "2个", "planned"),
        (PLANS + "按计划完成了{COUNT 3个}查阅点建设。", "3个", "reported"),
        (PLANS + "计划生育类信息仅{COUNT 3条}。", "3条", "reported"),
        (PLANS + "回应不够及时，全年仅{COUNT 3次}。", "3次", "reported"),  # 应 in 回应
    ],
)
def test_plans_by_what_is_said(marked: str, figure: str, status: str) -> None:
    assert facts(marked)[figure].status == status


@pytest.mark.parametrize(
    ("date", "start", "end"),
    [
        ("6月底前", None, "2016-06-30"),
        ("上半年", "2016-01-01", "2016-06-30"),
        ("全年", "2016-01-01", "2016-12-31"),
        ("今年", "2015-01-01", "2015-12-31"),  # says its year itself
        ("2014年", "2014-01-01", "2014-12-31"),
    ],
)
def test_a_plans_dates_belong_to_the_year_planned_for(date: str, start: str | None, end: str) -> None:
    marked = f"六、问题和打算\n2016年，我局将抓好以下工作：{{DATE#d {date}}}培训{{COUNT#c 3次}}。"
    period = facts(marked, "c DURING d")["3次"].period
    assert period and (period.start, period.end) == (start, end)


def test_a_comparison_in_a_plan_is_reported() -> None:
    marked = PLANS + "2016年，我局将扩大范围，培训由{DATE#d 2015年}的{COUNT#c 3次}增加到{COUNT 5次}。"
    found = facts(marked, "c DURING d")
    assert [found[f].status for f in ("3次", "5次")] == ["reported", "planned"]


def test_the_plans_of_a_fragment_are_planned() -> None:
    marked = "六、存在的问题和2013年工作打算\n{DATE#d 2013年}，我局力争培训{COUNT#c 3次}。"
    assert facts(marked, "c DURING d", title="")["3次"].status == "planned"


@pytest.mark.parametrize(
    ("title", "start", "end"),
    [
        ("白水大学2014—2015学年信息公开年度报告\n", "2014-09-01", "2015-08-31"),
        ("白水市统计局2015年第三季度政府信息公开情况\n", "2015-07-01", "2015-09-30"),
        ("白水市统计局2015年上半年政府信息公开工作报告\n", "2015-01-01", "2015-06-30"),
        ("白水市统计局2015年政府信息公开工作报告\n（公开时间：2016年1月）\n", "2015-01-01", "2015-12-31"),
        (
            "白水市统计局2015年政府信息公开工作报告\n数据的统计时间为2015.1.1-2015.11.30。\n",
            "2015-01-01",
            "2015-11-30",
        ),
        (
            "白水市统计局2015年政府信息公开工作报告\n统计期限为2015年1月1日至2015年13月31日。\n",
            "2015-01-01",
            "2015-12-31",
        ),
    ],
)
def test_the_period_of_the_report(title: str, start: str, end: str) -> None:
    period = facts("公开{COUNT 5条}。", title=title)["5条"].period
    assert period and (period.start, period.end) == (start, end)


def test_everything_in_a_notice_is_planned() -> None:
    found = facts("培训{COUNT 3次}。", title="2016年政务公开工作要点\n")
    assert found["3次"].status == "planned"


def test_a_rate_written_zero_is_a_percentage() -> None:
    rate = facts("败诉率为{PERCENT 零}。")["零"]
    assert (rate.value, rate.unit, rate.kind) == (0, "%", "percent")


@pytest.mark.parametrize(
    ("text", "nouns"),
    [
        ("本年度未发生行政复议、行政诉讼。", ["行政复议", "行政诉讼"]),
        ("未出现一起因信息公开提起的举报、行政复议和行政诉讼情况。", ["举报", "行政复议", "行政诉讼"]),
        ("没有收取任何费用。", ["费用"]),
        ("未发生被纠正的行政复议的决定。", []),  # the decision is denied, not the review
        ("无其他需要报告的事项。", []),
        ("未发生泄密，收到行政复议3件。", ["泄密"]),  # the cue's clause has ended
    ],
)
def test_zeros_in_words(text: str, nouns: list[str]) -> None:
    text, annotation = parse(TITLE + text)
    found = from_annotation(document_from_text(text, "d"), annotation).facts
    assert [f.category.text for f in found if f.category] == nouns
    assert all(f.implied and f.value == 0 and text[f.start : f.end] == f.text for f in found)


@pytest.mark.parametrize(
    ("marked", "complete"),
    [
        ("共{COUNT#t 9件}，其中甲{COUNT#a 6件}，乙{COUNT#b 3件}。", True),
        ("共{COUNT#t 9件}：甲{COUNT#a 6件}，乙{COUNT#b 3件}。", True),
        ("共{COUNT#t 9件}，主要涉及甲{COUNT#a 6件}，乙{COUNT#b 1件}。", False),
        ("共{COUNT#t 9件}，其中甲{COUNT#a 6件}，乙{COUNT#b 1件}等。", False),
        ("{COUNT#t 9件}申请中，甲{COUNT#a 6件}，乙{COUNT#b 1件}。", False),
    ],
)
def test_whether_a_list_claims_to_be_complete(marked: str, complete: bool) -> None:
    text, annotation = parse(TITLE + marked, "a PART_OF t", "b PART_OF t")
    (breakdown,) = from_annotation(document_from_text(text, "d"), annotation).breakdowns
    assert breakdown.complete is complete


def test_two_breakdowns_of_one_total_are_kept_apart() -> None:
    marked = "共{COUNT#t 9件}，其中信函{COUNT#a 6件}，网络{COUNT#b 3件}。按内容分，甲{COUNT#c 5件}，乙{COUNT#d 4件}。"
    text, annotation = parse(TITLE + marked, *(f"{x} PART_OF t" for x in "abcd"))
    found = from_annotation(document_from_text(text, "d"), annotation).breakdowns
    assert [len(b.parts) for b in found] == [2, 2]


@pytest.mark.parametrize(
    ("mention", "name", "scope"),
    [
        ("我局", "山东省质量技术监督局", "agency"),
        ("省局", "山东省质量技术监督局", "agency"),
        ("省质监局", "山东省质量技术监督局", "agency"),
        ("市局", "市局", "agency"),  # another level
        ("全系统", "全系统", "system"),
        ("省财政厅", "省财政厅", "agency"),
    ],
)
def test_agencies_resolve_to_the_reporter(mention: str, name: str, scope: str) -> None:
    marked = f"{{AGENCY#a {mention}}}公开{{COUNT#c 5条}}。"
    fact = facts(marked, "c BY a", title="山东省质量技术监督局2017年政府信息公开工作年度报告\n")["5条"]
    assert fact.agency and (fact.agency.name, fact.agency.scope) == (name, scope)


def test_a_fragment_without_title_goes_by_what_it_names() -> None:
    marked = "三、依申请公开情况\n{DATE 2010年度}，{AGENCY 白石县交通局}受理{COUNT#c 5件}。{AGENCY#a 我局}{DATE#d 全年}答复{COUNT#e 4件}。"
    found = facts(marked, "e BY a", "e DURING d", title="")
    assert found["4件"].agency and found["4件"].agency.name == "白石县交通局"
    assert found["4件"].period and found["4件"].period.start == "2010-01-01"
    assert found["5件"].period and found["5件"].period.end == "2010-12-31"
