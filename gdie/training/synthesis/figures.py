"""Figures as this writer writes them: digits, separators, Chinese numerals, magnitude words, approximators, shares."""

from __future__ import annotations

import random
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

_DIGITS = "零一二三四五六七八九"
# Units that are counted with 两 and in Chinese numerals now and then.
SPOKEN = ("次", "场", "期", "个", "名", "人", "家", "项", "份", "台", "处", "类")
MONEY = ("元", "万元", "亿元")


def chinese(value: int) -> str:
    """A number below 10,000 in Chinese numerals."""
    if value < 10:
        return _DIGITS[value]
    text = ""
    rest, gap = value, False
    for size, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, rest = divmod(rest, size)
        if digit:
            text += ("零" if gap else "") + _DIGITS[digit] + name
            gap = False
        elif text and rest:
            gap = True
    return text[1:] if text.startswith("一十") else text


def share(part: float, base: float, decimals: int) -> Decimal:
    """100·part/base, rounded half up."""
    exact = Decimal(str(part)) * 100 / Decimal(str(base))
    return exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


@dataclass
class Numbers:
    """A writer's way with numbers."""

    rng: random.Random
    commas: bool
    spoken: float
    vague: float
    decimals: int
    gap: str  # between number and unit
    percent: str  # "%", "％", "百分之"

    @classmethod
    def draw(cls, rng: random.Random) -> Numbers:
        """One of the ways."""
        return cls(
            rng,
            commas=rng.random() < 0.15,
            spoken=rng.choice((0.0, 0.0, 0.1, 0.5)),
            vague=rng.choice((0.0, 0.15, 0.3, 0.5)),
            decimals=rng.choice((0, 1, 1, 2, 2, 2)),
            gap=" " if rng.random() < 0.07 else "",
            percent=rng.choice(("%", "%", "%", "%", "％", "％", "百分之")),
        )

    def exact(self, value: float, unit: str) -> str:
        """A figure that says just this value."""
        if isinstance(value, int) and unit in SPOKEN and value < 20 and self.rng.random() < self.spoken:
            return ("两" if value == 2 else chinese(value)) + unit
        if isinstance(value, float):
            number = f"{value:,.2f}" if self.commas else f"{value:.2f}"
            number = number.rstrip("0").rstrip(".")
        else:
            number = f"{value:,}" if self.commas else str(value)
        return f"{number}{self.gap}{unit}" if unit else number

    def any(self, magnitude: int, unit: str) -> str:
        """A figure of about so many digits, exact or vague."""
        value = self.of(magnitude)
        if unit in MONEY and self.rng.random() < 0.5:
            return self.exact(round(value + self.rng.random(), self.rng.randint(1, 2)), unit)
        if self.rng.random() < (self.vague if value > 9 else self.vague / 6):
            return self._vague(value, unit)
        if value >= 20000 and unit not in MONEY and self.rng.random() < 0.4:
            return f"{value / 10000:.{self.rng.randint(1, 2)}f}万{unit}"
        return self.exact(value, unit)

    def of(self, magnitude: int) -> int:
        """A number of so many digits, the smaller ones likelier."""
        low, high = (1, 9) if magnitude <= 1 else (10 ** (magnitude - 1), 10**magnitude - 1)
        return max(low, int(low * (high / low) ** self.rng.random()))

    def percentage(self, value: Decimal) -> str:
        """A share as written."""
        text = str(value)
        if "." in text and self.rng.random() < 0.5:
            text = text.rstrip("0").rstrip(".")
        if self.percent == "百分之":
            return f"百分之{chinese(int(value))}" if value == int(value) and value else f"百分之{text}"
        return text + self.percent

    def rate(self) -> str:
        """A rate, often all of it."""
        if self.rng.random() < 0.45:
            return "百分之百" if self.percent == "百分之" else f"100{self.percent}"
        value = Decimal(self.rng.randint(600, 999)) / 10
        written = self.percentage(value.quantize(Decimal(1).scaleb(-min(1, self.decimals))))
        return self.rng.choice(("",) * 14 + ("约", "近", "超过")) + written

    def growth(self) -> str:
        """By how much something grew or fell."""
        kind = self.rng.random()
        if kind < 0.7:
            digits = self.rng.randint(2, 999)
            return self.percentage((Decimal(digits) / 10).quantize(Decimal(1).scaleb(-min(self.decimals, 1))))
        if kind < 0.9:
            return f"{self.rng.randint(1, 300) / 10:g}个百分点"
        return self.rng.choice(("一成", "两成", "三成多", "近四成", "1倍", "1.5倍", "近一倍"))

    def _vague(self, value: int, unit: str) -> str:
        rng = self.rng
        size = 10 ** (len(str(value)) - 1)
        round_value = value // size * size if value >= 20 else 10
        if value >= 10000 and rng.random() < 0.6:
            wan = f"{value / 10000:.1f}".removesuffix(".0")
            return rng.choice(
                ("约{}万{}", "{}万余{}", "近{}万{}", "{}万多{}", "超过{}万{}", "{}万{}以上")
            ).format(wan, unit)
        if value < 10:
            return rng.choice(("不少于{}{}", "{}{}以上", "至少{}{}")).format(max(2, value), unit)
        if round_value in (10, 100, 1000) and rng.random() < 0.5:
            word = {10: "十", 100: "百", 1000: "千"}[round_value]
            forms = ("{}余", "上{}", "近{}", "{}多", "数{}", "几{}")
            return (
                rng.choice(forms[:1] + forms[2:]).format(word) + unit
                if round_value == 10
                else (rng.choice(forms).format(word) + unit)
            )
        if rng.random() < 0.15:
            return f"{round_value}{rng.choice('至-—')}{round_value + size}{unit}"
        form = rng.choice(
            (
                "{}余{}",
                "{}余{}",
                "{}多{}",
                "近{}{}",
                "约{}{}",
                "{}{}左右",
                "超过{}{}",
                "{}{}以上",
                "不少于{}{}",
            )
        )
        return form.format(round_value, unit)
