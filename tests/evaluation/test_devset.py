"""The passage here is made up for the test; nothing of the development set may stand in the repository."""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from gdie.documents import Document
from gdie.evaluation.devset import DevsetError, read_devset, score_devset
from gdie.evaluation.scores import Accuracy, Score
from gdie.facts import AgencyOf, Fact, Mention, PeriodOf
from gdie.facts.channels import channel_code

PROSE = "2015年,青禾市档案局共办来信12封,其中网上3封、信函9封。网上占25%。未发生投诉。"
TABLE = "项目 | 单位 | 数量 |\n来信数 | 封 | 12 |\n回复数 | 封 | 12 |\n"


def row(i: int, fig: str, value: float, category: str, nth: int = 1, **other: Any) -> dict[str, Any]:
    plain = {
        "i": i,
        "fig": fig,
        "nth": nth,
        "value": value,
        "unit": "封",
        "approx": "exact",
        "category": category,
        "channel": None,
        "date": "2015年",
        "agency": "青禾市档案局",
        "part_of": None,
        "share_of": None,
        "status": "reported",
        "source": "text",
        "period": ["2015-01-01", "2015-12-31"],
    }
    return {**plain, **other}


PROSE_FACTS = [
    row(0, "12封", 12, "来信"),
    row(1, "3封", 3, "来信", channel="网上", part_of=0),
    row(2, "9封", 9, "来信", channel="信函", part_of=0),
    row(3, "25%", 25, "来信", unit="%", share_of=1),
]
TABLE_FACTS = [
    row(0, "12", 12, "来信", source="table", column="数量"),
    row(1, "12", 12, "回复", nth=2, source="table", column="数量"),
]
ZEROS = [{"cue": "未发生", "nth": 1, "category": "投诉"}]


def write(folder: Path, name: str, text: str, facts: list[dict[str, Any]], **other: Any) -> None:
    (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    gold = {
        "id": name,
        "title": "",
        "format": "old",
        "script": "hans",
        "tags": ["nested"],
        "facts": facts,
        "inconsistencies": [],
        "sums": [],
        "partial": [],
        "implicit_zeros": [],
    }
    (folder / f"{name}.json").write_text(json.dumps({**gold, **other}), encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path, "d001", PROSE, PROSE_FACTS, implicit_zeros=ZEROS)
    write(tmp_path, "d002", TABLE, TABLE_FACTS, format="2019+", tags=["table3_matrix"])
    write(tmp_path, "d003", PROSE.split("。")[0] + "。", PROSE_FACTS[:3])
    return tmp_path


def oracle(document: Document) -> list[Fact]:
    """What a perfect extraction gives: the gold as facts."""
    text = document.text
    gold = TABLE_FACTS if text == TABLE else PROSE_FACTS if "25%" in text else PROSE_FACTS[:3]
    facts = []
    for r in gold:
        start = -1
        for _ in range(r["nth"]):
            start = text.index(r["fig"], start + 1)
        channel = r["channel"]
        facts.append(
            Fact(
                doc=document.stem,
                id=f"f{r['i']}",
                kind="percent" if r["unit"] == "%" else "count",
                text=r["fig"],
                start=start,
                end=start + len(r["fig"]),
                value=r["value"],
                value_max=None,
                unit=r["unit"],
                approx="exact",
                implied=False,
                category=Mention(r["category"], 0, 2),
                channel=channel and Mention(channel, 0, 2, channel_code(channel)),
                column=r.get("column"),
                period=PeriodOf(None, "2015-01-01", "2015-12-31"),
                agency=AgencyOf(None, "青禾市档案局", "agency"),
                part_of=None if r["part_of"] is None else f"f{r['part_of']}",
                shares=() if r["share_of"] is None else (f"f{r['share_of']}",),
                status="reported",
                source=r["source"],
                section=None,
                confidence=1.0,
            )
        )
    if "未发生" in text:
        start = text.index("未发生")
        zero = replace(facts[0], id="z", start=start, end=start + 5, value=0, implied=True)
        facts.append(replace(zero, category=Mention("投诉", start + 3, start + 5)))
    return facts


def broken(**changes: Any) -> Callable[[Document], Sequence[Fact]]:
    return lambda document: [replace(f, **changes) for f in oracle(document)]


def test_a_perfect_extraction_is_wholly_right(folder: Path) -> None:
    slices = score_devset(folder, oracle).slices
    for name, scores in slices.items():
        assert {s.f1 for s in scores.fields.values()} == {1.0}, name
        assert all(a.right == a.of for a in (*scores.whole.values(), *scores.matched.values()))
    everything = slices["all"]
    assert everything.fields["figure"] == Score(9, 0, 0)
    assert everything.fields["channel_code"].support == 4
    assert everything.fields["part_of"].support == 4
    assert everything.fields["share_of"].support == 1
    assert everything.implied == Score(1, 0, 0)
    assert everything.whole["exact"] == Accuracy(3, 3)


def test_slices(folder: Path) -> None:
    scores = score_devset(folder, oracle)
    sizes = {name: s.fields["figure"].support for name, s in scores.slices.items()}
    assert sizes == {
        "all": 9,
        "prose passages": 7,
        "table passages": 2,
        "text": 7,
        "table": 2,
        "matrices": 2,
        "without matrices": 7,
        "format:old": 7,
        "format:2019+": 2,
        "script:hans": 9,
        "tag:nested": 7,
        "tag:table3_matrix": 2,
    }
    assert scores.slices["prose passages"].whole["exact"] == Accuracy(2, 2)
    assert scores.slices["text"].whole == {}  # a part of a passage says nothing of the whole
    assert list(scores.by_slice["prose passages"]) == ["d001", "d003"]


@pytest.mark.parametrize(
    ("extract", "name", "expected"),
    [
        (lambda _: [], "figure", Score(0, 0, 9)),
        (broken(value=1), "value", Score(0, 9, 9)),
        (broken(unit="件"), "unit", Score(0, 9, 9)),
        (broken(category=Mention("会议", 0, 2)), "category_contained", Score(0, 9, 9)),
        (broken(category=Mention("群众来信", 0, 4)), "category", Score(0, 9, 9)),
        (broken(category=Mention("群众来信", 0, 4)), "category_similar", Score(0, 9, 9)),
        (broken(category=Mention("群众来信", 0, 4)), "category_contained", Score(8, 1, 1)),  # but for 回复
        (broken(category=Mention("來信", 0, 2)), "category", Score(8, 1, 1)),  # script is folded
        (broken(channel=Mention("邮寄信函", 0, 4)), "channel_code", Score(2, 7, 2)),
        (broken(channel=None), "channel_code", Score(0, 0, 4)),
        (broken(part_of=None), "part_of", Score(0, 0, 4)),
        (broken(shares=()), "share_of", Score(0, 0, 1)),
        (broken(period=None), "period", Score(0, 0, 9)),
        (broken(agency=AgencyOf(None, "青禾市", "agency")), "agency", Score(0, 9, 9)),
        (broken(status="planned"), "status", Score(0, 9, 9)),
        (broken(column=None), "column", Score(0, 0, 2)),
    ],
)
def test_a_broken_extraction_is_caught(
    folder: Path, extract: Callable[[Document], Sequence[Fact]], name: str, expected: Score
) -> None:
    assert score_devset(folder, extract).slices["all"].fields[name] == expected


def test_shifted_offsets(folder: Path) -> None:
    def shifted(document: Document) -> list[Fact]:
        return [replace(f, start=f.start + 1, end=f.end + 1) for f in oracle(document)]

    scores = score_devset(folder, shifted).slices["all"]
    assert {s.tp for s in scores.fields.values()} == {0}
    assert scores.whole["similar"] == Accuracy(0, 3)


def test_a_figure_is_sliced_by_where_the_gold_has_it(folder: Path) -> None:
    slices = score_devset(folder, broken(source="table")).slices
    assert slices["text"].fields["figure"] == Score(7, 0, 0)
    assert slices["text"].fields["source"] == Score(0, 7, 7)

    # What is not in the gold belongs where it was claimed to be.
    def invent(document: Document) -> list[Fact]:
        facts = oracle(document)
        return [*facts, replace(facts[0], id="x", start=0, source="table")]

    slices = score_devset(folder, invent).slices
    assert slices["table"].fields["figure"] == Score(2, 3, 0)
    assert slices["text"].fields["figure"] == Score(7, 0, 0)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"category": Mention("有效投诉", 0, 4)}, Score(1, 0, 0)),  # contained either way
        ({"category": Mention("诉讼", 0, 2)}, Score(0, 1, 1)),
        ({"category": None}, Score(0, 1, 1)),
        ({"start": 0, "end": 3}, Score(0, 1, 1)),  # elsewhere
        ({"implied": False}, Score(0, 0, 1)),
    ],
)
def test_implied_zeros(folder: Path, changes: dict[str, Any], expected: Score) -> None:
    def extract(document: Document) -> list[Fact]:
        return [replace(f, **changes) if f.implied else f for f in oracle(document)]

    assert score_devset(folder, extract).slices["all"].implied == expected


@pytest.mark.parametrize(
    ("facts", "message"),
    [
        ([row(0, "12封", 12, "来信", nth=2)], "does not stand 2 times"),
        ([{"i": 0, "fig": "12封", "nth": 1}], "lacks 'value'"),
        ([row(0, "12封", 12, "来信", part_of=7)], "index"),
    ],
)
def test_bad_gold_is_named(tmp_path: Path, facts: list[dict[str, Any]], message: str) -> None:
    write(tmp_path, "d007", PROSE, facts)
    with pytest.raises(DevsetError, match=rf"d007\.json: .*{message}"):
        score_devset(tmp_path, oracle)


def test_overlapping_occurrences_are_counted(tmp_path: Path) -> None:
    write(tmp_path, "d001", "共1111封。", [row(0, "11", 11, "来信", nth=2)])
    assert [c.place for c in read_devset(tmp_path)[0].claims] == [(2, 4)]


def test_a_folder_without_passages_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DevsetError, match="holds no passages"):
        score_devset(tmp_path, oracle)
