"""Values that readers stumble over, and the words that make them look for statistics."""

from __future__ import annotations

import random
from typing import TypeVar

T = TypeVar("T")
_LONGEST = 200_000

NUMBERS = (
    "0", "1", "2", "3", "12", "255", "256", "-1", "-0", "1.5", "1e9", "1e308", "1e999", "-1e999", "NaN", "INF", "00012", "0x10",
    "1000000", "2147483647", "2147483648", "4294967296", "9223372036854775808", "9" * 40, "9" * 5000, "２", "٣", "²", "Ⅻ", "½", "一", "十",
    "+5", "1,234", "1 234", "1_000", "12%", "", " ", "true", "none",
)  # fmt: skip
CHARACTERS = (
    "\0", "\x01", "\x0b", "\x0c", "\x1a", "\x1c", "\x1f", "\x7f", "\x85", "\xa0", "\xad", "\u200b", "\u2028", "\u2029", "\u202e", "\u2f00",
    "\u2ee5", "\u3000", "\ufeff", "\ufffd", "\uffff", "\ue000", "\U0001f600", "\U00020000", "\U0010ffff", "²", "①", "㈠", "〇", "︿", "｜", "ﬁ",
    "İ", "ß", "\u0301", "\r", "\n", "\r\n", "\t", "\x1b",
)  # fmt: skip
WORDS = (
    "一、总体情况", "二、主动公开政府信息情况", "第二十条第（一）项", "信息内容", "本年收到和处理政府信息公开申请情况", "合计", "其中", "申请人情况",
    "自然人", "法人或其他组织", "行政复议", "行政诉讼", "结果维持", "未经复议直接起诉", "三、本年度办理结果", "（一）予以公开", "规章", "行政规范性文件", "单位",
    "件", "条", "数量", "指标", "共收到申请12件", "同比增长15%", "2022年", "某县水务局2022年政府信息公开工作年度报告", "附件：", "续表", "12", "0", "—", "-",
    "索引号：", "发布机构：", "发布日期：2023-01-20", "文　号：某府办〔2023〕1号", "来源：", "打印", "字号：[大 中 小]", "年", "月", "日", "（续）", "备注", "万元",
)  # fmt: skip


def number(rng: random.Random) -> str:
    """A number that is none, is too large, or is written otherwise."""
    return rng.choice(NUMBERS) if rng.random() < 0.8 else str(rng.randrange(-5, 70_000))


def words(rng: random.Random) -> str:
    """A few characters that mean something to the readers or to the layers behind them."""
    match rng.randrange(6):
        case 0:
            return rng.choice(CHARACTERS)
        case 1:
            return number(rng)
        case 2:
            return rng.choice(CHARACTERS).join(rng.choices(WORDS, k=2))
        case 3:
            return rng.choice(WORDS + CHARACTERS) * rng.choice((2, 10, 300, 3000))
        case _:
            return rng.choice(WORDS)


def times(rng: random.Random) -> int:
    """How often something is repeated: mostly rarely, now and then beyond any bound."""
    return rng.choices((1, 2, 3, 5, 20, 300, 3000), (5, 5, 3, 2, 2, 1, 0.5))[0]


def repeated(run: list[T], rng: random.Random) -> list[T]:
    """A run of items several times, together not much longer than a file may be."""
    size = sum(len(item) if isinstance(item, (str, bytes, list)) else 1 for item in run) + len(run)
    return run * min(times(rng), _LONGEST // size + 1)


def rearranged(items: list[T], rng: random.Random) -> list[T]:
    """The items with a run of them left out, repeated, moved, swapped or cut off."""
    if not items:
        return items
    start = rng.randrange(len(items))
    end = min(len(items), start + rng.choice((1, 1, 2, 5, 30, len(items))))
    run = items[start:end]
    match rng.randrange(6):
        case 0:
            return items[:start] + items[end:]
        case 1:
            return items[:end] + repeated(run, rng) + items[end:]
        case 2:
            at = rng.randrange(len(items) + 1)
            return items[:at] + run + items[at:]
        case 3:
            other = rng.randrange(len(items))
            swapped = items.copy()
            swapped[start], swapped[other] = swapped[other], swapped[start]
            return swapped
        case 4:
            return items[:start] + run[::-1] + items[end:]
    return items[:end]
