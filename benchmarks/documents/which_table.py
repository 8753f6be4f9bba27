"""Mutations that ask which table, which year, which report."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import replace

from planting import happens

from gxkit.text import Key, fold, split_label

from .drafts import (
    CHAPTERS,
    Band,
    Cell,
    Column,
    Draft,
    Line,
    Part,
    Sheet,
    State,
    Text,
    draw_draft,
    draw_sheets,
    plain,
    title_of,
    with_chapters,
)
from .mutations import PAGE, SPREAD, mutation
from .webpages import VEILS

NATIONAL = ("2019", "2021")


def place_first(draft: Draft, parts: list[Part]) -> Draft:
    """The draft with parts before the heading of its first table."""
    first = next(at for at, part in enumerate(draft.parts) if isinstance(part, Sheet)) - 1
    return replace(draft, parts=(*draft.parts[:first], *parts, *draft.parts[first:]))


def place_last(draft: Draft, parts: list[Part]) -> Draft:
    places = [at for at, part in enumerate(draft.parts) if isinstance(part, Sheet)]
    end = places[-1] + 1
    return replace(draft, parts=(*draft.parts[:end], *parts, *draft.parts[end:]))


def _earlier(draft: Draft, rng: random.Random) -> list[Sheet]:
    """Tables of the same edition with last year's figures."""
    return draw_sheets(draft.edition, draft.year - 1, rng)[0]


def said(draft: Draft) -> Draft:
    return replace(draft, must_say=True)


@mutation("last year's tables first, each captioned")
def last_year_captioned(draft: Draft, rng: random.Random) -> Draft:
    words = rng.choice(("（{}年）", "（上年数据，{}年）", "{}年度"))
    parts: list[Part] = []
    for sheet in _earlier(draft, rng):
        caption = words.format(draft.year - 1)
        parts += [Text(CHAPTERS[sheet.id] + caption, 2), sheet]
    return said(place_first(draft, parts))


@mutation("last year's tables first, below a title")
def last_year_below_title(draft: Draft, rng: random.Random) -> Draft:
    title = rng.choice(("附：{}年数据（上年，供对照）", "{}年度统计数据", "上年度（{}年）情况"))
    earlier = list(with_chapters(_earlier(draft, rng)))
    now = Text(f"{draft.year}年数据", 2)
    parts: list[Part] = [Text(title.format(draft.year - 1), 2), *earlier, now]
    return said(place_first(draft, parts))


@mutation("last year's tables first, after a sentence")
def last_year_after_sentence(draft: Draft, rng: random.Random) -> Draft:
    words = rng.choice(("为便于对照，先列出{}年的数据。", "下列各表为{}年情况，本年情况见后。"))
    earlier = list(with_chapters(_earlier(draft, rng)))
    parts: list[Part] = [Text(words.format(draft.year - 1)), *earlier]
    return said(place_first(draft, [*parts, Text(f"以下为{draft.year}年的数据。")]))


@mutation("last year's tables behind, this year's zeros blank")
def last_year_behind(draft: Draft, rng: random.Random) -> Draft:
    emptied = _blank_zeros(draft)
    heading = Text(f"附：{draft.year - 1}年数据（上年）", 2)
    earlier = list(with_chapters(_earlier(draft, rng)))
    return said(place_last(emptied, [heading, *earlier]))


@mutation("zeros blank")
def zeros_blank(draft: Draft, rng: random.Random) -> Draft:
    return _blank_zeros(draft)


def _blank_zeros(draft: Draft) -> Draft:
    zeros = {key for key, expected in draft.truth.items() if expected.number == 0}

    def empty(cell: Cell) -> Cell:
        return plain("", cell.key) if cell.key in zeros else cell

    for sheet in draft.sheets():
        draft = draft.put(change_cells(sheet, empty))
    return draft.mark(zeros, State.BLANK)


def change_cells(sheet: Sheet, change: Callable[[Cell], Cell]) -> Sheet:
    """A table with every cell changed."""
    bands = []
    for band in sheet.bands:
        lines = [replace(line, cells=tuple(map(change, line.cells))) for line in band.lines]
        bands.append(replace(band, lines=tuple(lines)))
    return replace(sheet, bands=tuple(bands))


def _corrected(draft: Draft, rng: random.Random, words: tuple[str, str], first: bool) -> Draft:
    table = rng.choice([sheet.id for sheet in draft.sheets()])
    right = draft.sheet(table)
    wrong = next(sheet for sheet in _earlier(draft, rng) if sheet.id == table)
    parts: list[Part] = []
    for part in draft.parts:
        if part is not right:
            parts.append(part)
        elif first:
            parts += [Text(words[0]), wrong, Text(words[1]), part]
        else:
            parts += [Text(words[1]), part, Text(words[0]), wrong]
    return said(replace(draft, parts=tuple(parts)))


@mutation("before the correction, then after it")
def corrected_second(draft: Draft, rng: random.Random) -> Draft:
    pairs = (
        ("更正前：", "更正后："),
        ("原表（有误）：", "更正后的表："),
        ("（更正前）", "（更正后）"),
    )
    return _corrected(draft, rng, rng.choice(pairs), first=True)


@mutation("after the correction, then before it")
def corrected_first(draft: Draft, rng: random.Random) -> Draft:
    pairs = (("更正前：", "更正后："), ("附更正前的原表：", "现更正如下："))
    return _corrected(draft, rng, rng.choice(pairs), first=False)


@mutation("an empty form first")
def empty_form_first(draft: Draft, rng: random.Random) -> Draft:
    empty = [emptied(sheet) for sheet in draft.sheets()]
    heading = Text(rng.choice(("附件：年度报告格式", "统计表样表", "填报格式如下：")))
    return said(place_first(draft, [heading, *with_chapters(empty)]))


def emptied(sheet: Sheet) -> Sheet:
    """A table without figures."""
    return change_cells(sheet, lambda cell: plain("") if cell.key else cell)


@mutation("a filled sample first")
def sample_first(draft: Draft, rng: random.Random) -> Draft:
    sample = draw_sheets(draft.edition, draft.year, rng)[0]
    heading = Text(rng.choice(("填表示例（数据均为虚构）：", "样例：", "示范文本")))
    return said(place_first(draft, [heading, *with_chapters(sample)]))


def _hide_first(veil: str) -> Callable[[Draft, random.Random], Draft]:
    def change(draft: Draft, rng: random.Random) -> Draft:
        hidden = [replace(sheet, veil=veil) for sheet in _earlier(draft, rng)]
        title = Text(title_of(draft.agency, draft.year - 1), 2, veil)
        return place_first(draft, [title, *with_chapters(hidden)])

    return change


for _veil in VEILS:
    mutation(f"hidden copy first: {_veil}", (PAGE,))(_hide_first(_veil))
mutation("hidden copy first: vanish", ("docx",))(_hide_first("style"))


@mutation("two years side by side, years in the head", SPREAD)
def side_by_side(draft: Draft, rng: random.Random) -> Draft:
    words = rng.choice((("{}年", "{}年"), ("上年（{}年）", "本年（{}年）")))
    old, new = words[0].format(draft.year - 1), words[1].format(draft.year)
    later_first = happens(rng, 0.5)
    draft = _beside(draft, rng, (old, new), later_first)
    return draft


@mutation("two years side by side, no year said", SPREAD, NATIONAL)
def side_by_side_unsaid(draft: Draft, rng: random.Random) -> Draft:
    """Two request tables in one; which is this year's is not said, so the left one or a doubt."""
    return _beside(draft, rng, None, later_first=True)


@mutation("two years side by side, the labels with each", (PAGE, "docx", "markdown"), NATIONAL)
def side_by_side_labelled(draft: Draft, rng: random.Random) -> Draft:
    """Each year's figures with labels of their own, in one table."""
    years = (f"{draft.year - 1}年", f"{draft.year}年")
    own = draft.sheet("requests")
    other = next(sheet for sheet in _earlier(draft, rng) if sheet.id == "requests")
    assert own is not None
    now, then = own.bands[0], _keyless(other.bands[0])
    lines = []
    for mine, theirs in zip(now.lines, then.lines, strict=True):
        again = plain(mine.path[-1])
        lines.append(replace(mine, cells=(*theirs.cells, again, *mine.cells)))
    columns = (*_below(years[0], then.columns), Column(("项目",)), *_below(years[1], now.columns))
    band = replace(now, columns=columns, lines=tuple(lines))
    return draft.put(replace(own, bands=(band,)))


def _beside(
    draft: Draft,
    rng: random.Random,
    heads: tuple[str, str] | None,
    later_first: bool,
) -> Draft:
    """Last year's figures of one table beside this year's, the labels once."""
    ids = [sheet.id for sheet in draft.sheets() if len(sheet.bands) == 1]
    table = "requests" if "requests" in ids else rng.choice(ids)
    own = draft.sheet(table)
    other = next(sheet for sheet in _earlier(draft, rng) if sheet.id == table)
    assert own is not None
    now, then = own.bands[0], _keyless(other.bands[0])
    columns_then, columns_now = then.columns, now.columns
    if heads is not None:
        columns_then = _below(heads[0], columns_then)
        columns_now = _below(heads[1], columns_now)
    lines = []
    for mine, theirs in zip(now.lines, then.lines, strict=True):
        cells = (mine.cells, theirs.cells) if later_first else (theirs.cells, mine.cells)
        lines.append(replace(mine, cells=(*cells[0], *cells[1])))
    columns = (*columns_now, *columns_then) if later_first else (*columns_then, *columns_now)
    band = replace(now, columns=columns, lines=tuple(lines))
    return draft.put(replace(own, bands=(band,)))


def _below(head: str, columns: tuple[Column, ...]) -> tuple[Column, ...]:
    return tuple(replace(column, path=(head, *column.path)) for column in columns)


def _keyless(band: Band) -> Band:
    sheet = change_cells(Sheet("", (band,)), lambda cell: replace(cell, key=None))
    return sheet.bands[0]


@mutation("this year and last in neighbouring columns", SPREAD, NATIONAL)
def year_pairs(draft: Draft, rng: random.Random) -> Draft:
    own = draft.sheet("requests")
    other = next(sheet for sheet in _earlier(draft, rng) if sheet.id == "requests")
    assert own is not None
    now, then = own.bands[0], _keyless(other.bands[0])
    columns: list[Column] = []
    for column in now.columns:
        columns += [Column((*column.path, head)) for head in ("上年", "本年")]
    lines = []
    for mine, theirs in zip(now.lines, then.lines, strict=True):
        cells: list[Cell] = []
        for pair in zip(theirs.cells, mine.cells, strict=True):
            cells += pair
        lines.append(replace(mine, cells=tuple(cells)))
    band = replace(now, columns=tuple(columns), lines=tuple(lines))
    return draft.put(replace(own, bands=(band,)))


@mutation("two years' reports in a file")
def two_years(draft: Draft, rng: random.Random) -> Draft:
    other = another(draft, rng, draft.agency, draft.year + rng.choice((-1, 1)))
    return said(replace(draft, parts=(*draft.parts, *other)))


@mutation("two departments' reports in a file")
def two_departments(draft: Draft, rng: random.Random) -> Draft:
    other = another(draft, rng, "青山县民政局", draft.year)
    return said(replace(draft, parts=(*draft.parts, *other)))


@mutation("last year's report first, the page's title names this year's", (PAGE,))
def last_years_report_first(draft: Draft, rng: random.Random) -> Draft:
    other = another(draft, rng, draft.agency, draft.year - 1)
    return said(replace(draft, parts=(*other, *draft.parts)))


def another(draft: Draft, rng: random.Random, agency: str, year: int) -> list[Part]:
    """The parts of another report of the same edition."""
    sheets = draw_sheets(draft.edition, year, rng)[0]
    opening: list[Part] = [Text(title_of(agency, year), 1), Text("一、总体情况", 2)]
    return [*opening, Text("本机关认真落实条例。"), *with_chapters(sheets)]


def _long_table(draft: Draft) -> Sheet | None:
    sheets = [sheet for sheet in draft.sheets() if sheet.id in ("requests", "legacy")]
    return sheets[0] if sheets else None


def _keep_lines(draft: Draft, kept: slice, headless: bool = False) -> Draft | None:
    sheet = _long_table(draft)
    if sheet is None:
        return None
    band = sheet.bands[0]
    lines = band.lines[kept]
    left = {cell.key for line in lines for cell in line.cells}
    absent = {cell.key for cell in sheet.cells() if cell.key and cell.key not in left}
    changed = replace(band, lines=lines, headless=headless)
    return draft.put(replace(sheet, bands=(changed,))).mark(absent, State.ABSENT)


@mutation("the first rows of a table only")
def first_rows(draft: Draft, rng: random.Random) -> Draft | None:
    return _keep_lines(draft, slice(0, rng.randint(2, 16)))


@mutation("the last rows of a table only, no head")
def last_rows(draft: Draft, rng: random.Random) -> Draft | None:
    return _keep_lines(draft, slice(-rng.randint(3, 12), None), headless=True)


@mutation("the page breaks off in a table")
def breaks_off(draft: Draft, rng: random.Random) -> Draft | None:
    sheet = _long_table(draft)
    cut = first_rows(draft, rng)
    if sheet is None or cut is None:
        return None
    end = draft.parts.index(sheet)
    rest = [part.id for part in draft.parts[end + 1 :] if isinstance(part, Sheet)]
    truth = {key: expected for key, expected in cut.truth.items() if key[0] not in rest}
    return replace(cut, parts=cut.parts[: end + 1], truth=truth)


@mutation("the labels of a group are lost", editions=NATIONAL)
def labels_lost(draft: Draft, rng: random.Random) -> Draft:
    """The eight grounds of refusal were list items, and the copy lost them."""
    sheet = draft.sheet("requests")
    assert sheet is not None
    band = sheet.bands[0]
    lines = list(_without_grounds(band))
    return draft.put(replace(sheet, bands=(replace(band, lines=tuple(lines)),)))


def _without_grounds(band: Band) -> Iterator[Line]:
    for line in band.lines:
        lost = line.is_inner and "不予公开" in line.path[1]
        yield replace(line, path=(*line.path[:-1], "")) if lost else line


OTHER_WORDS = (
    ("本年", "本年度"),
    ("上年", "上一年"),
    ("属于", "涉及"),
    ("三类", ""),
    ("申请人", ""),
    ("申请", "受理"),
    ("要求", "申请"),
    ("不掌握", "未掌握"),
    ("无正当理由", ""),
    ("总计", "合计"),
    ("数", "数量"),
    ("公开", ""),
)


@mutation("labels in other words, rows left out")
def labels_in_other_words(draft: Draft, rng: random.Random) -> Draft:
    for sheet in draft.sheets():
        gone: set[Key] = set()
        bands = []
        for band in sheet.bands:
            lines = []
            for line in band.lines:
                if line.path and happens(rng, 0.15):
                    gone.update(cell.key for cell in line.cells if cell.key)
                    continue
                lines.append(_reword(line, rng))
            bands.append(replace(band, lines=tuple(lines)))
        draft = draft.put(replace(sheet, bands=tuple(bands))).mark(gone, State.ABSENT)
    return draft


def _reword(line: Line, rng: random.Random) -> Line:
    fitting = [(old, new) for old, new in OTHER_WORDS if line.path and old in line.path[-1]]
    if not fitting or happens(rng, 0.6):
        return line
    old, new = rng.choice(fitting)
    return replace(line, path=(*line.path[:-1], line.path[-1].replace(old, new, 1)))


@mutation("table two of two editions", editions=("2021",))
def hybrid(draft: Draft, rng: random.Random) -> Draft:
    """Item one with the heads of 2019, the rest with those of 2021: read by its own heads."""
    older = draw_draft(rng, "2019")
    sheet, other = draft.sheet("proactive"), older.sheet("proactive")
    assert sheet is not None
    assert other is not None
    first = {cell.key for line in sheet.bands[0].lines for cell in line.cells}
    truth = {key: expected for key, expected in draft.truth.items() if key not in first}
    for line in other.bands[0].lines:
        for cell in line.cells:
            if cell.key:
                truth[cell.key] = older.truth[cell.key]
    draft = replace(draft, truth=truth)
    return draft.put(replace(sheet, bands=(other.bands[0], *sheet.bands[1:])))


SHORT_COLUMNS = {
    "自然人": ("自然", "个人自然人"),
    "商业企业": ("企业", "商企"),
    "科研机构": ("科研",),
    "社会公益组织": ("公益组织", "公益", "社会公益"),
    "法律服务机构": ("法律服务", "法律机构", "法服机构"),
    "本年制发件数": ("制发件数", "本年制发"),
    "本年废止件数": ("废止件数", "废止"),
    "现行有效件数": ("现行有效", "有效件数"),
    "本年处理决定数量": ("处理决定", "处理决定数量"),
    "结果维持": ("维持",),
    "结果纠正": ("纠正",),
    "尚未审结": ("未审结",),
}
SHORT = 0.4
FEWEST = 3
"""letters that are left of a label"""


@mutation("labels shortened", editions=NATIONAL)
def labels_shortened(draft: Draft, rng: random.Random) -> Draft:
    """Letters left out of labels, as clerks do where a column is narrow; nothing is left out."""
    for sheet in draft.sheets():
        bands = []
        for band in sheet.bands:
            lines = [_shortened(line, rng) for line in band.lines]
            bands.append(replace(band, lines=tuple(lines)))
        draft = draft.put(replace(sheet, bands=tuple(bands)))
    return draft


@mutation("heads and labels shortened", editions=NATIONAL)
def heads_shortened(draft: Draft, rng: random.Random) -> Draft:
    draft = labels_shortened(draft, rng)
    for sheet in draft.sheets():
        bands = []
        for band in sheet.bands:
            columns = []
            for column in band.columns:
                *above, label = column.path
                others = SHORT_COLUMNS.get(label)
                short = rng.choice(others) if others and happens(rng, SHORT) else label
                columns.append(replace(column, path=(*above, short)))
            bands.append(replace(band, columns=tuple(columns)))
        draft = draft.put(replace(sheet, bands=tuple(bands)))
    return draft


def _shortened(line: Line, rng: random.Random) -> Line:
    if not line.path or not happens(rng, SHORT):
        return line
    label = split_label(line.path[-1])
    spare = len(label.core) - FEWEST
    if spare < 1:
        return line
    # One stretch of the label is left out, at its end, at its head or in the middle.
    gone = rng.randint(1, spare)
    at = rng.choice((0, FEWEST, rng.randint(0, len(label.core) - gone), len(label.core) - gone))
    at = min(at, len(label.core) - gone)
    lead = fold(line.path[-1]).removesuffix(label.core)
    short = lead + label.core[:at] + label.core[at + gone :]
    return replace(line, path=(*line.path[:-1], short))


TELLING = ("other", "other.not_corrected", "other.fee_unpaid", "other.rest")
FOREIGN = ("逾期件", "欠费件", "余项", "另案", "转出件", "退件")


@mutation("the rows that tell editions apart in foreign words", editions=NATIONAL)
def foreign_rows(draft: Draft, rng: random.Random) -> Draft:
    """Nothing but those rows tells of the edition, and their labels are nobody's: they are not
    read, and the edition is that of the year or doubted."""
    sheet = draft.sheet("requests")
    assert sheet is not None
    gone: set[Key] = set()
    bands = []
    for band in sheet.bands:
        lines = []
        for line in band.lines:
            keys = [cell.key for cell in line.cells if cell.key]
            if keys and keys[0][1] in TELLING:
                gone.update(keys)
                line = replace(line, path=(*line.path[:1], rng.choice(FOREIGN)))
            lines.append(line)
        bands.append(replace(band, lines=tuple(lines)))
    draft = draft.put(replace(sheet, bands=tuple(bands))).mark(gone, State.DOUBTFUL)
    return draft
