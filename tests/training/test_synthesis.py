"""Synthetic documents: valid, reproducible, varied, and consistent unless asked otherwise."""

import random
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.vocab import Vocab

from gdie.annotation import Annotation, Entity, problems
from gdie.annotation.examples import to_doc
from gdie.pipeline.tokenizer import NumberAwareTokenizer
from gdie.text.numerals import parse_quantity
from gdie.training.material import prose_records
from gdie.training.synthesis import SynthesisError, SyntheticDocument, generate, load_data
from gdie.training.synthesis.builder import Builder, Draft, Mark
from gdie.training.synthesis.figures import chinese, share
from gdie.training.synthesis.grammar import Choice, Grammar, GrammarError, Marked, Slot, parse
from gdie.training.synthesis.noise import SCRIPTS, convert, insert
from gdie.training.synthesis.quantities import partition
from gdie.training.synthesis.speaker import Speaker
from gdie.training.synthesis.writer import Writer

FOLDER = Path(__file__).parents[2] / "training" / "synthesis"
COUNT = 60


def value_of(figure: str) -> float:
    """Its value; a line break inside it is noise."""
    return float(parse_quantity("".join(figure.split())).value)


@pytest.fixture(scope="module")
def made() -> list[SyntheticDocument]:
    return list(generate(11, COUNT, FOLDER))


def test_records_are_valid_and_align_with_tokens(made: list[SyntheticDocument]) -> None:
    tokenizer = NumberAwareTokenizer(Vocab())
    for document in made:
        records = prose_records(document.document, document.annotation)
        assert records
        for record in records:
            assert list(problems(record, {document.document.stem: document.document.text})) == []
            to_doc(record, tokenizer)


def test_same_seed_same_bytes_and_a_longer_run_begins_alike(made: list[SyntheticDocument]) -> None:
    def told(documents: Iterable[SyntheticDocument]) -> list[tuple[str, Annotation]]:
        return [(d.document.text, d.annotation) for d in documents]

    few = told(generate(11, 5, FOLDER))
    assert few == told(made[:5])
    assert few != told(generate(12, 5, FOLDER))


def test_every_category_is_counted_and_percents_with_shares_have_nothing_else(
    made: list[SyntheticDocument],
) -> None:
    for record in (r for d in made for r in prose_records(d.document, d.annotation)):
        counted = {r.tail for r in record.annotation.relations if r.label == "CATEGORY_OF"}
        assert all(e in counted for e in record.annotation.entities if e.label == "CATEGORY")
        sharing = {r.head for r in record.annotation.relations if r.label == "SHARE_OF"}
        assert not [r for r in record.annotation.relations if r.head in sharing and r.label != "SHARE_OF"]


def test_sums_close_as_written(made: list[SyntheticDocument]) -> None:
    exact = 0
    for document in made:
        assert document.inconsistent == ()
        for breakdown in document.breakdowns:
            if not breakdown.exact:
                continue
            exact += 1
            total, *parts = (
                value_of(document.document.text[f.start : f.end]) for f in (breakdown.total, *breakdown.parts)
            )
            assert total == breakdown.stated
            each = any(document.document.text[f.start - 1] == "各" for f in breakdown.parts)
            if not each:
                assert sum(parts) == breakdown.computed
    assert exact > 200


def test_shares_are_those_of_their_counts(made: list[SyntheticDocument]) -> None:
    checked = 0
    for record in (r for d in made for r in prose_records(d.document, d.annotation)):
        value = {
            e: value_of(record.text[e.start : e.end])
            for e in record.annotation.entities
            if e.label in ("COUNT", "PERCENT")
        }
        total = {r.head: r.tail for r in record.annotation.relations if r.label == "PART_OF"}
        for r in record.annotation.relations:
            if r.label == "SHARE_OF" and r.tail in total:
                base = value[total[r.tail]]
                assert value[r.head] == pytest.approx(100 * value[r.tail] / base, abs=0.51)
                checked += 1
    assert checked > 40


def test_inconsistent_on_request() -> None:
    spoilt = [b for d in generate(11, 30, FOLDER, inconsistent=0.5) for b in d.inconsistent]
    assert len(spoilt) > 20
    assert all(b.stated != b.computed or not b.closed for b in spoilt)


def test_variety(made: list[SyntheticDocument]) -> None:
    texts: dict[str, set[str]] = {}
    for record in (r for d in made for r in prose_records(d.document, d.annotation)):
        for e in record.annotation.entities:
            texts.setdefault(e.label, set()).add(record.text[e.start : e.end])
    assert len(texts["CATEGORY"]) > 1200
    assert len(texts["CHANNEL"]) > 200
    assert len(texts["AGENCY"]) > 200
    labels = {r.label for d in made for r in d.annotation.relations}
    assert labels == {"CATEGORY_OF", "VIA", "DURING", "BY", "PART_OF", "SHARE_OF"}


def test_templates_name_nothing_unknown() -> None:
    data = load_data(FOLDER)
    speaker = Speaker(data.grammar, random.Random(0), Builder(), {}, data.habits)
    writer = Writer.draw(data, random.Random(0), lambda: speaker.string("place"), lambda: "江南")
    clause = {*"GCHADPTLNUWKRX", "kverb", "base", "heads", "counts", "percents"}
    assert data.grammar.unknown(clause | set(writer.words)) == set()
    assert all(f"item_{axis}" in data.grammar.rules for axis in data.axes)
    assert len(data.sectors) >= 25
    assert all(len(sector.topics) >= 15 for sector in data.sectors.values())


def test_a_template_is_parsed() -> None:
    assert parse("共{C> <q1:次>}[会|]") == (
        "共",
        Marked("C", ">", (Slot("q1", "次"),)),
        Choice((("会",), ())),
    )


@pytest.mark.parametrize("template", ["{C 1", "[a|b", "a]", "a|b", "}"])
def test_a_broken_template_is_refused(template: str) -> None:
    with pytest.raises(GrammarError):
        Grammar([{"rule": [template]}])


def test_a_sentence_joins_its_marks() -> None:
    rules = {"s": ["{D 2012年}{A! 我局}通过{H! 网站}公开{G 信息}{C 10条}，召开{C> 2次}{G 会议}"]}
    builder = Builder()
    Speaker(Grammar([rules]), random.Random(0), builder, {}, {}).say("s")
    draft = builder.finish()
    joined = {
        (draft.text[r.head.start : r.head.end], r.label, draft.text[r.tail.start : r.tail.end])
        for r in draft.annotation().relations
    }
    assert joined == {
        ("10条", "CATEGORY_OF", "信息"),
        ("10条", "VIA", "网站"),
        ("10条", "DURING", "2012年"),
        ("10条", "BY", "我局"),
        ("2次", "CATEGORY_OF", "会议"),
        ("2次", "VIA", "网站"),
        ("2次", "DURING", "2012年"),
        ("2次", "BY", "我局"),
    }


def test_a_compared_year_owns_its_own_figure_only() -> None:
    rules = {"s": ["{D 2012年}公开{G 信息}{C 12条}，比{D- 2011年}的{C~ 10条}增加{C 2条}"]}
    builder = Builder()
    Speaker(Grammar([rules]), random.Random(0), builder, {}, {}).say("s")
    draft = builder.finish()
    dated = {
        draft.text[r.head.start : r.head.end]: draft.text[r.tail.start : r.tail.end]
        for r in draft.annotation().relations
        if r.label == "DURING"
    }
    assert dated == {"12条": "2012年", "10条": "2011年", "2条": "2012年"}


def test_insertions_move_marks_and_do_not_widen_them() -> None:
    draft = Draft("公开信息12条。", [Mark("CATEGORY", 2, 4), Mark("COUNT", 4, 7)])
    moved = insert(draft, [(2, "\n"), (3, " "), (4, " "), (7, "x")])
    assert [moved.text[m.start : m.end] for m in moved.marks] == ["信 息", "12条"]


@pytest.mark.parametrize("script", SCRIPTS)
def test_scripts_keep_the_length(script: str) -> None:
    text = "依申请公开政府信息，受理、答复、复议、网络平台、发布公里"
    assert len(convert(text, script)) == len(text)


@given(st.integers(1, 100_000), st.integers(1, 12), st.booleans(), st.integers(0, 99))
def test_parts_add_up(total: int, count: int, zeros: bool, seed: int) -> None:
    parts = partition(random.Random(seed), total, count, zeros)
    assert sum(parts) == total
    assert min(parts) >= (0 if zeros else 1)


@given(st.integers(0, 9999))
def test_chinese_numerals_read_back(value: int) -> None:
    assert parse_quantity(chinese(value) + "件").value == value


def test_shares_are_rounded_half_up() -> None:
    assert str(share(1, 8, 1)) == "12.5"
    assert str(share(1, 8, 0)) == "13"


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(SynthesisError, match=str(tmp_path)):
        next(generate(1, 1, tmp_path))


def test_uncounted_categories_are_dropped() -> None:
    draft = Draft("信息", [Mark("CATEGORY", 0, 2)])
    assert draft.annotation().entities == ()
    assert Entity(0, 2, "CATEGORY") not in draft.annotation().entities
