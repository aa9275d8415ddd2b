"""Krippendorff's α: published values, units that some left out, and what holds for all data."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gdie.annotation import Annotation, Entity
from gdie.annotation.alpha import character_units, entity_alpha, nominal_alpha
from gdie.documents import Span


def units(*coders: str) -> Counter[tuple[str | None, ...]]:
    columns = zip(*(row.split() for row in coders), strict=True)
    return Counter(tuple(None if value == "." else value for value in column) for column in columns)


# Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011): sections A, B and C; then the example with three
# coders and 15 units that Krippendorff (1980) and most packages print.
PUBLISHED = [
    (("0 1 0 0 0 0 0 0 1 0", "1 1 1 0 0 1 0 0 0 0"), 0.095),
    (("a a b b d c c c e d d a", "b a b b b c c c e d d d"), 0.692),
    (
        (
            "1 2 3 3 2 1 4 1 2 . . .",
            "1 2 3 3 2 2 4 1 2 5 . 3",
            ". 3 3 3 2 3 4 2 2 5 1 .",
            "1 2 3 3 2 4 4 1 2 5 1 .",
        ),
        0.743,
    ),
    (
        (
            ". . . . . 3 4 1 2 1 1 3 3 . 3",
            "1 . 2 1 3 3 4 3 . . . . . . .",
            ". . 2 1 3 4 4 . 2 1 1 3 3 . 4",
        ),
        0.691,
    ),
]


@pytest.mark.parametrize(("coders", "value"), PUBLISHED)
def test_published_values(coders: tuple[str, ...], value: float) -> None:
    assert nominal_alpha(units(*coders).items()) == pytest.approx(value, abs=0.0005)


@pytest.mark.parametrize(
    "coders", [("a a a", "a a a"), ("a b .", ". . c"), ("a b c", ". . ."), (". .", ". ."), ("a b c",)]
)
def test_it_is_not_defined_without_pairs_or_without_difference(coders: tuple[str, ...]) -> None:
    assert nominal_alpha(units(*coders).items()) is None


def test_opposite_values_are_below_chance() -> None:
    alpha = nominal_alpha(units("a b a b", "b a b a").items())
    assert alpha is not None and alpha < 0


values = st.sampled_from([None, "a", "b", "c"])


@given(st.lists(st.tuples(values, values, values), max_size=12))
def test_order_and_lonely_units_do_not_matter(rows: list[tuple[str | None, ...]]) -> None:
    alpha = nominal_alpha(Counter(rows).items())
    assert alpha is None or alpha <= 1
    turned = [tuple(reversed(row)) for row in reversed(rows)]
    again = nominal_alpha((row, 1) for row in [*turned, (None, "z", None)])
    assert again == (alpha if alpha is None else pytest.approx(alpha))


@given(st.lists(values.filter(bool), min_size=2, max_size=9))
def test_full_agreement_is_one(row: list[str]) -> None:
    alpha = nominal_alpha(Counter((v, v, v) for v in row).items())
    assert alpha == (1 if len(set(row)) > 1 else None)


def test_each_character_is_a_unit() -> None:
    first = Annotation((Entity(0, 2, "DATE"), Entity(4, 6, "COUNT")))
    second = Annotation((Entity(0, 3, "DATE"),))
    whole, beginning = [Span(0, 8)], [Span(0, 4)]
    count, date, none = frozenset({"COUNT"}), frozenset({"DATE"}), frozenset[str]()
    assert character_units([first, second], [whole, beginning]) == {
        (date, date): 2,
        (none, date): 1,
        (none, none): 1,
        (count, None): 2,
        (none, None): 2,
    }


def test_a_label_alone_against_all_else() -> None:
    first = Annotation((Entity(0, 2, "DATE"), Entity(4, 6, "COUNT")))
    second = Annotation((Entity(0, 2, "DATE"), Entity(4, 6, "PERCENT")))
    spans = [Span(0, 10)]
    alpha = entity_alpha(character_units([first, second], [spans, spans]))
    assert alpha.by_label["DATE"] == 1
    assert alpha.by_label["COUNT"] == alpha.by_label["PERCENT"]
    assert alpha.overall is not None and alpha.by_label["COUNT"] is not None
    assert alpha.by_label["COUNT"] < 0 < alpha.overall < 1


def test_nothing_seen_by_two_leaves_it_undefined() -> None:
    one = Annotation((Entity(0, 2, "DATE"),))
    alpha = entity_alpha(character_units([one, one], [[Span(0, 4)], []]))
    assert (alpha.overall, dict(alpha.by_label)) == (None, {"DATE": None})


def test_spans_of_one_annotator_may_overlap_or_touch() -> None:
    overlapping = Annotation((Entity(0, 2, "DATE"), Entity(1, 3, "COUNT")))
    touching = Annotation((Entity(0, 2, "DATE"), Entity(2, 4, "DATE")))
    date = frozenset({"DATE"})
    found = character_units([overlapping, touching], [[Span(0, 4)], [Span(0, 4)]])
    assert found == {
        (date, date): 1,
        (date | {"COUNT"}, date): 1,
        (frozenset({"COUNT"}), date): 1,
        (frozenset(), date): 1,
    }
