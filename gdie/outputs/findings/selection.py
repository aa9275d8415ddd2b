"""The findings of a document: without what is ignored or accepted, in the order in which they are shown."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from functools import cached_property

from gdie.documents import Document
from gdie.facts import Fact
from gdie.outputs.findings.baseline import Baseline, Entry
from gdie.reconcile.model import NO_SLIP, Correction, Finding, Suspect

LEVELS = ("error", "warning", "note")
"""Severities, worst first."""


_NAMED = 3  # so many suspects are shown for a finding


class UnknownRule(ValueError):
    """A pattern that no rule is like; the message names it."""


@dataclass(frozen=True, eq=False)
class Checked:
    """A document with its facts by id and what the checks came to. `accepted` counts the findings that a baseline holds."""

    document: Document
    facts: Mapping[str, Fact]
    findings: tuple[Finding, ...]
    corrections: tuple[Correction, ...] = ()
    accepted: int = 0

    @property
    def stem(self) -> str:
        """The document by name."""
        return self.document.stem

    @property
    def checks(self) -> int:
        """How many checks there were, accepted ones too."""
        return len(self.findings) + self.accepted

    def count(self, level: str) -> int:
        """How many findings have this severity."""
        return sum(f.severity == level for f in self.findings)

    def line_of(self, offset: int) -> int:
        """The number of the line, from 1, that an offset lies in."""
        return bisect_right(self.line_starts, offset)

    @cached_property
    def line_starts(self) -> list[int]:
        """Where each line begins."""
        starts = [0]
        for line in self.document.text.split("\n"):
            starts.append(starts[-1] + len(line) + 1)
        return starts[:-1]


def ignored_rules(options: Sequence[str], known: Iterable[str]) -> frozenset[str]:
    """The rules that options name: ids or patterns (`A*`), several with commas between them. Raises `UnknownRule`."""
    rules = list(known)
    found: set[str] = set()
    for pattern in (p.strip() for option in options for p in option.split(",") if p.strip()):
        like = [rule for rule in rules if fnmatchcase(rule, pattern)]
        if not like:
            raise UnknownRule(f"--ignore {pattern}: there is no such rule; gdie check --rules lists them")
        found.update(like)
    return frozenset(found)


def without_rules(checked: Checked, rules: frozenset[str]) -> Checked:
    """The document without the findings by some rules."""
    return _only(checked, [f for f in checked.findings if f.rule not in rules])


def without_accepted(checked: Checked, baseline: Baseline) -> Checked:
    """The document without the errors and warnings that a baseline holds; they are counted."""
    kept = [f for f in checked.findings if not (needs_look(f) and baseline.accepts(f.doc, f.fingerprint))]
    return replace(_only(checked, kept), accepted=len(checked.findings) - len(kept))


def needs_look(finding: Finding) -> bool:
    """True for errors and warnings."""
    return finding.severity != "note"


def inconsistent(checked: Checked) -> bool:
    """True where something stated is certainly wrong."""
    return any(f.verdict == "violated" and f.severity == "error" for f in checked.findings)


def shown(checked: Checked, show_all: bool) -> list[Finding]:
    """The errors, then the warnings, then with `show_all` the rest; each in text order."""
    found = [f for f in checked.findings if show_all or needs_look(f)]
    return sorted(found, key=lambda f: (LEVELS.index(f.severity), _position(f, len(checked.document.text))))


def worth_naming(finding: Finding, checked: Checked) -> tuple[Suspect, ...]:
    """The suspects to show for a finding: the most likely slips, and none where its explanation names the one correction."""
    if any(finding.id in c.findings for c in proposals(checked)):
        return ()
    return tuple(s for s in finding.suspects if s.suggested is not None and s.why != NO_SLIP)[:_NAMED]


def proposals(checked: Checked) -> list[Correction]:
    """The corrections that leave no choice."""
    return [c for c in checked.corrections if c.unique]


def entries(checked: Iterable[Checked]) -> list[Entry]:
    """A baseline's entries for all errors and warnings."""
    return [
        Entry(f.doc, f.fingerprint, f.rule, f.explanation.en)
        for one in checked
        for f in one.findings
        if needs_look(f)
    ]


def _only(checked: Checked, findings: Sequence[Finding]) -> Checked:
    """The document with some of its findings, and the corrections that settle one of them."""
    ids = {f.id for f in findings}
    settled = [replace(c, findings=tuple(i for i in c.findings if i in ids)) for c in checked.corrections]
    return replace(checked, findings=tuple(findings), corrections=tuple(c for c in settled if c.findings))


def _position(finding: Finding, last: int) -> int:
    """Where a finding stands in its own document; those of no place come last, as do rows of forms that can't be read."""
    return min((p.start for p in finding.places if p.doc == finding.doc), default=last)
