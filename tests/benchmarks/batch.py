"""A long run measured: memory of each process over time, order and completeness, and runs that are killed and taken up again.

    python -m tests.benchmarks.batch [--reports 2000] [--jobs 2] [--interrupted 400] [--folder DIR]

Reads Linux's /proc.
"""

from __future__ import annotations

import argparse
import json
import signal
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.benchmarks.reports import make
from tests.benchmarks.speaker import Options

FOLDERS = 10
EARLY = 200  # reports after which memory is first measured
PAUSE = 0.5
WAIT_FOR_CHILDREN = 30.0


def write_reports(folder: Path, count: int) -> None:
    """So many invented reports of one to three thousand characters, in several folders."""
    for number in range(count):
        place = folder / f"part-{number % FOLDERS}"
        place.mkdir(parents=True, exist_ok=True)
        text = make(f"batch-{number}", Options(era="free")).made().document.text
        (place / f"report-{number:05}.txt").write_text(text, encoding="utf-8")


@dataclass
class Running:
    """A run of `gdie extract` that is watched."""

    folder: Path
    output: Path
    jobs: int
    more: tuple[str, ...] = ()
    # By process: megabytes, with the number of reports that were done by then.
    memory: dict[int, list[tuple[int, float]]] = field(default_factory=lambda: defaultdict(list))

    def run(self, until: Callable[[int], bool] = lambda _: False, number: int = signal.SIGKILL) -> int:
        """Run it to its end, or send it a signal when so many reports are done; its exit code."""
        command = [sys.executable, "-m", "gdie.cli", "extract", str(self.folder), "-o", str(self.output)]
        process = subprocess.Popen([*command, "--jobs", str(self.jobs), *self.more])
        done = 0
        while process.poll() is None:
            time.sleep(PAUSE)
            done = max(done, self._done())
            for pid in (process.pid, *children(process.pid)):
                if (size := resident(pid)) is not None:
                    self.memory[pid].append((done, size))
            if until(done):
                process.send_signal(number)
                break
        workers = [pid for pid in self.memory if pid != process.pid]
        code = process.wait()
        stop = time.monotonic() + WAIT_FOR_CHILDREN
        while left := [pid for pid in workers if resident(pid) is not None]:
            if time.monotonic() > stop:
                raise SystemExit(f"processes {left} are still there")
            time.sleep(PAUSE)
        return code

    def _done(self) -> int:
        journal = self.output.with_name(self.output.name + ".partial")
        try:
            with journal.open("rb") as stream:
                return max(0, sum(1 for _ in stream) - 1)
        except FileNotFoundError:
            return 0


def children(pid: int) -> Iterator[int]:
    """The processes that a process has started, without the one that only keeps account of semaphores."""
    for path in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in path.read_text().split():
            try:
                command = Path(f"/proc/{child}/cmdline").read_bytes()
            except OSError:
                continue
            if b"resource_tracker" not in command:
                yield int(child)


def resident(pid: int) -> float | None:
    """Megabytes of memory of a process; None where it is gone."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except (OSError, ProcessLookupError):
        return None
    sizes = [int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS:")]
    return sizes[0] if sizes else None


def documents(output: Path) -> list[str]:
    """The names of the documents in an output, each once, in its order."""
    with output.open(encoding="utf-8") as stream:
        return list(dict.fromkeys(json.loads(line)["doc"] for line in stream))


def growth(samples: list[tuple[int, float]], early: int) -> tuple[float, float]:
    """Memory when so many reports were done, and at the end."""
    first = next((size for done, size in samples if done >= early), samples[-1][1])
    return first, max(size for _, size in samples[-5:])


def measure(folder: Path, output: Path, jobs: int, count: int) -> None:
    """One run to its end: its speed, its memory, that nothing is lost and all in order."""
    report = output.with_suffix(".files.jsonl")
    running = Running(folder, output, jobs, ("--report", str(report)))
    started = time.monotonic()
    code = running.run()
    seconds = time.monotonic() - started
    entries = [json.loads(line) for line in report.read_text(encoding="utf-8").splitlines()]
    assert code == 0, code
    assert [entry["status"] for entry in entries] == ["read"] * count
    found = documents(output)
    place = {Path(entry["path"]).stem: number for number, entry in enumerate(entries)}
    assert [entry["path"] for entry in entries] == sorted(entry["path"] for entry in entries)
    assert found == sorted(found, key=place.__getitem__)
    assert len(found) == sum(entry["facts"] > 0 for entry in entries)
    print(
        f"{count} reports, {jobs} processes: {seconds:.0f} s, {count / seconds:.1f} a second; none lost, all in order"
    )
    for number, (pid, samples) in enumerate(running.memory.items()):
        first, last = growth(samples, min(EARLY, count // 2))
        name = "parent" if number == 0 else f"worker {pid}"
        print(
            f"  {name}: {first:.0f} MB after {EARLY}, {last:.0f} MB at the end ({100 * (last / first - 1):+.1f} %)"
        )


def interrupt(folder: Path, output: Path, jobs: int, count: int) -> None:
    """A run that is killed, taken up, interrupted and taken up again has the output of one that was not."""
    whole = output.with_name("whole.jsonl")
    assert Running(folder, whole, jobs).run() == 0
    killed = Running(folder, output, jobs).run(lambda done: done >= count // 4, signal.SIGKILL)
    resumed = Running(folder, output, jobs, ("--resume",))
    stopped = resumed.run(lambda done: done >= count // 2, signal.SIGINT)
    ended = Running(folder, output, jobs, ("--resume",)).run()
    assert (killed, stopped, ended) == (-signal.SIGKILL, 130, 0), (killed, stopped, ended)
    assert output.read_bytes() == whole.read_bytes()
    assert not output.with_name(output.name + ".partial").exists()
    print(
        f"{count} reports: killed, taken up, interrupted and taken up again: the same {output.stat().st_size:,} bytes"
    )


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--reports", type=int, default=2000)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument(
        "--interrupted", type=int, default=400, help="reports of the runs that are interrupted"
    )
    parser.add_argument("--folder", type=Path, help="where to work; a new folder by default")
    options = parser.parse_args()
    # In the background of a shell it would be ignored, here and in what is started.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    place = options.folder or Path(tempfile.mkdtemp(prefix="gdie-batch-"))
    for name, count in (("few", options.interrupted), ("all", options.reports)):
        write_reports(place / name, count)
    if options.interrupted:
        interrupt(place / "few", place / "few.jsonl", options.jobs, options.interrupted)
    if options.reports:
        measure(place / "all", place / "all.jsonl", options.jobs, options.reports)


if __name__ == "__main__":
    main()
