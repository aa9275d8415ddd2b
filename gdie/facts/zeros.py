"""Zeros that the text states in words (未发生行政复议, a cell 无): facts without a figure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from gdie.documents import Document
from gdie.facts.forms.rows import form_lines, says_none
from gdie.facts.labels import label_spans
from gdie.indicators import load_zero_words
from gdie.text.view import View

_CLAUSE_END = re.compile(r"[。;!?,\n|]|$")
_REACH = 120


@dataclass(frozen=True)
class ImpliedZero:
    """The words that deny something, and the noun that names it, in offsets of the document."""

    start: int
    end: int
    noun_start: int
    noun_end: int
    unit: str | None


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    words = load_zero_words()
    cue = "|".join(words.cues)
    noun = "|".join(sorted(words.nouns, key=len, reverse=True))
    # 的 after the noun makes it an attribute of something else (行政复议的决定).
    return re.compile(rf"(?:{cue})"), re.compile(rf"(?:{noun})(?!的|机关|权)")


def implied_zeros(view: View, document: Document) -> list[ImpliedZero]:
    """All implied zeros in text order; a cue with several nouns (没有发生行政复议、行政诉讼) gives one each."""
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
    cue_pattern, noun_pattern = _patterns()
    nouns = load_zero_words().nouns
    for cue in cue_pattern.finditer(view.text):
        stop = _CLAUSE_END.search(view.text, cue.end())
        end = min(stop.start() if stop else len(view.text), cue.end() + _REACH)
        found = list(noun_pattern.finditer(view.text, cue.end(), end))
        for noun in _listed(view.text, found):
            start, stop_at = view.to_source(cue.start(), noun.end())
            if document.table_at(start, stop_at) is None:
                noun_start, noun_end = view.to_source(*noun.span())
                yield ImpliedZero(start, stop_at, noun_start, noun_end, nouns[noun.group()])


def _listed(text: str, found: list[re.Match[str]]) -> list[re.Match[str]]:
    """The last noun of the clause and those joined to it by 、和或及: the head of what is denied."""
    listed: list[re.Match[str]] = []
    for noun in reversed(found):
        between = text[noun.end() : listed[0].start()] if listed else ""
        if listed and not re.fullmatch(r"[、和或与及](?:提起|申请|被)?", between):
            break
        listed.insert(0, noun)
    return listed
