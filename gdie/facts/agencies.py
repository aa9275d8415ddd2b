"""Who owns a figure: self references and short forms resolve to the reporting agency's full name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from gdie.documents import Document
from gdie.facts.model import AgencyOf
from gdie.indicators import load_agency_words
from gdie.text.view import View, normalise

_TOP = 3000
_WHOLE_NAME = 4  # characters from which the end of the reporting agency's name is no other agency's
# 我院, 本街道, 我局机关: whatever the organ is called, the speaker means his own.
_SELF = re.compile(
    r"[我本](?:[局委厅办镇乡村街区市县州盟旗省部署院校所站队处会馆司社]|街道|中心|机关|部门|单位|公司|学院|大学|医院|集团)(?:机关|本级|办公室)?"
)
_PLACE = re.compile(
    r"[\u4e00-\u9fff]{1,8}?(?:省|市|区|县|州|旗|自治区)[\u4e00-\u9fff]{1,16}(?:局|委|厅|办|会|府|室|镇|处|院)$"
)


@dataclass(frozen=True)
class Reporter:
    """The reporting agency: its fullest name as printed (or completed from the organ table) and the folded form."""

    name: str | None
    folded: str

    def resolve(self, text: str) -> AgencyOf:
        """The owner that an AGENCY mention stands for."""
        words = load_agency_words()
        folded = re.sub(r"\s+", "", normalise(text).text)
        scope: Literal["agency", "system"] = "system" if any(w in folded for w in words.system) else "agency"
        name = self.name if self._is_self(folded) and self.name else text
        return AgencyOf(text, name, scope)

    def _is_self(self, folded: str) -> bool:
        words = load_agency_words()
        if folded in words.self_words or _SELF.fullmatch(folded):
            return True
        if not self.folded:
            return False
        level = words.by_level.get(folded)
        if level is not None:
            return _level(self.folded) == level
        # 望渡街道 and 江南区望渡街道办事处 are the same, as are a university and the office that writes for it.
        if len(folded) >= _WHOLE_NAME and self.folded.endswith(
            (folded, folded + "办事处", folded + "人民政府")
        ):
            return True
        # 省质监局 is 山东省质量技术监督局 without its place name; 质检总局 is the whole name shortened.
        return self.folded.endswith(expand(folded))


def _level(folded: str) -> str:
    if folded.startswith(("国家", "中国", "中华人民共和国")):
        return "国家"
    match = re.search(r"自治区|[省市区县]", folded[:10])
    return {"自治区": "省"}.get(match.group(), match.group()) if match else ""


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

    A fragment that has none of these reports for the agency that its text (`mentions`, in order) first names in full.
    """
    span = document.metadata.agency
    if span is None:
        named = next((m for m in mentions if _is_name(m)), None)
        return Reporter(named, normalise(named).text) if named else Reporter(None, "")
    printed = document.slice(span)
    folded = normalise(printed).text
    full = expand(folded)
    if full == folded:
        return Reporter(printed, folded)
    position = view.text.find(full, 0, _TOP)
    if position >= 0:
        start, end = view.to_source(position, position + len(full))
        return Reporter(document.text[start:end], full)
    return Reporter(full, full)


def _is_name(mention: str) -> bool:
    """A place and an organ (白麓县国土资源局), as against 我局, 市局 or 各处室."""
    folded = normalise(mention).text
    words = load_agency_words()
    return (
        _PLACE.match(folded) is not None
        and folded not in words.self_words
        and not any(word in folded for word in words.system)
    )
