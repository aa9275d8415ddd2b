"""The rules of reconciliation, typed: `rules.toml` holds each once, formulas refer to indicators by code.

`Formula` is one equation or limit, over the row codes of a form, over the columns of an axis, or over codes as they stand.
"""

from __future__ import annotations

import sys
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal, cast, get_args

from gdie.indicators.concepts import all_codes, is_like
from gdie.indicators.forms import Axis, Form, load_axes, load_form, load_forms

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

Strength = Literal["strict", "quasi", "soft"]
Relation = Literal["=", "<="]
_PREVIOUS = "@previous"
_PARTS, _COLUMNS = "parts", "columns"


@dataclass(frozen=True)
class Formula:
    """Σ `left` = (or ≤) Σ `right` + Σ `earlier`, the last one of the report of the year before."""

    rule: str
    left: tuple[str, ...]
    right: tuple[str, ...]
    strength: Strength = "strict"
    relation: Relation = "="
    earlier: tuple[str, ...] = ()

    @property
    def strict(self) -> bool:
        """Whether a report that violates it is in error."""
        return self.strength == "strict"


@dataclass(frozen=True)
class Rule:
    """A rule with its id (`A1`, `sum`), how strict it is, where it comes from, and what it says in English and Chinese.

    `forms` are the ids of the forms that it holds for, `axes` those whose columns it is about; both are empty for rules of the text.
    """

    id: str
    strength: Strength
    source: str
    statement: dict[str, str]
    forms: tuple[str, ...]
    axes: tuple[str, ...]
    formulas: tuple[str, ...]


@cache
def load_rules() -> dict[str, Rule]:
    """All rules by id, in the order of `rules.toml`. Raises ValueError for a reference to a form, axis or code that is not there."""
    data = tomllib.loads(files(__package__).joinpath("rules.toml").read_text(encoding="utf-8"))
    rules = {entry["id"]: _rule(entry) for entry in data["rules"]}
    if len(rules) < len(data["rules"]):
        raise ValueError("rules.toml: two rules have the same id")
    for rule in rules.values():
        _check(rule)
    return rules


@cache
def form_formulas(form: str) -> tuple[Formula, ...]:
    """The formulas over the row codes of a form (by id); each holds in every column."""
    rules = [rule for rule in load_rules().values() if form in rule.forms]
    return tuple(_over_rows(rule, text, load_form(form)) for rule in rules for text in rule.formulas)


@cache
def form_sums(form: str) -> tuple[Formula, ...]:
    """The equations of a form that hold within one report, hints aside: by them figures that ran together are told apart."""
    return tuple(
        f for f in form_formulas(form) if f.relation == "=" and f.strength != "soft" and not f.earlier
    )


@cache
def axis_formulas(axis: str) -> tuple[Formula, ...]:
    """The formulas over the column keys of an axis; each holds in every row."""
    rules = [rule for rule in load_rules().values() if axis in rule.axes]
    return tuple(_over_columns(rule, text, load_axes()[axis]) for rule in rules for text in rule.formulas)


@cache
def free_formulas() -> tuple[Formula, ...]:
    """The formulas over codes wherever they stand in a report."""
    rules = [rule for rule in load_rules().values() if not rule.forms and not rule.axes]
    return tuple(_formula(rule, *_sides(text)) for rule in rules for text in rule.formulas)


def _rule(entry: dict[str, Any]) -> Rule:
    return Rule(
        id=entry["id"],
        strength=cast(Strength, entry["strength"]),
        source=entry["source"],
        statement={"en": entry["en"], "zh": entry["zh"]},
        forms=tuple(entry.get("forms", ())),
        axes=tuple(entry.get("axes", ())),
        formulas=tuple(entry.get("formulas", ())),
    )


def _over_rows(rule: Rule, text: str, form: Form) -> Formula:
    relation, left, right = _sides(text)
    rows = [row for block in form.blocks for row in block.coded if row.code]
    if right == [_PARTS]:
        # A sum is read from its parts: Σ parts = total.
        left, right = [row.code or "" for row in rows if row.of == left[0]], left
    codes = [row.code or "" for row in rows]
    return _formula(rule, relation, _expanded(left, codes), _expanded(right, codes))


def _over_columns(rule: Rule, text: str, axis: Axis) -> Formula:
    relation, left, right = _sides(text)
    if right == [_COLUMNS]:
        left, right = [column.key for column in axis.columns if column.key != axis.total], left
    return _formula(rule, relation, left, right)


def _sides(text: str) -> tuple[Relation, list[str], list[str]]:
    relation: Relation = "<=" if "<=" in text else "="
    before, _, after = text.partition(relation)
    return relation, _terms(before), _terms(after)


def _terms(text: str) -> list[str]:
    return [term.strip() for term in text.split("+")]


def _expanded(terms: Sequence[str], codes: Sequence[str]) -> list[str]:
    """The terms with all codes that are like a pattern in its place."""
    found: list[str] = []
    for term in terms:
        found += [code for code in codes if is_like(code, [term])] if "*" in term else [term]
    return found


def _formula(rule: Rule, relation: Relation, left: Sequence[str], right: Sequence[str]) -> Formula:
    earlier = tuple(t.removesuffix(_PREVIOUS) for t in right if t.endswith(_PREVIOUS))
    own = tuple(t for t in right if not t.endswith(_PREVIOUS))
    return Formula(rule.id, tuple(left), own, rule.strength, relation, earlier)


def _check(rule: Rule) -> None:
    """Raises ValueError for what a rule refers to and is not there."""
    forms = {form.id: form for form in load_forms()}
    if unknown := (set(rule.forms) - forms.keys()) | (set(rule.axes) - load_axes().keys()):
        raise ValueError(f"rules.toml: {rule.id}: there is no form or axis {', '.join(sorted(unknown))}")
    if rule.strength not in get_args(Strength):
        raise ValueError(f"rules.toml: {rule.id}: there is no strength {rule.strength}")
    for text in rule.formulas:
        for name in rule.forms:
            codes = {row.code for block in forms[name].blocks for row in block.coded if row.code}
            _check_terms(_over_rows(rule, text, forms[name]), codes)
        for name in rule.axes:
            axis = load_axes()[name]
            _check_terms(_over_columns(rule, text, axis), {column.key for column in axis.columns})
        if not rule.forms and not rule.axes:
            _check_terms(_formula(rule, *_sides(text)), all_codes())


def _check_terms(formula: Formula, known: Collection[str]) -> None:
    used = (*formula.left, *formula.right, *formula.earlier)
    if unknown := set(used) - set(known):
        raise ValueError(f"rules.toml: {formula.rule}: there is no {', '.join(sorted(unknown))}")
    if not formula.left or not (formula.right or formula.earlier):
        raise ValueError(f"rules.toml: {formula.rule}: a side of a formula is empty")
