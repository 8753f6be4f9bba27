"""How sites and files of offices lay out the title of a report: each layout with what a careful
reader takes from it, written before the code that reads them.

`{t}` is the title of the report of `{a}` for the year 2023; what nobody can know is ''.
"""

from __future__ import annotations

from dataclasses import dataclass

AGENCY = "青山县教育局"
TITLE = "青山县教育局2023年政府信息公开工作年度报告"
BARE = "2023年政府信息公开工作年度报告"
CHAPTERS = (
    "一、总体情况",
    "根据《中华人民共和国政府信息公开条例》，本报告数据统计期限为2023年1月1日至2023年12月31日。",
    "二、主动公开政府信息情况",
)


@dataclass(frozen=True, slots=True)
class Layout:
    """A page (HTML between the tags of the body) or a text, and what it says of the report."""

    name: str
    content: str
    title: str = TITLE
    agency: str = AGENCY
    year: int | None = 2023
    published: str = ""
    head: str = ""

    @property
    def is_page(self) -> bool:
        return self.content.startswith("<")

    def write(self) -> str:
        filled = self.content.replace("{t}", TITLE).replace("{a}", AGENCY)
        if not self.is_page:
            return "\n".join([filled, *CHAPTERS]) + "\n"
        head = self.head.replace("{t}", TITLE)
        chapters = "".join(f"<p>{line}</p>" for line in CHAPTERS)
        return (
            f"<html><head><meta charset='utf-8'>{head}</head><body>{filled}{chapters}</body></html>"
        )


CARD = (
    "<table><tr><td>索 引 号</td><td>1135070/2024-00012</td><td>主题分类</td><td>年度报告</td></tr>"
    "<tr><td>发布机构</td><td>{office}</td><td>发文日期</td><td>2024-01-18</td></tr>"
    "<tr><td>名　　称</td><td colspan='3'>{name}</td></tr>"
    "<tr><td>文　　号</td><td>无</td><td>有效性</td><td>有效</td></tr></table>"
)


def card(name: str = "{t}", office: str = "{a}") -> str:
    return CARD.replace("{name}", name).replace("{office}", office)


LAYOUTS = (
    # ---- one line
    Layout("plain page", "<h1>{t}</h1>"),
    Layout("plain text", "{t}"),
    Layout("spaced letters", "青 山 县 教 育 局\n2023 年政府信息公开工作年度报告"),
    Layout("wide blanks", "<h1>青山县教育局&emsp;2023年&emsp;政府信息公开工作年度报告</h1>"),
    Layout("in guillemets", "<h1>《{t}》</h1>"),
    Layout("in quotes", "“{t}”"),
    Layout(
        "年度",
        "青山县教育局2023年度政府信息公开工作年度报告",
        "青山县教育局2023年度政府信息公开工作年度报告",
    ),
    Layout(
        "the year first",
        "2023年度青山县教育局政府信息公开工作年度报告",
        "2023年度青山县教育局政府信息公开工作年度报告",
    ),
    Layout(
        "the year first, with 的",
        "2023年青山县教育局的政府信息公开工作年度报告",
        "2023年青山县教育局的政府信息公开工作年度报告",
    ),
    Layout(
        "年报",
        "<h1>青山县教育局2023年政府信息公开年报</h1>",
        "青山县教育局2023年政府信息公开年报",
    ),
    Layout(
        "工作报告",
        "青山县教育局2023年度政府信息公开工作报告",
        "青山县教育局2023年度政府信息公开工作报告",
    ),
    Layout(
        "年度工作报告",
        "青山县教育局2023年政府信息公开年度工作报告",
        "青山县教育局2023年政府信息公开年度工作报告",
    ),
    Layout(
        "without 年",
        "青山县教育局2023政府信息公开工作年度报告",
        "青山县教育局2023政府信息公开工作年度报告",
    ),
    Layout("a version behind it", "{t}第二版"),
    Layout("a version in Latin letters", "{t} V1.1"),
    Layout("stars around it", "★{t}★"),
    Layout("a picture story", "一图读懂{t}"),
    Layout("lines numbered at the margin", "1 {t}\n2 编制说明\n3 本机关\n4 填报"),
    Layout(
        "the year behind 工作",
        "青山县教育局政府信息公开工作2023年度报告",
        "青山县教育局政府信息公开工作2023年度报告",
    ),
    Layout(
        "the year before 年报",
        "青山县教育局政府信息公开2023年年报",
        "青山县教育局政府信息公开2023年年报",
    ),
    Layout(
        "the first half of a year",
        "青山县教育局2023年上半年政府信息公开工作报告",
        "青山县教育局2023年上半年政府信息公开工作报告",
    ),
    Layout(
        "a half-yearly report",
        "青山县教育局2023年政府信息公开工作半年报",
        "青山县教育局2023年政府信息公开工作半年报",
    ),
    Layout(
        "the year in a bracket behind the name",
        "青山县教育局（2023年度）政府信息公开工作年度报告",
        "青山县教育局（2023年度）政府信息公开工作年度报告",
    ),
    Layout(
        "the year in a bracket at the head",
        "（2023）青山县教育局政府信息公开工作年度报告",
        "（2023）青山县教育局政府信息公开工作年度报告",
    ),
    Layout("the site's name and a blank before it", "青山县人民政府门户网站 {t}"),
    Layout(
        "all of a year",
        "青山县教育局2023年全年政府信息公开工作年度报告",
        "青山县教育局2023年全年政府信息公开工作年度报告",
    ),
    Layout(
        "words that are no name",
        "青山县教育局落实条例情况\n2023年政府信息公开工作年度报告",
        BARE,
        agency="",
    ),
    Layout(
        "关于",
        "青山县教育局关于2023年政府信息公开工作的年度报告",
        "青山县教育局关于2023年政府信息公开工作的年度报告",
    ),
    Layout(
        "关于 at the head",
        "关于青山县教育局2023年政府信息公开工作年度报告",
        "关于青山县教育局2023年政府信息公开工作年度报告",
    ),
    Layout(
        "情况的报告",
        "青山县教育局关于2023年度政府信息公开工作情况的报告",
        "青山县教育局关于2023年度政府信息公开工作情况的报告",
    ),
    Layout(
        "a year in Chinese",
        "青山县教育局二〇二三年政府信息公开工作年度报告",
        "青山县教育局二〇二三年政府信息公开工作年度报告",
    ),
    Layout(
        "a year with a circle",
        "<h1>青山县教育局二○二三年度政府信息公开工作年度报告</h1>",
        "青山县教育局二○二三年度政府信息公开工作年度报告",
    ),
    Layout(
        "a year with 零",
        "青山县教育局二零二三年政府信息公开工作年度报告",
        "青山县教育局二零二三年政府信息公开工作年度报告",
    ),
    Layout(
        "full-width digits",
        "青山县教育局２０２３年政府信息公开工作年度报告",
        "青山县教育局２０２３年政府信息公开工作年度报告",
    ),
    Layout(
        "traditional characters",
        "青山縣教育局2023年政府信息公開工作年度報告",
        "青山縣教育局2023年政府信息公開工作年度報告",
        "青山縣教育局",
    ),
    Layout("a bracket", "<h1>{t}（含附表）</h1>"),
    Layout("a corrected version", "{t}（修订版）"),
    Layout("a bracket of another kind", "{t}【更正】"),
    Layout(
        "the year in a bracket",
        "<h1>青山县教育局政府信息公开工作年度报告（2023年度）</h1>",
        "青山县教育局政府信息公开工作年度报告（2023年度）",
    ),
    Layout(
        "a bracket in the name",
        "青山县教育局（体育局）2023年政府信息公开工作年度报告",
        "青山县教育局（体育局）2023年政府信息公开工作年度报告",
        "青山县教育局（体育局）",
    ),
    Layout(
        "two bodies",
        "青山县委、青山县人民政府2023年政府信息公开工作年度报告",
        "青山县委、青山县人民政府2023年政府信息公开工作年度报告",
        "青山县委、青山县人民政府",
    ),
    Layout(
        "a place alone",
        "青山县2023年政府信息公开工作年度报告",
        "青山县2023年政府信息公开工作年度报告",
        "青山县",
    ),
    Layout(
        "a village town",
        "<h1>青山县白石镇人民政府2023年政府信息公开工作年度报告</h1>",
        "青山县白石镇人民政府2023年政府信息公开工作年度报告",
        "青山县白石镇人民政府",
    ),
    Layout(
        "an abbreviation",
        "<h1>临川高新区管委会2023年政府信息公开工作年度报告</h1>",
        "临川高新区管委会2023年政府信息公开工作年度报告",
        "临川高新区管委会",
    ),
    Layout(
        "an enterprise",
        "青山县自来水有限公司2023年信息公开年度报告",
        "青山县自来水有限公司2023年信息公开年度报告",
        "青山县自来水有限公司",
    ),
    Layout("without the agency", f"<h1>{BARE}</h1>", BARE, ""),
    Layout("our own", f"<h1>我局{BARE}</h1>", f"我局{BARE}", ""),
    # ---- several lines
    Layout("two lines", f"{{a}}\n{BARE}"),
    Layout("two lines of a page", f"<h1>{{a}}<br>{BARE}</h1>", head="<title>{t}</title>"),
    Layout("two paragraphs", f"<p>{{a}}</p><p>{BARE}</p>"),
    Layout("parted by the year", "青山县教育局2023年\n政府信息公开工作年度报告"),
    Layout("three lines", "青山县教育局\n2023年\n政府信息公开工作年度报告"),
    Layout("broken in a word", "青山县教育局2023年政府信息\n公开工作年度报告"),
    Layout("broken in 年度", "青山县教育局2023年政府信息公开工作年\n度报告"),
    Layout(
        "broken in the name",
        "青山县林业和\n草原局2023年政府信息公开工作年度报告",
        "青山县林业和草原局2023年政府信息公开工作年度报告",
        "青山县林业和草原局",
    ),
    Layout(
        "broken before 委员会",
        "青山县卫生健康\n委员会2023年政府信息公开工作年度报告",
        "青山县卫生健康委员会2023年政府信息公开工作年度报告",
        "青山县卫生健康委员会",
    ),
    Layout(
        "关于 in a line",
        "青山县教育局\n关于2023年政府信息公开工作的\n年度报告",
        "青山县教育局关于2023年政府信息公开工作的年度报告",
    ),
    Layout(
        "the year below",
        "青山县教育局政府信息公开工作年度报告\n（2023年度）",
        "青山县教育局政府信息公开工作年度报告（2023年度）",
    ),
    Layout(
        "the year in the first line",
        "2023年\n青山县教育局\n政府信息公开工作年度报告",
        "2023年青山县教育局政府信息公开工作年度报告",
    ),
    Layout(
        "the year in the last line",
        "青山县教育局\n政府信息公开工作年度报告\n2023年度",
        "青山县教育局政府信息公开工作年度报告",
    ),
    Layout("empty lines between", f"\n\n{{a}}\n\n\n{BARE}\n\n"),
    # ---- what stands above and below
    Layout(
        "a letterhead",
        "青山县教育局文件\n青教〔2024〕5号\n\n{t}",
    ),
    Layout(
        "a letterhead and no agency",
        f"青山县教育局文件\n青教〔2024〕5号\n{BARE}",
        BARE,
    ),
    Layout(
        "a breadcrumb",
        "<div>当前位置：首页 &gt; 政府信息公开 &gt; 政府信息公开年报</div><h1>{t}</h1>"
        "<p>发布时间：2024-01-20 09:15　来源：青山县人民政府办公室　浏览次数：128</p>",
        published="2024-01-20",
    ),
    Layout(
        "a breadcrumb that ends with it",
        "<div>您的位置：首页 > 年报 > {t}</div><p>时间：2024-01-20</p><p>正文</p>",
        published="2024-01-20",
    ),
    Layout(
        "the site's banner above",
        f"<div>青山县人民政府</div><h1>{BARE}</h1>",
        BARE,
        "",
        head=f"<title>{BARE}-青山县人民政府门户网站</title>",
    ),
    Layout(
        "a column of the site above",
        "<div>政府信息公开</div><div>政府信息公开年报</div><h1>{t}</h1>",
    ),
    Layout("a date before it", "2024-01-20 {t}\n", published=""),
    Layout(
        "an issue of another body",
        "<h1>{t}</h1><p>来源：青山县人民政府办公室</p><p>发布日期：2024年1月20日</p>",
        published="2024-01-20",
    ),
    Layout("a running head", "{t}\n第1页\n{t}\n"),
    Layout("a page of a flip book", "{t} 1 / 12\n首页 上一页 下一页 末页\n"),
    Layout("a table of contents", "目 录\n{t}\n一、总体情况………1\n二、主动公开政府信息情况………2\n"),
    Layout(
        "a notice around it",
        "<h1>关于印发《{t}》的通知</h1><p>各科室：</p><p>现将{t}印发给你们。</p>",
    ),
    Layout(
        "a notice, then the report",
        "青山县人民政府办公室\n关于公布《{t}》的通知\n现将{t}予以公布。\n{t}\n",
    ),
    Layout(
        "an attachment named",
        "<h1>{t}</h1><p>附件：青山县教育局2022年政府信息公开工作年度报告.doc</p>",
    ),
    Layout(
        "the reports of other years beside it",
        "<ul><li>青山县教育局2024年政府信息公开工作年度报告</li><li>{t}</li>"
        "<li>青山县教育局2022年政府信息公开工作年度报告</li></ul><h1>{t}</h1>",
    ),
    Layout(
        "a list of other years first",
        "<ul><li>青山县教育局2025年政府信息公开工作年度报告</li>"
        "<li>青山县教育局2024年政府信息公开工作年度报告</li>"
        "<li>青山县教育局2022年政府信息公开工作年度报告</li></ul><h1>{t}</h1>",
        head="<title>{t}</title>",
    ),
    Layout(
        "the one before and the one after",
        "<p>上一篇：青山县教育局2022年政府信息公开工作年度报告</p><h1>{t}</h1>"
        "<p>下一篇：青山县教育局2024年政府信息公开工作年度报告</p>",
    ),
    Layout(
        "a hidden title of another year",
        "<h1 style='display:none'>青山县教育局2019年政府信息公开工作年度报告</h1><h1>{t}</h1>",
    ),
    # ---- cards
    Layout("a card of lines", "索引号：1135070\n发布机构：{a}\n标题：{t}\n文号：无\n{t}"),
    Layout(
        "a card alone",
        "索引号：1135070\n发布机构：{a}\n名　称：{t}\n发文日期：2024年1月18日\n",
        published="2024-01-18",
    ),
    Layout(
        "a card of another publisher",
        "<p>发布机构：青山县人民政府办公室</p><p>信息名称：{t}</p><p>内容概述：年报</p>",
    ),
    Layout("a card in a table", f"<div>{card()}</div><h1>{{t}}</h1>", published="2024-01-18"),
    Layout("a card in a table alone", f"<div>{card()}</div>", published="2024-01-18"),
    Layout(
        "a card whose name has no agency",
        f"<div>{card(BARE, '青山县人民政府办公室')}</div>",
        BARE,
        "",
        published="2024-01-18",
    ),
    Layout(
        "a card whose name has no agency, the title has",
        f"<div>{card(BARE, '青山县人民政府办公室')}</div><h1>{{t}}</h1>",
        published="2024-01-18",
    ),
    # ---- what the page's head says
    Layout("the site's name behind it", "<h1>{t}</h1>", head="<title>{t}_青山县人民政府</title>"),
    Layout("only in the page's title", "<p>正文</p>", head="<title>{t}-政府信息公开</title>"),
    Layout(
        "only in a meta element",
        "<p>正文</p>",
        head='<meta name="ArticleTitle" content="{t}"><title>政府信息公开</title>'
        '<meta name="PubDate" content="2024-01-20"><meta name="ContentSource" content="县府办">',
        published="2024-01-20",
    ),
    Layout(
        "a page's title of the column",
        "<h1>{t}</h1>",
        head="<title>政府信息公开年报_青山县人民政府</title>",
    ),
    Layout("no title at all", "<p>正文</p>", "", ""),
    Layout(
        "the site's name before it",
        "<p>正文</p>",
        head="<title>青山县人民政府 - {t}</title>",
    ),
    Layout("fields in brackets", "[索引号] 1 [标题] {t} [发布机构] 县府办 [文号] 无\n"),
    Layout("a mark in a bracket before it", "<h1>【政府信息公开年报】{t}</h1>"),
    Layout("a card in one line", "索引号: 1 发布机构: 县教体局 名称: {t} 文号: 无\n"),
    Layout(
        "a banner and no title of the page",
        f"<div>青山县人民政府门户网站</div><h1>{BARE}</h1>",
        BARE,
        "",
    ),
    Layout("broken behind 公开", "青山县教育局2023年政府信息公开\n工作年度报告"),
    Layout("empty fields behind it", "{t},,,,"),
    Layout(
        "a file to be fetched below it",
        "<h1>{t}</h1><p>附件：</p><p>1.青山县教育局2022年政府信息公开工作年度报告.pdf</p>",
    ),
    Layout(
        "nothing but links to other bodies",
        "<ul><li>青山县水务局2023年政府信息公开工作年度报告</li>"
        "<li>青山县财政局2023年政府信息公开工作年度报告</li></ul>",
        "",
        "",
    ),
    Layout(
        "a column of another year above it",
        "<div>2024年政府信息公开年报</div><div>部门</div><div>街道</div><h1>{t}</h1>",
    ),
    Layout("about its preparation", "<h1>关于编制{t}的说明</h1>", "", ""),
    # ---- dates
    Layout(
        "a signature",
        "{t}\n一、总体情况\n按要求公开。\n青山县教育局\n2024年1月22日\n",
        published="2024-01-22",
    ),
    Layout(
        "a signature in Chinese",
        "{t}\n一、总体情况\n按要求公开。\n青山县教育局\n二〇二四年一月二十二日\n",
        published="2024-01-22",
    ),
    Layout("the end of the period in a line", "{t}\n统计期限为2023年1月1日至\n2023年12月31日\n"),
    Layout("up to a day", "{t}\n截至2023年12月31日\n"),
    Layout(
        "other dates beside it",
        "<div>今天是2026年3月1日</div><h1>{t}</h1><p>打印时间：2026-03-01</p>"
        "<p>发布时间：2024-01-25</p><p>更新时间：2025-02-01</p>",
        published="2024-01-25",
    ),
    Layout(
        "a clock behind the day",
        "<h1>{t}</h1><p>2024-1-3 00:00 来源：县教育局</p>",
        published="2024-01-03",
    ),
    Layout(
        "days that are none of publication",
        "<h1>{t}</h1><p>有效日期：2099-12-31</p><p>施行日期：2024-02-01</p>",
    ),
    Layout(
        "a date of a template",
        "<h1>{t}</h1><p>公开日期：2024-01-26</p>",
        published="2024-01-26",
        head='<meta name="PubDate" content="1970-01-01 08:00">',
    ),
)
