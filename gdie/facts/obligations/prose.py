"""Tasks in prose: a parenthesis that names units closes the text before it (…向社会公布。（牵头单位：…，责任单位：…）).

In a work plan a line that begins with such a label closes the item above it in the same way. Offsets count characters of the
document's view.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from gdie.documents import Block, Document, Table
from gdie.facts.obligations.brackets import pairs
from gdie.facts.obligations.outline import (
    Paragraph,
    is_heading,
    opens_with_number,
    paragraphs,
    strip_numbers,
    title_of,
)
from gdie.facts.obligations.units import (
    Assignment,
    kind_of,
    label_pattern,
    may_name_units,
    read_units,
    unlike_bodies,
)
from gdie.indicators import load_obligation_words
from gdie.text.view import View

Stretch = tuple[int, int]
_ENDS = "。!?;:”"
_LEADING = " \t\n。;,、.!?:"


@dataclass(frozen=True)
class Closing:
    """Words `[start, end)` that close a task, and what they say; `base` is where the content that was read begins."""

    start: int
    end: int
    base: int
    assignment: Assignment


@dataclass(frozen=True)
class Task:
    """A task with the closings that name its units (more than one where they follow each other) and its headings."""

    start: int
    end: int
    closings: tuple[Closing, ...]
    path: tuple[Stretch, ...]


@dataclass
class _State:
    """Where the reading stands: the headings above, and where the item begins that a line of units alone would close.

    `closed`: the item begins behind a closing, so that another one right there belongs to the same task.
    """

    path: list[tuple[int, Stretch]] = field(default_factory=list)
    item: int | None = None
    closed: bool = False

    def headings(self) -> tuple[Stretch, ...]:
        return tuple(stretch for _, stretch in self.path)

    def enter(self, rank: int | None, stretch: Stretch | None) -> None:
        """A paragraph of this rank begins; `stretch` is its heading or title, where it has one."""
        if rank is not None:
            self.path = [(r, s) for r, s in self.path if r < rank]
            if stretch:
                self.path.append((rank, stretch))


@dataclass(frozen=True)
class TablePlace:
    """A table with the headings above it."""

    table: Table
    path: tuple[Stretch, ...]


def read_prose(document: Document, view: View) -> Iterator[Task | TablePlace]:
    """The tasks of the prose and the tables between them, in text order."""
    tables = {table.start: table for table in document.tables}
    state = _State()
    waiting: Task | None = None
    for paragraph in paragraphs(document, view):
        if isinstance(paragraph, Block):
            if waiting:
                yield waiting
            waiting = None
            yield TablePlace(tables[paragraph.start], state.headings())
            continue
        for task in _tasks(document, view.text, paragraph, state):
            follows = waiting is not None and not view.text[waiting.closings[-1].end : task.start].strip(
                _LEADING
            )
            if waiting and follows and task.start == task.end:
                waiting = replace(waiting, closings=(*waiting.closings, *task.closings))
                continue
            if waiting:
                yield waiting
            waiting = task if task.start < task.end else None
    if waiting:
        yield waiting


def cell_tasks(text: str, start: int, end: int, path: tuple[Stretch, ...], strict: bool) -> Iterator[Task]:
    """The tasks in a cell of a table without columns of units."""
    begin = strip_numbers(text, start, end)
    for closing in _closings(text, start, end, strict):
        yield Task(*_trimmed(text, begin, closing.start), (closing,), path)
        begin = closing.end


def _tasks(document: Document, text: str, paragraph: Paragraph, state: _State) -> Iterator[Task]:
    """The tasks that the closings in a paragraph end; keeps the state up to date."""
    closings = list(
        _closings(text, paragraph.start, paragraph.end, document.metadata.kind == "annual_report")
    )
    if not closings and document.metadata.kind != "annual_report":
        closings = list(_unbracketed(text, paragraph, state))
    first = closings[0].start if closings else paragraph.end
    if closings and not text[paragraph.body : first].strip(_LEADING):
        yield from _alone(text, closings, state)
        return
    heading = is_heading(text, paragraph, first)
    title = (paragraph.start, first) if heading else title_of(text, paragraph, first)
    state.enter(paragraph.rank, None if heading and closings else title)
    begin = paragraph.body
    for closing in closings:
        yield Task(*_trimmed(text, begin, closing.start), (closing,), state.headings())
        begin = closing.end
    if heading and closings:
        state.enter(paragraph.rank, title)
    if closings or heading:
        state.item, state.closed = begin if closings else paragraph.end, bool(closings)
    elif paragraph.rank is not None or state.item is None:
        state.item, state.closed = paragraph.body, False


def _alone(text: str, closings: list[Closing], state: _State) -> Iterator[Task]:
    """The task that units in a paragraph of their own close: what was said since the item began, else the heading above."""
    begin, path = state.item, state.headings()
    if begin is None:
        return
    if not text[begin : closings[0].start].strip(_LEADING) and not state.closed and path:
        begin, path = path[-1][0], path[:-1]
    for closing in closings:
        yield Task(*_trimmed(text, begin, closing.start), (closing,), path)
        begin = closing.end
    state.item, state.closed = begin, True


def _closings(text: str, start: int, end: int, strict: bool) -> Iterator[Closing]:
    """The brackets of a paragraph that say something of a task's units or deadline. `strict`: only those with labels."""
    taken = start
    for opening, closing, closed in pairs(text, start, end):
        if opening < taken:
            continue
        base, stop = opening + 1, closing - closed
        if not may_name_units(text[base:stop]):
            continue
        assignment = read_units(text[base:stop])
        by_verb = (
            closed
            and assignment.verbs
            and assignment.members
            and not strict
            and not unlike_bodies(text[base:stop], assignment)
            and _closes(text, opening, closing, start, end)
        )
        if assignment.labelled or by_verb:
            yield Closing(opening, closing, base, assignment)
            taken = closing


def _closes(text: str, opening: int, closing: int, start: int, end: int) -> bool:
    """Whether a bracket stands at the end of a sentence, inside it or behind it."""
    before, behind = text[start:opening].rstrip()[-1:], text[closing:end].lstrip()[:1]
    ends = not before or before in _ENDS or not behind or behind in _ENDS
    return ends or opens_with_number(text, closing, end)


def _unbracketed(text: str, paragraph: Paragraph, state: _State) -> Iterator[Closing]:
    """Labels without brackets: a line of their own below the item, or its last sentences.

    A deadline on such a line belongs to the task whose units stand right above it.
    """
    words = load_obligation_words().line_labels
    for match in label_pattern().finditer(text, paragraph.start, paragraph.end):
        label, start = match["label"], match.start()
        opens = start == paragraph.start or text[paragraph.start : start].rstrip()[-1:] in _ENDS
        due = kind_of(label) == "deadline"
        if match["mark"] != ":" or not opens or not (label.startswith(words) or (due and state.closed)):
            continue
        assignment = read_units(text[start : paragraph.end])
        if (assignment.members or due) and not unlike_bodies(text[start : paragraph.end], assignment):
            yield Closing(start, paragraph.end, start, assignment)
        return


def _trimmed(text: str, start: int, end: int) -> Stretch:
    """A task without blanks around it, and without marks and list numbers before it."""
    while start < end and text[start] in _LEADING:
        start += 1
    start = min(end, strip_numbers(text, start, end))
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
