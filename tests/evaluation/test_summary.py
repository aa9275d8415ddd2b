import pytest

from gdie.evaluation.claims import FACT_FIELDS, claims_of
from gdie.evaluation.compared import Compared, slices_of
from gdie.evaluation.facts import align
from gdie.evaluation.summary import MEASURES, PARTS, summarise
from gdie.facts import Fact
from tests.evaluation.strategies import fact

PROSE = [fact("f1", 10), fact("f2", 20, part_of="f1")]
TABLE = [fact("f1", 10, source="table"), fact("f2", 20, source="table")]


def compared(name: str, gold: list[Fact], predicted: list[Fact], *marks: str) -> Compared:
    return Compared(name, "", tuple(align(claims_of(gold), claims_of(predicted))), marks=marks)


ITEMS = [
    compared("a", PROSE, PROSE),
    compared("b", PROSE, PROSE[:1]),
    compared("c", TABLE, TABLE, "tag:table3_matrix"),
    compared("d", [PROSE[0], fact("f2", 20, source="table")], []),
]


def test_prose_tables_and_all() -> None:
    summary = summarise(slices_of(ITEMS, FACT_FIELDS))
    assert list(summary) == list(PARTS)
    assert all(list(part) == [m.name for m in MEASURES] for part in summary.values())
    value = {part: summary[part]["figure and value"] for part in summary}
    assert [v["support"] for v in value.values()] == [5, 3, 8]
    assert value["prose"]["value"] == pytest.approx(2 * 3 / (3 + 5))
    # Wholly right are passages: of those that are all prose, all table, and of all.
    assert [summary[p]["wholly right"]["value"] for p in PARTS] == [0.5, 1.0, 0.5]
    assert [summary[p]["wholly right"]["support"] for p in PARTS] == [2, 1, 4]
    assert summary["tables"]["part_of"] is None
    assert summary["prose"]["unit, of matched"]["value"] == 1.0


def test_intervals_draw_passages_and_are_the_same_every_time() -> None:
    many = [
        compared(f"{name}{n}", *facts)
        for n in range(20)
        for name, facts in (("a", (PROSE, PROSE)), ("b", (PROSE, [])))
    ]
    first, second = (summarise(slices_of(many, FACT_FIELDS)) for _ in range(2))
    assert first == second
    value = first["all"]["wholly right"]
    assert value["low"] < 0.4 < value["value"] == 0.5 < 0.6 < value["high"]
    sure = summarise(slices_of(many[::2], FACT_FIELDS))["all"]["wholly right"]
    assert (sure["low"], sure["value"], sure["high"]) == (1.0, 1.0, 1.0)


def test_matrices_are_told_apart_where_there_are_any() -> None:
    names = set(slices_of(ITEMS, FACT_FIELDS))
    assert {"matrices", "without matrices", "table without matrices"} <= names
    assert not {n for n in slices_of(ITEMS[:2], FACT_FIELDS) if "matrices" in n}
