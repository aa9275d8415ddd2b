"""What is done with one file: read it, extract, and make of it what the command needs. One worker a process, with one pipeline."""

from __future__ import annotations

import hashlib
import time
import warnings
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from gdie.batch.clock import late, time_limit
from gdie.batch.defects import defect
from gdie.batch.sources import Source
from gdie.documents import Document, NoDocument, UnreadableDocument, read_bytes
from gdie.documents.errors import OutOfTime
from gdie.documents.limits import DEFAULT_LIMITS, Limits

if TYPE_CHECKING:
    from spacy.language import Language

    from gdie.batch.payloads import Payload

Command = Literal["extract", "obligations", "check", "panel"]
Status = Literal["read", "skipped", "failed", "known"]


@dataclass(frozen=True)
class Settings:
    """What the results of a file depend on, besides the file."""

    command: Command
    model: Path | None = None
    min_confidence: float = 0.0
    limits: Limits = DEFAULT_LIMITS


@dataclass(frozen=True)
class Outcome:
    """What became of a file.

    `reason` says why it is not read, `warnings` what of it could not be read, `payload` has what was found (JSON, see `gdie.batch.payloads`), `about` what the document is. The status
    is `known` where the file has one of the hashes that the worker was told of: then nothing was done. `facts` counts facts or
    obligations, `seconds` is the time that it took.
    """

    status: Status
    reason: str = ""
    payload: str = ""
    sha256: str | None = None
    bytes: int | None = None
    format: str | None = None
    facts: int = 0
    seconds: float = 0.0
    about: Mapping[str, Any] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()


_SHORTEST = 0.1  # seconds


class SetupError(ValueError):
    """The pipeline can't be loaded: no file can be read."""


def too_long(source: Source, limits: Limits) -> Outcome:
    """The outcome of a file that took longer than its limit."""
    return Outcome("failed", late(source.name, limits))


@dataclass
class _File:
    """What is known of a file by the time that its outcome is."""

    sha256: str | None = None
    bytes: int | None = None
    format: str | None = None

    def outcome(self, status: Status, **values: Any) -> Outcome:
        return Outcome(status, sha256=self.sha256, bytes=self.bytes, format=self.format, **values)


class Worker:
    """Reads files one by one; the pipeline is loaded when the first one needs it."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    @cached_property
    def pipeline(self) -> Language:
        """The pipeline of the settings. Raises `PipelineNotFound`, and `SetupError` for one that can't be loaded."""
        from gdie import pipeline

        try:
            return pipeline.load_pipeline(self.settings.model)
        except pipeline.PipelineNotFound:
            raise
        except Exception as error:  # whatever spaCy makes of damaged files
            place = self.settings.model or "the shipped pipeline"
            raise SetupError(f"{place}: can't be loaded ({type(error).__name__}: {_line(error)})") from error

    def prepare(self) -> None:
        """Load what the command needs. Raises as `pipeline`."""
        import gdie.batch.payloads
        import gdie.facts.about  # noqa: F401

        if self.settings.command != "obligations":
            _ = self.pipeline

    def work(self, source: Source, known: frozenset[str] = frozenset()) -> Outcome:
        """What became of a file; a file that fails in whatever way is an outcome, too. Raises what `prepare` raises."""
        from gdie.pipeline import PipelineNotFound

        file = _File()
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # libraries warn of oddities in files that nobody can mend
                return self._work(source, known, file)
        except (PipelineNotFound, SetupError):
            raise
        except NoDocument as error:
            return file.outcome("failed" if source.given else "skipped", reason=str(error))
        except UnreadableDocument as error:
            return file.outcome("failed", reason=str(error))
        except OutOfTime:
            return file.outcome("failed", reason=late(source.name, self.settings.limits))
        except Exception as error:  # a defect of gdie must not cost the other files
            return file.outcome("failed", reason=f"{source.name}: {defect(error)}")

    def _work(self, source: Source, known: frozenset[str], file: _File) -> Outcome:
        limits = self.settings.limits
        started = time.perf_counter()
        with time_limit(limits.seconds):
            data = source.load(limits)
            file.sha256, file.bytes = hashlib.sha256(data).hexdigest(), len(data)
            if file.sha256 in known:
                return file.outcome("known")
            document = read_bytes(
                data,
                source.stem,
                source.name,
                suffix=source.suffix,
                given=source.given,
                limits=limits,
            )
            file.format = document.format
            del data
        passed = time.perf_counter() - started
        self.prepare()  # not on the time of the first file
        from gdie.batch.payloads import count, encoded

        started = time.perf_counter() - passed
        with time_limit(max(limits.seconds - passed, _SHORTEST)):
            payload, about = self._found(document)
            text = encoded(payload)
        seconds = round(time.perf_counter() - started, 2)
        return file.outcome(
            "read",
            payload=text,
            facts=count(payload),
            seconds=seconds,
            about=about,
            warnings=document.warnings,
        )

    def _found(self, document: Document) -> tuple[Payload, Mapping[str, Any]]:
        from gdie.batch import payloads
        from gdie.facts.about import about
        from gdie.facts.extraction import extract, extract_tables

        if self.settings.command == "obligations":
            # What tables tell is enough for what the document is.
            return payloads.of_obligations(document), about(extract_tables(document)).as_json()
        extraction = extract(document, self.pipeline)
        found: Payload
        match self.settings.command:
            case "extract":
                found = payloads.of_facts(extraction, self.settings.min_confidence)
            case "panel":
                found = payloads.of_panel(extraction, self.settings.min_confidence)
            case "check":
                found = payloads.of_check(extraction)
        return found, about(extraction).as_json()


def _line(error: Exception) -> str:
    return " ".join(str(error).split())[:200]
