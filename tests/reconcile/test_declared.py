"""Declared counts: verdicts of stated numbers beside the things that are named."""

from fractions import Fraction

import pytest

from gdie.facts import Fact
from gdie.facts.model import Enumeration, Mention
from gdie.facts.report import Report
from gdie.reconcile import Finding
from gdie.reconcile.declared import declared_findings
from tests.fact_values import fact_values


def judged(value: int, named: int, opened: bool = False, figure: str | None = None) -> Finding:
    """The finding on a stated number, a fact where `figure` is given, with so many things named behind it."""
    fact = Fact(**fact_values(figure, 10)) if figure else None
    items = tuple((20 + 5 * n, 24 + 5 * n) for n in range(named))
    enumeration = Enumeration(value, 10, 12, fact and fact.id, items, opened)
    report = Report("report", "市质监局", 2014, (fact,) if fact else (), enumerations=(enumeration,))
    (finding,) = declared_findings(report)
    return finding


@pytest.mark.parametrize(
    ("value", "named", "opened", "figure", "verdict"),
    [
        (6, 6, False, None, "holds"),
        (6, 6, True, None, "holds"),
        (6, 5, False, None, "violated"),
        (6, 7, False, None, "violated"),
        (6, 5, True, None, "partial"),
        # 等 excuses what is left out, not what is too much
        (6, 7, True, None, "violated"),
        # less than half: no list of all
        (6, 3, False, None, "violated"),
        (7, 3, False, None, "partial"),
        (4, 4, False, "4次", "holds"),
        (4, 3, False, "4次", "violated"),
        # what an approximate figure can mean
        (20, 25, False, "20余项", "holds"),
        (20, 30, False, "20余项", "violated"),
        (20, 19, False, "20余项", "violated"),
        (3, 5, False, "3至5项", "holds"),
        (3, 6, False, "3至5项", "violated"),
    ],
)
def test_verdicts(value: int, named: int, opened: bool, figure: str | None, verdict: str) -> None:
    finding = judged(value, named, opened, figure)
    assert (finding.kind, finding.rule, finding.verdict) == ("sum", "declared", verdict)
    assert finding.severity == ("warning" if verdict == "violated" else "note")
    assert (finding.stated, finding.computed) == (Fraction(value), Fraction(named))


def test_places_are_the_figure_and_then_the_things() -> None:
    finding = judged(3, 2, figure="3项")
    assert (finding.total, finding.parts) == ("f10", ())
    assert [(p.doc, p.fact, p.start, p.end, p.text) for p in finding.places] == [
        ("report", "f10", 10, 12, ""),
        ("report", None, 20, 24, ""),
        ("report", None, 25, 29, ""),
    ]


def test_a_number_that_is_no_fact_has_no_total() -> None:
    finding = judged(6, 5)
    assert finding.total is None
    assert finding.places[0].fact is None


@pytest.mark.parametrize(
    ("value", "named", "opened", "en", "zh"),
    [
        (6, 6, False, "a list of 6 is announced, 6 are named: agrees", "文中称有6个，逐一列出6个，相符"),
        (6, 5, False, "a list of 6 is announced, 5 are named: 1 fewer", "文中称有6个，逐一列出5个，少1个"),
        (6, 8, True, "a list of 6 is announced, 8 are named: 2 more", "文中称有6个，逐一列出8个，多2个"),
        (
            6,
            4,
            True,
            "a list of 6 is announced, 4 are named: the list may not be complete",
            "文中称有6个，逐一列出4个，所列未必齐全",
        ),
    ],
)
def test_explanations(value: int, named: int, opened: bool, en: str, zh: str) -> None:
    explanation = judged(value, named, opened).explanation
    assert (explanation.en, explanation.zh) == (en, zh)


def test_a_fact_is_quoted_with_what_it_counts() -> None:
    fact = Fact(**(fact_values("4次", 10) | {"category": Mention("新闻发布会", 5, 10, None)}))
    enumeration = Enumeration(4, 10, 12, fact.id, ((20, 22), (23, 25), (26, 28)), False)
    report = Report("report", None, 2014, (fact,), enumerations=(enumeration,))
    (finding,) = declared_findings(report)
    assert finding.explanation.zh == "文中称有新闻发布会4次，逐一列出3个，少1个"


def test_a_report_without_enumerations_has_no_findings() -> None:
    assert list(declared_findings(Report("report", None, 2014, ()))) == []
