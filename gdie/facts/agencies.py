"""Who owns a figure: self references and short forms resolve to the reporting agency's full name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Literal

from gdie.documents import Document
from gdie.facts.model import AgencyOf
from gdie.facts.regions import Region, completed, is_short_for, regions_of
from gdie.indicators import load_agency_words
from gdie.text.view import View, normalise

_TOP = 3000
_WHOLE_NAME = 4  # characters from which the end of the reporting agency's name is no other agency's
_SHORT_ORGAN, _LONGER = 4, 3  # an organ's short name, and how much longer its full name is at least
# 我院, 本街道, 我局机关: whatever the organ is called, the speaker means his own.
_SELF = re.compile(
    r"[我本](?:[局委厅办镇乡村街区市县州盟旗省部署院校所站队处会馆司社关行园]|街道|中心|机关|部门|单位|公司|学院|大学|医院|集团|政府|分局|支队|总队|大队|管委会|委员会|税务局|海关|行政机关)(?:机关|本级|办公室)?"
)
_PLACE = re.compile(
    r"[\u4e00-\u9fff]{1,8}?(?:省|市|区|县|州|旗|自治区)[\u4e00-\u9fff]{1,16}(?:局|委|厅|办|会|府|室|镇|处|院)$"
)
# Levels listed side by side (市、区两级中心, 省市县) are several agencies.
_LEVELS_LISTED = re.compile(
    r"[省市州县区旗](?:、|和|及|与)?[市州县区旗镇乡](?:、|和|及|与|[级两三]|[县区镇乡])"
)


@dataclass(frozen=True)
class Reporter:
    """The reporting agency: its fullest name as printed (or completed from the organ table) and the folded form."""

    name: str | None
    folded: str

    def resolve(self, text: str) -> AgencyOf:
        """The owner that an AGENCY mention stands for."""
        folded = re.sub(r"\s+", "", normalise(text).text)
        scope: Literal["agency", "system"] = "system" if _is_several(folded) else "agency"
        if not self.name or scope == "system":
            return AgencyOf(text, text, scope)
        if self._is_self(folded):
            return AgencyOf(text, self.name, scope)
        return AgencyOf(text, self._superior(folded) or text, scope)

    @cached_property
    def _regions(self) -> tuple[Region, ...]:
        return regions_of(self.folded)

    @cached_property
    def _organ(self) -> str:
        """The name without its regions (质量技术监督局)."""
        return self.folded[self._regions[-1].end :] if self._regions else self.folded

    def _has_level(self, level: str) -> bool:
        """Whether the agency belongs to a region of a level; an autonomous region is one of 省 and called 区 too."""
        if self._regions:
            return level == self._regions[-1].level or self._regions[-1].name.endswith(level)
        return level == "国家" and self.folded.startswith(("国家", "中国", "中华人民共和国"))

    def _is_self(self, folded: str) -> bool:
        words = load_agency_words()
        level = words.by_level.get(folded)
        if level is not None:
            # 市局 is no 市公安局某分局, and 省局 no 省教育厅; 我县 is no town of it.
            own = folded[0] in "我本" or (self._head is None and self.folded.endswith(folded[-1]))
            return own and self._has_level(level)
        if folded in words.self_words or _SELF.fullmatch(folded):
            return True
        if not self.folded:
            return False
        # 望渡街道 and 江南区望渡街道办事处 are the same, as are a university and the office that writes for it.
        if len(folded) >= _WHOLE_NAME and self.folded.endswith(
            (folded, folded + "办事处", folded + "人民政府")
        ):
            return True
        # 省质监局 is 山东省质量技术监督局 without its place name; 质检总局 is the whole name shortened.
        full = expand(folded)
        return self.folded.endswith(full) or self._is_fuller(full) or self._is_shorter(folded)

    def _is_fuller(self, full: str) -> bool:
        """Whether a name is the own one behind the regions above it (东岭省白水市财政局 for 白水市财政局)."""
        if not self._regions or self._regions[0].start or not full.endswith(self.folded):
            return False
        return bool(above := regions_of(full)) and len(above) > len(self._regions)

    def _is_shorter(self, folded: str) -> bool:
        """Whether a name is the own one with its region left out or only said by its level, and its organ shortened."""
        if self._head is not None:
            return False
        for region in ("", *(self._regions[-1].short_forms if self._regions else ())):
            if folded.startswith(region) and is_short_for(folded.removeprefix(region), self._organ):
                return True
        return False

    @cached_property
    def _head(self) -> str | None:
        """The agency whose branch the reporting one is (白水市公安局 of 白水市公安局城中分局)."""
        match = re.match(r".{2,}?局(?=.{1,10}(?:分局|支队|大队|总队|所|站|中心)$)", self.folded)
        return match.group() if match else None

    def _superior(self, folded: str) -> str | None:
        if self._head is None or self.name is None:
            return None
        head = Reporter(self._head, self._head)
        return self.name[: len(self._head)] if head._is_self(folded) else None


def _is_several(folded: str) -> bool:
    words = load_agency_words()
    return any(w in folded for w in words.system) or _LEVELS_LISTED.search(folded) is not None


@lru_cache(maxsize=4096)
def expand(folded: str) -> str:
    """A folded name with its short organ word written out; unchanged where the table has none."""
    organs = load_agency_words().organs
    if any(folded.endswith(full) for full in organs.values()):
        return folded
    for short, full in organs.items():
        if folded.endswith(short):
            return folded.removesuffix(short) + full
    return folded


def reporter_of(document: Document, view: View, mentions: Sequence[str] = ()) -> Reporter:
    """The reporting agency of a document, as its title, introduction, caption or signature gives it.

    Where none of these names it, what its file says beside the text does. A fragment without any reports for the agency that its text
    (`mentions`, in order) first names in full.
    """
    span = document.metadata.agency
    said = document.slice(span) if span else document.metadata.agency_text
    if said is None:
        named = next((m for m in mentions if _is_name(m)), None)
        return Reporter(named, normalise(named).text) if named else Reporter(None, "")
    printed = re.sub(r"\s+", "", said)
    folded = normalise(printed).text
    full = _printed_in_full(folded, view.text)
    if full == folded:
        full = completed(expand(folded), view.text)
    if full == folded:
        return Reporter(printed, folded)
    position = view.text.find(full, 0, _TOP)
    if position >= 0:
        start, end = view.to_source(position, position + len(full))
        return Reporter(document.text[start:end], full)
    return Reporter(full, full)


def _printed_in_full(folded: str, text: str) -> str:
    """The name that a title shortens (岭北省国资委), where its text has the whole; else as it is."""
    regions = regions_of(folded)
    if not regions or len(folded) - regions[-1].end > _SHORT_ORGAN:
        return folded
    place, organ = folded[: regions[-1].end], folded[regions[-1].end :]
    for match in re.finditer(rf"{place}([\u4e00-\u9fff]{{2,28}}?(?:局|委员会|办公室|厅))", text):
        if len(match[1]) >= len(organ) + _LONGER and is_short_for(organ, match[1]):
            return match.group()
    return folded


def _is_name(mention: str) -> bool:
    """A place and an organ (白麓县国土资源局), as against 我局, 市局 or 各处室."""
    folded = normalise(mention).text
    own = folded in load_agency_words().self_words
    return _PLACE.match(folded) is not None and not own and not _is_several(folded)
