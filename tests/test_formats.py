"""The same report as text, web page, Word file, PDF and workbook gives the same facts, each with its place in the file."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from gdie.documents import DEFAULT_LIMITS, Document, read_bytes, read_document
from gdie.documents.layer import document_from_content
from gdie.facts import Extraction, Fact, extract
from gdie.facts.extraction import extract_tables
from gdie.facts.forms.unglue import unglue
from gdie.indicators.forms import load_form
from gdie.pipeline import load_pipeline
from gdie.training.forms import random_values, report_values
from gdie.training.forms.model import Style
from tests.rendering.html import as_html
from tests.rendering.office import as_csv, as_docx, as_xlsx, tables_only
from tests.rendering.pdf import as_pdf
from tests.rendering.report import Report, form_tables, joined, report_2021, report_of

CORPUS = Path(__file__).parent.parent / "corpus"
NAMES = sorted(path.stem for path in CORPUS.glob("*.txt"))
TRADITIONAL = ("guangzhou-2014", "aqsiq-2016-plan")

WRITERS: dict[str, Callable[[Report, str], bytes]] = {
    "html": lambda report, script: as_html(report),
    "html in GBK": lambda report, script: as_html(report, "gb18030", "gb2312"),
    "html in GBK that says UTF-8": lambda report, script: as_html(report, "gb18030", "utf-8"),
    "docx": lambda report, script: as_docx(report),
    "pdf": as_pdf,
}

# They hold tables with the lines above them, and no prose.
SHEETS: dict[str, Callable[[Report], bytes]] = {
    "xlsx": as_xlsx,
    "csv": as_csv,
    "csv in GBK": lambda report: as_csv(report, "gb18030"),
}


@cache
def text_version(name: str) -> Extraction:
    return extract(read_document(CORPUS / f"{name}.txt"), load_pipeline())


_EXTRACTED: dict[str, Extraction] = {}


def extracted(document: Document) -> Extraction:
    """The extraction of a document; one of the same text layer is not read again."""
    if document.text not in _EXTRACTED:
        _EXTRACTED[document.text] = extract(document, load_pipeline())
    return _EXTRACTED[document.text]


@cache
def printed(name: str) -> Report:
    return report_of(unglue(read_document(CORPUS / f"{name}.txt")))


def said(fact: Fact, extraction: Extraction) -> tuple[Any, ...]:
    """All that a fact says, but for where; links by the figures at their other ends."""
    figures = {f.id: (f.text, f.value) for f in extraction.facts}
    linked = tuple(figures.get(i or "") for i in (fact.part_of, *fact.shares))
    plain = fact.as_json()
    for key in ("id", "start", "end", "part_of", "share_of", "section", "confidence", "place"):
        del plain[key]
    for mention in ("category", "channel"):
        if plain[mention]:
            plain[mention] = (plain[mention]["text"], plain[mention]["code"])
    return (*((k, str(v)) for k, v in plain.items()), linked)


def all_said(extraction: Extraction, source: str | None = None) -> Counter[tuple[Any, ...]]:
    return Counter(said(f, extraction) for f in extraction.facts if source in (None, f.source))


@pytest.mark.parametrize("form", WRITERS)
def test_the_documents_say_the_same_in_every_format(form: str) -> None:
    every = lost = gained = 0
    for name in NAMES:
        data = WRITERS[form](printed(name), "hant" if name in TRADITIONAL else "hans")
        document = read_bytes(data, name, f"{name} as {form}")
        found, expected = extracted(document), text_version(name)
        every += len(expected.facts)
        lost += (all_said(expected) - all_said(found)).total()
        gained += (all_said(found) - all_said(expected)).total()
        assert all_said(found, "table") == all_said(expected, "table")
        assert document.metadata.year == expected.document.metadata.year
        assert document.metadata.kind == expected.document.metadata.kind
        assert all(document.place_of(fact.start, fact.end) for fact in found.facts)
    assert every > 400
    assert lost <= 0.01 * every
    assert gained <= 0.01 * every


@pytest.mark.parametrize("name", ["guangzhou-2014", "shandong-2017"])
def test_the_tables_say_the_same_in_a_workbook(name: str) -> None:
    document = read_bytes(as_xlsx(printed(name)), name, f"{name}.xlsx")
    assert _of_tables(extracted(document)) == _of_tables(text_version(name))


def _of_tables(extraction: Extraction) -> Counter[tuple[Any, ...]]:
    facts = (f for f in extraction.facts if f.source == "table")
    return Counter(
        (f.text, f.value, f.unit, f.category and (f.category.text, f.category.code)) for f in facts
    )


def codes(document: Document) -> Counter[tuple[str, Decimal]]:
    facts = extract_tables(document).facts
    return Counter((f.category.code, Decimal(str(f.value))) for f in facts if f.category and f.category.code)


def truth(report: Report) -> Counter[tuple[str, Decimal]]:
    return Counter((c.code, Decimal(c.value or 0) * (c.factor or 1)) for c in report.figures)


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("form", [*WRITERS, *SHEETS])
def test_the_forms_of_2021_are_read_cell_by_cell(seed: int, form: str) -> None:
    report = report_2021(seed)
    assert codes(written(report, form)) == truth(report)


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("lost", ["row", "col", "(?:row|col)"])
def test_forms_are_read_where_a_page_has_lost_its_spans(seed: int, lost: str) -> None:
    report = report_2021(seed)
    page = re.sub(rf' {lost}span="\d+"', "", as_html(report).decode())
    assert codes(read_bytes(page.encode(), "r", "html")) == truth(report)


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("form", ["html", "docx", "pdf", *SHEETS])
@pytest.mark.parametrize("name", ["stats-2014", "local-2008", "guangzhou-2014", "t2-2019", "t3-2019"])
def test_older_forms_are_read_cell_by_cell(name: str, form: str, seed: int) -> None:
    rng = random.Random(seed)
    values = random_values(load_form(name), rng)
    year = 2019 if name.endswith("2019") else 2016
    title = f"某县水务局{year}年政府信息公开工作年度报告"
    report = Report([title, "附件", *form_tables(name, values, Style("once", units=seed == 0), rng)])
    assert codes(written(report, form)) == truth(report)


def written(report: Report, form: str) -> Document:
    """The report as a file of a format, read again."""
    data = SHEETS[form](tables_only(report)) if form in SHEETS else WRITERS[form](report, "hans")
    return read_bytes(data, "r", form, suffix=".csv" if form.startswith("csv") else "")


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("whole", [False, True], ids=["a table a form", "one table"])
@pytest.mark.parametrize("form", ["content", "html", "docx"])
def test_forms_whose_blocks_are_one_table(seed: int, whole: bool, form: str) -> None:
    rng = random.Random(seed)
    values, style = report_values(rng), Style("once")
    second, third, fourth = (form_tables(name, values, style, rng) for name in ("t2-2021", "t3-2021", "t4"))
    headings = (
        "二、主动公开政府信息情况",
        "三、收到和处理政府信息公开申请情况",
        "四、政府信息公开行政复议、行政诉讼情况",
    )
    report = Report(["某县水务局2022年政府信息公开工作年度报告"])
    if whole:
        report.pieces.append(joined([headings[0], *second, headings[1], *third, headings[2], *fourth]))
    else:
        report.pieces += [headings[0], joined(second), headings[1], *third, headings[2], *fourth]
    if form == "content":
        document = document_from_content(report.content(), "r", "html", DEFAULT_LIMITS)
    else:
        document = read_bytes(WRITERS[form](report, "hans"), "r", form)
    assert codes(document) == truth(report)


def test_places_lead_back_to_the_figures() -> None:
    """A figure of the tables by its place in each format: what stands there is the figure."""
    import io

    import docx
    import openpyxl
    import pypdfium2
    from selectolax.lexbor import LexborHTMLParser

    report = report_2021(3)
    page, word, book, pdf = as_html(report), as_docx(report), as_xlsx(report), as_pdf(report)

    tree = LexborHTMLParser(page)
    for fact in extract_tables(read_bytes(page, "r", "html")).facts:
        assert fact.place and fact.place.css
        (node,) = tree.css(fact.place.css)
        assert node.text().strip() == fact.text

    tables = docx.Document(io.BytesIO(word)).tables
    for fact in extract_tables(read_bytes(word, "r", "docx")).facts:
        assert fact.place and fact.place.table and fact.place.cell
        column, row = openpyxl.utils.cell.coordinate_from_string(fact.place.cell)
        column = openpyxl.utils.column_index_from_string(column)
        assert tables[fact.place.table - 1].cell(row - 1, column - 1).text == fact.text

    sheets = openpyxl.load_workbook(io.BytesIO(book))
    for fact in extract_tables(read_bytes(book, "r", "xlsx")).facts:
        assert fact.place and fact.place.sheet and fact.place.cell
        assert str(sheets[fact.place.sheet][fact.place.cell].value) == fact.text

    opened = pypdfium2.PdfDocument(pdf)
    for fact in extract_tables(read_bytes(pdf, "r", "pdf")).facts[::20]:
        assert fact.place and fact.place.page and fact.place.box
        left, top, right, bottom = fact.place.box
        sheet = opened[fact.place.page - 1]
        height = sheet.get_height()
        words = sheet.get_textpage().get_text_bounded(
            left - 1, height - bottom - 1, right + 1, height - top + 1
        )
        assert "".join(words.split()) == fact.text
