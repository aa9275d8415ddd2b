"""A panel for people at a terminal: one table an agency, one line an indicator, one column a year."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby

from rich.console import Console
from rich.table import Table
from rich.text import Text

from gdie.outputs.codebook import entries
from gdie.outputs.panel import Line, Panel, code_order, lines
from gdie.outputs.sheets import number_text
from gdie.outputs.terminal import MARKS, printable
from gdie.outputs.values import Value

_SCOPES = {"agency": "", "system": " (whole system)"}


def print_panel(console: Console, panel: Panel) -> None:
    """The wide table, transposed, with the contradicting values below, and what only the long table holds in one line."""
    rows = lines(panel)
    for subject, group in groupby(rows, key=lambda line: replace(line.subject, year=None)):
        agency = subject.agency or f"{subject.doc}: agency not known"
        _print_agency(console, f"{agency}{_SCOPES[subject.scope]}", list(group))
    shown = sum(len(line.values) for line in rows)
    rest = len(panel.values) - shown
    summary = f"{len(rows)} agency-years, {shown} values"
    console.print(
        f"{summary}; {rest} more (contradicting, cumulative, of part of a year …) in the long table: --output"
        if rest
        else summary
    )


def _print_agency(console: Console, title: str, rows: list[Line]) -> None:
    table = Table(title=printable(title), title_justify="left")
    table.add_column("code", overflow="fold")
    table.add_column("indicator", overflow="fold")
    for line in rows:
        table.add_column(str(line.year), justify="right", overflow="fold")
    for code in sorted({code for line in rows for code in line.values}, key=code_order):
        entry = entries().get(code)
        cells = [
            _cell(line.values[code], code in line.conflicts) if code in line.values else Text()
            for line in rows
        ]
        table.add_row(code, printable(entry.name if entry else ""), *cells)
    console.print(table)
    for line in rows:
        for code, values in line.conflicts.items():
            stated = " / ".join(f"{_figure(v)} ({_evidence(v)})" for v in values)
            console.print(printable(f"  ! {line.year} {code}: {stated}"), style="red", soft_wrap=True)


def _cell(value: Value, conflict: bool) -> Text:
    return Text(_figure(value) + ("!" if conflict else ""), style="bold red" if conflict else "")


def _figure(value: Value) -> str:
    fact = value.best.fact
    if fact.value_max is not None:
        return f"{number_text(fact.value)}–{number_text(fact.value_max)}"
    return MARKS[fact.approx] + number_text(fact.value)


def _evidence(value: Value) -> str:
    return f"{value.best.doc}:{value.best.fact.start}-{value.best.fact.end}"
