"""Stated numbers with the things that are then named: which lists are read, how they come apart, and what is left alone."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gdie.documents import Document
from gdie.documents.reading import document_from_text
from gdie.facts import Fact
from gdie.facts.enumeration_items import mask_brackets, mask_names, named_things
from gdie.facts.enumerations import enumerations
from gdie.facts.model import Enumeration
from gdie.indicators import load_enumeration_words
from tests.fact_values import fact_values

TITLE = "河东县财政局2015年政府信息公开工作年度报告\n一、概述\n"


def found(text: str, *figures: str) -> tuple[Document, tuple[Enumeration, ...]]:
    """The enumerations of a text; `figures` are its facts."""
    document = document_from_text(TITLE + text + "\n", "d")
    facts = [Fact(**fact_values(figure, document.text.index(figure, len(TITLE)))) for figure in figures]
    return document, enumerations(document, facts)


def names(text: str) -> list[str]:
    document, (enumeration,) = found(text)
    return [document.text[start:end] for start, end in enumeration.items]


@pytest.mark.parametrize(
    ("text", "value", "named", "claim"),
    [
        ("本报告由概述、主动公开情况、依申请公开情况、收费情况、复议诉讼情况等四部分组成。", 4, 5, "open"),
        ("全文由概述、主动公开情况、依申请公开情况、收费情况、主要问题六个部分组成。", 6, 5, "all"),
        ("内容包括概述、主动公开情况和依申请公开情况等三个部分。", 3, 3, "open"),
        ("内容包括概述、主动公开情况、收费情况和依申请公开情况三个部分。", 3, 4, "all"),
        ("制定了《保密审查办法》《考核办法》《评议办法》等3项制度。", 3, 3, "open"),
        ("制定了《保密审查办法》《考核办法》《评议办法》《问责办法》等3项制度。", 3, 4, "open"),
        ("制定了《保密审查办法》《考核办法》等3项制度。", 3, 2, "open"),
        ("修订了《甲办法》、《乙办法》三个办法。", 3, 2, "all"),
        ("转发《关于做好〈条例〉实施、培训和考核工作的通知》《乙办法》两个文件。", 2, 2, "all"),
        ("转发《关于贯彻《条例》的通知》、《乙办法》两个文件。", 2, 2, "all"),
        ("网站开设2个专题，包括“双随机、一公开”专题和“营商环境”专题。", 2, 2, "all"),
        ("网站开设3个专题，包括“双随机”专题和“营商环境”专题。", 3, 2, "all"),
        ("网站开设3个专题，其中包括“双随机”专题和“营商环境”专题。", 3, 2, "open"),
        ("召开新闻发布会4次，分别为春耕发布会、防汛发布会和秋收发布会。", 4, 3, "all"),
        ("召开新闻发布会4次，分别为春耕发布会、防汛发布会、征兵发布会和秋收发布会。", 4, 4, "all"),
        ("在组织领导、制度建设、平台建设、监督考核三个方面取得进展。", 3, 4, "all"),
        ("从组织领导、制度建设和平台建设三个方面发力。", 3, 3, "all"),
        ("全年举办培训3期：1.业务培训；2.写作培训；3.法规培训。", 3, 3, "all"),
        ("全年举办培训3期：1.业务培训；2.写作培训。", 3, 2, "all"),
        ("主要存在三个方面的问题：一是公开不及时；二是内容不全面。", 3, 2, "all"),
        ("主要存在两个方面的问题：一是公开不及时，机制不健全；二是内容不全面。", 2, 2, "all"),
        ("存在两个问题：一是公开不及时；二是内容不全面；三是队伍不稳定。", 2, 3, "all"),
        ("重点抓好三项工作。一是加强学习。二是完善制度。\n三是强化考核。", 3, 3, "all"),
        ("清理了行政许可、行政处罚和其他权力等3类事项。", 3, 3, "open"),
        ("形成了主动公开、依申请公开、保密审查等10项制度。", 10, 3, "open"),
        ("通过网站、微博、微信三种方式公开信息5条。", 3, 3, "open"),
        ("设立查阅点3处，即档案馆、图书馆、办事大厅。", 3, 3, "all"),
        ("设立查阅点4处，分别为档案馆、图书馆、办事大厅。", 4, 3, "all"),
        ("设立查阅点四处（档案馆、图书馆、办事大厅及行政服务中心）。", 4, 4, "open"),
        ("设立查阅点四处（档案馆、图书馆、办事大厅）。", 4, 3, "open"),
        ("召开联席会议3次，财政局、审计局、教育局等12个部门参加。", 12, 3, "open"),
        ("财政局、审计局、教育局等12个部门参加会议3次。", 12, 3, "open"),
        ("财政局、审计局、教育局、卫生局等三个部门参加会议。", 3, 4, "open"),
        ("主动公开、依申请公开两个方面的工作。", 2, 2, "all"),
        ("公开内容分为机构概况、政策文件、办事指南三大类。", 3, 3, "all"),
        ("突出抓好以下三项工作：（一）完善制度。（二）加强培训。（三）强化考核。", 3, 3, "all"),
        ("突出抓好以下三项工作：\n1、完善制度。\n2、加强培训。\n二、主动公开", 3, 2, "all"),
        ("突出抓好三项工作：第一，完善制度；第二，加强培训；第三，强化考核。", 3, 3, "all"),
        ("受理建议3个、提案5个，包括交通、教育、卫生类。", 5, 3, "open"),
        ("新增便民、利企服务事项4个方面的内容。", 4, 2, "open"),
        (
            "修订了公开、审查、问责等方面的制度，形成指南编制、目录更新、保密审查、责任追究共三项制度。",
            3,
            4,
            "open",
        ),
        ("成立政务公开、法规、宣传等12个部门3个小组。", 12, 3, "open"),
        ("全文共分概述、主动公开、问题和改进措施三个部分。", 3, 3, "open"),
        ("内容包括概述、公开情况、存在的问题和改进措施三个部分。", 3, 3, "all"),
        ("内容包括概述、公开情况、存在的问题和改进措施四个部分。", 4, 4, "all"),
        ("内容包括概述、公开情况、存在的问题和改进措施五个部分。", 5, 4, "all"),
        ("建立信息发布和解读、舆情监测、会商研判三项机制。", 3, 3, "all"),
        ("与市公安局、市民政局和市教育局三个部门建立协作机制。", 3, 3, "all"),
        ("开设“六稳”“六保”两个专栏。", 2, 2, "all"),
        ("开设“六稳”“六保”“营商环境”两个专栏。", 2, 3, "all"),
        ("印发两个文件：《甲办法》和《乙办法》。", 2, 2, "all"),
        ("印发三个文件：《甲办法》和《乙办法》。", 3, 2, "all"),
        ("印发《甲办法》和《乙办法》两个文件。", 2, 2, "all"),
        ("印发《甲办法》和《乙办法》三个文件。", 3, 2, "all"),
        ("信息公开栏设置4个栏目，即公开指南、公开目录、公开年报和依申请公开。", 4, 4, "all"),
        ("信息公开栏设置4个栏目，即公开指南、公开目录和公开年报。", 4, 3, "all"),
        ("信息公开栏设置3个栏目，即公开指南、公开目录以及依申请公开和答复。", 3, 3, "all"),
        ("围绕春耕、防汛、秋收开展新闻发布会3次，分别为春耕发布会、防汛发布会、秋收发布会。", 3, 3, "all"),
        ("公开事项6类，主要有行政许可、行政处罚等。", 6, 2, "open"),
        ("“甲”“乙”“丙”三大平台运行良好。", 3, 3, "all"),
        ("收到“好评”“差评”两种意见的群众12人，涉及3个单位。", 2, 2, "all"),
        ("全年举办培训3期：一期讲法规；其余见附表。报告由概述、主体和附表三部分组成。", 3, 3, "all"),
        ("收费事项分为证照类、资源类和管理类三大类。", 3, 3, "all"),
        ("新建栏目3个：“政策”“解读”“回应”“互动”。", 3, 4, "all"),
        ("新建栏目13个：“政策”“解读”“回应”“互动”。", 13, 4, "all"),
        ("新建栏目4个：“政策”“解读”“回应”“互动”等。", 4, 4, "open"),
        ("今年重点工作有3项：推进“放管服”改革、优化营商环境，做好疫情防控、复工复产。", 3, 2, "open"),
        ("今年重点工作有3项，即推进改革、优化环境，做好疫情防控、复工复产。", 3, 2, "open"),
        ("制定两个文件（《甲办法》、《乙办法》）。", 2, 2, "all"),
        ("甲局、乙局和丙局抓好四项工作。", 4, 3, "open"),
        ("对甲局、乙局和丙局提出四个问题。", 4, 3, "open"),
        ("甲局、乙局和丙局四个单位公开及时。", 4, 3, "all"),
        ("对甲局、乙局和丙局三个单位通报批评。", 3, 3, "all"),
        ("向县财政局、县审计局和县民政局四个部门发函。", 4, 3, "all"),
        ("县财政局、县审计局和县民政局推出四项举措。", 4, 3, "open"),
        ("印发《甲办法》（试行）《乙办法》（修订）、《丙办法》三个文件。", 3, 3, "all"),
        ("印发《甲办法》，《乙办法》，《丙办法》三个文件。", 3, 3, "all"),
        (
            "推进11项任务：一是甲；二是乙；三是丙；四是丁；五是戊；六是己；七是庚；八是辛；九是壬；十是癸；十一是末。",
            11,
            11,
            "all",
        ),
        (
            "推进12项任务：一是甲；二是乙；三是丙；四是丁；五是戊；六是己；七是庚；八是辛；九是壬；十是癸；十一是末。",
            12,
            11,
            "all",
        ),
        ("全文包括概述，主动公开情况，依申请公开情况，复议、诉讼情况，问题和改进措施五个部分。", 5, 5, "all"),
        ("全文包括概述，主动公开情况，依申请公开情况，复议、诉讼情况，主要问题六个部分。", 6, 5, "all"),
        ("由办公室负责编写，概述、公开情况、问题三个部分均已审核。", 3, 3, "open"),
        ("报告由办公室编写，由概述、公开情况、问题三个部分组成。", 3, 3, "all"),
        ("报告由概述、公开情况、问题四个部分构成。", 4, 3, "all"),
        # the noun of one number ends where the next one begins
        ("8个镇落实了三项措施：一是建台账；二是勤走访；三是常公示。", 3, 3, "all"),
    ],
)
def test_what_is_announced_and_named(text: str, value: int, named: int, claim: str) -> None:
    _, (enumeration,) = found(text)
    assert (enumeration.value, len(enumeration.items)) == (value, named)
    assert enumeration.open == (claim == "open")


@pytest.mark.parametrize(
    "text",
    [
        "在3个平台公开机构信息、财政信息、人事信息。",
        "5名工作人员负责受理、登记、答复。",
        "推进五公开、双公示，公开三公经费。",
        "2014年、2015年、2016年的三年计划。",
        "公示栏、触摸屏等475条。",
        "县电视台、县有线网络中心和13个乡镇广播站负责播出。",
        "收到申请6件，分别为网络3件、信函2件、当面1件。",
        "印发《甲办法》、《乙办法》500份。",
        "抽查了五个乡镇。一是看制度，二是看台账，三是看公示。",
        "抽查了五个乡镇：一是看制度，二是看台账，三是看公示。",
        "开设专题、专栏3个。",
        "举办党务、业务3个培训班。",
        "整改问题3个，做到立行立改、举一反三。",
        "收到申请8件，涉及征地、拆迁、补偿三类。",
        "召开会议2次，研究公开目录、公开指南、考核办法。",
        "第三部分包括概述、主动公开情况和问题。",
        "5名工作人员，分别负责受理、登记、答复。",
        "办理事项20余项，包括“一件事”和“一网通办”。",
        "由3个科室和局办公室、信息中心组成。",
        "建立3至5项制度，即公开、审查、问责。",
        "每季度开展2次检查，包括网站检查、公开栏检查和档案检查。",
        "严格落实政府信息公开审核、保密审查制度和考核、评议制度两项制度。",
        "出动检查人员、志愿者12个小组。",
        "设立查阅点3处，配备电脑、打印机、桌椅等设备。",
        "机构设办公室、法规科、财务科和下属单位5个。",
        "公开的内容有机构设置、职能、联系方式等，设置栏目6个。",
        "对照6个方面、15项指标逐一检查。",
        "行政复议、行政诉讼各1件，共2件。",
        "组织县、乡两级12个单位、3个乡镇、5个村的工作人员参训。",
        "加强和改进三个方面工作。",
        "公开内容分为机构、人员、职能、联系方式三类信息。",
        "建立公开审查“三审”制度、保密制度两项。",
        "全年参加市里组织的网站安全、信息写作2期培训班。",
        "会议听取了办公室、法规科汇报，讨论了三个问题。",
        "市、县、乡三级联动。",
        "对办理流程、时限要求作了规范，开设窗口两个。",
        "全市17个县（市、区）、3个开发区均已开通。",
        "依据《条例》和《规定》，开展两项检查。",
        "举办培训3次，分别在城关镇、河口镇举办。",
        "举办培训3次，分别由办公室、法规科、宣传科承办。",
        "群众反映的问题有噪声、油烟、扬尘3类。",
        "召开“甲”、“乙”等专题会议4次。",
        "与此同时，从严、从实、从细抓好五项工作。",
        "未按“谁公开、谁审查”的要求办理的事项3项。",
        "向甲局、乙局、丙局发出2个通知。",
        "甲局、乙局、丙局报送2个典型案例。",
        "甲局、乙局和丙局报送两个典型案例。",
        "甲局、乙局和丙局三次获得表彰。",
        "要求各科室、各二级单位两个工作日内报送。",
        "将主动公开、依申请公开两项职责分别交给办公室和法规科两个科室。",
        "新增办公用房、绿化和亮化三个公开项目。",
        "采取走访、座谈、问卷等方式征求3个乡镇意见。",
        "下发简报、通报12期，整理档案、资料30个。",
        "完善领导、审查、考核3个小组成员5名。",
        "设立专题2个（点击量5万次、3万次）。",
        "新建栏目3个（含子栏目）。",
        "修订两项制度。《甲办法》、《乙办法》和《丙办法》实施后效果良好。",
        "3个单位获评优秀，即时通报。",
        "制定了《关于印发〈2015年要点〉的通知》《甲》1个文件。",
        "在三个方面存在不足，主要是公开不及时、不全面、不规范、不主动。",
        "在三个方面存在不足，主要是公开不及时、不全面。",
        "甲局、乙局和丙局报送四个典型案例。",
        "从甲局、乙局和丙局抽调四个工作组。",
        "由甲局、乙局和丙局组建四个小组。",
        "组织学习《甲条例》《乙条例》3次。",
        "宣传《甲条例》《乙条例》5个场次。",
        "印发《甲条例》《乙条例》汇编3部。",
        "县财政局、县审计局和县民政局的四个科室参加。",
        "由办公室负责，会商甲局、乙局，分为若干部分。",
        "",
        "三个",
        "、、、三个部分",
        "《》《》2项制度",
    ],
)
def test_what_only_looks_like_it(text: str) -> None:
    assert found(text)[1] == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("报告由概述、公开情况和附表三部分组成。", ["概述", "公开情况", "附表"]),
        ("報告由概述、公開情況和附表三部分組成。", ["概述", "公開情況", "附表"]),
        # the number tells whether a conjunction joins two parts or stands within one
        ("内容包括概述、公开情况、问题和改进措施三个部分。", ["概述", "公开情况", "问题和改进措施"]),
        ("内容包括概述、公开情况、问题和改进措施四个部分。", ["概述", "公开情况", "问题", "改进措施"]),
        ("建立发布和解读、监测、研判三项机制。", ["建立发布和解读", "监测", "研判"]),
        # what stands in titles, quotes and brackets separates nothing
        (
            "印发《收费、减免办法》《关于印发〈考核、问责办法〉的通知》两个文件。",
            ["《收费、减免办法》", "《关于印发〈考核、问责办法〉的通知》"],
        ),
        ("制度三项（采集（含收集、整理）、审查、发布）。", ["采集（含收集、整理）", "审查", "发布"]),
        ("开设2个专题，包括“减税、降费”专题和“营商环境”专题。", ["“减税、降费”专题", "“营商环境”专题"]),
        ("举办培训3期：1.业务；2.写作；3.法规。", ["1.业务；", "2.写作；", "3.法规"]),
        ("存在两个问题：一是不及时，不全面；二是不规范。其他无。", ["一是不及时，不全面；", "二是不规范"]),
    ],
)
def test_the_names_are_the_words_of_the_source(text: str, expected: list[str]) -> None:
    assert names(text) == expected


def test_the_figure_is_the_fact_that_stands_there() -> None:
    text = "制度方面，出台制度3项，即公开、审查、问责。报告由概述、公开情况和附表三部分组成。"
    document, (first, second) = found(text, "3项")
    assert (document.text[first.start : first.end], document.text[second.start : second.end]) == (
        "3项",
        "三部分",
    )
    assert first.fact == f"f{first.start}"
    assert second.fact is None


def test_a_vague_number_counts_only_as_a_fact() -> None:
    text = "办理事项20余项，包括证照和许可等。开设近30个栏目，即甲栏、乙栏。"
    assert found(text)[1] == ()
    assert found("办理事项20余项，包括证照类、许可类等。", "20余项")[1][0].value == 20


def test_lines_of_fixed_width_break_names() -> None:
    text = (
        "本报告按照有关规定的要求认真组织编写而成，由概述、主动公开情况、依申请公\n开情况和附表四部分组成。"
    )
    assert names(text) == ["概述", "主动公开情况", "依申请公\n开情况", "附表"]


def test_points_end_with_their_section() -> None:
    text = "抓好三项工作：\n（一）学习。\n（二）检查。\n二、主动公开情况\n（三）其他。"
    assert names(text) == ["（一）学习。\n", "（二）检查"]


def test_tables_are_not_read() -> None:
    text = "| 指标 | 单位 | 数量 |\n| 甲、乙、丙三个方面 | 个 | 3 |\n| 收到申请数 | 件 | 4 |"
    document, enumerated = found(text)
    assert document.tables
    assert enumerated == ()


def test_what_is_masked_keeps_its_place() -> None:
    assert mask_names("《甲、乙办法》和“丙”") == "《_____》和“_”"
    assert mask_names("《关于《甲》、乙的通知》三件") == "《__________》三件"
    assert mask_brackets("甲(乙、丙)、丁(") == "甲_____、丁("


@pytest.mark.parametrize(
    ("region", "value", "spans"),
    [
        ("采集、审查、发布和解读", 3, [(10, 12), (13, 15), (16, 21)]),
        ("采集、审查、发布和解读", 4, [(10, 12), (13, 15), (16, 18), (19, 21)]),
        ("采集、审查、发布和解读", 9, [(10, 12), (13, 15), (16, 18), (19, 21)]),
        ("受理、登记和送达、答复单", 2, None),
        ("采集、、发布", 2, None),
        ("采集3件、发布4件", 2, None),
        ("发布", 2, None),
        ("", 2, None),
    ],
)
def test_regions_come_apart(region: str, value: int, spans: list[tuple[int, int]] | None) -> None:
    things = named_things(region, 10, value, 2)
    assert (list(things.spans) if things else None) == spans


def test_units_are_of_one_sort_and_fit_the_patterns() -> None:
    words = load_enumeration_words()
    assert set(words.kinds) < set(words.things)
    assert set(words.copies) < set(words.writings)
    assert not {*words.things} & {*words.events} | {*words.things, *words.events} & {*words.writings}
    # Python looks behind only for one length.
    assert {len(word) for word in words.no_count_before} == {1}


@given(st.integers(2, 9), st.integers(2, 9), st.sampled_from(["、", "和"]))
def test_titles_are_counted_whatever_joins_them(stated: int, named: int, last: str) -> None:
    titles = [f"《第{n}号、办法》" for n in range(named)]
    text = f"印发{'、'.join(titles[:-1])}{last}{titles[-1]}{stated}个文件。"
    _, (enumeration,) = found(text)
    assert (enumeration.value, len(enumeration.items), enumeration.open) == (stated, named, False)


@given(st.text(alphabet="甲乙、和等三3个项部分《》“”（），：。由包括即分别为一二是1.\n ", max_size=80))
def test_any_text_can_be_read(text: str) -> None:
    document, enumerated = found(text)
    for enumeration in enumerated:
        spans = [(enumeration.start, enumeration.end), *enumeration.items]
        assert all(0 <= start < end <= len(document.text) for start, end in spans)
        assert len(enumeration.items) > 1
        assert list(enumeration.items) == sorted(enumeration.items)


@pytest.mark.parametrize(
    "piece", ["3项", "《甲", "《甲》、", "三个方面：一是", "由甲、乙和", "3个（甲、", "三项和《甲》"]
)
def test_hostile_text_is_read_in_time(piece: str) -> None:
    text = piece * (30_000 // len(piece))
    began = time.perf_counter()
    found(text)
    assert time.perf_counter() - began < 5
