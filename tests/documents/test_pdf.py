from __future__ import annotations

from collections.abc import Callable

import pytest
from reportlab.pdfgen.canvas import Canvas

from gdie.documents.content import Content, Grid, Paragraph
from gdie.documents.errors import UnreadableDocument
from gdie.documents.formats.pdf import read_pdf
from gdie.documents.layer import document_from_content
from gdie.documents.limits import DEFAULT_LIMITS
from tests.documents.pdf_making import (
    HEIGHT,
    MING,
    SONG,
    WIDTH,
    Flow,
    lines_drawer,
    make_pdf,
    one_page,
    picture,
    raw_pdf,
    raw_stream,
)

LONG = (
    "本年度通过县政府门户网站主动公开政府信息1,234条，其中规范性文件12件、政策解读38篇；"
    "通过政务新媒体发布信息5678条，接受公众咨询89人次，同比增长12.5%，群众满意率达到98.7%。"
)
OTHER = "全年共收到政府信息公开申请31件，比上年增加4件，其中网络申请20件、信函申请11件，均在法定期限内办结并答复申请人。"


def read(data: bytes, **limits: int) -> Content:
    return read_pdf(data, DEFAULT_LIMITS.with_options(f"{k}={v}" for k, v in limits.items()))


def texts(content: Content) -> list[str]:
    return [piece.text if isinstance(piece, Paragraph) else "GRID" for piece in content.pieces]


def grids(content: Content) -> list[Grid]:
    return [piece for piece in content.pieces if isinstance(piece, Grid)]


def rows(grid: Grid) -> list[str]:
    """Each row with its cells between bars, the lines of a cell parted by a slash; spans as ×rows×columns where not one."""
    found: dict[int, list[str]] = {}
    for cell in grid.cells:
        span = f"×{cell.row_span}×{cell.column_span}" if (cell.row_span, cell.column_span) != (1, 1) else ""
        found.setdefault(cell.row, []).append("/".join(line.text for line in cell.lines) + span)
    return ["|".join(cells) for _, cells in sorted(found.items())]


def message(data: bytes, **limits: int) -> str:
    with pytest.raises(UnreadableDocument) as caught:
        read(data, **limits)
    text = str(caught.value)
    assert "\n" not in text
    return text


def outcome(data: bytes) -> list[str] | str:
    """What is read, or the message of the error; any other error fails the test."""
    try:
        return texts(read(data))
    except UnreadableDocument as error:
        return str(error)


# ---------------------------------------------------------------- prose


def test_paragraphs_over_pages_without_head_and_page_numbers() -> None:
    flow = Flow(head="青禾县人民政府办公室")
    flow.title("青禾县人民政府", "2023年政府信息公开工作年度报告")
    expected = ["青禾县人民政府", "2023年政府信息公开工作年度报告"]
    for heading in ("一、总体情况", "二、主动公开政府信息情况", "五、存在的主要问题及改进情况"):
        flow.paragraph(heading)
        expected.append(heading)
        for number in "一二三四":
            for text in (f"（{number}）{LONG}", OTHER):
                flow.paragraph(text)
                expected.append(text)
    assert flow.page >= 4
    content = read(flow.bytes())
    assert texts(content) == expected
    pages = {s.place.page for p in content.pieces if isinstance(p, Paragraph) for s in p.stretches}
    assert pages == set(range(1, flow.page + 1))


def test_paragraphs_that_end_at_the_margin_are_told_apart_by_the_indent() -> None:
    flow = Flow()
    room = int((flow.right - flow.left) // 16)
    one, two = "公" * (room - 2), "开" * (room * 2 - 3) + "。"
    for text in (one, two, OTHER):
        flow.paragraph(text)
    assert texts(read(flow.bytes())) == [one, two, OTHER]


def test_blocks_without_indents_are_parted_by_numbers_and_short_lines() -> None:
    flow = Flow()
    texts_in = ["一、总体情况", LONG, f"1.{OTHER}", f"2.{LONG}", OTHER]
    for text in texts_in:
        flow.paragraph(text, indent=0)
    assert texts(read(flow.bytes())) == texts_in


def test_long_figure_moved_to_the_next_line_ends_no_paragraph() -> None:
    flow = Flow(right=360)
    text = "本年度用于政府信息公开工作的各项经费合计为123456789.55万元，均已列入预算，网址为www.qinghe.example.cn/zwgk/index.html，可供查阅。"
    for paragraph in (text, OTHER, text):
        flow.paragraph(paragraph)
    assert texts(read(flow.bytes())) == [text, OTHER, text]


def test_latin_words_are_parted_by_one_blank_and_han_by_none() -> None:
    content = read(
        make_pdf(
            lines_drawer([(90, 100, "The Open Government report"), (90, 140, "全 年 办 理 31 件")], size=12)
        )
    )
    assert texts(content)[0] == "The Open Government report"
    # A typed blank of a quarter of a character is no gap one sees.
    assert texts(content)[1].replace(" ", "") == "全年办理31件"


def test_wide_gap_is_two_blanks() -> None:
    content = read(make_pdf(lines_drawer([(90, 100, "填表人：甲某"), (300, 100, "联系电话：0000-1234567")])))
    assert texts(content) == ["填表人：甲某  联系电话：0000-1234567"]


def test_traditional_font() -> None:
    content = read(make_pdf(lines_drawer([(90, 100, "政府資訊公開年度報告，共25條")], font=MING)))
    assert texts(content) == ["政府資訊公開年度報告，共25條"]


def test_two_text_columns_are_read_one_after_the_other() -> None:
    left = [f"左栏第{n}行的文字说明公开情况" for n in "一二三四五六七八九十"]
    right = [f"右栏第{n}行的文字说明申请情况" for n in "一二三四五六七八九十"]
    lines = [(150.0, 80.0, "全栏标题：政府信息公开工作年度报告要点摘录")]
    for i, (a, b) in enumerate(zip(left, right, strict=True)):
        lines += [(90, 120 + 20 * i, a), (320, 120 + 20 * i, b)]
    words = "".join(texts(read(make_pdf(lines_drawer(lines, size=14)))))
    assert words == lines[0][2] + "".join(left) + "".join(right)


def test_places() -> None:
    content = read(make_pdf(lines_drawer([(90, 100, "共3件")], size=12)))
    (piece,) = content.pieces
    assert isinstance(piece, Paragraph)
    (stretch,) = piece.stretches
    assert stretch.place.page == 1
    assert stretch.place.box is not None
    left, top, right, bottom = stretch.place.box
    assert left == 90 and 85 < top < 92 and right == pytest.approx(120, abs=1) and 100 < bottom < 105
    assert len(stretch.edges) == len(stretch.text) + 1
    assert stretch.edges[1] == 102 and list(stretch.edges) == sorted(stretch.edges)


# ---------------------------------------------------------------- furniture


@pytest.mark.parametrize("foot", ["- {} -", "第{}页 共9页", "{}", "— {} —", "第 {} 页", "{} / 9"])
def test_page_numbers_are_left_out(foot: str) -> None:
    flow = Flow(foot=foot)
    for _ in range(3):
        flow.paragraph(OTHER)
        flow.break_page()
    flow.paragraph(OTHER)
    assert texts(read(flow.bytes())) == [OTHER] * 4


def test_figures_at_the_foot_that_are_no_page_numbers_stay() -> None:
    pages = [lines_drawer([(90, 200, OTHER[:20]), (90, 770, figure)]) for figure in ("31", "8", "120")]
    assert [t for t in texts(read(make_pdf(*pages))) if t.isdigit()] == ["31", "8", "120"]


def test_figure_alone_in_a_cell_at_the_foot_stays() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont(SONG, 12)
        canvas.grid([90, 250, 400], [40, 60, 80])
        canvas.drawString(95, 65, "公开数量")
        canvas.drawString(260, 45, str(canvas.getPageNumber()))

    content = read(make_pdf(draw, draw, draw))
    assert [
        cell for grid in grids(content) for row in rows(grid) for cell in row.split("|") if cell.isdigit()
    ] == list("123")


def test_sentence_repeated_in_the_middle_of_pages_stays() -> None:
    pages = [lines_drawer([(90, 400, "本页所列数据均为全年合计。")])] * 3
    assert len("".join(texts(read(make_pdf(*pages))))) == 3 * len("本页所列数据均为全年合计。")


def test_watermarks_are_left_out() -> None:
    def draw(canvas: Canvas) -> None:
        lines_drawer([(90, 100 + 24 * i, OTHER[:24]) for i in range(10)], size=14)(canvas)
        canvas.saveState()
        canvas.setFont(SONG, 60)
        canvas.setFillGray(0.85)
        canvas.translate(200, 300)
        canvas.rotate(45)
        canvas.drawString(0, 0, "内部资料")
        canvas.restoreState()
        canvas.setFillGray(0.85)
        canvas.setFont(SONG, 48)
        canvas.drawString(150, HEIGHT - 215, "征求意见")
        canvas.setFillGray(0)

    words = "".join(texts(read(make_pdf(draw))))
    assert "内" not in words and "征" not in words and words == OTHER[:24] * 10


def test_dark_watermark_on_every_page_is_left_out() -> None:
    def page(number: int) -> Callable[[Canvas], None]:
        def draw(canvas: Canvas) -> None:
            lines_drawer([(90, 100 + 24 * i, f"第{number}部分第{i}行正文内容") for i in range(10)], size=14)(
                canvas
            )
            canvas.setFont(SONG, 48)
            canvas.drawString(150, 300, "征求意见")

        return draw

    words = "".join(texts(read(make_pdf(*(page(n) for n in range(4))))))
    assert "征" not in words and words.count("部分") == 40


def test_fake_bold_is_read_once() -> None:
    text = "一、主动公开信息11条"
    drawn = [(90 + shift, 100.0, text) for shift in (0, 0.3, 0.6)]
    single = make_pdf(*[lambda c: [lines_drawer([d], size=16)(c) for d in drawn]])
    assert texts(read(single)) == [text]


def test_text_without_ink_counts_only_over_a_picture() -> None:
    def draw(canvas: Canvas) -> None:
        lines_drawer([(90, 100, "全年主动公开信息25条，受理申请3件，均已按时办结。")])(canvas)
        hidden = canvas.beginText(90, HEIGHT - 140)
        hidden.setFont(SONG, 12)
        hidden.setTextRenderMode(3)
        hidden.textOut("看不见的文字共999条")
        canvas.drawText(hidden)

    def scanned(canvas: Canvas) -> None:
        canvas.drawImage(picture(), 0, 0, WIDTH, HEIGHT)
        hidden = canvas.beginText(90, HEIGHT - 140)
        hidden.setFont(SONG, 12)
        hidden.setTextRenderMode(3)
        hidden.textOut("扫描件识别出的文字层，全年主动公开政府信息999条。")
        canvas.drawText(hidden)

    assert texts(read(make_pdf(draw))) == ["全年主动公开信息25条，受理申请3件，均已按时办结。"]
    assert texts(read(make_pdf(scanned))) == ["扫描件识别出的文字层，全年主动公开政府信息999条。"]


# ---------------------------------------------------------------- tables


def form_three(first: int = 0) -> Flow:
    """A table like the third one of the form of 2021, which begins so low on its page that it goes on on the next."""
    flow = Flow()
    for _ in range(first):
        flow.paragraph(OTHER)
    flow.paragraph("三、收到和处理政府信息公开申请情况")
    head: list[list[str | None]] = [
        [
            "（本列数据的勾稽关系为：第一项加\n第二项之和，等于第三项加第四项之和）",
            None,
            None,
            "申请人情况",
            *[None] * 6,
        ],
        ["", None, None, "自然人", "法人或其他组织", *[None] * 4, "总计"],
        ["", None, None, "", "商业\n企业", "科研\n机构", "社会公\n益组织", "法律服\n务机构", "其他", ""],
    ]
    body: list[list[str | None]] = [
        ["一、本年新收政府信息公开申请数量", None, None, *"2800103"],
        ["三、本年\n度办理结果", "（一）予以公开", None, *"1000001"],
        ["", "（三）不予公开", "1.属于国家秘密", *"0000000"],
        *(["", "", f"{n}.其他理由", *(str((n + k) % 10) for k in range(7))] for n in range(2, 9)),
        ["", "（七）总计", None, *"9900018"],
        ["四、结转下年度继续办理", None, None, *"0000000"],
    ]
    flow.table(
        [*head, *body],
        [60, 66, 84, *[36] * 7],
        high=14,
        below={(0, 0): 3, (1, 3): 2, (1, 9): 2, (4, 0): 10, (5, 1): 8},
    )
    flow.paragraph("四、其他需要报告的事项")
    return flow


def test_form_three_with_merged_cells() -> None:
    content = read(form_three().bytes())
    assert texts(content) == ["三、收到和处理政府信息公开申请情况", "GRID", "四、其他需要报告的事项"]
    assert rows(grids(content)[0]) == [
        "（本列数据的勾稽关系为：第一项加/第二项之和，等于第三项加第四项之和）×3×3|申请人情况×1×7",
        "自然人×2×1|法人或其他组织×1×5|总计×2×1",
        "商业/企业|科研/机构|社会公/益组织|法律服/务机构|其他",
        "一、本年新收政府信息公开申请数量×1×3|2|8|0|0|1|0|3",
        "三、本年/度办理结果×10×1|（一）予以公开×1×2|1|0|0|0|0|0|1",
        "（三）不予公开×8×1|1.属于国家秘密|0|0|0|0|0|0|0",
        *(f"{n}.其他理由|" + "|".join(str((n + k) % 10) for k in range(7)) for n in range(2, 9)),
        "（七）总计×1×2|9|9|0|0|0|1|8",
        "四、结转下年度继续办理×1×3|0|0|0|0|0|0|0",
    ]


@pytest.mark.parametrize("first", [5, 6])
def test_form_three_over_the_end_of_a_page_is_one_grid(first: int) -> None:
    flow = form_three(first)
    assert flow.page == 2
    whole, cut = read(form_three().bytes()), read(flow.bytes())
    assert len(grids(cut)) == 1
    assert rows(grids(cut)[0]) == rows(grids(whole)[0])
    places = {line.stretches[0].place.page for cell in grids(cut)[0].cells for line in cell.lines}
    assert places == {1, 2}


@pytest.mark.parametrize(
    ("above", "below", "joined"),
    [
        # (cells of the last row of a page, of the first one of the next, whether they are one row)
        (("公开数（不同渠道公开", "31"), ("相同信息计一条）", ""), True),  # a bracket is open
        (("公开数（不同渠道公开", ""), ("相同信息计一条）", "31"), True),
        (("公开数、回应数", "31"), ("、解读数", ""), True),  # no row begins so
        (
            ("申请人无正当理由逾期不补正、行政机关不再", "31"),
            ("处理其政府信息公开申请", ""),
            True,
        ),  # the line is full
        (("申请人无正当理由逾期不补正、行政机关不再", ""), ("处理其政府信息公开申请", "31"), True),
        (("申请人无正当理由逾期不补正、行政机关不再", "31"), ("其中：无正当理由", ""), False),
        (
            ("申请人无正当理由逾期不补正、行政机关不再", "31"),
            ("处理其政府信息公开申请", "4"),
            False,
        ),  # two figures
        (("办结数", "31"), ("答复数", ""), False),
        (("（一）申请办结数", "31"), ("（二）申请答复数", "30"), False),
    ],
)
def test_row_cut_by_the_end_of_a_page(above: tuple[str, str], below: tuple[str, str], joined: bool) -> None:
    def page(*rows_: tuple[str, str], top: float) -> Callable[[Canvas], None]:
        def draw(canvas: Canvas) -> None:
            cells = [
                (x, top + 15 + 20 * i, text)
                for i, row in enumerate(rows_)
                for x, text in zip((93, 300), row, strict=True)
            ]
            lines_drawer(cells, size=10)(canvas)
            canvas.grid([90, 297, 400], [HEIGHT - top - 20 * i for i in range(len(rows_) + 1)])

        return draw

    content = read(make_pdf(page(("指标", "数量"), above, top=700), page(below, ("复议数", "2"), top=100)))
    apart = ["|".join(above), "|".join(below)]
    one = ["|".join("/".join(filter(None, both)) for both in zip(above, below, strict=True))]
    assert rows(grids(content)[0]) == ["指标|数量", *(one if joined else apart), "复议数|2"]


def test_cut_row_below_a_repeated_header_beside_a_merged_cell() -> None:
    """The label of the block goes down on both pages, the header is printed on both."""

    def page(rows_: list[tuple[str, str, str]], top: float) -> Callable[[Canvas], None]:
        def draw(canvas: Canvas) -> None:
            xs, y = [90, 130, 297, 400], [HEIGHT - top - 20 * i for i in range(4)]
            cells = [
                (x + 3, top + 15 + 20 * i, text)
                for i, row in enumerate(rows_)
                for x, text in zip(xs[:-1], row, strict=True)
            ]
            lines_drawer(cells, size=10)(canvas)
            canvas.grid(xs[1:], y)
            canvas.grid(xs[:2], [y[0], y[1], y[3]])

        return draw

    header = ("类别", "指标", "数量")
    first = page([header, ("结果", "（一）予以公开", "3"), ("", "（二）部分公开（区分处", "31")], 700)
    second = page([header, ("", "理的只计这一情形）", ""), ("", "（三）其他", "8")], 100)
    (grid,) = grids(read(make_pdf(first, second)))
    assert rows(grid) == [
        "类别|指标|数量",
        "结果×2×1|（一）予以公开|3",
        "（二）部分公开（区分处/理的只计这一情形）|31",
        "类别|指标|数量",
        "|（三）其他|8",
    ]


def test_vertical_header_is_lines_of_its_cell() -> None:
    def draw(canvas: Canvas) -> None:
        lines = [
            (96.0 + 30 * k, 120.0 + 14 * n, sign)
            for k, word in enumerate(("结果维持", "结果纠正", "其他结果"))
            for n, sign in enumerate(word)
        ]
        lines_drawer(
            [*lines, *((98.0 + 30 * k, 195.0, figure) for k, figure in enumerate(("0", "12", "3")))], size=10
        )(canvas)
        canvas.grid([90, 120, 150, 180], [HEIGHT - 105, HEIGHT - 180, HEIGHT - 200])

    assert rows(grids(read(make_pdf(draw)))[0]) == ["结/果/维/持|结/果/纠/正|其/他/结/果", "0|12|3"]


@pytest.mark.parametrize("how", ["strokes", "thin rectangles", "dashes", "cells", "no sides"])
def test_rules_of_all_kinds(how: str) -> None:
    xs, ys = [90.0, 250.0, 350.0], [100.0, 120.0, 140.0]

    def draw(canvas: Canvas) -> None:
        lines_drawer(
            [(95, 115, "规章"), (255, 115, "3"), (95, 135, "行政规范性文件"), (255, 135, "18")], size=10
        )(canvas)
        for x in xs[1:2] if how == "no sides" else xs:
            if how == "thin rectangles":
                canvas.rect(x - 0.3, HEIGHT - ys[-1], 0.6, ys[-1] - ys[0], stroke=0, fill=1)
            elif how != "cells":
                canvas.setDash([3, 2] if how == "dashes" else [])
                canvas.line(x, HEIGHT - ys[0], x, HEIGHT - ys[-1])
        for y in ys:
            if how == "thin rectangles":
                canvas.rect(xs[0], HEIGHT - y - 0.3, xs[-1] - xs[0], 0.6, stroke=0, fill=1)
            elif how != "cells":
                canvas.line(xs[0], HEIGHT - y, xs[-1], HEIGHT - y)
        if how == "cells":
            for left, right in ((90.2, 249.8), (250.2, 349.8)):
                for top, bottom in ((100.2, 119.8), (120.2, 139.8)):
                    canvas.rect(left, HEIGHT - bottom, right - left, bottom - top)

    assert rows(grids(read(make_pdf(draw)))[0]) == ["规章|3", "行政规范性文件|18"]


def test_tables_with_a_heading_between_them_are_two() -> None:
    def draw(canvas: Canvas) -> None:
        lines_drawer(
            [(95, 215, "规章"), (255, 215, "3"), (95, 180, "二、收费"), (95, 115, "金额"), (205, 115, "7")],
            size=10,
        )(canvas)
        # The lower one is drawn first.
        canvas.grid([90, 250, 350], [HEIGHT - 200, HEIGHT - 220])
        canvas.grid([90, 200, 350], [HEIGHT - 100, HEIGHT - 120])

    content = read(make_pdf(draw))
    assert texts(content) == ["GRID", "二、收费", "GRID"]
    assert [rows(grid) for grid in grids(content)] == [["金额|7"], ["规章|3"]]


def test_frame_and_underlines_are_no_table() -> None:
    def draw(canvas: Canvas) -> None:
        lines_drawer([(100, 100 + 24 * i, OTHER[:26]) for i in range(4)], size=14)(canvas)
        canvas.rect(90, HEIGHT - 200, 420, 120)
        canvas.line(100, HEIGHT - 126, 300, HEIGHT - 126)

    content = read(make_pdf(draw))
    assert not grids(content) and "".join(texts(content)) == OTHER[:26] * 4


def test_figure_wider_than_its_column_is_in_one_cell() -> None:
    def draw(canvas: Canvas) -> None:
        lines_drawer([(92, 115, "金额"), (151, 115, "12345678"), (192, 115, "万元")], size=10)(canvas)
        canvas.grid([90, 150, 185, 250], [HEIGHT - 100, HEIGHT - 120])

    assert rows(grids(read(make_pdf(draw)))[0]) == ["金额|12345678|万元"]


def test_closing_sign_that_hangs_over_its_cell() -> None:
    def draw(canvas: Canvas) -> None:
        lines_drawer(
            [(92, 115, "专项经费（万元）"), (172, 115, "12"), (92, 135, "数量"), (172, 135, "3")], size=10
        )(canvas)
        canvas.grid([90, 165, 250], [HEIGHT - 100, HEIGHT - 120, HEIGHT - 140])

    assert rows(grids(read(make_pdf(draw)))[0]) == ["专项经费（万元）|12", "数量|3"]


def test_figure_broken_over_the_lines_of_a_narrow_cell() -> None:
    texts_ = [(94, 115, "总计"), (154, 115, "1399"), (154, 127, "1"), (194, 115, "13"), (194, 127, "1")]

    def draw(canvas: Canvas) -> None:
        lines_drawer(texts_, size=10)(canvas)
        canvas.grid([90, 150, 180, 250], [HEIGHT - 100, HEIGHT - 135])

    # There is room for another digit behind the 13: it is no part of a figure that goes on below.
    assert rows(grids(read(make_pdf(draw)))[0]) == ["总计|13991|13/1"]


def test_table_without_rules() -> None:
    lines = [(90.0, 100.0, "指标"), (300.0, 100.0, "单位"), (400.0, 100.0, "统计数")]
    for i, (label, figure) in enumerate(
        [("主动公开数", "1234"), ("规范性文件数", "18"), ("收到申请数", "31")]
    ):
        lines += [
            (90, 120 + 20 * i, label),
            (300, 120 + 20 * i, "条"),
            (440 - 6 * len(figure), 120 + 20 * i, figure),
        ]
    lines.append((90, 220, "以上数据截至年底，由各单位报送汇总。"))
    content = read(make_pdf(lines_drawer(lines, size=12)))
    assert texts(content) == ["GRID", "以上数据截至年底，由各单位报送汇总。"]
    assert rows(grids(content)[0]) == [
        "指标|单位|统计数",
        "主动公开数|条|1234",
        "规范性文件数|条|18",
        "收到申请数|条|31",
    ]


def test_aligned_words_are_no_table() -> None:
    lines = [(x, 100.0 + 20 * i, word) for i in range(4) for x, word in ((90, "办公室"), (300, "联系人"))]
    assert texts(read(make_pdf(lines_drawer(lines)))) == ["办公室  联系人"] * 4


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_turned_page(rotate: int) -> None:
    """A page that is stored sideways and turned by its viewer."""
    upright = [b"1 0 0 1 90 700", b"0 1 -1 0 100 90", b"-1 0 0 -1 510 100", b"0 -1 1 0 500 710"][rotate // 90]
    content = b"BT /F 12 Tf %s Tm (Total 31 cases) Tj ET" % upright
    font = b"/Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>"
    found = read(one_page(raw_stream(content), font, page=b"/Rotate %d" % rotate))
    assert texts(found) == ["Total 31 cases"]
    (piece,) = found.pieces
    assert isinstance(piece, Paragraph) and piece.stretches[0].place.box is not None
    left, top, right, bottom = piece.stretches[0].place.box
    assert left == pytest.approx(90, abs=1) and right > left + 60 and 85 < top < bottom < 105
    assert piece.stretches[0].edges


def test_places_count_from_the_corner_of_what_is_shown() -> None:
    font = b"/Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>"
    content = raw_stream(b"BT /F 12 Tf 90 700 Td (31 cases) Tj 0 -690 Td (cut away) Tj ET")
    found = read(one_page(content, font, page=b"/CropBox[50 100 550 750]"))
    assert texts(found) == ["31 cases"]
    (piece,) = found.pieces
    assert isinstance(piece, Paragraph) and piece.stretches[0].place.box is not None
    left, top, _, bottom = piece.stretches[0].place.box
    assert left == pytest.approx(40, abs=1) and top < 50 < bottom


def test_table_set_sideways() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.translate(WIDTH, 0)
        canvas.rotate(90)
        canvas.setFont(SONG, 12)
        canvas.grid([90, 250, 350], [300, 320, 340])
        for x, y, text in ((95, 325, "规章"), (255, 325, "3"), (95, 305, "规范性文件"), (255, 305, "18")):
            canvas.drawString(x, y, text)

    (grid,) = grids(read(make_pdf(draw)))
    assert rows(grid) == ["规章|3", "规范性文件|18"]
    box = grid.cells[0].lines[0].stretches[0].place.box
    assert box is not None and box[3] - box[1] > box[2] - box[0]


# ---------------------------------------------------------------- what can't be read


def test_scan() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawImage(picture(), 0, 0, WIDTH, HEIGHT)
        canvas.drawString(290, 30, "- 1 -")

    assert message(make_pdf(draw, draw)) == (
        "is a scan without text (2 pages of pictures); run character recognition (OCR) on it first"
    )
    text = lines_drawer([(90, 100, OTHER[:30])])
    found = read(make_pdf(text, draw))
    assert OTHER[:30] in texts(found)
    assert found.warnings == ("page 2 is a scan without text and was not read",)
    assert read(make_pdf(draw, text, draw)).warnings == (
        "pages 1, 3 are scans without text and were not read",
    )


def test_empty_pages() -> None:
    assert "no text layer" in message(make_pdf(lambda canvas: canvas.line(0, 0, 100, 100)))


def test_encrypted() -> None:
    page = lines_drawer([(90, 100, "共25条")])
    assert message(make_pdf(page, encrypt="geheim")) == "is encrypted; save it without a password"
    from reportlab.lib.pdfencrypt import StandardEncryption

    readable = make_pdf(page, encrypt=StandardEncryption("", "owner", canModify=0))
    assert texts(read(readable)) == ["共25条"]


@pytest.mark.parametrize("keep", [0, 5, 20, 500])
def test_cut_off(keep: int) -> None:
    whole = make_pdf(lines_drawer([(90, 100, OTHER)]))
    assert "damaged" in message(whole[:keep])


def test_every_cut_is_read_or_told() -> None:
    whole = make_pdf(*[lines_drawer([(90, 100, "共25条")])] * 2)
    for keep in range(0, len(whole), 97):
        assert outcome(whole[:keep])


def test_every_broken_byte_is_read_or_told() -> None:
    whole = make_pdf(lines_drawer([(90, 100, "共25条")]), pageCompression=0)
    for at in range(0, len(whole), 41):
        assert outcome(whole[:at] + b"\xff" + whole[at + 1 :])


def test_limits() -> None:
    whole = make_pdf(*[lines_drawer([(90, 300, "主动公开政府信息共25条")])] * 3)
    assert "limit of 2 (pages of a PDF)" in message(whole, pages=2)
    assert "limit of 20 (characters" in message(whole, characters=20)
    assert len(read(whole, pages=3).pieces) == 3


@pytest.mark.parametrize("packed", [1, 2])
def test_bomb(packed: int) -> None:
    bomb = one_page(raw_stream(b" " * 3_000_000, packed=packed))
    assert "limit of 2,000,000 (bytes that" in message(bomb, unpacked=2_000_000)


def test_bomb_in_a_file_with_an_empty_password() -> None:
    from reportlab.lib.pdfencrypt import StandardEncryption

    long = make_pdf(
        lambda canvas: [canvas.line(0, 0, 50, 50) for _ in range(40_000)], encrypt=StandardEncryption("", "x")
    )
    assert len(long) < 100_000
    assert "limit of 500,000 (bytes that" in message(long, unpacked=500_000)


def test_forms_that_draw_each_other_twice() -> None:
    levels = 40
    forms = [
        raw_stream(
            b"/F Do /F Do",
            b"/Type/XObject/Subtype/Form/BBox[0 0 600 800]/Resources<</XObject<</F %d 0 R>>>>" % (6 + k),
        )
        for k in range(levels)
    ]
    forms.append(raw_stream(b"0 0 m 5 5 l S", b"/Type/XObject/Subtype/Form/BBox[0 0 600 800]"))
    assert "again and again" in message(one_page(raw_stream(b"/F Do"), b"/XObject<</F 5 0 R>>", forms))


def test_pages_that_share_a_long_content() -> None:
    pages = [b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 3 0 R>>"] * 40
    kids = b" ".join(b"%d 0 R" % (4 + k) for k in range(40))
    content = raw_stream(b"0 0 m 5 5 l S\n" * 30_000, packed=1)
    tree = b"<</Type/Pages/Kids[%s]/Count 40>>" % kids
    data = raw_pdf([b"<</Type/Catalog/Pages 2 0 R>>", tree, content, *pages])
    assert "again and again" in message(data, unpacked=5_000_000)


@pytest.mark.parametrize(
    "drawn",
    [
        b"".join(b"%d 0 m %d 800 l S 0 %d m 600 %d l S " % (k, k, k, k) for k in range(0, 600, 2)),
        b"".join(b"%d.5 %d m %d.5 %d l S " % (k % 590, k % 787, k % 590, k % 787 + 9) for k in range(20_000)),
        b"1e38 0 0 1e38 0 0 cm 0 0 m 1e38 1e38 l S",
        b"q " * 100_000,
    ],
)
def test_drawings_are_no_tables(drawn: bytes) -> None:
    font = b"/Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>"
    content = b"BT /F 12 Tf 90 700 Td (31 cases in all) Tj ET " + drawn
    assert texts(read(one_page(raw_stream(content, packed=1), font))) == ["31 cases in all"]


@pytest.mark.parametrize(
    "filler", [b"stream\n", b"obj/ASCII85 stream\n", b"stream\nx\x9c\x01\0\0", b"[", b"<</A"]
)
def test_files_of_one_token_over_and_over(filler: bytes) -> None:
    assert message(b"%PDF-1.4\n1 0 obj" + filler * 100_000)


def test_pages_in_a_circle() -> None:
    circle = raw_pdf([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R]/Count 3>>"])
    assert message(circle)


def test_fonts_that_do_not_say_their_characters() -> None:
    table = b"/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <00> <FF> endcodespacerange 1 beginbfrange <20> <7E> <E020> endbfrange endcmap end"
    font = b"/Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 5 0 R>>>>"
    content = raw_stream(b"BT /F 12 Tf 90 700 Td (Nobody knows what this says 123) Tj ET")
    assert "fonts don't say" in message(one_page(content, font, [raw_stream(table)]))


# ---------------------------------------------------------------- radicals, hints


def test_radicals_become_ideographs_in_the_text_layer() -> None:
    """A font whose table back to characters names the radicals of the same shape."""
    names = b"<41> <2F42> <42> <4EF6> <43> <2ED3> <44> <2F00>"  # ⽂ 件 ⻓ ⼀
    pairs = names.split()
    table = (
        b"begincmap 1 begincodespacerange <00> <FF> endcodespacerange 4 beginbfchar\n%s\nendbfchar endcmap"
        % b"\n".join(b" ".join(pairs[i : i + 2]) for i in range(0, 8, 2))
    )
    font = b"/Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 5 0 R>>>>"
    content = raw_stream(b"BT /F 12 Tf 90 700 Td (ABCD) Tj ET")
    read_as = read(one_page(content, font, [raw_stream(table)]))
    assert texts(read_as) == ["⽂件⻓⼀"]
    assert document_from_content(read_as, "doc", "pdf", DEFAULT_LIMITS).text == "文件长一\n"


@pytest.mark.parametrize(
    ("title", "hint"),
    [
        ("青禾县2023年政府信息公开工作年度报告", "青禾县2023年政府信息公开工作年度报告"),
        ("Microsoft Word - 年度报告终稿", None),
        ("政府信息公开年报.docx", None),
        ("无标题文档", None),
        ("untitled", None),
        ("", None),
    ],
)
def test_title_of_the_file(title: str, hint: str | None) -> None:
    assert read(make_pdf(lines_drawer([(90, 100, "共25条")]), title=title)).hints.title == hint
