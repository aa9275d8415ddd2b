"""The XML parts of a Word file.

They are read with lxml straight from the package: python-docx opens every part and relationship first, so that one broken picture
or a missing style sheet makes a report with whole text unreadable, and it knows no strict OOXML.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from lxml import etree

from gdie.documents.errors import UnreadableDocument
from gdie.documents.formats.packages import Package, open_package
from gdie.documents.limits import Limits

Element: TypeAlias = etree._Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_STRICT = {
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": W[1:-1].encode(),
    b"http://purl.oclc.org/ooxml/officeDocument/math": b"http://schemas.openxmlformats.org/officeDocument/2006/math",
}
# Elements and attributes of a part: a report has some ten thousand, a tree of these takes about a gigabyte.
_MOST_NODES = 6_000_000
_DOCTYPES = tuple("<!DOCTYPE".encode(encoding) for encoding in ("ascii", "utf-16-le", "utf-16-be"))
_OFF = frozenset({"0", "false", "off", "none"})
# What stands around content without being content itself.
_WRAPPERS = frozenset(
    W + name
    for name in (
        "sdt",
        "sdtContent",
        "customXml",
        "smartTag",
        "ins",
        "moveTo",
        "hyperlink",
        "fldSimple",
        "dir",
        "bdo",
    )
)


@dataclass(frozen=True)
class Parts:
    """The roots of the parts that are read; a part that is missing or damaged is None, `body` is always there."""

    body: Element
    styles: Element | None
    numbering: Element | None
    footnotes: Element | None
    endnotes: Element | None
    title: str | None


def open_parts(data: bytes, limits: Limits) -> Parts:
    """The parts of a Word file.

    Raises `UnreadableDocument` if it is no Word file, its main part is damaged, or a part declares entities.
    """
    package = open_package(data, limits)
    main = _main_part(package)
    root = _parse(package.read_member(main), main)
    body = root.find(W + "body")
    if body is None:
        raise UnreadableDocument("is no Word document (it has no text body); save it again as .docx")
    folder = posixpath.dirname(main)
    targets = _targets(package, f"{folder}/_rels/{posixpath.basename(main)}.rels", folder)

    def part(kind: str) -> Element | None:
        return _optional(package, targets.get(kind, f"{folder}/{kind}.xml"))

    core = _optional(package, "docProps/core.xml")
    title = None if core is None else " ".join((core.findtext(_TITLE) or "").split())
    return Parts(body, part("styles"), part("numbering"), part("footnotes"), part("endnotes"), title or None)


def content_of(element: Element) -> Iterator[Element]:
    """The children of an element as a reader sees them.

    Content controls, accepted insertions, links and the like are opened, deletions left out, and of alternatives one is taken.
    """
    stack: list[Iterator[Element]] = [iter(element)]
    while stack:
        child = next(stack[-1], None)
        if child is None:
            stack.pop()
        elif child.tag == MC + "AlternateContent":
            stack.append(iter(alternative(child)))
        elif child.tag not in _WRAPPERS:
            yield child
        elif child.tag != W + "sdt" or not _is_placeholder(child):
            stack.append(iter(child))


def alternative(element: Element) -> Element | tuple[()]:
    """The branch of an `mc:AlternateContent` that is shown: the new one, the fallback only if that is empty."""
    for branch in (element.find(MC + "Choice"), element.find(MC + "Fallback")):
        if branch is not None and len(branch):
            return branch
    return ()


def value(element: Element | None, name: str, attribute: str = "val") -> str | None:
    """The value of a property: an attribute of a child of `element`. None where either is missing."""
    child = None if element is None else element.find(W + name)
    return None if child is None else child.get(W + attribute)


def switch(element: Element | None, name: str) -> bool | None:
    """An on/off property. None where it is not given."""
    child = None if element is None else element.find(W + name)
    return None if child is None else child.get(W + "val", "1") not in _OFF


def whole_number(text: str | None, default: int, most: int = 1_000_000) -> int:
    """The number an attribute gives, at most `most`; `default` where it gives none or a negative one."""
    if text is None or not (text.isascii() and text.isdigit()):
        return default
    return min(int(text), most) if len(text) < 10 else most


def _is_placeholder(control: Element) -> bool:
    return switch(control.find(W + "sdtPr"), "showingPlcHdr") or False


def _main_part(package: Package) -> str:
    named = _targets(package, "_rels/.rels", "").get("officeDocument", "word/document.xml")
    for name in (named, "word/document.xml"):
        if name in package:
            return name
    raise UnreadableDocument("is no Word document (word/document.xml is missing); save it again as .docx")


def _targets(package: Package, name: str, folder: str) -> dict[str, str]:
    """The parts that a part refers to, by the kind of the relationship. What lies outside the file is left out."""
    root = _optional(package, name)
    found: dict[str, str] = {}
    for relationship in () if root is None else root.iter(_RELATIONSHIP):
        target = relationship.get("Target", "")
        if relationship.get("TargetMode") != "External":
            found.setdefault(
                relationship.get("Type", "").rsplit("/", 1)[-1],
                posixpath.normpath(posixpath.join(folder, target)),
            )
    return found


class _Damaged(UnreadableDocument):
    """A part that is no XML."""


def _optional(package: Package, name: str) -> Element | None:
    if name not in package:
        return None
    try:
        data = package.read_member(name)
    except UnreadableDocument:
        return None
    try:
        return _parse(data, name)
    except _Damaged:
        return None


def _parse(data: bytes, name: str) -> Element:
    # Word never writes a document type; whoever does wants entities expanded or files fetched.
    if any(mark in data for mark in _DOCTYPES):
        raise UnreadableDocument(f"declares entities in {name}, as no Word file does; save it again as .docx")
    if data.count(b"<") + data.count(b"=") > _MOST_NODES:
        raise UnreadableDocument(f"has more elements in {name} than any report; split it")
    for strict, ordinary in _STRICT.items():
        data = data.replace(strict, ordinary)
    # Without huge_tree libxml2 keeps to 256 elements within each other, which bounds every recursion below.
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
        huge_tree=False,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        reason = str(getattr(error, "msg", None) or error).split("\n", 1)[0][:120]
        raise _Damaged(f"is damaged ({name}: {reason}); save it again as .docx") from None
    # What is written in an encoding that hides the declaration from the search above.
    if root.getroottree().docinfo.doctype:
        raise UnreadableDocument(f"declares entities in {name}, as no Word file does; save it again as .docx")
    return root
