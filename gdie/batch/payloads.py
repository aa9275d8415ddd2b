"""What a worker hands on of a file, and its JSON: the same between processes and in the journal of a run."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache
from sys import intern
from typing import Any, TypeVar

from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn, override
from cattrs.preconf.json import JsonConverter, make_converter

from gdie.documents import Document, Place
from gdie.documents.content import Stretch
from gdie.documents.places import Anchor, Places
from gdie.facts.confidence import confident
from gdie.facts.extraction import Extraction
from gdie.facts.forms import FormReading
from gdie.facts.model import Fact
from gdie.facts.obligations import Obligation, obligations
from gdie.facts.report import Report, report_of
from gdie.indicators import Form, FormBlock, FormRow, load_form
from gdie.outputs.findings.checking import checked_alone
from gdie.outputs.findings.selection import Checked
from gdie.outputs.whereabouts import where
from gdie.reconcile import Correction, Finding, Reconciliation, check

AnyPayload = TypeVar("AnyPayload")


@dataclass(frozen=True)
class FoundFacts:
    """The facts of a document, each with its place in the file in words."""

    doc: str
    facts: tuple[Fact, ...]
    places: tuple[str, ...]


@dataclass(frozen=True)
class FoundObligations:
    """The obligations of a work plan, each with its place in the file in words."""

    doc: str
    obligations: tuple[Obligation, ...]
    places: tuple[str, ...]


@dataclass(frozen=True)
class CheckedReport:
    """A report with its text and what the checks of it alone came to. `spots` are the places in the file where its figures begin."""

    text: str
    report: Report
    findings: tuple[Finding, ...]
    corrections: tuple[Correction, ...]
    spots: tuple[tuple[int, Place], ...] = ()

    @property
    def checked(self) -> tuple[Checked, Report]:
        """As findings are shown, with the report for the checks across years."""
        found = Reconciliation(self.findings, self.corrections)
        return checked_alone(self.document, self.report, found), self.report

    @property
    def document(self) -> Document:
        """The document as far as findings are shown with it: its name, its text and the places of its figures."""
        anchors = [Anchor(start, start + 1, Stretch("", place), 0) for start, place in self.spots]
        return Document(self.report.doc, self.text, places=Places(anchors) if anchors else None)


Payload = FoundFacts | FoundObligations | CheckedReport | Report


def of_facts(extraction: Extraction, min_confidence: float) -> FoundFacts:
    """The facts of a document that are likely enough."""
    facts = confident(extraction.facts, min_confidence)
    places = tuple(where(extraction.document, fact.start, fact.end) for fact in facts)
    return FoundFacts(extraction.document.stem, facts, places)


def of_obligations(document: Document) -> FoundObligations:
    """The tasks of a work plan."""
    found = tuple(obligations(document))
    places = tuple(where(document, one.task.start, one.task.end) for one in found)
    return FoundObligations(document.stem, found, places)


def of_panel(extraction: Extraction, min_confidence: float) -> Report:
    """The report with the facts that are likely enough, and without what a panel has no use for: it holds all of them at once."""
    facts = confident(extraction.facts, min_confidence)
    report = report_of(replace(extraction, facts=facts))
    return Report(report.doc, report.agency, report.year, report.facts)


def of_check(extraction: Extraction) -> CheckedReport:
    """The report, checked by itself."""
    report = report_of(extraction)
    found = check(report)
    # What findings bind served to correct them.
    findings = tuple(replace(finding, constraints=()) for finding in found.findings)
    document = extraction.document
    starts = {f.start for f in report.facts} | {p.start for f in findings for p in f.places}
    spots = ((start, document.place_of(start, start + 1)) for start in sorted(starts))
    return CheckedReport(
        document.text,
        report,
        findings,
        found.corrections,
        tuple((start, place) for start, place in spots if place),
    )


def count(payload: Payload) -> int:
    """How many facts (obligations) it has."""
    match payload:
        case FoundObligations():
            return len(payload.obligations)
        case CheckedReport():
            return len(payload.report.facts)
        case _:
            return len(payload.facts)


def encoded(payload: Payload) -> str:
    """The payload as JSON of one line."""
    return json.dumps(_converter().unstructure(payload), ensure_ascii=False, separators=(",", ":"))


def decoded(data: Any, kind: type[AnyPayload]) -> AnyPayload:
    """The payload of JSON that `encoded` wrote, as `json.loads` reads it."""
    return _converter().structure(data, kind)


@cache
def _converter() -> JsonConverter:
    converter = make_converter()
    # Whole values are int at run time, and printed so.
    converter.register_structure_hook(float, lambda value, _: value)
    # The same units, codes and names in thousands of facts are one string each.
    converter.register_structure_hook(str, lambda value, _: intern(value))
    converter.register_unstructure_hook(Fraction, str)
    converter.register_structure_hook(Fraction, lambda value, _: Fraction(value))
    _register_forms(converter)
    return converter


def _register_forms(converter: JsonConverter) -> None:
    """Forms ship with the package: a reading names its form, block and rows instead of repeating them."""
    for known in (Form, FormBlock, FormRow):
        converter.register_structure_hook(known, lambda value, _: value)
    own: dict[str, Any] = {name: override(omit=True) for name in ("form", "block", "rows", "missing")}
    rest = make_dict_unstructure_fn(FormReading, converter, **own)
    whole = make_dict_structure_fn(FormReading, converter)

    def unstructure(reading: FormReading) -> dict[str, Any]:
        block = _blocks(reading.form).index(reading.block)
        places = {row: number for number, row in reversed(list(enumerate(reading.block.rows)))}
        return {
            **rest(reading),
            "form": reading.form.id,
            "block": block,
            "rows": [[line, places[row]] for line, row in reading.rows.items()],
            "missing": [places[row] for row in reading.missing],
        }

    def structure(data: Mapping[str, Any], kind: type[FormReading]) -> FormReading:
        form = load_form(data["form"])
        block = _blocks(form)[data["block"]]
        rows: dict[int, FormRow] = {line: block.rows[place] for line, place in data["rows"]}
        missing = tuple(block.rows[place] for place in data["missing"])
        return whole({**data, "form": form, "block": block, "rows": rows, "missing": missing}, kind)

    converter.register_unstructure_hook(FormReading, unstructure)
    converter.register_structure_hook(FormReading, structure)


def _blocks(form: Form) -> tuple[FormBlock, ...]:
    return (*form.tables, *form.blocks)
