"""The regions that an agency's name begins with, and short names of organs. All names folded, without blanks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from gdie.indicators import load_agency_words, load_obligation_words

# What a region's own organ is called: 白水市 reports as 白水市人民政府.
_ORGAN_OF_LEVEL = {"街道": "办事处", "新区": "管理委员会", "开发区": "管理委员会", "园区": "管理委员会"}
_GOVERNMENT = "人民政府"
_OTHER_ORGANS = r"(?:人民政府|管理委员会|管委会|办事处|行政公署)"
# How the long form of an organ word may end that a short name ends in.
_LONG_ENDS = {"委": ("委", "委员会"), "办": ("办", "办公室", "办公厅"), "府": ("府",)}
# 城乡, 城镇, 乡村 and 乡镇 are words.
_NO_REGION = re.compile(r"(?<=城)[乡镇]|乡(?=村|镇)")


@dataclass(frozen=True)
class Region:
    """One region in a name: `[start, end)`, its name within the one above it, and its level (市)."""

    start: int
    end: int
    name: str
    level: str

    @property
    def short_forms(self) -> tuple[str, ...]:
        """How a name inside it may begin instead: 白水市, 白水, 市."""
        place = self.name.removesuffix(self.level)
        return (self.name, *((place,) if len(place) > 1 else ()), self.level)


@lru_cache(maxsize=4096)
def regions_of(folded: str) -> tuple[Region, ...]:
    """The regions at the beginning of a name, outermost first (东岭省, 白水市)."""
    levels = _levels()
    pattern = re.compile(rf"[\u4e00-\u9fff]县|[\u4e00-\u9fff]{{2,12}}?(?:{'|'.join(levels)})")
    found: list[Region] = []
    place = 0
    while match := pattern.match(folded, place):
        end = _end(folded, match)
        if end is None:
            break
        level = next(w for w in levels if folded.endswith(w, 0, end))
        short = {"自治区": "省", "自治州": "州", "自治县": "县"}.get(level, level)
        found.append(Region(place, end, folded[place:end], short))
        place = end
    return tuple(found)


@cache
def _levels() -> tuple[str, ...]:
    """The words for levels, longest first: those of regions and those by which a report speaks of itself."""
    words = {*load_obligation_words().bodies.levels, *load_agency_words().by_level.values()} - {"国家"}
    return tuple(sorted(words, key=len, reverse=True))


def _end(folded: str, match: re.Match[str]) -> int | None:
    """Where the region that a match ends with ends; None where its last word is 市场, 城乡 or 区划 and no level."""
    end = match.end()
    start = end - next(len(w) for w in _levels() if match.group().endswith(w))
    other_word = folded.startswith(load_obligation_words().bodies.not_levels, start) and end < len(folded)
    return None if other_word or _NO_REGION.match(folded, start) else end


def completed(folded: str, text: str) -> str:
    """A name that is nothing but a region, with its organ: as the text prints it, else by its level."""
    regions = regions_of(folded)
    if not regions or regions[-1].end != len(folded):
        return folded
    if match := re.search(re.escape(folded) + _OTHER_ORGANS, text):
        return match.group()
    organ = next((o for end, o in _ORGAN_OF_LEVEL.items() if folded.endswith(end)), _GOVERNMENT)
    return folded + organ


@lru_cache(maxsize=4096)
def is_short_for(short: str, full: str) -> bool:
    """Whether the characters of a short organ name stand in the full one in this order, the first and last in front and at the end.

    质监局 is short for 质量技术监督局, 国资委 for 人民政府国有资产监督管理委员会.
    """
    full = full.removeprefix(_GOVERNMENT) or full
    if len(short) < 2 or short[0] != full[:1]:
        return False
    ends = [e for e in _LONG_ENDS.get(short[-1], (short[-1],)) if full.endswith(e)]
    rest = iter(full[: -len(ends[0])] if ends else "")
    return bool(ends) and len(short) > 2 and all(c in rest for c in short[:-1])
