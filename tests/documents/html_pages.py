"""Invented pages as Chinese government sites have had them since 2008."""

BODY = (
    "<p>一、总体情况</p><p>　　青柳县水务局本年度主动公开政府信息128条，其中网站公开96条，公示栏公开32条。</p>"
    "<p>二、依申请公开情况</p><p>&nbsp;&nbsp;&nbsp;&nbsp;收到申请<b>3</b>件，均按时答复；没有收取费用。</p>"
)

TRS = f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>青柳县水务局2015年政府信息公开工作年度报告_青柳县人民政府</title>
<meta name="ArticleTitle" content="青柳县水务局2015年政府信息公开工作年度报告"><meta name="PubDate" content="2016-03-09 10:21">
<meta name="ContentSource" content="县水务局">
<style>.hide{{display:none}} @media print {{ .print-x{{display:none}} }} #secret{{ color:red; display : none }}</style>
<script>var n=312;document.write("浏览次数：999");</script></head><body>
<div class="header"><h1>青柳县人民政府</h1><ul class="nav"><li><a href="/">首页</a></li><li><a href="/zw">政务公开</a></li></ul></div>
<div class="crumb">当前位置：<a href="/">首页</a> &gt; <a href="/zw">政务公开</a> &gt; <a href="/nb">年报</a></div>
<div class="sidebar"><h3>栏目导航</h3><ul><li><a href="a1">机构概况</a></li><li><a href="a2">领导信息</a></li><li><a href="a3">规章文件</a></li></ul></div>
<div class="main"><div class="title">青柳县水务局2015年政府信息公开工作年度报告</div>
<div class="info">发布时间：2016-03-09 10:21　来源：县水务局　浏览次数：<span id="hits">312</span>　字号：[<a href="javascript:f(1)">大</a> <a href="javascript:f(2)">中</a> <a href="javascript:f(3)">小</a>]</div>
<div class="share">分享到：<a href="#">新浪微博</a> <a href="#">微信</a></div>
<div class="TRS_Editor"><style>p{{margin:0}}</style>{BODY}<p class="hide">隐藏的测试文字共99条。</p><p id="secret">秘密44件。</p></div>
<div class="attach"><table><tr><th>统计指标</th><th>单位</th><th>统计数</th></tr><tr><td>收到申请数</td><td>件</td><td>3</td></tr><tr><td>申请答复数</td><td>件</td><td>3</td></tr></table></div>
<div class="ops">【<a href="javascript:print()">打印本页</a>】【<a href="javascript:close()">关闭窗口</a>】</div>
<p>责任编辑：王小明</p><p>上一篇：<a href="x">某某通知</a></p><p>下一篇：<a href="y">另一通知</a></p>
<div>扫一扫在手机打开当前页</div></div>
<div class="related"><h3>相关链接</h3><ul><li><a href="1">2014年年报</a></li><li><a href="2">2013年年报</a></li></ul></div>
<div class="footer">主办：青柳县人民政府 备案号：某ICP备05000001号 <p>版权所有 电话：0000-1234567</p></div>
</body></html>"""

LAYOUT_2009 = """<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312"><title>年报</title></head>
<body bgcolor=#ffffff><table width=1000 border=0 align=center><tr><td colspan=3><img src=top.jpg alt="网站横幅123"></td></tr>
<tr><td width=180 valign=top><table><tr><td><a href=1.htm>本局概况</a></td></tr><tr><td><a href=2.htm>政策法规</a></td></tr><tr><td><a href=3.htm>办事指南</a></td></tr></table></td>
<td width=10>&nbsp;</td><td valign=top><table width="100%"><tr><td>您的位置：<a href=/>首页</a> &gt;&gt; <a href=/xx>信息公开</a></td></tr>
<tr><td align=center><font size=5><b>南坪市档案局2008年政府信息公开年度报告</b></font></td></tr>
<tr><td align=center>作者：办公室　来源：本站　点击数：457　更新时间：2009-3-2</td></tr>
<tr><td><font size=3>　　根据规定，编制本报告。<br>　　一、概述<br>　　2008年共公开信息40条，接待查阅15人次。<br>　　二、统计表<br>
<table border=1><tr><td>指标名称<td>单位<td>2008年度<tr><td>主动公开信息数<td>条<td>40<tr><td>现场接待人数<td>人次<td>15</table>
<br>南坪市档案局<br>二〇〇九年三月一日</font></td></tr>
<tr><td align=right>【字体：<a href="#" onclick=x>大</a> <a href="#">中</a> <a href="#">小</a>】【<a href="javascript:window.print()">打印</a>】【<a href="javascript:window.close()">关闭</a>】</td></tr></table></td></tr>
<tr><td colspan=3 align=center>版权所有：南坪市档案局 地址：某路1号 您是第10086位访问者</td></tr></table></body></html>"""

FORM_2021 = """<html><body><div id="zoom"><p style="text-align:center">白杨区市场监督管理局2022年政府信息公开工作年度报告</p><p>三、收到和处理政府信息公开申请情况</p>
<table border="1"><tbody>
<tr><td colspan="3" rowspan="3"><p>（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）</p></td><td colspan="7">申请人情况</td></tr>
<tr><td rowspan="2"><p>自然</p><p>人</p></td><td colspan="5">法人或其他组织</td><td rowspan="2">总计</td></tr>
<tr><td>商业<br>企业</td><td>科研机构</td><td>社会公益组织</td><td>法律服务机构</td><td>其他</td></tr>
<tr><td colspan="3">一、本年新收政府信息公开申请数量</td><td>6</td><td>1</td><td>0</td><td>0</td><td>0</td><td>0</td><td>7</td></tr>
<tr><td colspan="3">二、上年结转政府信息公开申请数量</td><td>0</td><td>0</td><td>0</td><td>0</td><td>0</td><td>0</td><td>0</td></tr>
<tr><td rowspan="3">三、本年度办理结果</td><td colspan="2">（一）予以公开</td><td>4</td><td>1</td><td>0</td><td>0</td><td>0</td><td>0</td><td>5</td></tr>
<tr><td rowspan="2">（三）不予公开</td><td>1.属于国家秘密</td><td>1</td><td>0</td><td>0</td><td>0</td><td>0</td><td>0</td><td>1</td></tr>
<tr><td>2.其他法律行政法规禁止公开</td><td>1</td><td>0</td><td>0</td><td>0</td><td>0</td><td>0</td><td>1</td></tr>
</tbody></table></div></body></html>"""

BOX = (
    """<html><body><div class="w"><table class="xxgk_head"><tr><td>索 引 号：</td><td>QL-0010/2014-00031</td><td>主题分类：</td><td>综合政务</td></tr>
<tr><td>发布机构：</td><td>青柳县人民政府办公室</td><td>成文日期：</td><td>2014-02-20</td></tr>
<tr><td>文号：</td><td>青政办发〔2014〕5号</td><td>发布日期：</td><td>2014年3月1日</td></tr><tr><td>名称：</td><td colspan="3">青柳县2013年政府信息公开年度报告</td></tr></table>
<h1>青柳县2013年政府信息公开年度报告</h1><div class="con">"""
    + BODY
    + "</div></div></body></html>"
)

# A box made of a list, names of elements that say nothing, an appendix beside the text.
LISTED_BOX = (
    """<body><div id="all"><div class="top-bar"><span>欢迎访问青柳县人民政府网站</span><span>今天是2016年3月9日</span></div>
<div class="loc">当前位置：<a href=1>首页</a>><a href=2>政府信息公开</a></div><div class="wrap"><ul class="fileinfo"><li><b>索引号：</b>
<span>000014349/2016-00012</span></li><li><b>发布机构：</b><span>县水务局</span></li><li><b>发文字号：</b><span></span></li><li><b>发布日期：</b>
<span>2016-03-09</span></li><li><b>标　题：</b><span>青柳县水务局2015年年报</span></li></ul>
<h2 class="t">青柳县水务局2015年政府信息公开工作年度报告</h2>
<p class=t2>日期：2016-03-09 &nbsp; 浏览：<script>x()</script>次 &nbsp;[ <a href=#>打印</a> ]</p><div class="c"><div>"""
    + BODY
    + """</div><div>三、附表</div><div><table><tr><td>指标</td><td>数量</td></tr><tr><td>公开数</td><td>128</td></tr></table></div>
<div>注：本表数据截至12月31日</div></div><div class="pre">上一条：<a href=3>无</a></div></div>
<div class="b"><p>主办单位：青柳县人民政府办公室 | 网站标识码：1234567890</p><p>Copyright 2016 All Rights Reserved</p></div></div></body>"""
)

# All in one cell, lines by br only.
ONE_CELL = (
    "<table width=100%><tr><td>首页 > 信息公开 > 年报<br>青柳县2010年政府信息公开年度报告<br>日期：2011-3-1 点击：33<br>一、概述<br>共公开3条<br>"
    "其中网站2条<br>二、申请<br>收到申请0件<br>青柳县政府<br>2011年3月1日<br>【打印】【关闭】<br>上一篇：无<br>版权所有 青柳县</td></tr></table>"
)

# As Word saves.
WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><meta http-equiv=Content-Type content="text/html; charset=gb2312">
<style><!-- p.MsoNormal{margin:0} --></style></head><body lang=ZH-CN><div class=Section1><p class=MsoNormal align=center><b><span lang=EN-US
style='font-size:22.0pt'>2013</span></b><b><span style='font-size:22.0pt'>年政府信息
公开年度报告<span lang=EN-US><o:p></o:p></span></span></b></p>
<p class=MsoNormal style='text-indent:32.0pt'><span>全年公开<span lang=EN-US>1,286</span>条，</span><span>其中网站<span
lang=EN-US>96</span>条。</span></p><table class=MsoNormalTable border=1><tr style='mso-yfti-irow:0'><td width=300 valign=top><p><span>统计指标</span>
</p></td><td><p><span>统计数</span></p></td></tr><tr><td><p><span>收到申请数<span lang=EN-US><o:p></o:p></span></span></p></td><td><p>
<span lang=EN-US>3<o:p></o:p></span></p></td></tr></table></div></body></html>"""

# One long section and short ones beside it, none of them in an element of a known name.
SECTIONS = (
    "<div class=x>"
    + "".join(
        f"<div><h2>{head}</h2><div>{text}</div></div>"
        for head, text in [
            ("一、概述", "公开信息3条。" * 40),
            ("二、收费情况", "无"),
            ("三、申请情况", "收到3件"),
            ("四、复议", "无复议诉讼"),
        ]
    )
    + "</div>"
)
