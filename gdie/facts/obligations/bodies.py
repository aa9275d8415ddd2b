"""Lists of bodies: where one name ends and the next begins, and whether words read like the name of a body."""

from __future__ import annotations

import re
from functools import cache

from gdie.indicators import load_obligation_words

_LONGEST = 40
_BLANKS = " \t\n"
Spans = list[tuple[int, int]]


def listed(content: str, shown: str, start: int, end: int) -> Spans:
    """The bodies listed in `[start, end)`. `shown` is `content` with its nested remarks hidden: they part nothing."""
    spans: Spans = []
    for match in re.finditer(r"[^、/,;。]+", shown[start:end]):
        spans.append((start + match.start(), start + match.end()))
    spans = _joined(content, [_trimmed(content, a, b) for a, b in spans])
    parted = [piece for span in spans for piece in _parted(content, shown, *span)]
    found: Spans = []
    for a, b in parted:
        for piece in _of_class(content, shown, *_opened(content, a, b)):
            a, b = _trimmed(content, *piece)
            if b > a and content[a:b] not in load_obligation_words().remarks:
                found.append((a, b))
    return found


def is_body(text: str) -> bool:
    """Whether words can name a body or a group of bodies; `text` is a view's."""
    bare = re.sub(r"\s+", "", re.sub(r"\([^()]*\)?", "", text))
    if not 1 < len(bare) <= _LONGEST:
        return False
    bodies = load_obligation_words().bodies
    return bare.startswith(bodies.groups) or _ends_like_organ(bare) or bare.endswith(bodies.ends)


def is_group(text: str) -> bool:
    """Whether words mean several bodies that are not named one by one (各有关司局)."""
    return text.startswith(load_obligation_words().bodies.groups)


def _ends_like_organ(text: str) -> bool:
    bodies = load_obligation_words().bodies
    return text.endswith(bodies.organs) and not text.endswith(bodies.not_organs)


def _trimmed(content: str, start: int, end: int) -> tuple[int, int]:
    while start < end and content[start] in _BLANKS + ":“”":
        start += 1
    while end > start and content[end - 1] in _BLANKS + ":“”":
        end -= 1
    return start, end


def _joined(content: str, spans: Spans) -> Spans:
    """Pieces of one name put together again: 各市、县、区人民政府 and 有关部门、单位."""
    found: Spans = []
    for a, b in spans:
        words = re.sub(r"\s+", "", content[a:b])
        common = words in load_obligation_words().bodies.common
        regions = found and _is_regions(content[slice(*found[-1])]) and _goes_on().match(words)
        if found and (common or regions):
            found[-1] = (found[-1][0], b)
        elif b > a:
            found.append((a, b))
    return found


def _is_regions(text: str) -> bool:
    return _regions().fullmatch(re.sub(r"\s+", "", text)) is not None


def _parted(content: str, shown: str, start: int, end: int) -> Spans:
    """Cut at a blank or 和, 及, 与 where both sides name bodies."""
    spans: Spans = []
    for match in _joints().finditer(shown, start + 1, end - 1):
        left, right = content[start : match.start()].strip(), content[match.end() : end].strip()
        if match.start() <= start or right in load_obligation_words().bodies.common:
            continue
        named = _ends_like_organ(_bare(left)) and _ends_like_organ(_bare(right))
        if named or (
            is_body(left) and (is_group(right) or (match.group().isspace() and _is_body_list(right)))
        ):
            spans.append((start, match.start()))
            start = match.end()
    return [*spans, (start, end)]


def _is_body_list(text: str) -> bool:
    """Whether what follows a blank begins and ends like names of bodies."""
    return is_body(text.split()[0]) and is_body(text.split()[-1])


def _bare(text: str) -> str:
    """Without bracketed remarks at its end."""
    return re.sub(r"(?:\([^()]*\)|\s)+$", "", text)


def _opened(content: str, start: int, end: int) -> tuple[int, int]:
    """Without what opens a list (由, 会同), as long as a body is left."""
    for word in load_obligation_words().openers:
        if content.startswith(word, start, end) and is_body(content[start + len(word) : end]):
            return start + len(word), end
    return start, end


def _of_class(content: str, shown: str, start: int, end: int) -> Spans:
    """甲局等部门 is 甲局; 甲局等有关单位 is 甲局 and 有关单位, who are not all named."""
    for match in re.finditer("等", shown[start:end]):
        at = start + match.start()
        if not is_body(content[start:at]):
            continue
        rest = content[at + 1 : end].strip()
        if is_group(rest):
            return [(start, at), (at + 1, end)]
        if not rest or _some().fullmatch(rest):
            return [(start, at)]
    return [(start, end)]


@cache
def _joints() -> re.Pattern[str]:
    return re.compile(rf"\s+|{'|'.join(load_obligation_words().joiners)}")


@cache
def _some() -> re.Pattern[str]:
    common = "|".join(load_obligation_words().bodies.common)
    return re.compile(rf"(?:[0-9一二两三四五六七八九十几多]+个?)?(?:{common})")


@cache
def _regions() -> re.Pattern[str]:
    """A part of a list of regions that lacks its organ: 各市 in 各市、县(区)人民政府."""
    bodies = load_obligation_words().bodies
    region = "|".join(bodies.regions)
    return re.compile(rf"(?:{'|'.join(bodies.groups)})?(?:{region}|、|\([^()]*\))+")


@cache
def _goes_on() -> re.Pattern[str]:
    """What may follow such a part: further regions, with or without their organ."""
    bodies = load_obligation_words().bodies
    region, organ = "|".join(bodies.regions), "|".join(bodies.region_organs)
    return re.compile(rf"(?:{region})+(?:\([^()]*\))?(?:{organ})?$|自治区|直辖市")
