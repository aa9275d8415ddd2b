"""What happens to labels: typos, blanks, other numbering, other punctuation, lost quotes."""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import replace

from gdie.indicators.forms import Form, FormRow, load_indicators
from gdie.training.forms.wording import wording

Spoil = Callable[[FormRow], FormRow]

# Below this length a label has too few characters left to be known by.
LONG_ENOUGH = 6
# The share of typos that are of the listed kind, where a label has a word for one.
USUAL = 0.75
_CHINESE = "一二三四五六七八九十"
_HALF = str.maketrans("（），：；", "(),:;")
_QUOTES = str.maketrans("", "", "“”《》")


def bare(text: str) -> str:
    """A label without blanks, quotes and punctuation, for comparison."""
    return "".join(c for c in unicodedata.normalize("NFKC", text) if c.isalnum())


def distance(left: str, right: str) -> int:
    """Edit distance (Levenshtein)."""
    row = list(range(len(right) + 1))
    for i, a in enumerate(left, start=1):
        above, row[0] = row[0], i
        for j, b in enumerate(right, start=1):
            above, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, above + (a != b))
    return row[-1]


def names_of(form: Form) -> frozenset[str]:
    """Every name that stands for something in the form: labels, headings, columns, and other names of its indicators."""
    known = load_indicators()
    names: set[str] = set()
    for block in form.blocks:
        for row in block.rows:
            names.add(row.label)
            if row.code:
                names |= {known[row.code].label, *known[row.code].synonyms}
        if block.axis:
            names |= {column.label for column in block.axis.columns}
    return frozenset(map(bare, names))


def mistyped(label: str, others: Iterable[str], rng: random.Random) -> str:
    """The label with one typo. It stays nearer to itself than to every one of `others`, or nothing is changed."""
    words = wording()["typos"]
    usual = [label.replace(right, wrong, 1) for right, wrong in words["pairs"] if right in label]
    found: list[str] = []
    if len(label) >= LONG_ENOUGH:
        for place, character in enumerate(label[1:], start=1):
            if character in words["dropped"]:
                found.append(label[:place] + label[place + 1 :])
        place = rng.randrange(1, len(label))
        if label[place].isalpha():
            found.append(label[: place + 1] + label[place:])
    rng.shuffle(usual)
    rng.shuffle(found)
    found = usual + found if rng.random() < USUAL else found + usual
    rest = [other for other in others if other != bare(label)]
    return next((typo for typo in found if _safe(typo, label, rest)), label)


def _safe(typo: str, label: str, others: list[str]) -> bool:
    # A digit that moves to the end of a label would run into the figure.
    if re.search(r"\d\W*$", typo) or typo == label:
        return False
    typed = bare(typo)
    own = distance(typed, bare(label))
    # Names that differ so much in length need no closer look.
    near = (other for other in others if abs(len(other) - len(typed)) <= own)
    return all(distance(typed, other) > own for other in near)


def respaced(label: str, rng: random.Random) -> str:
    """The label with blanks inside: one somewhere, or in a short one between all characters."""
    blank = rng.choice((" ", " ", "\u3000"))
    if len(label) <= 4 and rng.random() < 0.5:
        return blank.join(label)
    for _ in range(rng.choice((1, 1, 2))):
        # A blank next to a digit would make a figure of it.
        places = [p for p in range(1, len(label)) if label[p - 1].isalpha() and label[p].isalpha()]
        if places:
            place = rng.choice(places)
            label = label[:place] + blank + label[place:]
    return label


def numbering(rng: random.Random) -> Spoil:
    """One other manner of numbers for a whole document."""
    lost = rng.random() < 0.25
    first = rng.choice(("{}.", "{}．", "{}、", "{}、 "))
    second = rng.choice(("({})", "({})", "（{}） ", "{}、", "（{}）、"))
    third = rng.choice(("{}、", "{}．", "{}. ", "（{}）", "{}）", "wide"))

    def renumber(row: FormRow) -> FormRow:
        number = row.number
        if lost or not number:
            return replace(row, number="")
        inner = "".join(c for c in number if c in _CHINESE or c.isdigit())
        if number.endswith("、"):
            return replace(row, number=first.format(inner))
        if number.startswith("（"):
            return replace(row, number=second.format(inner))
        if third == "wide":
            return replace(row, number=_wide(inner) + "．")
        return replace(row, number=third.format(inner))

    return renumber


def _wide(digits: str) -> str:
    return digits.translate({ord("0") + i: ord("０") + i for i in range(10)})


def half_width(text: str) -> str:
    """Punctuation in half width."""
    return text.translate(_HALF)


def unquoted(text: str) -> str:
    """Quotes and title marks dropped."""
    return text.translate(_QUOTES)


def over_text(change: Callable[[str], str]) -> Spoil:
    """A change of the words of a label; the number stays."""
    return lambda row: replace(
        row, lead=change(row.lead), label=change(row.label), note=change(row.note), number=row.number
    )
