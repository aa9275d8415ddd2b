"""Reports as users would see them, made up from a seed: every figure is known, and all that must agree does.

`make(seed)` gives one report; `Options` ask for what must still count as consistent (truncated shares, undecided reviews, …).
"""

from __future__ import annotations

import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache
from math import floor
from pathlib import Path
from typing import Any

import tomllib

from gdie.indicators import all_codes, code_in_year
from gdie.indicators.forms import load_form
from gdie.training.forms import Layout, draw_style
from gdie.training.forms.model import Style
from tests.benchmarks.drafts import Draft, FormPart, cell_id
from tests.benchmarks.figures import Figure, Growth, Look, Rule, Share, list_rule
from tests.benchmarks.worlds import ERAS, LAST_RECEIVED, Era, World, draw, form_rules, split

_SLOT = re.compile(r"«([\w.:]+)((?: [^«»]+)?)»")
_CHOICE = re.compile(r"\[([^\[\]]*)\]")
_HAN = "一二三四五六"
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
PARTS_OF_REPORT = 6


@dataclass(frozen=True)
class Options:
    """What kind of report. `figures` asks for at least so many figures in prose; the others for what is odd, but no error.

    `truncated` cuts off the digits of shares, `undecided` leaves cases without a result out of a list of results, `blank` leaves
    all cells of tables but the totals empty, `vague` rounds the key figures, `wrong_base` computes the shares of a list on another total.
    """

    era: str | None = None
    figures: int = 0
    truncated: bool = False
    undecided: bool = False
    blank: bool = False
    vague: bool = False
    wrong_base: bool = False


@cache
def wording() -> dict[str, Any]:
    """`reports.toml`."""
    return tomllib.loads(Path(__file__).with_name("reports.toml").read_text(encoding="utf-8"))


def make(seed: int | str, options: Options | None = None, world: World | None = None, year: int = 0) -> Draft:
    """The report of a seed; `world` and `year` continue an agency's figures."""
    options = options or Options()
    rng = random.Random(f"report/{seed}")
    era = ERAS[options.era or rng.choice(tuple(ERAS))]
    year = year or rng.randint(*era.years)
    return _Writer(seed, rng, era, year, options, world or draw(era, rng)).report()


@dataclass(frozen=True)
class _Part:
    name: str
    quantity: str | None
    value: int


class _Writer:
    """Writes one report."""

    def __init__(
        self, seed: int | str, rng: random.Random, era: Era, year: int, options: Options, world: World
    ) -> None:
        self.rng, self.era, self.year, self.options, self.world = rng, era, year, options, world
        words = wording()["agencies"]
        # The agency is the same in all years of a seed.
        own = random.Random(f"agency/{str(seed).partition('@')[0]}")
        self.region, self.organ = own.choice(words["regions"]), own.choice(words["organs"])
        self.agency = self.region + self.organ
        self.name = f"made-{seed}"
        self.self_name = rng.choice(words["selves"])
        self.pieces: list[str | FormPart] = []
        self.figures: dict[str, Figure] = {}
        self.rules: list[Rule] = []
        self.where = "body"
        self.grouped = rng.random() < 0.2
        self.decimals = rng.choice((0, 1, 1, 2, 2))
        self.forms_printed = era.key != "free" or rng.random() < 0.6

    # -- the report ------------------------------------------------------------------------------------------------

    def report(self) -> Draft:
        if self.options.undecided and self.era.key == "stats":
            for code in ("review.total", "litigation.total"):
                self.world[code] += 2
        self._head()
        if self.era.key in ("free", "stats"):
            self._older()
        else:
            self._present()
        return Draft(
            self.name, self.agency, self.year, tuple(self.pieces), self.figures, tuple(self._kept_rules())
        )

    def _kept_rules(self) -> list[Rule]:
        """The rules of the text, and those of the forms where these are printed."""
        rules = [*self.rules, *(form_rules(self.era, self.world) if self.forms_printed else ())]
        return [rule for rule in rules if all(i in self.figures for i in rule.figures)]

    def _head(self) -> None:
        title = self.rng.choice(wording()["agencies"]["titles"])
        self._line(title % (f"{{A {self.agency}}}", f"{{D {self.year}年}}"))
        intro = self.rng.choice(wording()["words"]["intro"])
        self._line(self._words(intro % ((self.year,) * intro.count("%d"))))
        if self.rng.random() < 0.4:
            number = self._figure(Fraction(PARTS_OF_REPORT), look="han", id_="declared")
            template = self.rng.choice(wording()["lookalikes"]["declared"])
            self._line(template % (number.id, number.id))

    def _older(self) -> None:
        titles = wording()["sections"]["prose"]
        bodies = (
            (self._overview,),
            (
                lambda: self._list("class", shares=0.4),
                self._system,
                self._cumulative,
                lambda: self._list("department"),
            ),
            (
                lambda: self._list("way", shares=0.5),
                lambda: self._list("outcome", shares=0.4),
                lambda: self._list("reason" if self.era.key == "free" else "denial"),
                self._growth,
            ),
            (lambda: self._list("review"), self._each),
            (
                lambda: self._list("media", shares=0.2),
                lambda: self._list("staff"),
                lambda: self._list("theme", shares=0.3),
                lambda: self._list("material"),
                lambda: self._list("reading"),
                self._alone,
            ),
        )
        for number, (title, body) in enumerate(zip(titles, bodies, strict=False)):
            self._section(number, title, body)
        self._more()
        self._section(len(bodies), titles[-1], (self._plans,))
        if self.forms_printed:
            self._line(wording()["sections"]["annex"])
            form = load_form(self.era.forms[0])
            self._line(f"{self.agency}{self.year}年度{form.title}")
            self._form(form.id)

    def _present(self) -> None:
        titles = wording()["sections"]["present"]
        self.where = "overview"
        self._line(f"{_HAN[0]}、{titles[0]}")
        self._filler()
        self._overview()
        self.where = "body"
        lists = [
            lambda: self._list("class", shares=0.4),
            lambda: self._list("way", shares=0.5),
            lambda: self._list("applicant", shares=0.3),
            lambda: self._list("result", shares=0.4),
            lambda: self._list("denial"),
            lambda: self._list("review"),
            lambda: self._list("media", shares=0.2),
            lambda: self._list("theme"),
            self._system,
            self._growth,
            self._cumulative,
            self._alone,
        ]
        for number, heading in enumerate(wording()["sections"]["headings"]):
            self._line(f"（{_HAN[number]}）{heading}")
            self._filler()
            for step in lists[2 * number : 2 * number + 2]:
                step()
        self._more()
        for number, form in enumerate(self.era.forms, 1):
            self._line(f"{_HAN[number]}、{titles[number]}")
            self._form(form)
        self._section(4, titles[4], (self._plans,))
        self._line(f"{_HAN[5]}、{titles[5]}")
        self._line(self.rng.choice(wording()["words"]["fees"]))

    def _section(self, number: int, title: str, steps: Sequence[Any]) -> None:
        self._line(f"{_HAN[number]}、{title}")
        self.where = "overview" if number == 0 else "body"
        self._filler()
        for step in steps:
            step()

    def _more(self) -> None:
        """Further lists, until there are as many figures as were asked for."""
        while len(self.figures) < self.options.figures:
            self._list(self.rng.choice(("media", "theme", "material", "department")), shares=0.3)

    # -- statements ------------------------------------------------------------------------------------------------

    def _overview(self) -> None:
        for quantity, templates in wording()["overview"].items():
            if self.world.get(self._in_year(quantity), 0):
                self._line(self._filled(self.rng.choice(templates)))

    def _alone(self) -> None:
        for quantity, templates in wording()["alone"].items():
            if self.world.get(quantity, 0) and self.rng.random() < 0.7:
                self._line(self._filled(self.rng.choice(templates)))

    def _each(self) -> None:
        if self.rng.random() < 0.5:
            figure = self._figure(Fraction(self.rng.randint(2, 9)), "件")
            self._line(self._filled(self.rng.choice(wording()["lookalikes"]["each"]), {"n": figure}))

    def _cumulative(self) -> None:
        total = self.world["proactive.total"]
        figure = self._figure(total * 2 + self.rng.randint(50, 900), "条")
        self._line(self._filled(self.rng.choice(wording()["lookalikes"]["cumulative"]), {"sum": figure}))
        if self.rng.random() < 0.5:
            thirds = [
                self._figure(Fraction(floor(total * Fraction(n, 10)) + 1), "条", key)
                for key, n in (("a", 5), ("b", 4), ("c", 6))
            ]
            line = self.rng.choice(wording()["lookalikes"]["overlap"])
            self._line(self._filled(line, dict(zip("abc", thirds, strict=True))))

    def _system(self) -> None:
        if self.rng.random() < 0.5:
            return
        own, below = int(self.world["proactive.total"]), self.rng.randint(200, 9000)
        code = "proactive.total"
        figures = {
            "whole": self._figure(Fraction(own + below), "条", code=code),
            "own": self._figure(Fraction(own), "条", code=code),
            "below": self._figure(Fraction(below), "条", code=code),
        }
        parts = [figures["own"].id, figures["below"].id]
        self.rules.append(list_rule("list", figures["whole"].id, parts, True))
        options = {"own": f"p={figures['whole'].id}", "below": f"p={figures['whole'].id}"}
        self._line(
            self._filled(self.rng.choice(wording()["lookalikes"]["system"]), figures, options=options)
        )

    def _growth(self) -> None:
        now = self.world[self.era.received]
        guessed = Fraction(max(1, int(now * Fraction(self.rng.randint(60, 140), 100))))
        then = self.world.get(LAST_RECEIVED, guessed)
        if not then or then == now or self.rng.random() < 0.3:
            return
        value = abs(100 * (now - then) / then)
        percent = self._percent(value, 1)
        code = self._in_year("request.received.total")
        figures = {
            "now": self._figure(now, "件", quantity=code, code=code),
            "then": self._figure(then, "件", code=code),
            "growth": percent,
        }
        self.rules.append(Growth(percent.id, figures["now"].id, figures["then"].id, 1))
        template = self.rng.choice(wording()["lookalikes"]["growth"])
        self._line(self._filled(template % (self.year - 1, "增长" if now > then else "下降"), figures))

    def _plans(self) -> None:
        self._line(self.rng.choice(wording()["words"]["problems"]))
        numbers = (self.year + 1, self.rng.randint(5, 90) * 100, self.rng.randint(2, 9))
        template = self.rng.choice(wording()["words"]["plans"])
        if template.startswith("下一步"):
            numbers = (numbers[0], numbers[2], numbers[1])
        self._line(self._words(template % numbers))

    def _filler(self) -> None:
        self._line(self._words(self.rng.choice(wording()["words"]["filler"])))

    def _list(self, key: str, shares: float = 0.0) -> None:
        entry = wording()["lists"][key]
        total_name = self._total_name(entry["total"])
        parts = self._named(entry) if "names" in entry else self._drawn(entry, total_name)
        if parts is None or len([p for p in parts if p.value]) < 2:
            return
        shown = [p for p in parts if p.value]
        whole = int(self.world.get(total_name, sum(p.value for p in shown)))
        closed = sum(p.value for p in shown) == whole and self.rng.random() < 0.85
        undecided = sum(p.value for p in shown) < whole
        if not closed and not undecided and len(shown) > 2:
            shown = shown[: len(shown) - self.rng.randint(1, len(shown) - 2)] if len(shown) > 2 else shown
        # Totals that are made up anew for every list are no restatements of each other.
        restates = total_name if total_name in self.world else None
        total = self._figure(Fraction(whole), entry["unit"], quantity=restates, code=self._code(total_name))
        figures = [
            self._figure(
                Fraction(p.value),
                entry["unit"],
                quantity=p.quantity,
                code=self._code(p.quantity) if p.quantity else None,
            )
            for p in shown
        ]
        own = [f.id for f in figures]
        quasi = key == "review" or undecided
        self.rules.append(list_rule("list", total.id, own, closed or undecided, strict=not quasi))
        if undecided:
            self.rules.pop()
        with_shares = closed and self.rng.random() < shares and whole >= 10
        self._line(self._list_text(entry, total, shown, figures, closed or undecided, with_shares))

    def _list_text(
        self,
        entry: Mapping[str, Any],
        total: Figure,
        parts: Sequence[_Part],
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
            items.append(self._filled(words, said, options=options))
        head = self._filled(self.rng.choice(entry["heads"]), {"total": total})
        lead = self.rng.choice(entry["closed" if closed else "open"])
        return f"{head}{lead}{joint.join(items)}{'' if closed else '等'}。"

    def _named(self, entry: Mapping[str, Any]) -> list[_Part] | None:
        """The parts of a list of indicators, as many of them as are not 0."""
        found: dict[str, _Part] = {}
        for quantity, names in entry["names"].items():
            code = self._in_year(quantity)
            if code in self.world and code not in found:
                found[code] = _Part(self.rng.choice(names), code, int(self.world[code]))
        return list(found.values())

    def _drawn(self, entry: Mapping[str, Any], total: str) -> list[_Part]:
        names = self.rng.sample(entry["drawn"], self.rng.randint(2, min(6, len(entry["drawn"]))))
        whole = int(self.world.get(total, 0)) or self.rng.randint(20, 6000)
        values = split(whole, len(names), self.rng)
        return [_Part(name, None, value) for name, value in zip(names, values, strict=True)]

    # -- figures ---------------------------------------------------------------------------------------------------

    def _total_name(self, quantity: str) -> str:
        if quantity == "request.answered.refused.total" and self.era.key != "free":
            return "request.answered.denied.total"
        return self._in_year(quantity)

    def _in_year(self, quantity: str) -> str:
        """The name of a quantity in this year's form."""
        if quantity == "request.answered.denied.total" and self.era.key == "free":
            return "request.answered.refused.total"
        return code_in_year(quantity, self.year)

    def _code(self, quantity: str | None) -> str | None:
        return quantity if quantity in all_codes() else None

    def _figure(
        self,
        value: Fraction,
        unit: str = "",
        key: str = "",
        look: Look | None = None,
        id_: str | None = None,
        quantity: str | None = None,
        code: str | None = None,
        decimals: int = 0,
    ) -> Figure:
        look = look or ("comma" if self.grouped and value >= 1000 else "exact")
        name = id_ or f"g{len(self.figures) + 1}"
        figure = Figure(name, value, unit, look, decimals, quantity, code, self.where)  # type: ignore[arg-type]
        self.figures[name] = figure
        return figure

    def _percent(self, value: Fraction, decimals: int, truncated: bool = False) -> Figure:
        scaled = floor(value * 10**decimals + (0 if truncated else Fraction(1, 2)))
        return self._figure(Fraction(scaled, 10**decimals), look="percent", decimals=decimals)

    def _share(self, part: Figure, total: Figure) -> Figure:
        base = total.value
        if self.options.wrong_base:
            base = floor(base * Fraction(107, 100)) + 3
        percent = self._percent(100 * part.value / base, self.decimals, self.options.truncated)
        self.rules.append(Share(percent.id, part.id, total.id, self.decimals))
        return percent

    def _key_look(self, value: Fraction) -> Look | None:
        """How a key figure is printed where the report rounds them."""
        if not self.options.vague or value < 100:
            return None
        return "wan" if value >= 10000 else self.rng.choice(("over", "about"))

    # -- words -----------------------------------------------------------------------------------------------------

    def _line(self, text: str) -> None:
        self.pieces.append(text + "\n")

    def _words(self, template: str) -> str:
        return self._filled(template)

    def _filled(
        self,
        template: str,
        figures: Mapping[str, Figure] | None = None,
        options: Mapping[str, str] | None = None,
    ) -> str:
        """A template with its alternatives drawn and its slots filled."""
        drawn = _CHOICE.sub(lambda match: self.rng.choice(match[1].split("|")), template)
        return _SLOT.sub(lambda match: self._slot(match, figures or {}, options or {}), drawn)

    def _slot(
        self, match: re.Match[str], figures: Mapping[str, Figure], options: Mapping[str, str]
    ) -> str:
        name, more = match[1], match[2].split()
        if name.startswith("q:"):
            quantity = self._in_year(name[2:])
            value = self.world[quantity]
            look = self._key_look(value) if self.where == "overview" else None
            decimals = 1 if look == "wan" else 0
            figure = self._figure(
                value, more[0], look=look, quantity=quantity, code=self._code(quantity), decimals=decimals
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
                template: str = self.rng.choice(wording()["agencies"]["whens"])
                return template % self.year if "%d" in template else template
            case "agency":
                return f"{{A! {self.agency}}}"
            case "city":
                return self.region[-1]
            case "field":
                return self.organ.removesuffix("局")
        raise KeyError(f"«{name}» is no word of reports.toml")

    # -- forms -----------------------------------------------------------------------------------------------------

    def _form(self, identifier: str) -> None:
        """A form with all its figures, of which `blank` leaves only the totals."""
        form = load_form(identifier)
        layout, manner = self.rng.choice(LAYOUTS)
        style = _style(layout, manner, self.rng)
        for block in form.blocks:
            for row in block.coded:
                for column in block.axis.columns if block.axis else (None,):
                    code = row.cell_code(column)
                    if code not in self.world:
                        continue
                    if self.options.blank and block.axis and block.axis.total not in (None, getattr(column, "key", "")):
                        continue
                    name = cell_id(code)
                    self.figures[name] = Figure(
                        name, self.world[code], "", "cell", 0, code, code, "table"
                    )
        self.pieces.append(FormPart(identifier, layout, style, self.rng.randrange(10**6)))


def _style(layout: Layout, manner: str, rng: random.Random) -> Style:
    return replace(draw_style(layout, rng), manner=manner, titles=True, header="stacked", units=True)


def _marked(figure: Figure, options: Sequence[str]) -> str:
    label = "P" if figure.look == "percent" else "C"
    return f"{{{label}#{figure.id} ⟦{figure.id}⟧{'|' + ' '.join(options) if options else ''}}}"
