"""The data of indicators and forms: every reference known, every rule over rows that exist, no name twice."""

import re
from collections import Counter

import pytest

from gdie.indicators import (
    Form,
    cell_indicators,
    form_sums,
    load_form,
    load_forms,
    load_indicators,
)

FORMS = load_forms()


def test_sizes_of_the_official_forms() -> None:
    cells = {form.id: sum(len(b.coded) * b.width for b in form.blocks) for form in FORMS}
    # Table 三 has 23 rows of 7 columns to 2020 and 25 since; table 四 has 3 groups of 5; the statistics form 64 figures, one of them local.
    assert (cells["t3-2019"], cells["t3-2021"], cells["t4"], cells["t2-2021"]) == (161, 175, 15, 10)
    assert cells["stats-2014"] == 64


def test_codes_are_spelled_alike_and_unique_in_a_form() -> None:
    assert all(re.fullmatch(r"[a-z0-9_]+(\.[a-z0-9_]+)+", code) for code in load_indicators())
    codes = Counter((form.id, code) for code, form, *_ in cell_indicators())
    assert [c for c, n in codes.items() if n > 1] == []
    assert "t3.denied.state_secret.person" in {code for code, *_ in cell_indicators()}


def test_every_indicator_stands_in_a_form_or_sums_rows_of_one() -> None:
    used = {row.code or row.group for form in FORMS for block in form.blocks for row in block.rows}
    # Rows of places whose forms are not in the data, and finer fees, are known by name only.
    names_only = {"fee.copy.paper", "fee.copy.disc", "fee.copy.floppy"}
    assert set(load_indicators()) - used - names_only == set()


@pytest.mark.parametrize("form", FORMS, ids=lambda f: f.id)
def test_totals_and_rules_refer_to_rows_of_the_form(form: Form) -> None:
    codes = {row.code for block in form.blocks for row in block.coded}
    for block in form.blocks:
        assert {row.of for row in block.rows if row.of} <= codes
    for rule in form_sums(form.id):
        assert set(rule.left) | set(rule.right) <= codes
        assert rule.left and rule.right


def test_the_rules_of_the_field_guide() -> None:
    rules = {(r.rule, r.right): r for r in form_sums("stats-2014")}
    assert len(rules["A3", ("request.answered.total",)].left) == 8
    assert len(rules["A4", ("request.answered.denied.total",)].left) == 6
    assert not rules["A5", ("review.total",)].strict
    (b1, b2) = form_sums("t3-2021")
    assert (b1.left, b1.right) == (("t3.new", "t3.carried_in"), ("t3.done.total", "t3.carried_out"))
    assert len(b2.left) == 21


def test_a_form_prints_its_rows_with_number_and_note() -> None:
    printed = [row.printed for row in load_form("t3-2021").blocks[0].rows]
    assert printed[:2] == ["一、本年新收政府信息公开申请数量", "二、上年结转政府信息公开申请数量"]
    assert "（二）部分公开（区分处理的，只计这一情形，不计其他情形）" in printed


def test_labels_that_only_a_form_prints_are_synonyms() -> None:
    assert "申请总数" in load_indicators()["request.received.total"].synonyms
    assert load_indicators()["request.received.total"].unit == "件"
