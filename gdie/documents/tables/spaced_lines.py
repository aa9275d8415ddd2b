"""A line cut into cells at its blanks: label, unit and figures, or words alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from gdie.documents.model import Cell
from gdie.documents.tables.content import (
    MAX_COLUMNS,
    NUMBERING,
    has_han,
    is_contact,
    is_figure,
    is_label_title,
    is_measure,
    is_sentence,
    is_unit_title,
    is_value,
)
from gdie.documents.tables.page import Page

_TOKEN = re.compile(r"\S+")
_LEADERS = re.compile(r"…|\.{3}|·{3}|．{3}")
LONGEST_LINE = 400
_LONGEST_TEXT = 90

_ROW = 5

LineKind = Literal["data", "figures", "text"]


@dataclass(frozen=True)
class SpacedLine:
    """A line cut at its blanks: its cells and how many of them, at its end, are figures."""

    number: int
    kind: LineKind
    cells: tuple[Cell, ...]
    figures: int = 0


def spaced_line(page: Page, i: int) -> SpacedLine | None:
    """The line with its cells, or None where it is prose or belongs to another layout."""
    start, end = page.lines[i]
    if end - start > LONGEST_LINE:
        return None
    line = page.line(i)
    if "|" in line or "｜" in line or len(line) > 4 * _LONGEST_TEXT:
        return None
    tokens = [Cell(m.start(), m.end(), m.group()) for m in _TOKEN.finditer(page.text, start, end)]
    count = _figures_at_end(tokens)
    lead = tokens[: len(tokens) - count]
    if len(tokens) > 3 * MAX_COLUMNS or _LEADERS.search(line):
        return None
    if not lead:
        return SpacedLine(i, "figures", tuple(tokens[:MAX_COLUMNS]), len(tokens))
    words = page.text[lead[0].start : lead[-1].end]
    # Behind a comma, five figures and more are the cells of a row whose label is broken; fewer may be of a sentence.
    prose = is_sentence(words.replace("，", "").replace(",", "") if count >= _ROW else words)
    if len(words) > _LONGEST_TEXT or prose:
        return None
    if not count:
        return SpacedLine(i, "text", _texts(page, tokens))
    if not has_han(words) or is_contact(lead[-1].text):
        return None
    labels = _labels(page, lead)
    return SpacedLine(i, "data", (*labels, *tokens[len(tokens) - count :]), count)


def _figures_at_end(tokens: Sequence[Cell]) -> int:
    count = 0
    for token in reversed(tokens):
        if not is_value(token.text) or (count == 0 and token.text in ("—", "——") and len(tokens) == 1):
            break
        count += 1
    # A placeholder alone is no sign of a row: (… 无) ends sentences too.
    return (
        count if any(is_figure(t.text) for t in tokens[len(tokens) - count :]) or count > 1 else min(count, 1)
    )


def _labels(page: Page, lead: Sequence[Cell]) -> list[Cell]:
    """The label cells in front of the figures, cut at numberings, and the unit behind them if there is one."""
    unit = [lead[-1]] if len(lead) > 1 and is_measure(lead[-1].text) else []
    words = lead[: len(lead) - len(unit)]
    groups: list[list[Cell]] = []
    for word in words:
        opens = NUMBERING.match(word.text) is not None
        if groups and not (opens and has_han(page.text[groups[-1][0].start : groups[-1][-1].end])):
            groups[-1].append(word)
        else:
            groups.append([word])
    return [*(page.join(g[0], g[-1]) for g in groups), *unit]


def _texts(page: Page, tokens: Sequence[Cell]) -> tuple[Cell, ...]:
    """The cells of a line of words; spaced-out titles (统 计 指 标) are one cell."""
    if all(len(t.text) == 1 for t in tokens) and len(tokens) > 1:
        return _spaced_out(page, tokens)
    cells: list[Cell] = []
    single: list[Cell] = []
    for token in tokens:
        if len(token.text) == 1 and has_han(token.text):
            single.append(token)
            continue
        if single:
            cells.append(page.join(single[0], single[-1]))
            single = []
        cells.append(token)
    if single:
        cells.append(page.join(single[0], single[-1]))
    return tuple(cells)


def _spaced_out(page: Page, tokens: Sequence[Cell]) -> tuple[Cell, ...]:
    """Single characters put together to titles if all of them make some, as they are otherwise (stacked titles)."""
    cells: list[Cell] = []
    i = 0
    while i < len(tokens):
        for length in (4, 3, 2):
            words = "".join(t.text for t in tokens[i : i + length])
            if len(words) == length and (
                is_label_title(words)
                or is_unit_title(words)
                or words in ("数量", "数值", "统计数", "合计", "总计")
            ):
                cells.append(page.join(tokens[i], tokens[i + length - 1]))
                i += length
                break
        else:
            return tuple(tokens)
    return tuple(cells)
