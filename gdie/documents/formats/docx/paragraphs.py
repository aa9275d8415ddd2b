"""The text of one paragraph as it is printed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from gdie.documents.formats.docx.parts import MC, Element, W, alternative, content_of, switch, value
from gdie.documents.formats.docx.styles import Style, Styles

_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_VML = "{urn:schemas-microsoft-com:vml}"
_LINE_END = "\n"
_TEXT = W + "t"
_RUN = W + "r"
_FIELD = W + "fldChar"
_FIXED = {
    W + "tab": "\t",
    W + "ptab": "\t",
    W + "br": _LINE_END,
    W + "cr": _LINE_END,
    W + "noBreakHyphen": "-",
}
_DRAWINGS = frozenset({W + "drawing", W + "pict", W + "object"})
_NOTES = {W + "footnoteReference": "footnote", W + "endnoteReference": "endnote"}
# Characters that other software takes for the end of a line.
_BLANKS = str.maketrans(dict.fromkeys("\n\r\v\f\x85\u2028\u2029", " "))
# Signs of symbol fonts, by the last byte of their private-use character.
_SIGNS = {
    "wingdings": {0x52: "☑", 0x6C: "●", 0x6E: "■", 0x6F: "□", 0x71: "□", 0xA1: "○", 0xA8: "□", 0xFB: "×", 0xFC: "√", 0xFD: "☒", 0xFE: "☑"},
    "wingdings 2": {0x50: "√", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0xA3: "□"},
    "symbol": {0x2D: "-", 0xA3: "≤", 0xB0: "°", 0xB1: "±", 0xB3: "≥", 0xB4: "×", 0xB7: "•", 0xB8: "÷", 0xB9: "≠"},
}  # fmt: skip


@dataclass
class ParagraphText:
    """What a paragraph holds: its `lines` (without what only the screen shows), drawings and notes anchored in it."""

    lines: list[str] = field(default_factory=list)
    drawings: list[Element] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)


def read_paragraph(paragraph: Element, style: Style, styles: Styles) -> ParagraphText:
    """The text of a `w:p`: results of fields but not their codes, no deleted or hidden text, no marks of notes."""
    reader = _Reader(style.hidden or False, styles)
    for child in content_of(paragraph):
        if child.tag == _RUN:
            reader.read_run(child)
        elif child.tag in (_M + "oMath", _M + "oMathPara"):
            reader.pieces.append(_formula(child))
    reader.found.lines = "".join(reader.pieces).split(_LINE_END)
    return reader.found


def text_boxes(drawing: Element) -> Iterator[Element | str]:
    """The contents of the text boxes of a drawing (`w:txbxContent`); the words of decorative lettering as they are."""
    stack = [drawing]
    while stack:
        element = stack.pop()
        if element.tag == W + "txbxContent":
            yield element
        elif element.tag == _VML + "textpath":
            yield element.get("string", "")
        elif element.tag == MC + "AlternateContent":
            stack.extend(reversed(alternative(element)))
        else:
            stack.extend(reversed(element))


class _Reader:
    def __init__(self, hidden: bool, styles: Styles) -> None:
        self._hidden = hidden
        self._styles = styles
        self.pieces: list[str] = []
        self.found = ParagraphText()
        # Where the code of each open field began in `pieces`; None once its result has begun.
        self._fields: list[int | None] = []

    def read_run(self, run: Element) -> None:
        hidden = self._is_hidden(run)
        for child in content_of(run):
            tag = child.tag
            if tag == _FIELD:
                self._field(child.get(W + "fldCharType"))
            elif hidden:
                continue
            elif tag == _TEXT:
                self.pieces.append(_words(child))
            elif tag in _FIXED:
                self.pieces.append(_FIXED[tag])
            elif tag == W + "sym":
                self.pieces.append(_sign(child))
            elif tag == W + "ruby":
                # The reading above the characters is not part of the text.
                for base in child.iterchildren(W + "rubyBase"):
                    for inner in content_of(base):
                        if inner.tag == _RUN:
                            self.read_run(inner)
            elif tag in _DRAWINGS:
                self.found.drawings.append(child)
            elif tag in _NOTES:
                self.found.notes.append((_NOTES[tag], child.get(W + "id", "")))
                if child.get(W + "customMarkFollows") in ("1", "true", "on"):
                    return

    def _field(self, kind: str | None) -> None:
        # A field that is never closed hides nothing: its code is not in the text anyway.
        if kind == "begin":
            self._fields.append(len(self.pieces))
        elif kind == "separate" and self._fields:
            self._drop_code()
            self._fields[-1] = None
        elif kind == "end" and self._fields:
            self._drop_code()
            self._fields.pop()

    def _drop_code(self) -> None:
        if (start := self._fields[-1]) is not None:
            del self.pieces[start:]

    def _is_hidden(self, run: Element) -> bool:
        properties = run.find(W + "rPr")
        if properties is None:
            return self._hidden
        direct = switch(properties, "vanish")
        if direct is not None:
            return direct
        # Hidden text is a toggle: a hidden character style in a hidden paragraph style shows again.
        return self._hidden != (self._styles.style(value(properties, "rStyle")).hidden or False)


def _words(element: Element) -> str:
    text = element.text or ""
    if element.get("{http://www.w3.org/XML/1998/namespace}space") != "preserve":
        text = text.strip(" \t\r\n")
    return text.translate(_BLANKS)


def _sign(element: Element) -> str:
    code = element.get(W + "char", "")
    try:
        number = int(code[:6], 16)
    except ValueError:
        return ""
    if 0xF000 <= number <= 0xF0FF:
        return _SIGNS.get((element.get(W + "font") or "").lower(), {}).get(number - 0xF000, "")
    if number < 0x20 or 0xD800 <= number <= 0xF8FF or number > 0x10FFFF:
        return ""
    return chr(number).translate(_BLANKS)


def _formula(element: Element) -> str:
    # On one line, so that 1 over 2 is not read as 12.
    text = ""
    for node in element.iter(_M + "t", _M + "den", _M + "sup"):
        if node.tag == _M + "t":
            text += (node.text or "").translate(_BLANKS)
        else:
            text += "/" if node.tag == _M + "den" else "^"
    return text
