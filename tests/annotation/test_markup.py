"""Inline markup: marks become entities, options and defaults become relations, mistakes are named with their line."""

from pathlib import Path

import pytest

from gdie.annotation import Annotation, problems
from gdie.annotation.markup import MarkupError, doubts, load_markup, read_markup, review, unmarked
from gdie.documents import read_document

REPORT = """% agency: 青川市水务局
% year: 2013
一、概述
{D 2013年}，{A! 我局}通过{H 门户网站}公开{G 政府信息}{C#t 40条|h=<}，其中{G 法规}{C#p 10条|h=< p=t}，占{P 25%|s=p b=t}；{G 动态}{C 30条|h=< p=t}。
{D- 2012年}的事不提。{Z 未发生诉讼}。举行{C 12场|g=>}{G 发布会}。
二、申请
收到{G 申请}{C 3件|d=- a=-}。
"""


def relations(source: str) -> set[tuple[str, str, str]]:
    marked = read_markup(source, "report")
    text, annotation = marked.document.text, marked.annotation
    return {
        (text[r.head.start : r.head.end], r.label, text[r.tail.start : r.tail.end])
        for r in annotation.relations
    }


def test_options_and_defaults_become_relations() -> None:
    assert relations(REPORT) == {
        ("40条", "DURING", "2013年"),
        ("40条", "BY", "我局"),
        ("40条", "CATEGORY_OF", "政府信息"),
        ("40条", "VIA", "门户网站"),
        ("10条", "DURING", "2013年"),
        ("10条", "BY", "我局"),
        ("10条", "CATEGORY_OF", "法规"),
        ("10条", "VIA", "门户网站"),
        ("10条", "PART_OF", "40条"),
        ("25%", "SHARE_OF", "10条"),  # a share has no other relation
        ("30条", "DURING", "2013年"),
        ("30条", "BY", "我局"),
        ("30条", "CATEGORY_OF", "动态"),
        ("30条", "VIA", "门户网站"),
        ("30条", "PART_OF", "40条"),
        ("12场", "DURING", "2013年"),  # a date marked - governs nothing
        ("12场", "BY", "我局"),
        ("12场", "CATEGORY_OF", "发布会"),
        ("3件", "CATEGORY_OF", "申请"),
    }


def test_records_are_cut_like_documents_and_stated_zeros_are_no_entities() -> None:
    marked = read_markup(REPORT, "report")
    records = marked.records()
    assert [r.text[:4] for r in records] == ["一、概述", "二、申请"]
    known = {"report": marked.document.text}
    assert [p for r in records for p in problems(r, known)] == []
    zeros = [m.text for m in marked.marks if m.entity.label == "Z"]
    assert zeros == ["未发生诉讼"]
    assert "未发生诉讼" not in {r.text[e.start : e.end] for r in records for e in r.annotation.entities}
    assert dict(marked.data) == {"agency": "青川市水务局", "year": "2013"}


def test_a_default_stays_in_its_record() -> None:
    assert relations("一、概述\n{D 2013年}共事。\n二、申请\n{G 申请}{C 3件}。\n") == {
        ("3件", "CATEGORY_OF", "申请")
    }


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("甲\n{X 3件}", "2: unknown label X"),
        ("{C#a 3件|g=-}{C#a 4件|g=-}", "1: the id a is used twice"),
        ("{C 3件|p=t}", "p=t: there is no such mark"),
        ("{G#t 申请}{C 3件|p=t}", "is CATEGORY, not COUNT"),
        ("{C 3件|q=1}", "'q=1' is no option"),
        ("{C 3件|sum=perhaps}", "only open or wrong"),
        ("{G 申请|d=<}", "only figures have options"),
        ("甲\n乙{C 3件", "2: broken mark near"),
        ("{C 3件|g=<}", "there is no such mark"),
    ],
)
def test_mistakes_are_named(source: str, message: str) -> None:
    with pytest.raises(MarkupError, match=message):
        read_markup(source, "report")


@pytest.mark.parametrize(
    ("source", "doubt"),
    [
        ("{G 申请}{C#t 9件}，其中{G 甲}{C 5件|p=t}、{G 乙}{C 3件|p=t}", "5+3 = 8, does not close"),
        ("{G 申请}{C#t 9件|sum=wrong}，其中{G 甲}{C 5件|p=t}、{G 乙}{C 3件|p=t}", None),
        ("{G 申请}{C#t 8件|sum=wrong}，其中{G 甲}{C 5件|p=t}、{G 乙}{C 3件|p=t}", "does close"),
        ("{G 申请}{C#t 9件}，其中{G 甲}{C 5件|p=t}", None),  # one part claims no more
        ("{G 申请}{C#t 9余件}，其中{G 甲}{C 5件|p=t}、{G 乙}{C 3件|p=t}", None),
        ("{G 申请}{C#t 8件}，其中{G 甲}{C#a 5件|p=t}，占{P 60%|s=a b=t}", "computed 62.50 %"),
        ("{G 申请}{C#t 8件}，其中{G 甲}{C#a 5件|p=t}，占{P 62.5%|s=a b=t}", None),
        ("{G 申请}很多", "counted by no figure"),
        ("共{C 9件}", "has no category"),
        ("{C 很多件|g=-}", "can't be read as a quantity"),
    ],
)
def test_doubts(source: str, doubt: str | None) -> None:
    found = list(doubts(read_markup(source, "report")))
    assert len(found) == (doubt is not None)
    assert doubt is None or doubt in found[0]


def test_the_second_reader_sees_figures_and_what_is_not_marked() -> None:
    marked = read_markup("{G 申请}{C 3件}，另有信访5件", "report")
    assert list(review(marked)) == ["1: 3件  g=申请"]
    assert [line for line in unmarked(marked) if "5件" in line]


def test_files_are_read_and_bad_ones_refused(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_text(REPORT, encoding="utf-8")
    marked = load_markup(path)
    plain = tmp_path / "plain.txt"
    plain.write_text(marked.document.text, encoding="utf-8")
    assert read_document(plain).text == marked.document.text
    path.write_bytes("申请".encode("gb18030"))
    with pytest.raises(MarkupError, match="is not UTF-8"):
        load_markup(path)
    with pytest.raises(MarkupError, match="cannot be opened"):
        load_markup(tmp_path / "none.txt")
    assert read_markup("", "empty").annotation == Annotation()
