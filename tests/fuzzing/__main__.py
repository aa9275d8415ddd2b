"""`python -m tests.fuzzing`: all readers in turn, each in a process of its own. Ends with 1 where something was found."""

from __future__ import annotations

import argparse
import importlib.util
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.fuzzing.findings import Folder, holds, reproduce

READERS = ("html", "docx", "pdf", "xlsx", "csv", "markdown", "mhtml", "zip", "text")
# What has more to it gets more of the time.
_WEIGHTS = {"html": 2, "docx": 2, "pdf": 3, "xlsx": 2}
_GROWTH = 0.15
_WARM = 0.35  # share of a run in which caches fill
_KEPT = 8  # bytes of the length before the current input


@dataclass
class Figures:
    """What a run of one reader came to. Memory in MB."""

    executions: int = 0
    seconds: float = 0.0
    outcomes: Counter[str] = field(default_factory=Counter)
    memory: tuple[float, float] = (0.0, 0.0)
    peak: float = 0.0

    @property
    def growth(self) -> float:
        """By how much the memory held grew behind the warm-up, as a share of it."""
        before, after = self.memory
        return after / before - 1 if before else 0.0

    def line(self, reader: str) -> str:
        """All in one line."""
        before, after = self.memory
        outcomes = ", ".join(f"{name} {count}" for name, count in self.outcomes.most_common())
        return (
            f"{reader:9} {self.executions:7} inputs in {self.seconds:4.0f} s; {before:.0f} to {after:.0f} MB "
            f"({self.growth:+.1%}), peak {self.peak:.0f} MB; {outcomes}"
        )


def main(arguments: Sequence[str] | None = None) -> int:
    """Run as the command line says; 0 where nothing was found."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzzing", description=__doc__)
    parser.add_argument("--minutes", type=float, default=10.0, help="of all readers together")
    parser.add_argument("--reader", choices=(*READERS, "all"), default="all")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--corpus", type=Path, default=Path(tempfile.gettempdir()) / "gdie-fuzzing", metavar="DIR", help="where inputs and findings are kept")  # fmt: skip
    parser.add_argument("--plain", action="store_true", help="at random, without atheris")
    parser.add_argument("--reproduce", type=Path, metavar="FILE", help="read one file as the fuzzing does")
    options = parser.parse_args(arguments)
    if options.reproduce:
        return reproduce(options.reproduce)
    plain = options.plain
    if not plain and importlib.util.find_spec("atheris") is None:
        print(
            "atheris is not installed: inputs are changed at random (pip install atheris, Python 3.11 to 3.13)"
        )
        plain = True
    readers = READERS if options.reader == "all" else (options.reader,)
    share = options.minutes * 60 / sum(_WEIGHTS.get(reader, 1) for reader in readers)
    folder: Path = options.corpus
    figures = {
        reader: _run(
            reader, share * _WEIGHTS.get(reader, 1), options.seed, folder, "plain" if plain else "guided"
        )
        for reader in readers
    }
    return _conclude(figures, Folder(folder / "findings"))


def _run(reader: str, seconds: float, seed: int, folder: Path, mode: str) -> Figures:
    """Fuzz one reader; a process that dies is a finding, and another one takes the rest of the time."""
    found = Figures(seconds=seconds)
    folder.mkdir(parents=True, exist_ok=True)
    state_file = folder / "state.json"
    until = time.monotonic() + seconds
    samples: list[tuple[float, float]] = []
    while (left := until - time.monotonic()) > min(3, seconds / 2):
        state_file.unlink(missing_ok=True)
        command = [
            sys.executable,
            "-m",
            "tests.fuzzing.worker",
            reader,
            f"{left:.1f}",
            str(seed),
            str(folder),
            mode,
        ]
        with (folder / f"{reader}.log").open("ab") as log:
            ended = subprocess.run(command, stderr=log)
        state: dict[str, Any] = json.loads(state_file.read_text("utf-8")) if state_file.exists() else {}
        found.executions += state.get("executions", 0)
        found.outcomes.update(state.get("outcomes", {}))
        found.peak = max(found.peak, state.get("peak", 0.0))
        samples = max(samples, state.get("samples", []), key=len)
        if not state.get("done"):
            _died(reader, folder, ended.returncode)
            found.outcomes["crash"] += 1
        seed += 1
    found.memory = _memory(samples)
    print(found.line(reader), flush=True)
    return found


def _died(reader: str, folder: Path, code: int) -> None:
    from tests.fuzzing.seeds import SUFFIXES

    current = (folder / "current").read_bytes()
    length = int.from_bytes(current[:_KEPT], "little")
    stacks = (folder / "stacks.log").read_text("utf-8", "replace")
    said = f"the process ended with {code}\n{stacks}"
    Folder(folder / "findings").add(current[_KEPT : _KEPT + length], reader, SUFFIXES[reader], "crash", said, f"{code} {stacks[:500]}")  # fmt: skip


def _memory(samples: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """The memory held at the end of the warm-up and at the end, each the median of a few samples."""
    if len(samples) < 6:
        return (0.0, 0.0)
    warm = [m for t, m in samples if t >= _WARM * samples[-1][0]]
    return statistics.median(warm[:3]), statistics.median(warm[-3:])


def _conclude(figures: dict[str, Figures], folder: Folder) -> int:
    print("\n" + "\n".join(one.line(reader) for reader, one in figures.items()))
    print(f"{sum(one.executions for one in figures.values())} inputs")
    found = 0
    for finding in folder.all():
        if finding.kind != "traceback" and not holds(finding):
            print(f"not confirmed without coverage: {finding.reproduction}")
            continue
        found += 1
        print(f"{finding.kind}: {finding.reproduction}\n    {finding.said.strip().splitlines()[-1][:200]}")
    for reader, one in figures.items():
        if one.growth > _GROWTH:
            found += 1
            print(f"growth: {reader} by {one.growth:.0%}")
    print("nothing found" if not found else f"{found} findings")
    return int(found > 0)


if __name__ == "__main__":
    raise SystemExit(main())
