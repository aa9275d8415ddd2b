"""Brackets of a text: pairs with the nesting respected, also where one is missing."""

from __future__ import annotations

from collections.abc import Iterator

_PAIRS = {"(": ")", "[": "]", "【": "】", "〔": "〕"}


def pairs(text: str, start: int, end: int) -> Iterator[tuple[int, int, bool]]:
    """Start and end of each bracket of `[start, end)`, outer ones before those in them, and whether it is closed.

    One that is never closed ends with its line.
    """
    open_at: dict[str, list[int]] = {closing: [] for closing in _PAIRS.values()}
    found: list[tuple[int, int, bool]] = []
    for at in range(start, end):
        character = text[at]
        if character in _PAIRS:
            open_at[_PAIRS[character]].append(at)
        elif open_at.get(character):
            found.append((open_at[character].pop(), at + 1, True))
    found += [_unclosed(text, at, end) for places in open_at.values() for at in places]
    yield from sorted(found, key=lambda pair: (pair[0], -pair[1]))


def _unclosed(text: str, start: int, end: int) -> tuple[int, int, bool]:
    line_end = text.find("\n", start, end)
    stop = end if line_end < 0 else line_end
    return start, start + len(text[start:stop].rstrip()), False
