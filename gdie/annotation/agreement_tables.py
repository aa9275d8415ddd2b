"""Agreement for people: F1 and α by label, by document and by pair of annotators, and the differences side by side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rich.table import Table
from rich.text import Text

from gdie.annotation.agreement import Comparison
from gdie.annotation.differences import visible
from gdie.annotation.score import SpanScores

_CAPTION = (
    "lenient: entities that overlap; relations between entities that both have · "
    "α: Krippendorff's, nominal, over the labels of characters"
)


def agreement_tables(comparison: Comparison, differences: bool = False) -> Iterator[Table]:
    """By label; where there are several, by document and by pair as well; the differences if asked for."""
    yield _by_label(comparison)
    if len(comparison.documents) > 1:
        alphas = {doc: _ratio(own.alpha.overall) for doc, own in comparison.documents.items()}
        yield _summary("document", {doc: own.scores for doc, own in comparison.documents.items()}, alphas)
    if len(comparison.overall.pairs) > 1:
        yield _summary("pair", {" · ".join(pair): own for pair, own in comparison.overall.pairs.items()})
    if differences:
        yield _differences(comparison)


def _differences(comparison: Comparison) -> Table:
    """Every difference with the readings of all annotators side by side."""
    table = _table(f"{len(comparison.differences)} differences")
    for name in ("line", "label", "where", *comparison.names):
        table.add_column(Text(visible(name)), overflow="fold")
    for one in comparison.differences:
        where = f"{one.doc}:{one.line}" if len(comparison.documents) > 1 else str(one.line)
        cells = (where, "/".join(one.disagreement.labels), one.context, *one.words)
        table.add_row(*(Text(visible(cell)) for cell in cells))
    return table


def _by_label(comparison: Comparison) -> Table:
    table = _table(f"agreement of {', '.join(comparison.names)} (F1)")
    pair = comparison.names if len(comparison.names) == 2 else ()
    table.add_column("label")
    for name in ("exact", "lenient", "α", *pair):
        table.add_column(Text(visible(name)), justify="right")
    scores, alpha = comparison.overall.scores, comparison.overall.alpha
    for strict, lenient, of_labels, of_all in (
        (scores.entities, scores.overlapping, alpha.by_label, _ratio(alpha.overall)),
        (scores.relations, scores.relations_on_common, None, ""),
    ):
        rows = [(label, score, lenient[label]) for label, score in strict.by_label.items()]
        for name, exact, other in [*rows, ("micro", strict.micro, lenient.micro)]:
            own = of_all if name == "micro" or of_labels is None else _ratio(of_labels.get(name))
            counts = (str(exact.support), str(exact.predicted)) if pair else ()
            table.add_row(Text(visible(name)), f"{exact.f1:.3f}", f"{other.f1:.3f}", own, *counts)
        table.add_section()
    table.caption = _CAPTION
    return table


def _summary(title: str, rows: Mapping[str, SpanScores], alphas: Mapping[str, str] | None = None) -> Table:
    table = _table(f"by {title}")
    table.add_column(title)
    for name in ("entities", "lenient", "relations", "lenient", *(("α",) if alphas else ())):
        table.add_column(name, justify="right")
    for name, scores in rows.items():
        parts = (scores.entities, scores.overlapping, scores.relations, scores.relations_on_common)
        figures = [f"{part.micro.f1:.3f}" for part in parts]
        table.add_row(Text(visible(name)), *figures, *([alphas[name]] if alphas else []))
    return table


def _table(title: str) -> Table:
    return Table(title=Text(visible(title)), title_justify="left", caption_justify="left")


def _ratio(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"
