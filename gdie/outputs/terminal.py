"""Facts and findings for people at a terminal. Report text is data: control characters and markup never act."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from gdie.documents.hidden import HIDDEN
from gdie.facts import Fact
from gdie.facts.obligations import Obligation
from gdie.indicators import Rule
from gdie.outputs.findings.excerpts import Excerpt, Library
from gdie.outputs.findings.selection import Checked, proposals, shown, worth_naming
from gdie.outputs.findings.words import WORDS, Language, heading, proposal, summary, suspicion
from gdie.outputs.whereabouts import where

_CONTROL = re.compile(f"[{HIDDEN}]+")
MARKS = {"exact": "", "about": "≈", "at_least": "≥", "under": "<"}
"""What stands before a value that is not exact."""
_STYLES = {"error": "bold red", "warning": "yellow", "note": "green"}


def visible(text: str) -> str:
    """Text of a report with blanks for control characters."""
    return _CONTROL.sub(" ", text)


def printable(text: str) -> Text:
    """Text of a report with blanks for control characters, as a rich value that no markup is read from."""
    return Text(visible(text))


def print_facts(console: Console, doc: str, facts: Sequence[Fact], places: Sequence[str]) -> None:
    """A table of the facts of a document: place in the file (the line of a text), figure, value and unit, category, channel, period, total."""
    table = Table(title=printable(f"{doc}: {len(facts)} facts"), title_justify="left")
    for name, justify in (
        ("id", "left"),
        ("place", "right"),
        ("figure", "left"),
        ("value", "right"),
        ("unit", "left"),
        ("category", "left"),
        ("indicator", "left"),
        ("channel", "left"),
        ("period", "left"),
        ("part of / share of", "left"),
    ):
        table.add_column(
            name,
            justify="right" if justify == "right" else "left",
            overflow="fold",
            no_wrap=name in ("indicator", "period"),
        )
    for fact, place in zip(facts, places, strict=True):
        value = f"{fact.value:,}" + (f"–{fact.value_max:,}" if fact.value_max is not None else "")
        period = fact.period
        table.add_row(
            fact.id,
            place,
            printable(fact.text),
            MARKS[fact.approx] + value,
            fact.unit or "",
            printable(fact.category.text if fact.category else ""),
            (fact.category.code or "") if fact.category else "",
            printable(fact.channel.text if fact.channel else ""),
            f"{period.start or '…'} – {period.end or '…'}" if period else "",
            fact.part_of or (f"% of {', '.join(fact.shares)}" if fact.shares else ""),
        )
    console.print(table)


def print_obligations(console: Console, doc: str, found: Sequence[Obligation], places: Sequence[str]) -> None:
    """A table of the obligations of a document: place, section, task, units, deadline."""
    table = Table(title=printable(f"{doc}: {len(found)} obligations"), title_justify="left")
    for name in ("id", "place", "section", "task", "lead", "responsible", "supporting", "deadline"):
        table.add_column(name, justify="right" if name == "place" else "left", overflow="fold")
    for one, place in zip(found, places, strict=True):
        units = [
            printable("、".join(unit.name for unit in group))
            for group in (one.lead, one.responsible, one.supporting)
        ]
        table.add_row(
            one.id,
            place,
            printable(" / ".join(one.section)),
            printable(one.task.text),
            *units,
            (one.deadline.date or printable(one.deadline.text)) if one.deadline else "",
            end_section=True,
        )
    console.print(table)


def print_findings(
    console: Console, checked: Checked, library: Library, lang: Language, show_all: bool
) -> None:
    """The findings that need a look (all with `show_all`), worst first, each with the sentences that it rests on; then a count."""
    console.print(printable(checked.stem), style="bold")
    for finding in shown(checked, show_all):
        line = Text("  ")
        line.append(f"{heading(finding, lang)} {finding.id}", style=_STYLES[finding.severity])
        line.append(f" [{finding.rule}]: ")
        line.append_text(printable(finding.explanation[lang]))
        console.print(line, soft_wrap=True)
        for excerpt in library.excerpts(finding, checked):
            console.print(_excerpt(excerpt, checked, lang), soft_wrap=True)
        for suspect in worth_naming(finding, checked):
            said = suspicion(suspect, checked, library, lang)
            console.print(Text("    ? ").append_text(printable(said)), soft_wrap=True)
    for correction in proposals(checked):
        said = proposal(correction, checked, library, lang)
        console.print(Text("  ").append_text(printable(said)), style="cyan", soft_wrap=True)
    style = "red" if checked.count("error") else "green"
    console.print(f"  {summary(checked, lang)}", style=style)


def print_rules(console: Console, rules: Iterable[Rule], lang: Language) -> None:
    """A table of rules: id, strength, statement, source."""
    table = Table()
    for name in ("rule", "strength", "statement", "origin"):
        table.add_column(WORDS[lang][name], overflow="fold", no_wrap=name in ("rule", "strength"))
    for rule in rules:
        cells = (rule.id, WORDS[lang][rule.strength], rule.statement[lang], rule.source)
        table.add_row(*map(printable, cells))
    console.print(table)


def _excerpt(excerpt: Excerpt, home: Checked, lang: Language) -> Text:
    """A line of an excerpt with its place, in another document with its name."""
    own = excerpt.holder is home
    line = Text("    ")
    place = where(excerpt.holder.document, excerpt.start, excerpt.start + 1, lang)
    line.append(visible(f"{'' if own else excerpt.holder.stem + ' '}{place}: "), style="dim")
    for piece in excerpt.pieces:
        line.append(visible(piece.text), style="bold reverse" if piece.place else "")
    return line
