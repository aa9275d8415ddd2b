"""The `Report`: a document as reconciliation and panels take it, with everything that its text says of its figures."""

from __future__ import annotations

from dataclasses import dataclass, field

from gdie.facts.agencies import reporter_of
from gdie.facts.extraction import Extraction
from gdie.facts.forms import FormReadings
from gdie.facts.model import Breakdown, Change, Enumeration, Fact
from gdie.text.view import normalise


@dataclass(frozen=True)
class Report:
    """A document by name, the agency and year that it reports on, where known, and what it states.

    `breakdowns` are its lists of parts, `forms` its official forms, `changes` what it says of growth, `enumerations` the counts of
    things that it names one by one.
    """

    doc: str
    agency: str | None
    year: int | None
    facts: tuple[Fact, ...]
    breakdowns: tuple[Breakdown, ...] = ()
    forms: FormReadings = field(default_factory=FormReadings)
    changes: tuple[Change, ...] = ()
    enumerations: tuple[Enumeration, ...] = ()


def report_of(extraction: Extraction) -> Report:
    """The report that a document is."""
    document = extraction.document
    mentions = [document.text[e.start : e.end] for e in extraction.annotation.entities if e.label == "AGENCY"]
    name = reporter_of(document, normalise(document.text), mentions).name
    return Report(
        document.stem,
        name,
        document.metadata.year,
        extraction.facts,
        extraction.breakdowns,
        extraction.forms,
        extraction.changes,
        extraction.enumerations,
    )
