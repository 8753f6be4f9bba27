"""Figures read from the cells of a picture, glyph by glyph, by one who does not know what they are.

Pieces are put into lines and glyphs, the net says which digit each glyph is, and what is no digit
stands as a sign. A stroke through a figure, a run of digits that goes on in the next cell, and
digits that touch are told beside the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum
from itertools import pairwise
from statistics import median
from typing import NamedTuple

import numpy as np

from gxkit.readers.ink.net import NO_DIGIT, Array, classify, fit
from gxkit.readers.ink.pieces import Piece, Pieces, Sheet, find_pieces

NOTHING_SAID = "?"
"""stands for ink that is no digit"""
_SAME_LINE = 0.3  # of the lower one's height: pieces that share so much are on one line
_LOW_LINE = 0.45  # of the tallest piece's height: a lower line is specks, or what is left of a rule
_OVER = 0.35  # of the narrower piece: those that share more across are parts of one glyph
# Of the height of a line:
_DOT = 0.42  # what is smaller both ways is a dot, a comma or a speck
_DOT_AREA = 0.016  # of its square: what is less is a speck
_DOT_TOP, _DOT_FALL = 0.45, 0.12  # above the base: no dot begins higher; what falls lower: a comma
_DASH_HIGH, _DASH_SLIM = 0.3, 2.2  # no higher, or so many times as wide as high: a dash
_RAISED_HIGH, _RAISED = 0.84, 0.18  # lower and so far above the base: a footnote mark
_GAP = 0.55  # what stands farther apart is not one figure
# Of its height: a digit is no wider, and touching digits are as wide as this each.
_WIDEST, _EACH = 0.95, 0.66
_MOST_TOUCHING = 14
# A stroke: in these parts of its height nearly all of a wide piece's width is ink.
_STROKE_WIDE, _STROKE_TOP, _STROKE_BOTTOM, _STROKE = 1.15, 0.36, 0.62, 0.93
_FRAME = 0.12  # of its box: a wide piece with less ink is the frame of a field
_EDGE = 0.8  # of the cell: what is as long along its edge, and thin, is left of a rule
# Of a digit's height: a run goes on in the next cell where another digit of its height stands on
# its base as far away as its own digits do, and its last one is as near to the edge.
_NEAR_EDGE, _SAME_STEP, _SAME_BASE = 0.5, 0.28, 0.3
_LOWEST, _HIGHEST, _OVERLAP = 0.55, 1.5, 0.3
_USUAL = (
    0.7  # of the height that most pieces have: what is about as high is a digit if one is there
)
_CLEAR = 0.9  # probability: a digit that is struck out is not read as surely
_THOUSANDS = 3  # digits between blanks that part thousands
_AROUND_MARK = re.compile(r" ?([.,-]) ?")
_PADDING = 11.0  # points: the blank margins of a cell to both sides, at most
_TOUCHED = 0.7  # points: what is nearer to the edge of its cell may lack a part under a rule
_STRANGE = 1.5  # square points of ink that is of no piece of the cell
_MOST_DIGITS = 12  # of a figure
_LONE_STEP = 0.15  # between the digits of a run of one


class Oddity(StrEnum):
    """What is odd about a figure that is seen."""

    NONE = ""
    TOUCHING = "touching"
    STRUCK = "struck"
    CUT = "cut"
    EDGE = "edge"


class Seen(NamedTuple):
    """What is seen in a cell: digits, points, commas and dashes, a blank where figures stand apart,
    a line break between lines, `NOTHING_SAID` for other ink; the least probability of its digits (1
    where there is none), what is odd about it, whether each of its lines is as long as the cell
    allows, so that a figure of two lines may have been broken by it, and whether no other ink
    reaches into the cell, as a line across it does."""

    text: str
    chance: float
    oddity: Oddity = Oddity.NONE
    is_full: bool = True
    is_whole: bool = True

    @property
    def is_struck(self) -> bool:
        """Whether a stroke goes through a figure on a line of its own; digits that are clear for
        all that only touch."""
        is_clear = NOTHING_SAID not in self.text and self.chance >= _CLEAR
        is_line = self.is_whole and not any(map(str.isspace, self.text))
        return self.oddity is Oddity.STRUCK and is_line and not is_clear

    @property
    def is_cut(self) -> bool:
        """Whether its digits go on over an edge of the cell. Such a figure is that of the cell in
        which its middle is, as a whole."""
        return self.oddity is Oddity.CUT

    @property
    def is_at_edge(self) -> bool:
        """Whether ink that may be a part of a digit lies beyond the edge at which it ends."""
        return self.oddity is Oddity.EDGE

    @property
    def is_plain(self) -> bool:
        """Whether it is one figure, and nothing but that."""
        is_clear = NOTHING_SAID not in self.text and self.oddity is not Oddity.STRUCK
        return is_clear and not any(map(str.isspace, self.text))

    @property
    def stands_apart(self) -> bool:
        """Whether several figures are seen, and not one that is spaced out, parted into thousands
        or broken by the width of the cell."""
        lines = list(filter(_has_digit, self.text.split("\n")))
        if len(lines) > 1 and not self.is_full:
            return True
        for line in lines:
            parts = [part for part in _AROUND_MARK.sub(r"\1", line).split() if _has_digit(part)]
            is_spaced = all(len(part) == 1 for part in parts)
            is_grouped = all(len(part) == _THOUSANDS for part in parts[1:])
            if len(parts) > 1 and not (is_spaced or is_grouped):
                return True
        return False


NOTHING = Seen("", 1.0)


def _has_digit(text: str) -> bool:
    return any(map(str.isdecimal, text))


_ORDER = tuple(Oddity)
"""the worse ones last"""


class _Sign(NamedTuple):
    """A place on a line with what stands there, or the number of its glyph."""

    left: int
    right: int
    text: str
    glyph: int = -1


class _Row(NamedTuple):
    """A line of a cell: its signs, its height and where its base is."""

    signs: list[_Sign]
    high: int
    base: int


def see_cells(sheet: Sheet, is_near: bool = False) -> list[Seen] | None:
    """What is seen in each cell of a sheet; None where it shows no table but a picture. At a near
    look faint figures are made as dark as others."""
    if not len(sheet.places):
        return []
    even = sheet.even_grounds()
    if is_near:
        even = even.darken()
    pieces = find_pieces(even)
    if pieces is None:
        return None
    reader = _Reader(even, pieces)
    drafts = reader.read_all()
    chances = classify(reader.glyphs)
    read = _Read(chances.argmax(1).tolist(), chances.max(1).tolist())
    is_whole = _find_whole(even, pieces)
    seen = []
    for at in range(len(sheet.places)):
        draft = drafts.get(at)
        one = NOTHING if draft is None else read.spell(draft)
        seen.append(one if is_whole[at] else one._replace(is_whole=False))
    return seen


def _find_whole(sheet: Sheet, pieces: Pieces) -> list[bool]:
    """Of each cell whether what is in it is all there: no other ink reaches into it, and nothing
    lies where a rule was taken away."""
    # less ink than a thin digit has says nothing
    is_whole = pieces.strange <= _STRANGE * sheet.scale * sheet.scale
    inside = pieces.cells >= 0
    cells = pieces.cells[inside]
    begins = pieces.places[inside, :2] - sheet.places[cells, :2]
    ends = sheet.places[cells, 2:] - pieces.places[inside, 2:]
    nearest = np.minimum(begins, ends).min(1)
    is_cut = (nearest < max(1.0, _TOUCHED * sheet.scale)) & ~sheet.bare[cells]
    is_whole[cells[is_cut]] = False
    whole: list[bool] = is_whole.tolist()
    return whole


class _Draft(NamedTuple):
    """What a cell shows before its glyphs are classified."""

    rows: list[_Row]
    oddity: Oddity
    is_full: bool = True
    is_whole: bool = True


class _Reader:
    """Puts the pieces of each cell into lines and glyphs; `glyphs` are all that it found."""

    def __init__(self, sheet: Sheet, pieces: Pieces) -> None:
        self.glyphs: list[Array] = []
        self._sheet = sheet
        self._pieces = pieces
        self._rows = np.column_stack([pieces.places, pieces.areas]).tolist()

    def read_all(self) -> dict[int, _Draft | int]:
        """The cells in which there is ink, by their numbers; of a single digit that of its
        glyph."""
        is_lone = self._lone_digits()
        drafts: dict[int, _Draft | int] = {}
        for cell, numbers in self._pieces.by_cell().items():
            # most figures of a report have one digit
            if len(numbers) == 1 and is_lone[numbers[0]]:
                left, top, right, bottom, _ = self._rows[numbers[0]]
                drafts[cell] = len(self.glyphs)
                self.glyphs.append(fit(self._pieces.ink[top:bottom, left:right]))
                continue
            found = [Piece(*self._rows[number]) for number in numbers]
            drafts[cell] = self._read_cell(cell, found)
        return drafts

    def _lone_digits(self) -> list[bool]:
        """Of each piece whether it needs no closer look if it is alone in its cell: as high as most
        are, no wider than a digit, and away from the edges of the cell."""
        lefts, tops, rights, bottoms = self._pieces.places.T
        high, wide = bottoms - tops, rights - lefts
        inside = high[self._pieces.cells >= 0]
        usual = float(np.median(inside)) if len(inside) else 0.0
        near_left, near_top, near_right, near_bottom = self._sheet.places[self._pieces.cells].T
        fits = (high > _USUAL * usual) & (high < usual / _USUAL) & (wide <= _WIDEST * high)
        fits &= (lefts - near_left > _NEAR_EDGE * high) & (near_right - rights > _NEAR_EDGE * high)
        fits &= (tops > near_top) & (bottoms < near_bottom)
        lone: list[bool] = fits.tolist()
        return lone

    def _read_cell(self, cell: int, found: Sequence[Piece]) -> _Draft:
        place = self._sheet.places[cell].tolist()
        is_bare = bool(self._sheet.bare[cell])
        kept = [piece for piece in found if not _is_frame(piece)]
        if not is_bare:
            thin = max(1, round(1.6 * self._sheet.scale)) + 2
            kept = [piece for piece in kept if not _is_rule(piece, place, thin)]
        # what was taken for a frame may be a stroke of a mark that lies over a figure
        is_whole = not any(map(_is_frame, found))
        if not kept:
            return _Draft([], Oddity.NONE, is_whole=is_whole)
        tallest = max(piece.high for piece in kept)
        oddity = Oddity.NONE
        rows = []
        lines = _part_lines(kept)
        for line in lines:
            top, bottom = min(p.top for p in line), max(p.bottom for p in line)
            if len(lines) > 1 and bottom - top < _LOW_LINE * tallest:
                continue
            row, odd = self._read_line(line, tallest)
            if row.signs:
                rows.append(row)
                oddity = max(oddity, odd, key=_ORDER.index)
        if not is_bare:
            for at, row in enumerate(rows):
                rows[at], odd = self._settle_edges(row, place, cell)
                oddity = max(oddity, odd, key=_ORDER.index)
        left, _, right, _ = place
        room = right - left - _PADDING * self._sheet.scale
        rows = [row for row in rows if row.signs]
        is_full = all(_reach(row) > room for row in rows[:-1])
        return _Draft(rows, oddity, is_full, is_whole)

    def _read_line(self, line: Sequence[Piece], tallest: int) -> tuple[_Row, Oddity]:
        high = max(piece.high for piece in line)
        parts = _join_parts(line)
        bases = sorted(part.bottom for part in parts if part.high > 0.6 * high)
        base = bases[len(bases) // 2]
        signs: list[_Sign] = []
        odd = Oddity.NONE
        for part in parts:
            if part.high < _DOT * high and part.wide < _DOT * high:
                signs += _read_dot(part, high, base)
                continue
            is_slim = part.wide > _DASH_SLIM * part.high
            if part.high < _DASH_HIGH * high or (is_slim and part.high < 0.35 * tallest):
                signs.append(_Sign(part.left, part.right, "-"))
                continue
            if part.high < _RAISED_HIGH * high and part.bottom < base - _RAISED * high:
                continue
            count = 1
            if part.wide > _WIDEST * part.high:
                even = round(part.wide / (_EACH * part.high))
                count = max(1, min(part.wide // 2, _MOST_TOUCHING, even))
            if self._is_struck(part):
                odd = Oddity.STRUCK
            elif count > 1 and odd is Oddity.NONE:
                odd = Oddity.TOUCHING
            signs += self._cut_glyphs(part, count)
        return _Row(signs, high, base), odd

    def _cut_glyphs(self, part: Piece, count: int) -> Iterator[_Sign]:
        """The glyphs of a piece, cut evenly where several touch."""
        steps = [part.left + part.wide * at // count for at in range(count + 1)]
        for left, right in pairwise(steps):
            yield _Sign(left, right, "", len(self.glyphs))
            ink = self._pieces.ink[part.top : part.bottom, left:right]
            self.glyphs.append(fit(ink))

    def _is_struck(self, part: Piece) -> bool:
        if part.wide <= _STROKE_WIDE * part.high:
            return False
        top = part.top + int(_STROKE_TOP * part.high)
        bottom = part.top + int(_STROKE_BOTTOM * part.high) + 1
        bottom = max(bottom, top + 1)
        band = self._pieces.ink[top:bottom, part.left : part.right]
        inked = (band > self._sheet.faintest).mean(1)
        return bool((inked > _STROKE).any())

    def _settle_edges(
        self,
        row: _Row,
        place: Sequence[int],
        cell: int,
    ) -> tuple[_Row, Oddity]:
        """The line with the figures at its ends as a whole, if their digits go on in the next cell;
        without them if their middles are there; and what is odd about that."""
        left, _, right, _ = place
        oddity = Oddity.NONE
        for side in (-1, 1):
            figure = _figure_at_end(row, side)
            if not figure:
                continue
            beside = figure[0].left - left if side < 0 else right - figure[-1].right
            if beside > _NEAR_EDGE * row.high:
                continue
            beyond = self._beyond(row, cell, figure, side)
            if not beyond:
                end = figure[0] if side < 0 else figure[-1]
                if self._has_ink_beside(row, cell, end, side):
                    oddity = max(oddity, Oddity.EDGE, key=_ORDER.index)
                continue
            oddity = max(oddity, Oddity.CUT, key=_ORDER.index)
            others = [sign for sign in row.signs if sign not in figure]
            whole = sorted(figure + beyond)
            is_own = left <= (whole[0].left + whole[-1].right) / 2 < right
            row = row._replace(signs=sorted(others + whole) if is_own else others)
        return row, oddity

    def _has_ink_beside(self, row: _Row, cell: int, digit: _Sign, side: int) -> bool:
        """Whether anything that is no rule lies beyond a digit, level with it, where another digit
        would begin: a rule may go through that one."""
        lefts, tops, rights, bottoms = self._pieces.places.T
        distance = digit.left - rights if side < 0 else lefts - digit.right
        top = row.base - row.high
        shared = np.minimum(bottoms, row.base) - np.maximum(tops, top)
        fits = (self._pieces.cells != cell) & (shared > _OVERLAP * row.high)
        fits &= (bottoms - tops < _HIGHEST * row.high) & (distance > -_OVERLAP * row.high)
        fits &= distance < _NEAR_EDGE * row.high
        return bool(fits.any())

    def _beyond(self, row: _Row, cell: int, figure: list[_Sign], side: int) -> list[_Sign]:
        """The digits in other cells that go on from the end of a figure."""
        steps = [after.left - before.right for before, after in pairwise(figure)]
        step, off = _LONE_STEP * row.high, _LONE_STEP * row.high
        if steps:
            step, off = median(steps), _SAME_STEP * row.high
        found: list[_Sign] = []
        last = figure[0] if side < 0 else figure[-1]
        while len(found) < _MOST_DIGITS:
            number = self._beside(row, cell, last, (step, off), side)
            if number is None:
                break
            piece = Piece(*self._rows[number])
            (last,) = self._cut_glyphs(piece, 1)
            found.append(last)
        return found

    def _beside(
        self,
        row: _Row,
        cell: int,
        digit: _Sign,
        steps: tuple[float, float],
        side: int,
    ) -> int | None:
        """The number of the piece that is as a digit of the line and stands beside one, in another
        cell; None where none does. `steps` is how far away it stands, and how far off that."""
        step, off = steps
        lefts, tops, rights, bottoms = self._pieces.places.T
        high = bottoms - tops
        distance = digit.left - rights if side < 0 else lefts - digit.right
        middles = (lefts + rights) - (digit.left + digit.right)
        fits = (self._pieces.cells != cell) & (middles * side > 0)
        fits &= (high > _LOWEST * row.high) & (high < _HIGHEST * row.high)
        fits &= rights - lefts <= _WIDEST * high
        fits &= abs(bottoms - row.base) < _SAME_BASE * row.high
        fits &= distance > -_OVERLAP * row.high
        fits &= abs(distance - step) < off
        return int(fits.argmax()) if fits.any() else None


def _figure_at_end(row: _Row, side: int) -> list[_Sign]:
    """The digits of the first or the last figure of a line, if it ends with one."""
    signs = row.signs if side > 0 else row.signs[::-1]
    figure: list[_Sign] = []
    for sign in reversed(signs):
        if sign.glyph < 0:
            break
        if figure:
            before = figure[-1]
            apart = max(before.left, sign.left) - min(before.right, sign.right)
            if apart > _GAP * row.high:
                break
        figure.append(sign)
    return sorted(figure)


def _reach(row: _Row) -> float:
    """How long a line would be with one sign more."""
    long = row.signs[-1].right - row.signs[0].left
    return long + long / len(row.signs)


def _is_frame(piece: Piece) -> bool:
    """Whether it is the frame of a field: wide, and hardly any ink."""
    return piece.wide > piece.high and piece.area < _FRAME * piece.wide * piece.high


def _is_rule(piece: Piece, place: Sequence[int], thin: int) -> bool:
    """Whether it is what is left of a rule: thin, along an edge of the cell and nearly as long."""
    left, top, right, bottom = place
    if piece.high > _EDGE * (bottom - top) and piece.wide <= thin:
        return piece.left <= left + 2 * thin or piece.right >= right - 2 * thin
    if piece.wide > _EDGE * (right - left) and piece.high <= thin:
        return piece.top <= top + 2 * thin or piece.bottom >= bottom - 2 * thin
    return False


def _part_lines(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Pieces by lines from top to bottom, each from left to right."""
    lines: list[list[Piece]] = []
    bounds: list[Piece] = []
    for piece in sorted(pieces, key=lambda piece: piece.top + piece.bottom):
        for at, line in enumerate(bounds):
            shared = min(line.bottom, piece.bottom) - max(line.top, piece.top)
            if shared > _SAME_LINE * min(piece.high, line.high):
                lines[at].append(piece)
                bounds[at] = line.join(piece)
                break
        else:
            lines.append([piece])
            bounds.append(piece)
    order = sorted(range(len(lines)), key=lambda at: bounds[at].top)
    return [sorted(lines[at]) for at in order]


def _join_parts(line: Sequence[Piece]) -> list[Piece]:
    """The pieces of a line from left to right, those that lie over one another as one."""
    parts: list[Piece] = []
    for piece in line:
        if parts:
            before = parts[-1]
            shared = before.right - piece.left
            if shared > max(1.0, _OVER * min(piece.wide, before.wide)):
                parts[-1] = before.join(piece)
                continue
        parts.append(piece)
    return parts


def _read_dot(part: Piece, high: int, base: int) -> Iterator[_Sign]:
    """A point or a comma on the base of a line; nothing for a speck."""
    if part.top > base - _DOT_TOP * high and part.area > _DOT_AREA * high * high:
        falls = part.bottom > base + _DOT_FALL * high
        yield _Sign(part.left, part.right, "," if falls else ".")


class _Read(NamedTuple):
    """What the net takes each glyph for, and how likely that is."""

    digits: list[int]
    chances: list[float]

    def spell(self, draft: _Draft | int) -> Seen:
        """The text of a cell."""
        if isinstance(draft, int):
            digit = self.digits[draft]
            if digit == NO_DIGIT:
                return Seen(NOTHING_SAID, 1.0)
            return Seen(str(digit), self.chances[draft])
        texts = []
        least = 1.0
        for row in draft.rows:
            text, chance = self._spell_row(row)
            texts.append(text)
            least = min(least, chance)
        return Seen(
            "\n".join(texts),
            least,
            draft.oddity,
            draft.is_full,
            draft.is_whole,
        )

    def _spell_row(self, row: _Row) -> tuple[str, float]:
        """The text of a line, and the least probability of its digits."""
        text, least = "", 1.0
        end = row.signs[0].left
        for sign in row.signs:
            if sign.left - end > _GAP * row.high:
                text += " "
            end = sign.right
            if sign.glyph < 0:
                text += sign.text
                continue
            digit = self.digits[sign.glyph]
            if digit == NO_DIGIT:
                text += NOTHING_SAID
                continue
            text += str(digit)
            least = min(least, self.chances[sign.glyph])
        return text, least
