"""The `Obligation`: one task of a work plan, who has to do it and until when. Offsets are characters of the text layer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

Role = Literal["lead", "responsible", "supporting"]


@dataclass(frozen=True)
class Passage:
    """A stretch `[start, end)` of the text layer with its characters as they stand there."""

    text: str
    start: int
    end: int

    def as_json(self) -> dict[str, Any]:
        """Plain values, in the order of the contract."""
        return {"text": self.text, "start": self.start, "end": self.end}


@dataclass(frozen=True)
class Unit(Passage):
    """A body that has a part in a task. `name`: its full name in simplified script where that is known, else as printed."""

    name: str

    def as_json(self) -> dict[str, Any]:
        """Plain values, in the order of the contract."""
        return {**super().as_json(), "name": self.name}


@dataclass(frozen=True)
class Deadline(Passage):
    """Until when a task is due, as ISO days. Open ends are None; of a rhythm (每季度) or unclear words all three are."""

    date: str | None
    period: tuple[str | None, str | None]

    def as_json(self) -> dict[str, Any]:
        """Plain values, in the order of the contract."""
        return {**super().as_json(), "date": self.date, "period": list(self.period)}


@dataclass(frozen=True)
class Obligation:
    """One task. `section` has the headings above it, outermost first; `units_text` is the parenthesis or the cells that name units."""

    doc: str
    id: str
    section: tuple[str, ...]
    task: Passage
    units_text: Passage
    lead: tuple[Unit, ...]
    responsible: tuple[Unit, ...]
    supporting: tuple[Unit, ...]
    deadline: Deadline | None
    source: Literal["text", "table"]

    def as_json(self) -> dict[str, Any]:
        """The obligation as the contract's JSON object: every field there, null or empty where absent."""
        return {
            "doc": self.doc,
            "id": self.id,
            "section": list(self.section),
            "task": self.task.as_json(),
            "units_text": self.units_text.as_json(),
            "lead": [unit.as_json() for unit in self.lead],
            "responsible": [unit.as_json() for unit in self.responsible],
            "supporting": [unit.as_json() for unit in self.supporting],
            "deadline": self.deadline and self.deadline.as_json(),
            "source": self.source,
        }
