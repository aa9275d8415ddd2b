"""The command that measures a model: `evaluate`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gdie.cli.common import one_line_errors, print_table
from gdie.cli.options import (
    Annotations,
    Confidence,
    Config,
    CorpusFolder,
    FormMix,
    Model,
    Splits,
    Written,
)

if TYPE_CHECKING:
    from gdie.evaluation.report import Report


def evaluate(
    model: Model = None,
    annotations: Annotations = Path("annotations/gold"),
    corpus: CorpusFolder = Path("corpus"),
    devset: Annotated[Path | None, typer.Option(help="A folder of development passages with gold.")] = None,
    cross_validate: Annotated[
        bool, typer.Option("--cross-validate", help="Leave one document out: train and test in turn.")
    ] = False,
    curve: Annotated[
        bool, typer.Option("--curve", help="Train on more and more documents, test on held-out ones.")
    ] = False,
    baselines: Annotated[
        bool, typer.Option("--baselines", help="A pattern and a CRF beside every score.")
    ] = False,
    config: Config = Path("configs/gdie.cfg"),
    written: Written = Path("annotations/written"),
    splits: Splits = Path("training/splits.toml"),
    confidence: Confidence = Path("training/confidence.json"),
    leave_out: Annotated[
        list[str] | None,
        typer.Option(
            help="Leave out these instead; repeatable. For the curve all at once, by default every other one."
        ),
    ] = None,
    jobs: Annotated[int, typer.Option("--jobs", "-j", min=1, help="Trainings side by side.")] = 1,
    steps: Annotated[int | None, typer.Option(min=1, help="Training steps a point of the curve.")] = None,
    sizes: Annotated[
        list[int] | None, typer.Option(min=1, help="Documents of a point; repeatable; by default 1, 2, 4, …")
    ] = None,
    json_output: Annotated[Path | None, typer.Option("--json", help="Write the scores here as JSON.")] = None,
    html: Annotated[
        Path | None, typer.Option("--html", help="Write the scores here as a page with plots.")
    ] = None,
    saved: Annotated[
        list[Path] | None, typer.Option(help="JSON of an earlier run to show on the page too; repeatable.")
    ] = None,
    error_list: Annotated[
        Path | None, typer.Option("--errors", help="Write every error here: a page if .html, else JSONL.")
    ] = None,
    forms: Annotated[
        int | None, typer.Option(min=1, help="Read this many generated official forms instead.")
    ] = None,
    form_mix: Annotated[
        FormMix, typer.Option(help="Reports of 2021 and later, or the other forms.")
    ] = FormMix.reports,
    seed: Annotated[int, typer.Option(help="Of the generated forms and of the curve's order.")] = 1,
    codes: Annotated[
        bool, typer.Option("--codes", help="Indicator codes by group, on seen and unseen documents, instead.")
    ] = False,
) -> None:
    """Precision, recall and F1 of entities, relations and facts, end to end, by field and slice, with intervals."""
    if forms is not None:
        _evaluate_forms(forms, seed, form_mix, json_output)
        return
    if codes:
        _evaluate_codes(model, annotations, corpus, written, json_output)
        return
    if cross_validate + curve + (devset is not None) > 1:
        raise typer.BadParameter("give one of --devset, --cross-validate and --curve")
    from gdie.evaluation import runs
    from gdie.evaluation.inconsistencies import score_inconsistencies
    from gdie.outputs.scores.saved import read_report
    from gdie.pipeline import load_pipeline
    from gdie.training.gold import load_gold, read_splits

    training = runs.Training(config, annotations, corpus, written, confidence)
    curves = json_output is not None or html is not None
    with one_line_errors():
        earlier = [read_report(path) for path in saved or ()]
        beside = runs.make_baselines(training) if baselines and not (cross_validate or curve) else None
        if cross_validate:
            report = runs.cross_validation(
                load_gold(annotations, corpus),
                training,
                leave_out or read_splits(splits).leave_out,
                jobs=jobs,
                baselines=baselines,
                curves=curves,
            )
        elif curve:
            held_out = leave_out or read_splits(splits).leave_out[::2]
            gold = load_gold(annotations, corpus)
            report = runs.learning_curve_of(gold, training, held_out, steps=steps, sizes=sizes, seed=seed)
        elif devset is not None:
            pipeline = load_pipeline(model)
            report = runs.evaluate_devset(pipeline, devset, baselines=beside, curves=curves)
            report = report.with_detection(score_inconsistencies(devset, pipeline))
        else:
            report = runs.evaluate_pipeline(
                load_pipeline(model),
                load_gold(annotations, corpus),
                seen=lambda _: True,
                baselines=beside,
                curves=curves,
            )
        print_table(report.table())
        _write_report(report, earlier, json_output, html, error_list)


def _write_report(
    report: Report,
    earlier: list[dict[str, Any]],
    json_output: Path | None,
    html: Path | None,
    errors: Path | None,
) -> None:
    from gdie.outputs.files import jsonl, write_text
    from gdie.outputs.scores.page import render_errors, render_page

    found = [error.as_json() for error in report.errors]
    if json_output:
        write_text(report.json(), json_output)
    if html:
        write_text(render_page([report.data, *earlier], found), html)
    if errors:
        title = str(report.data["title"])
        write_text(render_errors(title, found) if errors.suffix == ".html" else jsonl(found), errors)


def _evaluate_forms(count: int, seed: int, mix: FormMix, json_output: Path | None) -> None:
    import json

    from gdie.evaluation.forms import evaluate_forms
    from gdie.evaluation.forms_report import as_json, render_forms
    from gdie.evaluation.runs import read_tables
    from gdie.outputs.files import write_text

    with one_line_errors():
        score = evaluate_forms(count, seed, read_tables, mix=mix.value)
        sys.stdout.write(render_forms(score) + "\n")
        if json_output:
            write_text(json.dumps(as_json(score), ensure_ascii=False, indent=2) + "\n", json_output)


def _evaluate_codes(
    model: Path | None, annotations: Path, corpus: Path, written: Path, json_output: Path | None
) -> None:
    import json

    from gdie.evaluation.codes import render_codes, score_seen, score_unseen
    from gdie.outputs.files import write_text
    from gdie.pipeline import load_pipeline
    from gdie.training.gold import load_gold, load_written

    with one_line_errors():
        gold = load_gold(annotations, corpus)
        reports = load_written(written)
        real, invented = score_unseen([*gold, *reports], [d.stem for d, _ in gold])
        columns = {
            "gold, seen": score_seen(load_pipeline(model), gold),
            "gold, unseen": real,
            "written, unseen": invented,
        }
        print_table(render_codes(columns))
        if json_output:
            scores = {name: column.as_json() for name, column in columns.items()}
            write_text(json.dumps(scores, ensure_ascii=False, indent=2) + "\n", json_output)
