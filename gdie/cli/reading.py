"""The commands that show what reports say: `extract`, `panel`, `text`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gdie.cli.common import (
    by_ending,
    complain,
    errors,
    limits_of,
    one_line_errors,
    printer,
    refuse_folder,
    running,
)
from gdie.cli.options import (
    FactFormat,
    FileFormat,
    Jobs,
    Limit,
    MinConfidence,
    Model,
    Output,
    Paths,
    Report,
    Resume,
)

if TYPE_CHECKING:
    from gdie.batch.payloads import FoundFacts, FoundObligations


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
    jobs: Jobs = 1,
    resume: Resume = False,
    report: Report = None,
    limit: Limit = None,
) -> None:
    """Facts of reports: every figure with what it counts, its channel, period, agency, total and place."""
    chosen = form or by_ending(output, FactFormat) or FactFormat.table
    if chosen in (FactFormat.xlsx, FactFormat.parquet) and output is None and sys.stdout.isatty():
        raise typer.BadParameter(f"{chosen.value} is not for a terminal; name a file with -o")
    if obligations and chosen not in (FactFormat.table, FactFormat.jsonl):
        raise typer.BadParameter("obligations are nested; give --format table or jsonl")
    refuse_folder(output)
    limits = limits_of(limit)
    from gdie.batch.payloads import FoundFacts, FoundObligations
    from gdie.batch.work import Settings

    settings = Settings("obligations" if obligations else "extract", model, min_confidence, limits)
    with one_line_errors():
        with running(paths, settings, jobs=jobs, output=output, resume=resume, report=report) as run:
            if output is None or run.read():  # where nothing could be read, earlier files stay
                if obligations:
                    _write_obligations(run.results(FoundObligations), chosen, output)
                else:
                    _write_facts(run.results(FoundFacts), chosen, output)
        raise typer.Exit(2 if run.tally.failed else 0)


def _write_facts(found: Iterator[FoundFacts], form: FactFormat, output: Path | None) -> None:
    from gdie.outputs.files import write_jsonl
    from gdie.outputs.flat import fact_rows, facts_sheet
    from gdie.outputs.sheets import write_rows
    from gdie.outputs.terminal import print_facts

    if form is FactFormat.table:
        with printer(output) as console:
            for one in found:
                print_facts(console, one.doc, one.facts, one.places)
        return
    facts = (fact for one in found for fact in one.facts)
    if form is FactFormat.jsonl:
        write_jsonl((fact.as_json() for fact in facts), output)
    else:
        write_rows(facts_sheet(), fact_rows(facts), form.value, output)


def _write_obligations(found: Iterator[FoundObligations], form: FactFormat, output: Path | None) -> None:
    from gdie.outputs.files import write_jsonl
    from gdie.outputs.terminal import print_obligations

    if form is FactFormat.jsonl:
        write_jsonl((task.as_json() for one in found for task in one.obligations), output)
        return
    with printer(output) as console:
        for one in found:
            print_obligations(console, one.doc, one.obligations, one.places)


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
    jobs: Jobs = 1,
    resume: Resume = False,
    report: Report = None,
    limit: Limit = None,
) -> None:
    """A panel of agencies, years and indicators: wide, long with every stated value and its evidence, and a codebook."""
    chosen = form or by_ending(output, FileFormat)
    if form is not None and output is None:
        raise typer.BadParameter("a panel is several tables; name a workbook or a folder with -o")
    if chosen is None and output is not None and output.suffix and not output.is_dir():
        raise typer.BadParameter(f"{output}: the ending is none of csv, xlsx and parquet; give --format")
    if chosen is not FileFormat.xlsx and output is not None and output.is_file():
        raise typer.BadParameter(
            f"{output} is a file; csv and parquet go into a folder, xlsx into a workbook"
        )
    limits = limits_of(limit)
    from gdie.batch.work import Settings
    from gdie.facts.report import Report as ReadReport
    from gdie.outputs.panel import build_panel
    from gdie.outputs.panel_view import print_panel
    from gdie.outputs.sheets import write_sheets

    settings = Settings("panel", model, min_confidence, limits)
    with one_line_errors():
        with running(paths, settings, jobs=jobs, output=output, resume=resume, report=report) as run:
            reports = list(run.results(ReadReport))
            made = build_panel(reports)
            if made.note:
                errors.print(f"gdie: {made.note}", markup=False)
            if output is None:
                with printer(None) as console:
                    print_panel(console, made)
            elif reports:  # where nothing could be read, an earlier panel stays
                write_sheets(made.sheets, output, (chosen or FileFormat.csv).value)
        raise typer.Exit(2 if run.tally.failed else 0)


def text(
    path: Annotated[Path, typer.Argument(help="A file; - is standard input.", show_default=False)],
    limit: Limit = None,
) -> None:
    """The text layer of a file, exactly: all offsets of gdie count its characters."""
    limits = limits_of(limit)
    from gdie.batch.clock import late, time_limit
    from gdie.documents import UnreadableDocument, read_document, read_stream
    from gdie.documents.errors import OutOfTime

    with one_line_errors():
        try:
            with time_limit(limits.seconds):
                if str(path) == "-":
                    document = read_stream(sys.stdin.buffer, limits=limits)
                else:
                    document = read_document(path, limits=limits)
        except OutOfTime:
            raise UnreadableDocument(late(str(path), limits)) from None
        for warning in document.warnings:
            complain(f"{path}: {warning}")
        sys.stdout.buffer.write(document.text.encode("utf-8", "surrogatepass"))
