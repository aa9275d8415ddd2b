"""Lists whose figures do not fit: counts behind 其中 or 分别为 that the model did not link to the total before it.

The relation model knows what adds up, and is slow to call a figure a part of a total that is smaller. Just such a list is what
reconciliation looks for. So the words alone are asked: a total, a cue close behind it, and the counts of its unit up to the end of
the sentence. What comes of that is an assumption, and marked as one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from gdie.facts.model import Breakdown, Fact
from gdie.text.view import View, normalise

_CUE = re.compile(
    r"[^。;!?\n,:]{0,8}(?:[,。](?:[从按][^。;!?\n,]{1,10},)?其中[,:]?|,?(?:包括|分别(?:为|是|有)|分为)|:)"
)
_END = re.compile(r"[。!?;\n]")
# What is counted since another time, or against it, stands in no list.
_OTHER = re.compile(r"累计|历年|上年|去年|同比|比|较|增|减|另|此外|等$")
_LEAST, _MOST = 2, 50  # parts of a list


def unlinked_lists(view: View, facts: Sequence[Fact]) -> Iterator[Breakdown]:
    """For each total with a cue its counts, where one of them is larger than the total and not all are linked to it."""
    counts = [f for f in facts if f.kind == "count" and f.source == "text" and not f.implied]
    places = [view.from_source(f.start, f.end) for f in counts]
    for number, total in enumerate(counts[:-1]):
        end = places[number][1]
        cue = _CUE.match(view.text, end, places[number + 1][0])
        if cue is None:
            continue
        parts, last = [], cue.end()
        following = range(number + 1, min(number + 1 + _MOST, len(counts)))
        for part, (start, stop) in ((counts[n], places[n]) for n in following):
            between = view.text[last:start]
            if _END.search(between):
                break
            last = stop
            if part.part_of not in (None, total.id) or _OTHER.search(between) or not _alike(part, total):
                continue
            parts.append(part)
        linked = {f.id for f in parts if f.part_of == total.id}
        too_large = any(f.value > total.value for f in parts if f.id not in linked)
        if len(parts) >= _LEAST and too_large:
            yield Breakdown(
                total.id,
                tuple(f.id for f in parts),
                complete=True,
                cue="其中",
                assumed=True,
            )


def _alike(part: Fact, total: Fact) -> bool:
    return (
        part.approx == total.approx == "exact"
        and part.unit is not None
        and total.unit is not None
        and normalise(part.unit).text == normalise(total.unit).text
        and part.period == total.period
    )
