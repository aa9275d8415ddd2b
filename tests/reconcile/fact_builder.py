"""Writes facts and breakdowns in one line: `新闻信息 15707条 = 报刊 1643条 + 电视 432条 > 咨询 16条[0.75%]`.

A line is one total with its lists: `=` begins a list that claims to be complete, `>` an open one, `其中` an open one with
that cue. `+` stands between parts, each with its category before it; `[8.9%]` is the share of the part before it, and
`A 4件 & B 3件[23.3%]` that of both. `@网站` names the channel of a part, `#自然人` its column. A part `@id` of an
earlier line is written `f3 40件`: it takes that name. `?x` as a figure is one that could not be read.
"""

import re
from dataclasses import dataclass, field, replace
from typing import Any

from gdie.facts.model import Breakdown, Fact, Mention
from gdie.facts.report import Report as FullReport
from gdie.reconcile import Finding, Reconciliation, check
from tests.fact_values import fact_values

_LIST = re.compile(r"(=|>|其中)")
_ITEM = re.compile(
    r"(?:(?P<name>\S+)\s+)?(?P<figure>[^\s\[@#]+)(?:@(?P<channel>[^\s\[#]+))?(?:#(?P<column>[^\s\[]+))?(?:\[(?P<share>[^\]]+)\])?"
)


@dataclass
class Report:
    """Facts and breakdowns of a made-up report; `of` finds a fact by its figure."""

    facts: list[Fact] = field(default_factory=list)
    breakdowns: list[Breakdown] = field(default_factory=list)

    def add(self, figure: str, name: str | None = None, **more: Any) -> Fact:
        start = 20 * len(self.facts)
        values = fact_values(figure, start) | {
            "id": f"f{len(self.facts) + 1}",
            "category": Mention(name, start, start, None) if name else None,
        }
        fact = Fact(**(values | more))
        self.facts.append(fact)
        return fact

    def of(self, figure: str, nth: int = 1) -> Fact:
        return [f for f in self.facts if f.text == figure][nth - 1]

    def change(self, figure: str, nth: int = 1, **more: Any) -> "Report":
        old = self.of(figure, nth)
        self.facts[self.facts.index(old)] = replace(old, **more)
        return self

    def change_all(self, **more: Any) -> "Report":
        self.facts = [replace(f, **more) for f in self.facts]
        return self

    def reconcile(self) -> Reconciliation:
        return check(FullReport("report", None, None, tuple(self.facts), tuple(self.breakdowns)))

    def check(self) -> tuple[Finding, ...]:
        return self.reconcile().findings


def report(*lines: str) -> Report:
    """A report of such lines."""
    made = Report()
    for line in lines:
        head, *rest = _LIST.split(line)
        total = _total(made, head.strip())
        for sign, items in zip(rest[::2], rest[1::2], strict=True):
            parts = [p for item in items.split("+") for p in _parts(made, total.id, item)]
            cue = {"=": "包括", ">": "", "其中": "其中"}[sign]
            made.breakdowns.append(Breakdown(total.id, tuple(parts), sign == "=", cue))
    return made


def _total(made: Report, head: str) -> Fact:
    known = next((f for f in made.facts if head == f.id), None)
    return known or _fact(made, head, None)[0]


def _parts(made: Report, total: str, item: str) -> list[str]:
    if item.strip().startswith("?"):
        return [item.strip()[1:]]
    written = [_fact(made, one, total) for one in item.split("&")]
    ids = tuple(fact.id for fact, _ in written)
    for fact, share in written:
        if share:
            made.add(share, fact.category.text if fact.category else None, shares=ids)
    return list(ids)


def _fact(made: Report, item: str, part_of: str | None) -> tuple[Fact, str | None]:
    match = _ITEM.fullmatch(item.strip())
    assert match, item
    channel = Mention(match["channel"], 0, 0, None) if match["channel"] else None
    fact = made.add(match["figure"], match["name"], part_of=part_of, channel=channel, column=match["column"])
    return fact, match["share"]
