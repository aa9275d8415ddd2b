"""Relations by nearness: what a figure belongs to is the nearest mention, as the eye would have it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from gdie.annotation import Entity, Relation

_SENTENCE_END = re.compile(r"[。;!?\n]")
_PARTS = re.compile(r"其中|包括|分别")


def relate(text: str, entities: Sequence[Entity]) -> list[Relation]:
    """The relations of a normalised text whose entities are known, in text order.

    A count is of the nearest category before it in its sentence, else behind it; published through the nearest channel before it in
    its sentence; in the last period and by the last agency named; part of the last count before 其中, 包括 or 分别 in its sentence. A
    share is of the nearest count before it in its sentence.
    """
    ends = [m.start() for m in _SENTENCE_END.finditer(text)]
    relations: list[Relation] = []
    for figure in entities:
        if figure.label in ("COUNT", "PERCENT"):
            number = bisect_right(ends, figure.start)
            begin = ends[number - 1] + 1 if number else 0
            end = ends[number] if number < len(ends) else len(text)
            relations += _of_figure(text, figure, entities, begin, end)
    return relations


def _of_figure(
    text: str, figure: Entity, entities: Sequence[Entity], begin: int, end: int
) -> Iterator[Relation]:
    def before(label: str, since: int, until: int) -> Entity | None:
        return next(
            (e for e in reversed(entities) if e.label == label and since <= e.start and e.end <= until), None
        )

    def behind(label: str) -> Entity | None:
        return next(
            (e for e in entities if e.label == label and figure.end <= e.start and e.end <= end), None
        )

    if figure.label == "PERCENT":
        count = before("COUNT", begin, figure.start)
        if count:
            yield Relation(figure, count, "SHARE_OF")
            return
    if category := before("CATEGORY", begin, figure.start) or behind("CATEGORY"):
        yield Relation(figure, category, "CATEGORY_OF")
    if period := before("DATE", 0, figure.start):
        yield Relation(figure, period, "DURING")
    if agency := before("AGENCY", 0, figure.start):
        yield Relation(figure, agency, "BY")
    if figure.label == "PERCENT":
        return
    if channel := before("CHANNEL", begin, figure.start):
        yield Relation(figure, channel, "VIA")
    cues = list(_PARTS.finditer(text, begin, figure.start))
    if cues and (total := before("COUNT", begin, cues[0].start())):
        yield Relation(figure, total, "PART_OF")
