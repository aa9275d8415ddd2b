"""Archives: which members count, their names, what a hostile one costs."""

from __future__ import annotations

import io
import stat
import zipfile

import pytest

from gdie.documents.errors import UnreadableDocument
from gdie.documents.formats.archive import Archive, Member, members
from gdie.documents.limits import Limits


def packed(files: dict[str, bytes] | list[tuple[str, bytes]]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items() if isinstance(files, dict) else files:
            archive.writestr(zipfile.ZipInfo(name), data)
    return stream.getvalue()


def named(raw: bytes, utf8: bool = False) -> bytes:
    """An archive of one member whose name is stored in these bytes."""
    stand_in = b"x" * len(raw)
    data = packed({stand_in.decode(): b"1"}).replace(stand_in, raw)
    if utf8:
        at = data.index(b"PK\x01\x02")
        data = data[:7] + b"\x08" + data[8 : at + 9] + b"\x08" + data[at + 10 :]
    return data


def names(data: bytes, limits: Limits | None = None) -> list[str]:
    return [member.name for member in Archive(data, limits or Limits()).members]


def test_members_come_sorted_without_what_is_no_document() -> None:
    data = packed(
        {
            "b/2023.txt": b"2",
            "b/": b"",
            "a.docx": b"1",
            "__MACOSX/._a.docx": b"",
            "b/.DS_Store": b"",
            "b/Thumbs.db": b"",
            ".git/config": b"",
            "b/~$2023.docx": b"",
            "b/report.aspx": b"3",
        }
    )
    assert [(name, read()) for name, read in members(data)] == [
        ("a.docx", b"1"),
        ("b/2023.txt", b"2"),
        ("b/report.aspx", b"3"),
    ]
    member = Archive(data).members[1]
    assert member == Member(("b/2023.txt",), 1)
    assert (member.stem, member.suffix) == ("2023", ".txt")


@pytest.mark.parametrize(
    ("raw", "utf8", "name"),
    [
        ("报告.txt".encode(), True, "报告.txt"),
        ("报告.txt".encode(), False, "报告.txt"),
        ("政府信息公开年报.txt".encode("gbk"), False, "政府信息公开年报.txt"),
        ("報告書.txt".encode("gbk"), False, "報告書.txt"),
        ("résumé.txt".encode("cp437"), False, "résumé.txt"),
        (b"plain.txt", False, "plain.txt"),
        (b"..\\..\\etc\\x.txt", False, "etc/x.txt"),
        (b"../../etc/x.txt", False, "etc/x.txt"),
        (b"/etc/x.txt", False, "etc/x.txt"),
        (b"C:\\x\\y.txt", False, "x/y.txt"),
        (b"a\x1b[2Jb\n.txt", False, "a[2Jb.txt"),
    ],
)
def test_names_are_decoded_and_harmless(raw: bytes, utf8: bool, name: str) -> None:
    data = named(raw, utf8)
    assert [(n, read()) for n, read in members(data)] == [(name, b"1")]


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_members_of_one_name_are_told_apart() -> None:
    data = packed([("a.csv", b"1"), ("a.csv", b"2"), ("./a.csv", b"3")])
    assert [(n, read()) for n, read in members(data)] == [
        ("a (2).csv", b"2"),
        ("a (3).csv", b"3"),
        ("a.csv", b"1"),
    ]
    # None is lost where the new name is there too.
    taken = packed([("a (2).csv", b"1"), ("a.csv", b"2"), ("a.csv", b"3"), ("a (2).csv", b"4")])
    assert sorted(read() for _, read in members(taken)) == [b"1", b"2", b"3", b"4"]


def test_a_member_without_a_name_is_passed_over() -> None:
    data = packed([("x.txt", b"1"), ("y.txt", b"2")]).replace(b"x.txt", b"\0.txt")
    assert [read() for _, read in members(data)] == [b"2"]


def test_links_are_passed_over() -> None:
    link = zipfile.ZipInfo("passwd.txt")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(link, "/etc/passwd")
        archive.writestr("a.txt", "1")
    assert names(stream.getvalue()) == ["a.txt"]


def test_archives_within_are_opened_in_their_place_and_read_by_path() -> None:
    inner = packed({"二/x.txt": b"x", "a.txt": b"a"})
    data = packed({"1.txt": b"1", "内层.zip": inner, "附.txt": b"z"})
    archive = Archive(data)
    assert [m.path for m in archive.members] == [
        ("1.txt",),
        ("内层.zip", "a.txt"),
        ("内层.zip", "二/x.txt"),
        ("附.txt",),
    ]
    # As another process reads them: each by its path, in any order.
    for member in reversed(archive.members):
        assert Archive(data).read(member.path) == archive.read(member.path)
        assert len(archive.read(member.path)) == member.size
    assert archive.read(("内层.zip", "二/x.txt")) == b"x"
    with pytest.raises(KeyError):
        archive.read(("内层.zip", "no.txt"))


def test_too_deep_and_broken_archives_fail_alone() -> None:
    third = packed({"deep.txt": b"1"})
    second = packed({"third.zip": third, "b.txt": b"b"})
    data = packed({"second.zip": second, "broken.zip": b"PK\x03\x04", "ok.txt": b"ok"})
    reads = dict(members(data))
    assert list(reads) == ["broken.zip", "ok.txt", "second.zip/b.txt", "second.zip/third.zip"]
    assert reads["ok.txt"]() == b"ok"
    with pytest.raises(UnreadableDocument, match="damaged"):
        reads["broken.zip"]()
    with pytest.raises(UnreadableDocument, match="--limit archives"):
        reads["second.zip/third.zip"]()
    assert "second.zip/third.zip/deep.txt" in names(data, Limits(archives=3))


def test_an_encrypted_member_fails_alone() -> None:
    data = bytearray(packed({"a.txt": b"1", "b.txt": b"2"}))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    reads = dict(members(bytes(data)))
    with pytest.raises(UnreadableDocument, match="encrypted"):
        reads["a.txt"]()
    assert reads["b.txt"]() == b"2"


def test_a_member_larger_than_a_file_may_be_fails_alone() -> None:
    reads = dict(
        members(
            packed({"a.txt": b"1" * 500, "b.zip": packed({"c.txt": b"1" * 9}), "d.txt": b"2"}),
            Limits(bytes=200),
        )
    )
    with pytest.raises(UnreadableDocument, match="--limit bytes"):
        reads["a.txt"]()
    assert reads["b.zip/c.txt"]() == b"1" * 9
    assert reads["d.txt"]() == b"2"


@pytest.mark.parametrize(
    ("limits", "message"), [(Limits(members=15), "members"), (Limits(unpacked=2_500), "unpacked")]
)
def test_what_all_archives_hold_together_is_bounded(limits: Limits, message: str) -> None:
    inner = packed({f"{i}.txt": b"1" * 150 for i in range(8)})
    data = packed({"a.zip": inner, "b.zip": inner})
    assert len(names(data)) == 16
    with pytest.raises(UnreadableDocument, match=f"--limit {message}"):
        names(data, limits)


def test_what_is_no_archive() -> None:
    with pytest.raises(UnreadableDocument, match="damaged"):
        list(members(b"no zip"))
    assert list(members(packed({}))) == []


def test_hundreds_of_archives_within_each_other() -> None:
    data = packed({"x.txt": b"1"})
    for _ in range(300):
        data = packed({"a.zip": data})
    assert names(data) == ["a.zip/a.zip"]
    assert names(data, Limits(archives=5)) == ["a.zip/a.zip/a.zip/a.zip/a.zip"]
