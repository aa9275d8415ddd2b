"""Canonical codes of channel mentions."""

from __future__ import annotations

import re
from functools import cache

from gdie.facts.regions import regions_of
from gdie.pipeline import kinds
from gdie.text.view import normalise

_PARENT = ".parent"
_GOVERNMENT = re.compile(r"([省市区县州盟旗])(?:人民)?政府")


@cache
def channel_code(text: str) -> str | None:
    """The code of a mention as printed, in any script; None where it has none."""
    return kinds.channel_code(normalise(text).text.lower())


@cache
def code_of_reporter(text: str, reporter: str) -> str | None:
    """The code of a mention in the report of an agency (its folded name): 市政府门户网站 is a bureau's parent site, the city's own one."""
    code = channel_code(text)
    if code is None or not code.endswith(_PARENT):
        return code
    regions = regions_of(reporter)
    site = _GOVERNMENT.search(normalise(text).text)
    own = bool(site and regions and regions[-1].level == site[1])
    governs = bool(regions) and re.match("(?:人民)?政府", reporter[regions[-1].end :]) is not None
    return code.removesuffix(_PARENT) if own and governs else code
