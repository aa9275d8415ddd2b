"""The time limit of a file."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from gdie.documents.errors import OutOfTime
from gdie.documents.limits import Limits

_AGAIN = 5.0  # seconds after which the alarm rings again, should a library have swallowed what it raised


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raise `OutOfTime` in the block after so many seconds; in other threads than the main one, and on Windows, never."""
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "setitimer"):
        yield
        return

    def ring(_number: int, _frame: FrameType | None) -> None:
        raise OutOfTime

    before = signal.signal(signal.SIGALRM, ring)
    try:
        try:
            signal.setitimer(signal.ITIMER_REAL, seconds, _AGAIN)
            yield
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
    finally:
        signal.signal(signal.SIGALRM, before)


def late(name: str, limits: Limits) -> str:
    """What is said of a file that takes longer than its limit."""
    return (
        f"{name}: takes longer than {limits.seconds} seconds; "
        f"leave it out, or allow more with --limit seconds=N"
    )
