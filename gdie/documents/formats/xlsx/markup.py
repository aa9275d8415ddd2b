"""The XML parts of a workbook, read element by element so that no tree of a hostile part is ever in memory."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol
from xml.parsers import expat

from gdie.documents.errors import UnreadableDocument


class Handler(Protocol):
    """What is told of a part. Names of elements and attributes come without their namespace, which differs in strict OOXML."""

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""

    def end(self, name: str) -> None:
        """An element ends."""

    def text(self, characters: str) -> None:
        """Characters, in any number of pieces."""


def read_part(data: bytes, handler: Handler, part: str) -> None:
    """Tell `handler` of all elements. Raises `UnreadableDocument` for damaged XML and any document type.

    Depth costs nothing, since nothing is kept of the elements.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True

    def start_root(name: str, attributes: dict[str, str]) -> None:
        # Where the root has no prefix, elements that have one are extensions, which no handler knows.
        if ":" in name:
            parser.StartElementHandler = lambda n, a: handler.start(n.rpartition(":")[2], a)
            parser.EndElementHandler = lambda n: handler.end(n.rpartition(":")[2])
        else:
            parser.StartElementHandler = handler.start
            parser.EndElementHandler = handler.end
        handler.start(name.rpartition(":")[2], attributes)

    parser.StartElementHandler = start_root
    parser.CharacterDataHandler = handler.text
    parser.StartDoctypeDeclHandler = _refuse_doctype
    try:
        parser.Parse(data, True)
    except UnreadableDocument:
        raise
    except expat.ExpatError:
        raise UnreadableDocument(f"is damaged ({part} is broken XML); open it and save it again") from None
    except (LookupError, ValueError):  # an encoding that the XML names and Python doesn't have
        raise UnreadableDocument(
            f"is damaged ({part} has no known encoding); open it and save it again"
        ) from None


def attribute(attributes: Mapping[str, str], name: str, default: str = "") -> str:
    """An attribute by its name without namespace."""
    if name in attributes:
        return attributes[name]
    return next((value for key, value in attributes.items() if key.rpartition(":")[2] == name), default)


def truth(value: str) -> bool:
    """A boolean of XML Schema."""
    return value.strip().lower() in ("1", "true", "on")


def whole_number(value: str, default: int = 0) -> int:
    """A whole number of at most nine digits, or the default."""
    value = value.strip()
    return int(value) if value.isascii() and value.isdigit() and len(value) <= 9 else default


def _refuse_doctype(*_: object) -> None:
    # Office programs write none; only entity tricks need one.
    raise UnreadableDocument("declares a document type in its XML, as no office program does; save it again")


Reaction = Callable[[Mapping[str, str]], None]


class Elements:
    """A handler that reacts to the start of some elements only, given as `parent/name`."""

    def __init__(self, reactions: Mapping[str, Reaction]) -> None:
        self._reactions = reactions
        self._path: list[str] = [""]

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        if reaction := self._reactions.get(f"{self._path[-1]}/{name}"):
            reaction(attributes)
        self._path.append(name)

    def end(self, name: str) -> None:
        """An element ends."""
        self._path.pop()

    def text(self, characters: str) -> None:
        """Characters are passed over."""
