"""Every way in which a table is flattened: the cells that come out, the roles, the header, what is placed."""

from __future__ import annotations

import pytest

from gdie.documents import Table
from gdie.documents.reading import document_from_text


def tables(text: str) -> tuple[Table, ...]:
    return document_from_text(text, "d").tables


def cells(table: Table) -> list[str]:
    """One line a row; an asterisk marks a row that is not placed."""
    return [("" if row.placed else "*") + "|".join(c.text for c in row.cells) for row in table.rows]


def header(table: Table) -> list[str]:
    return [("" if row.placed else "*") + "|".join(c.text for c in row.cells) for row in table.header]


LUV = "label unit value"
FORM = ["（一）收到申请数|件|31", "1.当面申请数|件|2", "2.网络申请数|件|29"]

# (what it is, text, layout, roles, header, rows)
CASES = [
    (
        "pipes with borders and a rule, cut by a page number, the header repeated",
        "| 指标 | 单位 | 数量 |\n| --- | :---: | ---: |\n| 公开数 | 条 | 1,204 |\n\n- 3 -\n\n| 指标 | 单位 | 数量 |\n| 申请数 | 件 | 12 |\n",
        "pipes",
        LUV,
        ["指标|单位|数量"],
        ["公开数|条|1,204", "申请数|件|12"],
    ),
    (
        "full-width pipes, digits and signs",
        "指标｜单位｜数量\n公开数｜条｜１２\n申请数｜件｜－8\n",
        "pipes",
        LUV,
        ["指标|单位|数量"],
        ["公开数|条|１２", "申请数|件|－8"],
    ),
    (
        "a label broken over lines, and a heading row",
        "指标 | 单位 | 数量 |\n（一）公开数（不同\n渠道计1条） | 条 | 34 |\n（二）从事公开\n工作的人数 | 人 | 2 |\n三、其他情况\n（一）其他数 | 件 | 1 |\n",
        "pipes",
        LUV,
        ["指标|单位|数量"],
        [
            "（一）公开数（不同\n渠道计1条）|条|34",
            "（二）从事公开\n工作的人数|人|2",
            "三、其他情况||",
            "（一）其他数|件|1",
        ],
    ),
    (
        "merged label cells: figures stand right, labels left",
        "申请人 | 总计 |\n一、新收 | 3 | 4 | 7 |\n三、结果 | （一）公开 | 1 | 2 | 3 |\n（二）部分公开 | 2 | 2 | 4 |\n",
        "pipes",
        "label label value value value",
        ["*申请人|总计"],
        ["一、新收||3|4|7", "三、结果|（一）公开|1|2|3", "（二）部分公开||2|2|4"],
    ),
    (
        "figures under their header alone",
        "复议 | 诉讼 |\n结果维持 | 总计 | 结果维持 | 总计 |\n1 | 1 | 0 | 2 |\n",
        "pipes",
        "value value value value",
        ["*复议|诉讼", "结果维持|总计|结果维持|总计"],
        ["1|1|0|2"],
    ),
    (
        "too few figures to say whose they are",
        "指标 | 本级 | 下属 | 合计 |\n公开数 | 1 | 2 | 3 |\n申请数 | 4 | 5 |\n答复数 | 1 | 1 | 2 |\n",
        "pipes",
        "label value value value",
        ["指标|本级|下属|合计"],
        ["公开数|1|2|3", "*申请数|4|5", "答复数|1|1|2"],
    ),
    (
        "prose under titles, cells broken",
        "序号 | 工作任务 | 牵头单位 | 完成时限\n1 | 编印目录\n并发布 | 办公室 | 6月底前\n2 | 开展培训3次 | 人事科 | 全年\n",
        "pipes",
        "index text text text",
        ["序号|工作任务|牵头单位|完成时限"],
        ["1|编印目录\n并发布|办公室|6月底前", "2|开展培训3次|人事科|全年"],
    ),
    (
        "tabs, an empty unit, a placeholder",
        "项目\t单位\t2015年\t2016年\n公开数\t条\t3\t4\n其他\t\t-\t2\n合计\t条\t3\t6\n",
        "tabs",
        "label unit value value",
        ["项目|单位|2015年|2016年"],
        ["公开数|条|3|4", "其他||-|2", "合计|条|3|6"],
    ),
    (
        "remarks behind the figures",
        "指标\t单位\t数量\t备注\n公开数\t条\t3\t\n申请数\t件\t4\t含网上\n答复数\t件\t4\n",
        "tabs",
        "label unit value text",
        ["指标|单位|数量|备注"],
        ["公开数|条|3|", "申请数|件|4|含网上", "答复数|件|4|"],
    ),
    (
        "slashes",
        "指标/单位/数量\n收到申请数/件/26\n传真申请数/件/0\n信函申请数/件/-\n",
        "slashes",
        LUV,
        ["指标|单位|数量"],
        ["收到申请数|件|26", "传真申请数|件|0", "信函申请数|件|-"],
    ),
    (
        "bare lines, blank lines between the rows",
        "指标\n单位\n数量\n\n（一）收到申请数\n件\n31\n\n1.当面申请数\n件\n2\n\n2.网络申请数\n件\n29\n",
        "lines",
        LUV,
        ["指标|单位|数量"],
        FORM,
    ),
    (
        "bare lines, blank lines between all cells, a page number",
        "指标\n\n单位\n\n数量\n\n一、申请情况\n\n（一）收到申请数\n\n件\n\n31\n\n- 3 -\n\n1.当面申请数\n\n件\n\n2\n\n2.网络申请数\n\n件\n\n29\n",
        "lines",
        LUV,
        ["指标|单位|数量"],
        ["一、申请情况||", *FORM],
    ),
    (
        "bare lines under titles of figures only",
        "自然人\n法人\n总计\n一、新收申请\n3\n4\n7\n二、上年结转\n0\n0\n0\n三、结果\n（一）公开\n3\n4\n7\n",
        "lines",
        "label value value value",
        ["|自然人|法人|总计"],
        ["一、新收申请|3|4|7", "二、上年结转|0|0|0", "三、结果|||", "（一）公开|3|4|7"],
    ),
    (
        "prose by the line under titles",
        "序号\n工作任务\n牵头单位\n1\n编印目录\n办公室\n2\n开展培训\n人事科\n",
        "lines",
        "index text text",
        ["序号|工作任务|牵头单位"],
        ["1|编印目录|办公室", "2|开展培训|人事科"],
    ),
    (
        "blanks, spaced-out titles, furniture between the rows",
        "统 计 指 标 单位 统计数\n（一）收到申请数 件 31\n- 12 -\n1.当面申请数　件　2\n[image: a.png] = HLF\nAT  BE\n2.网络申请数   件 29\n",
        "blanks",
        LUV,
        ["统 计 指 标|单位|统计数"],
        FORM,
    ),
    (
        "blanks, a lone page number above a form feed",
        "指标 单位 数量\n公开数 条 3\n申请数 件 4\n13\n\f答复数 件 4\n",
        "blanks",
        LUV,
        ["指标|单位|数量"],
        ["公开数|条|3", "申请数|件|4", "答复数|件|4"],
    ),
    (
        "columns kept by display width",
        "项目　　　　　　本级　　　　乡镇\n公开条数　　　　12　　　　　3\n申请件数　　　　　　　　　　4\n答复件数　　　　5　　　　　\n合计数量　　　　17　　　　　7\n",
        "blanks",
        "label value value",
        ["项目|本级|乡镇"],
        ["公开条数|12|3", "申请件数||4", "答复件数|5|", "合计数量|17|7"],
    ),
    (
        "figures behind the first, the last and the middle line of a label",
        "指标 单位 数量\n（一）从事公开 人 6\n工作人员数\n（二）经费（不含公报\n编辑） 万元 8.5\n（三）其他渠道\n公开的 条 3\n数量\n（四）培训 次 1\n",
        "blanks",
        LUV,
        ["指标|单位|数量"],
        [
            "（一）从事公开|人|6",
            "工作人员数||",
            "（二）经费（不含公报\n编辑）|万元|8.5",
            "（三）其他渠道\n公开的|条|3",
            "数量||",
            "（四）培训|次|1",
        ],
    ),
    (
        "stacked titles above one row of figures",
        "复议 诉讼\n结 其 总 结 其 总\n果 他 计 果 他 计\n1 0 1 2 0 2\n",
        "blanks",
        "value value value value value value",
        ["*复议|诉讼", "*结|其|总|结|其|总", "*果|他|计|果|他|计"],
        ["1|0|1|2|0|2"],
    ),
    (
        "glued, with a unit between label and figure",
        "（一）收到申请数件31\n1.当面申请数件2\n2.网络申请数件29\n",
        "glued",
        LUV,
        [],
        FORM,
    ),
    (
        "glued, the digits of several cells",
        "申请人情况自然人法人总计\n一、新收申请数量8009\n三、结果（一）予以公开5005\n（七）总计8009\n",
        "glued",
        "label label value",
        ["*申请人情况自然人法人总计"],
        ["*一、新收申请数量||8009", "*三、结果|（一）予以公开|5005", "*（七）总计||8009"],
    ),
    (
        "a table in one line; the last digit before a point numbers the next label",
        "一、新收申请8000019三、结果（一）公开5000016（四）无法提供1.不掌握20000022.需要制作00000003.仍不明确1000001（七）总计8000019\n",
        "glued",
        "label label value",
        [],
        [
            "*一、新收申请||8000019",
            "*三、结果|（一）公开|5000016",
            "*（四）无法提供|1.不掌握|2000002",
            "*2.需要制作||0000000",
            "*3.仍不明确||1000001",
            "*（七）总计||8000019",
        ],
    ),
]


@pytest.mark.parametrize(
    ("text", "layout", "roles", "titles", "rows"), [c[1:] for c in CASES], ids=[c[0] for c in CASES]
)
def test_a_flattened_table(text: str, layout: str, roles: str, titles: list[str], rows: list[str]) -> None:
    (table,) = tables("这里是一句话。\n" + text + "后文是一句话，没有数。\n")
    assert (table.layout, " ".join(table.roles)) == (layout, roles)
    assert header(table) == titles
    assert cells(table) == rows


BLOCKS = "第二十条第（一）项{e}\n信息内容{s}本年制发件数{s}现行有效件数{e}\n规章{s}0{s}1{e}\n规范性文件{s}5{s}33{e}\n第二十条第（八）项{e}\n信息内容{s}本年收费金额{e}\n行政事业性收费{s}12.5{e}\n"


@pytest.mark.parametrize(
    ("separator", "end"),
    [(" | ", " |"), ("\t", ""), (" ", ""), ("\n", "")],
    ids=["pipes", "tabs", "blanks", "lines"],
)
def test_a_new_header_opens_a_new_table_with_its_block_as_caption(separator: str, end: str) -> None:
    text = "二、公开情况\n" + BLOCKS.format(s=separator, e=end)
    found = tables(text)
    assert [text[t.caption.start : t.caption.end] for t in found if t.caption] == [
        "第二十条第（一）项",
        "第二十条第（八）项",
    ]
    assert [cells(t) for t in found] == [["规章|0|1", "规范性文件|5|33"], ["行政事业性收费|12.5"]]
    assert all(t.column_title(len(t.roles) - 1) for t in found)


@pytest.mark.parametrize(
    "text",
    [
        "办公室 88881234\n财务科 88885678\n人事科 88889012\n",
        "联系电话\n88881234\n传真\n88885678\n邮编\n250000\n",
        "目录\n一、概述 1\n二、公开情况 3\n三、申请情况 5\n",
        "目录\n一、概述\n1\n二、公开情况\n3\n三、申请情况\n5\n",
        "一、概述……1\n二、公开情况……3\n三、申请情况……5\n",
        "河边青草\n山上白云\n夜来风雨\n花落多少\n",
        "1.加强领导\n2.完善制度\n3.做好发布2016\n附件1\n附件2\n附件3\n",
        "会议 2016年3月5日\n培训 2016年4月5日\n检查 2016年5月6日\n",
        "2016 年，全县公开 31 条，其中\n网站公开 20 条，公报公开 11 条。\n",
        "收到申请31件，其中1.网上申请20件；2.信函申请6件；3.当面申请5件。\n",
        "8\n9\n10\n11\n12\n",
    ],
    ids=[
        "telephones",
        "telephone lines",
        "contents",
        "contents lines",
        "leaders",
        "poem",
        "list",
        "dates",
        "prose",
        "items",
        "digits",
    ],
)
def test_no_table(text: str) -> None:
    assert tables("前文是一句话。\n" + text) == ()


def test_a_cell_is_found_where_it_stands() -> None:
    text = "指标 单位 数量\n公开数 条 3\n申请数 件 42\n"
    (table,) = tables(text)
    at = text.index("42")
    assert table.cell_at(at, at + 2) == (1, 2)
    assert table.value_columns == (2,)
    title = table.column_title(2)
    assert title is not None and title.text == "数量"


def test_running_heads_are_no_rows() -> None:
    page = "某县公开年报\n{rows}- {n} -\n\n"
    text = "".join(
        page.format(n=n, rows=f"（{c}）甲类数 条 {n}\n（{c}）乙类数 条 {n}\n")
        for n, c in enumerate("一二三", 1)
    )
    (table,) = tables("指标 单位 数量\n" + text.replace("某县公开年报\n", "", 1))
    assert len(table.rows) == 6
