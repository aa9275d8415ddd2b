"""The commands of the group `annotate` that talk to a doccano server: `push` and `pull`."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gdie.cli.annotating import annotate
from gdie.cli.common import complain, one_line_errors, read_all
from gdie.cli.options import Annotations, CorpusFolder, Model, Paths

if TYPE_CHECKING:
    from gdie.annotation import Annotation
    from gdie.annotation.doccano.server import Server
    from gdie.documents import Document

Labels = Annotated[Path, typer.Option(help="Folder of span_types.json and relation_types.json.")]
Guideline = Annotated[Path, typer.Option(help="What annotators read in the project.")]
ProjectName = Annotated[
    str, typer.Option("--project", help="Name of the project on the server.", show_default=False)
]
Url = Annotated[
    str, typer.Option("--url", envvar="GDIE_DOCCANO_URL", help="Address of the server.", show_default=False)
]
AllowHttp = Annotated[
    bool,
    typer.Option("--allow-http", help="Allow an unencrypted way to a server other than this machine."),
]
Timeout = Annotated[float, typer.Option(min=0.1, help="Seconds to wait for an answer of the server.")]


@annotate.command("push")
def annotate_push(
    paths: Paths,
    project: ProjectName,
    url: Url = "",
    annotators: Annotated[
        list[str] | None,
        typer.Option("--annotator", help="A user who works in a project of their own; repeatable."),
    ] = None,
    suggest: Annotated[
        bool,
        typer.Option("--suggest/--no-suggest", help="Let the model annotate first what has no gold."),
    ] = True,
    only: Annotated[
        Path | None,
        typer.Option(help="JSONL with doc, offset and text, as of `annotate next`: push these records only."),
    ] = None,
    model: Model = None,
    gold: Annotations = Path("annotations/gold"),
    labels: Labels = Path("annotations/labels"),
    guideline: Guideline = Path("annotations/guidelines.md"),
    allow_http: AllowHttp = False,
    timeout: Timeout = 60.0,
) -> None:
    """Put documents into doccano, each record once, with its gold or the model's suggestions. Run again, it adds what lacks.

    User and password are those of GDIE_DOCCANO_USER and GDIE_DOCCANO_PASSWORD, or asked for. Exit code 1 if a record is left out.
    """
    from gdie.annotation.doccano.choice import chosen, gold_of, read_choice
    from gdie.annotation.doccano.projects import ensure_project, project_name, read_setup
    from gdie.annotation.doccano.pushing import push
    from gdie.annotation.doccano.tasks import miscounted, place, tasks_of

    failures: list[str] = []
    with one_line_errors():
        owners: list[str | None] = list(annotators) if annotators else [None]
        names = [project_name(project, owner) for owner in owners]
        setup = read_setup(labels, guideline)
        documents = list(read_all(paths, failures))
        known = gold_of(gold, [document.stem for document in documents])
        choice = read_choice(only) if only else None
        server = _connected(url, timeout, allow_http)
        tasks, unfit = tasks_of(documents, known, _suggestions(model) if suggest else None)
        tasks = tasks if choice is None else chosen(tasks, choice)
        left_out = [str(record) for record in unfit]
        for owner, name in zip(owners, names, strict=True):
            found, notes = ensure_project(server, name, setup, owner)
            done = push(server, found, tasks)
            typer.echo(
                f"{name}: {done.sent} records sent, {done.present} were there, {done.removed} doubles removed"
            )
            for line in (*notes, *done.notes):
                typer.echo(f"  {line}")
            left_out += done.missing
        for task in tasks:
            if miscounted(task.record.text):
                typer.echo(
                    f"  {place(task.record.doc, task.record.offset)}: has characters that the editor counts as "
                    "one with their neighbours; look at marks behind them twice"
                )
        for line in left_out:
            complain(line)
    raise typer.Exit(2 if failures else int(bool(left_out)))


@annotate.command("pull")
def annotate_pull(
    project: ProjectName,
    url: Url = "",
    output: Annotated[
        Path,
        typer.Option("--output", "-o", help="Folder of what is pulled: PROJECT/ANNOTATOR/DOCUMENT.jsonl."),
    ] = Path("annotations/pulled"),
    approved: Annotated[
        bool, typer.Option("--approved", help="Only records that were marked as done.")
    ] = False,
    annotator: Annotated[str | None, typer.Option(help="Of this annotator only.")] = None,
    into_gold: Annotated[
        bool,
        typer.Option("--gold", help="Also put one annotator's records that are marked as done into gold."),
    ] = False,
    gold: Annotations = Path("annotations/gold"),
    corpus: CorpusFolder = Path("corpus"),
    allow_http: AllowHttp = False,
    timeout: Timeout = 60.0,
) -> None:
    """Get annotations back from doccano, every annotator's apart. What is not sound is listed and left out.

    User and password as for push. Exit code 1 if a record is left out or gold has changed since the push.
    """
    from gdie.annotation.doccano.files import gold_files, one_annotator, pulled_files, stale_files
    from gdie.annotation.doccano.pulling import pull
    from gdie.outputs.files import write_text

    failures: list[str] = []
    with one_line_errors():
        texts = {document.stem: document.text for document in read_all([corpus], failures)}
        server = _connected(url, timeout, allow_http)
        found = pull(server, project, texts, approved_only=approved)
        pulled = list(pulled_files(output, project, found))
        if annotator is not None or into_gold:
            meant = one_annotator(found, annotator)
            pulled = [one for one in pulled if one[0] is meant]
        left_out = [f"{own.annotator!r}: {record}" for own, _, _ in pulled for record in own.unfit]
        for own, folder, files in pulled:
            folder.mkdir(parents=True, exist_ok=True)
            for path, content in files.items():
                write_text(content, path)
            done = sum(item.approved for item in own.items)
            typer.echo(
                f"{folder}: {len(own.items)} records, {done} marked as done, {len(own.unfit)} left out"
            )
            for path in stale_files(folder, files):
                typer.echo(f"  {path}: is of an earlier pull")
            if into_gold:
                merged, remembered = gold_files(gold, folder, own)
                for path, content in merged.files.items():
                    path.parent.mkdir(parents=True, exist_ok=True)
                    write_text(content, path)
                write_text(*remembered)
                typer.echo(
                    f"{gold}: {merged.written} records written, {merged.unchanged} unchanged, {merged.open} not done"
                )
                left_out += [f"conflict: {conflict}" for conflict in merged.conflicts]
        for line in left_out:
            complain(line)
    raise typer.Exit(2 if failures else int(bool(left_out)))


def _connected(url: str, timeout: float, allow_http: bool) -> Server:
    """Log in with what the environment says, or what is typed. Raises `ServerError`."""
    from gdie.annotation.doccano.address import checked_address
    from gdie.annotation.doccano.client import load_client
    from gdie.annotation.doccano.errors import ServerError
    from gdie.annotation.doccano.server import connect

    if not url:
        raise ServerError("which server? Give --url https://… or set GDIE_DOCCANO_URL")
    # Before anybody types a password.
    checked_address(url, allow_http=allow_http)
    load_client()
    user, password = os.environ.get("GDIE_DOCCANO_USER"), os.environ.get("GDIE_DOCCANO_PASSWORD")
    if not (user and password) and not sys.stdin.isatty():
        raise ServerError("set GDIE_DOCCANO_USER and GDIE_DOCCANO_PASSWORD; there is no terminal to ask at")
    user = user or typer.prompt("doccano user", err=True)
    password = password or typer.prompt(f"password of {user}", hide_input=True, err=True)
    return connect(url, user, password, timeout=timeout, allow_http=allow_http)


def _suggestions(model: Path | None) -> Callable[[Document], Annotation]:
    """What annotates a document; the model is loaded when the first document needs it."""
    from gdie.facts import extract
    from gdie.pipeline import load_pipeline

    pipeline = cache(lambda: load_pipeline(model))
    return lambda document: extract(document, pipeline()).annotation
