"""A report as a web page of a government site, with the site around it."""

from __future__ import annotations

from html import escape

from tests.rendering.report import Report, ReportTable

PAGE = """<!DOCTYPE html>
<html lang="zh"><head><meta charset="{charset}"><title>{title}_某县人民政府</title>
<style>.gone{{display:none}} td{{padding:2px}}</style><script>var hits = 312;</script></head>
<body><div class="header"><a href="/">首页</a><a href="/zwgk/">政务公开</a><a href="/hdjl/">互动交流</a></div>
<div class="position">当前位置：<a href="/">首页</a> &gt; <a href="/zwgk/">政府信息公开年报</a></div>
<div class="main"><div class="info">发布时间：2023-01-20　来源：办公室　浏览次数：<span>312</span>　字号：[大 中 小] [打印] [关闭]</div>
<div class="content" id="zoom">
{body}
<p class="gone">内部核对用：共收到申请999件。</p>
</div>
<div class="related"><h3>相关链接</h3><ul><li><a href="/1.html">关于开展检查的通知</a></li><li><a href="/2.html">公开指南</a></li></ul></div></div>
<div class="footer"><p>版权所有：某县人民政府办公室　备案号：A备12345678号　联系电话：01234567</p></div></body></html>
"""


def as_html(report: Report, encoding: str = "utf-8", declared: str | None = None) -> bytes:
    """The page in an encoding; `declared` is what its header says instead."""
    body = "\n".join(_table(p) if isinstance(p, ReportTable) else f"<p>{_text(p)}</p>" for p in report.pieces)
    title = next(p for p in report.pieces if isinstance(p, str))
    page = PAGE.format(charset=declared or encoding, title=_text(title), body=body)
    return page.encode(encoding, "xmlcharrefreplace")


def _text(text: str) -> str:
    return escape(text).replace("\n", "<br>")


def _table(table: ReportTable) -> str:
    rows = []
    for row in table.rows():
        cells = []
        for cell in row:
            down = f' rowspan="{cell.row_span}"' if cell.row_span > 1 else ""
            across = f' colspan="{cell.column_span}"' if cell.column_span > 1 else ""
            cells.append(f"<td{down}{across}><p><span>{_text(cell.text)}</span></p></td>")
        rows.append(f"<tr>{''.join(cells)}</tr>")
    return f'<table border="1"><tbody>{"".join(rows)}</tbody></table>'
