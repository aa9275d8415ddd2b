"""Reports that an earlier run saved."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any


class NoReport(ValueError):
    """A file that holds no saved report; the message names it."""


def read_report(path: Path) -> dict[str, Any]:
    """A report that `gdie evaluate --json` saved. Raises `NoReport`."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise NoReport(f"{path}: is no JSON ({error}); give a file written with --json") from None
    if not isinstance(data, dict) or data.get("kind") not in ("documents", "devset", "curve"):
        raise NoReport(f"{path}: holds no saved report; write it again with gdie evaluate --json")
    return data
