"""More mutations that ask which table: pairs, other words, copies, what nothing decides."""

from __future__ import annotations

import random
from dataclasses import replace

from planting import happens

from .drafts import (
    CHAPTERS,
    Draft,
    Part,
    Sheet,
    State,
    Text,
    draw_sheets,
    title_of,
    with_chapters,
)
from .mutations import LIKE_PAGES, mutation
from .which_table import another, emptied, place_first, place_last, said

HEADING = 2
NUMERALS = str.maketrans("0123456789", "〇一二三四五六七八九")
OPENINGS = (
    ("上年数据：", "本年数据："),
    ("（一）上年度情况", "（二）本年度情况"),
    ("去年的统计表：", "今年的统计表："),
    ("以下是上一年度的数据，供参考。", "以下是本年度的数据。"),
    ("往年数据（仅供对比）", "本年度数据"),
)
BRIEF = (("误：", "正："), ("修改前", "修改后"), ("原表", "现更正为"), ("（误）", "（正）"))
FORMS = (
    "附件1：政府信息公开工作年度报告统计表（空表）",
    "填报模板",
    "报告格式范本如下",
    "表格式样：",
    "附：填报用表（样式）",
)
WORDS = (
    "{}年度",
    "（{}年）",
    "统计年度：{}年",
    "{}年1月1日至{}年12月31日",
    "报告期：{}年",
)


def _earlier(draft: Draft, rng: random.Random) -> list[Sheet]:
    return draw_sheets(draft.edition, draft.year - 1, rng)[0]


def _pairs(draft: Draft, rng: random.Random, words: tuple[str, str], last_first: bool) -> Draft:
    """Each table twice, last year's beside this year's, each below its words."""
    earlier = {sheet.id: sheet for sheet in _earlier(draft, rng)}
    parts: list[Part] = []
    for part in draft.parts:
        if not isinstance(part, Sheet):
            parts.append(part)
            continue
        pair: list[tuple[str, Sheet]] = [(words[0], earlier[part.id]), (words[1], part)]
        for word, sheet in pair if last_first else pair[::-1]:
            parts += [Text(word), sheet]
    return said(replace(draft, parts=tuple(parts)))


@mutation("each table twice, last year's first, in years")
def pairs_in_years(draft: Draft, rng: random.Random) -> Draft:
    words = rng.choice(WORDS)
    last, this = (words.replace("{}", str(year)) for year in (draft.year - 1, draft.year))
    return _pairs(draft, rng, (last, this), last_first=True)


@mutation("each table twice, in numerals")
def pairs_in_numerals(draft: Draft, rng: random.Random) -> Draft:
    last, this = (f"{year}年".translate(NUMERALS) for year in (draft.year - 1, draft.year))
    return _pairs(draft, rng, (last, this), last_first=happens(rng, 0.5))


@mutation("each table twice, 上年 and 本年")
def pairs_in_words(draft: Draft, rng: random.Random) -> Draft:
    return _pairs(draft, rng, rng.choice(OPENINGS), last_first=happens(rng, 0.5))


@mutation("last year's tables first, 上年 and 本年")
def sets_in_words(draft: Draft, rng: random.Random) -> Draft:
    last, this = rng.choice(OPENINGS)
    earlier = with_chapters(_earlier(draft, rng))
    return said(place_first(draft, [Text(last), *earlier, Text(this)]))


@mutation("last year's tables behind, in another edition", editions=("2021",))
def older_edition(draft: Draft, rng: random.Random) -> Draft:
    """The first report in a new form prints last year's tables in the old one, and says no year."""
    older, _ = draw_sheets("2019", 2020, rng)
    own, truth = draw_sheets("2021", 2021, rng)
    draft = replace(draft, year=2021, title=title_of(draft.agency, 2021), truth=truth)
    for sheet in own:
        draft = draft.put(sheet)
    parts = [
        replace(part, text=draft.title) if part is draft.parts[0] else part for part in draft.parts
    ]
    return said(place_last(replace(draft, parts=tuple(parts)), list(with_chapters(older))))


@mutation("wrong and right, in one word")
def brief_correction(draft: Draft, rng: random.Random) -> Draft:
    return _pairs(draft, rng, rng.choice(BRIEF), last_first=happens(rng, 0.5))


@mutation("an empty form behind, in other words")
def empty_behind(draft: Draft, rng: random.Random) -> Draft:
    empty = [emptied(sheet) for sheet in draft.sheets()]
    return said(place_last(draft, [Text(rng.choice(FORMS), 2), *with_chapters(empty)]))


@mutation("an empty form first, nothing said of it")
def empty_unsaid(draft: Draft, rng: random.Random) -> Draft:
    empty = [emptied(sheet) for sheet in draft.sheets()]
    return said(place_first(draft, list(with_chapters(empty))))


@mutation("the same tables twice")
def copied(draft: Draft, rng: random.Random) -> Draft:
    return said(place_last(draft, list(with_chapters(draft.sheets()))))


@mutation("two tables of a kind, nothing said of either")
def undecided(draft: Draft, rng: random.Random) -> Draft:
    """Cells that differ must be doubted; that they are alike in some is chance."""
    others, truth = draw_sheets(draft.edition, draft.year, rng)
    differing = {key for key, cell in draft.truth.items() if cell.number != truth[key].number}
    changed = place_last(draft, list(with_chapters(others)))
    return said(changed.mark(differing, State.DOUBTFUL))


@mutation("a caption copied from last year", editions=("2019", "2021"))
def copied_caption(draft: Draft, rng: random.Random) -> Draft:
    words = rng.choice(("（{}年）", "（{}年度）"))
    parts = []
    for part in draft.parts:
        is_chapter = isinstance(part, Text) and part.text in CHAPTERS.values()
        if isinstance(part, Text) and is_chapter:
            part = replace(part, text=part.text + words.format(draft.year - 1))
        parts.append(part)
    return said(replace(draft, parts=tuple(parts)))


@mutation("a yearbook: three bodies below a table of contents")
def yearbook(draft: Draft, rng: random.Random) -> Draft:
    bodies = [draft.agency, "青山县民政局", "青山县审计局"]
    contents = [Text("目录"), *(Text(title_of(body, draft.year)) for body in bodies)]
    others: list[Part] = []
    for body in bodies[1:]:
        others += another(draft, rng, body, draft.year)
    return said(replace(draft, parts=(*contents, *draft.parts, *others)))


@mutation("titles of other reports among links and in sentences")
def links(draft: Draft, rng: random.Random) -> Draft:
    years = range(draft.year - 3, draft.year)
    listed = [Text(title_of(draft.agency, year)) for year in years]
    sentence = Text(f"有关情况另见《{title_of(draft.agency, draft.year - 1)}》。")
    first, *rest = draft.parts
    at_top = happens(rng, 0.3)
    parts = (*listed, first, sentence, *rest) if at_top else (first, sentence, *rest, *listed)
    return replace(draft, parts=parts)


@mutation("the title at the head of each chapter")
def page_heads(draft: Draft, rng: random.Random) -> Draft:
    parts: list[Part] = []
    for part in draft.parts:
        if isinstance(part, Text) and part.level == HEADING:
            parts.append(Text(draft.title))
        parts.append(part)
    return replace(draft, parts=tuple(parts))


@mutation("two years' reports, the title at the head of each chapter")
def two_with_heads(draft: Draft, rng: random.Random) -> Draft:
    other = another(draft, rng, draft.agency, draft.year - 1)
    parts: list[Part] = []
    title = Text(draft.title)
    for part in (*draft.parts, *other):
        if isinstance(part, Text) and part.level == 1:
            title = Text(part.text)
        elif isinstance(part, Text) and part.level == HEADING:
            parts.append(title)
        parts.append(part)
    return said(replace(draft, parts=tuple(parts)))


@mutation("only hidden tables", LIKE_PAGES)
def only_hidden(draft: Draft, rng: random.Random) -> Draft:
    parts = [
        replace(part, veil="style") if isinstance(part, Sheet) else part for part in draft.parts
    ]
    return said(replace(draft, parts=tuple(parts)))
