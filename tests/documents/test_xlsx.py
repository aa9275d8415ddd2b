"""Workbooks: what is shown is read, at its cell; what is hidden is not; hostile ones cost little."""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from collections.abc import Mapping
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from gdie.documents.content import Content, Grid, Paragraph
from gdie.documents.errors import UnreadableDocument
from gdie.documents.formats.xlsx import read_xlsx
from gdie.documents.formats.xlsx.number_formats import number_as_shown, text_as_shown
from gdie.documents.limits import DEFAULT_LIMITS, Limits
from gdie.documents.model import Place

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
FORM = [
    ["某市住建局2023年政府信息公开情况统计表"],
    ["填报单位：某市住建局", None, "单位：件"],
    ["统计指标", "单位", "统计数"],
    ["一、收到申请数", "件", 31],
    ["1.当面申请数", "件", 4],
    ["2.网络申请数", "件", 27],
    ["注：本表不含下属单位。"],
]


def saved(book: Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def workbook(rows: list[list[Any]], title: str = "Sheet1") -> Workbook:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(row)
    return book


def package(parts: Mapping[str, str | bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return stream.getvalue()


def bare(
    sheet: str, strings: str = "", styles: str = "", main: str = MAIN, prolog: str = "", **extra: str
) -> bytes:
    """A workbook of one sheet, written by hand; `sheet` is what stands in the worksheet."""
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": f'<Relationships xmlns="{RELATIONS}"><Relationship Id="a" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
        "</Relationships>",
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{OFFICE}">{extra.get("properties", "")}<sheets>'
        f'<sheet name="{extra.get("name", "Sheet1")}" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{RELATIONS}">'
        f'<Relationship Id="r1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="r2" Type="{OFFICE}/sharedStrings" Target="/xl/sharedStrings.xml"/>'
        f'<Relationship Id="r3" Type="{OFFICE}/styles" Target="styles.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'{prolog}<worksheet xmlns="{main}">{sheet}</worksheet>',
    }
    if strings:
        parts["xl/sharedStrings.xml"] = f'<sst xmlns="{main}">{strings}</sst>'
    if styles:
        parts["xl/styles.xml"] = f'<styleSheet xmlns="{main}">{styles}</styleSheet>'
    return package(parts)


def read(data: bytes, limits: Limits = DEFAULT_LIMITS) -> Content:
    return read_xlsx(data, limits)


def shape(content: Content) -> list[Any]:
    """Paragraphs as strings, grids as rows of (column, text)."""
    found: list[Any] = []
    for piece in content.pieces:
        if isinstance(piece, Paragraph):
            found.append(piece.text)
            continue
        rows: dict[int, list[tuple[int, str]]] = {}
        for cell in piece.cells:
            rows.setdefault(cell.row, []).append((cell.column, "\n".join(line.text for line in cell.lines)))
        found.append([rows[row] for row in sorted(rows)])
    return found


def words(content: Content) -> list[str]:
    """All lines, of paragraphs and cells."""
    lines: list[str] = []
    for piece in content.pieces:
        lines += (
            [piece.text] if isinstance(piece, Paragraph) else [ln.text for c in piece.cells for ln in c.lines]
        )
    return lines


def grids(content: Content) -> list[Grid]:
    return [piece for piece in content.pieces if isinstance(piece, Grid)]


def test_a_form_is_title_caption_table_and_note_at_their_cells() -> None:
    book = workbook(FORM)
    assert book.active is not None
    book.active.merge_cells("A1:C1")
    content = read(saved(book))
    assert shape(content) == [
        "某市住建局2023年政府信息公开情况统计表",
        "填报单位：某市住建局  单位：件",
        [
            [(0, "统计指标"), (1, "单位"), (2, "统计数")],
            [(0, "一、收到申请数"), (1, "件"), (2, "31")],
            [(0, "1.当面申请数"), (1, "件"), (2, "4")],
            [(0, "2.网络申请数"), (1, "件"), (2, "27")],
        ],
        "注：本表不含下属单位。",
    ]
    figure = grids(content)[0].cells[5].lines[0].stretches[0]
    assert (figure.text, figure.place) == ("31", Place(sheet="Sheet1", cell="C4"))
    caption = content.pieces[1]
    assert isinstance(caption, Paragraph)
    assert [s.place.cell for s in caption.stretches if s.text.strip()] == ["A2", "C2"]


@pytest.mark.parametrize(
    ("raw", "code", "shown"),
    [
        ("0.356", "0.0%", "35.6%"),
        ("0.125", "0.00%", "12.50%"),
        ("35.6", '0.0"%"', "35.6%"),  # a literal sign does not multiply
        ("1234567", "#,##0", "1,234,567"),
        ("1234567.891", "#,##0.00", "1,234,567.89"),
        ("2.5", "0", "3"),  # half is rounded up, as shown, not to even
        ("12.0", "General", "12"),
        ("0.30000000000000004", "General", "0.3"),
        ("1E+05", "General", "100000"),
        ("1.5E-7", "General", "0.00000015"),
        ("1234567890123", "General", "1234567890123"),
        ("1234567890.12", "General", "1234567890.12"),
        ("123", "0.00E+00", "123"),  # no powers of ten
        ("0.5", "# ?/?", "0.5"),  # no fractions
        ("3", '0"件"', "3件"),
        ("3", "0件", "3件"),
        ("2017", 'General"年"', "2017年"),
        ("2396500", '0!.0,"万元"', "239.7万元"),  # the escape of Chinese versions; the figure in 万元
        ("120000", '[>=10000]0!.0,"万";0', "12.0万"),
        ("12", '[>=10000]0!.0,"万";0', "12"),
        ("13800000000", "000-0000-0000", "138-0000-0000"),
        ("7", "000", "007"),
        (".5", ".00", "0.50"),
        ("5", "0.#", "5"),
        ("-8", "#,##0_);(#,##0)", "-8"),  # brackets mean minus
        ("-8.4", "0.00;[Red]0.00", "-8.40"),  # and so does a colour
        ("-3", "+0;-0;0", "-3"),
        ("3", "+0;-0;0", "+3"),
        ("-0.4", "0", "0"),
        ("-5", '0"(件)"', "-5(件)"),
        ("0", '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"??_ ;_ @_ ', "-"),
        ("-5", '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"??_ ;_ @_ ', "-5"),
        ("1234.5", "[$¥-804]#,##0.00", "¥1,234.50"),
        ("1234", "[DBNum1][$-804]General", "1234"),
        ("3", ";;;", ""),
        ("3", "@", "3"),
        ("45047", "m/d/yy", "2023-05-01"),
        ("45047", "[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", "2023-05-01"),
        ("45047", 'yyyy"年"m"月"d"日"', "2023年5月1日"),
        ("45047", "yyyy年mm月", "2023年05月"),
        ("45047", "[$-804]aaaa;@", "星期一"),
        ("45047.3541667", "yyyy/m/d h:mm", "2023-05-01 08:30"),
        ("0.5", '上午/下午h"时"mm"分"', "下午12时00分"),
        ("1.5", "[h]:mm", "36:00"),
        ("0", "yyyy-mm-dd", "0"),  # day 0 is no date
        ("-1", "yyyy-mm-dd", "-1"),
        ("99999999", "yyyy-mm-dd", "99999999"),
        ("1e999", "0", "1e999"),  # what is no number stays
        ("nan", "0", "nan"),
        ("１２", "0", "１２"),
        ("9" * 100, "0", "9" * 100),
        ("5", "0" * 1000, "5"),
    ],
)
def test_numbers_are_read_as_their_format_shows_them(raw: str, code: str, shown: str) -> None:
    assert number_as_shown(raw, code) == shown


@pytest.mark.parametrize(
    ("text", "code", "shown"),
    [("31", '@"件"', "31件"), ("约3", '0;0;0;@"件"', "约3件"), ("甲", "0.00", "甲"), ("甲", "@", "甲")],
)
def test_texts_are_read_as_their_format_shows_them(text: str, code: str, shown: str) -> None:
    assert text_as_shown(text, code) == shown


def test_dates_count_from_1904_where_the_workbook_says_so() -> None:
    assert number_as_shown("43585", "yyyy-mm-dd", from_1904=True) == "2023-05-01"
    sheet = '<sheetData><row r="1"><c r="A1" s="1"><v>43585</v></c></row></sheetData>'
    styles = '<dxfs><dxf><numFmt numFmtId="14" formatCode="0"/></dxf></dxfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>'
    assert words(read(bare(sheet, styles=styles, properties='<workbookPr date1904="1"/>'))) == ["2023-05-01"]


def test_every_kind_of_value() -> None:
    book = workbook(
        [
            ["指标", "值"],
            ["日期", datetime.date(2023, 5, 1)],
            ["真", True],
            ["文字数字", "0031"],
            ["富文本", CellRichText("收到", TextBlock(InlineFont(b=True), "31"), "件")],
            ["换行", "甲\n乙"],
            ["公式", "=1+1"],
            ["错误", "#REF!"],
        ]
    )
    content = read(saved(book))
    assert shape(content)[0] == [
        [(0, "指标"), (1, "值")],
        [(0, "日期"), (1, "2023-05-01")],
        [(0, "真"), (1, "TRUE")],
        [(0, "文字数字"), (1, "0031")],
        [(0, "富文本"), (1, "收到31件")],
        [(0, "换行"), (1, "甲\n乙")],
        [(0, "公式")],  # it has no saved value
        [(0, "错误"), (1, "#REF!")],
    ]


def test_saved_values_of_formulas_inline_strings_phonetic_runs_and_escapes() -> None:
    sheet = (
        '<dimension ref="A1:XFD1048576"/><sheetData><row><c><f>SUM(B2:B9)</f><v>31</v></c><c t="str"><f>A1</f><v>合计</v></c>'
        '<c t="inlineStr"><is><r><t>申</t></r><r><t>请</t></r><rPh sb="0" eb="1"><t>shen</t></rPh></is></c><c t="s"><v>0</v></c></row>'
        '<row><c t="s"><v>1</v></c><c t="d"><v>2023-05-01T00:00:00</v></c><c t="s"><v>99</v></c><c t="s"><v>x</v></c></row></sheetData>'
    )
    strings = "<si><t>答_x000D_复</t><rPh><t>da</t></rPh><phoneticPr/></si><si><r><t>维</t></r><r><t>持_x0007_</t></r></si>"
    content = read(bare(sheet, strings))
    assert shape(content) == [
        [[(0, "31"), (1, "合计"), (2, "申请"), (3, "答\n复")], [(0, "维持"), (1, "2023-05-01")]]
    ]
    assert grids(content)[0].cells[4].lines[0].stretches[0].place == Place(sheet="Sheet1", cell="A2")


def test_hidden_sheets_rows_and_columns_are_left_out() -> None:
    book = workbook([["指标", "密", "数"], ["a", "x", 1], ["b", "y", 2], ["c", "z", 3]])
    sheet = book.active
    assert sheet is not None
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["B"].hidden = True
    hidden = book.create_sheet("底稿")
    hidden.append(["不看", 9])
    hidden.sheet_state = "veryHidden"
    content = read(saved(book))
    # A hidden row is no blank one: the table is not cut there.
    assert shape(content) == [[[(0, "指标"), (1, "数")], [(0, "a"), (1, "1")], [(0, "c"), (1, "3")]]]
    assert grids(content)[0].cells[-1].lines[0].stretches[0].place.cell == "C4"


def test_merged_cells_become_spans_without_what_is_hidden() -> None:
    sheet = (
        '<cols><col min="3" max="3" hidden="1"/></cols><sheetData>'
        '<row r="1"><c r="A1" t="str"><v>项目</v></c><c r="B1" t="str"><v>申请人</v></c><c r="C1" t="str"><v>盖住</v></c></row>'
        '<row r="2"><c r="B2" t="str"><v>甲</v></c><c r="C2" t="str"><v>乙</v></c><c r="D2" t="str"><v>丙</v></c></row></sheetData>'
        '<mergeCells><mergeCell ref="A1:A2"/><mergeCell ref="B1:D1"/><mergeCell ref="D9:E9"/><mergeCell ref="B2:A1"/><mergeCell ref="!"/></mergeCells>'
    )
    cells = grids(read(bare(sheet)))[0].cells
    assert [(c.row, c.column, c.row_span, c.column_span, c.lines[0].text) for c in cells] == [
        (0, 0, 2, 1, "项目"),
        (0, 1, 1, 2, "申请人"),
        (1, 1, 1, 1, "甲"),
        (1, 2, 1, 1, "丙"),
    ]


def test_cells_never_overlap_though_merged_ranges_do() -> None:
    sheet = (
        "<sheetData>"
        + "".join(
            f'<row r="{r}">' + "".join(f'<c r="{c}{r}" t="str"><v>{c}{r}</v></c>' for c in "ABCD") + "</row>"
            for r in range(1, 5)
        )
        + '</sheetData><mergeCells><mergeCell ref="A1:C3"/><mergeCell ref="B2:D4"/><mergeCell ref="C4:D4"/><mergeCell ref="A4:XFD1048576"/></mergeCells>'
    )
    taken: set[tuple[int, int]] = set()
    for cell in grids(read(bare(sheet)))[0].cells:
        area = {
            (cell.row + r, cell.column + c) for r in range(cell.row_span) for c in range(cell.column_span)
        }
        assert not area & taken
        taken |= area


def test_tables_that_stand_apart_are_apart() -> None:
    rows: list[list[Any]] = [
        ["两年对照"],
        ["表一 主动公开", None, None, None, "表二 依申请公开"],
        ["类别", "数", None, None, "方式", "数"],
        ["规章", 1, None, None, "当面", 3],
        ["其他", 2, None, None, "网络", 4],
        [],
        ["表三 复议"],
        ["结果", "数"],
        ["维持", 5],
    ]
    book = workbook(rows)
    assert book.active is not None
    book.active.merge_cells("A1:F1")
    assert shape(read(saved(book))) == [
        "两年对照",
        "表一 主动公开",
        [[(0, "类别"), (1, "数")], [(0, "规章"), (1, "1")], [(0, "其他"), (1, "2")]],
        "表二 依申请公开",
        [[(0, "方式"), (1, "数")], [(0, "当面"), (1, "3")], [(0, "网络"), (1, "4")]],
        "表三 复议",
        [[(0, "结果"), (1, "数")], [(0, "维持"), (1, "5")]],
    ]


@pytest.mark.parametrize(
    ("rows", "count"),
    [
        # A label that runs over into a blank column is no table of its own.
        ([["指标", None, "数"], ["收到申请数", None, 31], ["答复数", None, 30]], 1),
        # A blank row within a form: figures go on without another header.
        ([["指标", "数"], ["甲", 1], [], ["二、回应情况"], ["乙", 2]], 1),
        # A heading row and a row whose figure was not filled in are rows.
        ([["指标", "单位", "数"], ["一、主动公开"], ["甲", "条", 1], ["乙"]], 1),
        # The upper line of a header with an empty corner is a row.
        ([[None, "2022", "2023"], ["甲", 1, 2]], 1),
    ],
)
def test_what_is_one_table_is_not_cut(rows: list[list[Any]], count: int) -> None:
    content = read(saved(workbook(rows)))
    assert len(grids(content)) == len(content.pieces) == count
    assert len(words(content)) == sum(1 for row in rows for value in row if value is not None)


def test_a_block_line_over_the_whole_table_stays_in_it() -> None:
    book = workbook([["第二十条第（一）项"], ["信息内容", "本年制发件数"], ["规章", 0]])
    assert book.active is not None
    book.active.merge_cells("A1:B1")
    assert len(read(saved(book)).pieces) == 1


@pytest.mark.parametrize(
    ("name", "first", "told"),
    [
        ("Sheet1", "甲", False),
        ("Sheet1 (2)", "甲", False),
        ("工作表1", "甲", False),
        ("表1", "甲", False),
        ("data", "甲", False),
        ("附件1", "甲", True),
        ("2023", "甲", True),
        ("公开情况", "公开 情况统计表", False),
    ],
)
def test_the_name_of_a_sheet_is_told_where_it_says_something(name: str, first: str, told: bool) -> None:
    content = read(saved(workbook([[first], ["指标", "数"], ["a", 1]], name)))
    assert (words(content)[0] == name) is told


def test_chart_sheets_are_passed_over_and_sheets_come_in_order() -> None:
    book = workbook([["a", 1]], "一月")
    book.create_chartsheet("图")
    book.create_sheet("二月").append(["b", 2])
    assert words(read(saved(book))) == ["一月", "a", "1", "二月", "b", "2"]


@pytest.mark.parametrize("main", [MAIN, STRICT])
def test_prefixes_and_strict_files_are_read(main: str) -> None:
    data = bare("<sheetData><row><c><v>31</v></c></row></sheetData>", main=main)
    assert words(read(data)) == ["31"]
    whole = zipfile.ZipFile(io.BytesIO(data))
    parts = {name: whole.read(name).decode() for name in whole.namelist()}
    for name in ("xl/workbook.xml", "xl/worksheets/sheet1.xml"):
        parts[name] = re.sub(r"<(/?)(?=\w)", r"<\1x:", parts[name]).replace("xmlns=", "xmlns:x=")
    assert words(read(package(parts))) == ["31"]


def test_formatted_but_empty_cells_cost_nothing() -> None:
    empty = "".join(f'<row r="{r}"><c r="A{r}" s="1"/><c r="B{r}" s="1"/></row>' for r in range(2, 50_000))
    sheet = f'<sheetData><row r="1"><c r="A1"><v>1</v></c></row>{empty}<row r="1048576"><c r="XFD1048576" s="1"/></row></sheetData>'
    assert words(read(bare(sheet), Limits(cells=1))) == ["1"]


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + "".join(
    f'<!ENTITY {chr(98 + i)} "{f"&{chr(97 + i)};" * 10}">' for i in range(9)
)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (bare("<sheetData/>", prolog=BOMB + "]>"), "document type"),
        (
            bare("<sheetData/>", prolog='<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'),
            "document type",
        ),
        (bare("<sheetData/>", strings="<si/>", prolog="<!DOCTYPE x>"), "document type"),
        (bare("<sheetData><row><c><v>1</v></c></row>" + "<a>" * 300_000), "damaged"),
        (bare("<sheetData><row><c><v>1</v></row></sheetData>"), "damaged"),
        (bare("<sheetData/>"), "no filled cell"),
        (bare("<sheetData><row><c><v> </v></c></row></sheetData>"), "no filled cell"),
        (b"PK\x03\x04junk", "damaged"),
        (saved(workbook(FORM))[:-30], "damaged"),
        (package({"a.txt": "a"}), "damaged"),
        (package({"_rels/.rels": "<a/>", "xl/workbook.xml": "<workbook/>"}), "damaged"),
    ],
)
def test_hostile_and_broken_workbooks_are_refused(data: bytes, message: str) -> None:
    with pytest.raises(UnreadableDocument, match=message):
        read(data)


def test_a_workbook_with_hidden_sheets_only_says_so() -> None:
    data = bare("<sheetData/>")
    parts = {
        n: zipfile.ZipFile(io.BytesIO(data)).read(n) for n in zipfile.ZipFile(io.BytesIO(data)).namelist()
    }
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(b"<sheet ", b'<sheet state="hidden" ')
    with pytest.raises(UnreadableDocument, match="unhide"):
        read(package(parts))
    del parts["xl/worksheets/sheet1.xml"]
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(b'state="hidden"', b"")
    with pytest.raises(UnreadableDocument, match="Sheet1' is missing"):
        read(package(parts))


@pytest.mark.parametrize(
    ("limits", "message"),
    [(Limits(cells=10), "cells"), (Limits(characters=20), "characters"), (Limits(members=3), "members")],
)
def test_limits_hold(limits: Limits, message: str) -> None:
    with pytest.raises(UnreadableDocument, match=f"--limit {message}"):
        read(saved(workbook(FORM)), limits)


def test_a_shared_string_repeated_in_every_cell_counts_each_time() -> None:
    cells = "".join(f'<row><c t="s"><v>0</v></c><c><v>{i}</v></c></row>' for i in range(300))
    with pytest.raises(UnreadableDocument, match="characters"):
        read(bare(f"<sheetData>{cells}</sheetData>", f"<si><t>{'长' * 30_000}</t></si>"))


def test_a_million_merged_ranges_and_a_million_hidden_columns() -> None:
    merged = '<mergeCell ref="A1:XFD1048576"/>' + "".join(
        f'<mergeCell ref="A{r}:B{r}"/>' for r in range(2, 60_000)
    )
    columns = "".join(f'<col min="{c}" max="999999999" hidden="1"/>' for c in range(50_000, 3, -1))
    sheet = f"<cols>{columns}</cols><sheetData><row><c><v>1</v></c></row><row><c><v>2</v></c></row></sheetData><mergeCells>{merged}</mergeCells>"
    assert words(read(bare(sheet))) == ["1"]


def test_deep_nesting_is_no_matter() -> None:
    deep = "<a>" * 300_000 + "</a>" * 300_000
    assert words(read(bare(f"<sheetData><row><c><v>1</v></c></row></sheetData>{deep}"))) == ["1"]


def test_empty_cells_are_told_from_texts_that_look_like_them() -> None:
    sheet = '<sheetData><row><c r="B1" s="1"/><c><v>1</v></c><c t="str"><v><![CDATA[<c r="A1"/>]]></v></c></row></sheetData>'
    places = [c.lines[0].stretches[0] for c in grids(read(bare(sheet)))[0].cells]
    assert [(p.place.cell, p.text) for p in places] == [("C1", "1"), ("D1", '<c r="A1"/>')]


def test_odd_references_numbers_and_styles_do_not_stop_the_reading() -> None:
    sheet = (
        '<cols><col/><col min="x" max="-1" hidden="1"/></cols><sheetData><row r="-5"><c r="ZZZZ99" s="77"><v>1</v></c><c r="A0"><v>2</v></c></row>'
        '<row r="99999999999"><c r="XFE1"><v>3</v></c><c s="-1" t="zz"><v>4</v></c><c t="b"><v>7</v></c></row></sheetData>'
    )
    assert words(read(bare(sheet))) == ["1", "2", "3", "4", "7"]


def test_a_sheet_that_is_named_many_times_is_read_once() -> None:
    data = bare('<sheetData><row><c t="str"><v>申请</v></c><c><v>12</v></c></row></sheetData>')
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    again = b'<sheet name="Sheet2" sheetId="2" r:id="r1"/>' * 3
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(b"</sheets>", again + b"</sheets>")
    assert words(read(package(parts))) == ["申请", "12"]
