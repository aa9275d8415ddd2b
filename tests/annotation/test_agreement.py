import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from rich.console import Console

from gdie.annotation import Annotation, Entity, Record, RecordError, Relation, dump_records
from gdie.annotation.agreement import Comparison, agreement
from gdie.annotation.agreement_tables import agreement_tables
from gdie.annotation.annotators import Annotator, common, read_annotators
from gdie.annotation.score import Score
from gdie.documents import Span
from tests.evaluation.strategies import annotations
from tests.markup import parse

MARKED = (
    "一、来信\n{DATE#d 2015年}共办理{CATEGORY#g 来信}{COUNT#t 12件}。\n其中{CHANNEL#h 网上}{COUNT#p 3件}。"
)
TEXT, FIRST = parse(MARKED, "t CATEGORY_OF g", "p PART_OF t", "p VIA h")
DATE, NAME, TOTAL, WAY, PART = FIRST.entities
CUT = TEXT.index("其中")
LONG = "字" * 40


def record(annotation: Annotation, text: str = TEXT, offset: int = 0, doc: str = "a") -> Record:
    return Record(doc, offset, text, annotation)


def compared(*own: list[Record], texts: dict[str, str] | None = None) -> Comparison:
    names = "ABCD"
    return agreement([Annotator(names[i], tuple(r)) for i, r in enumerate(own)], texts or {})


def differences(comparison: Comparison) -> list[tuple[object, ...]]:
    return [(d.line, *d.disagreement.labels, *d.words) for d in comparison.differences]


def printed(comparison: Comparison) -> str:
    console = Console(width=160)
    with console.capture() as capture:
        for table in agreement_tables(comparison, differences=True):
            console.print(table)
    return capture.get()


@given(annotations())
def test_one_annotator_agrees_with_himself(annotation: Annotation) -> None:
    result = compared(*[[record(annotation, LONG)]] * 3)
    assert result.differences == ()
    scores = result.overall.scores
    for of_kind in (scores.entities, scores.overlapping, scores.relations, scores.relations_on_common):
        assert of_kind.micro.f1 == of_kind.macro_f1 == 1.0
    assert result.overall.alpha.overall == (1 if annotation.entities else None)


@given(annotations(), annotations())
def test_neither_is_the_gold(a: Annotation, b: Annotation) -> None:
    one, other = (
        compared([record(a, LONG)], [record(b, LONG)]),
        compared([record(b, LONG)], [record(a, LONG)]),
    )
    assert one.overall.scores.entities.micro.f1 == other.overall.scores.entities.micro.f1
    assert one.overall.scores.relations.micro.f1 == other.overall.scores.relations.micro.f1
    assert one.overall.alpha == other.overall.alpha
    disputed = {
        item for d in one.differences for reading in d.disagreement.readings for item in reading or ()
    }
    assert disputed == {*a.entities, *a.relations} ^ {*b.entities, *b.relations}
    for mine, turned in zip(one.differences, other.differences, strict=True):
        assert mine.disagreement.readings == turned.disagreement.readings[::-1]


def test_a_longer_span_and_what_hangs_on_it() -> None:
    wide = replace(NAME, start=NAME.start - 2)
    second = Annotation(
        tuple(sorted({*FIRST.entities, wide} - {NAME})),
        tuple(replace(r, tail=wide) if r.tail == NAME else r for r in FIRST.relations),
    )
    result = compared([record(FIRST)], [record(second)])
    scores = result.overall.scores
    assert scores.entities["CATEGORY"] == Score(0, 1, 1)
    assert scores.overlapping["CATEGORY"] == Score(1, 0, 0)
    assert scores.entities.micro == Score(4, 1, 1)
    assert scores.relations["CATEGORY_OF"] == Score(0, 1, 1)
    assert scores.relations_on_common.micro == Score(2, 0, 0)
    assert differences(result) == [
        (2, "CATEGORY", "CATEGORY 来信", "CATEGORY 办理来信"),
        (2, "CATEGORY_OF", "12件 → 来信", "12件 → 办理来信"),
    ]
    assert [d.context for d in result.differences] == [
        "、来信 2015年共【办理来信】12件。 其中网上3",
        "2015年共办理来信【12件】。 其中网上3件。",
    ]


def test_a_relation_that_one_has() -> None:
    second = Annotation(FIRST.entities, tuple(r for r in FIRST.relations if r.label != "PART_OF"))
    result = compared([record(FIRST)], [record(second)])
    scores = result.overall.scores
    assert scores.entities.micro.f1 == result.overall.alpha.overall == 1.0
    assert scores.relations["PART_OF"] == scores.relations_on_common["PART_OF"] == Score(0, 0, 1)
    assert differences(result) == [(3, "PART_OF", "3件 → 12件", "–")]


def test_swapped_labels() -> None:
    second = Annotation(
        tuple(replace(e, label={"CHANNEL": "CATEGORY"}.get(e.label, e.label)) for e in FIRST.entities)
    )
    scores = compared([record(FIRST)], [record(second)]).overall.scores
    assert scores.overlapping["CHANNEL"] == Score(0, 0, 1)
    assert scores.overlapping["CATEGORY"] == Score(1, 1, 0)


def test_a_relation_drawn_twice_counts_twice() -> None:
    second = Annotation(FIRST.entities, (*FIRST.relations, Relation(PART, WAY, "VIA")))
    assert compared([record(FIRST)], [record(second)]).overall.scores.relations["VIA"] == Score(1, 1, 0)


def halves() -> list[Record]:
    return [
        record(
            Annotation((DATE, NAME, TOTAL), tuple(r for r in FIRST.relations if r.label == "CATEGORY_OF")),
            TEXT[: CUT - 1],
        ),
        record(Annotation((WAY, PART)).shifted(-CUT), TEXT[CUT:], CUT),
    ]


def test_how_the_document_was_cut_does_not_matter() -> None:
    result = compared([record(FIRST)], halves())
    assert result.overall.scores.entities.micro.f1 == 1.0
    assert [d[:2] for d in differences(result)] == [(3, "PART_OF"), (3, "VIA")]
    assert result.left_out == ()


def test_only_what_both_have_seen_counts() -> None:
    result = compared([record(FIRST)], halves()[:1])
    assert result.overall.scores.entities.micro == Score(3, 0, 0)
    assert result.overall.scores.relations.micro == Score(1, 0, 0)  # PART_OF leaves what both have
    assert (result.differences, result.overall.alpha.overall) == ((), 1)
    assert result.left_out == (f"a [{CUT - 1}, {len(TEXT)}): only A has it",)


def test_documents_of_one_annotator_are_named_and_others_compared() -> None:
    own = [record(FIRST), record(FIRST, doc="b"), record(FIRST, doc="c")]
    result = compared(own[:2], own[1:])
    assert list(result.documents) == ["b"]
    assert result.left_out == ("a: only A has it", "c: only B has it")


def test_documents_add_up() -> None:
    less = Annotation((DATE, NAME))
    result = compared([record(FIRST), record(FIRST, doc="b")], [record(FIRST), record(less, doc="b")])
    assert result.documents["a"].scores.entities.micro == Score(5, 0, 0)
    assert result.documents["b"].scores.entities.micro == Score(2, 0, 3)
    assert result.overall.scores.entities.micro == Score(7, 0, 3)
    alphas = [result.documents[doc].alpha.overall for doc in "ba"]
    assert alphas[0] is not None and result.overall.alpha.overall is not None
    assert alphas[0] < result.overall.alpha.overall < 1 == alphas[1]


def test_three_annotators_pair_by_pair_and_side_by_side() -> None:
    less = Annotation(tuple(e for e in FIRST.entities if e != WAY))
    whole = [record(FIRST)]
    result = compared(whole, [record(less)], halves()[:1])
    assert {pair: s.entities.micro for pair, s in result.overall.pairs.items()} == {
        ("A", "B"): Score(4, 0, 1),
        ("A", "C"): Score(3, 0, 0),
        ("B", "C"): Score(3, 0, 0),
    }
    assert result.overall.scores.entities.micro == Score(10, 0, 1)
    assert differences(result) == [
        (3, "CHANNEL", "CHANNEL 网上", "–", "not annotated"),
        (2, "CATEGORY_OF", "12件 → 来信", "–", "12件 → 来信"),
        (3, "PART_OF", "3件 → 12件", "–", "not annotated"),
        (3, "VIA", "3件 → 网上", "–", "not annotated"),
    ]


def test_lines_of_records_alone_begin_anew_with_each_record() -> None:
    mine = [record(Annotation(), TEXT[: CUT - 1]), record(Annotation((PART.shifted(-CUT),)), TEXT[CUT:], CUT)]
    theirs = [record(Annotation(), TEXT[: CUT - 1]), record(Annotation(), TEXT[CUT:], CUT)]
    assert differences(compared(mine, theirs)) == [(3, "COUNT", "COUNT 3件", "–")]


def test_lines_are_those_of_the_document_when_its_text_is_given() -> None:
    text = "题\n\n\n" + TEXT
    mine, theirs = [record(FIRST, offset=4)], [record(Annotation(FIRST.entities), offset=4)]
    assert {d.line for d in compared(mine, theirs, texts={"a": text}).differences} == {5, 6}


@pytest.mark.parametrize(
    ("second", "texts"),
    [
        ([record(FIRST, doc="b")], {}),  # another document
        ([record(FIRST, text=TEXT.replace("来信", "来访"))], {}),  # another version of it
        ([record(FIRST, offset=1)], {}),
        ([record(FIRST)], {"a": "二" + TEXT}),  # records of a text that is not the one given
        ([record(FIRST), record(FIRST)], {}),  # twice by one annotator
        ([record(FIRST), record(Annotation(), TEXT[1:], 1)], {}),
        ([record(FIRST, offset=-1)], {}),
        ([record(FIRST, offset=10**15)], {}),
        ([record(Annotation((Entity(3, 99, "COUNT"),)))], {}),
        ([record(Annotation((Entity(3, 3, "COUNT"),)))], {}),
    ],
)
def test_only_like_is_compared_with_like(second: list[Record], texts: dict[str, str]) -> None:
    with pytest.raises(RecordError):
        compared([record(FIRST)], second, texts=texts)


def test_tables() -> None:
    two = printed(compared([record(FIRST)], [record(Annotation(FIRST.entities))]))
    assert all(word in two for word in ("CATEGORY", "PART_OF", "micro", "1.000", "0.000", "A", "B", "α"))
    assert "by document" not in two and "by pair" not in two
    many = [record(FIRST), record(FIRST, doc="b")]
    three = printed(compared(many, many, many))
    assert all(word in three for word in ("by document", "by pair", "A · C"))


def test_nothing_in_a_record_acts_on_the_terminal() -> None:
    text = "共\x1b[31m12件[red]\u202e。"
    own = Annotation((Entity(0, len(text), "[bold]\x1b[31mCOUNT"),))
    output = printed(
        compared([record(own, text, doc="[red]\x1b")], [record(Annotation(), text, doc="[red]\x1b")])
    )
    assert "\x1b[31m" not in output and "\u202e" not in output
    assert "[bold]" in output and "[red]" in output


def test_a_difference_over_a_line_break_stays_one_line() -> None:
    text, broken = parse("共{COUNT 12\n件}。")
    result = compared([record(broken, text)], [record(Annotation(), text)])
    assert differences(result) == [(1, "COUNT", "COUNT 12 件", "–")]
    assert result.differences[0].context == "共【12 件】。"


def test_json_is_plain_and_says_what_is_not_defined() -> None:
    result = compared(
        [record(FIRST), record(Annotation(), doc="b")],
        [record(Annotation(FIRST.entities)), record(Annotation(), doc="b")],
    )
    plain = json.loads(json.dumps(result.as_json()))
    assert plain["annotators"] == ["A", "B"]
    assert plain["documents"]["b"]["alpha"] == {"overall": None, "labels": {}}
    assert plain["overall"]["entities"]["micro"]["f1"] == 1
    assert plain["overall"]["pairs"][0]["annotators"] == ["A", "B"]
    assert plain["differences"][0]["readings"] == ["12件 → 来信", "–"]


@pytest.mark.parametrize(
    ("left", "right", "both"),
    [
        ([(0, 5)], [(5, 9)], []),
        ([(0, 5), (7, 9)], [(3, 8)], [(3, 5), (7, 8)]),
        ([(0, 9)], [(1, 2), (4, 5)], [(1, 2), (4, 5)]),
        ([], [(1, 2)], []),
    ],
)
def test_common_stretches(
    left: list[tuple[int, int]], right: list[tuple[int, int]], both: list[tuple[int, int]]
) -> None:
    one, other, expected = ([Span(*pair) for pair in spans] for spans in (left, right, both))
    assert common(one, other) == common(other, one) == expected


@pytest.mark.parametrize(
    ("files", "names"),
    [
        (["anna.jsonl", "bert.jsonl"], ["anna", "bert"]),
        (["anna/a.jsonl", "bert/a.jsonl"], ["anna", "bert"]),
        (["p/anna", "p/bert", "q/carl"], ["anna", "bert", "carl"]),
        (["a.jsonl", "a.jsonl"], ["a 1", "a 2"]),
    ],
)
def test_annotators_are_named_by_where_they_differ(
    files: list[str], names: list[str], tmp_path: Path
) -> None:
    paths = [tmp_path / file for file in files]
    for path in paths:
        if path.suffix:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(dump_records([record(FIRST)]), encoding="utf-8")
        else:
            path.mkdir(parents=True)
            for doc in "ab":
                (path / f"{doc}.jsonl").write_text(dump_records([record(FIRST, doc=doc)]), encoding="utf-8")
    found = read_annotators(paths)
    assert [a.name for a in found] == names
    assert {len(a.records) for a in found} == {1 if paths[0].suffix else 2}


def test_a_folder_without_records_and_a_single_annotator_are_refused(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match=r"holds no \.jsonl files"):
        read_annotators([tmp_path, tmp_path])
    with pytest.raises(RecordError, match="two annotators or more"):
        read_annotators([tmp_path])
