"""The folding tables, read once from `variants.toml` and, for the script, from OpenCC's t2s."""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import Any

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

# Where t2s can have an entry: radicals to the last ideograph block. Surrogates lie outside, OpenCC refuses
# them.
_HAN_BLOCKS = ((0x2E80, 0xD7FF), (0xF900, 0xFAFF), (0x20000, 0x323AF))


def load_toml(name: str) -> dict[str, Any]:
    """A data file of this room."""
    return tomllib.loads(resources.files("gdie.text").joinpath(name).read_text(encoding="utf-8"))


@cache
def _variants() -> dict[str, Any]:
    return load_toml("variants.toml")


def _characters(ranges: list[str]) -> Iterator[str]:
    for entry in ranges:
        first, _, last = entry.partition("-")
        yield from map(chr, range(int(first, 16), int(last or first, 16) + 1))


@cache
def invisible() -> re.Pattern[str]:
    """Runs of characters that a view drops, and CRLF."""
    return re.compile("[" + "".join(_characters(_variants()["invisible"]["ranges"])) + "]+|\r\n")


@cache
def character_shapes() -> dict[int, str]:
    """One-to-one folding of width, blanks, punctuation, radicals and compatibility ideographs (for
    str.translate)."""
    data = _variants()["characters"]
    table: dict[str, str] = {}
    for char in _characters(data["compatibility"]):
        folded = unicodedata.normalize("NFKC", char)
        if folded != char and len(folded) == 1:
            table[char] = folded
    table |= dict.fromkeys(_characters(data["blanks"]), " ")
    table |= data["radicals"] | data["single"]
    return _closed(table)


@cache
def enclosed() -> tuple[re.Pattern[str], dict[str, str]]:
    """Enclosed numbers (① ⑴ ⒈ ㈠ ❶ ㊀) and what each expands to."""
    data = _variants()["enclosed"]
    table: dict[str, str] = {}
    for char in _characters(data["bracketed"]):
        inner = unicodedata.normalize("NFKC", char).strip("()")
        value = unicodedata.numeric(char, None)
        if value is not None and (inner == char or inner.isdigit()):
            inner = str(int(value))  # ❶ and ⓵ have no compatibility mapping
        table[char] = f"({inner})"
    for char in _characters(data["dotted"]):
        table[char] = unicodedata.normalize("NFKC", char).strip(".") + "、"
    return re.compile("[" + "".join(table) + "]"), table


@cache
def script_characters() -> dict[int, str]:
    """Traditional and variant characters to simplified ones, one to one (for str.translate).

    Character by character and not by OpenCC's phrases: a phrase would make the view of a text depend on where
    the text was cut, and would leave 乾 in 乾隆 apart from 乾 elsewhere, which is no help to matching.
    """
    import opencc  # only when a text is normalised: importing this room stays cheap

    chars = [chr(code) for first, last in _HAN_BLOCKS for code in range(first, last + 1)]
    simplified = opencc.OpenCC("t2s").convert("\n".join(chars)).split("\n")
    table = {old: new for old, new in zip(chars, simplified, strict=True) if old != new and len(new) == 1}
    return _closed(table | _variants()["script"]["single"])


def script_words() -> dict[str, str]:
    """Words in which a character folds although it does not fold elsewhere."""
    words: dict[str, str] = _variants()["script"]["words"]
    return words


def _closed(table: dict[str, str]) -> dict[int, str]:
    """The table applied until nothing changes (薴 → 苧 → 苎), so that folding twice is folding once."""
    closed: dict[int, str] = {}
    for old, new in table.items():
        seen = {old}
        while new in table and new not in seen:
            seen.add(new)
            new = table[new]
        closed[ord(old)] = new
    return closed
