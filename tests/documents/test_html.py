"""Saved web pages and web archives."""

import base64

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from gdie.documents.content import Content, Grid, Paragraph
from gdie.documents.errors import UnreadableDocument
from gdie.documents.formats.html import read_html, read_page
from gdie.documents.formats.html.wording import is_pinyin
from gdie.documents.formats.mhtml import read_mhtml
from gdie.documents.limits import DEFAULT_LIMITS as LIMITS
from gdie.documents.limits import Limits
from tests.documents import html_pages as pages


def page(html: str) -> Content:
    return read_page(html, LIMITS)


def lines(content: Content) -> list[str]:
    """Its lines; a grid as its rows, the cells between bars."""
    found: list[str] = []
    for piece in content.pieces:
        if isinstance(piece, Paragraph):
            found.append(piece.text)
        else:
            found += ["|".join(c) for c in rows(piece)]
    return found


def rows(grid: Grid) -> list[list[str]]:
    table: dict[int, list[str]] = {}
    for cell in grid.cells:
        table.setdefault(cell.row, []).append("/".join(line.text for line in cell.lines))
    return [table[row] for row in sorted(table)]


def grids(content: Content) -> list[Grid]:
    return [piece for piece in content.pieces if isinstance(piece, Grid)]


REPORT = [
    "一、总体情况",
    "青柳县水务局本年度主动公开政府信息128条，其中网站公开96条，公示栏公开32条。",
    "二、依申请公开情况",
    "收到申请3件，均按时答复；没有收取费用。",
]


def test_the_site_around_a_report_is_left_out() -> None:
    content = page(pages.TRS)
    assert lines(content) == [
        "青柳县水务局2015年政府信息公开工作年度报告",
        *REPORT,
        "统计指标|单位|统计数",
        "收到申请数|件|3",
        "申请答复数|件|3",
    ]
    assert content.hints.title == "青柳县水务局2015年政府信息公开工作年度报告"
    assert (content.hints.published, content.hints.agency) == ("2016-03-09", "县水务局")


def test_a_page_laid_out_by_tables() -> None:
    content = page(pages.LAYOUT_2009)
    assert lines(content) == [
        "南坪市档案局2008年政府信息公开年度报告",
        "根据规定，编制本报告。",
        "一、概述",
        "2008年共公开信息40条，接待查阅15人次。",
        "二、统计表",
        "指标名称|单位|2008年度",
        "主动公开信息数|条|40",
        "现场接待人数|人次|15",
        "南坪市档案局",
        "二〇〇九年三月一日",
    ]
    assert content.hints.published == "2009-03-02"


def test_the_form_with_spans() -> None:
    (grid,) = grids(page(pages.FORM_2021))
    cells = {(c.row, c.column): c for c in grid.cells}
    assert len(cells) == len(grid.cells)
    first = cells[0, 0]
    assert (first.row_span, first.column_span) == (3, 3)
    assert [line.text for line in cells[1, 3].lines] == ["自然", "人"]
    assert [line.text for line in cells[2, 4].lines] == ["商业", "企业"]
    assert cells[7, 2].lines[0].text == "2.其他法律行政法规禁止公开"
    assert [cells[5, c].lines[0].text for c in range(3, 10)] == ["4", "1", "0", "0", "0", "0", "5"]
    covered = [
        (r, c)
        for x in grid.cells
        for r in range(x.row, x.row + x.row_span)
        for c in range(x.column, x.column + x.column_span)
    ]
    assert sorted(covered) == [(r, c) for r in range(8) for c in range(10)]


def test_the_box_above_a_document_is_hints() -> None:
    content = page(pages.BOX)
    assert lines(content) == ["青柳县2013年政府信息公开年度报告", *REPORT]
    assert content.hints.number == "青政办发〔2014〕5号"
    assert content.hints.agency == "青柳县人民政府办公室"
    assert content.hints.published == "2014-03-01"


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (
            pages.LISTED_BOX,
            [
                "青柳县水务局2015年政府信息公开工作年度报告",
                *REPORT,
                "三、附表",
                "指标|数量",
                "公开数|128",
                "注：本表数据截至12月31日",
            ],
        ),
        (
            pages.ONE_CELL,
            [
                "青柳县2010年政府信息公开年度报告",
                "一、概述",
                "共公开3条",
                "其中网站2条",
                "二、申请",
                "收到申请0件",
                "青柳县政府",
                "2011年3月1日",
            ],
        ),
        (
            pages.WORD,
            [
                "2013年政府信息公开年度报告",
                "全年公开1,286条，其中网站96条。",
                "统计指标|统计数",
                "收到申请数|3",
            ],
        ),
        (
            pages.SECTIONS,
            [
                "一、概述",
                "公开信息3条。" * 40,
                "二、收费情况",
                "无",
                "三、申请情况",
                "收到3件",
                "四、复议",
                "无复议诉讼",
            ],
        ),
        (f"<body style='display:none'>{pages.BODY}</body>", REPORT),  # shown by a script
    ],
    ids=["listed box", "one cell", "word", "sections", "hidden"],
)
def test_nothing_of_the_report_is_lost(html: str, expected: list[str]) -> None:
    assert lines(page(html)) == expected


def test_columns_named_like_a_box_are_data() -> None:
    html = "<table><tr><td>信息类别<td>公开方式<td>公开范围<td>数量<tr><td>机构职能<td>网站<td>社会<td>3<tr><td>规划计划<td>网站<td>社会<td>5</table>"
    assert lines(page(html))[1:] == ["机构职能|网站|社会|3", "规划计划|网站|社会|5"]


@pytest.mark.parametrize(
    "html",
    [
        pages.BODY,
        f"<table><tr><td>{pages.BODY}</td></tr></table>",
        f"<body><form id=f>{pages.BODY}<input value=5></form>",
    ],
    ids=["fragment", "one cell", "form"],
)
def test_the_report_alone(html: str) -> None:
    assert lines(page(html)) == REPORT


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("一、概述<br>公开3条。<br/><br>二、申请", ["一、概述", "公开3条。", "二、申请"]),
        ("<pre>一、概述\n  公开  3条。\n\n二、申请</pre>", ["一、概述", "公开 3条。", "二、申请"]),
        ("<p>政府\n  信息公开</p><p>共 3\n件，\tA\n B</p>", ["政府信息公开", "共 3 件， A B"]),
        ("<p>　　公开&nbsp;&nbsp;3&#8203;条\u00ad。\ufeff</p>", ["公开 3条。"]),
        ("<p>公开&amp;nbsp;3&amp;gt;2条&amp;#12290;</p>", ["公开 3>2条。"]),
        ("<p>共<del>5</del><s>6</s>7件</p>", ["共7件"]),
        ("<p><ruby>務<rp>(</rp><rt>wù</rt><rp>)</rp></ruby>局3件</p>", ["務局3件"]),
        (
            "<p hidden>1件</p><p style='display:none'>2件</p><p style='visibility:hidden'>3件</p>共4件",
            ["共4件"],
        ),
        ("<p aria-hidden=true>共4件</p><template>5件</template><noscript><p>6件</p></noscript>", ["共4件"]),
        ("<p style='font-size:0'>9件<span style='font-size:16px'>共4件</span></p>", ["共4件"]),
        (
            "<style>.a,p.b{display:none}@media print{.c{display:none}}</style><p class=a>1件<p class='b x'>2件<p class=c>共3件",
            ["共3件"],
        ),
        ("<p>共<img src=x alt='8件'>4件<!-- 5件 --></p>", ["共4件"]),
        (
            "<ol><li>甲类3条</li><li>2.乙类4条</li><li><p>丙类5条</p></li></ol>",
            ["1.甲类3条", "2.乙类4条", "3.丙类5条"],
        ),
        ("<ol start=4 type=a><li>甲类3条<li value=9>乙类4条</ol>共7条", ["d.甲类3条", "i.乙类4条", "共7条"]),
        ("<ol style='list-style:none'><li>甲类3条</ol><ul><li>乙类4条</ul>", ["甲类3条", "乙类4条"]),
        ("<div>公开<span>3</span>条<div>申请2件</div>答复2件</div>", ["公开3条", "申请2件", "答复2件"]),
        ("网站专栏页面访问量：3200人次<br>共公开3条。", ["网站专栏页面访问量：3200人次", "共公开3条。"]),
        (
            "<p>信息来源：本级各部门报送情况。</p><p>共公开3条。</p>",
            ["信息来源：本级各部门报送情况。", "共公开3条。"],
        ),
        ("<p>共公开3条。</p><p>（PDF）版式(km)</p>", ["共公开3条。", "（PDF）版式(km)"]),
    ],
)
def test_text_is_what_a_browser_shows(html: str, expected: list[str]) -> None:
    assert lines(page(html)) == expected


@pytest.mark.parametrize(
    "line",
    [
        "字号：[大 中 小]",
        "【字体：大 中 小】 【打印】 【关闭】",
        "浏览次数：312",
        "本文共被浏览 1,789 次",
        "今日访问 1,234 次　您是第 567890 位访客",
        "发布时间：2016-03-09 10:21 来源：县水务局 浏览次数：312",
        "2016-03-09 来源：本站 点击：5次",
        "打印本页 | 关闭窗口",
        "我要纠错",
        "分享到：",
        "责任编辑：王小明",
        "上一篇：没有了",
        "扫一扫在手机打开当前页",
        "您现在的位置：首页 > 政务公开 > 年报",
        "主办单位：青柳县人民政府　备案号：某ICP备05000001号",
    ],
)
@pytest.mark.parametrize("above", [True, False])
def test_furniture_in_the_midst_of_the_report_s_own_element(line: str, above: bool) -> None:
    html = f"<div>{pages.BODY}</div>"
    html = (
        html.replace("<div>", f"<div><p>{line}</p>")
        if above
        else html.replace("</div>", f"<p>{line}</p></div>")
    )
    assert lines(page(html)) == REPORT


def test_appendix_tables_beside_the_article_are_kept() -> None:
    table = "<table>" + "<tr><td>指标</td><td>数量</td></tr><tr><td>公开数</td><td>3</td></tr>" + "</table>"
    html = f"<div class=TRS_Editor>{pages.BODY * 3}</div><div><p>附件：统计表</p><p>单位：件</p>{table}</div><div>{table}</div>"
    assert lines(page(html))[-6:] == [
        "附件：统计表",
        "单位：件",
        "指标|数量",
        "公开数|3",
        "指标|数量",
        "公开数|3",
    ]


def test_a_report_of_one_table() -> None:
    html = "<h1>统计表</h1><p>单位：件</p><table><caption>附表1</caption><tfoot><tr><td>合计<td>3</tfoot><thead><tr><th>指标<th>数量</thead><tr><td>公开<td>3</table>"
    assert lines(page(html)) == ["统计表", "单位：件", "附表1", "指标|数量", "公开|3", "合计|3"]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (
            "<tr><td colspan=1000000>表</td></tr><tr><td>公开<td>3</tr>",
            [(0, 0, 1, 2), (1, 0, 1, 1), (1, 1, 1, 1)],
        ),
        (
            "<tr><td rowspan=0>表<td>1</tr><tr><td>2</tr><tr><td>3</tr>",
            [(0, 0, 3, 1), (0, 1, 1, 1), (1, 1, 1, 1), (2, 1, 1, 1)],
        ),
        (
            "<tr><td rowspan=-2 colspan=x>表<td>1</tr><tr><td>公<td>2</tr>",
            [(0, 0, 1, 1), (0, 1, 1, 1), (1, 0, 1, 1), (1, 1, 1, 1)],
        ),
        (
            "<tr><td>甲<td rowspan=9>乙<td>1</tr><tr><td colspan=3>丙<td>2</tr>",
            [(0, 0, 1, 1), (0, 1, 2, 1), (0, 2, 1, 1), (1, 0, 1, 1), (1, 2, 1, 1)],
        ),
        (
            "<tr><td>公开<td>3</tr><tr></tr><tr style='display:none'><td>隐<td>9</tr><tr><td>申请<td>4</tr>",
            [(0, 0, 1, 1), (0, 1, 1, 1), (1, 0, 1, 1), (1, 1, 1, 1)],
        ),
    ],
    ids=["wide", "zero", "nonsense", "overlap", "empty rows"],
)
def test_spans_are_clamped(cells: str, expected: list[tuple[int, int, int, int]]) -> None:
    (grid,) = grids(page(f"<table>{cells}</table>"))
    assert [(c.row, c.column, c.row_span, c.column_span) for c in grid.cells] == expected


def test_injected_pinyin_is_removed_everywhere() -> None:
    html = "<p>政(zhèng)府(fu)信<b>息</b>（xi）公(gong)开(kai)3条(tiao)（PDF）</p><table><tr><td>指(zhi)标<td>数(shù)</tr><tr><td>件<td>3</table>"
    assert lines(page(html)) == ["政府信息公开3条（PDF）", "指标|数", "件|3"]
    assert lines(page("<p>距离(km)3公里，面积(mu)5</p>")) == ["距离(km)3公里，面积(mu)5"]


@pytest.mark.parametrize(
    ("word", "valid"),
    [("zhuang", True), ("lǜ", True), ("er", True), ("km", False), ("pdf", False), ("cd", False)],
)
def test_syllables(word: str, valid: bool) -> None:
    assert is_pinyin(word) is valid


@pytest.mark.parametrize(
    "html",
    [
        pages.TRS,
        pages.LAYOUT_2009,
        pages.FORM_2021,
        pages.BOX,
        "<p id=a>公开3条<p id=a>申请4件<p id='b c'>答复5件",
    ],
)
def test_each_place_is_found_once_and_holds_its_text(html: str) -> None:
    tree = LexborHTMLParser(html)
    content = page(html)
    paragraphs = [p for p in content.pieces if isinstance(p, Paragraph)]
    paragraphs += [line for grid in grids(content) for cell in grid.cells for line in cell.lines]
    for stretch in (s for p in paragraphs for s in p.stretches):
        found = tree.css(stretch.place.css or "")
        assert len(found) == 1, stretch
        assert "".join(stretch.text.split()) in "".join(found[0].text().split())


@pytest.mark.parametrize(
    ("html", "said"),
    [
        ("", "no text"),
        ("<html><body><div id=app></div><script>render('公开3条')</script></body></html>", "no text"),
        ("<p>正在跳转，请稍候…</p>", "no text"),
        ("<h1>404 Not Found</h1>", "no text"),
        ("<form>用户名 <input> 请先登录</form>", "no text"),
        ("<div>【<a href=x>打印</a>】【关闭】</div>", "no text"),
        (
            "<frameset cols='20%,80%'><frame src=a.htm><frame src=b.htm></frameset>",
            "save the page of the frame",
        ),
        ("<iframe src=nb.htm></iframe>", "save the page of the frame"),
        ("<div>" * 100_000, "depth of elements"),
        ("<div>" * 300 + "公开3条", "depth of elements"),
        ("<b>" * 100_000 + "公开3条", "depth of elements"),
        ("<div><table><td></div></td></table>" * 50_000, "depth of elements"),
        ("<p " + " ".join(f"a{i}=1" for i in range(50_000)) + ">公开3条", "attributes"),
        ("<p>" * 1_600_000 + "公开3条", "elements"),
        # Every row would look for a free place behind sixty thousand that are taken.
        ("<table><tr>" + "<td colspan=1000 rowspan=65000>" * 60 + "<tr><td>公开<td>3" * 4_000, "cells"),
        ("<table>" + "<tr><td colspan=1000>1<td>2" * 500 + "</table>", "cells of the tables"),
    ],
)
def test_pages_that_hold_nothing_or_too_much_are_refused(html: str, said: str) -> None:
    with pytest.raises(UnreadableDocument, match=said) as caught:
        page(html)
    assert "\n" not in str(caught.value)


def test_characters_are_limited() -> None:
    with pytest.raises(UnreadableDocument, match="characters"):
        read_page("<p>公开3条。</p>" * 50, Limits(characters=100))


def test_formatting_that_is_never_closed_is_opened_again_in_bounds() -> None:
    html = "".join(f"<font size={i}>" for i in range(200)) + "<p>公开3条。</p>" * 11_000
    content = page(html)
    assert lines(content)[-1] == "公开3条。" and len(content.pieces) == 11_000


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8", "utf-16"])
def test_the_bytes_decide_the_encoding_of_a_page(encoding: str) -> None:
    html = f"<html><head><meta http-equiv=Content-Type content='text/html; charset=utf-8'></head>{pages.BODY}</html>"
    assert lines(read_html(html.encode(encoding), LIMITS)) == REPORT


def archive(body: bytes, transfer: str, html_type: str = 'text/html; charset="gb2312"') -> bytes:
    head = f'From: <Saved by a browser>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; type="text/html"; boundary="=_b"\r\n\r\n--=_b\r\nContent-Type: {html_type}\r\nContent-Transfer-Encoding: {transfer}\r\n\r\n'
    return (
        head.encode()
        + body
        + b"\r\n--=_b\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n--=_b--\r\n"
    )


def test_a_web_archive_is_read_as_its_page() -> None:
    html = f"<html><body>{pages.BODY}</body></html>".encode("gb18030")
    assert lines(read_mhtml(archive(base64.encodebytes(html), "base64"), LIMITS)) == REPORT
    assert lines(read_mhtml(archive(html, "8bit"), LIMITS)) == REPORT
    quoted = "".join(f"={b:02X}" for b in html).encode()
    assert lines(read_mhtml(archive(quoted, "quoted-printable"), LIMITS)) == REPORT


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "without a page"),
        (archive(b"text", "7bit", "text/plain"), "without a page"),
        (archive(b"", "base64"), "without a page"),
        (
            b"MIME-Version: 1.0\r\n" + b"Content-Type: multipart/mixed; boundary=a\r\n\r\n--a\r\n" * 1_000,
            "within each other",
        ),
        (b"Content-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!!", "."),
    ],
)
def test_broken_archives_are_refused(data: bytes, said: str) -> None:
    with pytest.raises(UnreadableDocument, match=said):
        read_mhtml(data, LIMITS)


PIECES = st.sampled_from(
    ["<div>", "</div>", "<table>", "<tr>", "<td colspan=2>", "<td rowspan=3>", "</table>", "<p>", "</p>", "<b>", "</b>", "<a href=x>",
     "</a>", "<ol>", "<li>", "<br>", "<pre>", "<svg>", "<select>", "<!--", "-->", "<style>", "</style>", "公开3条。", "件", "\n", "&nbsp;",
     "<caption>", "<div style='display:none'>", "<", ">", "\"", "&#xD800;", "(wen)", "<font size=", "索引号：", "</body>", "<frameset>"]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=60).map("".join))
def test_any_page_is_read_or_refused(html: str) -> None:
    try:
        content = page(html)
    except UnreadableDocument:
        return
    tree = LexborHTMLParser(html)
    for piece in content.pieces:
        if isinstance(piece, Paragraph):
            assert piece.text and not set(piece.text) & set("\r\n")
            assert all(len(tree.css(s.place.css or "")) == 1 for s in piece.stretches)
        else:
            places = [
                (r, c)
                for x in piece.cells
                for r in range(x.row, x.row + x.row_span)
                for c in range(x.column, x.column + x.column_span)
            ]
            assert len(places) == len(set(places))
