"""What the content of a cell can be: a figure, a sign for no figure, a unit, a title, a numbered label.

All patterns look at short strings only and have no nested quantifiers, so that hostile text costs linear time.
"""

from __future__ import annotations

import re
from functools import lru_cache

MAX_COLUMNS = 40
MAX_CELLS = 20_000
# Digits of fifteen cells may have run together.
_LONGEST_FIGURE = 60
_LONGEST_TITLE = 24

# A unit behind a figure is short and no part of a date (12月, 3日); 万, 亿, 千 come before it.
_FIGURE = re.compile(
    r"[+\-－＋−]?\s*[0-9０-９](?:[0-9０-９,，.．\s]*[0-9０-９])?"
    r"(?:[.．]|\s*(?![年月日号號点點时時届屆])[\u3400-\u9fff]{0,3}\s*[%％‰]?)$"
)
_PLACEHOLDERS = frozenset(
    ("-", "--", "---", "—", "——", "－", "–", "─", "/", "／", "\\", "无", "無", "*", "＊", "零")
)
_UNIT = re.compile(r"[\u3400-\u9fff]{1,3}(?:[/／][\u3400-\u9fff]{1,2})?$|[%％‰]$")
# Measure words of statistics. Any short word may be a unit in a column of its own; where nothing but a blank or nothing at
# all parts the cells, only these are read as one.
_MEASURE = re.compile(
    r"(?:人次|件次|万元|萬元|亿元|億元|万条|万件|千元|万人|万人次|[条條件次个個人份篇宗例起元项項部册冊家场場期页頁户戶种種名位套批台臺处處])$"
)
_INDEX_TITLE = re.compile(r"(?:序号|序號|编号|編號|(?:指标|指標)?(?:代码|代碼)|栏次|欄次|行次)$")
_UNIT_TITLE = re.compile(r"(?:计量|計量)?(?:单位|單位)$")
_REMARK_TITLE = re.compile(r"(?:备注|備註|備注|说明|說明)$")
_LABEL_TITLE = re.compile(
    r"[\u3400-\u9fff]{0,6}(?:指标|指標|项目|項目|内容|內容|名称|名稱|类别|類別|事项|事項|任务|任務|分类|分類)$"
    r"|(?:申请人情况|申請人情況|项　*目|甲|年度|年份|部门|部門|地区|地區)$"
)
_VALUE_TITLE = re.compile(
    r"数量|數量|统计数|統計數|总数|總數|[件条條次人]数|[件條次人]數|合计|合計|总计|總計|小计|小計|金额|金額|本年|本期|累计|累計"
    r"|上年|自然人|[总小]计|(?:19|20)[0-9]{2}年|结果|結果"
)
_TEXT_TITLE = re.compile(
    r"任务|任務|措施|要求|单位|單位|部门|部門|时限|時限|时间|時間|责任|責任|内容|內容|事项|事項|目标|目標|备注|備註|序号|序號|要点|要點|进度|進度"
)
_HAN_NUMERAL = "一二三四五六七八九十"
NUMBERING = re.compile(
    rf"[（(][{_HAN_NUMERAL}]{{1,3}}[)）]|[{_HAN_NUMERAL}]{{1,3}}[、.．]|[（(][0-9０-９]{{1,2}}[)）]|[0-9０-９]{{1,2}}(?:[.．](?![0-9０-９])|[、)）])"
)
_OF_WHICH = re.compile(r"其中\s*[:：,，]?")
_HEADING_END = re.compile(r"(?:情况|情況|[项項类類表]|结果|結果|部分|方面|[:：])$")
_SENTENCE = re.compile(r"[。；;！？!?]")
_BRACKETED = re.compile(r"[（(][^（）()]{0,120}[)）]")
_HAN = re.compile(r"[\u3400-\u9fff]")
_CONTACT = re.compile(
    r"(?:电话|電話|热线|熱線|传真|傳真|邮编|郵編|邮政编码|手机|号码|號碼|QQ|qq|地址|网址|邮箱|信箱|传真号码)\s*[:：]?$"
)
_BLOCK = re.compile(r"第.{1,14}[条條项項款类類部]")
_LONGEST_BLOCK = 30
# So many figures in a line are a row of a table even without a word beside them.
LONE_ROW = 12
_YEAR = re.compile(r"(?:19|20)[0-9]{2}$")


def is_block_line(line: str) -> bool:
    """Whether a line names a block of a form (第二十条第（一）项)."""
    return len(line) <= _LONGEST_BLOCK and _BLOCK.match(line) is not None


def is_block_start(line: str) -> bool:
    """Whether a line begins with the name of a block of a form."""
    return _BLOCK.match(line) is not None


def squeeze(content: str) -> str:
    """The content without any blanks (统 计 指 标 → 统计指标)."""
    return "".join(content.split())


@lru_cache(maxsize=4096)
def is_figure(content: str) -> bool:
    """Whether the content of a cell is a number, with or without a sign, a magnitude, a unit or a per cent sign."""
    return len(content) <= _LONGEST_FIGURE and _FIGURE.match(content) is not None


def is_placeholder(content: str) -> bool:
    """Whether the content stands for a figure that is not there (`-`, `/`, 无 …); an empty cell does not count."""
    return content in _PLACEHOLDERS


def is_value(content: str) -> bool:
    """Whether the content can stand in a column of figures without being empty."""
    return is_placeholder(content) or is_figure(content)


def is_blank(content: str) -> bool:
    """Whether the content says nothing of its column: empty or a sign for no figure."""
    return not content or is_placeholder(content)


def is_unit(content: str) -> bool:
    """Whether the content can be a unit in a column of units."""
    return len(content) <= 6 and _UNIT.match(content) is not None


def is_measure(content: str) -> bool:
    """Whether the content is one of the measure words of statistics (件, 人次, 万元)."""
    return len(content) <= 4 and _MEASURE.match(content) is not None


def measure_at_end(content: str) -> int:
    """Length of the measure word that ends the content, 0 where there is none."""
    return next((n for n in (3, 2, 1) if len(content) > n and is_measure(content[-n:])), 0)


def is_index_title(content: str) -> bool:
    """Whether a column title says that the column numbers or codes the rows."""
    return _INDEX_TITLE.match(squeeze(content)) is not None if len(content) <= _LONGEST_TITLE else False


def is_unit_title(content: str) -> bool:
    """Whether a column title is 单位 or 计量单位."""
    return _UNIT_TITLE.match(squeeze(content)) is not None if len(content) <= _LONGEST_TITLE else False


def is_remark_title(content: str) -> bool:
    """Whether a column title announces remarks."""
    return _REMARK_TITLE.match(squeeze(content)) is not None if len(content) <= _LONGEST_TITLE else False


def is_label_title(content: str) -> bool:
    """Whether the content is the title of a column of labels (指标, 信息内容, 序号)."""
    if len(content) > _LONGEST_TITLE:
        return False
    squeezed = squeeze(content)
    return _LABEL_TITLE.match(squeezed) is not None or _INDEX_TITLE.match(squeezed) is not None


def is_value_title(content: str) -> bool:
    """Whether the content reads as the title of a column of figures (数量, 总计, 2016年)."""
    return len(content) <= _LONGEST_TITLE and _VALUE_TITLE.search(squeeze(content)) is not None


def is_text_title(content: str) -> bool:
    """Whether the content reads as the title of a column of prose (工作任务, 牵头单位, 完成时限)."""
    return len(content) <= 12 and _TEXT_TITLE.search(squeeze(content)) is not None


def is_year(content: str) -> bool:
    """Whether the content is a bare year, which may title a column."""
    return _YEAR.match(content) is not None


def is_numbered(content: str) -> bool:
    """Whether a label opens with a numbering or 其中."""
    return NUMBERING.match(content) is not None or _OF_WHICH.match(content) is not None


def has_han(content: str) -> bool:
    """Whether there is a Chinese character."""
    return _HAN.search(content) is not None


def is_contact(label: str) -> bool:
    """Whether a label announces a telephone number, an address or the like."""
    return _CONTACT.search(label) is not None


def is_sentence(content: str) -> bool:
    """Whether the content has the punctuation of a sentence outside brackets."""
    if _SENTENCE.search(content[:400]) is None and "，" not in content and "," not in content:
        return False
    bare = _BRACKETED.sub("", content[:400])
    # A comma that follows an opening bracket stands in a remark that goes on in the next line; behind its end likewise.
    opened = max(bare.rfind("（"), bare.rfind("("))
    closed = max(bare.rfind("）"), bare.rfind(")"))
    if opened >= 0 and opened > closed:
        bare = bare[:opened]
    elif closed >= 0 and opened < 0:
        bare = bare[closed:]
    return _SENTENCE.search(bare) is not None or "，" in bare or "," in bare


def is_open(label: str) -> bool:
    """Whether a bracket or a quotation is opened but not closed."""
    return (
        sum(label.count(c) for c in "（(") > sum(label.count(c) for c in "）)")
        or label.count("“") > label.count("”")
        or label.count("《") > label.count("》")
    )


def goes_on(upper: str, lower: str) -> bool:
    """Whether two lines of a label column are one label broken over them, and not a heading and a label."""
    if is_open(upper):
        return True
    if is_numbered(lower) or not has_han(lower):
        return False
    if lower[0] in "）)”》、":
        return True
    return is_numbered(upper) and _HEADING_END.search(upper) is None and not is_label_title(lower)
