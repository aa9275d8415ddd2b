"""Ruling lines among the drawings of a page: strokes along an axis, outlines of rectangles, and rectangles as thin as a line."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any

import pypdfium2.raw as pdfium

from gdie.documents.formats.pdf.objects import Drawn, Matrix, Point, through
from gdie.documents.formats.pdf.page import Box, Rule

_MOST_OBJECTS = 60_000  # paths of one page: beyond that it is a map or a chart
_MOST_POINTS = 300_000
_MOST_RULES = 3_000
_THIN = 3.0  # a rectangle no thicker is a line
_SHORT = 4.0  # strokes that are no longer, joined ones together, are marks
_ALONG = 0.7  # how far a stroke may be off its axis
_SAME = 1.6  # strokes no further apart are one rule
_GAP = 3.2  # between the dashes of one rule
_Frame = Callable[[float, float, float, float], Box]


def find_drawings(drawn: Iterable[Drawn], frame: _Frame, area: float) -> tuple[list[Rule], float]:
    """The ruling lines of a page and the share of it that its largest picture covers. `frame` places a box of its contents."""
    rules: list[Rule] = []
    pictured = 0.0
    points = paths = 0
    for kind, drawing, matrix in drawn:
        if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            corners = [through((x, y), matrix) for x in (0, 1) for y in (0, 1)]
            if area > 0 and all(math.isfinite(n) for corner in corners for n in corner):
                left, top, right, bottom = frame(*_bounds(corners))
                pictured = max(pictured, min((right - left) * (bottom - top) / area, 1.0))
                rules += _thin(left, top, right, bottom)
            continue
        if kind != pdfium.FPDF_PAGEOBJ_PATH:
            continue
        paths += 1
        points += pdfium.FPDFPath_CountSegments(drawing)
        if points > _MOST_POINTS or paths > _MOST_OBJECTS:
            return [], pictured
        rules += _path(drawing, matrix, frame)
    return merged(rules), pictured


def merged(rules: Iterable[Rule]) -> list[Rule]:
    """The rules with those that continue or double each other as one; none at all where there are too many for tables."""
    result: list[Rule] = []
    for horizontal in (True, False):
        chosen = sorted((r for r in rules if r.horizontal == horizontal), key=lambda r: r.at)
        for bundle in _bundles(chosen):
            at = sum(r.at for r in bundle) / len(bundle)
            bundle.sort(key=lambda r: r.start)
            start, end = bundle[0].start, bundle[0].end
            for rule in bundle:
                if rule.start > end + _GAP:
                    result.append(Rule(horizontal, at, start, end))
                    start, end = rule.start, rule.end
                end = max(end, rule.end)
            result.append(Rule(horizontal, at, start, end))
    result = [rule for rule in result if rule.end - rule.start > _SHORT]
    return result if len(result) <= _MOST_RULES else []


def _bundles(rules: Sequence[Rule]) -> Iterator[list[Rule]]:
    bundle: list[Rule] = []
    for rule in rules:
        if bundle and rule.at - bundle[0].at > _SAME:
            yield bundle
            bundle = []
        bundle.append(rule)
    if bundle:
        yield bundle


def _path(path: Any, matrix: Matrix, frame: _Frame) -> list[Rule]:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(path, fill, stroke)
    if not fill.value and not stroke.value:
        return []
    rules: list[Rule] = []
    for points, curved in _figures(path, matrix):
        if fill.value and not curved:
            rules += _thin(*frame(*_bounds(points)))
        if stroke.value:
            for (x0, y0), (x1, y1) in pairwise(points):
                left, top, right, bottom = frame(*_bounds([(x0, y0), (x1, y1)]))
                rules += _stroke(left, top, right, bottom)
    return rules


def _figures(path: Any, matrix: Matrix) -> Iterator[tuple[list[Point], bool]]:
    """The corners of each figure of a path, and whether it has curves; curves break it."""
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[Point] = []
    curved = False
    for index in range(pdfium.FPDFPath_CountSegments(path)):
        segment = pdfium.FPDFPath_GetPathSegment(path, index)
        if not segment or not pdfium.FPDFPathSegment_GetPoint(segment, x, y):
            continue
        point = through((x.value, y.value), matrix)
        if not all(map(math.isfinite, point)):
            continue
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            if len(points) > 1:
                yield points, curved
            points, curved = [point], False
        elif kind == pdfium.FPDF_SEGMENT_BEZIERTO:
            curved = True
        else:
            points.append(point)
        if pdfium.FPDFPathSegment_GetClose(segment) and points:
            points.append(points[0])
    if len(points) > 1:
        yield points, curved


def _stroke(left: float, top: float, right: float, bottom: float) -> list[Rule]:
    if bottom - top <= _ALONG and right > left:
        return [Rule(True, (top + bottom) / 2, left, right)]
    if right - left <= _ALONG and bottom > top:
        return [Rule(False, (left + right) / 2, top, bottom)]
    return []


def _thin(left: float, top: float, right: float, bottom: float) -> list[Rule]:
    """The rule that a filled rectangle is, if it is one. A small square is a corner of rules: part of both."""
    wide, high = right - left, bottom - top
    rules = []
    if high <= _THIN and wide >= high * 0.8:
        rules.append(Rule(True, (top + bottom) / 2, left, right))
    if wide <= _THIN and high >= wide * 0.8:
        rules.append(Rule(False, (left + right) / 2, top, bottom))
    return rules


def _bounds(points: Sequence[Point]) -> tuple[float, float, float, float]:
    """Left, bottom, right, top in the space of the contents, where y grows upwards."""
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    return min(xs), min(ys), max(xs), max(ys)
