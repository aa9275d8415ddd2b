"""The commands that show what reports say: `extract`, `panel`, `text`."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from gdie.cli.common import by_ending, errors, extract_all, one_line_errors, printer, read_all
from gdie.cli.options import FactFormat, FileFormat, MinConfidence, Model, Output, Paths


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

    chosen = form or by_ending(output, FactFormat) or FactFormat.table
    if chosen in (FactFormat.xlsx, FactFormat.parquet) and output is None and sys.stdout.isatty():
        raise typer.BadParameter(f"{chosen.value} is not for a terminal; name a file with -o")
    failures: list[str] = []
    with one_line_errors():
        if obligations:
            _extract_obligations(paths, chosen, output, failures)
            raise typer.Exit(2 if failures else 0)
        extractions = list(extract_all(paths, model, failures))
        found = [(e.document, confident(e.facts, min_confidence)) for e in extractions]
        facts = [fact for _, own in found for fact in own]
        if chosen is FactFormat.table:
            with printer(output) as console:
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
    found = [(document, read(document)) for document in read_all(paths, failures)]
    if form is FactFormat.jsonl:
        write_text(jsonl(one.as_json() for _, own in found for one in own), output)
        return
    with printer(output) as console:
        for document, own in found:
            print_obligations(console, document, own)


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

    chosen = form or by_ending(output, FileFormat)
    if form is not None and output is None:
        raise typer.BadParameter("a panel is several tables; name a workbook or a folder with -o")
    if chosen is None and output is not None and output.suffix and not output.is_dir():
        raise typer.BadParameter(f"{output}: the ending is none of csv, xlsx and parquet; give --format")
    failures: list[str] = []
    with one_line_errors():
        reports = [
            report_of(replace(extraction, facts=confident(extraction.facts, min_confidence)))
            for extraction in extract_all(paths, model, failures)
        ]
        made = build_panel(reports)
        if made.note:
            errors.print(f"gdie: {made.note}", markup=False)
        if output is None:
            with printer(None) as console:
                print_panel(console, made)
        elif reports:  # where nothing could be read, an earlier panel stays
            write_sheets(made.sheets, output, (chosen or FileFormat.csv).value)
    raise typer.Exit(2 if failures else 0)


def text(
    path: Annotated[Path, typer.Argument(help="A file; - is standard input.", show_default=False)],
) -> None:
    """The text layer of a file, exactly: all offsets of gdie count its characters."""
    from gdie.documents import read_document, read_stream

    with one_line_errors():
        document = read_stream(sys.stdin.buffer) if str(path) == "-" else read_document(path)
        sys.stdout.buffer.write(document.text.encode("utf-8", "surrogatepass"))
