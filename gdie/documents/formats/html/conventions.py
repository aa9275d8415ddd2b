"""The conventions of `html.toml`, loaded once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from gdie.documents.vocabulary import words


@dataclass(frozen=True)
class Conventions:
    """Sets are of small letters; patterns are for lines without blanks."""

    unshown: frozenset[str]
    blocks: frozenset[str]
    content: frozenset[str]
    chrome: frozenset[str]
    box_label: re.Pattern[str]
    strong_label: re.Pattern[str]
    box: dict[str, frozenset[str]]
    meta: dict[str, tuple[str, ...]]
    controls: re.Pattern[str]
    about: re.Pattern[str]
    around: re.Pattern[str]
    stand_in: re.Pattern[str]
    sure: re.Pattern[str]
    report: re.Pattern[str]


def _any(patterns: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{p})" for p in patterns))


def _label(labels: list[str]) -> re.Pattern[str]:
    spelled = "|".join(sorted(labels, key=len, reverse=True))
    return re.compile(rf"[【\[]?({spelled})[】\]]?(?:[:：]|$)")


@cache
def conventions() -> Conventions:
    """The conventions of Chinese government sites."""
    data = words("formats/html/html")
    box, lines = data["box"], data["lines"]
    return Conventions(
        unshown=frozenset(data["unshown"]),
        blocks=frozenset(data["blocks"]),
        content=frozenset(data["content"]),
        chrome=frozenset(data["chrome"]),
        box_label=_label(box["strong"] + box["weak"]),
        strong_label=_label(box["strong"]),
        box={name: frozenset(box[name]) for name in ("number", "agency", "title", "published")},
        meta={name: tuple(names) for name, names in data["meta"].items()},
        controls=_any(lines["controls"]),
        about=_any(lines["about"]),
        around=_any(lines["around"]),
        stand_in=_any(lines["stand_in"]),
        sure=_any(lines["sure"]),
        report=_any(lines["report"]),
    )
