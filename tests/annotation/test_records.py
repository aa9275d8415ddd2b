import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gdie.annotation import (
    Annotation,
    Entity,
    Record,
    RecordError,
    Relation,
    dump_records,
    load_records,
    load_scheme,
    merge,
    problems,
)
from tests.conftest import ROOT
from tests.markup import parse

TEXT = "2012年我局共收到申请240件,其中网上申请146件。"


def record(marked: str, *relations: str, offset: int = 0, doc: str = "d") -> Record:
    text, annotation = parse(marked, *relations)
    return Record(doc, offset, text, annotation)


GOOD = record(
    "{DATE 2012年}{AGENCY 我局}共收到{CATEGORY#g 申请}{COUNT#t 240件},其中{CHANNEL#h 网上}{CATEGORY#g2 申请}{COUNT#p 146件}。",
    "t CATEGORY_OF g",
    "p CATEGORY_OF g2",
    "p VIA h",
    "p PART_OF t",
)


def with_annotation(entities: tuple[Entity, ...] = (), relations: tuple[Relation, ...] = ()) -> Record:
    return Record("d", 0, TEXT, Annotation(entities, relations))


COUNT = Entity(14, 18, "COUNT")
CATEGORY = Entity(11, 13, "CATEGORY")


def test_a_good_record_has_no_problems() -> None:
    assert GOOD.text == TEXT
    assert list(problems(GOOD, {"d": TEXT})) == []


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        (Record("other", 0, TEXT, Annotation()), "not in the corpus"),
        (Record("d", 1, TEXT, Annotation()), "text differs"),
        (Record("d", 0, TEXT.replace("240", "241"), Annotation()), "text differs"),
        (with_annotation((Entity(0, 5, "NUMBER"),)), "unknown label"),
        (with_annotation((Entity(0, 5, "DATE"), Entity(4, 7, "AGENCY"))), "overlaps"),
        (with_annotation((Entity(0, 99, "DATE"),)), "outside the text"),
        (with_annotation((Entity(3, 3, "DATE"),)), "empty"),
        (with_annotation((COUNT, CATEGORY), (Relation(CATEGORY, COUNT, "CATEGORY_OF"),)), "does not allow"),
        (with_annotation((COUNT, CATEGORY), (Relation(COUNT, CATEGORY, "OF"),)), "unknown relation"),
        (with_annotation((COUNT,), (Relation(COUNT, COUNT, "PART_OF"),)), "to itself"),
        (with_annotation((COUNT, CATEGORY), (Relation(COUNT, CATEGORY, "CATEGORY_OF"),) * 2), "twice"),
        (
            with_annotation(
                (COUNT, CATEGORY, Entity(9, 11, "CATEGORY")),
                (
                    Relation(COUNT, CATEGORY, "CATEGORY_OF"),
                    Relation(COUNT, Entity(9, 11, "CATEGORY"), "CATEGORY_OF"),
                ),
            ),
            "second CATEGORY_OF",
        ),
        (
            with_annotation(
                (COUNT, Entity(24, 28, "COUNT")),
                (
                    Relation(COUNT, Entity(24, 28, "COUNT"), "PART_OF"),
                    Relation(Entity(24, 28, "COUNT"), COUNT, "PART_OF"),
                ),
            ),
            "circle",
        ),
    ],
)
def test_each_kind_of_wrong_record_is_refused(bad: Record, said: str) -> None:
    assert any(said in problem for problem in problems(bad, {"d": TEXT}))


def test_blanks_at_the_ends_of_a_span_are_refused() -> None:
    text = "共 3件 。"
    bad = Record("d", 0, text, Annotation((Entity(1, 4, "COUNT"),)))
    assert any("blank" in problem for problem in problems(bad, {"d": text}))


def test_records_survive_writing_and_reading(tmp_path: Path) -> None:
    path = tmp_path / "d.jsonl"
    path.write_text(dump_records([GOOD, GOOD]), encoding="utf-8")
    assert load_records(path) == [GOOD, GOOD]


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_any_text_survives_in_one_line(text: str) -> None:
    line = dump_records([Record("d", 0, text, Annotation())])
    assert line.count("\n") == 1


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "1: "),
        ('{"doc": "d", "offset": 0, "text": "x", "entities": []}', "lacks 'relations'"),
        (
            '{"doc": "d", "offset": 0, "text": "x", "entities": [], "relations": '
            '[{"id": 1, "from_id": 7, "to_id": 8, "type": "VIA"}]}',
            "dangling",
        ),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, line: str, said: str) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_text(line + "\n", encoding="utf-8")
    with pytest.raises(RecordError, match=r"bad\.jsonl:1") as caught:
        load_records(path)
    assert said in str(caught.value)


def test_merging_moves_records_to_their_place() -> None:
    moved = Record("d", 100, GOOD.text, GOOD.annotation)
    merged = merge([moved])
    assert merged.entities[0] == Entity(100, 105, "DATE")
    assert merged == GOOD.annotation.shifted(100)


def test_the_scheme_joins_each_pair_of_labels_by_one_relation_at_most() -> None:
    scheme = load_scheme()
    for head in scheme.entities:
        for tail in scheme.entities:
            fitting = [r for r in scheme.relations.values() if head in r.head and tail in r.tail]
            assert len(fitting) <= 1


@pytest.mark.parametrize(("file", "kind"), [("span_types", "entities"), ("relation_types", "relations")])
def test_the_labels_for_doccano_are_those_of_the_scheme(file: str, kind: str) -> None:
    path = ROOT / "annotations" / "labels" / f"{file}.json"
    labels = json.loads(path.read_text(encoding="utf-8"))
    types = getattr(load_scheme(), kind)
    assert [(row["text"], row["backgroundColor"]) for row in labels] == [
        (t.label, t.colour) for t in types.values()
    ]
    keys = [row["suffixKey"] for row in labels if row["suffixKey"]]
    assert len(keys) == len(set(keys))
