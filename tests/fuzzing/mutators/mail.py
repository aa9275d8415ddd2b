"""Changes to web archives: the headers of their parts, their boundaries, and the pages within."""

from __future__ import annotations

import base64
import binascii
import quopri
import random
import re

from tests.fuzzing.mutators import hostile
from tests.fuzzing.mutators.markup import mutate_page
from tests.fuzzing.mutators.plain import change_lines

_BODY = re.compile(
    rb"(Content-Transfer-Encoding: *(base64|quoted-printable)[^\n]*\n(?:[^\n]*:[^\n]*\n)*\r?\n)(.*?)(?=\r?\n--)",
    re.IGNORECASE | re.DOTALL,
)
_VALUES = (
    "text/html", "TEXT/HTML; charset=x", "multipart/related", "multipart/mixed; boundary=XX", "multipart/alternative", "message/rfc822", "image/png", 'text/html; charset="', "",
    "application/xhtml+xml", "text/html; charset*=utf-16''x", "=?utf-8?B?/w==?=", "base64", "quoted-printable", "7bit", "uuencode", "x-uue", "8BIT", "; ; =", "text", "/", "a/b/c",
)  # fmt: skip


def mutate_mail(data: bytes, rng: random.Random) -> bytes:
    """A web archive changed in its headers or in the page of a part."""
    bodies = list(_BODY.finditer(data))
    if bodies and rng.random() < 0.6:
        body = rng.choice(bodies)
        kind = body[2].lower()
        try:
            content = base64.b64decode(body[3]) if kind == b"base64" else quopri.decodestring(body[3])
        except binascii.Error:
            content = body[3]
        content = mutate_page(content, rng)
        packed = base64.encodebytes(content) if kind == b"base64" else quopri.encodestring(content)
        return data[: body.start(3)] + packed + data[body.end(3) :]
    lines = data.decode("latin-1").split("\n")
    headers = [i for i, line in enumerate(lines) if re.match(r"[\w-]+:|--", line)]
    if not headers:
        return change_lines("\n".join(lines), rng).encode("latin-1", "replace")
    at = rng.choice(headers)
    name = lines[at].partition(":")[0]
    match rng.randrange(6):
        case 0 | 1:
            lines[at] = f"{name}: {rng.choice(_VALUES)}\r"
        case 2:
            lines.insert(at, lines[rng.choice(headers)])
        case 3:
            del lines[at]
        case 4:
            part = lines[at : at + rng.randrange(1, 40)]
            lines[at:at] = hostile.repeated(part, rng)
        case _:
            lines[at] = lines[at][: rng.randrange(len(lines[at]) + 1)] + hostile.words(rng)
    return "\n".join(lines).encode("utf-8" if rng.random() < 0.2 else "latin-1", "replace")
