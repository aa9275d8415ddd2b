"""The view of a text and its maps, by example and by property."""

import itertools
import subprocess
import sys
import time

import opencc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gdie.text import tables
from gdie.text.offsets import OffsetMap
from gdie.text.view import View, compose_marks, normalise

FOLDED = [  # source, view, reason
    ("主動公開政府資訊", "主动公开政府资讯", "traditional script, not words: 資訊 stays 资讯"),
    ("佈 産 臺 諮詢 裏 全麵", "布 产 台 咨询 里 全面", "variants and wrong one-to-many conversions"),
    ("衞 粧 谘询 吿知", "卫 妆 咨询 告知", "variants OpenCC leaves"),
    ("答覆 批覆 覆蓋", "答复 批复 覆盖", "覆 folds in words of reply only"),
    ("司法覆核 隨著 著作", "司法复核 随着 著作", "Hong Kong's 覆核, Taiwan's 隨著"),
    ("乾隆 餘 馀", "干隆 余 余", "single characters, no phrases"),
    ("１２３４％", "1234%", "full-width digits and per cent"),
    ("（一），：；！？", "(一),:;!?", "one form for both widths"),
    ("、。《》〔〕", "、。《》〔〕", "punctuation that has no ASCII counterpart stays"),
    ("「公開」『上』﹁下﹂", "“公开”‘上’“下”", "quotes of Taiwan and Hong Kong, vertical ones too"),
    ("20–30 〜－−—", "20-30 ~---".replace("---", "--—"), "dashes of ranges and minus; the long dash stays"),
    ("⼀⾴⻚⻓⻔", "一页页长门", "Kangxi and CJK radicals from PDF fonts"),
    ("\uf9e4理\uf914", "理理乐", "compatibility ideographs, then the script"),
    ("①20条 ⑳3条", "(1)20条 (20)3条", "a list number does not fuse with the figure"),
    ("⒈20条", "1、20条", "nor does it make a decimal of it"),
    ("⑴㈠㊀❶㉑⓪⓵⓿", "(1)(一)(一)(1)(21)(0)(1)(0)", "every kind of enclosed number"),
    ("a\u3000b\xa0c\u2003d\u2028e", "a b c d e", "odd blanks become one blank each"),
    ("a\tb\nc", "a\tb\nc", "tabs and line feeds stay"),
    ("\ufeff公\u200b开\u200d信\ufe0f息", "公开信息", "BOM, zero-width characters and variation selectors go"),
    ("a\r\nb\rc", "a\nb\nc", "line ends"),
    ("wu\u0300 e\u0301", "wù é", "combining marks"),
    ("wu\u200b\u0300", "wù", "with something invisible between them"),
    ("\ud800公\udfff", "\ud800公\udfff", "lone surrogates pass"),
    ("", "", "nothing"),
    ("门户网(wǎng)站(zhàn)", "门户网站", "pinyin in brackets"),
    ("網（wang）站", "网站", "without tones, full width"),
    ("客户端(app)和(1)网站(APP)", "客户端(app)和(1)网站(APP)", "no syllables"),
]


@pytest.mark.parametrize(("source", "text", "reason"), FOLDED)
def test_folding(source: str, text: str, reason: str) -> None:
    assert normalise(source).text == text, reason


SPANS = [  # source, part of the view, part of the source it came from
    ("共①20条", "20条", "20条"),
    ("门户网(wǎng)站12条", "网站", "网(wǎng)站"),
    ("共①20条", "1", "①"),
    ("共①20条", "(1)20", "①20"),
    ("共①20条", ")2", "①2"),
    ("公\u200b开12条", "开", "开"),
    ("公\u200b开12条", "公开", "公\u200b开"),
    ("公开\u200b12\u200b条", "12", "12"),
    ("一\r\n12条", "\n", "\r\n"),
    ("一\r\n12条\r\n", "12条", "12条"),
    ("wu\u0300 12", "ù", "u\u0300"),
    ("\ufeff條12", "条", "條"),
]


@pytest.mark.parametrize(("source", "part", "origin"), SPANS)
def test_to_source_is_the_smallest_cover(source: str, part: str, origin: str) -> None:
    view = normalise(source)
    start = view.text.index(part)
    left, right = view.to_source(start, start + len(part))
    assert source[left:right] == origin


def test_removed_characters_map_to_nothing() -> None:
    view = normalise("公\u200b\u200b①开")
    assert view.from_source(1, 3) == (1, 1)
    assert view.from_source(1, 4) == (1, 4)
    assert view.from_source(2, 5) == (1, 5)
    assert view.to_source(1, 1) == (3, 3)
    assert view.to_source(2, 2) == (3, 4), "inside (1): the character it came from"


@pytest.mark.parametrize(("start", "end"), [(-1, 1), (2, 1), (0, 9), (9, 9)])
def test_spans_out_of_range_are_refused(start: int, end: int) -> None:
    view = normalise("①条")
    with pytest.raises(ValueError, match="no span of a view of 4"):
        view.to_source(start, end)
    with pytest.raises(ValueError, match="no span of a source of 2"):
        view.from_source(start, end)


def test_written_keeps_the_script() -> None:
    view = normalise("１２條①個")
    assert (view.written, view.text) == ("12條(1)個", "12条(1)个")


# What length-changing and context-bound steps can meet, mixed with anything else.
ALPHABET = "公開开條条薴苧答批覆①⑳㈠⒈⻚⼀\uf9e4（），。12１２％ "
ALPHABET += "\u3000\xa0\u200b\ufeff\ufe0f\r\n\tu\u0300\u0327\u212b\ud800𠮷"
mixed = st.text(st.one_of(st.sampled_from(ALPHABET), st.characters()), max_size=40)
TO_TRADITIONAL = [opencc.OpenCC(config) for config in ("s2t", "s2tw", "s2hk")]
quick = settings(deadline=None, max_examples=60)
ending = st.sampled_from(["", "\n", "。"])


@st.composite
def spans(draw: st.DrawFn) -> tuple[View, int, int]:
    view = normalise(draw(mixed))
    start = draw(st.integers(0, len(view.text)))
    return view, start, draw(st.integers(start, len(view.text)))


@quick
@given(mixed)
def test_a_view_of_a_view_is_itself(source: str) -> None:
    text = normalise(source).text
    again = normalise(text)
    assert again.text == text
    assert again.maps == ()


@quick
@given(mixed)
def test_written_runs_in_parallel(source: str) -> None:
    view = normalise(source)
    assert len(view.written) == len(view.text)


@quick
@given(spans())
def test_spans_survive_the_round_trip(case: tuple[View, int, int]) -> None:
    view, start, end = case
    source_span = view.to_source(start, end)
    left, right = view.from_source(*source_span)
    assert left <= start <= end <= right
    assert view.to_source(left, right) == source_span or start == end
    if end > start:  # smallest: one character less at either end no longer covers
        for less in ((source_span[0] + 1, source_span[1]), (source_span[0], source_span[1] - 1)):
            inner = view.from_source(*less)
            assert not (inner[0] <= start and end <= inner[1])


@quick
@given(spans())
def test_the_source_of_a_span_has_its_view(case: tuple[View, int, int]) -> None:
    """Evidence shown alone reads the same as in its text, if no expanded character was cut."""
    view, start, end = case
    left, right = view.to_source(start, end)
    if view.from_source(left, right) == (start, end) and not any(
        word in view.text for word in ("答复", "批复")
    ):
        assert normalise(view.source[left:right]).text == view.text[start:end]


@quick
@given(mixed)
def test_maps_are_monotone_and_cover_everything(source: str) -> None:
    view = normalise(source)
    back = [view.to_source(i, i + 1) for i in range(len(view.text))]
    assert all(a[0] <= b[0] and a[1] <= b[1] for a, b in itertools.pairwise(back))
    forward = [view.from_source(i, i + 1) for i in range(len(source))]
    assert all(a[0] <= b[0] and a[1] <= b[1] for a, b in itertools.pairwise(forward))
    covered = {i for start, end in back for i in range(start, end)}
    removed = {i for i, (start, end) in enumerate(forward) if start == end}
    assert covered | removed == set(range(len(source)))
    reached = {i for start, end in forward for i in range(start, end)}
    assert reached == set(range(len(view.text)))
    assert view.from_source(0, len(source)) == (0, len(view.text))


@quick
@given(mixed, ending, mixed)
def test_views_of_parts_make_the_view_of_the_whole(first: str, end: str, second: str) -> None:
    """Up to line ends, words and composed letters cut in two, which an ordinary first character excludes."""
    second = "公" + second
    whole, left, right = normalise(first + end + second), normalise(first + end), normalise(second)
    assert whole.text == left.text + right.text
    shift = len(first + end)
    for i in range(len(right.text)):
        start, stop = right.to_source(i, i + 1)
        assert whole.to_source(len(left.text) + i, len(left.text) + i + 1) == (start + shift, stop + shift)


@quick
@given(
    st.text(
        st.sampled_from("公开信息条件个万余两亿处场复议诉讼制发后于里系统干部面台湾乾隆著作12，。（）"),
        max_size=40,
    )
)
def test_traditional_and_simplified_have_equal_views(simplified: str) -> None:
    for converter in TO_TRADITIONAL:
        assert normalise(converter.convert(simplified)).text == normalise(simplified).text


@quick
@given(st.lists(st.tuples(st.integers(1, 3), st.integers(0, 3), st.integers(0, 2)), max_size=8))
def test_offset_maps_of_any_edits(shapes: list[tuple[int, int, int]]) -> None:
    """Each edit: old length, new length, distance to the next one."""
    edits, old, new = [], 0, 0
    for old_length, new_length, gap in shapes:
        edits.append((old, old + old_length, new, new + new_length))
        old, new = old + old_length + gap, new + new_length + gap
    offsets = OffsetMap.of(edits)
    if offsets is None:
        return
    for start in range(new + 1):
        for end in range(start, new + 1):
            left, right = offsets.to_new(*offsets.to_old(start, end))
            assert left <= start <= end <= right


def test_every_character_folds_once_for_all() -> None:
    """Brute force over Unicode: no step makes a character that an earlier step would have changed."""
    everything = "公".join(map(chr, range(0x110000)))
    view = normalise(everything)
    assert normalise(view.text).text == view.text
    shapes, script = tables.character_shapes(), tables.script_characters()
    assert not {new for new in shapes.values() if ord(new) in shapes}
    assert not {new for new in script.values() if ord(new) in script or ord(new) in shapes}
    assert all(len(new) == 1 for table in (shapes, script) for new in table.values())
    assert compose_marks("e\u0301")[0] == "é"


def test_import_is_cheap() -> None:
    code = "import sys, gdie.text; print(*[m for m in ('opencc', 'spacy', 'tomllib') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() in ("", "tomllib")


def test_a_million_characters_take_no_second() -> None:
    text = "2013年，我局通过門戶網站主动公开政府信息１，２６０条（其中规范性文件12件）。\n" * 8000
    normalise("")  # tables
    begin = time.perf_counter()
    normalise(text)
    assert time.perf_counter() - begin < len(text) / 500_000  # measured 2 M/s; room for slow machines
