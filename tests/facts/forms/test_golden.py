"""Golden files of every official form in every flattening: one line a fact, written from forms generated with fixed seeds."""

import random
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from gdie.documents.reading import document_from_text
from gdie.facts.extraction import extract_tables
from gdie.indicators import load_form, load_forms
from gdie.training.forms import CLEAN, Layout, draw_style, layouts_of, random_values, render
from tests.golden_files import differences, line

FOLDER = Path(__file__).parent.parent.parent / "golden" / "forms"
CASES = [(form.id, layout) for form in load_forms() if form.blocks for layout in layouts_of(form)]


@pytest.mark.parametrize(("form_id", "layout"), CASES)
def test_a_form_in_a_flattening(form_id: str, layout: Layout, request: pytest.FixtureRequest) -> None:
    form = load_form(form_id)
    rng = random.Random(f"{form_id} {layout}")
    style = draw_style(layout, rng)
    if layout == "glued":
        # A list or a signed column run together in one line can't be divided; README says so.
        style = replace(style, manner="rows")
    rendered = render(form, random_values(form, rng), layout, CLEAN, rng, style)
    facts = extract_tables(document_from_text(rendered.text, form_id)).facts
    found = [line(fact) for fact in facts if fact.source == "table"]
    path = FOLDER / f"{form_id}-{layout}.tsv"
    if request.config.getoption("--update-golden"):
        path.parent.mkdir(exist_ok=True)
        path.write_text("\n".join(found) + "\n", encoding="utf-8")
    expected = path.read_text(encoding="utf-8").splitlines()
    assert not differences(expected, found), differences(expected, found)
    # The file itself is held against what the generator printed.
    printed = {
        (c.code, c.start, c.end): c.accepted for c in rendered.cells if c.value is not None and c.required
    }
    read = {
        (f.category.code, f.start, f.end): Decimal(repr(f.value))
        for f in facts
        if f.category and f.category.code
    }
    assert {key for key, values in printed.items() if read.get(key) not in values} == set()
