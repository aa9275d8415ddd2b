"""The report of a run: one line a file with what became of it and what document it is.

| column | type | |
|---|---|---|
| path | text | as the run shows it; a member of an archive as `archive.zip/dir/report.docx` |
| status | text | read; skipped (no document, in a folder); failed |
| reason | text | why it was not read, or what of it |
| format | text | as its content says |
| bytes, sha256 | int, text | of the file |
| facts | int | how many were found (with --obligations: obligations) |
| seconds | float | that it took; nothing else differs between two runs |

then what the document is: its name, kind, title and so on.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from pathlib import Path

from gdie.batch.run import Entry
from gdie.facts.about import About
from gdie.outputs.files import jsonl, write_text
from gdie.outputs.sheets import Cell, Field, FileFormat, Sheet, write_rows

_OWN = (
    Field("path"),
    Field("status"),
    Field("reason"),
    Field("format"),
    Field("bytes", "int"),
    Field("sha256"),
    Field("facts", "int"),
    Field("seconds", "float"),
)
_ABOUT = tuple(
    Field(f.name, "int" if f.name == "year" else "text") for f in fields(About) if f.name != "facts"
)


def write_report(entries: Iterable[Entry], path: Path) -> None:
    """Write the report as the ending of `path` says, JSONL by default. Raises OSError, TooLarge."""
    rows = map(_row, entries)
    match path.suffix.lower():
        case ".csv":
            form: FileFormat = "csv"
        case ".xlsx":
            form = "xlsx"
        case ".parquet":
            form = "parquet"
        case _:
            write_text(jsonl(rows), path)
            return
    head = Sheet("files", (*_OWN, *_ABOUT), (), frozen=1)
    write_rows(head, (tuple(row.values()) for row in rows), form, path)


def _row(entry: Entry) -> dict[str, Cell]:
    """All columns, None where something is not known."""
    outcome = entry.outcome
    read = outcome.status == "read"
    return {
        "path": entry.path,
        "status": outcome.status,
        "reason": outcome.reason.removeprefix(f"{entry.path}: ") or "; ".join(outcome.warnings) or None,
        "format": outcome.format,
        "bytes": outcome.bytes,
        "sha256": outcome.sha256,
        "facts": outcome.facts if read else None,
        "seconds": outcome.seconds if read else None,
        **{field.name: outcome.about.get(field.name) for field in _ABOUT},
    }
