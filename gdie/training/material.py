"""What a model is trained on: real gold, written reports and synthetic documents, cut as extraction cuts them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path

from spacy.language import Language
from spacy.training import Example
from spacy.util import registry

from gdie.annotation import Annotation, Record, cut
from gdie.annotation.examples import to_examples
from gdie.documents import Document
from gdie.facts.extraction import prose_spans
from gdie.training.augment import augmented, read_vocabulary
from gdie.training.gold import load_gold, load_written
from gdie.training.synthesis import generate


def prose_records(document: Document, annotation: Annotation) -> list[Record]:
    """The records of a document that the model sees at work: without the bodies of tables, which are read by structure."""
    return cut(document.stem, document.text, annotation, prose_spans(document))


def annotated_records(
    gold: Path, corpus: Path, written: Path, exclude: Collection[str] = ()
) -> dict[str, list[Record]]:
    """The records of every document that a person annotated, by the document's name: the real ones, then the written ones.

    Raises `GoldError`.
    """
    return _real(gold, corpus, exclude) | _written(written, exclude)


def _real(gold: Path, corpus: Path, exclude: Collection[str]) -> dict[str, list[Record]]:
    return {d.stem: prose_records(d, a) for d, a in load_gold(gold, corpus) if d.stem not in exclude}


def _written(folder: Path, exclude: Collection[str]) -> dict[str, list[Record]]:
    return {d.stem: prose_records(d, a) for d, a in load_written(folder) if d.stem not in exclude}


@registry.readers("gdie.Material.v1")
def read_material(
    gold: str,
    corpus: str,
    written: str,
    synthesis: str,
    vocabulary: str,
    gold_weight: int,
    synthetic: int,
    copies: int,
    share: float,
    seed: int,
    exclude: Sequence[str] = (),
) -> Callable[[Language], Iterator[Example]]:
    """Corpus reader for training: annotated records, real ones `gold_weight` times, with `copies` variants each, in which about
    `share` of the mentions are exchanged, and `synthetic` generated documents. Documents are left out by name."""

    def read(nlp: Language) -> Iterator[Example]:
        records: list[Record] = []
        for of_document in _real(Path(gold), Path(corpus), exclude).values():
            records += of_document * gold_weight
        for of_document in _written(Path(written), exclude).values():
            records += of_document
        words = read_vocabulary(Path(vocabulary), seed)
        yield from to_examples(augmented(records, copies, share, seed, words), nlp.tokenizer)
        generated = generate(seed, synthetic, Path(synthesis)) if synthetic else ()
        made = (r for d in generated for r in prose_records(d.document, d.annotation))
        yield from to_examples(made, nlp.tokenizer)

    return read


@registry.readers("gdie.Documents.v1")
def read_documents(
    gold: str, corpus: str, written: str, names: Sequence[str]
) -> Callable[[Language], Iterator[Example]]:
    """Corpus reader for scoring: the records of the named documents, as they are."""

    def read(nlp: Language) -> Iterator[Example]:
        by_name = annotated_records(Path(gold), Path(corpus), Path(written))
        yield from to_examples((r for name in names for r in by_name.get(name, ())), nlp.tokenizer)

    return read
