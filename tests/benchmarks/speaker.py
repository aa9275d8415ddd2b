"""Who writes a made-up report: figures in the markup of annotations, filled templates, lists, and official forms."""

from __future__ import annotations

import random
import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache
from math import floor
from pathlib import Path
from typing import Any

from gdie.indicators import all_codes, code_in_year
from gdie.indicators.forms import load_form
from gdie.training.forms import Layout, Style, draw_style
from tests.benchmarks.drafts import FormPart, cell_id
from tests.benchmarks.figures import Figure, Look, Rule, Share, Where, list_rule
from tests.benchmarks.worlds import Era, World, split

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

_SLOT = re.compile(r"«([\w.:]+)((?: [^«»]+)?)»")
_CHOICE = re.compile(r"\[([^\[\]]*)\]")
# How a form is printed so that its cells can be told apart, and the manners of that layout.
LAYOUTS: tuple[tuple[Layout, str], ...] = (
    ("pipes", "repeated"),
    ("pipes", "once"),
    ("tabs", "once"),
    ("tabs", "repeated"),
    ("cells", "spaced"),
    ("cells", "tabbed"),
    ("blanks", "aligned"),
)


@dataclass(frozen=True)
class Options:
    """What kind of report. `figures` asks for at least so many figures in prose; the others for what is odd, but no error.

    `truncated` cuts off the digits of shares, `undecided` leaves cases without a result out of a list of results, `blank` leaves
    all cells of tables but the totals empty, `vague` rounds the key figures.
    """

    era: str | None = None
    figures: int = 0
    truncated: bool = False
    undecided: bool = False
    blank: bool = False
    vague: bool = False


@cache
def wording() -> dict[str, Any]:
    """`reports.toml`."""
    return tomllib.loads(Path(__file__).with_name("reports.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Part:
    """A part of a list; `quantity` where other places may state it, too."""

    name: str
    quantity: str | None
    value: int


class Speaker:
    """Writes pieces of a report and keeps what is printed in them, with the rules that it keeps."""

    def __init__(
        self, seed: int | str, rng: random.Random, era: Era, year: int, options: Options, world: World
    ) -> None:
        self.rng, self.era, self.year, self.options, self.world = rng, era, year, options, world
        words = wording()["agencies"]
        # The agency is the same in all years of a seed.
        own = random.Random(f"agency/{str(seed).partition('@')[0]}")
        self.region: str = own.choice(words["regions"])
        self.organ: str = own.choice(words["organs"])
        self.self_name = rng.choice(words["selves"])
        self.pieces: list[str | FormPart] = []
        self.figures: dict[str, Figure] = {}
        self.rules: list[Rule] = []
        self.where: Where = "body"
        self.month: int | None = None
        self.grouped = rng.random() < 0.2
        self.decimals = rng.choice((0, 1, 1, 2, 2))

    @property
    def agency(self) -> str:
        """The reporting agency."""
        return f"{self.region}{self.organ}"

    def line(self, text: str) -> None:
        """A line of the report."""
        self.pieces.append(text + "\n")

    def filled(
        self,
        template: str,
        figures: Mapping[str, Figure] | None = None,
        options: Mapping[str, str] | None = None,
    ) -> str:
        """A template with its alternatives drawn and its slots filled."""
        drawn = _CHOICE.sub(lambda match: self.rng.choice(match[1].split("|")), template)
        return _SLOT.sub(lambda match: self._slot(match, figures or {}, options or {}), drawn)

    def _slot(self, match: re.Match[str], figures: Mapping[str, Figure], options: Mapping[str, str]) -> str:
        name, more = match[1], match[2].split()
        if name.startswith("q:"):
            quantity = self.in_year(name[2:])
            value = self.world[quantity]
            look = self._key_look(value) if self.where == "overview" else None
            decimals = 1 if look == "wan" else 0
            figure = self.figure(
                value, more[0], look=look, quantity=quantity, code=self.code_of(quantity), decimals=decimals
            )
            return _marked(figure, more[1:])
        if name in figures:
            return _marked(figures[name], [*more, *options.get(name, "").split()])
        return self._word(name)

    def _word(self, name: str) -> str:
        match name:
            case "self":
                return f"{{A! {self.self_name}}}"
            case "when":
                if self.month:
                    return f"{{D {self.month}月}}"
                template: str = self.rng.choice(wording()["agencies"]["whens"])
                return template.replace("%d", str(self.year))
            case "agency":
                return f"{{A! {self.agency}}}"
            case "city":
                return self.region[-1]
            case "field":
                return self.organ.removesuffix("局")
        raise KeyError(f"«{name}» is no word of reports.toml")

    def listed(self, key: str, shares: float = 0.0) -> None:
        """A total with its parts, open or closed, in a share `shares` of the closed ones with percentages; nothing where there is
        less than two parts."""
        entry = wording()["lists"][key]
        quantity = self._total_name(entry["total"])
        parts = self._named(entry) if "names" in entry else self._drawn(entry, quantity)
        shown = [p for p in parts if p.value]
        if len(shown) < 2:
            return
        listed = sum(p.value for p in shown)
        whole = int(self.world.get(quantity, listed))
        undecided = listed < whole
        closed = undecided or (listed == whole and self.rng.random() < 0.85)
        if not closed and len(shown) > 2:
            shown = shown[: self.rng.randint(2, len(shown) - 1)]
        # Totals that are made up anew for every list are no restatements of each other.
        restates = quantity if quantity in self.world else None
        total = self.figure(Fraction(whole), entry["unit"], quantity=restates, code=self.code_of(quantity))
        figures = [
            self.figure(Fraction(p.value), entry["unit"], quantity=p.quantity, code=self.code_of(p.quantity))
            for p in shown
        ]
        if not undecided:
            ids = [f.id for f in figures]
            self.rules.append(list_rule("list", total.id, ids, closed, strict=key != "review"))
        with_shares = closed and not undecided and whole >= 10 and self.rng.random() < shares
        self.line(self._list_text(entry, total, shown, figures, closed, with_shares))

    def _list_text(
        self,
        entry: Mapping[str, Any],
        total: Figure,
        parts: Sequence[Part],
        figures: Sequence[Figure],
        closed: bool,
        shares: bool,
    ) -> str:
        item = self.rng.choice(entry["items"])
        joint = self.rng.choice(("、", "，"))
        share_words = ""
        if shares:
            style = self.rng.choice(("behind", "after"))
            share_words = self.rng.choice(wording()["shares"][style])
            joint = "；" if style == "after" else joint
        items = []
        for part, figure in zip(parts, figures, strict=True):
            said = {"part": figure}
            words = item.replace("«name»", part.name) + share_words
            options = {"part": f"p={total.id}"}
            if shares:
                percent = self._share(figure, total)
                said["share"] = percent
                options["share"] = f"s={figure.id}"
            items.append(self.filled(words, said, options=options))
        head = self.filled(self.rng.choice(entry["heads"]), {"total": total})
        lead = self.rng.choice(entry["closed" if closed else "open"])
        return f"{head}{lead}{joint.join(items)}{'' if closed else '等'}。"

    def _named(self, entry: Mapping[str, Any]) -> list[Part]:
        """The parts of a list of indicators, as many of them as are not 0."""
        found: dict[str, Part] = {}
        for quantity, names in entry["names"].items():
            code = self.in_year(quantity)
            if code in self.world and code not in found:
                found[code] = Part(self.rng.choice(names), code, int(self.world[code]))
        return list(found.values())

    def _drawn(self, entry: Mapping[str, Any], total: str) -> list[Part]:
        names = self.rng.sample(entry["drawn"], self.rng.randint(2, min(6, len(entry["drawn"]))))
        whole = int(self.world.get(total, 0)) or self.rng.randint(20, 6000)
        values = split(whole, len(names), self.rng)
        return [Part(name, None, value) for name, value in zip(names, values, strict=True)]

    def _total_name(self, quantity: str) -> str:
        if quantity == "request.answered.refused.total" and self.era.key != "free":
            return "request.answered.denied.total"
        return self.in_year(quantity)

    def in_year(self, quantity: str) -> str:
        """The name of a quantity in this year's form."""
        if quantity == "request.answered.denied.total" and self.era.key == "free":
            return "request.answered.refused.total"
        return code_in_year(quantity, self.year)

    def code_of(self, quantity: str | None) -> str | None:
        """The indicator's code that a quantity has, if any."""
        return quantity if quantity in all_codes() else None

    def figure(
        self,
        value: Fraction,
        unit: str = "",
        look: Look | None = None,
        name: str | None = None,
        quantity: str | None = None,
        code: str | None = None,
        decimals: int = 0,
    ) -> Figure:
        """A figure that is to be printed; it takes the document's look of large numbers unless one is given."""
        look = look or ("comma" if self.grouped and value >= 1000 else "exact")
        name = name or f"g{len(self.figures) + 1}"
        figure = Figure(name, value, unit, look, decimals, quantity, code, self.where)
        self.figures[name] = figure
        return figure

    def percent(self, value: Fraction, decimals: int, truncated: bool = False) -> Figure:
        """A percentage at so many decimals."""
        scaled = floor(value * 10**decimals + (0 if truncated else Fraction(1, 2)))
        return self.figure(Fraction(scaled, 10**decimals), look="percent", decimals=decimals)

    def _share(self, part: Figure, total: Figure) -> Figure:
        percent = self.percent(100 * part.value / total.value, self.decimals, self.options.truncated)
        self.rules.append(Share(percent.id, part.id, total.id, self.decimals))
        return percent

    def _key_look(self, value: Fraction) -> Look | None:
        """How a key figure is printed where the report rounds them."""
        if not self.options.vague or value < 100:
            return None
        return "wan" if value >= 10000 else self.rng.choice(("over", "about"))

    def form(self, identifier: str) -> None:
        """A form with all its figures, of which `blank` leaves only the totals."""
        form = load_form(identifier)
        layout, manner = self.rng.choice(LAYOUTS)
        style = _style(layout, manner, self.rng)
        for block in form.blocks:
            columns = block.axis.columns if block.axis else (None,)
            if block.axis and block.axis.total and self.options.blank:
                columns = tuple(c for c in block.axis.columns if c.key == block.axis.total)
            for code in (row.cell_code(column) for row in block.coded for column in columns):
                if code in self.world:
                    name = cell_id(code)
                    self.figures[name] = Figure(name, self.world[code], "", "cell", 0, code, code, "table")
        self.pieces.append(FormPart(identifier, layout, style, self.rng.randrange(10**6)))


def _style(layout: Layout, manner: str, rng: random.Random) -> Style:
    return replace(draw_style(layout, rng), manner=manner, titles=True, header="stacked", units=True)


def _marked(figure: Figure, options: Sequence[str]) -> str:
    label = "P" if figure.look == "percent" else "C"
    return f"{{{label}#{figure.id} ⟦{figure.id}⟧{'|' + ' '.join(options) if options else ''}}}"
