import pytest
from spacy.language import Language

from gdie.annotation import Entity, Record
from gdie.documents.reading import document_from_text
from gdie.evaluation.baselines import pipeline_of, train_baselines
from gdie.evaluation.baselines.nearest import relate
from gdie.evaluation.baselines.pattern import find_pattern
from gdie.evaluation.runs import evaluate_pipeline
from gdie.facts import Fact, extract
from tests.markup import parse

PATTERN = pipeline_of(find_pattern)
SENTENCES = [
    f"{{DATE {2008 + n}年}},{{AGENCY 我局}}通过{{CHANNEL#h 门户网站}}公开{{CATEGORY#g {name}}}{{COUNT#t {40 + n}条}},"
    f"其中{{CATEGORY#k 动态类信息}}{{COUNT#p {10 + n}条}},占{{PERCENT#s {25 + n}%}}。"
    for n, name in enumerate(["政府信息", "工作信息", "法规文件", "人事信息"] * 2)
]
RELATIONS = ("t CATEGORY_OF g", "t VIA h", "p CATEGORY_OF k", "p PART_OF t", "s SHARE_OF p")


def records(sentences: list[str]) -> list[Record]:
    return [Record("made-up", 0, *parse(s, *RELATIONS)) for s in sentences]


def facts(pipeline: Language, text: str) -> list[Fact]:
    return list(extract(document_from_text(text, "x"), pipeline).facts)


def shown(fact: Fact) -> tuple[float, str | None, str | None]:
    return fact.value, fact.category and fact.category.text, fact.channel and fact.channel.code


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2015年,我局共公开政府信息12条。", [(12, "政府信息", None)]),
        ("通过门户网站发布工作动态30余条,", [(30, "工作动态", "website")]),
        ("全年举办12场新闻发布会。", [(12, "新闻发布会", None)]),  # the noun behind the figure
        ("共编号12,另有3。", []),  # a number without a unit
        ("公开政府信息40條,其中法規10條。", [(40, "政府信息", None), (10, "法規", None)]),
    ],
)
def test_pattern(text: str, expected: list[tuple[float, str | None, str | None]]) -> None:
    assert [shown(f) for f in facts(PATTERN, text)] == expected


def test_pattern_finds_parts_and_shares() -> None:
    total, part, share = facts(PATTERN, "2015年公开信息40条,其中法规10条,占25%。")
    assert (part.part_of, share.share_of) == (total.id, part.id)
    assert total.period and total.period.start == "2015-01-01"


def test_nearest_mentions() -> None:
    text, annotation = parse(
        "{DATE 去年}{CATEGORY 来访}{COUNT 9次}。{CHANNEL 网上}{CATEGORY 来信}{COUNT 40件},其中{COUNT 30件},占{PERCENT 75%}。{COUNT 5份}{CATEGORY 回执}。"
    )
    found = {
        (text[r.head.start : r.head.end], r.label, text[r.tail.start : r.tail.end])
        for r in relate(text, annotation.entities)
    }
    assert found == {
        ("9次", "CATEGORY_OF", "来访"),
        ("40件", "CATEGORY_OF", "来信"),
        ("30件", "CATEGORY_OF", "来信"),
        ("5份", "CATEGORY_OF", "回执"),
        ("40件", "VIA", "网上"),
        ("30件", "VIA", "网上"),
        ("30件", "PART_OF", "40件"),
        ("75%", "SHARE_OF", "30件"),
        *((count, "DURING", "去年") for count in ("9次", "40件", "30件", "5份")),
    }


def test_an_entity_that_cuts_a_token_takes_all_of_it() -> None:
    pipeline = pipeline_of(lambda doc: [(Entity(0, 1, "COUNT"), 0.5), (Entity(1, 5, "CATEGORY"), 0.9)])
    doc = pipeline("2015件来信")
    # Both want the number, and the longer one stays.
    assert [(e.text, e.label_) for e in doc.ents] == [("2015件", "CATEGORY")]
    assert doc._.gdie_entity_scores == [0.9]
    assert list(pipeline("")._.gdie_relations) == []


def test_the_crf_learns_and_is_sure_by_degrees() -> None:
    pytest.importorskip("pycrfsuite")
    crf = train_baselines(records(SENTENCES))["crf"]
    (gold,) = records([SENTENCES[0].replace("40条", "77条")])
    text = gold.text
    doc = crf(text)
    assert {(e.start_char, e.end_char, e.label_) for e in doc.ents} == {
        (e.start, e.end, e.label) for e in gold.annotation.entities
    }
    assert all(0.5 < p <= 1.0 for p in doc._.gdie_entity_scores)
    again = train_baselines(records(SENTENCES))["crf"](text)
    assert again._.gdie_entity_scores == doc._.gdie_entity_scores
    assert [shown(f) for f in facts(crf, text)][:2] == [
        (77, "政府信息", "website"),
        (10, "动态类信息", "website"),
    ]


def test_baselines_beside_the_scores_of_a_pipeline() -> None:
    text, gold = parse(SENTENCES[0], *RELATIONS)
    report = evaluate_pipeline(
        pipeline_of(lambda _: ()), [(document_from_text(text, "x"), gold)], baselines={"pattern": PATTERN}
    )
    other = report.data["baselines"]["pattern"]
    assert report.data["summary"]["all"]["figure and value"]["value"] == 0.0
    assert other["summary"]["all"]["figure and value"]["value"] == 1.0
    assert report.data["columns"]["total"]["facts"]["fields"]["category"]["tp"] == 0
    assert other["columns"]["total"]["facts"]["fields"]["category"]["tp"] == 3
