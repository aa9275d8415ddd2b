"""Rows that lost what parted their cells: `（一）收到申请数件31`.

A digit run behind a label may be one figure or the digits of several cells; such rows are not sure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from gdie.documents.model import Cell
from gdie.documents.tables.content import (
    MAX_CELLS,
    NUMBERING,
    has_han,
    is_block_line,
    is_contact,
    is_numbered,
    is_sentence,
    measure_at_end,
)
from gdie.documents.tables.page import Page, RawRow, Run

_DIGITS_AT_END = re.compile(r"[+\-－]?[0-9０-９][0-9０-９,，.．]*[%％]?$")
_LONGEST_LINE = 160
LONGEST_LABEL = 90
_OF_WHICH = re.compile(r"^其中\s*[:：,，]?")
_NO_LABEL = re.compile(r"(?:附件|附表|附图|图|表|第|专栏|图表)$")
MIN_FIGURES = 3


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
    return glued_row(page, i, left, left + match.start(), left + len(line))


def glued_row(page: Page, i: int, start: int, border: int, end: int) -> RawRow | None:
    """Label and digits as a row, or None where the label is none."""
    label = page.text[start:border].strip()
    label = _OF_WHICH.sub("", label)
    numbering = NUMBERING.match(label)
    bare = label[numbering.end() :] if numbering else label
    if not has_han(bare) or len(label) > LONGEST_LABEL or is_sentence(label) or label[-1] in "/／":
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
        (
            "文件",
            "案件",
            "稿件",
            "邮件",
            "郵件",
            "信件",
            "事项",
            "事項",
            "条款",
            "條款",
            "事件",
            "国家",
            "國家",
        )
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
    header = header or _block_line(page, rows)
    named = header is not None
    enough = (named and len(figures) == 1) or (
        len(figures) >= 2
        and (numbered >= 0.5 * len(figures) or with_unit >= 0.8 * len(figures) or named)
        and (len(figures) >= MIN_FIGURES or named or with_unit == len(figures) or numbered == len(figures))
    )
    if enough and not _counts_up(figures):
        yield Run("glued", even_rows([*([header] if header else []), *rows]))


def _block_line(page: Page, rows: list[RawRow]) -> RawRow | None:
    """The line right above the rows where it names a block of a form."""
    above = next((j for j in range(rows[0].first - 1, -1, -1) if not page.skipped(j)), None) if rows else None
    if above is None or page.taken(above) or not is_block_line(page.line(above)):
        return None
    return RawRow((page.line_cell(above),), above, above, "block")


def _counts_up(rows: list[RawRow]) -> bool:
    """Whether the figures are page numbers of a table of contents: small, rising, without units, behind headings."""
    if any(r.sure for r in rows) or len(rows) < 3:
        return False
    digits = [r.cells[-1].text for r in rows]
    if not all(d.isdecimal() and len(d) <= 3 for d in digits):
        return False
    numbers = [int(d) for d in digits]
    return numbers == sorted(numbers) and numbers[0] < numbers[-1] and 0 not in numbers


def even_rows(rows: list[RawRow]) -> tuple[RawRow, ...]:
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
    titles = count_titles(line)
    if (
        len(line) > 120
        or titles < 2
        or is_sentence(line)
        or is_block_line(line)
        or any(c.isdigit() for c in line)
    ):
        return None
    return RawRow((page.line_cell(above),), above, above, "header", sure=False)


def count_titles(line: str) -> int:
    """How many different titles of columns are in a line of titles run together."""
    words = (
        "申请人情况", "信息内容", "件数", "本年", "自然人", "法人", "总计", "合计", "数量", "单位", "指标", "统计数", "项目", "其他", "商业企业",
        "科研机构", "结果", "尚未审结", "件數", "統計數", "項目", "申請人情況", "信息內容", "結果", "尚未審結", "總計", "數量", "單位", "指標",
    )  # fmt: skip
    return sum(word in line for word in words)
