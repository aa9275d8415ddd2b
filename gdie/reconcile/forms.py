"""Findings about official forms as such: rows that can't be read with certainty, rows and columns that differ from the form's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gdie.facts.forms import FormReading, FormReadings, UnreadRow
from gdie.reconcile.model import Explanation, Finding, Severity, Verdict

# A table with fewer of its form's rows is an extract; what it leaves out is no omission.
_WHOLE = 0.75
_SHOWN = 3


def form_findings(doc: str, forms: FormReadings) -> Iterator[Finding]:
    """A warning for each unreadable row, a note for what differs from the form in a table that is otherwise whole."""
    for reading in forms.readings:
        for row in reading.unread:
            yield _finding(doc, "unverifiable", "warning", _unread(reading, row))
        demanded = len(reading.missing) + _printed(reading)
        if _printed(reading) >= _WHOLE * demanded and (explanation := _differences(reading)):
            yield _finding(doc, "partial", "note", explanation)


def _printed(reading: FormReading) -> int:
    return len({row for row in reading.rows.values() if row.code and not row.local})


def _finding(doc: str, verdict: Verdict, severity: Severity, explanation: Explanation) -> Finding:
    return Finding(
        doc=doc,
        id="",
        kind="form",
        total=None,
        parts=(),
        stated=None,
        computed=None,
        verdict=verdict,
        severity=severity,
        rule="form",
        explanation=explanation,
    )


def _unread(reading: FormReading, row: UnreadRow) -> Explanation:
    readings = ["/".join(map(str, values)) for values in row.readings[:_SHOWN]]
    en = f"{reading.form.title}, row {row.label}: “{row.printed}” cannot be divided into cells with certainty"
    zh = f"{reading.form.title}“{row.label}”一行的数字“{row.printed}”无法确定如何分列"
    if readings:
        more = len(row.readings) > _SHOWN
        en += f"; possible: {', '.join(readings)}{' and others' if more else ''}"
        zh += f"，可能为{'或'.join(readings)}{'等' if more else ''}"
    return Explanation(f"{en}; left out", f"{zh}，未予采用")


def _differences(reading: FormReading) -> Explanation | None:
    """What the table has otherwise than its form, or None."""
    moved = [reading.rows[i].label for i in reading.moved if i in reading.rows]
    said = [
        ("rows missing", "缺少行", [row.label for row in reading.missing]),
        ("rows out of place", "行次变动", moved),
        ("columns missing", "缺少列", reading.missing_columns),
        ("columns added", "增加列", reading.extra_columns),
        ("columns out of place", "列次变动", reading.moved_columns),
    ]
    parts = [(en, zh, _listed(names), len(names)) for en, zh, names in said if names]
    if reading.extra:
        parts.append(("rows added", "增加行", "", len(reading.extra)))
    if not parts:
        return None
    return Explanation(
        f"{reading.form.title}: " + "; ".join(f"{count} {en}{names}" for en, _, names, count in parts),
        f"{reading.form.title}与表式不一致："
        + "；".join(f"{zh}{count}处{names}" for _, zh, names, count in parts),
    )


def _listed(names: Sequence[str]) -> str:
    return f"（{'、'.join(names[:_SHOWN])}{' …' if len(names) > _SHOWN else ''}）"
