"""Facts for the tests of outputs, in one line each: `fact("146件", "request.received.total", during="2014")`."""

from typing import Any

from gdie.facts import AgencyOf, Fact, Mention, PeriodOf
from tests.fact_values import fact_values

AGENCY = "白云县水务局"


def period(during: str | None) -> PeriodOf | None:
    """`2014` is the year, `2014-01-01/2014-06-30` a time, `/2014-12-31` open before, `?` words that tell no time."""
    if during is None:
        return None
    if during == "?":
        return PeriodOf("近年来", None, None)
    if "/" not in during:
        return PeriodOf(f"{during}年", f"{during}-01-01", f"{during}-12-31")
    start, end = during.split("/")
    return PeriodOf("期间", start or None, end or None)


def fact(figure: str, code: str | None, during: str | None = "2014", **more: Any) -> Fact:
    """A fact of a report of `AGENCY`; `name` and `scope` are its owner's."""
    start = more.pop("at", 10)
    name, scope = more.pop("name", AGENCY), more.pop("scope", "agency")
    values = fact_values(figure, start) | {
        "category": Mention("某项", 0, 2, code),
        "period": period(during),
        "agency": AgencyOf(None, name, scope),
        "confidence": 0.9,
    }
    return Fact(**(values | more))
