"""Table 四: a matrix whose rows are printed side by side, so that one line holds all its figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from rapidfuzz import fuzz

from gdie.documents import Cell, Document, Row, Table
from gdie.facts.forms.columns import title_key
from gdie.facts.forms.digits import readings, values_of
from gdie.facts.forms.reading import Closed, FormFigure, FormReading, Place, UnreadRow
from gdie.facts.forms.rows import digits, is_number, is_placeholder, says_none
from gdie.facts.labels import label_key
from gdie.facts.model import Mention
from gdie.indicators import Axis, Form, FormBlock, Indicator, load_forms, load_indicators
from gdie.text.view import normalise

# The header is told by its characters: stacked headers have no words left.
_ENOUGH = 0.7


def read_across(document: Document, table: Table) -> FormReading | None:
    """The table as a form whose rows stand side by side, or None."""
    for form in load_forms():
        for block in form.blocks:
            if block.across and block.axis and (reading := _read(document, table, form, block, block.axis)):
                return reading
    return None


def _read(document: Document, table: Table, form: Form, block: FormBlock, axis: Axis) -> FormReading | None:
    rows = [(i, row) for i, row in enumerate(table.rows) if any(is_number(c) or digits(c) for c in row.cells)]
    if not rows or len(rows) > 2:
        return None
    index, row = rows[-1]
    if any(c.text and not (is_number(c) or is_placeholder(c) or digits(c)) for c in row.cells):
        return None  # a row with words has a label
    alike = _likeness(document, table, form, block, axis)
    cells, shown = _cells(row, block, axis)
    if alike < _ENOUGH:
        return None
    if cells is None:
        filled = [c for c in row.cells if c.text]
        printed = " ".join(c.text for c in filled)
        unread = UnreadRow(block.rows[0].label, printed, filled[0].start, filled[-1].end, shown)
        return FormReading(table, form, block, alike, {index: block.rows[0]}, (), unread=(unread,))
    figures = tuple(_figures(document, table, block, axis, index, cells))
    closed = Counter(figure.total for figure in figures)
    whole = frozenset[Closed](
        (total, "row") for total, parts in closed.items() if total and parts == len(axis.columns) - 1
    )
    return FormReading(table, form, block, alike, {index: block.rows[0]}, figures, closed=whole)


def _likeness(document: Document, table: Table, form: Form, block: FormBlock, axis: Axis) -> float:
    """How much of the form's header stands in the table's, by characters; without a header the section's heading decides."""
    header = "".join(label_key(normalise(c.text).text) for row in table.header for c in row.cells)
    indicators = [_indicator(block, k) for k in range(len(block.rows))]
    wanted = "".join(dict.fromkeys(i.group or "" for i in indicators))
    wanted += "".join(i.label + "".join(c.label for c in axis.columns) for i in indicators)
    wanted = label_key(normalise(wanted).text)
    found = sum((Counter(header) & Counter(wanted)).values()) / len(wanted)
    if header and found < _ENOUGH:
        return 0.0
    if header:
        return found
    section = document.section_at(table.start)
    heading = label_key(normalise(document.slice(section)).text) if section else ""
    titles = [label_key(normalise(t).text) for t in (form.title, *form.titles)]
    return max(fuzz.partial_ratio(t, heading) / 100 for t in titles) if heading else 0.0


def _indicator(block: FormBlock, row: int) -> Indicator:
    return load_indicators()[block.rows[row].code or ""]


def _cells(
    row: Row, block: FormBlock, axis: Axis
) -> tuple[tuple[Cell, ...] | None, tuple[tuple[int, ...], ...]]:
    """The figure cells in the form's order, or None with the readings that are possible."""
    width = len(axis.columns)
    expected = len(block.rows) * width
    if len(row.cells) == expected:
        return row.cells, ()
    cells = [c for c in row.cells if c.text]
    runs = [run for c in cells if (run := digits(c)) is not None]
    if len(runs) < len(cells):
        return None, ()
    found = readings(runs, [width] * len(block.rows), axis.total_index == width - 1)
    if not found or len(found) > 1:
        return None, tuple(values_of(r, runs) for r in found or ())
    return tuple(
        Cell(cells[run].start + a, cells[run].start + b, cells[run].text[a:b]) for run, a, b in found[0]
    ), ()


def _figures(
    document: Document, table: Table, block: FormBlock, axis: Axis, index: int, cells: Sequence[Cell]
) -> Iterator[FormFigure]:
    width = len(axis.columns)
    headings = _header_mentions(document, table, block, axis)
    for k, cell in enumerate(cells):
        if not cell.text or not (is_number(cell) or says_none(cell)):
            continue
        group, column = divmod(k, width)
        total: Place | None = None
        if axis.total_index is not None and column != axis.total_index:
            sum_cell = cells[group * width + axis.total_index]
            total = (sum_cell.start, sum_cell.end) if is_number(sum_cell) else None
        code = block.rows[group].cell_code(axis.columns[column])
        yield FormFigure(cell.start, cell.end, index, code, None, total, headings[k])


def _header_mentions(document: Document, table: Table, block: FormBlock, axis: Axis) -> tuple[Mention, ...]:
    """What each figure counts: the title of its column; of a total, the title of its group.

    A title in a cell of its own is quoted as printed; of a stacked or lost header the official title is given, with the whole header
    (or the table's first figure) as its place.
    """
    cells = [c for row in table.header for c in row.cells if c.text]
    titles = {title_key(c.label) for c in axis.columns}
    singles = [c for c in cells if title_key(c.text) in titles]
    in_order = len(singles) == len(block.rows) * len(axis.columns)
    start = cells[0].start if cells else table.start
    end = cells[-1].end if cells else table.start
    mentions = []
    for group in range(len(block.rows)):
        name = _indicator(block, group).label
        own = next((c for c in cells if label_key(normalise(c.text).text) == label_key(name)), None)
        for k, column in enumerate(axis.columns):
            if column.key == axis.total:
                cell, label = own, name
            else:
                cell, label = (singles[group * len(axis.columns) + k] if in_order else None), column.label
            mentions.append(Mention(cell.text, cell.start, cell.end) if cell else Mention(label, start, end))
    return tuple(mentions)
