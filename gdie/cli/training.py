"""The command that makes a model of annotations: `train`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gdie.cli.common import one_line_errors, print_table
from gdie.cli.options import Annotations, Confidence, Config, CorpusFolder, Splits, Written

if TYPE_CHECKING:
    from gdie.evaluation.runs import Training


def train(
    config: Config = Path("configs/gdie.cfg"),
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Folder of the model.")] = None,
    annotations: Annotations = Path("annotations/gold"),
    corpus: CorpusFolder = Path("corpus"),
    written: Written = Path("annotations/written"),
    exclude: Annotated[list[str] | None, typer.Option(help="A document to leave out; repeatable.")] = None,
    develop: Annotated[
        bool,
        typer.Option("--develop", help="Leave the development documents of --splits out and stop by them."),
    ] = False,
    splits: Splits = Path("training/splits.toml"),
    confidence: Confidence = Path("training/confidence.json"),
    calibrate: Annotated[
        bool,
        typer.Option(
            "--calibrate", help="Fit --confidence anew first: one more training a fold of --splits."
        ),
    ] = False,
    linker_only: Annotated[
        bool,
        typer.Option("--linker-only", help="Train the indicator linker of the model anew, leave the rest."),
    ] = False,
    jobs: Annotated[int, typer.Option("--jobs", "-j", min=1, help="Folds of --calibrate side by side.")] = 1,
    quick: Annotated[
        bool, typer.Option("--quick", help="A short training that only shows that all parts work.")
    ] = False,
) -> None:
    """Train a pipeline on the annotations and print its scores on the documents it has seen and has not."""
    from gdie.evaluation.runs import Training, evaluate_pipeline
    from gdie.facts.confidence import Calibration
    from gdie.pipeline import SHIPPED
    from gdie.training.gold import load_gold, load_written, read_splits
    from gdie.training.run import QUICK, QUICK_LINKED, complete
    from gdie.training.run import train as run

    with one_line_errors():
        if not config.is_file():
            raise FileNotFoundError(2, "No such config; run in the project's folder or name one", str(config))
        if output is None and (quick or develop or exclude):
            raise typer.BadParameter("would replace the shipped model by a lesser one; name a folder with -o")
        training = Training(config, annotations, corpus, written)
        development = read_splits(splits).development if develop else []
        gold = load_gold(annotations, corpus)
        if calibrate:
            _calibrate(training, splits, confidence, jobs)
        calibration = Calibration.read(confidence)
        if linker_only:
            pipeline = complete(output or SHIPPED, training.paths, exclude or (), calibration)
        else:
            pipeline = run(
                config,
                output or SHIPPED,
                paths=training.paths,
                exclude=exclude or (),
                development=development,
                overrides=QUICK if quick else None,
                linked=QUICK_LINKED if quick else None,
                confidence=calibration,
            )
        unseen = {*(exclude or ()), *development}
        tests = [*gold, *(item for item in load_written(written) if item[0].stem in unseen)]
        print_table(evaluate_pipeline(pipeline, tests, seen=lambda d: d.stem not in unseen).table())


def _calibrate(training: Training, splits: Path, confidence: Path, jobs: int) -> None:
    import json

    from gdie.evaluation.confidence import calibrate, folds_of
    from gdie.outputs.files import write_text
    from gdie.training.gold import load_gold, load_written, read_splits

    gold = load_gold(training.annotations, training.corpus)
    written = load_written(training.written)
    folds = folds_of(read_splits(splits), gold, written)
    fitted = calibrate(training, folds, [*gold, *written], jobs)
    write_text(json.dumps(fitted.as_json(), indent=2) + "\n", confidence)
