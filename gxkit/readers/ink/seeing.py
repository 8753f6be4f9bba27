"""Figures read from the cells of a picture, glyph by glyph, by one who does not know what they are.

Pieces are put into rows and glyphs, the net says which digit each glyph is, and what is no digit
stands as a sign. A stroke through a figure, a run of digits that goes on in the next cell, and
digits that touch are told beside the text.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from gxkit.readers.ink.edges import NEAR_EDGE, settle_edges
from gxkit.readers.ink.figures import NOTHING, NOTHING_SAID, Oddity, Seen, worst
from gxkit.readers.ink.net import NO_DIGIT, classify
from gxkit.readers.ink.pieces import Piece, Pieces, Sheet, find_pieces
from gxkit.readers.ink.rows import (
    GAP,
    WIDEST,
    Glyphs,
    Row,
    part_rows,
    read_row,
)

_FRAME = 0.12  # of its box: a wide piece with less ink is the frame of a field
_EDGE = 0.8  # of the cell: what is as long along its edge, and thin, is left of a rule
_THIN = 1.6  # points
_LOW_ROW = 0.45  # of the tallest piece's height: a lower row is specks, or what is left of a rule
_USUAL = 0.7  # of the height that most pieces have: what is about as high may be a digit
_PADDING = 11.0  # points: the blank margins of a cell to both sides, at most
_TOUCHED = 0.7  # points: what is nearer to the edge of its cell may lack a part under a rule
_STRANGE = 1.5  # square points of ink that is of no piece of the cell; a thin digit has more


def see_cells(
    sheet: Sheet,
    is_near: bool = False,
) -> list[Seen] | None:
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
    chances = classify(reader.glyphs.all)
    digits = chances.argmax(1).tolist()
    read = _Read(digits, chances.max(1).tolist())
    is_whole = _find_whole(even, pieces)
    seen = []
    for cell in range(len(sheet.places)):
        draft = drafts.get(cell)
        one = NOTHING if draft is None else read.spell(draft)
        seen.append(one if is_whole[cell] else one._replace(is_whole=False))
    return seen


def _find_whole(
    sheet: Sheet,
    pieces: Pieces,
) -> list[bool]:
    """Of each cell whether what is in it is all there: no other ink reaches into it, and nothing
    lies where a rule was taken away."""
    is_whole = pieces.strange <= _STRANGE * sheet.scale * sheet.scale
    inside = pieces.cells >= 0
    cells = pieces.cells[inside]
    around = sheet.places[cells]
    places = pieces.places[inside]
    begins = places[:, :2] - around[:, :2]
    ends = around[:, 2:] - places[:, 2:]
    nearest = np.minimum(begins, ends).min(1)
    touched = max(1.0, _TOUCHED * sheet.scale)
    is_cut = (nearest < touched) & ~sheet.bare[cells]
    is_whole[cells[is_cut]] = False
    whole: list[bool] = is_whole.tolist()
    return whole


class _Draft(NamedTuple):
    """What a cell shows before its glyphs are classified: its rows, and of a `Seen` what does not
    depend on them."""

    rows: list[Row]
    oddity: Oddity
    is_full: bool
    is_whole: bool


class _Reader:
    """Puts the pieces of each cell into rows and signs; `glyphs` are all that it cut out."""

    def __init__(
        self,
        sheet: Sheet,
        pieces: Pieces,
    ) -> None:
        self.glyphs = Glyphs(pieces.ink, sheet.faintest)
        self._sheet = sheet
        self._pieces = pieces
        self._thin = max(1, round(_THIN * sheet.scale)) + 2

    def read_all(self) -> dict[int, _Draft | int]:
        """The cells in which there is ink, by their numbers; of a single digit that of its
        glyph."""
        is_lone = self._find_lone()
        areas = self._pieces.areas.tolist()
        places = self._pieces.places.tolist()
        drafts: dict[int, _Draft | int] = {}
        for cell, numbers in self._pieces.by_cell().items():
            # most figures of a report have one digit
            if len(numbers) == 1 and is_lone[numbers[0]]:
                drafts[cell] = self.glyphs.add(*places[numbers[0]])
                continue
            found = [Piece._make((*places[number], areas[number])) for number in numbers]
            drafts[cell] = self._read_cell(cell, found)
        return drafts

    def _find_lone(self) -> list[bool]:
        """Of each piece whether it needs no closer look if it is alone in its cell: as high as most
        are, no wider than a digit, and away from the edges of the cell."""
        places = self._pieces.places
        around = self._sheet.places[self._pieces.cells]
        sizes = places[:, 2:] - places[:, :2]
        wide, high = sizes.T
        inside = high[self._pieces.cells >= 0]
        usual = float(np.median(inside)) if len(inside) else 0.0
        near_left, near_top = (places[:, :2] - around[:, :2]).T
        near_right, near_bottom = (around[:, 2:] - places[:, 2:]).T
        fits = (high > _USUAL * usual) & (high < usual / _USUAL)
        fits &= wide <= WIDEST * high
        fits &= np.minimum(near_left, near_right) > NEAR_EDGE * high
        fits &= np.minimum(near_top, near_bottom) > 0
        lone: list[bool] = fits.tolist()
        return lone

    def _read_cell(
        self,
        cell: int,
        found: Sequence[Piece],
    ) -> _Draft:
        place = self._sheet.places[cell].tolist()
        is_bare = bool(self._sheet.bare[cell])
        kept = [piece for piece in found if not _is_frame(piece)]
        # what was taken for a frame may be a stroke of a mark that lies over a figure
        is_whole = len(kept) == len(found)
        if not is_bare:
            kept = [piece for piece in kept if not self._is_rule(piece, place)]
        rows = self._read_rows(kept)
        if not is_bare:
            beside = self._pieces, self.glyphs
            rows = [settle_edges(row, cell, place, *beside) for row in rows]
        oddity = worst(row.oddity for row in rows)
        rows = [row for row in rows if row.signs]
        left, _, right, _ = place
        room = right - left - _PADDING * self._sheet.scale
        is_full = all(row.reach > room for row in rows[:-1])
        return _Draft(
            rows,
            oddity,
            is_full,
            is_whole,
        )

    def _read_rows(self, pieces: Sequence[Piece]) -> list[Row]:
        tallest = max((piece.high for piece in pieces), default=0)
        parted = part_rows(pieces)
        rows = []
        for some in parted:
            high = max(piece.bottom for piece in some) - min(piece.top for piece in some)
            if len(parted) > 1 and high < _LOW_ROW * tallest:
                continue
            row = read_row(some, tallest, self.glyphs)
            if row.signs:
                rows.append(row)
        return rows

    def _is_rule(
        self,
        piece: Piece,
        place: Sequence[int],
    ) -> bool:
        """Whether it is what is left of a rule: thin, along an edge of its cell and nearly as
        long."""
        left, top, right, bottom = place
        thin = self._thin
        if piece.high > _EDGE * (bottom - top) and piece.wide <= thin:
            inside = min(piece.left - left, right - piece.right)
            return inside <= 2 * thin
        if piece.wide > _EDGE * (right - left) and piece.high <= thin:
            inside = min(piece.top - top, bottom - piece.bottom)
            return inside <= 2 * thin
        return False


def _is_frame(piece: Piece) -> bool:
    """Whether it is the frame of a field: wide, and hardly any ink."""
    whole = piece.wide * piece.high
    return piece.wide > piece.high and piece.area < _FRAME * whole


class _Read(NamedTuple):
    """What the net takes each glyph for, and how likely that is."""

    digits: list[int]
    chances: list[float]

    def spell(self, draft: _Draft | int) -> Seen:
        """What is seen in a cell."""
        if isinstance(draft, int):
            return Seen(*self._spell_glyph(draft))
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

    def _spell_row(self, row: Row) -> tuple[str, float]:
        """The text of a row, and the least probability of its digits."""
        text, least = "", 1.0
        end = row.signs[0].left
        for sign in row.signs:
            if sign.left - end > GAP * row.high:
                text += " "
            end = sign.right
            if sign.glyph < 0:
                text += sign.text
                continue
            digit, chance = self._spell_glyph(sign.glyph)
            text += digit
            least = min(least, chance)
        return text, least

    def _spell_glyph(self, number: int) -> tuple[str, float]:
        digit = self.digits[number]
        if digit == NO_DIGIT:
            return NOTHING_SAID, 1.0
        return str(digit), self.chances[number]
