"""The objects of a page (strings, paths, pictures) with the matrices that place them, those within forms too."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

Matrix = tuple[float, float, float, float, float, float]
Point = tuple[float, float]

IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_MOST = 200_000  # of one page; what comes after is not looked at
_DEPTH = 12  # forms within each other
_HIDDEN = 3  # text rendering mode: neither filled nor stroked
_STROKED = 1


class Drawn(NamedTuple):
    """An object of a page; `matrix` leads from its own space to that of the page."""

    kind: int
    handle: Any
    matrix: Matrix


def walk(page: Any) -> Iterator[Drawn]:
    """All objects in drawing order; forms are entered."""
    left = _MOST
    # Each level: how to get an object, of what, how many there are, which is next, and the matrix of the form.
    levels = [[pdfium.FPDFPage_GetObject, page, pdfium.FPDFPage_CountObjects(page), 0, IDENTITY]]
    while levels:
        get, holder, count, index, outer = levels[-1]
        if index >= count or left <= 0:
            levels.pop()
            continue
        levels[-1][3] += 1
        left -= 1
        drawing = get(holder, index)
        if not drawing:
            continue
        kind = pdfium.FPDFPageObj_GetType(drawing)
        matrix = outer if kind == pdfium.FPDF_PAGEOBJ_TEXT else _product(_matrix(drawing), outer)
        if kind == pdfium.FPDF_PAGEOBJ_FORM:
            if len(levels) < _DEPTH:
                inside = pdfium.FPDFFormObj_CountObjects(drawing)
                levels.append([pdfium.FPDFFormObj_GetObject, drawing, inside, 0, matrix])
        else:
            yield Drawn(kind, drawing, matrix)


def widen(text: Any) -> None:
    """Give a string a width where it has none, or pdfium leaves it out of the text of its page.

    It takes the width from the shapes of the letters, and of a Chinese font that is neither in the file nor on the machine it has none:
    a string of one character (a unit in its cell, a header set vertically) would be lost.
    """
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    if pdfium.FPDFPageObj_GetBounds(text, left, bottom, right, top) and right.value - left.value >= 0.02:
        return
    # The bounds of outlined letters are wider by the stroke, and are found anew when the string is moved, by nothing.
    pdfium.FPDFPageObj_SetStrokeWidth(text, 1.0)
    pdfium.FPDFTextObj_SetTextRenderMode(text, _STROKED)
    pdfium.FPDFPageObj_TransformF(text, pdfium.FS_MATRIX(*IDENTITY))


def address(handle: Any) -> int | None:
    """What tells objects apart."""
    return ctypes.cast(handle, ctypes.c_void_p).value


def is_hidden(text: Any) -> bool:
    """Whether a string is drawn without ink."""
    return bool(pdfium.FPDFTextObj_GetTextRenderMode(text) == _HIDDEN)


def through(point: Point, matrix: Matrix) -> Point:
    """A point after a matrix."""
    (x, y), (a, b, c, d, e, f) = point, matrix
    return a * x + c * y + e, b * x + d * y + f


def _matrix(drawing: Any) -> Matrix:
    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(drawing, matrix):
        return IDENTITY
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _product(inner: Matrix, outer: Matrix) -> Matrix:
    """First `inner`, then `outer`."""
    a, b, c, d, e, f = inner
    g, h, i, j, k, m = outer
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m
