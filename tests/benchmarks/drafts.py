"""A report in the making: pieces of marked text and official forms, with the figures that are printed in them.

Since figures are filled in last, an altered report differs from the clean one in nothing but the figures that were altered.
"""

from __future__ import annotations

import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from gdie.annotation import Annotation
from gdie.annotation.markup import parse_marks, read_markup
from gdie.documents import Document
from gdie.facts import from_annotation
from gdie.facts.extraction import extract_tables
from gdie.facts.report import Report, report_of
from gdie.indicators.forms import load_form
from gdie.training.forms import Layout, Style
from gdie.training.forms.delimited import write
from gdie.training.forms.grid import grids
from gdie.training.forms.lines import write_cells
from gdie.training.forms.model import Cell, Value, Writer
from gdie.training.forms.spaced import write_aligned
from tests.benchmarks.figures import Figure, Rule, Values, restatements

Place = tuple[int, int]
_FIGURE = re.compile(r"⟦(\w+)⟧")


@dataclass(frozen=True)
class FormPart:
    """An official form in a report: which one, how it looks, and the seed of what is drawn when it is written."""

    form: str
    layout: Layout
    style: Style
    seed: int

    def written(self, values: Mapping[str, Value | None]) -> tuple[str, tuple[Cell, ...]]:
        """The text of its tables and the places of their figures."""
        writer = Writer()
        made = grids(
            load_form(self.form), dict(values), self.layout, self.style, random.Random(str(self.seed))
        )
        for grid in made:
            if self.layout in ("pipes", "tabs"):
                write(writer, grid, self.layout, self.style, max(g.width for g in made))
            elif self.layout == "blanks":
                write_aligned(writer, grid, self.style)
            else:
                write_cells(writer, grid, self.style)
            writer.line()
        return "".join(writer.parts), tuple(writer.cells)


@dataclass(frozen=True)
class Draft:
    """A report: `pieces` in the markup of annotations, with ⟦id⟧ where a figure is printed, and forms."""

    name: str
    agency: str
    year: int
    pieces: tuple[str | FormPart, ...]
    figures: Mapping[str, Figure]
    own_rules: tuple[Rule, ...]

    @property
    def values(self) -> Values:
        """The values by id."""
        return {i: f.value for i, f in self.figures.items()}

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """All rules that the figures keep, restatements included."""
        return (*self.own_rules, *restatements(list(self.figures.values())))

    def around(self, figure: str) -> frozenset[str]:
        """The figures that stand in a rule with a figure, itself included."""
        joined = {i for rule in self.rules if figure in rule.figures for i in rule.figures}
        return frozenset(joined | {figure})

    def changed(self, values: Mapping[str, Fraction], words: Mapping[str, str] | None = None) -> Draft:
        """The report with other figures; `words` are printed instead of what the value would give."""
        words = words or {}
        figures = {
            i: replace(f, value=values.get(i, f.value), words=words.get(i, f.words))
            for i, f in self.figures.items()
        }
        return replace(self, figures=figures)

    def made(self) -> Made:
        """The text with its gold: annotation, codes, and where each figure stands."""
        sources: list[str] = []
        places: dict[str, Place] = {}
        length = 0
        for piece in self.pieces:
            if isinstance(piece, FormPart):
                text, cells = piece.written(self._cells())
                places |= {
                    cell_id(c.code): (length + c.start, length + c.end)
                    for c in cells
                    if cell_id(c.code) in self.figures
                }
                sources.append(text)
                length += len(text)
            else:
                source = _FIGURE.sub(lambda match: self.figures[match[1]].text, piece)
                sources.append(source)
                length += len(parse_marks(source)[0])
        marked = read_markup("".join(sources), self.name)
        places |= {
            m.id: (m.entity.start, m.entity.end) for m in marked.marks if m.id and m.id in self.figures
        }
        codes = {
            places[i]: f.code for i, f in self.figures.items() if f.code and i in places and f.look != "cell"
        }
        return Made(marked.document, replace(marked.annotation, codes=codes), places)

    def _cells(self) -> dict[str, Value | None]:
        values: dict[str, Value | None] = {
            row.cell_code(column): None
            for piece in self.pieces
            if isinstance(piece, FormPart)
            for block in load_form(piece.form).blocks
            for row in block.coded
            for column in (block.axis.columns if block.axis else (None,))
        }
        for figure in self.figures.values():
            if figure.look == "cell" and figure.code:
                values[figure.code] = _plain(figure.value)
        return values


def cell_id(code: str) -> str:
    """The id of a form's figure."""
    return "cell_" + code.replace(".", "_")


def _plain(value: Fraction) -> Value:
    return value.numerator if value.denominator == 1 else Decimal(value.numerator) / value.denominator


@dataclass(frozen=True)
class Made:
    """A text with its annotation; `places` says where each figure of the draft stands. `whole`: tables are annotated, too."""

    document: Document
    prose: Annotation
    places: Mapping[str, Place]
    whole: bool = False

    @cached_property
    def annotation(self) -> Annotation:
        """The annotation of prose and tables."""
        if self.whole:
            return self.prose
        tables = extract_tables(self.document).annotation
        return merged(self.prose, tables)

    @cached_property
    def report(self) -> Report:
        """The report as extraction with a perfect model gives it."""
        return report_of(from_annotation(self.document, self.annotation))

    def near(self, start: int, end: int) -> frozenset[str]:
        """The figures that a stretch of the text touches."""
        return frozenset(i for i, (a, b) in self.places.items() if a < end and start < b)


def merged(prose: Annotation, tables: Annotation) -> Annotation:
    """The annotation of the prose with that of the tables."""
    taken: Sequence[Place] = [(e.start, e.end) for e in prose.entities]
    free = {e for e in tables.entities if not any(a < e.end and e.start < b for a, b in taken)}
    return Annotation(
        tuple(sorted({*prose.entities, *free})),
        tuple(sorted({*prose.relations, *(r for r in tables.relations if {r.head, r.tail} <= free)})),
        prose.codes,
    )
