"""Real files to begin from, small ones: what is changed in them is then likely to matter."""

from __future__ import annotations

import base64
import quopri
from collections.abc import Sequence
from functools import cache

from tests.bad_files import BAD_FILES, good_docx, good_xlsx, pdf
from tests.documents import html_pages
from tests.fuzzing.mutators.packages import pack, unpack
from tests.rendering.html import as_html
from tests.rendering.office import as_docx, as_xlsx, tables_only
from tests.rendering.pdf import as_pdf
from tests.rendering.report import Report, report_2021

SUFFIXES = {
    "html": ".html", "docx": ".docx", "pdf": ".pdf", "xlsx": ".xlsx", "csv": ".csv", "markdown": ".md", "mhtml": ".mht", "zip": ".zip", "text": ".txt",
}  # fmt: skip
_LONGEST = 60_000

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_NUMBERING = (
    f'<w:numbering xmlns:w="{_W}"><w:abstractNum w:abstractNumId="0">'
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
)
_STYLES = (
    f'<w:styles xmlns:w="{_W}"><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/>'
    '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style></w:styles>'
)
_NOTES = f'<w:footnotes xmlns:w="{_W}"><w:footnote w:id="1"><w:p><w:r><w:t>含上年结转3件。</w:t></w:r></w:p></w:footnote></w:footnotes>'
_BODY = (
    '<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t>总体情况</w:t></w:r></w:p>'
    '<w:p><w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>收到申请12件</w:t></w:r>'
    '<w:r><w:footnoteReference w:id="1"/></w:r><w:ins w:id="1"><w:r><w:t>，答复11件。</w:t></w:r></w:ins><w:del w:id="2"><w:r><w:delText>无</w:delText></w:r></w:del></w:p>'
    '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    '<w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:tab/><w:t>件</w:t><w:br/></w:r></w:p>'
    '<w:tbl><w:tblGrid><w:gridCol w:w="900"/><w:gridCol w:w="900"/><w:gridCol w:w="900"/></w:tblGrid>'
    '<w:tr><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr><w:p><w:r><w:t>指标</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>数量</w:t></w:r></w:p></w:tc></w:tr>'
    '<w:tr><w:tc><w:tcPr><w:vMerge w:val="restart"/></w:tcPr><w:p><w:r><w:t>申请</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>收到</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>12</w:t></w:r></w:p></w:tc></w:tr>'
    '<w:tr><w:trPr><w:gridBefore w:val="0"/></w:trPr><w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc><w:tc><w:p><w:r><w:t>答复</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>11</w:t></w:r></w:p></w:tc></w:tr></w:tbl>'
    "<w:sdt><w:sdtContent><w:p><w:r><w:t>附注：以上数据截至12月31日。</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    "<w:p><w:r><w:pict><w:txbxContent><w:p><w:r><w:t>框内9条</w:t></w:r></w:p></w:txbxContent></w:pict></w:r></w:p>"
)
_MARKDOWN = (
    "---\ntitle: 某局年度报告\n---\n# 一、总体情况\n\n收到申请 **12** 件，\n答复11件。\n\n- 网上 3 件\n  1. 信函 4 件\n\n"
    "| 指标 | 数量 |\n|---|---:|\n| 申请数 | 12 |\n| 答复数<br>件 | 11 |\n\n> 引用 `3` [链接](x)\n\n```\n代码 5\n```\n<table><tr><td>9</td></tr></table>\n"
)
_TEXT = (
    "某县水务局2022年政府信息公开工作年度报告\n\n一、总体情况\n本年度共收到申请12件，同比增长20%，其中：自然人10件，企业2件。\n"
    "二、公开情况\n| 指标 | 单位 | 数量 |\n|---|---|---|\n| 申请数 | 件 | 12 |\n\n指标\t数量\n答复数\t11\n网站　　　30条\n微博　　　 4条\n（一）附件\n第 1 页\n"
    "信息内容/本年制发件数/本年废止件数/现行有效件数\n规章/0/0/3\n行政规范性文件/1/0/12\n"
)


@cache
def seeds(reader: str) -> Sequence[bytes]:
    """The files that the fuzzing of a reader begins with."""
    made = _MAKERS[reader]()
    return tuple(data for data in made if 0 < len(data) <= _LONGEST)


def _reports() -> list[Report]:
    whole = report_2021(1)
    return [whole, Report(whole.pieces[:6]), tables_only(Report(whole.pieces[-8:]))]


# Those that get furthest; the others stop at the first look, and what is changed in them would too.
_FAR = ("gutted.docx", "blank.docx", "gutted.xlsx", "script.html", "frames.html", "soft-404.html", "scan.pdf", "blank.pdf", "empty.mht", "cut.zip")  # fmt: skip


def _bad(suffix: str) -> list[bytes]:
    return [bad.make() for bad in BAD_FILES if bad.name in _FAR and bad.name.endswith(suffix)]


def _html() -> list[bytes]:
    pages = [v for k, v in vars(html_pages).items() if k.isupper() and isinstance(v, str)]
    encoded = [page.encode("utf-8" if "utf-8" in page else "gb18030") for page in pages]
    return [as_html(r) for r in _reports()] + [as_html(_reports()[1], "gb18030"), *encoded, *_bad(".html")]


def _lean(package: bytes) -> bytes:
    """A package without the parts that say nothing to a reader: they would only draw the changes to them."""
    parts = unpack(package) or []
    return pack([(n, d) for n, d in parts if not any(w in n for w in ("theme", "thumbnail", "customXml", "stylesWith", "fontTable", "webSettings", "docProps", "printerSettings"))])  # fmt: skip


def rich_docx() -> bytes:
    """A Word file with lists, notes, fields, tracked changes, merged cells and boxes."""
    parts = dict(unpack(good_docx()) or [])
    relations = parts["word/_rels/document.xml.rels"].decode()
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    notes = f'<Relationship Id="rId98" Type="{kind}/footnotes" Target="footnotes.xml"/></Relationships>'
    document = f'<?xml version="1.0"?><w:document xmlns:w="{_W}"><w:body>{_BODY}</w:body></w:document>'
    parts |= {
        "word/document.xml": document.encode(),
        "word/numbering.xml": _NUMBERING.encode(),
        "word/styles.xml": _STYLES.encode(),
        "word/footnotes.xml": _NOTES.encode(),
        "word/_rels/document.xml.rels": relations.replace("</Relationships>", notes).encode(),
    }
    return _lean(pack(list(parts.items())))


def _docx() -> list[bytes]:
    return [rich_docx(), *(_lean(as_docx(r)) for r in _reports()), *map(_lean, _bad(".docx"))]


def _xlsx() -> list[bytes]:
    return [good_xlsx(), *(_lean(as_xlsx(r)) for r in _reports()), *_bad(".xlsx")]


def _pdf() -> list[bytes]:
    page = b"BT /F1 12 Tf 100 700 Td (report 2022) Tj 0 -20 Td (total 12) Tj ET 90 600 200 50 re S 90 625 m 290 625 l S"
    return [*(as_pdf(r) for r in _reports()), pdf(2, page), *_bad(".pdf")]


def _csv() -> list[bytes]:
    table = '指标,单位,数量\n申请数,件,12\n"答复,数",件,"1,011"\n="0012",,3\n\n附注：无\n'
    return [
        table.encode(),
        table.replace(",", "\t").encode("gb18030"),
        table.replace(",", ";").encode("utf-16"),
    ]


def _mhtml() -> list[bytes]:
    head = b'From: <Saved by Browser>\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; type="text/html"; boundary="XX"\r\n\r\n'
    page = as_html(_reports()[1])
    made = []
    for encoding, body in (
        ("base64", base64.encodebytes(page)),
        ("quoted-printable", quopri.encodestring(page)),
    ):
        made.append(
            head
            + b"--XX\r\nContent-Type: text/html; charset=utf-8\r\nContent-Location: http://x/\r\nContent-Transfer-Encoding: "
            + encoding.encode() + b"\r\n\r\n" + body
            + b"\r\n--XX\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAA\r\n--XX--\r\n"
        )  # fmt: skip
    return made


def _zip() -> list[bytes]:
    inner = pack([("某局/年报.txt", _TEXT.encode("gb18030")), ("b.csv", _csv()[0])])
    outer = pack([("a.html", as_html(_reports()[1])), ("下级/inner.zip", inner), ("c.md", _MARKDOWN.encode()), ("d.xlsx", good_xlsx())])  # fmt: skip
    return [inner, outer, *_bad(".zip")]


def _text() -> list[bytes]:
    return [_TEXT.encode(), _TEXT.encode("gb18030"), _TEXT.encode("big5", "replace"), _TEXT.encode("utf-16")]


_MAKERS = {
    "html": _html,
    "docx": _docx,
    "pdf": _pdf,
    "xlsx": _xlsx,
    "csv": _csv,
    "markdown": lambda: [_MARKDOWN.encode(), _TEXT.encode(), *_bad(".md")],
    "mhtml": _mhtml,
    "zip": _zip,
    "text": _text,
}
