import itertools
from pathlib import Path

import pytest

from gdie.documents import Limits, UnreadableDocument, read_document, record_spans
from gdie.documents.reading import document_from_text


def write(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_the_text_layer_is_the_decoded_file(tmp_path: Path, encoding: str) -> None:
    text = "某市水务局2012年政府信息公开年度报告\r\n　一、概述\n\n共公开３份。 \n"
    document = read_document(write(tmp_path / "a.txt", text.encode(encoding)))
    assert document.text == text
    assert document.stem == "a"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "is empty"),
        (b" \n ", "is empty"),
        (b"\x00\x01\x02PK", "binary file"),
        (b"\xff\xfea", "damaged UTF-16"),
        (b"\xe4\xb8\xff\xff", "neither UTF-8"),
        (b"x" * 101, "larger than 100 bytes"),
    ],
)
def test_bad_files_are_named_with_the_reason(tmp_path: Path, data: bytes, said: str) -> None:
    path = write(tmp_path / "bad.txt", data)
    with pytest.raises(UnreadableDocument, match=said) as caught:
        read_document(path, limits=Limits(bytes=100))
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_missing_file_is_an_unreadable_document(tmp_path: Path) -> None:
    with pytest.raises(UnreadableDocument, match="cannot be opened"):
        read_document(tmp_path / "none.txt")


@pytest.mark.parametrize(
    ("line", "level"),
    [
        ("一、概述", 1),
        ("　　三、依申请公开情况", 1),
        ("（二）主动公开情况", 2),
        ("3.推进质量监督执法信息公开", 3),
        ("附件", 1),
        ("一、本年度共收到申请3件。", 0),  # a full stop ends a sentence, not a heading
        ("2.5万余条信息", 0),  # a decimal is no list number
        ("一是规范程序", 0),
    ],
)
def test_headings_are_told_from_sentences(line: str, level: int) -> None:
    block = document_from_text(f"开头。\n{line}\n", "d").blocks[1]
    assert block.level == level


@pytest.mark.parametrize(
    ("text", "year", "agency", "kind"),
    [
        ("河东县财政局2015年政府信息公开工作年度报告\n一、概述", 2015, "河东县财政局", "annual_report"),
        ("河东县财政局\n2015年政府信息公开工作年度报告\n", 2015, "河东县财政局", "annual_report"),
        (
            "引言\n本报告由河東縣財政局編制的2014年度政府信息公開年度報告。",
            2014,
            "河東縣財政局",
            "annual_report",
        ),
        (
            "申请情况统计表（河东县财政局，2014年度）\n指标 | 数量\n申请数 | 3\n答复数 | 2\n",
            2014,
            "河东县财政局",
            "annual_report",
        ),
        (
            "附表 2014年度河东县财政局政府信息公开情况统计表\n指标 | 数量\n申请数 | 3\n答复数 | 2\n",
            2014,
            "河东县财政局",
            "annual_report",
        ),
        ("2016年政务公开工作要点\n一、任务", 2016, None, "work_plan_notice"),
        ("情况说明\n共3件。", None, None, "other"),
    ],
)
def test_metadata(text: str, year: int | None, agency: str | None, kind: str) -> None:
    document = document_from_text(text, "d")
    span = document.metadata.agency
    assert (document.metadata.year, span and document.slice(span), document.metadata.kind) == (
        year,
        agency,
        kind,
    )


PIPES = "附表2 申请情况 单位:7条\n指标 | 数量 |\n申请总数 | 7 |\n其中:1.网上 | 5 |\n2.信函 | 2 |\n"
TABS = "指标名称\t计量单位\t2009年度\t历年累计\n主动公开信息数\t条\t188\t402\n行政复议数\t件\t0\t0\n"
CELLS = "统计表\n\t统计指标\n\t单位\n\t统计数\n\n\t一、公开情况\n\t\n\t\n\n\t（一）公开数\n　　（计1条）\n\n\n\t条\n\t34\n\n\t（二）报送数\n\t条\n\t0\n"


@pytest.mark.parametrize(
    ("text", "roles", "rows"),
    [
        (PIPES, ("label", "value"), [["申请总数", "7"], ["其中:1.网上", "5"], ["2.信函", "2"]]),
        (
            TABS,
            ("label", "unit", "value", "value"),
            [["主动公开信息数", "条", "188", "402"], ["行政复议数", "件", "0", "0"]],
        ),
        (
            CELLS,
            ("label", "unit", "value"),
            [
                ["一、公开情况", "", ""],
                ["（一）公开数\n　　（计1条）", "条", "34"],
                ["（二）报送数", "条", "0"],
            ],
        ),
    ],
)
def test_flattened_tables_are_found(text: str, roles: tuple[str, ...], rows: list[list[str]]) -> None:
    document = document_from_text("前文。\n" + text + "后文共3件。\n", "d")
    (table,) = document.tables
    assert table.roles == roles
    assert [[cell.text for cell in row.cells] for row in table.rows] == rows
    for row in table.rows:
        for cell in row.cells:
            assert document.slice(cell) == cell.text


def test_sentences_with_numbers_are_no_table() -> None:
    text = "公开3条，申请5件，答复5件。\n信函2件、网络3件。\n一\t二\n三\t四\n"
    assert document_from_text(text, "d").tables == ()


def test_records_hold_every_block_and_cut_no_table(corpus: Path) -> None:
    for path in sorted(corpus.glob("*.txt")):
        document = read_document(path)
        spans = record_spans(document)
        for left, right in itertools.pairwise(spans):
            assert left.end <= right.start
        for block in document.blocks:
            assert sum(span.covers(block.start, block.end) for span in spans) == 1, path
        assert max(span.end - span.start for span in spans) <= 3000


def test_a_long_unnumbered_text_is_cut_at_paragraphs_but_not_inside_lists() -> None:
    paragraph = "本单位公开政府信息若干。" * 40 + "\n"
    items = "".join(f"{n}.第{n}类信息{n}条；\n" for n in range(1, 9))
    document = document_from_text(paragraph * 5 + "分别为：\n" + items + paragraph * 5, "d")
    spans = record_spans(document, target=1500)
    assert len(spans) > 3
    first, last = document.text.index("1.第"), document.text.index("8.第")
    assert any(span.covers(first, last) for span in spans)


@pytest.mark.parametrize(
    "text",
    [
        "\t某类信息\n" * 60_000,  # cells that never make a table
        "1|" * 100_000,
        "指标 | 数量\n" + "公开数 | 3\n" * 20_000,
        "3" * 300_000,
    ],
    ids=["tabs", "pipes", "long table", "one line"],
)
def test_monstrous_texts_are_cut_into_bounded_records(text: str) -> None:
    document = document_from_text(text, "d")
    spans = record_spans(document)
    assert max(span.end - span.start for span in spans) <= 6000
    assert sum(span.end - span.start for span in spans) >= 0.9 * len(text.strip())


def test_lines_of_borders_and_short_rows_do_no_harm() -> None:
    (table,) = document_from_text(
        "序号 | 指标 | 数量\n|\n1 | 申请数 | 3\n合计\n 说明 |\n2 | 答复数 | 2\n", "d"
    ).tables[:1]
    assert {len(row.cells) for row in (*table.header, *table.rows)} == {3}
    assert document_from_text("|\n|\n", "d").tables == ()


def test_a_table_right_below_another_is_found() -> None:
    text = "统计表一\n指标 | 数量\n公开数 | 3\n报表数 | 2\n\n项目\t单位\t数量\n申请数\t件\t3\n答复数\t件\t2\n"
    first, second = document_from_text(text, "d").tables
    assert first.end <= second.start
    assert [len(first.rows), len(second.rows)] == [2, 2]
