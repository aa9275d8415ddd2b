"""What reconciliation says of a report with an error beside the same report without it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from gdie.facts.report import Report
from gdie.reconcile import Correction, Finding, Suspect, check, check_years
from tests.benchmarks.cases import Case
from tests.benchmarks.drafts import Made
from tests.benchmarks.seeds import SeedCase

Read = Callable[[Made], Report]
ALARMS = ("error", "warning")
_MANY = 10**6


def gold(made: Made) -> Report:
    """The report as a perfect model reads it."""
    return made.report


@dataclass(frozen=True)
class Checked:
    """A report with all that was found in it, and how long the checking took."""

    made: Made
    report: Report
    findings: tuple[Finding, ...]
    corrections: tuple[Correction, ...]
    seconds: float

    @classmethod
    def of(cls, made: Made, read: Read, earlier: Made | None = None) -> Checked:
        """Read a report and check it, with that of the year before where there is one."""
        report = read(made)
        before = read(earlier) if earlier else None
        start = time.perf_counter()
        result = check(report)
        across = check_years([before, report])[-1] if before else ()
        seconds = time.perf_counter() - start
        return cls(made, report, (*result.findings, *across), result.corrections, seconds)

    @property
    def alarms(self) -> tuple[Finding, ...]:
        """What is said to be wrong, errors first."""
        found = [f for f in self.findings if f.verdict == "violated" and f.severity in ALARMS]
        return tuple(sorted(found, key=lambda f: ALARMS.index(f.severity)))

    def touched(self, finding: Finding) -> frozenset[str]:
        """The figures of the draft that a finding names."""
        own = (p for p in finding.places if p.doc == self.report.doc)
        return frozenset().union(*(self.made.near(p.start, p.end) for p in own))

    def suspected(self, suspect: Suspect) -> frozenset[str]:
        """The figure of the draft that is suspected."""
        fact = next((f for f in self.report.facts if f.id == suspect.fact), None)
        return self.made.near(fact.start, fact.end) if fact else frozenset()

    def key(self, finding: Finding) -> tuple[object, ...]:
        """What a finding is about, apart from what the figures say."""
        touched = self.touched(finding)
        return finding.kind, finding.rule, touched or finding.explanation.en


@dataclass(frozen=True)
class Outcome:
    """What came of one case. `rank` is the place of a wrong figure among the suspects, `right` that it has the right value.

    `correction`: whether the figures that a unique correction changes are the wrong ones with their right values; None without one.
    """

    case: Case | SeedCase
    severity: Literal["error", "warning"] | None
    rank: int | None
    right: bool
    correction: bool | None
    seconds: float

    @property
    def detected(self) -> bool:
        """Whether anything was said of the error."""
        return self.severity is not None


def score(case: Case | SeedCase, read: Read = gold) -> tuple[Outcome, Checked]:
    """The outcome of a case, and the clean report as checked."""
    if isinstance(case, SeedCase):
        clean, altered = Checked.of(case.clean, read), Checked.of(case.altered, read)
    else:
        before = case.earlier.made() if case.earlier else None
        before_clean = case.earlier_clean.made() if case.earlier_clean else before
        clean = Checked.of(case.clean.made(), read, before_clean)
        altered = Checked.of(case.altered.made(), read, before)
    known = {clean.key(f) for f in clean.alarms}
    around = case.around | frozenset(case.wrong)
    new = [f for f in altered.alarms if altered.key(f) not in known and altered.touched(f) & around]
    severity: Literal["error", "warning"] | None = None
    if new:
        severity = "error" if new[0].severity == "error" else "warning"
    rank, right = _located(case, altered, new)
    return Outcome(case, severity, rank, right, _corrected(case, altered, new), altered.seconds), clean


def _located(case: Case | SeedCase, altered: Checked, new: Sequence[Finding]) -> tuple[int | None, bool]:
    """The first list of suspects of the new findings: where a wrong figure stands in it."""
    suspects = next((f.suspects for f in new if f.suspects), ())
    for rank, suspect in enumerate(suspects, 1):
        for figure in altered.suspected(suspect) & frozenset(case.wrong):
            return rank, suspect.suggested == case.wrong[figure]
    return None, False


def _corrected(case: Case | SeedCase, altered: Checked, new: Sequence[Finding]) -> bool | None:
    ids = {f.id for f in new}
    for correction in altered.corrections:
        if correction.unique and ids & set(correction.findings):
            changed = {
                figure: suspect.suggested
                for suspect in correction.changes
                for figure in altered.suspected(suspect)
            }
            return changed == dict(case.wrong)
    return None


@dataclass(frozen=True)
class FalseAlarm:
    """An error or warning on a report that has none."""

    document: str
    severity: str
    rule: str
    figures: tuple[str, ...]
    explanation: str


def false_alarms(checked: Iterable[Checked]) -> Iterator[FalseAlarm]:
    """All alarms of clean reports."""
    for report in checked:
        for finding in report.alarms:
            figures = tuple(p.text for p in finding.places)
            yield FalseAlarm(
                report.report.doc, finding.severity, finding.rule, figures, finding.explanation.zh
            )


def share(hits: int, of: int) -> float | None:
    """A rate, None of nothing."""
    return hits / of if of else None


@dataclass(frozen=True)
class Score:
    """The rates of a group of outcomes."""

    count: int
    detected: float | None
    errors: float | None
    top1: float | None
    top3: float | None
    right: float | None
    corrections: int
    corrections_right: int

    @classmethod
    def of(cls, outcomes: Sequence[Outcome]) -> Score:
        """Counted over outcomes; localisation over those that were detected."""
        found = [o for o in outcomes if o.detected]
        ranks = [o.rank or _MANY for o in found]
        proposed = [o.correction for o in outcomes if o.correction is not None]
        return cls(
            count=len(outcomes),
            detected=share(len(found), len(outcomes)),
            errors=share(sum(o.severity == "error" for o in outcomes), len(outcomes)),
            top1=share(sum(r == 1 for r in ranks), len(found)),
            top3=share(sum(r <= 3 for r in ranks), len(found)),
            right=share(sum(o.right and o.rank == 1 for o in found), len(found)),
            corrections=len(proposed),
            corrections_right=sum(proposed),
        )
