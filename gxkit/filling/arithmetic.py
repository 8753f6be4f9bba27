"""Strategies for entries that the file's borders do not divide: the rules are asked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from gxkit.filling import weights
from gxkit.filling.borders import FIGURE_SIGNS, Answer
from gxkit.filling.entries import UNDECIDED, Entry, Numbers, Placement, spans_columns
from gxkit.filling.fields import Field, Kind, trailing_unit
from gxkit.filling.joined import drop_surplus, has_sum, split_figures
from gxkit.filling.ways import Declined, Reason
from gxkit.forms import Rule
from gxkit.report import Number
from gxkit.text import BLANK_SIGN, BLANK_SIGNS

_SLASHED = re.compile(r"\d/\d")
"""which may be one cell (增/减)"""
_NOTHING = re.compile(rf"0(?!\.)|.+{BLANK_SIGN}|(?!-){BLANK_SIGN}|-$")
"""a figure that begins with a cell that holds a zero, or that has signs for empty cells"""
_JOINED_SIGNS = FIGURE_SIGNS | BLANK_SIGNS


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
    several = [entry for entry in entries if len(entry.slots) > 1 and entry.figures]
    run_together = sum(_has_run_together(entry) for entry in several)
    # A few joined cells are slips of one row; a fifth of the lines are the way of the file.
    few = bool(several) and run_together / len(several) < weights.IN_USE.run_together
    separated = few and any(len(entry.figures) > 1 for entry in several)
    bare = not separated and any(not entry.figures and not entry.blanks for entry in entries)
    return Habits(
        separated,
        bare or any(_is_short(entry) for entry in several),
        any(_NOTHING.match(f.text) for entry in entries for f in entry.figures),
    )


def _has_run_together(entry: Entry) -> bool:
    return any(figure.kind is Kind.DIGITS for figure in entry.figures)


def _is_short(entry: Entry) -> bool:
    """Whether an entry that borders do not decide has fewer digits and signs than cells."""
    letters = sum(len(f.text) for f in entry.figures)
    return entry.placement.fields is None and letters < len(entry.slots)


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
    if not all(pieces) or not letters >= len(entry.slots) >= len(pieces):
        return Declined(Reason.LETTERS_TOO_FEW)
    ways, complete = split_figures(pieces, entry.slots, sums.rules)
    # Without a sum only a table that prints its zeros has a letter for each cell; 3/5 may be one.
    slashed = any(_SLASHED.search(piece) for piece in pieces)
    zeros_printed = sums.habits.nothing_printed and not slashed
    proven = zeros_printed or has_sum(entry.slots, sums.rules)
    complete = complete and proven and not sums.habits.blanks_lost
    return Placement(possible=tuple(ways), complete=complete, before=len(ways))


def _is_run_together(entry: Entry, habits: Habits) -> bool:
    """Whether borders are lost in an entry: in all of its table, or in one of its figures.

    Where the other lines have their figures apart, a line that is short of figures has lost
    blanks, not borders, unless a figure is run together with others, or with its label.
    """
    if not habits.separated:
        return True
    for figure in entry.figures:
        if figure.kind not in (Kind.NUMBER, Kind.DIGITS):
            continue
        if figure.kind is Kind.DIGITS or figure.borders == 0 or len(figure.words) > 1:
            return True
        if spans_columns(figure, entry):
            return True
    return False


def pieces_of(entry: Entry) -> list[str]:
    """The figures and signs of an entry as runs between which a border is certain.

    A sign beside the one figure of a line with one cell stands for a column that its row does not
    have.
    """
    pieces: list[str] = []
    for figure in entry.figures:
        if figure.kind is Kind.ILLEGIBLE:
            continue
        pieces += _bare_words(figure) if len(figure.words) > 1 else [_digits(figure)]
    if len(entry.slots) == len(pieces) == 1:
        return [pieces[0].strip("".join(BLANK_SIGNS))]
    return pieces


def _digits(figure: Field) -> str:
    """The digits and signs of a figure without unit and separators; '' where it has other text."""
    bare = figure.text.removesuffix(figure.unit).replace(",", "")
    return bare if _JOINED_SIGNS.issuperset(bare) else ""


def _bare_words(figure: Field) -> list[str]:
    words = [word.replace(",", "") for word in figure.words]
    bare = [word.removesuffix(trailing_unit(word)) for word in words]
    return [word for word in bare if word]


def leave_out_surplus(entry: Entry, sums: Sums) -> Answer:
    """A few figures too many: all ways to leave some out, by the rules inside the line."""
    size = len(entry.slots)
    figures = entry.figures
    if any(f.kind not in (Kind.NUMBER, Kind.MARK) for f in figures):
        return Declined(Reason.RUN_TOGETHER)
    if not size < len(figures) <= size + weights.IN_USE.surplus:
        return Declined(Reason.NOT_SURPLUS)
    ways = drop_surplus([f.number for f in figures], entry.slots, sums.rules)
    return Placement(possible=tuple(ways), spare=figures[size:], before=len(ways))


def spread_over_cells(entry: Entry, sums: Sums) -> Answer:
    """Fewer figures than cells, and no trace of the blanks: each may stand in several cells."""
    size = len(entry.slots)
    if not 0 < len(entry.figures) < size:
        return Declined(Reason.OTHER_NUMBER)
    if any(f.kind is not Kind.NUMBER for f in entry.figures):
        return Declined(Reason.RUN_TOGETHER)
    numbers = [f.number for f in entry.figures]
    spare = size - len(numbers)
    candidates: list[Numbers] = []
    for place in range(size):
        may_stand: list[Number | None] = numbers[max(0, place - spare) : place + 1]
        candidates.append((*dict.fromkeys(may_stand), None))
    return Placement(candidates=tuple(candidates), complete=False)


def give_up(entry: Entry, sums: Sums) -> Answer:
    """Nothing decides: the cells stay open."""
    return UNDECIDED
