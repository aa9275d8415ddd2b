"""Headers of several lines as text without cells has them: stacked, cut in halves, upright, or run together."""

from __future__ import annotations

import random
from itertools import pairwise, zip_longest

from gdie.training.forms.grid import Grid
from gdie.training.forms.model import Style

MANY = 6
"""From this many figures a row on, narrow columns make headers break or stand upright."""


def header_lines(grid: Grid, style: Style, rng: random.Random) -> list[str]:
    """The header of a table in text with single blanks."""
    if not grid.header:
        return []
    if style.header == "line" and grid.figures >= MANY:
        corner = grid.labels and rng.random() < 0.5
        texts = [cell.text for line in grid.header for cell in line]
        return ["".join(texts if corner or not grid.labels else texts[1:])]
    # Only narrow columns of a printed page break header cells; glued text comes from cells as they are.
    printed = style.manner == "single"
    if style.header in ("halves", "vertical") and grid.figures >= MANY and printed:
        height = len(grid.header)
        upper = [
            " ".join(c.text for c in line if c.column < grid.labels or place + c.down < height)
            for place, line in enumerate(grid.header)
        ]
        labels = ["".join(label.split()) for label in grid.leaves()]
        leaves = _halves(labels) if style.header == "halves" else _upright(labels, grid.groups)
        return [line for line in upper if line] + leaves
    return [" ".join(line) for line in _stacked(grid, rng, printed)]


def _stacked(grid: Grid, rng: random.Random, cut: bool) -> list[list[str]]:
    """A line for each line of cells; the corner cell, which is as high as the header, may be cut over them."""
    lines = [[cell.text for cell in line] for line in grid.header]
    corner = grid.header[0][0]
    inner = range(6, len(corner.text) - 2)
    if cut and grid.labels and 1 < corner.down <= len(inner) and rng.random() < 0.6:
        places = sorted(rng.sample(inner, rng.randint(1, corner.down - 1)))
        ends = (0, *places, len(corner.text))
        pieces = [corner.text[a:b] for a, b in pairwise(ends)]
        lines[0] = lines[0][1:]
        for line, piece in enumerate(pieces):
            lines[line] = [piece, *lines[line]]
    return lines


def _halves(labels: list[str]) -> list[str]:
    """Each label over two lines: the first halves side by side, then the second ones of those that have one."""
    first = [label if len(label) <= 2 else label[: (len(label) + 1) // 2] for label in labels]
    second = [label[len(start) :] for label, start in zip(labels, first, strict=True)]
    return [" ".join(first), " ".join(half for half in second if half)]


def _upright(labels: list[str], widths: tuple[int, ...]) -> list[str]:
    """One character of each label a line, short labels in the middle; groups stand somewhat apart."""
    height = max(map(len, labels))
    columns = [" " * ((height - len(label)) // 2) + label for label in labels]
    lines = []
    for characters in zip_longest(*columns, fillvalue=" "):
        groups, start = [], 0
        for width in widths:
            groups.append(" ".join(characters[start : start + width]))
            start += width
        lines.append("  ".join(groups).rstrip())
    return lines
