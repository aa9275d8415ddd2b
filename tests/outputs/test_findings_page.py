"""The page of a check: self-contained, its links lead somewhere, and documents can't act on it."""

import re
from base64 import b64encode
from fractions import Fraction
from hashlib import sha256
from html import unescape
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gdie.indicators import load_rules
from gdie.outputs.findings.marks import Link, Mark, mark_at, marked_lines, merged
from gdie.outputs.findings.page import render_findings
from gdie.outputs.findings.selection import Checked
from gdie.outputs.findings.words import Language
from gdie.reconcile.model import Explanation, Suspect
from tests.outputs.findings import SLIP, checked, correction, fact, finding, place

HOSTILE = "</li></style><script>alert('一')</script><img src=x onerror=alert(1)>{{ 7*7 }}&amp;<!--"
ACTING = "\u202e\u2066\u061c\u200f\x1b\x00\x85\u2028\ud800"
TEXT = "某局2016年工作年度报告\n全年受理来信12封，其中表扬5封、批评8封。\n来电30次。\n"
OTHER = "某局2015年工作年度报告\n全年受理来信10封。\n"
VOID = {"meta"}


class Page(HTMLParser):
    """The tags, anchors and links of a page, and its texts; closed tags must be the last ones opened."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.anchors: list[str] = []
        self.links: list[str] = []
        self.marked: list[str] = []
        self.open: list[str] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.anchors += [value or "" for name, value in attrs if name == "id"]
        self.links += [value or "" for name, value in attrs if name == "href"]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open[-1:] == ["mark"]:
            self.marked.append(data)


def page(*found: Checked, lang: Language = "en", show_all: bool = False) -> tuple[str, Page]:
    """A page, checked for what must hold of every one."""
    text = render_findings(found, load_rules(), lang, show_all)
    read = Page(text)
    assert not read.tags & {"script", "img", "iframe", "link", "object", "base", "form"}
    assert not read.attributes & {"src", "style", "onerror", "onload", "onclick"}
    assert not re.search(r"url\(|@import|javascript:|https?:", text)
    assert len(set(read.anchors)) == len(read.anchors)
    assert {link.removeprefix("#") for link in read.links} <= set(read.anchors)
    assert not any(c in text for c in ACTING)
    text.encode("utf-8")
    return text, read


def report() -> tuple[Checked, Checked]:
    suspect = Suspect("f20", Fraction(13), SLIP, "source")
    places = tuple(place(TEXT, f) for f in ("12封", "5封", "8封"))
    year = (place(TEXT, "12封"), place(OTHER, "10封", doc="b"))
    return checked(
        "a",
        TEXT,
        finding("c1", places=places, suspects=(suspect,)),
        finding("c2", "warning", rule="G1", places=year),
        finding("c3", "note", rule="sum", places=(place(TEXT, "30次"),)),
        finding("c4", "warning", rule="form"),
        facts=(fact("12封", 20),),
        corrections=(correction("k1", "c1", change=suspect),),
        accepted=2,
    ), checked("b", OTHER)


def test_findings_link_to_their_places_and_back() -> None:
    text, read = page(*report())
    start, other = TEXT.index("12封"), OTHER.index("10封")
    assert {"d1", "d2", "d1-c1", "d1-c2", "d1-c4", f"d1-p{start}", f"d2-p{other}"} <= set(read.anchors)
    assert read.links.count(f"#d1-p{start}") == 2  # the excerpts of c1 and c2
    assert read.links.count("#d1-c2") == 2  # from the figures of both documents
    assert 'class="error">12封</mark><sup><a href="#d1-c1">c1</a> <a href="#d1-c2">c2</a></sup>' in text
    assert 'class="warning">10封</mark><sup><a href="#d1-c2">a c2</a></sup>' in text
    assert read.marked == ["12封", "5封", "8封", "12封", "10封", "12封", "5封", "8封", "10封"]


def test_what_is_said_of_a_document() -> None:
    text, read = page(*report())
    words = unescape(re.sub(r"<[^>]*>", "", text))
    for said in (
        "errors (1)",
        "warnings (2)",
        "error c1 · rule A1",
        "c1 does not add up",
        "correction k1 (of c1): f20 12封 → 13封",
        "某局2016年工作年度报告",
        load_rules()["A1"].statement["en"],
        "nothing to correct",
    ):
        assert said in words
    assert re.search(
        r'<a href="#d1"><bdi>a</bdi></a></td><td>2016</td><td>6</td><td>1</td><td>2</td><td>2<', text
    )
    assert "d1-c3" not in read.anchors
    assert "rule-sum" not in read.anchors


def test_all_findings_in_chinese() -> None:
    text, read = page(*report(), lang="zh", show_all=True)
    assert '<html lang="zh-CN">' in text
    for said in ("错误 (1)", "其余 (1)", "相符", "c1合计不符", "更正建议k1", "依据"):
        assert said in re.sub(r"<[^>]*>", "", text)
    assert "d1-c3" in read.anchors
    assert "30次" in read.marked


def test_texts_without_figures_to_show_are_left_out() -> None:
    text, _ = page(checked("a", TEXT, finding("c1")), checked("b", OTHER, finding("c1", "note")))
    assert "12封" not in text
    assert "10封" not in text


def test_no_document_is_a_page_too() -> None:
    page()


def test_a_hostile_document_is_only_words() -> None:
    plain = "收到12件" + HOSTILE
    hostile = f"{HOSTILE}{ACTING}收到{ACTING}12件{HOSTILE}\n{ACTING}"
    stem = f"a{HOSTILE}{ACTING}"
    said = Explanation(hostile, hostile)
    found = finding(
        "c1",
        rule=HOSTILE,
        places=(place(hostile, f"{ACTING}12件<"[:-1], doc=stem),),
        explanation=said,
        suspects=(Suspect(HOSTILE, None, said, "reading"),),
    )
    text, read = page(checked(stem, hostile, found, corrections=(correction(HOSTILE, "c1"),)))
    assert "{{ 7*7 }}" in text
    assert "&lt;script&gt;" in text
    assert plain.replace("收到12件", "") in unescape(text)
    assert [m.strip() for m in read.marked] == ["12件", "12件"]


def test_the_policy_lets_in_this_style_alone() -> None:
    text, _ = page(*report())
    style = text.partition("<style>")[2].partition("</style>")[0]
    hashed = b64encode(sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{hashed}'; base-uri 'none'; form-action 'none'"
    assert f'http-equiv="Content-Security-Policy" content="{policy}"' in text
    assert "unsafe" not in text


def test_files_of_one_name_have_their_own_anchors() -> None:
    found = finding("c1", places=(place(TEXT, "12封"),))
    _, read = page(checked("a", TEXT, found), checked("a", TEXT, found))
    assert {"d1-c1", "d2-c1"} <= set(read.anchors)
    assert {"#d1-c1", "#d2-c1"} <= set(read.links)


spans = st.tuples(st.integers(0, 40), st.integers(1, 8), st.integers(0, 2))


@given(st.text("文1\n", max_size=40), st.lists(spans, max_size=8))
def test_marked_lines_are_the_text_with_the_marks(text: str, found: list[tuple[int, int, int]]) -> None:
    given_marks = [
        Mark(start, min(start + length, len(text)), rank, (Link(str(number), ""),))
        for number, (start, length, rank) in enumerate(found)
        if start < len(text)
    ]
    marks = merged(given_marks)
    lines = list(marked_lines(text, marks))
    assert "\n".join("".join(s.text for s in line) for line in lines) == text
    covered = {i for m in given_marks for i in range(m.start, m.end)}
    assert covered == {i for m in marks for i in range(m.start, m.end)}
    shown = "".join(s.text for line in lines for s in line if s.mark)
    assert shown == "".join(text[i] for i in sorted(covered) if text[i] != "\n")
    for mark in given_marks:
        around = mark_at(marks, mark.start)
        assert around.start <= mark.start < mark.end <= around.end
        assert set(mark.links) <= set(around.links)
        assert around.rank <= mark.rank


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("甲乙丙丁", [[("甲", None), ("乙丙", (True, True)), ("丁", None)]]),
        ("甲乙\n丙丁", [[("甲", None), ("乙", (True, False))], [("丙", (False, True)), ("丁", None)]]),
    ],
)
def test_a_mark_over_lines_begins_and_ends_once(
    text: str, expected: list[list[tuple[str, tuple[bool, bool] | None]]]
) -> None:
    marks = merged([Mark(1, len(text) - 1, 0, ())])
    lines = [
        [(s.text, (s.first, s.last) if s.mark else None) for s in line] for line in marked_lines(text, marks)
    ]
    assert lines == expected
