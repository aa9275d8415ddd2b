"""The panel: which facts count, for which agency and year, which values contradict each other and which one stands for the year."""

import io
import random
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from gdie.documents import read_document
from gdie.facts import Fact
from gdie.facts.extraction import extract_tables
from gdie.facts.observations import when_of
from gdie.facts.report import Report, report_of
from gdie.indicators import all_codes, load_indicators
from gdie.outputs.codebook import MISSING, codebook, entries
from gdie.outputs.panel import FLAGS, LONG, Panel, build_panel, long, wide
from gdie.outputs.panel_view import print_panel
from gdie.outputs.sheets import Sheet, csv_bytes, parquet_bytes, write_sheets, xlsx_bytes
from tests.outputs.facts import AGENCY, fact, period

RECEIVED = "request.received.total"
STAFF = "capacity.staff.total"
Row = dict[str, Any]


def rows(sheet: Sheet) -> list[Row]:
    return [dict(zip((f.name for f in sheet.fields), row, strict=True)) for row in sheet.rows]


def report(*facts: Fact, doc: str = "report", agency: str | None = AGENCY, year: int | None = 2014) -> Report:
    return Report(doc, agency, year, facts)


def long_rows(*reports: Report) -> list[Row]:
    return rows(long(build_panel(reports)))


def wide_rows(*reports: Report) -> list[Row]:
    return rows(wide(build_panel(reports)))


@pytest.mark.parametrize(
    ("kept", "candidate"),
    [
        (True, fact("5件", RECEIVED)),
        (True, fact("5件", RECEIVED, implied=True, source="table")),
        (False, fact("5件", None)),
        (False, fact("5件", RECEIVED, category=None)),
        (False, fact("5件", RECEIVED, status="planned")),
        (False, fact("5件", RECEIVED, shares=("f1",))),
        (False, fact("50%", RECEIVED)),
    ],
)
def test_which_facts_count(kept: bool, candidate: Fact) -> None:
    assert len(long_rows(report(candidate))) == kept


@pytest.mark.parametrize(
    ("during", "code", "kind", "year", "flags"),
    [
        ("2014", RECEIVED, "annual", 2014, set()),
        ("2013", RECEIVED, "annual", 2013, set()),
        ("2008-05-01/2008-12-31", RECEIVED, "annual", 2008, {"first_year"}),
        ("2009-05-01/2009-12-31", RECEIVED, "part_year", 2009, set()),
        ("2014-01-01/2014-06-30", RECEIVED, "part_year", 2014, set()),
        ("2012-01-01/2014-12-31", RECEIVED, "multi_year", 2014, set()),
        ("/2014-12-31", RECEIVED, "cumulative", 2014, set()),
        ("/2014-11-30", STAFF, "as_of", 2014, set()),
        ("2014-06-30/2014-06-30", STAFF, "as_of", 2014, set()),
        ("2014-06-30/2014-06-30", RECEIVED, "part_year", 2014, set()),
        ("/2014-12-31", "capacity.budget", "cumulative", 2014, set()),  # money is spent in a time
        ("2014-03-01/", RECEIVED, "since", 2014, set()),
        ("?", RECEIVED, "unknown", None, set()),
        (None, RECEIVED, "annual", 2014, {"year_assumed"}),
        # 上一年项目数量 of the report on 2014 is one of its own indicators, whatever the heading of its column says.
        ("2013", "t2.licence.prev_items", "annual", 2014, set()),
        ("2014", "t2.licence.prev_items", "annual", 2014, set()),
    ],
)
def test_the_year_of_a_figure(
    during: str | None, code: str, kind: str, year: int | None, flags: set[str]
) -> None:
    found = when_of(period(during), 2014, code)
    assert (found.kind, found.year, found.flags) == (kind, year, flags)


def test_a_figure_without_period_in_a_report_without_year_has_none() -> None:
    (row,) = long_rows(report(fact("5件", RECEIVED, None), year=None))
    assert (row["year"], row["period_kind"], row["value"]) == (None, "unknown", 5)
    assert wide_rows(report(fact("5件", RECEIVED, None), year=None)) == []


def values(*facts: Fact) -> list[tuple[Any, ...]]:
    """Figure, conflict and preference of the long rows."""
    return [(row["text"], row["conflict"], row["preferred"]) for row in long_rows(report(*facts))]


TABLE: dict[str, Any] = {"source": "table", "confidence": 1.0, "at": 90}


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        # One value, twice.
        (
            fact("5065条", "proactive.total"),
            fact("5065", "proactive.total", **TABLE),
            [("5065", False, True)],
        ),
        # Contradictions: the table's value is preferred, then the exact one, then the one of more confidence.
        (
            fact("5056条", "proactive.total", confidence=1.0),
            fact("5065", "proactive.total", **TABLE),
            [("5065", True, True), ("5056条", True, False)],
        ),
        (
            fact("31件", RECEIVED, confidence=0.8),
            fact("30件", RECEIVED, at=50),
            [("30件", True, True), ("31件", True, False)],
        ),
        # What leaves room contradicts nothing inside it.
        (
            fact("100余件", RECEIVED, confidence=1.0),
            fact("102件", RECEIVED, at=50),
            [("102件", False, True), ("100余件", False, False)],
        ),
        (
            fact("100余件", RECEIVED),
            fact("98件", RECEIVED, at=50),
            [("98件", True, True), ("100余件", True, False)],
        ),
        (
            fact("约5000件", RECEIVED),
            fact("5065件", RECEIVED, at=50),
            [("5065件", False, True), ("约5000件", False, False)],
        ),
        (
            fact("12.8万条", "proactive.total", confidence=1.0),
            fact("127654条", "proactive.total", at=50),
            [("127654条", False, True), ("12.8万条", False, False)],
        ),
        # A zero in words gives way to a figure.
        (
            fact("0件", RECEIVED, text="未收到", implied=True, confidence=1.0),
            fact("2件", RECEIVED, at=50),
            [("2件", True, True), ("未收到", True, False)],
        ),
        # Other times are other things.
        (
            fact("5件", RECEIVED),
            fact("40件", RECEIVED, "/2014-12-31", at=50),
            [("5件", False, True), ("40件", False, True)],
        ),
        (
            fact("5件", RECEIVED, "2014-01-01/2014-06-30"),
            fact("9件", RECEIVED, "2014-07-01/2014-12-31", at=50),
            [("5件", False, True), ("9件", False, True)],
        ),
        (
            fact("5件", RECEIVED, "?"),
            fact("9件", RECEIVED, "?", at=50),
            [("5件", False, True), ("9件", False, False)],
        ),
        # A state on the last day of the year is the year's.
        (
            fact("5人", STAFF),
            fact("7人", STAFF, "/2014-12-31", at=50),
            [("5人", True, True), ("7人", True, False)],
        ),
        (
            fact("5人", STAFF),
            fact("7人", STAFF, "/2014-06-30", at=50),
            [("5人", False, True), ("7人", False, True)],
        ),
    ],
)
def test_conflicts_and_preference(first: Fact, second: Fact, expected: list[tuple[Any, ...]]) -> None:
    assert values(first, second) == expected
    assert values(second, first) == expected


def test_equal_values_are_one_row_with_all_evidence() -> None:
    (row,) = long_rows(
        report(
            fact("31件", RECEIVED, at=200, confidence=0.7),
            fact("31宗", RECEIVED, at=20, confidence=0.9),  # counts alike
            fact("31", RECEIVED, source="table", at=900, confidence=1.0),
        )
    )
    assert (row["value"], row["facts"], row["source"]) == (31, 3, "both")
    assert row["evidence"] == "report:20-23|report:200-203|report:900-902"
    assert (row["text"], row["unit"], row["confidence"], row["flags"]) == ("31", "宗", 1.0, None)


def test_the_evidence_of_a_row_is_limited() -> None:
    (row,) = long_rows(report(*(fact("31件", RECEIVED, at=10 * k) for k in range(30))))
    assert (row["facts"], row["evidence"].count("|")) == (30, 19)


def test_units_that_do_not_count_alike_are_kept_apart() -> None:
    found = long_rows(
        report(fact("30條", RECEIVED, at=10), fact("28件", RECEIVED, at=20), fact("30件", RECEIVED, at=30))
    )
    assert [(r["text"], r["unit"], r["conflict"], r["flags"]) for r in found] == [
        ("28件", "件", True, "unit"),
        ("30件", "件", True, "unit"),
        ("30條", "条", False, "unit"),
    ]
    assert [r["preferred"] for r in found] == [True, False, False]


def test_a_part_under_the_code_of_its_total_is_no_value_of_it() -> None:
    total = fact("30件", RECEIVED, at=10)
    found = long_rows(report(total, fact("12件", RECEIVED, at=20, part_of=total.id)))
    assert [(r["text"], r["conflict"], r["preferred"], r["flags"]) for r in found] == [
        ("30件", False, True, None),
        ("12件", False, False, "part"),
    ]


def test_a_column_for_other_offices_is_no_value_of_the_agency() -> None:
    found = wide_rows(
        report(
            fact("120", "proactive.total", source="table", at=10),
            fact("40", "proactive.total", source="table", at=20, column="直属单位"),
            fact("3", "t3.new.person", source="table", at=30, column="自然人"),
        )
    )
    assert [(r["proactive.total"], r["t3.new.person"], r["conflicts"]) for r in found] == [(120, 3, None)]


def test_the_report_of_the_year_goes_before_a_later_comparison() -> None:
    later = report(fact("31件", RECEIVED, "2014", confidence=1.0), doc="a2015", year=2015)
    own = report(fact("30件", RECEIVED, "2014", confidence=0.6), doc="b2014", year=2014)
    found = long_rows(later, own)
    assert [(r["value"], r["preferred"], r["conflict"], r["flags"]) for r in found] == [
        (30, True, True, None),
        (31, False, True, "comparison"),
    ]
    assert [(r["year"], r[RECEIVED], r["documents"]) for r in wide_rows(later, own)] == [
        (2014, 30, "a2015|b2014")
    ]


def test_a_comparison_fills_a_year_that_has_no_report() -> None:
    assert [(r["year"], r[RECEIVED]) for r in wide_rows(report(fact("31件", RECEIVED, "2013")))] == [
        (2013, 31)
    ]


def test_a_corrected_report_is_kept_beside_the_first_one() -> None:
    found = long_rows(
        report(fact("30件", RECEIVED), fact("4人", STAFF), doc="2014"),
        report(fact("33件", RECEIVED), fact("4人", STAFF), doc="2014-corrected"),
    )
    assert [(r["value"], r["conflict"], r["documents"]) for r in found] == [
        (30, True, "2014"),
        (33, True, "2014-corrected"),
        (4, False, "2014|2014-corrected"),
    ]


def test_documents_of_the_same_name_are_told_apart() -> None:
    found = long_rows(report(fact("30件", RECEIVED), doc="2014"), report(fact("33件", RECEIVED), doc="2014"))
    assert [r["evidence"] for r in found] == ["2014:10-13", "2014#2:10-13"]


@pytest.mark.parametrize(
    ("agency", "more", "expected"),
    [
        ("白云县水务局", {}, ("白云县水务局", "agency", None)),
        ("白雲縣水務局", {"name": "白雲縣水務局"}, ("白云县水务局", "agency", None)),
        ("白云县质监局", {"name": "白云县质量技术监督局"}, ("白云县质量技术监督局", "agency", None)),
        ("白云县水务局", {"name": "各科室"}, ("白云县水务局/各科室", "agency", "other_agency")),
        ("白云县水务局", {"name": "我局"}, ("白云县水务局", "agency", None)),
        ("白云县水务局", {"name": "全县", "scope": "system"}, ("白云县水务局", "system", None)),
        ("白云县水务局", {"agency": None}, ("白云县水务局", "agency", None)),
        (None, {"name": "我局"}, (None, "agency", "agency_unknown")),
        (None, {"agency": None}, (None, "agency", "agency_unknown")),
    ],
)
def test_the_owner_of_a_figure(agency: str | None, more: dict[str, Any], expected: tuple[Any, ...]) -> None:
    (row,) = long_rows(report(fact("5件", RECEIVED, **more), agency=agency))
    assert (row["agency"], row["scope"], row["flags"]) == expected


def test_reports_of_one_agency_in_both_scripts_are_one_series() -> None:
    found = wide_rows(
        report(fact("5件", RECEIVED, "2013", name="白雲縣水務局"), doc="a", agency="白雲縣水務局", year=2013),
        report(fact("6件", RECEIVED, "2014"), doc="b"),
    )
    assert [(r["agency"], r["year"], r[RECEIVED]) for r in found] == [
        ("白云县水务局", 2013, 5),
        ("白云县水务局", 2014, 6),
    ]


def test_reports_whose_agency_is_not_known_never_mix() -> None:
    found = wide_rows(
        *(report(fact(f"{n}件", RECEIVED, name=None), doc=f"d{n}", agency=None) for n in (5, 6))
    )
    assert [(r["agency"], r["documents"], r[RECEIVED], r["conflicts"]) for r in found] == [
        (None, "d5", 5, None),
        (None, "d6", 6, None),
    ]


def test_units_of_different_reports_never_mix_unless_one_reports_itself() -> None:
    county = report(fact("9件", RECEIVED), doc="county")
    city = report(
        fact("7件", RECEIVED, name="县局", at=10),
        fact("8件", RECEIVED, name=AGENCY, at=20),
        doc="city",
        agency="临川市水务局",
    )
    found = long_rows(county, city)
    assert [(r["agency"], r["value"], r["conflict"]) for r in found] == [
        ("临川市水务局/县局", 7, False),
        (AGENCY, 8, True),
        (AGENCY, 9, True),
    ]


def test_words_for_different_offices_do_not_contradict_each_other() -> None:
    whole: dict[str, Any] = {"scope": "system"}
    found = values(
        fact("90件", RECEIVED, name="全市", at=10, **whole),
        fact("60件", RECEIVED, name="各直属单位", at=20, **whole),
    )
    assert [conflict for _, conflict, _ in found] == [False, False]
    found = values(
        fact("90件", RECEIVED, name="全市", at=10, **whole),
        fact("91件", RECEIVED, name="全市", at=20, **whole),
    )
    assert [conflict for _, conflict, _ in found] == [True, True]


def test_wide_takes_years_and_states_and_leaves_the_rest_blank() -> None:
    sheet = wide(
        build_panel(
            [
                report(
                    fact("0件", "review.total", at=10),
                    fact("40件", RECEIVED, "/2014-12-31", at=20),  # cumulative
                    fact("4件", RECEIVED, "2014-01-01/2014-06-30", at=30),
                    fact("6人", STAFF, "/2014-06-30", at=40),
                    fact("7人", STAFF, "/2014-09-30", at=50),
                    fact("9个", "capacity.units", "/2014-09-30", at=60),
                    fact("8个", "capacity.units", at=70),
                ),
                report(fact("12件", RECEIVED, "2019"), doc="later", year=2019),
                report(fact("3件", RECEIVED, "2013"), doc="earlier", year=2013),
            ]
        )
    )
    names = [f.name for f in sheet.fields]
    assert names[:6] == ["agency", "year", "scope", "form_period", "conflicts", "documents"]
    assert names[6:] == [RECEIVED, "review.total", "capacity.units", STAFF]
    assert [row[1:] for row in sheet.rows] == [
        (2013, "agency", "until_2013", None, "earlier", 3, None, None, None),
        (2014, "agency", "from_2014", None, "report", None, 0, 8, 7),
        (2019, "agency", "from_2019", None, "later", 12, None, None, None),
    ]


def test_labels_forms_and_series_of_rows() -> None:
    found = long_rows(
        report(
            fact("5件", RECEIVED, "2010", at=10),
            fact("5件", RECEIVED, "2016", at=20),
            fact("5件", RECEIVED, "2020", at=30),  # an old form in new years
            fact("5件", "t3.denied.safety.total", "2020", at=40),
            fact("5件", "t3.denied.safety.person", "2020", at=50),
            fact("5件", "no.such.code", "2020", at=60),
        )
    )
    assert [(r["label"], r["form"], r["series"]) for r in found] == [
        ("收到申请数", "local-2008", "received"),
        ("收到申请数", "stats-2014", "received"),
        ("收到申请数", "guangzhou-2014|local-2008|stats-2014", None),
        ("危及“三安全一稳定”：自然人", "t3-2019", None),
        ("危及“三安全一稳定”：总计", "t3-2019", "refused"),
        (None, None, None),
    ]


def test_the_codebook_knows_every_code_once_in_official_order() -> None:
    found = rows(codebook())
    codes = [row["code"] for row in found]
    assert set(codes) == all_codes()
    assert len(codes) == len(set(codes)) == len(entries())
    listed = [code for code in load_indicators() if code in all_codes()]
    assert [code for code in codes if code in listed] == listed
    assert all(row["label"] and row["note"].endswith(MISSING) for row in found)


def test_what_the_codebook_says() -> None:
    found = {row["code"]: row for row in rows(codebook())}
    budget = found["capacity.budget"]
    assert (budget["unit"], budget["base_unit"], budget["column"]) == ("万元", "元", None)
    assert (budget["forms"], budget["first_year"], budget["last_year"]) == (
        "local-2008 stats-2014",
        2008,
        2018,
    )
    cell = found["t3.granted.business"]
    assert (cell["label"], cell["column"], cell["unit"]) == ("予以公开", "法人或其他组织：商业企业", "件")
    assert (cell["first_year"], cell["last_year"], cell["outcome"]) == (2019, None, "granted")
    assert found["t2.normative.in_force"]["note"].startswith("state at a time")
    assert found["t3.denied.total.total"]["note"].startswith("sum that the full form does not print")
    assert found["request.answered.granted"]["series"] == "granted"
    assert "申请总数" in found[RECEIVED]["other_names"]


def made(seed: int = 0) -> Panel:
    """A panel of several reports in random order."""
    facts = [
        fact("30件", RECEIVED, at=10),
        fact("31件", RECEIVED, at=20, source="table"),
        fact("30條", RECEIVED, at=30),
        fact("4人", STAFF, "/2014-12-31", at=40),
        fact("5人", STAFF, at=50),
        fact("1件", "review.total", at=60, text="=1", section="－节"),
    ]
    reports = [report(*facts, doc="a"), report(facts[0], doc="b"), report(facts[1], doc="c", year=2015)]
    order = random.Random(seed)
    order.shuffle(reports)
    return build_panel(
        Report(r.doc, r.agency, r.year, tuple(order.sample(r.facts, len(r.facts)))) for r in reports
    )


@given(st.integers(0, 1000))
def test_order_and_marks_do_not_depend_on_the_order_of_the_facts(seed: int) -> None:
    assert [s.rows for s in made(seed).sheets] == [s.rows for s in made().sheets]


@given(
    st.lists(
        st.tuples(
            st.integers(0, 3),
            st.sampled_from([RECEIVED, STAFF, "t2.licence.delta"]),
            st.sampled_from(["件", "条", "", "余件"]),
            st.sampled_from(["2014", "2013", "/2014-12-31", "2014-01-01/2014-06-30", "?", None]),
            st.sampled_from([AGENCY, "各科室", None]),
        ),
        max_size=12,
    )
)
def test_every_fact_is_in_one_row_and_every_period_has_one_preferred_value(
    seeds: list[tuple[Any, ...]],
) -> None:
    facts = [
        fact(f"{n * 10}{unit}", code, during, name=name, at=100 * k)
        for k, (n, code, unit, during, name) in enumerate(seeds)
    ]
    panel = build_panel([report(*facts)])
    found = rows(long(panel))
    assert sum(r["facts"] for r in found) == len(facts)
    keys = [
        (r["agency"], r["scope"], r["year"], r["code"])
        for r in found
        if r["preferred"] and r["period_kind"] == "annual"
    ]
    assert len(keys) == len(set(keys))
    for row in rows(wide(panel)):
        for code in (row["conflicts"] or "").split("|"):
            assert not code or row[code] is not None


def test_a_workbook_has_three_sheets_that_read_back() -> None:
    panel = made()
    book = openpyxl.load_workbook(io.BytesIO(xlsx_bytes(panel.sheets)))
    assert book.sheetnames == ["wide", "long", "codebook"]
    header, first = book["wide"].iter_rows(values_only=True)
    assert dict(zip(header, first, strict=True))[RECEIVED] == 31
    assert MISSING in book["wide"]["A1"].comment.text
    assert MISSING in book["codebook"]["A1"].comment.text
    cells = [cell for line in book["long"].iter_rows() for cell in line]
    assert [c.value for c in cells if c.value in ("'=1", "'－节")] == ["'=1", "'－节"]
    assert all(c.data_type != "f" for c in cells)


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_a_folder_gets_three_files(form: Any, tmp_path: Path) -> None:
    panel = made()
    write_sheets(panel.sheets, tmp_path / "new" / "panel", form)
    names = sorted(p.name for p in (tmp_path / "new" / "panel").iterdir())
    assert names == [f"codebook.{form}", f"long.{form}", f"wide.{form}"]
    if form == "parquet":
        table = pq.read_table(tmp_path / "new" / "panel" / "long.parquet")
        assert table.to_pylist() == rows(long(panel))


def test_every_flag_is_explained_in_the_header() -> None:
    total = fact("8件", RECEIVED, at=10)
    facts = [
        total,
        fact("2件", RECEIVED, at=20, part_of=total.id),
        fact("8条", RECEIVED, at=30),
        fact("5件", RECEIVED, None, name="各科室", at=40),
        fact("4件", RECEIVED, "2013", at=50),
        fact("3件", RECEIVED, "2008-05-01/2008-12-31", at=60),
    ]
    found = long_rows(report(*facts), report(fact("1件", RECEIVED, name=None), doc="x", agency=None))
    assert {flag for row in found for flag in (row["flags"] or "").split("|") if flag} == set(FLAGS)
    note = next(f.note for f in LONG if f.name == "flags")
    assert all(f"{flag}: " in note for flag in FLAGS)


def test_an_empty_panel_has_headers_and_types() -> None:
    panel = build_panel([])
    assert csv_bytes(wide(panel)).decode("utf-8-sig") == "agency,year,scope,form_period,conflicts,documents\n"
    schema = pq.read_schema(io.BytesIO(parquet_bytes(long(panel))))
    assert str(schema.field("year").type) == "int64"
    assert str(schema.field("conflict").type) == "bool"
    assert xlsx_bytes(panel.sheets) == xlsx_bytes(panel.sheets)


@pytest.mark.parametrize(
    ("name", "agency", "year", "codes", "some"),
    [
        ("shandong-2017", "山东省质量技术监督局", 2017, 64, {"proactive.total": 5065, "capacity.budget": 0}),
        (
            "guangzhou-2014",
            "广州市质量技术监督局",
            2014,
            32,
            {"proactive.total": 2101, "complaint.total": 3148},
        ),
    ],
)
def test_real_reports(
    corpus: Path, name: str, agency: str, year: int, codes: int, some: dict[str, float]
) -> None:
    panel = build_panel([report_of(extract_tables(read_document(corpus / f"{name}.txt")))])
    (row,) = wide_rows_of(panel)
    assert (row["agency"], row["year"], row["scope"], row["documents"]) == (agency, year, "agency", name)
    assert len(row) - 6 == codes
    assert {code: row[code] for code in some} == some
    assert row["conflicts"] is None
    text = read_document(corpus / f"{name}.txt").text
    for value in rows(long(panel)):
        start, end = value["evidence"].removeprefix(f"{name}:").split("-")
        assert text[int(start) : int(end)] == value["text"]


def wide_rows_of(panel: Panel) -> list[Row]:
    return rows(wide(panel))


def test_documents_that_give_nothing_are_named() -> None:
    silent = [report(fact("5件", None), doc=f"d{n:02}") for n in range(12)]
    assert build_panel([report(fact("5件", RECEIVED))]).note is None
    assert (
        build_panel([*silent[:2], report(fact("5件", RECEIVED))]).note
        == "no figure of a known indicator in d00, d01"
    )
    assert (build_panel(silent).note or "").endswith("d08, d09 and 2 more")


def test_the_terminal_shows_values_by_year_and_what_contradicts() -> None:
    console = Console(file=io.StringIO(), width=120)
    panel = build_panel(
        [
            report(
                fact("30件", RECEIVED, at=10),
                fact("31件", RECEIVED, at=20, source="table"),
                fact("约200人次", "activity.trainees", at=30),
                fact("9件", RECEIVED, "/2014-12-31", at=40),
            ),
            report(fact("3至5场", "response.press.total", "2015"), doc="next", year=2015),
            report(fact("8件", RECEIVED, name=None), doc="who\x1b[31m", agency=None),
        ]
    )
    print_panel(console, panel)
    shown = console.file.getvalue()  # type: ignore[attr-defined]
    for words in (
        "31!",
        "≈200",
        " 3–5 ",
        f"! 2014 {RECEIVED}: 31 (report:20-23) / 30 (report:10-13)",
        "3 agency-years, 4 values; 2 more",
        "agency not known",
    ):
        assert words in shown
    assert "\x1b[31m" not in shown
