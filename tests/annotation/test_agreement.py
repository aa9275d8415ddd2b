import io
from dataclasses import replace

import pytest
from hypothesis import given
from rich.console import Console

from gdie.annotation import Annotation, Record, RecordError, Relation
from gdie.annotation.agreement import agreement, compare
from gdie.annotation.score import Score
from tests.evaluation.strategies import annotations
from tests.markup import parse

MARKED = (
    "一、来信\n{DATE#d 2015年}共办理{CATEGORY#g 来信}{COUNT#t 12件}。\n其中{CHANNEL#h 网上}{COUNT#p 3件}。"
)
TEXT, FIRST = parse(MARKED, "t CATEGORY_OF g", "p PART_OF t", "p VIA h")
DATE, NAME, TOTAL, WAY, PART = FIRST.entities


def record(annotation: Annotation, text: str = TEXT, offset: int = 0, doc: str = "a") -> Record:
    return Record(doc, offset, text, annotation)


@given(annotations())
def test_one_annotator_agrees_with_himself(annotation: Annotation) -> None:
    result = compare("字" * 40, annotation, annotation)
    assert result.differences == ()
    for scores in (result.entities, result.overlapping, result.relations, result.relations_on_common):
        assert scores.micro.f1 == scores.macro_f1 == 1.0


@given(annotations(), annotations())
def test_neither_is_the_gold(a: Annotation, b: Annotation) -> None:
    text = "字" * 40
    one, other = compare(text, a, b, names=("A", "B")), compare(text, b, a, names=("B", "A"))
    assert one.entities.micro.f1 == other.entities.micro.f1
    assert one.relations.micro.f1 == other.relations.micro.f1
    assert one.differences == other.differences
    micro = (one.entities.micro, one.relations.micro)
    assert len(one.differences) == sum(s.fp + s.fn for s in micro)
    assert sum(d.who == "A" for d in one.differences) == sum(s.fn for s in micro)


def test_a_longer_span_and_what_hangs_on_it() -> None:
    wide = replace(NAME, start=NAME.start - 2)
    second = Annotation(
        tuple(sorted({*FIRST.entities, wide} - {NAME})),
        tuple(replace(r, tail=wide) if r.tail == NAME else r for r in FIRST.relations),
    )
    result = agreement([record(FIRST)], [record(second)], names=("A", "B"))
    assert result.entities["CATEGORY"] == Score(0, 1, 1)
    assert result.overlapping["CATEGORY"] == Score(1, 0, 0)
    assert result.entities.micro == Score(4, 1, 1)
    assert result.relations["CATEGORY_OF"] == Score(0, 1, 1)
    assert result.relations_on_common.micro == Score(2, 0, 0)
    assert [str(d) for d in result.differences] == [
        "line 2: CATEGORY 办理来信 (only B)",
        "line 2: CATEGORY 来信 (only A)",
        "line 2: CATEGORY_OF 12件 → 办理来信 (only B)",
        "line 2: CATEGORY_OF 12件 → 来信 (only A)",
    ]
    assert {TEXT[d.start : d.end] for d in result.differences if d.kind == "relation"} == {"12件"}


def test_a_relation_that_one_has() -> None:
    second = Annotation(FIRST.entities, tuple(r for r in FIRST.relations if r.label != "PART_OF"))
    result = agreement([record(FIRST)], [record(second)])
    assert result.entities.micro.f1 == 1.0
    assert result.relations["PART_OF"] == result.relations_on_common["PART_OF"] == Score(0, 0, 1)
    assert [str(d) for d in result.differences] == ["line 3: PART_OF 3件 → 12件 (only first)"]


def test_swapped_labels() -> None:
    second = Annotation(
        tuple(replace(e, label={"CHANNEL": "CATEGORY"}.get(e.label, e.label)) for e in FIRST.entities)
    )
    result = agreement([record(FIRST)], [record(second)])
    assert result.overlapping["CHANNEL"] == Score(0, 0, 1)
    assert result.overlapping["CATEGORY"] == Score(1, 1, 0)


def test_a_relation_drawn_twice_counts_twice() -> None:
    second = Annotation(FIRST.entities, (*FIRST.relations, Relation(PART, WAY, "VIA")))
    assert agreement([record(FIRST)], [record(second)]).relations["VIA"] == Score(1, 1, 0)


def test_how_the_document_was_cut_does_not_matter() -> None:
    cut = TEXT.index("其中")
    parts = [
        record(
            Annotation((DATE, NAME, TOTAL), tuple(r for r in FIRST.relations if r.label == "CATEGORY_OF")),
            TEXT[: cut - 1],
        ),
        record(Annotation((WAY, PART)).shifted(-cut), TEXT[cut:], cut),
    ]
    result = agreement([record(FIRST)], parts)
    assert result.entities.micro.f1 == 1.0
    assert [d.line for d in result.differences] == [3, 3]  # the relations across the cut, and VIA


def test_lines_of_records_alone_begin_anew_with_each_record() -> None:
    cut = TEXT.index("其中")
    mine = [record(Annotation(), TEXT[: cut - 1]), record(Annotation((PART.shifted(-cut),)), TEXT[cut:], cut)]
    theirs = [record(Annotation(), TEXT[: cut - 1]), record(Annotation(), TEXT[cut:], cut)]
    assert [str(d) for d in agreement(mine, theirs).differences] == ["line 3: COUNT 3件 (only first)"]


def test_lines_are_those_of_the_document_when_its_text_is_given() -> None:
    text = "题\n\n\n" + TEXT
    mine, theirs = [record(FIRST, offset=4)], [record(Annotation(FIRST.entities), offset=4)]
    assert {d.line for d in agreement(mine, theirs, text=text).differences} == {5, 6}


@pytest.mark.parametrize(
    ("second", "text"),
    [
        (record(FIRST, doc="b"), None),  # another document
        (record(FIRST, text=TEXT.replace("来信", "来访")), None),  # another version of it
        (record(FIRST, offset=1), None),
        (record(FIRST), "二" + TEXT),  # records of a text that is not the one given
    ],
)
def test_only_like_is_compared_with_like(second: Record, text: str | None) -> None:
    with pytest.raises(RecordError):
        agreement([record(FIRST)], [second], text=text)


def test_table() -> None:
    console = Console(file=io.StringIO(), width=100)
    console.print(agreement([record(FIRST)], [record(Annotation(FIRST.entities))]).table())
    shown = console.file.getvalue()  # type: ignore[attr-defined]
    assert all(word in shown for word in ("CATEGORY", "PART_OF", "micro", "1.000", "0.000"))


def test_a_difference_over_a_line_break_stays_one_line() -> None:
    text, broken = parse("共{COUNT 12\n件}。")
    result = agreement([record(broken, text)], [record(Annotation(), text)])
    assert [str(d) for d in result.differences] == ["line 1: COUNT 12 件 (only first)"]
