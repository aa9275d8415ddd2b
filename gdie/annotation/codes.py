"""Indicator codes of annotated figures: one tab-separated file a document beside its records, `NAME.codes.tsv`.

One line is `start`, `end`, the figure (or the words of an implied zero) as printed, and the code; offsets count characters of the
document. Figures of official forms have their code from the form and are not listed; a figure that is neither has none.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path

from gdie.annotation.records import RecordError

Codes = dict[tuple[int, int], str]
_HEAD = ("start", "end", "figure", "code")


def codes_path(folder: Path, name: str) -> Path:
    """Where the codes of a document stand."""
    return folder / f"{name}.codes.tsv"


def load_codes(path: Path, text: str) -> Codes:
    """The codes of a document by span. Raises `RecordError` for a line that is not in the format or does not fit `text`."""
    codes: Codes = {}
    for number, row in _rows(path):
        # "²" is a digit, too, but no number.
        if len(row) != len(_HEAD) or not (row[0].isdecimal() and row[1].isdecimal()):
            raise RecordError(f"{path}:{number}: is not start, end, figure, code")
        start, end = int(row[0]), int(row[1])
        if printed(text, start, end) != row[2]:
            raise RecordError(f"{path}:{number}: {row[2]!r} does not stand at {start}; the text has changed")
        if (start, end) in codes:
            raise RecordError(f"{path}:{number}: the figure at {start} has a code already")
        codes[start, end] = row[3]
    return codes


def dump_codes(codes: Mapping[tuple[int, int], str], text: str) -> str:
    """The lines of a file of codes, in text order."""
    lines = ["\t".join(_HEAD)]
    lines += [
        f"{start}\t{end}\t{printed(text, start, end)}\t{code}" for (start, end), code in sorted(codes.items())
    ]
    return "\n".join(lines) + "\n"


def printed(text: str, start: int, end: int) -> str:
    """A stretch of the text as one field of a line."""
    return " ".join(text[start:end].split())


def _rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.reader(stream, delimiter="\t", quoting=csv.QUOTE_NONE)
            for row in reader:
                if row and tuple(row) != _HEAD:
                    yield reader.line_num, row
    except UnicodeDecodeError:
        raise RecordError(f"{path}: is not UTF-8; save it as UTF-8") from None
    except OSError as error:
        raise RecordError(f"{path}: cannot be opened ({error.strerror}); check the path") from None
