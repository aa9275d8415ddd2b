"""One process that fuzzes one reader: every input is guarded by time and memory, and its memory is watched.

An error that is caught is written down and the process goes on. What it can't survive (a crash or a hang of C code) leaves the input in
the file `current`, which the process that started it reads.
"""

from __future__ import annotations

import ctypes
import faulthandler
import gc
import importlib
import json
import logging
import mmap
import os
import pkgutil
import random
import resource
import signal
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import FrameType

from tests.fuzzing.findings import SLOW, Folder, origin_of

_LONGEST = 200_000
_STUCK = 90  # seconds of wall time behind which C code that does not return is ended
_SLOWER = 3  # times that coverage makes of the time of a reader; a hang is read again without it
_MEMORY = 6_000_000_000
_PAGE = resource.getpagesize()


class TooSlow(BaseException):
    """An input took longer than it may. No `Exception`, which readers and their libraries catch."""


class Worker:
    """The state of one run."""

    def __init__(self, reader: str, seconds: float, seed: int, folder: Path) -> None:
        self.reader, self.seconds, self.seed, self.folder = reader, seconds, seed, folder
        self.corpus = folder / "corpus" / reader
        self.corpus.mkdir(parents=True, exist_ok=True)
        self.findings = Folder(folder / "findings")
        self.started = self.sampled = time.monotonic()
        self.patience = SLOW
        self.executions = 0
        self.outcomes: Counter[str] = Counter()
        self.samples: list[tuple[float, float]] = []
        self._check: Callable[[bytes, str], str] | None = None
        current = folder / "current"
        with current.open("wb") as file:
            file.truncate(_LONGEST * 2 + 8)
        with current.open("r+b") as file:
            self._current = mmap.mmap(file.fileno(), 0)
        self._stacks = (folder / "stacks.log").open("w", encoding="utf-8")

    def prepare(self, *, guided: bool) -> None:
        """Load the readers, with coverage where an engine is guided by it, and write the seeds."""
        if guided:
            import atheris

            self.patience = SLOW * _SLOWER
            with atheris.instrument_imports(include=["gdie.documents"]):
                self._load()
        else:
            self._load()
        from tests.fuzzing.seeds import SUFFIXES, seeds

        self.suffix = SUFFIXES[self.reader]
        self.seeds = seeds(self.reader)
        for number, data in enumerate(self.seeds):
            (self.corpus / f"seed-{number:02}").write_bytes(data)
        logging.disable(logging.CRITICAL)
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
        signal.signal(signal.SIGPROF, _too_slow)
        self.started = self.sampled = time.monotonic()

    def _load(self) -> None:
        import gdie.documents

        for module in pkgutil.walk_packages(gdie.documents.__path__, "gdie.documents."):
            importlib.import_module(module.name)
        from tests.fuzzing.promises import check

        self._check = check

    def one(self, data: bytes) -> None:
        """Read one input."""
        assert self._check is not None
        self.executions += 1
        self._current.seek(0)
        self._current.write(len(data).to_bytes(8, "little") + data)
        faulthandler.dump_traceback_later(_STUCK, exit=True, file=self._stacks)
        signal.setitimer(signal.ITIMER_PROF, self.patience)
        try:
            self.outcomes[self._check(data, self.suffix)] += 1
        except TooSlow as error:
            self._found(data, "hang", error)
        except Exception as error:
            self._found(data, "traceback", error)
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
            faulthandler.cancel_dump_traceback_later()
        if time.monotonic() - self.sampled >= min(30.0, self.seconds / 12):
            self._sample()

    def _found(self, data: bytes, kind: str, error: BaseException) -> None:
        self.outcomes[kind] += 1
        said = "".join(traceback.format_exception(error))
        self.findings.add(data, self.reader, self.suffix, kind, said[-6000:], origin_of(error))

    def _sample(self) -> None:
        """Note the memory held, less what the engine keeps of its own corpus."""
        gc.collect()
        ctypes.CDLL(None).malloc_trim(0)
        self.sampled = time.monotonic()
        resident = int(Path("/proc/self/statm").read_text().split()[1]) * _PAGE
        corpus = sum(entry.stat().st_size for entry in self.corpus.iterdir())
        elapsed = self.sampled - self.started
        self.samples.append((elapsed, (resident - corpus) / 1e6))
        print(
            f"  {self.reader}: {elapsed:.0f} s, {self.executions} inputs, {resident / 1e6:.0f} MB resident",
            flush=True,
        )
        self.report()

    def report(self, *, done: bool = False) -> None:
        """Write down how far it is."""
        state = {
            "executions": self.executions,
            "outcomes": self.outcomes,
            "samples": self.samples,
            "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3,
            "done": done,
        }
        (self.folder / "state.json").write_text(json.dumps(state), encoding="utf-8")

    def run_plain(self) -> None:
        """Change the seeds, and what came of them, without being guided."""
        from tests.fuzzing.mutators import mutate

        rng = random.Random(self.seed)
        pool = list(self.seeds)
        for data in pool:
            self.one(data)
        while time.monotonic() - self.started < self.seconds:
            data = mutate(rng.choice(pool), self.reader, rng)
            self.one(data)
            if rng.random() < 0.05:
                # Some changes upon changes, a bounded number of them.
                pool[len(self.seeds) :] = [*pool[len(self.seeds) :], data][-60:]
        self._sample()
        self.report(done=True)

    def run_guided(self) -> None:
        """Let atheris choose by coverage what is changed next. Does not return."""
        import atheris

        from tests.fuzzing.mutators import mutate

        def change(data: bytes, longest: int, seed: int) -> bytes:
            rng = random.Random(seed)
            # The engine's own files are mostly such as are refused early, for each does it in a way of its own.
            if rng.random() < 0.5:
                data = rng.choice(self.seeds)
            return mutate(data, self.reader, rng, longest)[:longest]

        def one(data: bytes) -> None:
            self.one(data)
            # The engine ends the process without a word; the last one is said beforehand.
            if time.monotonic() - self.started > self.seconds:
                self._sample()
                self.report(done=True)
                sys.stdout.flush()
                os._exit(0)

        options = [f"-seed={self.seed}", f"-max_len={_LONGEST}", "-len_control=0", "-timeout=600", f"-artifact_prefix={self.folder}/", "-rss_limit_mb=0", "-verbosity=0", "-print_final_stats=0"]  # fmt: skip
        atheris.Setup([sys.argv[0], *options, str(self.corpus)], one, custom_mutator=change)
        atheris.Fuzz()


def _too_slow(signum: int, frame: FrameType | None) -> None:
    raise TooSlow("took too long")


def main(arguments: list[str]) -> None:
    """`worker READER SECONDS SEED FOLDER guided|plain`."""
    reader, seconds, seed, folder, mode = arguments
    worker = Worker(reader, float(seconds), int(seed), Path(folder))
    worker.prepare(guided=mode == "guided")
    if mode == "guided":
        worker.run_guided()
    else:
        worker.run_plain()


if __name__ == "__main__":
    main(sys.argv[1:])
