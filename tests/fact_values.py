"""The fields of a made-up fact, to be overlaid with what a test is about."""

from typing import Any

from gdie.facts import AgencyOf, PeriodOf
from gdie.text.numerals import parse_quantity


def fact_values(figure: str, start: int) -> dict[str, Any]:
    """What the figure itself says, and plain values for the rest."""
    quantity = parse_quantity(figure)
    return {
        "doc": "report",
        "id": f"f{start}",
        "kind": quantity.kind,
        "text": figure,
        "start": start,
        "end": start + len(figure),
        "value": quantity.value,
        "value_max": quantity.value_max,
        "unit": quantity.unit,
        "approx": quantity.approx,
        "implied": False,
        "category": None,
        "channel": None,
        "column": None,
        "period": PeriodOf(None, "2014-01-01", "2014-12-31"),
        "agency": AgencyOf(None, "市质监局", "agency"),
        "part_of": None,
        "shares": (),
        "status": "reported",
        "source": "text",
        "section": "一、概述",
        "confidence": 1.0,
    }
