"""Whether the pages of a PDF draw the same content over and over, as a file may do that is made to keep its reader busy.

A form that draws another one twice, which draws another one twice, …: forty of them in a file of ten kilobytes take a year. pdfium can't be
stopped meanwhile.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Mapping
from typing import Any

from gdie.documents.errors import UnreadableDocument
from gdie.documents.limits import Limits

_CALL = re.compile(rb"/([^\s/<>()\[\]]+)\s+Do\b")
_EACH = 100  # what the drawing of a form costs on top of its operators, as bytes of them
_MANY = "draws its content again and again, as no report does; open it in a viewer and print it to a new PDF"


def check_drawing(data: bytes, limits: Limits) -> None:
    """Raise `UnreadableDocument` where the operators of all pages, those of forms each time they are drawn, exceed `limits.unpacked` bytes."""
    try:
        cost = _cost(data, limits.unpacked)
    except Exception as error:
        # The parser raises whatever a broken file leads to; what can't be weighed is not read.
        raise UnreadableDocument(_MANY) from error
    if cost > limits.unpacked:
        raise UnreadableDocument(_MANY)


def _cost(data: bytes, most: int) -> int:
    from pdfminer.pdfdocument import PDFDocument
    from pdfminer.pdfpage import PDFPage
    from pdfminer.pdfparser import PDFParser
    from pdfminer.pdftypes import resolve1

    known: dict[int, int] = {}
    total = 0
    for page in PDFPage.create_pages(PDFDocument(PDFParser(io.BytesIO(data)))):
        contents = b"\n".join(resolve1(stream).get_data() for stream in page.contents)
        forms = _forms(page.resources)
        total += _EACH + len(contents) + _cost_of_calls(_calls(contents), forms, known, most)
        if total > most:
            return total
    return total


def _calls(contents: bytes) -> Counter[str]:
    return Counter(name.decode("latin-1") for name in _CALL.findall(contents))


def _forms(resources: Any) -> dict[str, Any]:
    """The forms of a resource dictionary by name."""
    from pdfminer.pdftypes import PDFStream, resolve1
    from pdfminer.psparser import literal_name

    found = {}
    inside = resolve1(resources)
    objects = resolve1(inside.get("XObject")) if isinstance(inside, Mapping) else None
    for name, reference in (objects or {}).items():
        stream = resolve1(reference)
        if isinstance(stream, PDFStream) and literal_name(resolve1(stream.get("Subtype"))) == "Form":
            found[str(name)] = stream
    return found


def _cost_of_calls(calls: Counter[str], forms: Mapping[str, Any], known: dict[int, int], most: int) -> int:
    """What some calls cost. `known`: the costs of forms by number; it grows."""
    for name in calls:
        if name in forms:
            _weigh(forms[name], known, most)
    return sum(count * known[_number(forms[name])] for name, count in calls.items() if name in forms)


def _number(form: Any) -> int:
    return int(form.objid) if form.objid is not None else id(form)


def _weigh(form: Any, known: dict[int, int], most: int) -> None:
    """Find the cost of a form, those of the forms within it first. A form within itself is drawn once, as viewers do."""
    waiting = [form]
    entered: dict[int, tuple[Counter[str], dict[str, Any], int]] = {}
    while waiting:
        form = waiting[-1]
        number = _number(form)
        if number in known:
            waiting.pop()
            continue
        if number not in entered:
            contents = form.get_data()
            entered[number] = _calls(contents), _forms(form.get("Resources")), len(contents)
            calls, forms, _ = entered[number]
            waiting += [forms[n] for n in calls if n in forms and _number(forms[n]) not in entered]
            continue
        calls, forms, size = entered[number]
        inner = sum(count * known.get(_number(forms[n]), 0) for n, count in calls.items() if n in forms)
        known[number] = min(_EACH + size + inner, most + 1)
        waiting.pop()
