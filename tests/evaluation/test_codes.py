"""Counts of indicator codes: right, wrong, missed, abstained, by group."""

from dataclasses import replace

import pytest
import spacy
from rich.console import Console

from gdie.annotation.markup import read_markup
from gdie.evaluation import codes as codes_module
from gdie.evaluation.codes import ALL, CodeCount, CodeScores, Gold, render_codes, score_seen, score_unseen
from gdie.facts.extraction import from_annotation
from gdie.pipeline.link_features import NOTHING
from gdie.pipeline.linker import Choice
from gdie.training import linking
from gdie.training.linking import Judged

LETTER, FAX, TOTAL = "request.received.letter", "request.received.fax", "request.received.total"


def scores(*figures: tuple[str | None, str | None] | tuple[str | None, str | None, bool]) -> CodeScores:
    made = CodeScores()
    for figure in figures:
        made.add(*figure)
    return made


@pytest.mark.parametrize(
    ("gold", "given", "abstained", "expected"),
    [
        (LETTER, LETTER, False, {"request.received": CodeCount(right=1)}),
        (LETTER, None, False, {"request.received": CodeCount(missed=1)}),
        (LETTER, None, True, {"request.received": CodeCount(missed=1, abstained=1)}),
        # Another code is wrong and misses the right one, be it of the same group or of another.
        (LETTER, FAX, False, {"request.received": CodeCount(wrong=1, missed=1)}),
        (LETTER, "fee.total", False, {"request.received": CodeCount(missed=1), "fee": CodeCount(wrong=1)}),
        (None, "fee.total", False, {"fee": CodeCount(wrong=1)}),
        (None, None, False, {}),
        (None, None, True, {}),
    ],
)
def test_one_figure(
    gold: str | None, given: str | None, abstained: bool, expected: dict[str, CodeCount]
) -> None:
    made = scores((gold, given, abstained))
    assert {name: count for name, count in made.groups.items() if name != ALL} == expected
    whole = made.groups.get(ALL, CodeCount())
    for name in ("right", "wrong", "missed", "abstained"):
        assert getattr(whole, name) == sum(getattr(count, name) for count in expected.values())


@pytest.mark.parametrize(
    ("code", "group"),
    [
        ("request.received.total", "request.received"),
        ("request.answered.denied.state_secret", "request.answered"),
        ("request.catalogue", "request"),
        ("fee.total", "fee"),
        ("fee.copy.paper", "fee.copy"),
        ("t3.new.total", "t3"),
        ("t4.suit_direct.upheld", "t4"),
        ("t2.normative.issued", "t2"),
    ],
)
def test_groups(code: str, group: str) -> None:
    assert set(scores((code, code)).groups) == {group, ALL}


def test_precision_recall_and_support() -> None:
    made = scores(
        (LETTER, LETTER), (FAX, FAX), (TOTAL, LETTER), (FAX, None, True), (None, FAX), (None, TOTAL)
    )
    count = made.groups["request.received"]
    assert count == CodeCount(right=2, wrong=3, missed=2, abstained=1)
    assert (count.precision, count.recall, count.support) == (0.4, 0.5, 4)
    assert made.as_json()["request.received"] == {
        "precision": 0.4,
        "recall": 0.5,
        "abstained": 1,
        "support": 4,
    }
    assert list(made.as_json()) == sorted(made.groups)


def test_a_group_without_figures_has_no_share() -> None:
    assert (CodeCount().precision, CodeCount().recall, CodeCount().support) == (None, None, 0)
    superfluous = scores((None, "fee.total")).groups["fee"]
    assert (superfluous.precision, superfluous.recall) == (0.0, None)
    missed = scores(("fee.total", None)).groups["fee"]
    assert (missed.precision, missed.recall) == (None, 0.0)
    assert CodeScores().as_json() == {}


def test_the_table_has_every_group_once_and_all_of_them_last() -> None:
    table = render_codes({"here": scores((LETTER, LETTER)), "there": scores(("t3.new.total", None))})
    console = Console(width=160)
    with console.capture() as captured:
        console.print(table)
    rows = [line.strip("│ ").split() for line in captured.get().splitlines()]
    names = [row[0] for row in rows if row and row[0] in ("request.received", "t3", "fee", ALL)]
    assert names == ["request.received", "t3", ALL]
    (received,) = [row for row in rows if row and row[0] == "request.received"]
    assert [cell for cell in received if cell != "│"] == [
        "request.received", "1.000", "1.000", "0", "1", "–", "–", "0", "0",
    ]  # fmt: skip


def test_an_empty_table_is_one_row_of_nothing() -> None:
    assert render_codes({"none": CodeScores()}).row_count == 1


MARKED = "{A 西陵县统计局}%d年收到{G 申请}{C#t 8件}，其中{H 传真}{G 申请}{C 3件|p=t}；支出{G 经费}{C 2万元}，占{P 5%%|g=-}。"


def gold(name: str, year: int, codes: dict[str, str]) -> Gold:
    """A document whose figures, as printed, have these codes."""
    title = f"西陵县统计局{year}年政府信息公开年度报告\n"
    marked = read_markup(title + MARKED % year, name)
    text = marked.document.text
    places = {(text.index(figure), text.index(figure) + len(figure)): code for figure, code in codes.items()}
    return marked.document, replace(marked.annotation, codes=places)


def test_codes_of_extraction_are_compared_by_place(monkeypatch: pytest.MonkeyPatch) -> None:
    items = [
        gold("a", 2015, {"8件": TOTAL, "3件": FAX}),
        gold("b", 2015, {"8件": TOTAL, "2万元": "capacity.budget"}),
    ]
    found = {
        "a": gold("a", 2015, {"8件": TOTAL, "3件": LETTER}),
        "b": gold("b", 2015, {"8件": TOTAL, "3件": FAX}),
    }
    monkeypatch.setattr(codes_module, "extract", lambda document, _: from_annotation(*found[document.stem]))
    made = score_seen(spacy.blank("xx"), items)
    assert made.groups["request.received"] == CodeCount(right=2, wrong=2, missed=1)
    assert made.groups["capacity"] == CodeCount(missed=1)
    assert made.groups[ALL] == CodeCount(right=2, wrong=2, missed=2)
    assert score_seen(spacy.blank("xx"), []).groups == {}


def test_unseen_documents_are_counted_apart_in_the_codes_of_their_year(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    items = [gold("old", 2015, {"8件": TOTAL, "3件": FAX}), gold("new", 2022, {"8件": TOTAL})]
    judged = [
        Judged("old", TOTAL, Choice(TOTAL, 0.9), None),
        Judged("old", FAX, Choice(FAX, 0.4), None),
        Judged("old", NOTHING, Choice(NOTHING, 0.3), None),
        Judged("new", TOTAL, Choice(TOTAL, 0.5), None),
        Judged("new", NOTHING, Choice(FAX, 0.2), None),
        Judged("new", NOTHING, Choice("review.total", 0.8), None),
    ]
    monkeypatch.setattr(linking, "unseen", lambda coded: (1.0, judged))
    monkeypatch.setattr(linking, "threshold_of", lambda found: 0.5)
    named, others = score_unseen(items, {"new"})
    assert others.groups == {
        "request.received": CodeCount(right=1, missed=1, abstained=1),
        ALL: CodeCount(right=1, missed=1, abstained=1),
    }
    assert named.groups == {
        "t3": CodeCount(right=1),
        "t4": CodeCount(wrong=1),
        ALL: CodeCount(right=1, wrong=1),
    }
