"""What a run reads: files, the files of folders, standard input, the members of archives, each under the name that it is shown by."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from stat import S_ISDIR, S_ISREG

from gdie.batch.clock import late, time_limit
from gdie.batch.defects import defect
from gdie.documents import NoDocument, UnreadableDocument, load
from gdie.documents.errors import OutOfTime
from gdie.documents.limits import DEFAULT_LIMITS, Limits
from gdie.documents.sniffing import sniff

STANDARD_INPUT = Path("-")
_HIDDEN = (".", "~$")
_MAGIC = (b"PK\x03\x04", b"PK\x05\x06")
# Zip files inside, but documents or none at all.
_PACKAGES = frozenset(
    (".docx", ".docm", ".xlsx", ".xlsm", ".pptx", ".odt", ".ods", ".wps", ".et", ".ofd", ".epub", ".jar")
)


@dataclass(frozen=True)
class Source:
    """A file to be read. `name` is how it is shown (`archive.zip/dir/report.docx`), `file` its own name.

    `path` is where it lies; `data` its bytes, where it is standard input or the member of an archive. `given` says that the user named it:
    then it has to be a document. `root` is the folder or archive that was named instead.
    """

    name: str
    file: str
    path: Path | None = None
    data: bytes | None = None
    given: bool = False
    root: str | None = None

    @property
    def stem(self) -> str:
        """The name of the document."""
        return PurePosixPath(self.file).stem

    @property
    def suffix(self) -> str:
        """The ending of the file's name."""
        return PurePosixPath(self.file).suffix

    def load(self, limits: Limits = DEFAULT_LIMITS) -> bytes:
        """The file's bytes, at most one more than the limit. Raises `UnreadableDocument`."""
        if self.data is not None:
            return self.data
        return load(self.path or STANDARD_INPUT, limits)


@dataclass(frozen=True)
class Refused:
    """What can't be read, found before a reader was tried; `skipped` where nobody named it and it is no document."""

    name: str
    reason: str
    skipped: bool = False
    root: str | None = None


def shown(name: str | Path) -> str:
    """A file name as text: bytes of it that are no UTF-8 are read as GB18030, which Chinese archives and old disks have."""
    raw = os.fsencode(name)
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("utf-8", "replace")


def list_files(paths: Iterable[Path]) -> list[Source | Refused]:
    """The files of all paths in their order, folders walked by `walk`, nothing opened yet. `-` is standard input."""
    found: list[Source | Refused] = []
    for path in paths:
        try:
            if path == STANDARD_INPUT:
                found.append(Source("standard input", "stdin", STANDARD_INPUT, given=True))
            elif path.is_dir():
                found += (replace(one, root=shown(path)) for one in walk(path))
            else:
                found.append(_source(path, given=True))
        except (OSError, ValueError) as error:  # ValueError: a NUL in the name
            found.append(_unopened(path, error))
    return found


def walk(folder: Path) -> Iterator[Source | Refused]:
    """The files of a folder and the folders in it, sorted. Links are not followed; what is hidden, and locks of office programs, are left out."""
    waiting = [folder]
    while waiting:
        place = waiting.pop()
        try:
            mode = place.stat().st_mode if place is folder else place.lstat().st_mode
            children = sorted(place.iterdir()) if S_ISDIR(mode) else []
        except OSError as error:
            yield _unopened(place, error)
            continue
        if S_ISREG(mode):
            yield _source(place)
        waiting += (child for child in reversed(children) if not child.name.startswith(_HIDDEN))


def _unopened(path: Path, error: OSError | ValueError) -> Refused:
    reason = getattr(error, "strerror", None) or str(error)
    return Refused(shown(path), f"{shown(path)}: cannot be opened ({reason}); check the path and its rights")


def _source(path: Path, given: bool = False) -> Source:
    return Source(shown(path), shown(path.name), path, given=given)


def opened(found: Iterable[Source | Refused], limits: Limits = DEFAULT_LIMITS) -> Iterator[Source | Refused]:
    """The sources with standard input read, and in place of each archive its members one after the other."""
    for source in found:
        if isinstance(source, Refused):
            yield source
        elif source.path == STANDARD_INPUT:
            yield replace(source, data=sys.stdin.buffer.read(limits.bytes + 1))
        elif _is_pipe(source):
            yield _from_pipe(source, limits)
        elif is_archive(source, limits):
            yield from _members(source, limits)
        else:
            yield source


def is_archive(source: Source, limits: Limits = DEFAULT_LIMITS) -> bool:
    """Whether a file is a zip file of documents, by its content; those of office programs are told by their names first."""
    if source.path is None or _is_pipe(source) or source.suffix.lower() in _PACKAGES:
        return False
    try:
        with source.path.open("rb") as stream:
            if stream.read(len(_MAGIC[0])) not in _MAGIC:
                return False
        return sniff(_archive_bytes(source, limits), source.suffix) == "zip"
    except Exception:
        return False  # the reader says what is wrong, and every other file is read


def _is_pipe(source: Source) -> bool:
    """Whether it can be read only once, and only by this process: `gdie extract <(iconv …)`."""
    try:
        return source.path is not None and not S_ISREG(source.path.stat().st_mode)
    except (OSError, ValueError):
        return False  # said when it is read


def _from_pipe(source: Source, limits: Limits) -> Source | Refused:
    try:
        with time_limit(limits.seconds):
            return replace(source, data=source.load(limits))
    except UnreadableDocument as error:
        return Refused(source.name, str(error))
    except OutOfTime:
        return Refused(source.name, late(source.name, limits))


def _archive_bytes(source: Source, limits: Limits) -> bytes:
    # An archive may be as large as what it unpacks to; the limit of a single file holds for its members.
    return source.load(replace(limits, bytes=limits.unpacked))


def _members(source: Source, limits: Limits) -> Iterator[Source | Refused]:
    from gdie.documents.formats.archive import Archive

    root = source.name if source.given else source.root
    try:
        archive = Archive(_archive_bytes(source, limits), limits)
    except UnreadableDocument as error:
        yield Refused(source.name, f"{source.name}: {error}", root=root)
        return
    except Exception as error:
        yield Refused(source.name, f"{source.name}: {defect(error)}", root=root)
        return
    if not archive.members:
        yield Refused(source.name, f"{source.name}: holds no documents", skipped=True, root=root)
    for member in archive.members:
        name = f"{source.name}/{member.name}"
        try:
            yield Source(name, PurePosixPath(member.name).name, data=archive.read(member.path), root=root)
        except UnreadableDocument as error:
            yield Refused(name, f"{name}: {error}", isinstance(error, NoDocument), root)
        except Exception as error:
            yield Refused(name, f"{name}: {defect(error)}", root=root)
