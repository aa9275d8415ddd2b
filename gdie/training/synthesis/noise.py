"""What happens to a text on its way: another script, other widths, page furniture, broken lines, stray blanks.

Every change is an edit of single characters or an insertion between them, and the marks move along.
"""

from __future__ import annotations

import random
import re
from functools import cache

import opencc

from gdie.training.synthesis.builder import Draft, Mark

_ASCII = str.maketrans("，；：（）", ",;:()")
_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
_HAN = re.compile(r"[\u4e00-\u9fff]")
# Words of Taiwan (all as long as what they stand for) and characters that converters choose wrongly.
_WORDS = (
    ("信息", "資訊"), ("文件", "檔案"), ("網絡", "網路"), ("通過", "透過"), ("短信", "簡訊"), ("視頻", "影片"),
    ("門戶網站", "入口網站"), ("打印", "列印"), ("增長", "成長"),
)  # fmt: skip
_WRONG = str.maketrans("面系制復", "麵係製複")
_PINYIN = {"务": "wù", "文": "wen", "信": "xin", "公": "gong", "开": "kai", "申": "shen", "网": "wang"}
SCRIPTS = ("s2t", "s2tw", "s2hk")


@cache
def _converter(name: str) -> opencc.OpenCC:
    return opencc.OpenCC(name)


def convert(text: str, name: str) -> str:
    """The text in another script, character by character where the whole would not keep its length."""
    converted: str = _converter(name).convert(text)
    if len(converted) == len(text):
        return converted
    return "".join(c if len(c) == 1 else o for o in text for c in [_converter(name).convert(o)])


def spoil_text(draft: Draft, rng: random.Random) -> Draft:
    """The draft with the noises of one way into a text file, mostly none."""
    text = draft.text
    if rng.random() < 0.15:
        text = text.translate(_ASCII)
    if rng.random() < 0.05:
        text = text.translate(_WIDE)
    if rng.random() < 0.15:
        text = convert(text, rng.choice(SCRIPTS))
        for old, new in _WORDS if rng.random() < 0.3 else ():
            text = text.replace(old, new)
        if rng.random() < 0.2:
            text = text.translate(_WRONG)
        if rng.random() < 0.3:
            text = _mixed(text, draft.text, rng)
    insertions: list[tuple[int, str]] = []
    if rng.random() < 0.08:
        insertions += _broken_lines(text, rng)
    elif rng.random() < 0.06:
        insertions += _furniture(text, rng)
    if rng.random() < 0.06:
        insertions += _stray_blanks(text, rng)
    if rng.random() < 0.03:
        text = _letter_o(text, draft.marks, rng)
    if rng.random() < 0.015:
        insertions += _pinyin(text, draft.marks, rng)
    if rng.random() < 0.02:
        insertions += [(i, "\u200b") for i in _inner_places(text, rng, 12)]
    return insert(Draft(text, draft.marks), insertions)


def insert(draft: Draft, insertions: list[tuple[int, str]]) -> Draft:
    """Put strings before characters; a mark does not grow at its borders. The marks are moved, not copied."""
    if not insertions:
        return draft
    insertions = sorted(insertions)
    pieces: list[str] = []
    moved: list[int] = []  # where each character goes
    position = shift = 0
    for at, words in [*insertions, (len(draft.text), "")]:
        pieces += [draft.text[position:at], words]
        moved += range(position + shift, at + shift)
        shift += len(words)
        position = at
    for mark in draft.marks:
        _move(mark, moved)
    return Draft("".join(pieces), draft.marks)


def _move(mark: Mark, moved: list[int]) -> None:
    mark.start, mark.end = moved[mark.start], moved[mark.end - 1] + 1


def _inner_places(text: str, rng: random.Random, count: int) -> list[int]:
    """Places between two Chinese characters."""
    found = []
    for _ in range(count):
        i = rng.randrange(1, max(2, len(text) - 1))
        if i < len(text) and _HAN.match(text[i - 1]) and _HAN.match(text[i]):
            found.append(i)
    return sorted(set(found))


def _mixed(text: str, original: str, rng: random.Random) -> str:
    """Some sentences were not converted."""
    pieces = []
    start = 0
    for match in re.finditer(r"[。\n]|$", text):
        source = original if rng.random() < 0.3 else text
        pieces.append(source[start : match.end()])
        start = match.end()
    return "".join(pieces)


def _broken_lines(text: str, rng: random.Random) -> list[tuple[int, str]]:
    """Lines of one width, as in a text from PDF."""
    width = rng.randint(24, 40)
    found = []
    column = 0
    for i, character in enumerate(text):
        column = 0 if character == "\n" else column + 1
        if column > width and _HAN.match(character) and _HAN.match(text[i - 1]):
            found.append((i, "\n"))
            column = 0
    return found


def _furniture(text: str, rng: random.Random) -> list[tuple[int, str]]:
    """Page numbers between paragraphs."""
    style = rng.choice(("- {} -", "— {} —", "第{}页 共12页", "{}", "-{}-"))
    ends = [m.end() for m in re.finditer(r"。\n", text)]
    pages = sorted(rng.sample(ends, min(len(ends), rng.randint(1, 4))))
    return [(end, style.format(number) + "\n") for number, end in enumerate(pages, 1)]


def _stray_blanks(text: str, rng: random.Random) -> list[tuple[int, str]]:
    """A blank here and there."""
    return [(i, rng.choice((" ", "　"))) for i in _inner_places(text, rng, 15)]


def _letter_o(text: str, marks: list[Mark], rng: random.Random) -> str:
    """OCR: a letter O for a zero inside a figure."""
    for mark in marks:
        figure = text[mark.start : mark.end]
        if mark.label == "COUNT" and rng.random() < 0.2 and re.search(r"[0-9]0[0-9\u4e00-\u9fff]", figure):
            figure = re.sub(r"(?<=[0-9])0(?=[0-9\u4e00-\u9fff])", "O", figure, count=1)
            text = text[: mark.start] + figure + text[mark.end :]
    return text


def _pinyin(text: str, marks: list[Mark], rng: random.Random) -> list[tuple[int, str]]:
    """Mirrors put the reading of a character behind it, here never at the end of a mark."""
    ends = {mark.end for mark in marks}
    return [
        (i + 1, f"({_PINYIN[character]})")
        for i, character in enumerate(text[:-1])
        if character in _PINYIN and i + 1 not in ends and rng.random() < 0.05
    ]
