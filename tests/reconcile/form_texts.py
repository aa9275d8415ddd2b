"""Writes official forms with made-up figures as text, and reads such text as a report.

In prose `[收到申请:31件=t3.new.total]` is a figure with its category, and its code where one is given; the category is printed too.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache

from gdie.annotation import Annotation, Entity, Relation
from gdie.documents.reading import document_from_text
from gdie.facts import Fact
from gdie.facts.extraction import extract_tables, from_annotation
from gdie.facts.report import Report, report_of
from gdie.indicators import load_form, load_indicators
from gdie.reconcile import Finding, check
from gdie.text.numerals import parse_quantity

AGENCY = "临溪县水务局"
APPLICANTS = ("person", "business", "research", "ngo", "legal", "org_other", "total")
RESULTS = ("upheld", "corrected", "other", "pending", "total")
NOTHING = {"t3": "0 0 0 0 0 0 0", "t4": "0 0 0 0 0 0 0 0 0 0 0 0 0 0 0"}

_FIGURE = re.compile(r"\[(?P<name>[^:\]]+):(?P<figure>[^=\]]+)(?:=(?P<code>[^\]]+))?\]")


def title(year: int = 2023, agency: str = AGENCY) -> str:
    return f"{agency}{year}年政府信息公开工作年度报告\n"


def cells(figures: str) -> list[str]:
    """Figures of a row, written with blanks between them; `_` is an empty cell."""
    return ["" if figure == "_" else figure for figure in figures.split()]


def t3(given: Mapping[str, str], form: str = "t3-2021", whole: bool = True) -> str:
    """Table 三 with the rows given (`new`: `5 1 0 0 0 0 6`); all others are zeros, or left out where it is not the `whole` form."""
    (block,) = load_form(form).tables
    titles = [c.label for c in block.axis.columns] if block.axis else []
    lines = ["三、收到和处理政府信息公开申请情况", " | ".join(["申请人情况", *titles, ""])]
    for row in block.coded:
        figures = given.get((row.code or "").removeprefix("t3."), NOTHING["t3"] if whole else "")
        if figures:
            lines.append(" | ".join([row.printed, *cells(figures), ""]))
    return "\n".join(lines) + "\n"


def t4(figures: str = NOTHING["t4"]) -> str:
    """Table 四: reviews, direct suits, suits after a review, five figures each."""
    return (
        "四、因政府信息公开工作被申请行政复议、提起行政诉讼情况\n行政复议 | 行政诉讼 |\n未经复议直接起诉 | 复议后起诉 |\n"
        + " | ".join(["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"] * 3)
        + " |\n"
        + " | ".join([*cells(figures), ""])
        + "\n"
    )


def t2(form: str, given: Mapping[str, str]) -> str:
    """The blocks of table 二 that have a row given (`licence`: `120 -8 35`); their other rows are left out."""
    lines = ["二、主动公开政府信息情况"]
    for block in load_form(form).tables:
        rows = [row for row in block.coded if (row.code or "").removeprefix("t2.") in given]
        if rows and block.axis:
            lines += [
                f"{block.title} |",
                " | ".join(["信息内容", *(c.label for c in block.axis.columns), ""]),
            ]
            lines += [
                " | ".join([r.label, *cells(given[(r.code or "").removeprefix("t2.")]), ""]) for r in rows
            ]
    return "\n".join(lines) + "\n"


def stats(given: Mapping[str, object], offices: Sequence[str] = ()) -> str:
    """The form of 2014–2018, all zeros but for what is given by code (`12`, with two offices `12 3`); None leaves a row out."""
    width = len(offices) or 1
    lines = ["附表", "政府信息公开情况统计表", " | ".join(["统计指标", "单位", *(offices or ["统计数"])])]
    for row in load_form("stats-2014").tables[0].rows:
        if row.code is None:
            lines.append(" | ".join([row.printed, *[""] * (width + 1)]))
        elif given.get(row.code, "") is not None and (row.code in given or not row.local):
            figures = cells(str(given.get(row.code, " ".join("0" * width))))
            lines.append(" | ".join([row.printed, load_indicators()[row.code].unit or "", *figures]))
    return "\n".join(lines) + "\n"


def local(rows: Mapping[str, object]) -> str:
    """A form of before 2014 with the rows that are given, by label."""
    return "附表\n政府信息公开情况统计表\n指标名称 | 统计数\n" + "".join(
        f"{label} | {n}\n" for label, n in rows.items()
    )


@cache
def read(written: str, doc: str = "d") -> Report:
    """The report that a text is: its tables, and the figures marked in its prose."""
    text, entities, relations, codes, end = "", [], [], {}, 0
    for mark in _FIGURE.finditer(written):
        text += written[end : mark.start()]
        end = mark.end()
        category = Entity(len(text), len(text) + len(mark["name"]), "CATEGORY")
        figure = Entity(
            category.end, category.end + len(mark["figure"]), "PERCENT" if "%" in mark["figure"] else "COUNT"
        )
        text += mark["name"] + mark["figure"]
        entities += [category, figure]
        relations.append(Relation(figure, category, "CATEGORY_OF"))
        if mark["code"]:
            codes[figure.start, figure.end] = mark["code"]
    document = document_from_text(text + written[end:], doc)
    tables = extract_tables(document)
    both = Annotation(
        tuple(sorted((*tables.annotation.entities, *entities))),
        tuple(sorted((*tables.annotation.relations, *relations))),
        codes,
    )
    return report_of(from_annotation(tables.document, both, None, tables.forms))


def by_code(report: Report) -> dict[str, Fact]:
    """The first fact of each code."""
    found: dict[str, Fact] = {}
    for fact in report.facts:
        if fact.category and fact.category.code:
            found.setdefault(fact.category.code, fact)
    return found


def edited(report: Report, given: Mapping[str, object]) -> Report:
    """The report with other figures in the cells of some codes; None leaves a cell blank. Quicker than to read a text again."""
    facts, blank = [], set()
    for fact in report.facts:
        code = fact.category.code if fact.category and fact.source == "table" else None
        figure = given.get(code or "", fact.text)
        if figure is None:
            blank.add(fact.id)
        else:
            facts.append(replace(fact, text=str(figure), value=parse_quantity(str(figure)).value))
    lists = (
        replace(b, parts=kept, complete=b.complete and kept == b.parts)
        for b in report.breakdowns
        if b.total not in blank and (kept := tuple(p for p in b.parts if p not in blank))
    )
    return replace(report, facts=tuple(facts), breakdowns=tuple(lists))


def unsure(report: Report, code: str, weakest: float = 0.4) -> Report:
    """The report with a figure whose reading can't be relied on."""
    fact = by_code(report)[code]
    return replace(report, facts=tuple(replace(f, weakest=weakest) if f is fact else f for f in report.facts))


def findings(made: str | Report, *rules: str) -> list[Finding]:
    """What the checks say of a report; only those of some rules, where these are named."""
    report = read(made) if isinstance(made, str) else made
    return [f for f in check(report).findings if not rules or f.rule in rules]


def violated(made: str | Report) -> list[tuple[str, str]]:
    """Rule and severity of every contradiction, in text order."""
    return [(f.rule, f.severity) for f in findings(made) if f.verdict == "violated"]
