"""Rates: the share of some in all can't be more than 100 % (field guide C9)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from gdie.facts.model import Fact
from gdie.indicators import load_change_words
from gdie.reconcile import explain
from gdie.reconcile.doubts import UNSURE, sure
from gdie.reconcile.meaning import number
from gdie.reconcile.model import Explanation, Finding

RULE = "C9"


def rate_findings(facts: Iterable[Fact]) -> Iterator[Finding]:
    """One finding for each share and named rate over 100 %. Percentages of which it is not known what they are do not count,
    nor what says how something changed or how far a plan was fulfilled."""
    yield from (_over_100(f) for f in facts if _is_over_100(f))


def _is_over_100(fact: Fact) -> bool:
    if (
        fact.kind != "percent"
        or fact.unit not in ("%", "％")
        or fact.value <= 100
        or fact.status != "reported"
    ):
        return False
    named = (fact.category.text if fact.category else "") + (fact.column or "")
    rate = bool(fact.shares) or named.endswith("率")
    return rate and not any(word in named + fact.text for word in ("番", *load_change_words().beyond_100))


def _over_100(fact: Fact) -> Finding:
    printed = explain.quoted(fact)
    line = Explanation(f"{printed} is a rate of more than 100 %", f"{printed}超过100%，比率不应大于100%")
    doubts = [] if sure((fact,)) else [UNSURE]
    return Finding(
        doc=fact.doc,
        id="",
        kind="ratio",
        total=None,
        parts=(fact.id,),
        stated=number(fact),
        computed=None,
        verdict="violated",
        severity="warning" if doubts else "error",
        rule=RULE,
        explanation=explain.share_ending(line, doubts=doubts),
    )
