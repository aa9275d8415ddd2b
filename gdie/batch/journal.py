"""The journal of a run: what was found in each file, kept beside the output until that is written, so that a run can be interrupted.

The first line says what the results depend on besides the files; each other line is a file that was read, by name and hash.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO

from gdie import __version__
from gdie.batch.work import Outcome, Settings

ENDING = ".partial"
_VERSION = 1
_FIELDS = ("sha256", "bytes", "format", "facts", "seconds", "about", "warnings")


class JournalError(ValueError):
    """A journal that is in the way or can't be gone on with; the message says what to do."""


def header_of(settings: Settings) -> dict[str, Any]:
    """What the results of a run depend on besides the files. Raises `PipelineNotFound`."""
    limits = {name: value for name, value in vars(settings.limits).items() if name != "seconds"}
    return {
        "journal": _VERSION,
        "gdie": __version__,
        "model": None if settings.command == "obligations" else _fingerprint(settings.model),
        "command": settings.command,
        "min_confidence": settings.min_confidence,
        "limits": limits,
    }


def _fingerprint(model: Path | None) -> str:
    from gdie.pipeline import SHIPPED, PipelineNotFound, load_pipeline

    folder = model or SHIPPED
    digest = hashlib.sha256()
    try:
        for name in ("meta.json", "config.cfg"):
            digest.update((folder / name).read_bytes())
    except OSError:
        load_pipeline(model)  # says what is missing
        raise PipelineNotFound(f"{folder}: can't be read; check its rights") from None
    return digest.hexdigest()[:16]


class Journal:
    """The journal beside an output file. Each line is in the file as soon as it is added."""

    def __init__(self, stream: BinaryIO, path: Path) -> None:
        self.path = path
        self._stream = stream
        self._places: dict[tuple[str, str], int] = {}
        self._hashes: defaultdict[str, set[str]] = defaultdict(set)

    @classmethod
    def open(cls, output: Path, settings: Settings, resume: bool) -> Journal:
        """The journal of a new run, or of an interrupted one that is to go on.

        Raises `JournalError` where there is one already and `resume` is not asked for, or one of other settings; OSError.
        """
        path = output.with_name(output.name + ENDING)
        header = header_of(settings)
        if not path.exists():
            journal = cls(path.open("xb+"), path)
            journal._lock()
            journal._append(_line(header))
            return journal
        if not resume:
            raise JournalError(
                f"an interrupted run left {path}; add --resume to go on with it, or delete it to begin anew"
            )
        journal = cls(path.open("rb+"), path)
        try:
            journal._lock()
            journal._take_up(header)
        except BaseException:
            journal.close()
            raise
        return journal

    def __len__(self) -> int:
        return len(self._places)

    def known(self, file: str) -> frozenset[str]:
        """The hashes of the files of this name that the interrupted run read."""
        return frozenset(self._hashes.get(file, ()))

    def add(self, file: str, outcome: Outcome) -> int:
        """Add a file that was read; the place to find it by."""
        values = {"file": file} | {name: getattr(outcome, name) for name in _FIELDS}
        head = json.dumps(values, ensure_ascii=False)
        place = self._append(
            f'{head[:-1]}, "payload": {outcome.payload}}}\n'.encode("utf-8", "surrogatepass")
        )
        self._places[file, outcome.sha256 or ""] = place
        return place

    def place(self, file: str, sha256: str) -> int:
        """Where a file of this name and hash is."""
        return self._places[file, sha256]

    def read(self, place: int) -> tuple[Outcome, Any]:
        """The file at a place, as it was added, and the JSON of what was found."""
        self._stream.seek(place)
        values = _parsed(self._stream.readline())
        found = {name: values[name] for name in _FIELDS} | {"warnings": tuple(values["warnings"])}
        return Outcome("read", **found), values["payload"]

    def close(self) -> None:
        """Close it; it stays for a later run."""
        self._stream.close()

    def remove(self) -> None:
        """Close and delete it: the output is written."""
        self.close()
        self.path.unlink(missing_ok=True)

    def _lock(self) -> None:
        """Keep other runs out, as long as this process lives."""
        try:
            import fcntl
        except ImportError:
            return  # Windows
        try:
            fcntl.flock(self._stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise JournalError(f"{self.path} is being written by another run; wait until it ends") from None
        except OSError:
            return  # some network drives have no locks

    def _append(self, line: bytes) -> int:
        place = self._stream.seek(0, os.SEEK_END)
        self._stream.write(line)
        self._stream.flush()
        return place

    def _note(self, file: str, sha256: str, place: int) -> None:
        self._places[file, sha256] = place
        self._hashes[file].add(sha256)

    def _take_up(self, header: Mapping[str, Any]) -> None:
        """Read the lines of an interrupted run; the last one may be cut off and is then removed."""
        place = 0
        for line in self._stream:
            if not line.endswith(b"\n"):
                break
            try:
                values = _parsed(line)
                if place == 0:
                    self._compare(values, header)
                else:
                    self._note(values["file"], values["sha256"], place)
            except (ValueError, KeyError, TypeError) as error:
                if isinstance(error, JournalError):
                    raise
                if place == 0:
                    raise self._foreign() from None
                # A damaged line: its file is read again.
            place += len(line)
        if place == 0:
            raise self._foreign()
        self._stream.truncate(place)

    def _compare(self, found: Any, header: Mapping[str, Any]) -> None:
        if not isinstance(found, dict) or "journal" not in found:
            raise self._foreign()
        other = [name for name in (*header, *found) if found.get(name) != header.get(name)]
        if other:
            raise JournalError(
                f"{self.path} is of a run with other settings ({', '.join(dict.fromkeys(other))}); "
                f"run it with those, or delete it to begin anew"
            )

    def _foreign(self) -> JournalError:
        return JournalError(f"{self.path} is no journal of gdie; move it away or name another output")


def _line(values: Mapping[str, Any]) -> bytes:
    return (json.dumps(values, ensure_ascii=False) + "\n").encode("utf-8", "surrogatepass")


def _parsed(line: bytes) -> Any:
    return json.loads(line.decode("utf-8", "surrogatepass"))
