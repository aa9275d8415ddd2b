"""Error localisation: which figures must change so that all constraints hold, checked against substitution and brute force."""

import random
import time
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from gdie.reconcile.interval import Interval
from gdie.reconcile.localise import Figure, Localisation, Replacement, Solution, localise
from gdie.reconcile.model import Constraint, Explanation

NEIGHBOUR = Explanation("the value of the neighbouring cell", "与相邻单元格的数字相同")


def figure(name: str, value: int | Fraction, **more: object) -> Figure:
    fields = {
        "value": Fraction(value),
        "printed": str(value),
        "meaning": Interval.of(Fraction(value)),
        **more,
    }
    return Figure(id=name, **fields)  # type: ignore[arg-type]


def figures(values: Mapping[str, int]) -> dict[str, Figure]:
    return {name: figure(name, value) for name, value in values.items()}


def linear(relation: str = "=", lifted_by: Iterable[str] = (), **terms: int) -> Constraint:
    return Constraint(
        tuple((name, Fraction(c)) for name, c in terms.items()),
        relation,  # type: ignore[arg-type]
        frozenset(lifted_by),
    )


def total(name: str, parts: Iterable[str]) -> Constraint:
    return linear(**{name: 1}, **dict.fromkeys(parts, -1))


def changes(solution: Solution) -> dict[str, Fraction | None]:
    return {r.figure: r.value for r in solution.replacements}


def best(found: Sequence[Localisation]) -> dict[str, Fraction | None]:
    return {name: value for x in found for name, value in changes(x.solutions[0]).items()}


def holds(constraint: Constraint, known: Mapping[str, Figure], new: Mapping[str, Fraction | None]) -> bool:
    """By substitution of new values, each other figure ranging over its meaning; one that stays open makes anything possible."""
    if constraint.lifted_by & new.keys():
        return True
    low, high = Fraction(0), Fraction(0)
    open_below = open_above = False
    for name, c in constraint.terms:
        if name in new and new[name] is None:
            return True
        meant = Interval.of(new[name] or 0) if name in new else known[name].meaning
        ends = sorted(c * end for end in (meant.low, meant.low if meant.high is None else meant.high))
        low, high = low + ends[0], high + ends[1]
        open_above |= meant.high is None and c > 0
        open_below |= meant.high is None and c < 0
    return (open_below or low <= 0) and (constraint.relation == "<=" or open_above or high >= 0)


def matrix(rows: int, columns: int, seed: int) -> tuple[dict[str, int], list[Constraint]]:
    """Rows and columns with totals, and a balance over the columns: row 0 and row 1 are the sum row and another one."""
    chance = random.Random(seed)
    values: dict[str, int] = {}
    inner = [f"r{r}" for r in range(rows)]
    for c in range(columns):
        for r in inner:
            values[f"{r}c{c}"] = chance.choice((0, chance.randrange(400)))
        values[f"donec{c}"] = sum(values[f"{r}c{c}"] for r in inner)
        values[f"outc{c}"] = chance.randrange(30, 60)
        values[f"inc{c}"] = chance.randrange(30)
        values[f"newc{c}"] = values[f"donec{c}"] + values[f"outc{c}"] - values[f"inc{c}"]
    every = [*inner, "done", "out", "in", "new"]
    for r in every:
        values[f"{r}all"] = sum(values[f"{r}c{c}"] for c in range(columns))
    constraints = [total(f"{r}all", [f"{r}c{c}" for c in range(columns)]) for r in every]
    for c in [*(f"c{n}" for n in range(columns)), "all"]:
        constraints.append(total(f"done{c}", [f"{r}{c}" for r in inner]))
        constraints.append(linear(**{f"new{c}": 1, f"in{c}": 1, f"done{c}": -1, f"out{c}": -1}))
    return values, constraints


def test_typing_errors_of_balance_edits() -> None:
    """The example of Scholtus (2009), with two typing errors."""
    right = (1452, 116, 1568, 116, 323, 76, 12, 411, 1979, 1842, 137)
    values = {f"x{n}": value for n, value in enumerate(right, 1)} | {"x4": 161, "x9": 19979}
    constraints = [
        linear(x1=1, x2=1, x3=-1),
        linear(x2=1, x4=-1),
        linear(x5=1, x6=1, x7=1, x8=-1),
        linear(x3=1, x8=1, x9=-1),
        linear(x9=1, x10=-1, x11=-1),
    ]
    found = localise(figures(values), constraints)
    assert [x.broken for x in found] == [(1,), (3, 4)]
    assert all(x.unique and len(x.solutions) == 1 for x in found)
    assert best(found) == {"x4": 116, "x9": 1979}
    whys = [x.solutions[0].replacements[0].why for x in found]
    assert [w.zh for w in whys if w] == ["相邻两位数字颠倒", "多写一位数字"]


def test_nothing_to_do() -> None:
    values, constraints = matrix(21, 6, seed=1)
    assert localise(figures(values), constraints) == ()


@pytest.mark.parametrize("name", ["r2c1", "r0all", "donec3", "newall", "outc2", "inall", "doneall"])
def test_one_cell_of_a_matrix(name: str) -> None:
    values, constraints = matrix(5, 4, seed=7)
    (found,) = localise(figures({**values, name: values[name] + 10}), constraints)
    assert found.unique
    assert [changes(s) for s in found.solutions] == [{name: values[name]}]


def test_slip_comes_first() -> None:
    values = figures({"total": 4327, "a": 2000, "b": 1200, "c": 650, "d": 387})
    (found,) = localise(values, [total("total", "abcd")])
    first, *others = found.solutions
    assert changes(first) == {"total": 4237}
    assert len(others) == 4
    assert first.cost < min(s.cost for s in others)
    assert {"a": Fraction(2090)} in [changes(s) for s in others]


def test_arbitrary_changes_are_not_unique() -> None:
    values = figures({"total": 9000, "a": 2718, "b": 1414, "c": 1732})
    (found,) = localise(values, [total("total", "abc")])
    assert len(found.solutions) == 4
    assert not found.unique
    assert found.complete


def test_swapped_cells() -> None:
    """Two neighbours of a row changed places: the row closes, the columns do not."""
    values, constraints = matrix(6, 4, seed=3)
    values |= {"r1c0": 214, "r1c1": 58}
    for c in (0, 1):
        values[f"donec{c}"] = sum(values[f"r{r}c{c}"] for r in range(6))
        values[f"newc{c}"] = values[f"donec{c}"] + values[f"outc{c}"] - values[f"inc{c}"]
    for r in ("r1", "done", "new"):
        values[f"{r}all"] = sum(values[f"{r}c{c}"] for c in range(4))
    values["doneall"] = sum(values[f"r{r}all"] for r in range(6))
    assert localise(figures(values), constraints) == ()
    known = figures(values)
    known["r1c0"] = figure("r1c0", 58, likely=((Fraction(214), NEIGHBOUR),))
    known["r1c1"] = figure("r1c1", 214, likely=((Fraction(58), NEIGHBOUR),))
    (found,) = localise(known, constraints)
    assert changes(found.solutions[0]) == {"r1c0": 214, "r1c1": 58}
    assert {r.why for r in found.solutions[0].replacements} == {NEIGHBOUR}
    assert found.unique
    assert all(len(s.replacements) == 2 for s in found.solutions)


def shares(percent: str, part: str, base: str, low: Fraction, high: Fraction) -> list[Constraint]:
    """low ≤ 100 · part / base ≤ high, unless the percentage is wrong."""
    lifted = frozenset([percent])
    return [
        Constraint(((part, Fraction(100)), (base, -high)), "<=", lifted),
        Constraint(((base, low), (part, Fraction(-100))), "<=", lifted),
    ]


SHARED = {"total": 200, "a": 90, "b": 70, "c": 40, "pa": 45, "pb": 35, "pc": 20}


@pytest.mark.parametrize(("wrong", "printed"), [("a", 96), ("b", 61), ("total", 260), ("pb", 53)])
def test_shares_tell_count_from_total(wrong: str, printed: int) -> None:
    half = Fraction(1, 2)
    constraints = [total("total", "abc")]
    for part in "abc":
        share = SHARED[f"p{part}"]
        constraints += shares(f"p{part}", part, "total", share - half, share + half)
    known = figures(SHARED)
    assert localise(known, constraints) == ()
    if wrong == "pb":
        constraints[3:5] = shares("pb", "b", "total", printed - half, printed + half)
    known[wrong] = figure(wrong, printed)
    (found,) = localise(known, constraints)
    assert [set(changes(s)) for s in found.solutions] == [{wrong}]
    assert changes(found.solutions[0])[wrong] == (None if wrong == "pb" else SHARED[wrong])


def test_many_shares_of_a_wrong_total() -> None:
    """Forty parts with their shares speak of one total that nothing else does."""
    half = Fraction(1, 2)
    known = figures({f"n{n}": 100 + 10 * n for n in range(40)} | {f"p{n}": 10 + n for n in range(40)})
    known["total"] = figure("total", 1300)
    constraints = [
        c for n in range(40) for c in shares(f"p{n}", f"n{n}", "total", 10 + n - half, 10 + n + half)
    ]
    (found,) = localise(known, constraints)
    assert [set(changes(s)) for s in found.solutions] == [{"total"}]
    value = changes(found.solutions[0])["total"]
    assert value == 1000 or value is None


def rounded(name: str, printed: str, value: int, half: int) -> Figure:
    return figure(name, value, printed=printed, meaning=Interval.around(Fraction(value), Fraction(half)))


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        (70000, 58400, None),  # 128400 may be printed 12.8万
        (70000, 57500, None),
        (70000, 59300, 129300),
        (70000, 48000, 118000),
    ],
)
def test_rounding(a: int, b: int, expected: int | None) -> None:
    known = {**figures({"a": a, "b": b}), "total": rounded("total", "12.8万", 128000, 500)}
    found = localise(known, [total("total", "ab")])
    assert [changes(s).get("total") for x in found for s in x.solutions if "total" in changes(s)] == (
        [expected] if expected else []
    )


def test_rounded_operand_leaves_a_range() -> None:
    """Where the part must lie in 69500..70500, what it was is open, but for the one slip that leads there."""
    known = {"total": rounded("total", "12.8万", 128000, 500), **figures({"a": 32481, "b": 58000})}
    by_name = singles(localise(known, [total("total", "ab")]))
    assert by_name.keys() == {"a", "b", "total"}
    assert (by_name["a"].value, by_name["a"].why, by_name["a"].cost) == (None, None, 1.0)
    by_name = singles(localise({**known, "a": figure("a", 96481)}, [total("total", "ab")]))
    assert by_name["a"].value is None
    by_name = singles(localise({**known, "a": figure("a", 77013)}, [total("total", "ab")]))
    assert by_name["a"].value == 70013
    known["a"] = figure("a", 32481, likely=((Fraction(69873), NEIGHBOUR),))
    by_name = singles(localise(known, [total("total", "ab")]))
    assert (by_name["a"].value, by_name["a"].why) == (69873, NEIGHBOUR)


def singles(found: Sequence[Localisation]) -> dict[str, Replacement]:
    return {r.figure: r for x in found for s in x.solutions for r in s.replacements}


def test_money_has_decimals() -> None:
    printed = {"total": "98.25元", "a": "52.5元", "b": "54.75元"}
    known = {
        name: figure(name, Fraction(text.rstrip("元")), printed=text, whole=False)
        for name, text in printed.items()
    }
    (found,) = localise(known, [total("total", "ab")])
    assert {n: r.value for n, r in singles([found]).items()} == {
        "total": Fraction("107.25"),
        "a": Fraction("43.5"),
        "b": Fraction("45.75"),
    }


def test_counts_are_whole_and_not_negative() -> None:
    values = figures({"total": 30, "a": 45, "b": 4})
    (found,) = localise(values, [total("total", "ab")])
    assert {n: r.value for n, r in singles([found]).items()} == {"total": 49, "a": 26}  # b would be −15
    (odd,) = localise(figures({"twice": 15, "once": 7}), [linear(twice=1, once=-2)])
    assert [changes(s) for s in odd.solutions] == [{"twice": 14}]  # once would be 7.5
    signed = {**values, "b": figure("b", 4, signed=True)}
    (found,) = localise(signed, [total("total", "ab")])
    assert {"b": Fraction(-15)} in [changes(s) for s in found.solutions]


def test_weight_decides() -> None:
    values = {**figures({"total": 812, "a": 400, "b": 300}), "b": figure("b", 300, weight=0.4)}
    (found,) = localise(values, [total("total", "ab")])
    assert [changes(s) for s in found.solutions] == [{"b": 412}]


def test_figure_stated_twice() -> None:
    """Two mentions of the total stand against one of its parts."""
    values = figures({"total": 812, "again": 812, "a": 400, "b": 300})
    (found,) = localise(values, [total("total", "ab"), linear(total=1, again=-1)])
    assert sorted(str(changes(s)) for s in found.solutions) == sorted(
        str({name: Fraction(value)}) for name, value in (("a", 512), ("b", 412))
    )


def test_open_values() -> None:
    """Of two parts that both exceed a total stated twice, what they should be is open."""
    values = figures({"total": 3, "again": 3, "a": 15, "b": 12})
    (found,) = localise(values, [total("total", "ab"), linear(total=1, again=-1)])
    by_names = {frozenset(changes(s)): changes(s) for s in found.solutions}
    assert by_names[frozenset(("total", "again"))] == {"total": 27, "again": 27}
    assert frozenset("ab") in by_names


def test_at_most() -> None:
    (found,) = localise(figures({"chief": 31, "all": 12}), [linear("<=", chief=1, all=-1)])
    assert [set(changes(s)) for s in found.solutions] in ([{"all"}, {"chief"}], [{"chief"}, {"all"}])
    assert set(singles([found])["all"].__dict__.values()) == {"all", None, 1.0}  # 31 or more


def test_unknown_and_absurd_figures_are_ignored() -> None:
    values = figures({"total": 8, "a": 3, "huge": 10**400, "other": 10})
    constraints = [total("total", ["a", "missing"]), linear(huge=1, other=-1)]
    assert localise(values, [*constraints, linear("=", ["gone"], total=1, a=-1)]) == ()


def test_only_zero_is_left() -> None:
    found = localise(figures({"x": 5, "y": 5}), [linear(x=1, y=-1), linear(x=2, y=-1)])
    assert [changes(s) for x in found for s in x.solutions] == [{"x": 0, "y": 0}]


def test_independent_errors_do_not_multiply() -> None:
    values: dict[str, int] = {}
    constraints = []
    for n in range(12):
        values |= {f"t{n}": 900 + n, f"a{n}": 500, f"b{n}": 300, f"c{n}": 90}
        constraints.append(total(f"t{n}", [f"a{n}", f"b{n}", f"c{n}"]))
    found = localise(figures(values), constraints)
    assert [x.broken for x in found] == [(n,) for n in range(12)]
    assert all(len(x.solutions) == 4 for x in found)


def test_explanation_that_settles_two_groups() -> None:
    """The row between two violated ones makes one explanation of what seem to be two errors."""
    values = figures({"p": 900, "p1": 500, "p2": 410, "m": 1000, "q": 700, "q1": 300, "q2": 390})
    heavy = {n: figure(n, int(f.value), weight=3.0) for n, f in values.items() if n in ("p", "p1", "q", "q1")}
    constraints = [total("p", ["p1", "p2"]), total("m", ["p2", "q2", "rest"]), total("q", ["q1", "q2"])]
    known = {**values, **heavy, "rest": figure("rest", 200)}
    (found,) = localise(known, constraints)
    assert found.broken == (0, 2)
    assert [changes(s) for s in found.solutions] == [{"p2": 400, "q2": 400}]


@st.composite
def systems(draw: st.DrawFn) -> tuple[dict[str, int], list[Constraint]]:
    """A tree of totals, some of its figures stated twice, some in a second list."""
    values: dict[str, int] = {}
    constraints = []
    leaves = draw(st.lists(st.integers(0, 300), min_size=3, max_size=6))
    names = [f"l{n}" for n in range(len(leaves))]
    values |= dict(zip(names, leaves, strict=True))
    for n in range(draw(st.integers(1, 3))):
        parts = draw(st.lists(st.sampled_from(sorted(values)), min_size=1, max_size=4, unique=True))
        values[f"t{n}"] = sum(values[p] for p in parts)
        constraints.append(total(f"t{n}", parts))
    return values, constraints


@settings(max_examples=150, deadline=None)
@given(systems(), st.data())
def test_true_error_is_among_the_solutions(
    system: tuple[dict[str, int], list[Constraint]], data: st.DataObject
) -> None:
    values, constraints = system
    bound = sorted({name for c in constraints for name, _ in c.terms})
    wrong = data.draw(st.sampled_from(bound))
    printed = data.draw(st.integers(0, 400).filter(lambda v: v != values[wrong]))
    known = figures({**values, wrong: printed})
    found = localise(known, constraints, most=1000)
    assert {wrong: values[wrong]} in [changes(s) for x in found for s in x.solutions]
    check_all(found, known, constraints)


@settings(max_examples=40, deadline=None)
@given(systems(), st.data())
def test_several_errors_against_brute_force(
    system: tuple[dict[str, int], list[Constraint]], data: st.DataObject
) -> None:
    values, constraints = system
    wrong = data.draw(st.lists(st.sampled_from(sorted(values)), min_size=1, max_size=2, unique=True))
    printed = {name: data.draw(st.integers(0, 400)) for name in wrong}
    known = figures({**values, **printed})
    found = localise(known, constraints, most=1000)
    assert all(x.complete for x in found)
    check_all(found, known, constraints)
    smallest = sum(len(x.solutions[0].replacements) for x in found)
    assert smallest <= len(wrong)
    if len(found) == 1:
        sets = {frozenset(changes(s)) for s in found[0].solutions}
        assert sets == by_brute_force(known, constraints, smallest)


def by_brute_force(
    known: Mapping[str, Figure], constraints: Sequence[Constraint], size: int
) -> set[frozenset[str]]:
    """All smallest sets of figures whose change can settle everything, none of them larger than `size`."""
    names = sorted(known)
    matrix = [[float(dict(c.terms).get(n, 0)) for n in names] for c in constraints]
    for number in range(1, size + 1):
        found = set()
        for free in combinations(names, number):
            result = milp(
                [0] * len(names),
                integrality=1,
                bounds=Bounds(
                    [0 if n in free else int(known[n].value) for n in names],
                    [10**4 if n in free else int(known[n].value) for n in names],
                ),
                constraints=LinearConstraint(matrix, 0, 0),
            )
            if result.status == 0:
                found.add(frozenset(free))
        if found:
            return found
    return set()


@st.composite
def vague_systems(draw: st.DrawFn) -> tuple[dict[str, Figure], list[Constraint]]:
    """Figures of any meaning, in equations and inequalities that some of them lift."""
    names = [f"x{n}" for n in range(draw(st.integers(2, 6)))]
    known = {}
    for name in names:
        value, half = draw(st.integers(0, 60)), draw(st.sampled_from((0, 0, Fraction(1, 2), 3)))
        upper = None if draw(st.integers(0, 9)) == 0 else Fraction(value + half)
        known[name] = figure(
            name,
            value,
            meaning=Interval(Fraction(max(0, value - half)), upper),
            weight=draw(st.sampled_from((0.3, 1.0, 1.0, 2.0))),
            signed=draw(st.booleans()),
        )
    constraints = []
    for _ in range(draw(st.integers(1, 4))):
        inside = draw(st.lists(st.sampled_from(names), min_size=1, max_size=4, unique=True))
        terms = {n: draw(st.sampled_from((1, -1, -1, 2, -3))) for n in inside}
        lifters = [n for n in draw(st.lists(st.sampled_from(names), max_size=1)) if n not in terms]
        constraints.append(linear(draw(st.sampled_from(("=", "<="))), lifters, **terms))
    return known, constraints


@settings(max_examples=200, deadline=None)
@given(vague_systems())
def test_solutions_of_vague_figures_satisfy_all(
    system: tuple[dict[str, Figure], list[Constraint]],
) -> None:
    known, constraints = system
    violated = {n for n, c in enumerate(constraints) if not holds(c, known, {})}
    found = localise(known, constraints, most=1000)
    assert {n for x in found for n in x.broken} == violated
    if all(x.solutions for x in found):
        check_all(found, known, constraints)


def check_all(
    found: Sequence[Localisation], known: Mapping[str, Figure], constraints: Sequence[Constraint]
) -> None:
    """Every solution with the best ones of the other groups satisfies all; none holds a smaller one."""
    for place, group in enumerate(found):
        others = best([x for n, x in enumerate(found) if n != place])
        sets = [frozenset(changes(s)) for s in group.solutions]
        assert len(set(sets)) == len(sets)
        assert not any(a < b for a, b in combinations(sets, 2)) and not any(
            b < a for a, b in combinations(sets, 2)
        )
        for solution in group.solutions:
            new = {**others, **changes(solution)}
            assert all(v is None or v >= 0 or known[n].signed for n, v in new.items())
            assert all(holds(c, known, new) for c in constraints)


@pytest.mark.parametrize(
    ("columns", "names"),
    [
        (6, ["r0c0", "r4c3", "r9c5", "r12c1"]),
        (6, ["r0c0", "r1c1", "r2c2", "r3c3", "r4c4", "r5c5", "outc0"]),
    ],
)
def test_program_takes_over(columns: int, names: list[str]) -> None:
    """With no effort left for the exact search the program finds the same."""
    values, constraints = matrix(21, columns, seed=11)
    wrong = {name: values[name] + 7 * 3**n for n, name in enumerate(names)}
    known = figures({**values, **wrong})
    searched = localise(known, constraints)
    programmed = localise(known, constraints, effort=0)
    assert searched == programmed
    assert best(searched) == {name: values[name] for name in names}


def test_too_many_errors_end_soon() -> None:
    values, constraints = matrix(21, 6, seed=5)
    chance = random.Random(2)
    wrong = {name: chance.randrange(5000) for name in chance.sample(sorted(values), 60)}
    started = time.perf_counter()
    found = localise(figures({**values, **wrong}), constraints)
    assert time.perf_counter() - started < 10  # a generous limit for busy machines
    assert found
    assert not any(x.unique for x in found if not x.complete)
