"""The writer of one document: an agency, a year, and habits that are kept throughout."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

from gdie.training.synthesis.data import Data, Family, Sector
from gdie.training.synthesis.figures import Numbers, share

LATEST = 2025
_SHORT = {
    "水利局": "水利局", "人力资源和社会保障局": "人社局", "住房和城乡建设局": "住建局", "市场监督管理局": "市场监管局",
    "质量技术监督局": "质监局", "工商行政管理局": "工商局", "食品药品监督管理局": "食药监局", "自然资源和规划局": "自然资源局",
    "国土资源局": "国土局", "环境保护局": "环保局", "安全生产监督管理局": "安监局", "城市管理和综合执法局": "城管局",
    "城市管理行政执法局": "城管局", "发展和改革委员会": "发改委", "发展和改革局": "发改局", "卫生和计划生育局": "卫计局",
    "卫生健康局": "卫健局", "卫生健康委员会": "卫健委", "交通运输局": "交通局", "农业农村局": "农业局", "医疗保障局": "医保局",
    "工业和信息化局": "工信局", "经济和信息化委员会": "经信委", "文化广电和旅游局": "文旅局", "人民政府": "政府",
    "人民政府办公室": "政府办", "政府办公室": "政府办", "街道办事处": "办事处", "退役军人事务局": "退役军人局",
}  # fmt: skip
_LEVELS = ("市", "县", "区", "县", "市", "区", "省", "自治州")


@dataclass
class Writer:
    """Who writes, about which year, and how. `words` are the slots that the grammar's templates may name."""

    data: Data
    rng: random.Random
    family: Family
    sector: Sector
    year: int
    region: str
    level: str
    full_name: str
    short: str
    selves: tuple[str, ...]
    superiors: tuple[str, str]
    numbers: Numbers
    units: dict[str, str]
    place: Callable[[], str]
    unit_now: str = "件"
    value_now: int = 10

    @classmethod
    def draw(
        cls, data: Data, rng: random.Random, place: Callable[[], str], province: Callable[[], str]
    ) -> Writer:
        """One of the writers."""
        family = rng.choices(data.families, [f.weight for f in data.families])[0]
        field = rng.choice(tuple(data.sectors))
        sector = data.sectors[field]
        level, region = rng.choice(_LEVELS), place()
        nation = province() + "省"
        organ = rng.choice(sector.organs)
        match field:
            case "town":
                level = rng.choice(("镇", "乡"))
            case "street":
                level = "街道"
                organ = "办事处"
            case "customs" | "hospital":
                level = rng.choice(("", "", "市"))
        if level == "省":
            region, organ = province(), rng.choice(sector.upper)
        full = region + level + organ
        if field not in ("town", "street", "hospital") and rng.random() < 0.04:
            level, region, full, organ = "", "", sector.nation, sector.nation
        short = _SHORT.get(organ, organ)
        scope = {"省": "省", "": "", "街道": "街道", "镇": "镇", "乡": "乡", "自治州": "州"}.get(level, level)
        return cls(
            data, rng, family, sector,
            rng.randint(family.years[0], family.years[1]),
            region + level, level, full, scope + short if scope + short != full else short,
            _selves(organ, scope, field),
            (nation + sector.upper[0], sector.nation),
            Numbers.draw(rng),
            {name: rng.choice(units) for name, units in data.units.items()},
            place,
        )  # fmt: skip

    def __post_init__(self) -> None:
        rng, sector, numbers = self.rng, self.sector, self.numbers
        works = list(sector.works)
        rng.shuffle(works)
        self._works, self._work = works, works[0]
        self._all, self._part, self._last = 10, 5, 9
        self._recent: list[str] = []
        self.boss = _boss(self.selves[0])
        constant = {
            "year": str(self.year), "last": str(self.year - 1), "next": str(self.year + 1), "region": self.region or "全国",
            "full_name": self.full_name, "short": self.short, "upper_name": self.superiors[0], "nation_name": self.superiors[1],
        }  # fmt: skip
        self.words: dict[str, Callable[[str], str]] = {
            **{name: (lambda _, text=text: text) for name, text in constant.items()},  # type: ignore[misc]
            "self": lambda _: rng.choice(self.selves[:2]),
            "self_short": lambda _: rng.choice(self.selves),
            "self_long": lambda _: rng.choice((self.short, self.full_name, self.short)),
            "topic": lambda _: self._fresh(sector.topics),
            "theme": lambda _: self._fresh(sector.themes),
            "office": lambda _: self._fresh(sector.offices),
            "some_year": lambda _: str(rng.randint(max(2003, self.year - 5), self.year)),
            "n": lambda top: str(rng.randint(1, int(top))),
            "n2": lambda _: f"{rng.randint(10, 28)}",
            "r1": lambda _: str(rng.choice((2, 3, 4, 5, 6, 8, 10, 12))),
            "r2": lambda _: str(rng.choice((100, 200, 300, 500, 800, 1000, 2000))),
            **{f"q{i}": self._quantity(i) for i in range(1, 6)},
            "wv": self._next_work,
            "wt": lambda _: self._work.thing,
            "wq": lambda _: self._amount(self._work.digits, self._work.unit),
            "rate": lambda _: numbers.rate(),
            "growth": lambda _: numbers.growth(),
            "boss": lambda _: self.boss,
            "ru": lambda _: self.units["request"],
            "iu": lambda _: self.units["info"],
            "wu": lambda _: self._work.unit,
            "k": self._whole,
            "kp": lambda _: numbers.exact(self._part, ""),
            "kr": lambda _: numbers.exact(self._all - self._part, ""),
            "up": lambda _: rng.choice(
                ("增加", "增长", "上升") if self.value_now > self._last else ("减少", "下降")
            ),
            "cmp_last": lambda _: numbers.exact(self._last, self.unit_now),
            "cmp_diff": lambda _: numbers.exact(abs(self.value_now - self._last), self.unit_now),
            "cmp_growth": lambda _: numbers.percentage(
                share(abs(self.value_now - self._last), self._last, numbers.decimals)
            ),
            "cmp_ratio": lambda _: numbers.percentage(share(self.value_now, self._last, numbers.decimals)),
            "fraction": lambda _: rng.choice(
                (
                    "三分之二",
                    "半数",
                    "近半数",
                    "四成",
                    "六成",
                    "近一半",
                    "三成左右",
                    "约80%",
                    "70%",
                    "五分之一",
                )
            ),
            "phone": lambda _: f"0{rng.randint(300, 999)}-{rng.randint(2000000, 8999999)}",
            "post": lambda _: str(rng.randint(110000, 849999)),
            "latin": lambda _: "".join(rng.choice("abcdeghjlmnqstxyz") for _ in range(rng.randint(3, 6))),
        }

    def compare(self, value: int, unit: str) -> None:
        """What the next comparison is about; last year's figure is drawn once."""
        self.value_now, self.unit_now = value, unit
        self._last = max(1, round(value * self.rng.uniform(0.55, 1.5)))
        if self._last == value:
            self._last = value + 1

    def _fresh(self, words: tuple[str, ...]) -> str:
        """One of the words, none that was said just before."""
        word = self.rng.choice([w for w in words if w not in self._recent] or words)
        self._recent = [word, *self._recent[:3]]
        return word

    def _whole(self, digits: str) -> str:
        """A total of which <kp> is a part and <kr> the rest."""
        self._all = self.numbers.of(int(digits)) + 2
        self._part = max(1, self._all - 1 - int((self._all - 2) * self.rng.random() ** 2))
        return self.numbers.exact(self._all, "")

    def _quantity(self, digits: int) -> Callable[[str], str]:
        return lambda unit: self._amount(digits, self.unit_now if unit == "same" else unit)

    def _amount(self, digits: int, unit: str) -> str:
        unit = self.units.get(unit, unit)
        self.unit_now = unit
        return self.numbers.any(digits, unit)

    def _next_work(self, _: str) -> str:
        self._works.append(self._works.pop(0))
        self._work = self._works[-1]
        return self._work.verb


def _selves(organ: str, scope: str, field: str) -> tuple[str, ...]:
    """How an agency calls itself, the usual ways first."""
    if field == "town":
        return (
            f"我{scope}",
            f"{scope}政府",
            "本镇" if scope == "镇" else "本乡",
            f"{scope}党委、政府".split("、")[0],
        )
    if field == "street":
        return ("我街道", "街道", "街道办", "本街道", "办事处")
    if organ.endswith("人民政府"):
        return (f"我{scope}", f"{scope}政府", f"{scope}人民政府", "本机关")
    endings = (("委员会", "委"), ("委", "委"), ("厅", "厅"), ("办公室", "办"), ("海关", "关"), ("院", "院"), ("公司", "公司"),
               ("中心", "中心"), ("部", "部"), ("署", "署"), ("社", "社"), ("校", "校"), ("中学", "校"), ("会", "会"))  # fmt: skip
    kind = next((short for ending, short in endings if organ.endswith(ending)), "局")
    rest = [f"{scope}{kind}"] if scope in ("省", "市", "县", "区") else [f"全{kind}"]
    return (f"我{kind}", f"本{kind}", "本机关", "本单位", "本部门", *rest, f"{kind}机关", "本行政机关")


def _boss(itself: str) -> str:
    """The title of an agency's head."""
    heads = {
        "镇": "镇长",
        "乡": "乡长",
        "县": "县长",
        "市": "市长",
        "区": "区长",
        "委": "主任",
        "厅": "厅长",
        "办": "主任",
        "关": "关长",
        "局": "局长",
    }
    return heads.get(itself[-1], "主要负责同志")
