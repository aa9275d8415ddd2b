"""What holds for any text: cells are exact slices, never overlap, and hostile text ends."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gdie.documents.model import Document
from gdie.documents.reading import document_from_text

_LABELS = [
    "一、公开情况",
    "（一）申请数",
    "1.网上申请数",
    "2.信函（不含\n电邮）",
    "合计",
    "指标",
    "单位",
    "数量",
    "第二十条第（一）项",
    "句子。",
]
_FIGURES = ["0", "31", "1,204", "－8", "12.5万", "44.7%", "-", "/", "", "8000019", "2016年"]
_SIGNS = [" | ", "|", "\t", "\n", "\n\n", " ", "　　", "/", "", "\n- 3 -\n", "\f"]

words = st.sampled_from(_LABELS + _FIGURES + ["件", "条", "万元", "[image: a]", "AB"])
signs = st.sampled_from(_SIGNS)


@st.composite
def tableish(draw: st.DrawFn) -> str:
    """Rows of one layout with cells left out and other layouts' signs thrown in."""
    sign = draw(signs)
    lines = []
    for _ in range(draw(st.integers(1, 8))):
        row = [draw(st.sampled_from(_LABELS)), draw(st.sampled_from(["件", "", "条"]))]
        row += draw(st.lists(st.sampled_from(_FIGURES), max_size=4))
        lines.append((draw(signs) if draw(st.integers(0, 9)) == 0 else sign).join(row))
    return "\n".join(lines)


def check(document: Document) -> None:
    for left, right in pairwise(document.tables):
        assert left.end <= right.start
    for table in document.tables:
        width = len(table.roles)
        cells = [c for row in (*table.header, *table.rows) for c in row.cells]
        for cell in cells:
            assert document.text[cell.start : cell.end].strip() == cell.text
            assert cell.text == document.text[cell.start : cell.end]
            assert table.covers(cell.start, cell.end)
        for one, other in pairwise(cells):
            assert one.end <= other.start or not (one.text and other.text)
        for row in (*table.header, *table.rows):
            assert not row.placed or len(row.cells) == width
            for one, other in pairwise(row.cells):
                assert one.end <= other.start
        for number, row in enumerate(table.rows):
            for column, cell in enumerate(row.cells):
                if cell.text:
                    assert table.cell_at(cell.start, cell.end) == (number, column)
        for column in range(width):
            table.column_title(column)


@settings(max_examples=300, deadline=None)
@given(tableish())
def test_cells_are_exact_slices_of_tables(text: str) -> None:
    check(document_from_text(text, "d"))


@settings(max_examples=200, deadline=None)
@given(st.lists(words | signs, max_size=40).map("".join))
def test_cells_are_exact_slices_of_any_text(text: str) -> None:
    check(document_from_text(text, "d"))


@pytest.mark.parametrize(
    "unit",
    ["1|", "1|2|3\n", "指标|1|1\n", "1 2 3 4 5\n", "某数 2 3\n", "1 ", "1\n", "某数\n1\n", "1.2.3、", "一、数量80（一）公开50", "8", "\t某类\n", "（", "某/件/3\n", "\f\n某某\n12\n", "[image: a]\nAB\n"],
)  # fmt: skip
def test_hostile_texts_end(unit: str) -> None:
    check(document_from_text(unit * (300_000 // len(unit)), "d"))
