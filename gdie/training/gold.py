"""The repository's gold: the corpus with its manifest, the annotated records of each document, the marked reports."""

import hashlib
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from spacy.vocab import Vocab

from gdie.annotation import (
    Annotation,
    Record,
    RecordError,
    codes_path,
    load_codes,
    load_records,
    merge,
    problems,
)
from gdie.annotation.examples import Misaligned, to_doc
from gdie.annotation.markup import Marked, doubts, load_markup, review, unmarked
from gdie.documents import Document, read_document
from gdie.documents.reading import document_from_text
from gdie.facts.zeros import implied_zeros
from gdie.indicators import all_codes
from gdie.pipeline.tokenizer import NumberAwareTokenizer
from gdie.text.view import normalise

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


def writer_of(name: str) -> str:
    """The writer of a written report: the first letter of its name."""
    return name[0]


@dataclass(frozen=True)
class ConfidenceFold:
    """Real documents, and the writers (first letters) whose written reports are left out together with them."""

    documents: list[str]
    writers: str

    def of(self, gold: Iterable[str], written: Iterable[str]) -> list[str]:
        """The names of the fold among those of gold documents and written reports."""
        return [n for n in gold if n in self.documents] + [n for n in written if writer_of(n) in self.writers]


@dataclass(frozen=True)
class Splits:
    """Documents that are left out in turn, those that a training may be tuned on, and the folds that confidence is fitted on."""

    leave_out: list[str]
    development: list[str]
    confidence: list[ConfidenceFold]


def read_splits(path: Path) -> Splits:
    """The splits by document. Raises `GoldError` when the file is missing."""
    if not path.is_file():
        raise GoldError(f"{path}: not found; run in the project's folder or name it with --splits")
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    folds = [ConfidenceFold(list(row["documents"]), row["writers"]) for row in data.get("confidence", ())]
    return Splits(list(data["leave_out"]), list(data["development"]), folds)


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
        document = documents[path.stem]
        gold.append((document, _with_codes(merge(load_records(path)), folder=annotations, document=document)))
    return gold


def _with_codes(annotation: Annotation, folder: Path, document: Document) -> Annotation:
    """The annotation with the indicator codes that stand beside it, where there are any."""
    path = codes_path(folder, document.stem)
    return replace(annotation, codes=load_codes(path, document.text)) if path.is_file() else annotation


def load_written(folder: Path) -> list[tuple[Document, Annotation]]:
    """Every marked report of a folder with its annotation, in document offsets. Raises `GoldError` when there is none."""
    files = sorted(folder.glob("*.txt"))
    if not files:
        raise GoldError(f"{folder}: holds no marked reports (.txt); name their folder with --written")
    marked = [load_markup(path) for path in files]
    return [(m.document, _with_codes(merge(m.records()), folder, m.document)) for m in marked]


def annotation_files(paths: Iterable[Path]) -> list[Path]:
    """The JSONL and markup files among paths and folders, sorted. Raises `GoldError` when there is none or a path does not exist."""
    files = []
    for path in paths:
        if not path.exists():
            raise GoldError(f"{path}: does not exist; check the path")
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
        try:
            marked = load_markup(file) if file.suffix == ".txt" else None
            records = marked.records() if marked else load_records(file)
        except RecordError as error:
            yield str(error), True
            continue
        known = {marked.name: marked.document.text} if marked else texts
        for record in records:
            for problem in problems(record, known):
                yield f"{file}: record at {record.offset}: {problem}", True
            try:
                to_doc(record, tokenizer)
            except (Misaligned, ValueError) as error:
                yield f"{file}: {error}", True
        yield from _of_codes(codes_path(file.parent, file.stem), known.get(file.stem), records)
        if marked:
            yield from _of_marked(file, marked, full)


def _of_codes(path: Path, text: str | None, records: Iterable[Record]) -> Iterator[tuple[str, bool]]:
    """What is wrong with the indicator codes beside a file of records, where there are any."""
    if not path.is_file() or text is None:
        return
    try:
        codes = load_codes(path, text)
    except RecordError as error:
        yield str(error), True
        return
    document = document_from_text(text, path.stem)
    figures = {(e.start, e.end) for e in merge(records).entities if e.label == "COUNT"}
    figures |= {(z.start, z.end) for z in implied_zeros(normalise(text), document)}
    for (start, end), code in codes.items():
        if code not in all_codes():
            yield f"{path}: {text[start:end]!r} at {start}: no code {code}", True
        if (start, end) not in figures:
            yield f"{path}: {text[start:end]!r} at {start} is neither a COUNT nor a stated zero", True


def _of_marked(file: Path, marked: Marked, full: bool) -> Iterator[tuple[str, bool]]:
    yield from ((f"{file}:{doubt}", True) for doubt in doubts(marked))
    if full:
        yield from ((f"{file}:{line}", False) for line in review(marked))
        yield from ((f"{file}: not marked: {line}", False) for line in unmarked(marked))
