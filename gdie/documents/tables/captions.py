"""What names a table: lines above it, or the line of its block."""

from __future__ import annotations

import re

from gdie.documents.model import Span
from gdie.documents.tables.content import is_block_line
from gdie.documents.tables.page import Page

_CAPTION = re.compile(r"表|情况|情況|[单單]位\s*[:：]|^[（(].+[）)]$")
_NUMBERED = re.compile(r"[（(]?[一二三四五六七八九十]{1,3}[、)）]")
_LONGEST = 60


def is_caption(line: str) -> bool:
    """Whether a line can be (part of) the caption of the table below it."""
    return (
        0 < len(line) <= _LONGEST
        and line[-1] not in "。；;"
        and not _NUMBERED.match(line)
        and _CAPTION.search(line) is not None
    )


def find_caption(page: Page, first: int, free: int) -> Span | None:
    """Up to three lines above line `first`, from line `free` on, that name the table, its unit or its agency in brackets."""
    top: int | None = None
    bottom = first
    taken = blanks = 0
    for j in range(first - 1, max(free, first - 30) - 1, -1):
        line = page.line(j)
        if j in page.furniture:
            continue
        if not line:
            blanks += 1
            if blanks > 1:
                break
            continue
        if taken == 3 or not (is_caption(line) or (not taken and is_block_line(line))):
            break
        bottom = j if top is None else bottom
        top, taken, blanks = j, taken + 1, 0
    if top is None:
        return None
    return Span(page.lines[top][0], page.lines[bottom][1])
