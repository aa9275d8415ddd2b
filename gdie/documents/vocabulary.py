"""The data files of this room, read once."""

from __future__ import annotations

import sys
from functools import cache
from importlib import resources
from typing import Any

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib


@cache
def words(name: str) -> dict[str, Any]:
    """The data of `<name>.toml`, a path below this room (`formats/html/html`); not to be changed."""
    text = resources.files("gdie.documents").joinpath(f"{name}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
