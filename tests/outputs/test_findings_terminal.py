"""Findings at the terminal: what is printed, in both languages, and nothing that acts."""

import io
from fractions import Fraction

import pytest
from rich.console import Console

from gdie.indicators import load_rules
from gdie.outputs.findings.excerpts import Library
from gdie.outputs.findings.selection import Checked
from gdie.outputs.findings.words import Language
from gdie.outputs.terminal import print_findings, print_rules
from gdie.reconcile.model import Explanation, Suspect
from tests.outputs.findings import SLIP, checked, correction, fact, finding, place

TEXT = "标题\n全年受理来信12封，其中表扬5封、批评8封。\n"
OTHER = "上年来信10封。"


def printed(*found: Checked, lang: Language = "en", show_all: bool = False) -> str:
    console = Console(file=io.StringIO(), width=60, highlight=False)
    for one in found:
        print_findings(console, one, Library(found), lang, show_all)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def report() -> tuple[Checked, Checked]:
    suspect = Suspect("f10", Fraction(13), SLIP, "source")
    places = (*(place(TEXT, f) for f in ("12封", "5封", "8封")), place(OTHER, "10封", doc="b"))
    return checked(
        "a",
        TEXT,
        finding("c1", "note"),
        finding("c2", "warning", rule="form", verdict="unverifiable"),
        finding("c3", places=places, suspects=(suspect,)),
        finding("c4", suspects=(suspect,)),
        facts=(fact("12封", 10),),
        corrections=(
            correction("k1", "c3", change=suspect),
            correction("k2", "c3", unique=False),
        ),
        accepted=1,
    ), checked("b", OTHER)


def test_a_finding_has_its_rule_sentence_suspects_and_correction() -> None:
    assert printed(*report()) == (
        "a\n"
        "  error c3 [A1]: c3 does not add up\n"
        "    2: 全年受理来信12封，其中表扬5封、批评8封。\n"
        "    b 1: 上年来信10封。\n"
        "  error c4 [A1]: c4 does not add up\n"
        "    ? f10 12封 may stand for 13封: one digit wrong\n"
        "  warning c2 [form]: c2 does not add up\n"
        "  correction k1 (of c3): f10 12封 → 13封\n"
        "  5 checks: 2 errors, 1 warnings, 1 accepted\n"
        "b\n"
        "  0 checks: 0 errors, 0 warnings\n"
    )


def test_in_chinese_with_all() -> None:
    assert printed(report()[0], lang="zh", show_all=True) == (
        "a\n"
        "  错误 c3 [A1]: c3合计不符\n"
        "    2: 全年受理来信12封，其中表扬5封、批评8封。\n"
        "  错误 c4 [A1]: c4合计不符\n"
        "    ? f10 12封或应为13封：一位数字有误\n"
        "  提示 c2 [form]: c2合计不符\n"
        "  相符 c1 [A1]: c1合计不符\n"
        "  更正建议k1（c3）：f10 12封 → 13封\n"
        "  共核对5项：错误2项，提示1项，已确认1项\n"
    )


def test_words_of_a_report_never_act() -> None:
    hostile = "[bold]\x1b[31m\u202e\u2067\ud800收到12件\x07"
    said = Explanation(hostile, hostile)
    stem = "a[red]\x1b"
    one = checked(stem, hostile, finding("c1", places=(place(hostile, "12件", stem),), explanation=said))
    out = printed(one)
    assert not any(c in out for c in "\x1b\u202e\u2067\ud800\x07")
    assert out.count("[bold]") == 2
    assert out.startswith("a[red]")


@pytest.mark.parametrize(("lang", "words"), [("en", "strict"), ("zh", "严格")])
def test_every_rule_is_listed(lang: Language, words: str) -> None:
    console = Console(file=io.StringIO(), width=180, highlight=False)
    print_rules(console, load_rules().values(), lang)
    assert isinstance(console.file, io.StringIO)
    out = console.file.getvalue()
    assert words in out
    squeezed = "".join(out.replace("│", "").split())
    for rule in load_rules().values():
        assert f"│ {rule.id} " in out
        assert "".join(rule.statement[lang].split())[:20] in squeezed
