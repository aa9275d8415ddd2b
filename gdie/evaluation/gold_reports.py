"""A passage of the development set as the report that it is by its gold facts, for checks that reading shall not disturb."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from spacy.language import Language

from gdie.annotation import Annotation, Entity
from gdie.documents import Document
from gdie.evaluation.claims import Claim, Place, channel_codes
from gdie.evaluation.devset import Passage
from gdie.facts import Fact, Mention, PeriodOf
from gdie.facts.agencies import Reporter, reporter_of
from gdie.facts.assemble import report_year
from gdie.facts.breakdowns import breakdowns
from gdie.facts.changes import changes
from gdie.facts.channels import code_of_reporter
from gdie.facts.enumerations import enumerations
from gdie.facts.extraction import Extraction
from gdie.facts.forms import FormFigure, read_forms, unglue
from gdie.facts.linking import link
from gdie.facts.report import Report, report_of
from gdie.pipeline.linker import linker_of
from gdie.text.numerals import NumeralError, parse_quantity
from gdie.text.view import normalise

Row = Mapping[str, Any]
"""A fact of the gold, as its JSON has it."""


def gold_report(passage: Passage, rows: Sequence[Row], pipeline: Language) -> Report:
    """The report that a passage is by its gold facts. What the gold does not have (codes, lists, changes) is read as it always is."""
    document = unglue(passage.document)
    forms = read_forms(document)
    annotation = Annotation(tuple(sorted(_mentions(document, passage.claims, rows))))
    agencies = [document.text[e.start : e.end] for e in annotation.entities if e.label == "AGENCY"]
    reporter = reporter_of(document, normalise(document.text), agencies)
    year = report_year(document, annotation)
    facts = tuple(
        _fact(document, row, claim, forms.figures.get(claim.place), reporter)
        for row, claim in zip(rows, passage.claims, strict=True)
    )
    if linker := linker_of(pipeline):
        facts = link(document, facts, lambda figure, _: linker.choose(figure), year)
    lists = breakdowns(document, facts, forms)
    changed, listed = changes(document, facts), enumerations(document, facts)
    return report_of(Extraction(document, annotation, year, facts, lists, forms, {}, changed, listed))


def _mentions(document: Document, claims: Sequence[Claim], rows: Sequence[Row]) -> Iterator[Entity]:
    """The dates and agencies of the gold, each at its words nearest to the figure."""
    for label, name in (("DATE", "date"), ("AGENCY", "agency")):
        for place in {
            _nearest(document.text, r[name], c) for r, c in zip(rows, claims, strict=True) if r[name]
        }:
            if place is not None:
                yield Entity(*place, label)


def _nearest(text: str, words: str, claim: Claim) -> Place | None:
    """Where words stand nearest before or behind a figure."""
    before, behind = text.rfind(words, 0, claim.start), text.find(words, claim.end)
    if before >= 0 and (behind < 0 or claim.start - before - len(words) <= behind - claim.end):
        return before, before + len(words)
    return (behind, behind + len(words)) if behind >= 0 else None


def _mention(text: str, words: str | None, claim: Claim, code: str | None) -> Mention | None:
    # Names that are put together from several places stand nowhere: they are given the place before the figure.
    start, end = (_nearest(text, words, claim) if words else None) or (claim.start, claim.start)
    return Mention(words, start, end, code) if words else None


def _fact(document: Document, row: Row, claim: Claim, form: FormFigure | None, reporter: Reporter) -> Fact:
    text, channel, section = document.text, row["channel"], document.section_at(claim.start)
    one_medium = channel and len(channel_codes(channel)) == 1
    return Fact(
        doc=document.stem,
        id=f"f{row['i']}",
        kind="percent" if row["unit"] in ("%", "百分点") else "count",
        text=row["fig"],
        start=claim.start,
        end=claim.end,
        value=row["value"],
        value_max=_upper(row["fig"]),
        unit=row["unit"],
        approx=row["approx"],
        implied=False,
        category=_mention(text, row["category"], claim, form.code if form else None),
        channel=_mention(
            text, channel, claim, code_of_reporter(channel, reporter.folded) if one_medium else None
        ),
        column=form.column if form else row.get("column"),
        period=PeriodOf(row["date"], *row["period"]) if row["period"] else None,
        agency=reporter.resolve(row["agency"]) if row["agency"] else None,
        part_of=_id(row["part_of"]),
        shares=() if row["share_of"] is None else (f"f{row['share_of']}",),
        status=row["status"],
        source=row["source"],
        section=document.slice(section) if section else None,
        confidence=1.0,
    )


def _id(index: int | None) -> str | None:
    return None if index is None else f"f{index}"


def _upper(figure: str) -> float | None:
    """The upper end of a range, which the gold does not give."""
    try:
        return parse_quantity(figure).value_max
    except NumeralError:
        return None
