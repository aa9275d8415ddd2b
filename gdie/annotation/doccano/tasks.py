"""Tasks: the stretches of documents that are annotated on a server, each with its gold or the model's suggestion."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from gdie.annotation.check import problems
from gdie.annotation.records import Annotation, Record, RecordError, cut, dump_records
from gdie.documents import Document, Span, record_spans

Suggest = Callable[[Document], Annotation]


@dataclass(frozen=True)
class Task:
    """A record to be annotated. `gold` is the hash of the gold that it has here, "" where it has none."""

    record: Record
    gold: str

    @property
    def id(self) -> str:
        """What the task is known by again."""
        return task_id(self.record.doc, self.record.offset, shown(self.record.text))

    def row(self) -> dict[str, object]:
        """The task as doccano imports it. All rows have the same keys: the server fills what lacks with NaN.

        `pushed` is the hash of the annotation as it is sent; `complete` becomes true when the server is known to have all of it.
        `returns` are the places of what `shown` replaces, for who reads an export without the document.
        """
        text = self.record.text
        row: dict[str, object] = json.loads(dump_records([self.record]))
        return {
            **row,
            "text": shown(text),
            "returns": [at for at in range(len(text)) if text.startswith("\r\n", at)],
            "gdie_id": self.id,
            "gold": self.gold,
            "pushed": annotation_hash(self.record.annotation),
            "complete": False,
        }


@dataclass(frozen=True)
class Unfit:
    """A record that was left out, and why."""

    where: str
    reason: str

    def __str__(self) -> str:
        return f"{self.where}: {self.reason}"


def task_id(doc: str, offset: int, text: str) -> str:
    """The hash of a stretch of a document; `text` as the server shows it."""
    return _digest([doc, offset, text])


def annotation_hash(annotation: Annotation) -> str:
    """The hash of entities and relations, whatever their order."""
    entities = sorted([e.start, e.end, e.label] for e in annotation.entities)
    relations = sorted(
        [r.label, r.head.start, r.head.end, r.head.label, r.tail.start, r.tail.end, r.tail.label]
        for r in annotation.relations
    )
    return _digest([entities, relations])


def shown(text: str) -> str:
    """The text as the server shows it, of the same length.

    doccano's editor counts what looks like one character as one, and CR with LF is one for it: offsets after it would slip.
    """
    return text.replace("\r\n", " \n")


def miscounted(text: str) -> bool:
    """Whether the editor counts fewer characters than there are: accents of their own, variation selectors, joined emoji, flags."""
    return any(
        unicodedata.category(c) in ("Mn", "Mc", "Me")
        or c == "\u200d"
        or "\U0001f1e6" <= c <= "\U0001f1ff"
        or "\U0001f3fb" <= c <= "\U0001f3ff"
        for c in text
    )


def tasks_of(
    documents: Iterable[Document], gold: Mapping[str, Sequence[Record]], suggest: Suggest | None
) -> tuple[list[Task], list[Unfit]]:
    """The tasks of documents, in order, and the records that can't leave. `gold` is by document name.

    Gold is sent as it is or not at all. Of a suggestion, what the scheme does not allow is left out. Raises `RecordError` when two
    documents have one name.
    """
    tasks: list[Task] = []
    unfit: list[Unfit] = []
    texts: dict[str, str] = {}
    for document in documents:
        if document.stem in texts:
            raise RecordError(f"two documents are named {document.stem!r}; records could not be told apart")
        texts[document.stem] = document.text
        for task in _tasks(document, gold.get(document.stem, ()), suggest):
            wrong = list(problems(task.record, texts)) or list(_unsendable(task.record.text))
            if wrong:
                unfit.append(Unfit(place(task.record.doc, task.record.offset), "; ".join(wrong)))
            else:
                tasks.append(task)
    return tasks, unfit


def place(doc: object, offset: object) -> str:
    """How a record is named to people."""
    return f"{doc} at {offset}"


def _tasks(document: Document, gold: Sequence[Record], suggest: Suggest | None) -> Iterator[Task]:
    for record in gold:
        yield Task(record, annotation_hash(record.annotation))
    spans = list(_without_gold(document, gold))
    if not spans:
        return
    suggestion = suggest(document) if suggest else Annotation()
    texts = {document.stem: document.text}
    for record in cut(document.stem, document.text, suggestion, spans):
        yield Task(_tidied(record, texts), "")


def _without_gold(document: Document, gold: Sequence[Record]) -> Iterator[Span]:
    """The records of a document, less what gold covers of them."""
    covered = sorted((r.offset, r.offset + len(r.text)) for r in gold)
    for span in record_spans(document):
        start = span.start
        for left, right in covered:
            if start < right and left < span.end:
                if start < left:
                    yield Span(start, left)
                start = max(start, right)
        if start < span.end:
            yield Span(start, span.end)


def _tidied(record: Record, texts: Mapping[str, str]) -> Record:
    """The record with as much of its annotation as stands together without problems."""
    if not any(problems(record, texts)):
        return record
    kept = replace(record, annotation=Annotation())
    for entity in record.annotation.entities:
        more = Annotation((*kept.annotation.entities, entity))
        kept = _if_sound(replace(record, annotation=more), texts) or kept
    entities = kept.annotation.entities
    for relation in record.annotation.relations:
        if relation.head in entities and relation.tail in entities:
            more = Annotation(entities, (*kept.annotation.relations, relation))
            kept = _if_sound(replace(record, annotation=more), texts) or kept
    return kept


def _if_sound(record: Record, texts: Mapping[str, str]) -> Record | None:
    return None if any(problems(record, texts)) else record


def _unsendable(text: str) -> Iterator[str]:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        yield "holds half a character (a lone surrogate), which no server stores; mend the document"
    if "\0" in text:
        yield "holds a NUL character, which no server stores; mend the document"


def _digest(value: object) -> str:
    return hashlib.sha256(json.dumps(value, ensure_ascii=True).encode("ascii")).hexdigest()[:32]
