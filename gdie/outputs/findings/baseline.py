"""The baseline: findings that somebody has looked at and accepted, so that a run speaks of new ones only.

A finding is known again by its document and fingerprint. The file is JSON with sorted entries, so that a change of it can be reviewed.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from gdie.outputs.files import write_text

VERSION = 1


class BaselineError(ValueError):
    """A file that is no baseline; the message names it and says what to do."""


@dataclass(frozen=True)
class Entry:
    """One accepted finding. `rule` and `explanation` are for people, `reason` is theirs: why it is accepted."""

    doc: str
    fingerprint: str
    rule: str
    explanation: str
    reason: str | None = None

    @property
    def key(self) -> tuple[str, str]:
        """What a finding is known again by."""
        return self.doc, self.fingerprint

    def as_json(self) -> dict[str, Any]:
        """Plain values, in the order of the file."""
        return {
            "doc": self.doc,
            "fingerprint": self.fingerprint,
            "rule": self.rule,
            "explanation": self.explanation,
            "reason": self.reason,
        }


@dataclass(frozen=True)
class Baseline:
    """Accepted findings by document and fingerprint."""

    entries: dict[tuple[str, str], Entry] = field(default_factory=dict)

    def accepts(self, doc: str, fingerprint: str) -> bool:
        """Whether a finding is accepted."""
        return (doc, fingerprint) in self.entries


def read_baseline(path: Path, *, new: bool = False) -> Baseline:
    """The baseline in a file; with `new` an empty one where there is no file. Raises `BaselineError`."""
    try:
        data = json.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        if new:
            return Baseline()
        raise BaselineError(f"{path}: there is no such baseline; write it with --update-baseline") from None
    except OSError as error:
        raise BaselineError(f"{path}: cannot be read ({error.strerror}); check the path") from None
    except (ValueError, RecursionError):
        raise BaselineError(f"{path}: is no JSON; give a file written with --update-baseline") from None
    if not isinstance(data, dict) or not isinstance(data.get("entries"), list):
        raise BaselineError(f"{path}: is no baseline; give a file written with --update-baseline")
    if data.get("version") != VERSION:
        raise BaselineError(f"{path}: has not version {VERSION} of the format; write it anew")
    entries = [_entry(row, path, number) for number, row in enumerate(data["entries"], 1)]
    return Baseline({entry.key: entry for entry in entries})


def write_baseline(baseline: Baseline, path: Path) -> None:
    """Write a baseline, whole or not at all. Raises OSError."""
    found = sorted(baseline.entries.values(), key=lambda e: (e.doc, e.rule, e.fingerprint))
    data = {"version": VERSION, "entries": [entry.as_json() for entry in found]}
    write_text(json.dumps(data, ensure_ascii=False, indent=2) + "\n", path)


def renewed(
    baseline: Baseline, docs: Collection[str], accepted: Iterable[Entry], current: Iterable[Entry]
) -> Baseline:
    """The baseline after a run over some documents.

    It holds what it held of other documents, and of these what is `accepted` now or is still found (`current`, findings of ignored
    rules too). Reasons stay.
    """
    old = baseline.entries
    found = {entry.key for entry in current}
    entries = {key: entry for key, entry in old.items() if entry.doc not in docs or key in found}
    for entry in accepted:
        known = old.get(entry.key)
        entries[entry.key] = replace(entry, reason=known.reason) if known else entry
    return Baseline(entries)


def _entry(row: object, path: Path, number: int) -> Entry:
    """An entry as read; what the format does not have would be lost when the file is renewed, so it is refused."""
    if isinstance(row, dict) and row.keys() == {f.name for f in fields(Entry)}:
        reason = row["reason"]
        texts = [value for name, value in row.items() if name != "reason"]
        if all(isinstance(text, str) for text in texts) and (reason is None or isinstance(reason, str)):
            return Entry(**row)
    raise BaselineError(f"{path}: entry {number} is none of a baseline; correct it or write the file anew")
