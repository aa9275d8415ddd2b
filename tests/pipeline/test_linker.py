"""The linker: a sparse linear model, what it decides, and what it is on disk."""

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import spacy
from spacy.language import Language

from gdie.pipeline.link_features import NOTHING, Surroundings, features
from gdie.pipeline.linker import FACTORY, Choice, Linker, LinkModel, linker_of
from tests.pipeline.surroundings import figure

CLASSES = (NOTHING, "request.answered.granted", "review.total")
NAMES = ("1", "c=行政复议", "c=予以公开", "u=条")
WEIGHTS = np.array([[0.5, 0, 0], [-1, 0.004, 2], [0, 1.5, 0], [0.001, -0.002, 0.003]])
BIAS = np.array([0.25, 0, -0.25])
FIGURES = [
    figure("行政复议数"),
    figure("予以公开"),
    figure("河道采砂", unit="条"),
    figure("行政复议", total="fee.total", part=True),
    figure("维持", total="review.total", part=True),
]


@pytest.fixture
def model() -> LinkModel:
    return LinkModel.of_weights(CLASSES, NAMES, WEIGHTS, BIAS, least=0.01)


def pipeline(model: LinkModel | None) -> Language:
    nlp = spacy.blank("xx")
    component = nlp.add_pipe(FACTORY)
    assert isinstance(component, Linker)
    component.model = model
    return nlp


def test_small_weights_and_features_of_nothing_else_are_left_out(model: LinkModel) -> None:
    assert model.vocabulary == {"1": 0, "c=行政复议": 1, "c=予以公开": 2}
    assert model.starts.tolist() == [0, 1, 3, 4]
    assert model.columns.tolist() == [0, 0, 2, 1]
    assert model.values.tolist() == [0.5, -1, 2, 1.5]


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (figure("行政复议数"), [-0.25, 0, 1.75]),
        (figure("予以公开"), [0.75, 1.5, -0.25]),
        (figure("河道采砂", unit="条"), [0.75, 0, -0.25]),
    ],
)
def test_scores_add_up_the_weights_of_the_features(
    model: LinkModel, one: Surroundings, expected: list[float]
) -> None:
    scores = model.scores(one)
    assert scores.dtype == np.float32
    assert scores.tolist() == expected


def test_scores_are_those_of_the_whole_matrix() -> None:
    names = sorted({name for one in FIGURES for name in features(one)})
    draw = np.random.default_rng(7)
    weights = draw.normal(size=(len(names), 5)) * (draw.random((len(names), 5)) < 0.3)
    bias = draw.normal(size=5)
    sparse = LinkModel.of_weights("abcde", names, weights, bias, least=0.2)
    weights[np.abs(weights) < 0.2] = 0
    for one in FIGURES:
        present = np.array([name in features(one) for name in names], dtype=float)
        assert np.allclose(sparse.scores(one), present @ weights + bias, atol=0.02)


def test_a_figure_of_unknown_features_has_the_bias() -> None:
    bare = LinkModel.of_weights(CLASSES, ["x"], np.ones((1, 3)), BIAS, least=0.01)
    assert bare.scores(figure()).tolist() == BIAS.tolist()
    assert bare.choose(figure()).label == NOTHING


def test_probabilities_are_a_softmax_of_scaled_scores(model: LinkModel) -> None:
    scores = np.array([0, 0, math.log(3)], dtype=np.float32)
    assert model.best(scores) == Choice("review.total", pytest.approx(0.6))
    assert replace(model, scale=2.0).best(scores) == Choice("review.total", pytest.approx(9 / 11))
    # No overflow far out, and the first of equals.
    assert replace(model, scale=32.0).best(np.array([1e4, -1e4, 0], np.float32)) == Choice(NOTHING, 1.0)
    assert model.best(np.zeros(3, np.float32)) == Choice(NOTHING, pytest.approx(1 / 3))


@pytest.mark.parametrize(
    ("threshold", "label"), [(0.0, "review.total"), (0.59, "review.total"), (0.61, NOTHING), (1.0, NOTHING)]
)
def test_below_the_threshold_no_class_is_given(model: LinkModel, threshold: float, label: str) -> None:
    choice = replace(model, threshold=threshold).best(np.array([0, 0, math.log(3)], np.float32))
    assert choice == Choice(label, pytest.approx(0.6))


def test_a_name_below_its_total_decides_before_the_model(model: LinkModel) -> None:
    below = figure("维持", total="review.total", part=True)
    # The class is none of the model's, and nothing is probable enough for it.
    assert replace(model, threshold=2.0).choose(below) == Choice("review.upheld", 1.0)
    alone = model.choose(replace(below, total=None))
    assert alone.label in CLASSES and alone.probability < 1


@pytest.mark.parametrize("scale", [1.0, 7.5])
def test_a_saved_pipeline_chooses_the_same(model: LinkModel, scale: float, tmp_path: Path) -> None:
    odd = np.array([[1 / 3, 0.1, -2e-2], [0.7, 1e-2, 3.14159]])
    for number, one in enumerate(
        (model, LinkModel.of_weights(CLASSES, ["1", "c=予以公开"], odd, BIAS, 0.01))
    ):
        saved = replace(one, scale=scale, threshold=0.4)
        folder = tmp_path / str(number)
        pipeline(saved).to_disk(folder)
        loaded = linker_of(spacy.load(folder))
        assert loaded is not None
        assert (loaded.classes, loaded.vocabulary) == (saved.classes, saved.vocabulary)
        assert (loaded.scale, loaded.threshold) == (scale, 0.4)
        for some in FIGURES:
            assert loaded.choose(some) == saved.choose(some)
            assert loaded.scores(some).tolist() == saved.scores(some).tolist()


def test_the_arrays_are_plain(model: LinkModel, tmp_path: Path) -> None:
    pipeline(model).to_disk(tmp_path)
    folder = tmp_path / FACTORY
    assert [path.name for path in folder.iterdir()] == ["model.npz"]
    with np.load(folder / "model.npz", allow_pickle=False) as arrays:
        kinds = {name: str(arrays[name].dtype) for name in arrays.files}
    assert kinds == {
        "classes": "uint8",
        "settings": "float64",
        "features": "uint8",
        "starts": "int32",
        "columns": "int16",
        "values": "float16",
        "bias": "float32",
    }


def test_bytes_hold_the_model(model: LinkModel) -> None:
    blank = spacy.blank("xx")
    blank.add_pipe(FACTORY)
    loaded = linker_of(blank.from_bytes(pipeline(model).to_bytes()))
    assert loaded is not None and (loaded.vocabulary, loaded.scale) == (model.vocabulary, model.scale)


def test_odd_characters_in_features_survive(tmp_path: Path) -> None:
    names = ['c=“\t"\\', "b\u2028", "b\r", "b\x85", "c=𠮷😀", "c=", "b\x00", "1"]
    model = LinkModel.of_weights(CLASSES, names, np.ones((len(names), 3)), BIAS, least=0.01)
    pipeline(model).to_disk(tmp_path)
    loaded = linker_of(spacy.load(tmp_path))
    assert loaded is not None and loaded.vocabulary == model.vocabulary


def test_a_feature_with_a_line_break_is_refused(tmp_path: Path) -> None:
    model = LinkModel.of_weights(CLASSES, ["b\n甲"], np.ones((1, 3)), BIAS, least=0.01)
    with pytest.raises(ValueError, match="line break"):
        pipeline(model).to_disk(tmp_path)


def test_a_model_without_weights_is_its_bias_before_and_after(tmp_path: Path) -> None:
    model = LinkModel.of_weights(CLASSES, NAMES, WEIGHTS, BIAS, least=9.0)
    assert model.vocabulary == {} and model.starts.tolist() == [0]
    pipeline(model).to_disk(tmp_path)
    loaded = linker_of(spacy.load(tmp_path))
    assert loaded is not None and loaded.vocabulary == {}
    assert loaded.choose(figure()) == model.choose(figure())


def test_a_linker_without_model_is_saved_and_loaded(model: LinkModel, tmp_path: Path) -> None:
    pipeline(model).to_disk(tmp_path)
    pipeline(None).to_disk(tmp_path)  # over an earlier one
    loaded = spacy.load(tmp_path)
    assert FACTORY in loaded.pipe_names and linker_of(loaded) is None


def test_a_pipeline_without_linker_has_no_model(model: LinkModel) -> None:
    assert linker_of(spacy.blank("xx")) is None
    assert linker_of(pipeline(model)) is model


def test_records_pass_unchanged(model: LinkModel) -> None:
    nlp = pipeline(model)
    plain = spacy.blank("xx")("共收到申请12件。")
    doc = nlp("共收到申请12件。")
    assert [t.text for t in doc] == [t.text for t in plain] and not doc.ents
