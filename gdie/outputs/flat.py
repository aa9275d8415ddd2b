"""Facts as a flat table: the fields of the JSONL contract in its order, nested ones as `category_text`, `period_start` and so on.

| column | type | |
|---|---|---|
| doc, id | text | file stem, number of the fact in it |
| kind | text | count, percent |
| text, start, end | text, int, int | the figure as printed and its place in the text layer, half-open, in characters |
| value, value_max | float | in the base unit; the upper end of a range |
| unit, approx | text | base unit; exact, about, at_least, under |
| implied | bool | a zero in words |
| category_*, channel_* | text, int, int, text | words, their place, canonical code |
| column | text | title of the table's column |
| period_* | text | words; ISO dates, empty where open |
| agency_* | text | words, resolved name, agency or system |
| part_of, share_of | text | id of the total, of the count that a share describes |
| status, source | text | reported, planned; text, table |
| section | text | heading |
| confidence | float | 0 to 1 |
| place_* | int, text | where the figure stands in its file: page and box (left top right bottom, in points) of a PDF, paragraph, table and cell of a DOCX, sheet and cell of an XLSX, CSS selector of an HTML page |

Absent fields are empty cells (CSV, XLSX) or nulls (Parquet). Parquet has the Arrow types string, int64, float64 and bool.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from gdie.facts import Fact
from gdie.outputs.sheets import Cell, Field, Row, Sheet


def _mention(name: str) -> tuple[Field, ...]:
    return (
        Field(f"{name}_text"),
        Field(f"{name}_start", "int"),
        Field(f"{name}_end", "int"),
        Field(f"{name}_code"),
    )


SCHEMA: tuple[Field, ...] = (
    Field("doc"),
    Field("id"),
    Field("kind"),
    Field("text"),
    Field("start", "int"),
    Field("end", "int"),
    Field("value", "float"),
    Field("value_max", "float"),
    Field("unit"),
    Field("approx"),
    Field("implied", "bool"),
    *_mention("category"),
    *_mention("channel"),
    Field("column"),
    Field("period_text"),
    Field("period_start"),
    Field("period_end"),
    Field("agency_text"),
    Field("agency_name"),
    Field("agency_scope"),
    Field("part_of"),
    Field("share_of"),
    Field("status"),
    Field("source"),
    Field("section"),
    Field("confidence", "float"),
    Field("place_page", "int"),
    Field("place_box"),
    Field("place_paragraph", "int"),
    Field("place_table", "int"),
    Field("place_sheet"),
    Field("place_cell"),
    Field("place_css"),
    Field("place_line", "int"),
    Field("place_part"),
)


def flatten(fact: Mapping[str, Any]) -> dict[str, Cell]:
    """The JSON object of a fact with its nested objects spread out; an absent one gives no keys."""
    flat: dict[str, Cell] = {}
    for key, value in fact.items():
        if isinstance(value, Mapping):
            flat |= {f"{key}_{inner}": _cell(cell) for inner, cell in value.items()}
        else:
            flat[key] = value
    return flat


def _cell(value: Any) -> Cell:
    """A value inside a nested object; the numbers of a box as one text."""
    return " ".join(map(str, value)) if isinstance(value, tuple | list) else value


def facts_sheet(facts: Iterable[Fact] = ()) -> Sheet:
    """One row a fact."""
    return Sheet("facts", SCHEMA, list(fact_rows(facts)), frozen=2)


def fact_rows(facts: Iterable[Fact]) -> Iterator[Row]:
    """The rows of facts, made one by one."""
    for fact in facts:
        row = flatten(fact.as_json())
        yield tuple(row.get(field.name) for field in SCHEMA)
