"""Where something stands in its file, in words for people."""

from __future__ import annotations

from gdie.documents import Document, Place
from gdie.outputs.findings.words import Language


def where(document: Document, start: int, end: int, lang: Language = "en") -> str:
    """The place of `[start, end)` in the file as its program shows it; else the number of the line in the text layer, from 1."""
    place = document.place_of(start, end)
    words = _words(place, lang) if place else ""
    return words or str(document.text.count("\n", 0, start) + 1)


def _words(place: Place, lang: Language) -> str:
    zh = lang == "zh"
    found = []
    if place.page is not None:
        found.append(f"第{place.page}页" if zh else f"page {place.page}")
    if place.part:
        found.append(place.part)
    elif place.paragraph is not None:
        found.append(f"第{place.paragraph}段" if zh else f"paragraph {place.paragraph}")
    if place.sheet:
        found.append(place.sheet)
    if place.table is not None:
        found.append(f"表{place.table}" if zh else f"table {place.table}")
    if place.cell:
        found.append(place.cell)
    if place.line is not None:
        found.append(f"第{place.line}行" if zh else f"line {place.line}")
    return " ".join(found)
