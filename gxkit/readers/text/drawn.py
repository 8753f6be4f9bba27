"""Tables drawn with characters: │ and ─, or + - and |, as terminals and databases print them."""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections.abc import (
    Iterator,
    Sequence,
)
from dataclasses import dataclass, field
from itertools import groupby
from typing import NamedTuple

from gxkit.document import (
    Cell,
    Grid,
    Line,
)
from gxkit.readers.text.shapes import (
    Found,
    Measure,
    Stretch,
    measures,
)

_CORNERS = "┌┬┐├┼┤└┴┘┏┳┓┣╋┫┗┻┛╔╦╗╠╬╣╚╩╝╒╤╕╞╪╡╘╧╛╓╥╖╟╫╢╙╨╜╭╮╰╯"
_BARS = "│┃║┆┊"
# a plus is a corner beside a dash, and the sign of a figure elsewhere
_UPRIGHT = re.compile(rf"[{_CORNERS}{_BARS}|]|\+(?=[-=])|(?<=[-=])\+")
_DRAWN = re.compile(rf"[{_CORNERS}{_BARS}]")
_ASCII_RULE = re.compile(r"\s*[|+]?(?:[-=]+\+)+[-=]*\|?\s*")
_RULE = re.compile(r"[─━═┄┈╌]+|-+|=+")

# A table of two bands has a rule below its head and no other: each line is a row. With more bands
# they are the rows, and a row of more lines than this would be a label of one letter a line.
_BANDS_OF_A_LIST = 2
_MOST_LINES_OF_A_ROW = 12
_RIGHT_EDGE = 1_000_000
"""the edge of a table that draws none at its right"""


class _Part(NamedTuple):
    """What stands between two uprights of a line: its edges, where it begins, its characters."""

    left: int
    right: int
    start: int
    text: str

    @property
    def is_rule(self) -> bool:
        return _RULE.fullmatch(self.text) is not None


_Parts = list[_Part]


def find_drawn(lines: Sequence[Line]) -> list[Found]:
    """The drawn tables among some lines."""
    found = []
    start = 0
    for has_uprights, run in groupby(lines, _has_uprights):
        own = list(run)
        # bars alone may part the fields of any table
        if has_uprights and any(map(_is_drawn, own)):
            cells = _read_cells(own)
            # arrows of a sketch part nothing
            if cells:
                found.append(Found(start, start + len(own), (Grid(cells),)))
        start += len(own)
    return found


def _has_uprights(line: Line) -> bool:
    return _UPRIGHT.search(line.text) is not None


def _is_drawn(line: Line) -> bool:
    if _DRAWN.search(line.text):
        return True
    return _ASCII_RULE.fullmatch(line.text) is not None


def _read_cells(lines: Sequence[Line]) -> tuple[Cell, ...]:
    cut = _cut_evenly(lines)
    is_list = _is_list(cut)
    table = _Table(Stretch(lines))
    for parts in cut:
        table.add(parts)
        if is_list:
            table.end_row()
    return table.close()


def _is_list(cut: Sequence[_Parts]) -> bool:
    """Whether each line is a row, for no rules part the rows."""
    bands = [0]
    for parts in cut:
        rules = [part for part in parts if part.is_rule]
        if not rules:
            bands[-1] += 1
        elif len(rules) == len(parts):
            bands.append(0)
        else:
            # a rule below some cells only: the others go on
            return False
    filled = [count for count in bands if count]
    return len(filled) <= _BANDS_OF_A_LIST or max(filled) > _MOST_LINES_OF_A_ROW


# ---- where the uprights stand


def _cut_evenly(lines: Sequence[Line]) -> list[_Parts]:
    """The parts of each line, their edges counted in columns of the table.

    Programs do not agree on how wide a character is: of the ways to measure the one is taken in
    which the uprights stand below each other best. Where they do in none, each line has its parts
    in order.
    """
    measured = [_cut(lines, measure) for measure in measures()]
    best = min(measured, key=lambda cut: len(_edges(cut)))
    edges = sorted(_edges(best))
    most = max(map(len, best), default=0)
    counts = {len(parts) for parts in best}
    if len(edges) > most + 1 and len(counts) == 1:
        return [_in_order(parts) for parts in best]
    return [_between(parts, edges) for parts in best]


def _in_order(parts: _Parts) -> _Parts:
    return [part._replace(left=at, right=at + 1) for at, part in enumerate(parts)]


def _between(parts: _Parts, edges: Sequence[int]) -> _Parts:
    places = {edge: number for number, edge in enumerate(edges)}
    placed = []
    for part in parts:
        left, right = places[part.left], places[part.right]
        placed.append(part._replace(left=left, right=right))
    return placed


def _edges(cut: Sequence[_Parts]) -> set[int]:
    edges: set[int] = set()
    for parts in cut:
        for part in parts:
            edges.update((part.left, part.right))
    return edges


def _cut(lines: Sequence[Line], measure: Measure) -> list[_Parts]:
    """The parts of each line between its uprights, and those outside where any line has some."""
    start = 0
    cut = []
    for line in lines:
        cut.append(list(_cut_line(line.text, start, measure)))
        start += len(line.text) + 1
    if not any(parts[0].text.strip() for parts in cut):
        cut = [parts[1:] for parts in cut]
    if not any(parts[-1].text.strip() for parts in cut if parts):
        cut = [parts[:-1] for parts in cut]
    return [parts for parts in cut if parts]


def _cut_line(
    text: str,
    start: int,
    measure: Measure,
) -> Iterator[_Part]:
    left = at = edge = measured = 0
    for upright in _UPRIGHT.finditer(text):
        # counted on from the last one: a line of a megabyte holds a hundred thousand
        edge += measure(text[measured : upright.start()])
        measured = upright.start()
        yield _Part(left, edge, start + at, text[at:measured])
        left, at = edge, upright.end()
    yield _Part(left, _RIGHT_EDGE, start + at, text[at:].rstrip())


# ---- cells


@dataclass(slots=True)
class _Open:
    """A cell whose lower rule has not come yet: the row it begins in, the parts of its lines."""

    row: int
    parts: _Parts

    @property
    def text(self) -> str:
        """Its lines together.

        Words go on in the next line; whether two figures below each other are one is not said.
        """
        text = ""
        for part in self.parts:
            piece = part.text.strip()
            both = text[-1:].isdecimal() and piece[:1].isdecimal()
            text += ("\n" if both else "") + piece
        return text


@dataclass(slots=True)
class _Table:
    """A drawn table as far as it has been read."""

    stretch: Stretch
    row: int = 0
    has_text: bool = False
    open: dict[int, _Open] = field(default_factory=dict)
    lefts: list[int] = field(default_factory=list)
    """where the open cells begin, in order"""
    cells: list[Cell] = field(default_factory=list)

    def add(self, parts: _Parts) -> None:
        """One more line: parts of cells, and rules that end those above them."""
        rules = [part for part in parts if part.is_rule]
        if rules and self.has_text:
            for part in rules:
                self._end(part)
            self.row += 1
            self.has_text = False
        for part in parts:
            if part.is_rule:
                continue
            self.has_text = True
            own = self.open.get(part.left)
            if own is not None and own.parts[0].right == part.right:
                own.parts.append(part)
            else:
                self._end(part)
                if part.left not in self.open:
                    insort(self.lefts, part.left)
                self.open[part.left] = _Open(self.row, [part])

    def end_row(self) -> None:
        """Ends all cells: the next line is another row."""
        if self.has_text:
            self._end_all()
            self.row += 1
            self.has_text = False

    def close(self) -> tuple[Cell, ...]:
        """The cells in order."""
        self._end_all()
        self.cells.sort(key=lambda cell: (cell.row, cell.column))
        return tuple(self.cells)

    def _end_all(self) -> None:
        for left in list(self.open):
            self._close(left)

    def _end(self, part: _Part) -> None:
        """Ends the open cells that a part of a line crosses."""
        # no open cell crosses another, so that only one can begin before the part and reach into it
        first = max(0, bisect_left(self.lefts, part.left) - 1)
        for left in self.lefts[first : bisect_left(self.lefts, part.right)]:
            if part.left < self.open[left].parts[0].right:
                self._close(left)

    def _close(self, left: int) -> None:
        cell = self.open.pop(left)
        del self.lefts[bisect_left(self.lefts, left)]
        first, last = cell.parts[0], cell.parts[-1]
        inside = first.text
        start = first.start + len(inside) - len(inside.lstrip())
        end = last.start + len(last.text.rstrip())
        where = self.stretch.where(start, max(end, start))
        span = first.right - left
        rows = max(1, self.row + self.has_text - cell.row)
        made = Cell(cell.row, left, cell.text, where, rowspan=rows, colspan=span)
        self.cells.append(made)
