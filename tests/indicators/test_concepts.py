"""What stays the same when forms change: series, codes of a year, totals, names; and data that is wrong."""

from typing import Any

import pytest

from gdie.indicators import (
    all_codes,
    cell_indicators,
    code_in_year,
    concepts,
    indicator_files,
    load_indicators,
    load_outcomes,
    load_series,
    older_code,
    synonyms,
    totals_of,
)

PAIRS = sorted(concepts._read("concepts.toml")["since_2019"].items())


def test_every_code_of_a_form_is_a_code_and_rows_of_matrices_are_none() -> None:
    codes = all_codes()
    assert {code for code, *_ in cell_indicators()} <= codes
    assert {"request.received.total", "t3.new.total", "t3.denied.total.total", "fee.copy.paper"} <= codes
    assert not {"t3.new", "t4.review", "t3.denied.total", "t2.normative", "", "-"} & codes


def test_every_code_of_a_series_exists_and_is_in_one_series_of_a_period() -> None:
    for series in load_series().values():
        assert series.codes and series.label, series.key
        for codes in series.codes.values():
            assert codes and set(codes) <= all_codes(), series.key
    for first in (0, 2014, 2019):
        used = [c for series in load_series().values() for c in series.codes.get(first, ())]
        assert sorted(used) == sorted(set(used))


@pytest.mark.parametrize(
    ("key", "year", "expected"),
    [
        ("received", 2008, ("request.received.total",)),
        ("received", 2018, ("request.received.total",)),
        ("received", 2019, ("t3.new.total",)),
        ("received", 2030, ("t3.new.total",)),
        ("refused", 2013, ("request.answered.refused.total",)),
        ("refused", 2014, ("request.answered.denied.total",)),
        ("suits", 2020, ("t4.suit_direct.total", "t4.suit_after.total")),
        ("carried_in", 2018, ()),
        ("carried_in", 2013, ()),
        ("proactive", 2022, ("proactive.total",)),
    ],
)
def test_a_series_has_the_codes_of_the_years_form(key: str, year: int, expected: tuple[str, ...]) -> None:
    assert load_series()[key].of_year(year) == expected


def test_older_code_undoes_code_in_year() -> None:
    # Answered and closed are one row of table 三; it counts as answered.
    merged = {"request.closed.total": "request.answered.total"}
    for old, _ in PAIRS:
        for year in (2019, 2020, 2021, 2025):
            assert older_code(code_in_year(old, year)) == merged.get(old, old), (old, year)
    assert [old for old in merged if old not in dict(PAIRS)] == []


def test_code_in_year_undoes_older_code() -> None:
    for _, (first, present) in PAIRS:
        assert code_in_year(older_code(first), 2020) == first
        assert code_in_year(older_code(present), 2023) == present


def test_codes_before_2019_and_without_a_year_are_the_older_ones() -> None:
    for code in all_codes():
        assert code_in_year(code, None) == code_in_year(code, 2018) == code
        assert code_in_year(code, 2024) in all_codes() and older_code(code) in all_codes()
        assert older_code(older_code(code)) == older_code(code)


@pytest.mark.parametrize("code", ["request.received.letter", "activity.meetings", "no.such.code", "-", ""])
def test_what_no_table_since_2019_counts_stays(code: str) -> None:
    assert code_in_year(code, 2023) == code == older_code(code)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("request.received.letter", {"request.received.total"}),
        ("request.answered.denied.trade_secret", {"request.answered.denied.total"}),
        # A row of 2014's form below 不同意公开, of table 三 below 总计.
        ("request.answered.denied.state_secret", {"request.answered.denied.total", "request.answered.total"}),
        ("request.answered.refused.unclear", {"request.answered.refused.total"}),
        ("review.upheld", {"review.total"}),
        ("t4.suit_direct.upheld", {"t4.suit_direct.total"}),
        ("t3.denied.internal.total", {"request.answered.total"}),
        ("t3.denied.internal.person", {"t3.denied.internal.total"}),
        ("t3.new.person", {"request.received.total"}),
    ],
)
def test_totals_of_a_code(code: str, expected: set[str]) -> None:
    assert totals_of()[code] == expected


def test_totals_are_older_codes_and_nothing_is_a_part_of_itself() -> None:
    for code, totals in totals_of().items():
        assert {code, *totals} <= all_codes(), code
        assert older_code(code) == code and {older_code(t) for t in totals} == totals, code
        assert code not in totals, code
    for total in ("request.received.total", "request.answered.total", "review.total", "fee.total"):
        assert total not in totals_of()

    def ancestors(code: str, above: tuple[str, ...] = ()) -> None:
        assert code not in above, above
        for total in totals_of().get(code, ()):
            ancestors(total, (*above, code))

    for code in totals_of():
        ancestors(code)


def test_every_name_of_an_indicator_leads_to_its_code() -> None:
    words = synonyms()
    for indicator in load_indicators().values():
        for name in (indicator.label, *indicator.synonyms):
            reached = words.get(name, frozenset())
            row = {code for code in all_codes() if code.startswith(f"{indicator.code}.")}
            if indicator.code in all_codes():
                assert indicator.code in reached, name
            elif f"{indicator.code}.total" in row:
                assert f"{indicator.code}.total" in reached, name
    assert all(targets <= all_codes() and targets for targets in words.values())


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("申请总数", {"request.received.total"}),
        ("予以公开", {"request.answered.granted", "t3.granted.total"}),
        ("商业秘密", {"request.answered.denied.trade_secret"}),
        ("重复申请", {"t3.unprocessed.repeat.total"}),
    ],
)
def test_synonyms(words: str, expected: set[str]) -> None:
    assert synonyms()[words] == expected


def test_words_of_an_outcome_lead_to_all_its_codes() -> None:
    for outcome in load_outcomes().values():
        for name in outcome.words if outcome.codes else ():
            reached = {older_code(c) for c in synonyms()[name]}
            for code in outcome.codes:
                stands_for = code if code in all_codes() else f"{code}.total"
                assert older_code(stands_for) in reached, (name, code)


def test_data_files_are_there() -> None:
    files = indicator_files()
    assert all(path.is_file() for path in files)
    assert {"indicators.toml", "outcomes.toml", "concepts.toml", "t4.toml"} <= {path.name for path in files}


SERIES: dict[str, Any] = {"label": "某问", "from_2014": ["review.total"], "exact": True}
BROKEN = [
    (load_outcomes, {"lost": {"words": ["某"], "codes": ["review.total", "review.lost"]}}, "review.lost"),
    (load_series, {"series": {"a": SERIES | {"from_2019": ["t4.lost.total"]}}}, "t4.lost.total"),
    # A row of a matrix has no figure of its own.
    (load_series, {"series": {"a": SERIES | {"from_2019": ["t3.new"]}}}, "t3.new"),
    (concepts._since_2019, {"since_2019": {"review.lost": ["t4.review.total"] * 2}}, "review.lost"),
    (concepts._since_2019, {"since_2019": {"review.total": ["t4.review.total", "t4.gone"]}}, "t4.gone"),
]


@pytest.mark.parametrize(("load", "data", "code"), BROKEN, ids=[code for *_, code in BROKEN])
def test_an_unknown_code_is_named(
    load: Any, data: dict[str, Any], code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    all_codes()  # from the real files
    monkeypatch.setattr(concepts, "_read", lambda name: data)
    with pytest.raises(ValueError, match=rf"\.toml: no indicator {code.replace('.', '[.]')} in"):
        load.__wrapped__()


def test_a_kind_of_codes_that_no_code_has_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    kinds = {"stocks": ["capacity.*"], "looking_back": ["t9.*"], "by_channel": ["t3.new.*"]}
    monkeypatch.setattr(concepts, "_read", lambda name: kinds)
    with pytest.raises(ValueError, match=r"kinds\.toml: no code is like t9\.\*$"):
        concepts.load_code_kinds.__wrapped__()
