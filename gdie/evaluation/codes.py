"""Indicator codes by group: precision, recall and abstention on documents that the linker has and has not been trained on."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from rich.table import Table
from spacy.language import Language

from gdie.annotation import Annotation
from gdie.documents import Document
from gdie.facts import extract
from gdie.facts.extraction import from_annotation
from gdie.indicators import code_in_year
from gdie.pipeline.link_features import NOTHING

Gold = tuple[Document, Annotation]
ALL = "all"
_OF_TABLES = re.compile(r"t[0-9]\.")


@dataclass
class CodeCount:
    """How many figures of a group have the right code, a wrong or superfluous one, none, and none because the linker abstained."""

    right: int = 0
    wrong: int = 0
    missed: int = 0
    abstained: int = 0

    @property
    def support(self) -> int:
        """Figures that have a code of the group in the gold."""
        return self.right + self.missed

    @property
    def precision(self) -> float | None:
        """Of the codes given the share that is right; None where none is given."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else None

    @property
    def recall(self) -> float | None:
        """Of the figures with a code in the gold the share that has it; None where there is none."""
        return self.right / self.support if self.support else None


@dataclass
class CodeScores:
    """Counts by group of codes: `request.received` for what has three components, else the first (`fee`, `t3`)."""

    groups: dict[str, CodeCount] = field(default_factory=dict)

    def add(self, gold: str | None, given: str | None, abstained: bool = False) -> None:
        """Count one figure; None is no code."""
        if gold is not None:
            for count in self._of(gold):
                count.right += given == gold
                count.missed += given != gold
                count.abstained += abstained
        if given is not None and given != gold:
            for count in self._of(given):
                count.wrong += 1

    def _of(self, code: str) -> tuple[CodeCount, CodeCount]:
        return self.groups.setdefault(_group(code), CodeCount()), self.groups.setdefault(ALL, CodeCount())

    def as_json(self) -> dict[str, Any]:
        """Plain values by group."""
        return {
            name: {
                "precision": count.precision,
                "recall": count.recall,
                "abstained": count.abstained,
                "support": count.support,
            }
            for name, count in sorted(self.groups.items())
        }


def _group(code: str) -> str:
    parts = code.split(".")
    return ".".join(parts[:2]) if len(parts) > 2 and not _OF_TABLES.match(code) else parts[0]


def score_seen(pipeline: Language, gold: Iterable[Gold]) -> CodeScores:
    """The codes of annotated documents end to end: figures of forms, of prose, and zeros stated in words."""
    scores = CodeScores()
    for document, annotation in gold:
        wanted, found = (
            {(f.start, f.end): f.category.code for f in facts if f.category and f.category.code}
            for facts in (from_annotation(document, annotation).facts, extract(document, pipeline).facts)
        )
        for place in sorted({*wanted, *found}):
            scores.add(wanted.get(place), found.get(place))
    return scores


def score_unseen(gold: Sequence[Gold], apart: Collection[str]) -> tuple[CodeScores, CodeScores]:
    """The codes of prose, with annotated entities and relations, from linkers trained without each document and others of its writer.

    Two scores: of the documents named `apart` and of the others. The threshold is the one that a linker of all documents has.
    """
    from gdie.training.linking import coded_documents, threshold_of, unseen

    coded = coded_documents(gold)
    years = {c.document.stem: c.year for c in coded}
    _, found = unseen(coded)
    threshold = threshold_of(found)
    named, others = CodeScores(), CodeScores()
    for one in found:
        best, year = one.choice.label, years[one.document]
        sure = one.choice.probability >= threshold
        scores = named if one.document in apart else others
        scores.add(
            _code(one.right, year),
            _code(best, year) if sure else None,
            abstained=not sure and best != NOTHING,
        )
    return named, others


def _code(label: str, year: int | None) -> str | None:
    return None if label == NOTHING else code_in_year(label, year)


def render_codes(columns: dict[str, CodeScores]) -> Table:
    """The groups as rows; precision, recall, abstained and support of each kind of documents as columns."""
    table = Table(title="indicator codes, by group")
    table.add_column("group")
    for name in columns:
        for measure in ("precision", "recall", "abstained", "figures"):
            table.add_column(f"{name}\n{measure}", justify="right")
    groups = sorted({g for scores in columns.values() for g in scores.groups} - {ALL})
    for group in (*groups, ALL):
        cells = []
        for scores in columns.values():
            count = scores.groups.get(group, CodeCount())
            cells += [_share(count.precision), _share(count.recall), str(count.abstained), str(count.support)]
        if group == ALL:
            table.add_section()
        table.add_row(group, *cells)
    return table


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"
