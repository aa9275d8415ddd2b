"""Which official form a table is: its row labels against those of every form, its columns, the year of the report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gdie.documents import Document, Table
from gdie.facts.forms.across import read_across
from gdie.facts.forms.align import Alignment, Pair, align, row_names, similarity
from gdie.facts.forms.columns import ColumnMatch, header_evidence, match_columns
from gdie.facts.forms.place import read_rows
from gdie.facts.forms.reading import FormReading, FormReadings
from gdie.facts.forms.rows import FormLine, form_lines
from gdie.facts.labels import label_key
from gdie.indicators import Form, FormBlock, form_sums, load_forms
from gdie.text.view import normalise

# No form has more rows; a longer table is none, and aligning costs time.
_MAX_ROWS = 250
# At least so much of the rows with figures must be the form's.
_ENOUGH = 0.6
_ENOUGH_TITLED = 0.3
_MOVED = 0.9
_MAX_LIST_COLUMNS = 6
_YEAR_FITS = 0.1
_COVERAGE = 0.15
_COLUMNS = 0.3


@dataclass(frozen=True)
class Candidate:
    """A block of a form that a table may be."""

    form: Form
    block: FormBlock
    pairs: tuple[Pair, ...]
    columns: ColumnMatch | None
    score: float


def read_forms(document: Document) -> FormReadings:
    """All tables of a document that are official forms, read; other tables are not in the result."""
    readings: list[FormReading] = []
    for table in document.tables:
        reading = read_across(document, table) or _read(document, table)
        if reading is not None:
            readings.append(reading)
    return FormReadings(tuple(readings))


def _read(document: Document, table: Table) -> FormReading | None:
    lines = form_lines(table)
    candidates = list(_candidates(document, table, lines)) if len(lines) <= _MAX_ROWS else []
    if not candidates:
        return None
    best = max(candidates, key=lambda c: c.score)
    if any(_rivals(best, other) for other in candidates):
        return None  # nobody can say which columns these are
    paired = {i for pair in best.pairs for i in pair.pieces}
    known = {pair.form_row for pair in best.pairs}
    extra = tuple(i for i, line in enumerate(lines) if line.has_figures and i not in paired)
    printed = {best.block.rows[j] for j in known}
    # Of a form in several lists, only those that the table has begun can lack rows.
    begun = [best.block] if best.block.axis else [b for b in best.form.blocks if printed & set(b.rows)]
    missing = tuple(r for b in begun for r in b.coded if not r.local and r not in printed)
    order = [pair.form_row for pair in sorted(best.pairs, key=lambda p: p.pieces)]
    moved = tuple(
        pair.pieces[-1]
        for k, pair in enumerate(sorted(best.pairs, key=lambda p: p.pieces))
        if any(j > pair.form_row for j in order[:k])
    )
    confidence = sum(p.similarity for p in best.pairs) / len(best.pairs)
    figures, unread, closed = read_rows(
        document, table, lines, best.block, best.pairs, best.columns, form_sums(best.form.id)
    )
    rows = {i: best.block.rows[pair.form_row] for pair in best.pairs for i in pair.pieces}
    lacking, added, shifted = _column_differences(best)
    return FormReading(
        table=table,
        form=best.form,
        block=best.block,
        confidence=confidence,
        rows=rows,
        figures=figures,
        missing=missing,
        extra=extra,
        moved=moved,
        missing_columns=lacking,
        extra_columns=added,
        moved_columns=shifted,
        unread=unread,
        closed=closed,
    )


def _column_differences(best: Candidate) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Titles of the form's columns that are missing, of others that are there, of those that stand elsewhere than in the form."""
    if best.block.axis is None or best.columns is None:
        return (), (), ()
    order = [column.key for column in best.block.axis.columns]
    heads = best.columns.columns
    there = [head.column.key for head in heads if head.column]
    missing = tuple(c.label for c in best.block.axis.columns if c.key not in there)
    extra = tuple(head.title for head in heads if head.column is None and head.title)
    places = [order.index(key) for key in there]
    moved = tuple(
        best.block.axis.columns[at].label for k, at in enumerate(places) if any(at < b for b in places[:k])
    )
    return missing, extra, moved


def _candidates(document: Document, table: Table, lines: Sequence[FormLine]) -> Iterator[Candidate]:
    counted = sum(line.has_figures for line in lines)
    if not counted:
        return
    width = _width(table, lines)
    matrix = any(_names_all(table, block) for form in load_forms() for block in form.tables)
    for form in load_forms():
        for block in form.tables:
            columns = match_columns(table, block.axis, width) if block.axis else None
            if (
                block.across
                or (block.axis and columns is None)
                or (not block.axis and (matrix or not _is_list(table, width)))
            ):
                continue
            found = align([line.printed for line in lines], block)
            pairs = _with_moved(lines, block, found)
            figures = sum(any(lines[i].has_figures for i in pair.pieces) for pair in pairs)
            titled = (columns is not None and columns.evidence >= 1) or _is_titled(document, table, block)
            if figures < (_ENOUGH_TITLED if titled else _ENOUGH) * counted or (figures < 2 and not titled):
                continue
            yield Candidate(
                form, block, pairs, columns, _score(document, form, block, found, columns, figures, counted)
            )


def _names_all(table: Table, block: FormBlock) -> bool:
    """Whether the header has all titles of a matrix."""
    return block.axis is not None and header_evidence(table.header, block.axis) >= 1


def _is_titled(document: Document, table: Table, block: FormBlock) -> bool:
    """Whether the table's caption or its header names the block (第二十条第（五）项)."""
    if block.title is None:
        return False
    above = document.slice(table.caption) if table.caption else ""
    above += "".join(c.text for row in table.header for c in row.cells)
    return label_key(normalise(block.title).text) in label_key(normalise(above).text)


def _rivals(best: Candidate, other: Candidate) -> bool:
    """Whether another matrix has as good a claim to a table whose header is lost, with other columns."""
    axes = (best.block.axis, other.block.axis)
    if None in axes or axes[0] == axes[1] or best.columns is None or best.columns.evidence:
        return False
    return best.score - other.score < _YEAR_FITS / 2


def _score(
    document: Document,
    form: Form,
    block: FormBlock,
    found: Alignment,
    columns: ColumnMatch | None,
    figures: int,
    counted: int,
) -> float:
    year = document.metadata.year
    fits = year is not None and form.years[0] <= year <= form.years[1]
    return (
        found.score / max(1, counted)
        + _COLUMNS * (columns.evidence if columns else 0)
        + _YEAR_FITS * fits
        + _COVERAGE * min(1, figures / sum(not row.local for row in block.coded))
    )


def _width(table: Table, lines: Sequence[FormLine]) -> int | None:
    """Figures a row: of the table's columns, else the commonest number; None where they ran together."""
    if table.layout == "glued":
        return None
    if any(line.placed and line.has_figures for line in lines):
        return len(table.value_columns)
    counts = Counter(len(line.cells) for line in lines if line.has_figures)
    return counts.most_common(1)[0][0] if counts else 0


def _is_list(table: Table, width: int | None) -> bool:
    """Whether the table can be a list: one column of figures, or a few (years, the agency and its units) of the same rows."""
    return width is None or len(table.value_columns) <= _MAX_LIST_COLUMNS


def _with_moved(lines: Sequence[FormLine], block: FormBlock, found: Alignment) -> tuple[Pair, ...]:
    """The alignment with rows that stand elsewhere than in the form: a left-over label that only one left-over row can be."""
    taken = {pair.form_row for pair in found.pairs}
    used = {i for pair in found.pairs for i in pair.pieces}
    pairs = list(found.pairs)
    free = [j for j, row in enumerate(block.rows) if j not in taken and row.code]
    for i, line in enumerate(lines):
        if i in used or not line.has_figures or line.label is None:
            continue
        alike = [similarity(line.label.key, row_names(block.rows[j])) for j in free]
        # The only row that is left may be misprinted as well.
        fits = [j for j, a in zip(free, alike, strict=True) if a >= _MOVED or (a and len(free) == 1)]
        if len(fits) == 1:
            pairs.append(Pair((i,), fits[0], similarity(line.label.key, row_names(block.rows[fits[0]]))))
            free.remove(fits[0])
    return tuple(pairs)
