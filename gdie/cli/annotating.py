"""The group `annotate`, and its commands that read files: `check`, `convert`, `agreement`.

Other modules with commands of the group import `annotate` and decorate with it; gdie.cli imports them.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from gdie.cli.common import one_line_errors, print_table
from gdie.cli.options import CorpusFolder, Output

annotate = typer.Typer(no_args_is_help=True, help="Annotated records: validate them, compare annotators.")


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

    with one_line_errors():
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

    with one_line_errors():
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

    with one_line_errors():
        result = agreement(load_records(first), load_records(second))
        print_table(result.table())
        for line in result.differences if differences else ():
            typer.echo(line)
