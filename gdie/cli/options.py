"""Arguments and options that commands share, and the choices among formats and languages."""

from __future__ import annotations

from enum import Enum
from pathlib import Path
from typing import Annotated

import typer

from gdie.documents.limits import described


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


Jobs = Annotated[
    int, typer.Option("--jobs", min=0, help="Processes that read files side by side; 0: one a core.")
]
Limit = Annotated[
    list[str] | None,
    typer.Option(
        "--limit", metavar="NAME=N", help=f"Change how much of a file is read ({described()}); repeatable."
    ),
]
Resume = Annotated[
    bool,
    typer.Option(
        "--resume", help="Go on with an interrupted run with the same -o: only what is not done is read."
    ),
]
Report = Annotated[
    Path | None,
    typer.Option(
        "--report", help="Write here what became of each file: JSONL, or .csv, .xlsx, .parquet by the ending."
    ),
]
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
