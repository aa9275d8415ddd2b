"""Changes to PDF files: their objects, and what their streams hold unpacked. The table of objects is written anew."""

from __future__ import annotations

import base64
import random
import re
import zlib
from collections.abc import Sequence

from tests.fuzzing.mutators import hostile
from tests.fuzzing.mutators.plain import mutate_bytes

_OBJECT = re.compile(rb"(\d+)\s+(\d+)\s+obj\b(.*?)\bendobj", re.DOTALL)
_STREAM = re.compile(rb"(.*?)stream\r?\n(.*?)\r?\n?endstream", re.DOTALL)
_TRAILER = re.compile(rb"trailer\s*(<<.*?>>)\s*startxref", re.DOTALL)
_TOKEN = re.compile(
    rb"\s+|<<|>>|[\[\]]|\((?:\\.|[^\\()])*\)|<[0-9A-Fa-f\s]*>|/[^\s/<>\[\]()]*|[^\s/<>\[\]()]+"
)
_MOST_UNPACKED = 2_000_000
_FILTERS = rb"/Filter\s*(?:\[[^\]]*\]|/\w+)"
_OPERATORS: tuple[bytes, ...] = (
    b"q", b"Q", b"BT", b"ET", b"1 0 0 1 0 0 cm", b"0 1 -1 0 300 300 cm", b"1e30 0 0 1e30 0 0 cm", b"0 0 0 0 0 0 cm", b"/F1 12 Tf", b"/F1 0 Tf", b"/Nope 12 Tf", b"/F1 -8 Tf",
    b"0 0 Td", b"99999999 0 Td", b"T*", b"3 Tr", b"(12) Tj", b"<FFFF> Tj", b"[(1) -99999 (2)] TJ", b"[] TJ", b"(x) '", b"0 0 m 500 0 l S", b"0 0 500 500 re f", b"0 0 1e9 .1 re f",
    b"50 50 0 700 re S", b"100 700 300 0 re S", b"W n", b"0 0 0 0 re W n", b"/Im0 Do", b"/Fm0 Do", b"BI /W 9 /H 9 ID xx EI", b"0 Tz", b"-100 Tz", b"1e10 TL", b"NaN 0 Td", b"--5 0 Td",
    b"/P <</MCID 0>> BDC", b"EMC", b"/Artifact BMC", b"/ActualText", b"1 g", b"1 1 1 rg", b"0.5 w", b"h", b"b*", b"sh", b"d0", b"Do", b"Tj", b"re", b"cm",
)  # fmt: skip
_ENTRIES: tuple[bytes, ...] = (
    b"/Rotate 90", b"/Rotate 45", b"/Rotate (x)", b"/UserUnit 1e9", b"/UserUnit -1", b"/MediaBox [0 0 0 0]", b"/MediaBox [595 842 0 0]", b"/MediaBox [0 0 1e9 1e9]", b"/MediaBox [0 0]",
    b"/CropBox [100 100 200 200]", b"/CropBox null", b"/Encrypt << /Filter /Standard /V 1 >>", b"/Length 999999999", b"/Length -1", b"/Filter /LZWDecode", b"/Filter /DCTDecode",
    b"/Filter [/FlateDecode /FlateDecode]", b"/DecodeParms << /Predictor 15 /Columns 99999 >>", b"/Count 999999", b"/Count -1", b"/Kids []", b"/Kids [1 0 R 1 0 R]", b"/Contents []",
    b"/Contents null", b"/Parent null", b"/Resources null", b"/Type /Nope", b"/ToUnicode null", b"/W [0 [1e9]]", b"/DW -1000", b"/Encoding /Identity-V", b"/Subtype /Type3", b"/FontMatrix [0 0 0 0 0 0]",
    b"/FirstChar 300", b"/Widths [null]", b"/StructTreeRoot 1 0 R", b"/AcroForm << /XFA 1 0 R /Fields [] >>", b"/OCProperties << >>", b"/Names 2 0 R", b"/Title (\xfe\xff\xd8\x00)", b"/Prev 0",
)  # fmt: skip

Objects = list[tuple[int, bytes]]


def mutate_pdf(data: bytes, rng: random.Random) -> bytes:
    """A PDF with an object or a stream changed."""
    objects: Objects = [(int(m[1]), m[3]) for m in _OBJECT.finditer(data)]
    if not objects:
        return mutate_bytes(data, rng)
    trailer = _TRAILER.search(data)
    root = trailer[1] if trailer else b"<< /Root 1 0 R >>"
    if rng.random() < 0.04:
        root = _change_tokens(root, rng, objects)
    for _ in range(rng.choice((1, 1, 2, 4))):
        # The larger ones have more to change in them; what holds the file together is small.
        at = rng.choices(range(len(objects)), [len(body) ** 0.5 for _, body in objects])[0]
        objects[at] = (objects[at][0], _changed(objects[at][1], rng, objects))
    if rng.random() < 0.06:
        objects = hostile.rearranged(objects, rng)[:1000] or objects
    return _written(objects, root)


def _changed(body: bytes, rng: random.Random, objects: Objects) -> bytes:
    stream = _STREAM.match(body)
    if stream is None:
        return _change_tokens(body, rng, objects)
    head, packed = stream[1], stream[2]
    unpacked = _unpacked(head, packed)
    if unpacked is None or rng.random() < 0.1:
        return _stream(_change_tokens(head, rng, objects), packed)
    if rng.random() < 0.05:
        changed = mutate_bytes(unpacked, rng)
    else:
        changed = _change_stream(unpacked, rng)[:_MOST_UNPACKED]
    again = zlib.compress(changed)
    head = re.sub(_FILTERS, b"", head)
    head = re.sub(rb"/Length\s+\d+(\s+\d+\s+R)?", b"/Filter /FlateDecode /Length %d" % len(again), head)
    return _stream(head, again)


def _stream(head: bytes, packed: bytes) -> bytes:
    return head + b"stream\n" + packed + b"\nendstream\n"


def _unpacked(head: bytes, packed: bytes) -> bytes | None:
    try:
        if b"ASCII85Decode" in head:
            packed = base64.a85decode(packed.strip().removesuffix(b"~>"))
        if b"FlateDecode" in head:
            return zlib.decompressobj().decompress(packed, _MOST_UNPACKED)
    except (ValueError, zlib.error):
        return None
    return None if b"/Filter" in head else packed


def _change_stream(content: bytes, rng: random.Random) -> bytes:
    """The operators of a content stream (or the lines of a character map) changed once."""
    match rng.randrange(5):
        case 0:
            lines = hostile.rearranged(content.split(b"\n"), rng)
            return b"\n".join(lines)
        case 1:
            return b"".join(hostile.rearranged(_TOKEN.findall(content), rng))
        case 2:
            lines = content.split(b"\n")
            lines.insert(
                rng.randrange(len(lines) + 1), rng.choice(_OPERATORS) + (b"\n" if rng.random() < 0.9 else b"")
            )
            return b"\n".join(lines)
        case 3:
            lines = content.split(b"\n")
            operator = b" %s " % rng.choice(_OPERATORS)
            lines.insert(
                rng.randrange(len(lines) + 1), operator * min(hostile.times(rng), 100_000 // len(operator))
            )
            return b"\n".join(lines)
    tokens = _TOKEN.findall(content)
    return b"".join(_replace(tokens, rng, (b"0", b"-1", b"1e9")))


def _change_tokens(body: bytes, rng: random.Random, objects: Objects) -> bytes:
    """The dictionary of an object changed once."""
    tokens = _TOKEN.findall(body)
    if not tokens:
        return rng.choice(_ENTRIES)
    match rng.randrange(5):
        case 0:
            tokens = hostile.rearranged(tokens, rng)
        case 1 | 2:
            at = next((i for i, token in enumerate(tokens) if token == b"<<"), 0)
            tokens.insert(at + 1, b" %s " % rng.choice(_ENTRIES))
        case 3:
            references = [b"%d 0 R" % number for number, _ in objects] + [b"999 0 R", b"0 0 R"]
            return re.sub(
                rb"\d+\s+\d+\s+R", lambda m: rng.choice(references) if rng.random() < 0.4 else m.group(), body
            )
        case _:
            tokens = _replace(
                tokens,
                rng,
                (b"null", b"[]", b"<< >>", b"/Name", b"(x)", b"<FEFF>", b"true", b"1 0 R", b"[[[["),
            )
    return b"".join(tokens)


def _replace(tokens: list[bytes], rng: random.Random, others: Sequence[bytes]) -> list[bytes]:
    first = rng.randrange(len(tokens)) if tokens else 0
    for at in range(first, min(first + 20, len(tokens))):
        if tokens[at].strip():
            number = hostile.number(rng).encode("utf-8")[:100]
            tokens[at] = rng.choice(others) if rng.random() < 0.5 else number or b"0"
            break
    return tokens


def _written(objects: Objects, trailer: bytes) -> bytes:
    out = bytearray(b"%PDF-1.4\n%\x93\x8c\x8b\x9e\n")
    places: dict[int, int] = {}
    for number, body in objects:
        places[number] = len(out)
        out += b"%d 0 obj%sendobj\n" % (number, body if body.endswith(b"\n") else body + b"\n")
    start = len(out)
    size = max(places) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n" % size
    for number in range(1, size):
        out += b"%010d 00000 n \n" % places[number] if number in places else b"0000000000 00001 f \n"
    return bytes(out) + b"trailer\n" + trailer + b"\nstartxref\n%d\n%%%%EOF\n" % start
