"""Facts and findings for people at a terminal. Report text is data: control characters and markup never act."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from rich.console import Console
from rich.table import Table
from rich.text import Text

from gdie.documents import Document
from gdie.facts import Fact
from gdie.facts.obligations import Obligation
from gdie.reconcile import Finding

Language = Literal["en", "zh"]
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]+")
_GAP = 60  # longest stretch between two figures that an excerpt shows whole
MARKS = {"exact": "", "about": "≈", "at_least": "≥", "under": "<"}
"""What stands before a value that is not exact."""
_STYLES = {"error": "bold red", "warning": "yellow", "note": "dim"}
_HEADINGS = {
    "en": {"error": "error", "warning": "warning", "note": "note"},
    "zh": {"error": "错误", "warning": "提示", "note": "说明"},
}


def printable(text: str) -> Text:
    """Text of a report with blanks for control characters, as a rich value that no markup is read from."""
    return Text(_CONTROL.sub(" ", text))


def line_of(document: Document, offset: int) -> int:
    """The number of the line, from 1, that an offset lies in."""
    return document.text.count("\n", 0, offset) + 1


def print_facts(console: Console, document: Document, facts: Sequence[Fact]) -> None:
    """A table of facts: line, figure, value and unit, category, channel, period, total."""
    table = Table(title=printable(f"{document.stem}: {len(facts)} facts"), title_justify="left")
    for name, justify in (
        ("id", "left"),
        ("line", "right"),
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
    for fact in facts:
        value = f"{fact.value:,}" + (f"–{fact.value_max:,}" if fact.value_max is not None else "")
        period = fact.period
        table.add_row(
            fact.id,
            str(line_of(document, fact.start)),
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


def print_obligations(console: Console, document: Document, found: Sequence[Obligation]) -> None:
    """A table of obligations: line, section, task, units, deadline."""
    table = Table(title=printable(f"{document.stem}: {len(found)} obligations"), title_justify="left")
    for name in ("id", "line", "section", "task", "lead", "responsible", "supporting", "deadline"):
        table.add_column(name, justify="right" if name == "line" else "left", overflow="fold")
    for one in found:
        units = [
            printable("、".join(unit.name for unit in group))
            for group in (one.lead, one.responsible, one.supporting)
        ]
        table.add_row(
            one.id,
            str(line_of(document, one.task.start)),
            printable(" / ".join(one.section)),
            printable(one.task.text),
            *units,
            (one.deadline.date or printable(one.deadline.text)) if one.deadline else "",
            end_section=True,
        )
    console.print(table)


def print_findings(
    console: Console,
    document: Document,
    findings: Sequence[Finding],
    facts: Sequence[Fact],
    lang: Language,
    show_all: bool,
) -> None:
    """The findings that need a look (all with `show_all`), each with the lines it rests on, and a closing count."""
    by_id = {f.id: f for f in facts}
    counts = {"error": 0, "warning": 0}
    console.print(printable(document.stem), style="bold")
    for finding in findings:
        # A row of a form that can't be read is no error of the report, but nobody should miss it.
        bad = finding.verdict == "violated" or (finding.kind == "form" and finding.severity == "warning")
        if bad and finding.severity in counts:
            counts[finding.severity] += 1
        if not (show_all or (bad and finding.severity != "note")):
            continue
        line = Text("  ")
        heading = _HEADINGS[lang][finding.severity] if bad else finding.verdict
        line.append(f"{heading} {finding.id}", style=_STYLES[finding.severity] if bad else "green")
        line.append(": ")
        line.append_text(printable(finding.explanation[lang]))
        console.print(line, soft_wrap=True)
        for number in sorted(
            {line_of(document, by_id[i].start) for i in (finding.total, *finding.parts) if i in by_id}
        ):
            console.print(
                Text("    ").append_text(_excerpt(document, number, finding, by_id)), soft_wrap=True
            )
    if lang == "zh":
        summary = f"  共核对{len(findings)}项：错误{counts['error']}项，提示{counts['warning']}项"
    else:
        summary = f"  {len(findings)} checks: {counts['error']} errors, {counts['warning']} warnings"
    console.print(summary, style="red" if counts["error"] else "green")


def _excerpt(document: Document, number: int, finding: Finding, by_id: dict[str, Fact]) -> Text:
    """The part of a line around a finding's figures, the figures marked."""
    start = 0
    for _ in range(number - 1):
        start = document.text.index("\n", start) + 1
    end = document.text.find("\n", start)
    end = len(document.text) if end < 0 else end
    figures = [by_id[i] for i in (finding.total, *finding.parts) if i in by_id]
    figures = sorted((f for f in figures if start <= f.start < end), key=lambda f: f.start)
    first = max(start, figures[0].start - 24)
    last = min(end, figures[-1].end + 12)
    excerpt = Text(f"{number}: ", style="dim")
    excerpt.append("…" if first > start else "")
    position = first
    for figure in figures:
        gap = document.text[position : figure.start]
        excerpt.append_text(printable(gap if len(gap) <= _GAP else f"{gap[: _GAP // 3]}…{gap[-_GAP // 3 :]}"))
        excerpt.append(_CONTROL.sub(" ", document.text[figure.start : figure.end]), style="bold reverse")
        position = figure.end
    excerpt.append_text(printable(document.text[position:last]))
    excerpt.append("…" if last < end else "")
    return excerpt
