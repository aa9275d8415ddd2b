"""Flat tables: every field in its column, and files that a spreadsheet opens without acting on them."""

import csv
import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gdie.documents import Place
from gdie.facts import AgencyOf, Fact, Mention
from gdie.outputs import sheets
from gdie.outputs.files import write_bytes, write_text
from gdie.outputs.flat import SCHEMA, facts_sheet, flatten
from gdie.outputs.sheets import (
    Field,
    FileFormat,
    Sheet,
    TooLarge,
    csv_bytes,
    file_bytes,
    frame,
    harmless,
    parquet_bytes,
    write_sheets,
    xlsx_bytes,
)
from tests.outputs.facts import fact

FULL = replace(
    fact("约3至5场", "response.press.total", part_of="f1", confidence=0.12345),
    channel=Mention("门户网站", 4, 8, "website"),
    column="自然人",
    agency=AgencyOf("我局", "白云县水务局", "agency"),
    place=Place(page=3, box=(90.5, 200.0, 112.0, 210.0)),
)
BARE = replace(fact("0.5万元", None, None), category=None, agency=None, unit=None, section=None)
SIGNED = replace(fact("-8", "t2.licence.delta"), value=-8)


def read_csv(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def read_xlsx(data: bytes, name: str) -> list[tuple[Any, ...]]:
    return list(openpyxl.load_workbook(io.BytesIO(data))[name].iter_rows(values_only=True))


def texts(*cells: str) -> Sheet:
    return Sheet("texts", (Field("text"),), [(cell,) for cell in cells])


def test_the_columns_are_the_fields_of_the_contract_in_its_order() -> None:
    assert [field.name for field in SCHEMA] == list(flatten(FULL.as_json()))


@pytest.mark.parametrize("form", ["csv", "xlsx", "parquet"])
def test_facts_come_back(form: FileFormat) -> None:
    facts = [FULL, BARE, SIGNED]
    data = file_bytes(facts_sheet(facts), form)
    expected = [[flatten(f.as_json()).get(field.name) for field in SCHEMA] for f in facts]
    match form:
        case "parquet":
            assert [list(row.values()) for row in pq.read_table(io.BytesIO(data)).to_pylist()] == expected
        case "xlsx":
            header, *rows = read_xlsx(data, "facts")
            assert header == tuple(f.name for f in SCHEMA)
            protected = [[f"'{c}" if c == "-8" else c for c in row] for row in expected]
            assert [list(row) for row in rows] == protected
        case "csv":
            header_line, *lines = read_csv(data)
            assert header_line == [f.name for f in SCHEMA]
            assert lines[0][:11] == [
                "report",
                "f10",
                "count",
                "约3至5场",
                "10",
                "15",
                "3",
                "5",
                "场",
                "about",
                "false",
            ]
            assert lines[1][6] == "5000"
            assert lines[2][3] == "'-8"
            assert lines[2][6] == "-8"
            assert [c == "" for c in lines[1]] == [c is None for c in expected[1]]


@pytest.mark.parametrize("facts", [[], [BARE]])
def test_parquet_has_the_same_types_with_and_without_rows(facts: list[Fact]) -> None:
    schema = pq.read_schema(io.BytesIO(parquet_bytes(facts_sheet(facts))))
    names = {"text": "string", "int": "int64", "float": "double", "bool": "bool"}
    assert {f.name: str(f.type) for f in schema} == {f.name: names[f.type] for f in SCHEMA}


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_no_facts_give_a_header(form: FileFormat) -> None:
    data = file_bytes(facts_sheet([]), form)
    rows = read_csv(data) if form == "csv" else read_xlsx(data, "facts")
    assert [list(row) for row in rows] == [[f.name for f in SCHEMA]]


def test_csv_says_that_it_is_utf8() -> None:
    assert csv_bytes(texts("条")) == b"\xef\xbb\xbftext\n\xe6\x9d\xa1\n"


@pytest.mark.parametrize(
    ("value", "expected"), [(12, "12"), (12.0, "12"), (127.65, "127.65"), (-8, "-8"), (1e22, "1" + "0" * 22)]
)
def test_numbers_in_csv(value: float, expected: str) -> None:
    sheet = Sheet("numbers", (Field("value", "float"),), [(value,)])
    assert read_csv(csv_bytes(sheet))[1:] == [[expected]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("=1+1", "'=1+1"),
        ("＝1+1", "'＝1+1"),
        ("＋2", "'＋2"),
        ("－8", "'－8"),
        ("＠某", "'＠某"),
        ("﹣8", "'﹣8"),  # small form
        (" \u3000=1", "' \u3000=1"),
        ("\u200b=1", "'\u200b=1"),
        ("\x00=1", "'=1"),  # what is dropped must not hide a formula
        ("\n=1", "'\n=1"),
        ("\t条", "'\t条"),
        ("\r条", "'\r条"),
        ("\r", "'\r"),
        ("条=1", "条=1"),
        (" 条", " 条"),
        ("—8", "—8"),  # a dash is no minus
        ("", ""),
    ],
)
def test_text_that_could_start_a_formula(text: str, expected: str) -> None:
    assert harmless(text) == expected


ANY_TEXT = st.text(st.characters(), max_size=20) | st.text(
    " \t\r\n=＝+-－@＠,\"'\x00\x0b\ufeff\u3000a条", max_size=6
)


@given(st.lists(ANY_TEXT, max_size=8))
def test_any_text_survives_csv(cells: list[str]) -> None:
    rows = read_csv(csv_bytes(Sheet("s", (Field("n", "int"), Field("text")), [(1, c) for c in cells])))
    assert [row[1] for row in rows[1:]] == [harmless(cell) for cell in cells]
    for _, text in rows[1:]:
        assert text.lstrip("\ufeff\u200b").strip()[:1] not in tuple("=+-@＝＋－＠")


@given(st.lists(ANY_TEXT, max_size=8))
def test_any_text_survives_xlsx_as_text(cells: list[str]) -> None:
    book = openpyxl.load_workbook(
        io.BytesIO(xlsx_bytes([Sheet("s", (Field("text"),), [(c,) for c in cells])]))
    )
    for number, cell in enumerate(cells, 2):
        found = book["s"].cell(number, 1)
        assert found.data_type in ("s", "n")
        assert found.data_type == "s" or found.value is None
        assert (found.value or "") == harmless(cell).replace("\r\n", "\n").replace("\r", "\n")


@given(st.lists(ANY_TEXT, max_size=8))
def test_any_text_survives_parquet_unchanged(cells: list[str]) -> None:
    assert pq.read_table(io.BytesIO(parquet_bytes(texts(*cells))))["text"].to_pylist() == cells


@pytest.mark.parametrize("form", ["csv", "xlsx", "parquet"])
def test_half_characters_break_no_file(form: FileFormat) -> None:
    assert file_bytes(texts("条\ud83d件"), form)


@pytest.mark.parametrize("char", ["条", "𠀀"])  # the second one is two units of UTF-16
def test_long_cells_are_cut_for_excel_only(char: str) -> None:
    long = char * 40_000
    cell = read_xlsx(xlsx_bytes([texts(long)]), "texts")[1][0]
    assert len(cell.encode("utf-16-le")) // 2 <= 32_767
    assert len(cell) >= 32_767 // len(char.encode("utf-16-le")) * 2 - 2
    assert cell.endswith(f"{char}…")
    assert csv_bytes(texts(long)).decode("utf-8-sig") == f"text\n{long}\n"


def test_more_rows_than_excel_holds_are_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sheets, "EXCEL_ROWS", 3)
    assert xlsx_bytes([texts("a", "b")])
    with pytest.raises(TooLarge, match="3 rows"):
        write_sheets([texts("a", "b", "c")], tmp_path / "out.xlsx", "xlsx")
    assert list(tmp_path.iterdir()) == []


def test_a_workbook_is_fit_to_read() -> None:
    sheet = Sheet(
        "s", (Field("code", note="what it means"), Field("名称")), [("a", "政府信息公开工作")], frozen=1
    )
    page = openpyxl.load_workbook(io.BytesIO(xlsx_bytes([sheet])))["s"]
    assert page.freeze_panes == "B2"
    assert page["A1"].comment is not None
    assert "what it means" in page["A1"].comment.text
    assert page["A1"].font.bold
    assert page.column_dimensions["B"].width > 16  # eight characters of double width


@pytest.mark.parametrize("form", ["csv", "xlsx", "parquet"])
def test_the_same_facts_give_the_same_bytes(form: FileFormat) -> None:
    sheet = facts_sheet([FULL, BARE, SIGNED])
    assert file_bytes(sheet, form) == file_bytes(sheet, form)


def test_a_frame_keeps_whole_numbers_whole() -> None:
    data = frame(facts_sheet([FULL, BARE]))
    assert data["category_start"].tolist()[0] == 0
    assert data["category_start"].isna().tolist() == [False, True]
    assert data["start"].sum() == 20


def test_files_are_written_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "out.csv"
    write_bytes(b"old", place)
    monkeypatch.setattr(Path, "replace", lambda *_: (_ for _ in ()).throw(OSError("full")))
    with pytest.raises(OSError, match="full"):
        write_bytes(b"new", place)
    assert place.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["out.csv"]


def test_text_is_written_as_utf8_without_changed_line_ends(tmp_path: Path) -> None:
    write_text("条\r\n件\n", tmp_path / "out.txt")
    assert (tmp_path / "out.txt").read_bytes() == "条\r\n件\n".encode()
