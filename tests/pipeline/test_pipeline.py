"""The pipeline's parts without a trained model: tokens, features, candidates, decoding."""

import numpy as np
import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Span

from gdie.annotation import Entity, Record, Relation
from gdie.annotation.examples import Misaligned, doc_entities, doc_relations, to_doc
from gdie.pipeline import crf
from gdie.pipeline.candidates import DEFAULT_REACH, never_proposed, propose
from gdie.pipeline.decoding import decode
from gdie.pipeline.entities import _legal, _spans, _truth, tags
from gdie.pipeline.features import FEATURES, token_features
from gdie.pipeline.pair_features import COLUMNS, PairFeatures
from gdie.pipeline.relation_model import LABELS
from gdie.pipeline.relations import _probabilities
from gdie.pipeline.tokenizer import TOKEN, NumberAwareTokenizer
from tests.markup import parse

VOCAB = spacy.blank("zh").vocab
tokenise = NumberAwareTokenizer(VOCAB)


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("收12,345.6条", ["收", "12,345.6", "条"]),
        (
            "规章119条;3.规范",
            ["规", "章", "119", "条", ";", "3", ".", "规", "范"],
        ),  # a list number is not 3.规
        ("2.5.3", ["2", ".", "5", ".", "3"]),  # a section number is no decimal
        ("7.12365热线", ["7", ".", "12365", "热", "线"]),  # a list number before a number that is a name
        ("1.2017年", ["1", ".", "2017", "年"]),
        ("85.71%", ["85.71", "%"]),
        ("3,4,5件", ["3", ",", "4", ",", "5", "件"]),
        ("2012年", ["2012", "年"]),
        ("www.a-b.cn/x）", ["www.a-b.cn/x", "）"]),
        ("253 家\n", ["253", " ", "家", "\n"]),
    ],
)
def test_tokens(text: str, tokens: list[str]) -> None:
    assert [t.text for t in tokenise(text)] == tokens


@given(st.text(alphabet="年条共12,.3 \nab、，（件"))
def test_tokens_join_to_the_text(text: str) -> None:
    assert "".join(TOKEN.findall(text)) == text
    if text:
        assert tokenise(text).text == text
        assert token_features(tokenise(text)).shape == (len(tokenise(text)), len(FEATURES))


def test_gold_offsets_survive_a_view_of_another_length() -> None:
    text, annotation = parse(
        "①{DATE#d ２０１２年}公開{CATEGORY#g 政府信息}{COUNT#c １，２３４條}", "c CATEGORY_OF g", "c DURING d"
    )
    doc = to_doc(Record("d", 0, text, annotation), tokenise)
    assert [(e.text, e.label_) for e in doc.ents] == [
        ("2012年", "DATE"),
        ("政府信息", "CATEGORY"),
        ("1,234条", "COUNT"),
    ]
    assert {(r.head.label, r.tail.label) for r, _ in doc_relations(doc)} == {
        ("COUNT", "CATEGORY"),
        ("COUNT", "DATE"),
    }


def test_a_span_that_cuts_a_number_is_refused() -> None:
    text, annotation = parse("公开12{COUNT 34条}")
    with pytest.raises(Misaligned, match="34条"):
        to_doc(Record("d", 0, text, annotation), tokenise)


def entities(labels: str) -> list[Entity]:
    names = {"c": "COUNT", "g": "CATEGORY", "p": "PERCENT", "d": "DATE"}
    return [Entity(2 * i, 2 * i + 1, names[x]) for i, x in enumerate(labels)]


def test_candidates_reach_by_entities_not_by_distance() -> None:
    found = entities("d" + "gc" * 30)
    gold = [Relation(e, found[0], "DURING") for e in found if e.label == "COUNT"]
    assert never_proposed(found, gold) == []
    last = [c for c in propose(found) if c.head == len(found) - 1 and c.label == "CATEGORY_OF"]
    assert [c.rank for c in last] == [-k for k in range(1, DEFAULT_REACH["CATEGORY_OF"].before + 1)]


def test_what_no_candidate_covers_is_reported() -> None:
    found = entities("g" + "g" * 20 + "c")
    far = Relation(found[-1], found[0], "CATEGORY_OF")
    assert never_proposed(found, [far]) == [far]


def test_pair_features_see_that_parts_add_up() -> None:
    text, annotation = parse("共{COUNT 9件}，其中{COUNT 6件}、{COUNT 3件}、另{COUNT 4件}")
    features = PairFeatures(text, annotation.entities)
    assert set(features.evidence.groups[0]) == {1, 2}
    candidates = propose(annotation.entities)
    assert features.rows(candidates).shape == (len(candidates), len(COLUMNS))


@given(st.lists(st.sampled_from(range(25)), min_size=1, max_size=30), st.randoms(use_true_random=False))
def test_decoding_always_gives_legal_spans(best: list[int], random: object) -> None:
    scores = np.zeros((len(best), len(tags())))
    scores[np.arange(len(best)), best] = 3.0
    doc = tokenise("件" * len(best))
    path = crf.best_path(scores, _legal())
    probabilities = crf.marginals(scores, _legal(), [(0, len(best))])
    spans = list(_spans(doc, path, probabilities[np.arange(len(path)), path]))
    doc.ents = [Span(doc, a, b, label=label) for a, b, label, _ in spans]
    assert np.array_equal(_truth(doc), path)
    assert all(0 < p <= 1 for *_, p in spans)


def decided(text: str, *scored: tuple[int, int, str, float]) -> set[tuple[int, int, str]]:
    """What is decided of a marked text when these candidates have these scores, and all others are out of the question."""
    plain, annotation = parse(text)
    candidates = propose(annotation.entities)
    scores = np.full((len(candidates), len(LABELS)), -9.0)
    for head, tail, label, score in scored:
        row = next(i for i, c in enumerate(candidates) if (c.head, c.tail, c.label) == (head, tail, label))
        scores[row, LABELS.index(label)] = score
    probabilities = _probabilities(candidates, scores)
    chosen = decode(plain, annotation.entities, candidates, probabilities)
    assert all(0 < p <= 1 for _, p in chosen)
    return {(c.head, c.tail, c.label) for c, _ in chosen}


TWO = "{COUNT 9件}；{COUNT 8件}；{COUNT 7件}"
LIST = "{DATE 2011年}{DATE 2012年}{COUNT 9件}、{COUNT 8件}、{COUNT 7件}"
MEDIUM = "{CHANNEL 网站}{COUNT 9件}；{COUNT 5件}，{CHANNEL 报纸}{COUNT 4件}"


@pytest.mark.parametrize(
    ("text", "scored", "expected"),
    [
        # A figure takes the best total, or none.
        (TWO, [(0, 1, "PART_OF", 4.0), (0, 2, "PART_OF", 3.0)], {(0, 1, "PART_OF")}),
        (TWO, [(0, 1, "PART_OF", -4.0), (0, 2, "PART_OF", -5.0)], set()),
        # A circle of totals is cut at its least sure link.
        (TWO, [(0, 1, "PART_OF", 4.0), (1, 0, "PART_OF", 2.0)], {(0, 1, "PART_OF")}),
        # An enumeration has one date, unless the model is sure of another.
        (
            LIST,
            [(2, 1, "DURING", 5.0), (3, 0, "DURING", 0.5), (3, 1, "DURING", 0.0), (4, 1, "DURING", 5.0)],
            {(2, 1, "DURING"), (3, 1, "DURING"), (4, 1, "DURING")},
        ),
        (
            LIST,
            [(2, 1, "DURING", 6.0), (3, 0, "DURING", 9.0), (4, 0, "DURING", 9.0)],
            {(2, 1, "DURING"), (3, 0, "DURING"), (4, 0, "DURING")},
        ),
        # A part has the medium of its total, unless it has one of its own.
        (
            MEDIUM,
            [(1, 0, "VIA", 5.0), (2, 1, "PART_OF", 5.0), (4, 1, "PART_OF", 5.0), (4, 3, "VIA", 5.0)],
            {(1, 0, "VIA"), (2, 1, "PART_OF"), (2, 0, "VIA"), (4, 1, "PART_OF"), (4, 3, "VIA")},
        ),
    ],
)
def test_decoding_relations(
    text: str, scored: list[tuple[int, int, str, float]], expected: set[tuple[int, int, str]]
) -> None:
    assert decided(text, *scored) == expected


def test_lists_that_run_side_by_side_are_aligned() -> None:
    text, annotation = parse("{CHANNEL 信函}、{CHANNEL 网络}分别为{COUNT 3件}、{COUNT 4件}，占{PERCENT 3%}")
    features = PairFeatures(text, annotation.entities)
    aligned = {(c.head, c.tail): features._aligned(c) for c in propose(annotation.entities)}
    assert aligned[2, 0] == aligned[3, 1] == "True/0"
    assert aligned[2, 1] == aligned[3, 0] == "False/0"
    assert aligned[4, 2] == "True/False"


def test_doc_entities_are_in_text_order() -> None:
    text, annotation = parse("{DATE 2012年}公开{COUNT 3件}")
    doc = to_doc(Record("d", 0, text, annotation), tokenise)
    assert doc_entities(doc) == list(annotation.entities)
