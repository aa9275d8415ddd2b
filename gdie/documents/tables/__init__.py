"""Tables of a plain-text layer, found from how they were flattened.

Each layout has a reader that hands on runs of raw rows (`separated`, `indented`, `stacked`, `spaced`, `glued`,
`run_together`); `sections` cuts a run at its
headers, `shape` finds the columns, and here the tables are put together. Sentences that merely contain numbers make no rows.
"""

from gdie.documents.tables.build import find_tables, rows_of_tables
from gdie.documents.tables.content import is_figure, is_placeholder
from gdie.documents.tables.page import Page, RawRow, Run, opens_section

__all__ = [
    "Page",
    "RawRow",
    "Run",
    "find_tables",
    "is_figure",
    "is_placeholder",
    "opens_section",
    "rows_of_tables",
]
