"""The characters of a page: blanks as browsers show them, marks without width, pinyin that mirror sites put in."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence

from gdie.documents.content import Paragraph, Stretch

# Marks that are not seen: zero width, direction, soft hyphen, byte order mark.
_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff\x00-\x08\x0e-\x1f\x7f]"
)
_ESCAPED = re.compile(
    r"&(?:nbsp|amp|lt|gt|quot|apos|ldquo|rdquo|lsquo|rsquo|middot|hellip|mdash|ensp|emsp|times|#\d{2,6}|#x[0-9a-fA-F]{2,5});"
)
_BLANKS = re.compile(r"[\s\u00a0\u0085\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+")
_WIDE = r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uff60\u3001-\u303f]"
_BETWEEN_WIDE = re.compile(rf"(?<={_WIDE})[ \t]*[\r\n][ \t\r\n]*(?={_WIDE})")
_SYLLABLE = (
    "(?:[bpmfdtnlgkhjqxrzcsyw]|[zcs]h)?"
    "(?:[iuüv]?(?:a(?:ng|[ion])?|e(?:ng|[inr])?|o(?:ng|u)?)|i(?:ng|n|u)?|u(?:n|i)?|[üv]n?|er)"
)
_TONES = str.maketrans("āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜɡ", "aaaaeeeeiiiioooouuuuvvvvg")
_PINYIN = re.compile(r"(?<=[\u3400-\u9fff])[(（]([a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüɡ]{1,6})[)）]")
_VALID = re.compile(_SYLLABLE + r"\Z")
_UNITS = frozenset({"ha", "mu", "pa", "li"})
_FEWEST = 5


def seen(text: str) -> str:
    """A text of the page without marks that are not seen, with entities decoded that were escaped twice."""
    if "&" in text:
        text = _ESCAPED.sub(lambda match: html.unescape(match.group()), text)
        text = (
            text.encode("utf-16", "replace").decode("utf-16", "replace")
            if "\ud800" <= max(text) <= "\udfff"
            else text
        )
    return _UNSEEN.sub("", text)


def blanks_shown(text: str) -> str:
    """A text with its runs of blanks collapsed to one; a line end of the file between two Chinese characters is none."""
    return _BLANKS.sub(" ", _BETWEEN_WIDE.sub("", text))


def trimmed(stretches: Sequence[Stretch]) -> tuple[Stretch, ...]:
    """A line without blanks at its ends or twice in a row, without empty stretches; neighbours at one place are joined."""
    kept: list[Stretch] = []
    for stretch in stretches:
        text = stretch.text
        if text.startswith(" ") and (not kept or kept[-1].text.endswith(" ")):
            text = text[1:]
        if not text:
            continue
        if kept and kept[-1].place is stretch.place:
            kept[-1] = Stretch(kept[-1].text + text, stretch.place)
        else:
            kept.append(Stretch(text, stretch.place))
    if kept and kept[-1].text.endswith(" "):
        last = kept.pop()
        if last.text != " ":
            kept.append(Stretch(last.text[:-1], last.place))
    return tuple(kept)


def is_pinyin(word: str) -> bool:
    """Whether a word is one syllable of pinyin, with or without its tone mark."""
    return _VALID.match(word.translate(_TONES)) is not None


def pinyin_spread(texts: Sequence[str]) -> bool:
    """Whether syllables in brackets behind Chinese characters go through the lines, as mirror sites put them in."""
    words = [word for text in texts for word in _PINYIN.findall(text) if len(word) > 1 and word not in _UNITS]
    return len([w for w in words if is_pinyin(w)]) >= _FEWEST and len(set(words)) >= 3


def without_pinyin(line: Paragraph) -> Paragraph:
    """A line without its syllables in brackets."""
    text = line.text
    cuts = [match.span() for match in _PINYIN.finditer(text) if is_pinyin(match.group(1))]
    if not cuts:
        return line
    stretches = []
    at = number = 0
    for stretch in line.stretches:
        end = at + len(stretch.text)
        kept = []
        while number < len(cuts) and cuts[number][0] < end:
            left, right = cuts[number]
            kept.append(text[at : max(at, left)])
            at = min(right, end)
            if right > end:
                break
            number += 1
        kept.append(text[at:end])
        at = end
        if joined := "".join(kept):
            stretches.append(Stretch(joined, stretch.place))
    return Paragraph(tuple(stretches))
