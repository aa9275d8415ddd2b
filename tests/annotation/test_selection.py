"""Which records are asked for next: order, ends of the scale, sameness of two runs."""

import inspect
import io
import random
from collections.abc import Sequence
from itertools import islice

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console

from gdie.annotation.novelty import by_coverage, by_distance
from gdie.annotation.selection import DEFAULT, STRATEGIES, Candidate, Doubt, choices_table, ranked
from gdie.cli.choosing import StrategyName, annotate_next

REQUESTS = "2031年，我局收到申请{}件，其中网上申请{}件。"
WEBSITE = "全年通过门户网站发布各类信息{}条，比上年多{}条。"
COMPLAINTS = "本单位接到投诉举报{}起，均已转交纪检部门核实处理，{}起有误。"


def candidate(
    text: str, lack: float = 0.0, entropy: float = 0.0, weakest: float = 0.5, offset: int = 0
) -> Candidate:
    return Candidate("report", offset, text, Doubt(len(text), lack, entropy, weakest, "CATEGORY"))


def texts(choices: Sequence[Candidate], strategy: str, **how: object) -> list[str]:
    return [choice.candidate.text for choice in ranked(choices, strategy, **how)]  # type: ignore[arg-type]


@pytest.mark.parametrize("strategy", STRATEGIES)
def test_records_without_figures_and_known_ones_come_last(strategy: str) -> None:
    known = REQUESTS.format(12, 5)
    candidates = [
        candidate("政府信息公开工作总体平稳。", lack=9, entropy=9, weakest=0.9),
        candidate(known, lack=9, entropy=9, weakest=0.9, offset=20),
        candidate(WEBSITE.format(310, 28), lack=1, entropy=1, offset=50),
        candidate(WEBSITE.format(310, 28), lack=9, entropy=9, offset=90),
        candidate(COMPLAINTS.format(6, 1), lack=0.1, entropy=0.1, offset=130),
    ]
    order = [c.candidate.offset for c in ranked(candidates, strategy, annotated=[f"{known}\n"])]
    assert set(order[:2]) == {50, 130}
    assert sorted(order) == [c.offset for c in candidates]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("全年受理申请30件", True),
        ("办结率为九成五", True),
        ("办结率为98.5％", True),
        ("接待群眾１２０人次", True),
        ("依据《条例》第三十一条编制", False),
        ("第 3 页", False),
        ("2031年，机构健全，制度完善。", False),
        ("", False),
    ],
)
def test_what_reads_like_a_figure(text: str, expected: bool) -> None:
    assert Candidate("report", 0, text).has_figures is expected


@pytest.mark.parametrize("strategy", ["confidence", "entropy"])
def test_doubt_is_reckoned_by_effort(strategy: str) -> None:
    long_list = "".join(WEBSITE.format(i, i + 1) for i in range(100))
    word = candidate("1件", lack=0.9, entropy=1.0)
    giant = candidate(long_list, lack=9, entropy=10)
    usual = candidate(REQUESTS.format(12, 5), lack=3, entropy=4)
    assert texts([word, giant, usual], strategy)[0] == usual.text


def test_least_sure_decision_counts() -> None:
    even, one = WEBSITE.format(1, 2), WEBSITE.format(3, 4)
    candidates = [candidate(even, lack=2.0, weakest=0.1), candidate(one, lack=2.0, weakest=0.7)]
    assert texts(candidates, "confidence") == [one, even]


def test_equal_doubts_keep_their_order() -> None:
    candidates = [candidate(WEBSITE.format(i, i), lack=1, entropy=1) for i in (11, 12, 13, 14)]
    assert texts(candidates, "entropy") == [c.text for c in candidates]


@pytest.mark.parametrize("strategy", ["diversity", "coverage", "combined"])
def test_what_is_like_the_annotated_waits(strategy: str) -> None:
    candidates = [
        candidate(REQUESTS.format(81, 7), entropy=1),
        candidate(COMPLAINTS.format(6, 1), entropy=1),
        candidate(COMPLAINTS.format(8, 3), entropy=1),
    ]
    annotated = [REQUESTS.format(i, i - 1) for i in range(2, 9)]
    assert texts(candidates, strategy, annotated=annotated)[0] != candidates[0].text


def test_diversity_takes_one_of_each_kind_first() -> None:
    kinds = (REQUESTS, WEBSITE, COMPLAINTS)
    candidates = [candidate(kind.format(i, i)) for kind in kinds for i in range(1, 6)]
    first = texts(candidates, "diversity")[:3]
    assert {text[:4] for text in first} == {kind.format(1, 1)[:4] for kind in kinds}


def test_combined_looks_for_what_is_like_the_doubtful() -> None:
    """Two kinds as frequent as each other: the one that the model is unsure of comes first."""
    sure = [candidate(WEBSITE.format(i, i), entropy=0.1) for i in range(10, 16)]
    unsure = [candidate(COMPLAINTS.format(i, i), entropy=5.0) for i in range(10, 16)]
    assert texts([*sure, *unsure], "combined")[0] in {c.text for c in unsure}
    assert texts([*unsure, *sure], "combined")[0] in {c.text for c in unsure}


@pytest.mark.parametrize("strategy", STRATEGIES)
@settings(max_examples=25, deadline=None)
@given(
    rows=st.lists(st.tuples(st.text("收到申请件12年。\n　", max_size=12), st.floats(0, 5)), max_size=8),
    annotated=st.lists(st.text("收到投诉件34", max_size=8), max_size=3),
    seed=st.integers(0, 9),
)
def test_order_is_a_permutation_and_repeats(
    strategy: str, rows: list[tuple[str, float]], annotated: list[str], seed: int
) -> None:
    candidates = [candidate(text, lack=d, entropy=d, offset=i) for i, (text, d) in enumerate(rows)]
    once = list(ranked(candidates, strategy, annotated=annotated, seed=seed))
    assert sorted(c.candidate.offset for c in once) == list(range(len(rows)))
    assert once == list(ranked(candidates, strategy, annotated=annotated, seed=seed))
    assert all(0 <= c.score <= 1 + 1e-9 for c in once)


def test_random_differs_by_seed_only() -> None:
    candidates = [candidate(WEBSITE.format(i, i), offset=i) for i in range(30)]
    orders = {tuple(texts(candidates, "random", seed=seed)) for seed in (0, 1, 2, 0)}
    assert len(orders) == 3


def test_coverage_is_what_trying_all_gives() -> None:
    """The lazy order against one that reckons every gain anew each time."""
    draw = random.Random(4)
    made = ["".join(draw.choice("甲乙丙丁戊己") for _ in range(draw.randint(3, 20))) for _ in range(25)]
    weights = np.array([draw.random() for _ in made])
    efforts = np.array([len(text) + 5.0 for text in made])

    def counts(text: str) -> dict[str, int]:
        pieces = [text[i : i + n] for n in (1, 2, 3) for i in range(len(text) - n + 1)]
        return {piece: pieces.count(piece) for piece in pieces}

    own = [counts(text) for text in made]
    everywhere = [piece for one in own for piece in one]
    wanted = {
        piece: sum(w * one.get(piece, 0) for w, one in zip(weights, own, strict=True))
        for piece in set(everywhere)
        if everywhere.count(piece) > 1
    }
    have = dict.fromkeys(wanted, 1.0)
    expected: list[int] = []
    while len(expected) < len(made):
        gains = {
            i: sum(wanted[p] * np.log1p(n / have[p]) for p, n in own[i].items() if p in wanted) / efforts[i]
            for i in range(len(made))
            if i not in expected
        }
        best = max(gains, key=lambda i: (gains[i], -i))
        expected.append(best)
        for piece, n in own[best].items():
            if piece in have:
                have[piece] += n
    assert [i for i, _ in by_coverage(made, [], weights, efforts)] == expected


@pytest.mark.parametrize("given_texts", [[], [""], ["　\n"], ["甲", "乙"], ["甲", "甲"]])
def test_novelty_of_little_or_nothing(given_texts: list[str]) -> None:
    ones = np.ones(len(given_texts))
    expected = list(range(len(given_texts)))
    if given_texts:
        assert sorted(i for i, _ in by_coverage(given_texts, [], ones, ones)) == expected
        assert sorted(i for i, _ in by_distance(given_texts, [])) == expected
    assert list(ranked([Candidate("r", 0, t) for t in given_texts], "combined"))[len(given_texts) :] == []


def test_doubts_add_up() -> None:
    a, b = Doubt(3, 1.0, 2.0, 0.4, "DATE"), Doubt(2, 0.5, 1.0, 0.6, "CHANNEL")
    assert a + b == Doubt(5, 1.5, 3.0, 0.6, "CHANNEL")
    assert sum([a, b], Doubt()) == b + a


def test_rows_and_table_are_of_what_was_chosen() -> None:
    choices = list(islice(ranked([candidate(REQUESTS.format(12, 5), entropy=2, lack=1.5)], "combined"), 5))
    row = choices[0].as_json()
    assert set(row) == {"doc", "offset", "text", "score", "reason"}
    assert row["text"] == REQUESTS.format(12, 5)
    assert "1.5 expected errors" in row["reason"]
    hostile = list(ranked([Candidate("[red]x[/red]", 0, "收到申请\x1b[31m3件")], "random"))
    output = io.StringIO()
    Console(file=output, width=120).print(choices_table(hostile))
    assert "[red]x[/red]" in output.getvalue()
    assert "\x1b" not in output.getvalue()


def test_unknown_strategy() -> None:
    with pytest.raises(KeyError):
        list(ranked([], "best"))


def test_command_knows_all_strategies() -> None:
    assert [name.value for name in StrategyName] == list(STRATEGIES)
    default = inspect.signature(annotate_next).parameters["strategy"].default
    assert default.value == DEFAULT
