"""`gdie annotate next`: which records to annotate next."""

from __future__ import annotations

from enum import Enum
from itertools import islice
from pathlib import Path
from typing import Annotated

import typer

from gdie.cli.annotating import annotate
from gdie.cli.common import by_ending, one_line_errors, printer, read_all
from gdie.cli.options import Model, Output, Paths


class ChoiceFormat(str, Enum):
    """Output formats of `annotate next`."""

    table = "table"
    jsonl = "jsonl"


class StrategyName(str, Enum):
    """The strategies of gdie.annotation.selection, which is slow to import."""

    random = "random"
    confidence = "confidence"
    entropy = "entropy"
    diversity = "diversity"
    coverage = "coverage"
    combined = "combined"


@annotate.command("next")
def annotate_next(
    count: Annotated[int, typer.Argument(min=1, metavar="N", help="How many.", show_default=False)],
    paths: Paths,
    strategy: Annotated[
        StrategyName, typer.Option(help="How to choose; training/README.md compares them.")
    ] = StrategyName.combined,
    gold: Annotated[
        list[Path] | None,
        typer.Option(
            "--gold", help="What is annotated already; repeatable.", show_default="annotations/gold"
        ),
    ] = None,
    seed: Annotated[int, typer.Option(help="For the strategy random.")] = 0,
    form: Annotated[
        ChoiceFormat | None,
        typer.Option("--format", help="By default as the ending of --output says, else a table for people."),
    ] = None,
    output: Output = None,
    model: Model = None,
) -> None:
    """The N records of documents that are worth most to annotate next, best first, of those that have no gold."""
    from gdie.annotation.selection import choices_table, ranked
    from gdie.outputs.files import jsonl, write_text
    from gdie.pipeline import load_pipeline
    from gdie.training.uncertainty import gold_records, unannotated

    failures: list[str] = []
    with one_line_errors():
        annotated = gold_records(gold or [Path("annotations/gold")])
        documents = list(read_all(paths, failures))
        candidates = list(unannotated(documents, annotated, load_pipeline(model))) if documents else []
        texts = [record.text for record in annotated]
        choices = list(islice(ranked(candidates, strategy.value, annotated=texts, seed=seed), count))
        if (form or by_ending(output, ChoiceFormat)) is ChoiceFormat.jsonl:
            write_text(jsonl(choice.as_json() for choice in choices), output)
        else:
            with printer(output) as console:
                console.print(choices_table(choices))
    raise typer.Exit(2 if failures else 0)
