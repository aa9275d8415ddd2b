"""Zeros stated in words: what is denied, with its unit and its place, and what only looks like it."""

import time

import pytest

from gdie.documents import Document
from gdie.documents.reading import document_from_text
from gdie.facts import from_annotation
from gdie.facts.zeros import ImpliedZero, implied_zeros
from gdie.indicators import load_zero_words
from gdie.text.view import normalise
from tests.markup import parse

TITLE = "河东县财政局2015年政府信息公开工作年度报告\n"


def zeros(text: str) -> tuple[Document, list[ImpliedZero]]:
    document = document_from_text(TITLE + text + "\n", "d")
    return document, implied_zeros(normalise(document.text), document)


def nouns(text: str) -> list[str]:
    document, found = zeros(text)
    return [document.text[z.noun_start : z.noun_end] for z in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # a verb and what goes with it
        ("我局全年未接到公众就公开工作提出的投诉。", ["投诉"]),
        ("全年未收到要求公开政府信息的申请。", ["申请"]),
        ("本机关未收取任何与信息公开有关的费用。", ["费用"]),
        ("未收取检索、复制、邮寄费用。", ["费用"]),
        ("未收取检索费、复制费和邮寄费。", ["检索费", "复制费", "邮寄费"]),
        ("受理窗口未向申请人收取复制、邮寄等费用。", ["费用"]),
        ("没有向申请对象收取复印、寄送等任何费用。", ["费用"]),
        ("我委从未发生过泄密事件。", ["泄密"]),
        ("全年未召开新闻发布会，未开展在线访谈。", ["新闻发布会", "在线访谈"]),
        ("未制发规章及行政规范性文件。", ["规章", "行政规范性文件"]),
        ("未制发、未废止规章。", ["规章", "规章"]),
        ("未收到其他机关移送的“投诉”、“举报”。", []),  # others than those are not denied
        # several things, joined in one denial or each with its own
        ("没有发生行政复议案件、行政诉讼案件。", ["行政复议", "行政诉讼"]),
        ("没有因信息公开被申请行政复议、提起行政诉讼。", ["行政复议", "行政诉讼"]),
        ("没有发生有关公开事务的行政复议案和有关的申诉案。", ["行政复议", "申诉"]),
        ("既没有行政复议也没有行政诉讼。", ["行政复议", "行政诉讼"]),
        ("未收到申诉，亦无举报，更没有上访。", ["申诉", "举报", "上访"]),
        ("本年度无制发“规章”、“规范性文件”。", ["规章", "规范性文件"]),
        ("没有不予公开、部分公开和无法提供的情形。", ["不予公开", "部分公开", "无法提供"]),
        # things that are not there, with attributes, people and a passive before them
        ("我街道没有专职人员，由党政办兼办。", ["专职人员"]),
        ("没有任何形式的押金。", ["押金"]),
        ("不存在向申请人收费的情况。", ["收费"]),
        ("不存在不予公开的情形。", ["不予公开"]),
        ("2014年度无人申请公开政府信息。", ["申请公开政府信息"]),
        ("没有人为公开的事打官司。", ["官司"]),
        ("送达之后，无一人申请复议，无一人提起诉讼。", ["复议", "诉讼"]),
        ("没有工作人员因此被追究责任。", ["追究责任"]),
        ("没有因公开不到位被问责的人员。", ["问责"]),
        ("没有被纠正的复议案件。", ["被纠正的复议"]),
        ("没有上年结转的申请。", ["上年结转的申请"]),
        ("没有收到以电子邮件方式提出的申请。", ["电子邮件方式提出的申请"]),
        ("无一起因信息公开引起的败诉。", ["败诉"]),
        ("七件申请无一超期。", ["超期"]),
        ("答复15件，没有不同意公开的。", ["不同意公开"]),
        ("没有不予公开的，也没有撤回的。", ["不予公开", "撤回"]),
        ("行政诉讼3件，均未败诉。", ["败诉"]),
        # the thing stands before its denial
        ("行政复议、行政诉讼均未发生。", ["行政复议", "行政诉讼"]),
        ("因信息公开引发的行政诉讼没有发生。", ["行政诉讼"]),
        ("行政诉讼方面，本年度未发生。", ["行政诉讼"]),
        ("（二）收费情况。无。", ["收费"]),
        ("五、行政复议、行政诉讼情况\n本年度无。", ["行政复议", "行政诉讼"]),
        ("超过期限才答复的一件也没有。", ["超过期限"]),
        ("复印材料一分钱没收。", ["一分钱"]),
        # events without a name of their own
        ("全年未发生因排队引起的踩踏。", ["踩踏"]),
        ("本年无信息误发事件。", ["信息误发事件"]),
        # the sentence says more, but of something else
        ("除1件延期外，未发生行政复议。", ["行政复议"]),
        ("严把审查关，确保了信息安全，未发生泄密。", ["泄密"]),
        ("全市12个街道均未收到申请。", ["申请"]),
        ("未发生泄密，收到行政复议3件。", ["泄密"]),
    ],
)
def test_what_is_denied(text: str, expected: list[str]) -> None:
    assert nouns(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        # names of outcomes and other words that hold a denial
        "没有现成信息需要另行制作3件。",
        "4.无正当理由大量反复申请",
        "无法提供2件。",
        "信息不存在4件。",
        "答复类型有予以公开、申请信息不存在、部分公开。",
        "未经复议直接起诉3件，尚未审结1件。",
        "未办结申请2件。",
        "未成年人投诉6件。",
        "无偿提供复印件230份。",
        "无效申请3件。",
        "没收违法所得费用3万元。",
        # figures are read elsewhere
        "行政复议0件，行政诉讼零件，收费为零。",
        "本年度零投诉、零复议。",
        "全年未结转2件申请。",
        "没有收到12件申请的补正材料。",
        # double negation, exceptions, remains
        "全年没有一件申请不在期限内答复。",
        "全市无一单位不公开收费。",
        "除2件外均按期答复。",
        "仅收到1件申请。",
        "除复印费外未收取费用。",
        "其余申请未收费。",
        "没有其他行政复议。",
        "此外无其他要报告的事项。",
        # rules, conditions, plans, promises
        "各单位不得以任何理由收取费用。",
        "未经批准不得收取任何费用。",
        "依申请提供政府信息，不收取费用。",
        "如未发生行政复议，填写“0”。",
        "凡没有收费的，一律如实填写。",
        "没有申请的，填“0”。",
        "第三方未在期限内提出异议的，视为同意。",
        "确保不发生泄密，力争无投诉。",
        "今后要做到不因公开不到位引发一起投诉。",
        "向社会承诺无投诉、无上访。",
        "有没有投诉？",
        # some units only, and what is lacking
        "部分乡镇没有举办培训。",
        "3个镇没有收到申请。",
        "基层没有专职人员。",
        "三、存在的主要问题\n（一）没有专职人员。",
        "机关尚未设立专项经费。",
        # the thing belongs to another word
        "未发生被纠正的行政复议的决定。",
        "没有公开收费标准。",
        "没有采纳群众的意见。",
        "法院没有支持原告的诉讼请求。",
        "复议机关没有撤销原答复。",
        "2个问题没有纠正。",
        "没有收到申请的单位也要零报告。",
        "未收到答复的申请人可以来电查询。",
        "没有申请人姓名的来信不作登记。",
        "复议机关认为本局没有超期，予以维持。",
        "群众投诉无门的局面得到改变。",
        "机构设置没有变化，未发生调整。",
        "政府信息不存在。",
    ],
)
def test_what_only_looks_like_a_denial(text: str) -> None:
    assert nouns(text) == []


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("本年未收到申请、投诉。", ["未收到申请", "未收到申请、投诉"]),
        ("复议、诉讼均未发生。", ["复议、诉讼均未发生", "诉讼均未发生"]),
        ("本局未发生行政复議，沒有行政訴訟。", ["未发生行政复議", "沒有行政訴訟"]),
        ("未收取费(fèi)用(yòng)。", ["未收取费(fèi)用"]),
        ("未发生\u200b行政复议。", ["未发生\u200b行政复议"]),
    ],
)
def test_the_words_that_state_it_are_those_of_the_source(text: str, stated: list[str]) -> None:
    document, found = zeros(text)
    assert [document.text[z.start : z.end] for z in found] == stated


def test_traditional_script_says_the_same() -> None:
    document, found = zeros("本年度未發生行政複議、行政訴訟，亦無收費。")
    assert [(document.text[z.noun_start : z.noun_end], z.unit) for z in found] == [
        ("行政複議", "件"),
        ("行政訴訟", "件"),
        ("收費", "元"),
    ]


def test_lines_of_fixed_width_break_sentences() -> None:
    text = "本年度我局按照有关规定积极开展工作并且没有发生因政府信息公开引起的行政\n复议和行政诉讼。"
    document, found = zeros(text)
    assert [document.text[z.noun_start : z.noun_end] for z in found] == ["行政\n复议", "行政诉讼"]
    assert document.text[found[0].start : found[0].end].startswith("没有发生")


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("未收到申请。", "件"),
        ("没有收费。", "元"),
        ("没有专职人员。", "人"),
        ("未召开新闻发布会。", "场"),
        ("未安排专项经费。", "元"),
        ("未发生泄密。", "起"),
        ("未发生踩踏。", "起"),
    ],
)
def test_units(text: str, unit: str) -> None:
    assert [z.unit for z in zeros(text)[1]] == [unit]


def test_means_are_counted_where_no_problems_are_told() -> None:
    assert nouns("一、概述\n没有专职人员。") == ["专职人员"]
    assert nouns("五、存在的问题\n未发生行政复议。") == ["行政复议"]


def test_tables_are_read_by_their_cells() -> None:
    text = "| 指标 | 单位 | 数量 |\n| 未发生行政复议的单位数 | 个 | 3 |\n| 收到申请数 | 件 | 4 |"
    document, found = zeros(text)
    assert document.tables
    assert found == []


def test_facts_are_zero_and_implied() -> None:
    text, annotation = parse(TITLE + "全年没有行政复议、未收到申请。")
    facts = from_annotation(document_from_text(text, "d"), annotation).facts
    assert [(f.value, f.implied, f.kind, f.text) for f in facts] == [
        (0, True, "count", "没有行政复议"),
        (0, True, "count", "未收到申请"),
    ]


@pytest.mark.parametrize(
    "text", ["", "无", "未", "没有", "不存在", "无。无。", "未发生", "，没有，", "没有因"]
)
def test_bare_words_deny_nothing(text: str) -> None:
    assert nouns(text) == []


def test_a_clause_without_end_is_no_clause() -> None:
    assert nouns("没有" + "公开" * 80 + "申请") == []


def test_a_long_report_is_read_at_once() -> None:
    sentence = "全年受理申请3件，答复3件，未收取费用，没有因信息公开引起的行政复议和行政诉讼。"
    document = document_from_text(TITLE + sentence * 750, "d")
    view = normalise(document.text)
    implied_zeros(view, document)
    began = time.perf_counter()
    found = implied_zeros(view, document)
    # The bound is wide: 2250 denials where a report of this length has some ten.
    assert time.perf_counter() - began < 2
    assert len(found) == 2250


def test_the_words_fit_together() -> None:
    words = load_zero_words()
    assert {noun.kind for noun in words.nouns.values()} == set(words.verbs)
    for part in ("personal", "habits"):
        assert set(words.grammar[part]) <= set(words.verbs)
    assert words.means <= set(words.verbs)
    assert set(words.grammar["events"]) <= set(words.grammar["verbs"])
