"""Figures of statistics tables, read from form and structure: the row names what is counted, form or numbering nest the rows.

The result is an `Annotation` like the model's, so that prose and tables become facts by one assembly.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from gdie.annotation import Annotation, Entity, Relation
from gdie.documents import Cell, Document, Span, Table
from gdie.facts.forms import FormFigure, FormReading
from gdie.facts.forms.columns import clean_title, names_period
from gdie.facts.forms.rows import FormLine, digits, form_lines
from gdie.facts.hierarchy import Spot, summed_headings, totals
from gdie.facts.labels import label_spans
from gdie.indicators import load_table_words
from gdie.text.numerals import NumeralError, parse_quantity
from gdie.text.view import View, normalise

_CAPTION_FIGURE = re.compile(r"单位:\s*([0-9][0-9,.]*)\s*([\u4e00-\u9fff]{1,2})")
_CAPTION_NUMBER = re.compile(r"附?[表图]\s*[0-9一二三四五六七八九十]*[:、.]?\s*")
# 本年制发件数, 上一年项目数量: the title begins with the period of its figures.
_PERIOD_START = re.compile(r"(?:本|上一?)年度?")
# A run of this many digits behind a label of an unknown table may be several cells.
_GLUED = 7


def table_annotation(
    document: Document, table: Table, captioned: Sequence[Entity] = (), form: FormReading | None = None
) -> Annotation:
    """All figures of a table with category, channel, total, date and agency.

    `captioned` are the entities that the model found in the caption: its date and agency hold for the whole table. `form` is the
    table's reading as an official form, which goes before its structure.
    """
    return _Reading(document, table, captioned, form).annotation()


class _Reading:
    """One pass over a table; collects entities and relations."""

    def __init__(
        self, document: Document, table: Table, captioned: Sequence[Entity], form: FormReading | None
    ) -> None:
        self.document = document
        self.table = table
        self.captioned = captioned
        self.form = form
        self.lines = form_lines(table)
        self.totals = totals(table, self.lines)
        self.entities: dict[tuple[int, int], Entity] = {}
        self.relations: list[Relation] = []
        self.figures: dict[Spot, Entity] = {}
        self.loose: Counter[int] = Counter()  # figures of each row whose columns are lost, so far

    def annotation(self) -> Annotation:
        read = set(self.form.rows) if self.form else set()
        for number, line in enumerate(self.lines):
            if number not in read:
                self._structural(number, line)
        for figure in self.form.figures if self.form else ():
            if (
                _kind(self.document.text[figure.start : figure.end]) is not None
            ):  # 无 is a zero, but no figure
                self.figures[figure.row, self._column(figure)] = self._figure(Span(figure.start, figure.end))
        self._totals(read)
        self._name_rows()
        self._date_columns()
        self._read_caption()
        return Annotation(tuple(sorted(self.entities.values())), tuple(sorted(self.relations)))

    def _add(self, span: Span, label: str) -> Entity:
        return self.entities.setdefault((span.start, span.end), Entity(span.start, span.end, label))

    def _figure(self, span: Span) -> Entity:
        return self._add(span, _kind(self.document.slice(span)) or "COUNT")

    def _relate(self, head: Entity, tail: Entity | None, label: str) -> None:
        if tail is not None:
            self.relations.append(Relation(head, tail, label))

    def _column(self, figure: FormFigure) -> int:
        """The figure's place among the value columns; where the table has lost its columns, among the figures of the row."""
        place = self.table.cell_at(figure.start, figure.end)
        if place and self.table.rows[place[0]].placed and place[1] in self.table.value_columns:
            return self.table.value_columns.index(place[1])
        self.loose[figure.row] += 1
        return self.loose[figure.row] - 1

    def _structural(self, number: int, line: FormLine) -> None:
        for column, cell in enumerate(line.cells):
            if _kind(cell.text) and not (self.table.layout == "glued" and _ran_together(cell)):
                self.figures[number, column] = self._figure(cell)

    def _totals(self, read: set[int]) -> None:
        for spot, figure in self.figures.items():
            if spot[0] not in read and spot in self.totals:
                self._relate(figure, self.figures.get(self.totals[spot]), "PART_OF")
        for item in self.form.figures if self.form else ():
            if item.total and (item.start, item.end) in self.entities:
                self._relate(self.entities[item.start, item.end], self.entities.get(item.total), "PART_OF")

    def _name_rows(self) -> None:
        """Category and channel of the figures, by row."""
        stacked = {(f.start, f.end) for f in self.form.figures if f.category} if self.form else set()
        categories: dict[int, Entity | None] = {}
        parts = {r.head: r.tail for r in self.relations if r.label == "PART_OF"}
        rows = {figure: row for (row, _), figure in self.figures.items()}
        by_row: dict[int, list[Entity]] = defaultdict(list)
        for (row, _), figure in sorted(self.figures.items()):
            by_row[row].append(figure)
        for number, (category, channel) in enumerate(self._labels()):
            own = by_row.get(number)
            if not own:
                continue
            total = rows[parts[own[-1]]] if own[-1] in parts else None
            if category is None and total is not None and total != number:
                # 5.其他形式 under 收到申请数: what is counted is the total's thing.
                categories[number] = categories.get(total)
            else:
                category, channel = (category, channel) if category else (channel, None)
                categories[number] = self._add(category, "CATEGORY") if category else None
            for figure in own:
                if (figure.start, figure.end) not in stacked:
                    self._relate(figure, categories[number], "CATEGORY_OF")
                    self._relate(figure, self._add(channel, "CHANNEL") if channel else None, "VIA")

    def _labels(self) -> list[tuple[Span | None, Span | None]]:
        """Category and channel of each row; leading verbs stay where two rows would become equal without them."""
        reduced = [label_spans(line.label) if line.label else (None, None) for line in self.lines]
        names = [tuple(self.document.slice(s) if s else "" for s in spans) for spans in reduced]
        repeated = Counter(names)
        spans = [
            label_spans(line.label, keep_verb=True)
            if line.label and name[0] and repeated[name] > 1
            else spans
            for line, name, spans in zip(self.lines, names, reduced, strict=True)
        ]
        for number, heading in summed_headings(self.lines).items():
            spans[number] = label_spans(heading)
        return spans

    def _date_columns(self) -> None:
        columns = {(f.start, f.end): f.column for f in self.form.figures} if self.form else {}
        titles = {clean_title(c.text): c for row in self.table.header for c in reversed(row.cells) if c.text}
        for figure in self.figures.values():
            place = self.table.cell_at(figure.start, figure.end)
            placed = place is not None and self.table.rows[place[0]].placed
            title = self.table.column_title(place[1]) if place and placed else None
            title = title or titles.get(columns.get((figure.start, figure.end)) or "")
            if title is None:
                continue
            view = normalise(title.text)
            if names_period(title):
                self._relate(figure, self._add(title, "DATE"), "DURING")
            elif match := _PERIOD_START.match(view.text):
                self._relate(figure, self._add(_place(view, title.start, *match.span()), "DATE"), "DURING")

    def _read_caption(self) -> None:
        """Date and agency of the caption, and its figure (单位:9件), which is the total of a flat table."""
        figures = [figure for _, figure in sorted(self.figures.items())]
        for label, relation in (("DATE", "DURING"), ("AGENCY", "BY")):
            mention = next((e for e in self.captioned if e.label == label), None)
            done = {r.head for r in self.relations if r.label == relation}
            for figure in figures:
                if figure not in done:
                    self._relate(figure, mention, relation)
            if mention:
                self.entities[mention.start, mention.end] = mention
        if self.table.caption is None:
            return
        base = self.table.caption.start
        view = normalise(self.document.slice(self.table.caption))
        if match := _CAPTION_FIGURE.search(view.text):
            total = self._add(_place(view, base, match.start(1), match.end(2)), "COUNT")
            if name := _caption_name(view.text, match.start()):
                self._relate(total, self._add(_place(view, base, *name), "CATEGORY"), "CATEGORY_OF")
            nested = any(r.label == "PART_OF" for r in self.relations)
            if len(self.table.value_columns) == 1 and not nested and len(figures) > 1:
                for figure in figures:
                    self._relate(figure, total, "PART_OF")


def _ran_together(cell: Cell) -> bool:
    run = digits(cell)
    return run is not None and (len(run) >= _GLUED or (len(run) > 1 and run[0] == "0"))


def _place(view: View, base: int, start: int, end: int) -> Span:
    return Span(*(base + k for k in view.to_source(start, end)))


def _kind(text: str) -> str | None:
    """COUNT or PERCENT for a cell that reads as a quantity, else None."""
    try:
        return "PERCENT" if parse_quantity(text).kind == "percent" else "COUNT"
    except NumeralError:
        return None


def _caption_name(text: str, end: int) -> tuple[int, int] | None:
    """The words of a caption that name what its figure counts (附表4 申诉情况统计表 → 申诉)."""
    start = text.rfind("\n", 0, end) + 1
    if match := _CAPTION_NUMBER.match(text, start):
        start = match.end()
    while end > start and text[end - 1].isspace():
        end -= 1
    words = load_table_words()
    for ending in words.caption_endings:
        if text[start:end].endswith(ending) and text[start : end - len(ending)] not in words.caption_nothing:
            end -= len(ending)
            break
    return (start, end) if end - start > 1 else None
