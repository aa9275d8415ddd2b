"""Noise on tables before they are laid out: rows that go, come or change places, spoiled labels, figures in other dress."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace

from gdie.indicators import Form, FormRow, form_sums
from gdie.text.numerals import parse_unit
from gdie.training.forms.grid import Grid, HeaderCell, Row, level, placed
from gdie.training.forms.labels import (
    Spoil,
    half_width,
    mistyped,
    names_of,
    numbering,
    over_text,
    respaced,
    unquoted,
)
from gdie.training.forms.model import CARRIES_BLANKS, Figure, Layout, Noise, Style
from gdie.training.forms.splits import group_ways
from gdie.training.forms.wording import Context, wording

# In this share of documents with blanks or placeholders every zero is one.
EVERY_ZERO = 0.25
ROWS_A_PAGE = 17
_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")


@dataclass(frozen=True)
class Spoiler:
    """The noise of one document: what is drawn once (a manner of numbers, a placeholder) is the same in all its tables."""

    noise: Noise
    layout: Layout
    style: Style
    context: Context
    rng: random.Random
    renumber: Spoil
    sign: str
    zero_rate: float
    separator: str
    valign: str

    @classmethod
    def draw(
        cls, noise: Noise, layout: Layout, style: Style, context: Context, rng: random.Random
    ) -> Spoiler:
        """Decide what holds for the whole document."""
        signs = [s for s in wording()["placeholders"]["signs"] if layout != "slashes" or s != "/"]
        return cls(
            noise=noise,
            layout=layout,
            style=style,
            context=context,
            rng=rng,
            renumber=numbering(rng),
            sign=rng.choice(signs),
            zero_rate=1.0 if rng.random() < EVERY_ZERO else noise.rate,
            separator=rng.choice((",", ",", "，")),
            valign=rng.choice(("first", "middle", "last")),
        )

    def spoil(self, form: Form, grid: Grid) -> Grid:
        """The table with all its noise."""
        rows = self._order(form, list(grid.rows))
        rows = self._labels(form, rows)
        if self.noise.extra and len(rows) > 1:
            place = self.rng.randint(1, len(rows) - 1)
            rows.insert(place, self._extra(rows[place]))
        rows = [replace(row, figures=self._figures(row, grid)) for row in rows]
        rows = self._interludes(rows)
        middle = self.style.leads == "middle" and self.layout == "blanks"
        header = self._header(grid)
        if grid.header and not header:
            rows = [_unstated(row) for row in rows]
        return self._open(replace(grid, rows=placed(rows, middle), header=header))

    def text(self, text: str) -> str:
        """Words outside rows: captions and header cells."""
        if self.noise.punctuation:
            text = half_width(text)
        return unquoted(text) if self.noise.unquoted else text

    def _header(self, grid: Grid) -> tuple[tuple[HeaderCell, ...], ...]:
        # Without header the place of a blank in a column is known from nothing but other rows.
        if self.noise.headless and not (self.style.manner == "aligned" and self.noise.blanks):
            return ()

        def spoiled(cell: HeaderCell) -> HeaderCell:
            text = self.text(cell.text)
            if self.noise.spaced and len(text) <= 4 and self._hit():
                text = respaced(text, self.rng)
            return replace(cell, text=text)

        return tuple(tuple(spoiled(cell) for cell in line) for line in grid.header)

    def _hit(self, rate: float | None = None) -> bool:
        return self.rng.random() < (self.noise.rate if rate is None else rate)

    def _order(self, form: Form, rows: list[Row]) -> list[Row]:
        """Rows that are missing or have changed places."""
        totals = {r.of for block in form.blocks for r in block.rows} | {
            code
            for rule in form_sums(form.id)
            for code in (*rule.left[:2], *rule.right)
            if len(rule.right) > 1
        }
        if self.noise.missing and len(rows) > 3:
            rows = [row for row in rows if _essential(row, totals) or not self._hit()]
        if self.noise.swapped:
            pairs = [i for i in range(len(rows) - 1) if _siblings(rows[i], rows[i + 1], totals)]
            for i in self.rng.sample(pairs, min(len(pairs), 1)):
                rows[i], rows[i + 1] = rows[i + 1], rows[i]
        return rows

    def _extra(self, model: Row) -> Row:
        """A row that is no part of the form, as wide as its neighbour."""
        label = FormRow(label=self.rng.choice(wording()["extra"]["labels"]))
        width = len(model.figures) or 1
        figures = tuple(Figure(None, str(self.rng.choice((0, 0, 1, 3, 12))), None) for _ in range(width))
        if width > 1:  # a total of its own, so that the row is as good as the others
            figures = (*figures[:-1], replace(figures[-1], text=str(sum(int(f.text) for f in figures[:-1]))))
        return replace(model, label=label, figures=figures, cuts=(), at=0)

    def _labels(self, form: Form, rows: list[Row]) -> list[Row]:
        spoils: list[tuple[Spoil, bool]] = []
        if self.noise.typos:
            others = names_of(form)
            spoils.append((lambda r: replace(r, label=mistyped(r.label, others, self.rng)), False))
        if self.noise.spaced:
            spoils.append((lambda r: replace(r, label=respaced(r.label, self.rng)), False))
        if self.noise.numbering:
            spoils.append((self.renumber, True))
        if self.noise.unquoted:
            spoils.append((over_text(unquoted), True))
        if self.noise.punctuation:
            spoils.append((lambda r: replace(over_text(half_width)(r), number=half_width(r.number)), True))
        for spoil, every in spoils:
            rows = self._spoiled(rows, spoil, every)
        return [self._cut(row) for row in rows] if self.noise.broken else rows

    def _spoiled(self, rows: Sequence[Row], spoil: Spoil, every: bool) -> list[Row]:
        """The rows with a spoiled label; a merged cell is one cell and the same for all its rows."""
        leads: dict[FormRow, FormRow] = {}

        def change(label: FormRow) -> FormRow:
            return spoil(label) if every or self._hit() else label

        for row in rows:
            for lead in row.leads:
                if lead not in leads:
                    leads[lead] = change(lead)
        return [
            replace(
                row,
                label=change(row.label) if row.label else None,
                leads=tuple(leads[lead] for lead in row.leads),
            )
            for row in rows
        ]

    def _cut(self, row: Row) -> Row:
        """The label over several lines, where the layout can do that: a cell of pipes, or PDF text."""
        if self.layout not in ("pipes", "blanks") or not row.label or not row.figures:
            return row
        text = row.label.printed
        start = len(row.label.lead) + len(row.label.number) + 2
        # Long labels wrap far more often than short ones.
        if len(text) < start + 3 or not self._hit(min(0.9, self.noise.rate * len(text) / 8)):
            return row
        pieces = 3 if len(text) > 18 and self._hit(0.5) else 2
        width = max(start, -(-len(text) // pieces) + self.rng.choice((0, 0, 1)))
        cuts = []
        for place in range(width, len(text), width):
            # No line begins with a closing sign.
            cuts.append(place - 1 if text[place] in "、，）”)," else place)
        last = len(cuts)
        return replace(row, cuts=tuple(cuts), at={"first": 0, "middle": last // 2, "last": last}[self.valign])

    def _figures(self, row: Row, grid: Grid) -> tuple[Figure, ...]:
        figures = row.figures
        if self.noise.thousands and (self.layout != "glued" or grid.figures == 1):
            figures = tuple(_thousands(f, self.separator) for f in figures)
        if self.noise.cell_units and self.layout != "glued" and row.unit:
            figures = tuple(_with_unit(f, row.unit) if self._hit() else f for f in figures)
        if self.noise.placeholders and self.layout != "glued":
            figures = self._zeros(figures, self.sign)
        if self.noise.blanks and self.style.manner in CARRIES_BLANKS:
            figures = self._zeros(figures, "")
        if self.noise.wide_digits:
            figures = tuple(replace(f, text=f.text.translate(_WIDE)) for f in figures)
        if self.noise.undecidable and self.style.manner not in CARRIES_BLANKS and self._hit():
            figures = self._lost(figures, grid)
        return figures

    def _zeros(self, figures: Sequence[Figure], sign: str) -> tuple[Figure, ...]:
        """Zeros left blank or as a sign; figures that count for something are always written."""
        stated = sign == wording()["placeholders"]["zero"]
        return tuple(
            replace(f, text=sign, value=0 if stated else None, required=not stated)
            if f.text == "0" and f.code and self._hit(self.zero_rate)
            else f
            for f in figures
        )

    def _lost(self, figures: Sequence[Figure], grid: Grid) -> tuple[Figure, ...]:
        """One zero left out without a trace. Rows that would still look complete keep it: nobody could notice."""
        zeros = [i for i, f in enumerate(figures) if f.text in ("0", "０") and f.code]
        if not zeros:
            return tuple(figures)
        gone = self.rng.choice(zeros)
        lost = tuple(
            replace(f, text="" if i == gone else f.text, value=None if i == gone else f.value, required=False)
            for i, f in enumerate(figures)
        )
        digits = "".join(f.text for f in lost)
        # In one glued line the number of the next row may stand right behind the figures.
        tails = ["", *"123456789"] if self.style.manner == "line" else [""]
        if self.layout == "glued" and grid.figures > 1 and digits.isdigit():
            complete = any(group_ways(digits + tail, grid.groups, grid.summed) for tail in tails)
            return tuple(figures) if complete else lost
        return lost

    def _open(self, grid: Grid) -> Grid:
        """Figures of a glued row that can be cut in several ways are not asked for."""
        if self.layout != "glued" or grid.figures == 1:
            return grid
        return replace(
            grid, rows=tuple(replace(row, figures=_decided(row.figures, grid)) for row in grid.rows)
        )

    def _interludes(self, rows: list[Row]) -> list[Row]:
        """Page furniture and blank lines between rows."""
        if self.noise.blank_lines:
            rows = [
                replace(row, before=("",) * self.rng.choice((1, 1, 2))) if place and self._hit() else row
                for place, row in enumerate(rows)
            ]
        if self.noise.furniture:
            page, words = self.rng.randint(2, 20), self.rng.choice(wording()["furniture"]["lines"])
            again = self.rng.random() < 0.3
            for place in range(self.rng.randint(1, ROWS_A_PAGE), len(rows), ROWS_A_PAGE):
                line = self.context.fill(words, page=page, pages=page + 4)
                rows[place] = replace(rows[place], before=(line,), again=again)
                page += 1
        return rows


def _unstated(row: Row) -> Row:
    """A row whose figures have lost the unit that the header states."""
    if row.unit:
        return row
    return replace(row, figures=tuple(replace(f, factor=None if f.factor != 1 else 1) for f in row.figures))


def _essential(row: Row, totals: set[str | None]) -> bool:
    """Whether other rows are known by this one: headings and totals."""
    return row.label is None or row.label.code is None or row.label.code in totals


def _siblings(first: Row, second: Row, totals: set[str | None]) -> bool:
    """Whether two rows may change places without becoming parts of something else."""
    one, other = first.label, second.label
    if one is None or other is None or one.lead or other.lead or one.code in totals or other.code in totals:
        return False
    same = one.of == other.of and level(one) == level(other) and first.leads == second.leads
    return bool(same and one.code and other.code)


def _thousands(figure: Figure, separator: str) -> Figure:
    whole, point, rest = figure.text.partition(".")
    if not whole.isdigit() or len(whole) < 4:
        return figure
    return replace(figure, text=f"{int(whole):,}".replace(",", separator) + point + rest)


def _with_unit(figure: Figure, unit: str) -> Figure:
    if figure.value is None or not figure.code:
        return figure
    value = figure.value * parse_unit(unit).factor
    return replace(figure, text=figure.text + unit, value=value, factor=1)


def _decided(figures: tuple[Figure, ...], grid: Grid) -> tuple[Figure, ...]:
    digits = "".join(f.text for f in figures)
    if digits.isdigit() and group_ways(digits.translate(_NARROW), grid.groups, grid.summed) == 1:
        return figures
    return tuple(replace(f, required=False) for f in figures)


_NARROW = str.maketrans("０１２３４５６７８９", "0123456789")
