"""Findings for the tests of outputs: `checked("a", "共12件，其中7件、6件。", finding(...))` marks figures by their words."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

from gdie.documents.reading import document_from_text
from gdie.outputs.findings.selection import Checked
from gdie.reconcile.model import Correction, Explanation, Finding, Place, Suspect
from tests.fact_values import fact_values

from gdie.facts import Fact  # isort: skip

SLIP = Explanation("one digit wrong", "一位数字有误")


def place(text: str, figure: str, doc: str = "a", name: str | None = None, nth: int = 1) -> Place:
    """The nth occurrence of a figure in a text."""
    start = -1
    for _ in range(nth):
        start = text.index(figure, start + 1)
    return Place(doc, name or f"f{start}", start, start + len(figure), figure)


def finding(name: str, severity: str = "error", rule: str = "A1", **more: Any) -> Finding:
    values: dict[str, Any] = {
        "doc": "a",
        "id": name,
        "kind": "sum",
        "total": None,
        "parts": (),
        "stated": Fraction(12),
        "computed": Fraction(13),
        "verdict": "holds" if severity == "note" else "violated",
        "severity": severity,
        "rule": rule,
        "explanation": Explanation(f"{name} does not add up", f"{name}合计不符"),
        "fingerprint": f"mark-{name}",
    }
    return Finding(**(values | more))


def fact(figure: str, start: int) -> Fact:
    return Fact(**fact_values(figure, start))


def checked(stem: str, text: str, *findings: Finding, facts: tuple[Fact, ...] = (), **more: Any) -> Checked:
    own = tuple(replace(f, doc=stem) for f in findings)
    return Checked(document_from_text(text, stem), {f.id: f for f in facts}, own, **more)


def correction(name: str, *settled: str, change: Suspect | None = None, unique: bool = True) -> Correction:
    return Correction("a", name, settled, (change or Suspect("f0", Fraction(13), SLIP, "source"),), unique)
