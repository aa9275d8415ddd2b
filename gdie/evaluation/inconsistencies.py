"""How well reconciliation finds the contradictions of the development set, in two ways: from the text alone, and from the gold facts.

The difference between the two is what reading costs; what fails with the gold facts fails in reconciliation itself. The gold's
judgements on sums (`inconsistencies`, `sums`, `partial`) are only compared with, never given to the checks.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from rich.table import Table
from rich.text import Text
from spacy.language import Language

from gdie.evaluation.claims import Place, equal_value
from gdie.evaluation.devset import DevsetError, Passage, read_devset
from gdie.evaluation.gold_reports import Row, gold_report
from gdie.facts import Fact, extract
from gdie.facts.report import Report, report_of
from gdie.reconcile import check
from gdie.reconcile.meaning import printed_step
from gdie.reconcile.model import Finding, Reconciliation, Severity, Suspect

Group = Literal["sums", "partial", "other"]
END_TO_END, GOLD_FACTS = "end to end", "gold facts"
GROUPS: tuple[Group, ...] = ("sums", "partial", "other")
ALARMS: tuple[Severity, ...] = ("error", "warning")
_LEAST = {"percent": 0, "balance": 2}


@dataclass(frozen=True)
class Judged:
    """Figures on which the gold judges: a contradiction, by its kind, or the groups `sums` and `partial`, which are none.

    A finding is on them if it names the total and at least `least` parts. `right` is what the total of a contradiction should be.
    """

    kind: str
    total: Place
    parts: tuple[Place, ...]
    least: int
    right: float | None = None

    def is_named(self, figures: Sequence[Place]) -> bool:
        """Whether a finding on `figures` is on these; the spans need not be the same, but must overlap."""
        return _among(self.total, figures) and sum(_among(p, figures) for p in self.parts) >= self.least


@dataclass(frozen=True)
class Outcome:
    """A contradiction of the gold, and the errors and warnings on it; `located` if a suspect is the total with its right value."""

    passage: str
    judged: Judged
    findings: tuple[Finding, ...]
    suspects: tuple[Suspect, ...]
    located: bool

    @property
    def severity(self) -> Severity | None:
        """The gravest severity of the findings; None where the contradiction was missed."""
        return next((s for s in ALARMS if any(f.severity == s for f in self.findings)), None)


@dataclass(frozen=True)
class FalseAlarm:
    """An error or warning on what the gold does not call a contradiction, and what the gold calls it."""

    passage: str
    finding: Finding
    group: Group


@dataclass(frozen=True)
class Detection:
    """What came of all passages."""

    outcomes: tuple[Outcome, ...]
    false_alarms: tuple[FalseAlarm, ...]

    def as_json(self) -> dict[str, Any]:
        """Plain values, which quote nothing of the passages."""
        counted = Counter((a.finding.severity, a.group) for a in self.false_alarms)
        return {
            "of": len(self.outcomes),
            "found": sum(bool(o.findings) for o in self.outcomes),
            **{f"{s}s": sum(o.severity == s for o in self.outcomes) for s in ALARMS},
            "located": sum(o.located for o in self.outcomes),
            "false": {f"{s}s": {g: counted[s, g] for g in GROUPS} for s in ALARMS},
            "outcomes": [
                {
                    "passage": o.passage,
                    "kind": o.judged.kind,
                    "severity": o.severity,
                    "suspects": len(o.suspects),
                    "located": o.located,
                }
                for o in self.outcomes
            ],
            "false_alarms": [
                {"passage": a.passage, "rule": a.finding.rule, "severity": a.finding.severity, "on": a.group}
                for a in self.false_alarms
            ],
        }


def score_inconsistencies(folder: Path, pipeline: Language) -> dict[str, Detection]:
    """What reconciliation finds in the passages of a folder, by way. Raises `DevsetError`."""
    found: dict[str, tuple[list[Outcome], list[FalseAlarm]]] = {w: ([], []) for w in (END_TO_END, GOLD_FACTS)}
    for passage in read_devset(folder):
        gold = _gold(folder / f"{passage.document.stem}.json", passage)
        reports = {
            END_TO_END: report_of(extract(passage.document, pipeline)),
            GOLD_FACTS: gold_report(passage, gold.rows, pipeline),
        }
        for way, report in reports.items():
            outcomes, alarms = judge(report, check(report), gold.judged)
            found[way][0].extend(outcomes)
            found[way][1].extend(alarms)
    return {way: Detection(tuple(outcomes), tuple(alarms)) for way, (outcomes, alarms) in found.items()}


def judge(
    report: Report, result: Reconciliation, judged: Sequence[Judged]
) -> tuple[list[Outcome], list[FalseAlarm]]:
    """The findings on one passage set beside what the gold says of it."""
    wrong = [j for j in judged if j.kind not in GROUPS]
    alarms = [f for f in result.findings if f.verdict == "violated" and f.severity in ALARMS]
    facts = {f.id: f for f in report.facts}
    named = {f.id: list(_figures(f, facts)) for f in alarms}
    outcomes = []
    for contradiction in wrong:
        findings = tuple(f for f in alarms if contradiction.is_named(named[f.id]))
        suspects = tuple(dict.fromkeys(_suspects(findings, result)))
        located = any(_is_right(s, contradiction, facts) for s in suspects)
        outcomes.append(Outcome(report.doc, contradiction, findings, suspects, located))
    matched = {f.id for o in outcomes for f in o.findings}
    false = [FalseAlarm(report.doc, f, _group(named[f.id], judged)) for f in alarms if f.id not in matched]
    return outcomes, false


def detection_table(data: Mapping[str, Mapping[str, Any]]) -> Table:
    """A table for a terminal, drawn from the plain values of `Detection` by way."""
    table = Table(title="contradictions found by reconciliation", title_justify="left")
    table.add_column("", no_wrap=True)
    for name in ("found", "as errors", "right value named", "false errors", "false warnings"):
        table.add_column(name, justify="right")
    table.add_column("missed")
    for way, values in data.items():
        false = (" / ".join(str(n) for n in values["false"][f"{s}s"].values()) for s in ALARMS)
        missed = (f"{o['passage']} {o['kind']}" for o in values["outcomes"] if o["severity"] is None)
        counts = (f"{values['found']}/{values['of']}", str(values["errors"]), str(values["located"]))
        table.add_row(Text(way), *counts, *false, Text(", ".join(missed)))
    table.caption = "false: on sums that do add up / on parts that need not / on anything else"
    return table


@dataclass(frozen=True)
class _Gold:
    rows: tuple[Row, ...]
    judged: tuple[Judged, ...]


def _gold(path: Path, passage: Passage) -> _Gold:
    places = [c.place for c in passage.claims]
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
        judged = [_judged(row, row["kind"], places, row["sum"]) for row in values["inconsistencies"]]
        judged += [_judged(row, group, places) for group in ("sums", "partial") for row in values[group]]
        return _Gold(tuple(values["facts"]), tuple(judged))
    except (KeyError, IndexError, TypeError) as error:
        raise DevsetError(f"{path}: {error!r}; see the format in the set's README.md") from None


def _judged(row: Row, kind: str, places: Sequence[Place], right: float | None = None) -> Judged:
    parts = tuple(places[i] for i in row["parts"])
    least = (len(parts) + 1) // 2 if kind in GROUPS else min(_LEAST.get(kind, 1), len(parts))
    return Judged(kind, places[row["total"]], parts, least, right)


def _among(place: Place, figures: Iterable[Place]) -> bool:
    return any(place[0] < end and start < place[1] for start, end in figures)


def _figures(finding: Finding, facts: Mapping[str, Fact]) -> Iterator[Place]:
    for identifier in (finding.total, *finding.parts):
        if identifier is not None and (fact := facts.get(identifier)):
            yield fact.start, fact.end
    for place in finding.places:
        yield place.start, place.end


def _suspects(findings: Sequence[Finding], result: Reconciliation) -> Iterator[Suspect]:
    ids = {f.id for f in findings}
    for finding in findings:
        yield from finding.suspects
    for correction in result.corrections:
        if ids & set(correction.findings):
            yield from correction.changes


def _is_right(suspect: Suspect, judged: Judged, facts: Mapping[str, Fact]) -> bool:
    fact = facts.get(suspect.fact)
    if fact is None or suspect.suggested is None or judged.right is None:
        return False
    # A share printed as 58% can only be mended to a whole one.
    margin = float(printed_step(fact)) / 2
    suggested = float(suspect.suggested)
    near = equal_value(suggested, judged.right) or abs(suggested - judged.right) <= margin
    return near and _among(judged.total, [(fact.start, fact.end)])


def _group(figures: Sequence[Place], judged: Sequence[Judged]) -> Group:
    return next((g for g in GROUPS if any(j.kind == g and j.is_named(figures) for j in judged)), "other")
