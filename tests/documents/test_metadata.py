"""Title, agency and year of reports as they are printed: all kinds of organs, layouts, scripts and signatures."""

import pytest

from gdie.annotation.markup import load_markup
from gdie.documents.blocks import segment
from gdie.documents.content import Hints
from gdie.documents.metadata import hinted_title, read_metadata
from gdie.documents.model import Metadata
from gdie.documents.reading import document_from_text
from gdie.documents.titles import fold, year_in
from tests.conftest import ROOT

BODY = "\n\n一、概述\n各项工作有序推进。\n二、主动公开情况\n全年共公开信息120条。\n"


@pytest.mark.parametrize(
    ("text", "agency", "year"),
    [
        ("教育部2013年政府信息公开工作年度报告", "教育部", 2013),
        ("民政部关于2011年政府信息公开工作情况的报告", "民政部", 2011),
        ("国家林果保护总局政府信息公开工作2012年度报告", "国家林果保护总局", 2012),
        ("东岭省人民政府2012年政府信息公开工作年度报告", "东岭省人民政府", 2012),
        ("白水市2012年政府信息公开工作年度报告", "白水市", 2012),
        ("白水市人民政府办公室2012年政府信息公开工作年度报告", "白水市人民政府办公室", 2012),
        ("东岭省白水市国土资源局2012年度政府信息公开年度报告", "东岭省白水市国土资源局", 2012),
        ("2012年度白水市审计局政府信息公开年度报告", "白水市审计局", 2012),
        ("2012年白水市审计局政府信息公开年度报告", "白水市审计局", 2012),
        ("白水市审计局2012政府信息公开年度报告", "白水市审计局", 2012),
        ("白水市档案局（馆）2013年政府信息公开工作年度报告", "白水市档案局", 2013),
        ("白水市公安局 2015年 政府信息公开工作年度报告", "白水市公安局", 2015),
        ("标题：白水市水务局2015年度政府信息公开工作年度报告", "白水市水务局", 2015),
        ("关于印发《清河县水务局2012年政府信息公开工作年度报告》的通知", "清河县水务局", 2012),
        ("清河县柳林乡人民政府2014年信息公开工作总结", "清河县柳林乡人民政府", 2014),
        ("白水市公安局城中分局２０１３年政府信息公开工作年度报告", "白水市公安局城中分局", 2013),
        ("临港海关2017年政府信息公开工作年度报告", "临港海关", 2017),
        ("白水高新区管委会二〇一五年政府信息公开工作年度报告", "白水高新区管委会", 2015),
        ("东岭师范大学2012—2013学年信息公开工作年度报告", "东岭师范大学", 2013),
        ("白水市第一人民医院2015年度信息公开年报", "白水市第一人民医院", 2015),
        ("白水公交集团有限公司2018年信息公开工作报告", "白水公交集团有限公司", 2018),
        ("白水市商务局2O11年度政府信息公开工作年度报告", "白水市商务局", 2011),
        ("白水市衛生局二〇一五年政府資訊公開工作年度報告", "白水市衛生局", 2015),
        ("白水市人民政府\n2012年政府信息公开工作年度报告", "白水市人民政府", 2012),
        (
            "白水经济技术开发区管理委员会\n二○一二年度政府信息公开工作年度报告",
            "白水经济技术开发区管理委员会",
            2012,
        ),
        ("清河县高塬乡人民政府2016年度\n政府信息公开工作报告", "清河县高塬乡人民政府", 2016),
        ("政府信息公开工作年度报告（2012年度）\n白水市民族宗教事务委员会", "白水市民族宗教事务委员会", 2012),
        ("首页 > 信息公开 > 年度报告\n白水市物价局2015年度政府信息公开工作报告", "白水市物价局", 2015),
        ("2017年全市政务公开工作要点", None, 2017),
    ],
)
def test_titles(text: str, agency: str | None, year: int) -> None:
    document = document_from_text(text + BODY, "d")
    span = document.metadata.agency
    assert (span and document.slice(span), document.metadata.year) == (agency, year)


def test_a_name_over_two_lines_is_one_span() -> None:
    document = document_from_text("东岭省人力资源和\n社会保障厅2015年政府信息公开工作年度报告" + BODY, "d")
    span = document.metadata.agency
    assert span and document.slice(span).split() == ["东岭省人力资源和", "社会保障厅"]


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        (BODY + "\n白水市粮食局\n2013年3月12日\n", "白水市粮食局"),
        (BODY + "\n白水市粮食局办公室　二〇一三年三月八日\n", "白水市粮食局"),
        (BODY + "\n清河县人民医院院长办公室\n2013年3月\n", "清河县人民医院"),
        ("\n　　根据有关规定，白水市体育局编制了2012年度报告。" + BODY, "白水市体育局"),
        ("\n本报告由白水市民政局办公室负责编制。" + BODY, "白水市民政局"),
        ("\n发布机构：白水市安监局　发布日期：2013年3月1日" + BODY, "白水市安监局"),
        ("\n发布机构：市安监局　发布日期：2013年3月1日" + BODY, None),  # of which city
        ("\n（此件公开发布）\n省林业厅：" + BODY, None),  # the addressee
    ],
)
def test_below_a_title_without_a_name(text: str, agency: str | None) -> None:
    document = document_from_text("2012年政府信息公开工作年度报告" + text, "d")
    span = document.metadata.agency
    assert (span and document.slice(span)) == agency
    assert document.metadata.year == 2012


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("白水市水利局关于2012年度政府信息公开工作情况的报告", "annual_report"),
        ("白水市水利局2012年信息公开工作小结", "annual_report"),
        ("白水市2016年政务公开工作要点", "work_plan_notice"),
        ("白水市2016年政务公开实施方案", "work_plan_notice"),
        ("白水市水利局关于2016年政务公开工作要点落实情况的报告", "annual_report"),  # what was done
        ("白水市水利局2016年水利工作讲话", "other"),
    ],
)
def test_kinds(title: str, kind: str) -> None:
    assert document_from_text(title + "\n\n一、概述\n各项工作有序推进。\n", "d").metadata.kind == kind


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("二○一二年", 2012),
        ("2O12年", 2012),
        ("20 12年", None),
        ("2l12年", None),
        ("国办发〔2016〕26号", None),
        ("1895年", None),
    ],
)
def test_a_damaged_year_is_none(text: str, year: int | None) -> None:
    assert year_in(fold(text)) == year


def test_folding_keeps_offsets() -> None:
    text = "東嶺省氣象局２０１２年（度）政府信息公開—報告～\u3000𠀀①"
    assert len(fold(text)) == len(text)
    assert fold(text).startswith("东嶺省气象局2012年(度)")


REPORT = "白水市水务局2012年政府信息公开工作年度报告\n"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("白水市水利局政府信息公开指南\n为便于查阅，本局编制政府信息公开工作年度报告和目录。", "other"),
        ("白水市水利局政府信息公开目录\n年度报告\n", "other"),
        ("白水市政府信息公开办法实施细则\n第一条 每年公布政府信息公开工作年度报告。", "other"),
        ("白水市水利局2016年部门预算公开报告\n一、部门概况\n收入共120万元。", "other"),
        ("白水市水利局2016年度部门决算公开情况说明\n一、部门概况\n", "other"),
        ("2016年白水市人民政府工作报告\n现在，我代表市人民政府向大会报告工作。", "other"),
        ("白水市水利局2016年度法治政府建设年度报告\n一、总体情况\n", "other"),
        ("白水市召开政府信息公开工作年度报告编制培训会\n3月1日，各单位参加。", "other"),
        ("我市完成2013年政府信息公开年度报告编制工作\n日前，各单位报告已经上网。", "other"),
        ("白水市水利局发布2013年政府信息公开工作年度报告\n日前，市水利局的报告已经上网。", "other"),
        ("关于做好2013年政府信息公开工作年度报告编制工作的通知\n各单位：\n请认真编写。", "other"),
        ("关于报送2013年政府信息公开工作年度报告的通知\n各单位：\n", "other"),
        ("一图读懂2016年政务公开工作要点\n政策解读", "other"),
        ("《白水市2016年政务公开工作要点》解读\n一、背景", "other"),
        ("白水市水利局行政执法责任清单\n序号\n", "other"),
        ("白水市水務局政府資訊公開指南\n一、主動公開\n", "other"),
        ("白水市水务局关于2016年政务公开工作自查情况的报告\n", "other"),
        ("关于批复2016年部门预算的通知\n水财〔2016〕3号\n各单位：\n", "other"),
        ("政府信息公开申请答复书\n水公开〔2019〕3号\n李某：\n你提出的申请收悉。", "other"),
        ("关于公开征求《白水市2021年政务公开工作要点（征求意见稿）》意见的公告\n", "other"),
        ("2013年党建工作总结\n一年来，信息公开也有进步。\n", "other"),
        ("2016年第一季度信息公开情况统计表\n指标 | 数量\n申请数 | 3\n答复数 | 2\n", "annual_report"),
        ("水库雨情简报\n今日降雨12毫米。", "other"),
        ("", "other"),
        ("关于印发《白水市水务局2012年政府信息公开工作年度报告》的通知\n", "annual_report"),
        (
            "白水市水务局2012年年报\n一、主动公开政府信息情况\n二、依申请公开情况\n三、存在的问题\n",
            "annual_report",
        ),
        ("一、主动公开政府信息情况\n共12条。\n二、依申请公开政府信息情况\n共3件。\n", "annual_report"),
        ("白水市水務局2012年政府資訊公開工作年度報告\n", "annual_report"),
        ("政府信息公开指南\n政府信息公开年报\n" + REPORT, "annual_report"),  # behind a menu
        ("通知公告\n本报告根据条例编制，反映我局2012年政府信息公开工作。\n", "annual_report"),
        ("关于印发白水市2016年政务公开任务分解表的通知\n", "work_plan_notice"),
        ("白水市2016年政務公開工作要點\n", "work_plan_notice"),
    ],
)
def test_other_documents_are_not_forced(text: str, kind: str) -> None:
    assert document_from_text(text, "d").metadata.kind == kind


@pytest.mark.parametrize(
    ("text", "published", "printed"),
    [
        ("发布日期：2013-03-20　浏览次数：41" + BODY, "2013-03-20", "2013-03-20"),
        ("索引号：A1　生成日期：2013-03-18　公开日期：2013-03-20" + BODY, "2013-03-20", "2013-03-20"),
        ("成文日期：２０１３年３月１８日" + BODY, "2013-03-18", "２０１３年３月１８日"),
        ("發佈時間：2013/3/20 10:05" + BODY, "2013-03-20", "2013/3/20"),
        ("發 布 日 期：2013年3月20日" + BODY, "2013-03-20", "2013年3月20日"),
        ("发布时间\n2013.03.20\n" + BODY, "2013-03-20", "2013.03.20"),
        ("【信息时间：2013-03-20】【关闭】" + BODY, "2013-03-20", "2013-03-20"),
        ("2013-03-20 15:46 來源：白水市水務局" + BODY, "2013-03-20", "2013-03-20"),
        ("来源：市水务局　2013年3月20日　字号：大 中 小" + BODY, "2013-03-20", "2013年3月20日"),
        ("（2013年3月20日）" + BODY, "2013-03-20", "2013年3月20日"),
        ("2013年2月" + BODY, "2013-02", "2013年2月"),
        (BODY + "白水市水务局\n二○一三年三月二十日\n", "2013-03-20", "二○一三年三月二十日"),
        (
            BODY + "白水市水务局\n二 〇 一 三 年 十 一 月 三 十 日\n",
            "2013-11-30",
            "二 〇 一 三 年 十 一 月 三 十 日",
        ),
        (BODY + "白水市水务局\n2013 年 3 月 20 日\n", "2013-03-20", "2013 年 3 月 20 日"),
        (BODY + "白水市水务局\n2013-03-20\n附表 登记情况\n无\n", "2013-03-20", "2013-03-20"),
        (BODY + "白水市水务局\n二〇一三年三十三月二十日\n", None, None),
        (BODY + "撰稿：李某　二〇一三年三月廿日\n", "2013-03-20", "二〇一三年三月廿日"),
        (BODY + "白水市水务局办公室　2013年元月9日印发\n", "2013-01-09", "2013年元月9日"),
        (BODY + "发布日期：2013-03-20\n白水市水务局\n2013年3月18日\n", "2013-03-20", "2013-03-20"),
        ("本报告于2013年3月20日发布，发布日期见网站。" + BODY, None, None),  # in sentences
        (BODY + "统计数据截止 2012年12月31日\n", None, None),
        (BODY + "2012年12月31日前办结。\n", None, None),
        (BODY + "清河县信息公开年报\n2014-05-02\n", None, None),  # a list of links
        ("发布日期：2013-02-30" + BODY, None, None),  # no day of the calendar
        ("发布日期：2011-03-20" + BODY, None, None),  # before the year reported on
        ("发布日期：2193-03-20" + BODY, None, None),
        ("发布日期：2013-02-30" + BODY + "白水市水务局\n2013年3月1日\n", "2013-03-01", "2013年3月1日"),
        (BODY, None, None),
    ],
)
def test_date_published(text: str, published: str | None, printed: str | None) -> None:
    document = document_from_text(REPORT + text, "d")
    span = document.metadata.published_span
    assert (document.metadata.published, span and document.slice(span)) == (published, printed)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("水务办发〔2013〕5号" + BODY, "水务办发〔2013〕5号"),
        ("水務辦〔２０１３〕５號" + BODY, "水務辦〔２０１３〕５號"),
        ("　　水务函[2013]15号　　签发人：李某" + BODY, "水务函[2013]15号"),
        ("水务字【2013】第39号\n各单位：" + BODY, "水务字【2013】第39号"),
        ("水务字（2013）39号" + BODY, "水务字（2013）39号"),
        ("索引号：WS-0002　文号：水务办〔2013〕9号　主题词：公开" + BODY, "水务办〔2013〕9号"),
        ("发文字号\n水务办〔2013〕9号\n" + BODY, "水务办〔2013〕9号"),
        ("索引号 | A1 | 文号 | 水务办〔2013〕9号 |" + BODY, "水务办〔2013〕9号"),
        ("根据政府办公室通知（水办发〔2013〕5号）编制。" + BODY, None),
        ("根据国办发〔2014〕32号的要求" + BODY, None),
        ("为贯彻落实国办发〔2014〕32号\n" + BODY, None),
        ("文号：无　字号：大 中 小" + BODY, None),
        ("第5号" + BODY, None),
        ("索引号：A〔2013〕5" + BODY, None),
        (BODY + "水务办发〔2013〕5号", None),  # far from the top it is another one's
    ],
)
def test_document_number(text: str, number: str | None) -> None:
    filler = "".join(f"各项工作有序推进，第{n}段。\n" for n in range(30))
    document = document_from_text(REPORT + text.replace(BODY, BODY + filler), "d")
    span = document.metadata.number_span
    assert (document.metadata.number, span and document.slice(span)) == (number, number)


def test_a_number_behind_the_title_is_its_own() -> None:
    metadata = document_from_text(
        "关于印发2016年政务公开工作要点的通知（水办发〔2016〕5号）\n正文。\n", "d"
    ).metadata
    assert metadata.number == "水办发〔2016〕5号"
    assert document_from_text("关于落实（水办发〔2016〕5号）\n正文。\n", "d").metadata.number is None


def with_hints(text: str, **hints: str) -> Metadata:
    blocks, tables = segment(text)
    return read_metadata(text, blocks, tables, Hints(**hints))


def test_hints_fill_what_the_text_does_not_say() -> None:
    found = with_hints(
        BODY,
        title="白水市水务局2012年政府信息公开工作年度报告-白水市人民政府",
        published="2013-03-20T08:00:00+08:00",
        number="水办〔2013〕5号",
        agency="白水市人民政府办公室",
    )
    assert (found.title, found.agency, found.published_span, found.number_span) == (None, None, None, None)
    assert (found.title_text, found.agency_text) == (REPORT.strip(), "白水市水务局")
    assert (found.year, found.kind) == (2012, "annual_report")
    assert (found.published, found.number) == ("2013-03-20", "水办〔2013〕5号")


def test_the_text_comes_before_hints() -> None:
    found = with_hints(
        REPORT + "水办〔2013〕5号\n发布日期：2013-03-20" + BODY,
        title="清河县水务局2015年政府信息公开年报",
        published="2016-01-01",
        number="清水〔2016〕1号",
        agency="清河县水务局",
    )
    assert (found.title_text, found.agency_text) == (REPORT.strip(), "白水市水务局")
    assert (found.year, found.published, found.number) == (2012, "2013-03-20", "水办〔2013〕5号")


@pytest.mark.parametrize(
    ("hints", "expected"),
    [
        ({"agency": "白水市水務局"}, ("白水市水務局", None, None)),
        ({"agency": "市水务局"}, (None, None, None)),  # of which city
        ({"agency": "白水市云图软件有限公司"}, (None, None, None)),  # whose program wrote the file
        ({"agency": "admin"}, (None, None, None)),
        ({"published": "20130320"}, (None, "2013-03-20", None)),
        ({"published": "D:20130320101500+08'00'"}, (None, "2013-03-20", None)),
        ({"published": "2013年3月"}, (None, "2013-03", None)),
        ({"published": "昨天"}, (None, None, None)),
        ({"published": "2013-13-20"}, (None, None, None)),
        ({"number": "无"}, (None, None, None)),
        ({"number": "20130320"}, (None, None, None)),
    ],
)
def test_hints_are_judged(hints: dict[str, str], expected: tuple[str | None, ...]) -> None:
    found = with_hints("政府信息公开工作年度报告\n", **hints)
    assert (found.agency_text, found.published, found.number) == expected


def test_the_title_that_the_file_names_is_found_below_a_long_menu() -> None:
    menu = "".join(f"栏目{n}\n" for n in range(600))
    text = menu + REPORT + "发布日期：2013-03-20\n" + BODY
    found = with_hints(text, title=f"{REPORT.strip()}_白水市人民政府门户网站")
    assert found.title and text[found.title.start : found.title.end] == REPORT.strip()
    assert found.agency and text[found.agency.start : found.agency.end] == "白水市水务局"
    assert (found.year, found.kind, found.published) == (2012, "annual_report", "2013-03-20")


@pytest.mark.parametrize(
    ("hint", "title"),
    [
        ("白水市2012年年报 - 白水政务网", "白水市2012年年报"),
        ("白水政务网 | 白水市2012年年报", "白水市2012年年报"),
        ("东岭大学2015-2016学年信息公开年度报告", "东岭大学2015-2016学年信息公开年度报告"),
        ("Microsoft Word - 报告.doc", "Microsoft Word"),
        ("  ", None),
    ],
)
def test_a_hinted_title_is_without_its_site(hint: str, title: str | None) -> None:
    assert hinted_title(hint) == title


def test_a_title_over_two_lines_is_put_together() -> None:
    text = "白水市水务局\n2012年政府信息公开工作年度报告\n" + BODY
    assert document_from_text(text, "d").metadata.title_text == REPORT.strip()


@pytest.mark.parametrize(
    "text", ["年" * 50_000, "二〇一三年" * 20_000, "〔2013〕" * 20_000, "报告\n" * 20_000]
)
def test_hostile_text_has_no_date_and_no_number(text: str) -> None:
    found = with_hints(text, title=text, published=text, number=text, agency=text)
    assert (found.published, found.number) == (None, None)


@pytest.mark.parametrize(
    ("name", "published", "number"),
    [
        ("aqsiq-2012", "2013-03-11", None),  # below the signature
        ("aqsiq-2016-plan", "2016-08-03", "質檢辦〔2016〕519號"),  # in the line under the title
        ("guangzhou-2014", "2015-02", None),  # a line of its own
        ("shaanxi-2012", "2013-02-01", None),
        ("shandong-2017", None, None),
    ],
)
def test_the_corpus(name: str, published: str | None, number: str | None) -> None:
    found = document_from_text(
        (ROOT / "corpus" / f"{name}.txt").read_text(encoding="utf-8-sig"), name
    ).metadata
    assert (found.published, found.number) == (published, number)


def test_no_written_report_is_of_another_kind() -> None:
    """Texts with marks: their titles stand as they are."""
    for path in sorted((ROOT / "annotations" / "written").glob("*.txt")):
        marked = load_markup(path)
        expected = "work_plan_notice" if marked.data["family"] == "notice" else "annual_report"
        metadata = marked.document.metadata
        assert (metadata.kind, metadata.year) == (expected, int(marked.data["year"])), path.name
