"""Codes for facts: what is asked, what the linker is told, and what its answers become."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import pytest

from gdie.annotation.markup import read_markup
from gdie.documents.reading import document_from_text
from gdie.facts import Extraction, Fact
from gdie.facts.extraction import extract_tables, from_annotation
from gdie.facts.linking import link
from gdie.pipeline.link_features import NOTHING, Surroundings
from gdie.pipeline.linker import Choice

TITLE = "安泽县文化局2015年政府信息公开年度报告\n"


def read(marked: str, title: str = TITLE) -> Extraction:
    found = read_markup(title + marked, "d")
    return from_annotation(found.document, found.annotation)


@dataclass
class Recorder:
    """Decides by the figure as printed and keeps what it was told, pass by pass."""

    answers: dict[str, str] = field(default_factory=dict)
    asked: list[tuple[str, Surroundings]] = field(default_factory=list)

    def __call__(self, figure: Surroundings, fact: Fact) -> Choice:
        self.asked.append((fact.text, figure))
        return Choice(self.answers.get(fact.text, NOTHING), 1.0)

    def told(self, text: str) -> tuple[Surroundings, Surroundings]:
        """What it was told of a figure in the first and in the second pass."""
        first, second = [figure for asked, figure in self.asked if asked == text]
        return first, second


def codes(facts: tuple[Fact, ...]) -> dict[str, str | None]:
    return {f.text: f.category.code if f.category else None for f in facts}


def linked(
    marked: str,
    answers: dict[str, str],
    change: Callable[[Fact], Fact] = lambda f: f,
    year: int | None = 2015,
) -> tuple[dict[str, str | None], Recorder]:
    found = read(marked)
    recorder = Recorder(answers)
    return codes(link(found.document, [change(f) for f in found.facts], recorder, year)), recorder


REQUESTS = "{A 我局}共收到{G 申请}{C#t 31件}，其中{H 信函}{G 申请}{C 4件|p=t h=<}；答复{G 申请}{C 29件}。"
CLASSES = {
    "31件": "request.received.total",
    "4件": "request.received.letter",
    "29件": "request.answered.total",
}


def test_every_count_is_asked_for_twice_in_text_order() -> None:
    found, recorder = linked(REQUESTS, CLASSES)
    assert [text for text, _ in recorder.asked] == ["31件", "4件", "29件"] * 2
    assert found == CLASSES


def test_only_the_code_changes() -> None:
    found = read(REQUESTS)
    facts = link(found.document, found.facts, Recorder(CLASSES), 2015)
    assert [f.id for f in facts] == [f.id for f in found.facts]
    for before, after in zip(found.facts, facts, strict=True):
        assert before.category and after.category
        assert replace(after, category=replace(after.category, code=None)) == before


def test_what_is_no_indicator_stays_as_it_is() -> None:
    found = read(REQUESTS)
    assert link(found.document, found.facts, Recorder(), 2015) == found.facts
    assert link(found.document, (), Recorder(), 2015) == ()


@pytest.mark.parametrize(
    ("year", "label", "expected"),
    [
        (None, "request.received.total", "request.received.total"),
        (2018, "request.received.total", "request.received.total"),
        (2019, "request.received.total", "t3.new.total"),
        (2023, "request.received.total", "t3.new.total"),
        (2018, "request.answered.granted", "request.answered.granted"),
        (2020, "request.answered.granted", "t3.granted.total"),
        (2018, "review.upheld", "review.upheld"),
        (2021, "review.upheld", "t4.review.upheld"),
        (2020, "proactive.normative_issued", "t2.normative.made"),
        (2021, "proactive.normative_issued", "t2.normative.issued"),
        (2020, "t3.other.total", "t3.other.total"),
        (2021, "t3.other.total", "t3.other.total.total"),
        # Nothing in the tables since 2019 counts it.
        (2022, "request.received.letter", "request.received.letter"),
        (2022, "activity.trainings", "activity.trainings"),
    ],
)
def test_codes_are_those_of_the_reports_year(year: int | None, label: str, expected: str) -> None:
    found, recorder = linked("{G 某事项}{C 6件}。", {"6件": label}, year=year)
    assert found == {"6件": expected}
    assert {figure.year for _, figure in recorder.asked} == {year}


def given(code: str, text: str) -> Callable[[Fact], Fact]:
    """A fact of this figure as one of a form, which has its code."""

    def change(fact: Fact) -> Fact:
        if fact.text != text or fact.category is None:
            return fact
        return replace(fact, category=replace(fact.category, code=code))

    return change


def test_codes_of_forms_stay_and_help_their_neighbours_in_older_codes() -> None:
    found, recorder = linked(
        REQUESTS, {"4件": "fee.total", "31件": "fee.total"}, given("t3.new.total", "31件"), 2021
    )
    assert found == {"31件": "t3.new.total", "4件": "fee.total", "29件": None}
    assert {text for text, _ in recorder.asked} == {"4件", "29件"}
    for told in recorder.told("4件"):
        assert (told.previous, told.total) == ("request.received.total", "request.received.total")


def test_cells_of_a_form_are_not_asked_for() -> None:
    rows = "\n".join(
        f"{label} | 件 | {value}"
        for label, value in [
            ("（一）收到申请数", 7),
            ("1.当面申请数", 3),
            ("2.传真申请数", 0),
            ("3.网络申请数", 3),
            ("4.信函申请数", 1),
        ]
    )
    document = document_from_text(f"{TITLE}附表\n指标名称 | 单位 | 数量\n{rows}\n", "d")
    found = extract_tables(document)
    before = codes(found.facts)
    assert "request.received.total" in before.values()
    recorder = Recorder()
    facts = link(document, found.facts, recorder, 2015)
    assert {text for text, _ in recorder.asked} == {
        f.text for f in found.facts if f.category and not f.category.code
    }
    assert facts == found.facts


def test_shares_and_figures_of_nothing_get_no_code() -> None:
    marked = "{G 申请}{C 9件}，占{P 45%|s=<}，办结率{P 98%|g=-}，另有{C 5次|g=-}。"
    everything = dict.fromkeys(("9件", "45%", "98%", "5次"), "request.received.total")
    found, recorder = linked(marked, everything)
    assert found == {"9件": "request.received.total", "45%": None, "98%": None, "5次": None}
    assert {text for text, _ in recorder.asked} == {"9件"}


def test_the_second_pass_knows_what_the_first_decided_behind() -> None:
    _, recorder = linked(REQUESTS, CLASSES)
    first, second = recorder.told("31件")
    assert (first.previous, first.following) == (None, None)
    assert (second.previous, second.following) == (None, "request.received.letter")
    first, second = recorder.told("4件")
    assert (first.previous, first.following) == ("request.received.total", None)
    assert (second.previous, second.following) == ("request.received.total", "request.answered.total")
    assert [told.following for told in recorder.told("29件")] == [None, None]


def test_what_has_no_class_is_passed_over_by_its_neighbours() -> None:
    _, recorder = linked(REQUESTS, {"31件": "request.received.total", "29件": "request.answered.total"})
    assert recorder.told("29件")[1].previous == "request.received.total"
    assert recorder.told("31件")[1].following == "request.answered.total"


def test_the_second_decision_counts() -> None:
    found = read("{G 甲事项}{C 3件}，{G 乙事项}{C 5件}。")

    def decide(figure: Surroundings, fact: Fact) -> Choice:
        if fact.text == "5件":
            return Choice("review.upheld", 0.9)
        return Choice("review.total" if figure.following == "review.upheld" else "fee.total", 0.9)

    assert codes(link(found.document, found.facts, decide, 2015)) == {
        "3件": "review.total",
        "5件": "review.upheld",
    }

    def withdraw(figure: Surroundings, fact: Fact) -> Choice:
        if fact.text == "5件":
            return Choice("review.upheld" if figure.previous else NOTHING, 0.9)
        return Choice(NOTHING if figure.following else "review.total", 0.9)

    # The first figure takes its class back in the second pass; the one behind it sees that.
    assert codes(link(found.document, found.facts, withdraw, 2015)) == {"3件": None, "5件": None}


def test_the_class_of_the_total_is_known() -> None:
    _, recorder = linked(REQUESTS, CLASSES)
    for told in recorder.told("4件"):
        assert (told.part, told.total, told.total_category) == (True, "request.received.total", "申请")
    for told in recorder.told("31件"):
        assert (told.part, told.total, told.total_category) == (False, None, "")


def test_a_total_behind_its_parts_is_known_in_the_second_pass() -> None:
    marked = "维持{G 复议}{C 2件|p=t}，合计{G 复议}{C#t 3件}。"
    _, recorder = linked(marked, {"3件": "review.total"})
    first, second = recorder.told("2件")
    assert (first.part, first.total) == (True, None)
    assert (second.part, second.total) == (True, "review.total")


def test_a_total_that_was_left_out_is_none() -> None:
    found = read(REQUESTS)
    recorder = Recorder(CLASSES)
    link(found.document, [f for f in found.facts if f.text != "31件"], recorder, 2015)
    assert {(told.part, told.total, told.total_category) for told in recorder.told("4件")} == {
        (False, None, "")
    }


def test_neighbours_are_those_of_the_paragraph() -> None:
    marked = (
        "一、概述\n收到{G 申请}{C 8件}，答复{G 申请}{C 7件}。\n二、复议诉讼情况\n发生{G 行政复议}{C 2件}。\n"
    )
    answers = {"8件": "request.received.total", "7件": "request.answered.total", "2件": "review.total"}
    _, recorder = linked(marked, answers)
    last = recorder.told("2件")[1]
    assert (last.previous, last.following) == (None, None)
    assert (last.heading, last.lead) == ("二复议诉讼情况", "发生行政复议件")
    before = recorder.told("7件")[1]
    assert (before.previous, before.following) == ("request.received.total", None)
    assert before.heading == "一概述" and before.lead == "收到申请件答复申请件"


def test_words_are_those_of_the_sentence_and_the_paragraph() -> None:
    marked = "今年工作有序。（１）全年收到\u3000{G 公开申請}{C 1,208件}，均已答复。\n下一段"
    _, recorder = linked(marked, {})
    told = recorder.told("1,208件")[0]
    assert told.category == "公开申请"
    assert (told.before, told.ahead) == ("(1)全年收到 公开申请", "(1)全年收到 ")
    assert told.after == ",均已答复。"
    assert told.lead == "今年工作有序全年收到公开申请"[:14]
    assert (told.unit, told.channel, told.kind) == ("件", None, "text+")


def test_a_category_behind_the_figure_leaves_the_words_before_the_figure() -> None:
    _, recorder = linked("共有{C 15名|g=>}{G 专职人员}。", {})
    told = recorder.told("15名")[0]
    assert (told.category, told.before, told.ahead) == ("专职人员", "共有", "共有")


@pytest.mark.parametrize(
    ("marked", "kind"),
    [
        ("收到{G 申请}{C 3件}。", "text+"),
        ("收到{G 申请}{C 0件}。", "text0"),
        ("全年未发生{G 行政复议}案件。", "zero0"),
    ],
)
def test_the_kind_of_a_figure_is_told(marked: str, kind: str) -> None:
    _, recorder = linked(marked, {})
    assert {figure.kind for _, figure in recorder.asked} == {kind}


def test_the_last_figure_of_a_document_without_line_break_or_heading() -> None:
    found = read_markup("{G 申请}{C 3件}", "d")
    extraction = from_annotation(found.document, found.annotation)
    recorder = Recorder({"3件": "request.received.total"})
    assert codes(link(extraction.document, extraction.facts, recorder, None)) == {
        "3件": "request.received.total"
    }
    told = recorder.told("3件")[0]
    assert (told.heading, told.after, told.year) == ("", "", None)
