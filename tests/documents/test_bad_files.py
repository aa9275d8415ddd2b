"""Files that no report can be read from end in one line each that names the file, what is wrong and what to do."""

from pathlib import Path

import pytest

from gdie.documents import UnreadableDocument, read_document
from tests.bad_files import BAD_FILES, BadFile


@pytest.mark.parametrize("bad", BAD_FILES, ids=lambda bad: bad.name)
def test_a_bad_file_is_one_line(tmp_path: Path, bad: BadFile) -> None:
    path = tmp_path / bad.name
    path.write_bytes(bad.make())
    with pytest.raises(UnreadableDocument) as caught:
        read_document(path, limits=bad.limits)
    line = str(caught.value)
    assert line.startswith(f"{path}: ")
    assert bad.said in line.removeprefix(f"{path}: ")
    assert ";" in line and len(line.splitlines()) == 1 and len(line) < 400


def test_there_are_many_of_them() -> None:
    assert len({bad.name for bad in BAD_FILES}) == len(BAD_FILES) >= 40
