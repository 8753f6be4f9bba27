"""Mutations that ask how a row lies to its head, and lists that give each figure its own row."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from dataclasses import replace

from planting import happens

from .drafts import CHAPTERS, Band, Cell, Column, Draft, Line, Sheet, State, plain
from .mutations import PAGE, PDF, SPREAD, WORD, mutation
from .which_table import NATIONAL, change_cells

RAGGED = (PAGE, WORD, "tabs", "csv rows")
"""the formats in which a row may end before its table does"""
PADDED = ("csv", "markdown", "pipes")
LISTS = (PAGE, WORD, "csv", "tabs", "markdown", "semicolons")


def _blank_zeros(draft: Draft) -> Draft:
    zeros = {key for key, expected in draft.truth.items() if not expected.number}

    def empty(cell: Cell) -> Cell:
        return plain("", cell.key) if cell.key in zeros else cell

    for sheet in draft.sheets():
        draft = draft.put(change_cells(sheet, empty))
    return draft.mark(zeros, State.BLANK)


def _change_rows(
    draft: Draft,
    rng: random.Random,
    change: Callable[[Line], Line],
    table: str = "",
) -> tuple[Draft, list[Line]]:
    """One to three lines of a table changed, and what they were; zeros blank in half of them."""
    if happens(rng, 0.5):
        draft = _blank_zeros(draft)
    sheets = [sheet for sheet in draft.sheets() if sheet.id != "remedies"]
    sheet = draft.sheet(table) or rng.choice(sheets)
    lines = [line for band in sheet.bands for line in band.lines if len(line.cells) > 1]
    several = rng.sample(lines, min(len(lines), rng.randint(1, 3)))
    bands = []
    for band in sheet.bands:
        own = [change(line) if line in several else line for line in band.lines]
        bands.append(replace(band, lines=tuple(own)))
    return draft.put(replace(sheet, bands=tuple(bands))), several


def _lose(draft: Draft, rng: random.Random, blank: bool, table: str = "") -> Draft:
    gone = []

    def lose(line: Line) -> Line:
        places = [at for at, cell in enumerate(line.cells) if not blank or cell.text in ("", "0")]
        # A row of zeros that was filled up looks as one whose last cell is blank.
        if not places or (table and len(places) == len(line.cells)):
            return line
        at = rng.choice(places)
        gone.append(line.cells[at].key)
        return replace(line, cells=(*line.cells[:at], *line.cells[at + 1 :]))

    changed, _ = _change_rows(draft, rng, lose, table)
    return changed.mark([key for key in gone if key], State.ABSENT)


@mutation("a cell of a row is lost", RAGGED)
def lost_cell(draft: Draft, rng: random.Random) -> Draft:
    return _lose(draft, rng, blank=False)


@mutation("a blank cell of a row is lost", RAGGED)
def lost_blank(draft: Draft, rng: random.Random) -> Draft:
    return _lose(draft, rng, blank=True)


@mutation("a blank cell of a row is lost, its end filled up", PADDED, NATIONAL)
def lost_padded(draft: Draft, rng: random.Random) -> Draft:
    return _lose(draft, rng, blank=True, table="requests")


# In a row without a sum nothing tells a figure that slipped from one that was meant to stand there:
# both mutations are of table three, whose rows have totals.


@mutation("a row with a cell too many", (*RAGGED, *PADDED), NATIONAL)
def surplus_cell(draft: Draft, rng: random.Random) -> Draft:
    def add(line: Line) -> Line:
        at = rng.randrange(len(line.cells) + 1)
        return replace(line, cells=(*line.cells[:at], plain(""), *line.cells[at:]))

    changed, _ = _change_rows(draft, rng, add, "requests")
    return changed


@mutation("a row one place to the right of its head", (*RAGGED, *PADDED), NATIONAL)
def moved_right(draft: Draft, rng: random.Random) -> Draft:
    changed, _ = _change_rows(draft, rng, lambda line: replace(line, moved=1), "requests")
    return changed


@mutation("a row one place to the left of its head", (*RAGGED, *PADDED))
def moved_left(draft: Draft, rng: random.Random) -> Draft:
    changed, _ = _change_rows(draft, rng, lambda line: replace(line, moved=-1))
    return changed


@mutation("the rest of a cut table, without the label of a group", RAGGED, NATIONAL)
def cut_labels(draft: Draft, rng: random.Random) -> Draft:
    """Rows in the middle of a group of table three, from a new page on: their group's cell stayed
    on the page before."""
    sheet = draft.sheet("requests")
    (band,) = sheet.bands if sheet and len(sheet.bands) == 1 else (None,)
    if sheet is None or band is None:
        return draft
    grouped = [at for at, line in enumerate(band.lines) if len(line.path) > 1]
    several = set(grouped[rng.randrange(len(grouped) // 2) :])
    lines = []
    for at, line in enumerate(band.lines):
        lost = rng.choice((1, 2)) if line.is_inner else 1
        lines.append(replace(line, moved=-lost) if at in several else line)
    return draft.put(replace(sheet, bands=(replace(band, lines=tuple(lines)),)))


# A row merged, or a figure over two places


@mutation("a row of zeros merged to one cell", (PAGE, WORD, "csv of pandas", PDF), NATIONAL)
def merged_zeros(draft: Draft, rng: random.Random) -> Draft:
    word = rng.choice(("0", "0", "无", "/"))

    def merge(line: Line) -> Line:
        if any(cell.text not in ("", "0") for cell in line.cells):
            return line
        return replace(line, cells=tuple(plain(word, cell.key) for cell in line.cells), merged=True)

    zeros = []
    for sheet in draft.sheets():
        bands = []
        for band in sheet.bands:
            lines = tuple(merge(line) for line in band.lines)
            zeros += [cell.key for line in lines if line.merged for cell in line.cells]
            bands.append(replace(band, lines=lines))
        draft = draft.put(replace(sheet, bands=tuple(bands)))
    state = State.FILLED if word == "0" else State.BLANK
    return draft.mark([key for key in zeros if key], state)


@mutation("a figure over two places", (PAGE, WORD, PDF), NATIONAL)
def over_two_places(draft: Draft, rng: random.Random) -> Draft:
    """The figure of one of two neighbours, of which the other is 0 or blank."""

    def merge(line: Line) -> Line:
        numbers = [cell.text not in ("", "0") for cell in line.cells]
        pairs = [at for at in range(len(numbers) - 2) if numbers[at] != numbers[at + 1]]
        if not pairs:
            return line
        at = rng.choice(pairs)
        kept = line.cells[at] if numbers[at] else line.cells[at + 1]
        return replace(line, cells=(*line.cells[:at], kept, *line.cells[at + 2 :]), wide=at)

    changed, _ = _change_rows(draft, rng, merge)
    return changed


# One figure a row

_HEADS = (
    ("表", "项目", "列", "数值"),
    ("表格", "指标", "类别", "数量"),
    ("表名", "行", "列", "值"),
    ("统计表", "统计项目", "申请人", "件数"),
)


def _listed(
    draft: Draft,
    rng: random.Random,
    tables: Iterable[str],
    zeros: bool = True,
    year: str = "",
) -> Draft:
    """Tables as one list, a row for each of their cells."""
    heads = rng.choice(_HEADS)
    joint = rng.choice(("/", "-", "—", ""))
    has_table = happens(rng, 0.7)
    lines = []
    chosen = [sheet for sheet in draft.sheets() if sheet.id in tables]
    for sheet in chosen:
        title = CHAPTERS[sheet.id].partition("、")[2]
        for band in sheet.bands:
            for line in band.lines:
                for column, cell in zip(band.columns, line.cells, strict=True):
                    if not zeros and cell.text in ("", "0"):
                        continue
                    path = (*filter(None, (band.banner,)), *line.path)
                    *groups, head = column.path
                    words = (joint.join(path), head) if path else (joint.join(groups), head)
                    names = (title, *words) if has_table else words
                    lines.append(Line((), (*map(plain, names), cell)))
                    if year:
                        last = plain(str(rng.randint(0, 60)))
                        own = (plain(year), *map(plain, names), cell)
                        lines[-1:] = [Line((), (plain(str(int(year) - 1)), *own[1:-1], last))]
                        lines.append(Line((), own))
    names = heads if has_table else heads[1:]
    names = ("年份", *names) if year else names
    columns = tuple(Column((head,)) for head in names)
    made = Sheet(chosen[0].id, (Band(columns, tuple(lines)),))
    parts = []
    for part in draft.parts:
        if part is chosen[0]:
            parts.append(made)
        elif not (isinstance(part, Sheet) and part in chosen):
            parts.append(part)
    return replace(draft, parts=tuple(parts))


@mutation("one row a cell, all tables", LISTS, NATIONAL)
def listed(draft: Draft, rng: random.Random) -> Draft:
    return _listed(draft, rng, [sheet.id for sheet in draft.sheets()])


@mutation("one row a cell, one table", LISTS, NATIONAL)
def one_listed(draft: Draft, rng: random.Random) -> Draft:
    return _listed(draft, rng, [rng.choice(draft.sheets()).id])


@mutation("one row a cell, zeros left out", LISTS, NATIONAL)
def listed_without_zeros(draft: Draft, rng: random.Random) -> Draft:
    zeros = [key for key, expected in draft.truth.items() if not expected.number]
    tables = [sheet.id for sheet in draft.sheets()]
    return _listed(draft, rng, tables, zeros=False).mark(zeros, State.ABSENT)


@mutation("one row a cell, of two years", LISTS, NATIONAL)
def listed_years(draft: Draft, rng: random.Random) -> Draft:
    tables = [sheet.id for sheet in draft.sheets()]
    return _listed(draft, rng, tables, year=str(draft.year))


@mutation("table four with one figure a row", SPREAD, NATIONAL)
def outcomes_listed(draft: Draft, rng: random.Random) -> Draft | None:
    sheet = draft.sheet("remedies")
    if sheet is None:
        return None
    band = sheet.bands[0]
    heads = rng.choice(
        (("类别", "结果", "件数"), ("案件类型", "审理结果", "数量"), ("类型", "结果", "件"))
    )
    repeats = happens(rng, 0.4)
    lines = []
    for column, cell in zip(band.columns, band.lines[0].cells, strict=True):
        *groups, outcome = column.path
        if repeats:
            name = "（".join(groups) + "）" * (len(groups) - 1)
            lines.append(Line((), (plain(name), plain(outcome), cell)))
        elif happens(rng, 0):
            lines.append(Line(column.path, (cell,)))
        else:
            lines.append(Line(("".join(groups), outcome), (cell,)))
    if repeats:
        made = Band(tuple(Column((head,)) for head in heads), tuple(lines))
    else:
        made = Band((Column((heads[2],)),), tuple(lines), heads[0])
    return draft.put(replace(sheet, bands=(made,)))
