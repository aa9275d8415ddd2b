"""The group `annotate`, and its commands that read files: `check`, `convert`, `agreement`, `adjudicate`, `export`, `import`.

Other modules with commands of the group import `annotate` and decorate with it; gdie.cli imports them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gdie.cli.common import complain, one_line_errors, print_table
from gdie.cli.options import CorpusFolder, Output

if TYPE_CHECKING:
    from gdie.annotation.formats import Source

annotate = typer.Typer(
    no_args_is_help=True, help="Annotated records: validate, compare, adjudicate, exchange them."
)


class Tool(str, Enum):
    """Formats of other tools."""

    doccano = "doccano"
    brat = "brat"
    docbin = "docbin"


Annotators = Annotated[
    list[Path],
    typer.Argument(
        help="JSONL records of two or more annotators: a file or folder each.", show_default=False
    ),
]


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
    paths: Annotators,
    differences: Annotated[bool, typer.Option(help="List where they differ, side by side.")] = False,
    corpus: CorpusFolder = Path("corpus"),
    json_output: Annotated[
        Path | None, typer.Option("--json", help="Write scores and differences here as JSON.")
    ] = None,
) -> None:
    """Agreement of annotators of the same documents: F1 of entities and relations, Krippendorff's alpha."""
    import json

    from gdie.annotation.agreement import agreement
    from gdie.annotation.agreement_tables import agreement_tables
    from gdie.annotation.annotators import read_annotators
    from gdie.outputs.files import write_text

    with one_line_errors():
        result = agreement(read_annotators(paths), _texts(corpus))
        for table in agreement_tables(result, differences):
            print_table(table)
        if json_output:
            write_text(json.dumps(result.as_json(), ensure_ascii=False, indent=2) + "\n", json_output)
        for line in result.left_out:
            typer.echo(f"not compared: {line}", err=True)


@annotate.command("adjudicate")
def annotate_adjudicate(
    paths: Annotators,
    gold: Annotated[Path, typer.Option(help="Folder of gold JSONL files.")] = Path("annotations/gold"),
    write: Annotated[bool, typer.Option("--write", help="Write the agreed records; else only show.")] = False,
    majority: Annotated[
        bool, typer.Option("--majority", help="Take what more than half have; for three or more.")
    ] = False,
    overwrite: Annotated[
        bool, typer.Option("--replace", help="Replace gold that differs instead of reporting it.")
    ] = False,
    left: Annotated[
        Path | None,
        typer.Option("--open", help="Write the open records here as JSONL, with the part that is agreed."),
    ] = None,
    corpus: CorpusFolder = Path("corpus"),
) -> None:
    """Make gold of the records that annotators agree on; the rest stays open. Exit code 1 if something is open."""
    from gdie.annotation import dump_records
    from gdie.annotation.adjudication import adjudicate, gold_changes, left_open
    from gdie.annotation.annotators import read_annotators
    from gdie.outputs.files import write_text

    if majority and len(paths) < 3:
        raise typer.BadParameter("--majority needs three annotators or more")
    with one_line_errors():
        cases = adjudicate(read_annotators(paths), _texts(corpus), majority)
        changes = gold_changes(cases, gold, overwrite)
        unsettled = [case for case in cases if case.open]
        for case in unsettled:
            typer.echo("\n  ".join((f"open: {case}", *case.open)))
        conflicts = [conflict for change in changes for conflict in change.conflicts]
        for conflict in conflicts:
            typer.echo(f"conflict: {conflict}")
        if left:
            write_text(dump_records(left_open(cases)), left)
        for change in changes if write else ():
            if change.content is not None:
                gold.mkdir(parents=True, exist_ok=True)
                write_text(change.content, change.path)
        new, known = (sum(getattr(change, count) for change in changes) for count in ("written", "known"))
        typer.echo(
            f"{new} agreed records {'written' if write else 'to write (--write)'}, {known} in gold already, "
            f"{len(unsettled)} open, {len(conflicts)} in conflict with gold"
        )
    raise typer.Exit(int(bool(unsettled or conflicts)))


@annotate.command("export")
def annotate_export(
    paths: Annotated[
        list[Path],
        typer.Argument(help="JSONL records, reports in inline markup, or folders.", show_default=False),
    ],
    tool: Annotated[Tool, typer.Option("--to", help="Format.", show_default=False)],
    output: Annotated[
        Path, typer.Option("--output", "-o", help="File to write; for brat a folder.", show_default=False)
    ],
) -> None:
    """Write records in the format of another tool. Exit code 1 if some are not valid and left out."""
    from gdie.annotation import RecordError, load_records
    from gdie.annotation.formats import Format, Source, checked, export_files
    from gdie.annotation.markup import load_markup
    from gdie.training.gold import annotation_files

    with one_line_errors():
        records, refused = [], []
        for path in annotation_files(paths):
            try:
                records += load_markup(path).records() if path.suffix == ".txt" else load_records(path)
            except RecordError as error:
                refused.append(str(error))
        source = checked(Source("export", tuple(records), tuple(refused)))
        _say_of([source])
        form = Format(tool.value)
        _write(export_files(source.records, form, output), new=form is Format.brat)
    raise typer.Exit(int(bool(source.refused)))


@annotate.command("import")
def annotate_import(
    paths: Annotated[
        list[Path],
        typer.Argument(help="Files of the tool; for brat folders of .txt and .ann.", show_default=False),
    ],
    tool: Annotated[Tool, typer.Option("--from", help="Format.", show_default=False)],
    output: Annotated[
        Path,
        typer.Option(
            "--output", "-o", help="Folder for a JSONL file a document; annotators apart.", show_default=False
        ),
    ],
    corpus: CorpusFolder = Path("corpus"),
) -> None:
    """Read records from files of another tool. Exit code 1 if some are not valid and left out, 2 if all are."""
    from gdie.annotation.formats import Format, import_files, read_sources

    with one_line_errors():
        sources = read_sources(paths, Format(tool.value), _texts(corpus))
        _say_of(sources)
        _write(import_files(sources, output), new=True)
    raise typer.Exit(int(any(source.refused for source in sources)))


def _texts(corpus: Path) -> dict[str, str]:
    """The text layers of a corpus by name; none where there is no corpus."""
    from gdie.documents import read_document
    from gdie.training.gold import read_manifest

    sources = read_manifest(corpus) if (corpus / "manifest.toml").is_file() else []
    return {source.name: read_document(source.path).text for source in sources}


def _say_of(sources: Sequence[Source]) -> None:
    """Say what was taken, passed over and refused; end with exit code 2 when nothing was taken."""
    from gdie.annotation.differences import visible

    for source in sources:
        for note in source.notes:
            typer.echo(f"note: {visible(note)}", err=True)
        for reason in source.refused:
            complain(visible(reason))
    records = [record for source in sources for record in source.records]
    if not records:
        if not any(source.refused for source in sources):
            complain("there are no records in these files")
        raise typer.Exit(2)
    typer.echo(f"{len(records)} records of {len({record.doc for record in records})} documents", err=True)


def _write(files: Mapping[Path, bytes], new: bool) -> None:
    """Write files; with `new`, none that stands there already with other content is changed, and then none is written."""
    from gdie.annotation.formats import refuse_changes
    from gdie.outputs.files import write_bytes

    if new:
        refuse_changes(files)
    for path, content in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        write_bytes(content, path)
