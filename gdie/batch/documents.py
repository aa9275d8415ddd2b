"""The documents of some paths, for commands that need nothing else of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from gdie.batch.clock import late, time_limit
from gdie.batch.defects import defect
from gdie.batch.sources import Refused, list_files, opened, shown
from gdie.documents import DEFAULT_LIMITS, Document, NoDocument, UnreadableDocument, read_bytes
from gdie.documents.errors import OutOfTime


def read_documents(
    paths: Sequence[Path], fail: Callable[[str], None], warn: Callable[[str], None]
) -> Iterator[Document]:
    """The documents of files, folders and archives in order. `fail` is told of each that can't be read, `warn` of what of one can't."""
    empty = {shown(path): None for path in paths if path.is_dir()}
    for source in opened(list_files(paths)):
        if isinstance(source, Refused):
            if not source.skipped:
                empty.pop(source.root or "", None)
                fail(source.reason)
            continue
        try:
            with time_limit(DEFAULT_LIMITS.seconds):
                document = read_bytes(
                    source.load(), source.stem, source.name, suffix=source.suffix, given=source.given
                )
        except NoDocument as error:
            if source.given:
                fail(str(error))
            continue
        except UnreadableDocument as error:
            fail(str(error))
        except OutOfTime:
            fail(late(source.name, DEFAULT_LIMITS))
        except Exception as error:  # a defect of gdie must not cost the other files
            fail(f"{source.name}: {defect(error)}")
        else:
            for warning in document.warnings:
                warn(f"{source.name}: {warning}")
            yield document
        empty.pop(source.root or "", None)
    for folder in empty:
        fail(f"{folder}: holds no reports; name another folder or archive")
