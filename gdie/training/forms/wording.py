"""`wording.toml`, typed."""

from __future__ import annotations

import random
import sys
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from gdie.indicators.forms import Form

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

# Reports of years that have been; forms in force have no last year.
LATEST = 2025


@cache
def wording() -> dict[str, Any]:
    """The words around tables, and typos."""
    return tomllib.loads(files(__package__).joinpath("wording.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Context:
    """The agency and year of one document, drawn once and used throughout."""

    agency: str
    year: int
    itself: str

    @classmethod
    def draw(cls, form: Form, rng: random.Random) -> Context:
        """An invented agency in a year in which the form was in use."""
        words = wording()
        first, last = form.years
        agency = rng.choice(words["regions"]) + rng.choice(words["organs"])
        return cls(agency, rng.randint(first, min(last, LATEST)), rng.choice(words["selves"]))

    def fill(self, template: str, **more: str | int) -> str:
        """A template of the wording with this document's words."""
        return template.format(agency=self.agency, year=self.year, self=self.itself, **more)
