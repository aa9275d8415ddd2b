"""The page of a check: findings with their evidence, and the texts with the figures marked. Documents can't act on it."""

from __future__ import annotations

import re
from base64 import b64encode
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from gdie.documents.hidden import HIDDEN
from gdie.indicators import Rule
from gdie.outputs.findings.excerpts import Library, Piece
from gdie.outputs.findings.marks import Link, Mark, Stretch, mark_at, marked_lines, merged
from gdie.outputs.findings.selection import LEVELS, Checked, proposals, shown, worth_naming
from gdie.outputs.findings.words import WORDS, Language, heading, proposal, suspicion
from gdie.outputs.whereabouts import where
from gdie.reconcile.model import Finding

_HIDDEN = re.compile(rf"(?!\t)[{HIDDEN}]")
_LANGUAGES = {"en": "en", "zh": "zh-CN"}


@dataclass(frozen=True)
class _Line:
    """An excerpt: its place in the file, the document where it is another one, the anchor of its place, and its words."""

    place: str
    other: str | None
    target: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class _Shown:
    """A finding as the page has it."""

    anchor: str
    finding: Finding
    heading: str
    lines: tuple[_Line, ...]
    suspects: tuple[str, ...]


@dataclass(frozen=True)
class _Section:
    """A document: its findings by severity, the corrections, and its lines where figures are marked in it."""

    number: int
    checked: Checked
    groups: tuple[tuple[str, tuple[_Shown, ...]], ...]
    corrections: tuple[str, ...]
    lines: tuple[tuple[Stretch, ...], ...]


def render_findings(
    checked: Sequence[Checked], rules: Mapping[str, Rule], lang: Language, show_all: bool
) -> str:
    """One page for the documents of a run. A text is on it where a finding that is shown points into it."""
    sections = list(_sections(checked, lang, show_all))
    named = {s.finding.rule for section in sections for _, group in section.groups for s in group}
    environment = Environment(
        loader=FunctionLoader(_source),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["text"] = _visible
    style = _source("style.css")
    return environment.get_template("page.html").render(
        sections=sections,
        rules={name: rule for name, rule in rules.items() if name in named},
        levels=LEVELS,
        words=WORDS[lang],
        lang=lang,
        language=_LANGUAGES[lang],
        style=Markup(style),
        style_hash=b64encode(sha256(style.encode("utf-8")).digest()).decode("ascii"),
    )


def _sections(checked: Sequence[Checked], lang: Language, show_all: bool) -> Iterator[_Section]:
    library = Library(checked)
    numbers = {one: number for number, one in enumerate(checked, 1)}
    marks = _marks(checked, library, show_all)
    for number, one in enumerate(checked, 1):
        found = []
        for finding in shown(one, show_all):
            lines = []
            for excerpt in library.excerpts(finding, one):
                there = numbers[excerpt.holder]
                mark = mark_at(marks[there], excerpt.start)
                other = excerpt.holder.stem if there != number else None
                place = where(excerpt.holder.document, excerpt.start, excerpt.start + 1, lang)
                lines.append(_Line(place, other, f"d{there}-p{mark.start}", excerpt.pieces))
            suspects = tuple(suspicion(s, one, library, lang) for s in worth_naming(finding, one))
            anchor = f"d{number}-{finding.id}"
            found.append(_Shown(anchor, finding, heading(finding, lang), tuple(lines), suspects))
        groups = ((level, tuple(s for s in found if s.finding.severity == level)) for level in LEVELS)
        yield _Section(
            number,
            one,
            tuple((level, group) for level, group in groups if group),
            tuple(proposal(c, one, library, lang) for c in proposals(one)),
            tuple(marked_lines(one.document.text, marks[number])) if number in marks else (),
        )


def _marks(checked: Sequence[Checked], library: Library, show_all: bool) -> dict[int, tuple[Mark, ...]]:
    """The figures of all findings shown, by the number of their document."""
    numbers = {one: number for number, one in enumerate(checked, 1)}
    found: defaultdict[int, list[Mark]] = defaultdict(list)
    for number, one in enumerate(checked, 1):
        for finding in shown(one, show_all):
            rank, target = LEVELS.index(finding.severity), f"d{number}-{finding.id}"
            for holder, place in library.places(finding, one):
                there = numbers[holder]
                label = finding.id if there == number else f"{one.stem} {finding.id}"
                found[there].append(Mark(place.start, place.end, rank, (Link(label, target),)))
    return {number: merged(marks) for number, marks in found.items()}


def _source(name: str) -> str:
    return files(__package__).joinpath(f"{name}.j2").read_text(encoding="utf-8")


def _visible(text: object) -> str:
    """Words of a report, invisible and direction-changing characters as blanks."""
    return _HIDDEN.sub(" ", str(text))
