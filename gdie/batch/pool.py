"""The files of a run read one after the other, here or by several processes; what comes of them in the order of the sources."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import TimeoutError as LateError
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing import resource_tracker
from typing import Any

from gdie.batch.sources import Refused, Source
from gdie.batch.work import Outcome, Settings, Worker, too_long

Known = Callable[[str], frozenset[str]]
"""The hashes of the files of a name that need not be read again."""
Results = Iterator[tuple[Source | Refused, Outcome]]

_AHEAD = 32  # files a process that may be finished before the one whose turn it is
_HELD = 100_000_000  # bytes of archives' members that wait for a process
_GRACE = 10  # seconds in which a process may end a file by itself that takes too long
_ATTEMPTS = 3
# One process a core: more threads for matrix products only get in each other's way.
_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


def read_here(worker: Worker, sources: Iterable[Source | Refused], known: Known) -> Results:
    """Read in this process. Raises what `Worker.prepare` raises."""
    for source in sources:
        if isinstance(source, Refused):
            yield source, _refused(source)
        else:
            yield source, worker.work(source, known(source.file))


def read_in_pool(settings: Settings, jobs: int, sources: Iterable[Source | Refused], known: Known) -> Results:
    """Read by so many processes. Raises what `Worker.prepare` raises."""
    waiting: deque[_Task] = deque()
    held = 0
    with _Pool(settings, jobs) as pool:
        for source in sources:
            task = _Task(source, known(source.file) if isinstance(source, Source) else frozenset())
            pool.schedule(task)
            waiting.append(task)
            held += task.size
            while waiting and (waiting[0].done or len(waiting) > _AHEAD * jobs or held > _HELD):
                first = waiting.popleft()
                held -= first.size
                yield first.source, pool.outcome(first, waiting)
        while waiting:
            first = waiting.popleft()
            yield first.source, pool.outcome(first, waiting)


def cores() -> int:
    """How many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _refused(source: Refused) -> Outcome:
    return Outcome("skipped" if source.skipped else "failed", source.reason)


@dataclass(eq=False)
class _Task:
    source: Source | Refused
    known: frozenset[str]
    future: Any = None
    pool: Any = None
    attempts: int = 0

    @property
    def done(self) -> bool:
        return self.future is None or bool(self.future.done())

    @property
    def size(self) -> int:
        return len(self.source.data or b"") if isinstance(self.source, Source) else 0


class _Pool:
    """Processes that read files, replaced when one dies or has to be killed."""

    def __init__(self, settings: Settings, jobs: int) -> None:
        self._settings = settings
        self._jobs = jobs
        self._pool: Any = None

    def __enter__(self) -> _Pool:
        return self

    def __exit__(self, *_: object) -> None:
        self._stop()

    def schedule(self, task: _Task) -> None:
        """Give a file to the next process that is free."""
        if isinstance(task.source, Refused):
            return
        if self._pool is None or not self._pool.active:
            self._stop()
            self._start()
        task.attempts += 1
        task.pool = self._pool
        limit = self._settings.limits.seconds + _GRACE
        task.future = self._pool.schedule(_work, args=(task.source, task.known), timeout=limit)

    def outcome(self, task: _Task, others: Iterable[_Task]) -> Outcome:
        """What became of a file, waiting for it; `others` are given out again should all processes have ended."""
        from pebble import ProcessExpired

        source = task.source
        if isinstance(source, Refused):
            return _refused(source)
        while True:
            if task.pool is not self._pool and not task.done:
                self.schedule(task)
            try:
                outcome: Outcome = task.future.result()
                return outcome
            except LateError:
                return too_long(source, self._settings.limits)
            except ProcessExpired as error:
                return Outcome("failed", f"{source.name}: {_ended(error.exitcode)}")
            except BrokenProcessPool:
                if task.attempts >= _ATTEMPTS:
                    return Outcome("failed", f"{source.name}: {_ended(None)}")
                for one in (task, *others):
                    if one is task or not one.done:
                        self.schedule(one)

    def _start(self) -> None:
        from pebble import ProcessPool

        # A process of its own start: forks of one with threads may hang.
        context = multiprocessing.get_context("spawn")
        self._pool = ProcessPool(
            self._jobs, initializer=_prepare, initargs=(self._settings,), context=context
        )
        for name in _THREADS:
            os.environ.setdefault(name, "1")
        with _no_interrupts():
            _ = self._pool.active  # starts the processes

    def _stop(self) -> None:
        if self._pool is not None:
            pool, self._pool = self._pool, None
            pool.stop()
            with suppress(BrokenProcessPool, OSError):
                pool.join()


def _ended(code: int | None) -> str:
    if code is not None and code < 0:
        try:
            number = signal.Signals(-code).name
        except ValueError:
            number = str(-code)
        why = ", perhaps for want of memory" if number == "SIGKILL" else ""
        return f"ends the process that reads it ({number}{why}); leave it out, and please report it with the file"
    return "ends the process that reads it; leave it out, and please report it with the file"


@contextmanager
def _no_interrupts() -> Iterator[None]:
    """What is started inside never gets Ctrl-C, which a terminal sends to all processes: the first one ends the others."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    resource_tracker.ensure_running()  # it would unblock the signal when it starts
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


_worker: Worker | None = None
_trouble: Exception | None = None


def _prepare(settings: Settings) -> None:
    """Load the pipeline, once a process. What goes wrong is said with the first file, else nobody hears of it."""
    global _worker, _trouble
    _worker = Worker(settings)
    try:
        _worker.prepare()
    except Exception as error:
        _trouble = error


def _work(source: Source, known: frozenset[str]) -> Outcome:
    if _trouble is not None:
        raise _trouble
    assert _worker is not None
    return _worker.work(source, known)
