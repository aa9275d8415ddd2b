"""The documents of corpus/ with their gold, and single figures of them altered where they stand in a sum or share that holds."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache

from gdie.annotation import Annotation, Entity, Relation
from gdie.annotation.codes import codes_path, load_codes
from gdie.documents.reading import document_from_text
from gdie.facts import Fact
from gdie.facts.report import Report
from gdie.training.gold import load_gold
from tests.benchmarks.drafts import Made, Place
from tests.benchmarks.figures import Rule, Share, Sum, broken, list_rule, repairs
from tests.benchmarks.slips import SLIPS
from tests.conftest import ROOT

# Real errors of these reports: the figure that a finding on them names first.
KNOWN = {
    "guangzhou-2014": {"15707條", "8.9%", "0.75%", "63.7%"},
    "shandong-2017": {"100余件（次）", "34"},
}
_NUMBER = re.compile(r"[0-9][0-9,]*")
_DECIMALS = re.compile(r"\.([0-9]+)")


@dataclass(frozen=True)
class Seed:
    """A gold document with the rules that its figures keep."""

    made: Made
    rules: tuple[Rule, ...]
    values: Mapping[str, Fraction]


@dataclass(frozen=True)
class SeedCase:
    """A gold document with one figure altered."""

    kind: str
    area: str
    clean: Made
    altered: Made
    wrong: Mapping[str, Fraction]
    around: frozenset[str]
    strict: bool
    only: bool


@cache
def seeds() -> tuple[Seed, ...]:
    """The documents, each with the codes of its prose."""
    gold = ROOT / "annotations" / "gold"
    found = []
    for document, annotation in load_gold(gold, ROOT / "corpus"):
        path = codes_path(gold, document.stem)
        codes = load_codes(path, document.text) if path.exists() else {}
        made = Made(document, replace(annotation, codes=codes), {}, whole=True)
        report = made.report
        made = replace(made, places={f.id: (f.start, f.end) for f in report.facts if not f.implied})
        values = {f.id: Fraction(str(f.value)) for f in report.facts}
        rules = [rule for rule in _rules(report) if rule.holds(values)]
        found.append(Seed(made, tuple(rules), values))
    return tuple(found)


def _rules(report: Report) -> Iterator[Rule]:
    facts = {f.id: f for f in report.facts}
    for breakdown in report.breakdowns:
        figures = [facts[i] for i in (breakdown.total, *breakdown.parts)]
        if breakdown.complete and all(map(_exact, figures)) and len({f.column for f in figures}) <= 2:
            yield list_rule("list", breakdown.total, breakdown.parts, True)
    for fact in facts.values():
        if fact.kind == "percent" and len(fact.shares) == 1 and (base := facts[fact.shares[0]].part_of):
            decimals = _DECIMALS.search(fact.text)
            if all(map(_exact, (facts[base], facts[fact.shares[0]]))):
                yield Share(fact.id, fact.shares[0], base, len(decimals[1]) if decimals else 0)


def _exact(fact: Fact) -> bool:
    return fact.approx == "exact" and _NUMBER.search(fact.text) is not None and "万" not in fact.text


def seed_cases(count: int, seed: int) -> list[SeedCase]:
    """So many alterations, spread over the documents and over what may slip."""
    rng = random.Random(f"seeds/{seed}")
    found: list[SeedCase] = []
    able = [s for s in seeds() if any(isinstance(r, Sum) for r in s.rules)]
    for _ in range(count * 20):
        chosen = rng.choice(able)
        lists = [rule for rule in chosen.rules if isinstance(rule, Sum)]
        figure = rng.choice([i for rule in lists for i in rule.figures])
        slip = rng.choice(sorted(SLIPS))
        new = SLIPS[slip](chosen.values[figure], rng)
        if figure not in chosen.made.places or new is None or new == chosen.values[figure]:
            continue
        case = _altered(chosen, figure, new)
        if case is not None:
            found.append(case)
        if len(found) == count:
            break
    return found


def _altered(seed: Seed, figure: str, new: Fraction) -> SeedCase | None:
    start, end = seed.made.places[figure]
    printed = seed.made.document.text[start:end]
    match = _NUMBER.search(printed)
    if match is None or Fraction(match[0].replace(",", "")) != seed.values[figure]:
        return None
    words = printed[: match.start()] + str(new) + printed[match.end() :]
    values = {**seed.values, figure: new}
    wrong = broken(seed.rules, values)
    return SeedCase(
        f"{seed.made.document.stem}",
        "seeds",
        seed.made,
        _rewritten(seed.made, (start, end), words),
        {figure: seed.values[figure]},
        frozenset(i for rule in seed.rules if figure in rule.figures for i in rule.figures),
        any(rule.strict for rule in wrong),
        repairs(seed.rules, values) == {figure},
    )


def _rewritten(made: Made, place: Place, words: str) -> Made:
    """The document with other words at one place; what stands behind moves."""
    start, end = place
    more = len(words) - (end - start)

    def moved(entity: Entity) -> Entity:
        return Entity(
            entity.start + more * (entity.start >= end), entity.end + more * (entity.end >= end), entity.label
        )

    def moved_place(old: Place) -> Place:
        return old[0] + more * (old[0] >= end), old[1] + more * (old[1] >= end)

    text = made.document.text[:start] + words + made.document.text[end:]
    annotation = Annotation(
        tuple(moved(e) for e in made.prose.entities),
        tuple(Relation(moved(r.head), moved(r.tail), r.label) for r in made.prose.relations),
        {moved_place(p): code for p, code in made.prose.codes.items()},
    )
    places = {i: moved_place(p) for i, p in made.places.items()}
    return Made(document_from_text(text, made.document.stem), annotation, places, whole=True)
