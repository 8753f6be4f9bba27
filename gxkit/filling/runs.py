"""Lines whose figures the file's borders do not divide, and what the table as a whole shows of its cells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from gxkit.filling.fields import Field, Kind
from gxkit.filling.joined import MOST_SURPLUS, drop_surplus, has_sum, split_figures
from gxkit.filling.lines import FIGURES, Line, spans_columns
from gxkit.forms import Rule
from gxkit.report import Number
from gxkit.text import BLANK_SIGN, BLANK_SIGNS, leading_unit

_SLASHED = re.compile(r"\d/\d")
"""which may be one cell (增/减)"""
_NOTHING = re.compile(rf"0(?!\.)|.+{BLANK_SIGN}|(?!-){BLANK_SIGN}|-$")
"""a figure that begins with a cell of its own that holds a zero, or that has signs for empty cells"""


@dataclass(frozen=True, slots=True)
class Borders:
    """What a table as a whole shows of its cells, where a line by itself does not tell.

    `separated`: its figures stand apart. Figures run together show as superfluous zeros (000) or as one figure in every
    line. `blanks_lost`: empty cells left no trace; that shows in a line with fewer digits than cells, or with none.
    `nothing_printed`: it prints a zero or a sign where there is nothing, so that a line has a letter for every cell.
    """

    separated: bool
    blanks_lost: bool
    nothing_printed: bool


def find_borders(lines: Sequence[Line]) -> Borders:
    """What the lines of a table show of its borders, its blanks and its zeros."""
    several = [line for line in lines if len(line.slots) > 1 and line.figures]
    run_together = sum(any(f.kind is Kind.DIGITS for f in line.figures) for line in several)
    alone = all(len(line.figures) == 1 for line in several)
    separated = bool(several) and 5 * run_together < len(several) and not alone
    short = any(
        line.placed is None and sum(len(f.text) for f in line.figures) < len(line.slots)
        for line in several
    )
    bare = not separated and any(
        not line.figures and not any(f.kind is Kind.EMPTY for f in line.fields) for line in lines
    )
    nothing = any(_NOTHING.match(f.text) for line in lines for f in line.figures)
    return Borders(separated, short or bare, nothing)


def _digits(figure: Field) -> str:
    """The digits and marks of a figure without unit and separators; '' where it has other text."""
    bare = (
        figure.text.removesuffix(figure.unit).replace(",", "")
        if figure.unit
        else figure.text.replace(",", "")
    )
    return bare if bare and set(bare) <= FIGURES | BLANK_SIGNS else ""


def read_joined(line: Line, rules: Sequence[Rule], borders: Borders) -> Line:
    """The line with every way to read figures whose borders are gone.

    Where the other lines of the table have their figures apart, a line that is short of figures has lost blanks, not
    borders, unless a figure is run together with its label too. Where blanks are known to be lost, no list of readings
    is complete; nor is it where nothing shows that the table prints a zero or a sign for nothing, and no sum proves
    that no cell is missing.
    """
    if line.placed is not None:
        return line
    size = len(line.slots)
    figures = [f for f in line.figures if f.kind in (Kind.NUMBER, Kind.DIGITS)]
    pieces = _pieces(line)
    letters = sum(len(p.replace(".", "")) for p in pieces)
    run_together = not borders.separated or any(
        f.kind is Kind.DIGITS or f.index == 0 or len(f.words) > 1 or spans_columns(f, line)
        for f in figures
    )
    if run_together and all(pieces) and letters >= size >= len(pieces):
        readings, complete = split_figures(pieces, line.slots, rules)
        proven = has_sum(line.slots, rules) or (
            borders.nothing_printed and not any(map(_SLASHED.search, pieces))
        )
        whole = proven and not borders.blanks_lost
        return replace(line, readings=tuple(readings), complete=complete and whole)
    plain = all(f.kind in (Kind.NUMBER, Kind.MARK) for f in line.figures)
    if plain and size < len(line.figures) <= size + MOST_SURPLUS:
        return replace(
            line,
            readings=tuple(drop_surplus([f.number for f in line.figures], line.slots, rules)),
            spare=line.spare + line.figures[size:],
        )
    if (
        0 < len(figures) < size
        and len(figures) == len(line.figures)
        and all(f.kind is Kind.NUMBER for f in figures)
    ):
        numbers = [f.number for f in figures]
        return replace(line, candidates=_candidates(numbers, size), complete=False)
    return replace(line, complete=False)


def _pieces(line: Line) -> list[str]:
    """The figures and signs of a line as runs between which a border is certain.

    A sign beside the one figure of a line with one cell stands for a column that its row does not have.
    """
    figures = [f for f in line.figures if f.kind is not Kind.ILLEGIBLE]
    pieces = [w for f in figures for w in ([_digits(f)] if len(f.words) < 2 else _bare_words(f))]
    return (
        [pieces[0].strip("".join(BLANK_SIGNS))] if len(line.slots) == len(pieces) == 1 else pieces
    )


def _bare_words(figure: Field) -> list[str]:
    words = [w.replace(",", "") for w in figure.words]
    words = [w.removesuffix(leading_unit(w[-2:]) or leading_unit(w[-1:])) for w in words]
    return [w for w in words if w]


def _candidates(
    numbers: Sequence[Number | None], size: int
) -> tuple[tuple[Number | None, ...], ...]:
    """For each cell what it may hold when fewer figures are spread over the cells in order, the others blank."""
    spare = size - len(numbers)
    return tuple((*dict.fromkeys(numbers[max(0, i - spare) : i + 1]), None) for i in range(size))
