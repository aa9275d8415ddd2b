"""From several annotators to gold: what they agree on is taken, all else stays open; gold that differs is never overwritten.

Records are the same when document, offset and text are. A record is agreed when at least two annotators have it and all who
have it agree on every entity and relation of it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from gdie.annotation.annotators import Annotator
from gdie.annotation.check import problems
from gdie.annotation.differences import Disagreement, Item, disagreements, visible
from gdie.annotation.gold_files import GoldChange, change_gold
from gdie.annotation.records import Annotation, Entity, Record, RecordError, Relation


@dataclass(frozen=True)
class Case:
    """One record as its annotators have it: `record` carries what they agree on, `open` says what keeps it from being gold.

    `fit` is whether what they agree on is a valid record by itself, so that others can annotate it further.
    """

    record: Record
    annotators: tuple[str, ...]
    open: tuple[str, ...]
    fit: bool

    def __str__(self) -> str:
        who = ", ".join(self.annotators)
        return f"{visible(self.record.doc)}, record at offset {self.record.offset} ({who})"


def adjudicate(
    annotators: Sequence[Annotator], texts: Mapping[str, str], majority: bool = False
) -> list[Case]:
    """Every record that an annotator has, by document and offset.

    `texts` are the text layers that the records must fit. With `majority`, where annotators differ the reading is taken that more
    than half of those who have the record share: all entities of one place, or all relations of one label of one figure.
    Raises `RecordError` when an annotator has a record twice.
    """
    cases: dict[tuple[str, int, str], dict[str, Annotation]] = defaultdict(dict)
    for annotator in annotators:
        for record in annotator.records:
            own = cases[record.doc, record.offset, record.text]
            if annotator.name in own:
                raise RecordError(f"{annotator.name} has {record.doc!r} at offset {record.offset} twice")
            own[annotator.name] = record.annotation
    return [_case(Record(*key, Annotation()), own, texts, majority) for key, own in sorted(cases.items())]


def gold_changes(cases: Iterable[Case], gold: Path, overwrite: bool = False) -> list[GoldChange]:
    """What the agreed records change in a folder of gold, one file a document; nothing is written here."""
    by_doc: dict[str, list[Record]] = defaultdict(list)
    for case in cases:
        if not case.open:
            by_doc[case.record.doc].append(case.record)
    return [change_gold(gold / f"{doc}.jsonl", records, overwrite) for doc, records in by_doc.items()]


def left_open(cases: Iterable[Case]) -> list[Record]:
    """The records that two or more annotators have and do not agree on, with what they do agree on, to be annotated further."""
    return [case.record for case in cases if case.open and case.fit and len(case.annotators) > 1]


def _case(bare: Record, own: Mapping[str, Annotation], texts: Mapping[str, str], majority: bool) -> Case:
    open_ = [
        f"{name}: {visible(problem)}"
        for name, annotation in own.items()
        for problem in problems(_with(bare, annotation), texts)
    ]
    if len(own) == 1:
        open_.append("no second annotator has it")
    agreed, left = _agreed(list(own.values()), majority)
    record = _with(bare, agreed)
    wrong = [visible(problem) for problem in problems(record, texts)]
    open_ += [_shown(found, tuple(own), bare, texts.get(bare.doc)) for found in left]
    return Case(record, tuple(own), tuple(open_ or wrong), not wrong)


def _agreed(own: Sequence[Annotation], majority: bool) -> tuple[Annotation, list[Disagreement]]:
    """What all have and what a majority decides, and the disagreements that remain."""
    whole: list[set[Item]] = [{*a.entities, *a.relations} for a in own]
    taken = set.intersection(*whole)
    left = []
    # Entities come first: a relation can only be decided between entities that are.
    for found in disagreements(own):
        winner = _winner(found.readings) if majority else None
        arcs = [item for item in winner or () if isinstance(item, Relation)]
        if winner is None or not all(arc.head in taken and arc.tail in taken for arc in arcs):
            left.append(found)
        else:
            taken |= winner
    entities = sorted(item for item in taken if isinstance(item, Entity))
    relations = sorted(item for item in taken if isinstance(item, Relation))
    return Annotation(tuple(entities), tuple(relations)), left


def _winner(readings: Sequence[frozenset[Item] | None]) -> frozenset[Item] | None:
    """The reading that more than half share, if there is one."""
    reading, votes = Counter(readings).most_common(1)[0]
    return reading if 2 * votes > len(readings) else None


def _with(bare: Record, annotation: Annotation) -> Record:
    return replace(bare, annotation=annotation)


def _shown(found: Disagreement, names: Sequence[str], record: Record, text: str | None) -> str:
    """A disagreement in one line; its line number is the document's, where its text is known."""
    before = record.text[: found.start] if text is None else text[: record.offset + found.start]
    said = " | ".join(f"{name} {words}" for name, words in zip(names, found.words(record.text), strict=True))
    labels = "/".join(found.labels)
    return f"line {before.count(chr(10)) + 1}: {visible(labels)} {found.context(record.text)}: {said}"
