"""Figures of statistics tables, read from their structure: the row names what is counted, the numbering nests the rows.

The result is an `Annotation` like the model's, so that prose and tables become facts by one assembly.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gdie.annotation import Annotation, Entity, Relation
from gdie.documents import Cell, Document, Row, Span, Table
from gdie.facts.cells import names_period
from gdie.indicators import load_channel_words, load_table_words
from gdie.text.numerals import NumeralError, parse_quantity
from gdie.text.view import View, normalise

# Numbering styles, outermost first; a row's level is the place of its style here.
_LEVELS = (
    re.compile(r"[一二三四五六七八九十]{1,3}、"),
    re.compile(r"\([一二三四五六七八九十]{1,3}\)"),
    re.compile(r"[0-9]{1,2}[.、]"),
    re.compile(r"\([0-9]{1,2}\)"),
)
# Statistics forms have one or two columns of figures (a year and the years together).
_LIST_COLUMNS = 2
_OF_WHICH = re.compile(r"其中[:,]?")
_BLANK = re.compile(r"\s+")
_REMARK = re.compile(r"\s*\([^()]*\)?$", re.DOTALL)
_CAPTION_FIGURE = re.compile(r"单位:\s*([0-9][0-9,.]*)\s*([\u4e00-\u9fff]{1,2})")
_CAPTION_NUMBER = re.compile(r"附?[表图]\s*[0-9一二三四五六七八九十]*[:、.]?\s*")
_TO_SHELF = re.compile(r"向(.+?)报送(.+)")


@dataclass(frozen=True)
class _Line:
    """A data row with its place in the hierarchy: `level` of its numbering, None where it has none."""

    row: Row
    level: int | None
    of_which: bool
    label: View
    body: tuple[int, int]  # the label without numbering, in the view of the label cell


def table_annotation(document: Document, table: Table, captioned: Sequence[Entity] = ()) -> Annotation:
    """All figures of a table with category, channel, total, date and agency.

    `captioned` are the entities that the model found in the caption: its date and agency hold for the whole table.
    """
    return _Reading(document, table, captioned).annotation()


class _Reading:
    """One pass over a table; collects entities and relations."""

    def __init__(self, document: Document, table: Table, captioned: Sequence[Entity]) -> None:
        self.document = document
        self.table = table
        self.captioned = captioned
        self.lines = [_line(row, table) for row in table.rows]
        self.parents = _parents(table, self.lines)
        self.entities: dict[tuple[int, int], Entity] = {}
        self.relations: list[Relation] = []
        self.figures: list[dict[int, Entity]] = []

    def annotation(self) -> Annotation:
        categories: list[Entity | None] = []
        labels = self._labels()
        for number, line in enumerate(self.lines):
            self.figures.append(self._figures(line))
            category, channel = labels[number]
            parent = self.parents[number]
            if category is None and parent is not None:
                # 5.其他形式 under 收到申请数: what is counted is the total's thing.
                categories.append(categories[parent])
            else:
                categories.append(
                    self._add(category, "CATEGORY") if category and self.figures[number] else None
                )
            for column, figure in self.figures[number].items():
                self._relate(figure, categories[number], "CATEGORY_OF")
                self._relate(figure, self._add(channel, "CHANNEL") if channel else None, "VIA")
                self._relate(
                    figure, self.figures[parent].get(column) if parent is not None else None, "PART_OF"
                )
        self._date_columns()
        self._read_caption()
        return Annotation(tuple(sorted(self.entities.values())), tuple(sorted(self.relations)))

    def _labels(self) -> list[tuple[Span | None, Span | None]]:
        """Category and channel of each row; leading verbs stay where two rows would become equal without them."""
        reduced = [_label_spans(line, self.table) for line in self.lines]
        names = [tuple(self.document.slice(s) if s else "" for s in spans) for spans in reduced]
        repeated = Counter(names)
        return [
            _label_spans(line, self.table, keep_verb=True) if name[0] and repeated[name] > 1 else spans
            for line, name, spans in zip(self.lines, names, reduced, strict=True)
        ]

    def _add(self, span: Span, label: str) -> Entity:
        return self.entities.setdefault((span.start, span.end), Entity(span.start, span.end, label))

    def _relate(self, head: Entity, tail: Entity | None, label: str) -> None:
        if tail is not None:
            self.relations.append(Relation(head, tail, label))

    def _figures(self, line: _Line) -> dict[int, Entity]:
        cells = line.row.cells
        found = {}
        for column in self.table.value_columns:
            if kind := _kind(cells[column]):
                found[column] = self._add(cells[column], kind)
        return found

    def _every(self) -> list[tuple[int, Entity]]:
        return [item for row in self.figures for item in row.items()]

    def _date_columns(self) -> None:
        for column, figure in self._every():
            title = self.table.column_title(column)
            if title and names_period(title):
                self._relate(figure, self._add(title, "DATE"), "DURING")

    def _read_caption(self) -> None:
        """Date and agency of the caption, and its figure (单位:9件), which is the total of a flat table."""
        for label, relation in (("DATE", "DURING"), ("AGENCY", "BY")):
            mention = next((e for e in self.captioned if e.label == label), None)
            done = {r.head for r in self.relations if r.label == relation}
            for _, figure in self._every():
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
            flat = len(self.table.value_columns) == 1 and all(p is None for p in self.parents)
            if flat and len(self._every()) > 1:
                for _, figure in self._every():
                    self._relate(figure, total, "PART_OF")


def _place(view: View, base: int, start: int, end: int) -> Span:
    return Span(*(base + k for k in view.to_source(start, end)))


def _kind(cell: Cell) -> str | None:
    """COUNT or PERCENT for a cell that reads as a quantity, else None."""
    try:
        return "PERCENT" if parse_quantity(cell.text).kind == "percent" else "COUNT"
    except NumeralError:
        return None


def _line(row: Row, table: Table) -> _Line:
    cell = row.cells[table.label_column]
    view = normalise(cell.text)
    text, start, level, of_which = view.text, 0, None, False
    moved = True
    while moved:
        moved = False
        if match := _OF_WHICH.match(text, start):
            of_which, start, moved = True, match.end(), True
        for k, style in enumerate(_LEVELS):
            if match := style.match(text, start):
                level, start, moved = k, match.end(), True
        if match := _BLANK.match(text, start):
            start, moved = match.end(), True
    return _Line(row, level, of_which, view, (start, len(text)))


def _parents(table: Table, lines: Sequence[_Line]) -> list[int | None]:
    """For each row the row that is its total, or None.

    其中 opens a list below the row above it; the rows behind it stay in the list as long as they have its numbering and its
    total's unit (制发规范性文件总数 follows 其中：主动公开规范性文件数 without being a part). Other rows nest by their numbering. A
    heading without a figure is no total, and a table with many columns of figures is a matrix whose rows and columns have rules of
    their own, which numbering does not tell.
    """
    if len(table.value_columns) > _LIST_COLUMNS:
        return [None] * len(lines)
    parents: list[int | None] = []
    numbered: list[tuple[int, int]] = []  # (level, row) of the open numbered rows
    lists: list[tuple[int, int | None]] = []  # (total, level of its parts) of the open 其中 lists
    for i, line in enumerate(lines):
        if line.of_which and i > 0:
            sibling = lists and lines[i - 1].of_which and lists[-1][1] == line.level
            if not sibling:
                lists.append((i - 1, line.level))
        else:
            while lists and not (lists[-1][1] == line.level and _same_unit(lines, lists[-1][0], i, table)):
                lists.pop()
        if lists:
            parents.append(_with_figure(lists[-1][0], lines, table))
            continue
        level = -1 if line.level is None else line.level
        while numbered and numbered[-1][0] >= level:
            numbered.pop()
        parents.append(_with_figure(numbered[-1][1] if numbered else None, lines, table))
        if line.level is not None:
            numbered.append((level, i))
    return parents


def _with_figure(number: int | None, lines: Sequence[_Line], table: Table) -> int | None:
    if number is None:
        return None
    cells = lines[number].row.cells
    return number if any(_kind(cells[c]) for c in table.value_columns) else None


def _same_unit(lines: Sequence[_Line], a: int, b: int, table: Table) -> bool:
    if "unit" not in table.roles:
        return True
    column = table.roles.index("unit")
    return lines[a].row.cells[column].text == lines[b].row.cells[column].text


def _label_spans(line: _Line, table: Table, keep_verb: bool = False) -> tuple[Span | None, Span | None]:
    """Category and channel of a row label, as spans of the document."""
    text = line.label.text
    start, end = line.body
    words = load_table_words()
    if match := _REMARK.search(text, start, end):
        end = match.start() if match.start() > start else end
    base = line.row.cells[table.label_column].start

    def span(first: int, last: int) -> Span | None:
        while first < last and text[first].isspace():
            first += 1
        while last > first and text[last - 1].isspace():
            last -= 1
        return Span(*(base + k for k in line.label.to_source(first, last))) if first < last else None

    if match := _TO_SHELF.match(text[:end], start):
        return span(match.start(2), _without_ending(text, match.start(2), end)), span(*match.span(1))
    channel = None
    first = start if keep_verb else _after(text, start, end, words.verbs)
    medium = next((w for w in _media() if text.startswith(w, first)), None)
    last = _without_ending(text, first, end)
    if medium and text[first + len(medium) : last] not in ("", "数"):
        channel = span(first, first + len(medium))
        first = _after(text, first + len(medium), last, words.verbs)
    elif medium and medium in ("其他形式", "其他方式") and first + len(medium) == last:
        return None, span(first, last)
    for verb in words.inner_verbs:
        if text[first:last].endswith(verb) and last - first > len(verb) + 1:
            last -= len(verb)
    for word in words.fillers:
        first += len(word) if text.startswith(word, first) else 0
    if text[first:last].startswith("“") and text.find("”", first, last) == last - 1:
        first, last = first + 1, last - 1
    return span(first, last), channel


def _media() -> Iterator[str]:
    return iter(sorted(load_channel_words(), key=len, reverse=True))


def _after(text: str, start: int, end: int, verbs: Sequence[str]) -> int:
    """The offset after a leading verb, unless nothing or only 范围 would be left."""
    for verb in verbs:
        if text.startswith(verb, start) and end - start - len(verb) >= 2:
            return start + len(verb)
    return start


def _without_ending(text: str, start: int, end: int) -> int:
    for word in load_table_words().endings:
        if text[start:end].endswith(word) and end - start > len(word):
            return end - len(word)
    return end


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
