"""What is seen of a sheet, where, and which parts of it blank rows and columns set apart."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from gxkit.readers.book.sheets import Range, Sheet, Shown, is_hidden, next_shown
from gxkit.text import read_number

Place = tuple[int, int]
"""row and column"""
_FEWEST_HEADS = 2


@dataclass(frozen=True, slots=True)
class Part:
    """A rectangle of a sheet: the rows and columns in it that hold something."""

    rows: Sequence[int]
    columns: Sequence[int]


class View:
    """A sheet as it is seen: `cells` with a joined range at the first of its places that is shown,
    `ranges` by those places, `over_row` those that reach into a row with text, and the places whose
    text is `unseen`."""

    def __init__(
        self,
        sheet: Sheet,
    ) -> None:
        self.sheet = sheet
        self.cells: dict[Place, Shown] = {}
        self.ranges: dict[Place, Range] = {}
        self.over_row: dict[int, list[Range]] = {}
        self.unseen: list[Place] = []
        self._spread()
        self._place()

    def _spread(self) -> None:
        """Joins the cells over which a text is centred."""
        sheet = self.sheet
        for (row, column), holds_text in sheet.across.items():
            last = column
            while sheet.across.get((row, last + 1)) is False:
                last += 1
            if holds_text and last > column:
                sheet.joined.append(
                    Range(
                        row,
                        column,
                        row,
                        last,
                    )
                )

    def _place(self) -> None:
        """What is seen, where: of a joined range what its first cell holds."""
        sheet = self.sheet
        rows = sorted({row for row, _ in sheet.cells})
        for area in sheet.joined:
            seen = self._first_seen(area)
            if seen is not None:
                self.ranges[seen] = area._replace(top=seen[0], left=seen[1])
            for row in rows[bisect_left(rows, area.top) : bisect_right(rows, area.bottom)]:
                self.over_row.setdefault(row, []).append(area)
        for place, shown in sheet.cells.items():
            over = self._range_over(*place)
            # what stands below a joined range is not shown
            if over is not None and place != (over.top, over.left):
                continue
            seen = self._first_seen(over or Range(*place, *place))
            if seen is None:
                self.unseen.append(place)
            else:
                self.cells[seen] = shown

    def _range_over(
        self,
        row: int,
        column: int,
    ) -> Range | None:
        for area in self.over_row.get(row, ()):
            if area.left <= column <= area.right:
                return area
        return None

    def _first_seen(
        self,
        area: Range,
    ) -> Place | None:
        """The first place of a range in a row and a column that are shown."""
        row = next_shown(area.top, self.sheet.hidden_rows)
        column = next_shown(area.left, self.sheet.hidden_columns)
        return (row, column) if row <= area.bottom and column <= area.right else None

    # ---- parts

    def parts(self) -> Iterator[Part]:
        """The parts in reading order."""
        whole = self._narrow(None)
        if whole is not None:
            yield from self._cut(whole)

    def _narrow(self, part: Part | None) -> Part | None:
        """The rows and columns of a part in which something stands; a frame alone counts between
        cells that say something."""
        places = list(self.cells)
        if part is not None:
            rows, columns = set(part.rows), set(part.columns)
            places = [place for place in places if place[0] in rows and place[1] in columns]
        if not places:
            return None
        top, bottom = min(place[0] for place in places), max(place[0] for place in places)
        left, right = min(place[1] for place in places), max(place[1] for place in places)
        for place in places:
            if area := self.ranges.get(place):
                right = max(right, area.right)
                bottom = max(bottom, area.bottom)
        kept = [
            *places,
            *self._frames(
                top,
                left,
                bottom,
                right,
            ),
            *self._blank_row(
                [place for place in places if place[0] == bottom],
                left,
                right,
            ),
        ]
        return Part(sorted({row for row, _ in kept}), sorted({column for _, column in kept}))

    def _frames(
        self,
        top: int,
        left: int,
        bottom: int,
        right: int,
    ) -> Iterator[Place]:
        sheet = self.sheet
        for row, column in sheet.framed:
            if not (top <= row <= bottom and left <= column <= right):
                continue
            if is_hidden(row, sheet.hidden_rows) or is_hidden(column, sheet.hidden_columns):
                continue
            yield row, column

    def _blank_row(
        self,
        heads: Sequence[Place],
        left: int,
        right: int,
    ) -> list[Place]:
        """The row below the last heads of a part whose figures are all blank: framed, or its cells
        are in the file."""
        texts = [self.cells[place].text for place in heads]
        # below figures it would be a row without a label, below one text the foot of a box
        if len(texts) < _FEWEST_HEADS or any(read_number(text) is not None for text in texts):
            return []
        sheet = self.sheet
        row = next_shown(heads[0][0] + 1, sheet.hidden_rows)
        columns = range(left, right + 1)
        own = [(row, one) for one in columns if not is_hidden(one, sheet.hidden_columns)]
        is_blank = not any(place in self.cells for place in own)
        is_there = all(place in sheet.framed or place in sheet.bare for place in own)
        return own if is_blank and is_there else []

    def _cut(self, part: Part) -> Iterator[Part]:
        """The parts that blank rows part, and in these those that blank columns do."""
        for rows in self._runs(
            part,
            part.rows,
            is_row=True,
        ):
            band = self._narrow(Part(rows, part.columns))
            if band is None:
                continue
            sides = list(self._sides(band))
            if len(sides) == 1:
                yield band
                continue
            for side in sides:
                yield from self._cut(side)

    def _runs(
        self,
        part: Part,
        numbers: Sequence[int],
        is_row: bool,
    ) -> Iterator[list[int]]:
        """Rows or columns that follow each other, but for those that are hidden or joined over."""
        hidden = self.sheet.hidden_rows if is_row else self.sheet.hidden_columns
        bridged = self._bridges(part, is_row)
        run = [numbers[0]]
        for before, number in pairwise(numbers):
            is_next = next_shown(before + 1, hidden) == number
            if not is_next and number not in bridged:
                yield run
                run = []
            run.append(number)
        yield run

    def _bridges(
        self,
        part: Part,
        is_row: bool,
    ) -> set[int]:
        """The rows or columns that a joined range ties to those before them."""
        numbers = part.rows if is_row else part.columns
        rows, columns = set(part.rows), set(part.columns)
        tied: set[int] = set()
        for (row, column), area in self.ranges.items():
            if row not in rows or column not in columns:
                continue
            first, last = (area.top, area.bottom) if is_row else (area.left, area.right)
            start, stop = bisect_right(numbers, first), bisect_right(numbers, last)
            tied.update(numbers[start:stop])
        return tied

    def _sides(self, band: Part) -> Iterator[Part]:
        """The tables that stand beside each other; a blank column within one parts nothing."""
        runs = list(
            self._runs(
                band,
                band.columns,
                is_row=False,
            )
        )
        sides = [self._narrow(Part(band.rows, columns)) for columns in runs]
        found = [side for side in sides if side is not None]
        if len(found) > 1 and all(self._is_table(side) for side in found):
            yield from found
        else:
            yield band

    def _is_table(self, part: Part) -> bool:
        """Whether a part has words and figures of its own."""
        rows, columns = set(part.rows), set(part.columns)
        texts = [
            shown.text
            for (row, column), shown in self.cells.items()
            if row in rows and column in columns
        ]
        figures = [text for text in texts if read_number(text) is not None]
        return len(part.columns) > 1 and 0 < len(figures) < len(texts)
