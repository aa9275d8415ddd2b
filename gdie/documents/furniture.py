"""Page furniture: lines that printing, scanning or a web page put between the lines of a document.

Page numbers, marks of pictures with the debris that character recognition left of them, running heads. The text layer keeps
them; whoever follows a table over a page break leaves them out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

_LONGEST = 80
_DASH = r"[-－—–─~～·•]"
_NUMBER = r"[0-9０-９]{1,4}"
_PAGE_NUMBER = re.compile(
    rf"{_DASH}{{1,3}}\s*{_NUMBER}\s*{_DASH}{{1,3}}$"
    rf"|第\s*{_NUMBER}\s*[页頁](?:\s*[,，/／]?\s*(?:共|总|總)\s*{_NUMBER}\s*[页頁])?$"
    rf"|(?:共\s*{_NUMBER}\s*[页頁]\s*[,，]?\s*)?第\s*{_NUMBER}\s*[页頁]$"
    rf"|[Pp]age\s*{_NUMBER}(?:\s*of\s*{_NUMBER})?$"
    rf"|[0-9]{{1,3}}\s*/\s*[0-9]{{1,3}}\s*[页頁]$"
)
_LONE_NUMBER = re.compile(r"[0-9０-９]{1,4}$")
_IMAGE = re.compile(r"\[image:|!\[[^\]]{0,60}\]\(")
_HAN = re.compile(r"[\u3400-\u9fff]")
_LATIN = re.compile(r"[A-Za-z]")
_MAX_DEBRIS = 12


def is_page_number(line: str) -> bool:
    """Whether a stripped line is a page number that cannot be mistaken for a figure (`- 3 -`, 第3页 共9页)."""
    return len(line) <= 24 and _PAGE_NUMBER.match(line) is not None


def is_lone_number(line: str) -> bool:
    """Whether a stripped line is a bare short number: a page number or a figure, which only its place tells."""
    return len(line) <= 4 and _LONE_NUMBER.match(line) is not None


def furniture_lines(text: str, lines: Sequence[tuple[int, int]]) -> frozenset[int]:
    """The numbers of the lines that are page furniture, `lines` being the offsets of all lines. Linear time."""
    found: set[int] = set()
    breaks: set[int] = set()  # lines at which a page ends or begins
    debris = 0
    for i, (start, end) in enumerate(lines):
        if end - start > _LONGEST + 40:
            debris = 0
            continue
        raw = text[start:end]
        line = raw.strip()
        if "\f" in raw:
            breaks.add(i)
            if is_lone_number(line):
                found.add(i)
        if not line:
            continue
        if is_page_number(line):
            found.add(i)
            breaks.add(i)
        elif _IMAGE.match(line):
            found.add(i)
            debris = _MAX_DEBRIS
        elif debris and _LATIN.search(line) and not _HAN.search(line):
            found.add(i)
            debris -= 1
        else:
            debris = 0
    found |= _lone_page_numbers(text, lines, breaks)
    return frozenset(found | _running_heads(text, lines, breaks, found))


def _lone_page_numbers(text: str, lines: Sequence[tuple[int, int]], breaks: set[int]) -> set[int]:
    """Bare numbers right above a form feed."""
    return {
        i - 1
        for i in breaks
        if i and "\f" in text[slice(*lines[i])] and is_lone_number(text[slice(*lines[i - 1])].strip())
    }


def _running_heads(
    text: str, lines: Sequence[tuple[int, int]], breaks: set[int], found: set[int]
) -> set[int]:
    """Lines that stand at two or more page breaks with the same words; a table's header is none of them."""
    places: list[tuple[str, int]] = []
    for i in breaks:
        near = [i] if i not in found else []
        for step in (1, -1):
            j = i + step
            while 0 <= j < len(lines) and abs(j - i) <= 4 and not text[slice(*lines[j])].strip():
                j += step
            if 0 <= j < len(lines) and abs(j - i) <= 4:
                near.append(j)
        places.extend((text[slice(*lines[j])].strip(), j) for j in set(near) - found)
    heads = [(line, j) for line, j in places if 4 <= len(line) <= 40 and _is_head(line)]
    repeated = Counter(line for line, _ in set(heads))
    return {j for line, j in heads if repeated[line] >= 2}


def _is_head(line: str) -> bool:
    """Whether a line can be a running head: words without the separators or the figures of a row."""
    return (
        _HAN.search(line) is not None
        and not any(c in line for c in "|｜\t/。；")
        and not line[-1].isdigit()
        and not re.search(
            r"单位|單位|数量|數量|指标|指標|总计|總計|统计数|内容|項目|项目|自然人", "".join(line.split())
        )
    )
