"""What a document is: one flat record of its metadata, form and script."""

from dataclasses import replace

import pytest

from gdie.documents.blocks import segment
from gdie.documents.content import Hints
from gdie.documents.metadata import read_metadata
from gdie.documents.model import Document
from gdie.documents.reading import document_from_text
from gdie.facts.about import about, script_of
from gdie.facts.agencies import reporter_of
from gdie.facts.extraction import extract_tables
from gdie.text.view import normalise

STATISTICS = """
政府信息公开情况统计表
指标 | 单位 | 统计数
三、依申请公开情况 | | |
（一）收到申请数 | 件 | 9 |
1.当面申请数 | 件 | 4 |
2.传真申请数 | 件 | 0 |
3.网络申请数 | 件 | 3 |
4.信函申请数 | 件 | 2 |
（二）申请办结数 | 件 | 9 |
1.按时办结数 | 件 | 8 |
2.延期办结数 | 件 | 1 |
"""
REPORT = f"""白水市水务局2016年政府信息公开工作年度报告
水务办〔2017〕5号
一、概述
各项工作有序推进。
{STATISTICS}
白水市水务局
2017年3月20日
"""


def hinted(text: str, **hints: str) -> Document:
    document = document_from_text(text, "d")
    blocks, tables = segment(text)
    return replace(document, metadata=read_metadata(text, blocks, tables, Hints(**hints)))


def test_a_report_with_an_official_form() -> None:
    extraction = extract_tables(document_from_text(REPORT, "2016"))
    assert about(extraction).as_json() == {
        "doc": "2016",
        "kind": "annual_report",
        "title": "白水市水务局2016年政府信息公开工作年度报告",
        "agency": "白水市水务局",
        "year": 2016,
        "published": "2017-03-20",
        "number": "水务办〔2017〕5号",
        "form": "stats-2014",
        "script": "hans",
        "facts": len(extraction.facts),
    }
    assert len(extraction.facts) >= 8


def test_what_is_absent_is_null() -> None:
    assert about(extract_tables(document_from_text("12345\n", "d"))).as_json() == {
        "doc": "d",
        "kind": "other",
        "title": None,
        "agency": None,
        "year": None,
        "published": None,
        "number": None,
        "form": None,
        "script": None,
        "facts": 0,
    }


def test_another_kind_is_said_and_its_facts_stay() -> None:
    found = about(extract_tables(document_from_text("白水市水务局信息公开指南\n" + STATISTICS, "d")))
    assert found.kind == "other"
    assert found.facts >= 8


def test_the_agency_that_the_file_names_reports() -> None:
    document = hinted("2016年政府信息公开工作年度报告\n我局公开信息3条。\n", agency="白水市水务局")
    reporter = reporter_of(document, normalise(document.text), ["清河县财政局"])
    assert reporter.name == "白水市水务局"
    assert reporter.resolve("我局").name == "白水市水务局"
    assert about(extract_tables(document)).agency == "白水市水务局"


def test_the_agency_of_the_text_comes_first() -> None:
    document = hinted(REPORT, agency="清河县财政局", title="清河县财政局2015年政府信息公开年报")
    assert about(extract_tables(document)).agency == "白水市水务局"


def test_of_two_forms_the_one_with_most_figures() -> None:
    fourth = "附表4 申诉情况统计表 单位:9件\n指标 | 数量 |\n行政复议数 | 6 |\n行政诉讼数 | 3 |\n"
    extraction = extract_tables(document_from_text(REPORT + fourth, "d"))
    assert {r.form.id for r in extraction.forms.readings} >= {"stats-2014"}
    assert about(extraction).form == "stats-2014"


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("本报告统计我局信息公开情况", "hans"),
        ("本報告統計我局資訊公開情況", "hant"),
        ("本報告統計我局政府信息公開情況，依申請公開，產業發展", "hant"),
        ("本報告統計我局情況。本报告统计我局情况。", "mixed"),
        ("皇后里台", None),  # in both scripts
        ("3条 = 3", "hans"),
        ("ABC 123", None),
        ("", None),
    ],
)
def test_script(text: str, script: str | None) -> None:
    assert script_of(text) == script
