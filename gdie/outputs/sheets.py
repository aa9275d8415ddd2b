"""Tables with typed columns and their writers: CSV, XLSX, Parquet. The same table always gives the same bytes.

CSV is UTF-8 with a byte order mark (without it Excel shows Chinese as debris), comma, LF, quotes as in RFC 4180. Text cells of CSV and
XLSX never act in a spreadsheet: what could start a formula is preceded by an apostrophe. Parquet keeps all text as it is.
"""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, islice
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Any, BinaryIO, Literal

from gdie.outputs.files import new_file, write_bytes

if TYPE_CHECKING:
    import pandas as pd

Type = Literal["text", "int", "float", "bool"]
Cell = str | int | float | bool | None
Row = tuple[Cell, ...]
FileFormat = Literal["csv", "xlsx", "parquet"]

EXCEL_ROWS = 1_048_576  # header included
EXCEL_CHARACTERS = 32_767  # of a cell, in UTF-16 units
_MEASURED = 500  # rows that a column's width is measured on
_WIDEST = 60
_GROUP = 100_000  # rows of a Parquet file that are in memory
_ARROW = {"text": "string", "int": "int64", "float": "float64", "bool": "bool"}
# What XML 1.0 has no place for; tab, LF and CR may stay.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
# Blanks, seen or unseen, that a spreadsheet may pass over on its way to a formula.
_BLANKS = re.compile("[\\s\u00ad\u180e\u200b-\u200f\u2060\ufeff]*")
_STARTS = ("=", "+", "-", "@")


class TooLarge(ValueError):
    """A table that the file format can't hold."""


@dataclass(frozen=True)
class Field:
    """A column: its name, the type of its cells (each may be empty), and a note for its header."""

    name: str
    type: Type = "text"
    note: str = ""


@dataclass(frozen=True)
class Sheet:
    """A table. Each row has one cell a field, None where it is empty; `frozen` columns at the left stay in view."""

    name: str
    fields: tuple[Field, ...]
    rows: Sequence[Row]
    frozen: int = 0


def harmless(text: str) -> str:
    """Text for a cell of a spreadsheet: without control characters, never the start of a formula in whatever width."""
    text = _UNWRITABLE.sub("", text)
    blanks = _BLANKS.match(text)
    end = blanks.end() if blanks else 0
    first = unicodedata.normalize("NFKC", text[end : end + 1])[:1]
    acts = first in _STARTS or any(c in "\t\r" for c in text[:end])
    return f"'{text}" if acts else text


def csv_bytes(sheet: Sheet) -> bytes:
    """The sheet as CSV."""
    return b"".join(_csv_lines(sheet, sheet.rows))


def _csv_lines(head: Sheet, rows: Iterable[Row]) -> Iterator[bytes]:
    yield ("\ufeff" + ",".join(_quoted(f.name) for f in head.fields) + "\n").encode("utf-8")
    for row in rows:
        yield (",".join(_csv(cell) for cell in row) + "\n").encode("utf-8")


def _csv(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case bool():
            return str(cell).lower()
        case int() | float():
            return number_text(cell)
        case str():
            return _quoted(harmless(cell))


def number_text(value: float) -> str:
    """A number in full digits, whole ones without .0."""
    return str(int(value)) if value == int(value) else repr(value)


def _quoted(text: str) -> str:
    # Not the csv module: before Python 3.13 it leaves a lone CR unquoted where lines end in LF.
    special = any(c in text for c in ',"\r\n') or text != text.strip()
    return '"' + text.replace('"', '""') + '"' if special else text


def xlsx_bytes(sheets: Sequence[Sheet]) -> bytes:
    """The sheets as one workbook. Raises TooLarge when one has more rows than Excel allows."""
    stream = io.BytesIO()
    _write_xlsx([(sheet, sheet.rows) for sheet in sheets], stream)
    return stream.getvalue()


def _write_xlsx(sheets: Sequence[tuple[Sheet, Iterable[Row]]], stream: BinaryIO) -> None:
    import xlsxwriter

    options = {
        "constant_memory": True,  # row by row: a large panel would not fit otherwise
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(stream, options) as book:
        book.set_properties({"created": datetime(2000, 1, 1)})  # the same bytes on every run
        bold = book.add_format({"bold": True})
        for head, rows in sheets:
            _write_sheet(book.add_worksheet(head.name), head, rows, bold)


def _write_sheet(page: Any, head: Sheet, rows: Iterable[Row], bold: Any) -> None:
    rest = iter(rows)
    first = list(islice(rest, _MEASURED))
    page.freeze_panes(1, head.frozen)
    for column, field in enumerate(head.fields):
        page.set_column(column, column, _width(field, [row[column] for row in first]))
        page.write_string(0, column, field.name, bold)
        if field.note:
            page.write_comment(0, column, field.note)
    number = 0
    for number, row in enumerate(chain(first, rest), 1):
        if number >= EXCEL_ROWS:
            continue  # they are only counted
        for column, cell in enumerate(row):
            match cell:
                case None | "":
                    pass
                case bool():
                    page.write_boolean(number, column, cell)
                case int() | float():
                    page.write_number(number, column, cell)
                case str():
                    page.write_string(number, column, _cut(harmless(cell)))
    if number >= EXCEL_ROWS:
        raise TooLarge(
            f"{number:,} rows ({head.name}), an Excel sheet holds {EXCEL_ROWS - 1:,}; write csv or parquet"
        )


def _cut(text: str) -> str:
    """At most as many characters as a cell holds, … at the end where some are left out; line ends as Excel has them."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    units = text.encode("utf-16-le")
    if len(units) <= 2 * EXCEL_CHARACTERS:
        return text
    return units[: 2 * (EXCEL_CHARACTERS - 1)].decode("utf-16-le", "ignore") + "…"


def _width(field: Field, cells: Iterable[Cell]) -> int:
    """Of the longest line of the first cells, Chinese characters counting two, within limits."""
    texts = [field.name, *map(_csv, cells)]
    longest = max(_columns(line) for text in texts for line in text[:_WIDEST].split("\n"))
    return min(max(longest, 4), _WIDEST) + 2


def _columns(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)


def parquet_bytes(sheet: Sheet) -> bytes:
    """The sheet as Parquet; the types of the columns are those of its fields, with or without rows."""
    stream = io.BytesIO()
    _write_parquet(sheet, sheet.rows, stream)
    return stream.getvalue()


def _write_parquet(head: Sheet, rows: Iterable[Row], stream: BinaryIO) -> None:
    import pyarrow.parquet as pq

    rest = iter(rows)
    with pq.ParquetWriter(stream, _schema(head)) as writer:
        while group := list(islice(rest, _GROUP)):
            writer.write_table(_arrow(head, group))


def frame(sheet: Sheet) -> pd.DataFrame:
    """The sheet as a data frame of Arrow types: whole numbers stay whole, empty cells are missing."""
    import pandas as pd

    data: pd.DataFrame = _arrow(sheet, sheet.rows).to_pandas(types_mapper=pd.ArrowDtype)
    return data


def _arrow(head: Sheet, rows: Sequence[Row]) -> Any:
    import pyarrow as pa

    columns = zip(*rows, strict=True) if rows else ((),) * len(head.fields)
    arrays = [
        pa.array([_exact(cell, field.type) for cell in column], type=_ARROW[field.type])
        for field, column in zip(head.fields, columns, strict=True)
    ]
    return pa.Table.from_arrays(arrays, schema=_schema(head))


def _schema(head: Sheet) -> Any:
    import pyarrow as pa

    notes = [{"description": f.note} if f.note else None for f in head.fields]
    return pa.schema(
        [pa.field(f.name, _ARROW[f.type], metadata=note) for f, note in zip(head.fields, notes, strict=True)]
    )


def _exact(cell: Cell, kind: Type) -> Cell:
    """A cell as Arrow takes it: figures in a column of floats as floats, no half characters."""
    if kind == "float" and cell is not None:
        return float(cell)
    return _SURROGATE.sub("\ufffd", cell) if isinstance(cell, str) else cell


def file_bytes(sheet: Sheet, form: FileFormat) -> bytes:
    """One sheet in one file. Raises TooLarge."""
    match form:
        case "csv":
            return csv_bytes(sheet)
        case "xlsx":
            return xlsx_bytes([sheet])
        case "parquet":
            return parquet_bytes(sheet)


def write_rows(head: Sheet, rows: Iterable[Row], form: FileFormat, path: Path | None) -> None:
    """One sheet in one file, `rows` below the rows of `head`, taken one by one however many there are; None is standard output.

    Raises OSError when the place can't be written and TooLarge; no file is then cut short.
    """
    every = chain(head.rows, rows)
    with new_file(path) as stream:
        match form:
            case "csv":
                for line in _csv_lines(head, every):
                    stream.write(line)
                return
            case "xlsx" | "parquet" if path is not None:
                _write_binary(head, every, form, stream)
            case _:
                # These are written back and forth, which a pipe does not allow.
                with TemporaryFile() as whole:
                    _write_binary(head, every, form, whole)
                    whole.seek(0)
                    copyfileobj(whole, stream)


def _write_binary(head: Sheet, rows: Iterable[Row], form: FileFormat, stream: BinaryIO) -> None:
    if form == "xlsx":
        _write_xlsx([(head, rows)], stream)
    else:
        _write_parquet(head, rows, stream)


def write_sheets(sheets: Sequence[Sheet], path: Path, form: FileFormat) -> None:
    """All sheets: XLSX as the sheets of one workbook, CSV and Parquet as one file each in the folder `path`, which is made.

    Raises OSError when the place can't be written and TooLarge; no file is then cut short.
    """
    if form == "xlsx":
        write_bytes(xlsx_bytes(sheets), path)
        return
    made = [(path / f"{sheet.name}.{form}", file_bytes(sheet, form)) for sheet in sheets]
    path.mkdir(parents=True, exist_ok=True)
    for place, data in made:
        write_bytes(data, place)
