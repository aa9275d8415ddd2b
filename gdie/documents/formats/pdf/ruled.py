"""Tables by their ruling lines: the rules that touch each other part a rectangle into cells; where a rule is missing, cells are merged."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from gdie.documents.formats.pdf.page import Glyph, Page, Rule

_TOUCH = 2.5  # rules no further apart touch
_SAME = 2.5  # edges no further apart are one
_OUTSIDE = 6.0  # where rules stick out by more, there is a column without an outer edge
_COVERED = 0.6  # share of the side of a cell that a rule must cover to part it from its neighbour
_MOST_PLACES = 20_000  # of a table: a finer mesh is a drawing
_MOST_COLUMNS = 300
_MOST_TABLES = 100  # of a page
_CLOSING = frozenset("）)〕]】》」』”’，。、；：！？")
_FIGURE = frozenset("0123456789０１２３４５６７８９.,%．，％-")


@dataclass(slots=True)
class RuledCell:
    """A cell over the rows `row` to `last_row` and the columns `column` to `last_column`, all inclusive."""

    row: int
    column: int
    last_row: int
    last_column: int
    glyphs: list[Glyph] = field(default_factory=list)


@dataclass(slots=True)
class RuledTable:
    """A table of one page. `xs` and `ys` are the edges of its columns and rows, one more than there are of them."""

    page: Page
    xs: list[float]
    ys: list[float]
    cells: list[RuledCell]
    _at: dict[tuple[int, int], RuledCell]

    @property
    def left(self) -> float:
        """The left edge."""
        return self.xs[0]

    @property
    def right(self) -> float:
        """The right edge."""
        return self.xs[-1]

    @property
    def top(self) -> float:
        """The upper edge."""
        return self.ys[0]

    def cell_at(self, x: float, y: float) -> RuledCell | None:
        """The cell of a point, or None outside the table."""
        if not (self.xs[0] <= x <= self.xs[-1] and self.ys[0] <= y <= self.ys[-1]):
            return None
        row = min(max(bisect_right(self.ys, y) - 1, 0), len(self.ys) - 2)
        column = min(max(bisect_right(self.xs, x) - 1, 0), len(self.xs) - 2)
        return self._at[row, column]


def find_ruled(page: Page) -> list[RuledTable]:
    """The ruled tables of a page with the characters in their cells; those characters are taken from the page.

    A frame around text is no table: a table has cells beside each other, and words in them.
    """
    tables = []
    for rules in _touching(page.rules):
        table = _table(page, rules)
        if table is not None:
            tables.append(table)
    tables.sort(key=lambda t: (t.right - t.left) * (t.ys[-1] - t.top))
    tables = tables[:_MOST_TABLES]
    if tables:
        page.glyphs = _placed(page.glyphs, tables)
    filled = [table for table in tables if any(cell.glyphs for cell in table.cells)]
    return sorted(filled, key=lambda t: (t.top, t.left))


def _placed(glyphs: Sequence[Glyph], tables: Sequence[RuledTable]) -> list[Glyph]:
    """Put characters into the cells of the smallest table around them; the others are left over."""
    rest: list[Glyph] = []
    place, last = rest, None
    for group in _figures(glyphs):
        # Type setters let a closing sign hang over the edge of the cell.
        hangs = last is not None and group[0].text in _CLOSING and _follows(last, group[0])
        if not hangs:
            x = (group[0].left + group[-1].right) / 2
            y = group[0].baseline - group[0].size * 0.35
            cells = (cell for table in tables if (cell := table.cell_at(x, y)) is not None)
            cell = next(cells, None)
            place = cell.glyphs if cell is not None else rest
        place.extend(group)
        last = group[-1]
    return rest


def _follows(last: Glyph, glyph: Glyph) -> bool:
    """Whether a character stands right behind another one in one drawing operation."""
    return (
        last.run == glyph.run
        and abs(last.baseline - glyph.baseline) < 1
        and -0.5 < (glyph.left - last.right) / max(glyph.size, 1) < 0.2
    )


def _figures(glyphs: Sequence[Glyph]) -> Iterator[list[Glyph]]:
    """Single characters, but the digits of one figure together: a figure wider than its column is in one cell all the same."""
    group: list[Glyph] = []
    for glyph in glyphs:
        last = group[-1] if group else None
        if last is not None and last.text in _FIGURE and glyph.text in _FIGURE and _follows(last, glyph):
            group.append(glyph)
            continue
        if group:
            yield group
        group = [glyph]
    if group:
        yield group


def _touching(rules: Sequence[Rule]) -> list[list[Rule]]:
    """Rules in groups that hang together."""
    level = [r for r in rules if r.horizontal]
    upright = sorted((r for r in rules if not r.horizontal), key=lambda r: r.at)
    positions = [r.at for r in upright]
    parents = list(range(len(level) + len(upright)))
    for i, rule in enumerate(level):
        first = bisect_left(positions, rule.start - _TOUCH)
        last = bisect_right(positions, rule.end + _TOUCH)
        for j in range(first, last):
            if upright[j].start - _TOUCH <= rule.at <= upright[j].end + _TOUCH:
                _join(parents, i, len(level) + j)
    groups: dict[int, list[Rule]] = {}
    for i, rule in enumerate([*level, *upright]):
        groups.setdefault(_root(parents, i), []).append(rule)
    return [group for group in groups.values() if len(group) >= 4]


def _table(page: Page, rules: Sequence[Rule]) -> RuledTable | None:
    level = [r for r in rules if r.horizontal]
    upright = [r for r in rules if not r.horizontal]
    xs = _edges([r.at for r in upright], [r.start for r in level], [r.end for r in level])
    ys = _edges([r.at for r in level], [r.start for r in upright], [r.end for r in upright])
    rows, columns = len(ys) - 1, len(xs) - 1
    if rows < 1 or not 2 <= columns <= _MOST_COLUMNS or rows * columns > _MOST_PLACES:
        return None
    # Whether a place is parted from the one to its left, and from the one above.
    left = _sides(upright, xs, ys)
    above = _sides(level, ys, xs)
    parents = list(range(rows * columns))
    for row in range(rows):
        for column in range(columns):
            if column and (column, row) not in left:
                _join(parents, row * columns + column, row * columns + column - 1)
            if row and (row, column) not in above:
                _join(parents, row * columns + column, (row - 1) * columns + column)
    cells = _cells([_root(parents, i) for i in range(rows * columns)], columns)
    if not any(cell.column for cell in cells):
        return None
    at = {
        (row, column): cell
        for cell in cells
        for row in range(cell.row, cell.last_row + 1)
        for column in range(cell.column, cell.last_column + 1)
    }
    return RuledTable(page, xs, ys, cells, at)


def _cells(owners: Sequence[int], columns: int) -> list[RuledCell]:
    """Rectangles of the places that belong together; what is no rectangle is several."""
    cells: list[RuledCell] = []
    open_cells: dict[tuple[int, int, int], RuledCell] = {}
    for row in range(len(owners) // columns):
        still: dict[tuple[int, int, int], RuledCell] = {}
        start = row * columns
        column = 0
        while column < columns:
            owner = owners[start + column]
            last = column
            while last + 1 < columns and owners[start + last + 1] == owner:
                last += 1
            cell = open_cells.get((owner, column, last))
            if cell is None:
                cell = RuledCell(row, column, row, last)
                cells.append(cell)
            cell.last_row = row
            still[owner, column, last] = cell
            column = last + 1
        open_cells = still
    return cells


def _edges(inner: Iterable[float], starts: Iterable[float], ends: Iterable[float]) -> list[float]:
    """The edges of rows or columns, in order: the rules across, and the ends of the others where those stick out."""
    edges: list[float] = []
    for edge in sorted(inner):
        if not edges or edge - edges[-1] > _SAME:
            edges.append(edge)
    if edges and (first := min(starts, default=edges[0])) < edges[0] - _OUTSIDE:
        edges.insert(0, first)
    if edges and (last := max(ends, default=edges[-1])) > edges[-1] + _OUTSIDE:
        edges.append(last)
    return edges


def _sides(rules: Iterable[Rule], across: Sequence[float], along: Sequence[float]) -> set[tuple[int, int]]:
    """(edge of `across`, place of `along`) wherever a rule covers that side of the place."""
    covered: dict[tuple[int, int], float] = {}
    for rule in rules:
        edge = min(max(bisect_right(across, rule.at + 0.01) - 1, 0), len(across) - 1)
        if edge + 1 < len(across) and across[edge + 1] - rule.at < rule.at - across[edge]:
            edge += 1
        first = max(bisect_right(along, rule.start) - 1, 0)
        for place in range(first, len(along) - 1):
            if along[place] >= rule.end:
                break
            overlap = min(along[place + 1], rule.end) - max(along[place], rule.start)
            covered[edge, place] = covered.get((edge, place), 0.0) + overlap
    return {
        (edge, place)
        for (edge, place), length in covered.items()
        if length >= _COVERED * (along[place + 1] - along[place])
    }


def _root(parents: list[int], i: int) -> int:
    while parents[i] != i:
        parents[i] = parents[parents[i]]
        i = parents[i]
    return i


def _join(parents: list[int], i: int, j: int) -> None:
    parents[_root(parents, i)] = _root(parents, j)
