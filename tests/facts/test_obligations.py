"""Obligations of work plans: what closes a task, whose it is, until when; task tables; nothing where there is none."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from opencc import OpenCC

from gdie.documents import read_document
from gdie.documents.reading import document_from_text
from gdie.facts.obligations import Obligation, Passage, obligations
from gdie.training.gold import load_written

ROOT = Path(__file__).parents[2]
NOTICE = "青禾市人民政府办公室关于印发2019年全市政务公开工作要点的通知\n青政办发〔2019〕8号\n\n一、重点任务\n"
TABLE = "2019年青禾市政务公开重点任务分解表\n"


def read(text: str, before: str = NOTICE) -> list[Obligation]:
    document = document_from_text(before + text, "plan")
    found = obligations(document)
    for obligation in found:
        for passage in passages(obligation):
            assert document.text[passage.start : passage.end] == passage.text
        assert obligation.task.text == obligation.task.text.strip() != ""
    assert [o.id for o in found] == [f"o{n}" for n in range(1, len(found) + 1)]
    return list(found)


def passages(obligation: Obligation) -> list[Passage]:
    deadline = [obligation.deadline] if obligation.deadline else []
    units = (*obligation.lead, *obligation.responsible, *obligation.supporting)
    return [obligation.task, obligation.units_text, *units, *deadline]


def roles(obligation: Obligation) -> tuple[str, str, str]:
    """The units as printed, joined with |."""
    lists = (obligation.lead, obligation.responsible, obligation.supporting)
    lead, responsible, supporting = ("|".join(unit.text for unit in units) for units in lists)
    return lead, responsible, supporting


@pytest.mark.parametrize(
    ("closing", "expected"),
    [
        ("（牵头单位：市财政局，责任单位：市审计局、市统计局）", ("市财政局", "市审计局|市统计局", "")),
        ("(牵头部门:市财政局;责任部门:市审计局)", ("市财政局", "市审计局", "")),
        ("（牵头单位﹕市财政局；配合单位∶市审计局，市统计局）", ("市财政局", "", "市审计局|市统计局")),
        ("【责任单位：各县（市、区）政府】", ("", "各县（市、区）政府", "")),
        ("（负责单位：市司法局；参加单位：市档案局；）", ("", "市司法局", "市档案局")),
        ("（牵头单位：市财政局）（协办单位：市审计局）", ("市财政局", "", "市审计局")),
        ("（责任单位：）（牵头单位：市财政局）", ("市财政局", "", "")),
        ("（责任单位：市财政局 市审计局）", ("", "市财政局|市审计局", "")),
        ("（责任单位为市财政局、市审计局）", ("", "市财政局|市审计局", "")),
        ("（市级牵头单位：市财政局，县级责任单位：各县区财政局）", ("市财政局", "各县区财政局", "")),
        ("（牵头单位：市财政局，责任人：张三，电话：12345）", ("市财政局", "", "")),
        # Verbs.
        ("（市财政局牵头，市审计局、市统计局参加）", ("市财政局", "", "市审计局|市统计局")),
        ("（市财政局牵头、市审计局配合）", ("市财政局", "", "市审计局")),
        ("（市财政局、市审计局负责）", ("", "市财政局|市审计局", "")),
        ("（各部门按职责分工负责）", ("", "各部门", "")),
        ("（由市政府办公室会同市司法局负责）", ("", "市政府办公室|市司法局", "")),
        ("（市财政局牵头负责，市审计局，市统计局协办）", ("市财政局", "", "市审计局|市统计局")),
        (
            "（牵头单位：办公室、信息中心，外事科及其他各科室配合）",
            ("办公室|信息中心", "", "外事科|其他各科室"),
        ),
        ("（责任单位：市财政局牵头，各部门分别负责）", ("市财政局", "各部门", "")),
        # Where one name ends.
        ("（责任单位：科技和信息化处、人事处和财务处）", ("", "科技和信息化处|人事处|财务处", "")),
        ("（责任单位：市文化和旅游局及市工业和信息化局）", ("", "市文化和旅游局|市工业和信息化局", "")),
        ("（责任单位：和平区政府、市社会和法制委员会）", ("", "和平区政府|市社会和法制委员会", "")),
        (
            "（责任单位：各市、县（区）人民政府，有关部门、单位）",
            ("", "各市、县（区）人民政府|有关部门、单位", ""),
        ),
        ("（责任单位：各县区、各开发区，各承办单位）", ("", "各县区|各开发区|各承办单位", "")),
        (
            "（责任单位：各区政府（不含高新区、新城）、市科技局（市外专局））",
            ("", "各区政府（不含高新区、新城）|市科技局（市外专局）", ""),
        ),
        ("（责任单位：市财政局等部门，高等教育处等有关处室）", ("", "市财政局|高等教育处|有关处室", "")),
        ("（责任单位：市财政局，持续推进）", ("", "市财政局", "")),
        # The first one leads.
        ("（责任单位：市财政局、市审计局，排名第一位的为牵头单位）", ("市财政局", "市审计局", "")),
        ("（责任单位（列首位的为牵头单位）：市财政局、市审计局）", ("市财政局", "市审计局", "")),
    ],
)
def test_what_a_parenthesis_says(closing: str, expected: tuple[str, str, str]) -> None:
    (found,) = read(f"1.公开预算。及时更新内容。{closing}\n2.其他事项照旧。")
    assert roles(found) == expected
    assert found.task.text == "公开预算。及时更新内容。"
    assert found.source == "text" and found.units_text.text.startswith(closing[0])


@pytest.mark.parametrize(
    "text",
    [
        "1.公开预算（含绩效目标），由市财政局（预算科）办理。",
        "1.公开预算（张三负责）。",
        "1.公开预算（市财政局负责汇总）工作。",
        "1.由市政府办公室（市司法局协办）编制目录。",
        "1.公开预算（牵头单位：）。",
        "1.明确责任单位：要层层落实。",
        "1.公开预算。\n主办单位：青禾市人民政府办公室　承办单位：青禾市信息中心",
        "（责任单位",
        "",
    ],
)
def test_what_closes_no_task(text: str) -> None:
    assert read(text) == []


def test_each_parenthesis_closes_the_text_since_the_one_before() -> None:
    found = read(
        "（一）抓好公开。预算要公开。（责任单位：市财政局）决算也要公开（责任单位：市审计局）；二是建平台。（责任单位：市大数据局）"
        "其余事项另行通知。\n（二）抓好解读（责任单位：市司法局）。\n文件与解读同步。（责任单位：各部门）"
    )
    assert [o.task.text for o in found] == [
        "抓好公开。预算要公开。",
        "决算也要公开",
        "建平台。",
        "抓好解读",
        "文件与解读同步。",
    ]
    title = "（一）抓好公开。"
    assert [o.section[1:] for o in found] == [(title,), (title,), (title,), (), ("（二）抓好解读",)]


def test_the_path_of_headings() -> None:
    found = read(
        "（一）推进公开\n1.预算公开\n（1）部门预算。二十日内公开。（责任单位：市财政局）\n（2）按时公开政府预算，细化到项。（责任单位：市财政局）\n"
        "2.扶贫公开\n名单要更新。（责任单位：市扶贫办）\n（二）推进解读\n解读同步。（责任单位：市司法局）\n二、保障\n加强培训。（责任单位：各部门）"
    )
    assert [o.section for o in found] == [
        ("一、重点任务", "（一）推进公开", "1.预算公开", "（1）部门预算。"),
        ("一、重点任务", "（一）推进公开", "1.预算公开"),
        ("一、重点任务", "（一）推进公开", "2.扶贫公开"),
        ("一、重点任务", "（二）推进解读"),
        ("二、保障",),
    ]


def test_units_on_lines_of_their_own_close_the_item_above() -> None:
    found = read(
        "1.政策解读。\n文件同步解读。\n三日内发布。\n（牵头单位：市司法局）\n（责任单位：各部门）\n2.平台建设\n（责任单位：市大数据局）\n"
        "3.公开目录，及时更新。\n牵头单位：市政府办公室\n责任单位：各部门\n完成时限：9月底前\n4.公开指南。责任单位：市档案局。"
    )
    assert [o.task.text for o in found] == [
        "文件同步解读。\n三日内发布。",
        "平台建设",
        "公开目录，及时更新。",
        "公开指南。",
    ]
    assert [roles(o) for o in found] == [
        ("市司法局", "各部门", ""),
        ("", "市大数据局", ""),
        ("市政府办公室", "各部门", ""),
        ("", "市档案局", ""),
    ]
    assert found[2].deadline and found[2].deadline.date == "2019-09-30"


def test_lines_and_pages_that_break_a_parenthesis() -> None:
    found = read(
        "　　（一）推进财政资金信息公开，预算单位应当在批复后二十日内公\n开部门预算。（牵头单位：市财\n政局，责任单位：市\n- 3 -\n\n审计局、各预算单位）\n"
        "　　（二）缺右括号的任务。（责任单位：各县（市、区）政府\n　　（三）下一项任务。（责任单位：市档案局）"
    )
    assert [o.task.text.replace("\n", "") for o in found] == [
        "推进财政资金信息公开，预算单位应当在批复后二十日内公开部门预算。",
        "缺右括号的任务。",
        "下一项任务。",
    ]
    assert [unit.name for unit in (*found[0].lead, *found[0].responsible)] == [
        "青禾市财政局",
        "青禾市审计局",
        "各预算单位",
    ]
    assert roles(found[1]) == ("", "各县（市、区）政府", "")


@pytest.mark.parametrize(
    ("task", "text", "date", "start"),
    [
        ("年底前公开。", "年底前", "2019-12-31", None),
        ("应于2019年11月30日前公开。", "2019年11月30日前", "2019-11-30", None),
        ("6月底前编目录，10月底前上网。", "10月底前", "2019-10-31", None),
        ("力争到2020年底，全部上网。", "2020年底", "2020-12-31", None),
        ("上半年完成清理。", "上半年", "2019-06-30", "2019-01-01"),
        ("年内公开。", "年内", "2019-12-31", "2019-01-01"),
        ("第三季度末前公开。", "第三季度末前", "2019-09-30", None),
        ("二〇一九年六月三十日之前公开。", "二〇一九年六月三十日之前", "2019-06-30", None),
        ("每季度公开一次。", "每季度", None, None),
        ("每季度通报，12月20日前总结。", "12月20日前", "2019-12-20", None),
        ("对2018年底前印发的文件进行清理。", None, None, None),
        ("3年内轮训一遍，5个工作日内答复，24小时内回应。", None, None, None),
        ("会议召开前预告，6月底前后总结。", None, None, None),
        ("全年公开12期。", None, None, None),
    ],
)
def test_deadlines_in_a_task(task: str, text: str | None, date: str | None, start: str | None) -> None:
    (found,) = read(f"1.{task}（责任单位：市司法局）")
    due = found.deadline
    assert (due and due.text, due and due.date) == (text, date)
    assert due is None or due.period == (start, date)


def test_a_deadline_in_the_parenthesis_goes_before_that_of_the_task() -> None:
    found = read(
        "1.年底前公开。（责任单位：市司法局；完成时限：2019年10月）\n2.公开。（市司法局负责，6月底前完成并长期坚持）\n3.公开。（责任单位：市司法局；完成时限：长期）\n"
        "4.公开。（完成时限：9月底）（责任单位：市司法局）"
    )
    assert [o.deadline and (o.deadline.text, o.deadline.date) for o in found] == [
        ("2019年10月", "2019-10-31"),
        ("6月底前", "2019-06-30"),
        ("长期", None),
        ("9月底", "2019-09-30"),
    ]
    assert {roles(o) for o in found} == {("", "市司法局", "")}


def test_without_the_year_of_the_plan_a_deadline_has_no_date() -> None:
    (found,) = read("1.年底前公开。（责任单位：市司法局）", "关于印发政务公开工作要点的通知\n")
    assert found.deadline and (found.deadline.text, found.deadline.date, found.deadline.period) == (
        "年底前",
        None,
        (None, None),
    )


@pytest.mark.parametrize(
    ("agency", "unit", "name"),
    [
        ("青禾市人民政府办公室", "市财政局", "青禾市财政局"),
        ("青禾市人民政府办公室", "市政府办公室", "青禾市人民政府办公室"),
        ("青禾市人民政府办公室", "市市场监管局", "青禾市市场监督管理局"),
        ("青禾市人民政府办公室", "市场监管各职能部门", "市场监管各职能部门"),
        ("青禾市人民政府办公室", "省财政厅", "省财政厅"),
        ("青禾市人民政府办公室", "认监委", "国家认证认可监督管理委员会"),
        ("青禾市人民政府办公室", "市科技局（市外专局）", "青禾市科技局"),
        ("青禾市人民政府办公室", "各有关部门", "各有关部门"),
        ("青禾市人民政府办公室", "中粮集团", "中粮集团"),
        ("青禾市人民政府办公室", "办公室", "青禾市人民政府办公室"),
        ("云岭省粮食局办公室", "省局法规处", "云岭省粮食局法规处"),
        ("云岭省粮食局办公室", "我局", "云岭省粮食局"),
        ("雲嶺省糧食局辦公室", "省局辦公室", "云岭省粮食局办公室"),
        ("雲嶺省糧食局辦公室", "省局各處室", "省局各處室"),
        ("宁原回族自治区人民政府办公厅", "自治区财政厅", "宁原回族自治区财政厅"),
    ],
)
def test_names_of_units(agency: str, unit: str, name: str) -> None:
    (found,) = read(f"1.公开预算。（责任单位：{unit}）", f"{agency}关于印发2019年政务公开工作要点的通知\n")
    assert [u.name for u in found.responsible] == [name]


def test_offices_listed_behind_one_of_an_agency_are_its_offices_too() -> None:
    (found,) = read(
        "1.公开。（责任单位：省局法规处、人事处，信息中心）",
        "云岭省粮食局关于印发2019年政务公开工作要点的通知\n",
    )
    names = [unit.name for unit in found.responsible]
    assert names == ["云岭省粮食局法规处", "云岭省粮食局人事处", "信息中心"]


ROWS = [
    ["1", "公开预算", "二十日内公开", "市财政局", "市审计局、市统计局", "6月底前"],
    ["2", "公开目录", "编制目录", "市司法局", "各部门", "长期"],
    ["3", "公开指南", "按年更新", "市司法局", "各部门", "2019年国庆节前"],
]
TITLES = ["序号", "工作任务", "具体措施", "牵头单位", "责任单位", "完成时限"]


@pytest.mark.parametrize(("between", "after"), [(" | ", "\n"), ("\t", "\n"), ("\n", "\n")])
def test_rows_of_a_task_table(between: str, after: str) -> None:
    found = read(after.join(between.join(row) for row in [TITLES, *ROWS]) + "\n", TABLE)
    assert [(o.section, o.task.text, roles(o), o.source) for o in found] == [
        (("公开预算",), "二十日内公开", ("市财政局", "市审计局|市统计局", ""), "table"),
        (("公开目录",), "编制目录", ("市司法局", "各部门", ""), "table"),
        (("公开指南",), "按年更新", ("市司法局", "各部门", ""), "table"),
    ]
    assert [o.deadline and (o.deadline.text, o.deadline.date) for o in found] == [
        ("6月底前", "2019-06-30"),
        ("长期", None),
        ("2019年国庆节前", None),
    ]
    assert found[0].lead[0].name == "青禾市财政局"


def test_merged_cells_and_headings_of_a_task_table() -> None:
    found = read(
        "序号 | 工作任务 | 工作要求 | 责任单位（排名第一的为牵头单位） | 配合单位 | 时间节点\n一、重点领域 | | | | |\n"
        "1 | 公开财政信息 | 公开预算 | 市财政局、市审计局 | 市统计局 | 6月底前\n2 | | 公开决算 | | | 9月底前\n"
        "二、平台 | | | | |\n3 | 建设平台 | 适老化改造，年底前完成 | 市大数据局 | |\n",
        TABLE,
    )
    assert [(o.section, o.task.text, roles(o), o.deadline and o.deadline.date) for o in found] == [
        (("一、重点领域", "公开财政信息"), "公开预算", ("市财政局", "市审计局", "市统计局"), "2019-06-30"),
        (("一、重点领域", "公开财政信息"), "公开决算", ("市财政局", "市审计局", "市统计局"), "2019-09-30"),
        (("二、平台", "建设平台"), "适老化改造，年底前完成", ("市大数据局", "", ""), "2019-12-31"),
    ]


def test_a_row_that_lacks_its_number_and_one_column_for_units_and_deadline() -> None:
    found = read(
        "序号 | 任务 | 牵头单位 | 时限\n1 | 公开预算 | 市财政局 | 6月底前\n公开目录 | 市司法局 | 长期\n",
        TABLE,
    )
    assert [(o.task.text, roles(o)[0]) for o in found] == [("公开预算", "市财政局"), ("公开目录", "市司法局")]
    found = read(
        "任务 | 责任单位及完成时限\n公开预算 | 市财政局，6月底前\n公开目录 | 牵头单位：市司法局；配合单位：各部门\n",
        TABLE,
    )
    assert [(roles(o), o.deadline and o.deadline.date) for o in found] == [
        (("", "市财政局", ""), "2019-06-30"),
        (("市司法局", "", "各部门"), None),
    ]


def test_tasks_closed_inside_the_cells_of_a_table() -> None:
    found = read(
        "序号 | 工作任务 | 备注\n1 | 公开预算（责任单位：市财政局） | 新增\n2 | 公开目录（市司法局负责） | 延续\n",
        TABLE,
    )
    assert [(o.task.text, roles(o)[1], o.source) for o in found] == [
        ("公开预算", "市财政局", "table"),
        ("公开目录", "市司法局", "table"),
    ]


# Checked by eye: numbers of the path, how the task begins and ends, who leads, who is responsible.
AQSIQ = [
    ("一、 (一) 1.", "公佈各直屬檢驗檢疫", "、規範性和權威性。", "總局法規司", "各直屬局"),
    ("一、 (一) 2.", "公佈各分支檢驗檢疫", "”專欄向社會公佈。", "總局法規司", "各直屬局"),
    (
        "一、 (二) 1.",
        "推進産品質量監管信",
        "身利益的重要信息。",
        "",
        "各地質檢兩局、認監委、標準委、總局檢驗司、動植司、食品局、監督司、執法司、相關業務主管司局、中纖局",
    ),
    (
        "一、 (二) 1.",
        "著力推進“雙隨機”",
        "程序和保障措施等。",
        "總局法規司",
        "各地質檢兩局、認監委、標準委、總局各業務主管司局、信息中心",
    ),
    ("一、 (二) 2.", "推進質檢執法信息公", "法方面的政府信息。", "總局執法司", "各地質檢兩局、中纖局"),
    (
        "一、 (三)",
        "公佈行政審批等公共",
        "務指南或辦事指南。",
        "總局法規司、辦公廳",
        "相關業務主管司局、各直屬局",
    ),
    ("一、 (三)", "按照中編辦的統一部", "事項清單公開工作。", "總局法規司", "總局各業務主管司局"),
    (
        "一、 (三)",
        "加快推進“互聯網+",
        "度查詢和結果公開。",
        "總局法規司、辦公廳、通關司、網信辦",
        "總局各相關業務主管司局、各直屬局",
    ),
    ("二、 (一) 1.", "加大質檢政策公開力", "、針對性、可讀性。", "", "總局各司局、各地質檢兩局"),
    (
        "二、 (一) 2.",
        "加強支持擴大對外開",
        "大對外開放的信息。",
        "總局通關司",
        "總局各相關業務主管司局、各直屬局",
    ),
    ("二、 (一) 3.", "加強國門公共安全監", "病監測防控等信息。", "總局衛生司、動植司、食品局", ""),
    (
        "二、 (二) 1.",
        "加大決策公開力度。",
        "反饋意見採納情況。",
        "總局辦公廳、法規司",
        "總局各司局、各地質檢兩局",
    ),
    (
        "二、 (二) 2.",
        "加強政策執行和落實",
        "復文摘要公開工作。",
        "總局辦公廳",
        "認監委、標準委、總局各司局、信息中心",
    ),
    ("二、 (三)", "根據財政部有關要求", "經濟分類款級科目。", "", "總局計財司"),
    ("二、 (三)", "加強收費信息公開,", "準,接受公眾監督。", "總局計財司", "各直屬檢驗檢疫局、各直屬挂靠單位"),
    (
        "三、 (一)",
        "主動做好政策解讀。",
        "、科學性、權威性。",
        "總局辦公廳",
        "認監委、標準委、總局各業務主管司局",
    ),
    (
        "三、 (一)",
        "對涉及面廣、社會關",
        "傳遞質檢權威信息。",
        "總局辦公廳",
        "各地質檢兩局、認監委、標準委、總局各業務主管司局",
    ),
    (
        "三、 (一)",
        "加強質檢專家庫建設",
        "工作的了解和理解。",
        "",
        "各地質檢兩局、認監委、標準委、總局各業務主管司局",
    ),
    (
        "三、 (二)",
        "積極回應社會關切。",
        "內舉行新聞發佈會。",
        "",
        "各地質檢兩局、認監委、標準委、總局辦公廳、各相關業務主管司局",
    ),
    (
        "三、 (三)",
        "更好發揮媒體作用。",
        "有關重要決策會議。",
        "",
        "各地質檢兩局、認監委、標準委、總局辦公廳、各相關業務主管司局",
    ),
    ("三、 (三)", "加強總局網站英文版", "的覆蓋面和影響力。", "辦公廳、信息中心", ""),
    (
        "四、 (一)",
        "推進質檢政府信息主",
        "公開的規範化水平。",
        "總局辦公廳",
        "各地質檢兩局、認監委、標準委、總局各司局",
    ),
    (
        "四、 (一)",
        "積極做好部門規章、",
        "清理結果公開工作。",
        "總局法規司、辦公廳",
        "認監委、標準委、總局各司局、中纖局",
    ),
    (
        "四、 (一)",
        "加強對規範性文件公",
        "確保應公開盡公開。",
        "總局法規司、辦公廳",
        "認監委、標準委、總局各司局、中纖局",
    ),
    (
        "四、 (一)",
        "嚴格執行保密審查制",
        "動公開轉化的機制。",
        "總局辦公廳",
        "各地質檢兩局、認監委、標準委、總局各司局、中纖局",
    ),
    (
        "四、 (二)",
        "充分發揮政府門戶網",
        "增強信息傳播效果。",
        "總局辦公廳",
        "各地質檢兩局、認監委、標準委、信息中心、中纖局",
    ),
    ("四、 (二)", "完善總局綜合行政管", "公開相關功能建設。", "總局辦公廳", "各地質檢兩局、信息中心"),
    ("四、 (二)", "辦好質檢總局公報,", "的指導和服務作用。", "總局辦公廳", "認監委、標準委、總局各司局"),
    ("四、 (二)", "加強12365熱線", "與公眾的互動交流。", "總局執法司、辦公廳", "各地質檢兩局、總局各司局"),
    ("四、 (三)", "圍繞3年內對全國質", "公開事項規範答覆。", "總局辦公廳", ""),
]


def test_the_work_plan_of_the_corpus() -> None:
    document = read_document(ROOT / "corpus" / "aqsiq-2016-plan.txt")
    found = obligations(document)
    assert len(found) == len(AQSIQ) == 30
    for obligation, (path, begin, end, lead, responsible) in zip(found, AQSIQ, strict=True):
        assert len(obligation.section) == len(path.split())
        assert all(s.startswith(number) for s, number in zip(obligation.section, path.split(), strict=True))
        assert obligation.task.text.startswith(begin) and obligation.task.text.endswith(end)
        assert "、".join(unit.text for unit in obligation.lead) == lead
        assert "、".join(unit.text for unit in obligation.responsible) == responsible
        assert obligation.units_text.text[0] == "(" and obligation.units_text.text[-1] == ")"
        assert all(document.text[p.start : p.end] == p.text for p in passages(obligation))
    assert [[u.text for u in o.supporting] for o in found if o.supporting] == [["國際司", "其他各業務部門"]]
    assert {o.id: o.deadline.text for o in found if o.deadline} == {
        "o2": "2016年底前",
        "o4": "2016年12月底前",
    }
    names = {unit.text: unit.name for o in found for unit in (*o.lead, *o.responsible)}
    assert names["總局法規司"] == "国家质量监督检验检疫总局法规司"
    assert names["辦公廳"] == names["總局辦公廳"] == "国家质量监督检验检疫总局办公厅"
    assert names["標準委"] == "国家标准化管理委员会"
    assert names["總局各業務主管司局"] == "總局各業務主管司局"


def test_nothing_but_the_plans_has_obligations() -> None:
    documents = [read_document(path) for path in sorted((ROOT / "corpus").glob("*.txt"))]
    documents += [document for document, _ in load_written(ROOT / "annotations" / "written")]
    counts = {d.stem: len(found) for d in documents if (found := obligations(d))}
    assert counts == {"aqsiq-2016-plan": 30, "f05-yaodian-2017": 11, "f06-yaodian-fenjiebiao-2020": 13}


def test_the_json_of_the_contract() -> None:
    (found,) = read("1.年底前公开。（牵头单位：市财政局，配合单位：各部门）")
    written = json.loads(json.dumps(found.as_json(), ensure_ascii=False))
    assert list(written) == [
        "doc", "id", "section", "task", "units_text", "lead", "responsible", "supporting", "deadline", "source",
    ]  # fmt: skip
    assert (written["doc"], written["id"], written["section"]) == ("plan", "o1", ["一、重点任务"])
    assert written["lead"][0]["name"] == "青禾市财政局" and written["responsible"] == []
    assert written["deadline"]["period"] == [None, "2019-12-31"]
    assert obligations(document_from_text("一、概述\n没有任务。", "d")) == ()


def test_traditional_script_reads_the_same() -> None:
    text = (
        NOTICE
        + "（一）公开预算。年底前公开。（牵头单位：市财政局，责任单位：市审计局和市统计局，各部门配合）\n"
    )
    text += TABLE + "\n".join(" | ".join(row) for row in [TITLES, *ROWS]) + "\n"
    traditional = OpenCC("s2t").convert(text)
    assert traditional != text and len(traditional) == len(text)
    simple, other = (obligations(document_from_text(t, "d")) for t in (text, traditional))
    assert len(simple) == 4
    for one, two in zip(simple, other, strict=True):
        assert [(p.start, p.end) for p in passages(one)] == [(p.start, p.end) for p in passages(two)]
        assert [u.name for u in one.lead] == [u.name for u in two.lead]
        assert (one.deadline and one.deadline.date) == (two.deadline and two.deadline.date)


PIECES = [
    "（",
    "）",
    "(",
    ")",
    "牵头单位",
    "责任单位",
    "：",
    "、",
    "，",
    "。",
    "\n",
    "市财政局",
    "和",
    "等",
    "负责",
    "牵头",
    "配合",
    "1.",
    "（一）",
    "一、",
    "6月底前",
    "每季度",
    " ",
    "各",
    "排名第一位的为牵头单位",
    "完成时限",
    "- 2 -",
    " | ",
    "政(zhèng)务",
    "序号",
]


@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join))
def test_no_text_breaks_it_and_every_span_is_printed(text: str) -> None:
    read(text)
