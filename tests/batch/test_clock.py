"""The time limit of a file."""

import re
import signal
import threading
import time

import pytest

from gdie.batch import clock
from gdie.batch.clock import time_limit
from gdie.documents.errors import OutOfTime


def persistent(pauses: list[type[BaseException]]) -> None:
    """Waits on whatever of these is raised, as libraries do that try something else."""
    for kind in pauses:
        try:
            time.sleep(10)
        except kind:
            continue


def test_what_takes_too_long_is_ended_though_exceptions_are_caught() -> None:
    with pytest.raises(OutOfTime), time_limit(0.05):
        persistent([Exception, Exception])


def test_an_expression_that_never_ends_is_ended() -> None:
    with pytest.raises(OutOfTime), time_limit(0.05):
        re.match(r"(a+)+$", "a" * 40 + "b")


def test_it_rings_again_where_it_was_swallowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "_AGAIN", 0.05)
    with pytest.raises(OutOfTime), time_limit(0.05):
        persistent([BaseException, Exception])


def test_afterwards_nothing_rings_and_the_old_handler_is_back() -> None:
    rung = []
    before = signal.signal(signal.SIGALRM, lambda *_: rung.append(1))
    try:
        with time_limit(0.05):
            pass
        time.sleep(0.1)
        assert rung == []
        assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)
        signal.raise_signal(signal.SIGALRM)
        assert rung == [1]
    finally:
        signal.signal(signal.SIGALRM, before)


def test_other_threads_have_no_limit() -> None:
    done = []

    def work() -> None:
        with time_limit(0.01):
            time.sleep(0.05)
        done.append(1)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert done == [1]
