"""Writing results: to a file whole or not at all, else to standard output."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO


def write_text(text: str, path: Path | None) -> None:
    """Write `text` to a file by way of a neighbour that is renamed at the end; None is standard output.

    Raises OSError when the place can't be written; what stood there before is then unchanged.
    """
    if path is None:
        sys.stdout.write(text)
    else:
        write_bytes(text.encode("utf-8"), path)


def write_bytes(data: bytes, path: Path | None) -> None:
    """Write `data` as `write_text` does."""
    with new_file(path) as stream:
        stream.write(data)


@contextmanager
def new_file(path: Path | None) -> Iterator[BinaryIO]:
    """A file to write piece by piece, as `write_text` does: it is there when the block ends without an error."""
    if path is None:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    handle, name = tempfile.mkstemp(dir=path.parent or Path(), prefix=f".{path.name}.", suffix=".part")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            yield stream
        # mkstemp files are private; a result is as readable as any new file.
        mask = os.umask(0)
        os.umask(mask)
        temporary.chmod(0o666 & ~mask)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def jsonl(rows: Iterable[Mapping[str, Any]]) -> str:
    """One JSON object a line, Chinese readable; U+2028 and U+2029 escaped so that a line is a line everywhere."""
    return "".join(map(_line, rows))


def write_jsonl(rows: Iterable[Mapping[str, Any]], path: Path | None) -> None:
    """Write rows as `jsonl` has them, one by one however many there are, as `write_text` does."""
    if path is None:
        for row in rows:
            sys.stdout.write(_line(row))
            sys.stdout.flush()  # whoever reads it need not wait for the next report
        return
    with new_file(path) as stream:
        for row in rows:
            stream.write(_line(row).encode("utf-8"))


def _line(row: Mapping[str, Any]) -> str:
    line = json.dumps(row, ensure_ascii=False)
    return line.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029") + "\n"
