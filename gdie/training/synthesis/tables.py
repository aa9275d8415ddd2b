"""Small tables of an agency's own, flattened into text: 指标 and 数量, or a row of its own for each category."""

from __future__ import annotations

from collections.abc import Callable

from gdie.training.synthesis.quantities import Quantity
from gdie.training.synthesis.speaker import Speaker
from gdie.training.synthesis.statements import Stater
from gdie.training.synthesis.writer import Writer

_KINDS = ("proactive", "paper", "consult", "licence", "explain", "request", "reply")
_LAYOUTS = ("pipe", "pipe_open", "tab", "blanks", "lines", "glued")


class Tabler:
    """Writes tables into a document."""

    def __init__(self, speaker: Speaker, writer: Writer, stater: Stater) -> None:
        self._speaker = speaker
        self._writer = writer
        self._stater = stater
        self._rng = writer.rng

    def table(self) -> None:
        """One table with its caption. Its figures are bare; unit column and headers hold no marks."""
        builder, rng = self._speaker.builder, self._rng
        total = self._stater.table(rng.choice(_KINDS))
        layout = rng.choice(_LAYOUTS)
        units = rng.random() < 0.5
        builder.text(f"附表{rng.randint(1, 4)} ")
        builder.date = builder.mark("DATE", f"{self._writer.year}年度")
        builder.text(f"{rng.choice(('主动公开', '政府信息公开', '信息公开', '工作'))}情况统计表")
        if not units and rng.random() < 0.6:
            builder.text(f" 单位：{total.unit}")
        builder.text("\n")
        if rng.random() < 0.7 and layout != "glued":
            self._row(
                layout, rng.choice(("指标", "项目", "类别", "统计指标")), "单位" if units else None, "数量"
            )
        first = rng.choice(("", "一、", ""))
        self._figures(layout, first, total, units)
        among = rng.choice(("其中：", "", "其中:"))
        style = rng.choice(("{}.", "（{}）", "{}、", ""))
        for i, part in enumerate(total.parts, 1):
            self._figures(layout, (among if i == 1 else "") + style.format(i), part, units)
        self._stater.settle(total)

    def _figures(self, layout: str, lead: str, quantity: Quantity, units: bool) -> None:
        builder, rng = self._speaker.builder, self._rng
        tail = rng.choice(("数", "总数", "数量", "", "")) if quantity.parts else ""

        def label() -> None:
            builder.text(lead)
            quantity.category_mark = builder.mark("CATEGORY", quantity.category or "")
            builder.text(tail)

        def count() -> None:
            quantity.figure = builder.figure("COUNT", str(quantity.value))

        self._row(layout, label, quantity.unit if units else None, count)

    def _row(self, layout: str, *cells: str | Callable[[], None] | None) -> None:
        builder = self._speaker.builder
        left, between, right = {
            "pipe": ("| ", " | ", " |"),
            "pipe_open": ("", " | ", " |"),
            "tab": ("", "\t", ""),
            "blanks": ("", "  ", ""),
            "lines": ("", "\n", "\n"),
            "glued": ("", " ", ""),
        }[layout]
        builder.text(left)
        for i, cell in enumerate(c for c in cells if c is not None):
            if i:
                builder.text(between)
            if isinstance(cell, str):
                builder.text(cell)
            else:
                cell()
        builder.text(right + "\n")
