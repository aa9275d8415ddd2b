"""Breakdowns: which counts the text presents together as the components of one total, and whether it claims them to be all."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from gdie.documents import Document, Row, Table
from gdie.documents.tables import is_figure
from gdie.facts.forms import Axis, FormReadings
from gdie.facts.model import Breakdown, Fact
from gdie.facts.unlinked import unlinked_lists
from gdie.text.view import View, normalise

# 。 ends the reach of 其中; a line end does too, unless the line is cut in the middle of a sentence.
_END = re.compile(r"[。!?]|(?<=[。;,:!?)])\s*\n|\n\s*\n")
_OPEN = re.compile(r"主要|重点|例如|比如|譬如|如:|特别是|尤其|居前|前列|领先|前[一二三四五六七八九十几]位")
# Behind the last part: 等, a rest without a figure, or words by which only the largest are listed.
_AND_SO_ON = re.compile(r"等|[,;]?(?:其余|余下|余为|剩余)|[^,;。]{0,3}(?:居前|前列|领先)")
_TAIL = 8
_ALL = re.compile(r"分别(?:为|是|有)?|分为|包括|其中|含|由.{0,8}组成|按[^,。;]{1,8}?(?:分|划分)|:")


def breakdowns(document: Document, facts: Sequence[Fact], forms: FormReadings) -> tuple[Breakdown, ...]:
    """One breakdown for each run of parts of a total that stand in one sentence or one table, in text order."""
    by_id = {f.id: f for f in facts}
    groups: dict[tuple[str, Axis | None], list[Fact]] = defaultdict(list)
    for fact in facts:
        if fact.part_of:
            # 总计 of the row （七）总计 is the sum of its row and of its column: two lists.
            groups[fact.part_of, _axis(document, forms, fact, by_id[fact.part_of])].append(fact)
    view = normalise(document.text)
    found = []
    for (total, axis), parts in groups.items():
        previous = by_id[total]
        for run in _runs(view, parts):
            # What leads to a later list stands behind the list before it.
            found.append(
                _breakdown(
                    document, view, forms, by_id[total], run, axis, max(previous.end, by_id[total].end)
                )
            )
            previous = run[-1]
    order = {f.id: f.start for f in facts}
    found += unlinked_lists(view, facts)
    return tuple(sorted(found, key=lambda b: order[b.parts[0]]))


def _axis(document: Document, forms: FormReadings, part: Fact, total: Fact) -> Axis | None:
    """Whether a table's figure is summed along its row or down its column; None for prose."""
    if part.source != "table" or total.source != "table":
        return None
    figures = [forms.figures.get((f.start, f.end)) for f in (part, total)]
    if figures[0] and figures[1]:
        return "row" if figures[0].row == figures[1].row else "column"
    table = document.table_at(part.start, part.end)
    places = [table.cell_at(f.start, f.end) for f in (part, total)] if table else [None]
    return "row" if all(places) and len({place[0] for place in places if place}) == 1 else "column"


def _runs(view: View, parts: Sequence[Fact]) -> Iterator[list[Fact]]:
    run: list[Fact] = []
    for part in parts:
        if run and not _together(view, run[-1], part):
            yield run
            run = []
        run.append(part)
    yield run


def _together(view: View, left: Fact, right: Fact) -> bool:
    if left.source == right.source == "table":
        return True
    return not _END.search(_between(view, left.end, right.start))


def _between(view: View, start: int, end: int) -> str:
    first, last = view.from_source(start, max(start, end))
    return view.text[first:last]


def _breakdown(
    document: Document,
    view: View,
    forms: FormReadings,
    total: Fact,
    parts: Sequence[Fact],
    axis: Axis | None,
    lead_from: int,
) -> Breakdown:
    ids = tuple(p.id for p in parts)
    if all(p.source == "table" for p in parts):
        if axis and all((p.start, p.end) in forms.figures for p in parts):
            closed = ((total.start, total.end), axis) in forms.closed
            return Breakdown(total.id, ids, complete=closed, cue="")
        complete = len(parts) > 1 and not _has_gaps(document, parts)
        return Breakdown(total.id, ids, complete=complete, cue="")
    lead = _between(view, lead_from, parts[0].start) if lead_from <= parts[0].start else ""
    tail = _between(view, parts[-1].end, min(parts[-1].end + _TAIL, len(view.source)))
    inside = [_between(view, a.end, b.start) for a, b in pairwise(parts)]
    cue = _ALL.search(lead)
    is_open = (
        len(parts) == 1
        or _OPEN.search(lead) is not None
        or _AND_SO_ON.match(tail) is not None
        or any(_OPEN.search(gap) for gap in inside)
        # 各3件 stands for several parts of which only one figure is printed.
        or any(gap.endswith("各") for gap in (lead, *inside))
    )
    return Breakdown(total.id, ids, complete=cue is not None and not is_open, cue=cue.group() if cue else "")


def _has_gaps(document: Document, parts: Sequence[Fact]) -> bool:
    """Whether a row of the list, or the one after it, has a label but no figure: then nobody can say that it is whole."""
    table = document.table_at(parts[0].start, parts[-1].end)
    if table is None:
        return False
    listed = [place[0] for part in parts if (place := table.cell_at(part.start, part.end))]
    if not listed:
        return False
    first, last = min(listed), max(listed)
    inside, behind = table.rows[first : last + 1], table.rows[last + 1 : last + 2]
    return any(_is_blank(row, table) for row in inside) or any(
        _is_blank(row, table) and not _is_heading(row, table) for row in behind
    )


def _is_blank(row: Row, table: Table) -> bool:
    figures = (is_figure(row.cells[c].text) for c in table.value_columns if row.placed)
    return any(cell.text for cell in row.cells) and not any(figures)


def _is_heading(row: Row, table: Table) -> bool:
    """A heading has neither unit nor figure (（二）通过不同渠道和方式公开政府信息的情况)."""
    return not any(cell.text for cell, role in zip(row.cells, table.roles, strict=False) if role != "label")
