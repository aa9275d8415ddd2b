"""Workbooks (XLSX, XLSM) as their reader sees them: shown sheets, rows and columns, values in their number formats.

The parts are read here and not by openpyxl, which makes an object for every cell of a merged range or of a linked one, refuses workbooks for
faults of their looks and knows no strict OOXML.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from gdie.documents.content import Content, Grid, Paragraph, Stretch
from gdie.documents.errors import UnreadableDocument
from gdie.documents.formats.packages import Package, open_package
from gdie.documents.formats.regions import SheetCell, cell_lines, column_letters, cut_regions
from gdie.documents.formats.xlsx.layout import lay_out
from gdie.documents.formats.xlsx.markup import read_part
from gdie.documents.formats.xlsx.number_formats import number_as_shown, text_as_shown
from gdie.documents.formats.xlsx.sheet import RawCell, RawSheet, SheetHandler, without_empty_cells
from gdie.documents.formats.xlsx.workbook import SheetPart, Workbook, read_strings, read_workbook, unescape
from gdie.documents.limits import Limits
from gdie.documents.model import Place

_ISO_MOMENT = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})T00:00:00(?:\.0+)?Z?$")
# Names that programs give to sheets say nothing; a year or a Chinese word does.
_GIVEN_NAME = re.compile(r"(?:sheet|工作表|表格?|页|頁)\s*[0-9(（]*[0-9）)]*$", re.IGNORECASE)
_TELLING = re.compile(r"[\u3400-\u9fff]|(?:19|20)[0-9]{2}")
_BEGINNING = 3  # pieces of a sheet in which its name is looked for


def read_xlsx(data: bytes, limits: Limits) -> Content:
    """The shown cells of all worksheets: tables as grids, lines above and below them as paragraphs.

    Formulas count by the value that was saved with them; one without such a value is an empty cell. Raises `UnreadableDocument`.
    """
    package = open_package(data, limits)
    workbook = read_workbook(package)
    sheets = list(_read_sheets(package, workbook, limits))
    wanted = {int(c.value) for _, raw in sheets for c in raw.cells if c.kind == "s" and _is_number(c.value)}
    strings = read_strings(package, workbook.strings_part, wanted)
    characters = 0
    pieces: list[Paragraph | Grid] = []
    for part, raw in sheets:
        cells: list[SheetCell] = []
        for laid in lay_out(raw):
            shown = _shown(laid.cell, workbook, strings)
            characters += len(shown)
            limits.check("characters", characters)
            place = Place(sheet=part.name, cell=f"{column_letters(laid.cell.column)}{laid.cell.row}")
            if lines := cell_lines(shown, place):
                cells.append(SheetCell(laid.row, laid.column, lines, laid.row_span, laid.column_span))
        pieces += _with_name(part, cut_regions(cells))
    if not pieces:
        raise UnreadableDocument("holds no filled cell; nothing to extract")
    return Content(tuple(pieces))


def _read_sheets(
    package: Package, workbook: Workbook, limits: Limits
) -> Iterator[tuple[SheetPart, RawSheet]]:
    cells = 0
    for sheet in workbook.sheets:
        try:
            data = package.read_member(sheet.part)
        except KeyError:
            raise UnreadableDocument(
                f"is damaged (the sheet {sheet.name[:31]!r} is missing); open it and save it again"
            ) from None
        handler = SheetHandler(limits, cells)
        read_part(without_empty_cells(data), handler, sheet.part)
        cells += len(handler.sheet.cells)
        yield sheet, handler.sheet


def _shown(cell: RawCell, workbook: Workbook, strings: dict[int, str]) -> str:
    code = workbook.formats[cell.style] if cell.style < len(workbook.formats) else "General"
    match cell.kind:
        case "n":
            return number_as_shown(cell.value, code, workbook.from_1904)
        case "s":
            found = strings.get(int(cell.value), "") if _is_number(cell.value) else ""
            return text_as_shown(found, code)
        case "b":
            return {"1": "TRUE", "0": "FALSE"}.get(cell.value.strip(), cell.value)
        case "d":
            midnight = _ISO_MOMENT.match(cell.value.strip())
            return midnight[1] if midnight else cell.value.strip().replace("T", " ")
        case "e":
            return cell.value
    return text_as_shown(unescape(cell.value), code)


def _with_name(sheet: SheetPart, pieces: Sequence[Paragraph | Grid]) -> Sequence[Paragraph | Grid]:
    """The pieces of a sheet, its name before them where it says something that they don't begin with."""
    name = " ".join(sheet.name.split())
    if not pieces or not _TELLING.search(name) or _GIVEN_NAME.match(name):
        return pieces
    beginning = "".join(_text(piece) for piece in pieces[:_BEGINNING])
    if "".join(name.split()) in "".join(beginning.split()):
        return pieces
    return [Paragraph((Stretch(name, Place(sheet=sheet.name)),)), *pieces]


def _text(piece: Paragraph | Grid) -> str:
    if isinstance(piece, Paragraph):
        return piece.text
    return "".join(line.text for cell in piece.cells[:20] for line in cell.lines)


def _is_number(text: str) -> bool:
    text = text.strip()
    return text.isascii() and text.isdigit() and len(text) <= 9


__all__ = ["read_xlsx"]
