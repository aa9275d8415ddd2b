"""Rows that lost what parted their cells: `（一）收到申请数件31`, and whole tables run together in one line.

A digit run behind a label may be one figure or the digits of several cells; such rows are not sure.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from gdie.documents.model import Cell
from gdie.documents.tables.captions import is_block_line
from gdie.documents.tables.content import (
    MAX_CELLS,
    NUMBERING,
    has_han,
    is_contact,
    is_numbered,
    is_sentence,
    measure_at_end,
)
from gdie.documents.tables.page import Page, RawRow, Run

_DIGITS_AT_END = re.compile(r"[+\-－]?[0-9０-９][0-9０-９,，.．]*[%％]?$")
_LONGEST_LINE = 160
_LONGEST_LABEL = 90
_LONGEST_RUN = 200
_NO_LABEL = re.compile(r"(?:附件|附表|附图|图|表|第|专栏|图表)$")
# In a line of run-together rows a new label opens at each of these.
_OPENING = re.compile(
    r"[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[)）]|(?<![0-9０-９])[0-9０-９]+(?:[.．](?![0-9０-９])|、)"
)
_MIN_FIGURES = 3
# Characters of a table that has run together in one line; a longer line is something else.
_SHORTEST_TABLE = 20
_LONGEST_TABLE = 20_000


def read_glued_lines(page: Page) -> Iterator[Run]:
    """Single lines in which a whole table has run together, cut at the numberings that follow a digit or a label."""
    for i in range(len(page)):
        start, end = page.lines[i]
        if not _SHORTEST_TABLE <= end - start <= _LONGEST_TABLE or page.taken(i) or i in page.furniture:
            continue
        rows = _run_together(page, i)
        if rows:
            yield Run("glued", rows)


def read_glued(page: Page) -> Iterator[Run]:
    """Runs of lines that each are a label with digits right behind it."""
    rows: list[RawRow] = []
    last = -1
    cells = 0
    for i in range(len(page)):
        if page.taken(i):
            yield from _glued_run(page, rows)
            rows, cells = [], 0
            continue
        if page.skipped(i):
            continue
        row = _glued(page, i)
        if rows and (row is None or i - last > 4 or cells > MAX_CELLS) and not _is_heading(page, i, last):
            yield from _glued_run(page, rows)
            rows, cells = [], 0
        if row is None and rows and _is_heading(page, i, last):
            row = RawRow((page.line_cell(i),), i, i)
        if row is not None:
            rows.append(row)
            cells += len(row.cells)
            last = i
    yield from _glued_run(page, rows)


def _is_heading(page: Page, i: int, last: int) -> bool:
    """Whether a line between glued rows is a heading row: numbered words without figures."""
    line = page.line(i)
    return i - last <= 2 and len(line) <= 40 and is_numbered(line) and not is_sentence(line)


def _glued(page: Page, i: int) -> RawRow | None:
    start, end = page.lines[i]
    if end - start > _LONGEST_LINE:
        return None
    line = page.line(i)
    if not line or not (line[-1].isdigit() or line[-1] in "%％") or "|" in line or "\t" in line:
        return None
    match = _DIGITS_AT_END.search(line)
    if match is None or match.start() == 0 or line[match.start() - 1].isspace():
        return None
    left = start + page.raw(i).index(line)
    return _row(page, i, left, left + match.start(), left + len(line))


def _row(page: Page, i: int, start: int, border: int, end: int) -> RawRow | None:
    """Label and digits as a row, or None where the label is none."""
    label = page.text[start:border].strip()
    numbering = NUMBERING.match(label)
    bare = label[numbering.end() :] if numbering else label
    if not has_han(bare) or len(label) > _LONGEST_LABEL or is_sentence(label):
        return None
    outside = re.sub(r"[（(“《][^（）()”》]{0,60}[)）”》]", "", bare)
    if len(bare) < 2 or is_contact(label) or _NO_LABEL.search(label) or ":" in outside or "：" in outside:
        return None
    inner = NUMBERING.search(outside)
    if any(c.isdigit() for c in outside[: inner.start() if inner else None]):
        return None
    cells = _labels(page, start, border)
    unit = measure_at_end(cells[-1].text)
    if unit and not is_measure_of_label(cells[-1].text, unit):
        last = cells.pop()
        cells += [page.cell(last.start, last.end - unit), page.cell(last.end - unit, last.end)]
        return RawRow((*cells, page.cell(border, end)), i, i)
    return RawRow((*cells, page.cell(border, end)), i, i, sure=False)


def is_measure_of_label(label: str, length: int) -> bool:
    """Whether the last characters of a label belong to its words and are no unit (文件, 案件, 条例项)."""
    before = label[: len(label) - length]
    return len(before) < 2 or label.endswith(
        ("文件", "案件", "稿件", "邮件", "信件", "事项", "条款", "事件", "国家")
    )


def _labels(page: Page, start: int, end: int) -> list[Cell]:
    """The label cut where a further numbering opens in it (三、本年度办理结果（一）予以公开)."""
    cuts = [start]
    first = NUMBERING.match(page.text, start, end)
    for match in NUMBERING.finditer(page.text, first.end() if first else start, end):
        before = page.text[cuts[-1] : match.start()].strip()
        # （一） behind 第…条第 or inside a bracket is no numbering.
        if not before or before[-1] in "第（(“《" or before.count("（") > before.count("）"):
            continue
        if has_han(NUMBERING.sub("", before, count=1)) and not before[-1].isdigit():
            cuts.append(match.start())
    return [page.cell(a, b) for a, b in zip(cuts, [*cuts[1:], end], strict=True)]


def _glued_run(page: Page, rows: list[RawRow]) -> Iterator[Run]:
    while rows and len(rows[-1].cells) == 1:
        rows = rows[:-1]
    figures = [r for r in rows if len(r.cells) > 1]
    numbered = sum(is_numbered(r.cells[0].text) for r in figures)
    with_unit = sum(r.sure for r in figures)
    header = _header(page, rows[0].first) if rows else None
    enough = (
        len(figures) >= 2
        and (numbered >= 0.5 * len(figures) or with_unit >= 0.8 * len(figures) or header is not None)
        and (
            len(figures) >= _MIN_FIGURES
            or header is not None
            or with_unit == len(figures)
            or numbered == len(figures)
        )
    )
    if enough and not _counts_up(figures):
        yield Run("glued", _even([*([header] if header else []), *rows]))


def _counts_up(rows: list[RawRow]) -> bool:
    """Whether the figures are page numbers of a table of contents: small, rising, without units, behind headings."""
    if any(r.sure for r in rows) or len(rows) < 3:
        return False
    digits = [r.cells[-1].text for r in rows]
    if not all(d.isdecimal() and len(d) <= 3 for d in digits):
        return False
    numbers = [int(d) for d in digits]
    return numbers == sorted(numbers) and numbers[0] < numbers[-1] and 0 not in numbers


def _even(rows: list[RawRow]) -> tuple[RawRow, ...]:
    """Every row with as many label cells, so that the digits stand in one column."""
    body = [r for r in rows if not r.kind]
    units = any(r.sure and len(r.cells) > 2 for r in body)
    if units:
        return tuple(rows)
    most = max(len(r.cells) for r in body)
    return tuple(r if r.kind or len(r.cells) in (1, most) else _padded(r, most) for r in rows)


def _padded(row: RawRow, width: int) -> RawRow:
    *labels, digits = row.cells
    at = labels[-1].end
    empty = (Cell(at, at),) * (width - len(row.cells))
    return RawRow((*labels, *empty, digits), row.first, row.last, row.kind, row.sure)


def _header(page: Page, first: int) -> RawRow | None:
    """The line right above the rows where it is titles run together."""
    above = next((j for j in range(first - 1, max(-1, first - 4), -1) if not page.skipped(j)), None)
    if above is None or page.taken(above):
        return None
    line = page.line(above)
    titles = _titles(line)
    if (
        len(line) > 120
        or titles < 2
        or is_sentence(line)
        or is_block_line(line)
        or any(c.isdigit() for c in line)
    ):
        return None
    return RawRow((page.line_cell(above),), above, above, "header", sure=False)


def _titles(line: str) -> int:
    """How many different titles of columns are in a line of titles run together."""
    words = (
        "申请人情况", "自然人", "法人", "总计", "合计", "数量", "单位", "指标", "统计数", "项目", "其他", "商业企业",
        "科研机构", "申請人情況", "總計", "數量", "單位", "指標",
    )  # fmt: skip
    return sum(word in line for word in words)


@dataclass(frozen=True)
class _Segment:
    """A stretch of a run-together line from one numbering to the next: label `[start, border)`, digits `[border, end)`."""

    start: int
    border: int
    end: int


def _run_together(page: Page, i: int) -> tuple[RawRow, ...]:
    start, end = page.lines[i]
    segments = _segments(page.text, start, end)
    if segments is None or sum(s.end > s.border for s in segments) < _MIN_FIGURES:
        return ()
    rows: list[RawRow] = []
    titles = page.cell(start, segments[0].start)
    if _titles(titles.text) >= 2 and not is_sentence(titles.text):
        rows.append(RawRow((titles,), i, i, "header", sure=False))
    labels: Cell | None = None
    for segment in segments:
        if segment.end == segment.border:
            # A heading's words are a cell of the row that they open, as they would be in a line of their own.
            if labels is not None:
                rows.append(RawRow((labels,), i, i))
            labels = page.cell(segment.start, segment.border)
            continue
        row = _row(page, i, segment.start, segment.border, segment.end)
        if row is None:
            return ()
        if labels is not None:
            row = RawRow((labels, *row.cells), i, i, sure=row.sure)
            labels = None
        rows.append(row)
    if labels is not None:
        rows.append(RawRow((labels,), i, i))
    return _even(rows)


def _segments(text: str, start: int, end: int) -> list[_Segment] | None:
    """The line cut at its numberings, or None where it is no line of run-together rows.

    Arabic numbering behind digits is ambiguous (`20000023.补正`): the last digits open the next label if its siblings count up to
    them, and all digits belong to the figure otherwise.
    """
    segments: list[_Segment] = []
    position = start
    sibling = 0  # the number of the last arabic numbering of the open list
    lengths: Counter[int] = Counter()
    bad = 0
    opening = _OPENING.search(text, start, end)
    if opening is None or (text[start : opening.start()].strip() and opening.start() - start > _LONGEST_RUN):
        return None
    while opening is not None:
        at, after = opening.start(), opening.end()
        arabic = text[at].isdigit()
        if arabic:
            digits = after - at - 1
            if digits > _LONGEST_RUN:
                return None
            taken = _numbering_digits(text[at : after - 1], sibling, lengths)
            if taken:
                sibling = int(text[after - 1 - taken : after - 1])
            elif at > position and digits > 2:
                # The whole run is a figure, with its point; the label goes on behind it without a number.
                segments.append(_cut(text, position, after))
                position, opening = after, _OPENING.search(text, after, end)
                continue
            else:
                opening = _OPENING.search(text, after, end)
                continue
            at = after - 1 - taken
        else:
            sibling = 0
            before = text[at - 1] if at > start else ""
            if before in "第（(“《":
                opening = _OPENING.search(text, after, end)
                continue
        if text[position:at].strip():
            segment = _cut(text, position, at)
            segments.append(segment)
            lengths[segment.end - segment.border] += 1
            bad += _is_bad(text, segment)
            if bad > 2 and bad > 0.1 * len(segments):
                return None
        position = at
        opening = _OPENING.search(text, after, end)
    segments.append(_cut(text, position, end))
    bad += _is_bad(text, segments[-1])
    if segments and segments[0].border == segments[0].end and not _OPENING.match(text, segments[0].start):
        segments = segments[1:]  # words before the first numbering are a caption or titles
    return segments if bad == 0 else None


def _numbering_digits(digits: str, sibling: int, lengths: Counter[int]) -> int:
    """How many of the last digits of a run before a point are the number of the next label: 1, 2, or 0 for none."""
    for count in (1, 2):
        if count <= len(digits) and int(digits[-count:]) == sibling + 1 and digits[-count] not in "0０":
            return count
    if len(digits) <= 2:
        return 0 if len(digits) == 2 and int(digits) <= sibling else len(digits)
    usual = [n for n, k in lengths.items() if n and k >= 2]
    for count in (1, 2):
        if len(digits) - count in usual and int(digits[-count:]) > sibling and digits[-count] not in "0０":
            return count
    return 0


def _cut(text: str, start: int, end: int) -> _Segment:
    """Label and digits of a stretch; digits that are not at its end belong to the label."""
    last = end
    while last > start and text[last - 1].isspace():
        last -= 1
    border = last
    while border > start and (text[border - 1].isdigit() or text[border - 1] in ".．,，%％"):
        border -= 1
    if border < last and not any(c.isdigit() for c in text[border:last]):
        border = last
    return _Segment(start, border, last)


def _is_bad(text: str, segment: _Segment) -> bool:
    """Whether a stretch reads as prose."""
    label = text[segment.start : segment.border]
    if len(label) > _LONGEST_LABEL:
        return True
    return is_sentence(label) or (segment.end > segment.border and not has_han(label))
