"""Reports of scores as plain values for programs; tables and pages are drawn from these values alone.

`Report.data` has `title`, `kind` (`documents`, `devset` or `curve`) and `detail`, the column that the tables show with precision, recall,
interval and support; `columns`, `{name: {"facts", "spans"?, "intervals", …}}`; `slices`, the same by slice; `summary`, the short
answer for prose, tables and all; `analysis` with calibration, confusion and numbers of errors; `baselines`, each a report of its own;
`inconsistencies`, where it was measured, what reconciliation found of the contradictions of a development set.
A saved report can be shown again: `Report(json.loads(text)).table()`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from rich.console import Group

from gdie.annotation.score import SpanScores
from gdie.evaluation import tables
from gdie.evaluation.calibration import RIGHT, calibration_error, judged, precision_recall, reliability
from gdie.evaluation.claims import FACT_FIELDS, Field
from gdie.evaluation.compared import Compared, Slices, pairs_of, slices_of
from gdie.evaluation.confusion import channel_pairs, confusion
from gdie.evaluation.devset import FIELDS, DevsetScores
from gdie.evaluation.errors import FactError, find_errors
from gdie.evaluation.facts import FactScores
from gdie.evaluation.inconsistencies import Detection, detection_table
from gdie.evaluation.scores import Score, accuracy_interval, f1_interval
from gdie.evaluation.summary import summarise
from gdie.indicators import load_channel_words

_SOURCES = {"prose": "text", "tables": "table", "all": None}
_NOT_SHOWN = ("channel", "category_similar", "category_contained")
# Errors in these are errors in a stricter or another reading of a field that is listed already.


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
    compared: Compared | None = None


@dataclass(frozen=True)
class Report:
    """Scores as plain values, and the errors behind them, which quote the documents and so stay out of the values."""

    data: Mapping[str, Any]
    errors: tuple[FactError, ...] = field(default=(), compare=False)

    def json(self) -> str:
        """The report as indented JSON, ending in a line feed."""
        return json.dumps(_rounded(self.data), ensure_ascii=False, indent=1) + "\n"

    def table(self) -> Group:
        """Tables for a terminal."""
        shown = tables.of_report(self.data)
        found = self.data.get("inconsistencies")
        return Group(shown, detection_table(found)) if found else shown

    def with_detection(self, found: Mapping[str, Detection]) -> Report:
        """This report with what reconciliation found of the contradictions of the set, by way."""
        values = {way: detection.as_json() for way, detection in found.items()}
        return replace(self, data={**self.data, "inconsistencies": values})

    def beside(self, baselines: Mapping[str, Report]) -> Report:
        """This report with the scores of other systems on the same documents."""
        return replace(self, data={**self.data, "baselines": {n: b.data for n, b in baselines.items()}})


def document_report(title: str, documents: Sequence[DocumentScores], *, curves: bool = False) -> Report:
    """A column a document and a total; documents seen in training are totalled apart from unseen ones.

    Slices, summary and analysis are of the documents in the last total. `curves` adds those of precision and
    recall. Raises ValueError without documents.
    """
    if not documents:
        raise ValueError("a report needs at least one document")
    columns = {d.name + (" (seen)" if d.seen else ""): _document_column([d]) for d in documents}
    mixed = len({d.seen for d in documents}) == 2
    group: list[DocumentScores] = []
    # Unseen documents stand last: theirs is the score that says something.
    for seen in (True, False):
        if chosen := [d for d in documents if d.seen is seen]:
            group = chosen
            columns["total" if not mixed else "total seen" if seen else "total unseen"] = _document_column(
                group
            )
    items = [d.compared for d in group if d.compared is not None]
    by_slice = slices_of(items, FACT_FIELDS)
    return _report(title, "documents", columns, list(columns)[-1], by_slice, items, FACT_FIELDS, curves)


def devset_report(title: str, scores: DevsetScores, *, curves: bool = False) -> Report:
    """One column for all passages, and the slices of the development set. `curves` adds those of precision and recall."""
    columns = {"all": _column(list(scores.by_slice["all"].values()))}
    return _report(title, "devset", columns, "all", scores.by_slice, scores.results, FIELDS, curves)


def _report(
    title: str,
    kind: str,
    columns: Mapping[str, Any],
    detail: str,
    by_slice: Slices,
    items: Sequence[Compared],
    fields: Sequence[Field],
    curves: bool,
) -> Report:
    names = sorted(by_slice, key=lambda name: (":" in name, name))
    errors = find_errors(items, [f for f in fields if f.name not in _NOT_SHOWN])
    data = {
        "title": title,
        "kind": kind,
        "detail": detail,
        "columns": columns,
        "slices": {name: _slice(list(by_slice[name].values())) for name in names if name != "all"},
        "summary": summarise(by_slice),
        "analysis": {**_analysis(items, fields, curves), "errors": _counted(errors)},
    }
    return Report(data, tuple(errors))


def _analysis(items: Sequence[Compared], fields: Sequence[Field], curves: bool) -> dict[str, Any]:
    asked = [f for f in fields if f.name in RIGHT]
    by_part = {}
    for part, source in _SOURCES.items():
        pairs = pairs_of(items, source)
        facts = judged(pairs, asked)
        wanted = sum(p.gold is not None for p in pairs)
        values: dict[str, Any] = {
            "facts": len(facts),
            "right": sum(f.right for f in facts),
            "expected_calibration_error": calibration_error(facts),
            "bins": [asdict(b) for b in reliability(facts)],
        }
        if curves:
            values["precision_recall"] = precision_recall(facts, wanted)
        by_part[part] = values
    known = frozenset(load_channel_words().values())
    return {
        "right_means": [f.name for f in asked],
        "confidence": by_part,
        "confusion": {
            "entities": confusion(pair for item in items for pair in item.labels),
            "channels": confusion(channel_pairs(pairs_of(items), known)),
        },
    }


def _counted(errors: Iterable[FactError]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for error in errors:
        counts[error.kind] = counts.get(error.kind, 0) + 1
    return counts


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


def _slice(facts: Sequence[FactScores]) -> dict[str, Any]:
    """A column with what is asked of a slice only: there are many."""
    column = _column(facts)
    return {
        "documents": column["documents"],
        "facts": {key: column["facts"][key] for key in ("fields", "whole")},
        "intervals": column["intervals"],
    }


def _rounded(value: Any) -> Any:
    """Six digits of every float: more say nothing, and differ between machines."""
    match value:
        case float():
            return round(value, 6)
        case dict():
            return {key: _rounded(v) for key, v in value.items()}
        case list() | tuple():
            return [_rounded(v) for v in value]
        case _:
            return value


def _mean(units: Iterable[Score]) -> float | None:
    """The mean F1 over the documents where the field occurs; None where it occurs in none."""
    occurring = [s.f1 for s in units if s.support or s.predicted]
    return sum(occurring) / len(occurring) if occurring else None
