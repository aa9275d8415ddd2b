"""Every stretch of a view that could be a quantity. Recall-oriented: years, list numbers and names are in as
well."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from gdie.text.lexicon import lexicon

_DIGIT = "〇零一二两三四五六七八九壹贰叁肆伍陆柒捌玖"
_HAN_NUMERAL = f"[{_DIGIT}○十百千万亿廿卅卌拾佰仟]"


def find_quantities(text: str) -> Iterator[tuple[int, int]]:
    """Maximal, non-overlapping candidate spans in a view's text, in order: number, magnitude, unit and the
    approximators next to it. Time is linear in the length of the text.

    A candidate need not parse. 2012 in 2012年 is one, without its 年.
    """
    for match in _pattern().finditer(text):
        yield match.span()


@cache
def _pattern() -> re.Pattern[str]:
    # Every repetition is bounded or runs over characters that cannot start what follows it, and everything
    # behind the core is optional: nothing to backtrack into, whatever the input.
    # Blanks are plain spaces only: a line feed or tab ends a cell or a line.
    words = lexicon()
    unit = _any(set(words.units) | set(words.percent))
    infix = _any(words.infix)
    digits = r"(?:(?<![0-9OoО])[OoО]{1,3}(?=[0-9])[0-9OoО]{1,18}|[0-9][0-9OoО○]*)"
    grouped = rf"(?<![0-9,.])[0-9]{{1,3}}(?:\s[0-9]{{3}}(?![0-9]))+(?= ?(?:{infix}|[百千万亿]|{unit}))"
    plain = rf"(?:{grouped}|{digits}(?:, ?[0-9OoО]{{3}}(?![0-9])|[.,][0-9OoО]+)*)"
    zero = rf"(?<![0-9A-Za-z])[OoО](?= ?(?:{unit}))"
    arabic = rf"(?:{plain}(?: ?[百千万亿]{{1,2}}(?:{plain} ?[千万]?)?)?|{zero})"
    vague = rf"(?:{_guarded(words.vague)})[十百千万亿]{{1,3}}"
    beyond = rf"(?:{_any(words.prefix_of_magnitude)})(?=[百千万亿])"
    # a magnitude word alone is a figure only with an approximator next to it
    bare = rf"(?:(?<=[近超逾约破])|{beyond})[百千万亿]{{1,2}}|[百千万亿]{{1,2}}(?={infix})"
    han = rf"(?=[{_DIGIT}十廿卅卌拾]){_HAN_NUMERAL}{{1,20}}(?:点[{_DIGIT}]{{1,6}}[百千万亿]{{0,2}})?"
    number = rf"(?:{arabic}|{vague}|{han}|{bare})(?: ?(?:{infix})[百千万亿]{{0,2}})?"
    share = rf"[{_DIGIT}十百千万0-9]{{1,4}}分之(?:{number}|百)"
    tenths = rf"(?:[{_DIGIT}十]{{1,2}}|(?<![0-9.])[0-9])成[{_DIGIT}半]?"
    half = r"半数|一半|(?<=[近超])半|过半数?|百分百|翻了?[一两二三四五]?番"
    with_unit = rf"{number}(?: ?(?:{unit}))?(?:半(?<=倍半))?"
    quantity = rf"(?:{share}|{tenths}|{half}|{with_unit})"
    sign = r"(?:(?<![0-9A-Za-z)])[+-](?=[0-9]))?"
    prefix = rf"(?:(?:{_guarded(words.prefix)}) ?){{0,2}}"
    suffix = rf"(?:{_any(words.suffix)}){{0,2}}"
    range_sign = r" ?(?:[至到~]|--?|——?) ?"
    return re.compile(rf"{prefix}{sign}{quantity}(?:{range_sign}{quantity})?{suffix}")


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def _guarded(words: Iterable[str]) -> str:
    """The words, each not behind the characters that make it the end of another word (预约30件)."""
    guards = lexicon().not_after
    ordered = sorted(words, key=len, reverse=True)
    behind = {word: f"(?<![{characters}])" for word, characters in guards.items()}
    return "|".join(behind.get(word, "") + re.escape(word) for word in ordered)
