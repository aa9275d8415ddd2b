"""The characters of a file, whatever its header says."""

from __future__ import annotations

from gdie.documents.errors import UnreadableDocument

ENCODINGS = ("utf-8-sig", "gb18030", "big5")


def decode(data: bytes) -> tuple[str, str]:
    """Text and the name of its encoding."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode("utf-16"), "utf-16"
        except UnicodeDecodeError:
            raise UnreadableDocument("damaged UTF-16 text; save it as UTF-8") from None
    if any(byte < 32 and byte not in b"\t\n\r\f" for byte in set(data)):
        raise UnreadableDocument("is a binary file, not text; export it as plain text (.txt) first")
    for encoding in ENCODINGS:
        try:
            return data.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    raise UnreadableDocument("neither UTF-8, UTF-16, GB18030 nor Big5; save it as UTF-8")
