"""The outcomes of an evaluation on generated forms: as a table of text, as plain values, and single documents to look at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from gdie.evaluation.forms import FormsScore, Kind, Outcome, Tally, generate


def failures(score: FormsScore) -> tuple[Outcome, ...]:
    """The documents that were not read wholly right."""
    return tuple(outcome for outcome in score.outcomes if not outcome.whole)


def dump(score: FormsScore, outcome: Outcome) -> str:
    """A document of the run with what was expected of its unread cells and what was read untruly."""
    document = generate(score.seed, outcome.index, score.mix, score.kinds)
    text, cells = document.rendered.text, document.rendered.cells
    lines = [
        f"seed {score.seed}, index {outcome.index}: {outcome.layout}, {outcome.manner}, {outcome.kind} "
        f"({', '.join(outcome.noises) or 'no noise'})",
        text.rstrip("\n"),
    ]
    lines += [
        f"unread: {cell.code} {cell.value} at {cell.start}-{cell.end} {text[cell.start : cell.end]!r}"
        for cell in outcome.unread
    ]
    for code, start, end, value in outcome.wrong:
        there = [f"{c.code} {c.value}" for c in cells if c.start < end and start < c.end]
        meant = [f"{c.value} at {c.start}-{c.end}" for c in cells if c.code == code]
        lines.append(
            f"wrong: {code} {value} at {start}-{end} {text[start:end]!r}; "
            f"there: {', '.join(there) or 'nothing'}; {code}: {', '.join(meant) or 'not printed'}"
        )
    return "\n".join(lines)


def render_forms(score: FormsScore) -> str:
    """The counts as a table of text: by layout and manner, by noise, by form, and in all."""
    lines = [
        f"{'':26}{'kind':>12}{'documents':>10}{'whole':>7}{'cells':>8}{'right':>8}{'unread':>8}{'wrong':>7}"
    ]

    def add(tallies: Mapping[tuple[str, Kind], Tally]) -> None:
        for (name, kind), tally in sorted(tallies.items()):
            lines.append(_line(name, kind, tally))
        lines.append("")

    for tallies in (score.layouts, score.manners, score.noises, score.forms):
        add(tallies)
    lines.append(_line("all", "", score.total))
    return "\n".join(lines)


def _line(name: str, kind: str, tally: Tally) -> str:
    return (
        f"{name:26}{kind:>12}{tally.documents:>10}{tally.whole:>7}{tally.cells:>8}{tally.right:>8}"
        f"{tally.unread:>8}{tally.wrong:>7}"
    )


def as_json(score: FormsScore) -> dict[str, Any]:
    """The counts as plain values, and the documents that were not wholly right by their index."""

    def plain(tallies: Mapping[tuple[str, Kind], Tally]) -> dict[str, dict[str, dict[str, int]]]:
        found: dict[str, dict[str, dict[str, int]]] = {}
        for (name, kind), tally in sorted(tallies.items()):
            found.setdefault(name, {})[kind] = asdict(tally)
        return found

    return {
        "seed": score.seed,
        "mix": score.mix,
        "kinds": list(score.kinds),
        "all": asdict(score.total),
        "layouts": plain(score.layouts),
        "manners": plain(score.manners),
        "noises": plain(score.noises),
        "forms": plain(score.forms),
        "failures": [
            {
                "index": outcome.index,
                "kind": outcome.kind,
                "layout": outcome.layout,
                "manner": outcome.manner,
                "noises": list(outcome.noises),
                "unread": len(outcome.unread),
                "wrong": len(outcome.wrong),
            }
            for outcome in failures(score)
        ],
    }
