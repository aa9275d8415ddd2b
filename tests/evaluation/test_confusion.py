from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gdie.annotation import Annotation, Entity
from gdie.evaluation.claims import claims_of
from gdie.evaluation.confusion import channel_pairs, confusion, label_pairs
from gdie.evaluation.facts import align
from gdie.evaluation.scores import LabelScores
from gdie.facts import Mention
from tests.evaluation.strategies import LABELS, annotations, fact
from tests.evaluation.test_spans import renamed


@given(annotations())
def test_a_perfect_prediction_stands_on_the_diagonal(gold: Annotation) -> None:
    assert Counter(label_pairs(gold, gold)) == Counter((e.label, e.label) for e in gold.entities)


@given(annotations())
def test_swapped_labels_stand_beside_it(gold: Annotation) -> None:
    swap = {LABELS[0]: LABELS[1], LABELS[1]: LABELS[0]}
    expected = Counter((e.label, swap.get(e.label, e.label)) for e in gold.entities)
    assert Counter(label_pairs(gold, renamed(gold, swap))) == expected


@given(annotations(), annotations())
def test_every_entity_counts_once(gold: Annotation, predicted: Annotation) -> None:
    pairs = label_pairs(gold, predicted)
    assert Counter(g for g, _ in pairs if g) == Counter(e.label for e in gold.entities)
    assert Counter(p for _, p in pairs if p) == Counter(e.label for e in predicted.entities)
    assert (None, None) not in pairs
    mirrored = label_pairs(predicted, gold)
    assert len(mirrored) == len(pairs)


def test_the_largest_overlap_decides() -> None:
    gold = Annotation((Entity(0, 4, "CATEGORY"), Entity(4, 6, "COUNT")))
    predicted = Annotation((Entity(1, 5, "CHANNEL"), Entity(5, 6, "COUNT")))
    assert set(label_pairs(gold, predicted)) == {("CATEGORY", "CHANNEL"), ("COUNT", "COUNT")}
    assert label_pairs(gold, Annotation()) == (("CATEGORY", None), ("COUNT", None))


def test_matrix() -> None:
    matrix = confusion([("a", "a"), ("a", "b"), ("b", None), (None, "a")])
    assert matrix == {"labels": ["a", "b", "–"], "counts": [[1, 1, 0], [0, 0, 1], [1, 0, 0]]}
    assert confusion([]) == {"labels": [], "counts": []}


def test_channels_of_matched_facts() -> None:
    gold = [fact("f1", 10), fact("f2", 20, channel=None), fact("f3", 30), fact("f4", 40, channel=None)]
    found = [
        fact("f1", 10, channel=Mention("信函、当面", 0, 5)),
        fact("f2", 20, channel=Mention("飞鸽", 0, 2)),
        fact("f4", 40, channel=None),
    ]
    pairs = channel_pairs(align(claims_of(gold), claims_of(found)), frozenset({"website", "letter"}))
    assert pairs == [("website", "several"), (None, "other words")]


@given(st.lists(st.tuples(st.sampled_from("abc-"), st.sampled_from("abc-")), min_size=1, max_size=12))
def test_the_scores_are_those_of_scikit_learn(pairs: list[tuple[str, str]]) -> None:
    metrics = pytest.importorskip("sklearn.metrics")
    gold = [(i, g) for i, (g, _) in enumerate(pairs) if g != "-"]
    found = [(i, p) for i, (_, p) in enumerate(pairs) if p != "-"]
    scores = LabelScores.of(gold, found, label=lambda item: item[1])
    labels = sorted(scores.by_label)
    if not labels:
        return
    wanted, given_ = zip(*pairs, strict=True)
    f1 = metrics.f1_score(wanted, given_, labels=labels, average=None, zero_division=0.0)
    assert [scores[label].f1 for label in labels] == pytest.approx(list(f1))
    assert scores.macro_f1 == pytest.approx(sum(f1) / len(labels))
    for average, value in (("precision", scores.micro.precision), ("recall", scores.micro.recall)):
        score = getattr(metrics, f"{average}_score")(
            wanted, given_, labels=labels, average="micro", zero_division=0.0
        )
        assert value == pytest.approx(score)
