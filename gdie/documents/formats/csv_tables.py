"""Tables as text (CSV, TSV): comma, tab or semicolon, whichever parts the lines into steady columns."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from itertools import islice

from gdie.documents.content import Content
from gdie.documents.formats.regions import SheetCell, cell_lines, column_letters, cut_regions
from gdie.documents.limits import Limits
from gdie.documents.model import Place

_DELIMITERS = (",", "\t", ";")
_SAMPLE = 200  # records that the delimiter is chosen by
_NAMED_DELIMITER = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
# ="0123": how programs keep Excel from reading a number; any other cell that begins with = is text as it stands.
_KEPT_AS_TEXT = re.compile(r'="([^"]*)"$')


def read_csv_table(data: bytes, limits: Limits) -> Content:
    """The tables of a CSV file, with the lines above and below them; a file without columns is paragraphs.

    Raises `UnreadableDocument` where the bytes are no text or the cells are too many.
    """
    from gdie.documents.encoding import decode

    text, _ = decode(data)
    text = text.removeprefix("\ufeff")
    first_row = 0
    if named := _NAMED_DELIMITER.match(text):
        text, first_row = text[named.end() :], 1
    delimiter = named[1] if named else _delimiter(text)
    records: Iterable[list[str]] = [[line] for line in io.StringIO(text)]
    if delimiter:
        records = _records(text, delimiter)
    cells: list[SheetCell] = []
    characters = 0
    for row, record in enumerate(records, first_row):
        for column, content in enumerate(record):
            place = Place(cell=f"{column_letters(column + 1)}{row + 1}") if content else Place()
            lines = cell_lines(_unwrapped(content), place) if content else ()
            if lines:
                cells.append(SheetCell(row, column, lines))
                characters += len(content)
        limits.check("cells", len(cells))
        limits.check("characters", characters)
    return Content(tuple(cut_regions(cells)))


def _delimiter(text: str) -> str:
    """The delimiter that gives most lines the same number of columns; empty where most lines have a single one."""
    best, most = "", (0.0, 0)
    for delimiter in _DELIMITERS:
        sample = io.StringIO(text[:100_000], newline="")
        try:
            rows = [r for r in islice(csv.reader(sample, delimiter=delimiter), _SAMPLE) if any(r)]
        except csv.Error:
            rows = [
                line.split(delimiter) for line in islice(io.StringIO(text[:100_000]), _SAMPLE) if line.strip()
            ]
        widths = Counter(len(row) for row in rows)
        wide = {width: count for width, count in widths.items() if width > 1}
        if not rows and sample.getvalue().strip():
            return delimiter  # nothing but delimiters
        if not wide or sum(wide.values()) * 2 < len(rows):
            continue
        width, count = max(wide.items(), key=lambda item: (item[1], item[0]))
        if (score := (count / len(rows), width)) > most:
            best, most = delimiter, score
    return best


def _records(text: str, delimiter: str) -> list[list[str]]:
    """The records, blank lines as empty ones; quotation marks are characters where they don't fit together."""
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        # The one marks a quotation that is never closed, the other one that swallowed a large part of the file.
        if not re.search("unexpected end|field limit", str(error)):
            with suppress(csv.Error):
                return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    return [line.rstrip("\r\n").split(delimiter) if line.strip() else [] for line in io.StringIO(text)]


def _unwrapped(content: str) -> str:
    kept = _KEPT_AS_TEXT.match(content.strip())
    return kept[1] if kept else content
