"""Changes to HTML and XML by their tags, attributes and texts."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence

from tests.fuzzing.mutators import hostile
from tests.fuzzing.mutators.plain import on_text

_TOKEN = re.compile(r"<[^<>]*>|[^<]+|<")
_ATTRIBUTE = re.compile(r"""([\w:.-]+)\s*=\s*(["'])(.*?)\2""", re.DOTALL)
_LONGEST, _LONGEST_PACKED = 180_000, 1_000_000
_NAME = re.compile(r"</?([A-Za-z][\w:.-]*)")

PAGE_TOKENS = (
    "<table>", "</table>", "<tr>", "</tr>", "<td>", "</td>", "<th>", '<td colspan="3">', '<td rowspan="3">', '<td colspan="1000000">',
    '<td rowspan="0">', '<td rowspan="65535" colspan="1000">', "<caption>", "<colgroup>", "<thead>", "<tfoot>", "<tbody>", "<div>", "</div>",
    '<div style="display:none">', '<div id="zoom">', '<div class="content">', '<div class="footer">', "<p>", "</p>", "<br>", "<ol>", '<ol start="99999999999">',
    '<ol type="i">', "<ul>", "<li>", '<li value="-5">', "<pre>", "<textarea>", "<plaintext>", "<xmp>", "<select><option>", "<svg><title>", "<math><mi>", "<template>",
    "<frameset>", "<iframe>", "<noscript>", "</noscript>", "<script>", "</script>", "<style>", "<!--", "-->", "<![CDATA[", "]]>", "<?xml version='1.0'?>", "<head>",
    "<body>", "</body>", "</html>", "<html>", '<base href="//x">', '<meta charset="utf-16">', '<meta charset="gbk">', '<meta http-equiv="Content-Type" content="text/html; charset=big5">',
    '<meta name="PubDate" content="2023-99-99">', '<meta name="ArticleTitle" content="">', "<title>", "</title>", "<h1>", "<b>", "<font>", "<a href='#'>", "<ruby>某<rt>mou</rt></ruby>",
    "<sup>", "&nbsp;", "&#0;", "&#xD800;", "&#x110000;", "&amp;nbsp;", "&lt;td&gt;", "&", "&#99999999999;", "<o:p>", "<st1:chmetcnv>", "<input hidden>", "<img alt='x'>", "<dl><dt><dd>",
    "某(mǒu)县(xiàn)水(shuǐ)务(wù)局(jú)", "<col span=1000000>", "<form>", "<center>", "<marquee>", "<center", "<td a=1 a=2", "<tr><td>1", '<td rowspan="65000">1',
)  # fmt: skip
PAGE_ATTRIBUTES = (
    "colspan", "rowspan", "id", "class", "style", "hidden", "start", "value", "type", "href", "span", "nowrap", "headers",
)  # fmt: skip


def mutate_page(data: bytes, rng: random.Random) -> bytes:
    """A web page changed in its markup; sometimes in its encoding."""
    return on_text(data, rng, change_page)


def change_page(text: str, rng: random.Random) -> str:
    """A page as text changed once."""
    return change_markup(text, rng, PAGE_TOKENS, PAGE_ATTRIBUTES)


def change_markup(
    text: str,
    rng: random.Random,
    tokens: Sequence[str] = (),
    attributes: Sequence[str] = (),
    *,
    whole: bool = False,
) -> str:
    """One change to the tokens of a markup: `tokens` and `attributes` are what else its format knows.

    `whole`: it is mostly left well-formed, for formats whose readers stop at the first fault.
    """
    parts = _TOKEN.findall(text)
    if not parts:
        return rng.choice(tokens or ("<a/>",))
    match rng.randrange(12):
        case 0 | 1 if not whole or rng.random() < 0.1:
            return "".join(hostile.rearranged(parts, rng))
        case 2 | 3 | 4:
            at = _pick(parts, rng, _ATTRIBUTE)
            parts[at] = _change_attribute(parts[at], rng)
        case 5:
            at = _pick(parts, rng, re.compile(r"^[^<]*[^\s<]"))
            inserted = hostile.words(rng)
            if whole and not inserted.isprintable() and rng.random() < 0.9:
                inserted = f"&#{ord(rng.choice(inserted))};"
            parts[at] = (
                inserted if rng.random() < 0.5 and not parts[at].startswith("<") else parts[at] + inserted
            )
        case 6 | 7 if tokens:
            fitting = [t for t in tokens if not whole or _closed(t)] if rng.random() < 0.9 else tokens
            # Packed, a part of a package may be much longer than the file.
            most = _LONGEST_PACKED if whole else _LONGEST
            token = rng.choice(fitting)
            count = rng.choices((1, 2, 40, 400, most), (20, 5, 5, 4, 1))[0]
            parts.insert(rng.randrange(1, len(parts) + 1), token * min(count, most // len(token)))
        case 8 if not whole or rng.random() < 0.1:
            at = _pick(parts, rng, _NAME)
            other = _NAME.match(parts[_pick(parts, rng, _NAME)])
            if other:
                parts[at] = _NAME.sub(lambda m: m.group().replace(m[1], other[1]), parts[at], count=1)
        case 9:
            return _nested(parts, rng, closed=whole or rng.random() < 0.6)
        case 10 if attributes:
            at = _pick(parts, rng, re.compile(r"<\w"))
            value = hostile.number(rng) if rng.random() < 0.7 else hostile.words(rng).replace('"', "")
            parts[at] = re.sub(
                r"/?>$", lambda m: f' {rng.choice(attributes)}="{value}"{m.group()}', parts[at]
            )
        case _:
            return _moved(parts, rng)
    return "".join(parts)


def _closed(token: str) -> bool:
    """Whether a piece of markup is closed in itself."""
    return token.count("<") == token.count("</") * 2 + token.count("/>") and not token.startswith("&x")


def _moved(parts: list[str], rng: random.Random) -> str:
    """An element left out, repeated, moved into another place, or swapped with another one."""
    at = _pick(parts, rng, re.compile(r"<\w"))
    element = _element(parts, at)
    rest = parts[:at] + parts[at + len(element) :]
    match rng.randrange(4):
        case 0:
            return "".join(rest)
        case 1:
            return "".join((*parts[:at], *hostile.repeated(element, rng), *parts[at:]))
        case 2:
            target = rng.randint(min(1, len(rest)), len(rest))
            return "".join(rest[:target] + element + rest[target:])
    other = _pick(parts, rng, re.compile(r"<\w"))
    replaced = _element(parts, other)
    return "".join(parts[:other] + element + parts[other + len(replaced) :])


def _pick(parts: list[str], rng: random.Random, pattern: re.Pattern[str]) -> int:
    """A token that the pattern finds something in; any token where few do."""
    for _ in range(30):
        at = rng.randrange(len(parts))
        if pattern.search(parts[at]):
            return at
    return rng.randrange(len(parts))


def _change_attribute(token: str, rng: random.Random) -> str:
    found = list(_ATTRIBUTE.finditer(token))
    if not found:
        return token
    chosen = rng.choice(found)
    match rng.randrange(5):
        case 0:
            return token[: chosen.start()] + token[chosen.end() :]
        case 1:
            value = hostile.words(rng).replace('"', "").replace("<", "")
        case 2:
            value = rng.choice(found)[3]
        case _:
            value = hostile.number(rng)
    return f'{token[: chosen.start()]}{chosen[1]}="{value}"{token[chosen.end() :]}'


def _element(parts: list[str], at: int) -> list[str]:
    """The element that begins at a token, as far as its tags tell; the token alone where it is no start tag."""
    name = _NAME.match(parts[at])
    if name is None or parts[at].startswith("</") or parts[at].endswith("/>"):
        return parts[at : at + 1]
    depth = 0
    for end in range(at, min(len(parts), at + 5000)):
        other = _NAME.match(parts[end])
        if other and other[1] == name[1] and not parts[end].endswith("/>"):
            depth += -1 if parts[end].startswith("</") else 1
            if depth == 0:
                return parts[at : end + 1]
    return parts[at : at + 1]


def _nested(parts: list[str], rng: random.Random, *, closed: bool) -> str:
    """An element within itself, many times, closed or not."""
    at = _pick(parts, rng, re.compile(r"<\w[^>]*[^/]>"))
    name = _NAME.match(parts[at])
    if name is None:
        return "".join(parts)
    element = _element(parts, at)
    depth = min(rng.choice((2, 5, 60, 300, 6000)), 150_000 // (len(parts[at]) + len(name[1]) + 3))
    opened, ends = parts[at] * depth, f"</{name[1]}>" * (depth if closed else 0)
    return "".join((*parts[:at], opened, *element, ends, *parts[at + len(element) :]))
