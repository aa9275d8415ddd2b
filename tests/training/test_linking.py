"""Training of the linker on a few invented documents: parting, variants, fit, threshold, and the same model twice."""

import random
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gdie.annotation import Annotation
from gdie.annotation.markup import read_markup
from gdie.documents import Document
from gdie.facts import Fact
from gdie.facts.linking import link
from gdie.indicators import all_codes, code_in_year, is_like, load_code_kinds, totals_of
from gdie.pipeline.link_features import NOTHING, Surroundings, name_key, named_classes
from gdie.pipeline.linker import Choice, LinkModel
from gdie.training import linking
from gdie.training.gold import GoldError
from gdie.training.linking import (
    Coded,
    Judged,
    coded_documents,
    fit,
    judge,
    parted,
    threshold_of,
    train_linker,
    unseen,
)
from tests.pipeline.surroundings import figure

# Each sentence with the codes of its figures, in order.
SENTENCES = [
    (
        "{D 2014年}，{A 我局}共收到{G 公开申请}{C#t %d件}，其中{H 当面}{G 申请}{C 2%d件|p=t h=<}，{H 信函}{G 申请}{C 3%d件|p=t h=<}。",
        ["request.received.total", "request.received.in_person", "request.received.letter"],
    ),
    (
        "全年答复{G 申请}{C#a %d件}，其中{G 予以公开}{C 2%d件|p=a}，{G 信息不存在}{C 3%d件|p=a}。",
        ["request.answered.total", "request.answered.granted", "request.answered.nonexistent"],
    ),
    (
        "发生{G 行政复议}{C#r %d件}，{G 维持}{C 2%d件|p=r}，{G 纠正}{C 3%d件|p=r}。",
        ["review.total", "review.upheld", "review.corrected"],
    ),
    (
        "举办{G 农技讲座}{C %d次}，修建{G 道路}{C 2%d条}，检修{G 路灯}{C 3%d个}。",
        [NOTHING, NOTHING, NOTHING],
    ),
]


def document(
    name: str, seed: int, title: str = "桐山县农业局2014年政府信息公开年度报告"
) -> tuple[Document, Annotation]:
    """A report of these sentences in some order, annotated."""
    draw = random.Random(seed)
    chosen = draw.sample(SENTENCES, len(SENTENCES))
    lines = [sentence % tuple(draw.randint(1, 99) for _ in codes) for sentence, codes in chosen]
    marked = read_markup("\n".join([title, *lines]), name)
    counts = sorted(m.entity for m in marked.marks if m.entity.label == "COUNT")
    codes = [code for _, own in chosen for code in own]
    given = {(e.start, e.end): code for e, code in zip(counts, codes, strict=True) if code != NOTHING}
    return marked.document, replace(marked.annotation, codes=given)


def coded(names: Sequence[str]) -> list[Coded]:
    return coded_documents([document(name, seed) for seed, name in enumerate(names)])


NAMES = [f"{writer}{number:02}-report" for writer in "abcd" for number in (1, 2)]
DOCUMENTS = coded(NAMES)
NEW = coded(["z01-new"])[0]


def test_coded_documents_are_those_with_codes_but_the_excluded_ones() -> None:
    with_codes, other = document("a", 1), document("b", 2)
    without = (with_codes[0], replace(with_codes[1], codes={}))
    assert [c.document.stem for c in coded_documents([with_codes, without, other], exclude=["b"])] == ["a"]
    assert coded_documents([]) == []


def test_a_coded_document_knows_the_class_of_every_fact_and_its_facts_have_no_codes() -> None:
    (one,) = coded(["a"])
    assert one.year == 2014
    assert [f for f in one.facts if f.category and f.category.code] == []
    assert set(one.classes) == {f.id for f in one.facts}
    assert sorted(one.classes.values()) == sorted(code for _, codes in SENTENCES for code in codes)
    # Twice each: as in the first pass, and as in the second.
    assert len(one.examples) == 2 * len(one.facts)
    following = [e.following for e, label in one.examples if label == "review.upheld"]
    assert following == [None, "review.corrected"]


def test_codes_since_2019_are_learned_as_the_older_ones() -> None:
    item = document("a", 1, "桐山县农业局2022年政府信息公开年度报告")
    codes = {place: code_in_year(code, 2022) for place, code in item[1].codes.items()}
    (one,) = coded_documents([(item[0], replace(item[1], codes=codes))])
    assert "t3.new.total" in codes.values() and one.year == 2022
    assert sorted(one.classes.values()) == sorted(DOCUMENTS[0].classes.values())


def bare(name: str) -> Coded:
    return Coded(Document(name, ""), (), None, {})


@given(
    st.lists(st.text(st.sampled_from("abc123"), min_size=1, max_size=3), unique=True, max_size=30),
    st.integers(1, 6),
)
def test_parted_leaves_nothing_out_and_keeps_writers_together(names: list[str], parts: int) -> None:
    made = list(parted([bare(name) for name in names], parts))
    held = [[c.document.stem for c in part] for _, part in made]
    assert sorted(name for part in held for name in part) == (sorted(names) if len(names) > 1 else [])
    for (rest, _), part in zip(made, held, strict=True):
        others = [c.document.stem for c in rest]
        assert part and sorted(others + part) == sorted(names)
        if len({name[0] for name in names}) > 1:
            assert not {name[0] for name in others} & {name[0] for name in part}


def test_a_fit_learns_a_few_documents_and_one_that_it_has_not_seen() -> None:
    model = fit(DOCUMENTS, seed=0)
    for one in (*DOCUMENTS, NEW):
        judged = judge(model, one)
        assert len(judged) == len(one.facts)
        assert [(j.right, j.choice.label) for j in judged if j.choice.label != j.right] == []
        assert {j.document for j in judged} == {one.document.stem}
    below = [j for j in judge(model, NEW) if j.scores is None]
    assert {(j.choice.label, j.choice.probability) for j in below} >= {("review.upheld", 1.0)}


def test_two_classes_are_told_apart() -> None:
    real = [e for one in DOCUMENTS for e in one.examples if e[1] in (NOTHING, "request.received.letter")]
    model = fit([Examples(real)], seed=0)
    assert model.classes == (NOTHING, "request.received.letter")
    assert {(label, model.choose(one).label) for one, label in real} == {
        (NOTHING, NOTHING),
        ("request.received.letter", "request.received.letter"),
    }


class Examples(Coded):
    """A document of which only the examples matter."""

    def __init__(self, examples: list[linking.Example]) -> None:
        super().__init__(Document("x", ""), (), None, {})
        object.__setattr__(self, "_examples", examples)

    @property
    def examples(self) -> list[linking.Example]:
        return self._examples  # type: ignore[attr-defined,no-any-return]


LETTER = (figure(channel="letter"), "request.received.letter")


@pytest.mark.parametrize("examples", [[], [LETTER] * 30, [LETTER, (figure("路灯"), NOTHING)]])
def test_too_little_to_learn_from_is_said_in_one_line(examples: list[linking.Example]) -> None:
    with pytest.raises(GoldError, match="too few to learn from") as raised:
        fit([Examples(examples)], seed=0)
    assert "\n" not in str(raised.value)


def test_one_document_is_too_few() -> None:
    with pytest.raises(GoldError, match="too few"):
        train_linker(DOCUMENTS[:1])


def test_variants_are_of_a_class_that_their_name_has() -> None:
    real = [e for one in DOCUMENTS for e in one.examples]
    classes = sorted({c for c in all_codes() if c in linking._names()})
    real += [(figure(linking._names()[c][0], total=t, part=t is not None), c) for c in classes for t in (None, *sorted(totals_of().get(c, ())))]  # fmt: skip
    made = [v for seed in range(5) for v in linking._variants(real, random.Random(seed))]
    assert len({label for _, label in made}) > 50
    for one, label in made:
        assert label in named_classes()[name_key(one.category)], (one.category, label)
        assert label != NOTHING and not is_like(label, load_code_kinds().by_channel)


def test_variants_change_a_name_and_nothing_else() -> None:
    plain = figure(
        "维持", before="行政复议结果为维持", total="review.total", part=True, previous="review.total"
    )
    same, sibling = linking._variants([(plain, "review.upheld")], random.Random(3))
    for one, label in (same, sibling):
        assert replace(one, category=plain.category, before=plain.before) == plain
        assert one.before == f"行政复议结果为{one.category}"
        assert "review.total" in totals_of()[label]
    assert same[1] == "review.upheld" and sibling[1] != "review.upheld"


@pytest.mark.parametrize(
    "label", [NOTHING, "request.received.letter", "proactive.channel.weibo", "t3.new.person"]
)
def test_what_goes_by_its_channel_or_is_nothing_has_no_variants(label: str) -> None:
    assert list(linking._variants([(figure(), label)], random.Random(0))) == []


def judged(*figures: tuple[float, bool]) -> list[Judged]:
    return [
        Judged("d", "fee.total" if right else NOTHING, Choice("fee.total", probability), None)
        for probability, right in figures
    ]


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ([(0.9, True), (0.8, True), (0.7, True)], 0.7),
        ([(0.9, True)] * 19 + [(0.8, False), (0.7, False)], 0.8),
        # Wrong ones above are made up for by right ones below.
        ([(0.9, False)] + [(0.8 - k / 100, True) for k in range(19)], 0.8 - 18 / 100),
        ([(0.9, False), (0.8, True)], 0.5),
        ([], 0.5),
        # Of equals all are given or none: one in two is too few.
        ([(0.9, True), (0.9, False)], 0.5),
        ([(0.95, True), (0.9, True), (0.9, False)], 0.95),
    ],
)
def test_the_threshold_is_the_lowest_of_the_precision(
    found: list[tuple[float, bool]], expected: float
) -> None:
    assert threshold_of(judged(*found)) == pytest.approx(expected)


def test_figures_that_got_no_code_do_not_count_for_the_threshold() -> None:
    nothing = [Judged("d", "fee.total", Choice(NOTHING, 0.99), None)] * 50
    assert threshold_of([*nothing, *judged((0.8, True), (0.6, True))]) == 0.6


@given(st.lists(st.tuples(st.floats(0, 1) | st.sampled_from([0.25, 0.5, 1.0]), st.booleans()), max_size=60))
def test_what_is_given_at_the_threshold_is_as_precise_as_asked(found: list[tuple[float, bool]]) -> None:
    threshold = threshold_of(judged(*found))
    given_ = [right for probability, right in found if probability >= threshold]
    reachable = [p for p, _ in found if np.mean([right for q, right in found if q >= p]) >= linking.PRECISION]
    if reachable:
        assert threshold == min(reachable)
        assert np.mean(given_) >= linking.PRECISION
    else:
        assert threshold == 0.5


def test_training_twice_gives_the_same_model() -> None:
    shuffled = random.Random(1).sample(DOCUMENTS, len(DOCUMENTS))
    one, other = train_linker(DOCUMENTS), train_linker(DOCUMENTS)
    assert (one.classes, one.vocabulary) == (other.classes, other.vocabulary)
    assert (one.scale, one.threshold) == (other.scale, other.threshold)
    for name in ("starts", "columns", "values", "bias"):
        assert np.array_equal(getattr(one, name), getattr(other, name)), name
    assert 0 < one.threshold <= 1 and 0.5 <= one.scale <= 32
    # The order of the files is no matter to how the documents are parted.
    assert [{c.document.stem for c in p} for _, p in parted(shuffled, 4)] == [
        {c.document.stem for c in p} for _, p in parted(DOCUMENTS, 4)
    ]


def test_unseen_figures_are_judged_once_by_models_of_other_documents(monkeypatch: pytest.MonkeyPatch) -> None:
    fitted: list[set[str]] = []

    def watched(documents: Sequence[Coded], seed: int) -> LinkModel:
        fitted.append({c.document.stem for c in documents})
        return fit(documents, seed)

    monkeypatch.setattr(linking, "fit", watched)
    scale, found = unseen(DOCUMENTS)
    assert sorted(j.document for j in found) == sorted(c.document.stem for c in DOCUMENTS for _ in c.facts)
    held = [set(NAMES) - rest for rest in fitted]
    # Two documents of a writer are never apart.
    assert sorted(sorted(part) for part in held) == [NAMES[k : k + 2] for k in range(0, len(NAMES), 2)]
    right = [j for j in found if j.choice.label == j.right]
    assert len(right) >= 0.95 * len(found) and 0.5 <= scale <= 32
    assert all(0 < j.choice.probability <= 1 for j in found)


def test_the_trained_linker_codes_a_new_report() -> None:
    model = train_linker(DOCUMENTS)

    def decide(one: Surroundings, _: Fact) -> Choice:
        return model.choose(one)

    facts = link(NEW.document, NEW.facts, decide, 2014)
    found = {f.id: f.category.code or NOTHING for f in facts if f.category}
    assert found == NEW.classes
