"""Changed files of all formats end in a sound document or in one line. The long way: `python -m tests.fuzzing`."""

import random
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gdie.documents import Block, read_bytes
from tests.fuzzing.__main__ import main
from tests.fuzzing.mutators import MUTATORS, mutate
from tests.fuzzing.promises import BrokenPromise, check, check_document
from tests.fuzzing.seeds import SUFFIXES, seeds

_QUICK = settings(max_examples=40, suppress_health_check=list(HealthCheck))
_LONGEST = 30_000


@pytest.mark.parametrize("reader", MUTATORS)
def test_seeds_are_read(reader: str) -> None:
    """What the changes begin with is whole: else they would only ever meet the first check of a reader."""
    outcomes = [check(data, SUFFIXES[reader]) for data in seeds(reader)[:2]]
    assert outcomes[0] == ("archive" if reader == "zip" else reader)


@pytest.mark.parametrize("reader", MUTATORS)
def test_changed_files(reader: str) -> None:
    """Changes at the joints of the format."""
    files = [data for data in seeds(reader) if len(data) <= _LONGEST]

    @_QUICK
    @given(st.integers(0, len(files) - 1), st.integers(0, 2**32))
    def changed(number: int, seed: int) -> None:
        check(mutate(files[number], reader, random.Random(seed), _LONGEST), SUFFIXES[reader])

    changed()


@settings(max_examples=100, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(sorted(MUTATORS)), st.sampled_from(sorted(SUFFIXES.values())), st.integers(0, 2**32))
def test_mislabelled_files(reader: str, suffix: str, seed: int) -> None:
    """Files under the suffix of another format."""
    rng = random.Random(seed)
    check(mutate(rng.choice(seeds(reader)), reader, rng, _LONGEST), suffix)


@given(st.binary(max_size=400), st.sampled_from(sorted(SUFFIXES.values())))
def test_any_bytes(data: bytes, suffix: str) -> None:
    check(data, suffix)


@settings(max_examples=100)
@given(
    st.text(alphabet="|-\n\t ：，。0123一二三、（）申请收到件条合计其中信息内容年月日#>*", max_size=400),
    st.sampled_from((".txt", ".md", ".csv")),
)
def test_any_lines(text: str, suffix: str) -> None:
    check(text.encode(), suffix)


def test_a_broken_promise_is_noticed() -> None:
    document = read_bytes(seeds("text")[0], "x", "x")
    with pytest.raises(BrokenPromise, match="outside the text"):
        check_document(replace(document, blocks=(Block(0, len(document.text) + 1),)))


def test_the_command_runs(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["--plain", "--minutes", "0.02", "--reader", "csv", "--corpus", str(tmp_path)]) == 0
    assert "nothing found" in capfd.readouterr().out
