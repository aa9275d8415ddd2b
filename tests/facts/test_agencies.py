"""The reporting agency's full name, and the owners that stand for it or do not."""

import pytest

from gdie.documents.reading import document_from_text
from gdie.facts.agencies import Reporter, reporter_of
from gdie.facts.regions import is_short_for, regions_of
from gdie.text.view import normalise

PROVINCE, CITY = "东岭省质量技术监督局", "白水市质量技术监督局"
IN_PROVINCE = "东岭省白水市质量技术监督局"
COUNTY, BRANCH = "清河县工商行政管理局", "白水市公安局城中分局"
TOWN, GOVERNMENT = "清河县石桥镇人民政府", "白水市人民政府"


def reporter(text: str) -> Reporter:
    return reporter_of(document_from_text(text, "d"), normalise(text))


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("质检总局2012年政府信息公开工作年度报告", "国家质量监督检验检疫总局"),
        ("环保部2015年政府信息公开工作年度报告", "环境保护部"),
        ("白水市质监局2012年政府信息公开工作年度报告", CITY),
        ("白水市2012年政府信息公开工作年度报告", GOVERNMENT),
        ("白水市政府2012年政府信息公开工作年度报告", GOVERNMENT),
        ("柳林镇2014年政府信息公开工作年度报告", "柳林镇人民政府"),
        ("白水市城中区东关街道2021年政府信息公开工作年度报告", "白水市城中区东关街道办事处"),
        ("白水高新技术开发区2015年政府信息公开工作年度报告", "白水高新技术开发区管理委员会"),
        ("东岭省人力资源和\n社会保障厅2015年政府信息公开工作年度报告", "东岭省人力资源和社会保障厅"),
        (
            "东岭省国资委2018年政府信息公开年度报告\n一、概述\n由东岭省人民政府国有资产监督管理委员会编制。",
            "东岭省人民政府国有资产监督管理委员会",
        ),
    ],
)
def test_the_full_name(title: str, name: str) -> None:
    assert reporter(title + "\n\n一、概述\n各项工作有序推进。\n").name == name


@pytest.mark.parametrize(
    ("own", "mention", "name"),
    [
        (CITY, "我局", CITY),
        (CITY, "局机关", CITY),
        (CITY, "市局", CITY),
        (CITY, "市质监局", CITY),
        (CITY, "白水市质监局", CITY),
        (CITY, "质监局", CITY),
        (CITY, "东岭省白水市质量技术监督局", CITY),
        (CITY, "省局", "省局"),  # the superior
        (CITY, "县局", "县局"),
        (CITY, "市财政局", "市财政局"),
        (CITY, "临江市质监局", "临江市质监局"),
        (CITY, "我省", "我省"),
        (IN_PROVINCE, "省局", "省局"),
        (IN_PROVINCE, "市局", IN_PROVINCE),
        (PROVINCE, "省局", PROVINCE),
        (PROVINCE, "省厅", "省厅"),
        (COUNTY, "市局", "市局"),
        (COUNTY, "县局", COUNTY),
        (BRANCH, "分局", BRANCH),
        (BRANCH, "我局", BRANCH),
        (BRANCH, "市局", "白水市公安局"),  # printed in the branch's own name
        (BRANCH, "市公安局", "白水市公安局"),
        (TOWN, "我镇", TOWN),
        (TOWN, "镇政府", TOWN),
        (TOWN, "我县", "我县"),
        (GOVERNMENT, "市政府", GOVERNMENT),
        (GOVERNMENT, "我市", GOVERNMENT),
        ("白水市人民政府办公室", "市府办", "白水市人民政府办公室"),
        ("白水市人民政府办公室", "市政府", "市政府"),
        ("国家税务总局白水市税务局", "总局", "总局"),
        ("国家税务总局白水市税务局", "市局", "国家税务总局白水市税务局"),
        ("临港海关", "我关", "临港海关"),
        ("东岭自治区财政厅", "我区", "东岭自治区财政厅"),
        ("东岭省民族宗教事务委员会", "省民宗委", "东岭省民族宗教事务委员会"),
        ("白水市扶贫开发办公室", "市扶贫办", "白水市扶贫开发办公室"),
    ],
)
def test_owners(own: str, mention: str, name: str) -> None:
    assert (Reporter(own, own).resolve(mention).name, Reporter(own, own).resolve(mention).scope) == (
        name,
        "agency",
    )


@pytest.mark.parametrize(
    "mention",
    [
        "全系统",
        "各直属单位",
        "全市质监系统",
        "市、区两级12365中心",
        "市县两级",
        "省、市、县三级",
        "直属单位",
        "全镇",
        "派出機構",
        "我局系统",
    ],
)
def test_systems_own_their_figures(mention: str) -> None:
    owner = Reporter(CITY, CITY).resolve(mention)
    assert (owner.name, owner.scope) == (mention, "system")


def test_without_a_reporter_every_owner_stays_as_printed() -> None:
    assert [Reporter(None, "").resolve(m).name for m in ("我局", "市局", "白水市财政局", "")] == [
        "我局", "市局", "白水市财政局", "",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "levels"),
    [
        ("东岭省白水市城中区财政局", ["省", "市", "区"]),
        ("白水市市场监督管理局", ["市"]),
        ("白水市住房和城乡建设局", ["市"]),
        ("清河县乡村振兴局", ["县"]),
        ("清河县城关镇人民政府", ["县", "镇"]),
        ("莘县教育局", ["县"]),
        ("海城市人民政府", ["市"]),
        ("东岭自治区财政厅", ["省"]),
        ("国家林果保护总局", []),
        ("", []),
    ],
)
def test_regions(name: str, levels: list[str]) -> None:
    assert [r.level for r in regions_of(name)] == levels


@pytest.mark.parametrize(
    ("short", "full", "is_short"),
    [
        ("质监局", "质量技术监督局", True),
        ("国资委", "人民政府国有资产监督管理委员会", True),
        ("住建局", "住房和城乡建设局", True),
        ("扶贫办", "扶贫开发办公室", True),
        ("教育局", "体育局", False),
        ("水利局", "水产畜牧兽医局", False),
        ("局", "财政局", False),
    ],
)
def test_short_names(short: str, full: str, is_short: bool) -> None:
    assert is_short_for(short, full) is is_short
