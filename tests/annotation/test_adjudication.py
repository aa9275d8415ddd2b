"""From several annotators to gold: what is agreed is taken, the rest stays open, and gold is never harmed."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given

from gdie.annotation import Annotation, Entity, Record, RecordError, Relation, dump_records, load_records
from gdie.annotation.adjudication import Case, adjudicate, gold_changes, left_open
from gdie.annotation.annotators import Annotator
from gdie.annotation.gold_files import change_gold
from gdie.cli import main
from tests.evaluation.strategies import annotations
from tests.markup import parse

TEXT, FULL = parse(
    "{DATE#d 2015年}共收到{CATEGORY#g 申请}{COUNT#t 12件}，其中{CHANNEL#h 网上}{COUNT#p 3件}。\n",
    "t CATEGORY_OF g",
    "t DURING d",
    "p PART_OF t",
    "p VIA h",
)
DATE, NAME, TOTAL, WAY, PART = FULL.entities
WIDE = replace(NAME, start=NAME.start - 2)
MORE = "另有来信5件。\n"
TEXTS = {"a": TEXT + MORE}


def record(annotation: Annotation = FULL, text: str = TEXT, offset: int = 0, doc: str = "a") -> Record:
    return Record(doc, offset, text, annotation)


def without(*items: Entity | Relation) -> Annotation:
    """The annotation without these entities and what hangs on them, and without these relations."""
    entities = tuple(e for e in FULL.entities if e not in items)
    relations = (r for r in FULL.relations if r not in items)
    return Annotation(entities, tuple(r for r in relations if r.head in entities and r.tail in entities))


def widened() -> Annotation:
    return Annotation(
        tuple(sorted(WIDE if e == NAME else e for e in FULL.entities)),
        tuple(sorted(replace(r, tail=WIDE) if r.tail == NAME else r for r in FULL.relations)),
    )


def cases(*own: Annotation, majority: bool = False, texts: dict[str, str] | None = None) -> list[Case]:
    given = [Annotator("ABCDE"[i], (record(annotation),)) for i, annotation in enumerate(own)]
    return adjudicate(given, TEXTS if texts is None else texts, majority)


def case(*own: Annotation, majority: bool = False) -> Case:
    (one,) = cases(*own, majority=majority)
    return one


VIA = next(r for r in FULL.relations if r.label == "VIA")


def test_what_all_agree_on_is_agreed() -> None:
    found = case(FULL, FULL, FULL)
    assert (found.record, found.open, found.annotators) == (record(), (), ("A", "B", "C"))


@given(annotations(), annotations())
def test_the_agreed_part_is_what_both_have(a: Annotation, b: Annotation) -> None:
    text = "字" * 40
    given = [Annotator(name, (Record("d", 0, text, own),)) for name, own in (("A", a), ("B", b))]
    (found,) = adjudicate(given, {"d": text})
    assert set(found.record.annotation.entities) == set(a.entities) & set(b.entities)
    assert set(found.record.annotation.relations) == set(a.relations) & set(b.relations)
    assert a == b or found.open


@pytest.mark.parametrize(
    ("second", "lines"),
    [
        (without(VIA), ["line 1: VIA 申请12件，其中网上【3件】。: A 3件 → 网上 | B –"]),
        (
            without(WAY),
            [
                "line 1: CHANNEL 收到申请12件，其中【网上】3件。: A CHANNEL 网上 | B –",
                "line 1: VIA 申请12件，其中网上【3件】。: A 3件 → 网上 | B –",
            ],
        ),
        (
            widened(),
            [
                "line 1: CATEGORY 2015年共【收到申请】12件，其中网上3件: A CATEGORY 申请 | B CATEGORY 收到申请",
                "line 1: CATEGORY_OF 2015年共收到申请【12件】，其中网上3件。: A 12件 → 申请 | B 12件 → 收到申请",
            ],
        ),
    ],
)
def test_what_differs_stays_open_and_the_rest_is_kept(second: Annotation, lines: list[str]) -> None:
    found = case(FULL, second)
    assert list(found.open) == lines
    agreed = found.record.annotation
    assert set(agreed.entities) == set(FULL.entities) & set(second.entities)
    assert set(agreed.relations) == set(FULL.relations) & set(second.relations)
    assert left_open([found]) == [found.record]


def test_the_line_is_the_document_s() -> None:
    given = [Annotator(n, (record(own, offset=2),)) for n, own in (("A", FULL), ("B", without(VIA)))]
    (found,) = adjudicate(given, {"a": "\n\n" + TEXT})
    assert found.open[0].startswith("line 3: VIA")


@pytest.mark.parametrize(
    ("own", "agreed"),
    [
        ((FULL, FULL, without(VIA)), FULL),
        ((FULL, without(VIA), without(VIA)), without(VIA)),
        ((FULL, widened(), FULL), FULL),
        ((FULL, widened(), widened()), widened()),
        ((FULL, without(WAY), without(WAY), widened(), without(WAY)), without(WAY)),
    ],
)
def test_a_majority_decides_by_whole_readings(own: tuple[Annotation, ...], agreed: Annotation) -> None:
    found = case(*own, majority=True)
    assert (found.record.annotation, found.open) == (agreed, ())
    assert case(*own).open


@pytest.mark.parametrize(
    ("own", "label"),
    [
        (
            (FULL, widened(), without(NAME)),
            "CATEGORY",
        ),  # three readings: nobody has won, and nothing is dropped
        ((FULL, FULL, without(VIA), without(VIA)), "VIA"),  # a tie
    ],
)
def test_without_a_majority_it_stays_open(own: tuple[Annotation, ...], label: str) -> None:
    assert any(f": {label} " in line for line in case(*own, majority=True).open)


def test_a_relation_is_not_decided_between_entities_that_are_open() -> None:
    text = "收到公开申请来信12件"
    short, far, long, figure = (
        Entity(0, 2, "CATEGORY"),
        Entity(4, 6, "CATEGORY"),
        Entity(1, 5, "CATEGORY"),
        Entity(8, 11, "COUNT"),
    )
    arc = Relation(figure, short, "CATEGORY_OF")
    own = (
        Annotation((short, far, figure), (arc,)),
        Annotation((short, figure), (arc,)),
        Annotation((long, figure)),
    )
    given = [Annotator(n, (Record("d", 0, text, one),)) for n, one in zip("ABC", own, strict=True)]
    (found,) = adjudicate(given, {"d": text}, majority=True)
    assert found.record.annotation == Annotation((figure,)) and found.fit
    assert [": CATEGORY_OF " in line for line in found.open] == [False, True]


def test_votes_that_close_a_circle_of_totals_are_not_taken() -> None:
    text, marked = parse("共{COUNT#a 3件}、{COUNT#b 4件}、{COUNT#c 5件}。")
    a, b, c = marked.entities
    arcs = [Relation(a, b, "PART_OF"), Relation(b, c, "PART_OF"), Relation(c, a, "PART_OF")]
    given = [
        Annotator(
            name,
            (Record("d", 0, text, Annotation(marked.entities, tuple(r for r in arcs if r is not left))),),
        )
        for name, left in zip("ABC", arcs, strict=True)
    ]
    (found,) = adjudicate(given, {"d": text}, majority=True)
    assert "circle" in found.open[0] and not found.fit
    assert left_open([found]) == []


def test_one_annotator_alone_makes_no_gold() -> None:
    given = [Annotator("A", (record(),)), Annotator("B", (record(Annotation(), MORE, len(TEXT)),))]
    found = adjudicate(given, TEXTS)
    assert [one.open for one in found] == [("no second annotator has it",)] * 2
    assert left_open(found) == []


@pytest.mark.parametrize(
    ("annotation", "said"),
    [
        (Annotation((Entity(0, 5, "YEAR"),)), "unknown label"),
        (Annotation((DATE, replace(DATE, start=2))), "overlaps"),
        (Annotation(FULL.entities, (VIA, VIA)), "twice"),
    ],
)
def test_what_is_not_valid_is_no_gold_even_if_all_have_it(annotation: Annotation, said: str) -> None:
    found = case(annotation, annotation)
    assert any(said in line and line.startswith("A: ") for line in found.open)
    assert gold_changes([found], Path("nowhere")) == []


def test_a_record_of_another_text_or_document_is_no_gold() -> None:
    assert any("differs" in line for line in cases(FULL, FULL, texts={"a": "二" + TEXT})[0].open)
    assert any("not in the corpus" in line for line in cases(FULL, FULL, texts={})[0].open)


def test_a_record_twice_by_one_annotator_is_refused() -> None:
    with pytest.raises(RecordError, match="A has 'a' at offset 0 twice"):
        adjudicate([Annotator("A", (record(), record())), Annotator("B", ())], TEXTS)


# Lines as others may have written them: other key order, blanks, line ends.
OTHER = '{"offset": 40, "doc": "a",  "text": "另", "relations": [], "entities": [], "by": "hand\u2028"}'
LATER = '{"doc":"a","offset":90,"text":"末","entities":[],"relations":[]}\r'


@pytest.mark.parametrize("ending", ["\n", ""])
def test_other_records_of_a_file_stay_byte_for_byte(tmp_path: Path, ending: str) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(f"{OTHER}\n{LATER}{ending}".encode())
    between = record(Annotation(), "中", 50)
    change = change_gold(path, [record(), between])
    assert (change.written, change.known, change.conflicts) == (2, 0, ())
    assert change.content is not None
    assert change.content.split("\n") == [
        dump_records([record()]).rstrip("\n"),
        OTHER,
        dump_records([between]).rstrip("\n"),
        LATER,
        "",
    ]


def test_what_is_gold_already_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(dump_records([record()]), encoding="utf-8")
    change = change_gold(path, [record()])
    assert (change.content, change.written, change.known) == (None, 0, 1)


def test_gold_that_differs_is_a_conflict_unless_asked(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(dump_records([record(without(VIA))]) + OTHER + "\n", encoding="utf-8")
    change = change_gold(path, [record()])
    assert change.content is None
    assert change.conflicts == (
        "a, record at offset 0: gold differs\n  VIA 申请12件，其中网上【3件】。: gold – | new 3件 → 网上",
    )
    replaced = change_gold(path, [record()], overwrite=True)
    assert replaced.content == dump_records([record()]) + OTHER + "\n"


@pytest.mark.parametrize("overwrite", [False, True])
@pytest.mark.parametrize(("text", "offset"), [(TEXT + MORE, 0), (TEXT[:5], 0), (TEXT[3:], 3), (TEXT[2:4], 2)])
def test_gold_that_was_cut_otherwise_is_a_conflict_always(
    tmp_path: Path, text: str, offset: int, overwrite: bool
) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(dump_records([record()]), encoding="utf-8")
    change = change_gold(path, [record(Annotation(), text, offset)], overwrite)
    assert change.content is None and "cut otherwise" in change.conflicts[0]


def test_a_broken_gold_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text("{\n", encoding="utf-8")
    with pytest.raises(RecordError, match=r"a\.jsonl:1"):
        change_gold(path, [record()])


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a corpus of one document and its gold, with two annotators who agree on the first of two records."""
    import hashlib

    content = TEXTS["a"].encode()
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "a.txt").write_bytes(content)
    (tmp_path / "corpus" / "manifest.toml").write_text(
        f'[[document]]\nfile = "a.txt"\ntitle = ""\nagency = ""\nyear = 2015\nkind = ""\nscript = ""\n'
        f'sha256 = "{hashlib.sha256(content).hexdigest()}"\n',
        encoding="utf-8",
    )
    five = Annotation((Entity(4, 6, "COUNT"),))
    for name, second in (("anna", five), ("bert", Annotation())):
        folder = tmp_path / name
        folder.mkdir()
        records = [record(), record(second, MORE, len(TEXT))]
        (folder / "a.jsonl").write_text(dump_records(records), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    monkeypatch.setattr("sys.argv", ["gdie", "annotate", *arguments])
    with pytest.raises(SystemExit) as ended:
        main()
    code = ended.value.code
    assert isinstance(code, int)
    return code


def test_the_command_shows_then_writes(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    gold = project / "annotations" / "gold" / "a.jsonl"
    assert run(monkeypatch, "adjudicate", "anna", "bert") == 1
    assert not gold.exists()
    shown = capsys.readouterr().out
    assert "open: a, record at offset" in shown and "line 2: COUNT" in shown
    assert run(monkeypatch, "adjudicate", "anna", "bert", "--write", "--open", "left.jsonl") == 1
    assert load_records(gold) == [record()]
    (left,) = load_records(project / "left.jsonl")
    assert (left.text, left.annotation) == (MORE, Annotation())
    (project / "bert" / "a.jsonl").write_bytes((project / "anna" / "a.jsonl").read_bytes())
    assert run(monkeypatch, "adjudicate", "anna", "bert", "--write") == 0
    assert len(load_records(gold)) == 2


def test_the_command_keeps_gold_that_differs(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    gold = project / "annotations" / "gold" / "a.jsonl"
    gold.parent.mkdir(parents=True)
    before = dump_records([record(without(VIA))])
    gold.write_text(before, encoding="utf-8")
    assert run(monkeypatch, "adjudicate", "anna", "bert", "--write") == 1
    assert gold.read_text(encoding="utf-8") == before
    assert "conflict: a, record at offset 0: gold differs" in capsys.readouterr().out
    run(monkeypatch, "adjudicate", "anna", "bert", "--write", "--replace")
    assert load_records(gold) == [record()]


@pytest.mark.parametrize("arguments", [("anna",), ("anna", "none"), ("anna", "bert", "--majority")])
def test_the_command_refuses_bad_input(
    project: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    assert run(monkeypatch, "adjudicate", *arguments) == 2


def test_the_command_compares(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import json

    monkeypatch.setattr(
        "sys.argv", ["gdie", "annotate", "agreement", "anna", "bert", "--json", "out.json", "--differences"]
    )
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 0
    shown = capsys.readouterr().out
    assert "1 differences" in shown and "COUNT 5件" in shown
    plain = json.loads((project / "out.json").read_text(encoding="utf-8"))
    assert plain["overall"]["entities"]["micro"]["fn"] == 1
