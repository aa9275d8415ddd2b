"""CSV: delimiter by content, quotation, blank lines, places."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gdie.documents.content import Content, Grid, Paragraph
from gdie.documents.errors import UnreadableDocument
from gdie.documents.formats.csv_tables import read_csv_table
from gdie.documents.limits import DEFAULT_LIMITS, Limits
from gdie.documents.model import Place


def read(text: str, limits: Limits = DEFAULT_LIMITS) -> Content:
    return read_csv_table(text.encode(), limits)


def shape(content: Content) -> list[object]:
    found: list[object] = []
    for piece in content.pieces:
        if isinstance(piece, Paragraph):
            found.append(piece.text)
            continue
        rows: dict[int, list[str]] = {}
        for cell in piece.cells:
            rows.setdefault(cell.row, []).append("/".join(line.text for line in cell.lines))
        found.append([rows[row] for row in sorted(rows)])
    return found


TABLE = [["指标", "单位", "数"], ["收到申请数", "件", "31"], ["答复数", "件", "30"]]


@pytest.mark.parametrize("sign", [",", "\t", ";"])
def test_the_delimiter_is_found_by_content(sign: str) -> None:
    text = "\n".join(sign.join(row) for row in TABLE)
    assert shape(read(text)) == [TABLE]
    # Commas within figures and notes do not decide.
    assert shape(read(text.replace("31", '"1,231"'))) == [[TABLE[0], ["收到申请数", "件", "1,231"], TABLE[2]]]


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        # As spreadsheets export a form: title and note padded with commas.
        (
            "某局统计表,,\n指标,单位,数\n申请数,件,31\n注：含下属单位。,,\n",
            ["某局统计表", [["指标", "单位", "数"], ["申请数", "件", "31"]], "注：含下属单位。"],
        ),
        ("a,1\nb,2\n\n另表\nc,数\nd,4\n", [[["a", "1"], ["b", "2"]], "另表", [["c", "数"], ["d", "4"]]]),
        ("a,1\r\nb,2,多\r\nc\r\n", [[["a", "1"], ["b", "2", "多"], ["c"]]]),
        ('a,"上\n下"\nb,2\n', [[["a", "上/下"], ["b", "2"]]]),
        ('a,"说 ""好"""\nb,2', [[["a", '说 "好"'], ["b", "2"]]]),
        ('a,="0031"\nb,=1+1\nc,\'=x', [[["a", "0031"], ["b", "=1+1"], ["c", "'=x"]]]),
        ('a,1\n"从不闭合,2\nc,3\n', [[["a", "1"], ['"从不闭合', "2"], ["c", "3"]]]),
        ('a,"中"间\nb,2\n', [[["a", "中间"], ["b", "2"]]]),
        ("sep=;\na;1,5\nb;2,5\n", [[["a", "1,5"], ["b", "2,5"]]]),
        ("\ufeff指标,数\na,1\n", [[["指标", "数"], ["a", "1"]]]),
        # Prose stays in its lines, whatever stands in some of them.
        ("第一段。\n第二段共1,204件。\n\n第三段。\n", ["第一段。", "第二段共1,204件。", "第三段。"]),
        (",,,\n,,\n", []),
    ],
)
def test_tables_and_lines(text: str, pieces: list[object]) -> None:
    assert shape(read(text)) == pieces


def test_places_are_those_a_spreadsheet_shows() -> None:
    content = read('标题,\n\n指标,"数\n量"\na,31\n')
    grid = content.pieces[1]
    assert isinstance(grid, Grid)
    assert [cell.lines[0].stretches[0].place for cell in grid.cells] == [
        Place(cell="A3"),
        Place(cell="B3"),
        Place(cell="A4"),
        Place(cell="B4"),
    ]
    wide = read(",".join(["甲"] * 29) + "\n" + ",".join("1" * 29)).pieces[0]
    assert isinstance(wide, Grid)
    assert wide.cells[28].lines[0].stretches[0].place.cell == "AC1"


def test_other_encodings() -> None:
    assert shape(read_csv_table("指标,数\n收到申请数,31\n".encode("gb18030"), DEFAULT_LIMITS)) == [
        [["指标", "数"], ["收到申请数", "31"]]
    ]


def test_limits_hold_and_blank_cells_cost_nothing() -> None:
    assert shape(read("a,1" + "," * 100_000 + "\n" + ",\n" * 100_000 + "b,2\n", Limits(cells=4))) == [
        [["a", "1"], ["b", "2"]]
    ]
    with pytest.raises(UnreadableDocument, match="--limit cells"):
        read("a,1\n" * 100, Limits(cells=50))
    with pytest.raises(UnreadableDocument, match="--limit characters"):
        read(f"a,{'长' * 100}\nb,1", Limits(characters=50))


def test_a_cell_longer_than_the_csv_module_reads_is_read() -> None:
    assert shape(read(f"a,{'长' * 140_000}\nb,2\n")) == [[["a", "长" * 140_000], ["b", "2"]]]


@given(st.text(alphabet='a甲1,;\t"\n\r= \x0b\u2028', max_size=60))
def test_any_text_is_read_and_no_cell_is_lost(text: str) -> None:
    content = read(text)
    lines = [p.text for p in content.pieces if isinstance(p, Paragraph)]
    cells = [c for p in content.pieces if isinstance(p, Grid) for c in p.cells]
    places = [(id(p), c.row, c.column) for p in content.pieces if isinstance(p, Grid) for c in p.cells]
    assert len(set(places)) == len(places)
    lines += [line.text for cell in cells for line in cell.lines]
    assert not any("\n" in line or "\r" in line for line in lines)
    read_back = "".join(lines)
    assert all(read_back.count(c) == text.count(c) for c in "甲1a")
