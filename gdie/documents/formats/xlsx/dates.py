"""Dates and times of day as a spreadsheet shows them."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence

_CHINESE = re.compile(r"[\u3400-\u9fff]")
_LAST = 2_958_466  # 10000-01-01
_WEEKDAYS = "一二三四五六日"


def date_as_shown(serial: float, tokens: Sequence[tuple[str, str]], from_1904: bool) -> str | None:
    """The moment that a serial number stands for, in the tokens of its number format; None for a number that is no date."""
    if any(kind == "elapsed" for kind, _ in tokens):
        return _elapsed(serial, tokens)
    moment = _moment(serial, from_1904)
    if moment is None:
        return None
    parts = _months_and_minutes(tokens)
    if serial < 1 and not from_1904 and any(kind in ("y", "m", "d", "a") for kind, _ in parts):
        return None  # day 0, shown as 1900-01-00: an empty date
    chinese = any(kind == "literal" and _CHINESE.search(words) for kind, words in parts)
    if chinese or any(kind == "a" for kind, _ in parts):
        return "".join(_part(kind, words, moment, parts) for kind, words in parts).strip()
    return _iso(moment, {kind for kind, _ in parts})


def _moment(serial: float, from_1904: bool) -> datetime.datetime | None:
    if not 0 <= serial < _LAST:
        return None
    if from_1904:
        first = datetime.datetime(1904, 1, 1)
    else:
        # Spreadsheets believe that there was a 29 February 1900, their day 60.
        first = datetime.datetime(1899, 12, 31 if serial < 60 else 30)
    return first + datetime.timedelta(days=int(serial), seconds=round(serial % 1 * 86_400))


def _months_and_minutes(tokens: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """The tokens by what they stand for: y, m (month), n (minute), d, h, s, a (day of the week), half (of the day), literal."""
    parts = [
        (words[0].replace("e", "y") if kind == "date" else kind, words)
        for kind, words in tokens
        if kind != "elapsed"
    ]
    timed = [i for i, (kind, _) in enumerate(parts) if kind in ("y", "m", "d", "h", "s", "a")]
    for k, i in enumerate(timed):
        before = parts[timed[k - 1]][0] if k else ""
        behind = parts[timed[k + 1]][0] if k + 1 < len(timed) else ""
        if parts[i][0] == "m" and (before == "h" or behind == "s"):
            parts[i] = ("n", parts[i][1])
    return parts


def _part(kind: str, words: str, moment: datetime.datetime, parts: Sequence[tuple[str, str]]) -> str:
    width = min(len(words), 2)
    if kind == "y":
        return f"{moment.year % 100:02}" if words == "yy" else f"{moment.year}"
    if kind == "d" and len(words) > 2:
        return f"星期{_WEEKDAYS[moment.weekday()]}"
    if kind == "a":
        return ("星期" if len(words) == 4 else "") + _WEEKDAYS[moment.weekday()]
    if kind == "half":
        return "上午" if moment.hour < 12 else "下午"
    hour = moment.hour if all(k != "half" for k, _ in parts) else (moment.hour + 11) % 12 + 1
    numbers = {"m": moment.month, "d": moment.day, "h": hour, "n": moment.minute, "s": moment.second}
    if kind in numbers:
        return f"{numbers[kind]:0{width}}"
    return words if kind in ("literal", "slash", "point", "comma") else ""


def _iso(moment: datetime.datetime, kinds: set[str]) -> str:
    date = [
        text
        for kind, text in (("y", f"{moment.year:04}"), ("m", f"{moment.month:02}"), ("d", f"{moment.day:02}"))
        if kind in kinds
    ]
    time = [
        text
        for kind, text in (
            ("h", f"{moment.hour:02}"),
            ("n", f"{moment.minute:02}"),
            ("s", f"{moment.second:02}"),
        )
        if kind in kinds
    ]
    return " ".join(filter(None, ("-".join(date), ":".join(time))))


def _elapsed(serial: float, tokens: Sequence[tuple[str, str]]) -> str | None:
    if not 0 <= serial < _LAST:
        return None
    seconds = round(serial * 86_400)
    unit = next(words[0] for kind, words in tokens if kind == "elapsed")
    shown = {word[0] for kind, word in tokens if kind == "date"}
    if unit == "s":
        return str(seconds)
    if unit == "m":
        return f"{seconds // 60}:{seconds % 60:02}" if "s" in shown else str(seconds // 60)
    parts = [str(seconds // 3600)]
    parts += [f"{seconds // 60 % 60:02}"] if "m" in shown or "s" in shown else []
    parts += [f"{seconds % 60:02}"] if "s" in shown else []
    return ":".join(parts)
