"""Tables for a terminal, drawn from the plain values of a report; baselines stand as rows below each score."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from gdie.evaluation.facts import WHOLE
from gdie.evaluation.summary import MEASURES

NOTHING = "–"
SLICED = ("figure", "value", "unit", "category", "category_similar", "channel_code", "part_of", "share_of")
# Slices by phenomenon are many and small: they stand in JSON and page.
_SHORT = ("format:", "script:", "kind:")
Values = Mapping[str, Any]


def of_report(data: Values) -> Group:
    """The tables of a report, of whichever kind."""
    tables: list[RenderableType] = []
    match data["kind"]:
        case "curve":
            tables = [_curve_table(data)]
        case "devset":
            tables = [_summary_table(data), _slice_table(data["slices"]), _confidence_line(data)]
        case _:
            tables = [_fact_table(data), _span_table(data)]
            if data["slices"]:
                tables += [_summary_table(data), _confidence_line(data)]
    return Group(*tables)


def _systems(data: Values) -> Iterator[tuple[str, Values]]:
    """The report's own values under no name, then those of its baselines."""
    yield "", data
    yield from data.get("baselines", {}).items()


def _summary_table(data: Values) -> Table:
    table = Table(title=Text(f"{data['title']}, in short"), title_justify="left")
    table.add_column("", no_wrap=True)
    for part in data["summary"]:
        table.add_column(Text(part), justify="right")
        table.add_column("95 %", justify="right")
    table.add_column("support, all", justify="right")
    for measure in MEASURES:
        for name, system in _systems(data):
            values = [part[measure.name] for part in system["summary"].values()]
            cells = [cell for value in values for cell in _estimate(value)]
            support = "" if name or values[-1] is None else str(values[-1]["support"])
            table.add_row(_label(measure.name, name), *cells, support, style="dim" if name else "")
    table.caption = "F1 by field, but for accuracies of matched figures and the share wholly right; intervals draw whole documents or passages"
    return table


def _fact_table(data: Values) -> Table:
    columns, detail = data["columns"], data["detail"]
    table = _start(data["title"], columns, detail)
    for name in dict.fromkeys(n for column in columns.values() for n in column["facts"]["fields"]):
        for system, values in _systems(data):
            own = values["columns"]
            scores = {c: column["facts"]["fields"].get(name) for c, column in own.items()}
            _add(table, name, system, *_row(scores, detail, own[detail]["intervals"].get(name)))
    table.add_section()
    for name in ("value", "unit", "approx"):
        accuracies = (column["facts"]["matched"].get(name) for column in columns.values())
        table.add_row(f"{name}, of matched", *map(_share, accuracies))
    implied = {c: column["facts"]["implied"] for c, column in columns.items()}
    table.add_row("implied zeros", *_row(implied, detail, None))
    for name in WHOLE:
        for system, values in _systems(data):
            wholes = (column["facts"]["whole"].get(name) for column in values["columns"].values())
            _add(table, f"wholly right, {name}", system, *map(_part, wholes))
    table.caption = "F1 by field; a field is right only on a figure whose span is right"
    return table


def _span_table(data: Values) -> Table:
    columns, detail = data["columns"], data["detail"]
    table = _start("entities and relations", columns, detail)
    for kind in ("entities", "entities_overlapping", "relations", "relations_on_common_entities"):
        groups = {c: column["spans"][kind] for c, column in columns.items()}
        title = kind.replace("_", " ")
        if kind in ("entities", "relations"):
            for label in sorted({label for group in groups.values() for label in group["labels"]}):
                for system, values in _systems(data):
                    own = {c: col["spans"][kind]["labels"].get(label) for c, col in values["columns"].items()}
                    _add(table, label, system, *_row(own, detail, None))
        for system, values in _systems(data):
            micro = {c: column["spans"][kind]["micro"] for c, column in values["columns"].items()}
            style = "dim" if system else "bold"
            table.add_row(_label(f"{title}, micro", system), *_row(micro, detail, None), style=style)
        table.add_row(f"{title}, macro", *(f"{group['macro_f1']:.3f}" for group in groups.values()))
        table.add_section()
    table.add_row(
        "gold relations never proposed", *(str(column["out_of_reach"]) for column in columns.values())
    )
    table.caption = "relations end to end: both spans and all labels right; those never proposed are misses"
    return table


def _slice_table(slices: Values) -> Table:
    table = Table(
        title="by format and script (F1); --json and --html have the phenomena too", title_justify="left"
    )
    table.add_column("", no_wrap=True)
    for name in ("passages", *SLICED, *(f"whole, {name}" for name in WHOLE)):
        table.add_column(name, justify="right")
    for name, column in slices.items():
        if ":" not in name or name.startswith(_SHORT):
            figures = (_f1(column["facts"]["fields"].get(field)) for field in SLICED)
            wholes = (_part(column["facts"]["whole"].get(key)) for key in WHOLE)
            table.add_row(Text(name), str(column["documents"]), *figures, *wholes)
    return table


def _confidence_line(data: Values) -> Text:
    parts = data["analysis"]["confidence"]
    errors = (
        f"{name} {part['expected_calibration_error']:.3f}"
        for name, part in parts.items()
        if part["expected_calibration_error"] is not None
    )
    return Text(f"expected calibration error of a fact's confidence: {', '.join(errors) or NOTHING}")


def _curve_table(data: Values) -> Table:
    table = Table(
        title=Text(f"{data['title']} (all fields of {', '.join(data['held_out'])})"), title_justify="left"
    )
    table.add_column("trained on", justify="right")
    for measure in MEASURES:
        table.add_column(measure.name, justify="right")
    for point in data["points"]:
        values = (point["summary"]["all"][m.name] for m in MEASURES)
        table.add_row(str(point["documents"]), *(_estimate(v)[0] for v in values))
    return table


def _start(title: str, columns: Values, detail: str) -> Table:
    table = Table(title=Text(title), title_justify="left")
    table.add_column("", no_wrap=True)
    for name in columns:
        table.add_column(Text(name), justify="right", overflow="fold")
    for name in ("precision", "recall", "95 %", "support"):
        table.add_column(Text(f"{detail}: {name}" if name == "precision" else name), justify="right")
    return table


def _add(table: Table, name: str, system: str, *cells: str) -> None:
    table.add_row(_label(name, system), *cells, style="dim" if system else "")


def _label(name: str, system: str) -> Text:
    return Text(f"  {system}" if system else name)


def _row(scores: Mapping[str, Values | None], detail: str, interval: Sequence[float] | None) -> list[str]:
    """F1 of each column, then precision, recall, interval and support of the one shown in detail."""
    cells = [_f1(score) for score in scores.values()]
    score = scores[detail]
    if score is None or _empty(score):
        return cells
    between = NOTHING if interval is None else f"{interval[0]:.3f}–{interval[1]:.3f}"
    return [*cells, f"{score['precision']:.3f}", f"{score['recall']:.3f}", between, str(score["support"])]


def _estimate(value: Values | None) -> tuple[str, str]:
    if value is None:
        return NOTHING, NOTHING
    return f"{value['value']:.3f}", f"{value['low']:.2f}–{value['high']:.2f}"


def _empty(score: Values) -> bool:
    return not (score["tp"] or score["fp"] or score["fn"])


def _f1(score: Values | None) -> str:
    return NOTHING if score is None or _empty(score) else f"{score['f1']:.3f}"


def _share(accuracy: Values | None) -> str:
    return NOTHING if not accuracy or not accuracy["of"] else f"{accuracy['accuracy']:.3f}"


def _part(accuracy: Values | None) -> str:
    return NOTHING if not accuracy or not accuracy["of"] else f"{accuracy['right']}/{accuracy['of']}"
