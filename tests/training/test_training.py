"""Training end to end on little data: it runs, repeats itself, saves without pickle, and leaves out what it should."""

import random
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gdie.annotation import Record, load_records, problems
from gdie.pipeline import load_pipeline
from gdie.training.augment import augmented, exchange, read_vocabulary
from gdie.training.gold import GoldError, load_gold, read_manifest
from gdie.training.material import annotated_records, prose_records
from gdie.training.run import train
from tests.conftest import ROOT

CONFIG = ROOT / "configs" / "gdie.cfg"
TINY = {
    "training.max_steps": 6,
    "training.eval_frequency": 6,
    "components.tok2vec.model.embed.rows": 200,
    "components.tok2vec.model.encode.depth": 1,
    "corpora.train.copies": 1,
    "corpora.train.synthetic": 2,
}
GOLD = ROOT / "annotations" / "gold"
VOCABULARY = ROOT / "training" / "vocabulary.toml"


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Two real documents and two written ones."""
    gold, written = tmp_path_factory.mktemp("gold"), tmp_path_factory.mktemp("written")
    for name in ("shaanxi-2012", "aqsiq-2016-plan"):
        shutil.copy(GOLD / f"{name}.jsonl", gold)
    for path in sorted((ROOT / "annotations" / "written").glob("*.txt"))[:2]:
        shutil.copy(path, written)
    return {"annotations": gold, "written": written}


def test_two_runs_give_the_same_model(small: dict[str, Path], tmp_path: Path) -> None:
    for run in ("a", "b"):
        train(CONFIG, tmp_path / run, paths=small, exclude=["aqsiq-2016-plan"], overrides=TINY)
    for part in ("tok2vec/model", "gdie_entities/model", "gdie_relations/model"):
        assert (tmp_path / "a" / part).read_bytes() == (tmp_path / "b" / part).read_bytes(), part
    meta = load_pipeline(tmp_path / "a").meta["gdie"]
    assert list(meta["annotations"]) == ["shaanxi-2012.jsonl"]
    assert len(meta["written"]) == 2
    assert meta["left_out"] == ["aqsiq-2016-plan"]


def test_development_documents_are_left_out_and_scored(small: dict[str, Path], tmp_path: Path) -> None:
    held = sorted(path.stem for path in small["written"].glob("*.txt"))[:1]
    train(CONFIG, tmp_path / "a", paths=small, development=held, overrides=TINY)
    meta = load_pipeline(tmp_path / "a").meta
    assert meta["gdie"]["left_out"] == held
    assert f"{held[0]}.txt" not in meta["gdie"]["written"]
    assert {"ents_f", "rel_f"} <= set(meta["performance"])


def test_a_saved_pipeline_gives_the_same_as_before(small: dict[str, Path], tmp_path: Path) -> None:
    pipeline = train(CONFIG, tmp_path / "a", paths=small, overrides=TINY)
    pipeline.to_disk(tmp_path / "b")
    text = "2012年,我局共收到政府信息公开申请240件,其中网上申请146件。"
    first, second = pipeline(text), load_pipeline(tmp_path / "b")(text)
    assert [(e.text, e.label_) for e in first.ents] == [(e.text, e.label_) for e in second.ents]
    assert first._.gdie_relations == second._.gdie_relations


def test_a_changed_source_document_is_refused(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "corpus", tmp_path / "corpus")
    path = tmp_path / "corpus" / "shaanxi-2012.txt"
    path.write_bytes(path.read_bytes() + b"\n")
    with pytest.raises(GoldError, match="differs from the manifest"):
        read_manifest(tmp_path / "corpus")
    with pytest.raises(GoldError, match="holds no"):
        load_gold(tmp_path, ROOT / "corpus")


RECORDS = load_records(GOLD / "shandong-2017.jsonl")


def test_originals_come_first_and_unchanged() -> None:
    words = read_vocabulary(VOCABULARY, seed=1)
    found = list(augmented(RECORDS, copies=2, share=0.5, seed=1, words=words))
    assert found[: len(RECORDS)] == RECORDS
    assert len(found) == 3 * len(RECORDS)
    assert found == list(augmented(RECORDS, copies=2, share=0.5, seed=1, words=words))


def test_the_vocabulary_is_wide_and_names_nothing_twice() -> None:
    words = read_vocabulary(VOCABULARY, seed=1)
    assert set(words) == {"CATEGORY", "CHANNEL", "AGENCY"}
    for label, least in (("CATEGORY", 300), ("CHANNEL", 100), ("AGENCY", 300)):
        assert len(words[label]) == len(set(words[label])) >= least
        assert all(word == word.strip() != "" for word in words[label])


@given(st.sampled_from(RECORDS), st.floats(0, 1), st.integers(0, 99))
def test_exchanged_records_are_valid_and_keep_their_figures(record: Record, share: float, seed: int) -> None:
    pools = {
        "CATEGORY": ["财政信息", "A类"],
        "AGENCY": ["县水务局"],
        "CHANNEL": ["12345热线"],
        "DATE": ["2009年"],
    }
    words = {"CATEGORY": ["图解"], "CHANNEL": ["APP"]}
    variant = exchange(record, pools, words, share, random.Random(seed))
    assert list(problems(variant, {variant.doc: " " * variant.offset + variant.text})) == []
    assert len(variant.annotation.relations) == len(record.annotation.relations)

    def figures(r: Record) -> list[str]:
        return [r.text[e.start : e.end] for e in r.annotation.entities if e.label in ("COUNT", "PERCENT")]

    assert figures(variant) == figures(record)


def test_material_is_real_then_written_by_name_without_the_bodies_of_tables(small: dict[str, Path]) -> None:
    found = annotated_records(small["annotations"], ROOT / "corpus", small["written"])
    written = sorted(path.stem for path in small["written"].glob("*.txt"))
    assert list(found) == ["aqsiq-2016-plan", "shaanxi-2012", *written]
    left = annotated_records(
        small["annotations"], ROOT / "corpus", small["written"], ["shaanxi-2012", written[0]]
    )
    assert list(left) == ["aqsiq-2016-plan", *written[1:]]
    document, annotation = next(
        item for item in load_gold(GOLD, ROOT / "corpus") if item[0].stem == "shandong-2017"
    )
    learned = prose_records(document, annotation)
    in_tables = [
        e
        for e in annotation.entities
        if any(t.rows[0].cells[0].start <= e.start < t.end for t in document.tables)
    ]
    assert in_tables
    kept = {e.shifted(r.offset) for r in learned for e in r.annotation.entities}
    assert not kept & set(in_tables)
    assert kept | set(in_tables) == set(annotation.entities)
