"""Reports as users would see them, made up from a seed: every figure is known, and all that must agree does.

`make(seed)` gives one report; `Options` ask for what must still count as consistent (truncated shares, undecided reviews, …).
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from fractions import Fraction
from math import floor

from gdie.indicators.forms import load_form
from tests.benchmarks.drafts import Draft
from tests.benchmarks.figures import Growth, Rule, list_rule
from tests.benchmarks.speaker import Options, Speaker, wording
from tests.benchmarks.worlds import ERAS, LAST_RECEIVED, World, draw, form_rules

_HAN = "一二三四五六"
PARTS_OF_REPORT = 6
MONTHS = 12
Step = Callable[[], None]


def make(seed: int | str, options: Options | None = None, world: World | None = None, year: int = 0) -> Draft:
    """The report of a seed; `world` and `year` continue an agency's figures."""
    options = options or Options()
    rng = random.Random(f"report/{seed}")
    era = ERAS[options.era or rng.choice(tuple(ERAS))]
    year = year or rng.randint(*era.years)
    return _Writer(seed, rng, era, year, options, world or draw(era, rng)).report(f"made-{seed}")


class _Writer(Speaker):
    """Writes one report, section by section."""

    def report(self, name: str) -> Draft:
        """The finished report."""
        self.forms_printed = self.era.key != "free" or self.rng.random() < 0.6
        if self.options.undecided and self.era.key == "stats":
            for code in ("review.total", "litigation.total"):
                self.world[code] += 2
        self._head()
        if self.era.key in ("free", "stats"):
            self._older()
        else:
            self._present()
        return Draft(
            name, self.agency, self.year, tuple(self.pieces), self.figures, tuple(self._kept_rules())
        )

    def _kept_rules(self) -> list[Rule]:
        """The rules of the text, and those of the forms where these are printed."""
        rules = [*self.rules, *(form_rules(self.era, self.world) if self.forms_printed else ())]
        return [rule for rule in rules if all(i in self.figures for i in rule.figures)]

    def _head(self) -> None:
        title = self.rng.choice(wording()["agencies"]["titles"])
        self.line(title % (f"{{A {self.agency}}}", f"{{D {self.year}年}}"))
        intro = self.rng.choice(wording()["words"]["intro"])
        self.line(self.filled(intro % ((self.year,) * intro.count("%d"))))
        if self.rng.random() < 0.4:
            number = self.figure(Fraction(PARTS_OF_REPORT), look="han", name="declared")
            template = self.rng.choice(wording()["lookalikes"]["declared"])
            self.line(template % (number.id, number.id))

    def _older(self) -> None:
        titles = wording()["sections"]["prose"]
        bodies = (
            (self._overview,),
            (
                lambda: self.listed("class", shares=0.4),
                self._channels,
                self._system,
                self._cumulative,
                lambda: self.listed("department"),
            ),
            (
                lambda: self.listed("way", shares=0.5),
                lambda: self.listed("outcome", shares=0.4),
                lambda: self.listed("reason" if self.era.key == "free" else "denial"),
                self._growth,
            ),
            (lambda: self.listed("review"), self._each),
            (
                lambda: self.listed("media", shares=0.2),
                lambda: self.listed("staff"),
                lambda: self.listed("permit", shares=0.3),
                lambda: self.listed("material"),
                lambda: self.listed("reading"),
                self._alone,
            ),
        )
        for number, (title, body) in enumerate(zip(titles, bodies, strict=False)):
            self._section(number, title, body)
        self._more()
        self._section(len(bodies), titles[-1], (self._plans,))
        if self.forms_printed:
            self.line(wording()["sections"]["annex"])
            form = load_form(self.era.forms[0])
            self.line(f"{self.agency}{self.year}年度{form.title}")
            self.form(form.id)

    def _present(self) -> None:
        titles = wording()["sections"]["present"]
        self.where = "overview"
        self.line(f"{_HAN[0]}、{titles[0]}")
        self._filler()
        self._overview()
        self.where = "body"
        lists = [
            lambda: self.listed("class", shares=0.4),
            lambda: self.listed("way", shares=0.5),
            lambda: self.listed("applicant", shares=0.3),
            lambda: self.listed("result", shares=0.4),
            lambda: self.listed("denial"),
            lambda: self.listed("review"),
            lambda: self.listed("media", shares=0.2),
            lambda: self.listed("permit"),
            self._system,
            self._growth,
            self._cumulative,
            self._alone,
        ]
        for number, heading in enumerate(wording()["sections"]["headings"]):
            self.line(f"（{_HAN[number]}）{heading}")
            self._filler()
            for step in lists[2 * number : 2 * number + 2]:
                step()
        self._more()
        for number, form in enumerate(self.era.forms, 1):
            self.line(f"{_HAN[number]}、{titles[number]}")
            self.form(form)
        self._section(4, titles[4], (self._plans,))
        self.line(f"{_HAN[5]}、{titles[5]}")
        self.line(self.rng.choice(wording()["words"]["fees"]))

    def _section(self, number: int, title: str, steps: Sequence[Step]) -> None:
        self.line(f"{_HAN[number]}、{title}")
        self.where = "overview" if number == 0 else "body"
        self._filler()
        for step in steps:
            step()

    def _more(self) -> None:
        """Further lists, each of a month of its own, until there are as many figures as were asked for."""
        kinds = ("media", "permit", "material", "department")
        for number in range(MONTHS * len(kinds)):
            if len(self.figures) >= self.options.figures:
                break
            self.month = 1 + number % MONTHS
            self.listed(kinds[number // MONTHS], shares=0.3)
        self.month = None

    def _overview(self) -> None:
        for quantity, templates in wording()["overview"].items():
            if self.world.get(self.in_year(quantity), 0):
                self.line(self.filled(self.rng.choice(templates)))

    def _alone(self) -> None:
        for quantity, templates in wording()["alone"].items():
            if self.world.get(quantity, 0) and self.rng.random() < 0.7:
                self.line(self.filled(self.rng.choice(templates)))

    def _each(self) -> None:
        if self.rng.random() < 0.5:
            figure = self.figure(Fraction(self.rng.randint(2, 9)), "件")
            self.line(self.filled(self.rng.choice(wording()["lookalikes"]["each"]), {"n": figure}))

    def _cumulative(self) -> None:
        total = self.world["proactive.total"]
        figure = self.figure(total * 2 + self.rng.randint(50, 900), "条")
        self.line(self.filled(self.rng.choice(wording()["lookalikes"]["cumulative"]), {"sum": figure}))
        if self.rng.random() < 0.5:
            thirds = [self.figure(Fraction(floor(total * Fraction(n, 10)) + 1), "条") for n in (5, 4, 6)]
            line = self.rng.choice(wording()["lookalikes"]["overlap"])
            self.line(self.filled(line, dict(zip("abc", thirds, strict=True))))

    def _channels(self) -> None:
        """What went through several channels: more than the total, where each item counts once."""
        codes = [f"proactive.channel.{c}" for c in ("website", "weibo", "wechat")]
        if not all(self.world.get(code) for code in codes):
            return
        total = self.world["proactive.total"]
        figures = {
            "total": self.figure(total, "条", quantity="proactive.total", code="proactive.total"),
            **{c.rpartition(".")[2]: self.figure(self.world[c], "条", quantity=c, code=c) for c in codes},
        }
        options = {c: f"p={figures['total'].id}" for c in figures if c != "total"}
        template = self.rng.choice(wording()["lookalikes"]["channels"])
        self.line(self.filled(template, figures, options))

    def _system(self) -> None:
        if self.rng.random() < 0.5:
            return
        own, below = int(self.world["proactive.total"]), self.rng.randint(200, 9000)
        code = "proactive.total"
        figures = {
            "whole": self.figure(Fraction(own + below), "条", code=code),
            "own": self.figure(Fraction(own), "条", code=code),
            "below": self.figure(Fraction(below), "条", code=code),
        }
        parts = [figures["own"].id, figures["below"].id]
        self.rules.append(list_rule("list", figures["whole"].id, parts, True))
        options = {"own": f"p={figures['whole'].id}", "below": f"p={figures['whole'].id}"}
        self.line(self.filled(self.rng.choice(wording()["lookalikes"]["system"]), figures, options=options))

    def _growth(self) -> None:
        now = self.world[self.era.received]
        guessed = Fraction(max(1, int(now * Fraction(self.rng.randint(60, 140), 100))))
        then = self.world.get(LAST_RECEIVED, guessed)
        if not then or then == now or self.rng.random() < 0.3:
            return
        value = abs(100 * (now - then) / then)
        percent = self.percent(value, 1)
        code = self.in_year("request.received.total")
        figures = {
            "now": self.figure(now, "件", quantity=code, code=code),
            "then": self.figure(then, "件", code=code),
            "growth": percent,
        }
        self.rules.append(Growth(percent.id, figures["now"].id, figures["then"].id, 1))
        template = self.rng.choice(wording()["lookalikes"]["growth"])
        self.line(self.filled(template % (self.year - 1, "增长" if now > then else "下降"), figures))

    def _plans(self) -> None:
        self.line(self.rng.choice(wording()["words"]["problems"]))
        numbers = (self.year + 1, self.rng.randint(5, 90) * 100, self.rng.randint(2, 9))
        template = self.rng.choice(wording()["words"]["plans"])
        if template.startswith("下一步"):
            numbers = (numbers[0], numbers[2], numbers[1])
        self.line(self.filled(template % numbers))

    def _filler(self) -> None:
        self.line(self.filled(self.rng.choice(wording()["words"]["filler"])))
