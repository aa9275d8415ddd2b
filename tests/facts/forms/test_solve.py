"""Rows with several readings are told apart by the form's rules over the columns."""

from gdie.facts.forms.solve import solve
from gdie.indicators import Formula

BALANCE = Formula("B1", ("new", "in"), ("done", "out"))
CODES = ["new", "in", "done", "out"]


def test_the_rule_leaves_one_reading() -> None:
    domains = {"new": [(28, 31), (2, 31)], "in": [(0, 0)], "done": [(28, 31)], "out": [(0, 0)]}
    assert solve(domains, [BALANCE], CODES)["new"] == (28, 31)


def test_two_open_rows_are_solved_together() -> None:
    domains = {"new": [(28, 31), (2, 31)], "in": [(0, 0)], "done": [(27, 31), (28, 31)], "out": [(0, 0)]}
    solved = solve(domains, [BALANCE], CODES)
    assert (solved["new"], solved["done"]) == ((28, 31), (28, 31))


def test_what_stays_open_is_left_out() -> None:
    domains = {"new": [(28, 31), (2, 31)], "done": [(28, 31)]}
    assert solve(domains, [BALANCE], CODES) == {"done": (28, 31)}  # a row of the rule is missing


def test_where_the_reports_own_sums_are_wrong_the_rules_decide_nothing() -> None:
    domains = {"new": [(28, 31), (2, 31)], "in": [(0, 0)], "done": [(5, 5)], "out": [(0, 0)]}
    assert "new" not in solve(domains, [BALANCE], CODES)


def test_too_many_combinations_decide_nothing() -> None:
    many = [(k, k) for k in range(400)]
    domains = {"new": many, "in": many, "done": [(0, 0)], "out": many}
    assert set(solve(domains, [BALANCE], CODES)) == {"done"}
