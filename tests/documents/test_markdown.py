import pytest

from gdie.documents.content import Content, Grid, Paragraph
from gdie.documents.errors import UnreadableDocument
from gdie.documents.formats.markdown import read_markdown
from gdie.documents.limits import DEFAULT_LIMITS, Limits
from gdie.documents.model import Place


def read(text: str, limits: Limits = DEFAULT_LIMITS) -> Content:
    return read_markdown(text.encode(), limits)


def lines(text: str) -> list[str]:
    """Paragraphs as they are, tables as [row,column:text] in one line."""
    return [shown(piece) for piece in read(text).pieces]


def shown(piece: Paragraph | Grid) -> str:
    if isinstance(piece, Paragraph):
        return piece.text
    return " ".join(
        f"{c.row}{chr(65 + c.column)}{'v' * (c.row_span - 1)}{'>' * (c.column_span - 1)}:{'/'.join(line.text for line in c.lines)}"
        for c in piece.cells
    )


LONG = "本年度通过门户网站、政务新媒体和政府公报等渠道主动公开各类政府信息"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("# 某局年度报告\n\n一、总体情况\n---\n\n### （一）主动公开 ###\n", ["某局年度报告", "一、总体情况", "（一）主动公开"], id="headings"),
        pytest.param("收到**12**件，*其中* `3` 件", ["收到12件，其中 3 件"], id="emphasis and code"),
        pytest.param("**共收到12件。**其中网上3件", ["共收到12件。其中网上3件"], id="strong text that the rules don't see"),
        pytest.param("张**、李** 2人；1 \\* 2", ["张**、李** 2人；1 * 2"], id="stars that mean nothing"),
        pytest.param("见[年报](http://a.b/c_1.html \"x\")和<http://a.b/2>，![图](a_3.png)", ["见年报和http://a.b/2，"], id="links and pictures"),
        pytest.param("&gt;5件 &amp; 3件", [">5件 & 3件"], id="entities"),
        pytest.param("1. 甲\n2. 乙\n   - 丙\n   - 丁\n\n3) 戊", ["1. 甲", "2. 乙", "- 丙", "- 丁", "3) 戊"], id="lists as typed"),
        pytest.param("- 甲\n\n  甲二\n- 乙", ["- 甲", "甲二", "- 乙"], id="second paragraph of an item"),
        pytest.param("- - 甲", ["- - 甲"], id="item within an item"),
        pytest.param("> 引文3件\n> > 内", ["引文3件", "内"], id="quotation"),
        pytest.param("1.收到12件\n2023年报", ["1.收到12件", "2023年报"], id="no list without a blank"),
        pytest.param(f"{LONG}\n230条。", [f"{LONG}230条。"], id="wrapped"),
        pytest.param(f"{LONG}\n（二）依申请公开", [LONG, "（二）依申请公开"], id="a heading begins a line of its own"),
        pytest.param(f"{LONG}。\n230条", [f"{LONG}。", "230条"], id="the end of a sentence"),
        pytest.param("一、总体情况\n全年12件", ["一、总体情况", "全年12件"], id="a short line stands alone"),
        pytest.param("a " * 40 + "\nb", ["a " * 40 + "b"], id="wrapped words keep a blank"),
        pytest.param("甲  \n乙\\\n丙<br>丁", ["甲", "乙", "丙", "丁"], id="hard breaks"),
        pytest.param("```\n甲 | 1\n\n  乙\n```\n\n    丙", ["甲 | 1", "  乙", "丙"], id="code as typed"),
        pytest.param("　　全年收到12件", ["全年收到12件"], id="full-width indent"),
        pytest.param("甲\n\n---\n\n乙", ["甲", "乙"], id="rule"),
        pytest.param("<div align=\"center\">\n年度<b>报告</b>&nbsp;3<!-- 旧\n5 -->\n</div>\n\n乙", ["年度报告\xa03", "乙"], id="HTML"),
        pytest.param("甲<sup>2</sup>", ["甲2"], id="HTML in a line"),
        pytest.param("| 指标 | 数 |\n|:--|--:|\n| 收到\\|申请 | **12** |\n| 甲<br>乙 |\n\n末", ["0A:指标 0B:数 1A:收到|申请 1B:12 2A:甲/乙 2B:", "末"], id="table"),
        pytest.param(
            "前\n\n<table>\n<tr><td rowspan=2>办理结果情况统计</td><td>予以公开</td><td>5</td></tr>\n\n\n    <tr><td>部分公开</td><td>2</td></tr>\n\n</table>\n\n后",
            ["前", "0Av:办理结果情况统计 0B:予以公开 0C:5 1B:部分公开 1C:2", "后"],
            id="HTML table with blank lines",
        ),
        pytest.param("---\ntitle: 年报\ntags:\n  - a\n---\n甲", ["甲"], id="front matter"),
        pytest.param("---\n全年12件\n\n---\n甲", ["全年12件", "甲"], id="no front matter"),
        pytest.param("---\na: b\n", ["a: b"], id="front matter without an end"),
    ],
)  # fmt: skip
def test_lines(text, expected):
    assert lines(text) == expected


def test_places_are_lines_of_the_file():
    text = f'---\ntitle: "某局 年报"\n---\n# 题\r\n\r\n{LONG}\n230条\n\n| 甲 | 1 |\n|--|--|\n| 乙 | 2 |\n\n```\n丙\n```\n'
    content = read(text)
    assert content.hints.title == "某局 年报"
    title, paragraph, grid, code = content.pieces
    assert title.stretches[0].place == Place(line=4)
    assert [stretch.place.line for stretch in paragraph.stretches] == [6, 7]
    assert [cell.lines[0].stretches[0].place.line for cell in grid.cells] == [9, 9, 11, 11]
    assert code.stretches[0].place == Place(line=14)


def test_encodings():
    assert (
        read_markdown("# 政府信息公开工作年度报告\n\n全年共收到申请12件。".encode("gb18030"), DEFAULT_LIMITS)
        .pieces[0]
        .text
        == "政府信息公开工作年度报告"
    )
    with pytest.raises(UnreadableDocument):
        read_markdown(b"\x00\x01\x02" * 100, DEFAULT_LIMITS)


@pytest.mark.parametrize(
    "mark", [">", "[", "![", "- ", "*", "`", "<", "<!--", "|", "<table>\n\n", "*_", "\\"]
)
def test_repeated_marks(mark):
    assert isinstance(read(mark * 30_000), Content)


def test_limits():
    text = "|a|b|\n|-|-|\n" + "|1|2|\n" * 50
    assert len(read(text, Limits(cells=102)).pieces[0].cells) == 102
    with pytest.raises(UnreadableDocument, match="cells"):
        read(text, Limits(cells=101))
    with pytest.raises(UnreadableDocument, match="characters"):
        read(text, Limits(characters=100))


def test_more_lines_than_any_report():
    with pytest.raises(UnreadableDocument, match="lines"):
        read("条\n\n" * 200_000)
