"""Layouts of titles as data: what stands above a report on sites and in files of offices.

`{t}` is the title of the report of the body `{a}` for the year `{y}`, `{b}` the same without the
body, `{z}` the year in Chinese numerals, `{o}` another body of the same place.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, replace

from .drafts import Draft, Text
from .mutations import ALL, PAGE, PDF, TYPST, WORD, mutation

DIGITS = "〇一二三四五六七八九"
# Shapes in which one line of text is one line of the file.
LINES = (PAGE, WORD, PDF, TYPST, "tabs", "cells", "aligned", "drawn")


@dataclass(frozen=True, slots=True)
class Layout:
    """Lines above a report, one of which begins with # where it is set as a title; the title of the
    page; what is to be read: title and agency as templates, '' where nobody can know."""

    name: str
    lines: tuple[str, ...]
    page: str = "{t}"
    title: str = "{t}"
    agency: str = "{a}"
    formats: tuple[str, ...] = LINES


LAYOUTS = (
    Layout("in guillemets", ("#《{t}》",)),
    Layout("年度", ("#{a}{y}年度{r}",), "{a}{y}年度{r}", "{a}{y}年度{r}", formats=ALL),
    Layout("without 年", ("#{a}{y}{r}",), "{a}{y}{r}", "{a}{y}{r}"),
    Layout("年报", ("#{a}{y}年政府信息公开年报",), "", "{a}{y}年政府信息公开年报"),
    Layout(
        "的年度报告",
        ("#{a}关于{y}年政府信息公开工作的年度报告",),
        "",
        "{a}关于{y}年政府信息公开工作的年度报告",
    ),
    Layout(
        "情况的报告",
        ("#{a}{y}年度政府信息公开工作情况的报告",),
        "",
        "{a}{y}年度政府信息公开工作情况的报告",
    ),
    Layout("关于 at the head", ("#关于{t}",), "关于{t}", "关于{t}"),
    Layout("the year in a bracket", ("#{a}{r}（{y}年度）",), "", "{a}{r}（{y}年度）"),
    Layout("the year below in a bracket", ("#{a}{r}", "（{y}年度）"), "", "{a}{r}（{y}年度）"),
    Layout("a year in Chinese and 年度", ("#{a}{z}年度{r}",), "", "{a}{z}年度{r}"),
    Layout("full-width digits", ("#{a}{w}年{r}",), "", "{a}{w}年{r}"),
    Layout("three lines", ("#{a}", "#{y}年", "#{r}"), ""),
    Layout(
        "broken in a word",
        ("#{a}{y}年政府信息", "#公开工作年度报告"),
        "",
        formats=(PDF, TYPST, "tabs", "cells"),
    ),
    Layout(
        "broken behind 公开",
        ("#{a}{y}年政府信息公开", "#工作年度报告"),
        "",
        formats=(PDF, TYPST, "tabs", "cells"),
    ),
    Layout("a letterhead", ("{a}文件", "青政〔2024〕5号", "#{t}"), ""),
    Layout("another mark before it", ("#【政府信息公开年报】{t}",), ""),
    Layout("a date before it", ("#{n}-01-20 {t}",), ""),
    Layout(
        "the site's name behind it alone", ("正文",), "{t}_政府信息公开_门户网站", formats=(PAGE,)
    ),
    Layout("the site's name before it alone", ("正文",), "门户网站 - {t}", formats=(PAGE,)),
    Layout("a banner", ("{p}人民政府", "#{b}"), "{b}-{p}人民政府", "{b}", "", formats=(PAGE,)),
    Layout("a banner of the site", ("{p}人民政府门户网站", "#{b}"), "", "{b}", ""),
    Layout("columns above it", ("政府信息公开", "政府信息公开年报", "#{t}"), ""),
    Layout("a column of another year", ("{n}年政府信息公开年报", "部门", "街道", "#{t}"), ""),
    Layout(
        "a breadcrumb that ends with it", ("首页 > 年报 > {t}", "发布时间：{n}-01-20", "正文"), ""
    ),
    Layout("reports of other years beside it", ("{a}{n}年{r}", "{t}", "{a}{l}年{r}", "#{t}")),
    Layout("links to other years, then it", ("{a}{n}年{r}", "{a}{l}年{r}", "#{t}")),
    Layout("links to other bodies alone", ("{p}档案局{y}年{r}", "{p}审计局{y}年{r}"), "", "", ""),
    Layout("the one before and after", ("上一篇：{a}{l}年{r}", "#{t}", "下一篇：{a}{n}年{r}")),
    Layout("a file below it", ("#{t}", "附件：", "1.{a}{l}年{r}.pdf"), ""),
    Layout("a card in one line", ("索引号: 11/2 发布机构: {o} 名称: {t} 文号: 无",), ""),
    Layout("a card of another body", ("发布机构：{o}", "信息名称：{t}", "内容概述：年报"), ""),
    Layout("a card without the body", ("发布机构：{o}", "名称：{b}", "文号：无"), "", "{b}", ""),
    Layout("a notice alone", ("#关于印发《{t}》的通知", "现将{t}印发给你们。"), ""),
    Layout("a running head", ("{t}", "第1页", "#{t}"), ""),
    Layout("a flip book", ("{t} 1 / 12", "首页 上一页 下一页 末页"), ""),
    Layout("about its preparation", ("#关于编制{t}的说明",), "", "", ""),
    Layout("our own", ("#本机关{b}",), "", "本机关{b}", ""),
    Layout("empty fields behind it", ("#{t},,,,",), "", formats=("csv", "csv rows", "tabs")),
    Layout("a bracket of another kind", ("#{t}【更正版】",), ""),
    Layout("blanks between all letters", ("#{s}",), ""),
)


def _register(layout: Layout) -> None:
    def change(draft: Draft, rng: random.Random) -> Draft:
        words = _words(draft)
        parts = []
        for line in layout.lines:
            text = line.removeprefix("#").format(**words)
            parts.append(Text(text, int(line.startswith("#"))))
        kept = [part for part in draft.parts if not (isinstance(part, Text) and part.level == 1)]
        changed = replace(
            draft,
            title=layout.title.format(**words),
            agency=layout.agency.format(**words),
            parts=(*parts, *kept),
            meta_counts=True,
        )
        return changed.wish(**{"page title": layout.page.format(**words)})

    mutation(f"title: {layout.name}", layout.formats)(change)


def _words(draft: Draft) -> dict[str, str]:
    year = str(draft.year)
    report = "政府信息公开工作年度报告"
    place = draft.agency[:3]
    return {
        "t": draft.title,
        "a": draft.agency,
        "b": f"{year}年{report}",
        "r": report,
        "y": year,
        "n": str(draft.year + 1),
        "l": str(draft.year - 1),
        "z": "".join(DIGITS[int(digit)] for digit in year),
        "w": year.translate(str.maketrans("0123456789", "０１２３４５６７８９")),
        "p": place,
        "o": f"{place}人民政府办公室",
        "s": " ".join(draft.title),
    }


for _layout in LAYOUTS:
    _register(_layout)
