"""The generator of official forms: figures keep the rules, every cell is where it is said to be, layouts look as they should."""

import random
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from itertools import chain

import pytest

from gdie.indicators import Axis, Column, Form, FormBlock, FormRow, form_sums, load_form, load_forms
from gdie.text.numerals import parse_quantity
from gdie.training.forms import (
    CARRIES_BLANKS,
    CLEAN,
    LAYOUTS,
    MANNERS,
    NOISES,
    Layout,
    Noise,
    Style,
    draw_noise,
    draw_style,
    layouts_of,
    random_values,
    render,
    render_report_2021,
    report_values,
)
from gdie.training.forms.labels import bare, distance, mistyped, names_of
from gdie.training.forms.splits import group_ways, ways

FORMS = [form for form in load_forms() if form.blocks]
SIGNS = ("", "-", "—", "/", "——", "－")

# A made-up matrix with a stacked header and merged row cells, and a made-up list; the codes only have to exist.
AXIS = Axis("a", (Column("x", "左", "合"), Column("y", "右", "合"), Column("z", "总")), "z", "情况")
MATRIX_ROWS = (
    FormRow("甲", code="t2.rule", number="一、"),
    FormRow("乙", number="二、"),
    FormRow("丙", code="t2.licence", number="（一）"),
    FormRow("丁戊己庚辛壬癸", code="t2.fee", number="（二）"),
)
MATRIX = Form("m", "表", "", (2021, 2021), "二、", (), (FormBlock(MATRIX_ROWS, AXIS, corner="角"),), (), {})
MATRIX_VALUES = {
    f"{code}.{key}": value
    for code, row in {"t2.rule": (1, 20, 21), "t2.licence": (0, 3, 3), "t2.fee": (4, 0, 4)}.items()
    for key, value in zip("xyz", row, strict=True)
}
LIST_ROWS = (
    FormRow("总数", code="review.total", number="一、"),
    FormRow("部分", code="review.upheld", number="1.", lead="其中：", of="review.total"),
)
LIST = Form("l", "表", "", (2014, 2014), "附表", ("指标", "单位", "数"), (FormBlock(LIST_ROWS),), (), {})
LIST_VALUES = {"review.total": 12, "review.upheld": 5}


def rng(seed: object = 1) -> random.Random:
    return random.Random(f"forms {seed}")


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)
def test_values_keep_the_rules(form: Form) -> None:
    for seed in range(60):
        values = random_values(form, rng(seed))
        for block in form.blocks:
            columns = [f".{c.key}" for c in block.axis.columns] if block.axis else [""]
            for rule in form_sums(form.id):
                if rule.right[0] not in {row.code for row in block.coded}:
                    continue
                for column in columns:
                    left = sum(values[code + column] or 0 for code in rule.left)
                    right = sum(values[code + column] or 0 for code in rule.right)
                    assert left == right or (not rule.strict and left < right), (rule.id, column)
            for row in block.coded:
                total = f"{row.code}.{block.axis.total}" if block.axis else ""
                if block.axis and block.axis.total and values[total] is not None:
                    parts = [values[f"{row.code}.{c.key}"] or 0 for c in block.axis.columns]
                    assert sum(parts) == 2 * (values[total] or 0)
                for column in columns:
                    if row.of and (values.get(row.of + column) is not None):
                        assert (values[f"{row.code}{column}"] or 0) <= (values[row.of + column] or 0)


def test_values_have_the_shape_of_real_ones() -> None:
    values = [random_values(load_form("t3-2021"), rng(seed)) for seed in range(100)]
    cells = [value or 0 for value in chain.from_iterable(v.values() for v in values)]
    assert 0.5 < sum(value == 0 for value in cells) / len(cells) < 0.9
    assert any(max(v.values(), key=lambda x: x or 0) < 100 for v in values)  # type: ignore[operator]
    assert any(max(v.values(), key=lambda x: x or 0) > 1000 for v in values)  # type: ignore[operator]
    fees = [random_values(load_form("t2-2021"), rng(s))["t2.fee.amount"] for s in range(50)]
    assert any(isinstance(fee, Decimal) for fee in fees)
    deltas = [random_values(load_form("t2-2019"), rng(s))["t2.licence.delta"] for s in range(50)]
    assert any(delta is not None and delta < 0 for delta in deltas)
    local = [random_values(load_form("stats-2014"), rng(s))["request.received.other"] for s in range(50)]
    assert None in local and any(value is not None for value in local)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_slice_says_its_value(form: Form, layout: Layout) -> None:
    if layout not in layouts_of(form):
        with pytest.raises(ValueError, match="is not met in"):
            render(form, {}, layout, CLEAN, rng())
        return
    for seed in range(6):
        draw = rng(f"{form.id} {layout} {seed}")
        style = draw_style(layout, draw)
        noise = draw_noise([form], layout, style, draw) if seed % 2 else CLEAN
        rendered = render(form, random_values(form, draw), layout, noise, draw, style)
        ends = [0]
        for cell in rendered.cells:
            text = rendered.text[cell.start : cell.end]
            assert cell.start >= ends[-1], "cells are in order and apart"
            ends.append(cell.end)
            if cell.value is None:
                assert text in SIGNS
            elif text in ("无", "無"):
                assert cell.value == 0 and not cell.required
            else:
                assert Decimal(str(parse_quantity(text).value)) == cell.value, (text, cell)
        codes = [cell.code for cell in rendered.cells]
        assert len(set(codes)) == len(codes)


def test_a_clean_report_prints_every_figure_of_its_three_tables() -> None:
    for layout in layouts_of(load_form("t4")):
        draw = rng(layout)
        values = report_values(draw)
        rendered = render_report_2021(values, layout, CLEAN, draw)
        said = {cell.code: cell.value for cell in rendered.cells}
        assert said == {code: value for code, value in values.items() if value is not None}


STACKED = "角 情况\n合 总\n左 右\n"
TABLES = [
    (MATRIX, "pipes", Style("once"), "角 | 情况 |\n合 | 总 |\n左 | 右 |\n一、甲 | 1 | 20 | 21 |\n二、乙 | （一）丙 | 0 | 3 | 3 |\n（二）丁戊己庚辛壬癸 | 4 | 0 | 4 |\n"),
    (MATRIX, "pipes", Style("repeated", "both"), "| 角 | 角 | 情况 | 情况 | 情况 |\n| 角 | 角 | 合 | 合 | 总 |\n| 角 | 角 | 左 | 右 | 总 |\n| 一、甲 | 一、甲 | 1 | 20 | 21 |\n| 二、乙 | （一）丙 | 0 | 3 | 3 |\n| 二、乙 | （二）丁戊己庚辛壬癸 | 4 | 0 | 4 |\n"),
    (MATRIX, "tabs", Style("empty", "plain"), "角\t\t情况\t\t\n\t\t合\t\t总\n\t\t左\t右\t\n一、甲\t\t1\t20\t21\n二、乙\t（一）丙\t0\t3\t3\n\t（二）丁戊己庚辛壬癸\t4\t0\t4\n"),
    (MATRIX, "tabs", Style("dropped", "opened"), "\t一、甲\t1\t20\t21\n\t（一）丙\t0\t3\t3\n\t（二）丁戊己庚辛壬癸\t4\t0\t4\n"),
    (MATRIX, "pipes", Style("dropped", "markdown"), "| 角 | 情况 |\n| --- | --- |\n| 合 | 总 |\n"),
    (MATRIX, "blanks", Style("single"), STACKED + "一、甲 1 20 21\n二、乙 （一）丙 0 3 3\n（二）丁戊己庚辛壬癸 4 0 4\n"),
    (MATRIX, "blanks", Style("single", leads="own"), "一、甲 1 20 21\n二、乙\n（一）丙 0 3 3\n"),
    (MATRIX, "blanks", Style("aligned"), "角                      情况\n                        合      总\n                        左  右\n一、甲                   1  20  21\n二、乙\n  （一）丙               0   3   3\n  （二）丁戊己庚辛壬癸   4   0   4\n"),
    (MATRIX, "cells", Style("bare"), "角\n情况\n合\n总\n左\n右\n一、甲\n1\n20\n21\n二、乙\n（一）丙\n0\n"),
    (MATRIX, "cells", Style("tabbed"), "\t一、甲\n\t1\n\t20\n\t21\n\n\t二、乙\n\t（一）丙\n"),
    (MATRIX, "glued", Style("rows"), "角情况\n合总\n左右\n一、甲12021\n二、乙（一）丙033\n（二）丁戊己庚辛壬癸404\n"),
    (MATRIX, "glued", Style("line"), "角情况合总左右一、甲12021二、乙（一）丙033（二）丁戊己庚辛壬癸404\n"),
    (LIST, "pipes", Style("once"), "指标 | 单位 | 数 |\n一、总数 | 件 | 12 |\n其中：1.部分 | 件 | 5 |\n"),
    (LIST, "cells", Style("spaced"), "指标\n单位\n数\n\n一、总数\n件\n12\n\n其中：1.部分\n件\n5\n\n"),
    (LIST, "cells", Style("tabbed_apart"), "\t一、总数\n\n\t件\n\n\t12\n\n\n"),
    (LIST, "slashes", Style("plain"), "指标/单位/数\n一、总数/件/12\n其中：1.部分/件/5\n"),
    (LIST, "glued", Style("rows"), "指标单位数\n一、总数件12\n其中：1.部分件5\n"),
    (LIST, "glued", Style("line", units=False), "指标数一、总数12其中：1.部分5\n"),
]  # fmt: skip


@pytest.mark.parametrize(("form", "layout", "style", "table"), TABLES)
def test_layouts_look_as_they_should(form: Form, layout: Layout, style: Style, table: str) -> None:
    values = MATRIX_VALUES if form is MATRIX else LIST_VALUES
    rendered = render(form, values, layout, CLEAN, rng(), style)
    assert table in rendered.text
    assert [rendered.text[c.start : c.end] for c in rendered.cells] == [str(v) for v in values.values()]


def upright(text: str) -> list[str]:
    return [line.replace(" ", "") for line in text.splitlines()]


def test_headers_of_pdf_text_stand_upright_or_in_halves() -> None:
    form = load_form("t4")
    axis = form.blocks[0].axis
    assert axis
    tops = "".join(column.label[0] for column in axis.columns[:-1])
    values = random_values(form, rng())
    text = render(form, values, "blanks", CLEAN, rng(), Style("single", header="vertical")).text
    assert tops * 3 in upright(text)  # 总计 is shorter and stands in the middle
    text = render(form, values, "blanks", CLEAN, rng(), Style("single", header="halves")).text
    assert " ".join([*(column.label[:2] for column in axis.columns)] * 3) in text
    text = render(form, values, "blanks", CLEAN, rng(), Style("single", header="line")).text
    assert "".join(column.label for column in axis.columns) * 3 in text


def test_the_middle_row_of_a_merged_cell_may_show_it() -> None:
    rows = (*MATRIX_ROWS, FormRow("子", code="t2.penalty", number="（三）"))
    form = replace(MATRIX, blocks=(replace(MATRIX.blocks[0], rows=rows),))
    values = MATRIX_VALUES | {"t2.penalty.x": 0, "t2.penalty.y": 0, "t2.penalty.z": 0}
    text = render(form, values, "blanks", CLEAN, rng(), Style("single", leads="middle")).text
    assert "\n（一）丙 0 3 3\n二、乙 （二）丁戊己庚辛壬癸 4 0 4\n（三）子 0 0 0\n" in text


def test_a_label_over_several_lines_keeps_its_figures_behind_one_piece() -> None:
    noise = Noise(broken=True, rate=1.0)
    lines = set()
    for seed in range(40):
        text = render(MATRIX, MATRIX_VALUES, "blanks", noise, rng(seed), Style("single")).text
        block = text[text.index("（二）") : text.index("癸") + 10].split("\n")
        assert "".join(line.split(" ")[0] for line in block).startswith("（二）丁戊己庚辛壬癸")
        lines.add(next((i for i, line in enumerate(block) if line.endswith(" 4 0 4")), None))
    assert lines == {0, 1}
    cells = [render(MATRIX, MATRIX_VALUES, "pipes", noise, rng(s), Style("once")).text for s in range(5)]
    assert any("\n" in text[text.index("（二）") : text.index("癸")] for text in cells)


@pytest.mark.parametrize("name", NOISES)
def test_each_noise_can_be_switched_on(name: str) -> None:
    form = load_form("local-2008")
    changed = 0
    for seed in range(8):
        layout, manner = ("blanks", "single") if name == "undecidable" else ("pipes", "once")
        values = random_values(form, rng(seed)) | {"consult.page_views": 12345}
        noise = Noise(**{name: True})  # type: ignore[arg-type]
        style = Style(manner)
        clean = render(form, values, layout, CLEAN, rng(seed), style).text  # type: ignore[arg-type]
        spoiled = render(form, values, layout, noise, rng(seed), style)  # type: ignore[arg-type]
        changed += spoiled.text != clean
    assert changed > 3


def test_blanks_leave_a_trace() -> None:
    values = dict.fromkeys(MATRIX_VALUES, 0)
    for layout in ("pipes", "tabs", "blanks", "cells", "glued"):
        for manner in MANNERS[layout]:
            rendered = render(MATRIX, values, layout, Noise(blanks=True, rate=1.0), rng(), Style(manner))
            blank = [cell for cell in rendered.cells if cell.value is None]
            assert bool(blank) == (manner in CARRIES_BLANKS)


def test_undecidable_rows_are_not_asked_for() -> None:
    values = dict.fromkeys(MATRIX_VALUES, 0)
    for layout, manner in (("blanks", "single"), ("cells", "bare"), ("glued", "rows")):
        noise = Noise(undecidable=True, rate=1.0)
        rendered = render(MATRIX, values, layout, noise, rng(), Style(manner))  # type: ignore[arg-type]
        assert sum(cell.value is None for cell in rendered.cells) == 3
        assert not any(cell.required for cell in rendered.cells)


def test_a_unit_of_the_column_makes_the_value() -> None:
    form = load_form("t2-2021")
    values = random_values(form, rng()) | {"t2.fee.amount": Decimal("1.5")}
    stated = render(form, values, "pipes", CLEAN, rng(), Style("once")).cells[-1]
    assert (stated.value, stated.accepted) == (Decimal("1.5"), (Decimal(15000),))
    lost = render(form, values, "pipes", Noise(headless=True), rng(), Style("once")).cells[-1]
    assert lost.accepted == (Decimal("1.5"), Decimal(15000))


def test_the_same_seed_gives_the_same_text() -> None:
    form = load_form("stats-2014")
    for layout in LAYOUTS:
        texts = set()
        for _ in range(2):
            draw = rng(layout)
            style = draw_style(layout, draw)
            noise = draw_noise([form], layout, style, draw)
            texts.add(render(form, random_values(form, draw), layout, noise, draw, style))
        assert len(texts) == 1


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)
def test_typos_never_make_two_labels_equal(form: Form) -> None:
    names = names_of(form)
    draw = rng(form.id)
    typos: Counter[bool] = Counter()
    for row in (row for block in form.blocks for row in block.rows):
        for _ in range(6):
            typo = bare(mistyped(row.label, names, draw))
            typos[typo != bare(row.label)] += 1
            nearest = min(names, key=lambda name: distance(typo, name))
            assert distance(typo, bare(row.label)) == distance(typo, nearest)
            assert typo == bare(row.label) or typo not in names
    assert typos[True] > typos[False]


@pytest.mark.parametrize(
    ("digits", "width", "summed", "expected"),
    [
        ("8000019", 7, True, 1),  # one digit a figure
        ("800001119", 7, True, 1),  # 8 0 0 0 0 11 19
        ("11112", 3, True, 2),  # 1 11 12 or 11 1 12
        ("101111", 4, True, 0),
        ("1100112", 4, True, 0),
        ("5233", 3, False, 2),  # no total decides
        ("000", 3, False, 1),
        ("00", 3, False, 0),
    ],
)
def test_cuts_of_glued_digits(digits: str, width: int, summed: bool, expected: int) -> None:
    found = [
        parts
        for parts in compositions(digits, width)
        if not summed or sum(map(int, parts[:-1])) == int(parts[-1])
    ]
    assert ways(digits, width, summed) == min(len(found), 2) == expected


def compositions(digits: str, width: int) -> list[list[str]]:
    if width == 0:
        return [] if digits else [[]]
    return [
        [digits[:end], *rest]
        for end in range(1, len(digits) + 1)
        if end == 1 or digits[0] != "0"
        for rest in compositions(digits[end:], width - 1)
    ]


def test_groups_in_one_run_of_digits_are_cut_each_by_its_total() -> None:
    assert group_ways("412182010310013", (5, 5, 5), True) == 0
    assert group_ways("412182010310014", (5, 5, 5), True) == 0
    assert group_ways("412182010310012", (5, 5, 5), True) == 1
    assert group_ways("4121820103100", (5, 5, 5), True) == 0
