"""A run over many files: every file's outcome in order, counted and told, with a journal where there is an output to write in the end."""

from __future__ import annotations

import json
from array import array
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import TypeVar

from gdie.batch.journal import Journal
from gdie.batch.payloads import decoded
from gdie.batch.pool import Known, Results, cores, read_here, read_in_pool
from gdie.batch.sources import Refused, Source, is_archive, list_files, opened, shown
from gdie.batch.work import Outcome, Settings, Worker
from gdie.outputs.terminal import visible

AnyPayload = TypeVar("AnyPayload")


@dataclass
class Tally:
    """How many files there are, were read, skipped and failed so far; how many of those read came from the journal, and how many are
    neither annual reports nor work plans."""

    total: int = 0
    read: int = 0
    skipped: int = 0
    failed: int = 0
    resumed: int = 0
    other: int = 0

    @property
    def seen(self) -> int:
        """The files that are done."""
        return self.read + self.skipped + self.failed

    def summary(self) -> str:
        """The counts in words."""
        counts = ((self.skipped, "skipped"), (self.failed, "failed"))
        more = ", ".join(f"{count} {what}" for count, what in counts if count)
        files = "1 file" if self.read == 1 else f"{self.read:,} files"
        resumed = f", {self.resumed:,} of them in the interrupted run" if self.resumed else ""
        other = f", {self.other:,} of them neither annual report nor work plan" if self.other else ""
        return f"read {files}{resumed}{other}" + (f" ({more})" if more else "")


@dataclass(frozen=True)
class Entry:
    """What became of a file, for the report of a run."""

    path: str
    outcome: Outcome


class Run:
    """The files of some paths, read with some settings.

    With `output` the results are kept in a journal beside it, until the block of the run ends without an error: by then the output is
    written. `resume` goes on with the journal of an interrupted run. Each failure is told by `tell` in one line. With `listed`, `entries`
    has what became of each file. Raises `JournalError`, `PipelineNotFound`, `SetupError`, OSError.
    """

    def __init__(
        self,
        paths: Sequence[Path],
        settings: Settings,
        *,
        jobs: int = 1,
        output: Path | None = None,
        resume: bool = False,
        listed: bool = False,
        tell: Callable[[str], None] = print,
    ) -> None:
        self.tally = Tally()
        self.entries: list[Entry] = []
        self.tick: Callable[[], None] = lambda: None
        self._settings = settings
        self._jobs = jobs or cores()
        self._listed = listed
        self._tell = tell
        self._found = list_files(paths)
        self.tally.total = len(self._found)
        self._roots = Counter({shown(path): 0 for path in paths if path.is_dir()})
        self._journal = Journal.open(output, settings, resume) if output else None
        self._places: array[int] | None = None

    def __enter__(self) -> Run:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._journal is None:
            return
        if kind is None or not len(self._journal):
            self._journal.remove()
        else:
            self._journal.close()

    @property
    def journal(self) -> Path | None:
        """Where the results are that were found so far, if they are kept."""
        return self._journal.path if self._journal and len(self._journal) else None

    def read(self) -> int:
        """Read all files into the journal; how many there are that could be read."""
        if self._journal is not None and self._places is None:
            self._places = array("q", self._journalled(self._journal))
        return self.tally.read

    def results(self, kind: type[AnyPayload]) -> Iterator[AnyPayload]:
        """What was found in each file that could be read, in order: with a journal when all files are read, else file by file."""
        if self._journal is None:
            outcomes = self._outcomes(lambda _: frozenset())
            yield from (decoded(json.loads(o.payload), kind) for _, o in outcomes if o.status == "read")
        else:
            self.read()
            yield from (decoded(self._journal.read(place)[1], kind) for place in self._places or ())

    def _journalled(self, journal: Journal) -> Iterator[int]:
        for source, outcome in self._outcomes(journal.known):
            if not isinstance(source, Source):
                continue
            if outcome.status == "read":
                yield journal.add(source.file, outcome)
            elif outcome.status == "known":
                yield journal.place(source.file, outcome.sha256 or "")

    def _outcomes(self, known: Known) -> Results:
        """What comes of each file, counted, listed and told."""
        sources = opened(self._found, self._settings.limits)
        jobs = self._jobs
        if len(self._found) < jobs and not any(is_archive(s) for s in self._found if isinstance(s, Source)):
            jobs = len(self._found)  # a file is read sooner than a process starts
        if jobs > 1:
            results = read_in_pool(self._settings, jobs, sources, known)
        else:
            results = read_here(Worker(self._settings), sources, known)
        for source, outcome in results:
            self._count(source, outcome)
            yield source, outcome
            self.tick()
        for root in (root for root, count in self._roots.items() if not count):
            self._fail(root, Outcome("failed", f"{root}: holds no reports; name another folder or archive"))

    def _count(self, source: Source | Refused, outcome: Outcome) -> None:
        if source.root is not None:
            self._roots[source.root] += outcome.status != "skipped"
        if outcome.status == "failed":
            self._fail(source.name, outcome)
            return
        if outcome.status == "skipped":
            self.tally.skipped += 1
        else:
            self.tally.read += 1
        if outcome.status == "known" and self._journal and isinstance(source, Source):
            self.tally.resumed += 1
            outcome = self._journal.read(self._journal.place(source.file, outcome.sha256 or ""))[0]
        self.tally.other += outcome.about.get("kind") == "other"
        for warning in outcome.warnings:
            self._tell(visible(f"{source.name}: {warning}"))
        self._list(source.name, outcome)

    def _fail(self, name: str, outcome: Outcome) -> None:
        self.tally.failed += 1
        self._tell(visible(outcome.reason))
        self._list(name, outcome)

    def _list(self, name: str, outcome: Outcome) -> None:
        self.tally.total = max(self.tally.total, self.tally.seen)
        if self._listed:
            self.entries.append(Entry(name, replace(outcome, payload="")))
