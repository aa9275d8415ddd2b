"""Accepted findings: the file, what it accepts, what is kept when it is renewed."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gdie.outputs.findings.baseline import (
    Baseline,
    BaselineError,
    Entry,
    read_baseline,
    renewed,
    write_baseline,
)
from gdie.outputs.findings.selection import entries, without_accepted
from tests.outputs.findings import checked, correction, finding

ENTRY = {"doc": "a", "fingerprint": "x", "rule": "A1", "explanation": "too much", "reason": None}


def baseline(*found: Entry) -> Baseline:
    return Baseline({entry.key: entry for entry in found})


def entry(doc: str, mark: str, reason: str | None = None, explanation: str = "said") -> Entry:
    return Entry(doc, mark, "A1", explanation, reason)


def test_accepted_findings_are_counted_and_no_more() -> None:
    one = checked(
        "a",
        "文",
        finding("c1"),
        finding("c2", "warning"),
        finding("c3"),
        finding("c4", "note", fingerprint="mark-c1"),
        corrections=(correction("k1", "c1"), correction("k2", "c3")),
    )
    held = baseline(entry("a", "mark-c1"), entry("a", "mark-c2"), entry("b", "mark-c3"))
    left = without_accepted(one, held)
    assert [f.id for f in left.findings] == ["c3", "c4"]  # what holds is never accepted, only errors are
    assert (left.accepted, left.checks) == (2, 4)
    assert [c.id for c in left.corrections] == ["k2"]


def test_errors_and_warnings_become_entries() -> None:
    one = checked("a", "文", finding("c1"), finding("c2", "warning", rule="sum"), finding("c3", "note"))
    assert [(e.key, e.rule, e.explanation, e.reason) for e in entries([one])] == [
        (("a", "mark-c1"), "A1", "c1 does not add up", None),
        (("a", "mark-c2"), "sum", "c2 does not add up", None),
    ]


def test_a_renewed_baseline_keeps_other_documents_reasons_and_ignored_rules() -> None:
    old = baseline(
        entry("a", "still", "known to the office", "as it was worded"),
        entry("a", "gone", "obsolete"),
        entry("a", "ignored", "not of interest"),
        entry("b", "elsewhere", "other folder"),
    )
    now = [entry("a", "still", explanation="as it is worded now"), entry("a", "new")]
    found = renewed(old, {"a", "c"}, now, [*now, entry("a", "ignored")])
    assert {e.key: (e.reason, e.explanation) for e in found.entries.values()} == {
        ("a", "still"): ("known to the office", "as it is worded now"),
        ("a", "new"): (None, "said"),
        ("a", "ignored"): ("not of interest", "said"),
        ("b", "elsewhere"): ("other folder", "said"),
    }


words = st.text(st.characters(exclude_categories=["Cs"]), max_size=6)


@given(st.lists(st.builds(Entry, words, words, words, words, st.none() | words), max_size=6))
def test_what_is_written_is_read_again(tmp_path_factory: pytest.TempPathFactory, found: list[Entry]) -> None:
    path = tmp_path_factory.mktemp("baseline") / "b.json"
    held = baseline(*found)
    write_baseline(held, path)
    assert read_baseline(path).entries == held.entries
    first = path.read_bytes()
    write_baseline(baseline(*reversed(held.entries.values())), path)
    assert path.read_bytes() == first


def test_the_format(tmp_path: Path) -> None:
    path = tmp_path / "b.json"
    write_baseline(baseline(entry("b", "1"), entry("a", "2"), entry("a", "1", "说明")), path)
    data = json.loads(path.read_text(encoding="utf-8"))
    assert data["version"] == 1
    assert [(row["doc"], row["fingerprint"], row["reason"]) for row in data["entries"]] == [
        ("a", "1", "说明"),
        ("a", "2", None),
        ("b", "1", None),
    ]
    assert list(data["entries"][0]) == ["doc", "fingerprint", "rule", "explanation", "reason"]
    assert "说明" in path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "data",
    [
        [],
        {},
        {"version": 1},
        {"version": 1, "entries": {}},
        {"version": 2, "entries": []},
        {"version": 1, "entries": ["x"]},
        {"version": 1, "entries": [{**ENTRY, "doc": 3}]},
        {"version": 1, "entries": [{**ENTRY, "reason": []}]},
        {"version": 1, "entries": [{**ENTRY, "note": "lost when renewed"}]},
        {"version": 1, "entries": [ENTRY, {"doc": "a", "fingerprint": "x"}]},
    ],
)
def test_what_is_no_baseline_is_named(data: Any, tmp_path: Path) -> None:
    path = tmp_path / "b.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(BaselineError, match=r"b\.json"):
        read_baseline(path, new=True)


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe\x00", b"[" * 100_000])
def test_what_is_no_json_is_named(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "b.json"
    path.write_bytes(content)
    with pytest.raises(BaselineError, match="is no JSON"):
        read_baseline(path)


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "b.json"
    path.write_text(json.dumps({"version": 1, "entries": [ENTRY]}), encoding="utf-8-sig")
    assert read_baseline(path).accepts("a", "x")


def test_a_missing_baseline_may_only_be_new(tmp_path: Path) -> None:
    path = tmp_path / "b.json"
    assert read_baseline(path, new=True).entries == {}
    with pytest.raises(BaselineError, match="--update-baseline"):
        read_baseline(path)
    with pytest.raises(BaselineError, match="cannot be read"):
        read_baseline(tmp_path, new=True)
