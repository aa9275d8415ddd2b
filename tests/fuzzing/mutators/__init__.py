"""Changes to files that keep them nearly whole: `mutate` for each kind of file, by a generator of random numbers alone."""

from __future__ import annotations

import random
from collections.abc import Callable

from tests.fuzzing.mutators.mail import mutate_mail
from tests.fuzzing.mutators.markup import mutate_page
from tests.fuzzing.mutators.packages import mutate_archive, mutate_docx, mutate_xlsx
from tests.fuzzing.mutators.pdf import mutate_pdf
from tests.fuzzing.mutators.plain import mutate_bytes, mutate_csv, mutate_text

Mutator = Callable[[bytes, random.Random], bytes]

MUTATORS: dict[str, Mutator] = {
    "html": mutate_page,
    "docx": mutate_docx,
    "pdf": mutate_pdf,
    "xlsx": mutate_xlsx,
    "csv": mutate_csv,
    "markdown": mutate_text,
    "mhtml": mutate_mail,
    "zip": mutate_archive,
    "text": mutate_text,
}
_LONGEST = 200_000


def mutate(data: bytes, reader: str, rng: random.Random, longest: int = _LONGEST) -> bytes:
    """A file of this reader changed once to a few times; where it grew too long, changed in its bytes only."""
    for _ in range(rng.choice((1, 1, 2, 3, 6))):
        changed = mutate_bytes(data, rng) if rng.random() < 0.08 else MUTATORS[reader](data, rng)
        data = changed if len(changed) <= longest else mutate_bytes(data, rng)[:longest]
    return data


__all__ = ["MUTATORS", "Mutator", "mutate"]
