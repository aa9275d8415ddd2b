"""The parts of a workbook besides its cells: which sheets it shows, number formats, shared strings."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass

from gdie.documents.errors import UnreadableDocument
from gdie.documents.formats.packages import Package
from gdie.documents.formats.xlsx.markup import Elements, attribute, read_part, truth, whole_number
from gdie.documents.formats.xlsx.number_formats import built_in_formats

_WORKBOOK = "xl/workbook.xml"
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


@dataclass(frozen=True)
class SheetPart:
    """A worksheet that is shown: its name and the name of its part."""

    name: str
    part: str


@dataclass(frozen=True)
class Workbook:
    """What the cells of all sheets refer to. `formats`: the number format of each cell style."""

    sheets: tuple[SheetPart, ...]
    formats: tuple[str, ...]
    strings_part: str | None
    from_1904: bool


def read_workbook(package: Package) -> Workbook:
    """The shown worksheets in their order and what belongs to all. Raises `UnreadableDocument`."""
    main = _main_part(package)
    relations = _relations(package, main)
    entries: list[Mapping[str, str]] = []
    properties: list[Mapping[str, str]] = []
    reactions = {"sheets/sheet": entries.append, "workbook/workbookPr": properties.append}
    read_part(_member(package, main), Elements(reactions), main)
    # A part counts once: a small file may name one sheet a million times.
    sheets: dict[str, SheetPart] = {}
    for entry in entries:
        kind, part = relations.get(attribute(entry, "id"), ("", ""))
        if kind == "worksheet" and attribute(entry, "state", "visible") == "visible":
            sheets.setdefault(part.casefold(), SheetPart(attribute(entry, "name"), part))
    if not sheets:
        raise UnreadableDocument("shows no worksheet; unhide the sheet of the report and save it again")
    parts = {kind: part for kind, part in relations.values() if part in package}
    return Workbook(
        tuple(sheets.values()),
        _formats(package, parts.get("styles")),
        parts.get("sharedStrings"),
        any(truth(attribute(p, "date1904")) for p in properties),
    )


def read_strings(package: Package, part: str | None, wanted: set[int]) -> dict[int, str]:
    """The shared strings of these numbers."""
    if part is None or not wanted:
        return {}
    strings = _Strings(wanted)
    read_part(_member(package, part), strings, part)
    return strings.found


def unescape(text: str) -> str:
    """The text without the escapes of characters that XML can't hold (`_x000D_`)."""
    return _ESCAPED.sub(lambda m: chr(int(m[1], 16)), text) if "_x" in text else text


class _Strings:
    """The `si` elements whose numbers are wanted, without phonetic runs."""

    def __init__(self, wanted: set[int]) -> None:
        self.found: dict[int, str] = {}
        self._wanted = wanted
        self._number = -1
        self._parts: list[str] | None = None
        self._phonetic = self._open = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        if name == "si":
            self._number += 1
            self._parts = [] if self._number in self._wanted else None
        elif name == "rPh":
            self._phonetic = True
        elif name == "t":
            self._open = self._parts is not None and not self._phonetic

    def end(self, name: str) -> None:
        """An element ends."""
        if name == "t":
            self._open = False
        elif name == "rPh":
            self._phonetic = False
        elif name == "si" and self._parts is not None:
            self.found[self._number] = unescape("".join(self._parts))
            self._parts = None

    def text(self, characters: str) -> None:
        """Characters, in any number of pieces."""
        if self._open and self._parts is not None:
            self._parts.append(characters)


def _main_part(package: Package) -> str:
    if "_rels/.rels" in package:
        for kind, part in _relations(package, "").values():
            if kind == "officeDocument" and part in package:
                return part
    return _WORKBOOK


def _relations(package: Package, part: str) -> dict[str, tuple[str, str]]:
    """Kind and target of the relations of a part by their ids; those that point out of the file are left out."""
    folder, name = posixpath.split(part)
    file = posixpath.join(folder, "_rels", f"{name}.rels")
    if file not in package:
        raise UnreadableDocument(f"is damaged ({file} is missing); open it and save it again")
    entries: list[Mapping[str, str]] = []
    read_part(_member(package, file), Elements({"Relationships/Relationship": entries.append}), file)
    found = {}
    for entry in entries:
        if attribute(entry, "TargetMode") == "External":
            continue
        target = attribute(entry, "Target")
        path = (
            target.lstrip("/")
            if target.startswith("/")
            else posixpath.normpath(posixpath.join(folder, target))
        )
        found[attribute(entry, "Id")] = (attribute(entry, "Type").rpartition("/")[2], path)
    return found


def _formats(package: Package, part: str | None) -> tuple[str, ...]:
    if part is None:
        return ()
    codes: dict[int, str] = dict(built_in_formats())
    styles: list[int] = []

    def name_format(attributes: Mapping[str, str]) -> None:
        codes[whole_number(attribute(attributes, "numFmtId"))] = attribute(attributes, "formatCode")

    def add_style(attributes: Mapping[str, str]) -> None:
        styles.append(whole_number(attribute(attributes, "numFmtId")))

    read_part(
        _member(package, part),
        Elements({"numFmts/numFmt": name_format, "cellXfs/xf": add_style}),
        part,
    )
    return tuple(codes.get(number, "General") for number in styles)


def _member(package: Package, name: str) -> bytes:
    try:
        return package.read_member(name)
    except KeyError:
        raise UnreadableDocument(f"is damaged ({name} is missing); open it and save it again") from None
