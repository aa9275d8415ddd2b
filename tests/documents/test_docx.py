"""Word files: made with python-docx where it can, of raw XML where it cannot."""

import io
import struct
import zipfile

import docx
import pytest
from docx.oxml import parse_xml

from gdie.documents.content import Content, Grid, Paragraph
from gdie.documents.errors import UnreadableDocument
from gdie.documents.formats.docx import read_docx
from gdie.documents.formats.docx.numerals import printed
from gdie.documents.formats.packages import open_package
from gdie.documents.limits import DEFAULT_LIMITS, Limits
from gdie.documents.model import Place

NAMESPACES = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "v": "urn:schemas-microsoft-com:vml",
        "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    }.items()
)


def package(**parts: str) -> bytes:
    """A Word file of parts given by name: `document`, `styles`, … each the inner XML of its root."""
    roots = {
        "document": "w:document",
        "styles": "w:styles",
        "numbering": "w:numbering",
        "footnotes": "w:footnotes",
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, xml in parts.items():
            root = roots[name]
            archive.writestr(f"word/{name}.xml", f"<{root} {NAMESPACES}>{xml}</{root}>")
    return stream.getvalue()


def body(xml: str, **parts: str) -> bytes:
    return package(document=f"<w:body>{xml}</w:body>", **parts)


def p(*runs: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(runs)}</w:p>"


def r(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def tc(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(r(text))}</w:tc>"


def table(*rows: str, widths: tuple[int, ...] = ()) -> str:
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return f"<w:tbl><w:tblGrid>{grid}</w:tblGrid>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


def span(columns: int) -> str:
    return f'<w:gridSpan w:val="{columns}"/>'


BEGIN, GO_ON = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"


def read(data: bytes, limits: Limits = DEFAULT_LIMITS) -> Content:
    return read_docx(data, limits)


def lines(data: bytes) -> list[str]:
    """Paragraphs as they are, tables as [row,column+spans:text] in one line."""
    shown = []
    for piece in read(data).pieces:
        if isinstance(piece, Paragraph):
            shown.append(piece.text)
        else:
            shown.append(" ".join(cell_shown(cell) for cell in piece.cells))
    return shown


def cell_shown(cell) -> str:
    spans = f"{'v' * (cell.row_span - 1)}{'>' * (cell.column_span - 1)}"
    return f"{cell.row}{chr(65 + cell.column)}{spans}:{'/'.join(line.text for line in cell.lines)}"


def saved(document) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


# --- text -----------------------------------------------------------------------------------------------------------------

FIELD = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        pytest.param(r("共收到申请") + r("12") + r("件"), ["共收到申请12件"], id="runs join"),
        pytest.param("<w:r><w:t> 12 </w:t></w:r>" + r("件"), ["12件"], id="blanks are kept only where it says so"),
        pytest.param("<w:r><w:t>上\n下</w:t></w:r>", ["上 下"], id="line ends of the XML are blanks"),
        pytest.param("<w:r><w:t>甲</w:t><w:tab/><w:t>3</w:t></w:r>", ["甲\t3"], id="tab"),
        pytest.param("<w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t><w:cr/><w:t>丙</w:t></w:r>", ["甲", "乙", "丙"], id="breaks"),
        pytest.param("<w:r><w:t>0431</w:t><w:noBreakHyphen/><w:t>88</w:t><w:softHyphen/></w:r>", ["0431-88"], id="hyphens"),
        pytest.param('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/><w:t>是</w:t></w:r>', ["☑是"], id="sign of a font"),
        pytest.param('<w:r><w:sym w:font="Arial" w:char="2265"/><w:sym w:char="zz"/><w:t>5</w:t></w:r>', ["≥5"], id="signs"),
        pytest.param("<w:del>" + r("旧") + "</w:del><w:ins>" + r("新") + "</w:ins>", ["新"], id="tracked changes accepted"),
        pytest.param("<w:moveFrom>" + r("旧") + "</w:moveFrom><w:moveTo>" + r("新") + "</w:moveTo>", ["新"], id="moves"),
        pytest.param("<w:hyperlink><w:smartTag>" + r("链接") + "</w:smartTag></w:hyperlink>", ["链接"], id="link"),
        pytest.param("<w:sdt><w:sdtPr/><w:sdtContent>" + r("7") + "</w:sdtContent></w:sdt>", ["7"], id="content control"),
        pytest.param(
            "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>" + r("点击输入") + "</w:sdtContent></w:sdt>" + r("件"),
            ["件"],
            id="prompt of an unfilled control",
        ),
        pytest.param(
            FIELD.format("begin") + "<w:r><w:instrText>=3+4</w:instrText></w:r>" + FIELD.format("separate") + r("7") + FIELD.format("end"),
            ["7"],
            id="result of a field, not its code",
        ),
        pytest.param(
            FIELD.format("begin") + FIELD.format("begin") + FIELD.format("separate") + r("88") + FIELD.format("end")
            + FIELD.format("separate") + r("7") + FIELD.format("end"),
            ["7"],
            id="result of a field within the code of another",
        ),
        pytest.param(FIELD.format("end") + FIELD.format("begin") + r("9"), ["9"], id="unclosed field hides nothing"),
        pytest.param("<w:fldSimple>" + r("8") + "</w:fldSimple>", ["8"], id="simple field"),
        pytest.param(r("12", "<w:vanish/>") + r("件", '<w:vanish w:val="0"/>'), ["件"], id="hidden"),
        pytest.param(r("12件") + '<w:r><w:footnoteReference w:id="5"/></w:r>', ["12件"], id="mark of a note without notes"),
        pytest.param(
            "<w:r><w:ruby><w:rt><w:r><w:t>wù</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>務</w:t></w:r></w:rubyBase></w:ruby></w:r>",
            ["務"],
            id="reading above characters",
        ),
        pytest.param(
            "<m:oMath><m:f><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f></m:oMath>",
            ["1/2"],
            id="fraction",
        ),
    ],
)  # fmt: skip
def test_text_of_a_paragraph(content, expected):
    assert lines(body(p(content))) == expected


def test_hidden_by_style():
    styles = """
      <w:style w:type="paragraph" w:default="1" w:styleId="a"/>
      <w:style w:type="paragraph" w:styleId="secret"><w:rPr><w:vanish/></w:rPr></w:style>
      <w:style w:type="paragraph" w:styleId="child"><w:basedOn w:val="secret"/></w:style>
      <w:style w:type="character" w:styleId="toggle"><w:rPr><w:vanish/></w:rPr></w:style>
      <w:style w:type="paragraph" w:styleId="loop"><w:basedOn w:val="loop"/></w:style>"""
    data = body(
        p(r("甲"), properties='<w:pStyle w:val="child"/>')
        + p(r("乙", '<w:rStyle w:val="toggle"/>'), properties='<w:pStyle w:val="child"/>')
        + p(r("丙", '<w:rStyle w:val="toggle"/>') + r("丁"))
        + p(r("戊"), properties='<w:pStyle w:val="loop"/>'),
        styles=styles,
    )
    assert lines(data) == ["乙", "丁", "戊"]


def test_paragraph_with_deleted_end_runs_on():
    deleted = "<w:rPr><w:del/></w:rPr>"
    data = body(
        p(r("共收到"), properties=deleted)
        + p(properties=deleted)
        + p(r("12件"))
        + p(r("完"), properties=deleted)
    )
    assert lines(data) == ["共收到12件", "完"]


def test_places_of_paragraphs_count_empty_ones_but_not_tables():
    data = body(
        p(r("一")) + p() + table(tc("甲") + tc("1")) + p(r("二", "") + "<w:r><w:br/></w:r>" + r("三"))
    )
    first, grid, *rest = read(data).pieces
    assert first.stretches[0].place == Place(paragraph=1)
    assert [cell.lines[0].stretches[0].place for cell in grid.cells] == [
        Place(table=1, cell="A1"),
        Place(table=1, cell="B1"),
    ]
    assert [(line.text, line.stretches[0].place) for line in rest] == [
        ("二", Place(paragraph=3)),
        ("三", Place(paragraph=3)),
    ]


def test_text_box_of_a_paragraph_with_deleted_end_is_kept():
    data = body(p(r("共"), SHAPE.format(p(r("图中"))), properties="<w:rPr><w:del/></w:rPr>") + p(r("12件")))
    assert lines(data) == ["共12件", "图中"]


def test_table_of_contents_is_left_out():
    styles = '<w:style w:type="paragraph" w:styleId="11"><w:name w:val="toc 1"/></w:style>'
    data = body(
        p(r("目录"))
        + p(r("一、总体情况") + "<w:r><w:tab/></w:r>" + r("2"), properties='<w:pStyle w:val="11"/>')
        + p(r("一、总体情况"), properties='<w:pStyle w:val="11"/>'),
        styles=styles,
    )
    assert lines(data) == ["目录", "一、总体情况"]


SHAPE = """<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:inline><a:graphic><a:graphicData><wps:wsp><wps:txbx>
<w:txbxContent>{0}</w:txbxContent></wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing></mc:Choice>
<mc:Fallback><w:pict><v:shape><v:textbox><w:txbxContent>{0}</w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback>
</mc:AlternateContent></w:r>"""


def test_text_boxes_once_after_their_paragraph():
    vml = "<w:r><w:pict><v:shape><v:textbox><w:txbxContent>{}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    lettering = '<w:r><w:pict><v:shape><v:textpath string="某市  公报"/></v:shape></w:pict></w:r>'
    data = body(
        p(SHAPE.format(p() + p(r("收到3件"))) + r("前文"))
        + p(vml.format(table(tc("甲") + tc("1"))))
        + p(lettering)
        + p(r("后文"))
    )
    pieces = read(data).pieces
    assert lines(data) == ["前文", "收到3件", "0A:甲 0B:1", "某市 公报", "后文"]
    assert pieces[1].stretches[0].place == Place(part="text box 1", paragraph=2)
    assert pieces[2].cells[1].lines[0].stretches[0].place == Place(part="text box 2", table=1, cell="B1")
    assert pieces[-1].stretches[0].place == Place(paragraph=4)


def test_notes_stand_at_the_end_in_the_order_of_their_marks():
    notes = (
        '<w:footnote w:id="-1" w:type="separator">' + p(r("----")) + "</w:footnote>"
        '<w:footnote w:id="3">' + p("<w:r><w:footnoteRef/></w:r>" + r("含上年结转2件")) + "</w:footnote>"
        '<w:footnote w:id="2">' + p(r("不含街道")) + "</w:footnote>"
        '<w:footnote w:id="9">' + p(r("没有标记")) + "</w:footnote>"
    )
    mark = '<w:r><w:footnoteReference w:id="{}"/></w:r>'
    own = '<w:r><w:footnoteReference w:customMarkFollows="1" w:id="2"/><w:t>1</w:t></w:r>'
    data = body(p(r("12件") + own + r("，") + r("3条") + mark.format(3)), footnotes=notes)
    assert lines(data) == ["12件，3条", "不含街道", "含上年结转2件"]
    assert read(data).pieces[2].stretches[0].place == Place(part="footnote 2", paragraph=1)


# --- numbering ------------------------------------------------------------------------------------------------------------


def level(number: int, form: str, text: str, more: str = "") -> str:
    return f'<w:lvl w:ilvl="{number}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/>{more}</w:lvl>'


def numbering(*levels: str, nums: str = "") -> str:
    return (
        f'<w:abstractNum w:abstractNumId="0">{"".join(levels)}</w:abstractNum>'
        f'<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>{nums}'
    )


def item(text: str, depth: int = 0, num: int = 1, more: str = "") -> str:
    return p(
        r(text), properties=f'{more}<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{num}"/></w:numPr>'
    )


HEADINGS = (
    level(0, "chineseCountingThousand", "%1、"),
    level(1, "chineseCountingThousand", "（%2）"),
    level(2, "decimal", "%3."),
    level(3, "decimal", "%1.%3.%4", "<w:isLgl/>"),
)


def test_numbers_of_headings():
    data = body(
        item("总体情况") + item("主动公开", 1) + item("依申请公开", 1) + item("渠道", 2) + item("网站", 2) + item("深", 3)
        + p(r("正文")) + item("数据") + item("监督", 1) + item("渠道", 2),
        numbering=numbering(*HEADINGS),
    )  # fmt: skip
    assert lines(data) == [
        "一、总体情况", "（一）主动公开", "（二）依申请公开", "1. 渠道", "2. 网站", "1.2.1 深",
        "正文", "二、数据", "（一）监督", "1. 渠道",
    ]  # fmt: skip
    first = read(data).pieces[0]
    assert [stretch.text for stretch in first.stretches] == ["一、", "总体情况"]


def test_lists_that_share_levels_share_counters_unless_they_start_anew():
    nums = (
        '<w:num w:numId="2"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="3"><w:abstractNumId w:val="0"/>'
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>'
    )
    data = body(
        item("甲") + item("乙", num=2) + item("丙", num=3) + item("丁", num=3) + item("戊"),
        numbering=numbering(*HEADINGS, nums=nums),
    )
    assert lines(data) == ["一、甲", "二、乙", "五、丙", "六、丁", "七、戊"]


def test_levels_that_do_not_restart():
    levels = (
        level(0, "upperRoman", "%1"),
        level(1, "decimal", "%2)", '<w:lvlRestart w:val="0"/>'),
        level(2, "lowerLetter", "%3)", '<w:lvlRestart w:val="1"/>'),
    )
    data = body(
        item("a")
        + item("b", 1)
        + item("c", 2)
        + item("d", 1)
        + item("e", 2)
        + item("f")
        + item("g", 1)
        + item("h", 2),
        numbering=numbering(*levels),
    )
    assert lines(data) == ["I a", "1)b", "a)c", "2)d", "b)e", "II f", "3)g", "a)h"]


def test_numbers_through_styles():
    styles = """
      <w:style w:type="paragraph" w:styleId="1"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
      <w:style w:type="paragraph" w:styleId="2"><w:basedOn w:val="1"/><w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr></w:style>
      <w:style w:type="paragraph" w:styleId="2a"><w:basedOn w:val="2"/></w:style>
      <w:style w:type="paragraph" w:styleId="off"><w:basedOn w:val="1"/><w:pPr><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr></w:style>
      <w:style w:type="paragraph" w:styleId="bound"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>"""

    def styled(name: str, text: str, more: str = "") -> str:
        return p(r(text), properties=f'<w:pStyle w:val="{name}"/>{more}')

    data = body(
        styled("1", "甲")
        + styled("2", "乙")
        + styled("2a", "丙")
        + styled("off", "丁")
        + styled("bound", "戊")
        + styled("1", "己", '<w:numPr><w:numId w:val="0"/></w:numPr>')
        + styled("1", "庚"),
        styles=styles,
        numbering=numbering(*HEADINGS[:2], level(2, "decimal", "%3）", '<w:pStyle w:val="bound"/>')),
    )
    assert lines(data) == ["一、甲", "（一）乙", "（二）丙", "丁", "1）戊", "己", "二、庚"]


def test_list_of_a_numbering_style():
    styles = '<w:style w:type="numbering" w:styleId="S"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    linked = (
        f'<w:abstractNum w:abstractNumId="0"><w:styleLink w:val="S"/>{HEADINGS[0]}</w:abstractNum>'
        '<w:abstractNum w:abstractNumId="1"><w:numStyleLink w:val="S"/></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'
    )
    assert lines(body(item("甲", num=2) + item("乙", num=2), styles=styles, numbering=linked)) == [
        "一、甲",
        "二、乙",
    ]


def test_deleted_and_empty_items():
    deleted = p(
        "<w:del>" + r("旧") + "</w:del>",
        properties='<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr><w:rPr><w:del/></w:rPr>',
    )
    data = body(item("甲") + deleted + item("乙") + item("") + item("丙"), numbering=numbering(*HEADINGS))
    assert lines(data) == ["一、甲", "二、乙", "三、", "四、丙"]


@pytest.mark.parametrize(
    ("one", "text", "expected"),
    [
        pytest.param(level(0, "bullet", "l", '<w:rPr><w:rFonts w:ascii="Wingdings"/></w:rPr>'), "甲", "• 甲", id="letter that is a sign"),
        pytest.param(level(0, "bullet", "\uf0b7"), "甲", "• 甲", id="private-use bullet"),
        pytest.param(level(0, "bullet", "–"), "甲", "– 甲", id="bullet as it is"),
        pytest.param(level(0, "none", ""), "甲", "甲", id="none"),
        pytest.param(level(0, "decimal", "%1", '<w:suff w:val="nothing"/>'), "20件", "1 20件", id="never joined to a figure"),
        pytest.param(level(0, "decimal", "%1.", '<w:suff w:val="nothing"/>'), "20件", "1. 20件", id="nor as decimals"),
        pytest.param(level(0, "decimal", "%1.", '<w:suff w:val="nothing"/>'), "甲", "1.甲", id="suffix nothing"),
        pytest.param(level(0, "decimal", "%1.", '<w:suff w:val="space"/>'), "甲", "1. 甲", id="suffix blank"),
        pytest.param(level(0, "chineseCounting", "第%1章"), "甲", "第一章 甲", id="chapter"),
        pytest.param(level(0, "decimal", "%1%1%1" * 1000), "甲", "1" * 30 + " 甲", id="endless pattern"),
        pytest.param(level(0, "noSuchForm", "%1、"), "甲", "1、甲", id="unknown form"),
    ],
)  # fmt: skip
def test_how_a_number_stands_before_its_text(one, text, expected):
    assert lines(body(item(text), numbering=numbering(one))) == [expected]


@pytest.mark.parametrize(
    ("form", "number", "expected"),
    [
        ("chineseCounting", 10, "十"), ("chineseCounting", 11, "十一"), ("chineseCounting", 23, "二十三"),
        ("chineseCountingThousand", 101, "一百零一"), ("chineseCountingThousand", 1010, "一千零一十"),
        ("chineseCountingThousand", 10000, "10000"), ("japaneseCounting", 100, "一百"), ("ideographDigital", 10, "一〇"),
        ("chineseLegalSimplified", 12, "壹拾贰"), ("ideographTraditional", 3, "丙"), ("ideographTraditional", 11, "11"),
        ("ideographZodiac", 12, "亥"), ("decimalFullWidth", 12, "１２"), ("decimalEnclosedCircle", 20, "⑳"),
        ("decimalEnclosedCircleChinese", 21, "㉑"), ("decimalEnclosedCircle", 51, "51"), ("decimalEnclosedParen", 2, "⑵"),
        ("decimalEnclosedFullstop", 1, "⒈"), ("upperRoman", 1949, "MCMXLIX"), ("lowerRoman", 4, "iv"), ("upperRoman", 10**6, "1000000"),
        ("upperLetter", 26, "Z"), ("upperLetter", 28, "BB"), ("lowerLetter", 10**6, "1000000"), ("decimalZero", 3, "03"),
        ("decimal", 0, "0"), ("chineseCounting", 0, "0"), ("none", 1, ""), (None, 7, "7"), ("ideographEnclosedCircle", 2, "㊁"),
        ("decimalEnclosedCircle", 36, "㊱"),
    ],
)  # fmt: skip
def test_number_formats(form, number, expected):
    assert printed(number, form) == expected


# --- tables ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("xml", "expected"),
    [
        pytest.param(table(tc("甲") + tc("1"), tc("乙") + tc("2")), "0A:甲 0B:1 1A:乙 1B:2", id="plain"),
        pytest.param(table(tc("题", span(2)), tc("乙") + tc("2")), "0A>:题 1A:乙 1B:2", id="merged across"),
        pytest.param(
            table(tc("三", BEGIN) + tc("1"), tc("隐", GO_ON) + tc("2"), tc("", '<w:vMerge w:val="continue"/>') + tc("3"), tc("四") + tc("4")),
            "0Avv:三 0B:1 1B:2 2B:3 3A:四 3B:4",
            id="merged down",
        ),
        pytest.param(
            table(tc("a", BEGIN + span(2)) + tc("1"), tc("", GO_ON) + tc("b") + tc("2")),
            "0A>:a 0C:1 1A: 1B:b 1C:2",
            id="a continuation of another width is a cell",
        ),
        pytest.param(table(tc("a", BEGIN) + tc("1"), tc("b", BEGIN) + tc("2")), "0A:a 0B:1 1A:b 1B:2", id="two merges begin"),
        pytest.param(table(tc("a", GO_ON) + tc("1")), "0A:a 0B:1", id="continuation of nothing"),
        pytest.param(
            table(tc("a") + tc("b") + tc("c"), '<w:trPr><w:gridBefore w:val="1"/></w:trPr>' + tc("d") + tc("e")),
            "0A:a 0B:b 0C:c 1B:d 1C:e",
            id="row that begins later",
        ),
        pytest.param(
            table(tc("a") + tc("1"), "<w:trPr><w:del/></w:trPr>" + tc("b") + tc("2"), tc("c") + tc("3")),
            "0A:a 0B:1 1A:c 1B:3",
            id="deleted row",
        ),
        pytest.param(
            table(tc("a", '<w:hMerge w:val="restart"/>') + tc("隐", "<w:hMerge/>") + tc("1"), tc("b") + tc("c") + tc("2")),
            "0A>:a 0C:1 1A:b 1B:c 1C:2",
            id="old way to merge across",
        ),
        pytest.param(table(tc("a", span(1_000_000)) + tc("1"), tc("b", span(999_999)) + tc("c") + tc("2")), "0A>:a 0C:1 1A:b 1B:c 1C:2", id="huge spans"),
        pytest.param(
            table(
                tc("a", span(2)) + tc("1", span(2)), tc("b") + tc("2", span(3)), tc("c", span(3)) + tc("3"), widths=(3000, 15, 20, 2000)
            ),
            "0A:a 0B:1 1A:b 1B:2 2A:c 2B:3",
            id="borders that miss each other by a hair",
        ),
        pytest.param(
            table(tc("a") + tc("b") + tc("1"), tc("c", span(2)) + tc("2"), widths=(3000, 50, 2000)),
            "0A:a 0B:b 0C:1 1A>:c 1C:2",
            id="a narrow column with a cell of its own stays",
        ),
        pytest.param(
            f"<w:tbl><w:sdt><w:sdtContent><w:tr>{tc('a')}<w:sdt><w:sdtContent>{tc('1')}</w:sdtContent></w:sdt></w:tr></w:sdtContent></w:sdt></w:tbl>",
            "0A:a 0B:1",
            id="content controls around rows and cells",
        ),
        pytest.param(
            table(f"<w:tc>{p(r('a'))}{p()}{p(r('b'))}</w:tc>" + f"<w:tc>{table(tc('x') + tc('1'), tc('y') + tc('2'))}{p(r('末'))}</w:tc>"),
            "0A:a/b 0B:x\t1/y\t2/末",
            id="lines, and a table within a cell",
        ),
    ],
)  # fmt: skip
def test_tables(xml, expected):
    assert lines(body(xml)) == [expected]


def test_frames_are_opened():
    inner = table(tc("甲") + tc("1"))
    data = body(table(f"<w:tc>{p(r('标题'))}{inner}{p()}</w:tc>", tc("尾")) + table(tc("乙") + tc("2")))
    assert lines(data) == ["标题", "0A:甲 0B:1", "尾", "0A:乙 0B:2"]
    first, grid, last, other = read(data).pieces
    places = [
        piece.stretches[0].place for piece in (first, last, grid.cells[1].lines[0], other.cells[0].lines[0])
    ]
    assert places == [
        Place(table=1, cell="A1"),
        Place(table=1, cell="A2"),
        Place(table=2, cell="B1"),
        Place(table=3, cell="A1"),
    ]


# --- whole documents ------------------------------------------------------------------------------------------------------


def test_a_report_made_with_python_docx():
    document = docx.Document()
    document.core_properties.title = " 某某局2023年 报告 "
    document.add_heading("某某局2023年政府信息公开工作年度报告", 0)
    document.element.body.insert(1, parse_xml(f"<w:p {NAMESPACES}><w:r><w:t>云州市某某局</w:t></w:r></w:p>"))
    heading = document.add_paragraph("总体情况", style="List Number")
    document.add_paragraph("收到和处理申请情况", style="List Number")
    document.add_paragraph("全年共收到申请9件。")
    grid = document.add_table(rows=6, cols=5)
    for row, column, text in [
        (0, 0, "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"), (0, 3, "申请人情况"), (1, 3, "自然人"), (1, 4, "总计"),
        (2, 0, "一、本年新收政府信息公开申请数量"), (2, 3, "9"), (2, 4, "9"), (3, 0, "三、本年度办理结果"), (3, 1, "（一）予以公开"),
        (3, 3, "5"), (3, 4, "5"), (4, 1, "（三）不予公开"), (4, 2, "1.属于国家秘密"), (4, 3, "3"), (4, 4, "3"),
        (5, 2, "2.其他法律行政法规禁止公开"), (5, 3, "1"), (5, 4, "1"),
    ]:  # fmt: skip
        grid.cell(row, column).text = text
    for first, last in [
        ((0, 0), (1, 2)),
        ((0, 3), (0, 4)),
        ((2, 0), (2, 2)),
        ((3, 0), (5, 0)),
        ((3, 1), (3, 2)),
        ((4, 1), (5, 1)),
    ]:
        grid.cell(*first).merge(grid.cell(*last))
    content = read(saved(document))
    assert content.hints.title == "某某局2023年 报告"
    texts = [piece.text for piece in content.pieces if isinstance(piece, Paragraph)]
    assert texts[:4] == [
        "某某局2023年政府信息公开工作年度报告",
        "云州市某某局",
        "1. 总体情况",
        "2. 收到和处理申请情况",
    ]
    (table_three,) = [piece for piece in content.pieces if isinstance(piece, Grid)]
    assert [cell_shown(cell) for cell in table_three.cells] == [
        "0Av>>:（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）", "0D>:申请人情况", "1D:自然人", "1E:总计",
        "2A>>:一、本年新收政府信息公开申请数量", "2D:9", "2E:9",
        "3Avv:三、本年度办理结果", "3B>:（一）予以公开", "3D:5", "3E:5",
        "4Bv:（三）不予公开", "4C:1.属于国家秘密", "4D:3", "4E:3",
        "5C:2.其他法律行政法规禁止公开", "5D:1", "5E:1",
    ]  # fmt: skip
    assert table_three.cells[-1].lines[0].stretches[0].place == Place(table=1, cell="E6")
    assert heading.style.name == "List Number"


def test_strict_office_open_xml():
    data = package(document="<w:body>" + p(r("申请12件")) + "</w:body>")
    strict = rewritten(
        data,
        "word/document.xml",
        lambda xml: xml.replace(
            b"schemas.openxmlformats.org/wordprocessingml/2006/main",
            b"purl.oclc.org/ooxml/wordprocessingml/main",
        ),
    )
    assert b"purl.oclc.org" in zipfile.ZipFile(io.BytesIO(strict)).read("word/document.xml")
    assert lines(strict) == ["申请12件"]


def test_main_part_is_found_by_the_relationship():
    relationships = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="1" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="/word/document2.xml"/></Relationships>'
    )
    data = zipped({"_rels/.rels": relationships.encode(), "word/document2.xml": xml_of(p(r("甲")))})
    assert lines(data) == ["甲"]


# --- damaged and hostile files --------------------------------------------------------------------------------------------


def zipped(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return stream.getvalue()


def rewritten(data: bytes, name: str, change) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return zipped(
            {
                each: change(archive.read(each)) if each == name else archive.read(each)
                for each in archive.namelist()
            }
        )


def xml_of(inner: str, before: str = "") -> bytes:
    return f"{before}<w:document {NAMESPACES}><w:body>{inner}</w:body></w:document>".encode()


LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha">' + "".join(f'<!ENTITY {b} "&{a};&{a};&{a};&{a};&{a};&{a};&{a};&{a};">' for a, b in zip("abcdefghij", "bcdefghijk", strict=True)) + "]>"  # fmt: skip
FETCH = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'


@pytest.mark.parametrize(
    ("data", "message"),
    [
        pytest.param(
            zipped({"word/document.xml": xml_of(p(r("&k;")), LAUGHS)}),
            "declares entities",
            id="billion laughs",
        ),
        pytest.param(
            zipped({"word/document.xml": xml_of(p(r("&a;")), FETCH)}),
            "declares entities",
            id="external entity",
        ),
        pytest.param(
            zipped({"word/document.xml": (FETCH + xml_of("").decode()).encode("utf-16")}),
            "declares entities",
            id="UTF-16",
        ),
        pytest.param(
            zipped(
                {"word/document.xml": xml_of(p(r("甲"))), "word/styles.xml": LAUGHS.encode() + b"<x>&k;</x>"}
            ),
            "declares entities",
            id="in styles",
        ),
        pytest.param(
            zipped({"word/document.xml": xml_of("<w:sdt>" * 300 + "</w:sdt>" * 300)}), "is damaged", id="deep"
        ),
        pytest.param(zipped({"word/document.xml": xml_of(p(r("甲")))[:-30]}), "is damaged", id="XML cut off"),
        pytest.param(zipped({"word/document.xml": b""}), "is damaged", id="empty part"),
        pytest.param(zipped({"word/document.xml": b"\0" * 100}), "is damaged", id="NULs"),
        pytest.param(zipped({"word/document.xml": b"<x/>"}), "no text body", id="other XML"),
        pytest.param(zipped({"xl/workbook.xml": b"<x/>"}), "document.xml is missing", id="no Word file"),
        pytest.param(b"", "zip", id="nothing"),
        pytest.param(b"PK\x03\x04" + b"\0" * 50, "zip", id="no directory"),
        pytest.param(b"PK\x05\x06" + b"\xff" * 18, "zip", id="directory of nonsense"),
        pytest.param(body(p(r("甲")))[:-40], "zip", id="zip cut off"),
    ],
)
def test_refused(data, message):
    with pytest.raises(UnreadableDocument, match=message) as caught:
        read(data)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("name", ["styles", "numbering", "footnotes"])
def test_what_is_whole_is_read(name):
    data = zipped(
        {
            "word/document.xml": xml_of(item("甲")),
            f"word/{name}.xml": b"<w:broken",
            "word/_rels/document.xml.rels": b"\xff",
        }
    )
    assert lines(data) == ["甲"]


def test_more_elements_than_a_tree_is_made_of(monkeypatch):
    monkeypatch.setattr("gdie.documents.formats.docx.parts._MOST_NODES", 1000)
    with pytest.raises(UnreadableDocument, match="more elements"):
        read(body("<w:p/>" * 1001))


def test_limits():
    data = body(p(r("甲" * 60)) + table(tc("甲") + tc("1")) * 3)
    for limits, what in [(Limits(characters=50), "characters"), (Limits(cells=5), "cells"), (Limits(unpacked=500), "unpack"), (Limits(members=0), "archive")]:  # fmt: skip
        with pytest.raises(UnreadableDocument, match=what):
            read(data, limits)
    assert read(data, Limits(characters=100, cells=6)).pieces


@pytest.mark.parametrize("wrap", ["table", "frame", "box", "frame in box"])
def test_things_within_each_other(wrap):
    made = p(r("芯"))
    while made.count("<w:p>") < 20:
        if wrap != "frame":
            made = p(SHAPE.format(made)) if "box" in wrap and len(made) < 3000 else made + p()
        if wrap != "box":
            made = table(f"<w:tc>{made}</w:tc>" + ("" if "frame" in wrap else tc("x")))
        made += p()
    assert "芯" in "".join(lines(body(made)))


# --- packages -------------------------------------------------------------------------------------------------------------


def test_members_are_found_regardless_of_case_and_slashes():
    opened = open_package(zipped({"Word\\Document.xml": b"x", "a/": b"", "../up": b"y"}), DEFAULT_LIMITS)
    assert opened.read_member("/word/document.xml") == b"x"
    assert "A/B" not in opened
    assert opened.read_member("../up") == b"y"
    with pytest.raises(KeyError):
        opened.read_member("up")


def patched(data: bytes, **fields: int) -> bytes:
    """The first entry of the directory with other numbers."""
    places = {
        "flags": (8, "<H"),
        "method": (10, "<H"),
        "packed": (20, "<L"),
        "size": (24, "<L"),
        "offset": (42, "<L"),
    }
    made = bytearray(data)
    entry = data.index(b"PK\x01\x02")
    for name, number in fields.items():
        offset, form = places[name]
        struct.pack_into(form, made, entry + offset, number)
    return bytes(made)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        pytest.param({"size": 10}, "is damaged", id="holds more than it says"),
        pytest.param({"size": 5000}, "is damaged", id="holds less than it says"),
        pytest.param({"flags": 1}, "is encrypted", id="encrypted"),
        pytest.param({"method": 14}, "method that is not read", id="LZMA"),
        pytest.param({"method": 0}, "is damaged", id="another method"),
    ],
)
def test_members_that_lie(change, message):
    data = patched(zipped({"a": b"abcd" * 1000}), **change)
    opened = open_package(data, DEFAULT_LIMITS)
    with pytest.raises(UnreadableDocument, match=message):
        opened.read_member("a")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        pytest.param(patched(zipped({"a": b"x"}), size=300_000_000), "exceeds the limit", id="too much"),
        pytest.param(zipped({"a": bytes(20_000_000)}), "swell", id="repetition"),
        pytest.param(patched(zipped({"a": b"abc", "b": b"def" * 50}), packed=60), "overlap", id="overlap"),
        pytest.param(patched(zipped({"a": b"abc"}), offset=2_000_000), "zip", id="beyond the end"),
        pytest.param(
            zipped({str(n): b"" for n in range(10_001)}), "exceeds the limit", id="too many members"
        ),
    ],
)
def test_packages_that_are_refused(data, message):
    with pytest.raises(UnreadableDocument, match=message):
        open_package(data, DEFAULT_LIMITS)
