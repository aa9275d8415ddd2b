"""The catalogue of rules: complete entries, formulas as the field guide has them, no rule in the code that it lacks, wrong data refused."""

import ast
import re
import sys
from pathlib import Path

import pytest

from gdie.indicators import (
    all_codes,
    axis_formulas,
    form_formulas,
    free_formulas,
    load_forms,
    load_rules,
    rules,
)
from gdie.indicators.forms import load_axes

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

FOLDER = Path(rules.__file__).parent
RULES = list(load_rules().values())
CODE = sorted(FOLDER.parent.joinpath("reconcile").glob("*.py"))
_ID = re.compile(r"[A-Z][0-9]{1,2}|[a-z]+")


@pytest.mark.parametrize("rule", RULES, ids=lambda r: r.id)
def test_a_rule_says_what_it_is_in_both_languages_and_where_it_comes_from(rule: rules.Rule) -> None:
    assert _ID.fullmatch(rule.id)
    assert set(rule.statement) == {"en", "zh"}
    assert re.fullmatch(r"[A-Z].*[a-z)%]\.", rule.statement["en"]), rule.statement["en"]
    assert re.search(r"[\u4e00-\u9fff]", rule.statement["zh"]) and rule.statement["zh"].endswith("。")
    assert rule.source.strip()
    assert rule.strength in ("strict", "quasi", "soft")


def test_ids_are_unique_and_in_the_order_of_the_file() -> None:
    data = tomllib.loads((FOLDER / "rules.toml").read_text(encoding="utf-8"))
    assert [entry["id"] for entry in data["rules"]] == list(load_rules())
    assert [rule.id for rule in RULES] == list(load_rules())


@pytest.mark.parametrize("rule", RULES, ids=lambda r: r.id)
def test_every_form_axis_and_code_exists(rule: rules.Rule) -> None:
    assert set(rule.forms) <= {form.id for form in load_forms()}
    assert set(rule.axes) <= load_axes().keys()
    assert not (rule.forms and rule.axes)
    for form in rule.forms:
        rows = {
            row.code for block in next(f for f in load_forms() if f.id == form).tables for row in block.coded
        }
        for formula in (f for f in form_formulas(form) if f.rule == rule.id):
            assert {*formula.left, *formula.right, *formula.earlier} <= rows
    for axis in rule.axes:
        columns = {column.key for column in load_axes()[axis].columns}
        for formula in (f for f in axis_formulas(axis) if f.rule == rule.id):
            assert {*formula.left, *formula.right, *formula.earlier} <= columns
    for formula in (f for f in free_formulas() if f.rule == rule.id):
        assert {*formula.left, *formula.right, *formula.earlier} <= all_codes()


@pytest.mark.parametrize("form", load_forms(), ids=lambda f: f.id)
def test_no_formula_has_a_code_twice_or_the_total_among_its_parts(form: object) -> None:
    for formula in form_formulas(form.id):  # type: ignore[attr-defined]
        both = (*formula.left, *formula.right)
        assert len(set(both)) == len(both), formula


# How strict the field guide calls each rule: S strict, Q quasi-strict, F soft.
STRENGTHS = {
    "strict": "A1 A2 A3 A4 A6 A7 B1 B2 B3 B4 B9 C4 C9 C12",
    "quasi": "A5 B5 B6 C5 C8",
    "soft": "A8 A9 A10 A11 B7 B8 C11",
}


@pytest.mark.parametrize(
    ("rule", "strength"), [(rule, strength) for strength, ids in STRENGTHS.items() for rule in ids.split()]
)
def test_rules_are_as_strict_as_the_field_guide_says(rule: str, strength: str) -> None:
    assert load_rules()[rule].strength == strength
    everywhere = [*free_formulas()]
    everywhere += [f for form in load_forms() for f in form_formulas(form.id)]
    everywhere += [f for axis in load_axes() for f in axis_formulas(axis)]
    assert {f.strength for f in everywhere if f.rule == rule} <= {strength}


def written(formula: rules.Formula) -> str:
    """A formula as the field guide would write it: the right side first for sums of parts."""
    right = " + ".join([*formula.right, *(f"{code}'" for code in formula.earlier)])
    return f"{' + '.join(formula.left)} {formula.relation} {right}"


RECEIVED, CLOSED, ANSWERED = "request.received", "request.closed", "request.answered"
DONE = (
    "t3.granted + t3.partial"
    " + t3.denied.state_secret + t3.denied.law_forbidden + t3.denied.safety + t3.denied.third_party"
    " + t3.denied.internal + t3.denied.process + t3.denied.enforcement_file + t3.denied.admin_query"
    " + t3.unable.not_held + t3.unable.need_creation + t3.unable.unclear"
    " + t3.unprocessed.petition + t3.unprocessed.repeat + t3.unprocessed.publication + t3.unprocessed.mass"
    " + t3.unprocessed.confirm"
)
FORMS = [
    (
        "stats-2014",
        "A1",
        [
            f"{RECEIVED}.in_person + {RECEIVED}.fax + {RECEIVED}.online + {RECEIVED}.letter + {RECEIVED}.other = {RECEIVED}.total"
        ],
    ),
    ("stats-2014", "A2", [f"{CLOSED}.on_time + {CLOSED}.extended = {CLOSED}.total"]),
    (
        "stats-2014",
        "A3",
        [
            f"{ANSWERED}.already_public + {ANSWERED}.granted + {ANSWERED}.partial + {ANSWERED}.denied.total"
            f" + {ANSWERED}.not_this_agency + {ANSWERED}.nonexistent + {ANSWERED}.clarify + {ANSWERED}.other_route = {ANSWERED}.total"
        ],
    ),
    (
        "stats-2014",
        "A4",
        [
            " + ".join(
                f"{ANSWERED}.denied.{reason}"
                for reason in [
                    "state_secret",
                    "trade_secret",
                    "privacy",
                    "safety",
                    "not_gov_info",
                    "other_legal",
                ]
            )
            + f" = {ANSWERED}.denied.total"
        ],
    ),
    (
        "stats-2014",
        "A5",
        [
            f"{k}.upheld + {k}.corrected + {k}.other = {k}.total"
            for k in ("review", "litigation", "complaint")
        ],
    ),
    (
        "stats-2014",
        "A6",
        [
            "reading_room.paper + reading_room.electronic = reading_room.total",
            "capacity.staff.full_time + capacity.staff.part_time = capacity.staff.total",
        ],
    ),
    (
        "stats-2014",
        "A7",
        [
            "response.press.chief <= response.press.total",
            "response.interview.chief <= response.interview.total",
            "proactive.normative <= proactive.total",
        ],
    ),
    (
        "stats-2014",
        "A8",
        [
            "proactive.total <= "
            + " + ".join(
                f"proactive.channel.{c}" for c in ["gazette", "website", "weibo", "wechat", "other"]
            ),
            *(
                f"proactive.channel.{c} <= proactive.total"
                for c in ["gazette", "website", "weibo", "wechat", "other"]
            ),
        ],
    ),
    (
        "stats-2014",
        "A9",
        [
            "response.events <= response.press.total + response.interview.total + response.social + response.other"
        ],
    ),
    ("stats-2014", "A10", [f"{CLOSED}.total = {ANSWERED}.total"]),
    ("stats-2014", "A11", ["proactive.normative <= proactive.normative_issued"]),
    *(
        (form, "B1", ["t3.new + t3.carried_in = t3.done.total + t3.carried_out"])
        for form in ("t3-2019", "t3-2021")
    ),
    ("t3-2019", "B2", [f"{DONE} + t3.other = t3.done.total"]),
    (
        "t3-2021",
        "B2",
        [f"{DONE} + t3.other.no_correction + t3.other.fee_unpaid + t3.other.misc = t3.done.total"],
    ),
    *((form, "B5", ["t3.carried_in = t3.carried_out'"]) for form in ("t3-2019", "t3-2021")),
    ("local-2008", "C12", ["fee.search + fee.mail + fee.copy = fee.total"]),
]


@pytest.mark.parametrize(
    ("form", "rule", "expected"), FORMS, ids=[f"{rule} {form}" for form, rule, _ in FORMS]
)
def test_formulas_of_a_form(form: str, rule: str, expected: list[str]) -> None:
    assert [written(f) for f in form_formulas(form) if f.rule == rule] == expected


@pytest.mark.parametrize(
    ("axis", "rule", "expected"),
    [
        ("applicant", "B3", "person + business + research + ngo + legal + org_other = total"),
        ("result", "B4", "upheld + corrected + other + pending = total"),
        # Fees have items of the year before and a change as well.
        ("items", "B6", "prev_items = prev_items' + delta'"),
        ("fee_items", "B6", "prev_items = prev_items' + delta'"),
        ("issued", "B7", "in_force + repealed = issued + in_force'"),
    ],
)
def test_formulas_of_columns(axis: str, rule: str, expected: str) -> None:
    assert [written(f) for f in axis_formulas(axis) if f.rule == rule] == [expected]


def test_formulas_wherever_the_codes_stand() -> None:
    found = {(f.rule, written(f)) for f in free_formulas()}
    assert {line for rule, line in found if rule == "B8"} == {
        "t4.suit_after.total <= t4.review.total + t4.review.total'"
    }
    assert {line for rule, line in found if rule == "C5"} == {
        "t3.new.total = t3.new.total + t3.carried_in.total",
        "t3.new.total = t3.done.total.total + t3.carried_out.total",
        "t3.done.total.total = t3.new.total",
        "t3.done.total.total = t3.new.total + t3.carried_in.total",
        *(
            f"litigation.{result} = t4.suit_direct.{result} + t4.suit_after.{result}"
            for result in ("total", "upheld", "corrected", "other")
        ),
    }
    assert {rule for rule, _ in found} == {"B8", "C5"}


@pytest.mark.parametrize("rule", ["B9", "C4", "C8", "C9", "C11", "sum", "share", "declared", "form"])
def test_rules_that_are_programs_have_no_formula(rule: str) -> None:
    assert load_rules()[rule].formulas == ()


def test_cells_of_tables_three_and_four_are_whole_numbers() -> None:
    assert load_rules()["B9"].forms == ("t3-2019", "t3-2021", "t4")


def _ids_in(path: Path) -> set[str]:
    """The strings of a module that are ids of rules: `rule=…`, what names with RULE hold, and whatever looks like one."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.keyword) and node.arg == "rule" and isinstance(node.value, ast.Constant):
            found.add(node.value.value)
        named = (
            [t.id for t in node.targets if isinstance(t, ast.Name)] if isinstance(node, ast.Assign) else []
        )
        if any("RULE" in name for name in named) and isinstance(node.value, ast.Constant):
            found.add(node.value.value)
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            found |= {node.value} & set(re.findall(r"[A-Z][0-9]{1,2}", node.value))
    return found


def test_every_rule_that_a_finding_can_name_is_in_the_catalogue() -> None:
    used = {rule for path in CODE for rule in _ids_in(path)}
    assert used <= set(load_rules())
    # … and one without a formula is nowhere but in the code.
    assert {rule.id for rule in RULES if not rule.formulas} <= used


ENTRY = {
    "id": '"X1"',
    "strength": '"strict"',
    "source": '"test"',
    "en": '"A rule."',
    "zh": '"规则。"',
}


def entry(**more: str) -> str:
    return "[[rules]]\n" + "".join(f"{key} = {value}\n" for key, value in (ENTRY | more).items())


@pytest.fixture
def data(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setattr(rules, "files", lambda package: tmp_path)
    return tmp_path / "rules.toml"


GOOD = {"forms": '["stats-2014"]', "formulas": '["review.total = parts"]'}
BAD = {
    "two rules with one id": entry() + entry(),
    "an unknown code": entry(**GOOD | {"formulas": '["review.total = review.upholded"]'}),
    "an unknown code of the year before": entry(
        **GOOD | {"formulas": '["review.total = litigation.totals@previous"]'}
    ),
    "a code of another form": entry(**GOOD | {"formulas": '["review.total = t3.new"]'}),
    "a code that no place has": entry(formulas='["t3.new = t3.carried_in"]'),
    "parts of a row without parts": entry(**GOOD | {"formulas": '["response.events = parts"]'}),
    "a pattern that is like nothing": entry(
        **GOOD | {"formulas": '["proactive.total <= proactive.chanel.*"]'}
    ),
    "no relation": entry(**GOOD | {"formulas": '["review.total"]'}),
    "nothing at the left": entry(**GOOD | {"formulas": '["= review.total"]'}),
    "a column that the axis lacks": entry(axes='["result"]', formulas='["total = settled"]'),
    "an unknown form": entry(**GOOD | {"forms": '["stats-1984"]'}),
    "an unknown form without formulas": entry(forms='["stats-1984"]'),
    "an unknown axis": entry(axes='["planets"]', formulas='["total = columns"]'),
    "an unknown axis without formulas": entry(axes='["planets"]'),
}


@pytest.mark.parametrize("text", BAD.values(), ids=BAD)
def test_wrong_data_is_refused(data: Path, text: str) -> None:
    data.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError):  # noqa: PT011 - what is wrong is told by id in the message
        load_rules.__wrapped__()


def test_what_is_wrong_is_told(data: Path) -> None:
    data.write_text(BAD["an unknown code"], encoding="utf-8")
    with pytest.raises(ValueError, match=r"rules\.toml: X1: there is no review\.upholded"):
        load_rules.__wrapped__()
    data.write_text(BAD["two rules with one id"], encoding="utf-8")
    with pytest.raises(ValueError, match="same id"):
        load_rules.__wrapped__()


def test_the_same_entries_without_the_fault_are_rules(data: Path) -> None:
    data.write_text(
        entry(**GOOD)
        + entry(id='"X2"')
        + entry(id='"X3"', axes='["result"]', formulas='["total = columns"]'),
        encoding="utf-8",
    )
    assert list(load_rules.__wrapped__()) == ["X1", "X2", "X3"]
