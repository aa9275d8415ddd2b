"""The repository's gold: the corpus with its manifest, the annotated records of each document, the marked reports."""

import hashlib
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from spacy.vocab import Vocab

from gdie.annotation import Annotation, load_records, merge, problems
from gdie.annotation.examples import Misaligned, to_doc
from gdie.annotation.markup import Marked, doubts, load_markup, review, unmarked
from gdie.documents import Document, read_document
from gdie.pipeline.tokenizer import NumberAwareTokenizer

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib


class GoldError(ValueError):
    """The corpus or the annotations are not what the manifest says; the message names the file."""


@dataclass(frozen=True)
class Source:
    """One document of the manifest."""

    name: str
    path: Path
    title: str
    agency: str
    year: int
    kind: str
    script: str
    sha256: str


def read_manifest(corpus: Path) -> list[Source]:
    """The documents of a corpus folder. Raises `GoldError` when a file is missing or differs from its hash."""
    manifest = corpus / "manifest.toml"
    if not manifest.is_file():
        raise GoldError(f"{manifest}: not found; run in the project's folder or name it with --corpus")
    sources = []
    for row in tomllib.loads(manifest.read_text(encoding="utf-8"))["document"]:
        path = corpus / row["file"]
        if not path.is_file():
            raise GoldError(f"{path}: is in the manifest but not in the folder; restore it")
        if file_hash(path) != row["sha256"]:
            raise GoldError(f"{path}: differs from the manifest's sha256; restore it byte for byte")
        sources.append(
            Source(
                path.stem,
                path,
                row["title"],
                row["agency"],
                row["year"],
                row["kind"],
                row["script"],
                row["sha256"],
            )
        )
    return sources


@dataclass(frozen=True)
class Splits:
    """Documents that are left out in turn, and those that a training may be tuned on."""

    leave_out: list[str]
    development: list[str]


def read_splits(path: Path) -> Splits:
    """The splits by document. Raises `GoldError` when the file is missing."""
    if not path.is_file():
        raise GoldError(f"{path}: not found; run in the project's folder or name it with --splits")
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    return Splits(list(data["leave_out"]), list(data["development"]))


def file_hash(path: Path) -> str:
    """SHA-256 of a file's bytes."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def gold_files(folder: Path) -> list[Path]:
    """The JSONL files of a gold folder, sorted. Raises `GoldError` when there is none."""
    files = sorted(folder.glob("*.jsonl"))
    if not files:
        raise GoldError(f"{folder}: holds no .jsonl files; name the annotations with --annotations")
    return files


def load_gold(annotations: Path, corpus: Path) -> list[tuple[Document, Annotation]]:
    """Every annotated document with its whole annotation, in document offsets."""
    documents = {source.name: read_document(source.path) for source in read_manifest(corpus)}
    gold = []
    for path in gold_files(annotations):
        if path.stem not in documents:
            raise GoldError(f"{path}: no document {path.stem!r} in the manifest of {corpus}")
        gold.append((documents[path.stem], merge(load_records(path))))
    return gold


def load_written(folder: Path) -> list[tuple[Document, Annotation]]:
    """Every marked report of a folder with its annotation, in document offsets. Raises `GoldError` when there is none."""
    files = sorted(folder.glob("*.txt"))
    if not files:
        raise GoldError(f"{folder}: holds no marked reports (.txt); name their folder with --written")
    marked = [load_markup(path) for path in files]
    return [(m.document, merge(m.records())) for m in marked]


def annotation_files(paths: Iterable[Path]) -> list[Path]:
    """The JSONL and markup files among paths and folders, sorted. Raises `GoldError` when there is none."""
    files = []
    for path in paths:
        files += sorted([*path.rglob("*.jsonl"), *path.rglob("*.txt")]) if path.is_dir() else [path]
    if not files:
        raise GoldError(f"{', '.join(map(str, paths))}: no .jsonl or .txt files; name the annotations")
    return files


def check_annotations(files: Iterable[Path], corpus: Path, full: bool) -> Iterator[tuple[str, bool]]:
    """What is to be said of annotation files, line by line, and whether the line is a problem.

    With `full`, every figure of a marked report and every unmarked stretch that reads like one is listed as well.
    """
    texts = {source.name: read_document(source.path).text for source in read_manifest(corpus)}
    tokenizer = NumberAwareTokenizer(Vocab())
    for file in files:
        marked = load_markup(file) if file.suffix == ".txt" else None
        records = marked.records() if marked else load_records(file)
        known = {marked.name: marked.document.text} if marked else texts
        for record in records:
            for problem in problems(record, known):
                yield f"{file}: record at {record.offset}: {problem}", True
            try:
                to_doc(record, tokenizer)
            except (Misaligned, ValueError) as error:
                yield f"{file}: {error}", True
        if marked:
            yield from _of_marked(file, marked, full)


def _of_marked(file: Path, marked: Marked, full: bool) -> Iterator[tuple[str, bool]]:
    yield from ((f"{file}:{doubt}", True) for doubt in doubts(marked))
    if full:
        yield from ((f"{file}:{line}", False) for line in review(marked))
        yield from ((f"{file}: not marked: {line}", False) for line in unmarked(marked))
