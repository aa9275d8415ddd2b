"""The columns of a table, from its rows: how many, what each holds, and which cell of a short row stands in which."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from gdie.documents.model import Cell, ColumnRole, Row
from gdie.documents.tables.content import (
    LONE_ROW,
    MAX_COLUMNS,
    is_blank,
    is_figure,
    is_index_title,
    is_label_title,
    is_remark_title,
    is_text_title,
    is_unit,
    is_unit_title,
    is_value,
    squeeze,
)
from gdie.documents.tables.page import RawRow
from gdie.documents.tables.sections import Section


@dataclass(frozen=True)
class Shape:
    """The roles of a table's columns, with the numbers that place the cells of a short row."""

    roles: tuple[ColumnRole, ...]

    @property
    def width(self) -> int:
        """The number of columns."""
        return len(self.roles)

    @property
    def figures(self) -> int:
        """The number of value columns at the right edge."""
        return next((k for k, role in enumerate(reversed(self.roles)) if role != "value"), self.width)

    @property
    def unit(self) -> int | None:
        """The column of units right before the value columns at the edge, or None."""
        column = self.width - self.figures - 1
        return column if column >= 0 and self.figures and self.roles[column] == "unit" else None


def figures_at_end(cells: Sequence[Cell]) -> int:
    """How many cells at the end of a row are figures, placeholders or empty; 0 where there is no figure or placeholder."""
    count = 0
    for cell in reversed(cells):
        if cell.text and not is_value(cell.text):
            break
        count += 1
    tail = cells[len(cells) - count :] if count else ()
    return count if any(c.text for c in tail) else 0


def _has_figures(row: RawRow) -> bool:
    return any(is_figure(c.text) for c in row.cells)


def find_shape(section: Section) -> Shape | None:
    """The columns of a table of statistics, or None where no column is mostly figures or nothing names them."""
    width = _width(section)
    if not 1 <= width <= MAX_COLUMNS:
        return None
    rows = section.rows
    if any(r.sure and _has_figures(r) for r in rows):
        rows = [r for r in rows if r.sure]
    whole = [r for r in rows if len(r.cells) == width]
    header = [r for r in section.header if len(r.cells) == width]
    roles = [_role(header, whole, column) for column in range(width)]
    for column in range(1, width):
        # The columns in front of the figures name the rows; prose behind them is remarks.
        if roles[column] == "label" and "value" in roles[:column]:
            # A column that all rows leave empty before the last one of figures is one of figures too.
            empty = not any(r.cells[column].text for r in whole)
            roles[column] = "value" if empty and "value" in roles[column + 1 :] else "text"
        elif roles[column] == "unit" and "label" not in roles[:column]:
            roles[column] = "label"
    if "value" not in roles:
        return None
    lone = width >= LONE_ROW or len(section.rows[0].cells[0].text) >= LONE_ROW
    if "label" not in roles and not section.header and not lone:
        return None
    return Shape(tuple(roles))


def find_prose_shape(section: Section) -> Shape | None:
    """The columns of a table of prose under a header of titles, or None."""
    if not section.header or len(section.rows) < 2:
        return None
    titles = section.header[0].cells
    width = len(titles)
    named = sum(is_text_title(c.text) for c in titles)
    whole = [r for r in section.rows if len(r.cells) == width]
    if width < 2 or 2 * named < width or 2 * len(whole) < len(section.rows):
        return None
    roles: list[ColumnRole] = []
    for column, title in enumerate(titles):
        filled = [r.cells[column].text for r in whole if r.cells[column].text]
        numbers = column == 0 and filled and all(is_figure(c) and len(c) <= 4 for c in filled)
        roles.append("index" if is_index_title(title.text) or numbers else "text")
    return Shape(tuple(roles)) if "text" in roles else None


def _width(section: Section) -> int:
    """The number of columns: of the longest row that is no odd one out."""
    data = [r for r in section.rows if _has_figures(r) and len(r.cells) <= MAX_COLUMNS]
    if not data:
        return 0
    counts = Counter(len(r.cells) for r in data)
    ends = Counter(k for r in data if (k := figures_at_end(r.cells)))
    usual = max(ends, key=lambda k: (ends[k], k)) if ends else 0
    often = max(2, len(data) // 10)
    regular = [
        len(r.cells) for r in data if counts[len(r.cells)] >= often or figures_at_end(r.cells) == usual
    ]
    width = max(regular, default=max(counts))
    titles = section.header[-1].cells if section.header else ()
    # A column of remarks that all rows leave empty, or a unit or label that no row but the header has.
    if len(titles) == width + 1 and (is_remark_title(titles[-1].text) or not titles[-1].text):
        return width + 1
    return width


def _role(header: Sequence[RawRow], rows: Sequence[RawRow], column: int) -> ColumnRole:
    title = next((squeeze(h.cells[column].text) for h in reversed(header) if h.cells[column].text), "")
    content = [r.cells[column].text for r in rows]
    filled = [c for c in content if not is_blank(c)]
    figures = sum(map(is_figure, filled))
    if is_index_title(title):
        return "index"
    if is_unit_title(title) and figures < 0.8 * max(len(filled), 1):
        return "unit"
    if is_remark_title(title):
        return "text"
    mostly = not filled or figures >= 0.8 * len(filled)
    if column and content and mostly and (figures or title or any(content)):
        return "value"
    if not column and figures and mostly and not is_label_title(title):
        return "value"
    if column and filled and all(map(is_unit, filled)):
        return "unit"
    return "label"


def place(raw: RawRow, shape: Shape) -> Row:
    """The row with one cell a column, or as it is where nobody can say which columns its cells stand in."""
    cells = raw.cells
    if len(cells) == shape.width:
        return Row(cells, raw.sure and _fits(cells, shape))
    if len(cells) < shape.width and (placed := _placed(cells, shape)) is not None:
        return Row(placed, raw.sure)
    return Row(cells[:MAX_COLUMNS], False)


def _fits(cells: Sequence[Cell], shape: Shape) -> bool:
    """Whether the cells of a whole row hold what their columns hold: no figure slid into the label."""
    first = shape.width - shape.figures
    labels = [c for c in cells[:first] if c.text]
    return not (
        labels and first and shape.roles[0] == "label" and is_figure(labels[0].text) and len(labels) < first
    )


def _placed(cells: tuple[Cell, ...], shape: Shape) -> tuple[Cell, ...] | None:
    """Labels from the left, figures from the right, empty cells between; None where that is not certain."""
    count = figures_at_end(cells)
    while count > shape.figures and count and not cells[len(cells) - count].text:
        count -= 1  # an empty cell left of the figures is the label's or the unit's
    lead, tail = cells[: len(cells) - count], cells[len(cells) - count :]
    if shape.figures and len(tail) == shape.figures:
        room = shape.width - shape.figures
        return _spread(lead, tail, room, shape.unit)
    if tail and not shape.figures:
        return cells + _empty(cells[-1].end, shape.width - len(cells))
    if tail and shape.figures and len(tail) != shape.figures:
        return None
    room = shape.width - shape.figures
    if len(lead) > room:
        return None
    placed = _spread(lead, (), room, shape.unit)
    return placed + _empty(cells[-1].end, shape.figures) if placed is not None else None


def _spread(
    lead: tuple[Cell, ...], tail: tuple[Cell, ...], room: int, unit: int | None
) -> tuple[Cell, ...] | None:
    """Label cells from the left, the unit in its column, empty cells for what is missing."""
    if len(lead) > room:
        return None
    own = lead[-1:] if unit is not None and len(lead) > 1 and is_unit(lead[-1].text) else ()
    labels = lead[: len(lead) - len(own)]
    if unit is not None and not own and len(labels) > room - 1:
        return None
    at = labels[-1].end if labels else (own or tail)[0].start
    return labels + _empty(at, room - len(lead)) + own + tail


def _empty(offset: int, count: int) -> tuple[Cell, ...]:
    return (Cell(offset, offset),) * count


def place_header(raw: RawRow, shape: Shape) -> Row:
    """A header row: in columns where it has a title for each, or one for each column of figures."""
    cells = raw.cells
    stacked = len(cells) > 2 and all(len(c.text) <= 1 for c in cells)  # titles of one character a line
    if stacked or not raw.sure:
        return Row(cells[:MAX_COLUMNS], False)
    if len(cells) == shape.width:
        return Row(cells)
    filled = tuple(c for c in cells if c.text)
    rest = shape.width - shape.figures
    if not filled or not shape.figures or len(cells) > shape.width:
        return Row(cells[:MAX_COLUMNS], False)
    if len(filled) == shape.figures and not is_label_title(filled[0].text):
        return Row(_empty(filled[0].start, rest) + filled)
    own = len(filled) - shape.figures
    if 0 < own <= rest and is_label_title(filled[0].text):
        labels, titles = filled[:own], filled[own:]
        if shape.unit is not None and own > 1 and is_unit_title(labels[-1].text):
            return Row(labels[:-1] + _empty(labels[-2].end, rest - own) + labels[-1:] + titles)
        return Row(labels + _empty(labels[-1].end, rest - own) + titles)
    return Row(cells[:MAX_COLUMNS], False)
