"""Changes to bytes, to texts by lines and encodings, and to the cells of CSV files."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

from tests.fuzzing.mutators import hostile

_ENCODINGS = ("utf-8", "utf-8-sig", "gb18030", "big5", "utf-16", "utf-16-le", "utf-16-be", "utf-32")
_LEADS = ("> ", "- ", "  ", "\t", "1. ", "[", "![", "*", "_", "`", "``", "~~~", "|", "| ", "#", "(", "<", "<!--", "&", "\\", "---|", "（一）", "一、")  # fmt: skip
_DELIMITERS = (",", "\t", ";", "|", '"', "'", '"",', "=", " ")


def mutate_bytes(data: bytes, rng: random.Random) -> bytes:
    """Bytes changed, left out, repeated or cut off."""
    if not data:
        return rng.randbytes(8)
    changed = bytearray(data)
    at = rng.randrange(len(data))
    match rng.randrange(7):
        case 0:
            changed[at] = rng.randrange(256)
        case 1:
            changed[at] ^= 1 << rng.randrange(8)
        case 2:
            del changed[at : at + rng.choice((1, 4, 100))]
        case 3:
            changed[at:at] = rng.randbytes(rng.choice((1, 2, 8)))
        case 4:
            changed[at:at] = data[at : at + rng.choice((1, 16, 500))] * rng.choice((1, 10))
        case 5:
            changed[at : at + 4] = rng.choice(
                (b"\0\0\0\0", b"\xff\xff\xff\xff", b"\xff\xff\xff\x7f", b"\x01\0\0\0")
            )
        case _:
            del changed[at:]
    return bytes(changed)


def as_text(data: bytes) -> tuple[str, str]:
    """The text of a file by a plain guess, and the encoding to write it in again."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return data.decode(encoding, "replace"), encoding
    for encoding in ("utf-8", "gb18030"):
        try:
            return data.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    return data.decode("utf-8", "surrogateescape"), "utf-8"


def as_bytes(text: str, encoding: str, rng: random.Random) -> bytes:
    """The text in its encoding, now and then in another one, or in two."""
    if rng.random() < 0.07:
        encoding = rng.choice(_ENCODINGS)
    data = _encoded(text, encoding)
    if rng.random() < 0.02:
        half = len(text) // 2
        data = _encoded(text[:half], encoding) + _encoded(text[half:], rng.choice(_ENCODINGS))
    return data


def _encoded(text: str, encoding: str) -> bytes:
    return text.encode(encoding, "surrogateescape" if encoding == "utf-8" else "replace")


def on_text(data: bytes, rng: random.Random, change: Callable[[str, random.Random], str]) -> bytes:
    """A file changed as a text."""
    text, encoding = as_text(data)
    return as_bytes(change(text, rng), encoding, rng)


def mutate_text(data: bytes, rng: random.Random) -> bytes:
    """Lines rearranged and led by marks, words of reports and odd characters put in, other encodings."""
    return on_text(data, rng, change_lines)


def change_lines(text: str, rng: random.Random) -> str:
    """One change to a text by its lines or characters."""
    lines = re.split(r"(?<=\n)", text)
    at = rng.randrange(len(lines))
    match rng.randrange(7):
        case 0 | 1:
            return "".join(hostile.rearranged(lines, rng))
        case 2:
            lines[at] = rng.choice(_LEADS) * hostile.times(rng) + lines[at]
        case 3:
            inserted = hostile.words(rng)
            place = rng.randrange(len(lines[at]) + 1)
            lines[at] = lines[at][:place] + inserted + lines[at][place:]
        case 4:
            lines[at] = re.sub(r"\d+", lambda _: hostile.number(rng), lines[at])
        case 5:
            end = rng.choice(("\r\n", "\r", "\n\n", "", " ", "\x85", "\u2028", "\x0b", "\x1c"))
            return text.replace("\n", end, rng.choice((1, 5, -1)))
        case _:
            pieces = re.split(r"(\s+|[|，。、：；（）])", text)
            return "".join(hostile.rearranged(pieces, rng))
    return "".join(lines)


def mutate_csv(data: bytes, rng: random.Random) -> bytes:
    """Cells and rows rearranged, other delimiters, quotation marks that don't fit together."""
    return on_text(data, rng, _change_cells)


def _change_cells(text: str, rng: random.Random) -> str:
    delimiter = max(",\t;", key=text.count)
    rows = [line.split(delimiter) for line in text.split("\n")]
    row = rng.choice(rows)
    at = rng.randrange(len(row))
    match rng.randrange(8):
        case 0:
            rows = hostile.rearranged(rows, rng)
        case 1:
            row[:] = hostile.rearranged(row, rng)
        case 2:
            row[at] = hostile.words(rng)
        case 3:
            row[at] = hostile.number(rng)
        case 4:
            row[at] = rng.choice(
                ('"', '""', '"a""b"', f'"{row[at]}', f'="{row[at]}"', '"x\r\ny"', f'{row[at]}"')
            )
        case 5:
            other = rng.choice(_DELIMITERS)
            return other.join(text.split(delimiter, rng.choice((1, 3, -1))))
        case 6:
            return rng.choice(("sep=;\n", "sep=\t\r\n", "sep=a\n", 'sep="\n', "sep=\n\n", "\ufeff")) + text
        case _:
            return change_lines(text, rng)
    return "\n".join(delimiter.join(cells) for cells in rows)
