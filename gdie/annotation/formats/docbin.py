"""spaCy's DocBin (.spacy): a Doc for every record, its tokens the characters of the text as it stands, not normalised.

Entities are `doc.ents`, relations `doc._.gdie_relations` (see `gdie.annotation.examples`), and `doc.user_data["gdie"]` says where
the text stands: {"doc": name, "offset": number}. Docs with other tokens are read as well, if they have these.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from spacy.attrs import ENT_IOB, ENT_TYPE, ORTH
from spacy.tokens import Doc, DocBin, Span
from spacy.vocab import Vocab

from gdie.annotation.examples import doc_entities, doc_relations
from gdie.annotation.formats import LARGEST, Source, read_bounded
from gdie.annotation.records import Annotation, Record, RecordError

PLACE = "gdie"
# What spaCy may raise on contents that are not what they should be.
_BROKEN = (ValueError, KeyError, IndexError, TypeError, AttributeError, AssertionError, ArithmeticError)


def dump_docbin(records: Iterable[Record]) -> bytes:
    """The records as the content of a .spacy file."""
    vocab = Vocab()
    return bytes(
        DocBin(["ENT_IOB", "ENT_TYPE"], True, (_doc(record, vocab) for record in records)).to_bytes()
    )


def read_docbin(path: Path) -> Source:
    """The records of a .spacy file. Raises `RecordError` when it is none."""
    content = read_bounded(path)
    vocab = Vocab()
    try:
        if len(zlib.decompressobj().decompress(content, LARGEST + 1)) > LARGEST:
            raise RecordError(f"{path}: holds more than {LARGEST} bytes; split it")
        packed = list(_one_by_one(DocBin().from_bytes(content), vocab))
    except RecordError:
        raise
    except (*_BROKEN, zlib.error) as error:
        raise RecordError(f"{path}: is no DocBin of spaCy ({type(error).__name__})") from None
    records, refused = [], []
    for number, one in enumerate(packed, 1):
        try:
            records.append(_record(next(iter(one.get_docs(vocab)))))
        except _BROKEN as error:
            reason = error if type(error) is RecordError else f"can't be read ({type(error).__name__})"
            refused.append(f"{path}: Doc {number}: {reason}")
    return Source(path.stem, tuple(records), tuple(refused))


def _doc(record: Record, vocab: Vocab) -> Doc:
    doc = Doc(vocab, words=list(record.text), spaces=[False] * len(record.text))
    doc.ents = [Span(doc, e.start, e.end, label=e.label) for e in record.annotation.entities]
    doc._.gdie_relations = [[r.head.start, r.tail.start, r.label, 1.0] for r in record.annotation.relations]
    doc.user_data[PLACE] = {"doc": record.doc, "offset": record.offset}
    return doc


def _one_by_one(packed: DocBin, vocab: Vocab) -> Iterator[DocBin]:
    """Each Doc in a DocBin of its own, so that a broken one harms no other, and without the attributes that are not needed."""
    for string in packed.strings:
        vocab.strings.add(string)
    columns = [packed.attrs.index(attr) for attr in (ORTH, ENT_IOB, ENT_TYPE)]
    for number, tokens in enumerate(packed.tokens):
        one = DocBin(["ENT_IOB", "ENT_TYPE"])
        one.tokens, one.spaces = [tokens[:, columns]], [packed.spaces[number]]
        one.flags, one.user_data = [packed.flags[number]], [packed.user_data[number]]
        one.cats, one.span_groups = [{}], [b""]
        yield one


def _record(doc: Doc) -> Record:
    place = doc.user_data.get(PLACE)
    if (
        not isinstance(place, dict)
        or not isinstance(place.get("doc"), str)
        or type(place.get("offset")) is not int
    ):
        raise RecordError(f"lacks user_data[{PLACE!r}] with doc and offset")
    relations = [relation for relation, _ in doc_relations(doc)]
    annotation = Annotation(tuple(doc_entities(doc)), tuple(sorted(relations)))
    return Record(place["doc"], place["offset"], doc.text, annotation)
