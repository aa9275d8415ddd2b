"""Restatements: one quantity that stands in several places of a report, in overview, body and table (field guide C4, C5).

Two figures are the same quantity where indicator, agency, scope and period are the same and neither is only a part of it. A figure
of the text is held against the table where the table has its indicator, else against the first mention in the text. What a word
such as 收到 may also mean (new requests with those carried in) is tried before anything is called a contradiction.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from gdie.facts.model import Fact
from gdie.facts.observations import Observation, category_key, observations
from gdie.facts.report import Report
from gdie.indicators import Formula, free_formulas
from gdie.reconcile import explain_forms as explain
from gdie.reconcile.doubts import UNITS, UNSURE, names, severity_of, sure
from gdie.reconcile.interval import Interval
from gdie.reconcile.meaning import meaning, number
from gdie.reconcile.model import Constraint, Explanation, Finding, Severity, Verdict
from gdie.reconcile.slips import slip
from gdie.reconcile.units import comparable, same_unit

RULE = "C4"
_EITHER = "C5"
# Below this probability a code is a guess.
SURE_CODE = 0.9

# Characters within which one sentence, or one list, is likely: nobody states a quantity twice there with two figures.
_BESIDE = 100
_NEIGHBOURS = 30  # figures that so many characters hold at most
# From here on figures agree, or all but agree, hardly by chance.
_TELLING = 100
_PLAIN = 0.5  # cost of a slip that leaves little doubt

_CODE = Explanation("they may be different indicators", "两处所指指标可能不同")
_CONFIRMED = Explanation(
    "another mention agrees with the table, so that this one may count something else",
    "文中另有一处与表相符，此处所指可能不同",
)
_SEVERAL = Explanation("the text counts several things together", "文中为多类事项合并计数")
_IN_WORDS = Explanation("the zero is stated in words", "零值系文字表述")
_SCOPE = Explanation(
    "the scope may differ: a part of the figure agrees", "统计口径可能不同：其中部分数字相符"
)

Key = tuple[object, ...]


def agreement_findings(report: Report) -> Iterator[Finding]:
    """One finding for each figure of the text that restates another one, in no particular order and without ids."""
    groups: dict[Key, list[Observation]] = defaultdict(list)
    for observation in observations([report]):
        if not observation.part:
            groups[_key(observation)].append(observation)
    by_id = {f.id: f for f in report.facts}
    # What a change starts from is of an earlier time, and what it comes to is no level.
    aside = {i for c in report.changes for i in (c.than, c.figure) if i}
    for key, group in groups.items():
        tables = [o.fact for o in group if o.fact.source == "table"]
        texts = [o.fact for o in group if o.fact.source == "text" and o.fact.id not in aside]
        if len(items := _items(texts)) > 1:
            # Several figures side by side under one indicator (two sites) are items of it, together or not at all.
            texts = [t for t in texts if t not in items]
        cells = _Cells(key, groups)
        if tables:
            confirmed = any(meaning(x).meets(meaning(t)) for x in texts for t in tables if not x.implied)
            yield from (_against_table(text, tables, cells, by_id, confirmed) for text in texts)
        elif sums := list(_sums(cells)):
            yield from (_against_sums(text, sums) for text in texts)
        else:
            yield from _repeated([t for t in texts if not t.implied], by_id)


def _key(observation: Observation) -> Key:
    """What makes two figures the same quantity: code, owner, period."""
    when = observation.when
    return (
        observation.code,
        observation.agency,
        observation.scope,
        observation.words,
        when.kind,
        when.year,
        when.start if when.kind != "annual" else None,
        when.end if when.kind != "annual" else None,
    )


def _items(texts: Sequence[Fact]) -> list[Fact]:
    """Mentions that stand close together with different figures: parts of what the indicator counts, not restatements of it."""
    return [
        text
        for n, text in enumerate(texts)
        if any(
            other is not text
            and other.section == text.section
            and abs(other.start - text.start) <= _BESIDE
            and not meaning(text).meets(meaning(other))
            and not _one_slip(text, other)
            for other in texts[max(0, n - _NEIGHBOURS) : n + _NEIGHBOURS + 1]
        )
    ]


def _one_slip(text: Fact, other: Fact) -> bool:
    """19545 and 19555 under one indicator are no two items of it."""
    return min(number(text), number(other)) >= _TELLING and _slip_apart(text, other)


def _slip_apart(text: Fact, other: Fact) -> bool:
    found = slip(text.text, number(text), number(other))
    return found is not None and found.cost <= _PLAIN


@dataclass(frozen=True)
class _Cells:
    """The tables' figures of the same owner and period as a group, by code."""

    key: Key
    groups: Mapping[Key, Sequence[Observation]]

    def of(self, code: str) -> Fact | None:
        """The one figure of a code; None where there is none, or more than one."""
        group = self.groups.get((code, *self.key[1:]), ())
        found = [o.fact for o in group if o.fact.source == "table"]
        return found[0] if len(found) == 1 else None

    def elsewhere(self, text: Fact) -> Fact | None:
        """A cell of another code, but the same owner and period, with just the figure of the text."""
        cells = (
            o.fact
            for key, group in self.groups.items()
            if key[1:] == self.key[1:] and key[0] != self.key[0]
            for o in group
            if o.fact.source == "table"
        )
        if number(text) < _TELLING:
            return None
        return next((f for f in cells if f.value == text.value and same_unit((f.unit, text.unit))), None)


def _against_table(
    text: Fact, tables: Sequence[Fact], cells: _Cells, by_id: Mapping[str, Fact], confirmed: bool
) -> Finding:
    """`confirmed`: some mention in the text agrees with the table."""
    for table in tables:
        if meaning(text).meets(meaning(table)):
            return _finding(text, (table,), RULE, "holds", "note", explain.agrees(text, table))
    for parts in _sums(cells):
        if _is_sum(text, parts):
            return _finding(text, parts, _EITHER, "holds", "note", explain.other_meaning(text, parts))
    nearest = min(tables, key=lambda t: abs(number(t) - number(text)))
    if other := cells.elsewhere(text):
        # Just what another row says: the words were taken for the wrong indicator.
        return _finding(text, (nearest,), RULE, "unverifiable", "note", explain.agrees_elsewhere(text, other))
    doubts = [_CONFIRMED] if confirmed and not _slip_apart(text, nearest) else []
    return _differing(text, nearest, by_id, doubts)


def _against_sums(text: Fact, sums: Sequence[tuple[Fact, ...]]) -> Finding:
    """A figure that the tables only have in parts (行政诉讼: both kinds of suits)."""
    for parts in sums:
        if _is_sum(text, parts):
            return _finding(text, parts, _EITHER, "holds", "note", explain.other_meaning(text, parts))
    parts = sums[0]
    doubts = tuple(_doubts(text, parts))
    line = explain.disagrees_with_sum(text, parts, doubts)
    return _finding(text, parts, _EITHER, "violated", severity_of("quasi", doubts), line)


def _is_sum(text: Fact, parts: Sequence[Fact]) -> bool:
    return meaning(text).meets(Interval.total(meaning(f) for f in parts))


def _sums(cells: _Cells) -> Iterator[tuple[Fact, ...]]:
    """What else the tables may say of the cells' indicator: the figures of each alternative all of whose cells are there."""
    for formula in _alternatives(cells.key[0]):
        found = [cells.of(code) for code in formula.right]
        parts = tuple(f for f in found if f is not None)
        if len(parts) == len(found):
            yield parts


@cache
def _alternatives(code: object) -> tuple[Formula, ...]:
    return tuple(f for f in free_formulas() if f.rule == _EITHER and f.left == (code,))


def _repeated(texts: Sequence[Fact], by_id: Mapping[str, Fact]) -> Iterator[Finding]:
    """Mentions in the text alone, in the same unit and through the same channel: by the same words, or by others with figures that are a
    slip of the pen apart."""
    first: dict[Key, Fact] = {}
    for text in texts:
        channel = (text.channel.code or text.channel.text) if text.channel else None
        alike: Key = (channel, text.column)
        named = first.get((*alike, category_key(text)))
        other = named or first.get(alike)
        first.setdefault((*alike, category_key(text)), text)
        first.setdefault(alike, text)
        if other is None or not same_unit((text.unit, other.unit)):
            continue
        if meaning(text).meets(meaning(other)):
            yield _finding(text, (other,), RULE, "holds", "note", explain.agrees(text, other))
        elif named:
            yield _differing(text, other, by_id)
        elif _one_slip(text, other):
            doubts = [_CODE, *_doubts(text, (other,))]
            line = explain.disagrees(text, other, doubts)
            yield _finding(text, (other,), RULE, "violated", "warning", line)


def _differing(
    text: Fact, other: Fact, by_id: Mapping[str, Fact], known: Sequence[Explanation] = ()
) -> Finding:
    """The finding on two figures that differ; `known` are doubts that their surroundings give."""
    if not comparable((text.unit, other.unit)):
        return _finding(text, (other,), RULE, "unverifiable", "note", explain.disagrees(text, other, [UNITS]))
    doubts = (*_doubts(text, (other,)), *known)
    if _CODE in doubts and not _slip_apart(text, other):
        # Two guesses, and nothing alike in the figures: most likely two indicators.
        return _finding(text, (other,), RULE, "unverifiable", "note", explain.disagrees(text, other, doubts))
    if any(f.part_of == text.id and meaning(f).meets(meaning(other)) for f in by_id.values()):
        doubts = (*doubts, _SCOPE)
    line = explain.disagrees(text, other, doubts)
    return _finding(text, (other,), RULE, "violated", severity_of("strict", doubts), line)


def _doubts(text: Fact, others: Sequence[Fact]) -> Iterator[Explanation]:
    # 余 and 多 are a bound that an exact figure may break: being approximate is no doubt here.
    if not sure((text, *others)):
        yield UNSURE
    if not same_unit(f.unit for f in (text, *others)):
        yield UNITS
    if min(f.coded for f in (text, *others)) < SURE_CODE:
        yield _CODE
    if names(text) > 1:
        yield _SEVERAL
    if text.implied:
        yield _IN_WORDS


def _finding(
    text: Fact,
    others: tuple[Fact, ...],
    rule: str,
    verdict: Verdict,
    severity: Severity,
    explanation: Explanation,
) -> Finding:
    usable = rule == RULE and verdict in ("holds", "violated")
    terms = ((text.id, Fraction(1)), (others[0].id, Fraction(-1)))
    return Finding(
        doc=text.doc,
        id="",
        kind="agreement",
        total=text.id,
        parts=tuple(f.id for f in others),
        stated=number(text),
        computed=sum((number(f) for f in others), Fraction(0)),
        verdict=verdict,
        severity=severity,
        rule=rule,
        explanation=explanation,
        constraints=(Constraint(terms),) if usable else (),
    )
