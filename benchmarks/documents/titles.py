"""Mutations of titles, headings and of the text as a whole."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable
from dataclasses import replace

from .drafts import Cell, Draft, Sheet, Text, plain
from .mutations import ALL, PAGE, PDF, TEXTS, TYPST, WORD, mutation
from .which_table import change_cells

_SIMPLE = (
    "动开务门处场称报废发机关构产业规诉讼请办结转复维纠审总计数据况护权内属种类额万"
    "补归还个无书处说费时历传电邮现没许罚强执经验证长国县财卫员会团听质监应号条为与"
    "级区环节价资询档检题组织绍专项间务"
)
_OLD = (
    "動開務門處場稱報廢發機關構產業規訴訟請辦結轉複維糾審總計數據況護權內屬種類額萬"
    "補歸還個無書處說費時歷傳電郵現沒許罰強執經驗證長國縣財衛員會團聽質監應號條為與"
    "級區環節價資詢檔檢題組織紹專項間務"
)
TRADITIONAL = str.maketrans(_SIMPLE, _OLD)
LOOKALIKES = {
    ord(unicodedata.normalize("NFKC", chr(code))): code
    for code in (*range(0x2F00, 0x2FD6), *range(0xF900, 0xFA0E))
}
"""the radicals of Kangxi, and characters that stand twice in a Korean standard"""
DIGITS = "〇一二三四五六七八九"
LONG = 4
"""letters of a label from which on a blank may have come into it"""
Shape = Callable[[Draft, random.Random], Draft]


@mutation("traditional characters", ALL)
def traditional(draft: Draft, rng: random.Random) -> Draft:
    """Labels, heads and headings in traditional characters, as a mirror for Hong Kong has them."""
    parts = []
    for part in draft.parts:
        if isinstance(part, Text):
            parts.append(replace(part, text=part.text.translate(TRADITIONAL)))
        else:
            parts.append(_translated(part))
    return replace(draft, parts=tuple(parts))


@mutation("radicals and compatibility ideographs", tuple(form for form in ALL if form != PDF))
def radicals(draft: Draft, rng: random.Random) -> Draft:
    """Characters that look alike and are others, as fonts of a PDF have them: ⼀ for 一."""
    parts = []
    for part in draft.parts:
        if isinstance(part, Text):
            parts.append(replace(part, text=part.text.translate(LOOKALIKES)))
        else:
            parts.append(_translated(part, LOOKALIKES))
    return replace(draft, parts=tuple(parts))


def _translated(sheet: Sheet, table: dict[int, int] = TRADITIONAL) -> Sheet:
    def words(path: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(label.translate(table) for label in path)

    bands = []
    for band in sheet.bands:
        columns = [replace(column, path=words(column.path)) for column in band.columns]
        lines = [replace(line, path=words(line.path)) for line in band.lines]
        corner, banner = words((band.corner, band.banner))
        changed = replace(
            band, columns=tuple(columns), lines=tuple(lines), corner=corner, banner=banner
        )
        bands.append(changed)

    def translate(cell: Cell) -> Cell:
        return cell if cell.key else plain(cell.text.translate(table))

    return change_cells(replace(sheet, bands=tuple(bands)), translate)


@mutation("characters of compatibility", ALL)
def compatibility(draft: Draft, rng: random.Random) -> Draft:
    """Blanks inside labels, half-width brackets, dots for commas: what typists do."""
    blank = rng.choice((" ", "\u3000", "\u00a0", "\u200b"))

    def label(text: str) -> str:
        text = text.replace("（", "(").replace("）", ")").replace("、", "，")
        at = len(text) // 2
        return text[:at] + blank + text[at:] if len(text) >= LONG else text

    for sheet in draft.sheets():
        bands = []
        for band in sheet.bands:
            paths = [tuple(map(label, line.path)) for line in band.lines]
            both = zip(band.lines, paths, strict=True)
            lines = [replace(line, path=path) for line, path in both]
            bands.append(replace(band, lines=tuple(lines)))
        draft = draft.put(replace(sheet, bands=tuple(bands)))
    return draft


@mutation("UTF-8 encoded twice", (PAGE,))
def encoded_twice(draft: Draft, rng: random.Random) -> Draft:
    return draft.wish(encoding="double")


@mutation("a web page inside a Word file", (WORD,))
def altchunk(draft: Draft, rng: random.Random) -> Draft:
    return draft.wish(altchunk=True)


@mutation("a file in a ZIP", (PAGE, WORD, "tabs"))
def zipped(draft: Draft, rng: random.Random) -> Draft:
    return draft.wish(zip=True)


@mutation("a ZIP in a ZIP, a note and a picture beside it", (PAGE, WORD, "tabs", PDF))
def zipped_twice(draft: Draft, rng: random.Random) -> Draft:
    return draft.wish(zip=True, nested=True)


@mutation("a report attached to a cover", (PDF,))
def attached(draft: Draft, rng: random.Random) -> Draft:
    return draft.wish(attached=True)


@mutation("page numbers and heads among the rows", TEXTS)
def page_heads(draft: Draft, rng: random.Random) -> Draft | None:
    """The request table in two, the page's foot and the next page's head between them."""
    table = rng.choice([sheet for sheet in draft.sheets() if sheet.id != "remedies"])
    band = table.bands[-1]
    if len(band.lines) == 1:
        return None
    at = rng.randrange(1, len(band.lines))
    above = replace(table, bands=(*table.bands[:-1], replace(band, lines=band.lines[:at])))
    below = replace(table, bands=(replace(band, lines=band.lines[at:], headless=True, banner=""),))
    foot = rng.choice(("— 12 —", "第 4 页 共 9 页", "3"))
    parts = []
    for part in draft.parts:
        between = [above, Text(foot), Text(draft.agency), below]
        parts += between if part is table else [part]
    return replace(draft, parts=tuple(parts))


def _title(name: str, formats: tuple[str, ...] = ALL) -> Callable[[Shape], Shape]:
    """A mutation of the title alone: what is known of agency, year and title is scored."""

    def register(change: Shape) -> Shape:
        def scored(draft: Draft, rng: random.Random) -> Draft:
            return replace(change(draft, rng), meta_counts=True)

        mutation(f"title: {name}", formats)(scored)
        return change

    return register


def _retitle(draft: Draft, *parts: Text, title: str = "") -> Draft:
    """The draft with other parts in place of its title."""
    own = [part for part in draft.parts if not (isinstance(part, Text) and part.level == 1)]
    return replace(
        draft.wish(**{"page title": title or draft.title}),
        parts=(*parts, *own),
    )


@_title("plain")
def title_plain(draft: Draft, rng: random.Random) -> Draft:
    return draft


@_title("over two lines")
def title_two_lines(draft: Draft, rng: random.Random) -> Draft:
    first = Text(draft.agency, 1)
    return _retitle(draft, first, Text(f"{draft.year}年政府信息公开工作年度报告", 1))


@_title("over two lines, parted by the year")
def title_two_lines_year(draft: Draft, rng: random.Random) -> Draft:
    first = Text(f"{draft.agency}{draft.year}年", 1)
    return _retitle(draft, first, Text("政府信息公开工作年度报告", 1))


@_title("the year in Chinese")
def title_chinese_year(draft: Draft, rng: random.Random) -> Draft:
    year = "".join(DIGITS[int(digit)] for digit in str(draft.year))
    title = draft.title.replace(str(draft.year), year)
    return replace(_retitle(draft, Text(title, 1), title=title), title=title)


@_title("年度 before the agency")
def title_year_first(draft: Draft, rng: random.Random) -> Draft:
    title = f"{draft.year}年度{draft.agency}政府信息公开工作年度报告"
    return replace(_retitle(draft, Text(title, 1), title=title), title=title)


def _card(draft: Draft, rng: random.Random, *, named: str) -> tuple[Text, ...]:
    made = f"{draft.year + 1}-01-{rng.randint(10, 30)}"
    fields = (
        f"索引号：11{rng.randint(10**8, 10**9)}",
        f"发布机构：{draft.agency}",
        f"发文日期：{made}",
        f"{named}{draft.title}",
        "文号：无",
        "主题分类：政务公开 > 年报",
    )
    return tuple(map(Text, fields))


@_title("an index card with 标题：")
def title_card(draft: Draft, rng: random.Random) -> Draft:
    card = _card(draft, rng, named="标题：")
    return _retitle(draft, *card, Text(draft.title, 1))


@_title("an index card with 名称：, no other title")
def title_card_alone(draft: Draft, rng: random.Random) -> Draft:
    return _retitle(draft, *_card(draft, rng, named="名称："))


@_title("an index card, the publisher another body")
def title_card_other(draft: Draft, rng: random.Random) -> Draft:
    other = f"{draft.agency[:3]}人民政府办公室"
    card = [
        Text(field.text.replace(f"发布机构：{draft.agency}", f"发布机构：{other}"))
        for field in _card(draft, rng, named="名称：")
    ]
    return _retitle(draft, *card, Text(draft.title, 1))


@_title("a page head of a flip book")
def title_page_head(draft: Draft, rng: random.Random) -> Draft:
    head = Text(f"{draft.title} 1 / 12")
    return _retitle(draft, head, Text(draft.title, 1), Text("首页 上一页 下一页 末页"))


@_title("the site's name behind it", (PAGE,))
def title_site(draft: Draft, rng: random.Random) -> Draft:
    site = rng.choice(("-青山县人民政府门户网站", "_政府信息公开", " | 政务公开平台"))
    return _retitle(draft, Text(draft.title, 1), title=draft.title + site)


@_title("a breadcrumb and a date before it")
def title_breadcrumb(draft: Draft, rng: random.Random) -> Draft:
    trail = Text("当前位置：首页 > 政府信息公开 > 政府信息公开年报 > 部门")
    made = Text(f"发布时间：{draft.year + 1}-01-20 09:15 来源：{draft.agency} 浏览次数：128")
    return _retitle(draft, trail, Text(draft.title, 1), made)


@_title("关于… the report of")
def title_about(draft: Draft, rng: random.Random) -> Draft:
    title = f"{draft.agency}关于{draft.year}年政府信息公开工作年度报告"
    return replace(_retitle(draft, Text(title, 1), title=title), title=title)


@_title("with a bracket behind it")
def title_bracket(draft: Draft, rng: random.Random) -> Draft:
    words = rng.choice(("（公开版）", "（更正）", "（送审稿）"))
    title = draft.title + words
    return _retitle(draft, Text(title, 1), title=title)


@_title("without the agency")
def title_no_agency(draft: Draft, rng: random.Random) -> Draft:
    title = f"{draft.year}年政府信息公开工作年度报告"
    return replace(_retitle(draft, Text(title, 1), title=title), title=title, agency="")


@_title("blanks between its characters", (PAGE, WORD, PDF, TYPST, "tabs", "cells"))
def title_spaced(draft: Draft, rng: random.Random) -> Draft:
    spaced = Text(" ".join(draft.agency), 1)
    return _retitle(draft, spaced, Text(f"{draft.year} 年政府信息公开工作年度报告", 1))


@_title("a notice before it")
def title_notice(draft: Draft, rng: random.Random) -> Draft:
    notice = Text(f"关于公布《{draft.title}》的通知", 1)
    body = Text(f"现将{draft.title}予以公布。")
    return _retitle(draft, notice, body, Text(draft.title, 1))


@mutation("the source of a page is shown as text", (PAGE,))
def shown_source(draft: Draft, rng: random.Random) -> Draft:
    return draft.wish(**{"kept as": "source"})


@mutation("a page in the answer of a site", (PAGE,))
def answered_page(draft: Draft, rng: random.Random) -> Draft:
    return draft.wish(**{"kept as": "answer"})
