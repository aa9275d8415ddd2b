"""Canonical codes of channel mentions."""

from __future__ import annotations

from functools import cache

from gdie.pipeline import kinds
from gdie.text.view import normalise


@cache
def channel_code(text: str) -> str | None:
    """The code of a mention as printed, in any script; None where it has none."""
    return kinds.channel_code(normalise(text).text.lower())
