"""Records to other tools' files and back: nothing is lost or moved, and hostile files do no harm."""

import io
import json
import zipfile
import zlib
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
import srsly
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc, DocBin, Span
from spacy.vocab import Vocab

from gdie.annotation import Annotation, Entity, Record, RecordError, Relation, dump_records, load_records
from gdie.annotation import formats as package
from gdie.annotation.formats import (
    Format,
    Source,
    checked,
    export_files,
    import_files,
    is_plain,
    read_sources,
    refuse_changes,
)
from gdie.annotation.formats.brat import dump_brat
from gdie.annotation.formats.docbin import dump_docbin
from gdie.annotation.formats.doccano_jsonl import dump_doccano
from gdie.annotation.scheme import load_scheme
from gdie.cli import main
from tests.markup import parse

TEXT, FULL = parse(
    "{DATE#d 2015年}共收到{CATEGORY#g 申\n请}{COUNT#t 12件}。 \r\n", "t CATEGORY_OF g", "t DURING d"
)
RECORD = Record("報告 2015", 30, TEXT, FULL)
FIGURE = next(e for e in FULL.entities if e.label == "COUNT")

# Line breaks of all kinds, traditional, full-width, emoji, combining, blanks, characters that formats give a meaning to.
ALPHABET = "12３件年請𠮷😀e\u0301\u3000 \t\n\r\u2028\x85\ufeff;|\"'\\@%:"


@st.composite
def annotated(draw: st.DrawFn) -> Record:
    """A valid record of any text."""
    text = draw(st.text(st.sampled_from(ALPHABET), max_size=40))
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=10)))
    labels = st.sampled_from(list(load_scheme().entities))
    entities = [
        Entity(start, end, draw(labels))
        for start, end in pairwise(cuts)
        if text[start:end] == text[start:end].strip() and draw(st.booleans())
    ]
    relations = []
    for head in entities:
        for label, kind in load_scheme().relations.items():
            # Only backwards, so that totals make no circle.
            tails = [e for e in entities if e < head and e.label in kind.tail]
            if head.label in kind.head and tails and draw(st.booleans()):
                relations.append(Relation(head, draw(st.sampled_from(tails)), label))
    offset = draw(st.integers(0, 10_000))
    return Record("d", offset, text, Annotation(tuple(entities), tuple(sorted(relations))))


def places(records: list[Record]) -> list[Record]:
    return sorted(records, key=lambda r: (r.doc, r.offset))


def there_and_back(records: list[Record], form: Format, folder: Path) -> Source:
    target = folder / f"out.{form.value}"
    if form is Format.brat:
        target.mkdir()
    for path, content in export_files(records, form, target).items():
        path.write_bytes(content)
    (source,) = read_sources([target], form, {})
    return source


@settings(max_examples=60)
@given(records=st.lists(annotated(), min_size=1, max_size=3, unique_by=lambda r: r.offset))
@pytest.mark.parametrize("form", Format)
def test_records_survive_every_format(
    form: Format, records: list[Record], tmp_path_factory: pytest.TempPathFactory
) -> None:
    assert checked(Source("made", tuple(records))).refused == ()
    source = there_and_back(records, form, tmp_path_factory.mktemp("formats"))
    assert (source.refused, source.notes) == ((), ())
    assert places(list(source.records)) == places(records)


@pytest.mark.parametrize("form", Format)
def test_a_document_s_name_and_a_span_over_a_line_break_survive(form: Format, tmp_path: Path) -> None:
    assert there_and_back([RECORD], form, tmp_path).records == (RECORD,)


@pytest.mark.parametrize("form", Format)
def test_no_records_are_no_error(form: Format, tmp_path: Path) -> None:
    source = there_and_back([], form, tmp_path)
    assert source.records == ()


def rows(*records: Record) -> list[dict[str, object]]:
    return [json.loads(line) for line in dump_doccano(records).splitlines()]


def doccano(content: str | bytes, folder: Path, name: str = "all.jsonl", **texts: str) -> list[Source]:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_sources([path], Format.doccano, texts)


def archive(**files: str | bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            packed.writestr(name, content)
    return buffer.getvalue()


def test_lines_for_doccano_are_ascii_with_the_same_keys() -> None:
    written = dump_doccano([RECORD, Record("d", 0, "x\u2028y", Annotation())])
    assert written.isascii() and len(written.splitlines()) == 2
    assert len({tuple(row) for row in rows(RECORD, Record("d", 0, "x", Annotation()))}) == 1


def test_what_the_editor_would_count_wrongly_comes_back(tmp_path: Path) -> None:
    text = "甲\r\n乙 \n丙\r丁"
    own = Record("d", 0, text, Annotation((Entity(3, 4, "AGENCY"),)))
    (row,) = rows(own)
    assert row["text"] == "甲 \n乙 \n丙\r丁"
    (source,) = doccano(json.dumps(row), tmp_path)
    assert source.records == (own,)
    # A project that was filled otherwise knows nothing of carriage returns: the document does.
    del row["returns"]
    (source,) = doccano(json.dumps(row), tmp_path, d=text)
    assert source.records == (own,)


@pytest.mark.parametrize(
    "change",
    [
        lambda row: row,
        lambda row: {**row, "id": 7, "Comments": []},
        lambda row: {
            "text": row["text"],
            "entities": row["entities"],
            "relations": row["relations"],
            "meta": {k: row[k] for k in ("doc", "offset", "gdie_id", "returns")},
        },
        lambda row: {**row, "offset": 30.0},
        lambda row: {**row, "offset": "30"},
        lambda row: {k: v for k, v in row.items() if k not in ("gdie_id",)},
        lambda row: {**row, "entities": [{**e, "id": str(e["id"])} for e in row["entities"]]},
        lambda row: {
            **row,
            "relations": [{**r, "from_id": str(r["from_id"]), "id": "x"} for r in row["relations"]],
        },
    ],
)
def test_exports_of_many_shapes_are_read(
    change: Callable[[dict[str, object]], object], tmp_path: Path
) -> None:
    (row,) = rows(RECORD)
    (source,) = doccano("\ufeff" + json.dumps(change(row)) + "\n\n", tmp_path)
    assert (source.records, source.refused) == ((RECORD,), ())


def test_projects_without_relations_have_triples(tmp_path: Path) -> None:
    row = {"id": 3, "text": "共12件", "label": [[1, 4, "COUNT"]], "doc": "d", "offset": 0, "Comments": []}
    (source,) = doccano(json.dumps(row), tmp_path)
    assert source.records == (Record("d", 0, "共12件", Annotation((Entity(1, 4, "COUNT"),))),)


GOOD = {"text": "共12件", "entities": [], "relations": [], "doc": "d", "offset": 0}
SPAN = {"id": 1, "label": "COUNT", "start_offset": 1, "end_offset": 4}


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        ("{", "line 1: "),
        ("[" * 100_000, "line 1: "),
        ("[]", "no JSON object"),
        ({"text": "共", "entities": []}, "lacks doc, offset"),
        ({**GOOD, "doc": None}, "lacks doc"),
        ({**GOOD, "doc": 7}, "must be strings"),
        ({**GOOD, "offset": 1.5}, "no whole number"),
        ({**GOOD, "offset": True}, "no whole number"),
        ({**GOOD, "offset": float("nan")}, "no whole number"),
        ({**GOOD, "offset": float("inf")}, "no whole number"),
        ({**GOOD, "entities": None}, "neither entities nor label"),
        ({**GOOD, "entities": 5}, "entities is no list"),
        ({**GOOD, "entities": [5]}, "lacks id"),
        ({**GOOD, "entities": [{**SPAN, "label": None}]}, "lacks label"),
        ({**GOOD, "entities": [SPAN, {**SPAN, "id": "1"}]}, "used twice"),
        ({**GOOD, "entities": None, "label": [[1, 4]]}, "is not start, end, label"),
        ({**GOOD, "relations": [{"id": 1, "from_id": 1, "to_id": 2, "type": "VIA"}]}, "dangling"),
        ({**GOOD, "returns": [1]}, "no line end at 1"),
        ({**GOOD, "gdie_id": "0" * 32}, "changed since it was sent"),
        ({**GOOD, "entities": [{**SPAN, "label": "[red]"}]}, "unknown label"),
        ({**GOOD, "entities": [{**SPAN, "end_offset": 10**30}]}, "outside the text"),
        ({**GOOD, "entities": [SPAN, {**SPAN, "id": 2, "start_offset": 2}]}, "overlaps"),
        ({**GOOD, "offset": -1}, "no document reaches there"),
        ({**GOOD, "offset": 10**18}, "no document reaches there"),
        ({**GOOD, "doc": "../../gold"}, "not that of a file"),
        ({**GOOD, "doc": "a\x1b[31m"}, "not that of a file"),
        ({**GOOD, "text": "\ud800"}, "lone surrogate"),
        ({**GOOD, "doc": "known"}, "text differs"),
    ],
)
def test_a_row_that_is_wrong_is_named_and_the_others_are_taken(
    bad: object, said: str, tmp_path: Path
) -> None:
    line = bad if isinstance(bad, str) else json.dumps(bad)
    (source,) = doccano(f"{line}\n{json.dumps({**GOOD, 'offset': 99})}\n", tmp_path, known="文")
    assert len(source.refused) == 1 and said in source.refused[0], source.refused
    assert [record.offset for record in source.records] == [99]


def test_a_record_twice_is_taken_once_and_never_if_it_differs(tmp_path: Path) -> None:
    marked = {**GOOD, "entities": [SPAN]}
    (source,) = doccano("\n".join(map(json.dumps, [GOOD, GOOD])), tmp_path)
    assert len(source.records) == 1 and "taken once" in source.notes[0]
    (source,) = doccano("\n".join(map(json.dumps, [GOOD, marked, GOOD])), tmp_path)
    assert source.records == () and "differently" in source.refused[0]


def test_annotators_of_an_archive_are_kept_apart(tmp_path: Path) -> None:
    marked = {**GOOD, "entities": [SPAN]}
    content = archive(**{"anna.jsonl": json.dumps(GOOD), "bert.jsonl": json.dumps(marked)})
    sources = doccano(content, tmp_path, "export.zip")
    files = import_files(sources, tmp_path / "out")
    assert sorted(path.relative_to(tmp_path).as_posix() for path in files) == [
        "out/anna/d.jsonl",
        "out/bert/d.jsonl",
    ]
    one = doccano(archive(**{"all.jsonl": json.dumps(GOOD)}), tmp_path, "export.zip")
    assert list(import_files(one, tmp_path)) == [tmp_path / "d.jsonl"]


@pytest.mark.parametrize(
    "name",
    ["../evil.jsonl", "/evil.jsonl", "a\\evil.jsonl", "..", "a/b.jsonl", "x.exe", ".jsonl", "\x1b.jsonl"],
)
def test_an_archive_names_no_path(name: str, tmp_path: Path) -> None:
    content = archive(**{name: json.dumps(GOOD), "anna.jsonl": json.dumps(GOOD)})
    sources = doccano(content, tmp_path, "export.zip")
    assert [source.name for source in sources if source.records] == ["anna"]
    assert sum(len(source.refused) for source in sources) == 1
    assert set(import_files(sources, tmp_path / "out")) == {tmp_path / "out" / "anna" / "d.jsonl"}


def test_sources_of_one_name_are_not_mixed(tmp_path: Path) -> None:
    sources = [Source("Anna", (RECORD,)), Source("anna", (RECORD,))]
    with pytest.raises(RecordError, match="names that differ"):
        import_files(sources, tmp_path)


def test_bombs_are_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (package, package.doccano_jsonl, package.docbin):  # type: ignore[attr-defined]
        monkeypatch.setattr(module, "LARGEST", 10_000)
    (source,) = doccano(archive(**{"anna.jsonl": " " * 100_000}), tmp_path, "bomb.zip")
    assert "more than 10000 bytes" in source.refused[0]
    (source,) = doccano(b" " * 10_001, tmp_path)
    assert "larger than 10000 bytes" in source.refused[0]
    path = tmp_path / "bomb.spacy"
    path.write_bytes(zlib.compress(b"\xc0" * 100_000))
    (source,) = read_sources([path], Format.docbin, {})
    assert "more than 10000 bytes" in source.refused[0]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (archive(**{"anna.jsonl": "x" * 50})[:-10], "line 1"),
        ("共".encode("gb18030"), "not UTF-8"),
        (archive(**{f"{n}.jsonl": "" for n in range(1001)}), "no export of doccano"),
        (archive(**{"anna.jsonl": "x" * 400}).replace(b"PK\x03\x04", b"PK\x03\x05"), "can't be unpacked"),
    ],
)
def test_broken_files_are_refused(content: bytes, said: str, tmp_path: Path) -> None:
    sources = doccano(content, tmp_path)
    refused = [line for source in sources for line in source.refused]
    assert any(said in line for line in refused) or "not UTF-8" in refused[0]
    assert not any(source.records for source in sources)


def brat(folder: Path, text: str, standoff: str, name: str = "d@000005") -> Source:
    (folder / f"{name}.txt").write_bytes(text.encode())
    (folder / f"{name}.ann").write_bytes(standoff.encode())
    (source,) = read_sources([folder], Format.brat, {})
    return source


def test_brat_files_are_as_brat_writes_them() -> None:
    files = {name: content.decode() for name, content in dump_brat([RECORD]).items()}
    assert set(files) == {"annotation.conf", "報告 2015@000030.txt", "報告 2015@000030.ann"}
    assert files["報告 2015@000030.txt"] == TEXT
    assert files["報告 2015@000030.ann"].splitlines() == [
        "T1\tDATE 0 5\t2015年",
        "T2\tCATEGORY 8 9;10 11\t申 请",
        "T3\tCOUNT 11 14\t12件",
        "R1\tDURING Arg1:T3 Arg2:T1\t",
        "R2\tCATEGORY_OF Arg1:T3 Arg2:T2\t",
    ]
    configuration = files["annotation.conf"]
    assert "[entities]\nCOUNT\n" in configuration
    assert "CATEGORY_OF\tArg1:COUNT|PERCENT, Arg2:CATEGORY\n" in configuration


def test_brat_lines_without_a_place_in_records_are_passed_over_with_a_note(tmp_path: Path) -> None:
    source = brat(
        tmp_path,
        "共12件",
        "T1\tCOUNT 1 4\t12件\n#1\tAnnotatorNotes T1\t?\nA1\tSure T1\nN1\tReference T1 a:1\tx\n*\tEquiv T1 T1\n\n",
    )
    assert source.records == (Record("d", 5, "共12件", Annotation((Entity(1, 4, "COUNT"),))),)
    assert "1 #, 1 *, 1 A, 1 N" in source.notes[0]


@pytest.mark.parametrize(
    ("name", "doc", "offset"),
    [
        ("a", "a", 0),
        ("a@7", "a", 7),
        ("a@b@000007", "a@b", 7),
        ("a@", "a@", 0),
        ("a@1234567890", "a@1234567890", 0),
    ],
)
def test_names_of_brat_files_say_where_the_text_stands(
    name: str, doc: str, offset: int, tmp_path: Path
) -> None:
    (record,) = brat(tmp_path, "共12件", "", name).records
    assert (record.doc, record.offset) == (doc, offset)


@pytest.mark.parametrize(
    ("standoff", "said"),
    [
        ("T1\tCOUNT 1 3;4 5\t12 x", "T1 is discontinuous (1 3;4 5)"),
        ("T1\tCOUNT 3 4;1 2\t件 1", "discontinuous"),
        ("T1\tCOUNT 1 4\t13件", "the text has something else"),
        ("T1\tCOUNT 2 5\t12件", "the text has something else"),
        ("T1\tCOUNT\t12件", "is not id, label and offsets, text"),
        ("T1 COUNT 1 4 12件", "is not id, label and offsets, text"),
        ("T1\tCOUNT -1 4\t12件", "is not id, label and offsets, text"),
        ("T1\tCOUNT 1 ²\t12件", "is not id, label and offsets, text"),
        ("T1\tCOUNT 1 99999999999999\t12件", "is not id, label and offsets, text"),
        ("T1\tCOUNT 1 4\t12件\nT1\tDATE 0 1\t共", "T1 is used twice"),
        ("T1\tCOUNT 1 4\t12件\nR1\tVIA Arg1:T1 Arg2:T9\t", "dangling"),
        ("T1\tCOUNT 1 4\t12件\nR1\tVIA Arg1:T1", "Arg1 and Arg2"),
        ("T1\tCOUNT 1 4\t12件\nR1\tVIA Arg1:T1 Arg3:T1", "Arg1 and Arg2"),
        ("T1\tNUMBER 1 4\t12件", "unknown label"),
    ],
)
def test_broken_standoff_is_named_and_other_pairs_are_taken(standoff: str, said: str, tmp_path: Path) -> None:
    brat(tmp_path, "好", "", "good@000000")
    source = brat(tmp_path, "共12件x", standoff)
    assert [record.doc for record in source.records] == ["good"]
    assert len(source.refused) == 1 and said in source.refused[0], source.refused


def test_pairs_that_are_not_complete_are_named(tmp_path: Path) -> None:
    brat(tmp_path, "好", "", "good")
    (tmp_path / "alone.ann").write_text("", encoding="utf-8")
    (tmp_path / "other.ann").write_text("", encoding="utf-8")
    (tmp_path / "other.txt").write_bytes("共".encode("gb18030"))
    (source,) = read_sources([tmp_path], Format.brat, {})
    assert [record.doc for record in source.records] == ["good"]
    assert "cannot be opened" in source.refused[0] and "not UTF-8" in source.refused[1]


def docbin(folder: Path, *docs: Doc) -> Source:
    path = folder / "x.spacy"
    path.write_bytes(DocBin(store_user_data=True, docs=docs).to_bytes())
    (source,) = read_sources([path], Format.docbin, {})
    return source


def test_docs_of_other_tokenisers_are_read(tmp_path: Path) -> None:
    doc = Doc(Vocab(), words=["共", "12件", "网上"], spaces=[True, False, False])
    doc.ents = [Span(doc, 1, 2, label="COUNT"), Span(doc, 2, 3, label="CHANNEL")]
    doc._.gdie_relations = [[1, 2, "VIA", 0.7]]
    doc.user_data["gdie"] = {"doc": "d", "offset": 4}
    figure, way = Entity(2, 5, "COUNT"), Entity(5, 7, "CHANNEL")
    expected = Record("d", 4, "共 12件网上", Annotation((figure, way), (Relation(figure, way, "VIA"),)))
    assert docbin(tmp_path, doc).records == (expected,)


@pytest.mark.parametrize(
    ("place", "relations", "said"),
    [
        (None, None, "lacks user_data['gdie']"),
        ({"doc": "d"}, None, "lacks user_data['gdie']"),
        ({"doc": "d", "offset": True}, None, "lacks user_data['gdie']"),
        ({"doc": "d", "offset": 0}, [[0, 1, "VIA", 1.0]], "can't be read"),
        ({"doc": "d", "offset": 0}, 7, "can't be read"),
    ],
)
def test_a_broken_doc_is_named_and_the_others_are_taken(
    place: object, relations: object, said: str, tmp_path: Path
) -> None:
    vocab = Vocab()
    docs = [Doc(vocab, words=["共"]), Doc(vocab, words=["好"], spaces=[False])]
    docs[0].user_data["gdie"] = place
    docs[0]._.gdie_relations = relations
    docs[1].user_data["gdie"] = {"doc": "d", "offset": 0}
    source = docbin(tmp_path, *docs)
    assert [record.text for record in source.records] == ["好"]
    assert said in source.refused[0]


WHOLE = srsly.msgpack_loads(zlib.decompress(dump_docbin([RECORD])))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"PK\x03\x04",
        zlib.compress(b""),
        zlib.compress(b"\x91" * 5000),
        zlib.compress(srsly.msgpack_dumps([])),
        zlib.compress(srsly.msgpack_dumps({})),
        *(
            zlib.compress(srsly.msgpack_dumps({**WHOLE, key: None}))
            for key in WHOLE
            if key not in ("cats", "version", "span_groups")
        ),
        *(
            zlib.compress(srsly.msgpack_dumps({**WHOLE, key: value}))
            for key, value in [
                ("attrs", []),
                ("attrs", [65]),
                ("strings", []),
                ("tokens", b"\x07" * 720),
                ("lengths", b""),
                ("user_data", []),
                ("user_data", [b"\xc1"]),
                ("user_data", [srsly.msgpack_dumps([1])]),
            ]
        ),
    ],
)
def test_broken_bins_are_refused(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "x.spacy"
    path.write_bytes(content)
    (source,) = read_sources([path], Format.docbin, {})
    assert source.records == ()


@pytest.mark.parametrize("form", Format)
def test_a_path_that_is_not_there_harms_no_other(form: Format, tmp_path: Path) -> None:
    target = tmp_path / "out"
    target.mkdir()
    for path, content in export_files(
        [RECORD], form, target if form is Format.brat else target / "x"
    ).items():
        path.write_bytes(content)
    there = target if form is Format.brat else target / "x"
    missing, found = read_sources([tmp_path / "none", there], form, {})
    assert "does not exist" in missing.refused[0]
    assert found.records == (RECORD,)


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("報告　2015", True),
        ("a.b@c", True),
        ("", False),
        (".", False),
        ("..", False),
        (".hidden", False),
        ("a/b", False),
        ("a\\b", False),
        ("a\n", False),
        (" a", False),
        ("a\u202eb", False),
        ("a" * 201, False),
    ],
)
def test_plain_names(name: str, plain: bool) -> None:
    assert is_plain(name) == plain


def test_files_that_stand_there_with_other_content_are_not_changed(tmp_path: Path) -> None:
    path = tmp_path / "d.jsonl"
    path.write_text("mine", encoding="utf-8")
    refuse_changes({path: b"mine", tmp_path / "new": b"x"})
    with pytest.raises(RecordError, match="another content"):
        refuse_changes({path: b"yours"})


def run(monkeypatch: pytest.MonkeyPatch, *arguments: object) -> object:
    monkeypatch.setattr("sys.argv", ["gdie", "annotate", *map(str, arguments)])
    with pytest.raises(SystemExit) as ended:
        main()
    return ended.value.code


@pytest.mark.parametrize("form", Format)
def test_the_commands_go_there_and_back(
    form: Format, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, target, back = tmp_path / "in.jsonl", tmp_path / "there" / "x", tmp_path / "back"
    other = Record("b", 0, "共\n", Annotation())
    source.write_text(dump_records([RECORD, other]), encoding="utf-8")
    assert run(monkeypatch, "export", source, "--to", form.value, "-o", target) == 0
    assert run(monkeypatch, "import", target, "--from", form.value, "-o", back) == 0
    assert load_records(back / "b.jsonl") == [other]
    assert load_records(back / f"{RECORD.doc}.jsonl") == [RECORD]


def test_the_commands_say_what_they_leave_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    bad = Record("d", 9, "共12件", Annotation((Entity(1, 4, "NUMBER\x1b[31m"),)))
    source.write_text(dump_records([RECORD, bad]), encoding="utf-8")
    assert run(monkeypatch, "export", source, "--to", "doccano", "-o", target) == 1
    said = capsys.readouterr().err
    assert "unknown label" in said and "\x1b[31mNUMBER" not in said and "NUMBER\x1b" not in said
    source.write_text(dump_records([bad]), encoding="utf-8")
    assert run(monkeypatch, "export", source, "--to", "doccano", "-o", tmp_path / "none") == 2
    assert not (tmp_path / "none").exists()
    target.write_text(target.read_text(encoding="utf-8") + "{\n", encoding="utf-8")
    assert run(monkeypatch, "import", target, "--from", "doccano", "-o", tmp_path / "back") == 1
    assert load_records(tmp_path / "back" / f"{RECORD.doc}.jsonl") == [RECORD]
    (tmp_path / "back" / f"{RECORD.doc}.jsonl").write_text("mine", encoding="utf-8")
    assert run(monkeypatch, "import", target, "--from", "doccano", "-o", tmp_path / "back") == 2
    assert (tmp_path / "back" / f"{RECORD.doc}.jsonl").read_text(encoding="utf-8") == "mine"
    assert run(monkeypatch, "import", tmp_path / "no", "--from", "brat", "-o", tmp_path / "back") == 2
