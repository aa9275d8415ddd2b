"""The `Fact`: one statistic with where it stands and what it says. Offsets are characters of the text layer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from gdie.documents import Place

Approx = Literal["exact", "about", "at_least", "under"]


@dataclass(frozen=True)
class Mention:
    """Words of the document that name a category or channel, with the canonical code where one is known."""

    text: str
    start: int
    end: int
    code: str | None = None

    def as_json(self) -> dict[str, Any]:
        """Plain values, in the order of the contract."""
        return {"text": self.text, "start": self.start, "end": self.end, "code": self.code}


@dataclass(frozen=True)
class PeriodOf:
    """The period of a figure: its words (None when inherited from the title) and ISO dates, None where open."""

    text: str | None
    start: str | None
    end: str | None

    def as_json(self) -> dict[str, Any]:
        """Plain values, in the order of the contract."""
        return {"text": self.text, "start": self.start, "end": self.end}


@dataclass(frozen=True)
class AgencyOf:
    """The owner of a figure: the words (None when inherited), the resolved name, one agency or a whole system."""

    text: str | None
    name: str | None
    scope: Literal["agency", "system"]

    def as_json(self) -> dict[str, Any]:
        """Plain values, in the order of the contract."""
        return {"text": self.text, "name": self.name, "scope": self.scope}


@dataclass(frozen=True)
class Fact:
    """One figure. `value` is in the base unit (7283万条 → 72830000 条); `shares` lists all counts of a share.

    `confidence` says how likely all of the fact is right; `weakest` is the probability of the least sure decision behind it, which
    sums and shares are judged by (a wrong channel leaves a sum as it is); `coded` is the probability of its indicator code, 1 for rows
    of official forms. `place` is where it stands in its file, None for plain text.
    """

    doc: str
    id: str
    kind: Literal["count", "percent"]
    text: str
    start: int
    end: int
    value: float
    value_max: float | None
    unit: str | None
    approx: Approx
    implied: bool
    category: Mention | None
    channel: Mention | None
    column: str | None
    period: PeriodOf | None
    agency: AgencyOf | None
    part_of: str | None
    shares: tuple[str, ...]
    status: Literal["reported", "planned"]
    source: Literal["text", "table"]
    section: str | None
    confidence: float
    weakest: float = 1.0
    coded: float = 1.0
    place: Place | None = None

    @property
    def share_of(self) -> str | None:
        """The count that a share describes; of several (共占总数的23.3%) the nearest one before it."""
        return self.shares[-1] if self.shares else None

    def as_json(self) -> dict[str, Any]:
        """The fact as the contract's JSON object: every field there, null where absent."""
        return {
            "doc": self.doc,
            "id": self.id,
            "kind": self.kind,
            "text": self.text,
            "start": self.start,
            "end": self.end,
            "value": self.value,
            "value_max": self.value_max,
            "unit": self.unit,
            "approx": self.approx,
            "implied": self.implied,
            "category": self.category and self.category.as_json(),
            "channel": self.channel and self.channel.as_json(),
            "column": self.column,
            "period": self.period and self.period.as_json(),
            "agency": self.agency and self.agency.as_json(),
            "part_of": self.part_of,
            "share_of": self.share_of,
            "status": self.status,
            "source": self.source,
            "section": self.section,
            "confidence": round(self.confidence, 3),
            "place": self.place and self.place.as_json(),
        }


@dataclass(frozen=True)
class Breakdown:
    """One list of components of a total, as the text presents it. Ids refer to facts.

    `complete` says that the text claims the parts to be all (分别为, a list after 其中 with no 主要, 等, 如);
    an open list can only be too large. `cue` is the words that the judgement rests on. `assumed`: the words say so, but the facts'
    `part_of` does not.
    """

    total: str
    parts: tuple[str, ...]
    complete: bool
    cue: str
    assumed: bool = False


@dataclass(frozen=True)
class Change:
    """What a figure says of the change of another one since an earlier year (field guide C8). Ids refer to facts.

    kind `growth`: `figure` is a percentage (增长38.8%, 翻一番: 100); `ratio`: the multiple of the earlier value (是上年的3倍);
    `difference`: a count (增加47件); `points`: percentage points (提高6.2个百分点). `of` is the figure that changed (a count; for `points` a
    percentage), `than` the earlier figure where the text states it, `year` the year compared with, None where unknown.
    `rising` is false for 下降, 减少.
    """

    kind: Literal["growth", "ratio", "difference", "points"]
    figure: str
    of: str
    than: str | None
    year: int | None
    rising: bool


@dataclass(frozen=True)
class Enumeration:
    """A stated number of things that the text then names one by one (由…、…和…等六部分组成; 2个专题，包括…和…).

    `start`, `end` are the figure, which need not be a fact (counts of the report's own parts are none: then `fact` is None).
    `items` are the places of the things named. `open` says that there may be more of them than are named (等, 如, 主要).
    """

    value: int
    start: int
    end: int
    fact: str | None
    items: tuple[tuple[int, int], ...]
    open: bool
