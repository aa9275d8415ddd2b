"""What a run reads: files, folders, standard input, members of archives."""

import os
import zipfile
from pathlib import Path

import pytest

from gdie.batch.sources import Refused, Source, is_archive, list_files, opened, shown
from gdie.documents import DEFAULT_LIMITS

TEXT = "白云县水务局收到申请3件。".encode()


def write(folder: Path, *names: str) -> None:
    for name in names:
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(TEXT)


def archive(path: Path, *names: str) -> Path:
    with zipfile.ZipFile(path, "w") as packed:
        for name in names:
            packed.writestr(name, TEXT)
    return path


def names(folder: Path, *paths: Path) -> list[str]:
    return [one.name.removeprefix(f"{folder}/") for one in opened(list_files(paths or [folder]))]


def test_folders_are_walked_in_order_without_links_and_what_is_hidden(tmp_path: Path) -> None:
    write(tmp_path, "b.txt", "a/2.docx", "a/10.html", ".git/x.txt", "a/.hidden.txt", "a/~$lock.docx", "c")
    (tmp_path / "link.txt").symlink_to(tmp_path / "b.txt")
    (tmp_path / "loop").symlink_to(tmp_path)
    os.mkfifo(tmp_path / "pipe")
    assert names(tmp_path) == ["a/10.html", "a/2.docx", "b.txt", "c"]


def test_what_is_named_is_known_from_what_is_found(tmp_path: Path) -> None:
    write(tmp_path, "in/a.txt", "b.txt")
    (tmp_path / "to-in").symlink_to(tmp_path / "in")
    found = list_files([tmp_path / "b.txt", tmp_path / "to-in", tmp_path / "missing.txt"])
    assert [(type(one), one.root) for one in found] == [
        (Source, None),
        (Source, f"{tmp_path}/to-in"),
        (Source, None),
    ]
    assert [one.given for one in found if isinstance(one, Source)] == [True, False, True]


def test_members_of_archives_stand_where_the_archive_does(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", "z.txt")
    archive(tmp_path / "m.zip", "报告/2015.txt", "2014.txt", "__MACOSX/x", ".DS_Store")
    assert names(tmp_path) == ["a.txt", "m.zip/2014.txt", "m.zip/报告/2015.txt", "z.txt"]
    member = list(opened(list_files([tmp_path / "m.zip"])))[1]
    assert isinstance(member, Source)
    assert (member.stem, member.suffix, member.data) == ("2015", ".txt", TEXT)
    assert (member.given, member.root) == (False, f"{tmp_path}/m.zip")


def test_an_archive_is_known_by_its_content(tmp_path: Path) -> None:
    packed = archive(tmp_path / "reports.dat", "a.txt")
    write(tmp_path, "text.zip", "a.docx")
    found = {p.name: is_archive(Source(p.name, p.name, p)) for p in (packed, *tmp_path.iterdir())}
    assert found == {"reports.dat": True, "text.zip": False, "a.docx": False}


@pytest.mark.parametrize("content", [b"PK\x03\x04" + bytes(40), b"PK\x05\x06" + bytes(18)])
def test_a_broken_or_empty_archive_gives_no_documents(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(content)
    found = list(opened(list_files([tmp_path / "a.zip"])))
    assert not [one for one in found if isinstance(one, Source) and one.data]


def test_a_member_that_can_not_be_read_is_refused_alone(tmp_path: Path) -> None:
    path = archive(tmp_path / "a.zip", "1.txt", "2.txt")
    damaged = path.read_bytes().replace(TEXT, TEXT[:-3] + b"xxx", 1)
    path.write_bytes(damaged)
    first, second = opened(list_files([path]))
    assert isinstance(first, Refused) and first.reason.startswith(f"{path}/1.txt: is damaged")
    assert isinstance(second, Source)


def test_a_pipe_that_was_named_is_read_by_this_process(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    end = os.open(pipe, os.O_RDWR)
    os.write(end, TEXT)
    found = list_files([pipe])
    (late,) = opened(found, DEFAULT_LIMITS.with_options(["seconds=1"]))
    os.close(end)
    assert isinstance(late, Refused) and "--limit seconds=N" in late.reason


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("年报.txt".encode(), "年报.txt"),
        ("年报.txt".encode("gb18030"), "年报.txt"),
        (b"\xff\xff.txt", "\ufffd\ufffd.txt"),
    ],
)
def test_file_names_are_text_in_whatever_encoding(raw: bytes, text: str) -> None:
    assert shown(os.fsdecode(raw)) == text


@pytest.mark.parametrize("broken", ["__init__", "read"])
def test_an_archive_that_meets_a_defect_costs_no_other_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    def fail(*_: object) -> None:
        raise IndexError("string index out of range")

    monkeypatch.setattr(f"gdie.documents.formats.archive.Archive.{broken}", fail)
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("report.txt", "共3件。")
    (tmp_path / "b.txt").write_text("共3件。", encoding="utf-8")
    refused, read = opened(list_files([tmp_path]))
    assert isinstance(refused, Refused) and "meets a defect of gdie (IndexError" in refused.reason
    assert isinstance(read, Source) and read.stem == "b"
