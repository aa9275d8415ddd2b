"""In how many ways the digits of a glued row can be cut into its figures."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

ENOUGH = 2
"""Counting stops here: more than one way is all that matters."""


@lru_cache(maxsize=20000)
def ways(digits: str, width: int, summed: bool) -> int:
    """How many cuts into `width` numbers without leading zeros there are, at most `ENOUGH`.

    With `summed` the last number must be the sum of the others.
    """
    if not summed:
        return _cuts(digits, width, None)
    found = 0
    for start in range(width - 1, len(digits)):
        if _number(digits[start:]):
            found += _cuts(digits[:start], width - 1, int(digits[start:]))
            if found >= ENOUGH:
                return ENOUGH
    return found


def group_ways(digits: str, widths: Sequence[int], summed: bool) -> int:
    """The same for several groups in one run of digits, each with its own total."""
    if len(widths) == 1:
        return ways(digits, widths[0], summed)
    found = 0
    rest = sum(widths[1:])
    for end in range(widths[0], len(digits) - rest + 1):
        first = ways(digits[:end], widths[0], summed)
        if first:
            found += first * group_ways(digits[end:], widths[1:], summed)
            if found >= ENOUGH:
                return ENOUGH
    return found


def _number(text: str) -> bool:
    return text == "0" or not text.startswith("0")


def _cuts(digits: str, width: int, total: int | None) -> int:
    if width == 0:
        return int(not digits and not total)
    found = 0
    for end in range(1, len(digits) - width + 2):
        if not _number(digits[:end]):
            break
        value = int(digits[:end])
        if total is not None and value > total:
            break
        found += _cuts(digits[end:], width - 1, None if total is None else total - value)
        if found >= ENOUGH:
            return ENOUGH
    return found
