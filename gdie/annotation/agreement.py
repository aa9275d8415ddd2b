"""Agreement of two annotators of the same document. F1 is symmetric, so neither of them is the gold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from rich.table import Table

from gdie.annotation.records import Annotation, Entity, Record, RecordError, merge
from gdie.annotation.score import (
    LabelScores,
    exact_entities,
    exact_relations,
    overlapping_entities,
    relations_on_common_entities,
)


@dataclass(frozen=True, order=True)
class Difference:
    """An entity or relation that only one of the two has. `line` counts from 1, offsets are the document's.

    A relation stands at its head and reads `head → tail`.
    """

    start: int
    end: int
    line: int
    kind: Literal["entity", "relation"]
    label: str
    text: str
    who: str

    def __str__(self) -> str:
        # A cell or phrase may run over a line break; one difference stays one line.
        return f"line {self.line}: {self.label} {' '.join(self.text.split())} (only {self.who})"


@dataclass(frozen=True)
class Agreement:
    """F1 by label, seen from the first annotator, and everything that only one of the two has."""

    entities: LabelScores
    overlapping: LabelScores
    relations: LabelScores
    relations_on_common: LabelScores
    differences: tuple[Difference, ...]

    def table(self) -> Table:
        """F1 by label for people: entities exact and overlapping, relations in all and on common entities."""
        table = Table(title="agreement (F1)", title_justify="left")
        table.add_column("label")
        for name in ("exact", "lenient", "first", "second"):
            table.add_column(name, justify="right")
        for strict, lenient in (
            (self.entities, self.overlapping),
            (self.relations, self.relations_on_common),
        ):
            rows = {label: (score, lenient[label]) for label, score in strict.by_label.items()}
            for name, (exact, other) in {**rows, "micro": (strict.micro, lenient.micro)}.items():
                figures = (f"{exact.f1:.3f}", f"{other.f1:.3f}", str(exact.support), str(exact.predicted))
                table.add_row(name, *figures)
            table.add_section()
        table.caption = "lenient: entities that overlap; relations between entities that both have"
        return table


def agreement(
    first: Sequence[Record],
    second: Sequence[Record],
    *,
    text: str | None = None,
    names: tuple[str, str] = ("first", "second"),
) -> Agreement:
    """Compare the records of two annotators of one document; how each of them cut it does not matter.

    `text` is the document's text layer. Without it the records stand in for it, and blank lines between
    records are not counted in line numbers. Raises `RecordError` when the records are of different documents
    or texts.
    """
    documents = sorted({r.doc for r in (*first, *second)})
    if len(documents) > 1:
        raise RecordError(f"agreement is of one document, these are {len(documents)}: {', '.join(documents)}")
    text = _stitched((*first, *second)) if text is None else text
    for record in (*first, *second):
        if text[record.offset : record.offset + len(record.text)] != record.text:
            raise RecordError(f"{record.doc}: the record at offset {record.offset} is of another text")
    return compare(text, merge(first), merge(second), names=names)


def compare(
    text: str, first: Annotation, second: Annotation, *, names: tuple[str, str] = ("first", "second")
) -> Agreement:
    """Compare two annotations of `text`; offsets of both count its characters."""
    return Agreement(
        exact_entities(first, second),
        overlapping_entities(first, second),
        exact_relations(first, second),
        relations_on_common_entities(first, second),
        tuple(
            sorted(
                difference
                for mine, theirs, who in ((first, second, names[0]), (second, first, names[1]))
                for difference in _only(text, mine, theirs, who)
            )
        ),
    )


def _only(text: str, mine: Annotation, theirs: Annotation, who: str) -> Iterable[Difference]:
    for entity in (Counter(mine.entities) - Counter(theirs.entities)).elements():
        line, words = _line(text, entity), _words(text, entity)
        yield Difference(entity.start, entity.end, line, "entity", entity.label, words, who)
    for relation in (Counter(mine.relations) - Counter(theirs.relations)).elements():
        head, arc = relation.head, f"{_words(text, relation.head)} → {_words(text, relation.tail)}"
        yield Difference(head.start, head.end, _line(text, head), "relation", relation.label, arc, who)


def _words(text: str, entity: Entity) -> str:
    return text[entity.start : entity.end]


def _line(text: str, entity: Entity) -> int:
    return text.count("\n", 0, entity.start) + 1


def _stitched(records: Iterable[Record]) -> str:
    """A text with every record at its offset; what lies between them becomes a line break, then blanks."""
    text = ""
    for record in sorted(records, key=lambda r: (r.offset, -len(r.text))):
        gap = record.offset - len(text)
        if gap > 0:
            text += ("\n" if text else " ") + " " * (gap - 1)
        text = text[: record.offset] + record.text + text[record.offset + len(record.text) :]
    return text
