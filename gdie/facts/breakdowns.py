"""Breakdowns: which counts the text presents together as the components of one total, and whether it claims them to be all."""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from gdie.documents import Document
from gdie.facts.model import Breakdown, Fact
from gdie.text.view import View, normalise

# 。 ends the reach of 其中; a line end does too, unless the line is cut in the middle of a sentence.
_END = re.compile(r"[。!?]|(?<=[。;,:!?)])\s*\n|\n\s*\n")
_OPEN = re.compile(r"主要|重点|例如|比如|譬如|如:|特别是|尤其")
_AND_SO_ON = re.compile(r"等")
_ALL = re.compile(r"分别(?:为|是|有)?|分为|包括|其中|含|由.{0,8}组成|:")


def breakdowns(document: Document, facts: Sequence[Fact]) -> tuple[Breakdown, ...]:
    """One breakdown for each run of parts of a total that stand in one sentence or one table, in text order."""
    by_id = {f.id: f for f in facts}
    groups: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        if fact.part_of:
            groups[fact.part_of].append(fact)
    view = normalise(document.text)
    found = [
        _breakdown(view, by_id[total], run) for total, parts in groups.items() for run in _runs(view, parts)
    ]
    order = {f.id: f.start for f in facts}
    return tuple(sorted(found, key=lambda b: order[b.parts[0]]))


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


def _breakdown(view: View, total: Fact, parts: Sequence[Fact]) -> Breakdown:
    ids = tuple(p.id for p in parts)
    if all(p.source == "table" for p in parts):
        return Breakdown(total.id, ids, complete=len(parts) > 1, cue="")
    before = total.end <= parts[0].start
    lead = _between(view, total.end, parts[0].start) if before else ""
    tail = _between(view, parts[-1].end, min(parts[-1].end + 3, len(view.source)))
    inside = [_between(view, a.end, b.start) for a, b in itertools.pairwise(parts)]
    cue = _ALL.search(lead)
    is_open = (
        len(parts) == 1
        or _OPEN.search(lead) is not None
        or _AND_SO_ON.match(tail) is not None
        or any(_OPEN.search(gap) for gap in inside)
    )
    return Breakdown(total.id, ids, complete=cue is not None and not is_open, cue=cue.group() if cue else "")
