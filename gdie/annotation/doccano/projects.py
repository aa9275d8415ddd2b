"""The project of a push: found or made, with its types, its guideline and its annotator."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from gdie.annotation.doccano.errors import ServerError
from gdie.annotation.doccano.server import Kind, Label, Project, Server
from gdie.annotation.records import RecordError

_SEPARATOR = " · "
_LONGEST_NAME = 100  # of doccano


@dataclass(frozen=True)
class Setup:
    """What a project is given: its types and its guideline."""

    spans: tuple[Label, ...]
    relations: tuple[Label, ...]
    guideline: str


def read_setup(labels: Path, guideline: Path) -> Setup:
    """The types of `span_types.json` and `relation_types.json` in a folder, and a guideline. Raises `RecordError`."""
    try:
        # The server strips it; unstripped it would look changed for ever.
        text = guideline.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise RecordError(f"{guideline}: can't be read ({error}); name it with --guideline") from None
    return Setup(_labels(labels / "span_types.json"), _labels(labels / "relation_types.json"), text)


def project_name(name: str, annotator: str | None = None) -> str:
    """The name of a project, or of an annotator's own one. Raises `ServerError` when doccano would not take it as it is."""
    full = name if annotator is None else f"{name}{_SEPARATOR}{annotator}"
    if annotator is not None and (not annotator.strip() or _SEPARATOR in annotator):
        raise ServerError(f"{annotator!r} is no name of a user; check --annotator")
    if not name.strip() or full != full.strip() or not full.isprintable() or len(full) > _LONGEST_NAME:
        raise ServerError(
            f"{full!r} is no name for a project: up to {_LONGEST_NAME} characters, no blanks around"
        )
    return full


def annotator_of(project: str, name: str) -> str | None:
    """Whose project of the name `name` this is; None for the one without an annotator and for others."""
    start, own = project[: len(name) + len(_SEPARATOR)], project[len(name) + len(_SEPARATOR) :]
    # With another separator in it, it is an annotator's project of a longer name.
    return own if start == f"{name}{_SEPARATOR}" and own and _SEPARATOR not in own else None


def ensure_project(
    server: Server, name: str, setup: Setup, annotator: str | None
) -> tuple[Project, list[str]]:
    """The project of the name, made if there is none, with all that it needs, and what else is to be said.

    An annotator becomes a member. Types that are there stay as they are. Raises `ServerError` when a project of the name is of another
    kind or there are several.
    """
    project = _found(server, name) or server.create_project(name, setup.guideline)
    if project.guideline != setup.guideline:
        server.set_guideline(project, setup.guideline)
    _ensure_labels(server, project, "span", setup.spans)
    _ensure_labels(server, project, "relation", setup.relations)
    if annotator is None or server.add_annotator(project, annotator):
        return project, []
    return project, [f"{name}: the server has no user {annotator!r}; make one, and push again to let them in"]


def _found(server: Server, name: str) -> Project | None:
    same = [project for project in server.projects() if project.name == name]
    if len(same) > 1:
        raise ServerError(f"{len(same)} projects are named {name!r}; rename all but one")
    if not same:
        return None
    project = same[0]
    # In the editor's other mode offsets count UTF-16 units; apart, annotators don't see what was pushed.
    needed = {
        "its type must be sequence labelling": project.kind == "SequenceLabeling",
        "relations must be on": project.relations,
        "counting graphemes must be on": project.graphemes,
        "overlapping spans must be allowed": project.overlapping,
        "members must share their annotations": project.shared,
    }
    wrong = [setting for setting, holds in needed.items() if not holds]
    if wrong:
        raise ServerError(f"project {name!r} is set up otherwise ({', '.join(wrong)}); take another name")
    return project


def _ensure_labels(server: Server, project: Project, kind: Kind, wanted: tuple[Label, ...]) -> None:
    there = server.labels(project, kind)
    names, keys = {label.name for label in there}, {label.key for label in there}
    for label in wanted:
        if label.name not in names:
            key = None if label.key in keys else label.key
            server.create_label(project, kind, Label(label.name, key, label.colour))


def _labels(path: Path) -> tuple[Label, ...]:
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))
        return tuple(Label(str(r["text"]), r["suffixKey"], str(r["backgroundColor"])) for r in rows)
    except OSError as error:
        raise RecordError(
            f"{path}: can't be read ({error.strerror}); name its folder with --labels"
        ) from None
    except (ValueError, KeyError, TypeError) as error:
        raise RecordError(f"{path}: is no list of types as doccano's ({error})") from None
