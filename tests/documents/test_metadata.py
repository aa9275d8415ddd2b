"""Title, agency and year of reports as they are printed: all kinds of organs, layouts, scripts and signatures."""

import pytest

from gdie.documents.reading import document_from_text
from gdie.documents.titles import fold, year_in

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
