"""Lines joined to paragraphs, over the ends of pages too: by indents, by lines that end early, by size and distance."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from gdie.documents.content import Paragraph
from gdie.documents.formats.pdf.lines import is_wide
from gdie.documents.formats.pdf.page import Line, median
from gdie.documents.radicals import fold_radicals

_HAN = "一二三四五六七八九十"
_NUMBERING = re.compile(
    rf"第?[{_HAN}]{{1,3}}(?:、|部分|章)|[（(](?:[{_HAN}]{{1,3}}|\d{{1,2}})[)）]|\d{{1,2}}(?:[.．、](?!\d)|[)）])|[①-⑳●◆■□▪·•※]|附[件表图錄录]|注[:：]"
)
_ENDS = re.compile(r"[。；;：:！？!?…][”’」』）)]?$")
_UNBROKEN = re.compile(r"[A-Za-z0-9.,%:/\-_@?=&]{2,}[，。、；：）》”’,.;:)]?")
_JOINED = "-/_@=&?"  # signs at which words and addresses are broken
# In sizes of the letters.
_INDENT = 1.2  # a first line stands this much to the right
_SHORT = 2.2  # a line that ends this much before the right margin is a last one
_ROW = 2.5  # a gap as is none within a sentence
_PITCH = 1.35  # a distance of lines beyond the usual, as a factor
_SHARED = 0.25  # share of the lines that reach the right margin in running text
_SIZE = 0.08  # difference of sizes, as a share


@dataclass(frozen=True, slots=True)
class Margins:
    """Where the lines of a text column begin and end, and how far they are apart. `indented`: its paragraphs begin with an indent."""

    left: float
    right: float
    pitch: float
    indented: bool


def margins(lines: Sequence[Line], *, across: bool) -> Margins:
    """The margins of the lines of one text column of the document, over all its pages; `across`: it is the only one of its pages."""
    if not lines:
        return Margins(0.0, 0.0, 0.0, False)
    size = median([line.size for line in lines])
    body = [line for line in lines if abs(line.size - size) <= 0.6] or list(lines)
    lefts = sorted(line.left for line in body)
    rights = sorted(line.right for line in body)
    # A few lines may stick out (hung punctuation, notes in the margin).
    left, right = lefts[len(lefts) // 20], rights[-1 - len(rights) // 20]
    full = sum(1 for x in rights if right - x <= _SHORT * size)
    if across and full < max(5, _SHARED * len(body)):
        # Where there are short lines only (headings between tables), the right margin is as wide as the left one.
        right = max(right, lines[0].page.width - left)
    first = sum(1 for x in lefts if _INDENT * size < x - left < 3.5 * size)
    pitches = [
        below.baseline - above.baseline
        for above, below in pairwise(body)
        if above.page is below.page and 0 < below.baseline - above.baseline < 4 * size
    ]
    return Margins(left, right, median(pitches, 2 * size), first >= 0.1 * len(body))


def join_lines(lines: Sequence[Line], found: Mapping[int, Margins]) -> Iterator[Paragraph]:
    """Paragraphs of lines that are read one after the other. `found`: the margins of each line by its `id`."""
    joined: list[Line] = []
    for line in lines:
        if joined and _begins(joined[-1], line, found, len(joined) == 1):
            yield _paragraph(joined)
            joined = []
        joined.append(line)
    if joined:
        yield _paragraph(joined)


def _begins(before: Line, line: Line, margins_of: Mapping[int, Margins], first: bool) -> bool:
    """Whether `line` begins a paragraph. `first`: the line before is the first of its paragraph."""
    size = min(before.size, line.size)
    above, found = margins_of[id(before)], margins_of[id(line)]
    if abs(before.size - line.size) > _SIZE * max(before.size, line.size):
        return True
    if _is_row(before) or _is_row(line):
        return True
    distance = line.baseline - before.baseline
    if before.page is line.page and distance > max(_PITCH * found.pitch, 1.6 * size):
        return True
    if above.right - before.right > _SHORT * size + _room_wanted(line):
        return True
    indent = line.left - found.left
    # A block that is set in as a whole has its own left margin.
    if indent > _INDENT * size and not (not first and abs(line.left - before.left) < 0.3 * size):
        return True
    # Where paragraphs have indents, a number at the left margin is within one.
    return not found.indented and bool(
        _NUMBERING.match(fold_radicals(line.text)) and _ENDS.search(before.text)
    )


def _is_row(line: Line) -> bool:
    """Whether a line is a row of a table or signatures beside each other, by its gaps."""
    gaps = [after.left - before.right for before, after in pairwise(line.segments)]
    return len(gaps) > 1 or any(gap > _ROW * line.size for gap in gaps)


def _room_wanted(line: Line) -> float:
    """The width of the figure or word at the beginning of a line, which can't be broken, and of the sign behind it."""
    match = _UNBROKEN.match(line.segments[0].text)
    return line.segments[0].edges[match.end()] - line.left if match else 0.0


def _paragraph(lines: Sequence[Line]) -> Paragraph:
    stretches = []
    for line, below in zip(lines, [*lines[1:], None], strict=True):
        after = " " if below is not None and _parted(line.text[-1], below.text[0]) else ""
        stretches.append(line.stretch(after))
    return Paragraph(tuple(stretches))


def _parted(before: str, after: str) -> bool:
    """Whether the end of a line stands for a blank: between words of letters. A figure may be broken anywhere."""
    if is_wide(before) or is_wide(after) or before in _JOINED or after in _JOINED:
        return False
    return not ((before.isdigit() or before in ".,") and (after.isdigit() or after in ".,%"))
