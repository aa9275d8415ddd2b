"""What was found, as files: the input, and beside it what it did."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import time
import traceback
from dataclasses import dataclass
from pathlib import Path

SLOW = 5.0
"""Seconds of computing that no file of up to 200 KB may take."""


@dataclass(frozen=True)
class Finding:
    """An input that broke a promise. `kind`: traceback, hang, crash (the process died)."""

    path: Path
    kind: str
    said: str

    @property
    def reproduction(self) -> str:
        """The command that shows it again."""
        return f"python -m tests.fuzzing --reproduce {self.path}"


class Folder:
    """The folder that findings are written to; of those that come from one place in the code the first few are kept."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.mkdir(parents=True, exist_ok=True)

    def add(self, data: bytes, reader: str, suffix: str, kind: str, said: str, origin: str) -> Path | None:
        """Write a finding down; None where others of its origin are there."""
        place = hashlib.sha1(f"{kind} {origin}".encode()).hexdigest()[:8]
        name = f"{kind}-{reader}-{place}"
        if len(list(self.path.glob(f"{name}-*{suffix}"))) >= 3:
            return None
        path = self.path / f"{name}-{hashlib.sha1(data).hexdigest()[:6]}{suffix}"
        path.write_bytes(data)
        finding = Finding(path, kind, said)
        path.with_name(path.name + ".log").write_text(f"{finding.reproduction}\n{said}\n", encoding="utf-8")
        print(f"  {kind}: {finding.reproduction}", flush=True)
        return path

    def all(self) -> list[Finding]:
        """The findings there are."""
        return [
            Finding(log.with_suffix(""), log.name.split("-")[0], log.read_text(encoding="utf-8"))
            for log in sorted(self.path.glob("*.log"))
        ]

    def drop(self, finding: Finding) -> None:
        """Take a finding out that was none."""
        finding.path.unlink()
        finding.path.with_name(finding.path.name + ".log").unlink()


def origin_of(error: BaseException) -> str:
    """Where an error comes from: its kind, and the lines of this project that it passed."""
    frames = [f for f in traceback.extract_tb(error.__traceback__) if "gdie" in f.filename]
    said = str(error).split(":")[0][:40] if not frames else ""
    return f"{type(error).__name__} {said} " + " ".join(
        f"{Path(f.filename).name}:{f.lineno}" for f in frames[-2:]
    )


def reproduce(path: Path) -> int:
    """Read a file as the fuzzing does, without coverage; 1 where it breaks a promise. Errors are not caught."""
    from tests.fuzzing.promises import check

    started = time.process_time()
    said = check(path.read_bytes(), path.suffix)
    took = time.process_time() - started
    print(f"{path}: {said}, {took:.1f} s")
    return int(took > SLOW)


def holds(finding: Finding) -> bool:
    """Whether a finding is one in a process of its own, without the coverage that slows it down."""
    command = [sys.executable, "-m", "tests.fuzzing", "--reproduce", str(finding.path)]
    try:
        return subprocess.run(command, capture_output=True, timeout=120).returncode != 0
    except subprocess.TimeoutExpired:
        return True
