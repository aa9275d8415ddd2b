"""Quantities: every writing of the field guide (3.1 to 3.3, section 5), what is refused, candidates."""

import time
from typing import Any

import cn2an
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gdie.text.figures import read_figure
from gdie.text.numerals import NumeralError, Quantity, Unit, find_quantities, parse_quantity, parse_unit
from gdie.text.view import normalise

COUNTS: list[tuple[str, Any, Any, str | None, str, str]] = [
    # text, value, value_max, unit, approx, reason
    ("15,482条", 15482, None, "条", "exact", "thousands separator"),
    ("1，260", 1260, None, None, "exact", "full-width comma, bare number of a cell"),
    ("１２３４件", 1234, None, "件", "exact", "full-width digits"),
    ("1 450条", 1450, None, "条", "exact", "stray blank of a PDF"),
    ("15, 482条", 15482, None, "条", "exact", "blank behind the separator"),
    ("１６８ 条", 168, None, "条", "exact", "blank before the unit"),
    ("168\u3000條", 168, None, "條", "exact", "ideographic blank, traditional unit as written"),
    ("12.8万条", 128000, None, "条", "exact", "magnitude word"),
    ("0.6亿次", 60000000, None, "次", "exact", "亿"),
    ("8.6千册", 8600, None, "册", "exact", "千"),
    ("127.6万元", 1276000, None, "元", "exact", "万元 is 万 times 元"),
    ("５.5萬個", 55000, None, "個", "exact", "traditional and mixed width"),
    ("1,286.50元", 1286.5, None, "元", "exact", "separator and decimals"),
    ("0.5元", 0.5, None, "元", "exact", "a float only where needed"),
    ("3百万册", 3000000, None, "册", "exact", "two magnitude words"),
    ("1.2万亿元", 1200000000000, None, "元", "exact", "万亿"),
    ("1亿2000万元", 120000000, None, "元", "exact", "descending magnitudes"),
    ("3万2千条", 32000, None, "条", "exact", "descending magnitudes"),
    ("1万2345条", 12345, None, "条", "exact", "as many digits as 万 has zeros"),
    ("3.2万余条", 32000, None, "条", "at_least", "approximator inside"),
    ("23万多个", 230000, None, "个", "at_least", "多 behind the magnitude"),
    ("8500多人次", 8500, None, "人次", "at_least", "多 before a two-character unit"),
    ("10多万条", 100000, None, "条", "at_least", "多 before the magnitude"),
    ("二十餘萬次", 200000, None, "次", "at_least", "the same in traditional numerals"),
    ("1 450余条", 1450, None, "条", "at_least", "blank and 余"),
    ("300 多 人次", 300, None, "人次", "at_least", "blanks all over"),
    ("300条有余", 300, None, "条", "at_least", "有余"),
    ("二百一十八条", 218, None, "条", "exact", "Chinese numeral"),
    ("一万二千余次", 12000, None, "次", "at_least", "Chinese numeral with 余"),
    ("两次", 2, None, "次", "exact", "两"),
    ("兩件", 2, None, "件", "exact", "traditional 兩"),
    ("廿三人", 23, None, "人", "exact", "廿"),
    ("卅件", 30, None, "件", "exact", "卅"),
    ("一百零五件", 105, None, "件", "exact", "零 inside"),
    ("一〇五件", 105, None, "件", "exact", "digit by digit"),
    ("一百二十条", 120, None, "条", "exact", "full form"),
    ("一百二", 120, None, None, "exact", "spoken short form"),
    ("叁拾贰件", 32, None, "件", "exact", "formal numerals"),
    ("三点五万条", 35000, None, "条", "exact", "spoken decimal"),
    ("十余次", 10, None, "次", "at_least", "十余"),
    ("十来个", 10, None, "个", "about", "来 is about"),
    ("十几场", 10, None, "场", "at_least", "十几"),
    ("上百次", 100, None, "次", "at_least", "vague"),
    ("数百条", 100, None, "条", "at_least", "vague"),
    ("数十家", 10, None, "家", "at_least", "vague"),
    ("几千人次", 1000, None, "人次", "at_least", "vague"),
    ("上百万次", 1000000, None, "次", "at_least", "vague with two magnitudes"),
    ("百余人", 100, None, "人", "at_least", "bare magnitude with 余"),
    ("千余篇", 1000, None, "篇", "at_least", "bare magnitude with 余"),
    ("百余万元", 1000000, None, "元", "at_least", "bare magnitude, 余, magnitude"),
    ("近万册", 10000, None, "册", "under", "bare magnitude with a prefix"),
    ("过百条", 100, None, "条", "at_least", "过 before a magnitude"),
    ("近两百件", 200, None, "件", "under", "named number, under"),
    ("四五百条", 400, 500, "条", "at_least", "two digits are a range"),
    ("两三次", 2, 3, "次", "at_least", "two digits are a range"),
    ("十五六个", 15, 16, "个", "at_least", "range in the last place"),
    ("三五件", 3, 5, "件", "at_least", "the idiom"),
    ("3至5件", 3, 5, "件", "at_least", "range"),
    ("20-30条", 20, 30, "条", "at_least", "hyphen"),
    ("20–30条", 20, 30, "条", "at_least", "en dash"),
    ("20—30条", 20, 30, "条", "at_least", "long dash"),
    ("20～30", 20, 30, None, "at_least", "full-width tilde"),
    ("三到五场", 3, 5, "场", "at_least", "Chinese numerals"),
    ("3件至5件", 3, 5, "件", "at_least", "unit twice"),
    ("3至5万元", 30000, 50000, "元", "at_least", "shared magnitude"),
    ("5000至1万人", 5000, 10000, "人", "at_least", "not shared"),
    ("约3至5件", 3, 5, "件", "about", "an approximator outweighs the range"),
    ("约3000元", 3000, None, "元", "about", "prefix"),
    ("大约 30 条", 30, None, "条", "about", "prefix with blanks"),
    ("300人次左右", 300, None, "人次", "about", "suffix"),
    ("近6000人", 6000, None, "人", "under", "近"),
    ("不足10件", 10, None, "件", "under", "不足"),
    ("不超過10件", 10, None, "件", "under", "traditional prefix"),
    ("5次以内", 5, None, "次", "under", "以内"),
    ("超过900万次", 9000000, None, "次", "at_least", "超过"),
    ("突破5万", 50000, None, None, "at_least", "突破"),
    ("逾40万人次", 400000, None, "人次", "at_least", "逾"),
    ("不少于2次", 2, None, "次", "at_least", "不少于"),
    ("至少一次", 1, None, "次", "at_least", "至少"),
    ("一處以上", 1, None, "處", "at_least", "以上"),
    ("至少30条以上", 30, None, "条", "at_least", "both, and they agree"),
    ("约30余条", 30, None, "条", "at_least", "the sharper one counts"),
    ("近30余条", 30, None, "条", "about", "they contradict each other"),
    ("10万元整", 100000, None, "元", "exact", "整"),
    ("-2", -2, None, None, "exact", "signed cell"),
    ("+1", 1, None, None, "exact", "signed cell"),
    ("－8", -8, None, None, "exact", "full-width minus"),
    ("−3", -3, None, None, "exact", "the minus sign proper"),
    ("0件", 0, None, "件", "exact", "zero"),
    ("零", 0, None, None, "exact", "零投诉: the span is 零"),
    ("零件", 0, None, "件", "exact", "as the text of a span it is a figure"),
    ("1O5件", 105, None, "件", "exact", "letter O"),
    ("5oo余次", 500, None, "次", "at_least", "small o"),
    ("O件", 0, None, "件", "exact", "only an O"),
    ("12人(次)", 12, None, "人(次)", "exact", "bracketed unit"),
    ("8大类", 8, None, "大类", "exact", "the longest unit"),
    ("200多条次", 200, None, "条次", "at_least", "the longest unit"),
    ("12⼈", 12, None, "人", "exact", "a radical of a PDF font is no way of writing"),
    ("3千米", 3000, None, "米", "exact", "base unit"),
    ("\n31 ", 31, None, None, "exact", "blanks around"),
    ("007", 7, None, None, "exact", "leading zeros"),
]

PERCENTS: list[tuple[str, Any, Any, str, str, str]] = [
    ("61.6%", 61.6, None, "%", "exact", "per cent"),
    ("61.6％", 61.6, None, "%", "exact", "full-width sign"),
    ("100 %", 100, None, "%", "exact", "blank before the sign"),
    ("约25%", 25, None, "%", "about", "prefix"),
    ("1%以内", 1, None, "%", "under", "suffix"),
    ("60余%", 60, None, "%", "at_least", "inside"),
    ("-3.5%", -3.5, None, "%", "exact", "decrease"),
    ("20%-30%", 20, 30, "%", "at_least", "range with two signs"),
    ("20至30%", 20, 30, "%", "at_least", "range with one sign"),
    ("百分之四十六", 46, None, "%", "exact", "words"),
    ("百分之九十八点五", 98.5, None, "%", "exact", "words with decimals"),
    ("百分之90以上", 90, None, "%", "at_least", "digits in words"),
    ("百分之百", 100, None, "%", "exact", "all"),
    ("百分百", 100, None, "%", "exact", "all"),
    ("百分之三至五", 3, 5, "%", "at_least", "range sharing its head"),
    ("百分之三至百分之五", 3, 5, "%", "at_least", "range"),
    ("千分之三", 0.3, None, "%", "exact", "per mille in words"),
    ("2.5‰", 0.25, None, "%", "exact", "per mille"),
    ("三成", 30, None, "%", "exact", "tenths"),
    ("3成", 30, None, "%", "exact", "tenths in digits"),
    ("九成五", 95, None, "%", "exact", "tenths and hundredths"),
    ("三成半", 35, None, "%", "exact", "half a tenth"),
    ("近九成", 90, None, "%", "under", "prefix"),
    ("六成多", 60, None, "%", "at_least", "suffix"),
    ("七八成", 70, 80, "%", "at_least", "two digits are a range"),
    ("三至四成", 30, 40, "%", "at_least", "range"),
    ("五分之一", 20, None, "%", "exact", "fraction"),
    ("三分之二", 66.67, None, "%", "exact", "fraction to two decimals"),
    ("近三分之二", 66.67, None, "%", "under", "prefix"),
    ("半数", 50, None, "%", "exact", "half"),
    ("一半", 50, None, "%", "exact", "half"),
    ("过半", 50, None, "%", "at_least", "more than half"),
    ("過半數", 50, None, "%", "at_least", "traditional"),
    ("半数以上", 50, None, "%", "at_least", "more than half"),
    ("近半", 50, None, "%", "under", "nearly half"),
    ("6.2个百分点", 6.2, None, "百分点", "exact", "difference of rates"),
    ("6.2個百分點", 6.2, None, "百分点", "exact", "percent units have one writing"),
    ("两个百分点", 2, None, "百分点", "exact", "in words"),
    ("1倍", 100, None, "%", "exact", "multiple"),
    ("2.5倍", 250, None, "%", "exact", "multiple with decimals"),
    ("两倍多", 200, None, "%", "at_least", "multiple in words"),
    ("两倍半", 250, None, "%", "exact", "multiple and a half"),
    ("翻一番", 100, None, "%", "exact", "doubling is growth by 100 per cent"),
    ("翻两番", 300, None, "%", "exact", "doubling twice"),
]

REFUSED = [
    ("", "nothing"),
    ("  ", "blanks"),
    ("件", "only a unit"),
    ("万元", "a unit, not a figure"),
    ("百条", "a bare magnitude without approximator"),
    ("约", "only an approximator"),
    ("若干", "no figure"),
    ("多次", "no figure"),
    ("数条", "no figure"),
    ("几个", "no figure"),
    ("无", "implicit zero has no span"),
    ("—", "placeholder"),
    ("/", "placeholder"),
    ("○", "a mark in a cell"),
    ("5.5.3", "scanning debris"),
    ("12,34件", "wrong grouping"),
    ("1,2345件", "wrong grouping"),
    ("12,件", "dangling separator"),
    ("l2件", "letter l is not read as 1"),
    ("二一件", "two digits that are neither number nor range"),
    ("十百件", "no numeral"),
    ("一万零", "unfinished"),
    ("3万5", "35,000 when spoken, a slip when printed"),
    ("2万3亿", "ascending magnitudes"),
    ("30至20条", "descending range"),
    ("3至3条", "no range"),
    ("1-2-3", "not one range"),
    ("3件至5次", "two units"),
    ("3件至5", "the unit belongs to the end"),
    ("3件至5%", "count and share"),
    ("零分之一", "division by zero"),
    ("20个工作日", "a duration"),
    ("3年", "a duration"),
    ("2012年", "a date"),
    ("第4期", "an ordinal"),
    ("共30条", "the verb is outside the span"),
    ("30条信息", "the noun is outside the span"),
    ("12365热线", "a name"),
    ("A12", "a code"),
    ("9" * 16, "more digits than can be exact"),
    ("1" + ",000" * 20, "longer than any quantity"),
]


@pytest.mark.parametrize(("text", "value", "value_max", "unit", "approx", "reason"), COUNTS)
def test_counts(text: str, value: Any, value_max: Any, unit: str | None, approx: Any, reason: str) -> None:
    assert parse_quantity(text) == Quantity(value, value_max, unit, approx, "count"), reason


@pytest.mark.parametrize(("text", "value", "value_max", "unit", "approx", "reason"), PERCENTS)
def test_percents(text: str, value: Any, value_max: Any, unit: str, approx: Any, reason: str) -> None:
    assert parse_quantity(text) == Quantity(value, value_max, unit, approx, "percent"), reason


@pytest.mark.parametrize(("text", "reason"), REFUSED)
def test_refused(text: str, reason: str) -> None:
    with pytest.raises(NumeralError) as error:
        parse_quantity(text)
    assert str(error.value), reason


@pytest.mark.parametrize("text", ["12件", "1.0万条", "2.0"])
def test_integral_values_are_int(text: str) -> None:
    assert isinstance(parse_quantity(text).value, int)


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("条", Unit("条", 1)),
        ("條", Unit("條", 1)),
        ("万元", Unit("元", 10000)),
        ("萬元", Unit("元", 10000)),
        ("千册", Unit("册", 1000)),
        ("亿元", Unit("元", 100000000)),
        ("％", Unit("%", 1)),
        (" 人次 ", Unit("人次", 1)),
    ],
)
def test_units_of_columns(text: str, unit: Unit) -> None:
    assert parse_unit(text) == unit


@pytest.mark.parametrize("text", ["", "单位", "万", "12件", "年"])
def test_no_units(text: str) -> None:
    with pytest.raises(NumeralError, match="is no unit"):
        parse_unit(text)


# What cn2an 0.5 makes of numerals that reports print, and why the reader is our own: (text, ours, cn2an's).
CN2AN = [
    ("一二", (1, 2), 12),
    ("四五百", (400, 500), None),
    ("卅", (30, None), None),
    ("三点五万", (35000, None), None),
    ("1O5", (105, None), None),
    ("3万2千", (32000, None), None),
    ("12.8万", (128000, None), None),
    ("1,234", (1234, None), None),
    ("一亿二", (120000000, None), None),
    ("一百二三十", (120, 130), None),
    ("1亿2000万", (120000000, None), None),
]


@pytest.mark.parametrize(("text", "ours", "theirs"), CN2AN)
def test_where_cn2an_differs(text: str, ours: tuple[int, int | None], theirs: int | None) -> None:
    figure = read_figure(text)
    assert (figure.low, figure.high) == ours
    try:
        result = cn2an.cn2an(text, "strict")
    except (ValueError, KeyError):
        try:
            result = cn2an.cn2an(text, "normal")
        except (ValueError, KeyError):
            result = None
    assert result == theirs


quick = settings(deadline=None, max_examples=100)
anything = st.text(
    st.one_of(
        st.sampled_from(
            "0123456789,.O零一二两十百千万亿余多几数上近约超%成分之半倍至-~件条次元人个 點萬餘１％"
        ),
        st.characters(),
    ),
    max_size=45,
)


@quick
@given(st.integers(0, 10**12 - 1), st.sampled_from(["low", "up"]))
def test_agrees_with_cn2an_on_standard_numerals(number: int, style: str) -> None:
    assert parse_quantity(cn2an.an2cn(number, style) + "件").value == number


@quick
@given(st.integers(0, 10**12), st.booleans(), st.booleans())
def test_digits_round_trip(number: int, grouped: bool, wide: bool) -> None:
    text = f"{number:,}" if grouped else str(number)
    if wide:
        text = "".join(chr(ord(char) + 0xFEE0) for char in text)
    assert parse_quantity(text + "條") == Quantity(number, None, "條", "exact", "count")


@settings(deadline=None, max_examples=400)
@given(anything)
def test_anything_is_read_or_refused(text: str) -> None:
    try:
        quantity = parse_quantity(text)
    except NumeralError:
        return
    assert quantity.value_max is None or quantity.value_max > quantity.value
    assert (quantity.kind == "percent") == (quantity.unit in ("%", "百分点"))
    assert not isinstance(quantity.value, float) or not quantity.value.is_integer()


@pytest.mark.parametrize("text", [row[0] for row in COUNTS + PERCENTS if row[0] not in ("\n31 ", "零件")])
def test_candidates_are_the_whole_figure(text: str) -> None:
    """In a sentence every readable figure is one candidate, no more and no less."""
    figure = normalise(text).text
    sentence = f"收到申请{figure}。"
    assert (4, 4 + len(figure)) in set(find_quantities(sentence))


NOT_TAKEN_IN = [
    ("通过5件", "5件", "通过 is no 过"),
    ("预约30件", "30件", "预约 is no 约"),
    ("最近3次", "3次", "最近 is no 近"),
    ("上网12\n13条", "12", "a line feed ends a candidate"),
    ("受理12\t13", "12", "a tab ends a candidate"),
    ("分别为12、30件", "12", "an enumeration is several"),
    ("2012年公开12条", "2012", "a year is a candidate, without its 年"),
]


@pytest.mark.parametrize(("sentence", "candidate", "reason"), NOT_TAKEN_IN)
def test_where_candidates_end(sentence: str, candidate: str, reason: str) -> None:
    start, end = next(iter(find_quantities(sentence)))
    assert sentence[start:end] == candidate, reason


@quick
@given(anything)
def test_candidates_are_in_order_and_apart(text: str) -> None:
    position = 0
    for start, end in find_quantities(text):
        assert position <= start < end <= len(text)
        position = end


HOSTILE = [
    "1",
    "O",
    "一",
    "1,",
    "1.",
    "1 ",
    "约",
    "超过",
    "不超",
    "1至",
    "一至",
    "百",
    "1万",
    "百分之",
    "一分之",
    "O1",
    "1-",
    "十多",
    "近百",
    " ",
    "数",
]


@pytest.mark.parametrize("unit", HOSTILE)
def test_hostile_text_takes_linear_time(unit: str) -> None:
    text = unit * (60_000 // len(unit))
    begin = time.perf_counter()
    for _ in find_quantities(text):
        pass
    assert time.perf_counter() - begin < 2
    with pytest.raises(NumeralError):
        parse_quantity(text)
