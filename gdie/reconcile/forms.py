"""Findings about official forms as such: rows that can't be read with certainty, rows that are missing."""

from __future__ import annotations

from collections.abc import Iterator

from gdie.facts.forms import FormReading, FormReadings, UnreadRow
from gdie.reconcile.model import Explanation, Finding, Severity, Verdict

# A table with fewer of its form's rows is an extract; what it leaves out is no omission.
_WHOLE = 0.75
_SHOWN = 3


def form_findings(doc: str, forms: FormReadings) -> Iterator[Finding]:
    """A warning for each unreadable row, a note for the rows that an otherwise whole form lacks."""
    for reading in forms.readings:
        for row in reading.unread:
            yield _finding(doc, "unverifiable", "warning", _unread(reading, row))
        demanded = len(reading.missing) + _printed(reading)
        if reading.missing and _printed(reading) >= _WHOLE * demanded:
            yield _finding(doc, "partial", "note", _missing(reading))


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


def _missing(reading: FormReading) -> Explanation:
    names = "、".join(row.label for row in reading.missing[:_SHOWN])
    count = len(reading.missing)
    return Explanation(
        f"{reading.form.title}: {count} of {count + _printed(reading)} rows of the form are missing ({names}{' …' if count > _SHOWN else ''})",
        f"{reading.form.title}缺少表式规定的{count}行（{names}{'等' if count > _SHOWN else ''}）",
    )
