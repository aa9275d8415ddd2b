"""The one kind of error that the way to a server has."""

from __future__ import annotations


class ServerError(ConnectionError):
    """A doccano server that can't be reached, refuses or answers nonsense; the message says which request and what to do."""


def shortened(text: object, longest: int = 300) -> str:
    """What a server said, as one line without control characters."""
    line = " ".join(str(text).split())
    line = "".join(c if c.isprintable() else "�" for c in line)
    return line if len(line) <= longest else line[:longest] + "…"
