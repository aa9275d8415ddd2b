"""The page of an evaluation: reports of `gdie evaluate` as plain values, drawn with a template that escapes everything."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files
from itertools import groupby
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined, Template
from markupsafe import Markup

from gdie.outputs.scores.svg import Estimate, Line, Point, intervals, lines

Values = Mapping[str, Any]
OWN = "gdie"
_HIDDEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_CURVES = (
    "figure and value",
    "category, character F1 ≥ 0.8",
    "channel, by code",
    "period",
    "agency",
    "part_of",
)


def render_page(reports: Sequence[Values], errors: Sequence[Values] = ()) -> str:
    """One page for some reports; the errors belong to the first."""
    shown = [_shown(report) for report in reports]
    return _template("page").render(reports=shown, errors=_grouped(errors))


def render_errors(title: str, errors: Sequence[Values]) -> str:
    """A page of errors alone."""
    return _template("errors").render(title=title, errors=_grouped(errors))


def _template(name: str) -> Template:
    environment = Environment(
        loader=FunctionLoader(_source),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"text": _visible, "number": _number}
    return environment.get_template(name)


def _source(name: str) -> str:
    return files(__package__).joinpath(f"{name}.html.j2").read_text(encoding="utf-8")


def _visible(text: object) -> str:
    """Words of a report on one line: line breaks shown, invisible and direction-changing characters as a blank."""
    return _HIDDEN.sub(" ", str(text).replace("\n", "⏎"))


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _grouped(errors: Sequence[Values]) -> list[tuple[str, list[Values]]]:
    return [(kind, list(group)) for kind, group in groupby(errors, key=lambda e: e["kind"])]


def _shown(report: Values) -> dict[str, Any]:
    """What the template shows of a report: its values, its systems and its charts."""
    if report["kind"] == "curve":
        return {"data": report, "systems": {}, "charts": [_learning(report)]}
    systems = {OWN: report, **report.get("baselines", {})}
    return {"data": report, "systems": systems, "charts": list(_charts(systems))}


def _charts(systems: Mapping[str, Values]) -> Iterator[tuple[str, Markup]]:
    for part, measures in systems[OWN]["summary"].items():
        rows = [
            (
                name,
                [
                    _estimate(label, s["summary"][part][name])
                    for label, s in systems.items()
                    if s["summary"][part][name]
                ],
            )
            for name in measures
        ]
        rows = [row for row in rows if row[1]]
        if rows:
            yield f"Scores: {part}", intervals(rows, f"scores of {part} with 95 % intervals")
    for part in ("prose", "all"):
        confidence = {label: s["analysis"]["confidence"][part] for label, s in systems.items()}
        own = confidence[OWN]
        if own["facts"]:
            yield f"Calibration: {part}", _calibration(own)
        curves = [
            Line(
                f"{label} (average precision {c['precision_recall']['average_precision']:.3f})",
                _recall_points(c),
            )
            for label, c in confidence.items()
            if "precision_recall" in c
        ]
        if curves:
            yield (
                f"Precision and recall: {part}",
                lines(curves, "precision and recall by confidence", "recall", "precision"),
            )


def _estimate(system: str, value: Values) -> Estimate:
    return Estimate(system, value["value"], value["low"], value["high"])


def _recall_points(confidence: Values) -> tuple[Point, ...]:
    return tuple(Point(p["recall"], p["precision"]) for p in confidence["precision_recall"]["points"])


def _calibration(confidence: Values) -> Markup:
    points = tuple(
        Point(b["confidence"], b["right"], weight=b["facts"] / confidence["facts"])
        for b in confidence["bins"]
    )
    error = confidence["expected_calibration_error"]
    name = f"all fields right (calibration error {error:.3f})"
    return lines((Line(name, points),), "calibration", "confidence", "share right", diagonal=True)


def _learning(report: Values) -> tuple[str, Markup]:
    series = []
    for name in _CURVES:
        values = [(p["documents"], p["summary"]["all"].get(name)) for p in report["points"]]
        points = tuple(Point(n, v["value"], v["low"], v["high"]) for n, v in values if v)
        if points:
            series.append(Line(name, points))
    most = max(p["documents"] for p in report["points"])
    return (
        "Learning curve",
        lines(series, "learning curve", "documents trained on", "F1", x_most=float(most)),
    )
