"""What workers hand on comes back as it was, and a check of it says the same as one of the document itself."""

import json
from dataclasses import replace
from functools import cache

import pytest

from gdie.batch import payloads
from gdie.batch.payloads import Payload, decoded, encoded
from gdie.documents import Document, Place
from gdie.documents.content import Stretch
from gdie.documents.places import Anchor, Places
from gdie.facts import Extraction, from_annotation
from gdie.outputs.findings.checking import checked_alone, checked_together
from gdie.outputs.whereabouts import where
from gdie.reconcile import check
from gdie.training.gold import load_gold
from tests.benchmarks.reports import make
from tests.benchmarks.speaker import Options
from tests.conftest import ROOT


@cache
def extractions() -> tuple[Extraction, ...]:
    """The gold documents, and one invented report of each era of forms."""
    made = [make(f"payload-{era}", Options(era=era)).made() for era in ("free", "stats", "tables", "present")]
    gold = load_gold(ROOT / "annotations" / "gold", ROOT / "corpus")
    return tuple(
        from_annotation(document, annotation)
        for document, annotation in (*gold, *((m.document, m.annotation) for m in made))
    )


def there_and_back(payload: Payload) -> Payload:
    text = encoded(payload)
    assert "\n" not in text
    return decoded(json.loads(text), type(payload))


def printed(payload: Payload) -> str:
    """Its figures as outputs have them."""
    match payload:
        case payloads.FoundObligations():
            rows = [one.as_json() for one in payload.obligations]
        case payloads.CheckedReport():
            rows = [one.as_json() for one in (*payload.report.facts, *payload.findings, *payload.corrections)]
        case _:
            rows = [one.as_json() for one in payload.facts]
    return json.dumps(rows)


@pytest.mark.parametrize("number", range(9))
def test_payloads_come_back_as_they_were(number: int) -> None:
    extraction = extractions()[number]
    made = (
        payloads.of_facts(extraction, 0.0),
        payloads.of_obligations(extraction.document),
        payloads.of_panel(extraction, 0.5),
        payloads.of_check(extraction),
    )
    for payload in made:
        back = there_and_back(payload)
        assert back == payload
        assert printed(back) == printed(payload)  # 3 is not 3.0


def test_forms_are_among_what_is_tried() -> None:
    found = [payloads.of_check(extraction).report.forms.readings for extraction in extractions()]
    assert sum(map(bool, found)) >= 3
    for readings in found:
        for reading in readings:
            assert reading.rows


def test_checks_of_several_years_say_the_same() -> None:
    world = make("payload-years", Options(era="stats"))
    later = replace(world, name="later", year=world.year + 1)
    found = [
        from_annotation(made.document, made.annotation) for made in (draft.made() for draft in (world, later))
    ]
    sent = [payloads.of_check(extraction) for extraction in found]
    back = [decoded(json.loads(encoded(one)), payloads.CheckedReport) for one in sent]
    together = checked_together(one.checked for one in back)
    straight = checked_together(
        (checked_alone(e.document, o.report, check(o.report)), o.report)
        for e, o in zip(found, sent, strict=True)
    )
    for one, other in zip(together, straight, strict=True):
        assert [f.as_json() for f in one.findings] == [f.as_json() for f in other.findings]
        assert (one.facts, one.corrections) == (other.facts, other.corrections)


def test_places_in_the_file_are_kept_where_figures_begin() -> None:
    extraction = extractions()[-1]
    text = extraction.document.text
    lines = [Anchor(n, n + 1, Stretch(text[n], Place(page=1 + n // 100)), 0) for n in range(len(text))]
    placed = replace(extraction.document, places=Places(lines), format="pdf")
    sent = payloads.of_check(replace(extraction, document=placed))
    back = decoded(json.loads(encoded(sent)), payloads.CheckedReport).document
    assert back.stem == placed.stem
    assert len(extraction.facts) > 5
    for fact in extraction.facts:
        assert where(back, fact.start, fact.start + 1) == where(placed, fact.start, fact.start + 1)


def test_a_text_has_no_places() -> None:
    sent = payloads.of_check(extractions()[0])
    assert sent.spots == ()
    assert sent.document == Document(sent.report.doc, sent.text)
