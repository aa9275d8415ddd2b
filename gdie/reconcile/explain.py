"""Explanations of findings, in English and in the Chinese of the reports themselves; figures are quoted as printed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from gdie.facts.model import Fact
from gdie.reconcile.lists import Listing
from gdie.reconcile.model import Explanation, Suspect, plain

# So many parts are quoted; of longer lists the first ones.
QUOTED = 12


def amount(value: Fraction, unit: str | None = None) -> str:
    """A number with its unit, without exponent or needless zeros."""
    shown = plain(value)
    text = str(shown) if isinstance(shown, int) else f"{shown:.6f}".rstrip("0").rstrip(".")
    return text + (unit or "")


def name(fact: Fact) -> str:
    """What a fact counts, in the document's words: category, else channel, else nothing."""
    mention = fact.category or fact.channel
    return _joined(mention.text) if mention else ""


def quoted(fact: Fact) -> str:
    """What a fact counts, and its figure as printed (机构职能类12条); the unit is added where the table keeps it apart."""
    return name(fact) + _figure(fact)


def quoted_parts(parts: Sequence[Fact]) -> str:
    """The parts of a list; where they count one thing, by what tells them apart (网络11件、信函3件)."""
    shown = [quoted(p) for p in parts]
    marks = [_apart(p) for p in parts]
    if len(parts) > 1 and len({name(p) for p in parts}) == 1 and all(marks) and len(set(marks)) == len(parts):
        shown = [mark + _figure(p) for mark, p in zip(marks, parts, strict=True)]
    return "、".join(shown[:QUOTED]) + (f"等{len(parts)}项" if len(parts) > QUOTED else "")


def sum_holds(listing: Listing, rounding: bool) -> Explanation:
    """The parts make up the total, exactly or within what the printed digits can mean."""
    en, zh = _sum_line(listing)
    if rounding:
        return Explanation(f"{en}: agrees if digits were cut off", f"{zh}，在尾数取舍范围内相符")
    if listing.computed != listing.stated:
        return Explanation(f"{en}: agrees within what the figures can mean", f"{zh}，在约数或进位范围内相符")
    return Explanation(f"{en}: agrees", f"{zh}，相符")


def sum_violated(listing: Listing, doubts: Iterable[Explanation]) -> Explanation:
    """The parts do not make up the total."""
    unit, count = listing.total.unit, len(listing.parts)
    total, parts = quoted(listing.total), quoted_parts(listing.parts)
    gap = amount(abs(listing.stated - listing.computed), unit)
    computed = amount(listing.computed, unit)
    if count == 1:
        en = f"{quoted(listing.parts[0])} is given as a part of {total}, but is {gap} more"
        zh = f"{quoted(listing.parts[0])}列于{total}之中，却比其多{gap}"
    elif listing.complete:
        en = f"{total} is stated, but its {count} parts add up to {computed} ({parts}); difference {gap}"
        zh = f"{_total(listing.total)}，但所列{count}项之和为{computed}（{parts}），相差{gap}"
    else:
        en = f"{count} parts of {total} add up to {computed} ({parts}), {gap} more than the total"
        zh = f"{_total(listing.total)}，但其中{count}项之和已达{computed}（{parts}），超出{gap}"
    return with_notes(en, zh, (), doubts)


def sum_partial(listing: Listing) -> Explanation:
    """An open list that stays below its total."""
    en, zh = _sum_line(listing)
    return Explanation(f"{en}; the list does not claim to be complete", f"{zh}，所列分项未必齐全，未超出总数")


def sum_unverifiable(listing: Listing, reason: Explanation) -> Explanation:
    """A list that cannot be added up."""
    en, zh = quoted(listing.total), quoted_parts(listing.parts)
    return Explanation(
        f"{en} cannot be compared with {zh}: {reason.en}", f"{en}与所列{zh}无法核对：{reason.zh}"
    )


def missing(ids: Sequence[str]) -> Explanation:
    """Operands that are no facts of the document."""
    listed = ", ".join(ids)
    return Explanation(f"not checked: {listed} could not be read", f"未能核对：有数字无法识别（{listed}）")


def share_line(share: Fact, counts: Sequence[Fact], base: Fact, computed: Fraction) -> Explanation:
    """What share the counts have of a base, beside what is printed."""
    parts = "、".join(quoted(c) for c in counts)
    true, total = amount(computed, "%"), quoted(base)
    together = "合" if len(counts) > 1 else ""
    return Explanation(
        f"{' + '.join(quoted(c) for c in counts)} is {true} of {total}, printed {_joined(share.text)}",
        f"{parts}{together}占{total}的{true}，文中为{_joined(share.text)}",
    )


def share_ending(
    line: Explanation, notes: Iterable[Explanation] = (), doubts: Iterable[Explanation] = ()
) -> Explanation:
    """A share's line with what else is to be said of it."""
    return with_notes(line.en, line.zh, notes, doubts)


def other_base(base: Fact) -> Explanation:
    """The printed share is right of another total that is stated."""
    return Explanation(
        f"the printed share is that of {quoted(base)}", f"所列比例系按{quoted(base)}计算，请核对基数"
    )


def implied_base(low: Fraction, high: Fraction, unit: str | None, common: bool) -> Explanation:
    """The totals of which the printed share would be right, or all shares of its list that are wrong together (`common`)."""
    ends = [amount(low, unit)] if low == high else [amount(low), amount(high, unit)]
    en, zh = " to ".join(ends), "至".join(ends)
    if common:
        return Explanation(
            f"it and the other wrong shares of the list would be right of a total of {en}",
            f"按本组各项不符比例共同推算，总数应为{zh}",
        )
    return Explanation(f"it would be right of a total of {en}", f"按所列比例推算，总数应为{zh}")


def _sum_line(listing: Listing) -> tuple[str, str]:
    total, parts = quoted(listing.total), quoted_parts(listing.parts)
    computed = amount(listing.computed, listing.total.unit)
    if len(listing.parts) == 1:
        return f"{total}, of which {parts}", f"{_total(listing.total)}，其中{parts}"
    count = len(listing.parts)
    return (
        f"{total} is stated, {count} parts add up to {computed} ({parts})",
        f"{_total(listing.total)}，所列{count}项之和为{computed}（{parts}）",
    )


def _total(fact: Fact) -> str:
    """新闻信息合计15707条; 总计为45件."""
    named = name(fact)
    return f"{named}{'为' if named.endswith(('计', '計', '数', '數')) else '合计'}{_figure(fact)}"


def _figure(fact: Fact) -> str:
    figure = _joined(fact.text)
    bare = fact.kind == "count" and figure[-1:].isdigit()
    return figure + (fact.unit or "" if bare else "")


def _apart(fact: Fact) -> str:
    """Where figures count the same thing, what else tells them apart: column, channel, or owner as printed."""
    channel = fact.channel.text if fact.channel and fact.category else None
    owner = fact.agency.text if fact.agency else None
    return _joined(fact.column or channel or owner or "")


def _joined(text: str) -> str:
    """Words of the document on one line."""
    return "".join(text.split())


def with_notes(
    en: str, zh: str, notes: Iterable[Explanation] = (), doubts: Iterable[Explanation] = ()
) -> Explanation:
    """A statement with what else is to be said of it, and why it is not certain."""
    said, reasons = list(notes), list(doubts)
    if reasons:
        said.append(
            Explanation(
                "not certain: " + ", ".join(r.en for r in reasons),
                "仅供参考：" + "，".join(r.zh for r in reasons),
            )
        )
    return Explanation("; ".join([en, *(n.en for n in said)]), "；".join([zh, *(n.zh for n in said)]))


def suspected(
    explanation: Explanation, suspects: Sequence[Suspect], facts: Mapping[str, Fact]
) -> Explanation:
    """An explanation with the figures that are probably wrong. `facts` holds those that `suspects` name."""
    notes = []
    for suspect in suspects:
        fact = facts.get(suspect.fact)
        if fact is None or suspect.suggested is None:
            continue
        value = amount(suspect.suggested, fact.unit)
        misread = suspect.origin == "reading"
        notes.append(
            Explanation(
                f"{quoted(fact)} {'may have been misread for' if misread else 'may stand for'} {value} ({suspect.why.en})",
                f"{quoted(fact)}{'或系误读，原文可能' if misread else '疑应'}为{value}（{suspect.why.zh}）",
            )
        )
    return with_notes(explanation.en, explanation.zh, notes)
