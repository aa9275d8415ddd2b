"""Zeros that the text states in words (未发生行政复议, a cell 无): facts without a figure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from gdie.documents import Document
from gdie.facts.denials import Denial, denials
from gdie.facts.forms.rows import form_lines, says_none
from gdie.facts.labels import label_spans
from gdie.indicators import load_zero_words
from gdie.text.offsets import rewrite
from gdie.text.view import View, normalise

# A line break within a sentence, as in text of fixed width: behind a full line, before running text.
_WRAP = re.compile(
    r"(?<=[^\n|]{19}[\u4e00-\u9fff、,])\n(?=[\u4e00-\u9fff])(?![一二三四五六七八九十]{1,3}、|第[一二三四五六七八九十])"
)


@dataclass(frozen=True)
class ImpliedZero:
    """The words that deny something, and the noun that names it, in offsets of the document."""

    start: int
    end: int
    noun_start: int
    noun_end: int
    unit: str | None


def implied_zeros(view: View, document: Document) -> list[ImpliedZero]:
    """All implied zeros in text order; a denial of several things (没有发生行政复议、行政诉讼) gives one each."""
    return list(_find(view, document))


def cell_zeros(document: Document) -> Iterator[ImpliedZero]:
    """The cells of tables that say 无 where a figure is due; their rows name what there is none of."""
    for table in document.tables:
        if not any(says_none(cell) for row in table.rows for cell in row.cells if len(cell.text) == 1):
            continue
        for line in form_lines(table):
            category = label_spans(line.label)[0] if line.label else None
            for cell in line.cells:
                if category and says_none(cell):
                    yield ImpliedZero(cell.start, cell.end, category.start, category.end, line.unit)


def _find(view: View, document: Document) -> Iterator[ImpliedZero]:
    text, unwrapped = rewrite(_WRAP, lambda _: "", view.text)
    for denial in denials(text):
        spans = [(denial.start, denial.end), (denial.thing.start, denial.thing.end)]
        if unwrapped:
            spans = [unwrapped.to_old(*span) for span in spans]
        (start, end), (noun_start, noun_end) = (view.to_source(*span) for span in spans)
        if document.table_at(start, end) is None and not _complaint(denial, document, start):
            yield ImpliedZero(start, end, noun_start, noun_end, denial.thing.unit)


def _complaint(denial: Denial, document: Document, offset: int) -> bool:
    """Whether the denial complains of means that are lacking rather than counts them."""
    words = load_zero_words()
    if denial.thing.kind not in words.means:
        return False
    heading = document.section_at(offset)
    title = normalise(document.slice(heading)).text if heading else ""
    return denial.complains or any(word in title for word in words.grammar["lacks"])
