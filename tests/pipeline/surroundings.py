"""Figures with invented surroundings, for the tests of what links them to indicators."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from gdie.pipeline.link_features import Surroundings

_PLAIN = Surroundings(
    category="申请",
    before="我局共收到申请",
    ahead="我局共收到",
    after="。",
    heading="依申请公开情况",
    lead="我局共收到申请",
    channel=None,
    unit="件",
    year=2015,
    kind="text+",
)


def figure(category: str = "申请", **more: Any) -> Surroundings:
    """A plain figure of prose, changed as told."""
    return replace(_PLAIN, category=category, **more)
