"""Which units count the same things (field guide 3.3), as data with its two questions."""

from __future__ import annotations

from collections.abc import Iterable

_FOLD = str.maketrans(
    "條場個冊張戶項種類處臺貳門幀屆輪則塊欄組幾樁", "条场个册张户项种类处台贰门帧届轮则块栏组几桩"
)

# Written differently, counted alike.
_SAME: tuple[frozenset[str], ...] = (
    frozenset("件宗起例桩"),
    frozenset("人名位"),
    frozenset("册本"),
)
# Counted differently, but a report may well add them up (新闻740条、图片229幅): a sum that closes is good, one that
# does not is no proof of an error. 个 and 项 stand for anything.
_KIN: tuple[frozenset[str], ...] = (
    frozenset("件宗起例桩条篇幅份期则个项部张本册封通块版帖组套种类栏批案") | {"件次", "条次", "宗次"},
    frozenset("人名位个") | {"人次"},
    frozenset("次场期届轮回个项批班") | {"场次", "批次", "件次", "条次", "项次", "期次", "班次"},
    frozenset("家户个处所座间"),
    frozenset("个台部辆套"),
)
_CASES = _SAME[0]


def fold(unit: str) -> str:
    """The unit in simplified script."""
    return unit.translate(_FOLD)


def same_unit(units: Iterable[str | None]) -> bool:
    """True where all units count alike. An unknown one (bare figures of a table) does not stand against it."""
    known = {fold(u) for u in units if u}
    return len(known) <= 1 or any(known <= group for group in _SAME)


def comparable(units: Iterable[str | None]) -> bool:
    """True where figures of these units may be parts of one total, if not for certain (条 and 篇, but not 次 and 元)."""
    known = {fold(u) for u in units if u}
    return len(known) <= 1 or any(known <= group for group in _KIN)


def counts_cases(unit: str | None) -> bool:
    """True for units of requests and cases, each of which comes by one way only; an item of news may go by several."""
    return unit is not None and fold(unit) in _CASES
