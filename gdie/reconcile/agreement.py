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
from gdie.reconcile.units import comparable, same_unit

RULE = "C4"
_EITHER = "C5"
# Below this probability a code is a guess. Of codes at least as probable nearly all are right on documents not seen in training.
SURE_CODE = 0.9

# Characters within which one sentence, or one list, is likely: nobody states a quantity twice there with two figures.
_BESIDE = 100

_CODE = Explanation("they may be different indicators", "两处所指指标可能不同")
_SEVERAL = Explanation("the text counts several things together", "文中为多类事项合并计数")
_SCOPE = Explanation(
    "the scope may differ: a part of the figure agrees", "统计口径可能不同：其中部分数字相符"
)

Key = tuple[object, ...]


def agreement_findings(report: Report) -> Iterator[Finding]:
    """One finding for each figure of the text that restates another one, in no particular order and without ids."""
    groups: dict[Key, list[Observation]] = defaultdict(list)
    for observation in observations([report]):
        if not observation.part and not observation.fact.implied:
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
        if tables:
            cells = _Cells(key, groups)
            yield from (_against_table(text, tables, cells, by_id) for text in texts)
        else:
            yield from _repeated(texts, by_id)


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
        for text in texts
        if any(
            other is not text
            and abs(other.start - text.start) <= _BESIDE
            and not meaning(text).meets(meaning(other))
            for other in texts
        )
    ]


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


def _against_table(text: Fact, tables: Sequence[Fact], cells: _Cells, by_id: Mapping[str, Fact]) -> Finding:
    for table in tables:
        if meaning(text).meets(meaning(table)):
            return _finding(text, (table,), RULE, "holds", "note", explain.agrees(text, table))
    for formula in _alternatives(cells.key[0]):
        found = [cells.of(code) for code in formula.right]
        sum_of = [f for f in found if f is not None]
        if len(sum_of) == len(found) and meaning(text).meets(Interval.total(meaning(f) for f in sum_of)):
            line = explain.other_meaning(text, sum_of)
            return _finding(text, tuple(sum_of), _EITHER, "holds", "note", line)
    nearest = min(tables, key=lambda t: abs(number(t) - number(text)))
    return _differing(text, nearest, by_id)


@cache
def _alternatives(code: object) -> tuple[Formula, ...]:
    return tuple(f for f in free_formulas() if f.rule == _EITHER and f.left == (code,))


def _repeated(texts: Sequence[Fact], by_id: Mapping[str, Fact]) -> Iterator[Finding]:
    """Mentions in the text alone: by the same words, in the same unit, through the same channel."""
    first: dict[Key, Fact] = {}
    for text in texts:
        channel = (text.channel.code or text.channel.text) if text.channel else None
        own = (category_key(text), channel, text.column)
        other = first.setdefault(own, text)
        if other is text or not same_unit((text.unit, other.unit)):
            continue
        if meaning(text).meets(meaning(other)):
            yield _finding(text, (other,), RULE, "holds", "note", explain.agrees(text, other))
        else:
            yield _differing(text, other, by_id)


def _differing(text: Fact, other: Fact, by_id: Mapping[str, Fact]) -> Finding:
    if not comparable((text.unit, other.unit)):
        return _finding(
            text, (other,), RULE, "unverifiable", "note", explain.disagrees(text, other, (), [UNITS])
        )
    doubts = tuple(_doubts(text, other, by_id))
    severity = severity_of("strict", doubts)
    return _finding(text, (other,), RULE, "violated", severity, explain.disagrees(text, other, (), doubts))


def _doubts(text: Fact, other: Fact, by_id: Mapping[str, Fact]) -> Iterator[Explanation]:
    # 余 and 多 are a bound that an exact figure may break: being approximate is no doubt here.
    if not sure((text, other)):
        yield UNSURE
    if not same_unit((text.unit, other.unit)):
        yield UNITS
    if min(text.coded, other.coded) < SURE_CODE:
        yield _CODE
    if names(text) > 1:
        yield _SEVERAL
    if any(f.part_of == text.id and meaning(f).meets(meaning(other)) for f in by_id.values()):
        yield _SCOPE


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
