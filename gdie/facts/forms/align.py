"""Which row of a form a printed row is: label similarity, aligned in order, so that equal labels find their own places."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from rapidfuzz import fuzz

from gdie.documents import Cell
from gdie.facts.labels import count_of, label_key, read_label
from gdie.indicators import FormBlock, FormRow, load_indicators
from gdie.text.view import normalise

# A label of a form is recognised with a typo or a word more or less; short labels have none to spare.
_SIMILAR = 0.75
_SHORT = 3
# A label broken over lines has up to this many pieces.
_PIECES = 3
_BROKEN = 0.02
_NUMBER = 0.12
_SKIP_FIGURES = 0.35
_SKIP_HEADING = 0.03
_SKIP_FORM = 0.004


@dataclass(frozen=True)
class PrintedRow:
    """A row of a table for aligning: its label's text and key, its numbering, and whether it has figures."""

    key: str
    number: str
    level: int | None
    figures: bool


@dataclass(frozen=True)
class Pair:
    """A printed row (`pieces` are all the table rows that its label is spread over) and the form's row it is."""

    pieces: tuple[int, ...]
    form_row: int
    similarity: float


@dataclass(frozen=True)
class Alignment:
    """The pairs in order, with the score that they were chosen by."""

    pairs: tuple[Pair, ...]
    score: float


def row_names(row: FormRow) -> frozenset[str]:
    """The keys under which a form's row may be printed."""
    return _names(row.label, row.note, row.code or row.group)


@cache
def _names(label: str, note: str, code: str | None) -> frozenset[str]:
    names = {label, label + note}
    if code in load_indicators():
        names |= {load_indicators()[code].label, *load_indicators()[code].synonyms}
    return frozenset(
        key for name in names for key in (label_key(normalise(name).text), _whole(normalise(name).text))
    )


def _whole(text: str) -> str:
    return label_key(text.replace("(", "").replace(")", ""))


@lru_cache(maxsize=1 << 14)
def similarity(key: str, names: frozenset[str]) -> float:
    """How alike a printed label is to any of a row's names, 0 to 1; below what makes them the same label it is 0."""
    if key in names:
        return 1.0
    if len(key) <= _SHORT:
        return 0.0
    # 免予公开范围1 and 范围2, 同意 and 不同意 differ by one character and are not the same.
    sign = _sign(key)
    comparable = [name for name in names if len(name) > _SHORT and _sign(name) == sign]
    best = max((fuzz.ratio(key, name) / 100 for name in comparable), default=0.0)
    return best if best >= _SIMILAR else 0.0


@lru_cache(maxsize=4096)
def _sign(key: str) -> tuple[str, bool]:
    return "".join(re.findall("[0-9]+", key)), key[:1] in "不非未"


@cache
def _form_rows(block: FormBlock) -> tuple[tuple[frozenset[str], int | None, int | None, bool], ...]:
    out = []
    for row in block.rows:
        label = read_label(Cell(0, len(row.printed), row.printed))
        out.append((row_names(row), count_of(label.number), label.level, row.code is not None))
    return tuple(out)


def align(rows: Sequence[PrintedRow], block: FormBlock) -> Alignment:
    """The best order-preserving assignment of printed rows to the block's rows; either may be left over."""
    form = _form_rows(block)
    named = frozenset().union(*(names for names, *_ in form))
    n, m = len(rows), len(form)
    best = [[0.0] * (m + 1) for _ in range(n + 1)]
    step: list[list[tuple[int, float]]] = [[(-1, 0.0)] * (m + 1) for _ in range(n + 1)]
    for i in range(n + 1):
        for j in range(m + 1):
            if i == j == 0:
                continue
            choices: list[tuple[float, int, float]] = []
            if i:
                skip = _SKIP_FIGURES if rows[i - 1].figures else _SKIP_HEADING
                choices.append((best[i - 1][j] - skip, 0, 0.0))
            if j:
                choices.append((best[i][j - 1] - _SKIP_FORM, -1, 0.0))
            if i and j:
                for size in range(1, min(_PIECES, i) + 1):
                    gain, alike = _gain(rows[i - size : i], form[j - 1], named)
                    if alike:
                        choices.append((best[i - size][j - 1] + gain, size, alike))
            value, size, alike = max(choices)
            best[i][j], step[i][j] = value, (size, alike)
    return Alignment(_trace(step, n, m), best[n][m])


def _trace(step: Sequence[Sequence[tuple[int, float]]], i: int, j: int) -> tuple[Pair, ...]:
    pairs = []
    while i or j:
        size, alike = step[i][j]
        if size == -1:
            j -= 1
        elif size == 0:
            i -= 1
        else:
            pairs.append(Pair(tuple(range(i - size, i)), j - 1, alike))
            i, j = i - size, j - 1
    return tuple(reversed(pairs))


def _gain(
    pieces: Sequence[PrintedRow],
    form: tuple[frozenset[str], int | None, int | None, bool],
    named: frozenset[str],
) -> tuple[float, float]:
    """What matching these pieces of one label with a form's row is worth, and how alike they are (0: not at all).

    A label that is exactly the name of another row (`named` are all names of the block) is not a misprint of this one.
    """
    names, number, level, coded = form
    first = pieces[0]
    broken = len(pieces) > 1
    if broken and (sum(p.figures for p in pieces) > 1 or any(p.number for p in pieces[1:])):
        return 0.0, 0.0
    if broken and any(p.key in named for p in pieces):
        return 0.0, 0.0  # a whole label is no piece of one
    if not first.key:
        return 0.0, 0.0
    key = "".join(p.key for p in pieces)
    alike = similarity(key, names)
    if not alike or (alike < 1 and key in named):
        return 0.0, 0.0
    gain = alike - _BROKEN * (len(pieces) - 1)
    if number is not None and count_of(first.number) == number:
        gain += _NUMBER
    if level is not None and first.level == level:
        gain += _NUMBER / 2
    if not coded and any(p.figures for p in pieces):
        gain -= _NUMBER
    return gain, alike
