"""Zip files of office formats and archives, opened so that a broken or hostile one costs little. Nothing is written to disk."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from itertools import pairwise

from gdie.documents.errors import UnreadableDocument
from gdie.documents.limits import Limits

_END_OF_DIRECTORY = b"PK\x05\x06"
_END_LOCATOR_64 = b"PK\x06\x07"
_DIRECTORY_ENTRY = b"PK\x01\x02"
_LOCAL_HEADER = 30
_ENCRYPTED = 0x1 | 0x40
# The other methods of zip files can't be unpacked piecewise by zipfile, and office programs never use them.
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
# XML of reports shrinks to a fifth or a fiftieth; only repetition of one stretch comes near the 1:1032 that deflate can do.
_BOMB_BYTES, _BOMB_RATIO = 10_000_000, 250
# What zipfile raises for damaged data (struct.error, OSError and ValueError: offsets and lengths that make no sense).
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    NotImplementedError,
    RuntimeError,
    EOFError,
    OSError,
    ValueError,
    OverflowError,
)


class Package:
    """A zip file whose members are read one by one, each bounded by the size that its directory declares.

    `members` are the entries of the directory in its order, folders included; their names are as the file has them (also `../x`)
    and serve to look members up, nothing else.
    """

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self.members: tuple[zipfile.ZipInfo, ...] = tuple(archive.infolist())
        self._by_name = {_plain(member.filename): member for member in self.members}

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the members, folders included."""
        return tuple(member.filename for member in self.members)

    def __contains__(self, name: str) -> bool:
        return _plain(name) in self._by_name

    def read_member(self, name: str | zipfile.ZipInfo) -> bytes:
        """The bytes of a member; names count regardless of case and of a slash before them.

        Raises `KeyError` for a name that is not there, `UnreadableDocument` for a member that is encrypted or damaged.
        """
        member = name if isinstance(name, zipfile.ZipInfo) else self._by_name[_plain(name)]
        if member.flag_bits & _ENCRYPTED:
            raise UnreadableDocument("is encrypted; save it without a password")
        if member.compress_type not in _METHODS:
            raise UnreadableDocument(
                f"is packed by a method that is not read ({_shown(member)}); pack it as an ordinary zip"
            )
        try:
            with self._archive.open(member) as stream:
                # With a size, no more than that is ever unpacked; what a lying directory hides behind it fails the checksum.
                unpacked = stream.read(member.file_size + 1)
        except _DAMAGE:
            unpacked = b""
            whole = False
        else:
            whole = len(unpacked) == member.file_size
        if not whole:
            raise UnreadableDocument(
                f"is damaged ({_shown(member)} can't be unpacked); download or save it again"
            )
        return unpacked


def open_package(data: bytes, limits: Limits) -> Package:
    """Open a zip file held in memory.

    Raises `UnreadableDocument` if it is no zip file, cut off, damaged, has too many members, would unpack to too much,
    or is built to unpack to a multiple of what it holds (members that overlap, or endless repetition).
    """
    limits.check("members", _declared_members(data))
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except _DAMAGE:
        raise UnreadableDocument("is a damaged or cut-off zip file; download or save it again") from None
    members = archive.infolist()
    limits.check("unpacked", sum(member.file_size for member in members))
    for member in members:
        if member.file_size > _BOMB_BYTES and member.file_size > _BOMB_RATIO * max(1, member.compress_size):
            raise UnreadableDocument(
                f"is built to swell when unpacked ({_shown(member)}); save the document again in its program"
            )
    places = sorted((m.header_offset, m.header_offset + _LOCAL_HEADER + m.compress_size) for m in members)
    if any(end > start for (_, end), (start, _) in pairwise(places)) or any(
        end > len(data) for _, end in places
    ):
        raise UnreadableDocument("is a damaged zip file (its members overlap); download or save it again")
    return Package(archive)


def _declared_members(data: bytes) -> int:
    # Counted before zipfile makes an object for each of them.
    end = data.rfind(_END_OF_DIRECTORY)
    if end < 0:
        return 0
    (size,) = struct.unpack("<L", data[end + 12 : end + 16].ljust(4, b"\xff"))
    # In a zip64 file the size stands elsewhere; then the whole file is counted.
    start = 0 if data[max(0, end - 20) : end].startswith(_END_LOCATOR_64) else max(0, end - size)
    return data.count(_DIRECTORY_ENTRY, start, end)


def _plain(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").casefold()


def _shown(member: zipfile.ZipInfo) -> str:
    name = "".join(c if c.isprintable() else "?" for c in member.filename)
    return name if len(name) <= 60 else name[:60] + "…"
