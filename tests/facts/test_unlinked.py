"""Lists whose figures do not fit their total are assumed from their words, without what the model links."""

import pytest

from gdie.annotation.markup import read_markup
from gdie.facts import Extraction, from_annotation

TITLE = "安泽县文化局2015年政府信息公开年度报告\n"


def read(marked: str) -> Extraction:
    found = read_markup(TITLE + marked, "d")
    return from_annotation(found.document, found.annotation)


def assumed(marked: str) -> list[tuple[str, list[str]]]:
    extraction = read(marked)
    by_id = {f.id: f.text for f in extraction.facts}
    return [(by_id[b.total], [by_id[i] for i in b.parts]) for b in extraction.breakdowns if b.assumed]


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        (
            "公开{G 信息}{C 238条}，其中{G 动态}{C 1557条}，{G 通知}{C 366条}。",
            [("238条", ["1557条", "366条"])],
        ),
        ("公开{G 信息}{C 51条}，包括{G 动态}{C 402条}和{G 通知}{C 9条}。", [("51条", ["402条", "9条"])]),
        (
            "收到{G 申请}{C 12件}。从方式看，其中{G 网络申请}{C 61件}，{G 信函申请}{C 4件}。",
            [("12件", ["61件", "4件"])],
        ),
        ("刊播{G 稿件}{C 28篇}：{H 报刊}{C 72篇}，{H 电台}{C 14篇}。", [("28篇", ["72篇", "14篇"])]),
        # figures that can be parts of the total are the model's to link
        ("公开{G 信息}{C 2380条}，其中{G 动态}{C 1557条}，{G 通知}{C 366条}。", []),
        # no cue, another unit, an estimate, another sentence, another time
        ("公开{G 信息}{C 238条}，{G 动态}{C 1557条}，{G 通知}{C 366条}。", []),
        ("召开{G 会议}{C 2次}，其中{G 参会人员}{C 60人次}，{G 讲师}{C 5人次}。", []),
        ("公开{G 信息}{C 238条}，其中{G 动态}{C 1500余条}，{G 通知}{C 36条}。", []),
        ("公开{G 信息}{C 238条}，其中{G 通知}{C 36条}。全县公开{G 信息}{C 1557条}。", []),
        ("公开{G 信息}{C 238条}，其中{G 通知}{C 36条}，累计公开{G 信息}{C 1557条}。", []),
    ],
)
def test_what_does_not_fit_is_assumed(marked: str, expected: list[tuple[str, list[str]]]) -> None:
    assert assumed(marked) == expected


def test_what_is_linked_wholly_is_no_assumption() -> None:
    marked = "公开{G 信息}{C#t 238条}，其中{G 动态}{C 1557条|p=t}，{G 通知}{C 366条|p=t}。"
    assert assumed(marked) == []
    assert [len(b.parts) for b in read(marked).breakdowns] == [2]
