"""Reports of scores: plain values for programs, tables for people.

A report has columns (documents, or slices of the development set), each with scores and intervals. The tables
are drawn from the plain values alone, so a saved report can be shown again: `Report(json.loads(text)).table()`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rich.console import Group
from rich.table import Table
from rich.text import Text

from gdie.evaluation.devset import DevsetScores
from gdie.evaluation.facts import WHOLE, FactScores
from gdie.evaluation.scores import Score, accuracy_interval, f1_interval
from gdie.evaluation.spans import SpanScores

NOTHING = "–"
HEADLINE = ("figure", "value", "unit", "category", "category_similar", "channel_code", "part_of", "share_of")
# Slices that divide the passages (`format:old`, `tag:nested`) are rows of a table of their own.
_DIVIDES = ":"


@dataclass(frozen=True)
class DocumentScores:
    """The scores of one document; `seen` says that the model was trained on it.

    `out_of_reach` counts gold relations that no candidate of the relation component covers, whatever it has learned.
    """

    name: str
    spans: SpanScores
    facts: FactScores
    seen: bool = False
    out_of_reach: int = 0


@dataclass(frozen=True)
class Report:
    """Scores as plain values: `{"title", "detail", "columns": {name: {"facts", "spans"?, "intervals", …}}}`.

    `detail` names the column that the tables show with precision, recall, interval and support.
    """

    data: Mapping[str, Any]

    def json(self) -> str:
        """The report as indented JSON, ending in a line feed."""
        return json.dumps(self.data, ensure_ascii=False, indent=1) + "\n"

    def table(self) -> Group:
        """Tables for a terminal: facts by field, then entities and relations, then formats and phenomena."""
        columns: Mapping[str, Any] = self.data["columns"]
        shown = {name: column for name, column in columns.items() if _DIVIDES not in name}
        tables = [_fact_table(self.data["title"], shown, self.data["detail"])]
        if any("spans" in column for column in shown.values()):
            tables.append(_span_table(shown, self.data["detail"]))
        rows = {name: column for name, column in columns.items() if _DIVIDES in name}
        if rows:
            tables.append(_slice_table(rows))
        return Group(*tables)


def document_report(title: str, documents: Sequence[DocumentScores]) -> Report:
    """A column a document and a total; documents seen in training are totalled apart from unseen ones.

    Raises ValueError without documents.
    """
    if not documents:
        raise ValueError("a report needs at least one document")
    columns = {d.name + (" (seen)" if d.seen else ""): _document_column([d]) for d in documents}
    mixed = len({d.seen for d in documents}) == 2
    for seen in (True, False):
        group = [d for d in documents if d.seen is seen]
        if group:
            name = "total" if not mixed else "total seen" if seen else "total unseen"
            columns[name] = _document_column(group)
    # Unseen documents stand last: theirs is the score that says something.
    return Report({"title": title, "detail": list(columns)[-1], "columns": columns})


def devset_report(title: str, scores: DevsetScores) -> Report:
    """A column a slice of the development set; formats, scripts and phenomena in a table of their own."""
    names = sorted(scores.by_slice, key=lambda name: (_DIVIDES in name, name))
    columns = {name: _column(list(scores.by_slice[name].values())) for name in names}
    return Report({"title": title, "detail": "all", "columns": columns})


def _document_column(documents: Sequence[DocumentScores]) -> dict[str, Any]:
    column = _column([d.facts for d in documents])
    column["spans"] = sum((d.spans for d in documents), SpanScores()).as_json()
    column["out_of_reach"] = sum(d.out_of_reach for d in documents)
    return column


def _column(facts: Sequence[FactScores]) -> dict[str, Any]:
    """The pooled scores of some documents, the mean F1 over them, and intervals."""
    total = sum(facts, FactScores())
    by_field = {name: [f.fields[name] for f in facts if name in f.fields] for name in total.fields}
    return {
        "documents": len(facts),
        "facts": total.as_json(),
        "mean_f1": {name: _mean(units) for name, units in by_field.items()},
        "intervals": {name: f1_interval(units).as_json() for name, units in by_field.items()},
        "whole_intervals": {
            name: accuracy_interval([f.whole[name] for f in facts if name in f.whole]).as_json()
            for name in total.whole
        },
    }


def _mean(units: Iterable[Score]) -> float | None:
    """The mean F1 over the documents where the field occurs; None where it occurs in none."""
    occurring = [s.f1 for s in units if s.support or s.predicted]
    return sum(occurring) / len(occurring) if occurring else None


def _fact_table(title: str, columns: Mapping[str, Any], detail: str) -> Table:
    table = _start(title, columns, detail)
    for name in dict.fromkeys(n for column in columns.values() for n in column["facts"]["fields"]):
        scores = {c: column["facts"]["fields"].get(name) for c, column in columns.items()}
        interval = columns[detail]["intervals"].get(name)
        table.add_row(name, *_row(scores, detail, interval))
    table.add_section()
    for name in ("value", "unit", "approx"):
        accuracies = {c: column["facts"]["matched"].get(name) for c, column in columns.items()}
        table.add_row(f"{name}, of matched", *(_share(a) for a in accuracies.values()))
    implied = {c: column["facts"]["implied"] for c, column in columns.items()}
    table.add_row("implied zeros", *_row(implied, detail, None))
    for name in WHOLE:
        wholes = (column["facts"]["whole"].get(name) for column in columns.values())
        table.add_row(f"wholly right, {name}", *(_part(w) for w in wholes))
    table.caption = "F1 by field; a field is right only on a figure whose span is right"
    return table


def _span_table(columns: Mapping[str, Any], detail: str) -> Table:
    table = _start("entities and relations", columns, detail)
    for kind in ("entities", "entities_overlapping", "relations", "relations_on_common_entities"):
        groups = {c: column["spans"][kind] for c, column in columns.items()}
        if kind in ("entities", "relations"):
            for label in sorted({label for group in groups.values() for label in group["labels"]}):
                scores = {c: group["labels"].get(label) for c, group in groups.items()}
                table.add_row(label, *_row(scores, detail, None))
        micro = {c: group["micro"] for c, group in groups.items()}
        table.add_row(f"{kind.replace('_', ' ')}, micro", *_row(micro, detail, None), style="bold")
        macro = (f"{group['macro_f1']:.3f}" for group in groups.values())
        table.add_row(f"{kind.replace('_', ' ')}, macro", *macro)
        table.add_section()
    reach = (str(column["out_of_reach"]) for column in columns.values())
    table.add_row("gold relations never proposed", *reach)
    table.caption = "relations end to end: both spans and all labels right; those never proposed are misses"
    return table


def _slice_table(columns: Mapping[str, Any]) -> Table:
    table = Table(title="by format, script and phenomenon (F1)", title_justify="left")
    table.add_column("", no_wrap=True)
    for name in ("passages", *HEADLINE, *(f"whole, {name}" for name in WHOLE)):
        table.add_column(name, justify="right")
    for name, column in columns.items():
        fields = column["facts"]["fields"]
        figures = (_f1(fields.get(field)) for field in HEADLINE)
        wholes = (_part(column["facts"]["whole"].get(key)) for key in WHOLE)
        table.add_row(Text(name), str(column["documents"]), *figures, *wholes)
    return table


def _start(title: str, columns: Mapping[str, Any], detail: str) -> Table:
    table = Table(title=Text(title), title_justify="left")
    table.add_column("", no_wrap=True)
    for name in columns:
        table.add_column(Text(name), justify="right", overflow="fold")
    for name in ("precision", "recall", "95 %", "support"):
        table.add_column(Text(f"{detail}: {name}" if name == "precision" else name), justify="right")
    return table


def _row(
    scores: Mapping[str, Mapping[str, Any] | None], detail: str, interval: Sequence[float] | None
) -> list[str]:
    """F1 of each column, then precision, recall, interval and support of the one shown in detail."""
    cells = [_f1(score) for score in scores.values()]
    score = scores[detail]
    if score is None or _empty(score):
        return cells
    between = NOTHING if interval is None else f"{interval[0]:.3f}–{interval[1]:.3f}"
    return [*cells, f"{score['precision']:.3f}", f"{score['recall']:.3f}", between, str(score["support"])]


def _empty(score: Mapping[str, Any]) -> bool:
    return not (score["tp"] or score["fp"] or score["fn"])


def _f1(score: Mapping[str, Any] | None) -> str:
    return NOTHING if score is None or _empty(score) else f"{score['f1']:.3f}"


def _share(accuracy: Mapping[str, Any] | None) -> str:
    return NOTHING if not accuracy or not accuracy["of"] else f"{accuracy['accuracy']:.3f}"


def _part(accuracy: Mapping[str, Any] | None) -> str:
    return NOTHING if not accuracy or not accuracy["of"] else f"{accuracy['right']}/{accuracy['of']}"
