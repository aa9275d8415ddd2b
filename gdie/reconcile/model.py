"""The `Finding`: what one check of stated figures against each other came to, and why."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

Kind = Literal["sum", "share", "agreement", "ratio", "form", "carry_over"]
Verdict = Literal["holds", "rounding", "violated", "partial", "unverifiable"]
Severity = Literal["error", "warning", "note"]
Origin = Literal["source", "reading"]

_PLACES = 10**6  # no printed figure of these reports has more decimals


@dataclass(frozen=True)
class Explanation:
    """One explanation in both languages; `explanation["zh"]` for the one that a user asked for."""

    en: str
    zh: str

    def __getitem__(self, language: str) -> str:
        return {"en": self.en, "zh": self.zh}[language]

    def as_json(self) -> dict[str, str]:
        """Plain values, in the order of the contract."""
        return {"en": self.en, "zh": self.zh}


NO_SLIP = Explanation("no slip of the pen is apparent", "未见明显笔误")
"""Why a figure may be wrong where nothing speaks for it but that it could be."""


@dataclass(frozen=True)
class Place:
    """Where a figure of a finding stands: [start, end) of the text layer of `doc`. `fact` is None for words that are no fact."""

    doc: str
    fact: str | None
    start: int
    end: int
    text: str

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        return {
            "doc": self.doc,
            "fact": self.fact,
            "start": self.start,
            "end": self.end,
            "text": self.text,
        }


@dataclass(frozen=True)
class Suspect:
    """A figure that may be the wrong one, what it should say (in its base unit, None where that is open), and why that is likely.

    `origin` tells an error of the report (`source`) from a likely misreading of it (`reading`).
    """

    fact: str
    suggested: Fraction | None
    why: Explanation
    origin: Origin = "source"

    @property
    def reason(self) -> str:
        """Why, in English, as the contract has it."""
        return self.why.en

    def as_json(self) -> dict[str, Any]:
        """Plain values, in the order of the contract."""
        return {
            "fact": self.fact,
            "suggested": plain(self.suggested),
            "reason": self.reason,
            "origin": self.origin,
        }


@dataclass(frozen=True)
class Correction:
    """A smallest set of figures whose change makes everything agree that must: a proposal, which never replaces what is printed.

    `findings` are the findings that it would settle. `unique` says that no other set of figures is as likely.
    """

    doc: str
    id: str
    findings: tuple[str, ...]
    changes: tuple[Suspect, ...]
    unique: bool

    def as_json(self) -> dict[str, Any]:
        """The correction as a record of its own."""
        return {
            "doc": self.doc,
            "id": self.id,
            "findings": list(self.findings),
            "changes": [s.as_json() for s in self.changes],
            "unique": self.unique,
        }


@dataclass(frozen=True)
class Constraint:
    """Σ coefficient · figure = 0, or ≤ 0: what a finding tests, as error localisation takes it.

    `terms` are pairs of fact id and coefficient, no id twice and no coefficient 0. `lifted_by` are figures whose change
    makes the constraint say nothing (the percentage of a share).
    """

    terms: tuple[tuple[str, Fraction], ...]
    relation: Literal["=", "<="] = "="
    lifted_by: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Finding:
    """One check. Ids refer to facts; numbers are in the base unit of the total, for a share in per cent.

    kind `sum`: `total` is the stated total, `parts` the listed components, `stated` the total's value, `computed` the
    sum of the parts as printed. kind `share`: `total` is the base that the percentage is of (None where no base is
    known), `parts` is the percentage and then the counts it describes, `stated` is the printed percentage and
    `computed` the true one, to two more decimals than printed. `difference` is stated − computed, None with either.
    `verdict` holds: the figures agree within what they can mean; rounding: only if digits were cut off or adjusted;
    partial: an open list that stays below its total; unverifiable: an operand is missing or not comparable.
    `places` are those of the figures, the total's first, for a share the percentage's. Ids of facts of another document are written
    `document#fact`. `constraints` is what it tests, where figures may be judged by it; it is not printed. `fingerprint` stays the same in later runs and when other parts of the document change.
    """

    doc: str
    id: str
    kind: Kind
    total: str | None
    parts: tuple[str, ...]
    stated: Fraction | None
    computed: Fraction | None
    verdict: Verdict
    severity: Severity
    rule: str
    explanation: Explanation
    suspects: tuple[Suspect, ...] = ()
    places: tuple[Place, ...] = ()
    fingerprint: str = ""
    constraints: tuple[Constraint, ...] = ()

    @property
    def difference(self) -> Fraction | None:
        """Stated less computed."""
        return None if self.stated is None or self.computed is None else self.stated - self.computed

    def as_json(self) -> dict[str, Any]:
        """The finding as the contract's JSON object."""
        return {
            "doc": self.doc,
            "id": self.id,
            "kind": self.kind,
            "total": self.total,
            "parts": list(self.parts),
            "stated": plain(self.stated),
            "computed": plain(self.computed),
            "difference": plain(self.difference),
            "verdict": self.verdict,
            "severity": self.severity,
            "rule": self.rule,
            "explanation": self.explanation.as_json(),
            "suspects": [s.as_json() for s in self.suspects],
            "places": [p.as_json() for p in self.places],
            "fingerprint": self.fingerprint,
        }


@dataclass(frozen=True)
class Reconciliation:
    """What the checks of one document came to: findings in text order, and the corrections that would settle its contradictions."""

    findings: tuple[Finding, ...]
    corrections: tuple[Correction, ...] = ()


def plain(value: Fraction | None) -> int | float | None:
    """A number for JSON: int where it is whole, else the float nearest to the exact decimal (39, 0.14)."""
    if value is None:
        return None
    if value.denominator == 1:
        return value.numerator
    return float(Fraction(round(value * _PLACES), _PLACES))
