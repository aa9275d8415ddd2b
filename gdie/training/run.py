"""The training run: a config and annotated records in, a saved pipeline out."""

import json
import shutil
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO, Any

import spacy
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn
from spacy.language import Language
from spacy.training.initialize import init_nlp
from spacy.training.loop import train as train_loop
from spacy.util import load_config, registry

from gdie import __version__
from gdie.facts.confidence import Calibration
from gdie.indicators import indicator_files
from gdie.pipeline.linker import FACTORY, Linker
from gdie.pipeline.loading import REGISTERED, load_pipeline, numpy_products
from gdie.training.gold import file_hash, load_gold, load_written
from gdie.training.linking import Coded, coded_documents, train_linker
from gdie.training.material import read_documents, read_material

SPACY_VERSIONS = ">=3.8.7,<3.9.0"

# What the config names must be registered before it is resolved.
assert REGISTERED and read_material and read_documents


@registry.loggers("gdie.Progress.v1")
def progress_logger() -> Callable[..., Any]:
    """A bar on standard error while training, on a terminal only; scores are printed by the command."""

    def setup(nlp: Language, stdout: IO[str] = sys.stdout, stderr: IO[str] = sys.stderr) -> Any:
        total = nlp.config["training"]["max_steps"]
        bar = Progress(
            TextColumn("training"),
            BarColumn(),
            TextColumn("{task.completed}/{task.total} steps"),
            TimeRemainingColumn(),
            TextColumn("{task.fields[scores]}"),
            console=Console(stderr=True),
            disable=not sys.stderr.isatty(),
        )
        bar.start()
        task = bar.add_task("training", total=total, scores="")

        def step(info: dict[str, Any] | None) -> None:
            if info is None:
                return
            scores = {k: v for k, v in (info.get("other_scores") or {}).items() if k in ("ents_f", "rel_f")}
            text = " ".join(f"{k} {v:.3f}" for k, v in scores.items())
            bar.update(task, completed=info["step"])
            if text:
                bar.update(task, scores=text)

        return step, bar.stop

    return setup


QUICK = {
    "training.max_steps": 250,
    "training.eval_frequency": 250,
    "corpora.train.synthetic": 20,
    "corpora.train.copies": 0,
}
"""Overrides for a training that shows that all parts work; its model is no good."""
QUICK_LINKED = 12
"""Documents that the linker of such a training learns from."""


PATIENCE = 1500
"""Steps without a better score on the development documents after which a training with them ends."""


def train(
    config: Path,
    output: Path,
    *,
    paths: Mapping[str, Path] | None = None,
    exclude: Sequence[str] = (),
    development: Sequence[str] = (),
    overrides: Mapping[str, Any] | None = None,
    linked: int | None = None,
    confidence: Calibration | None = None,
) -> Language:
    """Train by `config` on all documents but `exclude`, save to `output` (replaced whole), return the pipeline.

    `paths` replaces folders of the config's section of that name. With `development`, these documents are left out too, scored
    on the way, the run ends `PATIENCE` steps after its best score, and the best model is kept instead of the last.
    `linked` is how many of the documents with indicator codes the linker is trained on (None: all). `confidence` is packed with the
    model. Reproducible on one machine: the config's seed fixes initialisation, order and dropout.
    """
    left_out = sorted({*exclude, *development})
    changes: dict[str, Any] = {f"paths.{name}": str(path) for name, path in (paths or {}).items()}
    changes |= {"corpora.train.exclude": left_out, "corpora.dev.names": list(development)}
    if development:
        changes["training.patience"] = PATIENCE
    loaded = load_config(config, overrides=changes | dict(overrides or {}), interpolate=False)
    settled = loaded.interpolate()
    sources = {name: Path(path) for name, path in settled["paths"].items()}
    coded = _coded(sources, left_out, linked)
    spacy.util.fix_random_seed(settled["training"]["seed"])
    with tempfile.TemporaryDirectory(prefix="gdie-train-") as folder, numpy_products():
        nlp = init_nlp(loaded)
        # What spaCy has to say is no result: standard output stays for the scores.
        train_loop(nlp, Path(folder), stdout=sys.stderr, stderr=sys.stderr)
        trained = load_pipeline(Path(folder) / ("model-best" if development else "model-last"))
        trained.meta["name"] = "gdie_zh"
        trained.meta["version"] = __version__
        trained.meta["gdie"] = birth_certificate(config, sources, left_out)
        _complete(trained, coded, sources, left_out, confidence)
        _replace(trained, output)
    return load_pipeline(output)


def complete(
    folder: Path,
    paths: Mapping[str, Path],
    exclude: Sequence[str] = (),
    confidence: Calibration | None = None,
) -> Language:
    """Train only the linker of the pipeline in `folder` anew and pack the confidence; the rest of the pipeline stays as it is."""
    pipeline = load_pipeline(folder)
    _complete(pipeline, _coded(paths, exclude), paths, exclude, confidence)
    _replace(pipeline, folder)
    return load_pipeline(folder)


def _coded(paths: Mapping[str, Path], exclude: Sequence[str], count: int | None = None) -> list[Coded]:
    """The documents with indicator codes; of more than `count` so many, evenly spread. Read before a long training, not after it."""
    gold = [*load_gold(paths["annotations"], paths["corpus"]), *load_written(paths["written"])]
    documents = coded_documents(gold, exclude)
    if count is None:
        return documents
    return documents[:: max(1, len(documents) // count)][:count] if count else []


def _complete(
    pipeline: Language,
    documents: Sequence[Coded],
    paths: Mapping[str, Path],
    exclude: Sequence[str],
    confidence: Calibration | None,
) -> None:
    """What is learned from codes and from unseen documents; without codes the pipeline gets no linker."""
    certificate = pipeline.meta["gdie"]
    if documents:
        if FACTORY not in pipeline.pipe_names:
            pipeline.add_pipe(FACTORY)
        component = pipeline.get_pipe(FACTORY)
        assert isinstance(component, Linker)
        component.model = train_linker(documents)
        certificate["linker"] = {
            "codes": {
                file.name: file_hash(file)
                for name in ("annotations", "written")
                for file in sorted(paths[name].glob("*.codes.tsv"))
                if file.name.removesuffix(".codes.tsv") not in exclude
            },
            "indicators": {file.name: file_hash(file) for file in indicator_files()},
            "left_out": list(exclude),
        }
    if confidence is not None:
        certificate["confidence"] = confidence.as_json()


def birth_certificate(config: Path, paths: Mapping[str, Path], left_out: Sequence[str]) -> dict[str, Any]:
    """What a model was made from: hashes of the config and of every file of its paths, and what was left out."""
    sources = {
        name: {file.name: file_hash(file) for file in _files(path) if file.stem not in left_out}
        for name, path in paths.items()
    }
    return {
        "config": {"name": config.name, "sha256": file_hash(config)},
        **sources,
        "left_out": list(left_out),
    }


def _files(path: Path) -> list[Path]:
    """A file itself; the data files of a folder."""
    suffixes = (".jsonl", ".toml", ".txt")
    return [path] if path.is_file() else sorted(f for f in path.glob("*") if f.suffix in suffixes)


def _replace(nlp: Language, output: Path) -> None:
    """Save beside the place and rename, so that a broken run leaves the old model."""
    output.parent.mkdir(parents=True, exist_ok=True)
    fresh = output.with_name(output.name + ".part")
    shutil.rmtree(fresh, ignore_errors=True)
    nlp.to_disk(fresh)
    _state_versions(fresh / "meta.json")
    old = output.with_name(output.name + ".old")
    shutil.rmtree(old, ignore_errors=True)
    if output.exists():
        output.rename(old)
    fresh.rename(output)
    shutil.rmtree(old, ignore_errors=True)


def _state_versions(path: Path) -> None:
    """spaCy writes its own version as the oldest that fits; the pipeline runs on all that the package allows."""
    meta = json.loads(path.read_text(encoding="utf-8"))
    meta["spacy_version"] = SPACY_VERSIONS
    path.write_text(json.dumps(meta, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
