"""The `gdie` command. Holds no logic: each command reads its arguments, calls the rooms, prints, sets the exit code.

Exit codes: 0 done (for `check`: consistent), 1 inconsistent, 2 something could not be read or is missing.
Heavy imports stand inside the commands, so that `gdie --help` answers at once.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer
from rich.console import Console

if TYPE_CHECKING:
    from rich.console import RenderableType

    from gdie.documents import Document
    from gdie.evaluation.report import Report
    from gdie.evaluation.runs import Training
    from gdie.facts import Extraction
    from gdie.outputs.findings.selection import Checked

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Statistics of Chinese government-information-disclosure reports (政府信息公开工作年度报告) as facts with evidence.",
)
annotate = typer.Typer(no_args_is_help=True, help="Annotated records: validate them, compare annotators.")
app.add_typer(annotate, name="annotate")

AnyFormat = TypeVar("AnyFormat", bound=Enum)
WIDTH = 180  # of tables where there is no terminal
errors = Console(stderr=True, highlight=False, soft_wrap=True)


class FindingFormat(str, Enum):
    """Output formats of `check`."""

    table = "table"
    jsonl = "jsonl"
    html = "html"


class FactFormat(str, Enum):
    """Output formats of `extract`."""

    table = "table"
    jsonl = "jsonl"
    csv = "csv"
    xlsx = "xlsx"
    parquet = "parquet"


class FileFormat(str, Enum):
    """Output formats of `panel`."""

    csv = "csv"
    xlsx = "xlsx"
    parquet = "parquet"


class FormMix(str, Enum):
    """Which official forms are generated."""

    reports = "reports"
    others = "others"


class Lang(str, Enum):
    """Languages of findings."""

    en = "en"
    zh = "zh"


Paths = Annotated[
    list[Path], typer.Argument(help="Files or folders; - is standard input.", show_default=False)
]
Model = Annotated[Path | None, typer.Option("--model", help="A trained pipeline instead of the shipped one.")]
MinConfidence = Annotated[
    float,
    typer.Option(min=0, max=1, help="Leave out facts that are less likely right than this."),
]
Output = Annotated[Path | None, typer.Option("--output", "-o", help="Write here instead of standard output.")]
Annotations = Annotated[Path, typer.Option("--annotations", help="Folder of gold JSONL files.")]
CorpusFolder = Annotated[
    Path, typer.Option("--corpus", help="Folder of source documents with manifest.toml.")
]
Confidence = Annotated[
    Path,
    typer.Option("--confidence", help="How confidence is calibrated; packed with a model if it is there."),
]
Config = Annotated[Path, typer.Option("--config", help="The config to train by.")]
Written = Annotated[Path, typer.Option("--written", help="Folder of reports in inline markup.")]
Splits = Annotated[Path, typer.Option("--splits", help="Which documents to hold out.")]


def _complain(message: object) -> None:
    errors.print(f"gdie: {message}", style="red", markup=False)


def _print(table: RenderableType) -> None:
    with _printer(None) as console:
        console.print(table)


@contextmanager
def _printer(output: Path | None) -> Iterator[Console]:
    """A console on standard output, or one whose text is written to a file when all is printed."""
    if output is None:
        yield Console(highlight=False, width=None if sys.stdout.isatty() else WIDTH)
        return
    from gdie.outputs.files import write_text

    buffer = io.StringIO()
    yield Console(file=buffer, width=WIDTH)
    write_text(buffer.getvalue(), output)


@contextmanager
def _one_line_errors() -> Iterator[None]:
    """Errors that the user can mend are one line and exit code 2, never a traceback."""
    try:
        yield
    except (ValueError, OSError) as error:
        from gdie.annotation import RecordError
        from gdie.documents import UnreadableDocument
        from gdie.evaluation.calibration import MissingExtra
        from gdie.evaluation.devset import DevsetError
        from gdie.evaluation.learning import SplitError
        from gdie.facts.confidence import CalibrationError
        from gdie.outputs.findings.baseline import BaselineError
        from gdie.outputs.findings.selection import UnknownRule
        from gdie.outputs.scores.saved import NoReport
        from gdie.outputs.sheets import TooLarge
        from gdie.pipeline import PipelineNotFound
        from gdie.training.gold import GoldError

        expected = (
            UnreadableDocument,
            RecordError,
            PipelineNotFound,
            GoldError,
            DevsetError,
            SplitError,
            CalibrationError,
            MissingExtra,
            NoReport,
            TooLarge,
            BaselineError,
            UnknownRule,
            OSError,
        )
        if not isinstance(error, expected):
            raise
        _complain(error)
        raise typer.Exit(2) from None


def _by_ending(output: Path | None, formats: type[AnyFormat]) -> AnyFormat | None:
    """The format that a file's ending names, or None."""
    ending = output.suffix.removeprefix(".").lower() if output else ""
    return next((form for form in formats if form.value == ending), None)


def _read_all(paths: list[Path], failures: list[str]) -> Iterator[Document]:
    """The documents of all paths; a bad one is reported and passed over."""
    from gdie.documents import UnreadableDocument, find_documents, read_document, read_stream

    for path in paths:
        try:
            if str(path) == "-":
                yield read_stream(sys.stdin.buffer)
                continue
            files = list(find_documents(path))
            if not files:
                raise UnreadableDocument(f"{path}: holds no .txt files; give a folder with reports as text")
        except (UnreadableDocument, OSError) as error:
            failures.append(str(error))
            _complain(error)
            continue
        for file in files:
            try:
                yield read_document(file)
            except UnreadableDocument as error:
                failures.append(str(error))
                _complain(error)


def _extract_all(paths: list[Path], model: Path | None, failures: list[str]) -> Iterator[Extraction]:
    from rich.progress import track

    from gdie.facts import extract
    from gdie.pipeline import load_pipeline

    documents = list(_read_all(paths, failures))
    if not documents:
        return
    pipeline = load_pipeline(model)
    quiet = len(documents) < 3 or not sys.stderr.isatty()
    for document in track(documents, "reading", console=errors, disable=quiet, transient=True):
        yield extract(document, pipeline)


@app.command()
def extract(
    paths: Paths,
    form: Annotated[
        FactFormat | None,
        typer.Option("--format", help="By default as the ending of --output says, else a table for people."),
    ] = None,
    output: Output = None,
    model: Model = None,
    min_confidence: MinConfidence = 0.0,
    obligations: Annotated[
        bool,
        typer.Option("--obligations", help="The tasks of work plans with their units and deadlines instead."),
    ] = False,
) -> None:
    """Facts of reports: every figure with what it counts, its channel, period, agency, total and place."""
    from gdie.facts.confidence import confident
    from gdie.outputs.files import jsonl, write_bytes, write_text
    from gdie.outputs.terminal import print_facts

    chosen = form or _by_ending(output, FactFormat) or FactFormat.table
    if chosen in (FactFormat.xlsx, FactFormat.parquet) and output is None and sys.stdout.isatty():
        raise typer.BadParameter(f"{chosen.value} is not for a terminal; name a file with -o")
    failures: list[str] = []
    with _one_line_errors():
        if obligations:
            _extract_obligations(paths, chosen, output, failures)
            raise typer.Exit(2 if failures else 0)
        extractions = list(_extract_all(paths, model, failures))
        found = [(e.document, confident(e.facts, min_confidence)) for e in extractions]
        facts = [fact for _, own in found for fact in own]
        if chosen is FactFormat.table:
            with _printer(output) as console:
                for document, own in found:
                    print_facts(console, document, own)
        elif chosen is FactFormat.jsonl:
            write_text(jsonl(fact.as_json() for fact in facts), output)
        else:
            from gdie.outputs.flat import facts_sheet
            from gdie.outputs.sheets import file_bytes

            write_bytes(file_bytes(facts_sheet(facts), chosen.value), output)
    raise typer.Exit(2 if failures else 0)


def _extract_obligations(
    paths: list[Path], form: FactFormat, output: Path | None, failures: list[str]
) -> None:
    from gdie.facts.obligations import obligations as read
    from gdie.outputs.files import jsonl, write_text
    from gdie.outputs.terminal import print_obligations

    if form not in (FactFormat.table, FactFormat.jsonl):
        raise typer.BadParameter("obligations are nested; give --format table or jsonl")
    found = [(document, read(document)) for document in _read_all(paths, failures)]
    if form is FactFormat.jsonl:
        write_text(jsonl(one.as_json() for _, own in found for one in own), output)
        return
    with _printer(output) as console:
        for document, own in found:
            print_obligations(console, document, own)


@app.command()
def panel(
    paths: Paths,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="Write here: a workbook, or a folder for csv and parquet."),
    ] = None,
    form: Annotated[
        FileFormat | None,
        typer.Option("--format", help="By default as the ending of --output says, else csv."),
    ] = None,
    model: Model = None,
    min_confidence: MinConfidence = 0.0,
) -> None:
    """A panel of agencies, years and indicators: wide, long with every stated value and its evidence, and a codebook."""
    from gdie.facts.confidence import confident
    from gdie.facts.report import report_of
    from gdie.outputs.panel import build_panel
    from gdie.outputs.panel_view import print_panel
    from gdie.outputs.sheets import write_sheets

    chosen = form or _by_ending(output, FileFormat)
    if form is not None and output is None:
        raise typer.BadParameter("a panel is several tables; name a workbook or a folder with -o")
    if chosen is None and output is not None and output.suffix and not output.is_dir():
        raise typer.BadParameter(f"{output}: the ending is none of csv, xlsx and parquet; give --format")
    failures: list[str] = []
    with _one_line_errors():
        reports = [
            report_of(replace(extraction, facts=confident(extraction.facts, min_confidence)))
            for extraction in _extract_all(paths, model, failures)
        ]
        made = build_panel(reports)
        if made.note:
            errors.print(f"gdie: {made.note}", markup=False)
        if output is None:
            with _printer(None) as console:
                print_panel(console, made)
        elif reports:  # where nothing could be read, an earlier panel stays
            write_sheets(made.sheets, output, (chosen or FileFormat.csv).value)
    raise typer.Exit(2 if failures else 0)


@app.command()
def check(
    paths: Annotated[
        list[Path] | None, typer.Argument(help="Files or folders; - is standard input.", show_default=False)
    ] = None,
    form: Annotated[
        FindingFormat | None,
        typer.Option("--format", help="By default as the ending of --output says, else a table for people."),
    ] = None,
    lang: Annotated[Lang, typer.Option(help="Language of what is printed.")] = Lang.en,
    show_all: Annotated[
        bool, typer.Option("--all", help="Also list what holds or cannot be judged.")
    ] = False,
    output: Output = None,
    corrections: Annotated[
        Path | None, typer.Option("--corrections", help="Write the corrections proposed here, as JSONL.")
    ] = None,
    ignore: Annotated[
        list[str] | None,
        typer.Option("--ignore", metavar="RULE", help="A rule to leave out, or a pattern (A*); repeatable."),
    ] = None,
    list_rules: Annotated[
        bool, typer.Option("--rules", help="List all rules with what they say, and end.")
    ] = False,
    baseline: Annotated[
        Path | None, typer.Option("--baseline", help="A file of accepted findings, which are not reported.")
    ] = None,
    update: Annotated[
        bool, typer.Option("--update-baseline", help="Accept all that is found now: write it to --baseline.")
    ] = False,
    model: Model = None,
) -> None:
    """Reconcile the facts of reports: with each other, the official forms and other years. Exit code 1 if one is an error."""
    if not (paths or list_rules):
        raise typer.BadParameter("name files or folders to check")
    if update and baseline is None:
        raise typer.BadParameter("--update-baseline needs --baseline FILE")
    from gdie.facts.report import report_of
    from gdie.indicators import load_rules
    from gdie.outputs.files import jsonl, write_text
    from gdie.outputs.findings.baseline import Baseline, read_baseline, renewed, write_baseline
    from gdie.outputs.findings.checking import check_all
    from gdie.outputs.findings.selection import (
        entries,
        ignored_rules,
        inconsistent,
        without_accepted,
        without_rules,
    )
    from gdie.outputs.terminal import print_rules

    rules = load_rules()
    failures: list[str] = []
    with _one_line_errors():
        if list_rules:
            with _printer(output) as console:
                print_rules(console, rules.values(), lang.value)
            return
        ignored = ignored_rules(ignore or (), rules)
        known = read_baseline(baseline, new=update) if baseline else Baseline()
        extractions = _extract_all(paths or [], model, failures)
        every = check_all((extraction.document, report_of(extraction)) for extraction in extractions)
        checked = [without_rules(one, ignored) for one in every]
        if baseline and update:
            known = renewed(known, {one.stem for one in every}, entries(checked), entries(every))
            write_baseline(known, baseline)
        checked = [without_accepted(one, known) for one in checked]
        if checked:  # where nothing could be read, earlier files stay
            _write_findings(checked, form or _by_ending(output, FindingFormat), output, lang, show_all)
        if checked and corrections:
            write_text(jsonl(c.as_json() for one in checked for c in one.corrections), corrections)
    raise typer.Exit(2 if failures else int(any(map(inconsistent, checked))))


def _write_findings(
    checked: list[Checked], form: FindingFormat | None, output: Path | None, lang: Lang, show_all: bool
) -> None:
    from gdie.outputs.files import jsonl, write_bytes, write_text

    if form is FindingFormat.jsonl:
        write_text(jsonl(f.as_json() for one in checked for f in one.findings), output)
    elif form is FindingFormat.html:
        from gdie.indicators import load_rules
        from gdie.outputs.findings.page import render_findings

        page = render_findings(checked, load_rules(), lang.value, show_all)
        write_bytes(page.encode("utf-8"), output)
    else:
        from gdie.outputs.findings.excerpts import Library
        from gdie.outputs.terminal import print_findings

        library = Library(checked)
        with _printer(output) as console:
            for one in checked:
                print_findings(console, one, library, lang.value, show_all)


@app.command()
def text(
    path: Annotated[Path, typer.Argument(help="A file; - is standard input.", show_default=False)],
) -> None:
    """The text layer of a file, exactly: all offsets of gdie count its characters."""
    from gdie.documents import read_document, read_stream

    with _one_line_errors():
        document = read_stream(sys.stdin.buffer) if str(path) == "-" else read_document(path)
        sys.stdout.buffer.write(document.text.encode("utf-8", "surrogatepass"))


@app.command()
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

    with _one_line_errors():
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
        _print(evaluate_pipeline(pipeline, tests, seen=lambda d: d.stem not in unseen).table())


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


@app.command()
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
    with _one_line_errors():
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
        _print(report.table())
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

    with _one_line_errors():
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

    with _one_line_errors():
        gold = load_gold(annotations, corpus)
        reports = load_written(written)
        real, invented = score_unseen([*gold, *reports], [d.stem for d, _ in gold])
        columns = {
            "gold, seen": score_seen(load_pipeline(model), gold),
            "gold, unseen": real,
            "written, unseen": invented,
        }
        _print(render_codes(columns))
        if json_output:
            scores = {name: column.as_json() for name, column in columns.items()}
            write_text(json.dumps(scores, ensure_ascii=False, indent=2) + "\n", json_output)


@annotate.command("check")
def annotate_check(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(
            help="JSONL records, reports in inline markup (.txt), or folders.", show_default="annotations"
        ),
    ] = None,
    corpus: CorpusFolder = Path("corpus"),
    review: Annotated[
        bool,
        typer.Option("--review", help="Print every figure of a marked report with what it is joined to."),
    ] = False,
) -> None:
    """Validate annotations: spans, relations, text, and sums of marked reports. Exit code 1 if one is wrong."""
    from gdie.training.gold import annotation_files, check_annotations

    with _one_line_errors():
        files = annotation_files(paths or [Path("annotations")])
        wrong = 0
        for line, is_problem in check_annotations(files, corpus, review):
            wrong += is_problem
            typer.echo(line)
        typer.echo(f"{len(files)} files, {wrong} problems")
    raise typer.Exit(int(wrong > 0))


@annotate.command("convert")
def annotate_convert(
    paths: Annotated[list[Path], typer.Argument(help="Reports in inline markup.", show_default=False)],
    output: Output = None,
) -> None:
    """Turn reports in inline markup into JSONL records, as doccano imports them."""
    from gdie.annotation import dump_records
    from gdie.annotation.markup import load_markup
    from gdie.outputs.files import write_text

    with _one_line_errors():
        write_text(dump_records(r for path in paths for r in load_markup(path).records()), output)


@annotate.command("agreement")
def annotate_agreement(
    first: Annotated[Path, typer.Argument(help="JSONL file of one annotator.", show_default=False)],
    second: Annotated[Path, typer.Argument(help="JSONL file of the other.", show_default=False)],
    differences: Annotated[bool, typer.Option(help="List where they differ.")] = False,
) -> None:
    """Agreement of two annotators of one document: F1 of entities and relations."""
    from gdie.annotation import load_records
    from gdie.annotation.agreement import agreement

    with _one_line_errors():
        result = agreement(load_records(first), load_records(second))
        _print(result.table())
        for line in result.differences if differences else ():
            typer.echo(line)


def main() -> None:
    """Entry point; a closed pipe (`gdie … | head`) and Ctrl-C end quietly."""
    import os

    try:
        app()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(1) from None
    except KeyboardInterrupt:
        raise SystemExit(130) from None


if __name__ == "__main__":
    main()
