"""Titles of reports and notices: the agency and the year that they name, spread over lines, in either script and width."""

from __future__ import annotations

import re

from gdie.documents.model import Span

_HAN = "[\u3400-\u9fff]"
# The traditional characters of titles, names of organs and signatures; one for one, so that offsets stay.
_TRADITIONAL = str.maketrans(
    "國務廳會員辦處鎮鄉區縣總團隊學醫館關開發報訊佈於轉編製將現負責統計資結點頒題單機構號來轄黨財稅氣環實場監質術檢驗廣東貿經濟業農環護勞動傳龍衛葉"
    "時間聞預決標準則細條錄規範劃議講話領導簡訴訟書層體產運營價舉進減問見復複執訪閱覽瀏擊網頁啟續險與為據請對無項類內調種兩費廢詢辭檔産",
    "国务厅会员办处镇乡区县总团队学医馆关开发报讯布于转编制将现负责统计资结点颁题单机构号来辖党财税气环实场监质术检验广东贸经济业农环护劳动传龙卫叶"
    "时间闻预决标准则细条录规范划议讲话领导简诉讼书层体产运营价举进减问见复复执访阅览浏击网页启续险与为据请对无项类内调种两费废询辞档产",
)
_FOLDED = _TRADITIONAL | {0xFF01 + i: 0x21 + i for i in range(94)} | {0x3000: 0x20, 0x00A0: 0x20}
_DIGIT = "[0-9OoО〇○零一二三四五六七八九]"
# A year as titles print it; the letter O stands for a zero. Without 年 only before the subject.
YEAR = rf"(?:19|2[0OoО]){_DIGIT}{{2}}\s*年|二[〇○零O0]{_DIGIT}{{2}}\s*年"
_BARE_YEAR = r"20[0-9]{2}(?=\s*(?:政府|政务|信息|年度))"
_DIGITS = str.maketrans("OoО〇○零一二三四五六七八九", "000000123456789")
_SCHOOL_YEAR = re.compile(r"(20[0-9]{2})年?\s*[-—~至–/]+\s*(20[0-9]{2})\s*学年")
_FIRST, _LAST = 1990, 2100

_SUBJECT = r"(?:本级|政府|政务|党务|院务|校务|厂务|信息|资讯|依申请|主动|部门|机关|关务|警务|网站)*公开"
_AHEAD = (
    r"\s*(?=关于|发布|印发|公布|颁布|编制"
    rf"|的?\s*[《“\"]?\s*(?:{YEAR}|{_BARE_YEAR}|20[0-9]{{2}}年?\s*[-—~至–/]|{_SUBJECT}|年度)|年度)"
)
_ENDS = "[局委厅府办处室镇乡道署院所站队会馆司社部关校行台学心团省市区县旗州盟]"
_START = re.compile(
    rf"^|[\s《:)“]|年度|年(?!度)|{_DIGIT}{{4}}(?=[省市县区]?{_HAN})|印发|转发|关于|公布|发布|报送|上报"
)
_IN_TITLE = re.compile(rf"({_HAN}{{2,40}}?{_ENDS})(?:\([^()]{{1,20}}\))?{_AHEAD}")
_NO_NAME = re.compile(
    r"(?:关于|根据|按照|全[国省市县区系]|[各我本该贵度年的]|做好|开展|进一步|加强)|.*(?:公开|报告|印发|转发|关于|首页)"
)
_REGION = re.compile(r"国家|中国|.{1,12}?[省市县区旗州盟镇乡]")


def fold(text: str) -> str:
    """The text in half width with the simplified forms of characters that titles have, character for character."""
    return text.translate(_FOLDED)


def year_in(folded: str) -> int | None:
    """The year that a folded title speaks of (of a school year the second); None where it has none or is damaged."""
    if match := _SCHOOL_YEAR.search(folded):
        return int(match.group(2))
    if not (match := re.search(rf"(?<![0-9])(?:{YEAR}|{_BARE_YEAR})", folded)):
        return None
    year = int(re.sub(r"\s*年$", "", match.group()).translate(_DIGITS))
    return year if _FIRST <= year <= _LAST else None


def name_in_title(folded: str, title: Span, area: Span) -> Span | None:
    """The agency that a title names; `area` has the lines around it that it may be spread over."""
    found = _name(folded, title)
    if found is None:
        return _name(folded, area) or _spaced_name(folded, area)
    # 白水市人力资源和⏎社会保障局2012年…: a name without place at the start of a line goes on from the line before.
    if found.start == title.start > area.start and not _REGION.match(folded[found.start : found.end]):
        return _spaced_name(folded, area) or found
    return found


def _name(folded: str, span: Span) -> Span | None:
    for start in _START.finditer(folded[span.start : span.end]):
        begin = span.start + start.end()
        match = _IN_TITLE.match(folded, begin, span.end)
        if match and not _NO_NAME.match(match.group(1)) and len(match.group(1)) >= 3:
            return Span(match.start(1), match.end(1))
    return None


def _spaced_name(folded: str, span: Span) -> Span | None:
    """A name with blanks or a line end inside."""
    places = [i for i in range(span.start, span.end) if not folded[i].isspace()]
    match = _IN_TITLE.match("".join(folded[i] for i in places))
    if match is None or _NO_NAME.match(match.group(1)) or not _REGION.match(match.group(1)):
        return None
    return Span(places[match.start(1)], places[match.end(1) - 1] + 1)
