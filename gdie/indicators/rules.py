"""The rules of reconciliation, typed: `rules.toml` holds each once, formulas refer to indicators by code.

`Formula` is one equation or limit, over the row codes of a form, over the columns of an axis, or over codes as they stand.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal, cast

from gdie.indicators.concepts import all_codes, is_like
from gdie.indicators.forms import Form, load_axes, load_form

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

    `forms` are the ids of the forms that it holds for, `axis` the columns that it adds up; both are empty for rules of the text.
    """

    id: str
    strength: Strength
    source: str
    statement: dict[str, str]
    forms: tuple[str, ...]
    axis: str | None
    formulas: tuple[str, ...]


@cache
def load_rules() -> dict[str, Rule]:
    """All rules by id, in the order of `rules.toml`. Raises ValueError for a reference to a form, axis or code that is not there."""
    data = tomllib.loads(files(__package__).joinpath("rules.toml").read_text(encoding="utf-8"))
    rules = {entry["id"]: _rule(entry) for entry in data["rules"]}
    if len(rules) < len(data["rules"]):
        raise ValueError("rules.toml: two rules have the same id")
    for rule in rules.values():
        for formula in _all_formulas(rule):
            _check(rule, formula)
    return rules


@cache
def form_formulas(form: str) -> tuple[Formula, ...]:
    """The formulas over the row codes of a form (by id); each holds in every column."""
    rules = [rule for rule in load_rules().values() if form in rule.forms]
    return tuple(_parsed(rule, text, load_form(form)) for rule in rules for text in rule.formulas)


@cache
def form_sums(form: str) -> tuple[Formula, ...]:
    """The equations of a form that hold within one report, hints aside: by them figures that ran together are told apart."""
    return tuple(
        f for f in form_formulas(form) if f.relation == "=" and f.strength != "soft" and not f.earlier
    )


@cache
def axis_formulas(axis: str) -> tuple[Formula, ...]:
    """The formulas over the column keys of an axis; each holds in every row."""
    rules = [rule for rule in load_rules().values() if rule.axis == axis]
    return tuple(_parsed(rule, text, None) for rule in rules for text in rule.formulas)


@cache
def free_formulas() -> tuple[Formula, ...]:
    """The formulas over codes wherever they stand in a report."""
    rules = [rule for rule in load_rules().values() if not rule.forms and not rule.axis]
    return tuple(_parsed(rule, text, None) for rule in rules for text in rule.formulas)


def _rule(entry: dict[str, Any]) -> Rule:
    return Rule(
        id=entry["id"],
        strength=cast(Strength, entry["strength"]),
        source=entry["source"],
        statement={"en": entry["en"], "zh": entry["zh"]},
        forms=tuple(entry.get("forms", ())),
        axis=entry.get("axis"),
        formulas=tuple(entry.get("formulas", ())),
    )


def _all_formulas(rule: Rule) -> Iterator[Formula]:
    for text in rule.formulas:
        if rule.forms:
            yield from (_parsed(rule, text, load_form(form)) for form in rule.forms)
        else:
            yield _parsed(rule, text, None)


def _parsed(rule: Rule, text: str, form: Form | None) -> Formula:
    relation: Relation = "<=" if "<=" in text else "="
    before, _, after = text.partition(relation)
    left, right = _terms(before), _terms(after)
    if right == [_PARTS]:
        # A sum is read from its parts: Σ parts = total.
        left, right = _parts(form, left[0]), left
    elif right == [_COLUMNS]:
        axis = load_axes()[rule.axis or ""]
        left, right = [c.key for c in axis.columns if c.key != axis.total], left
    earlier = tuple(t.removesuffix(_PREVIOUS) for t in right if t.endswith(_PREVIOUS))
    own = [t for t in right if not t.endswith(_PREVIOUS)]
    return Formula(
        rule.id,
        tuple(_expanded(left, form)),
        tuple(_expanded(own, form)),
        rule.strength,
        relation,
        earlier,
    )


def _terms(text: str) -> list[str]:
    return [term.strip() for term in text.split("+")]


def _rows(form: Form | None) -> list[tuple[str, str | None]]:
    return [(row.code, row.of) for block in form.blocks for row in block.coded if row.code] if form else []


def _parts(form: Form | None, total: str) -> list[str]:
    return [code for code, of in _rows(form) if of == total]


def _expanded(terms: Sequence[str], form: Form | None) -> Iterator[str]:
    for term in terms:
        if "*" in term:
            yield from (code for code, _ in _rows(form) if is_like(code, [term]))
        else:
            yield term


def _check(rule: Rule, formula: Formula) -> None:
    if rule.forms:
        known = {code for form in rule.forms for code, _ in _rows(load_form(form))}
    elif rule.axis:
        known = {column.key for column in load_axes()[rule.axis].columns}
    else:
        known = set(all_codes())
    used = (*formula.left, *formula.right, *formula.earlier)
    if not (formula.left and (formula.right or formula.earlier)) or (unknown := set(used) - known):
        raise ValueError(f"rules.toml: {rule.id} refers to {', '.join(sorted(unknown)) or 'nothing'}")
