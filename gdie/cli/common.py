"""What all commands do alike: reading their arguments' files, printing, errors of one line."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum
from errno import ENOENT
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import typer
from rich.console import Console

if TYPE_CHECKING:
    from rich.console import RenderableType

    from gdie.batch.run import Run
    from gdie.batch.work import Settings
    from gdie.documents import Document, Limits

AnyFormat = TypeVar("AnyFormat", bound=Enum)
WIDTH = 180  # of tables where there is no terminal
_FEW = 3  # files that no progress bar is shown for
errors = Console(stderr=True, highlight=False, soft_wrap=True)
"""Where whatever is not a command's result is said."""


def complain(message: object) -> None:
    """Say on standard error what is wrong."""
    errors.print(f"gdie: {message}", style="red", markup=False)


def print_table(table: RenderableType) -> None:
    """Print a table on standard output."""
    with printer(None) as console:
        console.print(table)


@contextmanager
def printer(output: Path | None) -> Iterator[Console]:
    """A console on standard output, or one whose text is written to a file when all is printed."""
    if output is None:
        yield Console(highlight=False, width=None if sys.stdout.isatty() else WIDTH)
        return
    from gdie.outputs.files import new_file

    with new_file(output) as stream, io.TextIOWrapper(stream, "utf-8", newline="") as text:
        yield Console(file=text, width=WIDTH)


@contextmanager
def one_line_errors() -> Iterator[None]:
    """Errors that the user can mend are one line and exit code 2, never a traceback."""
    try:
        yield
    except (ValueError, OSError) as error:
        from gdie.annotation import RecordError
        from gdie.batch.journal import JournalError
        from gdie.batch.work import SetupError
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
            JournalError,
            SetupError,
            OSError,
        )
        if not isinstance(error, expected):
            raise
        complain(error)
        raise typer.Exit(2) from None


def by_ending(output: Path | None, formats: type[AnyFormat]) -> AnyFormat | None:
    """The format that a file's ending names, or None."""
    ending = output.suffix.removeprefix(".").lower() if output else ""
    return next((form for form in formats if form.value == ending), None)


def limits_of(options: list[str] | None) -> Limits:
    """The limits that the options --limit change. A wrong one ends the command with a line that names them all."""
    from gdie.documents import DEFAULT_LIMITS

    try:
        return DEFAULT_LIMITS.with_options(options or ())
    except ValueError as error:
        raise typer.BadParameter(f"--limit {error}") from None


def refuse_folder(output: Path | None) -> None:
    """End the command at once where a file could not be written in the end."""
    if output and output.is_dir():
        raise typer.BadParameter(f"{output} is a folder; name a file with -o")


@contextmanager
def running(
    paths: list[Path],
    settings: Settings,
    *,
    jobs: int = 1,
    output: Path | None = None,
    resume: bool = False,
    report: Path | None = None,
) -> Iterator[Run]:
    """A run over files with a progress bar, failures of one line, and at its end a summary and the report."""
    from gdie.batch.report import write_report
    from gdie.batch.run import Run

    if resume and output is None:
        raise typer.BadParameter("--resume goes on with the run that writes a file; name it with -o")
    if report and not report.parent.is_dir():
        raise FileNotFoundError(ENOENT, os.strerror(ENOENT), str(report.parent))
    with Run(
        paths, settings, jobs=jobs, output=output, resume=resume, listed=report is not None, tell=complain
    ) as run:
        try:
            with _progress(run, quiet=output is None and sys.stdout.isatty()):
                yield run
        except BaseException:
            if run.journal:
                errors.print(
                    f"gdie: what was found so far is in {run.journal}; --resume goes on", markup=False
                )
            raise
        finally:
            if run.tally.seen > 1:
                errors.print(f"gdie: {run.tally.summary()}", markup=False)
            if report:
                write_report(run.entries, report)


@contextmanager
def _progress(run: Run, quiet: bool) -> Iterator[None]:
    """A bar on standard error where that is a terminal: files, how many a second, failures so far."""
    if quiet or run.tally.total < _FEW or not sys.stderr.isatty():
        yield
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        *(TextColumn("reading"), BarColumn(), MofNCompleteColumn()),
        *(TextColumn("{task.fields[rate]}"), TimeRemainingColumn(), TextColumn("{task.fields[failed]}")),
    )
    with Progress(*columns, console=errors, transient=True) as progress:
        task = progress.add_task("", total=run.tally.total, rate="", failed="")

        def tick() -> None:
            speed = run.tally.seen / max(progress.tasks[0].elapsed or 0.0, 0.1)
            failed = f"{run.tally.failed} failed" if run.tally.failed else ""
            progress.update(
                task,
                completed=run.tally.seen,
                total=run.tally.total,
                rate=f"{speed:.1f} files/s",
                failed=failed,
            )

        run.tick = tick
        yield


def read_all(paths: list[Path], failures: list[str]) -> Iterator[Document]:
    """The documents of all paths; a bad one is reported and passed over."""
    from gdie.batch.documents import read_documents

    def fail(message: str) -> None:
        failures.append(message)
        complain(message)

    return read_documents(paths, fail, complain)
