"""Statements: a total of some kind, divided along an axis, planned as numbers first and then put into words."""

from __future__ import annotations

import random
from dataclasses import replace

from gdie.training.synthesis.data import Axis, Kind
from gdie.training.synthesis.listing import Lister
from gdie.training.synthesis.quantities import Breakdown, Quantity, partition, settle, spoil
from gdie.training.synthesis.speaker import Emit, Speaker
from gdie.training.synthesis.writer import Writer


class Stater:
    """Plans and says the statements of one document. `breakdowns` holds what it said, for whoever checks sums."""

    def __init__(self, speaker: Speaker, writer: Writer, indent: str, inconsistent: float) -> None:
        self._speaker = speaker
        self._writer = writer
        self._lister = Lister(speaker, writer.numbers, indent)
        self._rng: random.Random = writer.rng
        self._inconsistent = inconsistent
        self._totals: dict[str, int] = {}
        self.breakdowns: list[Breakdown] = []

    def state(self, name: str) -> None:
        """One statement of a kind."""
        kind = self._writer.data.kinds[name]
        total = self._total(name, kind)
        self._writer.compare(total.value, total.unit)
        form = self._form(kind, total)
        if total.parts and self._rng.random() < self._inconsistent:
            spoil(total, self._rng)
        self._say(kind, total, form)

    def table(self, name: str) -> Quantity:
        """A plan with parts that name categories, for a table."""
        kind = self._writer.data.kinds[name]
        total = Quantity(self._writer.numbers.of(3), self._unit(kind), self._speaker.string(kind.nouns))
        axis = next((a for a in kind.axes if self._writer.data.axes[a].fills == "G"), "class")
        self._divide(total, self._writer.data.axes[axis], closed=True, depth=2)
        if self._rng.random() < self._inconsistent:
            spoil(total, self._rng)
        return total

    def settle(self, root: Quantity) -> None:
        """Join what was written of a plan and keep its breakdowns."""
        self.breakdowns += settle(root)

    # --- planning

    def _unit(self, kind: Kind) -> str:
        return self._writer.units[kind.units]

    def _total(self, name: str, kind: Kind) -> Quantity:
        rng = self._rng
        if name not in self._totals:
            self._totals[name] = self._writer.numbers.of(rng.randint(*kind.size))
        total = Quantity(self._totals[name], self._unit(kind), self._speaker.string(kind.nouns))
        if kind.units == "consult":
            total.unit = rng.choice(self._writer.data.units["consult"])
        if rng.random() < kind.via:
            total.channel = self._speaker.string("channel_name")
        if total.value >= 2 and rng.random() < 0.8:
            axis = self._writer.data.axes[rng.choice(kind.axes)]
            if not (total.channel and axis.fills == "H"):
                self._divide(total, axis, rng.random() < axis.closed, 0)
        return total

    def _divide(self, total: Quantity, axis: Axis, closed: bool, depth: int) -> None:
        rng = self._rng
        count = min(rng.randint(*axis.parts), len(axis.groups) or 99)
        labels = self._labels(axis, count, closed)
        zeros = rng.random() < axis.zeros
        budget = total.value if closed else max(1, int(total.value * rng.uniform(0.3, 0.9)))
        if not zeros:
            count = min(len(labels), max(2, budget // 2) if axis.rule else budget, budget)
            labels = labels[:count]
        if count < 1 or (closed and count < 2):
            return
        values = partition(rng, budget, len(labels), zeros)
        total.axis, total.closed = axis.name, closed
        noun = self._speaker.plain(rng.choice(axis.noun)) if axis.noun else ""
        for (index, label), value in zip(labels, values, strict=True):
            part = Quantity(value, total.unit, base=total.value if total.value else 0)
            match axis.fills:
                case "G":
                    part.category = label
                case "H":
                    part.channel, part.category = label, noun or None
                case "A":
                    part.agency, part.category = label, noun or None
                case _:
                    part.date, part.category = label, noun or None
            nested = (axis.nest or {}).get(index)
            if axis.name in ("class", "class2", "organ", "channel") and rng.random() < 0.25:
                nested = "class2"
            if nested and value > 3 and depth < 2 and rng.random() < 0.5:
                inner = self._writer.data.axes[nested]
                self._divide(part, inner, rng.random() < inner.closed, depth + 1)
            total.parts.append(part)
        if depth < 2:
            self._merge(total, axis)

    def _labels(self, axis: Axis, count: int, closed: bool) -> list[tuple[int, str]]:
        rng = self._rng
        if axis.groups:
            chosen = sorted(rng.sample(range(len(axis.groups)), count))
            if rng.random() < 0.2:
                rng.shuffle(chosen)
            return [(i, rng.choice(axis.groups[i])) for i in chosen]
        names: list[str] = []
        tail = rng.choice(("", "", self._speaker.string("info_tail"))) if axis.rule == "category_info" else ""
        for _ in range(count * 2):
            name = (
                self._speaker.string("topic_any") + tail
                if tail and rng.random() < 0.9
                else self._speaker.string(axis.rule)
            )
            if name not in names:
                names.append(name)
            if len(names) == count:
                break
        if axis.other and closed and len(names) > 2 and rng.random() < 0.4:
            names[-1] = self._speaker.string(axis.other)
        return [(-1, name) for name in names]

    def _merge(self, total: Quantity, axis: Axis) -> None:
        """Two parts of one size, now and then: 维持、纠正各1件."""
        rng = self._rng
        if axis.rule:
            return
        for i, (a, b) in enumerate(zip(total.parts, total.parts[1:], strict=False)):
            if a.value == b.value and a.value and not (a.parts or b.parts) and rng.random() < 0.6:
                both = Quantity(a.value, a.unit, base=a.base, times=2)
                if axis.fills == "H":
                    both.channel, both.category = a.channel, a.category
                    both.labels = [a.channel or "", b.channel or ""]
                elif axis.fills == "G":
                    both.category = f"{a.category}、{b.category}"
                else:
                    return
                total.parts[i : i + 2] = [both]
                return

    # --- words

    def _form(self, kind: Kind, total: Quantity) -> str:
        parts = total.parts
        if not parts:
            if self._rng.random() < self._writer.numbers.vague and total.value > 9:
                total.written = self._writer.numbers.any(len(str(total.value)), total.unit)
            return "form_plain"
        if not total.closed:
            if kind.units in ("request", "consult") and parts[0].category and not parts[0].channel:
                return "form_open_theme"
            return "form_open" if parts[0].category and kind.units == "info" else "form_open_other"
        flat = all(not p.parts and p.times == 1 for p in parts)
        forms = ["form_list"] * 8 + ["form_restated"] * 2
        if not parts[0].agency:
            forms.append("form_after")
        if len(parts) > 2:
            forms += ["form_lines"] * 2
        if flat and len(parts) <= 5:
            forms += ["form_respectively"] * 2 + (["form_unit"] if len(parts) > 1 else [])
        return self._rng.choice(forms)

    def _say(self, kind: Kind, total: Quantity, form: str) -> None:
        speaker, lister, rng = self._speaker, self._lister, self._rng
        parts = list(total.parts)
        root = total
        item = "item_" + total.axis if total.axis else "item_class"
        look = lister.draw(total, item) if parts else None
        scope = lister.scope(total)
        again = Quantity(total.value, total.unit, total.category)
        verb: Emit = lambda: speaker.clause(speaker.option(kind.verb), {})  # noqa: E731

        def said_total(rule: str) -> Emit:
            return lambda: speaker.clause(speaker.option(rule), {**scope, "kverb": verb})

        def restated() -> None:
            again.parts, total.parts = total.parts, []
            again.axis, again.closed, total.axis = total.axis, total.closed, ""
            rule = "restated_request" if kind.units == "request" else "restated"
            speaker.clause(speaker.option(rule), {**lister.scope(again), "kverb": verb})

        slots: dict[str, Emit] = {
            "T": said_total("total_via" if total.channel else "total"),
            "K": said_total("total_tail"),
            "R": restated,
            "base": lambda: speaker.clause(speaker.option(_BASES.get(kind.units, "share_base")), {}),
            "X": lambda: speaker.aside("compare"),
            "by_axis": lambda: speaker.clause(speaker.option(_AXIS_CUES.get(root.axis, "by_axis")), {}),
        }
        if look is not None:
            if form == "form_after":
                look = replace(look, number="")
            plan = Quantity(total.value, total.unit, parts=parts, closed=total.closed, axis=total.axis)
            share = bool(look.share) and rng.random() < 0.7
            via = all(p.channel for p in parts) and rng.random() < 0.5
            rule = "respectively_share" if share else "respectively_via" if via else "respectively"
            slots |= {
                "L": lambda: lister.sequence(plan, look),
                "N": lambda: lister.lines(plan, look),
                "U": lambda: lister.shared_unit(plan),
                "W": lambda: lister.respectively(plan, speaker.option(rule)),
            }
        speaker.say(form, slots)
        self.settle(total)
        if again.figure is not None:
            again.category_mark = again.category_mark or total.category_mark
            self.settle(again)


_BASES: dict[str, str] = {"request": "share_base_request", "info": "share_base_info"}
_AXIS_CUES: dict[str, str] = {
    "way": "by_axis_way",
    "consult": "by_axis_way",
    "outcome": "by_axis_outcome",
    "outcome_new": "by_axis_outcome",
}
