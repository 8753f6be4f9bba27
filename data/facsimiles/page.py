"""A report as a web page: the tables in the markup that the original page has."""

from __future__ import annotations

import re
from html import escape

from facsimiles.layout import Box, Layout
from facsimiles.outline import PAGE_CUT, Outline, PageStyle

STYLE = (
    "table{border-collapse:collapse}td{border:1px solid #000;padding:4px;text-align:center}"
    ".right{text-align:right}"
)


def write_page(outline: Outline, layouts: dict[str, Layout]) -> bytes:
    """The whole page, UTF-8."""
    head = [
        "<!DOCTYPE html>",
        '<html lang="zh-CN">',
        "<head>",
        '<meta charset="utf-8">',
        f"<title>{escape(outline.title)}</title>",
    ]
    chrome = outline.page.chrome
    main = [block for line in outline.body for block in _block(outline, layouts, line)]
    if chrome:
        head += _site_head(outline)
        main = [*_site_top(outline), *main, *_site_foot(outline)]
    lines = [*head, f"<style>{STYLE}</style>", "</head>", "<body>", *main, "</body>", "</html>", ""]
    return "\n".join(lines).encode("utf-8")


def _block(outline: Outline, layouts: dict[str, Layout], line: str) -> list[str]:
    mark, text = line[:2], escape(outline.in_width(line[2:]))
    if line.startswith("@"):
        return [table_markup(layouts[line[1:]], outline.page)]
    if mark in ("^ ", "~ ") or line == "---":
        return []
    if mark == "= ":
        return [f"<h1>{text}</h1>"]
    if mark == "> ":
        return [f'<p class="right">{text}</p>']
    if mark == "# ":
        return [f"<p><strong>{text}</strong></p>"]
    return [f"<p>{escape(outline.in_width(line)).replace(PAGE_CUT, '')}</p>"]


def table_markup(layout: Layout, style: PageStyle) -> str:
    """The table's HTML, one row a line."""
    rows = []
    for line in layout.lines:
        padded = line.id in style.padded
        rows.append("<tr>" + "".join(_cell(box, style, padded) for box in line.boxes) + "</tr>")
    markup = "<table><tbody>\n" + "\n".join(rows) + "\n</tbody></table>"
    return (
        re.sub(r"</?(table|tbody|tr|td|p|span)\b", lambda m: m[0].upper(), markup)
        if style.upper
        else markup
    )


def _cell(box: Box, style: PageStyle, padded: bool) -> str:
    spans = "".join(
        f' {name}="{n}"'
        for name, n in (("colspan", box.colspan), ("rowspan", box.rowspan))
        if n > 1
    )
    if not box.text:
        return f"<td{spans}><p>&nbsp;</p></td>"
    outer, inner = style.wrap[0], style.wrap[1:]
    opening, closing = "".join(f"<{t}>" for t in inner), "".join(f"</{t}>" for t in reversed(inner))
    pieces = [
        "".join(
            f"{opening}{escape(bit, quote=False)}{closing}"
            for bit in _fragments(piece, style.fragment)
        )
        for piece in box.text.split("\n")
    ]
    between = f"</{outer}><{outer}>" if style.breaks == "p" else "<br>"
    blank = "<span>&nbsp;</span>" if padded and box.kind == "figure" else ""
    return f"<td{spans}><{outer}>{blank}{between.join(pieces)}{style.tail}</{outer}></td>"


def _fragments(text: str, how: str) -> list[str]:
    """The text in the pieces in which a word processor's web export leaves it."""
    if how == "digits":
        return re.findall(r"[0-9.]+|[^0-9.]+", text)
    shortest = 3  # of what an editor was seen to cut in two
    if how == "halves" and len(text) >= shortest:
        return [text[: len(text) // 2], text[len(text) // 2 :]]
    return [text]


def _site_head(outline: Outline) -> list[str]:
    named = {
        "SiteName": outline.agency,
        "ColumnName": "政府信息公开年度报告",
        "ArticleTitle": outline.title,
        "PubDate": f"{outline.published} 00:00",
        "ContentSource": outline.agency,
    }
    return [f'<meta name="{name}" content="{escape(text)}">' for name, text in named.items()]


def _site_top(outline: Outline) -> list[str]:
    return [
        '<div class="top"><a href="#">返回首页</a></div>',
        '<ul class="nav"><li><a href="#">首页</a></li><li><a href="#">工信动态</a></li>'
        '<li><a href="#">政务公开</a></li><li><a href="#">互动交流</a></li></ul>',
        '<div class="path">当前位置：<a href="#">首页</a> &gt; <a href="#">政务公开</a> &gt; '
        '<a href="#">政府信息公开</a> &gt; <a href="#">年度报告</a></div>',
        '<div class="article">',
        f"<h1>{escape(outline.title)}</h1>",
        f'<div class="info"><span>发布时间:{outline.published}&nbsp;00:00</span></div>',
    ]


def _site_foot(outline: Outline) -> list[str]:
    return [
        "</div>",
        '<div class="code">扫一扫在手机打开当前页</div>',
        f'<div class="footer">主办单位：{escape(outline.agency)}</div>',
        "<script>var page = 1;</script>",
    ]
