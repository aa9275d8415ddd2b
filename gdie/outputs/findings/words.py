"""What is said around findings, in English and in the Chinese of officials."""

from __future__ import annotations

from typing import Literal

from gdie.facts import Fact
from gdie.outputs.findings.excerpts import Library
from gdie.outputs.findings.selection import Checked
from gdie.reconcile.explain import amount
from gdie.reconcile.model import Correction, Finding, Suspect

Language = Literal["en", "zh"]

WORDS: dict[Language, dict[str, str]] = {
    "en": {
        "error": "error",
        "warning": "warning",
        "note": "note",
        "errors": "errors",
        "warnings": "warnings",
        "notes": "the rest",
        "accepted": "accepted",
        "holds": "holds",
        "rounding": "rounding",
        "violated": "violated",
        "partial": "partial",
        "unverifiable": "unverifiable",
        "strict": "strict",
        "quasi": "quasi-strict",
        "soft": "soft",
        "reading": "misreading of the report",
        "rule": "rule",
        "rules": "rules",
        "strength": "strength",
        "statement": "statement",
        "origin": "source",
        "title": "Consistency of figures",
        "document": "document",
        "year": "year",
        "checks": "checks",
        "corrections": "corrections proposed",
        "text": "text",
        "nothing": "nothing to correct",
    },
    "zh": {
        "error": "错误",
        "warning": "提示",
        "note": "说明",
        "errors": "错误",
        "warnings": "提示",
        "notes": "其余",
        "accepted": "已确认",
        "holds": "相符",
        "rounding": "尾数取舍",
        "violated": "不符",
        "partial": "分项不全",
        "unverifiable": "无法核对",
        "strict": "严格",
        "quasi": "一般",
        "soft": "参考",
        "reading": "识读差错",
        "rule": "规则",
        "rules": "规则",
        "strength": "效力",
        "statement": "内容",
        "origin": "依据",
        "title": "数据核对结果",
        "document": "文件",
        "year": "年度",
        "checks": "核对项",
        "corrections": "更正建议",
        "text": "正文",
        "nothing": "未发现需更正之处",
    },
}


def heading(finding: Finding, lang: Language) -> str:
    """The severity of errors and warnings, else the verdict."""
    return WORDS[lang][finding.verdict if finding.severity == "note" else finding.severity]


def summary(checked: Checked, lang: Language) -> str:
    """How many checks, errors, warnings and, where there are any, accepted findings a document has."""
    errors, warnings = checked.count("error"), checked.count("warning")
    if lang == "zh":
        accepted = f"，已确认{checked.accepted}项" if checked.accepted else ""
        return f"共核对{checked.checks}项：错误{errors}项，提示{warnings}项{accepted}"
    accepted = f", {checked.accepted} accepted" if checked.accepted else ""
    return f"{checked.checks} checks: {errors} errors, {warnings} warnings{accepted}"


def suspicion(suspect: Suspect, home: Checked, library: Library, lang: Language) -> str:
    """Which figure may be wrong, what it may stand for, and why."""
    fact = library.fact(suspect.fact, home)
    figure = _figure(suspect.fact, fact)
    origin = "" if suspect.origin == "source" else WORDS[lang][suspect.origin]
    if suspect.suggested is None:
        said = f"{figure}可能有误" if lang == "zh" else f"{figure} may be wrong"
    else:
        wanted = amount(suspect.suggested, fact.unit if fact else None)
        said = f"{figure}或应为{wanted}" if lang == "zh" else f"{figure} may stand for {wanted}"
    if lang == "zh":
        return f"{said}：{suspect.why.zh}" + (f"；{origin}" if origin else "")
    return f"{said}: {suspect.why.en}" + (f"; {origin}" if origin else "")


def proposal(correction: Correction, home: Checked, library: Library, lang: Language) -> str:
    """A correction in one line: what it settles, and which figure becomes which."""
    changes = []
    for change in correction.changes:
        fact = library.fact(change.fact, home)
        wanted = "?" if change.suggested is None else amount(change.suggested, fact.unit if fact else None)
        changes.append(f"{_figure(change.fact, fact)} → {wanted}")
    if lang == "zh":
        return f"更正建议{correction.id}（{'、'.join(correction.findings)}）：{'；'.join(changes)}"
    return f"correction {correction.id} (of {', '.join(correction.findings)}): {', '.join(changes)}"


def _figure(name: str, fact: Fact | None) -> str:
    return f"{name} {''.join(fact.text.split())}" if fact else name
