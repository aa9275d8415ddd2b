"""Explanations of the forms' rules, of restatements and of reports of consecutive years, in both languages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from gdie.facts.model import Fact
from gdie.reconcile.explain import QUOTED, amount, name, quoted, with_notes
from gdie.reconcile.meaning import number
from gdie.reconcile.model import Explanation


def cell(fact: Fact) -> str:
    """A figure of a table by its row and column (本年新收（总计）31件), a figure of the text as it is quoted."""
    if fact.source == "text" or not fact.column:
        return quoted(fact)
    column = "".join(fact.column.split())
    figure = quoted(fact).removeprefix(name(fact))
    return f"{name(fact)}（{column}）{figure}"


def balance_holds(left: Sequence[Fact], right: Sequence[Fact]) -> Explanation:
    """Both sides of an equation agree."""
    en, zh = _sides(left, right, "=", "＝")
    return Explanation(f"{en}: agrees", f"{zh}，相符")


def balance_violated(
    left: Sequence[Fact], right: Sequence[Fact], doubts: Iterable[Explanation]
) -> Explanation:
    """Both sides of an equation differ; stated are both sums and what they differ by."""
    gap = amount(abs(_sum(left) - _sum(right)))
    en = f"{_summed(left)[0]}, but {_summed(right)[0]}; difference {gap}"
    zh = f"{_summed(left)[1]}；{_summed(right)[1]}；两者应相等，相差{gap}"
    return with_notes(en, zh, (), doubts)


def limit_holds(left: Sequence[Fact], right: Sequence[Fact]) -> Explanation:
    """The left side does not exceed the right one."""
    en, zh = _sides(left, right, "≤", "≤")
    return Explanation(f"{en}: agrees", f"{zh}，相符")


def limit_violated(left: Sequence[Fact], right: Sequence[Fact], doubts: Iterable[Explanation]) -> Explanation:
    """The left side exceeds the right one."""
    gap = amount(_sum(left) - _sum(right))
    en = f"{_plus(left, ' + ')} should not exceed {_plus(right, ' + ')}, but does by {gap}"
    zh = f"{_plus(left)}不应大于{_plus(right)}，现超出{gap}"
    return with_notes(en, zh, (), doubts)


def blanks(count: int, left: Sequence[Fact], right: Sequence[Fact]) -> Explanation:
    """Some cells are blank or not applicable, so that the rule can't be judged."""
    en, zh = _sides(left, right, "/", "／")
    return Explanation(
        f"not assessable: {count} of the figures needed are blank ({en})",
        f"有{count}项数据空缺，无法核对（{zh}）",
    )


def out_of_domain(fact: Fact) -> Explanation:
    """A cell that is negative or no whole number."""
    shown = amount(number(fact))
    return Explanation(
        f"{cell(fact)} is {shown}; figures of this form are whole numbers of 0 or more",
        f"{cell(fact)}为{shown}，本表数据应为非负整数",
    )


def agrees(first: Fact, second: Fact) -> Explanation:
    """Two mentions of one quantity can mean the same."""
    return Explanation(
        f"{_place(first)[0]} {cell(first)} agrees with {cell(second)} {_place(second)[1]}",
        f"{_place(first)[2]}{cell(first)}与{_place(second)[2]}{cell(second)}相符",
    )


def disagrees(first: Fact, second: Fact, doubts: Iterable[Explanation]) -> Explanation:
    """Two mentions of one quantity differ."""
    gap = amount(abs(number(first) - number(second)))
    return with_notes(
        f"{_place(first)[0]} {cell(first)} is stated, {_place(second)[1]} {cell(second)}; difference {gap}",
        f"{_place(first)[2]}为{cell(first)}，{_place(second)[2]}为{cell(second)}，前后不一致，相差{gap}",
        (),
        doubts,
    )


def agrees_elsewhere(text: Fact, other: Fact) -> Explanation:
    """A figure of the text is that of a row which it was not taken for."""
    return Explanation(
        f"{quoted(text)} agrees with {cell(other)} in the table, and may be that indicator",
        f"{quoted(text)}与表中{cell(other)}相符，或即该指标",
    )


def disagrees_with_sum(text: Fact, parts: Sequence[Fact], doubts: Iterable[Explanation]) -> Explanation:
    """A figure of the text differs from the sum of several cells."""
    gap = amount(abs(number(text) - _sum(parts)))
    return with_notes(
        f"in the text {cell(text)} is stated, in the tables {_summed(parts)[0]}; difference {gap}",
        f"文中为{cell(text)}，表中{_summed(parts)[1]}，前后不一致，相差{gap}",
        (),
        doubts,
    )


def other_meaning(first: Fact, others: Sequence[Fact]) -> Explanation:
    """A figure of the text is the sum of several cells of the tables (field guide C5)."""
    total = amount(_sum(others))
    return Explanation(
        f"{quoted(first)} agrees with {_plus(others, ' + ')} = {total}",
        f"{quoted(first)}与{_plus(others)}之和{total}相符",
    )


def carried(now: Sequence[Fact], before: Sequence[Fact], years: tuple[int, int], holds: bool) -> Explanation:
    """Figures of a year against those of the year before."""
    last, this = years
    en = f"{this}: {_summed(now)[0]}; {last}: {_summed(before)[0]}"
    zh = f"{this}年{_summed(now)[1]}；{last}年{_summed(before)[1]}"
    if holds:
        return Explanation(f"{en}: agrees", f"{zh}，相符")
    gap = amount(abs(_sum(now) - _sum(before)))
    return Explanation(f"{en}; difference {gap}", f"{zh}；两者不衔接，相差{gap}")


def _place(fact: Fact) -> tuple[str, str, str]:
    if fact.source == "table":
        return "in the table", "in the table", "表中"
    return "in the text", "elsewhere in the text", "文中"


def _sides(left: Sequence[Fact], right: Sequence[Fact], en: str, zh: str) -> tuple[str, str]:
    return f"{_plus(left, ' + ')} {en} {_plus(right, ' + ')}", f"{_plus(left)}{zh}{_plus(right)}"


def _plus(facts: Sequence[Fact], joint: str = "＋") -> str:
    shown = joint.join(cell(f) for f in facts[:QUOTED])
    return shown + (f"等{len(facts)}项" if len(facts) > QUOTED else "")


def _summed(facts: Sequence[Fact]) -> tuple[str, str]:
    """Figures with their sum, where there is more than one."""
    if len(facts) == 1:
        return cell(facts[0]), cell(facts[0])
    return f"{_plus(facts, ' + ')} = {amount(_sum(facts))}", f"{_plus(facts)}，计{amount(_sum(facts))}"


def _sum(facts: Sequence[Fact]) -> Fraction:
    return sum((number(f) for f in facts), Fraction(0))
