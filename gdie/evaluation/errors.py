"""The errors of an extraction, one by one, grouped by kind and with the text around them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from gdie.evaluation.claims import Claim, Field
from gdie.evaluation.compared import Compared
from gdie.evaluation.facts import Pair

AROUND = 60
KINDS = (
    "missed figure",
    "spurious figure",
    "figure cut wrongly",
    "wrong value",
    "unit",
    "approx",
    "category missing",
    "category superfluous",
    "category too short",
    "category too long",
    "category other",
    "column",
    "channel",
    "period",
    "agency",
    "part_of",
    "share_of",
    "status",
    "source",
)
_BY_FIELD = {
    "value": "wrong value",
    "value_max": "wrong value",
    "unit": "unit",
    "approx": "approx",
    "column": "column",
    "channel_code": "channel",
    "period": "period",
    "agency": "agency",
    "part_of": "part_of",
    "share_of": "share_of",
    "status": "status",
    "source": "source",
}


@dataclass(frozen=True)
class FactError:
    """One error: the figure with up to `AROUND` characters on each side, and what gold and prediction say (None: nothing)."""

    kind: str
    document: str
    start: int
    before: str
    figure: str
    after: str
    gold: str | None
    predicted: str | None
    confidence: float | None

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        return asdict(self)


def find_errors(items: Iterable[Compared], fields: Sequence[Field]) -> list[FactError]:
    """All errors in the given fields, by kind in the order of `KINDS`, then in text order."""
    errors = [error for item in items for error in _errors(item, fields)]
    return sorted(errors, key=lambda e: KINDS.index(e.kind))


def _errors(item: Compared, fields: Sequence[Field]) -> Iterator[FactError]:
    lone = [p.predicted for p in item.pairs if p.gold is None and p.predicted is not None]
    cut: set[int] = set()
    for pair in item.pairs:
        if pair.predicted is None and pair.gold is not None:
            other = next((i for i, c in enumerate(lone) if i not in cut and _overlap(c, pair.gold)), None)
            if other is None:
                yield _error(item, "missed figure", pair.gold, _figure(item, pair.gold), None)
            else:
                cut.add(other)
                found = lone[other]
                yield _error(
                    item,
                    "figure cut wrongly",
                    pair.gold,
                    _figure(item, pair.gold),
                    _figure(item, found),
                    found,
                )
        elif pair.gold is not None and pair.predicted is not None:
            yield from _of_matched(item, pair, pair.gold, pair.predicted, fields)
    for i, claim in enumerate(lone):
        if i not in cut:
            yield _error(item, "spurious figure", claim, None, _figure(item, claim), claim)


def _of_matched(
    item: Compared, pair: Pair, gold: Claim, predicted: Claim, fields: Sequence[Field]
) -> Iterator[FactError]:
    for field in fields:
        if pair.agrees(field):
            continue
        if field.name == "category":
            kind: str | None = _category_kind(gold.category, predicted.category)
        else:
            kind = _BY_FIELD.get(field.name)
        if kind is not None:
            wanted, found = _words(item, field.read(gold)), _words(item, field.read(predicted))
            yield _error(item, kind, gold, wanted, found, predicted)


def _category_kind(gold: str | None, predicted: str | None) -> str:
    if predicted is None:
        return "category missing"
    if gold is None:
        return "category superfluous"
    if predicted in gold:
        return "category too short"
    return "category too long" if gold in predicted else "category other"


def _words(item: Compared, value: Any) -> str | None:
    """A field's value for people: places as the words there, periods and codes joined."""
    match value:
        case None:
            return None
        case (int(start), int(end)):
            return item.text[start:end]
        case (start, end):
            return f"{start or '…'} – {end or '…'}"
        case frozenset():
            return ", ".join(sorted(value))
        case _:
            return str(value)


def _error(
    item: Compared,
    kind: str,
    place: Claim,
    gold: str | None,
    found: str | None,
    predicted: Claim | None = None,
) -> FactError:
    return FactError(
        kind,
        item.name,
        place.start,
        item.text[max(0, place.start - AROUND) : place.start],
        _figure(item, place),
        item.text[place.end : place.end + AROUND],
        gold,
        found,
        None if predicted is None else round(predicted.confidence, 3),
    )


def _figure(item: Compared, claim: Claim) -> str:
    return item.text[claim.start : claim.end]


def _overlap(a: Claim, b: Claim) -> bool:
    return a.start < b.end and b.start < a.end
