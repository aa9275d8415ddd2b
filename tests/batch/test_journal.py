"""The journal of a run: what it keeps, and what becomes of one that is cut off, foreign or of another run."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from gdie.batch.journal import Journal, JournalError, header_of
from gdie.batch.work import Outcome, Settings
from gdie.documents import DEFAULT_LIMITS

SETTINGS = Settings("obligations")


def outcome(sha256: str, found: object = ()) -> Outcome:
    about = {"doc": "甲", "year": 2015}
    return Outcome("read", "", json.dumps(found), sha256, 12, "text", 3, 0.5, about)


def place(folder: Path) -> Path:
    return folder / "out.jsonl.partial"


def begun(folder: Path, *hashes: str) -> Path:
    """A journal as an interrupted run leaves it."""
    journal = Journal.open(folder / "out.jsonl", SETTINGS, resume=False)
    for number, sha256 in enumerate(hashes):
        journal.add("甲.txt", outcome(sha256, [number, "件\u2028\ud800"]))
    journal.close()
    return place(folder)


def resumed(folder: Path, settings: Settings = SETTINGS) -> Journal:
    return Journal.open(folder / "out.jsonl", settings, resume=True)


def test_what_was_added_is_found_again(tmp_path: Path) -> None:
    begun(tmp_path, "aa", "bb")
    journal = resumed(tmp_path)
    assert journal.known("甲.txt") == {"aa", "bb"}
    assert journal.known("乙.txt") == frozenset()
    found, payload = journal.read(journal.place("甲.txt", "bb"))
    assert found == replace(outcome("bb"), payload="")
    assert payload == [1, "件\u2028\ud800"]
    added = journal.add("乙.txt", outcome("cc", {"x": 1}))
    assert journal.read(added)[1] == {"x": 1}
    assert journal.read(journal.place("甲.txt", "aa"))[1][0] == 0
    assert journal.known("乙.txt") == frozenset()  # read in this run
    assert len(journal) == 3
    journal.remove()
    assert not place(tmp_path).exists()


@pytest.mark.parametrize("cut", [1, 5, 40])
def test_a_last_line_that_is_cut_off_is_left_out(cut: int, tmp_path: Path) -> None:
    path = begun(tmp_path, "aa", "bb")
    path.write_bytes(path.read_bytes()[:-cut])
    journal = resumed(tmp_path)
    assert journal.known("甲.txt") == {"aa"}
    journal.add("甲.txt", outcome("cc"))
    journal.close()
    again = resumed(tmp_path)
    assert again.known("甲.txt") == {"aa", "cc"}
    again.close()


@pytest.mark.parametrize("line", [b"\xff\xfe\n", b"[1]\n", b"{}\n", b'{"file": "x"\n', b"null\n"])
def test_a_damaged_line_costs_its_file_only(line: bytes, tmp_path: Path) -> None:
    path = begun(tmp_path, "aa", "bb")
    head, _, second = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(head + line + second)
    journal = resumed(tmp_path)
    assert journal.known("甲.txt") == {"bb"}
    assert journal.read(journal.place("甲.txt", "bb"))[1][0] == 1
    journal.close()


def test_a_journal_is_not_overwritten(tmp_path: Path) -> None:
    before = begun(tmp_path, "aa").read_bytes()
    with pytest.raises(JournalError, match="--resume"):
        Journal.open(tmp_path / "out.jsonl", SETTINGS, resume=False)
    assert place(tmp_path).read_bytes() == before


@pytest.mark.parametrize(
    ("settings", "named"),
    [
        (Settings("obligations", min_confidence=0.5), "min_confidence"),
        (Settings("obligations", limits=DEFAULT_LIMITS.with_options(["pages=3"])), "limits"),
        (Settings("extract"), "model, command"),
    ],
)
def test_a_journal_of_other_settings_is_left_alone(settings: Settings, named: str, tmp_path: Path) -> None:
    before = begun(tmp_path, "aa").read_bytes()
    with pytest.raises(JournalError, match=rf"other settings \({named}\)"):
        resumed(tmp_path, settings)
    assert place(tmp_path).read_bytes() == before


def test_the_time_limit_may_change(tmp_path: Path) -> None:
    begun(tmp_path, "aa")
    journal = resumed(tmp_path, Settings("obligations", limits=DEFAULT_LIMITS.with_options(["seconds=3"])))
    assert journal.known("甲.txt") == {"aa"}
    journal.close()


@pytest.mark.parametrize("content", [b"", b"my notes", b"my notes\n", b"{}\n", b"[1]\n", b'{"journal": 1}'])
def test_a_file_that_is_no_journal_is_left_alone(content: bytes, tmp_path: Path) -> None:
    place(tmp_path).write_bytes(content)
    with pytest.raises(JournalError, match="is no journal"):
        resumed(tmp_path)
    assert place(tmp_path).read_bytes() == content


def test_another_model_is_another_setting(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        for file in ("meta.json", "config.cfg"):
            (tmp_path / name / file).write_text(name)
    one, same, two = (header_of(Settings("extract", tmp_path / name)) for name in ("one", "one", "two"))
    assert one == same
    assert one["model"] != two["model"]


def test_two_runs_do_not_write_one_journal(tmp_path: Path) -> None:
    first = Journal.open(tmp_path / "out.jsonl", SETTINGS, resume=False)
    with pytest.raises(JournalError, match="another run"):
        resumed(tmp_path)
    first.close()
    resumed(tmp_path).close()
