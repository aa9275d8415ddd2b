"""Outputs written row by row: the same as whole ones, and whole or not at all."""

import io
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pyarrow.parquet as pq
import pytest

from gdie.outputs import files, sheets
from gdie.outputs.files import new_file, write_jsonl
from gdie.outputs.sheets import Field, FileFormat, Row, Sheet, TooLarge, file_bytes, write_rows

HEAD = Sheet("rows", (Field("n", "int"), Field("text")), ())
FORMATS: tuple[FileFormat, ...] = ("csv", "xlsx", "parquet")


def rows(count: int) -> Iterator[Row]:
    return ((n, f"第{n}条" * (n % 7)) for n in range(count))


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("count", [0, 1, 1200])
def test_rows_one_by_one_are_the_same_file(form: FileFormat, count: int, tmp_path: Path) -> None:
    write_rows(HEAD, rows(count), form, tmp_path / "out")
    whole = Sheet(HEAD.name, HEAD.fields, list(rows(count)))
    assert (tmp_path / "out").read_bytes() == file_bytes(whole, form)


@pytest.mark.parametrize("form", FORMATS)
def test_rows_go_into_a_pipe(form: FileFormat, monkeypatch: pytest.MonkeyPatch) -> None:
    pipe = io.BytesIO()
    monkeypatch.setattr(files, "sys", SimpleNamespace(stdout=SimpleNamespace(buffer=pipe)))
    write_rows(HEAD, rows(5), form, None)
    assert pipe.getvalue() == file_bytes(Sheet(HEAD.name, HEAD.fields, list(rows(5))), form)


def test_many_rows_are_several_groups(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "_GROUP", 100)
    write_rows(HEAD, rows(250), "parquet", tmp_path / "out")
    found = pq.ParquetFile(tmp_path / "out")
    assert found.num_row_groups == 3
    assert found.read()["n"].to_pylist() == list(range(250))


@pytest.mark.parametrize("count", [3, 4])
def test_a_sheet_holds_so_many_rows(count: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "EXCEL_ROWS", 4)
    place = tmp_path / "out.xlsx"
    place.write_bytes(b"earlier")
    if count == 3:
        write_rows(HEAD, rows(count), "xlsx", place)
        assert place.read_bytes().startswith(b"PK")
    else:
        with pytest.raises(TooLarge, match="4 rows"):
            write_rows(HEAD, rows(count), "xlsx", place)
        assert place.read_bytes() == b"earlier"
    assert [p.name for p in tmp_path.iterdir()] == ["out.xlsx"]


def broken() -> Iterator[dict[str, int]]:
    yield {"n": 1}
    raise KeyError("n")


def test_what_breaks_off_is_not_written(tmp_path: Path) -> None:
    place = tmp_path / "out.jsonl"
    place.write_bytes(b"earlier")
    with pytest.raises(KeyError):
        write_jsonl(broken(), place)
    assert [(p.name, p.read_bytes()) for p in tmp_path.iterdir()] == [("out.jsonl", b"earlier")]


def test_a_new_file_is_as_readable_as_any(tmp_path: Path) -> None:
    (tmp_path / "other").touch()
    with new_file(tmp_path / "out") as stream:
        stream.write(b"x")
    assert (tmp_path / "out").stat().st_mode == (tmp_path / "other").stat().st_mode
