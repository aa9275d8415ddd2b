"""The training run: a config and annotated records in, a saved pipeline out."""

import json
import shutil
import sys
import tempfile
from collections.abc import Callable, Sequence
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
from gdie.pipeline.loading import REGISTERED, load_pipeline
from gdie.training.gold import file_hash, gold_files

SPACY_VERSIONS = ">=3.8.7,<3.9.0"

assert REGISTERED  # what the config names must be registered before it is resolved


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


def train(
    config: Path,
    output: Path,
    *,
    annotations: Path | None = None,
    exclude: Sequence[str] = (),
    overrides: dict[str, Any] | None = None,
) -> Language:
    """Train by `config` on all gold documents but `exclude`, save to `output` (replaced whole), return the pipeline.

    Reproducible on one machine: the config's seed fixes initialisation, order and dropout.
    """
    changes: dict[str, Any] = {"corpora.train.exclude": list(exclude), "corpora.dev.exclude": list(exclude)}
    if annotations is not None:
        changes["paths.annotations"] = str(annotations)
    changes.update(overrides or {})
    loaded = load_config(config, overrides=changes, interpolate=False)
    spacy.util.fix_random_seed(loaded.interpolate()["training"]["seed"])
    with tempfile.TemporaryDirectory(prefix="gdie-train-") as folder:
        nlp = init_nlp(loaded)
        # What spaCy has to say is no result: standard output stays for the scores.
        train_loop(nlp, Path(folder), stdout=sys.stderr, stderr=sys.stderr)
        last = Path(folder) / "model-last"
        trained = load_pipeline(last)
        trained.meta["name"] = "gdie_zh"
        trained.meta["version"] = __version__
        paths = {name: Path(path) for name, path in loaded.interpolate()["paths"].items()}
        trained.meta["gdie"] = birth_certificate(config, paths["annotations"], paths["vocabulary"], exclude)
        _replace(trained, output)
    return load_pipeline(output)


def birth_certificate(
    config: Path, annotations: Path, vocabulary: Path, exclude: Sequence[str]
) -> dict[str, Any]:
    """What a model was made from: hashes of config, gold files and vocabulary, and what was left out."""
    return {
        "config": {"name": config.name, "sha256": file_hash(config)},
        "gold": {p.name: file_hash(p) for p in gold_files(annotations) if p.stem not in exclude},
        "vocabulary": {"name": vocabulary.name, "sha256": file_hash(vocabulary)},
        "left_out": list(exclude),
    }


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
