"""The text layer of files that know their paragraphs and tables: lines, cells, places, bounds."""

from __future__ import annotations

from array import array
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gdie.documents import DEFAULT_LIMITS, Document, Limits, Place, UnreadableDocument
from gdie.documents.content import Content, Grid, GridCell, Paragraph, Stretch
from gdie.documents.layer import document_from_content


def paragraph(*texts: str, place: Place | None = None) -> Paragraph:
    return Paragraph(tuple(Stretch(text, place or Place(part=text)) for text in texts))


def grid(*rows: str, top: int = 0) -> Grid:
    """Rows with `|` between the cells and `/` between the lines of a cell; each cell's place is its name in a spreadsheet."""
    return Grid(
        tuple(
            GridCell(
                top + r,
                c,
                tuple(
                    paragraph(line, place=Place(cell=f"{'ABCDEFGHIJ'[c]}{top + r + 1}"))
                    for line in text.split("/")
                ),
            )
            for r, row in enumerate(rows)
            for c, text in enumerate(row.split("|"))
        )
    )


def lay(*pieces: Paragraph | Grid, limits: Limits = DEFAULT_LIMITS) -> Document:
    return document_from_content(Content(pieces), "d", "docx", limits)


def cells(document: Document) -> list[list[str]]:
    (table,) = document.tables
    return [[cell.text for cell in row.cells] for row in table.rows]


STATISTICS = ("指标|单位|数量", "收到申请数|件|12", "其中：网上申请|件|7")


def test_a_paragraph_is_a_line_without_the_blanks_around_it() -> None:
    document = lay(
        paragraph("　　一、", "概述 "), paragraph(" \t"), paragraph(), paragraph("共\n公开\u20283份。")
    )
    assert document.text == "一、概述\n共 公开 3份。\n"
    assert [b.kind for b in document.blocks] == ["heading", "paragraph"]


def test_a_table_has_its_cells_whatever_lines_are_in_them() -> None:
    document = lay(
        paragraph("前文。"),
        grid("指标/名称|单位|数 量", "收到申/请数|件|12", "其中：（网上/申请）|件|7/8", "ab/cd|件|3"),
        paragraph("后文共3件。"),
    )
    assert document.text == (
        "前文。\n| 指标名称 | 单位 | 数 量 |\n| 收到申请数 | 件 | 12 |\n"
        "| 其中：（网上申请） | 件 | 7 8 |\n| ab cd | 件 | 3 |\n后文共3件。\n"
    )
    assert cells(document)[0] == ["收到申请数", "件", "12"]
    (table,) = document.tables
    for row in (*table.header, *table.rows):
        for cell in row.cells:
            assert document.slice(cell) == cell.text


def test_a_merged_cell_says_its_words_where_it_begins() -> None:
    merged = [
        GridCell(0, 0, (paragraph("项目"),), 2, 2),
        GridCell(0, 2, (paragraph("申请人情况"),), 1, 2),
        GridCell(1, 2, (paragraph("自然人"),)),
        GridCell(1, 3, (paragraph("总计"),)),
        GridCell(2, 0, (paragraph("三、本年度办理结果"),), 2, 1),
        GridCell(2, 1, (paragraph("（一）予以公开"),)),
        GridCell(2, 2, (paragraph("3"),)),
        GridCell(2, 3, (paragraph("3"),)),
        GridCell(3, 1, (paragraph("（二）部分公开"),)),
        GridCell(3, 2, (paragraph("1"),)),
        GridCell(3, 3, (paragraph("1"),)),
    ]
    document = lay(Grid(tuple(merged)))
    (table,) = document.tables
    assert [[c.text for c in row.cells] for row in table.header] == [
        ["项目", "", "申请人情况", ""],
        ["", "", "自然人", "总计"],
    ]
    assert cells(document) == [
        ["三、本年度办理结果", "（一）予以公开", "3", "3"],
        ["", "（二）部分公开", "1", "1"],
    ]


def test_rows_that_have_lost_cells_are_read_by_their_order() -> None:
    header = grid("项目|申请人情况", "自然人|法人|总计")
    rows = grid("三、办理结果|（一）予以公开|3|4|7", "（二）部分公开|1|0|1", top=2)
    document = lay(Grid((*header.cells, *rows.cells), frozenset([0, 1, 3])))
    assert document.text == (
        "| 项目 | 申请人情况 |\n| 自然人 | 法人 | 总计 |\n"
        "| 三、办理结果 | （一）予以公开 | 3 | 4 | 7 |\n| （二）部分公开 | 1 | 0 | 1 |\n"
    )
    assert cells(document)[1] == ["（二）部分公开", "", "1", "0", "1"]


def test_grids_of_one_width_with_nothing_between_are_one_table() -> None:
    parts = grid(*STATISTICS), paragraph(" "), grid("信函申请|件|5", top=9)
    assert [row[2] for row in cells(lay(*parts))] == ["12", "7", "5"]
    apart = lay(grid(*STATISTICS), paragraph("另有一段文字。"), grid("项目|数量", "答复数|3", "结转数|2"))
    assert [len(table.rows) for table in apart.tables] == [2, 2]


def test_empty_rows_and_columns_are_left_out_however_far_the_cells_are() -> None:
    far = Grid(
        tuple(
            replace(cell, row=cell.row * 10**6, column=cell.column * 10**6)
            for cell in grid(*STATISTICS).cells
        )
    )
    assert cells(lay(far)) == cells(lay(grid(*STATISTICS)))


def test_a_grid_that_is_no_table_is_text() -> None:
    box = grid("地址|某县中山路5号", "电话|01234567")
    layout = grid("一、概述/本局公开政府信息12条。|" + "本栏另有一段较长的文字，共收到申请3件。" * 3)
    document = lay(box, paragraph("正文。"), layout, paragraph("正文。"), grid("只有一列", "共5件"))
    assert document.tables == ()
    assert "|" not in document.text
    assert document.text.startswith("地址  某县中山路5号\n电话  01234567\n正文。\n")


def test_rows_around_the_table_of_a_grid_do_not_hide_it() -> None:
    document = lay(
        grid(
            "填报单位：某局||",
            *STATISTICS,
            "注：以上数据截至年底，由办公室汇总后统一填报，如有疑问请与办公室联系。||",
        )
    )
    assert cells(document)[0] == ["收到申请数", "件", "12"]


def test_every_figure_has_the_place_of_its_cell() -> None:
    document = lay(paragraph("共", "12件", "。"), grid(*STATISTICS))
    at = document.text.index("7 |")
    assert document.place_of(at, at + 1) == Place(cell="C3")
    at = document.text.index("12件")
    assert document.place_of(at, at + 3) == Place(part="12件")
    assert (
        document.place_of(len(document.text) - 2, len(document.text)) is None
    )  # the end of a row stands nowhere


def test_a_box_is_that_of_the_characters() -> None:
    first = Stretch(
        "共收到申请1", Place(page=1, box=(10, 100, 70, 112)), array("f", [10, 20, 30, 40, 50, 60, 70])
    )
    second = Stretch("2件。", Place(page=1, box=(0, 120, 40, 132)), array("f", [0, 10, 20, 30]))
    third = Stretch("共3件", Place(page=2, box=(0, 20, 30, 32)), array("f", [0, 10, 20, 30]))
    document = lay(Paragraph((first, second, third)))
    at = document.text.index("到申")
    assert document.place_of(at, at + 2) == Place(page=1, box=(30, 100, 50, 112))
    at = document.text.index("12件")
    assert document.place_of(at, at + 3) == Place(page=1, box=(0, 100, 70, 132))
    at = document.text.index("。共3")
    assert document.place_of(at, at + 3) == Place(page=1, box=(20, 120, 30, 132))


def test_radicals_of_fonts_become_characters() -> None:
    assert lay(paragraph("公⽂⼆份")).text == "公文二份\n"


@pytest.mark.parametrize(
    ("pieces", "limits", "said"),
    [
        ((), {}, "holds no text"),
        ((paragraph(" "), Grid(())), {}, "holds no text"),
        ((paragraph("字" * 50), paragraph("字" * 60)), {"characters": 100}, "characters of the text layer"),
        ((grid(*STATISTICS), grid(*STATISTICS)), {"cells": 17}, "18 exceeds the limit of 17"),
        (
            (Grid(tuple(GridCell(n, n, (paragraph("3"),)) for n in range(2000))),),
            {"cells": 10_000},
            "4,000,000 exceeds the limit of 10,000",
        ),
    ],
    ids=["nothing", "blank", "characters", "cells", "diagonal"],
)
def test_bounds(pieces: tuple[Paragraph | Grid, ...], limits: dict[str, int], said: str) -> None:
    with pytest.raises(UnreadableDocument, match=said):
        lay(*pieces, limits=Limits(**limits))


_TEXTS = st.text(alphabet="共收到申请12件 　\n\t|。，\u2028\x0b⽂", max_size=12)
_PARAGRAPHS = st.lists(_TEXTS, max_size=4).map(lambda texts: paragraph(*texts))
_CELLS = st.builds(
    GridCell,
    st.integers(0, 5),
    st.integers(0, 4),
    st.lists(_PARAGRAPHS, max_size=3).map(tuple),
)
_GRIDS = st.lists(_CELLS, max_size=12, unique_by=lambda c: (c.row, c.column)).map(lambda c: Grid(tuple(c)))


@given(st.lists(_PARAGRAPHS | _GRIDS, max_size=6))
def test_every_character_has_its_place(pieces: list[Paragraph | Grid]) -> None:
    pieces = [paragraph("题"), *pieces]
    document = lay(*pieces)
    assert document.places is not None
    anchored = 0
    for start in range(len(document.text)):
        place = document.place_of(start, start + 1)
        if place is not None and place.part is not None:
            character = document.text[start]
            assert (
                character.isspace() or character in place.part or (character == "文" and "⽂" in place.part)
            )
            anchored += 1
    stretches = [
        s
        for piece in pieces
        for p in (
            [piece] if isinstance(piece, Paragraph) else [line for c in piece.cells for line in c.lines]
        )
        for s in p.stretches
    ]
    visible = sum(not c.isspace() for s in stretches for c in s.text if c not in "\x0b")
    printed = sum(not c.isspace() for c in document.text)
    assert printed >= visible  # pipes come on top
    assert anchored >= visible
    for table in document.tables:
        for row in (*table.header, *table.rows):
            for cell in row.cells:
                assert document.slice(cell) == cell.text
