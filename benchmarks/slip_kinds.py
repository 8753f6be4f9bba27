"""Mistakes as people make them when they fill in the tables, one function a kind.

A function takes a sheet (a sound report as it is printed, and last year's) and a source of chance,
and returns the cells that it changes with their new numbers, or None where it has nothing to
change. None for a number is a cell left blank. A kind states how often each set of frequencies has
it, and why:

even        all kinds alike: no kind can hide behind another
typists     the figures are right in the office's own list and are typed into the form by hand:
            digits, neighbouring cells and lines, shifts
clerks      the form is last year's file, filled in again: totals that no one updates, figures of
            last year, what is carried over, sums over the wrong range
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import chain, pairwise

from slip_reports import APPLICANTS, GROUPS, Figures, happens

from gxkit.forms import find_form
from gxkit.report import Key, Number

SETS = ("even", "typists", "clerks")
KEYPAD = {
    "0": "1",
    "1": "24",
    "2": "135",
    "3": "26",
    "4": "157",
    "5": "2468",
    "6": "359",
    "7": "48",
    "8": "579",
    "9": "68",
}
"""the keys beside each key of a number pad"""
TABLE_WEIGHTS = {"requests": 6, "remedies": 2, "proactive": 1, "legacy": 1}
"""where a slip that can be in any table is: most figures of a report stand in table three"""


@dataclass(frozen=True)
class Sheet:
    """A sound report as printed, and the figures of the year before ({} where there are none)."""

    edition: str
    figures: Figures
    last: Figures

    def __getitem__(self, key: Key) -> Number:
        return self.figures.get(key) or 0

    @cached_property
    def lines(self) -> dict[str, list[list[Key]]]:
        """The printed lines of each table; table four is one line of three groups."""
        found: dict[str, list[list[Key]]] = {}
        for table in find_form(self.edition).tables:
            rows = [[(table.id, row.id, c) for c in row.columns] for row in table.rows]
            if table.layout == "across":
                rows = [list(chain.from_iterable(rows))]
            found[table.id] = rows
        return found

    @cached_property
    def totals(self) -> dict[Key, list[tuple[Key, ...]]]:
        """The parts of each total: one list of them, or two for a total of both ways."""
        found: dict[Key, list[tuple[Key, ...]]] = {}
        for table in find_form(self.edition).tables:
            for rule in table.rules:
                if rule.is_identity and len(rule.right) == 1:
                    parts = tuple((table.id, *slot) for slot in rule.left)
                    found.setdefault((table.id, *rule.right[0]), []).append(parts)
        return found

    def draw_table(self, rng: random.Random) -> str:
        weights = [TABLE_WEIGHTS[table] for table in self.lines]
        return rng.choices(list(self.lines), weights)[0]

    def cells(self, table: str) -> list[Key]:
        return [key for line in self.lines[table] for key in line]

    def filled(self, keys: Iterable[Key]) -> list[Key]:
        """Those of the cells that hold a number other than 0."""
        return [key for key in keys if self[key]]

    def draw_filled(self, rng: random.Random) -> Key | None:
        """A cell that holds a number other than 0."""
        filled = self.filled(self.cells(self.draw_table(rng)))
        return rng.choice(filled) if filled else None

    def draw_total(self, rng: random.Random) -> Key | None:
        filled = self.filled(self.totals)
        return rng.choice(filled) if filled else None

    def total_rows(self, rng: random.Random) -> tuple[list[Key], list[tuple[Key, ...]]] | None:
        """The cells of a row that adds up rows above or below it, with the parts of each."""
        down: dict[tuple[str, str], list[tuple[Key, tuple[Key, ...]]]] = {}
        for total, ways in self.totals.items():
            for parts in ways:
                if parts[0][2] == total[2] and self[total]:
                    down.setdefault(total[:2], []).append((total, parts))
        if not down:
            return None
        chosen = down[rng.choice(list(down))]
        return [total for total, _ in chosen], [parts for _, parts in chosen]

    def across(self) -> dict[Key, tuple[Key, ...]]:
        """The totals that add up cells of their own row, with these."""
        found = {}
        for total, ways in self.totals.items():
            for parts in ways:
                if parts[0][1] == total[1]:
                    found[total] = parts
        return found


Slip = Callable[[Sheet, random.Random], Figures | None]


@dataclass(frozen=True)
class Kind:
    """A named mistake; how often it is, beside the others of a set."""

    name: str
    make: Slip
    typists: float
    clerks: float
    why: str

    def weight(self, frequencies: str) -> float:
        return 1.0 if frequencies == "even" else getattr(self, frequencies)


KINDS: dict[str, Kind] = {}


def slip(
    name: str, typists: float, clerks: float, why: str, into: dict[str, Kind] = KINDS
) -> Callable[[Slip], Slip]:
    """Enter a function among the kinds."""

    def enter(make: Slip) -> Slip:
        into[name] = Kind(name, make, typists, clerks, why)
        return make

    return enter


# ---- totals


@slip("total without a row", 1, 8, "the range of the sum ends a row early, or a row was added")
def total_without_a_row(sheet: Sheet, rng: random.Random) -> Figures | None:
    found = sheet.total_rows(rng)
    if found is None:
        return None
    totals, parts = found
    rows = [number for number in range(len(parts[0])) if any(sheet[own[number]] for own in parts)]
    # a range is too short at its ends more often than in its middle
    row = rng.choice(rows[:1] + rows[-1:]) if happens(rng, 0.6) else rng.choice(rows)
    return {t: sheet[t] - sheet[own[row]] for t, own in zip(totals, parts, strict=True)}


@slip("total without a column", 1, 6, "the same across: the last kind of applicant is left out")
def total_without_a_column(sheet: Sheet, rng: random.Random) -> Figures | None:
    across = {total: parts for total, parts in sheet.across().items() if sheet[total]}
    if not across:
        return None
    table = rng.choice(sorted({total[0] for total in across}))
    own = {total: parts for total, parts in across.items() if total[0] == table}
    column = rng.randrange(len(next(iter(own.values()))))
    short: Figures = {total: sheet[total] - sheet[parts[column]] for total, parts in own.items()}
    changed = [total for total in short if short[total] != sheet[total]]
    # a formula that is copied down is short in every row, one that is typed in its own
    if changed and happens(rng, 0.4):
        one = rng.choice(changed)
        return {one: short[one]}
    return short


def _total_lines(sheet: Sheet, rng: random.Random) -> list[Key]:
    table = rng.choice(sorted({total[0] for total in sheet.totals}))
    return [total for total in sheet.totals if total[0] == table]


@slip("all totals left 0", 1, 4, "formulas of the web form that never ran")
def all_totals_0(sheet: Sheet, rng: random.Random) -> Figures | None:
    return dict.fromkeys(_total_lines(sheet, rng), 0)


@slip("all totals left blank", 1, 4, "nobody knew that they are to be filled in by hand")
def all_totals_blank(sheet: Sheet, rng: random.Random) -> Figures | None:
    return dict.fromkeys(_total_lines(sheet, rng), None)


@slip("line of totals left empty", 2, 5, "the row （七）总计 or the column 总计 alone is forgotten")
def line_of_totals_empty(sheet: Sheet, rng: random.Random) -> Figures | None:
    found = sheet.total_rows(rng)
    if found is None:
        return None
    empty = rng.choice((0, None))
    if happens(rng, 0.6):
        return dict.fromkeys(found[0], empty)
    table = found[0][0][0]
    column = [key for key in sheet.cells(table) if key[2] == "total"]
    return dict.fromkeys(column or found[0], empty)


@slip("adding error", 3, 4, "a total is one or ten off")
def adding_error(sheet: Sheet, rng: random.Random) -> Figures | None:
    total = sheet.draw_total(rng)
    if total is None:
        return None
    off = rng.choice((1, 1, 1, 1, 2, 10)) * rng.choice((1, -1))
    number = sheet[total] + off
    return {total: number} if number >= 0 else None


@slip("part counted twice", 1, 4, "a subtotal is added to the items that it is made of")
def part_counted_twice(sheet: Sheet, rng: random.Random) -> Figures | None:
    total = sheet.draw_total(rng)
    if total is None:
        return None
    parts = sheet.filled(rng.choice(sheet.totals[total]))
    return {total: sheet[total] + sheet[rng.choice(parts)]} if parts else None


@slip("sum of the wrong column", 1, 3, "a formula copied from the column beside")
def sum_of_wrong_column(sheet: Sheet, rng: random.Random) -> Figures | None:
    found = sheet.total_rows(rng)
    pairs = list(pairwise(found[0])) if found else []
    if not pairs:
        return None
    pair = list(rng.choice(pairs))
    rng.shuffle(pair)
    return {pair[0]: sheet[pair[1]]}


@slip("stale total", 1, 10, "a part was corrected late, and its totals were not")
def stale_total(sheet: Sheet, rng: random.Random) -> Figures | None:
    part = sheet.draw_filled(rng)
    over = [t for t, ways in sheet.totals.items() if any(part in own for own in ways)]
    if part is None or not over:
        return None
    by = rng.choice((1, 1, 2, 3, 5)) * rng.choice((1, -1))
    # often one of the totals is remembered; the total of totals goes with those that are not
    if happens(rng, 0.6):
        over = [rng.choice(over)]
    stale: Figures = {total: sheet[total] - by for total in over}
    is_count = all(sheet[total] >= by for total in over)
    return stale if is_count else None


@slip("open ones counted as decided", 1, 5, "（七）总计 is taken for all cases of the year")
def open_as_decided(sheet: Sheet, rng: random.Random) -> Figures | None:
    columns = (*APPLICANTS, "total")
    decided = [("requests", "decided", column) for column in columns]
    if decided[0] not in sheet.figures:
        return None
    return {key: sheet[key] + sheet["requests", "carried_out", key[2]] for key in decided}


# ---- rows and tables of another year


def _last_of(sheet: Sheet, keys: Iterable[Key]) -> Figures | None:
    last = {key: sheet.last[key] for key in keys if key in sheet.last}
    return last or None


@slip("last year's row", 1, 8, "the form is last year's file, and a row was not typed over")
def last_years_row(sheet: Sheet, rng: random.Random) -> Figures | None:
    return _last_of(sheet, rng.choice(sheet.lines[sheet.draw_table(rng)]))


@slip("last year's column", 0.5, 3, "the same with a kind of applicant")
def last_years_column(sheet: Sheet, rng: random.Random) -> Figures | None:
    cells = sheet.cells(sheet.draw_table(rng))
    column = rng.choice(cells)[2]
    return _last_of(sheet, [key for key in cells if key[2] == column])


@slip("last year's figure", 1, 6, "the same with one cell")
def last_years_figure(sheet: Sheet, rng: random.Random) -> Figures | None:
    cell = sheet.draw_filled(rng)
    return None if cell is None else _last_of(sheet, [cell])


@slip("last year's totals", 0.5, 5, "the parts are new and the totals, no formulas, are not")
def last_years_totals(sheet: Sheet, rng: random.Random) -> Figures | None:
    return _last_of(sheet, _total_lines(sheet, rng))


@slip("last year's table", 0.5, 3, "a whole table of last year's file is left as it was")
def last_years_table(sheet: Sheet, rng: random.Random) -> Figures | None:
    return _last_of(sheet, sheet.cells(sheet.draw_table(rng)))


# ---- what is carried over


@slip(
    "carried in forgotten", 1, 8, "last year's open cases are no cases of this year, it is thought"
)
def carried_in_forgotten(sheet: Sheet, rng: random.Random) -> Figures | None:
    row = [key for key in sheet.figures if key[1] == "carried_in"]
    return dict.fromkeys(row, 0)


@slip("carried out forgotten", 1, 4, "the last row of the table is overlooked")
def carried_out_forgotten(sheet: Sheet, rng: random.Random) -> Figures | None:
    row = [key for key in sheet.figures if key[1] == "carried_out"]
    return dict.fromkeys(row, 0)


@slip("carried in is not last year's", 1, 8, "the stock was counted anew: a case more or less")
def carried_in_differs(sheet: Sheet, rng: random.Random) -> Figures | None:
    column = rng.choice(APPLICANTS)
    cells = [("requests", "carried_in", column), ("requests", "carried_in", "total")]
    by = rng.choice((1, 1, 2, 3)) * rng.choice((1, -1))
    if cells[0] not in sheet.figures or sheet[cells[0]] + by < 0:
        return None
    return {cell: sheet[cell] + by for cell in cells}


@slip("received typed as decided", 1, 3, "all that came in was decided, it is thought")
def received_as_decided(sheet: Sheet, rng: random.Random) -> Figures | None:
    row = [key for key in sheet.figures if key[1] == "decided"]
    return {key: sheet["requests", "received", key[2]] for key in row}


@slip("carried in counted as received", 1, 6, "the register holds all cases that were handled")
def carried_in_as_received(sheet: Sheet, rng: random.Random) -> Figures | None:
    row = [key for key in sheet.figures if key[1] == "received"]
    return {key: sheet[key] + sheet["requests", "carried_in", key[2]] for key in row}


@slip("cumulative figure not updated", 1, 6, "last year's cumulative figures stand still")
def cumulative_stale(sheet: Sheet, rng: random.Random) -> Figures | None:
    column = [key for key in sheet.figures if key[2] == "cumulative"]
    if not column:
        return None
    return _last_of(sheet, column if happens(rng, 0.3) else [rng.choice(column)])


@slip("cumulative figure of the year", 1, 2, "the year's figure is typed into both columns")
def cumulative_of_year(sheet: Sheet, rng: random.Random) -> Figures | None:
    column = sheet.filled(key for key in sheet.figures if key[2] == "cumulative")
    if not column:
        return None
    key = rng.choice(column)
    return {key: sheet[key[0], key[1], "year"]}


# ---- lines


def _filled_line(sheet: Sheet, rng: random.Random) -> tuple[list[list[Key]], int] | None:
    lines = sheet.lines[sheet.draw_table(rng)]
    places = [place for place, line in enumerate(lines) if sheet.filled(line)]
    return (lines, rng.choice(places)) if places else None


def _like_columns(one: Sequence[Key], other: Sequence[Key]) -> bool:
    return [key[2] for key in one] == [key[2] for key in other]


@slip("row left empty", 4, 4, "a row is skipped")
def row_left_empty(sheet: Sheet, rng: random.Random) -> Figures | None:
    found = _filled_line(sheet, rng)
    if found is None:
        return None
    return dict.fromkeys(found[0][found[1]], rng.choice((0, None)))


@slip("row shifted left", 5, 1, "the first cell is skipped: one place early, the last cell empty")
def row_shifted_left(sheet: Sheet, rng: random.Random) -> Figures | None:
    found = _filled_line(sheet, rng)
    if found is None:
        return None
    line = found[0][found[1]]
    changed: Figures = {key: sheet[after] for key, after in pairwise(line)}
    return changed | {line[-1]: 0}


@slip("row shifted right", 5, 1, "a cell too far: the first is empty, the last figure is lost")
def row_shifted_right(sheet: Sheet, rng: random.Random) -> Figures | None:
    found = _filled_line(sheet, rng)
    if found is None:
        return None
    line = found[0][found[1]]
    changed: Figures = {key: sheet[before] for before, key in pairwise(line)}
    return changed | {line[0]: 0}


@slip("row typed into the next", 6, 3, "the eye slips a row; its own row stays empty")
def row_into_the_next(sheet: Sheet, rng: random.Random) -> Figures | None:
    found = _filled_line(sheet, rng)
    if found is None:
        return None
    lines, place = found
    beside = place + rng.choice((1, -1))
    if not 0 <= beside < len(lines) or sheet.filled(lines[beside]):
        return None
    if not _like_columns(lines[place], lines[beside]):
        return None
    moved: Figures = dict.fromkeys(lines[place], 0)
    for key, to in zip(lines[place], lines[beside], strict=True):
        moved[to] = sheet[key]
    return moved


def _exchanged(sheet: Sheet, one: Sequence[Key], other: Sequence[Key]) -> Figures:
    changed: Figures = {key: sheet[to] for key, to in zip(one, other, strict=True)}
    return changed | {to: sheet[key] for key, to in zip(one, other, strict=True)}


@slip("two rows exchanged", 4, 2, "rows beside each other, seldom far apart")
def rows_exchanged(sheet: Sheet, rng: random.Random) -> Figures | None:
    found = _filled_line(sheet, rng)
    if found is None:
        return None
    lines, place = found
    apart = rng.choice((1, 1, 1, 2, 5)) * rng.choice((1, -1))
    other = place + apart
    if not 0 <= other < len(lines) or not _like_columns(lines[place], lines[other]):
        return None
    return _exchanged(sheet, lines[place], lines[other])


@slip("two columns exchanged", 2, 1, "columns beside each other")
def columns_exchanged(sheet: Sheet, rng: random.Random) -> Figures | None:
    lines = sheet.lines[sheet.draw_table(rng)]
    own = [line for line in lines if _like_columns(line, lines[-1])]
    place = rng.randrange(1, len(own[-1])) if len(own) > 1 else 0
    if place == 0:
        return None
    return _exchanged(sheet, [line[place - 1] for line in own], [line[place] for line in own])


# ---- cells


@slip("neighbouring cells exchanged", 6, 1, "two figures of a row in the wrong order")
def cells_exchanged(sheet: Sheet, rng: random.Random) -> Figures | None:
    key = sheet.draw_filled(rng)
    if key is None:
        return None
    return _exchanged(sheet, [key], [rng.choice(_beside(sheet, key))])


def _beside(sheet: Sheet, key: Key) -> list[Key]:
    """The cells to the left and the right of a cell, and above and below it where it has none."""
    upright = [list(column) for column in zip(*_even(sheet, key[0]), strict=True)]
    for lines in (sheet.lines[key[0]], upright):
        for line in lines:
            if key in line and len(line) > 1:
                place = line.index(key)
                return line[max(0, place - 1) : place] + line[place + 1 : place + 2]
    return [key]


def _even(sheet: Sheet, table: str) -> list[list[Key]]:
    lines = sheet.lines[table]
    return [line for line in lines if _like_columns(line, lines[-1])]


@slip("figure a column off", 7, 2, "one figure stands beside its cell, and its cell is empty")
def figure_a_column_off(sheet: Sheet, rng: random.Random) -> Figures | None:
    key = sheet.draw_filled(rng)
    beside = [] if key is None else [other for other in _beside(sheet, key) if not sheet[other]]
    if key is None or not beside:
        return None
    return {key: 0, rng.choice(beside): sheet[key]}


@slip("cell left empty", 5, 4, "one figure is forgotten")
def cell_left_empty(sheet: Sheet, rng: random.Random) -> Figures | None:
    key = sheet.draw_filled(rng)
    return None if key is None else {key: rng.choice((0, None))}


@slip("copied from the row above", 3, 2, "a cell is filled down")
def copied_from_above(sheet: Sheet, rng: random.Random) -> Figures | None:
    lines = sheet.lines[sheet.draw_table(rng)]
    pairs = [pair for pair in pairwise(lines) if _like_columns(*pair)]
    if not pairs:
        return None
    above, own = rng.choice(pairs)
    column = rng.randrange(len(own))
    return {own[column]: sheet[above[column]]}


@slip("all put under natural persons", 2, 4, "who asked was not asked: 自然人 gets the row's total")
def all_natural_persons(sheet: Sheet, rng: random.Random) -> Figures | None:
    lines = [line for line in sheet.lines.get("requests", ()) if sheet.filled(line)]
    if not lines:
        return None
    line = rng.choice(lines)
    changed: Figures = {line[0]: sheet[line[-1]]}
    # the others stay, or are taken for nothing
    return changed if happens(rng, 0.5) else changed | dict.fromkeys(line[1:-1], 0)


@slip("table four: another group's total", 2, 2, "three totals stand in one line")
def another_groups_total(sheet: Sheet, rng: random.Random) -> Figures | None:
    totals = [("remedies", group, "total") for group in GROUPS]
    one, other = rng.sample(totals, 2)
    return {one: sheet[other]} if one in sheet.figures else None


@slip(
    "table four: groups mixed",
    3,
    2,
    "未经复议 and 复议后 taken for each other, whole or in one cell",
)
def groups_mixed(sheet: Sheet, rng: random.Random) -> Figures | None:
    if ("remedies", GROUPS[1], "total") not in sheet.figures:
        return None
    columns = ["upheld", "corrected", "other", "pending", "total"]
    if happens(rng, 0.5):
        columns = [rng.choice(columns)]
    one, other = rng.choice((GROUPS[1:], GROUPS[:2]))
    own = [("remedies", one, column) for column in columns]
    return _exchanged(sheet, own, [("remedies", other, column) for column in columns])


# ---- digits, units, signs


def _retyped(
    sheet: Sheet, rng: random.Random, least: int, retype: Callable[[str], str]
) -> Figures | None:
    """A cell of at least so many digits, its text typed otherwise."""
    table = sheet.draw_table(rng)
    long = [key for key in sheet.filled(sheet.cells(table)) if len(str(abs(sheet[key]))) >= least]
    if not long:
        return None
    key = rng.choice(long)
    text = retype(str(abs(sheet[key])))
    number = Decimal(text) if "." in text else int(text or "0")
    return {key: number}


def _place(text: str, rng: random.Random) -> int:
    """The place of a digit, not of the point."""
    return rng.choice([place for place, sign in enumerate(text) if sign != "."])


@slip("digit doubled", 7, 1, "a key pressed twice")
def digit_doubled(sheet: Sheet, rng: random.Random) -> Figures | None:
    def retype(text: str) -> str:
        place = _place(text, rng)
        return text[: place + 1] + text[place:]

    return _retyped(sheet, rng, 1, retype)


@slip("digit dropped", 8, 2, "a key not pressed")
def digit_dropped(sheet: Sheet, rng: random.Random) -> Figures | None:
    def retype(text: str) -> str:
        place = rng.randrange(1, len(text))
        return text[:place] + text[place + 1 :]

    return _retyped(sheet, rng, 2, retype)


@slip("leading digit lost", 3, 1, "the first digit is cut off by a narrow cell or not pressed")
def leading_digit_lost(sheet: Sheet, rng: random.Random) -> Figures | None:
    return _retyped(sheet, rng, 2, lambda text: text[1:] if text[1] != "." else text)


@slip("digits transposed", 8, 2, "two keys in the wrong order")
def digits_transposed(sheet: Sheet, rng: random.Random) -> Figures | None:
    def retype(text: str) -> str:
        place = rng.randrange(1, len(text))
        return text[: place - 1] + text[place] + text[place - 1] + text[place + 1 :]

    return _retyped(sheet, rng, 2, retype)


@slip("one digit another", 9, 2, "the key beside it")
def digit_another(sheet: Sheet, rng: random.Random) -> Figures | None:
    def retype(text: str) -> str:
        place = _place(text, rng)
        return text[:place] + rng.choice(KEYPAD[text[place]]) + text[place + 1 :]

    return _retyped(sheet, rng, 1, retype)


@slip("0 added", 3, 1, "a 0 too many at the end")
def nought_added(sheet: Sheet, rng: random.Random) -> Figures | None:
    return _retyped(sheet, rng, 1, lambda text: text + "0")


@slip("decimal or thousands", 2, 2, "1,234 becomes 1.234, a point is lost")
def thousands(sheet: Sheet, rng: random.Random) -> Figures | None:
    def retype(text: str) -> str:
        if "." in text:
            return text.replace(".", "")
        return f"{text[:-3]}.{text[-3:]}"

    return _retyped(sheet, rng, 4, retype)


MONEY = (("fees", "amount_wan_yuan"), ("procurement", "amount"), ("fees_waived", "year"))


@slip("unit of money", 2, 3, "元 where 万元 is asked for, or the other way round")
def unit_of_money(sheet: Sheet, rng: random.Random) -> Figures | None:
    amounts = sheet.filled(key for key in sheet.figures if key[1:] in MONEY)
    if not amounts:
        return None
    key = rng.choice(amounts)
    factor = Decimal(10_000)
    return {key: sheet[key] * factor if key[2] == "amount_wan_yuan" else sheet[key] / factor}


@slip("sign", 2, 1, "增/减 without its minus, or a dash before a count that is read as one")
def sign(sheet: Sheet, rng: random.Random) -> Figures | None:
    changes = sheet.filled(key for key in sheet.figures if key[2] == "change")
    negative = [key for key in changes if sheet[key] < 0]
    if negative:
        return {key: -sheet[key] for key in negative[:1]}
    cell = sheet.draw_filled(rng)
    return None if cell is None else {cell: -sheet[cell]}


def weights_of(kinds: Mapping[str, Kind], frequencies: str) -> dict[str, float]:
    return {name: kind.weight(frequencies) for name, kind in kinds.items()}
