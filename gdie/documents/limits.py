"""How much of a file is read: bounds that no real report comes near, so that a hostile or broken file costs little."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, fields, replace

from gdie.documents.errors import UnreadableDocument


def _limit(default: int, what: str) -> int:
    made: int = field(default=default, metadata={"what": what})
    return made


@dataclass(frozen=True)
class Limits:
    """Each field is one limit with its default; `what` in its metadata is what it counts."""

    bytes: int = _limit(20_000_000, "size of a file")
    unpacked: int = _limit(200_000_000, "bytes that a compressed file unpacks to")
    characters: int = _limit(2_000_000, "characters of the text layer")
    pages: int = _limit(500, "pages of a PDF")
    cells: int = _limit(200_000, "cells of the tables of a file")
    nesting: int = _limit(256, "depth of elements within each other")
    members: int = _limit(10_000, "files in an archive")
    archives: int = _limit(2, "depth of archives within each other")
    seconds: int = _limit(120, "time for a file")

    def check(self, name: str, count: float, found: str = "") -> None:
        """Raise `UnreadableDocument` where `count` is beyond the limit `name`; `found` replaces the count in the message."""
        most = getattr(self, name)
        if count > most:
            what = next(f.metadata["what"] for f in fields(self) if f.name == name)
            raise UnreadableDocument(
                f"{found or f'{count:,}'} exceeds the limit of {most:,} ({what}); "
                f"split the file, or allow more with --limit {name}=N"
            )

    def with_options(self, options: Iterable[str]) -> Limits:
        """These limits changed by options of the form `pages=1000`. Raises `ValueError` for any other."""
        known = {f.name for f in fields(self)}
        changed: dict[str, int] = {}
        for option in options:
            name, _, number = option.partition("=")
            if name not in known:
                raise ValueError(f"{option!r} is no limit; the limits are {', '.join(sorted(known))}")
            if not (number.isascii() and number.isdigit() and 0 < int(number) < 10**15):
                raise ValueError(f"{option!r}: give a whole number above 0, as in {name}=1000")
            changed[name] = int(number)
        return replace(self, **changed)


DEFAULT_LIMITS = Limits()


def described() -> str:
    """All limits by name, what they are of and their defaults, in one line for people."""
    return "; ".join(f"{f.name}: {f.metadata['what']}, {f.default:,}" for f in fields(Limits))
