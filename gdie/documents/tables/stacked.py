"""One cell a line without tabs: label, unit and figures below each other, blank lines anywhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gdie.documents.model import Cell
from gdie.documents.tables.captions import is_caption
from gdie.documents.tables.content import (
    LONE_ROW,
    MAX_CELLS,
    MAX_COLUMNS,
    goes_on,
    has_han,
    is_block_line,
    is_contact,
    is_index_title,
    is_label_title,
    is_measure,
    is_numbered,
    is_sentence,
    is_unit_title,
    is_value,
    is_value_title,
)
from gdie.documents.tables.items import Item, prose_rows, row_of
from gdie.documents.tables.page import Page, RawRow, Run

_LONGEST_LINE = 90
_LONGEST_TITLE = 24
_MAX_TEXTS = 24
_MAX_HEADER = 20


@dataclass(frozen=True)
class _Group:
    """Lines of words and the figures below them."""

    texts: tuple[Item, ...]
    figures: tuple[Item, ...]


def read_stacked(page: Page) -> Iterator[Run]:
    """Runs of lines with one cell each: figures under the words that name them, or prose under numbers that count up."""
    i = 0
    while i < len(page):
        # A table opens with words.
        if page.taken(i) or page.skipped(i) or not has_han(page.line(i)[:_LONGEST_LINE]):
            i += 1
            continue
        figures = 0
        items: list[Item] = []
        after = i + 1
        for j in page.content(i, cells=True):
            item = _item(page, j)
            after = j + 1
            if item is None:
                break
            items.append(item)
            figures = figures + 1 if item.figure else 0
            if len(items) > MAX_CELLS or figures > MAX_COLUMNS:
                break
        if len(items) >= 4:
            prose = prose_rows(items)
            if prose:
                yield Run("lines", prose)
            else:
                yield from _runs(page, items)
        i = after


def _item(page: Page, i: int) -> Item | None:
    start, end = page.lines[i]
    if end - start > 2 * _LONGEST_LINE:
        return None
    cell = page.line_cell(i)
    line = cell.text
    if is_value(line) or not line:
        return Item(i, cell, True)
    if len(line) > _LONGEST_LINE or "|" in line or "｜" in line or is_sentence(line) or not has_han(line):
        return None
    return Item(i, cell, False)


def _groups(items: Sequence[Item]) -> list[_Group]:
    groups: list[_Group] = []
    texts: list[Item] = []
    figures: list[Item] = []
    for item in items:
        if item.figure:
            figures.append(item)
            continue
        if figures:
            groups.append(_Group(tuple(texts), tuple(figures)))
            texts, figures = [], []
        texts.append(item)
    if figures:
        groups.append(_Group(tuple(texts), tuple(figures)))
    return groups


def _runs(page: Page, items: Sequence[Item]) -> Iterator[Run]:
    """Stretches of groups that can be rows; a heap of words or figures parts them."""
    stretch: list[_Group] = []
    for group in _groups(items):
        usable = group.texts and len(group.figures) <= MAX_COLUMNS and not is_contact(group.texts[-1].text)
        if stretch and (not usable or (len(group.texts) > _MAX_TEXTS and _title_at(group) is None)):
            yield from _run(page, stretch)
            stretch = []
        if usable:
            stretch.append(group)
    yield from _run(page, stretch)


def _run(page: Page, stretch: Sequence[_Group]) -> Iterator[Run]:
    if not stretch:
        return
    width = Counter(len(g.figures) for g in stretch).most_common(1)[0][0]
    rows: list[RawRow] = []
    header = False
    for k, group in enumerate(stretch):
        cut = _rows(page, group, first=not k, titled=header)
        header = header or any(r.kind == "header" for r in cut)
        rows += cut
    if _is_table(stretch, rows, width):
        yield Run("lines", tuple(rows))


def _is_table(stretch: Sequence[_Group], rows: Sequence[RawRow], width: int) -> bool:
    """Whether groups of words and figures are rows: titled, or with units, or alike in their columns and numbered."""
    headers = [r for r in rows if r.kind == "header"]
    if (headers and len(headers[0].cells) >= 2) or any(r.kind == "block" for r in rows):
        return True
    if len(stretch) < 2:
        return False
    units = sum(len(g.texts) > 1 and is_measure(g.texts[-1].text) for g in stretch)
    if units >= max(2, 0.6 * len(stretch)):
        return True
    even = sum(len(g.figures) == width for g in stretch) >= 0.7 * len(stretch)
    numbered = sum(any(is_numbered(t.text) for t in g.texts[-2:]) for g in stretch)
    several = sum(len(g.texts) <= 3 for g in stretch[1:]) >= 0.7 * (len(stretch) - 1)
    if not even or not several:
        return False
    if width >= 2:
        return numbered >= 0.5 * len(stretch) or len(stretch) >= 3
    figures = [g.figures[0].text for g in stretch]
    rising = all(f.isdecimal() and 0 < len(f) <= 3 and f != "0" for f in figures) and [
        *map(int, figures)
    ] == sorted(map(int, figures))
    return len(stretch) >= 3 and numbered >= 0.6 * len(stretch) and not rising


def _title_at(group: _Group) -> int | None:
    """The place of the title that opens a header among the words above figures, or None."""
    places = [k for k, t in enumerate(group.texts) if is_label_title(t.text) and not is_numbered(t.text)]
    if not places:
        return None
    # A header has one title for its labels; 序号 stands before it, the titles of its figures behind it.
    place = places[-1]
    while place and (place - 1 in places or is_index_title(group.texts[place - 1].text)):
        place -= 1
    return place


def _rows(page: Page, group: _Group, first: bool, titled: bool) -> list[RawRow]:
    """The rows of a group: block line, header, headings, and the row that has the figures."""
    texts = list(group.texts)
    count = len(group.figures)
    rows: list[RawRow] = []
    place = _title_at(group)
    block = max((k for k, t in enumerate(texts[:-1]) if is_block_line(t.text)), default=None)
    if block is not None and place is None:
        above = [] if first else [row_of([t]) for t in texts[:block]]
        return [*above, row_of([texts[block]], "block"), *_labelled(page, texts[block + 1 :], group.figures)]
    if place is not None and (texts[place + 1 :] or first):
        before = texts[:place]
        named = before and (not first or is_block_line(before[-1].text) or _is_stacked(before))
        if named and is_block_line(before[-1].text):
            rows += [row_of([t]) for t in before[:-1] if not first]
            rows.append(row_of([before[-1]], "block"))
        elif before and not first:
            rows += [row_of([t]) for t in before[:-1]]
            rows.append(row_of([before[-1]], "block"))
        texts = texts[place:]
        end = _header_end(texts, count)
        if end:
            rows.append(row_of(texts[:end], "header"))
        texts = texts[end:]
    elif first:
        start = _untitled_header(texts, count)
        if start is not None:
            end = _header_end(texts[start:], count, labelled=False)
            rows.append(row_of(texts[start : start + end], "header"))
            texts = texts[start + end :]
        else:
            texts = _label_start(texts)
    return rows + _labelled(page, texts, group.figures)


def _is_stacked(items: Sequence[Item]) -> bool:
    return all(len(t.text) <= _LONGEST_TITLE for t in items[-2:])


def _header_end(texts: Sequence[Item], count: int, labelled: bool = True) -> int:
    """How many of the words are titles: all up to the first label, which is numbered or the last but for its unit."""
    last = len(texts)
    unit = last > 2 and is_measure(texts[-1].text) and not is_unit_title(texts[-1].text)
    last -= 1 if unit else 0
    for k, item in enumerate(texts[:last]):
        if k and (is_numbered(item.text) or is_block_line(item.text)):
            return k
    titles = 1 + count + any(is_unit_title(t.text) for t in texts[: count + 2])
    if last <= 1 + labelled and count > 1:
        return 0
    # 表四: figures right under their titles, no label.
    if count >= LONE_ROW and last >= count and is_value_title(texts[last - 1].text):
        return last
    if titles < last and not goes_on(texts[titles].text, texts[-1].text):
        return titles if labelled else last - 1
    return min(last - 1, _MAX_HEADER)


def _untitled_header(texts: Sequence[Item], count: int) -> int | None:
    """Where a header without a title for its labels begins among the words above the first figures, or None."""
    end = next((k for k, t in enumerate(texts) if k and is_numbered(t.text)), len(texts))
    start = end
    while start and len(texts[start - 1].text) <= _LONGEST_TITLE and not is_numbered(texts[start - 1].text):
        if is_caption(texts[start - 1].text) and not is_value_title(texts[start - 1].text):
            break
        start -= 1
    titles = texts[start:end]
    named = sum(is_value_title(t.text) for t in titles)
    if len(titles) < count or count < 2 or len(titles) > _MAX_HEADER or not named:
        return None
    return start


def _label_start(texts: Sequence[Item]) -> list[Item]:
    """Of the words above the first figures those that are of the first row: its label, broken or not, and its unit."""
    start = len(texts) - 1
    if start and is_measure(texts[start].text):
        start -= 1
    while start and goes_on(texts[start - 1].text, texts[start].text):
        start -= 1
    return list(texts[start:])


def _labelled(page: Page, texts: Sequence[Item], figures: Sequence[Item]) -> list[RawRow]:
    """Heading rows and the row of figures, its label put together if it is broken over lines."""
    if not texts:
        return [row_of(figures)]
    unit = [texts[-1]] if len(texts) > 1 and is_measure(texts[-1].text) else []
    labels: list[tuple[Cell, int, int]] = []
    for item in texts[: len(texts) - len(unit)]:
        if labels and goes_on(labels[-1][0].text, item.text) and labels[-1][2] + 1 == item.number:
            cell, first, _ = labels[-1]
            labels[-1] = (page.join(cell, item.cell), first, item.number)
        else:
            labels.append((item.cell, item.number, item.number))
    rows = [RawRow((cell,), first, last) for cell, first, last in labels[:-1]]
    cell, first, _ = labels[-1]
    cells = (cell, *(u.cell for u in unit), *(f.cell for f in figures))
    return [*rows, RawRow(cells, first, figures[-1].number)]
