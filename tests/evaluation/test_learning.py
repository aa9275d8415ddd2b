from collections.abc import Collection
from itertools import pairwise

import pytest
from spacy.language import Language

from gdie.documents.reading import document_from_text
from gdie.evaluation.baselines import pipeline_of
from gdie.evaluation.baselines.pattern import find_pattern
from gdie.evaluation.compared import Compared
from gdie.evaluation.learning import SplitError, doubling, learning_curve
from gdie.evaluation.report import Report
from gdie.evaluation.runs import score_document
from gdie.facts import extract
from tests.evaluation.test_report import drawn
from tests.markup import parse

TEXT, GOLD = parse("{DATE 2015年}公开{CATEGORY#g 政府信息}{COUNT#t 12条}。", "t CATEGORY_OF g")
DOCUMENT = document_from_text(TEXT, "held")
NAMES = ["held", "a", "b", "c", "d", "e"]


def curve(
    seen: list[set[str]], names: list[str] = NAMES, sizes: list[int] | None = None, seed: int = 0
) -> Report:
    """A model that finds nothing until it was trained on three documents."""

    def train(exclude: Collection[str]) -> Language:
        seen.append(set(names) - set(exclude))
        return pipeline_of(find_pattern if len(seen[-1]) >= 3 else lambda _: ())

    def compare(nlp: Language) -> list[Compared]:
        compared = score_document((DOCUMENT, GOLD), extract(DOCUMENT, nlp)).compared
        assert compared is not None
        return [compared]

    return learning_curve(names, ["held"], train, compare, sizes=sizes, seed=seed)


def test_each_point_adds_documents_and_none_is_held_out() -> None:
    seen: list[set[str]] = []
    report = curve(seen)
    assert [len(s) for s in seen] == [1, 2, 4, 5]
    assert all(a < b for a, b in pairwise(seen))
    assert not any("held" in s for s in seen)
    values = [p["summary"]["all"]["figure and value"]["value"] for p in report.data["points"]]
    assert values == [0.0, 0.0, 1.0, 1.0]
    assert [set(p["trained_on"]) for p in report.data["points"]] == seen
    assert "learning curve" in drawn(report)


def test_the_order_is_drawn_by_the_seed() -> None:
    orders: dict[int, list[set[str]]] = {seed: [] for seed in (1, 2, 3)}
    for seed, seen in orders.items():
        curve(seen, seed=seed)
    again: list[set[str]] = []
    curve(again, seed=1)
    assert again == orders[1]
    assert len({min(seen[0]) for seen in orders.values()}) > 1


def test_sizes() -> None:
    seen: list[set[str]] = []
    curve(seen, sizes=[5, 2, 99])
    assert [len(s) for s in seen] == [2, 5]
    assert list(doubling(1)) == [1]
    assert list(doubling(8)) == [1, 2, 4, 8]


def test_nothing_to_train_on() -> None:
    with pytest.raises(SplitError, match="hold out fewer"):
        curve([], names=["held"])
