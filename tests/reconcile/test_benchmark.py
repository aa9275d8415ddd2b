"""A small run of tests/benchmarks: the reports it makes agree with themselves, errors are found and pointed at, right reports are left alone."""

import random
from fractions import Fraction

import pytest

from tests.benchmarks.figures import Share, Sum, broken, decimal, han, list_rule, repairs
from tests.benchmarks.injections import VARIANTS, Variant, cases, variants
from tests.benchmarks.measuring import Results, groups, misses
from tests.benchmarks.reports import make
from tests.benchmarks.scoring import Checked, Outcome, false_alarms, gold, score
from tests.benchmarks.seeds import KNOWN, seeds
from tests.benchmarks.slips import SLIPS
from tests.benchmarks.speaker import Options
from tests.benchmarks.worlds import ERAS
from tests.training.test_no_leak import HASHES, shingles

# Kinds of errors that a strict rule sees, with how many of each are tried here. The whole benchmark has more.
STRICT = {
    "total: transposed": 1,
    "total: digit dropped": 1,
    "part: off by one": 1,
    "unit slip": 1,
    "wrong share": 1,
    "text vs table": 1,
    "t3 cell": 2,
    "form cell": 1,
}


@pytest.fixture(scope="module")
def outcomes() -> list[tuple[Outcome, Checked]]:
    return [score(case) for kind, count in STRICT.items() for case in cases(kind, count, seed=3)]


def test_errors_that_a_strict_rule_sees_are_found(outcomes: list[tuple[Outcome, Checked]]) -> None:
    assert len(outcomes) == sum(STRICT.values())
    assert all(outcome.case.strict for outcome, _ in outcomes)
    assert [line for line in misses_of(outcomes) if "not found" in line] == []


def test_the_wrong_figure_is_the_first_suspect_where_no_other_could_be(
    outcomes: list[tuple[Outcome, Checked]],
) -> None:
    alone = [o for o, _ in outcomes if o.case.only]
    assert len(alone) >= 4
    assert sum(o.rank == 1 and o.right for o in alone) >= 0.95 * len(alone)
    cells = [o for o, _ in outcomes if o.case.kind == "table 三: a cell"]
    assert [o.rank for o in cells] == [1] * len(cells)


def test_the_reports_without_the_error_are_silent(outcomes: list[tuple[Outcome, Checked]]) -> None:
    alarms = [alarm for _, clean in outcomes for alarm in false_alarms([clean])]
    assert [a for a in alarms if a.severity == "error"] == []
    assert len(alarms) <= 0.1 * len(outcomes), alarms


def misses_of(outcomes: list[tuple[Outcome, Checked]]) -> list[str]:
    return list(misses(Results(tuple(o for o, _ in outcomes), 0, (), ())))


@pytest.mark.parametrize("variant", variants(1, seed=5), ids=lambda v: v.kind)
def test_what_only_looks_odd_is_no_error(variant: Variant) -> None:
    before = None
    for draft in variant.drafts:
        made = draft.made()
        checked = Checked.of(made, gold, before)
        assert [a for a in false_alarms([checked]) if a.severity == "error"] == []
        before = made


def test_the_only_errors_of_the_corpus_are_known() -> None:
    for seed in seeds():
        alarms = [a for a in false_alarms([Checked.of(seed.made, gold)]) if a.severity == "error"]
        known = KNOWN.get(seed.made.document.stem, set())
        assert [a for a in alarms if not known.intersection(a.figures)] == []


@pytest.mark.parametrize("era", sorted(ERAS))
def test_made_reports_keep_their_rules_and_say_what_their_figures_say(era: str) -> None:
    for seed in range(20):
        draft = make(seed, Options(era=era))
        assert broken(draft.rules, draft.values) == []
    made = draft.made()
    facts = {(f.start, f.end): f for f in made.report.facts}
    assert set(made.places) == set(draft.figures)
    for identifier, place in made.places.items():
        figure = draft.figures[identifier]
        if identifier != "declared":
            fact = facts[place]
            assert figure.look == "cell" or fact.text == figure.text
            assert (fact.category.code if fact.category else None) == figure.code
        if figure.look == "exact":
            assert facts[place].value == figure.value
    assert (made.report.year, made.report.agency) == (draft.year, draft.agency)


def test_a_report_is_the_same_for_the_same_seed_and_no_sentence_is_of_the_development_set() -> None:
    texts = [make(seed).made().document.text for seed in range(6)]
    assert texts == [make(seed).made().document.text for seed in range(6)]
    forbidden = set(HASHES.read_text(encoding="ascii").split())
    assert [t for t in texts if forbidden.intersection(shingles(t))] == []


def test_slips_change_the_figure() -> None:
    rng = random.Random(1)
    for slip in SLIPS.values():
        changed = [slip(Fraction(value), rng) for value in (7, 10, 40, 123, 5005, 99999)]
        assert any(new is not None for new in changed)
    assert SLIPS["transposed"](Fraction(11), rng) is None
    assert SLIPS["digit dropped"](Fraction(5), rng) is None


def test_the_oracle_tells_which_figure_alone_could_be_wrong() -> None:
    rows = [list_rule("row", "r1", ("a", "b"), True), list_rule("row", "r2", ("c", "d"), True)]
    columns = [list_rule("column", "s1", ("a", "c"), True), list_rule("column", "s2", ("b", "d"), True)]
    values = {k: Fraction(v) for k, v in zip("abcd", (1, 2, 3, 4), strict=True)}
    values |= {"r1": Fraction(3), "r2": Fraction(7), "s1": Fraction(4), "s2": Fraction(6)}
    rules = [*rows, *columns]
    assert broken(rules, values) == []
    assert repairs(rules, {**values, "a": Fraction(9)}) == {"a"}
    assert repairs(rules, {**values, "r1": Fraction(9)}) == {"r1"}
    assert repairs(rows, {**values, "a": Fraction(9)}) == {"a", "r1"}  # b would be below 0


def test_shares_are_right_rounded_or_cut_off() -> None:
    rule = Share("p", "n", "t", 1)
    base = {"n": Fraction(59), "t": Fraction(130)}  # 45.38
    assert [rule.holds({**base, "p": Fraction(p, 10)}) for p in (453, 454, 452, 455)] == [
        True,
        True,
        False,
        False,
    ]
    assert (decimal(Fraction(4538, 100), 1), decimal(Fraction(4538, 100), 1, truncated=True)) == (
        "45.4",
        "45.3",
    )
    assert [han(n) for n in (6, 10, 12, 20, 45)] == ["六", "十", "十二", "二十", "四十五"]


def test_open_lists_can_only_be_too_large() -> None:
    rule = list_rule("list", "t", ("a", "b"), closed=False)
    assert isinstance(rule, Sum) and not rule.strict
    assert rule.holds({"t": Fraction(9), "a": Fraction(2), "b": Fraction(3)})
    assert not rule.holds({"t": Fraction(4), "a": Fraction(2), "b": Fraction(3)})


def test_scores_are_given_per_kind_and_for_what_is_asked_of_the_whole(
    outcomes: list[tuple[Outcome, Checked]],
) -> None:
    scores = dict(groups([o for o, _ in outcomes]))
    assert scores["ALL"].count == len(outcomes)
    assert scores["table 三: single cells"].count == STRICT["t3 cell"]
    assert set(VARIANTS) == {v.kind for v in variants(1, 0)} - {"two years"}
