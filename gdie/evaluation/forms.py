"""Official forms in every layout against a reader: how many generated documents are read wholly right, and what is missed or wrong.

The documents come from `gdie.training.forms`; the reader is handed in, so that nothing here knows how it reads. A document is
wholly right when every cell that must be read has its code, value and offsets, and nothing untrue was read.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from gdie.indicators.forms import load_form
from gdie.training.forms import (
    CARRIES_BLANKS,
    CLEAN,
    MANNERS,
    REPORT_2021,
    Cell,
    Layout,
    Noise,
    RenderedForm,
    Style,
    draw_noise,
    draw_style,
    layouts_of,
    random_values,
    render,
    render_report_2021,
    report_values,
)

Kind = Literal["clean", "noisy", "undecidable"]
Mix = Literal["reports", "others"]

KINDS: tuple[Kind, ...] = ("clean", "noisy")
OTHERS = ("stats-2014", "local-2008", "guangzhou-2014", "t2-2019", "t3-2019")
"""The forms of the mix `others`, one a document."""
UNDECIDABLE_RATE = 0.2

Reading = tuple[str, int, int, int | float | Decimal]
"""What a reader says: code, start, end, value in base units."""
Read = Callable[[str], Iterable[Reading]]


@dataclass(frozen=True)
class Document:
    """A generated document; seed, index, mix and kinds make it again."""

    index: int
    kind: Kind
    forms: tuple[str, ...]
    noise: Noise
    rendered: RenderedForm


@dataclass(frozen=True)
class Outcome:
    """How a reader did on one document. `unread` are the cells of which it said nothing, `wrong` what it said untruly."""

    index: int
    kind: Kind
    layout: Layout
    manner: str
    forms: tuple[str, ...]
    noises: tuple[str, ...]
    cells: int
    right: int
    unread: tuple[Cell, ...]
    wrong: tuple[Reading, ...]

    @property
    def whole(self) -> bool:
        """Whether all that must be read was read, and nothing untrue."""
        return self.right == self.cells and not self.wrong


@dataclass(frozen=True)
class Tally:
    """Counts over documents; `cells` are those that must be read, `right` of them."""

    documents: int = 0
    whole: int = 0
    cells: int = 0
    right: int = 0
    unread: int = 0
    wrong: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.documents + other.documents,
            self.whole + other.whole,
            self.cells + other.cells,
            self.right + other.right,
            self.unread + other.unread,
            self.wrong + other.wrong,
        )

    @classmethod
    def of(cls, outcome: Outcome) -> Tally:
        """One document."""
        return cls(
            1,
            int(outcome.whole),
            outcome.cells,
            outcome.right,
            len(outcome.unread),
            len(outcome.wrong),
        )


@dataclass(frozen=True)
class FormsScore:
    """All outcomes of a run, in order."""

    seed: int
    mix: Mix
    kinds: tuple[Kind, ...]
    outcomes: tuple[Outcome, ...]

    def tallies(self, key: Callable[[Outcome], Iterable[str]]) -> dict[tuple[str, Kind], Tally]:
        """Counts by the kind of document and whatever `key` says an outcome belongs to."""
        found: dict[tuple[str, Kind], Tally] = defaultdict(Tally)
        for outcome in self.outcomes:
            for name in key(outcome):
                found[name, outcome.kind] += Tally.of(outcome)
        return dict(found)

    @property
    def layouts(self) -> dict[tuple[str, Kind], Tally]:
        """Counts by layout."""
        return self.tallies(lambda outcome: (outcome.layout,))

    @property
    def manners(self) -> dict[tuple[str, Kind], Tally]:
        """Counts by layout and its manner."""
        return self.tallies(lambda outcome: (f"{outcome.layout}, {outcome.manner}",))

    @property
    def noises(self) -> dict[tuple[str, Kind], Tally]:
        """Counts by noise; a document with several counts for each."""
        return self.tallies(lambda outcome: outcome.noises)

    @property
    def forms(self) -> dict[tuple[str, Kind], Tally]:
        """Counts by form."""
        return self.tallies(lambda outcome: ("+".join(outcome.forms),))

    @property
    def total(self) -> Tally:
        """Counts over all documents."""
        return sum((Tally.of(outcome) for outcome in self.outcomes), start=Tally())


def generate(seed: int, index: int, mix: Mix = "reports", kinds: tuple[Kind, ...] = KINDS) -> Document:
    """The document with this index. Each one is drawn by itself, so that it does not depend on how many there are."""
    rng = random.Random(f"{mix} {seed} {index}")
    kind = kinds[index % len(kinds)]
    turns: list[tuple[tuple[str, ...], Layout]]
    turns = [(REPORT_2021, layout) for layout in layouts_of(load_form(REPORT_2021[0]))]
    if mix == "others":
        turns = [((name,), layout) for name in OTHERS for layout in layouts_of(load_form(name))]
    if kind == "undecidable":
        turns = [turn for turn in turns if _manners_without_trace(turn[1])]
    names, layout = turns[index // len(kinds) % len(turns)]
    forms = [load_form(name) for name in names]
    style = _style(layout, kind, rng)
    match kind:
        case "clean":
            noise = CLEAN
        case "noisy":
            noise = draw_noise(forms, layout, style, rng)
        case "undecidable":
            noise = Noise(undecidable=True, rate=UNDECIDABLE_RATE)
    if mix == "reports":
        rendered = render_report_2021(report_values(rng), layout, noise, rng, style)
    else:
        rendered = render(forms[0], random_values(forms[0], rng), layout, noise, rng, style)
    return Document(index, kind, names, noise, rendered)


def _manners_without_trace(layout: Layout) -> tuple[str, ...]:
    """The manners of a layout in which a blank cell cannot be seen. A list with slashes shows every one."""
    return tuple(m for m in MANNERS[layout] if m not in CARRIES_BLANKS and layout != "slashes")


def _style(layout: Layout, kind: Kind, rng: random.Random) -> Style:
    style = draw_style(layout, rng)
    if kind != "undecidable":
        return style
    return replace(style, manner=rng.choice(_manners_without_trace(layout)))


def evaluate_forms(
    count: int, seed: int, read: Read, mix: Mix = "reports", kinds: tuple[Kind, ...] = KINDS
) -> FormsScore:
    """Let a reader read `count` generated documents. Raises whatever the reader raises."""
    outcomes = []
    for index in range(count):
        document = generate(seed, index, mix, kinds)
        outcomes.append(compare(document, read(document.rendered.text)))
    return FormsScore(seed, mix, kinds, tuple(outcomes))


def compare(document: Document, readings: Iterable[Reading]) -> Outcome:
    """What was read of a document against what it says."""
    said = list(readings)
    cells = {(cell.code, cell.start, cell.end): cell for cell in document.rendered.cells}
    right: set[Cell] = set()
    wrong: list[Reading] = []
    for reading in said:
        cell = cells.get(reading[:3])
        if cell and Decimal(str(reading[3])) in cell.accepted:
            right.add(cell)
        else:
            wrong.append(reading)
    due = [cell for cell in cells.values() if cell.required and cell.value is not None]
    # A cell of which something untrue was said is wrong, and not unread as well.
    touched = {reading[0] for reading in wrong} | {reading[1:3] for reading in wrong}
    unread = (c for c in due if c not in right and c.code not in touched and (c.start, c.end) not in touched)
    rendered = document.rendered
    return Outcome(
        index=document.index,
        kind=document.kind,
        layout=rendered.layout,
        manner=rendered.manner,
        forms=document.forms,
        noises=document.noise.names,
        cells=len(due),
        right=sum(cell in right for cell in due),
        unread=tuple(unread),
        wrong=tuple(wrong),
    )
