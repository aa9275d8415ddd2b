"""A text that is written piece by piece and carries its marks, so that no offset is ever counted by hand."""

from __future__ import annotations

from dataclasses import dataclass, field

from gdie.annotation import Annotation, Entity, Relation

FIGURES = ("COUNT", "PERCENT")


@dataclass(eq=False)
class Mark:
    """A labelled stretch `[start, end)` of the text; compared by identity."""

    label: str
    start: int
    end: int


@dataclass(eq=False)
class Figure(Mark):
    """A COUNT or PERCENT and what it is joined to. A PERCENT with `shares` keeps nothing else but its own name."""

    category: Mark | None = None
    channels: list[Mark] = field(default_factory=list)
    date: Mark | None = None
    agency: Mark | None = None
    part_of: Figure | None = None
    shares: list[Figure] = field(default_factory=list)


@dataclass
class Draft:
    """A finished text with its marks in text order."""

    text: str
    marks: list[Mark]

    def annotation(self) -> Annotation:
        """Entities and relations; a category that no figure counts is left out."""
        figures = [m for m in self.marks if isinstance(m, Figure)]
        counted = {id(f.category) for f in figures if f.category}
        kept = {id(m): m for m in self.marks if m.label != "CATEGORY" or id(m) in counted}
        entities = {i: Entity(m.start, m.end, m.label) for i, m in kept.items()}
        relations = {
            Relation(entities[id(figure)], entities[id(tail)], label)
            for figure in figures
            for label, tail in _joins(figure)
            if id(tail) in entities
        }
        return Annotation(tuple(sorted(entities.values())), tuple(sorted(relations)))


def _joins(figure: Figure) -> list[tuple[str, Mark]]:
    joins: list[tuple[str, Mark | None]] = [("CATEGORY_OF", figure.category)]
    if figure.shares:
        joins += [("SHARE_OF", share) for share in figure.shares]
    else:
        joins += [("DURING", figure.date), ("BY", figure.agency)]
        if figure.label == "COUNT":
            joins += [("PART_OF", figure.part_of), *(("VIA", c) for c in figure.channels)]
    return [(label, tail) for label, tail in joins if tail is not None]


class Builder:
    """Writes a document. `date` and `agency` are what governs the figures that follow; a new section clears both."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self.length = 0
        self.last = ""
        self.marks: list[Mark] = []
        self.date: Mark | None = None
        self.agency: Mark | None = None

    def text(self, words: str) -> None:
        """Plain text. No two commas meet."""
        if words and words[0] in "，、；。：" and self.last in ("，", "、", "；", "：", "\n", ""):
            words = words[1:] if words[0] in "，、" else words
        if words:
            self._pieces.append(words)
            self.length += len(words)
            self.last = words[-1]

    def mark(self, label: str, words: str) -> Mark:
        """A marked stretch."""
        return self._add(Mark(label, *self._place(words)))

    def figure(self, label: str, words: str) -> Figure:
        """A figure, owned by the date and agency that govern here."""
        figure = Figure(label, *self._place(words), date=self.date, agency=self.agency)
        self.marks.append(figure)
        return figure

    def section(self) -> None:
        """A new section: what was said before it governs no longer."""
        self.date = self.agency = None

    def finish(self) -> Draft:
        """The text and its marks."""
        return Draft("".join(self._pieces), self.marks)

    def _add(self, mark: Mark) -> Mark:
        self.marks.append(mark)
        return mark

    def _place(self, words: str) -> tuple[int, int]:
        # Digits and Latin letters that meet would be one token, as would list number and figure in "1.5项".
        if words[0].isascii() and self.last.isascii() and (self.last.isalnum() or self.last in ".,"):
            self.text(" ")
        start = self.length
        self.text(words)
        return start, self.length
