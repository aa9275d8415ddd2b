"""Lists of parts: sequences, 分别为, shared units, 各, numbered items and lines, with shares and parts of parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from gdie.training.synthesis.figures import Numbers, share
from gdie.training.synthesis.grammar import Nodes
from gdie.training.synthesis.quantities import Quantity
from gdie.training.synthesis.speaker import Emit, Speaker

_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫"
_HAN = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")


@dataclass(frozen=True)
class Look:
    """How one list looks."""

    item: str  # the rule of its items
    steady: bool  # all items by one template
    separator: str
    share: str = ""  # the rule of shares, or none
    number: str = ""  # how items are numbered
    gap: str = ""  # what stands before each item: a line break in lists of lines


class Lister:
    """Puts the parts of a quantity into words."""

    def __init__(self, speaker: Speaker, numbers: Numbers, indent: str) -> None:
        self._speaker = speaker
        self._numbers = numbers
        self._indent = indent
        self._rng = speaker.rng

    def scope(self, quantity: Quantity, bare: bool = False) -> dict[str, Emit]:
        """The slots of one quantity: G category, C count, H channel, A agency, D date, P its share."""
        builder = self._speaker.builder

        def category() -> None:
            if quantity.category:
                quantity.category_mark = self._speaker.category(quantity.category)

        def count() -> None:
            unit = "" if bare else quantity.unit
            quantity.figure = builder.figure(
                "COUNT", quantity.written or self._numbers.exact(quantity.value, unit)
            )

        def channel() -> None:
            names = quantity.labels or ([quantity.channel] if quantity.channel else [])
            for i, name in enumerate(names):
                if i:
                    builder.text("、")
                quantity.channel_marks.append(builder.mark("CHANNEL", name))

        def agency() -> None:
            if quantity.agency:
                quantity.agency_mark = builder.mark("AGENCY", quantity.agency)

        def date() -> None:
            if quantity.date:
                quantity.date_mark = builder.mark("DATE", quantity.date)

        def percent() -> None:
            value = share(quantity.value * quantity.times, quantity.base, self._numbers.decimals)
            quantity.percents.append(builder.figure("PERCENT", self._numbers.percentage(value)))

        return {"G": category, "C": count, "H": channel, "A": agency, "D": date, "P": percent}

    def draw(self, total: Quantity, item: str) -> Look:
        """A look that suits these parts."""
        rng, parts = self._rng, total.parts
        shares = total.value > 3 and all(p.value and p.times == 1 for p in parts) and total.closed
        separator = rng.choice(("，", "，", "；", "、", "、"))
        rule = (
            rng.choice(("share", "share", "share_in", "share_after", "share_before"))
            if shares and rng.random() < 0.3
            else ""
        )
        if rule and separator == "、" and rule != "share_in":
            separator = rng.choice("；，")
        if any(p.parts for p in parts):
            separator = "；"
        number = rng.choice(("", "", "", "", "", "", "", "dot", "bracket", "circle", "han"))
        if number:
            separator = "；"
        return Look(item, rng.random() < 0.75, separator, rule, number)

    def sequence(self, total: Quantity, look: Look) -> None:
        """The items one after the other."""
        speaker = self._speaker
        form = speaker.option(look.item)
        for i, part in enumerate(total.parts):
            if i:
                speaker.builder.text(look.separator)
            if look.gap:
                speaker.builder.text(look.gap)
            self._number(look.number, i)
            self._item(part, form if look.steady else speaker.option(look.item), look)

    def lines(self, total: Quantity, look: Look) -> None:
        """The items, a line each."""
        number = look.number or self._rng.choice(("dot", "bracket", "circle", "han", "stop"))
        self.sequence(total, replace(look, number=number, separator="；", gap="\n" + self._indent))

    def respectively(self, total: Quantity, template: Nodes) -> None:
        """A、B、C分别为1、2、3件 by a template with the slots heads, counts and percents."""
        builder, parts = self._speaker.builder, total.parts
        scopes = [self.scope(part) for part in parts]
        bare = self._rng.random() < 0.2
        last = self._rng.choice(("、", "、", "和", "及"))

        def joined(emits: Sequence[Emit]) -> None:
            for i, emit in enumerate(emits):
                if i:
                    builder.text(last if i == len(emits) - 1 else "、")
                emit()

        def heads() -> None:
            slot = next(s for s in "HADG" if getattr(parts[0], _FIELDS[s]))
            joined([scope[slot] for scope in scopes])

        def counts() -> None:
            whole = [self.scope(part, bare and i < len(parts) - 1) for i, part in enumerate(parts)]
            joined([scope["C"] for scope in whole])

        def percents() -> None:
            joined([scope["P"] for scope in scopes])

        self._speaker.clause(template, {"heads": heads, "counts": counts, "percents": percents})

    def shared_unit(self, total: Quantity) -> None:
        """图解9、视频4、文字18篇."""
        for i, part in enumerate(total.parts):
            if i:
                self._speaker.builder.text("、")
            slot = next(s for s in "HADG" if getattr(part, _FIELDS[s]))
            scope = self.scope(part, bare=i < len(total.parts) - 1)
            scope[slot]()
            scope["C"]()

    def _item(self, part: Quantity, form: Nodes, look: Look) -> None:
        speaker = self._speaker
        scope = self.scope(part)
        if part.times > 1:
            form = speaker.option("item_each")
            plain = scope["C"]

            def each() -> None:
                speaker.builder.text("各")
                plain()

            scope["C"] = each
        fills = "H" if part.channel else "G" if part.category and not (part.agency or part.date) else ""
        if look.share == "share_before":
            # 70%(35件)通过网络提交
            speaker.clause(speaker.option(f"before_{fills}") if fills and part.times == 1 else form, scope)
        elif look.share and part.base:
            plain_count = scope["C"]
            rule = speaker.option(look.share)

            def with_share() -> None:
                plain_count()
                speaker.clause(rule, {"P": scope["P"]})

            if look.share == "share_in":
                speaker.clause(form, {**scope, "C": with_share})
            else:
                speaker.clause(form, scope)
                speaker.clause(rule, {"P": scope["P"]})
        else:
            speaker.clause(form, scope)
        if part.parts:
            inner = Look("item_" + part.axis, True, "、")
            around = speaker.option("inner" if look.separator == "；" else "inner_closed")
            speaker.clause(around, {"L": lambda: self.sequence(part, inner)})

    def _number(self, style: str, i: int) -> None:
        text = {
            "": "",
            "dot": f"{i + 1}.",
            "stop": f"{i + 1}、",
            "bracket": f"（{i + 1}）",
            "circle": _CIRCLED[i % len(_CIRCLED)],
            "han": f"{_HAN[i % len(_HAN)]}是",
        }[style]
        self._speaker.builder.text(text)


_FIELDS = {"H": "channel", "A": "agency", "D": "date", "G": "category"}
