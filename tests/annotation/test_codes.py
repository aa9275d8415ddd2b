"""Files of indicator codes: what is written is read, and every line that is wrong is named."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gdie.annotation import RecordError, codes_path, load_codes
from gdie.annotation.codes import dump_codes, printed
from gdie.documents.reading import document_from_text
from gdie.facts.zeros import implied_zeros
from gdie.text.view import normalise
from gdie.training.gold import check_annotations
from tests.conftest import ROOT

TEXT = "我局收到申请1\n2\t件,信函 3 件。\r\n未发生行政复议。"
HEAD = "start\tend\tfigure\tcode\n"


def saved(folder: Path, content: str | bytes) -> Path:
    path = codes_path(folder, "d")
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_codes_stand_beside_the_document(tmp_path: Path) -> None:
    assert codes_path(tmp_path, "some.report-2012") == tmp_path / "some.report-2012.codes.tsv"


def test_line_breaks_and_tabs_inside_a_figure_are_one_blank(tmp_path: Path) -> None:
    codes = {(15, 18): "request.received.letter", (6, 11): "request.received.total"}
    written = dump_codes(codes, TEXT)
    assert written == HEAD + "6\t11\t1 2 件\trequest.received.total\n15\t18\t3 件\trequest.received.letter\n"
    assert load_codes(saved(tmp_path, written), TEXT) == codes


@pytest.mark.parametrize(
    "change",
    [
        lambda content: content.replace("\n", "\r\n"),
        lambda content: content.replace("\n", "\n\n"),
        lambda content: content.removesuffix("\n"),
        lambda content: content.removeprefix(HEAD),
        lambda content: "\ufeff" + content,
    ],
)
def test_what_editors_do_to_a_file_does_no_harm(change: object, tmp_path: Path) -> None:
    assert callable(change)
    codes = {(6, 11): "request.received.total", (15, 18): "request.received.letter"}
    assert load_codes(saved(tmp_path, change(dump_codes(codes, TEXT))), TEXT) == codes


def test_no_codes(tmp_path: Path) -> None:
    assert dump_codes({}, TEXT) == HEAD
    assert load_codes(saved(tmp_path, HEAD), TEXT) == {}
    assert load_codes(saved(tmp_path, ""), TEXT) == {}


@st.composite
def coded_texts(draw: st.DrawFn) -> tuple[str, dict[tuple[int, int], str]]:
    text = draw(
        st.text(st.sampled_from("12３件約\"'\\ \t\n\r\u3000\u2028\x0b\x85𠮷"), min_size=1, max_size=30)
    )
    places = st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).map(lambda p: (min(p), max(p)))
    return text, draw(st.dictionaries(places, st.sampled_from(["fee.total", "t3.new.total"]), max_size=6))


@given(coded_texts())
def test_what_is_written_is_read(
    tmp_path_factory: pytest.TempPathFactory, made: tuple[str, dict[tuple[int, int], str]]
) -> None:
    text, codes = made
    path = saved(tmp_path_factory.getbasetemp(), dump_codes(codes, text))
    assert load_codes(path, text) == codes
    for start, end in codes:
        assert not set("\t\n\r") & set(printed(text, start, end))


GOOD = "6\t11\t1 2 件\tfee.total\n"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (HEAD + "6\t11\t1 2 件\n", "d.codes.tsv:2: is not start, end, figure, code"),
        (HEAD + "6\t11\t1 2 件\tfee.total\tx\n", ":2: is not start"),
        (HEAD + "6 11 1 2 件 fee.total\n", ":2: is not start"),
        (HEAD + "six\t11\t1 2 件\tfee.total\n", ":2: is not start"),
        (HEAD + "-6\t11\t1 2 件\tfee.total\n", ":2: is not start"),
        (HEAD + "6\t11.0\t1 2 件\tfee.total\n", ":2: is not start"),
        (HEAD + "²\t11\t1 2 件\tfee.total\n", ":2: is not start"),
        (HEAD + "\t\t\t\n", ":2: is not start"),
        ("from\tto\tfigure\tcode\n", ":1: is not start"),
        (HEAD + "7\t11\t1 2 件\tfee.total\n", ":2: '1 2 件' does not stand at 7; the text has changed"),
        (HEAD + "6\t11\t12件\tfee.total\n", ":2: '12件' does not stand at 6"),
        (HEAD + "900\t905\t12件\tfee.total\n", "does not stand at 900"),
        (HEAD + "11\t6\t1 2 件\tfee.total\n", "does not stand at 11"),
        (HEAD + GOOD + "\n" + GOOD, ":4: the figure at 6 has a code already"),
        (HEAD + GOOD + GOOD.replace("fee", "review"), ":3: the figure at 6 has a code already"),
        ((HEAD + GOOD).encode("gb18030"), "is not UTF-8; save it as UTF-8"),
    ],
)
def test_a_line_that_is_wrong_is_named(content: str | bytes, said: str, tmp_path: Path) -> None:
    with pytest.raises(RecordError) as raised:
        load_codes(saved(tmp_path, content), TEXT)
    assert said in str(raised.value) and "\n" not in str(raised.value)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match="cannot be opened"):
        load_codes(codes_path(tmp_path, "none"), TEXT)


MARKED = """% agency: 平川县体育局
{D 2015年}，{A! 平川县体育局}收到{G 申请}{C 12件}，占{P 30%|s=<}。全年未发生行政复议案件。
"""
PLAIN = "2015年，平川县体育局收到申请12件，占30%。全年未发生行政复议案件。\n"


def complaints(folder: Path, lines: str) -> list[str]:
    """What is said of a marked report with these codes, without the names of files."""
    (folder / "x.txt").write_text(MARKED, encoding="utf-8")
    codes_path(folder, "x").write_text(HEAD + lines, encoding="utf-8")
    said = check_annotations([folder / "x.txt"], ROOT / "corpus", full=False)
    return [line.removeprefix(str(codes_path(folder, "x"))) for line, problem in said if problem]


def line_of(words: str, code: str) -> str:
    start = PLAIN.index(words)
    return f"{start}\t{start + len(words)}\t{words}\t{code}\n"


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("", []),
        (line_of("12件", "request.received.total"), []),
        (line_of("12件", "request.received.lost"), [": '12件' at 16: no code request.received.lost"]),
        # The row of a matrix is no figure's code, nor is a code with a blank behind it.
        (line_of("12件", "t3.new"), [": '12件' at 16: no code t3.new"]),
        (line_of("12件", "fee.total "), [": '12件' at 16: no code fee.total "]),
        (line_of("30%", "fee.total"), [": '30%' at 21 is neither a COUNT nor a stated zero"]),
        (line_of("2015年", "no"), [": '2015年' at 0: no code no", ": '2015年' at 0 is neither a COUNT nor a stated zero"]),
        ("1\t2\n", [":2: is not start, end, figure, code"]),
        ("16\t19\t13件\tfee.total\n", [":2: '13件' does not stand at 16; the text has changed"]),
    ],
)  # fmt: skip
def test_codes_are_checked_with_the_annotations(lines: str, said: list[str], tmp_path: Path) -> None:
    assert complaints(tmp_path, lines) == said


def test_a_stated_zero_may_have_a_code(tmp_path: Path) -> None:
    (zero,) = implied_zeros(normalise(PLAIN), document_from_text(PLAIN, "x"))
    line = f"{zero.start}\t{zero.end}\t{PLAIN[zero.start : zero.end]}\treview.total\n"
    assert complaints(tmp_path, line) == []
