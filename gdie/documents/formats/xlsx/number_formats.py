"""Numbers as a spreadsheet shows them (ECMA-376 part 1, 18.8.31), with what only looks different left out.

Dates of formats without Chinese characters come as `2023-05-01`, since their order depends on the reader's settings; a negative number has
a minus sign even where the format marks it by brackets or colour alone; numbers are never shown by powers of ten or in Chinese numerals.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import cached_property, lru_cache
from typing import Literal

from gdie.documents.formats.xlsx.dates import date_as_shown
from gdie.documents.vocabulary import words

_EXACT = Context(prec=400, rounding=ROUND_HALF_UP)
_NUMBER = re.compile(r"[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]{1,3})?$")
_WHOLE = re.compile(r"-?[0-9]+$")
_LONGEST_NUMBER, _LONGEST_CODE = 60, 255
_DIGITS = 15  # a spreadsheet keeps no more
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|[\\!](?P<escaped>.)|[_*].|\[(?P<bracket>[^\]]*)\]|(?P<general>General|G/通用格式|G/標準)'
    r"|(?P<half>上午/下午|AM/PM|A/P)|(?P<power>[eE][-+][0#?]+)|(?P<date>[yY]+|[mM]+|[dD]+|[hH]+|[sS]+(?:\.0+)?|aaaa?|(?<![a-zA-Z])e+(?![a-zA-Z]))"
    r"|(?P<digit>[0#?])|(?P<other>.)",
    re.DOTALL,
)
_CONDITION = re.compile(r"(<=|>=|<>|=|<|>)\s*(-?[0-9.]{1,30})$")
_CURRENCY = re.compile(r"\$([^-]*)(?:-.*)?$")
_ELAPSED = re.compile(r"(?:h+|m+|s+)$", re.IGNORECASE)

Kind = Literal[
    "literal",
    "digit",
    "point",
    "comma",
    "percent",
    "general",
    "power",
    "text",
    "date",
    "half",
    "elapsed",
    "slash",
]
Token = tuple[Kind, str]


@dataclass(frozen=True)
class _Section:
    """One of the up to four parts of a format; `condition`: sign and number that it holds for."""

    tokens: tuple[Token, ...]
    condition: tuple[str, Decimal] | None = None

    def has(self, *kinds: Kind) -> bool:
        """Whether a token is of one of these kinds."""
        return not self._kinds.isdisjoint(kinds)

    @cached_property
    def _kinds(self) -> frozenset[Kind]:
        return frozenset(kind for kind, _ in self.tokens)


@lru_cache(maxsize=1)
def built_in_formats() -> dict[int, str]:
    """The number formats that a workbook need not spell out, by their ids."""
    table = words("formats/xlsx/number_formats")["built_in"]
    return {int(number): code for number, code in table.items()}


def number_as_shown(raw: str, code: str, from_1904: bool = False) -> str:
    """The number of a cell (`0.356`) in its number format (`0.0%`), as read: `35.6%`. What is no number comes back as it is."""
    raw = raw.strip()
    if code == "General" and len(raw) <= _LONGEST_NUMBER and _WHOLE.match(raw):
        return _whole(raw)
    if len(raw) > _LONGEST_NUMBER or not _NUMBER.match(raw):
        return raw
    value = Decimal(f"{float(raw):.{_DIGITS}g}")
    if not value.is_finite():
        return raw
    sections = _sections(code if len(code) <= _LONGEST_CODE else "General")
    number, section = _section_for(value, sections)
    if section.has("date", "half", "elapsed"):
        shown = date_as_shown(float(raw), section.tokens, from_1904)
        return _general(raw, value) if shown is None else shown
    parts = _rendered(abs(value), section, raw)
    if parts is None:
        return _general(raw, value)
    if value < 0 and any(c in "123456789" for c in parts):
        parts = _with_minus(parts, section, own_sign=number == 1 and section.condition is None)
    return " ".join(parts.split())


def text_as_shown(text: str, code: str) -> str:
    """The text of a cell in its number format, which may add words (`@"件"`)."""
    if "@" not in code or code in ("@", "General") or len(code) > _LONGEST_CODE:
        return text
    sections = _sections(code)
    section = sections[3] if len(sections) > 3 else sections[-1]
    if not section.has("text"):
        return text
    return "".join(
        text if kind == "text" else words for kind, words in section.tokens if kind in ("text", "literal")
    )


def _section_for(value: Decimal, sections: tuple[_Section, ...]) -> tuple[int, _Section]:
    numeric = sections[:3]
    if any(s.condition for s in numeric):
        for i, section in enumerate(numeric):
            if section.condition is None or _holds(value, *section.condition):
                return i, section
        return 0, _Section((("general", ""),))
    # A format for texts alone shows numbers as they are.
    if len(sections) == 1 and sections[0].has("text") and not sections[0].has("digit"):
        return 0, _Section((("general", ""),))
    if value < 0 and len(numeric) > 1:
        return 1, numeric[1]
    if value == 0 and len(numeric) > 2:
        return 2, numeric[2]
    return 0, numeric[0]


def _holds(value: Decimal, sign: str, bound: Decimal) -> bool:
    order = (value > bound) - (value < bound)
    return order in {"<": (-1,), "<=": (-1, 0), "=": (0,), ">=": (0, 1), ">": (1,), "<>": (-1, 1)}[sign]


@lru_cache(maxsize=512)
def _sections(code: str) -> tuple[_Section, ...]:
    sections: list[_Section] = []
    tokens: list[Token] = []
    condition: tuple[str, Decimal] | None = None
    for match in _TOKEN.finditer(code):
        if match["other"] == ";":
            sections.append(_Section(tuple(tokens), condition))
            tokens, condition = [], None
        elif match["bracket"] is not None:
            if found := _CONDITION.match(match["bracket"]):
                condition = _condition(*found.groups()) or condition
            elif found := _CURRENCY.match(match["bracket"]):
                tokens.append(("literal", found[1]))
            elif _ELAPSED.match(match["bracket"]):
                tokens.append(("elapsed", match["bracket"].lower()))
        elif token := _token(match):
            tokens.append(token)
    sections.append(_Section(tuple(tokens), condition))
    return tuple(sections)


def _condition(sign: str, bound: str) -> tuple[str, Decimal] | None:
    return (sign, Decimal(bound)) if _NUMBER.match(bound) else None


def _token(match: re.Match[str]) -> Token | None:
    words = match.group()
    if match["quoted"] is not None or match["escaped"] is not None:
        return "literal", match["quoted"] or match["escaped"] or ""
    named: tuple[Kind, ...] = ("general", "half", "power", "date", "digit")
    for kind in named:
        if match[kind] is not None:
            return kind, words.lower() if kind == "date" else words
    signs: dict[str, Kind] = {".": "point", ",": "comma", "%": "percent", "@": "text", "/": "slash"}
    if match["other"] is None:
        return None
    return signs.get(words, "literal"), words


def _rendered(value: Decimal, section: _Section, raw: str) -> str | None:
    """The number without its sign; None where its format is none for a plain number."""
    tokens = list(section.tokens)
    if section.has("power") or (section.has("slash") and section.has("digit")):
        return None
    if section.has("general"):
        return "".join(
            _general(raw.lstrip("-"), value) if k == "general" else w
            for k, w in tokens
            if k in ("general", "literal")
        )
    if not section.has("digit"):
        return "".join(
            words for kind, words in tokens if kind in ("literal", "point", "comma", "slash", "percent")
        )
    digits = [i for i, (kind, _) in enumerate(tokens) if kind == "digit"]
    point = next((i for i, (kind, _) in enumerate(tokens) if kind == "point"), len(tokens))
    whole = [i for i in digits if i < point]
    decimals = [i for i in digits if i > point]
    last = whole[-1] if whole else -1
    # A comma between digits groups them by thousands, one behind the last of them divides by a thousand.
    commas = [i for i, (kind, _) in enumerate(tokens) if kind == "comma"]
    grouped = any(whole[0] < i < last for i in commas) if whole else False
    scale = sum(1 for i in commas if i > digits[-1] or (whole and last < i < point))
    percents = sum(1 for kind, _ in tokens if kind == "percent")
    value = _EXACT.scaleb(value, 2 * percents - 3 * scale)
    value = _EXACT.quantize(value, Decimal(1).scaleb(-len(decimals)))
    integer, _, fraction = f"{value:f}".partition(".")
    filled = _fill_whole(tokens, whole, integer, grouped) | _fill_decimals(tokens, decimals, fraction)
    out = []
    for i, (kind, printed) in enumerate(tokens):
        if kind == "digit":
            out.append(filled[i])
        elif kind == "point":
            if i == point and not whole:
                out.append(integer)
            out.append("." if i != point or any(filled[j].strip() for j in decimals) else "")
        elif kind in ("literal", "percent", "slash"):
            out.append(printed)
    return "".join(out)


def _fill_whole(tokens: list[Token], places: list[int], integer: str, grouped: bool) -> dict[int, str]:
    """The digits before the point on their places from the right; the first place takes all that are left."""
    left = integer if integer != "0" else ""
    filled: dict[int, str] = {}
    count = 0

    def grouping(digit: str) -> str:
        nonlocal count
        count += 1
        return digit + "," if grouped and count > 1 and count % 3 == 1 else digit

    for i in reversed(places):
        digit, left = left[-1:], left[:-1]
        if not digit:
            digit = {"0": "0", "?": " "}.get(tokens[i][1], "")
        filled[i] = grouping(digit) if digit.strip() else digit
    if places:
        filled[places[0]] = "".join(reversed([grouping(d) for d in reversed(left)])) + filled[places[0]]
    return filled


def _fill_decimals(tokens: list[Token], places: list[int], fraction: str) -> dict[int, str]:
    """The digits behind the point; zeros at the end only where the format wants them."""
    filled = dict(zip(places, fraction, strict=True))
    for i in reversed(places):
        if filled[i] != "0" or tokens[i][1] == "0":
            break
        filled[i] = ""
    return filled


def _with_minus(shown: str, section: _Section, own_sign: bool) -> str:
    if own_sign:
        literals = "".join(words for kind, words in section.tokens if kind == "literal")
        if any(sign in literals for sign in "-－−"):
            return shown
        if "(" in literals and ")" in literals:
            shown = shown.replace("(", "", 1)[::-1].replace(")", "", 1)[::-1]
    return "-" + shown.lstrip()


def _general(raw: str, value: Decimal) -> str:
    """A number without a format: all its digits before the point, about ten in all, no power of ten."""
    if _WHOLE.match(raw):
        return _whole(raw)
    size = value.adjusted()
    if not -30 < size < 40:
        return raw
    places = max(2, 9 - max(size, 0)) if size > -5 else 5 - size
    shown = f"{_EXACT.quantize(value, Decimal(1).scaleb(-places)):f}"
    return shown.rstrip("0").rstrip(".") if "." in shown else shown


def _whole(raw: str) -> str:
    digits = raw.lstrip("-").lstrip("0") or "0"
    return f"-{digits}" if raw.startswith("-") and digits != "0" else digits
