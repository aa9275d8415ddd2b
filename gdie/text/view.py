"""The view: a normalised copy of a text for matching and learning, with an exact map back to the source.

Evidence always refers to the source; a view is only looked at. Traditional and simplified, full-width and
half-width versions of a text have equal views. What is folded stands in `variants.toml`; the decisions that
matter downstream:

- full-width ASCII becomes half-width, punctuation included: `（），：；！？％` are `(),:;!?%` in a view. 、
  and 。 stay.
- 「」『』 become “” ‘’. En dash and minus become `-`, 〜 becomes `~`; the dash — stays (it also stands for
  "no value").
- every blank but tab and line feed becomes one ordinary space; zero-width characters vanish; CRLF and CR
  become LF.
- enclosed numbers become bracketed ones: ① (1), ㈠ (一), ⒈ 1、.
- a letter with combining marks becomes the composed letter.
- the pinyin that mirrors inject behind a character in brackets vanishes: 网(wǎng)站 is 网站.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from gdie.text import tables
from gdie.text.offsets import OffsetMap, Step, rewrite

_MARKS = (
    "\u0300-\u034e\u0350-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20dc\u302a-\u302d\u3099\u309a\ufe20-\ufe2f"
)
_TONES = str.maketrans("āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ", "aaaaeeeeiiiioooouuuuüüüü")
# A syllable in brackets right behind a Chinese character; (km) and (APP) are none.
_PINYIN = re.compile(r"(?<=[\u3400-\u9fff])\([a-zü\u0101-\u01dcàáèéìíòóùú]{2,7}\)")
_SYLLABLE = re.compile(r"(?:[bpmfdtnlgkhjqxrzcsyw]|[zcs]h)?[aeiouüv]{1,3}(?:ng?|r)?")
_COMPOSABLE = re.compile(f"[^{_MARKS}][{_MARKS}]+")


@dataclass(frozen=True)
class View:
    """A normalised text. All offsets are half-open and count code points.

    `written` is the text just before its script was folded: same length and offsets as `text`, traditional
    characters kept, everything else folded.
    """

    text: str
    source: str
    written: str
    maps: tuple[OffsetMap, ...] = ()

    def to_source(self, start: int, end: int) -> tuple[int, int]:
        """Smallest span of the source that covers `[start, end)` of the view.

        Characters that were removed right before or behind the span stay out. An empty span maps to an empty
        one, unless it lies inside an expanded character, which it then covers. Raises ValueError when out of
        range.
        """
        _check(start, end, len(self.text), "view")
        for step in reversed(self.maps):
            start, end = step.to_old(start, end)
        return start, end

    def from_source(self, start: int, end: int) -> tuple[int, int]:
        """Smallest span of the view that covers `[start, end)` of the source; empty if all of it was removed.

        Raises ValueError when out of range.
        """
        _check(start, end, len(self.source), "source")
        for step in self.maps:
            start, end = step.to_new(start, end)
        return start, end


def normalise(source: str) -> View:
    """The view of a text. Idempotent: the view of a view's text is that text, with no offset moved."""
    text = source
    maps: list[OffsetMap] = []
    for step in STEPS:
        text, moved = step(text)
        if moved is not None:
            maps.append(moved)
    return View(simplify(text), source, text, tuple(maps))


def drop_invisible(text: str) -> tuple[str, OffsetMap | None]:
    """Remove zero-width characters; CRLF becomes LF."""
    return rewrite(tables.invisible(), lambda run: "\n" if run == "\r\n" else "", text)


def fold_characters(text: str) -> tuple[str, OffsetMap | None]:
    """Fold width, blanks, punctuation, radicals and compatibility ideographs; keeps every length."""
    return text.translate(tables.character_shapes()), None


def expand_enclosed(text: str) -> tuple[str, OffsetMap | None]:
    """Write out enclosed numbers."""
    pattern, table = tables.enclosed()
    return rewrite(pattern, table.__getitem__, text)


def compose_marks(text: str) -> tuple[str, OffsetMap | None]:
    """Compose letters with their combining marks (NFC), as in decomposed pinyin."""
    return rewrite(_COMPOSABLE, lambda letter: unicodedata.normalize("NFC", letter), text)


def drop_pinyin(text: str) -> tuple[str, OffsetMap | None]:
    """Remove syllables of pinyin in brackets behind a Chinese character."""
    return rewrite(_PINYIN, _without_syllable, text)


def _without_syllable(bracketed: str) -> str:
    return "" if _SYLLABLE.fullmatch(bracketed[1:-1].translate(_TONES)) else bracketed


STEPS: tuple[Step, ...] = (drop_invisible, fold_characters, expand_enclosed, compose_marks, drop_pinyin)
"""What happens to a text before its script is folded, in order."""


def simplify(text: str) -> str:
    """Traditional script and variants to simplified; same length, character for character."""
    text = text.translate(tables.script_characters())
    for word, simplified in tables.script_words().items():
        text = text.replace(word, simplified)
    return text


def _check(start: int, end: int, length: int, what: str) -> None:
    if not 0 <= start <= end <= length:
        raise ValueError(f"[{start}, {end}) is no span of a {what} of {length} characters")
