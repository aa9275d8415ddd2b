"""What kind of document a text is: an annual report, a notice of work planned, or something else; nothing is forced into the first two."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache

from gdie.documents.model import Block, DocumentKind
from gdie.documents.vocabulary import words

_TOP = 1500
_TITLE_LINES = 12
_LONGEST = 60  # characters of a title
_SECTIONS = 2
_HEADING = 40
_SENTENCE = re.compile("[。;!?]|:$")
_ENDINGS = r"[》”\"]?\s*(?:\([^()]*\))?$"


def kind_of(
    folded: str,
    titles: Sequence[str],
    top: Sequence[Block],
    blocks: Sequence[Block],
    captions: Sequence[str],
    specific: Callable[[str], bool],
) -> DocumentKind:
    """The kind that the titles say, else the document's own words and the headings of its sections.

    `titles` are the folded lines that may be its title, `captions` those of its tables; `specific` tells whether a line names a year or an agency, as a title does and
    an entry of a menu does not.
    """
    joined = " ".join(titles)
    ahead = [*titles, *_title_like(folded, top)]
    others = [line for line in ahead if _is_other(line)]
    if _pattern("notice").search(joined) and not any(_pattern("account").search(t) for t in titles):
        return "other" if any(_is_other(t) for t in titles) else "work_plan_notice"
    if any(_pattern("asks").search(line) for line in (joined, *titles)):
        return "other"
    by_sections = _has_sections(folded, blocks)
    reports = [t for t in titles if _pattern("report").search(t) and not _is_other(t)]
    if reports and (
        _is_disclosure(joined) or _is_statistics(joined) or (by_sections and not _is_foreign(joined))
    ):
        if others and not any(map(specific, reports)) and any(map(specific, others)):
            return "other"
        told = all(_pattern("news").search(t) and "印发" not in t for t in reports)
        return "annual_report" if not told or by_sections or _speaks(folded) else "other"
    if any(map(specific, others)) or _is_foreign(joined):
        return "other"
    counted = not titles and any(map(_is_statistics, captions))
    return "annual_report" if counted or by_sections or _speaks(folded) else "other"


def _title_like(folded: str, top: Sequence[Block]) -> list[str]:
    """The first lines that can be a title: short and no sentence."""
    lines = (folded[b.start : b.end] for b in top[:_TITLE_LINES] if b.kind == "paragraph")
    return [line for line in lines if len(line) <= _LONGEST and not _SENTENCE.search(line)]


def _is_other(title: str) -> bool:
    return _ends_otherwise().search(title) is not None or _pattern("other_first").match(title) is not None


def _is_disclosure(title: str) -> bool:
    return _pattern("subject").search(re.sub(r"\s", "", title)) is not None


def _is_statistics(title: str) -> bool:
    return re.search("(?:申请|公开|复议|申诉).{0,8}(?:情况)?统计表", title) is not None


def _is_foreign(title: str) -> bool:
    return _pattern("foreign").search(title) is not None and not _is_disclosure(title)


def _speaks(folded: str) -> bool:
    """Whether the introduction calls the text a report on disclosure."""
    return _pattern("itself").search(folded, 0, _TOP) is not None and _is_disclosure(folded[:_TOP])


def _has_sections(folded: str, blocks: Sequence[Block]) -> bool:
    """Whether headings are those of a report's sections, at least two of them."""
    headings = [
        folded[b.start : b.end] for b in blocks if b.kind == "heading" and b.end - b.start <= _HEADING
    ]
    found = {number for number, section in enumerate(_sections()) for h in headings if section.search(h)}
    return len(found) >= _SECTIONS


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile("|".join(words("kinds")[name]))


@cache
def _ends_otherwise() -> re.Pattern[str]:
    return re.compile(f"(?:{'|'.join(words('kinds')['other'])}){_ENDINGS}")


@cache
def _sections() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(section) for section in words("kinds")["sections"])
