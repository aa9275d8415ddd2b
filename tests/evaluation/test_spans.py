from dataclasses import replace
from itertools import product

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from gdie.annotation import Annotation, Entity, Relation
from gdie.annotation.score import SpanScores
from gdie.evaluation.scores import Score
from gdie.evaluation.spans import score_spans
from tests.evaluation.strategies import LABELS, annotations

COUNT, OTHER = Entity(10, 13, "COUNT"), Entity(20, 23, "COUNT")
NAME = Entity(4, 8, "CATEGORY")
OF = Relation(COUNT, NAME, "CATEGORY_OF")
GOLD = Annotation((NAME, COUNT, OTHER), (OF, Relation(OTHER, NAME, "CATEGORY_OF")))


def renamed(annotation: Annotation, names: dict[str, str]) -> Annotation:
    def entity(e: Entity) -> Entity:
        return replace(e, label=names.get(e.label, e.label))

    return Annotation(
        tuple(entity(e) for e in annotation.entities),
        tuple(Relation(entity(r.head), entity(r.tail), r.label) for r in annotation.relations),
    )


@given(annotations())
def test_perfect(gold: Annotation) -> None:
    scores = score_spans(gold, gold)
    for part in (scores.entities, scores.overlapping, scores.relations, scores.relations_on_common):
        assert part.micro.f1 == part.macro_f1 == 1.0
        assert part.micro.fp == part.micro.fn == 0
    assert scores.entities.micro.tp == len(gold.entities)
    assert scores.relations.micro.tp == len(gold.relations)


@given(annotations())
def test_empty_prediction_finds_nothing(gold: Annotation) -> None:
    assume(gold.relations)
    scores = score_spans(gold, Annotation())
    assert scores.entities.micro == scores.overlapping.micro == Score(0, 0, len(gold.entities))
    assert scores.relations.micro == Score(0, 0, len(gold.relations))


@given(annotations())
def test_shifted_offsets_lose_everything_exact(gold: Annotation) -> None:
    assume(gold.relations)
    # Beyond the end: not even by accident may a neighbour of equal length be hit.
    scores = score_spans(gold, gold.shifted(gold.entities[-1].end + 1))
    assert scores.entities.micro.tp == scores.overlapping.micro.tp == scores.relations.micro.tp == 0
    near = score_spans(gold, gold.shifted(1))
    assert near.entities.micro.f1 < 1.0
    assert near.relations.micro.f1 < 1.0


@given(annotations())
def test_swapped_labels_lower_the_score(gold: Annotation) -> None:
    hit = [e for e in gold.entities if e.label in LABELS[:2]]
    assume(hit)
    scores = score_spans(gold, renamed(gold, {LABELS[0]: LABELS[1], LABELS[1]: LABELS[0]}))
    assert scores.entities.micro.tp == len(gold.entities) - len(hit)
    assert scores.overlapping.micro.f1 < 1.0
    touched = [r for r in gold.relations if r.head in hit or r.tail in hit]
    assert scores.relations.micro.fn == len(touched)


@given(annotations())
def test_wrong_relation_labels_leave_the_entities_alone(gold: Annotation) -> None:
    assume(gold.relations)
    wrong = Annotation(gold.entities, tuple(replace(r, label="BY") for r in gold.relations))
    scores = score_spans(gold, wrong)
    assert scores.entities.micro.f1 == 1.0
    assert scores.relations.micro == Score(0, len(gold.relations), len(gold.relations))


@given(annotations())
def test_said_twice_is_wrong_once(gold: Annotation) -> None:
    twice = Annotation(gold.entities * 2, gold.relations * 2)
    scores = score_spans(gold, twice)
    assert scores.entities.micro == Score(len(gold.entities), len(gold.entities), 0)
    assert scores.overlapping.micro == Score(len(gold.entities), len(gold.entities), 0)
    assert scores.relations.micro == Score(len(gold.relations), len(gold.relations), 0)


@given(annotations(), annotations())
def test_symmetry_and_order_of_the_measures(a: Annotation, b: Annotation) -> None:
    one, other = score_spans(a, b), score_spans(b, a)
    for name in ("entities", "overlapping", "relations", "relations_on_common"):
        assert getattr(one, name).micro.f1 == getattr(other, name).micro.f1
        assert getattr(one, name).macro_f1 == pytest.approx(getattr(other, name).macro_f1)
    assert one.entities.micro.tp <= one.overlapping.micro.tp
    assert one.relations.micro.tp == one.relations_on_common.micro.tp  # what is right has both its ends


def largest_matching(gold: list[Entity], predicted: list[Entity]) -> int:
    if not gold:
        return 0
    first, rest = gold[0], gold[1:]
    best = largest_matching(rest, predicted)
    for i, p in enumerate(predicted):
        if p.label == first.label and p.start < first.end and first.start < p.end:
            best = max(best, 1 + largest_matching(rest, predicted[:i] + predicted[i + 1 :]))
    return best


spans = st.lists(
    st.builds(
        lambda start, length, label: Entity(start, start + length, label),
        st.integers(0, 9),
        st.integers(1, 5),
        st.sampled_from(LABELS[:2]),
    ),
    max_size=5,
)


@given(spans, spans)
def test_overlap_is_a_largest_one_to_one_matching(gold: list[Entity], predicted: list[Entity]) -> None:
    scores = score_spans(Annotation(tuple(gold)), Annotation(tuple(predicted))).overlapping.micro
    assert scores.tp == largest_matching(gold, predicted)
    assert (scores.support, scores.predicted) == (len(gold), len(predicted))


@pytest.mark.parametrize(
    ("predicted", "exact", "overlapping"),
    [
        (Entity(9, 13, "COUNT"), 0, 1),  # approximator too much
        (Entity(12, 14, "COUNT"), 0, 1),
        (Entity(13, 15, "COUNT"), 0, 0),  # touching is not overlapping
        (Entity(10, 13, "PERCENT"), 0, 0),  # right place, wrong label
        (COUNT, 1, 1),
    ],
)
def test_borders(predicted: Entity, exact: int, overlapping: int) -> None:
    scores = score_spans(Annotation((COUNT,)), Annotation((predicted,)))
    assert (scores.entities.micro.tp, scores.overlapping.micro.tp) == (exact, overlapping)


def test_one_long_span_covers_two_but_finds_one() -> None:
    scores = score_spans(Annotation((COUNT, OTHER)), Annotation((Entity(10, 23, "COUNT"),)))
    assert scores.overlapping.micro == Score(1, 0, 1)


@pytest.mark.parametrize(
    ("predicted", "score", "on_common"),
    [
        ((OF,), Score(1, 0, 1), Score(1, 0, 1)),  # never proposed: a miss
        ((Relation(NAME, COUNT, "CATEGORY_OF"),), Score(0, 1, 2), Score(0, 1, 2)),  # turned round
        ((Relation(COUNT, NAME, "VIA"),), Score(0, 1, 2), Score(0, 1, 2)),  # wrong label
    ],
)
def test_relations(predicted: tuple[Relation, ...], score: Score, on_common: Score) -> None:
    scores = score_spans(GOLD, Annotation(GOLD.entities, predicted))
    assert scores.relations.micro == score
    assert scores.relations_on_common.micro == on_common


def test_a_relation_on_a_wrong_span_is_wrong_end_to_end() -> None:
    wide = Entity(3, 8, "CATEGORY")
    predicted = Annotation((wide, COUNT, OTHER), (Relation(COUNT, wide, "CATEGORY_OF"),))
    scores = score_spans(GOLD, predicted)
    assert scores.relations.by_label == {"CATEGORY_OF": Score(0, 1, 2)}
    # Its category was not found, so nothing is left to judge the relation component by.
    assert scores.relations_on_common.micro == Score(0, 0, 0)


def test_documents_add_up() -> None:
    parts = [score_spans(a, b) for a, b in product((GOLD, Annotation()), repeat=2)]
    total = sum(parts, SpanScores())
    assert total.entities.micro == Score(3, 3, 3)
    assert total.as_json()["relations"]["labels"]["CATEGORY_OF"]["support"] == 4
