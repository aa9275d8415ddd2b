"""Files read here and by several processes: the same outcomes in the same order, whatever a file does to its process."""

import multiprocessing
from pathlib import Path

import pytest

from gdie.batch import pool, work
from gdie.batch.pool import read_here, read_in_pool
from gdie.batch.sources import Refused, Source
from gdie.batch.work import Outcome, Settings, SetupError, Worker
from gdie.documents import DEFAULT_LIMITS
from gdie.pipeline import PipelineNotFound
from tests.batch.faulty import Faulty

PLAN = "关于印发2016年政务公开工作要点的通知\n一、推进公开\n公开财政预算。（财务司负责，6月底前完成）\n"
SETTINGS = Settings("obligations", limits=DEFAULT_LIMITS.with_options(["seconds=3"]))
REASONS = {
    "slow": "{}: takes longer than 3 seconds; leave it out, or allow more with --limit seconds=N",
    "defect": "{}: meets a defect of gdie (KeyError at work.py:",
    "memory": "{}: needs more memory than there is",
    "deaf": "{}: takes longer than 3 seconds; ",
    "killed": "{}: ends the process that reads it (SIGKILL, perhaps for want of memory); ",
}


def known(_: str) -> frozenset[str]:
    return frozenset()


def good(number: int) -> Source:
    return Source(f"plan-{number}.txt", f"plan-{number}.txt", data=PLAN.encode())


def faulty(fault: str) -> Source:
    return Faulty(fault, f"{fault}.txt", fault=fault)


def check(found: list[tuple[Source | Refused, Outcome]], sources: list[Source | Refused]) -> None:
    assert [source for source, _ in found] == sources
    for source, outcome in found:
        if isinstance(source, Faulty):
            assert outcome.status == "failed"
            assert outcome.reason.startswith(REASONS[source.fault].format(source.name)), outcome.reason
            assert "\n" not in outcome.reason
        elif isinstance(source, Source):
            assert (outcome.status, outcome.facts, outcome.about["doc"]) == ("read", 1, source.stem)


def test_a_file_that_fails_here_costs_no_other() -> None:
    sources = [
        good(1),
        faulty("defect"),
        Refused("x", "x: is bad"),
        faulty("memory"),
        faulty("slow"),
        good(2),
    ]
    found = list(read_here(Worker(SETTINGS), sources, known))
    check(found, sources)
    assert found[2][1] == Outcome("failed", "x: is bad")


def test_a_file_that_fails_in_a_pool_costs_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "_GRACE", 1)
    sources: list[Source | Refused] = [
        good(0),
        *(faulty(fault) for fault in REASONS),
        Refused("x", "x: is bad"),
    ]
    sources += [good(n) for n in range(1, 20)]
    check(list(read_in_pool(SETTINGS, 2, sources, known)), sources)
    assert not multiprocessing.active_children()


def test_a_pool_that_is_left_early_leaves_no_process_behind() -> None:
    found = read_in_pool(SETTINGS, 2, (good(n) for n in range(1000)), known)
    assert next(found)[1].status == "read"
    assert len(multiprocessing.active_children()) == 2
    found.close()
    assert not multiprocessing.active_children()


def test_processes_that_end_between_files_are_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "_AHEAD", 1)
    found = read_in_pool(SETTINGS, 2, (good(n) for n in range(40)), known)
    first = [next(found) for _ in range(5)]
    for process in multiprocessing.active_children():
        process.kill()
    outcomes = [outcome for _, outcome in (*first, *found)]
    # Those that were being read may be lost with their process.
    assert len(outcomes) == 40
    assert sum(outcome.status == "read" for outcome in outcomes) >= 38


def test_known_files_are_not_read_again() -> None:
    (_, first), *_ = read_here(Worker(SETTINGS), [good(1)], known)
    hashes = frozenset({first.sha256 or ""})
    for found in (
        read_here(Worker(SETTINGS), [good(1)], lambda _: hashes),
        read_in_pool(SETTINGS, 2, [good(1)], lambda _: hashes),
    ):
        ((_, again),) = found
        assert (again.status, again.sha256, again.payload) == ("known", first.sha256, "")


@pytest.mark.parametrize("model", ["missing", "damaged"])
def test_a_pipeline_that_can_not_be_loaded_ends_the_run(model: str, tmp_path: Path) -> None:
    folder = tmp_path / model
    if model == "damaged":
        folder.mkdir()
        (folder / "meta.json").write_text("{}")
    settings = Settings("extract", folder)
    expected = PipelineNotFound if model == "missing" else SetupError
    with pytest.raises(expected, match=model):
        list(read_here(Worker(settings), [good(1)], known))
    with pytest.raises(expected, match=model):
        list(read_in_pool(settings, 2, [good(1)], known))


@pytest.mark.parametrize(("given", "status"), [(True, "failed"), (False, "skipped")])
def test_what_is_no_document_fails_only_where_it_was_named(given: bool, status: str) -> None:
    picture = Source("a.png", "a.png", data=b"\x89PNG\r\n\x1a\n" + bytes(50), given=given)
    assert work.Worker(SETTINGS).work(picture).status == status
