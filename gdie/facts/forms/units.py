"""The unit that a table states for a figure without one."""

from __future__ import annotations

import re

from gdie.documents import Document, Table
from gdie.text.view import normalise

_UNIT_NOTE = re.compile(r"单位:\s*[0-9,.]*\s*([\u4e00-\u9fff]{1,3})")
_UNIT_IN_TITLE = re.compile(r"([件条次个人份篇])数$")


def stated_unit(document: Document, table: Table, row_unit: str | None, title: str | None) -> str | None:
    """The unit as printed: of the row's unit cell, the column's title, or the caption; None where none is stated."""
    if row_unit:
        return row_unit
    if title:
        view = normalise(title)
        if match := _UNIT_NOTE.search(view.text) or _UNIT_IN_TITLE.search(view.text):
            return title[slice(*view.to_source(*match.span(1)))]
    if table.caption:
        caption = document.slice(table.caption)
        view = normalise(caption)
        if match := _UNIT_NOTE.search(view.text):
            return caption[slice(*view.to_source(*match.span(1)))]
    return None
