"""The benchmark of reconciliation: how many errors it finds, what it says of reports without one, and whether it points at the right figure.

    python -m tests.benchmarks.run [--reports N] [--seed S] [--kinds KIND,…] [--text] [--json FILE]

Without `--text` the checks get the figures as a perfect model would read them; with it, the shipped model reads the text.
"""

from __future__ import annotations

import argparse
import json
import statistics
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from gdie.facts import extract
from gdie.facts.report import Report, report_of
from gdie.pipeline.loading import load_pipeline
from tests.benchmarks.drafts import Made
from tests.benchmarks.injections import INJECTIONS
from tests.benchmarks.measuring import SEEDS, Results, groups, measure, misses, timings
from tests.benchmarks.scoring import FalseAlarm, Read, gold


def _percent(rate: float | None) -> str:
    return "–" if rate is None else f"{100 * rate:.1f}"


def show(results: Results, times: dict[str, float], console: Console) -> None:
    """The tables."""
    table = Table(title="errors put into reports")
    for name in (
        "kind",
        "cases",
        "found %",
        "as error %",
        "top 1 %",
        "top 3 %",
        "top 1 right value %",
        "unique corrections",
        "right",
    ):
        table.add_column(name, justify="left" if name == "kind" else "right", no_wrap=name == "kind")
    for name, s in groups(results.outcomes):
        rates = [_percent(rate) for rate in (s.detected, s.errors, s.top1, s.top3, s.right)]
        table.add_row(name, str(s.count), *rates, str(s.corrections), str(s.corrections_right))
    console.print(table)
    console.print(
        f"{results.clean} reports without an error: {results.alarm_rate('error'):.3f} errors and "
        f"{results.alarm_rate('warning'):.3f} warnings a report"
    )
    for (severity, rule), own in sorted(_by_rule(results.alarms).items()):
        example = own[0]
        console.print(
            f"  {severity} {rule} ×{len(own)}: {example.document}: {example.explanation}", markup=False
        )
    if results.seconds:
        median, slowest = statistics.median(results.seconds), max(results.seconds)
        console.print(f"check: median {median * 1000:.0f} ms, slowest {slowest * 1000:.0f} ms")
    for name, milliseconds in times.items():
        console.print(f"{name}: {milliseconds:.0f} ms")


def _by_rule(alarms: Sequence[FalseAlarm]) -> dict[tuple[str, str], list[FalseAlarm]]:
    found: dict[tuple[str, str], list[FalseAlarm]] = defaultdict(list)
    for alarm in alarms:
        found[alarm.severity, alarm.rule].append(alarm)
    return found


def as_json(results: Results, times: dict[str, float]) -> dict[str, Any]:
    """Everything measured, as plain values."""
    return {
        "scores": {name: asdict(own) for name, own in groups(results.outcomes)},
        "clean": results.clean,
        "false_errors": results.alarm_rate("error"),
        "false_warnings": results.alarm_rate("warning"),
        "false_alarms": [asdict(a) for a in results.alarms],
        "misses": list(misses(results)),
        "milliseconds": times,
    }


def reader(text: bool) -> Read:
    """What reads the reports: gold, or the shipped model."""
    if not text:
        return gold
    pipeline = load_pipeline()
    known: dict[str, Report] = {}

    def read(made: Made) -> Report:
        key = made.document.text
        if key not in known:
            known[key] = report_of(extract(made.document, pipeline))
        return known[key]

    return read


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--reports", type=int, default=300, help="cases in all")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kinds", default="", help=f"some of: {', '.join([*INJECTIONS, SEEDS])}")
    parser.add_argument("--text", action="store_true", help="read the text with the shipped model")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--misses", action="store_true", help="list what was missed")
    options = parser.parse_args()
    kinds = [kind.strip() for kind in options.kinds.split(",") if kind.strip()]
    if unknown := set(kinds) - {*INJECTIONS, SEEDS}:
        parser.error(f"no such kind: {', '.join(sorted(unknown))}")
    console = Console(width=150)
    read = reader(options.text)
    with console.status("") as status:
        results = measure(options.reports, options.seed, kinds, read, lambda kind: status.update(kind))
    times = timings(read)
    show(results, times, console)
    if options.misses:
        for line in misses(results):
            console.print(line, markup=False)
    if options.json:
        text = json.dumps(as_json(results, times), ensure_ascii=False, indent=1)
        options.json.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
