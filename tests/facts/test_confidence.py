"""Confidence: evidence, the calibration that weighs it, and leaving out what is not sure enough."""

import json
import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gdie.annotation import Entity, Relation, load_scheme
from gdie.facts import Fact
from gdie.facts.confidence import EVIDENCE, Calibration, confident, evidence, heads
from tests.markup import parse
from tests.reconcile.fact_builder import report

SIZE = len(EVIDENCE)
numbers = st.floats(-5, 5)
vectors = st.lists(numbers, min_size=SIZE, max_size=SIZE).map(tuple)
calibrations = st.builds(Calibration, vectors, numbers)


@given(calibrations)
def test_a_calibration_survives_as_json(made: Calibration) -> None:
    assert Calibration.from_json(json.loads(json.dumps(made.as_json()))) == made
    assert list(made.as_json()["weights"]) == list(EVIDENCE)


@given(calibrations, vectors)
def test_a_probability_is_one(made: Calibration, seen: tuple[float, ...]) -> None:
    assert 0 < made.probability(seen) < 1


@given(calibrations, vectors, st.integers(0, SIZE - 1), st.floats(0, 5))
def test_more_evidence_counts_by_the_sign_of_its_weight(
    made: Calibration, seen: tuple[float, ...], place: int, more: float
) -> None:
    raised = (*seen[:place], seen[place] + more, *seen[place + 1 :])
    before, after = made.probability(seen), made.probability(raised)
    assert after >= before if made.weights[place] >= 0 else after <= before


@given(calibrations, vectors, st.floats(0, 5))
def test_a_higher_bias_is_more_probable(made: Calibration, seen: tuple[float, ...], more: float) -> None:
    assert replace(made, bias=made.bias + more).probability(seen) >= made.probability(seen)


def test_probabilities_of_a_logistic_regression() -> None:
    made = Calibration((2.0, *[0.0] * (SIZE - 1)), -1.0)
    assert made.probability((0.5, *[9.0] * (SIZE - 1))) == pytest.approx(0.5)
    assert made.probability((1e9, *[0.0] * (SIZE - 1))) == pytest.approx(1)
    assert made.probability((-1e9, *[0.0] * (SIZE - 1))) == pytest.approx(0)
    with pytest.raises(ValueError, match="argument"):
        made.probability([1.0])


WEIGHTS = dict.fromkeys(EVIDENCE, 0.5)


@pytest.mark.parametrize(
    "data",
    [
        {"weights": dict(list(WEIGHTS.items())[1:]), "bias": 0},
        {"weights": WEIGHTS | {"colour": 1.0}, "bias": 0},
        {"weights": dict(reversed(WEIGHTS.items())), "bias": 0},
        {"weights": {}, "bias": 0},
        {"weights": WEIGHTS},
        {"bias": 0},
        {},
    ],
)
def test_a_calibration_of_other_evidence_is_refused(data: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="other evidence"):
        Calibration.from_json(data)


TEXT, GOLD = parse(
    "{DATE#d 2014年}通过{CHANNEL#h 网站}{CHANNEL#i 微博}公开{CATEGORY#g 信息}{COUNT#c 30条}。",
    "c CATEGORY_OF g",
    "c VIA h",
    "c VIA i",
)


def entity(text: str, label: str) -> Entity:
    start = TEXT.index(text)
    return Entity(start, start + len(text), label)


COUNT, CATEGORY = entity("30条", "COUNT"), entity("信息", "CATEGORY")
SITE, BLOG = entity("网站", "CHANNEL"), entity("微博", "CHANNEL")


def named(found: list[float]) -> dict[str, float]:
    return dict(zip(EVIDENCE, found, strict=True))


def test_evidence_has_the_log_odds_of_each_decision() -> None:
    probabilities: dict[Entity | Relation, float] = {
        COUNT: 0.9,
        CATEGORY: 0.5,
        SITE: 0.8,
        BLOG: 0.6,
        Relation(COUNT, CATEGORY, "CATEGORY_OF"): 0.75,
        Relation(COUNT, SITE, "VIA"): 0.95,
        Relation(COUNT, BLOG, "VIA"): 0.7,
    }
    seen = named(evidence(COUNT, heads(GOLD)[COUNT], probabilities))
    assert seen["figure"] == pytest.approx(math.log(9))
    assert seen["relation CATEGORY_OF"] == pytest.approx(math.log(3))
    assert seen["mention CATEGORY_OF"] == pytest.approx(0)
    # Of two media the less sure one.
    assert seen["relation VIA"] == pytest.approx(math.log(7 / 3))
    assert seen["mention VIA"] == pytest.approx(math.log(1.5))
    assert (seen["none VIA"], seen["none CATEGORY_OF"], seen["none PART_OF"]) == (0, 0, 1)
    assert seen["least"] == pytest.approx(0)
    product = math.prod(probabilities.values())
    assert seen["product"] == pytest.approx(math.log(product / (1 - product)))
    assert seen["mentions"] == 3


def test_evidence_of_a_figure_alone() -> None:
    seen = named(evidence(COUNT, (), {}))
    labels = load_scheme().relations
    assert [seen[f"none {label}"] for label in labels] == [1] * len(labels)
    # What no model decided is certain, but never infinitely so.
    assert seen["figure"] == seen["least"] == seen["product"] == pytest.approx(math.log(9999), rel=1e-3)
    assert named(evidence(COUNT, (), {COUNT: 0.0}))["figure"] == pytest.approx(-seen["figure"])


def test_heads_gather_relations() -> None:
    assert list(heads(GOLD)) == [COUNT]
    assert [r.tail for r in heads(GOLD)[COUNT]] == [SITE, BLOG, CATEGORY]


def surenesses(least: float) -> list[tuple[str, str | None, tuple[str, ...]]]:
    made = report("申请 40件 > 信函 30件[75%] + 传真 4件 & 网上 6件[25%]")
    made.change("40件", confidence=0.99).change("30件", confidence=0.7).change("4件", confidence=0.6)
    made.change("6件", confidence=0.95).change("75%", confidence=0.9).change("25%", confidence=0.98)
    return [(f.text, f.part_of, f.shares) for f in confident(made.facts, least)]


@pytest.mark.parametrize(
    ("least", "texts"),
    [
        (0.0, ["40件", "30件", "75%", "4件", "6件", "25%"]),
        (0.7, ["40件", "30件", "75%", "6件", "25%"]),
        (0.95, ["40件", "6件", "25%"]),
        (0.99, ["40件"]),
        (1.0, []),
    ],
)
def test_facts_that_are_not_sure_enough_are_left_out(least: float, texts: list[str]) -> None:
    assert sorted(text for text, *_ in surenesses(least)) == sorted(texts)


def test_what_was_said_of_facts_left_out_is_left_out() -> None:
    at = {text: (part_of, shares) for text, part_of, shares in surenesses(0.8)}
    assert at["6件"] == ("f1", ())
    assert at["75%"] == (None, ())
    assert len(at["25%"][1]) == 1
    made = report("申请 40件 > 信函 30件").change("40件", confidence=0.1)
    assert [f.part_of for f in confident(made.facts, 0.5)] == [None]


@st.composite
def fact_lists(draw: st.DrawFn) -> list[Fact]:
    made = report()
    for number in range(draw(st.integers(0, 7))):
        ids = [f.id for f in made.facts]
        made.add(
            f"{number + 1}件",
            part_of=draw(st.sampled_from([None, "gone", *ids])),
            shares=tuple(draw(st.lists(st.sampled_from(["gone", *ids]), max_size=3))),
            confidence=draw(st.floats(0, 1)),
        )
    return made.facts


@given(fact_lists(), st.floats(0, 1))
def test_nothing_refers_to_what_is_not_there(facts: list[Fact], least: float) -> None:
    kept = confident(facts, least)
    ids = {f.id for f in kept}
    assert ids == {f.id for f in facts if f.confidence >= least}
    for fact in kept:
        assert {fact.part_of, fact.share_of, *fact.shares} <= {None, *ids}
    assert confident(kept, least) == kept
    before = {f.id: f for f in facts}
    assert [replace(f, part_of=None, shares=()) for f in kept] == [
        replace(before[f.id], part_of=None, shares=()) for f in kept
    ]
