from dataclasses import replace

import pytest
from hypothesis import given

from gdie.evaluation.claims import FACT_FIELDS, claims_of
from gdie.evaluation.compared import Compared
from gdie.evaluation.errors import AROUND, KINDS, FactError, find_errors
from gdie.evaluation.facts import align, score_facts
from gdie.facts import Fact, Mention, PeriodOf
from tests.evaluation.strategies import documents, fact

TEXT = "甲" * 100 + "来信12件" + "乙" * 100
FIELDS = [f for f in FACT_FIELDS if f.name not in ("channel", "category_similar", "category_contained")]
GOLD = fact("f1", 102, category=Mention("咨询答复", 0, 4))


def errors(gold: list[Fact], predicted: list[Fact], text: str = TEXT) -> list[FactError]:
    pairs = tuple(align(claims_of(gold), claims_of(predicted)))
    return find_errors([Compared("made-up", text, pairs)], FIELDS)


def changed(**changes: object) -> Fact:
    return replace(GOLD, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("predicted", "kind", "gold", "found"),
    [
        ([], "missed figure", "12件", None),
        ([GOLD, fact("f2", 100)], "spurious figure", None, "来信1"),
        ([changed(end=104)], "figure cut wrongly", "12件", "12"),
        ([changed(value=13)], "wrong value", "12", "13"),
        ([changed(unit=None)], "unit", "件", None),
        ([changed(approx="about")], "approx", "exact", "about"),
        ([changed(category=None)], "category missing", "咨询答复", None),
        ([changed(category=Mention("答复", 0, 2))], "category too short", "咨询答复", "答复"),
        ([changed(category=Mention("现场咨询答复", 0, 6))], "category too long", "咨询答复", "现场咨询答复"),
        ([changed(category=Mention("会议", 0, 2))], "category other", "咨询答复", "会议"),
        ([changed(channel=Mention("信函", 0, 2))], "channel", "website", "letter"),
        (
            [changed(period=PeriodOf(None, None, "2015-12-31"))],
            "period",
            "2015-01-01 – 2015-12-31",
            "… – 2015-12-31",
        ),
        ([changed(status="planned")], "status", "reported", "planned"),
        ([changed(column=None)], "column", "自然人", None),
        ([changed(agency=None)], "agency", "青禾市档案局", None),
    ],
)
def test_each_error_has_its_kind(
    predicted: list[Fact], kind: str, gold: str | None, found: str | None
) -> None:
    (error,) = errors([GOLD], predicted)
    assert (error.kind, error.gold, error.predicted) == (kind, gold, found)


def test_totals_are_shown_by_their_figure() -> None:
    total, part = fact("f1", 0), fact("f2", 10, part_of="f1")
    (error,) = errors([total, part], [total, replace(part, part_of=None)], "12件,其中甲乙丙12件。")
    assert (error.kind, error.gold, error.predicted) == ("part_of", "12件", None)
    (error,) = errors([total, part], [total, replace(part, part_of=None, shares=())], "12件,其中甲乙丙12件。")
    assert error.start == 10


def test_the_text_around_is_short() -> None:
    (error,) = errors([GOLD], [])
    assert error.before == TEXT[102 - AROUND : 102]
    assert error.after == "乙" * AROUND
    (error,) = errors([fact("f1", 0)], [], "12件。")
    assert (error.before, error.figure, error.after) == ("", "12件", "。")


@given(documents(), documents())
def test_no_error_where_all_is_right_and_some_where_it_is_not(
    gold: list[Fact], predicted: list[Fact]
) -> None:
    assert errors(gold, gold) == []
    found = errors(gold, predicted)
    scores = score_facts(gold, predicted).fields
    figures = [e for e in found if e.kind in ("missed figure", "figure cut wrongly")]
    assert len(figures) == scores["figure"].fn
    assert bool(found) == any(scores[f.name].fp or scores[f.name].fn for f in FIELDS)
    assert [KINDS.index(e.kind) for e in found] == sorted(KINDS.index(e.kind) for e in found)
