"""The values of the documents room. All offsets are half-open, in characters of the text layer."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, fields
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from gdie.documents.places import Places

BlockKind = Literal["title", "heading", "paragraph", "table"]
DocumentKind = Literal["annual_report", "work_plan_notice", "other"]
ColumnRole = Literal["label", "unit", "index", "value", "text"]
TableLayout = Literal["pipes", "tabs", "slashes", "blanks", "lines", "glued"]
FileFormat = Literal["text", "markdown", "csv", "html", "mhtml", "docx", "pdf", "xlsx"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in its file. What a format does not have is None.

    page (from 1) and box (left, top, right, bottom in points from the page's upper left corner): PDF. paragraph (from 1, outside
    tables): DOCX. table (from 1) and cell: DOCX; sheet and cell: XLSX; cell: CSV; all cells as spreadsheets name them (`B7`).
    css, a selector: HTML. line (from 1): Markdown. part: what is not in the body (`footnote 2`, `text box 1`, `header 1`).
    """

    page: int | None = None
    box: tuple[float, float, float, float] | None = None
    paragraph: int | None = None
    table: int | None = None
    sheet: str | None = None
    cell: str | None = None
    css: str | None = None
    line: int | None = None
    part: str | None = None

    def as_json(self) -> dict[str, Any]:
        """Plain values, null where the format has no such thing."""
        return {f.name: getattr(self, f.name) for f in fields(self)}


NOWHERE = Place()
"""The place of characters of which a format says nothing."""


@dataclass(frozen=True, order=True, slots=True)
class Span:
    """A half-open stretch `[start, end)` of the text layer."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: [{self.start}, {self.end})")

    def covers(self, start: int, end: int) -> bool:
        """Whether `[start, end)` lies inside this span."""
        return self.start <= start and end <= self.end


@dataclass(frozen=True, slots=True)
class Cell(Span):
    """One table cell: its content without the blanks around it (empty cells have start == end)."""

    text: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One table row, its cells in text order.

    `placed`: there is one cell a column of the table, padded with empty cells where the line has fewer and it is certain which ones.
    Otherwise only the order of the cells is known: there are fewer or more figures than columns, a figure cell may hold the digits of
    several columns, or a header row has merged cells.
    """

    cells: tuple[Cell, ...]
    placed: bool = True


@dataclass(frozen=True)
class Table(Span):
    """A table of the text layer: caption lines, header rows, data rows and the role of each column.

    `rows` has the heading rows without figures too. `layout` says how the table was flattened into text.
    """

    caption: Span | None = None
    header: tuple[Row, ...] = ()
    rows: tuple[Row, ...] = ()
    roles: tuple[ColumnRole, ...] = ()
    layout: TableLayout = "pipes"

    @property
    def value_columns(self) -> tuple[int, ...]:
        """Indices of the columns that hold figures."""
        return tuple(i for i, role in enumerate(self.roles) if role == "value")

    @cached_property
    def _row_starts(self) -> list[int]:
        return [min(cell.start for cell in row.cells) for row in self.rows]

    def cell_at(self, start: int, end: int) -> tuple[int, int] | None:
        """Row and column of the data cell that covers `[start, end)`, or None.

        In a row that is not placed, the second number is the cell's place in the row.
        """
        number = bisect_right(self._row_starts, start) - 1
        if number < 0:
            return None
        for column, cell in enumerate(self.rows[number].cells):
            if cell.text and cell.covers(start, end):
                return number, column
        return None

    def column_title(self, column: int) -> Cell | None:
        """The header cell of a column (the lowest placed header row that has text there), or None."""
        for row in reversed(self.header):
            if row.placed and row.cells[column].text:
                return row.cells[column]
        return None


@dataclass(frozen=True)
class Block(Span):
    """One line (or, for a table, a run of lines). `level` is 1–4 for a numbered heading, else 0."""

    kind: BlockKind = "paragraph"
    level: int = 0


@dataclass(frozen=True)
class Metadata:
    """What the document says of itself. Absent things are None.

    The spans `title`, `agency`, `published_span` and `number_span` point at the words that it was read from; what the text lacks and the
    file says beside it (meta elements, document properties) has no span. `title_text` and `agency_text` are the words from either source,
    a title that is spread over lines put together. `published` is the date of publication as `2015-02-10`, or `2015-02` where no day is
    given; `number` the document's own 文号 as printed.
    """

    title: Span | None = None
    agency: Span | None = None
    year: int | None = None
    kind: DocumentKind = "other"
    title_text: str | None = None
    agency_text: str | None = None
    published: str | None = None
    published_span: Span | None = None
    number: str | None = None
    number_span: Span | None = None


@dataclass(frozen=True)
class Document:
    """A document as it was read: `text` is the text layer and is never changed afterwards.

    `warnings` say what of the file could not be read ("pages 4-7 are scans without text and were not read").
    """

    stem: str
    text: str
    blocks: tuple[Block, ...] = ()
    tables: tuple[Table, ...] = ()
    metadata: Metadata = Metadata()
    format: FileFormat = "text"
    places: Places | None = None
    warnings: tuple[str, ...] = ()

    def place_of(self, start: int, end: int) -> Place | None:
        """Where `[start, end)` stands in the file; None for plain text, where the offsets say it."""
        return self.places.at(start, end) if self.places else None

    def slice(self, span: Span) -> str:
        """The characters of a span."""
        return self.text[span.start : span.end]

    def table_at(self, start: int, end: int) -> Table | None:
        """The table that covers `[start, end)`, caption included, or None."""
        number = bisect_right(self._table_starts, start) - 1
        table = self.tables[number] if number >= 0 else None
        return table if table is not None and table.covers(start, end) else None

    @cached_property
    def _table_starts(self) -> list[int]:
        return [table.start for table in self.tables]

    @cached_property
    def sections(self) -> tuple[Block, ...]:
        """The headings of the highest level, in text order."""
        return tuple(b for b in self.blocks if b.kind == "heading" and b.level == 1)

    def section_at(self, offset: int) -> Span | None:
        """The heading of the section that `offset` lies in, or None before the first heading."""
        i = bisect_right([b.start for b in self.sections], offset)
        return Span(self.sections[i - 1].start, self.sections[i - 1].end) if i else None

    def section_start(self, offset: int) -> int:
        """Where the section that `offset` lies in begins (0 before the first heading)."""
        heading = self.section_at(offset)
        return heading.start if heading else 0
