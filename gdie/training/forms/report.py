"""Whole documents around the tables: title, headings, prose, foot note; and the traditional script over everything."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from gdie.indicators.forms import Form, load_form
from gdie.training.forms import delimited, lines, spaced
from gdie.training.forms.grid import Grid, grids
from gdie.training.forms.model import (
    CARRIES_BLANKS,
    LAYOUTS,
    MANNERS,
    NOISES,
    Cell,
    Layout,
    Noise,
    RenderedForm,
    Style,
    Value,
    Values,
    Writer,
)
from gdie.training.forms.noise import Spoiler
from gdie.training.forms.values import random_values
from gdie.training.forms.wording import Context, wording

REPORT_2021 = ("t2-2021", "t3-2021", "t4")


def layouts_of(form: Form) -> tuple[Layout, ...]:
    """The layouts in which a form is met; slashes are for lists only."""
    matrix = any(block.axis for block in form.blocks)
    return tuple(layout for layout in LAYOUTS if layout != "slashes" or not matrix)


def report_values(rng: random.Random) -> Values:
    """Figures for the three tables of a report since 2021."""
    values: Values = {}
    for identifier in REPORT_2021:
        values |= random_values(load_form(identifier), rng)
    return values


def draw_style(layout: Layout, rng: random.Random) -> Style:
    """One of the looks of a layout."""
    return Style(
        manner=rng.choice(MANNERS[layout]),
        border=rng.choice(tuple(delimited.BORDERS.get(layout, {"": ()}))),
        header=rng.choice(("stacked", "stacked", "halves", "vertical", "line")),
        leads=rng.choice(("first", "own", "middle")),
        heading=rng.choice(("merged", "empty", "dash")),
        align=rng.choice(("right", "left", "centre")),
        titles=rng.random() < 0.6,
        units=layout != "glued" or rng.random() < 0.6,
        plus=rng.random() < 0.5,
        indent=rng.random() < 0.4,
        padded=rng.random() < 0.5,
    )


def draw_noise(forms: Sequence[Form], layout: Layout, style: Style, rng: random.Random) -> Noise:
    """One to four noises that this layout can have."""
    idle = {"undecidable"}
    if style.manner not in CARRIES_BLANKS:
        idle.add("blanks")
    if layout not in ("pipes", "blanks"):
        idle.add("broken")
    if layout == "glued":
        idle |= {"placeholders", "cell_units"}
    if style.manner == "line":
        idle |= {"furniture", "blank_lines"}
    if any(block.axis for form in forms for block in form.blocks):
        idle |= {"cell_units"}
    able = [name for name in NOISES if name not in idle]
    chosen = rng.sample(able, rng.randint(1, 4))
    switches: dict[str, Any] = dict.fromkeys(chosen, True)
    return Noise(**switches, rate=rng.uniform(0.1, 0.25))


def render(
    form: Form,
    values: Mapping[str, Value | None],
    layout: Layout,
    noise: Noise,
    rng: random.Random,
    style: Style | None = None,
) -> RenderedForm:
    """A document with one form. Local rows without values are not printed; a None elsewhere is a blank cell.

    Raises ValueError for slashes with a matrix.
    """
    if layout not in layouts_of(form):
        raise ValueError(f"{form.id} is not met in {layout}")
    page = _Page(Context.draw(form, rng), layout, style or draw_style(layout, rng), noise, rng)
    page.title(form)
    if form.blocks[0].axis:
        page.section(form)
    page.prose("before", 0.7)
    page.tables(form, values)
    if form.blocks[0].axis is None and rng.random() < 0.5:
        page.words(rng.choice(wording()["sentences"]["notes"]))
    page.prose("after", 0.7)
    return page.rendered()


def render_report_2021(
    values: Mapping[str, Value | None],
    layout: Layout,
    noise: Noise,
    rng: random.Random,
    style: Style | None = None,
) -> RenderedForm:
    """A report since 2021 with all its sections; `values` as `report_values` gives them."""
    forms = [load_form(identifier) for identifier in REPORT_2021]
    if layout not in layouts_of(forms[0]):
        raise ValueError(f"{forms[0].id} is not met in {layout}")
    page = _Page(Context.draw(forms[0], rng), layout, style or draw_style(layout, rng), noise, rng)
    sections = wording()["sections"]
    page.title(forms[0])
    page.words(sections["first"])
    page.prose("before", 1)
    for form in forms:
        page.section(form)
        page.prose("before", 0.15)
        page.tables(form, values)
    page.words(rng.choice(sections["titles"]))
    page.prose("after", 1)
    page.words(sections["last"][-1])
    page.words(page.context.fill(rng.choice(sections["fees"])))
    return page.rendered()


class _Page:
    """A document in the making."""

    def __init__(
        self, context: Context, layout: Layout, style: Style, noise: Noise, rng: random.Random
    ) -> None:
        self.context, self.layout, self.style, self.noise, self.rng = context, layout, style, noise, rng
        self.writer = Writer()
        self.spoiler = Spoiler.draw(noise, layout, style, context, rng)

    def words(self, text: str) -> None:
        """A line of its own."""
        self.writer.line(self.spoiler.text(text))

    def title(self, form: Form) -> None:
        """The title of the report, or of the annex with a list."""
        words = wording()
        annex = form.blocks[0].axis is None
        template = self.rng.choice(words["annex_captions" if annex else "report_titles"])
        self.words(self.context.fill(template, title=form.title))

    def section(self, form: Form) -> None:
        """The heading of the section that is the form."""
        older = wording()["older_titles"].get(form.id)
        title = older if older and self.rng.random() < 0.3 else form.title
        self.words(form.section + title)

    def prose(self, place: str, share: float) -> None:
        """A sentence before or after a table, in a share of the documents."""
        if self.rng.random() < share:
            self.words(self.context.fill(self.rng.choice(wording()["sentences"][place])))

    def tables(self, form: Form, values: Mapping[str, Value | None]) -> None:
        """All tables of a form."""
        made = grids(form, dict(values), self.layout, self.style, self.rng)
        made = [self.spoiler.spoil(form, grid) for grid in made]
        width = max(grid.width for grid in made)
        for grid in made:
            self._table(grid, width)
        if self.style.manner == "line":
            self.writer.line()

    def _table(self, grid: Grid, width: int) -> None:
        match self.layout:
            case "pipes" | "tabs":
                delimited.write(self.writer, grid, self.layout, self.style, width)
            case "blanks" if self.style.manner == "aligned":
                spaced.write_aligned(self.writer, grid, self.style)
            case "blanks":
                spaced.write_single(self.writer, grid, self.style, self.rng)
            case "cells":
                lines.write_cells(self.writer, grid, self.style)
            case "slashes":
                lines.write_slashes(self.writer, grid)
            case "glued":
                lines.write_glued(self.writer, grid, self.style, self.rng)

    def rendered(self) -> RenderedForm:
        """The text and its cells."""
        text, cells = "".join(self.writer.parts), tuple(self.writer.cells)
        if self.noise.traditional:
            text, cells = _traditional(text, cells)
        return RenderedForm(text, cells, self.layout, self.style.manner)


@cache
def _converter() -> Any:
    import opencc  # only where it is asked for: its dictionaries are large

    return opencc.OpenCC("s2t")


def _traditional(text: str, cells: Sequence[Cell]) -> tuple[str, tuple[Cell, ...]]:
    """The text in traditional script; converted piece by piece, since a word may change its length."""
    writer = Writer()
    position, moved = 0, []
    for cell in cells:
        writer.write(_converter().convert(text[position : cell.start]))
        start = writer.length
        writer.write(_converter().convert(text[cell.start : cell.end]))
        moved.append(Cell(cell.code, start, writer.length, cell.value, cell.factor, cell.required))
        position = cell.end
    writer.write(_converter().convert(text[position:]))
    return "".join(writer.parts), tuple(moved)
