"""Lists of parts of one total: which figures the text can mean to be added up together.

A `Breakdown` is one run of parts in one sentence or table. What adds up may be less than that (two lists in one sentence, by
way and by outcome; rows and columns of a matrix) or more (one list over several sentences or lines). `listings` finds the
reading under which the figures close, if there is one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from gdie.facts.model import Breakdown, Fact
from gdie.reconcile.interval import Interval
from gdie.reconcile.meaning import is_exact, meaning, number, printed_step


@dataclass(frozen=True)
class Listing:
    """A total with figures that may make it up.

    `complete` and `cue` as in `Breakdown`. `assumed`: where the list begins was inferred from sums that close, so that it is
    no ground for an error. `goes_on`: what the next sentence lists may belong to it.
    """

    total: Fact
    parts: tuple[Fact, ...]
    complete: bool
    cue: str
    assumed: bool = False
    goes_on: bool = False

    @property
    def stated(self) -> Fraction:
        """The total as printed."""
        return number(self.total)

    @property
    def computed(self) -> Fraction:
        """The sum of the parts as printed."""
        return sum((number(p) for p in self.parts), Fraction(0))

    @property
    def exact(self) -> bool:
        """True where total and parts each mean one number."""
        return is_exact(self.total) and all(is_exact(p) for p in self.parts)

    @property
    def vague(self) -> bool:
        """True where the figures say of themselves that they are approximate, or one more printed digit could mend it."""
        figures = (self.total, *self.parts)
        if any(f.approx != "exact" or f.value_max is not None for f in figures):
            return True
        margin = sum((printed_step(f) for f in figures), Fraction(0))
        return margin > 0 and abs(self.stated - self.computed) <= margin

    def stated_meaning(self, truncated: bool = False) -> Interval:
        """What the total can mean."""
        return meaning(self.total, truncated)

    def computed_meaning(self, truncated: bool = False) -> Interval:
        """What the sum of the parts can mean."""
        return Interval.total(meaning(p, truncated) for p in self.parts)

    def closes(self, truncated: bool = False) -> bool:
        """True where parts and total can mean the same. `truncated` also allows for digits cut off (12.89万 as 12.8万)."""
        if not truncated:
            return self.computed_meaning().meets(self.stated_meaning())
        return any(
            self.computed_meaning(part).meets(self.stated_meaning(total))
            for part in (True, False)
            for total in (True, False)
        )


def listings(
    total: Fact,
    breakdowns: Sequence[Breakdown],
    facts: Mapping[str, Fact],
    in_forms: frozenset[str] = frozenset(),
) -> list[Listing]:
    """The lists to test for one total, in text order. All operands of the breakdowns must be among `facts`.

    A list of figures that are all `in_forms` is one: the form says so.
    """
    plain = [
        segment
        for breakdown in breakdowns
        for listing in _axes(_resolve(total, breakdown, facts))
        for segment in ([listing] if in_forms.issuperset(p.id for p in listing.parts) else _segments(listing))
    ]
    return list(_joined(sorted(plain, key=lambda x: x.parts[0].start)))


def _resolve(total: Fact, breakdown: Breakdown, facts: Mapping[str, Fact]) -> Listing:
    parts = [facts[p] for p in breakdown.parts]
    once = [p for n, p in enumerate(parts) if n == 0 or not _written_twice(parts[n - 1], p)]
    complete = breakdown.complete and (len(once) > 1 or len(once) == len(parts))
    return Listing(total, tuple(once), complete, breakdown.cue)


def _written_twice(first: Fact, second: Fact) -> bool:
    """召开四次新闻发布会4次: one quantity in two writings. Equal figures of a list differ in channel or category."""
    return (
        first.value == second.value
        and first.text != second.text
        and first.unit == second.unit
        and first.category is not None
        and first.category == second.category
        and first.channel == second.channel
    )


def _axes(listing: Listing) -> list[Listing]:
    """The sum down a matrix's column and the sum along its row are two lists with one total (七、总计 × 总计)."""
    column = listing.total.column
    down = tuple(p for p in listing.parts if p.column == column)
    along = tuple(p for p in listing.parts if p.column != column)
    if column is None or not down or not along:
        return [listing]
    return [
        replace(listing, parts=parts, complete=listing.complete and len(parts) > 1)
        for parts in sorted((down, along), key=lambda x: x[0].start)
    ]


def _segments(listing: Listing) -> list[Listing]:
    """The list, or the lists that one sentence or table gives one after the other, by way and by outcome.

    They are told apart by one of them closing exactly. In a table, where nothing but lists of all parts stands, the other
    one must then look like such a list, too: at least half of the total in at least two figures.
    """
    if len(listing.parts) < 3 or listing.stated <= 0 or not listing.exact or listing.closes():
        return [listing]
    values = [number(p) for p in listing.parts]
    prose = any(p.source == "text" for p in listing.parts)
    found: list[Listing] = []
    begin = 0
    while cut := _after_closing_head(values, begin, listing.stated, anything_may_follow=prose):
        found.append(_cut(listing, begin, cut, assumed=bool(found)))
        begin = cut
    if not found and (cut := _before_closing_tail(values, listing.stated)):
        return [_cut(listing, 0, cut, assumed=False), _cut(listing, cut, len(values), assumed=True)]
    # A sentence makes its claim for the list that it begins with; a table for all that it holds.
    rest = _cut(listing, begin, len(values), assumed=bool(found))
    return [*found, replace(rest, complete=rest.complete and not (found and prose))]


def _cut(listing: Listing, begin: int, end: int, assumed: bool) -> Listing:
    return replace(listing, parts=listing.parts[begin:end], assumed=assumed)


def _after_closing_head(
    values: Sequence[Fraction], begin: int, total: Fraction, anything_may_follow: bool
) -> int | None:
    """Where the shortest list from `begin` on that makes up the total ends, if another list can follow it."""
    running = Fraction(0)
    for place in range(begin, len(values) - 1):
        running += values[place]
        if running > total:
            return None
        # A 0 behind it is still of the same list.
        if running == total and values[place + 1] != 0:
            rest = values[place + 1 :]
            return place + 1 if anything_may_follow or _substantial(rest, total) else None
    return None


def _before_closing_tail(values: Sequence[Fraction], total: Fraction) -> int | None:
    """Where a list begins that makes up the total to the end, if what stands before it can be a list, too."""
    running = Fraction(0)
    for place in range(len(values) - 1, 0, -1):
        running += values[place]
        if (
            running == total
            and len([v for v in values[place:] if v]) > 1
            and _substantial(values[:place], total)
        ):
            return place
    return None


def _substantial(values: Sequence[Fraction], total: Fraction) -> bool:
    return len([v for v in values if v]) > 1 and 2 * sum(values) >= total


def _joined(separate: list[Listing]) -> Iterator[Listing]:
    """Lists that close by themselves as they are; of the others, neighbours that close together as one."""
    closed = [listing.closes() for listing in separate]
    sums = [listing.computed_meaning() for listing in separate]
    position = 0
    while position < len(separate):
        limit = next((n for n in range(position, len(separate)) if closed[n]), len(separate))
        listing, stop = separate[position], position + 1
        if not closed[position]:
            end = _end_of_closing_run(sums, position, limit, listing.stated_meaning())
            if end is not None:
                listing, stop = _union(separate[position:end]), end
            elif stop < limit:
                listing = replace(listing, goes_on=_may_go_on(listing, separate[stop]))
        yield listing
        position = stop


def _end_of_closing_run(sums: Sequence[Interval], position: int, limit: int, stated: Interval) -> int | None:
    """The end of the longest run of lists that together can mean the total; the longest, so that no 0 is left over."""
    running, found = sums[position], None
    for end in range(position + 1, limit):
        running = running + sums[end]
        if running.meets(stated):
            found = end + 1
    return found


def _union(run: Sequence[Listing]) -> Listing:
    parts = tuple(p for listing in run for p in listing.parts)
    return replace(run[0], parts=parts, complete=any(x.complete for x in run))


def _may_go_on(listing: Listing, following: Listing) -> bool:
    """The next list fits into what is left of the total and does not claim to be all of it."""
    rest = listing.stated - listing.computed
    return not following.complete and 0 < following.computed <= rest
