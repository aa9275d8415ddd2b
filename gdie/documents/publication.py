"""When a document was made public and which number it bears: what labels, the line under a title, a number's own line and the foot say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache

from gdie.documents.model import Block, Span
from gdie.documents.titles import fold
from gdie.documents.vocabulary import words

# 2013年3月20日, 二○一三年三月 and 2013-03-20, with blanks between their parts; the letter O stands for a zero.
_NUMERAL = "[0-9OoО〇○零一二三四五六七八九]"
_SMALL = "(?:[0-9]{1,2}|[元一二三四五六七八九十廿](?: ?[一二三四五六七八九十]){0,2})"
_DATE = (
    rf"(?<![0-9OоO])(?:(?P<year>[12二一](?: ?{_NUMERAL}){{3}}) {{0,3}}年 {{0,3}}(?P<month>{_SMALL}) {{0,3}}月"
    rf"(?: {{0,3}}(?P<day>{_SMALL}) {{0,3}}[日号])?"
    r"|(?P<y>(?:19|20)[0-9]{2}) ?(?P<sign>[-./]) ?(?P<m>[0-9]{1,2}) ?(?P=sign) ?(?P<d>[0-9]{1,2})(?![0-9]))"
)
_ANY = re.compile(_DATE)
_COMPACT = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})([01][0-9])([0-3][0-9])(?![0-9]{1,5}(?![0-9]))")
_OWN_LINE = re.compile(rf"[(\[【]?\s*{_DATE}\s*[)\]】]?$")
_CLOCK = re.compile(r"\s{0,4}[0-9]{1,2}:[0-9]{2}")
# At the foot: behind a name, a blank or a colon, or the day that a line in brackets or of the printer's says.
_CLOSING = re.compile(rf"(?:^|.*[\s:)(]|.*[局委厅府办会处室]){_DATE}(?:印发|发布|公布|填报|印)?\s*[)】]?$")
_NAME_ENDS = re.compile(r"[局委厅府办室会处镇乡道院校学司部关署站所队社团馆心行县市区州旗]\)?$")
_DIGITS = str.maketrans("OoО〇○零一二三四五六七八九", "000000123456789")
_FIRST, _LAST = 1990, 2100
_HEAD, _HEAD_BLOCKS = 1500, 20  # characters and blocks that have a box or an info line
_FOOT = 8
_LONG = 200  # no line of labels is longer
_SHORT = 60
_NEXT = 24  # a value in a cell of its own line

_NUMBER = (
    r"[\u3400-\u9fff]{2,16}\s{0,2}[〔［\[【(]\s{0,2}(?:19|20|二[〇○零O])[0-9〇○零一二三四五六七八九]{2}年?"
    r"\s{0,2}[〕］\]】)]\s{0,2}(?:第\s{0,2})?[0-9一二三四五六七八九十百]{1,6}\s{0,2}号"
)
_ALONE = re.compile(rf"(?:^|[|\t:]|\s\s)\s*({_NUMBER})(?=\s*(?:$|[|\t]|\s\s|\s+签发人|\s[^\s:]{{2,8}}:))")
_BEHIND_TITLE = re.compile(rf"[(]({_NUMBER})[)]$")
_CITED = re.compile("根据|按照|依据|贯彻|落实|转发|执行|废止")
_ONLY_NUMBER = re.compile(_NUMBER)


def published_in(folded: str, blocks: Sequence[Block], not_before: int | None) -> tuple[str, Span] | None:
    """The date published as `2015-02-10` or, where no day is printed, `2015-02`, and where it stands.

    Labels of publication come before the info line under the title, labels of writing (成文日期), the date of the signature and that of
    a line of its own near the top. A date inside a sentence is none. One that no calendar has or before the year `not_before` is passed over.
    """
    return next((found for found in _dates(folded, blocks) if _fits(found[0], not_before)), None)


def hinted_date(text: str, not_before: int | None) -> str | None:
    """The date that a file's own data names (2013-03-20T08:00:00, 20130320, 2013年3月20日), as `published_in` gives it."""
    folded = fold(text.strip())[:_LONG]
    if match := _ANY.search(folded):
        iso = _iso(match)
    elif match := _COMPACT.search(folded):
        iso = _valid(*(int(part) for part in match.groups()))
    else:
        return None
    return iso if iso and _fits(iso, not_before) else None


def number_in(folded: str, blocks: Sequence[Block], title: Span | None) -> Span | None:
    """Where the document's own number (水办发〔2013〕5号) stands: on a line by itself, in a box, or in brackets behind the title.

    A number cited in a sentence is another document's, and one without a year (第5号) is none.
    """
    for block in _head(blocks):
        line = folded[block.start : min(block.end, block.start + 3 * _LONG)]
        if "。" in line or (block.kind != "table" and len(line) > _LONG):
            continue
        match = _labels_of_numbers().search(line) or _ALONE.search(line)
        if match and not _CITED.search(match.group(1)):
            return Span(block.start + match.start(1), block.start + match.end(1))
    if title is None or not (match := _BEHIND_TITLE.search(folded[title.start : title.end])):
        return None
    cited = _CITED.search(folded, title.start, title.start + match.start())
    return None if cited else Span(title.start + match.start(1), title.start + match.end(1))


def hinted_number(text: str) -> str | None:
    """A number as a file's own data names it, as printed; None where it is no number of a document (无, a counter)."""
    stripped = text.strip()
    return stripped if len(stripped) <= _SHORT and _ONLY_NUMBER.fullmatch(fold(stripped)) else None


def _dates(folded: str, blocks: Sequence[Block]) -> Iterator[tuple[str, Span]]:
    lines = [
        (b, _next_value(folded, blocks, i))
        for i, b in enumerate(blocks)
        if _may_have_labels(folded, blocks, i)
    ]
    yield from _labelled(folded, lines, "published")
    yield from _info_lines(folded, _head(blocks))
    yield from _labelled(folded, lines, "composed")
    yield from _signed(folded, blocks)
    for block in _head(blocks)[:12]:
        if block.kind == "heading":
            return
        if (match := _OWN_LINE.match(_line(folded, block))) and (iso := _iso(match)):
            yield iso, _span(match, block.start)


def _head(blocks: Sequence[Block]) -> list[Block]:
    first = blocks[0].start if blocks else 0
    return [b for b in blocks[:_HEAD_BLOCKS] if b.start < first + _HEAD]


def _line(folded: str, block: Span) -> str:
    """The line of a block, or nothing where it is too long to be one of labels and dates."""
    return folded[block.start : block.end] if block.end - block.start <= _LONG else ""


def _may_have_labels(folded: str, blocks: Sequence[Block], number: int) -> bool:
    block = blocks[number]
    near = (number < _HEAD_BLOCKS and block.start < blocks[0].start + _HEAD) or number >= len(blocks) - _FOOT
    if not near or (block.kind != "table" and block.end - block.start > _LONG):
        return False
    return "。" not in folded[block.start : min(block.end, block.start + _LONG)]


def _next_value(folded: str, blocks: Sequence[Block], number: int) -> int:
    """Where the value of a label at the end of a block ends: in the next line, if that is as short as a cell."""
    after = blocks[number + 1] if number + 1 < len(blocks) else None
    end = min(blocks[number].end, blocks[number].start + 3 * _LONG)
    return (
        after.end
        if after is not None and after.end - after.start <= _NEXT and end == blocks[number].end
        else end
    )


def _labelled(folded: str, lines: Sequence[tuple[Block, int]], which: str) -> Iterator[tuple[str, Span]]:
    for block, end in lines:
        for match in _labels(which).finditer(folded, block.start, end):
            if match.start() < block.end and (iso := _iso(match)):
                yield iso, _span(match)


@cache
def _labels(which: str) -> re.Pattern[str]:
    vocabulary = words("publication")
    labels = "|".join(_spaced(label) for label in vocabulary[which])
    prefixes = "|".join(_spaced(prefix) for prefix in vocabulary["prefixes"])
    return re.compile(
        rf"(?<![\u3400-\u9fff])(?:{prefixes})?\s{{0,2}}(?:{labels})\s{{0,3}}[\])】]?\s{{0,3}}[:|]?\s{{0,4}}{_DATE}"
    )


@cache
def _labels_of_numbers() -> re.Pattern[str]:
    labels = "|".join(_spaced(label) for label in words("publication")["numbers"])
    return re.compile(rf"(?:{labels})\s{{0,3}}[\])】]?\s{{0,3}}[:|]?\s{{0,4}}({_NUMBER})")


def _spaced(label: str) -> str:
    return " {0,4}".join(map(re.escape, label))


@cache
def _any_of(which: str) -> re.Pattern[str]:
    return re.compile("|".join(_spaced(word) for word in words("publication")[which]))


def _info_lines(folded: str, blocks: Sequence[Block]) -> Iterator[tuple[str, Span]]:
    """Dates of lines that say where a page came from or when, to the minute (2016-08-03 15:46 来源:…)."""
    for block in blocks:
        line = _line(folded, block)
        if not line or re.search("[。;,]", line):
            continue
        for match in _ANY.finditer(line):
            alone = re.search(r"(?:^|[\s:|(\[【])$", line[: match.start()]) and re.match(
                r"\s|[|)\]】]|$", line[match.end() :]
            )
            rest = line[: match.start()] + " " + line[match.end() :]
            if (
                alone
                and (_CLOCK.match(line, match.end()) or _any_of("beside").search(rest))
                and (iso := _iso(match))
            ):
                yield iso, _span(match, block.start)


def _signed(folded: str, blocks: Sequence[Block]) -> Iterator[tuple[str, Span]]:
    """Dates below a name, or that close one of the last lines; the last first."""
    for number in range(len(blocks) - 1, -1, -1):
        block = blocks[number]
        line = _line(folded, block)
        if block.kind == "table" or not line or len(line) > _SHORT or re.search("[。;,]", line):
            continue
        match = _OWN_LINE.match(line)
        below = (
            number > 0 and blocks[number - 1].kind != "table" and _is_name(_line(folded, blocks[number - 1]))
        )
        if match is None or not below:
            match = _CLOSING.match(line) if number >= len(blocks) - _FOOT and number > 0 else None
            if match is None or not match["year"] or _any_of("else").search(line):
                continue
        if iso := _iso(match):
            yield iso, _span(match, block.start)


def _is_name(line: str) -> bool:
    return (
        3 <= len(line.strip()) <= 40
        and not re.search("[。;,:]", line)
        and _NAME_ENDS.search(line.strip()) is not None
    )


def _span(match: re.Match[str], offset: int = 0) -> Span:
    groups = [g for g in ("year", "month", "day", "y", "m", "d") if match[g]]
    start, end = match.start(groups[0]), match.end(groups[-1])
    tail = re.match(r" {0,3}[月日号]", match.string[end : end + 4])
    return Span(offset + start, offset + end + (tail.end() if tail else 0))


def _iso(match: re.Match[str]) -> str | None:
    if match["y"]:
        return _valid(int(match["y"]), int(match["m"]), int(match["d"]))
    year = int(match["year"].replace(" ", "").translate(_DIGITS))
    return _valid(year, _small(match["month"]), _small(match["day"]) if match["day"] else None)


def _small(numeral: str) -> int:
    """A month or day in digits or in Chinese numerals below forty; 0 for what is no number."""
    if numeral.isdigit() and numeral.isascii():
        return int(numeral)
    if numeral == "元":
        return 1
    tens, ten, ones = numeral.replace(" ", "").replace("廿", "二十").rpartition("十")
    if len(tens) > 1 or len(ones) > 1 or "元" in numeral:
        return 0
    digit = "一二三四五六七八九"
    return (10 * (digit.find(tens) + 1 if tens else 1) if ten else 0) + (digit.find(ones) + 1 if ones else 0)


def _valid(year: int, month: int, day: int | None) -> str | None:
    try:
        found = date(year, month, 1 if day is None else day)
    except ValueError:
        return None
    if not _FIRST <= year <= _LAST:
        return None
    return found.isoformat() if day is not None else found.isoformat()[:7]


def _fits(iso: str, not_before: int | None) -> bool:
    return not_before is None or int(iso[:4]) >= not_before
