"""Zip archives of documents. Members are read in memory under the names that are shown; nothing is written to disk.

`members` hands them on one by one. A batch may also list them once (`Archive(data, limits).members`) and read each by its path, in any
process that opens the same archive: paths depend on the file's bytes only.
"""

from __future__ import annotations

import posixpath
import re
import stat
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from gdie.documents.errors import UnreadableDocument
from gdie.documents.formats.packages import Package, open_package
from gdie.documents.hidden import HIDDEN
from gdie.documents.limits import DEFAULT_LIMITS, Limits

_UTF8_NAME = 0x800
_JUNK_FOLDERS = frozenset(("__macosx", "$recycle.bin", "system volume information"))
_JUNK_FILES = frozenset(("thumbs.db", "desktop.ini", "ehthumbs.db"))
_LOCK = "~$"  # how Office programs begin the name of the file that says that a document is open
_UNSHOWN = re.compile(f"[{HIDDEN}]")

MemberPath = tuple[str, ...]


@dataclass(frozen=True)
class Member:
    """A file in an archive. `path`: its name, behind the names of the archives within the archive that it lies in. `size`: in bytes."""

    path: MemberPath
    size: int

    @property
    def name(self) -> str:
        """The path as one name, with slashes."""
        return "/".join(self.path)

    @property
    def stem(self) -> str:
        """The last part of the name without its suffix."""
        return posixpath.splitext(posixpath.basename(self.path[-1]))[0]

    @property
    def suffix(self) -> str:
        """The suffix with its dot (`.docx`), or nothing."""
        return posixpath.splitext(self.path[-1])[1]


class Archive:
    """A zip archive in memory.

    `members`: its files sorted by name, those of archives within it in the place of these; without folders, links, hidden files and what
    operating systems and Office programs leave behind. An archive within it that can't be opened is a member itself, which fails when read.
    """

    def __init__(self, data: bytes, limits: Limits = DEFAULT_LIMITS) -> None:
        """Open and list it. Raises `UnreadableDocument` where it is damaged or beyond the limits."""
        self._limits = limits
        self._outer = open_package(data, limits)
        self._files: dict[MemberPath, dict[str, zipfile.ZipInfo]] = {(): _files(self._outer)}
        self._inner: tuple[MemberPath, Package] | None = None
        self._unpacked = _unpacked(self._outer)
        self._entries = len(self._outer.members)
        self.members: tuple[Member, ...] = tuple(self._list())

    def read(self, path: MemberPath) -> bytes:
        """The bytes of a member.

        Raises `KeyError` for a path that is none, `UnreadableDocument` for one that is damaged, encrypted or larger than a file may be.
        """
        folder, name = path[:-1], path[-1]
        info = self._files[folder][name]
        self._limits.check("bytes", info.file_size)
        data = self._package(folder).read_member(info)
        if _is_archive(name) and path not in self._files:
            self._open(path, data)
        return data

    def _list(self) -> Iterator[Member]:
        # Archives within each other go on a stack: their depth is the file's choice.
        waiting: list[tuple[MemberPath, Iterator[str]]] = [((), iter(self._files[()]))]
        while waiting:
            folder, names = waiting[-1]
            name = next(names, None)
            if name is None:
                waiting.pop()
                continue
            path = (*folder, name)
            size = self._files[folder][name].file_size
            if _is_archive(name) and self._try_to_open(path):
                waiting.append((path, iter(self._files[path])))
                continue
            yield Member(path, size)

    def _try_to_open(self, path: MemberPath) -> bool:
        try:
            self.read(path)
        except _TooMuch as error:
            raise UnreadableDocument(str(error)) from None
        except UnreadableDocument:
            return False  # said again when it is read
        return True

    def _package(self, folder: MemberPath) -> Package:
        """The archive of this path; the last one within the archive stays open."""
        if not folder:
            return self._outer
        if self._inner is not None and self._inner[0] == folder:
            return self._inner[1]
        package = self._outer
        for depth, name in enumerate(folder):
            package = open_package(package.read_member(self._files[folder[:depth]][name]), self._limits)
        self._inner = folder, package
        return package

    def _open(self, path: MemberPath, data: bytes) -> None:
        self._limits.check("archives", len(path) + 1)
        package = open_package(data, self._limits)
        self._unpacked += _unpacked(package)
        self._entries += len(package.members)
        try:
            self._limits.check("unpacked", self._unpacked)
            self._limits.check("members", self._entries)
        except UnreadableDocument as error:
            raise _TooMuch(str(error)) from None
        self._files[path] = _files(package)
        self._inner = path, package


class _TooMuch(UnreadableDocument):
    """The archive as a whole unpacks to too much or too many files."""


def members(data: bytes, limits: Limits = DEFAULT_LIMITS) -> Iterator[tuple[str, Callable[[], bytes]]]:
    """The names of the files in an archive, each with the function that reads it. Raises as `Archive`, the functions as its `read`."""
    archive = Archive(data, limits)
    for member in archive.members:
        yield member.name, partial(archive.read, member.path)


def _files(package: Package) -> dict[str, zipfile.ZipInfo]:
    """The files that may be documents, by the names that are shown, sorted."""
    found: dict[str, zipfile.ZipInfo] = {}
    times: Counter[str] = Counter()
    for info in package.members:
        name = shown_name(info)
        link = stat.S_ISLNK(info.external_attr >> 16)
        if not (name and info.filename) or info.is_dir() or _is_junk(name) or link:
            continue
        # Names that differ only in what is not shown, or that are there twice; the new name may be there too.
        root, suffix = posixpath.splitext(name)
        free = name
        while free in found:
            times[name] += 1
            free = f"{root} ({times[name] + 1}){suffix}"
        found[free] = info
    return dict(sorted(found.items()))


def shown_name(info: zipfile.ZipInfo) -> str:
    """The name of a member: its encoding guessed where it is not said, without steps upwards, drives and what can't be shown."""
    name = _decoded(info).replace("\\", "/")
    parts = (_UNSHOWN.sub("", part).strip() for part in re.sub(r"^[A-Za-z]:", "", name).split("/"))
    return "/".join(part for part in parts if part not in ("", ".", ".."))


def _decoded(info: zipfile.ZipInfo) -> str:
    # zipfile takes names without the mark of UTF-8 for code page 437.
    name = info.orig_filename
    if info.flag_bits & _UTF8_NAME or name.isascii():
        return name
    try:
        raw = name.encode("cp437")
    except UnicodeEncodeError:
        return name
    for encoding in ("utf-8", "gb18030", "big5"):
        try:
            decoded = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding == "utf-8" or _is_sensible(decoded):
            return decoded
    return name


def _is_sensible(name: str) -> bool:
    """Whether the characters are such as names have: at least half of those beyond ASCII are everyday ones."""
    foreign = [c for c in name if c > "\x7f"]
    everyday = 0
    for character in foreign:
        for encoding in ("gb2312", "big5"):
            try:
                character.encode(encoding)
            except UnicodeEncodeError:
                continue
            everyday += 1
            break
    return name.isprintable() and everyday * 2 >= len(foreign)


def _is_junk(name: str) -> bool:
    *folders, file = name.lower().split("/")
    return (
        any(part.startswith(".") or part in _JUNK_FOLDERS for part in folders)
        or file.startswith((".", _LOCK))
        or file in _JUNK_FILES
    )


def _is_archive(name: str) -> bool:
    return name.lower().endswith(".zip")


def _unpacked(package: Package) -> int:
    return sum(info.file_size for info in package.members)
