"""Strategies for entries that the file's borders do not divide: the rules are asked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from gxkit.filling import weights
from gxkit.filling.cells.entries import (
    UNDECIDED,
    Entry,
    Numbers,
    Placement,
    spans_columns,
)
from gxkit.filling.cells.fields import Field
from gxkit.filling.cells.joined import drop_surplus, has_sum, split_figures
from gxkit.filling.cells.kinds import Kind, trailing_unit
from gxkit.filling.lines.borders import FIGURE_SIGNS, Answer
from gxkit.filling.ways import Declined, Reason
from gxkit.forms import Rule
from gxkit.report import Number
from gxkit.text import BLANK_SIGN, BLANK_SIGNS

# Which may be one cell (增/减).
_SLASHED = re.compile(r"\d/\d")
# A figure that begins with a cell that holds a zero, or that has signs for empty cells.
_NOTHING = re.compile(rf"0(?!\.)|.+{BLANK_SIGN}|(?!-){BLANK_SIGN}|-$")
_THOUSANDS = re.compile(r"[1-9]\d{0,2}")
_GROUP = re.compile(r"\d{3}(?:\.\d+)?")
_SEPARATE = frozenset((Kind.NUMBER, Kind.MARK))
_JOINED_SIGNS = FIGURE_SIGNS | BLANK_SIGNS
_ALL_BLANK_SIGNS = "".join(BLANK_SIGNS)


@dataclass(frozen=True, slots=True)
class Habits:
    """What a table as a whole shows of its cells, where an entry by itself does not tell.

    `separated`: its figures stand apart. Figures run together show as superfluous zeros (000) or
    as one figure in every line. `blanks_lost`: empty cells left no trace; that shows in a line
    with fewer digits than cells, or with none. `nothing_printed`: it prints a zero or a sign where
    there is nothing, so that a line has a letter for every cell.
    """

    separated: bool
    blanks_lost: bool
    nothing_printed: bool


def find_habits(entries: Sequence[Entry]) -> Habits:
    """What the entries of a table show of its borders, its blanks and its zeros."""
    separated = _are_separated(entries)
    lost = any(map(_is_short, entries))
    if not separated:
        # Where figures run together, a line without any had blanks that left no trace.
        lost = lost or any(not entry.cells for entry in entries)
    nothing_printed = any(map(_prints_nothing, entries))
    return Habits(separated, lost, nothing_printed)


def _are_separated(entries: Sequence[Entry]) -> bool:
    filled = [entry for entry in entries if entry.figures]
    several = [entry for entry in filled if len(entry.slots) > 1]
    # One figure in every line is the whole line run together, not a table of single figures.
    if all(len(entry.figures) == 1 for entry in several):
        return False
    joined = [entry for entry in several if _has_joined(entry)]
    # A few joined cells are slips of one row; a fifth of the lines are the way of the file.
    return len(joined) / len(several) < weights.IN_USE.run_together


def _has_joined(entry: Entry) -> bool:
    return any(figure.kind is Kind.DIGITS for figure in entry.figures)


def _is_short(entry: Entry) -> bool:
    """Whether an entry that borders do not decide has fewer digits and signs than cells."""
    size = len(entry.slots)
    # One figure for one cell tells nothing of borders.
    if entry.is_placed or not entry.figures or size == 1:
        return False
    letters = sum(len(figure.text) for figure in entry.figures)
    return letters < size


def _prints_nothing(entry: Entry) -> bool:
    return any(_NOTHING.match(figure.text) for figure in entry.figures)


@dataclass(frozen=True, slots=True)
class Sums:
    """What the strategies ask: the rules of the table, and its habits."""

    rules: Sequence[Rule]
    habits: Habits


def split_joined(entry: Entry, sums: Sums) -> Answer:
    """All ways to cut figures that ran together which the rules inside the line allow.

    Where blanks are known to be lost, no list of ways is complete; nor is it where nothing shows
    that the table prints a zero or a sign for nothing, and no sum proves that no cell is missing.
    """
    if not _is_run_together(entry, sums.habits):
        return Declined(Reason.BORDERS_KEPT)
    pieces = pieces_of(entry)
    letters = sum(len(piece.replace(".", "")) for piece in pieces)
    # A cell without a letter was blank, and which one it is no sum can tell.
    if not all(pieces) or not letters >= len(entry.slots) >= len(pieces):
        return Declined(Reason.LETTERS_TOO_FEW)
    ways, are_all = split_figures(pieces, entry.slots, sums.rules)
    is_complete = (
        are_all and not sums.habits.blanks_lost and _has_letter_for_each_cell(entry, pieces, sums)
    )
    return Placement(
        possible=tuple(ways),
        complete=is_complete,
        before=len(ways),
    )


def _has_letter_for_each_cell(
    entry: Entry,
    pieces: Sequence[str],
    sums: Sums,
) -> bool:
    """Whether a sum proves that no cell is missing, or the table prints zeros."""
    if has_sum(entry.slots, sums.rules):
        return True
    # A cell over two columns may hold one figure: 11 need not be 1 and 1.
    if any(spans_columns(figure, entry) for figure in entry.figures):
        return False
    # Two figures in a cell beside a blank one: which of them is whose no zero tells.
    if any(figure.kind is Kind.SEVERAL for figure in entry.figures):
        return False
    # 3/5 may be two cells with a sign for nothing between them, or one.
    is_slashed = any(map(_SLASHED.search, pieces))
    return sums.habits.nothing_printed and not is_slashed


def _is_run_together(entry: Entry, habits: Habits) -> bool:
    """Whether borders are lost in an entry: in all of its table, or in one of its figures.

    Where the other lines have their figures apart, a line that is short of figures has lost
    blanks, not borders, unless a figure is run together with others, or with its label.
    """
    if not habits.separated:
        return True
    return any(_is_joined(figure, entry) for figure in entry.figures)


def _is_joined(figure: Field, entry: Entry) -> bool:
    if figure.kind in (Kind.DIGITS, Kind.SEVERAL):
        return True
    if figure.kind is not Kind.NUMBER:
        return False
    # A figure without a border after its label lost the other borders as well.
    beside_label = figure.borders == 0
    return beside_label or len(figure.words) > 1 or spans_columns(figure, entry)


def pieces_of(entry: Entry) -> list[str]:
    """The figures and signs of an entry as runs between which a border is certain.

    A sign beside the one figure of a line with one cell stands for a column that its row does not
    have.
    """
    pieces: list[str] = []
    for figure in entry.figures:
        # What is no number can be no part of a sum.
        if figure.kind is Kind.ILLEGIBLE:
            continue
        if len(figure.words) > 1:
            pieces += _bare_words(figure)
        else:
            pieces.append(_digits(figure))
    if len(entry.slots) == len(pieces) == 1:
        return [pieces[0].strip(_ALL_BLANK_SIGNS)]
    return pieces


def _digits(figure: Field) -> str:
    """The digits and signs of a figure without unit and separators; '' where it has other text."""
    bare = figure.text.removesuffix(figure.unit)
    bare = bare.replace(",", "")
    return bare if _JOINED_SIGNS.issuperset(bare) else ""


def _bare_words(figure: Field) -> list[str]:
    """The words of a figure without units and separators."""
    words = []
    for word in figure.words:
        digits = word.replace(",", "")
        bare = digits.removesuffix(trailing_unit(digits))
        if bare:
            words.append(bare)
    return words


def leave_out_surplus(entry: Entry, sums: Sums) -> Answer:
    """A few figures too many: all ways to leave some out, by the rules inside the line."""
    size = len(entry.slots)
    figures = entry.figures
    if not _SEPARATE.issuperset(figure.kind for figure in figures):
        return Declined(Reason.RUN_TOGETHER)
    # With more than a few, choosing which to leave out would be guessing.
    surplus = len(figures) - size
    if not 0 < surplus <= weights.IN_USE.surplus:
        return Declined(Reason.NOT_SURPLUS)
    numbers = [figure.number for figure in figures]
    ways = drop_surplus(numbers, entry.slots, sums.rules)
    grouped = _join_thousands(figures)
    # 3,250 in a file of commas: 250 adds up where the same 3 is left out of the total, too.
    if len(grouped) == size and grouped not in ways:
        ways = [*ways, grouped]
    return Placement(
        possible=tuple(ways),
        spare=figures[size:],
        before=len(ways),
    )


def _join_thousands(figures: Sequence[Field]) -> Numbers:
    """The numbers of figures in which a comma between some parts thousands, and not cells."""
    joined: list[Number | None] = []
    for at, figure in enumerate(figures):
        before = joined[-1] if joined else None
        if before and at and _is_group(figures[at - 1], figure):
            joined[-1] = 1000 * before + (figure.number or 0)
        else:
            joined.append(figure.number)
    return tuple(joined)


def _is_group(before: Field, figure: Field) -> bool:
    """Whether a figure may be the thousands' rest of the one before: 3,250."""
    if not _THOUSANDS.fullmatch(before.text) or not _GROUP.fullmatch(figure.text):
        return False
    one, other = before.place()[1], figure.place()[1]
    # In a text of commas its cells stand one character apart; those of a drawn grid have no line.
    if one.line is None or one.line != other.line or one.end is None:
        return False
    return other.start == one.end + 2


def spread_over_cells(entry: Entry, sums: Sums) -> Answer:
    """Fewer figures than cells, and no trace of the blanks: each may stand in several cells."""
    size = len(entry.slots)
    numbers = [figure.number for figure in entry.figures]
    if not 0 < len(numbers) < size:
        return Declined(Reason.OTHER_NUMBER)
    if any(figure.kind is not Kind.NUMBER for figure in entry.figures):
        return Declined(Reason.RUN_TOGETHER)
    # In order, with as many blanks as figures are wanting anywhere between them.
    spare = size - len(numbers)
    candidates: list[Numbers] = []
    for place in range(size):
        first = max(0, place - spare)
        may_stand = dict.fromkeys(numbers[first : place + 1])
        candidates.append((*may_stand, None))
    return Placement(candidates=tuple(candidates), complete=False)


def give_up(entry: Entry, sums: Sums) -> Answer:
    """Nothing decides: the cells stay open."""
    return UNDECIDED
