"""What all commands do alike: reading their arguments' files, printing, errors of one line."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import typer
from rich.console import Console

if TYPE_CHECKING:
    from rich.console import RenderableType

    from gdie.documents import Document
    from gdie.facts import Extraction

AnyFormat = TypeVar("AnyFormat", bound=Enum)
WIDTH = 180  # of tables where there is no terminal
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
    from gdie.outputs.files import write_text

    buffer = io.StringIO()
    yield Console(file=buffer, width=WIDTH)
    write_text(buffer.getvalue(), output)


@contextmanager
def one_line_errors() -> Iterator[None]:
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
        complain(error)
        raise typer.Exit(2) from None


def by_ending(output: Path | None, formats: type[AnyFormat]) -> AnyFormat | None:
    """The format that a file's ending names, or None."""
    ending = output.suffix.removeprefix(".").lower() if output else ""
    return next((form for form in formats if form.value == ending), None)


def read_all(paths: list[Path], failures: list[str]) -> Iterator[Document]:
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
            complain(error)
            continue
        for file in files:
            try:
                yield read_document(file)
            except UnreadableDocument as error:
                failures.append(str(error))
                complain(error)


def extract_all(paths: list[Path], model: Path | None, failures: list[str]) -> Iterator[Extraction]:
    """Facts of the documents of all paths, read by the shipped pipeline or that in `model`, with a progress bar."""
    from rich.progress import track

    from gdie.facts import extract
    from gdie.pipeline import load_pipeline

    documents = list(read_all(paths, failures))
    if not documents:
        return
    pipeline = load_pipeline(model)
    quiet = len(documents) < 3 or not sys.stderr.isatty()
    for document in track(documents, "reading", console=errors, disable=quiet, transient=True):
        yield extract(document, pipeline)
