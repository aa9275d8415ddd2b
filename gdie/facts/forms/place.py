"""The figures of a recognised form: each cell in its row and column, run-together digits cut by the form's own sums."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from gdie.documents import Cell, Document, Table
from gdie.facts.forms.align import Pair
from gdie.facts.forms.columns import ColumnMatch, FormColumn
from gdie.facts.forms.digits import Reading, readings, values_of
from gdie.facts.forms.reading import Closed, FormFigure, Place, UnreadRow
from gdie.facts.forms.rows import FormLine, digits, is_number, says_none
from gdie.facts.forms.solve import solve
from gdie.facts.forms.units import stated_unit
from gdie.facts.labels import count_of, label_spans, read_label
from gdie.facts.model import Mention
from gdie.indicators import FormBlock, FormRow, Formula

# One column without a title: a list.
_PLAIN = FormColumn(None, None)


@dataclass(frozen=True)
class _Row:
    """A printed row with the form's row it is, and its cells by column once they are known."""

    index: int
    pair: Pair
    line: FormLine
    form_row: FormRow
    cells: tuple[Cell, ...] | None
    runs: tuple[str, ...] = ()
    choices: tuple[Reading, ...] | None = None


def read_rows(
    document: Document,
    table: Table,
    lines: Sequence[FormLine],
    block: FormBlock,
    pairs: Sequence[Pair],
    columns: ColumnMatch | None,
    rules: Sequence[Formula],
) -> tuple[tuple[FormFigure, ...], tuple[UnreadRow, ...], frozenset[Closed]]:
    """Figures, rows that can't be read with certainty, and the totals whose parts are all there, in text order."""
    heads = columns.columns if columns else _list_columns(table, lines)
    rows = [_row(lines, block, pair, pairs, heads, table.layout == "glued") for pair in pairs]
    rows = _decoded(rows, block, heads, rules)
    figures: list[FormFigure] = []
    unread: list[UnreadRow] = []
    totals = _Totals(block, rows, heads, rules, len(lines))
    for row in rows:
        if row.cells is None:
            if row.line.has_figures:
                unread.append(_unread(row))
            continue
        for column, cell in enumerate(row.cells):
            if cell.text and (is_number(cell) or says_none(cell)):
                figures.append(
                    _figure(document, table, lines, row, heads[column], cell, totals.of(row, column))
                )
    return tuple(sorted(figures, key=lambda f: f.start)), tuple(unread), totals.closed()


def _list_columns(table: Table, lines: Sequence[FormLine]) -> tuple[FormColumn, ...]:
    several = len(table.value_columns) > 1 and any(line.placed for line in lines)
    return (_PLAIN,) * (len(table.value_columns) if several else 1)


def _next_number(block: FormBlock, pairs: Sequence[Pair], pair: Pair) -> str:
    """The number in front of the next printed row, as the form prints it."""
    following = min((p for p in pairs if p.pieces > pair.pieces), key=lambda p: p.pieces, default=None)
    return block.rows[following.form_row].number if following else ""


def _without_number(cell: Cell, number: str) -> Cell:
    """Digits that end in a point without the number of the next row, which ran together with them (0230180236. and 6.)."""
    text = cell.text.rstrip("．.、")
    bare = number.rstrip(".")
    if text == cell.text or not bare.isdigit() or not text.endswith(bare) or len(text) == len(bare):
        return cell
    text = text[: -len(bare)]
    return Cell(cell.start, cell.start + len(text), text)


def _row(
    lines: Sequence[FormLine],
    block: FormBlock,
    pair: Pair,
    pairs: Sequence[Pair],
    heads: Sequence[FormColumn],
    glued: bool,
) -> _Row:
    index = next((i for i in pair.pieces if lines[i].has_figures), pair.pieces[-1])
    line, form_row = lines[index], block.rows[pair.form_row]
    if len(line.cells) == len(heads) or (line.placed and len(line.cells) > len(heads)):
        return _Row(index, pair, line, form_row, line.cells[: len(heads)])
    cells = line.cells
    if glued and len(cells) == 1:
        cells = (_without_number(cells[0], _next_number(block, pairs, pair)),)
        line = replace(line, cells=cells)
    runs = [digits(cell) for cell in cells]
    known = [run for run in runs if run is not None]
    summed = block.axis is not None and block.axis.total_index == len(heads) - 1
    # Cells that stand apart have not run together; a single one may, where its sum can tell.
    apart = not glued and (len(runs) > 1 or not summed)
    if len(known) < len(runs) or apart:
        return _Row(index, pair, line, form_row, None)
    choices = readings(known, [len(heads)], summed)
    return _Row(index, pair, line, form_row, None, tuple(known), None if choices is None else tuple(choices))


def _decoded(
    rows: Sequence[_Row], block: FormBlock, heads: Sequence[FormColumn], rules: Sequence[Formula]
) -> list[_Row]:
    """The rows with the digits cut where all rules of the form together leave one way."""
    domains: dict[str, list[tuple[int, ...]]] = {}
    for row in rows:
        if row.cells is None and row.choices:
            domains[row.form_row.code or ""] = [values_of(c, row.runs) for c in row.choices]
        elif row.cells is not None and (values := _values(row.cells)):
            domains[row.form_row.code or ""] = [values]
    solved = solve(domains, rules, [row.code for row in block.coded if row.code and not row.local])
    out = []
    for row in rows:
        values = solved.get(row.form_row.code or "")
        if row.cells is None and row.choices and values is not None:
            choice = next(c for c in row.choices if values_of(c, row.runs) == values)
            out.append(_Row(row.index, row.pair, row.line, row.form_row, _cut(row.line.cells, choice)))
        else:
            out.append(row)
    return out


def _values(cells: Sequence[Cell]) -> tuple[int, ...] | None:
    found = [digits(cell) for cell in cells]
    return None if any(f is None for f in found) else tuple(int(f) for f in found if f is not None)


def _cut(cells: Sequence[Cell], choice: Reading) -> tuple[Cell, ...]:
    return tuple(
        Cell(cells[run].start + start, cells[run].start + end, cells[run].text[start:end])
        for run, start, end in choice
    )


def _unread(row: _Row) -> UnreadRow:
    shown = tuple(values_of(c, row.runs) for c in row.choices or ())
    cells = [c for c in row.line.cells if c.text]
    printed = " ".join(c.text for c in cells)
    return UnreadRow(row.form_row.label, printed, cells[0].start, cells[-1].end, shown)


class _Totals:
    """Where the total of a figure stands: its row's 总计, or its column's figure in the row that it is a part of."""

    def __init__(
        self,
        block: FormBlock,
        rows: Sequence[_Row],
        heads: Sequence[FormColumn],
        rules: Sequence[Formula],
        size: int,
    ) -> None:
        self.block = block
        self.rules = rules
        self.cells: Mapping[str, tuple[Cell, ...]] = {
            row.form_row.cell_code(None): row.cells for row in rows if row.cells is not None
        }
        self.lines = {row.form_row.cell_code(None): row.line for row in rows}
        self.index = {row.form_row.cell_code(None): row.index for row in rows}
        self.size = size
        self.groups = _groups(block, self.cells)
        key = block.axis.total if block.axis else None
        places = [k for k, head in enumerate(heads) if key and head.column and head.column.key == key]
        # Columns that are years have the total's key all of them: then no row has a total of its own.
        self.total = places[0] if len(places) == 1 else None

    def of(self, row: _Row, column: int) -> Place | None:
        """The place of the total of a cell, or None."""
        if self.total is not None and column != self.total:
            return self._place(row.cells, self.total)
        total = self._of(row.form_row)
        return self._place(self.cells.get(total), column) if total else None

    def closed(self) -> frozenset[Closed]:
        """The totals whose parts are all there: of rows with all columns filled, and of columns in which no row lacks a figure
        of those that a strict rule of the form sums. Places that print fewer rows number them anew; then their list is whole too."""
        found: set[Closed] = set()
        if self.total is not None:
            for cells in self.cells.values():
                place = self._place(cells, self.total)
                if place and all(map(is_number, cells)):
                    found.add((place, "row"))
        summed = {rule.right[0] for rule in self.rules if rule.strict and len(rule.right) == 1}
        for total in (summed | set(self.groups.values())) & set(self.cells):
            parts = [r.cell_code(None) for r in self.block.rows if self._counts(r) and self._of(r) == total]
            printed = [p for p in parts if p in self.cells]
            parts = printed if self._numbered_through(printed) else parts
            for column in range(len(self.cells[total])):
                place = self._place(self.cells[total], column)
                if place and parts and all(self._place(self.cells.get(p), column) for p in parts):
                    found.add((place, "column"))
        return frozenset(found)

    def _numbered_through(self, parts: Sequence[str]) -> bool:
        """Whether printed rows count 1, 2, 3 … without a gap and another row follows, so that nothing was cut off."""
        labels = [self.lines[p].label for p in parts]
        numbers = [count_of(label.number) if label else None for label in labels]
        last = max((self.index[p] for p in parts), default=self.size)
        return len(parts) > 1 and numbers == list(range(1, len(parts) + 1)) and last < self.size - 1

    def _counts(self, form_row: FormRow) -> bool:
        """Whether a row has to be there for a sum: optional rows and unprinted subtotals have not."""
        if form_row.code:
            return not form_row.local or form_row.code in self.cells
        return form_row.group in self.groups.values()

    def _of(self, form_row: FormRow) -> str | None:
        return self.groups.get(form_row.cell_code(None), form_row.of)

    def _place(self, cells: tuple[Cell, ...] | None, column: int) -> Place | None:
        if cells is None or column >= len(cells) or not is_number(cells[column]):
            return None
        return cells[column].start, cells[column].end


def _groups(block: FormBlock, printed: Mapping[str, tuple[Cell, ...]]) -> dict[str, str]:
    """Rows below a heading that has figures of its own, which the form leaves blank: they are parts of the heading."""
    groups: dict[str, str] = {}
    open_group: FormRow | None = None
    for form_row in block.rows:
        if form_row.group:
            filled = printed.get(form_row.group, ())
            open_group = form_row if any(is_number(c) for c in filled if c.text) else None
        elif open_group and form_row.number[:1] in "0123456789":
            groups[form_row.code or ""] = open_group.group or ""
        else:
            open_group = None
    return groups


def _figure(
    document: Document,
    table: Table,
    lines: Sequence[FormLine],
    row: _Row,
    head: FormColumn,
    cell: Cell,
    total: Place | None,
) -> FormFigure:
    # A column that is none of the form's (法人或其他组织) has no code.
    known = head.column is not None or head.title is None
    code = row.form_row.cell_code(head.column) if known else None
    unit = stated_unit(document, table, row.line.unit, head.printed)
    if unit is None and head.printed is None and head.column is not None:
        unit = head.column.unit
    return FormFigure(
        cell.start, cell.end, row.index, code, head.title, total, _broken_label(document, lines, row), unit
    )


def _broken_label(document: Document, lines: Sequence[FormLine], row: _Row) -> Mention | None:
    """The category of a label that is spread over several rows of the table; None for a label in one piece."""
    labels = [label for i in row.pair.pieces if (label := lines[i].label)]
    if len(labels) < 2:
        return None
    spans = [span for label in labels if (span := label.span(label.start, label.end))]
    text = "".join(map(document.slice, spans))
    category, _ = label_spans(read_label(Cell(0, len(text), text)))
    name = text[category.start : category.end] if category else text
    return Mention(name, spans[0].start, spans[-1].end)
